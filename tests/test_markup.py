"""Every kind of page in both languages is sound HTML: the Nu HTML checker finds nothing at all."""

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.kinds import ALL, KEY, address
from tests.pages import app_of
from tests.tools import needed, node_tool

LANGUAGES = ("en", "es")


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command of the Nu HTML checker."""
    return [str(needed("java")), "-jar", str(node_tool("vnu-jar/build/dist/vnu.jar")), "--format", "json"]


def findings(checker: list[str], files: list[Path]) -> list[dict[str, Any]]:
    """Return all that the checker says of these files, warnings included."""
    found = subprocess.run([*checker, *map(str, files)], capture_output=True, encoding="utf-8", timeout=120)
    messages = json.loads(found.stderr)["messages"]
    assert isinstance(messages, list)
    return messages


def fetched(kind: str, language: str) -> str:
    path = address(kind, language).partition("#")[0]
    return app_of(keys=(KEY,)).test_client().get(path).text


def test_the_markup_of_every_page_is_sound(checker: list[str], tmp_path: Path) -> None:
    files = []
    for kind in ALL:
        for language in LANGUAGES:
            files.append(tmp_path / f"{kind} {language}.html")
            files[-1].write_text(fetched(kind, language), encoding="utf-8")
    assert findings(checker, files) == []


PLANTED = {
    "a heading closed as another": ("</h1>", "</h2>"),
    "no such state": ("<main ", '<main aria-hidden="perhaps" '),
    "a section without a heading": ("<footer>", "<footer><section><p>No heading</p></section>"),
    "no such language": ('lang="en"', 'lang="english words"'),
}


def test_the_checker_sees_every_fault_that_is_planted(checker: list[str], tmp_path: Path) -> None:
    page = fetched("mild", "en")
    for name, (words, other) in PLANTED.items():
        assert words in page
        (tmp_path / f"{name}.html").write_text(page.replace(words, other, 1), encoding="utf-8")
    found = {Path(unquote(message["url"])).stem for message in findings(checker, sorted(tmp_path.iterdir()))}
    assert found == set(PLANTED)
