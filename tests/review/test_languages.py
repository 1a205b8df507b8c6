"""The review in another language: no word of it stays English, and what is not translated is marked as what it is."""

import re
from collections.abc import Mapping
from datetime import date
from gettext import NullTranslations
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import pytest

from checker.authoring.loader import load
from checker.phrases import LANGUAGES, later, said, speaking
from checker.review.downloads import ALONG
from checker.review.material import Material
from checker.review.obstacles import Failing
from checker.review.pages import PRINT, SECTIONS, Addresses, page
from checker.review.parts import fingerprints, part_words
from checker.review.signers import load_signers, signers_file
from checker.review.signoff import kept_signatures
from checker.review.standing import judge
from checker.review.statement import Unkeyed
from checker.review.tables import gather as tables
from checker.review.trial import trial
from checker.web.desk import Desk
from checker.web.desk_app import create_desk
from tests.signing import signature, signed
from tests.throat import anybody

HERE = Addresses("{}.html".format, str, lambda _: "tried.html", "{1}/{0}.html".format)
SILENT = ("code", "pre", "script")
"""What holds commands, ids and keys of the file."""
KEYS = {
    "es",
    "en",
    "fr",
    "id",
    "version",
    "FHIR",
    "CSV",
    "YAML",
    "English",
    "Español",
    "wrong",
    "broken",
    "inglés",
    "francés",
    "Bo",
}
"""What reads the same in every language."""


class Masked(NullTranslations):
    """A language in which no message has a Latin letter, so that whatever has one is no message."""

    def gettext(self, message: str) -> str:
        """Return the message with its letters masked, but for what is put in and for tags."""
        parts = re.split(r"(%\(\w+\)s|<[^>]*>)", message)
        return "".join(part if place % 2 else re.sub("[A-Za-z]", "ж", part) for place, part in enumerate(parts))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, masked."""
        return self.gettext(msgid1 if n == 1 else msgid2)


class Told(HTMLParser):
    """The words that a page says in its own language: what is marked as another one, or as code, is left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._apart: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag in ("meta", "link", "input", "br"):
            return
        if self._apart or tag in SILENT or ("lang" in names and tag != "html"):
            self._apart.append(tag)
        self.words += [names[name] or "" for name in ("aria-label", "title", "alt", "placeholder") if name in names]

    def handle_endtag(self, tag: str) -> None:
        if self._apart and self._apart[-1] == tag:
            self._apart.pop()

    def handle_data(self, data: str) -> None:
        if not self._apart:
            self.words.append(data)


def _wordless(file: Path) -> str:
    """Return a file with a number in place of every text, and without its remarks."""
    numbers = count(1000)
    lines = re.sub(r"(^|\s)#.*", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return re.sub(r'\b(en|fr): "[^"]*"', lambda found: f'{found[1]}: "{next(numbers)}"', lines)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, second_file: Path) -> Path:
    """A questionnaire without words, signed by several."""
    found = tmp_path_factory.mktemp("wordless") / "second.yaml"
    found.write_text(_wordless(second_file), encoding="utf-8")
    return signed(found)


def _busy(file: Path) -> Material:
    """Return a review in which much is shown: people, signatures that stand no more, wrong cases, broken promises."""
    older = load(file)
    first, case = older.guidance[0], older.cases[0]
    broken = older.promises[0].model_copy(
        update={"id": "broken", "always": None, "never": first.tier, "when": first.when}
    )
    expect = case.expect.model_copy(update={"tier": older.tiers[-1].id, "rules": None, "says": ()})
    wrong = case.model_copy(update={"id": "wrong", "expect": expect})
    rules = (first.model_copy(update={"source": (), "when": older.guidance[1].when}), *older.guidance[1:])
    newer = older.model_copy(
        update={
            "guidance": rules,
            "promises": (*older.promises, broken),
            "cases": (wrong, *older.cases),
            "statements": older.statements[1:] + older.statements[:1],
        }
    )
    unkeyed = Unkeyed(name="Bo", role="0", date=date(2026, 11, 2), parts={})
    forged = signature(file, "ada").model_copy(update={"note": "0"})
    signoffs = judge(newer, file, [*kept_signatures(file), unkeyed, forged], load_signers(file), Failing())
    return Material(newer, signoffs, older, file=file, population=anybody(newer))


def _foreign(material: Material, known: set[str], language: str) -> set[tuple[str, str]]:
    """Return the words of all pages that no translation could reach, with the page of each."""
    with speaking(language):
        shown = {name: page(material, name, HERE) for name in (*SECTIONS, PRINT)}
        walked = (trial(material.questionnaire, answers) for answers in ({}, material.questionnaire.cases[0].sheet))
        shown |= {f"try {place}": page(material, "try", HERE, each) for place, each in enumerate(walked)}
    return _strange(shown, known)


def _strange(shown: Mapping[str, str], known: set[str]) -> set[tuple[str, str]]:
    return {
        (name, word)
        for name, html in shown.items()
        for words in Told(html).words
        for word in re.findall(r"[^\W\d_ж]{2,}", re.sub(r"\b[0-9a-f]{8}\b", "", words))  # a fingerprint is no word
        if word.lower() not in known
    }


@pytest.fixture
def masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.phrases._catalogue", lambda _: Masked())


def _known(file: Path) -> set[str]:
    """Return the words that a file and its list of signers hold: ids, names and keys."""
    text = file.read_text(encoding="utf-8") + signers_file(file).read_text(encoding="utf-8")
    return {word.lower() for word in (*KEYS, *re.findall(r"[^\W\d_]+", text))}


@pytest.mark.usefixtures("masked")
def test_no_page_says_a_word_that_cannot_be_translated(file: Path) -> None:
    assert _foreign(_busy(file), _known(file), "es") == set()


@pytest.mark.usefixtures("masked")
def test_no_page_on_which_a_reviewer_works_does_either(file: Path) -> None:
    rule = load(file).guidance[0]
    ours = {"Sec-Fetch-Site": "same-origin"}
    client = create_desk(Desk(file, file.with_suffix(".review.yaml"), "Bo")).test_client()
    part = {"part": f"rule {rule.id}", "verdict-0": "change", "note-0": "0"}
    kept = client.post("/review/es/read", data=part, headers=ours)
    assert kept.location.startswith("/review/es/read")
    refused = client.post("/review/es/read", data={**part, "seen-0": "0", "note-0": "1"}, headers=ours)
    assert refused.status_code == 409
    shown = {"refused": refused.text}
    tried = {"part": f"rule {rule.id}", "name": "tier", "words": load(file).tiers[-1].id}
    for stage in ("file", "proofs", "cases", "whom"):
        shown[stage] = client.post(f"/review/es/change/comes?stage={stage}", data=tried, headers=ours).text
    names = ("", "read", "read?show=all", f"read?part=rule+{rule.id}", "rules", "signoff", "passkey", "change")
    for name in (*names, f"change?part=rule+{rule.id}"):
        reply = client.get(f"/review/es/{name}")
        assert reply.status_code == 200, name
        shown[name] = reply.text
    assert _strange(shown, _known(file)) == set()


def test_a_word_that_is_not_translated_is_found_on_every_page(file: Path) -> None:
    found = _foreign(_busy(file), _known(file), "en")
    assert {name for name, _ in found} == {*SECTIONS, PRINT, "try 0", "try 1"}
    assert {("changes", "treated"), ("proofs", "claims"), ("people", "median"), ("cases", "got")} <= {
        (name, word.lower()) for name, word in found
    }


@pytest.mark.usefixtures("masked")
def test_every_part_has_a_name_in_every_language(shipped_file: Path) -> None:
    names = [*fingerprints(load(shipped_file)), "clinic", "wording"]
    with speaking("es"):
        assert [name for name in names if not part_words(name).startswith("ж")] == []


def test_in_english_a_part_is_called_as_it_is_named(shipped_file: Path) -> None:
    names = list(fingerprints(load(shipped_file)))
    assert [part_words(name) for name in names] == names


def test_what_was_found_once_is_said_to_each_reader_in_their_language(file: Path) -> None:
    material = _busy(file)
    told = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language] = " ".join(Told(page(material, "proofs", HERE)).words), str(material.failing)
    assert "Every question can be asked." in told["en"][0] and "Se puede hacer cada pregunta." in told["es"][0]
    assert told["en"][1] == "4 claims are not proved and 1 worked case is not as expected"
    assert told["es"][1] == "4 afirmaciones no están demostradas y 1 caso de ejemplo no sale como se espera"


def test_words_of_a_file_are_quoted_in_the_language_spoken_and_marked_where_it_lacks_that(shipped_file: Path) -> None:
    material = Material(load(shipped_file))
    with speaking("es"):
        rules, cases, tables = (page(material, name, HERE) for name in ("rules", "cases", "tables"))
    assert "“Dolor o presión en el pecho, pecho apretado" in rules
    assert '<th scope="col">Señales en este momento</th>' in tables and "Signs right now" not in tables
    assert f'<span lang="en" dir="ltr">{material.questionnaire.cases[0].story[:20]}' in cases


def test_the_table_for_a_spreadsheet_speaks_it_too(second_file: Path) -> None:
    with speaking("es"):
        lines = ALONG["questions.csv"].content(Material(load(second_file))).decode("utf-8-sig").splitlines()
    assert lines[0] == "número,sección,pregunta,qué es,opción,en,fr,puntos,se pregunta cuando,fuentes"
    assert "Se pregunta a todas las personas" in lines[1]


@pytest.mark.parametrize(("language", "verdict"), [("en", "as expected"), ("es", "como se espera")])
def test_a_verdict_in_a_table_is_in_its_readers_language(shipped_file: Path, language: str, verdict: str) -> None:
    material = Material(load(shipped_file))
    with speaking(language):
        found = ALONG["cases.csv"].content(material).decode()
        (heading,) = decided_by(material, "em_now")
    assert f",{verdict}," in found
    assert heading == {"en": "Signs right now", "es": "Señales en este momento"}[language]


def decided_by(material: Material, rule: str) -> tuple[str, ...]:
    """Return the headings of the columns that a rule reads in its decision table."""
    ways = [
        row for group in tables(material) for table in group.tables for row in table.rows if row.way.rule.id == rule
    ]
    return tuple(dict.fromkeys(name for row in ways for name, cell in row.cells if cell))


def test_a_phrase_for_later_is_english_until_it_is_said() -> None:
    inner = later("every rule can hold")
    kept = later("%(what)s: %(why)s", what=inner, why=("a", inner))
    assert kept == "every rule can hold: a; every rule can hold" and str(kept) is kept
    with speaking("es"):
        assert said(kept) == "se puede cumplir cada regla: a; se puede cumplir cada regla"
        assert said("every rule can hold") == "every rule can hold"
