"""Is this HTML valid, and can everybody use it? Asked of the checkers that the field uses."""

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.tools import needed, node_tool


def findings(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return all that the Nu HTML Checker says of files, warnings included; it would pass over a missing one."""
    assert files and all(file.is_file() and file.stat().st_size for file in files)
    checker = node_tool("vnu-jar/build/dist/vnu.jar")
    command = [str(needed("java")), "-Xss4m", "-jar", str(checker), "--format", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert isinstance(messages, list)
    return messages


AXE = """axe.run({exclude: ["condition-checker"]},
    {preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})"""
"""A preview of the pages within a page is left out: it repeats the landmarks around it."""


@cache
def _axe() -> str:
    return node_tool("axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, unsettled: Sequence[str] = ()) -> list[str]:
    """Return what axe finds wrong on a page, with where, and what it cannot settle of the rules named."""
    page.evaluate(_axe())
    found: Any = page.evaluate(AXE)
    assert found["passes"], "axe has looked at nothing"
    wrong = [*found["violations"], *(each for each in found["incomplete"] if each["id"] in unsettled)]
    return [f"{each['id']}: {node['target']} {node['html']} {each['help']}" for each in wrong for node in each["nodes"]]
