"""Nothing in the engine, the pages or the commands knows about backs: a bicycle runs through all of them."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import checker
from checker.authoring import load
from checker.cli import COMMANDS, cli
from checker.resources import shipped
from tests.conftest import SECOND
from tests.pages import Visitor, app_of

BACKS = re.compile(
    r"\b(?:back pain|backs|backaches?|spine|spinal|lumbar|sciatica|phq\w*|gad\w*|peg|bladder|bowels?|opioids?)\b",
    re.IGNORECASE,
)
"""Words that belong to the shipped questionnaire alone."""
CODE = sorted(
    path
    for folder in (Path(checker.__file__).parent, shipped("templates"))
    for path in folder.rglob("*")
    if path.suffix in (".py", ".html", ".txt", ".css", ".js", ".svg")
)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_no_code_template_style_or_script_knows_about_backs(path: Path) -> None:
    assert BACKS.findall(path.read_text(encoding="utf-8")) == []


def test_the_search_finds_what_it_looks_for() -> None:
    assert len(CODE) > 100
    assert len(BACKS.findall(shipped("questions.yaml").read_text(encoding="utf-8"))) > 50
    assert BACKS.findall(SECOND.read_text(encoding="utf-8")) == []


# Pages -----------------------------------------------------------------------------------------------------------

LONG = {
    "faults": ["worn_brake", "not_sure"], "brake_feel": "unknown", "fell": "yes", "ache": 4, "reach": 3,
    "climbing": "hard", "carrying": "too_hard", "turning": "never_do", "saddle": "tipped",
}  # fmt: skip
"""Is asked everything, and interrupted once."""


def visitor(language: str) -> Visitor:
    return Visitor(app_of(SECOND), language)


def foreign(person: Visitor) -> list[str]:
    """Return words of backs on the page."""
    return BACKS.findall(person.page.text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_question_is_asked_and_the_result_is_shown(language: str) -> None:
    person = visitor(language)
    assert person.page.heading == person.questionnaire.title.said_in(language)
    person.begin()
    for name, answer in LONG.items():
        assert foreign(person) == []
        person.answer(**{name: answer})
        if person.interrupted:
            assert foreign(person) == []
            person.go_on()
    assert "Change" in person.page.text or language != "en"
    assert person.tier == "shop_today"
    assert foreign(person) == []
    said = [statement for statement in person.questionnaire.statements if statement.id in ("helmet_first", "tell_shop")]
    assert all(statement.text.said_in(language) in person.page.text for statement in said)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_stop_shows_its_result_at_once(language: str) -> None:
    person = visitor(language).begin().answer(faults=["cracked_frame"])
    assert person.tier == "walk_home"
    assert foreign(person) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_answer_left_out_is_asked_for_again(language: str) -> None:
    person = visitor(language).begin()
    person.send({})
    missing = person.questionnaire.question["faults"].missing
    assert missing
    assert missing.said_in(language) in person.page.announced


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/about",
        "/how-well",
        "/cleared",
        "/nothing-here",
        "/c/none",
        *(f"/sorry/{kind}" for kind in ("expired", "broken")),
    ],
)
def test_every_other_page_speaks_of_bicycles_too(language: str, address: str) -> None:
    person = visitor(language)
    assert person.open(f"{address}?lang={language}").all("h1")
    assert foreign(person) == []


@pytest.mark.parametrize(
    "part", ["", "flow", "questions", "rules", "scores", "results", "cases", "proofs", "all", "try"]
)
def test_every_page_of_the_review_is_drawn(part: str) -> None:
    reply = app_of(SECOND, review=True).test_client().get(f"/review/{part}")
    assert reply.status_code == 200
    assert BACKS.findall(reply.text) == []


# Commands --------------------------------------------------------------------------------------------------------

ARGUMENTS = {
    "check": ["{file}"],
    "prove": ["{file}"],
    "diff": ["{file}", "{file}"],
    "cover": ["{file}"],
    "try": ["--questions", "{file}"],
    "cases": ["{file}"],
    "simulate": ["{file}", "--population", "{people}", "--people", "100"],
    "sources": ["{file}"],
    "translate": ["export", "{file}", "--language", "pt"],
    "review": ["{file}", "--out", "{folder}/review"],
    "help-page": ["{file}"],
    "schema": [],
    "fhir": ["export", "{file}"],
}
"""What each command is given."""
ELSEWHERE = {"serve", "keys", "recall", "apply", "sign", "dossier"}
"""Commands that tests/ops/ holds to it, that read no questionnaire of ours, or that need more beside it.

What they need, a proposal, a key or hazards, `tests/cli`, `tests/review` and `tests/dossier` give to bicycles as well.
"""


def anybody() -> dict[str, object]:
    """Return a population in which every answer is as likely as any other."""
    tables = [
        {
            "questions": [each.id],
            "status": "assumed",
            "chances": {str(one): 10 for one in each.numbers}
            | {option.id: 10 for option in each.options if not (each.kind == "many" and option.exclusive)},
        }
        for each in load(SECOND).questions
    ]
    return {"name": "anybody", "signs": [], "targets": [], "tables": tables}


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ELSEWHERE])
def test_every_command_takes_it(name: str, tmp_path: Path) -> None:
    file = shutil.copy(SECOND, tmp_path / "second.yaml")
    assert name in ARGUMENTS, f"say in ARGUMENTS how `checker {name}` is tried"
    crowd = tmp_path / "people.yaml"
    crowd.write_text(json.dumps(anybody()), encoding="utf-8")
    given = [argument.format(file=file, folder=tmp_path, people=crowd) for argument in ARGUMENTS[name]]
    answers = json.dumps({"faults": ["none"]})
    result = CliRunner().invoke(cli, [name, *given], input=answers)
    assert result.exit_code == 0, result.output
    assert BACKS.findall(result.output) == []
