"""The review in a browser: only where it is switched on, the same pages, and a place to try answers."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from checker.authoring import load
from checker.engine.baseline import completed
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.ops.settings import settings
from checker.resources import shipped
from checker.review.material import Material
from checker.review.pages import SECTIONS, Addresses, page
from checker.review.trial import chosen, trial
from checker.web import create_app, mount
from checker.web.app import NAME
from checker.web.review_pages import reviews
from checker.web.token import LIFE, State, opened, seal
from tests import clinics
from tests.pages import HEADERS, SECOND, Page, app_of, read, served_by
from tests.seeds import SEED

SHIPPED = load(shipped("questions.yaml"))


@pytest.mark.parametrize("prefix", ["", "/check"])
def test_no_redirect_names_the_host_that_was_asked_for_or_has_a_page_in_it(prefix: str) -> None:
    host = Flask("another app", static_folder=None)
    mount(host, settings({}, questions=SECOND, review=True), prefix)
    client, evil = host.test_client(), {"Host": "evil.example"}
    bare = client.get(f"{prefix}/review?lang=en", headers=evil)
    tried = client.post(f"{prefix}/review/try", headers=evil)
    assert (bare.status_code, bare.location, bare.data) == (308, f"{prefix}/review/", b"")
    assert tried.status_code == 303 and tried.location.startswith(f"{prefix}/review/try/") and tried.data == b""


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(settings({}, review=True))


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


def test_plain_serving_reads_none_of_the_pages_of_the_review() -> None:
    code = "import sys; from checker.web import create_app; create_app(); print('checker.review.pages' in sys.modules)"
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
        written = page(material, name, Addresses("{}.html".format, str))
        assert bodies(pages[name].html) == bodies(written)


def bodies(html: str) -> str:
    """Return the main part of a page, without its addresses."""
    return re.sub(r'href="[^"#]*', 'href="', html[html.index("<main") : html.index("</main>")])


@pytest.mark.parametrize("prefix", ["", "/check"])
def test_each_page_leads_to_itself_in_the_other_language_and_its_links_stay_in_that(prefix: str) -> None:
    host = Flask("another app", static_folder=None)
    mount(host, settings({}, questions=SECOND, review=True), prefix)
    client = host.test_client()
    tried = client.post(f"{prefix}/review/try", data={"q1": ["0"]}).location.partition("#")[0]
    names = [f"{prefix}/review/{name}" for name in ("", *SECTIONS, "all") if name != "index"]
    for address in (*names, tried):
        other = address.replace("/review/", "/review/es/")
        assert [each.attributes["href"] for each in opened_page(client, address).all("a", hreflang="es")] == [other]
        shown = opened_page(client, other)
        assert shown.all("html")[0].attributes["lang"] == "es"
        links = [each.attributes["href"] for each in shown.all("a")]
        assert [link for link in links if not link.startswith(("#", f"{prefix}/review/es/"))] == [address]
    sent = client.post(f"{prefix}/review/es/try", data={"q1": ["0"]})
    assert sent.location.startswith(f"{prefix}/review/es/try/")
    assert "Rules" in opened_page(client, f"{prefix}/review/rules").text  # nothing is left of the request before


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


def test_answers_lead_to_an_address_that_tells_nothing(client: FlaskClient) -> None:
    address = sent(client, q1=["6"], q2="0")
    assert address.startswith("/review/try/") and address.endswith("#follows")
    assert "?" not in address and "chest" not in address and "back" not in address


def test_what_follows_is_what_the_engine_finds(client: FlaskClient) -> None:
    shown = opened_page(client, sent(client, q1=["6"], q2="0"))
    assert "Call 911 or go to the emergency room now" in shown.text
    assert "The questions ended early, by rule em_now" in " ".join(shown.text.split())
    picked = [each.attributes["id"] for each in shown.all("input") if "checked" in each.attributes]
    assert picked == ["q1-6"]


FEVER = {"q1": "8", "q2": "0", "q3": "0", "q5": "10", "q7": "9"}
"""Somebody with a fever, who has later questions still to answer."""


def what_follows(client: FlaskClient, **fields: object) -> tuple[str, Page]:
    """Return what the page says of a form that was sent, and the page."""
    shown = opened_page(client, sent(client, **fields))
    follows = shown.with_id("follows")
    assert follows
    return follows.text, shown


def test_an_unfinished_sheet_has_no_result_and_names_the_next_question(client: FlaskClient) -> None:
    told, _ = what_follows(client, q1="8")
    assert "No result yet. Next question: Where is your main pain?" in told
    assert "No rule holds by now. A later answer may make one hold." in told


def test_before_the_end_no_tier_is_a_result(client: FlaskClient) -> None:
    told, shown = what_follows(client, **FEVER)
    assert "No result yet. Next question: " in told
    assert "These rules hold by now: td_fever; the result will be at least as urgent as: " in told
    assert f"as urgent as: {SHIPPED.tier['urgent_today'].title.said_in('en')} " in told
    assert not [each for each in shown.elements if "tier--" in each.attributes.get("class", "")]
    for late in ("So far", "The result is the last tier", "What the result says", "no value"):
        assert late not in told
    others = [tier.title.said_in("en") for tier in SHIPPED.tiers if tier.id != "urgent_today"]
    assert not [title for title in others if title in told]


def test_nowhere_on_any_way_does_a_result_stand_before_the_end(questionnaire: Questionnaire) -> None:
    """All that is said before the end still holds at the end."""
    for case in questionnaire.cases:
        for place in range(len(case.sheet)):
            begun = trial(questionnaire, dict(list(case.sheet.items())[:place]))
            if begun.journey.next:
                end = trial(questionnaire, {**case.sheet})
                assert {name for name, _ in begun.held} <= {name for name, _ in end.held}
                assert set(begun.scores) <= set(end.scores)
                urgency = questionnaire.urgency
                assert not begun.at_least or urgency[end.guidance.tier.id] <= urgency[begun.at_least.id]


def test_the_rest_is_answered_with_the_least_worrying_answers(client: FlaskClient, app: Flask) -> None:
    address = sent(client, **FEVER, least="1")
    state = opened(reviews(app)[NAME].sealer, address.partition("#")[0].removeprefix("/review/try/"))
    assert state.answers == completed(SHIPPED, chosen(SHIPPED, {k: [v] for k, v in FEVER.items()}))
    told, shown = what_follows(client, **FEVER, least="1")
    assert "All questions are answered." in told and "What the result says" in told
    assert "No result yet" not in told and not shown.all("button", name="least")
    picked = [each.attributes["value"] for each in shown.all("option") if "selected" in each.attributes]
    assert picked[:3] == ["0", "0", "1"]


def test_the_button_for_the_rest_is_a_part_of_the_form_and_not_what_a_key_presses(client: FlaskClient) -> None:
    _, shown = what_follows(client, **FEVER)
    first, second = (each for each in shown.all("button"))
    assert first.text == "See what follows" and "name" not in first.attributes
    assert (second.text, second.attributes["name"]) == ("Answer the rest with the least worrying answers", "least")


def test_the_form_asks_in_the_words_that_a_patient_reads(client: FlaskClient) -> None:
    form = " ".join(opened_page(client, "/review/try").text.split())
    for number, question in enumerate(SHIPPED.questions, 1):
        stem = f"{question.stem.said_in('en')} " if question.stem else ""
        assert f"{number}. {stem}{question.ask.said_in('en')} " in form
        assert all(option.text.said_in("en") in form for option in question.options)
    assert "0 (No pain)" in form and "10 (Worst pain you can think of)" in form


def test_the_page_without_a_server_names_the_very_file_to_serve(tmp_path: Path) -> None:
    material = Material(load(shipped("questions.yaml")), file=tmp_path / "my check.yaml")
    words = read_words(page(material, "try", Addresses("{}.html".format, str)))
    assert f"checker serve --review --questions '{tmp_path}/my check.yaml'" in words


def read_words(html: str) -> str:
    return Page("", 200, Headers(), html).all("main")[0].text


def test_a_case_opens_with_one_click(client: FlaskClient, pages: dict[str, Page]) -> None:
    links = [a.attributes["href"] for a in pages["cases"].all("a") if "/try/" in a.attributes["href"]]
    assert len(links) == len(pages["cases"].all("article"))
    assert "em_now" in opened_page(client, links[0]).text


def test_no_address_of_a_patient_opens_here_nor_the_other_way_round(app: Flask, client: FlaskClient) -> None:
    patient = seal(served_by(app).sealer, State({"age": "age_18_49"}))
    assert client.get(f"/review/try/{patient}").status_code == 410
    tried = sent(client, q1="8").removeprefix("/review/try/").partition("#")[0]
    assert client.get(f"/c/{tried}").status_code == 410


def test_a_link_lasts_for_a_day_and_not_for_ever() -> None:
    app = app_of(review=True, keys=(SEED,))
    own, now = reviews(app)[NAME].sealer, int(time())
    kept, old = (seal(own, State({"age": "age_18_49"}), now - LIFE - more) for more in (-60, 600))
    client = app.test_client()
    assert client.get(f"/review/try/{kept}").status_code == 200
    assert client.get(f"/review/try/{old}").status_code == 410


def test_answers_from_elsewhere_are_refused(client: FlaskClient) -> None:
    refused = client.post("/review/try", data={"q1": "8"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"q12": ["0"]}, {"age": "under_18"}),
        ({"q12": [""]}, {}),
        ({"q12": ["99"]}, {}),
        ({"q1": ["6", "8"]}, {"right_now": frozenset({"chest_pain"})}),
        ({"q1": ["8"]}, {"right_now": frozenset({"none"})}),
        ({"q18": ["7"]}, {"pain_most": 7}),
        ({"q18": ["eleven"]}, {}),
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
        assert not journey.next and found.guidance == advise(questionnaire, journey)
        states = {entry.question.id: entry.state for _, entries in found.sections for entry in entries}
        assert [name for name, state in states.items() if state == "asked"] == list(journey.asked)


def test_the_form_returns_the_answers_it_shows(questionnaire: Questionnaire) -> None:
    for case in questionnaire.cases:
        entries = [entry for _, entries in trial(questionnaire, case.sheet).sections for entry in entries]
        fields = {entry.name: [pick.value for pick in entry.picks if pick.chosen] for entry in entries}
        assert chosen(questionnaire, fields) == case.sheet
