"""What does an onlooker learn who sees sizes alone? No more than whoever guesses what is commonest.

The worked cases are walked through nginx and TLS as they are shipped. The guesser knows for each size of a reply how
often it is of which page and which tier, from the very replies that it is tried on: nobody does better with one size.
"""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from checker.authoring import load
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.resources import shipped
from tests.ops.front import Front, Walker, fronted
from tests.ops.onlooker import best_guess, watched
from tests.running import running
from tests.seeds import SEED

pytestmark = pytest.mark.thorough

Q = load(shipped("questions.yaml"))
CASES = Q.cases
MORE = 0.05
"""By how much the best guess may be better than the commonest."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What passed for one page: what an onlooker sees, and what it was."""

    sent: int
    received: int
    page: str
    tier: str


class Browser(Walker):
    """A person whose browser takes gzip, and who notes of each reply what it was."""

    def __post_init__(self) -> None:
        """Note nothing yet."""
        super().__post_init__()
        self.pages: list[str] = []

    def ask(self, method: str, address: str, fields: object = None) -> tuple[int, str, str]:
        """Ask, with a form as long as the script of the pages makes it, and note what came."""
        if isinstance(fields, dict):
            long = len(urlencode({**fields, "pad": ""}, doseq=True))
            fields = {**fields, "pad": "-" * (512 - long % 512)}
        status, onward, page = super().ask(method, address, fields)  # type: ignore[arg-type]
        sent = "onward" if fields is None else "start" if address == "/" else "answer"
        self.pages.append(self._kind(sent, status, page))
        return status, onward, page

    def _kind(self, sent: str, status: int, page: str) -> str:
        if status != 200:
            return sent
        if self._heading(page) in self._tiers:
            return "result"
        return "question" if 'name="answer"' in page else "help"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("onlooker")
    with ExitStack() as stack:
        server = stack.enter_context(running(folder, "--workers", "2", CHECKER_KEYS=SEED, CHECKER_PROXIES="1"))
        yield stack.enter_context(fronted(folder, [server.port, server.port]))


@pytest.fixture(scope="module")
def replies(front: Front) -> list[Reply]:
    """All that passed while every worked case was walked."""
    found: list[Reply] = []
    for case in CASES:
        tier = advise(Q, walk(Q, case.sheet)).tier.id
        with watched(front.port) as onlooker, Browser(Q, onlooker.port) as person:
            assert person.journey(case.sheet) == tier
        exchanges = onlooker.exchanges()
        assert 0 <= len(exchanges) - len(person.pages) <= 2, "the first are the greeting of TLS and its tickets"
        pairs = zip(exchanges[-len(person.pages) :], person.pages, strict=True)
        found += [Reply(sent, received, page, tier) for (sent, received), page in pairs]
    return found


def shown(replies: list[Reply]) -> list[Reply]:
    return [reply for reply in replies if reply.page in ("question", "help", "result")]


def test_the_size_of_no_reply_tells_what_kind_of_page_it_was(replies: list[Reply]) -> None:
    best, commonest = best_guess((reply.received, reply.page) for reply in shown(replies))
    assert best <= commonest + MORE, f"{best:.3f} against {commonest:.3f}"


def test_the_size_of_no_reply_tells_what_somebody_is_told(replies: list[Reply]) -> None:
    best, commonest = best_guess((reply.received, reply.tier) for reply in shown(replies))
    assert best <= commonest + MORE, f"{best:.3f} against {commonest:.3f}"


def test_the_size_of_no_result_tells_its_tier(replies: list[Reply]) -> None:
    results = [reply for reply in replies if reply.page == "result"]
    assert len(results) == len(CASES)
    best, commonest = best_guess((reply.received, reply.tier) for reply in results)
    assert best <= commonest + MORE, f"{best:.3f} against {commonest:.3f}"


def test_requests_are_of_one_size_whatever_is_asked_and_answered(replies: list[Reply]) -> None:
    assert len({reply.sent for reply in shown(replies)}) == 1
    assert len({reply.sent for reply in replies if reply.page == "answer"}) == 1


def test_no_size_belongs_to_help_or_to_an_emergency_alone(replies: list[Reply]) -> None:
    danger = {tier.id for tier in Q.tiers if tier.helps_now}
    helped = {reply.received for reply in shown(replies) if reply.page == "help" or reply.tier in danger}
    others = {reply.received for reply in shown(replies) if reply.page != "help" and reply.tier not in danger}
    assert helped <= others
    assert len(helped | others) <= 12


def test_this_guesser_would_see_pages_that_are_not_padded() -> None:
    sizes = [(len(gzip.compress(bytes(range(size)), mtime=0)), str(size)) for size in (100, 200)] * 5
    assert best_guess(sizes) == (1.0, 0.5)


def test_the_log_tells_no_more_where_several_visit_at_once(front: Front, replies: list[Reply]) -> None:
    lines = front.log.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= len(replies) > 1000
    assert {tuple(line.split()[1:]) for line in lines} <= {
        ("POST", "/", "303"), ("GET", "/c/-", "200"), ("GET", "/c/-", "303"), ("POST", "/c/-", "303"),
    }  # fmt: skip
    assert all(len(line.split()[0]) == len("2026-11-29T23:59") for line in lines)
