"""Which mutants of the engine, and of the seal of a token, do the tests kill? One is planted at a time, by mutmut.

``python -m tests.mutants`` prints how many the tests kill, and every one that survives, with the reason why none
could (``data/equivalent.yaml``).
"""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import yaml

ROOT = Path(__file__).parent.parent
COPY = ROOT / "build" / "mutants"
MUTMUT = Path(sys.executable).with_name("mutmut")
PARTS = ("checker", "docs", "templates", "tests", "wordpress", "pyproject.toml", "questions.yaml")
EQUIVALENT = ROOT / "tests" / "data" / "equivalent.yaml"
MUTATED = [module.relative_to(ROOT) for module in (*ROOT.glob("checker/engine/*.py"), ROOT / "checker/web/token.py")]
"""What `pyproject.toml` has mutmut plant mutants in."""


def undecorated(source: str) -> str:
    """Return a module whose decorated functions are plain ones, decorated afterwards: mutmut passes over the others."""
    lines = source.splitlines()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for function in sorted(functions, key=lambda function: function.lineno, reverse=True):
        if function.decorator_list:
            lines[function.decorator_list[0].lineno - 1 : function.end_lineno] = _plain(function, lines)
    return "\n".join(lines) + "\n"


def _plain(function: ast.FunctionDef, lines: list[str]) -> Iterator[str]:
    name = f"plain_{function.name}"
    yield lines[function.lineno - 1].replace(f"def {function.name}(", f"def {name}(", 1)
    yield from lines[function.lineno : function.end_lineno]
    for decorator in reversed(function.decorator_list):
        name = f"{ast.unparse(decorator)}({name})"
    yield f"{' ' * function.col_offset}{function.name} = {name}"


def copy() -> None:
    """Copy what the tests read to a folder of its own, and undecorate there what is to be mutated."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for part in PARTS:
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy2)(ROOT / part, COPY / part)
    for module in MUTATED:
        source = (ROOT / module).read_text(encoding="utf-8")
        (COPY / module).write_text(undecorated(source), encoding="utf-8")


def mutmut(*words: str) -> str:
    """Return what mutmut prints in that folder."""
    return subprocess.run([MUTMUT, *words], cwd=COPY, check=True, stdout=subprocess.PIPE, text=True).stdout


def survivors() -> Iterator[tuple[str, list[str]]]:
    """Yield each mutant that no test kills: its name with what became of it, and its lines."""
    for line in mutmut("results").splitlines():
        shown = mutmut("show", line.split(":")[0].strip()).splitlines()
        yield line.strip(), [each for each in shown if re.match(r"[+-](?![+-]{2})", each)]


def equivalent() -> dict[str, str]:
    """Return why no test can kill a mutant, by the line that it makes."""
    told = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8"))
    return {mutant: group["why"] for group in told for mutant in group["mutants"]}


def score() -> str:
    """Return how many mutants are killed: a test failed, or did not come to an end."""
    mutmut("export-cicd-stats")
    found = json.loads((COPY / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    killed = found["killed"] + found["timeout"]
    return f"{killed} of {found['total']} mutants are killed: {killed / found['total']:.1%}"


def main() -> None:
    """Plant every mutant; end with an error where one is neither killed nor explained."""
    copy()
    subprocess.run([MUTMUT, "run", "--max-children", "1"], cwd=COPY, check=True)  # it shows how far it is
    why, unexplained = equivalent(), 0
    for name, lines in survivors():
        reason = why.get(lines[-1][1:].strip())
        unexplained += reason is None
        click.echo("\n".join([name, *lines, reason or "Why does no test kill it?", ""]))
    click.echo(score())
    sys.exit(unexplained > 0)


if __name__ == "__main__":
    main()
