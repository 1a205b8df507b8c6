"""The review in a browser: only where it is switched on, the same pages, and a place to try answers."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from checker.expressions import Answer
from checker.guidance import advise
from checker.journey import walk
from checker.loading import load
from checker.model import Questionnaire
from checker.resources import shipped
from checker.review import SECTIONS, Material, Place, page
from checker.review.trial import chosen, trial
from checker.token import State, opened, seal
from checker.web import create_app
from checker.web.settings import settings
from tests import clinics
from tests.pages import HEADERS, POLICY, Page, read, served_by

KEYS = ("a secret of this test",)


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(settings({}, review=True, keys=KEYS))


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as found:
        yield found


def opened_page(client: FlaskClient, address: str) -> Page:
    found = read(client.get(address))
    assert found.status == 200, address
    return found


def sent(client: FlaskClient, **fields: object) -> str:
    """Send the form and return the address that it leads to."""
    reply = client.post("/review/try", data=fields)
    assert reply.status_code == 303
    return reply.location


def test_there_is_no_review_unless_it_is_switched_on() -> None:
    client = create_app(settings({})).test_client()
    assert client.get("/review/").status_code == 404
    assert client.get("/review/rules").status_code == 404


def test_plain_serving_reads_nothing_of_the_review() -> None:
    code = "import sys; from checker.web import create_app; create_app(); print('checker.review' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"


@pytest.fixture(scope="module")
def pages(app: Flask) -> dict[str, Page]:
    with app.test_client() as client:
        return {name: opened_page(client, f"/review/{name}") for name in (*SECTIONS, "all") if name != "index"}


def test_every_part_is_a_page_whose_links_lead_somewhere(client: FlaskClient, pages: dict[str, Page]) -> None:
    found = {each.attributes.get("href", "").partition("#")[0] for page in pages.values() for each in page.elements}
    assert found >= {"/review/", *(f"/review/{name}" for name in pages)}
    for target in found - {f"/review/{name}" for name in pages}:
        if target and "/try/" not in target:
            with client.get(target) as reply:
                assert reply.status_code == 200, target


def test_every_part_is_the_page_that_the_command_writes(pages: dict[str, Page]) -> None:
    material = Material(load(shipped("questions.yaml")))
    for name in ("flow", "scores"):
        written = page(material, name, Place("{}.html".format, str))
        assert bodies(pages[name].html) == bodies(written)


def bodies(html: str) -> str:
    """Return the main part of a page, without its addresses."""
    return re.sub(r'href="[^"#]*', 'href="', html[html.index("<main") : html.index("</main>")])


def test_a_clinics_own_words_do_not_change_what_is_reviewed(client: FlaskClient) -> None:
    city = create_app(settings({}, review=True, clinic=clinics.FOLDER / "city.yaml")).test_client()
    (mine, theirs) = (opened_page(each, "/review/scores").all("code")[0].text for each in (client, city))
    assert mine == theirs


def test_the_review_says_of_itself_what_every_page_says(client: FlaskClient) -> None:
    shown = opened_page(client, "/review/")
    assert {name: shown.headers[name] for name in HEADERS} == HEADERS
    assert "Set-Cookie" not in shown.headers
    assert not shown.all("script") and not shown.all("style")
    assert not [each for each in shown.elements if "style" in each.attributes]


def test_only_the_place_to_try_answers_may_ask_the_server_again(client: FlaskClient) -> None:
    policies = {name: client.get(f"/review/{name}").headers["Content-Security-Policy"] for name in ("try", "scores")}
    assert policies == {"try": f"{POLICY}; connect-src 'self'", "scores": POLICY}


def test_answers_lead_to_an_address_that_tells_nothing(client: FlaskClient) -> None:
    address = sent(client, q1="1", q2=["0"])
    assert address.startswith("/review/try/") and address.endswith("#follows")
    assert "?" not in address and "chest" not in address and "age" not in address


def test_what_follows_is_what_the_engine_finds(client: FlaskClient) -> None:
    shown = opened_page(client, sent(client, q1="1", q2=["0"]))
    assert "Call 911 or go to the emergency room now" in shown.text
    assert "The questions ended early, by rule danger_right_now" in " ".join(shown.text.split())
    picked = [each.attributes["id"] for each in shown.all("input") if "checked" in each.attributes]
    assert picked == ["q2-0"]


def test_an_unfinished_sheet_shows_the_next_question(client: FlaskClient) -> None:
    shown = opened_page(client, sent(client, q1="1"))
    assert "Next question: " in shown.text and "So far:" in shown.text


def test_a_case_opens_with_one_click(client: FlaskClient, pages: dict[str, Page]) -> None:
    links = [a.attributes["href"] for a in pages["cases"].all("a") if "/try/" in a.attributes["href"]]
    assert len(links) == len(pages["cases"].all("article"))
    assert "danger_right_now" in opened_page(client, links[0]).text


def test_no_address_of_a_patient_opens_here_nor_the_other_way_round(app: Flask, client: FlaskClient) -> None:
    patient = seal(served_by(app).sealer, State({"age": "age_18_49"}))
    assert client.get(f"/review/try/{patient}").status_code == 410
    tried = sent(client, q1="1").removeprefix("/review/try/").partition("#")[0]
    assert client.get(f"/c/{tried}").status_code == 410


def test_a_link_lasts_for_weeks_and_not_for_ever(app: Flask) -> None:
    own = app.extensions["checker_review"].sealer
    token = seal(own, State({"age": "age_18_49"}), now=0)
    assert opened(own, token, now=89 * 86400).answers == {"age": "age_18_49"}
    client = app.test_client()
    assert client.get(f"/review/try/{token}").status_code == 410


def test_answers_from_elsewhere_are_refused(client: FlaskClient) -> None:
    refused = client.post("/review/try", data={"q1": "1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"q1": ["0"]}, {"age": "under_18"}),
        ({"q1": [""]}, {}),
        ({"q1": ["99"]}, {}),
        ({"q2": ["0", "7"]}, {"right_now": frozenset({"chest_pain"})}),
        ({"q2": ["7"]}, {"right_now": frozenset({"none"})}),
        ({"q10": ["7"]}, {"pain_most": 7}),
        ({"q10": ["eleven"]}, {}),
        ({"q99": ["1"]}, {}),
    ],
)
def test_the_form_gives_possible_answers_only(
    shipped_file: Path, fields: dict[str, list[str]], answers: dict[str, Answer]
) -> None:
    assert chosen(load(shipped_file), fields) == answers


def test_a_trial_is_the_walk_of_its_answers(questionnaire: Questionnaire) -> None:
    for case in questionnaire.cases:
        found, journey = trial(questionnaire, case.sheet), walk(questionnaire, case.sheet)
        assert found.journey.asked == journey.asked
        assert [rule for rule, _ in found.held] == [rule.id for rule in advise(questionnaire, journey).rules]
        states = {entry.question.id: entry.state for _, entries in found.sections for entry in entries}
        assert [name for name, state in states.items() if state == "asked"] == list(journey.asked)


def test_the_form_returns_the_answers_it_shows(questionnaire: Questionnaire) -> None:
    for case in questionnaire.cases:
        entries = [entry for _, entries in trial(questionnaire, case.sheet).sections for entry in entries]
        fields = {entry.name: [pick.value for pick in entry.picks if pick.chosen] for entry in entries}
        assert chosen(questionnaire, fields) == case.sheet
