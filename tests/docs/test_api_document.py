"""What other programs may rely on: the document names all of it, and a program that uses it runs and is typed."""

import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from checker.resources import shipped
from tests.conftest import SECOND
from tests.test_architecture import imported

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = "\n".join(re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL))
CONSUMER = ROOT / "tests" / "consumer.py"
NAMES = {
    f"{module}.{name}"
    for module, names in re.findall(r"^\| `(checker[\w.]+)` \| (.*) \|$", DOCUMENT, re.MULTILINE)
    for name in re.findall(r"`(\w+)`", names)
}


def _ours(source: str) -> set[str]:
    return {dotted for dotted in imported(source) if dotted.startswith("checker")}


def test_the_document_names_all_that_its_modules_offer() -> None:
    modules = {name.rpartition(".")[0] for name in NAMES}
    assert {f"{module}.{name}" for module in modules for name in import_module(module).__all__} == NAMES


def test_the_program_of_others_uses_all_of_it_and_nothing_else_of_ours() -> None:
    assert _ours(CONSUMER.read_text(encoding="utf-8")) == NAMES
    assert _ours(EXAMPLES) <= NAMES


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(shipped("questions.yaml"), tmp_path / "questions.yaml")
    monkeypatch.chdir(tmp_path)
    exec(EXAMPLES, {})


def test_the_program_of_others_runs(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("faults: [worn_brake, cracked_frame]", encoding="utf-8")
    command = [sys.executable, "-I", str(CONSUMER), str(SECOND), str(answers)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120, check=True)
    *told, mistake = done.stdout.splitlines()
    assert told == [
        "walk_home: Do not ride",
        "because the frame is cracked",
        "asked faults, then nothing",
        "unproved: []",
        "alone: 200 OK",
        "within: 200 OK",
    ]
    assert mistake.startswith("typed.yaml:1:")


def test_the_program_of_others_and_the_examples_are_typed_wherever_they_stand(tmp_path: Path) -> None:
    shutil.copy(CONSUMER, tmp_path / "consumer.py")
    (tmp_path / "examples.py").write_text(EXAMPLES, encoding="utf-8")
    strict = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    command = [*strict, "consumer.py", "examples.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
