"""What is fuzzed: a function of bytes each, which fails only where the program does.

A test replays the corpus that was kept; ``python -m tests.fuzz`` goes on looking, guided by coverage.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from checker.authoring.answer_sheet import read_answers
from checker.authoring.loader import inspect_text, load
from checker.authoring.problems import LoadError
from checker.engine.condition_parser import ConditionError, parse
from checker.ops.seeds import keys
from checker.web.token import ExpiredError, opened, seal, sealer
from tests.pages import SECOND, app_of, served_by
from tests.seeds import SEED

CORPUS = Path(__file__).parent / "corpus"
NOW = 1_800_000_000
SEALER = sealer(load(SECOND), keys([SEED]))
SEALED = frozenset(file.read_text(encoding="utf-8") for file in (CORPUS / "token").glob("sealed-*"))
"""Tokens that were once sealed with that key at that moment."""


def condition(data: bytes) -> None:
    """Read a condition: it is one, or it is refused at a character that it has."""
    text = data.decode(errors="replace")
    try:
        parse(text)
    except ConditionError as error:
        assert 0 <= error.at <= len(text)


def questionnaire(data: bytes) -> None:
    """Read a questionnaire: there is one, or at least one problem at a place that the text has."""
    text = data.decode(errors="replace")
    found, problems = inspect_text(text)
    assert found or problems
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 1
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in problems)


def answers(data: bytes) -> None:
    """Read a sheet of answers for ``checker try``."""
    app = app_of(SECOND)
    try:
        read_answers(data.decode(errors="replace"), served_by(app).questionnaire)
    except LoadError as error:
        assert error.problems


def token(data: bytes) -> None:
    """Open a token: it is expired, or it is spelled exactly as one that was sealed."""
    text = data.decode(errors="replace")
    try:
        state = opened(SEALER, text, NOW)
    except ExpiredError:
        return
    assert text in SEALED and opened(SEALER, seal(SEALER, state, NOW), NOW) == state


METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE")


@cache
def _routes() -> tuple[str, ...]:
    app = app_of(SECOND)
    reply = app.test_client().post("/")
    journey = reply.location.partition("#")[0]
    rules = (rule.rule.partition("<")[0] for rule in app.url_map.iter_rules())
    return (*sorted({journey, *rules}), "/no-such-page")


def route(data: bytes) -> None:
    """Send anything to any address in any way: it is answered, and never with a 500."""
    if len(data) < 4:
        return
    address = _routes()[data[0] % len(_routes())]
    method, kind, rest = METHODS[data[1] % len(METHODS)], data[2] % 4, data[3:]
    tail, _, body = rest.partition(b"\n")
    suffix = tail.decode("latin-1").replace("#", "") if kind & 1 else ""
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "")
    client = app_of(SECOND).test_client()
    try:
        reply = client.open(address + suffix, method=method, data=body, content_type=kinds[data[2] // 4 % 4])
    except (UnicodeError, ValueError) as error:
        if "checker" in str(error.__traceback__):
            raise
        return  # the test client cannot spell such an address
    assert reply.status_code < 500, f"{method} {address} was answered with {reply.status}"
    assert method != "POST" or "text/html" not in reply.content_type or reply.status_code in (303, 403, 404, 405)
    reply.close()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "condition": condition,
    "questionnaire": questionnaire,
    "answers": answers,
    "token": token,
    "route": route,
}


def corpus(target: str) -> list[Path]:
    """Return the inputs that were kept for a target."""
    return sorted((CORPUS / target).iterdir())
