"""The inputs that fuzzing kept, and as many new ones as a test may try."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, corpus

SOUND = {target: [file.read_bytes() for file in corpus(target)] for target in TARGETS}


def kept() -> Iterator[tuple[str, Path]]:
    for target in TARGETS:
        yield from ((target, file) for file in corpus(target))


@pytest.mark.parametrize("target", TARGETS)
def test_everything_that_was_kept_is_answered(target: str) -> None:
    assert len(SOUND[target]) >= 20, "there is hardly a corpus"
    for data in SOUND[target]:
        TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=150)
@given(data=st.data())
def test_whatever_is_sent_is_answered(target: str, data: st.DataObject) -> None:
    TARGETS[target](data.draw(st.binary(max_size=300) | _altered(target)))


def _altered(target: str) -> st.SearchStrategy[bytes]:
    """Take an input that was kept, and put something else into it."""

    def put(base: bytes, where: float, other: bytes, instead: int) -> bytes:
        at = int(where * len(base))
        return base[:at] + other + base[at + instead :]

    return st.builds(put, st.sampled_from(SOUND[target]), st.floats(0, 1), st.binary(max_size=20), st.integers(0, 20))


def test_a_program_that_fails_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.targets.parse", lambda text: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        TARGETS["condition"](b"pain >= 3")
