"""No file takes long to be refused, or much memory: each is read in a process of its own that may not have more."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.small import FRAME

SECONDS, MEBIBYTES = 20, 400
"""What a process may use, with Python and the libraries."""
READ = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
resource.setrlimit(resource.RLIMIT_AS, ({mebibytes} << 20, {mebibytes} << 20))
from checker.authoring.loader import inspect
questionnaire, problems = inspect(Path(sys.argv[1]))
print(len(problems), *problems[:1])
"""


def question(name: str, more: str = "min: 0, max: 9") -> str:
    return f"      - {{id: {name}, kind: scale, label: {{en: L}}, ask: {{en: A}}, {more}}}\n"


def questions(*written: str) -> str:
    return f"{FRAME}sections:\n  - id: all\n    title: {{en: All}}\n    questions:\n{''.join(written)}"


def many(count: int, written: str) -> str:
    return ", ".join(written.format(n) for n in range(count))


def _hostile() -> Iterator[tuple[str, str]]:
    bomb = [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    yield "bomb of aliases", "\n".join(["a: &a [" + ", ".join("1" * 9) + "]", *bomb])
    yield "one list, aliased often", f"a: &a [{many(1000, '1')}]\n" + "\n".join(f"k{n}: *a" for n in range(100_000))
    yield "deep lists", "[" * 2_000_000
    yield "deep mappings", "{a: " * 400_000
    yield "deep indentation", "\n".join("  " * n + f"a{n}:" for n in range(1200))
    yield "quotes", '"' * 2_000_000
    yield "many unknown keys", questions(question("a")) + "\n".join(f"key{n}: 1" for n in range(90_000))
    yield "many languages", FRAME.replace("[en]", f"[{many(100_000, 'en-{:05d}')}]")
    yield (
        "many sources of one statement",
        questions(question("a"))
        + (f"statements: [{{id: s, place: care, group: ease, text: {{en: x}}, source: [{many(100_000, 'a{}')}]}}]"),
    )
    yield "characters that nobody sees", FRAME + "x: " + "\u200b" * 600_000
    yield "escapes of what nobody sees", FRAME + "x: [" + ", ".join(['"\\a"'] * 180_000) + "]"
    yield "one name for many values", FRAME + "x:\n" + "- &a 1\n" * 150_000
    options = f"options: [{{id: o, text: {{en: x}}, points: x}}, {many(90, '{{id: o{0}, text: {{en: x}}}}')}]"
    broken = (question(f"q{n}", options).replace("kind: scale", "kind: one") for n in range(160))
    yield "a broken option in many questions", questions(*broken)
    band = "bands: [{id: b, from: 0, text: {en: x}}]"
    long_sum = f"scores: [{{id: s, label: {{en: x}}, sum: [{many(100_000, 'q{}')}], {band}}}]"
    yield "a long sum", questions(question("a")) + long_sum
    yield (
        "many conditions on what is not there",
        questions(*(question(f"q{n}", f"min: 0, max: 9, when: p{n} >= 1") for n in range(9000))),
    )
    scales = questions(*(question(f"q{n}", "min: -9999, max: 9999") for n in range(9000)))
    score = f"label: {{en: x}}, sum: [{many(2000, 'q{}')}], {band}"
    yield (
        "long scales in many scores",
        scales + "scores:\n" + "".join(f"  - {{id: s{n}, {score}}}\n" for n in range(30)),
    )


HOSTILE = dict(_hostile())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_bounded_time_and_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(HOSTILE[name], encoding="utf-8")
    code = READ.format(seconds=SECONDS, mebibytes=MEBIBYTES)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    problems, _, first = done.stdout.partition(" ")
    assert 1 <= int(problems) <= 500
    assert first.startswith(f"{path}:")
