"""Two instances behind nginx, with Redis to count: nobody's journey is lost, whatever is killed or changed."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from checker.authoring import load
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.resources import shipped
from tests.ops.conftest import Counting
from tests.ops.front import UNHURRIED, Front, Walker, fronted
from tests.running import Running, running, until
from tests.seeds import OTHER, SEED, key_file

pytestmark = pytest.mark.thorough

QUESTIONNAIRE = load(shipped("questions.yaml"))
CASES = [case.sheet for case in QUESTIONNAIRE.cases][::2]
OLD, NEW = SEED, OTHER


class Installation:
    """Two instances of two workers each, with one file of keys, behind one nginx."""

    def __init__(self, folder: Path, stack: ExitStack, counting: Counting) -> None:
        """Start everything; the stack ends it."""
        self.folder, self.stack, self.counting = folder, stack, counting
        self.keys = key_file(folder, OLD)
        self.instances = [self.another(), self.another()]
        self.front: Front = stack.enter_context(fronted(folder, [each.port for each in self.instances], *UNHURRIED))

    def another(self, *options: str) -> Running:
        """Start one more instance."""
        environ = {
            "CHECKER_KEYS_FILE": str(self.keys),
            "CHECKER_LIMIT": "100000/minute",
            "CHECKER_STORE": self.counting.address,
            "CHECKER_PROXIES": "1",
        }
        instance = self.stack.enter_context(running(self.folder, "--workers", "2", *options, **environ))
        instance.has_workers(2)
        return instance

    def reload(self) -> None:
        """Let both instances read their files again, one after the other."""
        for instance in self.instances:
            before = instance.workers
            instance.process.send_signal(signal.SIGHUP)
            instance.renewed(before)


@pytest.fixture
def installation(tmp_path: Path, counting: Counting) -> Iterator[Installation]:
    with ExitStack() as stack:
        yield Installation(tmp_path, stack, counting)


Walks = list[tuple[str, str, list[int]]]
"""The tier that should have been told, the one that was, and all statuses on the way."""


def _walks(front: Front, sheets: Sequence[dict[str, Answer]], over: Event) -> Walks:
    """Walk each sheet as one person after the other, and all of them again until it is over."""
    found: Walks = []
    for sheet in cycle(sheets):
        if over.is_set() and len(found) >= len(sheets):
            return found
        with Walker(QUESTIONNAIRE, front.port) as walker:
            found.append((_expected(QUESTIONNAIRE, sheet), walker.journey(sheet, 0.01), walker.statuses))
    return found


def _expected(questionnaire: Questionnaire, sheet: dict[str, Answer]) -> str:
    return advise(questionnaire, walk(questionnaire, sheet)).tier.id


def _all_right(walks: list[Future[Walks]]) -> None:
    for expected, tier, statuses in (each for walked in walks for each in walked.result()):
        assert tier == expected
        assert set(statuses) <= {200, 303}


def test_every_journey_ends_right_while_processes_are_killed_and_keys_turned(installation: Installation) -> None:
    people, over = 6, Event()
    shares = [CASES[place::people] for place in range(people)]
    with ThreadPoolExecutor(people) as pool:
        walks = [pool.submit(_walks, installation.front, share, over) for share in shares]
        try:
            _disturb(installation)
        finally:
            over.set()
        _all_right(walks)
    _leaves_no_trace(installation)


def _disturb(installation: Installation) -> None:
    """Kill a worker, turn the keys twice, kill an instance, and then what counts."""
    first, second = installation.instances
    sleep(1)  # so that all are on their way
    killed = min(first.workers)
    os.kill(killed, signal.SIGKILL)
    until(lambda: killed not in first.workers, lambda: "it lives")
    first.has_workers(2)
    for keys in (f"{OLD}\n{NEW}\n", f"{NEW}\n{OLD}\n"):
        installation.keys.write_text(keys, encoding="utf-8")
        installation.reload()
    second.kill()
    sleep(0.5)
    installation.counting.process.kill()
    sleep(0.5)


def _leaves_no_trace(installation: Installation) -> None:
    """Fail if a log tells which pages were asked for, by whom."""
    log = installation.front.log.read_text(encoding="utf-8")
    assert log.count("POST /c/- 303") > 300
    printed = "".join(file.read_text(encoding="utf-8", errors="replace") for file in installation.folder.glob("*.log"))
    printed += "".join(each.printed for each in installation.instances)
    assert "127.0.0.1 " not in log and "/c/g" not in printed and "answer" not in printed


def test_a_person_walks_on_when_their_instance_dies_between_two_questions(installation: Installation) -> None:
    with Walker(QUESTIONNAIRE, installation.front.port) as walker:
        address = walker.begin()
        installation.instances[0].kill()
        assert [walker.ask("GET", address)[0] for _ in range(6)] == [200] * 6


def test_when_every_instance_is_down_the_page_still_says_where_help_is(installation: Installation) -> None:
    for instance in installation.instances:
        instance.kill()
    with Walker(QUESTIONNAIRE, installation.front.port) as walker:
        status, _, page = walker.ask("GET", "/")
    assert status in (502, 503) and "tel:911" in page and "tel:988" in page


def test_an_old_key_opens_nothing_once_it_is_taken_out(installation: Installation) -> None:
    with Walker(QUESTIONNAIRE, installation.front.port) as walker:
        address = walker.begin()
        installation.keys.write_text(f"{NEW}\n{OLD}\n", encoding="utf-8")
        installation.reload()
        assert walker.ask("GET", address)[0] == 200
        installation.keys.write_text(f"{NEW}\n", encoding="utf-8")
        installation.reload()
        status, _, page = walker.ask("GET", address)
    assert status == 410 and "tel:988" in page


def test_files_that_are_wrong_stop_no_instance_that_runs(installation: Installation) -> None:
    installation.keys.write_text("short\n", encoding="utf-8")
    instance = installation.instances[0]
    instance.process.send_signal(signal.SIGHUP)
    until(lambda: "Not reloaded" in instance.printed, lambda: instance.printed)
    assert "CHECKER_KEYS" in instance.printed and "short" not in instance.printed
    with Walker(QUESTIONNAIRE, installation.front.port) as walker:
        assert walker.ask("GET", "/")[0] == 200


def test_two_instances_count_one_visitor_together(tmp_path: Path, counting: Counting) -> None:
    environ = {"CHECKER_KEYS": NEW, "CHECKER_LIMIT": "20/hour", "CHECKER_STORE": counting.address}
    with running(tmp_path, **environ) as one, running(tmp_path, **environ) as two:
        ports = [each.port for each in (one, two)]
        with (
            Walker(QUESTIONNAIRE, ports[0], secure=False) as left,
            Walker(QUESTIONNAIRE, ports[1], secure=False) as right,
        ):
            pages = [(left, right)[turn % 2].ask("GET", "/about") for turn in range(40)]
            sent = left.ask("POST", "/", {})
            help_at_once = right.ask("GET", sent[1])
    assert sorted(status for status, _, _ in pages) == [200] * 20 + [429] * 20
    assert all("tel:911" in page and "tel:988" in page for _, _, page in pages)
    assert sent[0] == 303 and help_at_once[0] == 429 and "tel:988" in help_at_once[2]


def test_questions_that_change_meet_a_kind_start_again_and_never_a_wrong_reading(
    tmp_path: Path, shipped_file: Path
) -> None:
    questions = tmp_path / "questions.yaml"
    text = shipped_file.read_text(encoding="utf-8")
    questions.write_text(text, encoding="utf-8")
    with running(tmp_path, "--questions", str(questions), CHECKER_KEYS=NEW) as server, ExitStack() as stack:
        walker = stack.enter_context(Walker(QUESTIONNAIRE, server.port, secure=False))
        address, before = walker.begin(), server.workers
        questions.write_text(text.replace(f'version: "{QUESTIONNAIRE.version}"', 'version: "next"'), encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)
        until(lambda: walker.ask("GET", address)[0] == 410, lambda: "the old questions are still asked")
        server.renewed(before)
        status, onward, _ = walker.ask("POST", address, {"answer": "1"})
        assert status == 303
        page = walker.ask("GET", onward)[2]
        assert "tel:988" in page and 'href="/"' in page.replace("?lang=en", "")
        assert walker.journey(CASES[0]) == _expected(QUESTIONNAIRE, CASES[0])
