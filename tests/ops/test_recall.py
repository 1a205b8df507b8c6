"""A recall reaches every process that shares the list within a minute, and no failure takes it back."""

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import cli
from checker.ops import recall
from checker.ops.ended import ListError, Store, at
from checker.ops.recall import ALL, UNKNOWN, Recall
from checker.ops.settings import settings
from checker.web import create_app
from checker.web.standing import standing
from tests.ops.conftest import Counting
from tests.pages import SECOND
from tests.running import Running, running, until
from tests.seeds import SEED

SECONDS = 60


class Listed:
    """A list that may fail, and that counts how often it is asked."""

    def __init__(self, **marks: str) -> None:
        """Hold these marks."""
        self.kept, self.fails, self.asked = dict(marks), False, 0

    def mark(self, name: str, words: str) -> None:
        """Keep words by a name."""
        self.kept[name] = words

    def marks(self) -> Mapping[str, str]:
        """Return all words by their names."""
        self.asked += 1
        if self.fails:
            raise ListError("gone")
        return dict(self.kept)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """What time it is, which stands still."""
    now = [1000.0]
    monkeypatch.setattr("checker.ops.recall.time.monotonic", lambda: now[0])
    yield now


def _of(listed: Listed) -> Recall:
    return Recall(listed, "throat")  # type: ignore[arg-type]  # no page asks it for journeys


@pytest.mark.parametrize(("name", "out"), [(ALL, "today"), ("throat", "today"), ("knee", "")])
def test_a_mark_of_all_or_of_this_questionnaire_takes_it_out_of_service(name: str, out: str) -> None:
    assert _of(Listed(**{name: "today"})).why() == out


def test_it_is_asked_once_in_ten_seconds_whoever_asks(clock: list[float]) -> None:
    listed = Listed()
    ours = _of(listed)
    with ThreadPoolExecutor(8) as pool:
        assert {*pool.map(lambda _: ours.why(), range(200))} == {""} and listed.asked == 1
    listed.mark(ALL, "today")
    assert ours.why() == ""
    clock[0] += recall.AGE
    assert ours.why() == "today" and listed.asked == 2


def test_where_the_list_fails_what_was_known_goes_on_and_who_never_knew_shows_help(clock: list[float]) -> None:
    listed = Listed(throat="today")
    ours, other = _of(listed), _of(Listed())
    assert (ours.why(), other.why()) == ("today", "")
    listed.fails = True
    clock[0] += recall.AGE
    assert (ours.why(), _of(listed).why()) == ("today", UNKNOWN)
    listed.fails = False
    listed.mark("throat", "")
    clock[0] += recall.AGE
    assert ours.why() == ""


def test_a_process_that_was_begun_later_knows_nothing_of_its_own(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Listed()
    ours = _of(listed)
    assert ours.why() == ""
    listed.fails = True
    monkeypatch.setattr("checker.ops.recall.os.getpid", lambda: -1)
    assert ours.why() == UNKNOWN, "what the first one knew may be of long ago"


def test_a_list_that_was_lost_is_told_of_the_recall_and_never_that_it_was_lifted(clock: list[float]) -> None:
    listed = Listed(throat="today", knee="")
    ours = _of(listed)
    assert ours.why() == "today"
    listed.kept.clear()
    clock[0] += recall.AGE
    assert ours.why() == "today" and listed.kept == {"throat": "today"}


def test_the_log_says_once_what_was_recalled_and_why(clock: list[float], caplog: pytest.LogCaptureFixture) -> None:
    listed = Listed(throat="today: a wrong rule")
    ours = _of(listed)
    for _ in range(3):
        clock[0] += recall.AGE
        ours.why()
    listed.mark("throat", "")
    clock[0] += recall.AGE
    ours.why()
    assert [each.getMessage() for each in caplog.records] == [
        "throat: RECALLED: today: a wrong rule",
        "throat: in service again",
    ]


def test_the_setting_needs_no_list() -> None:
    assert Recall(Listed(), "throat", always=True).why() == "CHECKER_RECALLED is set"  # type: ignore[arg-type]


# The command ---------------------------------------------------------------------------------------------------------


def _told(*given: str, **environ: str) -> Result:
    return CliRunner().invoke(
        cli, ["recall", *given], env={"CHECKER_STORE": None, "CHECKER_KEYS_FILE": None, **environ}
    )


def test_it_recalls_shows_and_lifts(tmp_path: Path) -> None:
    place = str(tmp_path / "keys.ended")
    listed: Store = at(place)
    said = _told("--store", place, "--reason", "wrong\nrule\x1b[0m").output
    assert said.startswith("RECALLED: every questionnaire, since 20") and "UTC: wrong rule [0m\n" in said
    assert "within 10 seconds" in said
    assert _told("--show", CHECKER_KEYS_FILE=str(tmp_path / "keys")).output == said.partition("Each")[0]
    _told("--only", str(SECOND), CHECKER_STORE=place)
    done = _told("--lift", CHECKER_STORE=place)
    assert done.output.startswith("RECALLED: bicycle_fit, since ") and listed.marks()[ALL] == ""
    assert done.exit_code == 1 and "recalled by itself: checker recall --lift --only FILE, with" in done.output
    assert _told("--lift", "--only", str(SECOND), "--store", place).output.startswith(
        "Every questionnaire is in service"
    )


def test_one_recall_does_not_lift_the_other_and_says_so(tmp_path: Path) -> None:
    place = str(tmp_path / "keys.ended")
    at(place)
    _told("--store", place, "--only", str(SECOND))
    _told("--store", place)
    done = _told("--lift", "--only", str(SECOND), "--store", place)
    assert done.exit_code == 1 and done.output.endswith("every questionnaire was recalled: checker recall --lift\n")
    done = _told("--lift", "--store", place)
    assert done.exit_code == 0 and done.output.startswith("Every questionnaire is in service")


def test_a_second_recall_without_a_reason_keeps_the_first(tmp_path: Path) -> None:
    place = str(tmp_path / "keys.ended")
    at(place)
    _told("--store", place, "--reason", "wrong rule")
    assert "UTC: wrong rule\n" in _told("--store", place).output
    assert "UTC: wrong line\n" in _told("--store", place, "--reason", "wrong line").output


def test_a_list_that_is_nobodys_is_refused(tmp_path: Path) -> None:
    assert "nothing says where the list is that the instances share. Give --store" in _told("--show").output
    for place in (str(tmp_path / "none"), str(tmp_path)):
        refused = _told("--store", place)
        assert refused.exit_code == 1 and "so no instance uses it. Give --store" in refused.output
    assert not (tmp_path / "none").exists()
    (tmp_path / "broken").write_bytes(b"hello\n" * 999)
    assert "cannot be used" in _told("--store", str(tmp_path / "broken")).output
    refused = _told("--store", "redis://127.0.0.1:1")
    assert (
        refused.exit_code == 1
        and "nothing may have changed" in refused.output
        and "CHECKER_RECALLED=1" in refused.output
    )


# Real instances ------------------------------------------------------------------------------------------------------


def _status(server: Running) -> int:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as client:
        client.request("GET", "/", headers={"Accept-Language": "en"})
        return client.getresponse().status


def _follow(servers: list[Running], status: int, act: Callable[[], object]) -> float:
    """Return after how many seconds every process of these answers so; ten pages in a row are of all of them."""
    began = time.monotonic()
    act()
    until(lambda: all(_status(server) == status for server in servers for _ in range(10)), lambda: "not all follow")
    return time.monotonic() - began


def test_two_instances_with_a_file_and_two_with_redis_follow_within_a_minute(
    tmp_path: Path, counting: Counting
) -> None:
    places = [str(tmp_path / "ended")] * 2 + [counting.address] * 2
    given = ("--questions", str(SECOND), "--workers", "2")
    with ExitStack() as stack, ThreadPoolExecutor(4) as pool:
        begun = pool.map(lambda place: running(tmp_path, *given, CHECKER_KEYS=SEED, CHECKER_STORE=place), places)
        servers = [*pool.map(stack.enter_context, begun)]
        assert {_status(server) for server in servers} == {200}
        recalled = _follow(servers, 503, lambda: [_told("--store", place) for place in {*places}])
        counting.process.kill()
        lifted = _follow(servers[:2], 200, lambda: _told("--lift", "--store", places[0]))
        assert {_status(server) for server in servers[2:]} == {503}, "Redis is gone, and the recall stays"
        assert all("bicycle_fit: RECALLED: since" in server.printed for server in servers)
    assert max(recalled, lifted) < SECONDS, f"recalled after {recalled:.1f} s, lifted after {lifted:.1f} s"


@pytest.mark.parametrize(
    ("environ", "why"),
    [({"CHECKER_RECALLED": "1"}, "CHECKER_RECALLED is set"), ({"CHECKER_STORE": "redis://127.0.0.1:1"}, UNKNOWN)],
)
def test_a_start_says_first_that_it_is_out_of_service(environ: dict[str, str], why: str) -> None:
    app = create_app(settings(environ, questions=SECOND))
    assert next(standing(app, "http://x/")) == f"RECALLED: nothing is asked, help alone is shown ({why})."
    assert app.test_client().get("/").status_code == 503
