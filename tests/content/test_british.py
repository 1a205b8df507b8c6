"""A questionnaire from Britain has no American word on any page that anybody can be shown."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from secrets import token_bytes
from time import time
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment, FileSystemLoader

from checker.authoring.clinic_file import load_clinic
from checker.authoring.loader import load
from checker.cli import cli
from checker.dossier import accessibility, documents
from checker.dossier.facts import Dossier
from checker.dossier.wcag import CRITERIA
from checker.evidence.population_file import read_population
from checker.explain.clinical_summary import crisis_lines
from checker.fhir.questionnaire_import import imported
from checker.ops.outage_page import outage_page
from checker.page_words import PageWords
from checker.resources import shipped
from checker.review.downloads import ALONG
from checker.review.material import Material
from checker.review.pages import PRINT, SECTIONS, Addresses, environment
from checker.review.pages import page as review_page
from checker.review.trial import trial
from checker.web.desk import Desk
from checker.web.desk_app import create_desk
from checker.web.embed_page import WAYS
from checker.web.error_pages import STATUS
from checker.web.token import ID, LIFE, State, seal
from tests.dossier.fixtures import INSTALLED
from tests.kinds import LATER
from tests.pages import app_of, served_by
from tests.people import as_answers
from tests.seeds import SEED
from tests.signing import entry, list_signers, signed

FOLDER = Path(__file__).parent.parent / "data" / "british"
QUESTIONS, CLINIC = FOLDER / "questions.yaml", FOLDER / "clinic.yaml"
PEOPLE = "population.yaml"
AMERICAN = {
    "numbers": r"(?<![\w.-])(911|988|741741|211|1-?800)(?![\w.])",
    "places": r"\bERs?\b|emergency room|urgent care|primary care|nurse line|health plan|drug ?store|doctor.s office",
    "money": r"\binsur|Medicare|Medicaid|co-?pay|ZIP code",
    "law": r"HIPAA|\bFDA\b|\bFTC\b|Section 1557",
    "country": r"New Jersey|United States|\bUSA?\b|U\.S\.|American",
    "people": r"regular doctor|\bphysicians?\b|physical therap|\bMoms?\b|OB doctor",
    "dates": r"\b(January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}"
    r"|\b\d{1,2}/\d{1,2}/\d{4}",
    "units": r"\b(miles?|pounds?|lbs|inch(es)?|feet|ounces?|gallons?|Fahrenheit)\b|\u00b0F",
    "spelling": r"\b(colou?r(?<!colour)|center|favor|behavior|honor|labor|neighbor|humor|gray|judgment|fulfill"
    r"|program(?=s? (of|in) care)|(organ|recogn|real|apolog|hospital|normal|util|special)iz|analyz|paralyz"
    r"|(cancel|travel|label|model)(ed|ing)\b|pediatr|anesth|diarrhea|hemo|orthoped)",
}
"""What is true, or spelled so, in the United States alone."""
_TITLES = "|".join(re.escape(each.name) for each in CRITERIA)
"""Criteria of WCAG have the names that their authors in the W3C gave them."""
BRITISH_DAY = r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b"
ATTRIBUTES = ("alt", "title", "aria-label", "placeholder", "content", "value", "label", "data-ask")
LESS: dict[str, Any] = {"last_weight": 4, "low": "most", "tired": "some"}
"""Answers to the re-check."""
WELL: dict[str, Any] = dict(load(QUESTIONS).cases[0].sheet)
JOURNEYS: dict[str, dict[str, Any]] = {
    "question": {"answers": {}},
    "refused": {"answers": {}, "refused": True},
    "picture": {"answers": WELL, "place": 2},
    "one": {"answers": WELL, "place": 3},
    "scale": {"answers": WELL, "place": 4},
    "private": {"answers": WELL, "place": 5},
    "stem": {"answers": WELL, "place": 6},
    "other": {"answers": {}, "for_other": True},
    "crisis page": {"answers": {"alarms": ["end_it"]}, "page": "interruption"},
    "urgent page": {"answers": {"alarms": ["blood"]}, "page": "interruption"},
    "so far": {"answers": {"alarms": ["end_it"]}, "page": "result"},
    "calm": {"answers": WELL, "page": "result"},
    "soon": {"answers": {**WELL, "weeks": "long", "low": "most", "tired": "most"}, "page": "result"},
    "private reason": {"answers": {**WELL, "home": ["afraid"]}, "page": "result"},
    "child": {"answers": {**WELL, "age": "child"}, "page": "result"},
    "urgent": {"answers": {**WELL, "alarms": ["blood"]}, "page": "result"},
    "not sure": {"answers": {**WELL, "alarms": ["not_sure"]}, "page": "result"},
    "crisis": {"answers": {**WELL, "alarms": ["end_it"]}, "page": "result"},
    "emergency": {"answers": {"alarms": ["breath"]}, "page": "result"},
    "both": {"answers": {"alarms": ["breath", "end_it"]}, "page": "result"},
    "shared": {"answers": {}, "shared": True},
}


class Seen(HTMLParser):
    """All that somebody may read, hear or press on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("script", "style")
        given = {name: value or "" for name, value in attrs}
        self.words += [given[name] for name in ATTRIBUTES if name in given]
        self.words += [given["href"]] if given.get("href", "").startswith(("tel:", "sms:", "mailto:")) else []

    def handle_data(self, data: str) -> None:
        self.words += [] if self._hidden else [data]


def seen(text: str) -> str:
    """Return what somebody may read of a page, or all of a text that is none."""
    return " ".join(" ".join(Seen(text).words).split()) if "<html" in text or "<article" in text else text


def american(text: str) -> set[str]:
    """Return what is American in a text."""
    plain = re.sub(_TITLES, "", text)
    return {found[0] for pattern in AMERICAN.values() for found in re.finditer(pattern, plain, re.IGNORECASE)}


@pytest.mark.parametrize(
    "text",
    [
        "Call 911", "tel:988", "Go to the ER", "urgent care", "your regular doctor", "December 13, 2026", "12/13/2026",
        "a color", "the center", "organized", "insurance", "HIPAA", "New Jersey Spine", "3 miles",
    ],
)  # fmt: skip
def test_an_american_word_is_seen(text: str) -> None:
    assert american(text)


@pytest.mark.parametrize("text", ["Call 999", "A colour", "13 December 2026", "here", "Use of Color", "1911.5"])
def test_what_is_true_anywhere_is_none(text: str) -> None:
    assert not american(text)


# The pages -------------------------------------------------------------------------------------------------------


@cache
def british(**chosen: Any) -> Flask:
    return app_of(QUESTIONS, clinic=CLINIC, keys=(SEED,), **chosen)


def state(**given: Any) -> State:
    return replace(State(), **{**given, "answers": as_answers(given["answers"])}, journey=token_bytes(ID))


def told(client: FlaskClient, address: str, **headers: str) -> str:
    reply = client.get(address, headers={"Accept-Language": "en-GB", "Sec-Fetch-Site": "same-origin", **headers})
    return reply.get_data(as_text=True)


def open_pages() -> Iterator[tuple[str, str]]:
    """Yield the pages that have no answers."""
    client = british().test_client()
    addresses = ["/", "/about", "/how-well", "/cleared", "/away", "/embed/preview", "/nothing", "/healthz", "/readyz"]
    addresses += [f"/embed?way={way}&address=https://www.green-lane.example/&headers=x" for way in WAYS]
    addresses += [f"/embed/preview?way={way}" for way in WAYS] + [f"/sorry/{kind}" for kind in STATUS]
    addresses += [
        "/oembed?url=http://localhost/",
        "/again/",
        "/again/sorry/no_file",
        "/again/sorry/not_opened",
        "/again/sorry/other_version",
    ]
    yield from ((address, told(client, address)) for address in addresses)
    yield "recalled", told(british(recalled=True).test_client(), "/")
    yield "no counts", told(client, "/counts")
    yield "counts", told(client, "/counts", Authorization=f"Basic {b64encode(b':secret').decode()}")


def journeys() -> Iterator[tuple[str, str]]:
    """Yield the pages of journeys, and the files that people take along."""
    app = british()
    client, sealing = app.test_client(), served_by(app).sealer
    for name, given in JOURNEYS.items():
        at = f"/c/{seal(sealing, state(**given))}/"
        yield name, told(client, at)
        for file in ("text", "json", "fhir", "reminder") if name in ("calm", "soon", "child", "private reason") else ():
            yield f"{name}: {file}", told(client, f"{at}{file}")
        yield from ((f"{name}: {page}", told(client, f"{at}{page}")) for page in ("doctor", "over") if name == "soon")
    again = f"/again/c/{seal(served_by(app, LATER).sealer, state(answers=LESS, page='result'))}/"
    yield from ((f"again: {page}", told(client, f"{again}{page}")) for page in ("", "text", "json"))
    at = f"/c/{seal(sealing, state(answers={}, shared=True))}/"
    yield from ((f"shared: {page}", told(client, f"{at}{page}")) for page in ("more", "about", "how-well"))
    yield "arrived", told(client, at, **{"Sec-Fetch-Site": "cross-site"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("checker.web.journeys.end", lambda _: 600)
        yield "not cleared", told(client, f"{at}clear")
    yield "expired", told(client, f"/c/{seal(sealing, state(answers={}), now=int(time()) - LIFE - 600)}/")


def signed_pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the pages that name who has signed, with the day, and those on which a reviewer works."""
    questions = folder / "questions.yaml"
    questions.write_bytes(QUESTIONS.read_bytes())
    list_signers(questions, *(entry(name, role="nurse") for name in ("ada", "bea", "hal")))
    client = app_of(signed(questions), clinic=CLINIC).test_client()
    yield "signed about", told(client, "/about")
    desk = create_desk(Desk(questions, questions.with_suffix(".review.yaml"), "Ada Test")).test_client()
    for page in ("", "read", "read?show=all", "read?part=rule+blood", "signoff", "passkey", "change?part=rule+blood"):
        yield f"desk {page}", told(desk, f"/review/{page}")
    tried = {"part": "rule blood", "name": "tier", "words": "see_gp"}
    for stage in ("file", "proofs", "cases", "whom"):
        sent = desk.post(f"/review/change/comes?stage={stage}", data=tried, headers={"Sec-Fetch-Site": "same-origin"})
        yield f"desk {stage}", sent.get_data(as_text=True)
    yield "desk nowhere", told(desk, "/review/nothing")


def review() -> Iterator[tuple[str, str]]:
    """Yield the pages of the review, the files beside them, and the documents of the dossier."""
    whole = load(QUESTIONS)
    people = read_population((FOLDER / PEOPLE).read_text(encoding="utf-8"), whole)
    older = whole.model_copy(update={"guidance": whole.guidance[1:]})
    material = Material(whole, older=older, file=QUESTIONS, population=people)
    at = Addresses("{}.html".format, str, lambda _: "tried.html", "{1}/{0}.html".format)
    yield from ((f"review {name}", review_page(material, name, at)) for name in (*SECTIONS, PRINT) if name != "try")
    tried = trial(whole, whole.cases[1].sheet)
    yield "review try", review_page(material, "try", at, tried)
    files = {name: along.content(material) for name, along in ALONG.items() if not name.endswith((".zip", ".xlsx"))}
    yield from ((name, content.decode()) for name, content in files.items())
    held = Dossier(material, load_clinic(CLINIC, whole), installed=INSTALLED)
    yield from ((f"dossier {name}", documents.page(held, name)) for name in ("index", *documents.contents()))
    yield "dossier accessibility", accessibility.open_acr(held).decode()


def texts() -> Iterator[tuple[str, str]]:
    """Yield what commands print, and what scripts and the plugin say by themselves."""
    yield "help-page", outage_page(load(QUESTIONS), PageWords())
    for command in ("check", "prove", "cases", "sources", "fhir export"):
        done = CliRunner().invoke(cli, [*command.split(), str(QUESTIONS)])
        assert done.exit_code == 0, done.output
        yield command, done.output
    foreign = {"resourceType": "Questionnaire", "status": "draft", "name": "Cough", "language": "en-GB", "item": [
        {"linkId": "a", "type": "boolean", "text": "Do you cough?"}]}  # fmt: skip
    made = imported(json.dumps(foreign))
    yield "fhir import", made.text + " ".join(map(str, made.losses))
    plugin = (shipped("wordpress") / "languages" / "condition-checker.pot").read_text(encoding="utf-8")
    yield "plugin", " ".join(re.findall(r'^(?:msgid )?"(.*)"$', plugin, re.MULTILINE))
    for name in ("embed.js", "checker.js", "doctor.js"):
        script = (Path(__file__).parent.parent.parent / "checker" / "static" / name).read_text(encoding="utf-8")
        yield name, " ".join(re.findall(r"[\"'`]([^\"'`\n]* [^\"'`\n]*)[\"'`]", script))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, str], set[str]]:
    """Everything that anybody can be shown, by what it is; and the templates that drew it."""
    drawn = set[str]()
    own = FileSystemLoader.get_source

    def noted(loader: FileSystemLoader, made: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        drawn.add(template)
        return own(loader, made, template)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileSystemLoader, "get_source", noted)
        environment.cache_clear()  # the review's templates are read anew
        found = [*open_pages(), *journeys(), *signed_pages(tmp_path_factory.mktemp("signed")), *review(), *texts()]
    return {name: seen(text) for name, text in found}, drawn


@pytest.fixture(scope="module")
def pages(shown: tuple[Mapping[str, str], set[str]]) -> Mapping[str, str]:
    return shown[0]


def test_no_page_has_an_american_word(pages: Mapping[str, str]) -> None:
    assert {name: sorted(words) for name, text in pages.items() if (words := american(text))} == {}


OF_SEVERAL_LANGUAGES = {
    "components/languages.html", "review/translation.html", "review/translation_alone.html", "review/translators.html",
}  # fmt: skip
"""What a questionnaire of one language does not need."""


def test_every_kind_of_page_was_read(shown: tuple[Mapping[str, str], set[str]]) -> None:
    folder = shipped("templates")
    drawn = {str(file.relative_to(folder)) for file in folder.rglob("*.*")}
    assert drawn - shown[1] == OF_SEVERAL_LANGUAGES


def test_days_are_written_as_in_britain(pages: Mapping[str, str]) -> None:
    assert {name for name in ("signed about", "calm", "crisis") if not re.search(BRITISH_DAY, pages[name])} == set()


def test_its_help_stands_on_every_page_for_patients(pages: Mapping[str, str]) -> None:
    bare = ("/away", "/healthz", "/readyz", "/embed/preview", "/oembed", "desk", "review", "dossier")
    mine = {name: text for name, text in pages.items() if name in JOURNEYS or name[:1] == "/"}
    calls = ("Emergency: 999", "NHS: 111", "Samaritans: 116 123")
    assert {n for n, text in mine.items() if not n.startswith(bare) and not all(c in text for c in calls)} == set()


def test_a_language_is_called_by_its_own_name(pages: Mapping[str, str]) -> None:
    page = pages[f"/embed?way={WAYS[0]}&address=https://www.green-lane.example/&headers=x"]
    assert "English" in page and "(United Kingdom)" not in page  # of one English nobody needs to know which


# The page for a doctor -------------------------------------------------------------------------------------------


def test_the_line_of_a_crisis_is_known_by_what_the_file_says(shipped_file: Path) -> None:
    assert crisis_lines(load(QUESTIONS)) == {"tel:116123"}
    assert crisis_lines(load(shipped_file)) == {"tel:988"}


def test_the_line_of_a_crisis_may_stand_second_in_an_emergency(shipped_file: Path) -> None:
    whole = load(shipped_file)
    help_first = {"links": whole.help[:2]}
    tiers = tuple(tier.model_copy(update=help_first) if tier.card == "emergency" else tier for tier in whole.tiers)
    assert crisis_lines(whole.model_copy(update={"tiers": tiers})) == {"tel:988"}


def test_what_calls_the_nurses_is_no_thought_of_death(pages: Mapping[str, str]) -> None:
    """Though the page of help for blood begins with a way to help that is not the emergency's."""
    assert "Thoughts of death or self-harm: yes" in pages["crisis"]
    assert "Thoughts of death or self-harm: none marked" in pages["urgent"]
    assert "Help was shown at once." in pages["urgent"].partition("none marked")[2]


# Other regions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"), [("es-MX", "Sobre este chequeo"), ("en-AU", "About this check"), ("fr-CA", "About this check")]
)
def test_a_region_finds_the_words_of_its_language(code: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text(QUESTIONS.read_text(encoding="utf-8").replace("en-GB", code), encoding="utf-8")
    assert words in told(app_of(file).test_client(), "/")
    again = "Intente de nuevo en un minuto." if code == "es-MX" else "Please try again in a minute."
    assert again in outage_page(load(file), PageWords())
