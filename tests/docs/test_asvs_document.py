"""The page on OWASP ASVS 5.0 leaves no requirement out, names tests and places that exist, and counts itself right."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

import checker
from checker.resources import shipped
from tests.docs.test_security_document import ROOT, every_test
from tests.pages import app_of
from tests.test_architecture import imported, sources

DOCUMENT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
LEVELS: Mapping[str, tuple[int, int]] = {
    "1.1": (0, 2), "1.2": (5, 4), "1.3": (2, 9), "1.4": (0, 3), "1.5": (1, 1),
    "2.1": (1, 2), "2.2": (2, 1), "2.3": (1, 3), "2.4": (0, 1),
    "3.2": (2, 0), "3.3": (1, 3), "3.4": (2, 4), "3.5": (3, 2), "3.7": (0, 2),
    "4.1": (1, 2), "4.2": (0, 1), "4.3": (0, 2), "4.4": (1, 3),
    "5.1": (0, 1), "5.2": (2, 1), "5.3": (2, 0), "5.4": (0, 3),
    "6.1": (1, 2), "6.2": (8, 4), "6.3": (2, 2), "6.4": (2, 2), "6.5": (0, 5), "6.6": (0, 3), "6.8": (0, 4),
    "7.1": (0, 3), "7.2": (4, 0), "7.3": (0, 2), "7.4": (2, 3), "7.5": (0, 2), "7.6": (0, 2),
    "8.1": (1, 1), "8.2": (2, 1), "8.3": (1, 0), "8.4": (0, 1),
    "9.1": (3, 0), "9.2": (1, 3),
    "10.1": (0, 2), "10.2": (0, 2), "10.3": (0, 4), "10.4": (5, 6), "10.5": (0, 5), "10.6": (0, 2), "10.7": (0, 3),
    "11.1": (0, 2), "11.2": (0, 3), "11.3": (2, 1), "11.4": (1, 3), "11.5": (0, 1), "11.6": (0, 1),
    "12.1": (1, 2), "12.2": (2, 0), "12.3": (0, 4),
    "13.1": (0, 1), "13.2": (0, 5), "13.3": (0, 2), "13.4": (1, 4),
    "14.1": (0, 2), "14.2": (1, 3), "14.3": (1, 2),
    "15.1": (1, 2), "15.2": (1, 2), "15.3": (1, 6),
    "16.1": (0, 1), "16.2": (0, 5), "16.3": (0, 4), "16.4": (0, 3), "16.5": (0, 3),
    "17.1": (0, 1), "17.2": (0, 4), "17.3": (0, 2),
}  # fmt: skip
"""How many requirements of level 1, and then of level 2, each section of version 5.0.0 begins with."""
REQUIREMENTS: Mapping[str, int] = {
    f"V{section}.{place}": 1 if place <= first else 2
    for section, (first, second) in LEVELS.items()
    for place in range(1, first + second + 1)
}
"""The level of each."""


class Row(NamedTuple):
    """What is said of some requirements."""

    numbers: str
    level: str
    words: str
    here: str
    why: str

    @property
    def requirements(self) -> list[str]:
        """All that the row speaks of: a chapter and a section stand for what is in them."""
        named = self.numbers.split(", ")
        return [each for each in REQUIREMENTS for name in named if each == name or each.startswith(f"{name}.")]

    @property
    def tests(self) -> set[str]:
        return set(re.findall(r"`(test_\w+)`", self.why))

    @property
    def places(self) -> list[str]:
        return re.findall(r"`((?:checker|docs|tests)/[\w./-]+|pyproject\.toml)`", self.why)


ROWS = [Row(*map(str.strip, line.strip("|").split("|"))) for line in DOCUMENT.splitlines() if line.startswith("| V")]


def test_each_requirement_of_level_1_and_2_stands_in_one_row() -> None:
    assert len(REQUIREMENTS) == 253 and list(REQUIREMENTS.values()).count(1) == 70
    assert Counter(each for row in ROWS for each in row.requirements) == Counter(REQUIREMENTS.keys())
    assert [row.numbers for row in ROWS if not row.requirements] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.numbers)
def test_a_row_has_its_level_and_shows_what_it_says(row: Row) -> None:
    assert row.level.split("\u2013") == sorted({str(REQUIREMENTS[each]) for each in row.requirements})
    assert row.words and row.why
    assert row.tests <= every_test(), row.tests - every_test()
    assert [place for place in row.places if not _there(place)] == []
    match row.here:
        case "met":
            assert row.tests or row.places or "](" in row.why, "name a test or a place"
        case "partly" | "not met":
            assert re.search(r"\b(We|You)\b|on purpose", row.why), "say who could mend it"
        case other:
            assert other == "does not apply"


def _there(place: str) -> bool:
    inner = place.removeprefix("checker/")
    return (Path(checker.__file__).parent / inner).exists() if inner != place else (ROOT / place).exists()


def test_the_page_counts_its_rows_right() -> None:
    counted = Counter(row.here for row in ROWS for _ in row.requirements)
    said = "Of 253 requirements {} are met, {} in part and {} not; {} do not apply."
    assert said.format(*(counted[each] for each in ("met", "partly", "not met", "does not apply"))) in DOCUMENT


DANGEROUS = {"ctypes", "dbm", "marshal", "pickle", "pty", "shelve", "subprocess", "xml"}
XML = {"xml.etree", "xml.etree.ElementTree"}
ALLOWED = {"files.py": XML, "suite_report.py": XML, "sign.py": {"subprocess"}}
"""A clinic's logo and a report of our tests are read without entities (`tests/clinic/test_files.py`, `tests/dossier`).

`checker sign` lets OpenSSH sign, on the machine of who signs; nothing that serves reads that module.
"""
CALLS_OUT = {"aiohttp", "ftplib", "http.client", "httpx", "poplib", "requests", "smtplib", "urllib.request", "urllib3"}
RUNS = {"eval", "exec", "compile", "system", "popen", "Popen", "from_string", "render_template_string", "Template"}


def called(source: str) -> Iterator[str]:
    """Yield the names of all that a source calls, without those of compiled expressions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name):
                    yield name
                case ast.Attribute(value=ast.Name(id="re"), attr="compile"):
                    pass
                case ast.Attribute(attr=name):
                    yield name


def within(dotted: str, modules: set[str]) -> bool:
    return any(dotted == module or dotted.startswith(f"{module}.") for module in modules)


def test_no_module_runs_a_text_starts_a_program_or_reads_what_may_carry_code() -> None:
    for path, source in sources().items():
        assert {each for each in imported(source) if within(each, DANGEROUS)} <= ALLOWED.get(path.name, set()), path
        assert RUNS & set(called(source)) == set(), path


def test_no_module_asks_another_machine() -> None:
    """Redis is called by the library that counts, at the address of a setting."""
    for path, source in sources().items():
        assert [each for each in imported(source) if within(each, CALLS_OUT)] == [], path
        assert {"create_connection", "urlopen"} & set(called(source)) == set(), path


def test_what_runs_a_text_or_asks_another_machine_would_be_seen() -> None:
    assert list(called("re.compile('a')\neval('1')\nos.system('ls')")) == ["eval", "system"]
    assert within("xml.etree.ElementTree", DANGEROUS) and within("urllib.request.urlopen", CALLS_OUT)
    assert not within("urllib.parse.urlsplit", CALLS_OUT)


def test_no_reply_lets_another_site_read_it() -> None:
    client = app_of().test_client()
    for address in ("/", "/c/old", "/static/checker.css", "/static/embed.js", "/oembed", "/healthz"):
        with client.get(address, headers={"Origin": "https://elsewhere.example"}) as reply:
            assert [name for name, _ in reply.headers if name.lower().startswith("access-control")] == [], address


HASHES = re.compile(r"\b(?:md5|sha\d+|SHA\d+|sha3_\w+|blake2\w|MD5|BLAKE2\w)\b")


def test_every_hash_is_an_approved_one() -> None:
    used = set(HASHES.findall("\n".join(sources().values())))
    assert "sha256" in used and {each.lower() for each in used} <= {"sha2", "sha256", "sha384", "sha512"}
    assert HASHES.findall("hashlib.md5(a), hmac.digest(k, m, 'sha1')") == ["md5", "sha1"]


UNSAFE = (
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    r"|localStorage|sessionStorage|indexedDB|document\.cookie"
)


@pytest.mark.parametrize("script", sorted(shipped("static").glob("*.js")), ids=lambda script: script.name)
def test_no_script_writes_markup_runs_a_text_or_keeps_anything(script: Path) -> None:
    assert re.findall(UNSAFE, script.read_text(encoding="utf-8")) == []
    assert re.findall(UNSAFE, "card.innerHTML = localStorage.last") == ["innerHTML", "localStorage"]
