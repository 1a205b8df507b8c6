"""A change is tried and proposed on a page; the file itself stays as it is."""

import html
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copyfile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checker.authoring import load
from checker.authoring.edits import words_of
from checker.explain.plain_english import describe
from checker.review.proposals import read as read_proposal
from checker.web import change_pages
from checker.web.change_pages import Trials
from checker.web.desk import Desk
from checker.web.desk_app import create_desk
from tests import translated
from tests.pages import POLICY, SECOND, read
from tests.web.test_desk import OURS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copyfile(SECOND, tmp_path / "second.yaml")
    return tmp_path / "second.yaml"


@pytest.fixture
def client(file: Path) -> Iterator[FlaskClient]:
    with create_desk(Desk(file, file.with_suffix(".review.yaml"), "Ann Example")).test_client() as found:
        yield found


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a trial wait for another one no longer than a moment."""
    monkeypatch.setattr(change_pages, "PATIENCE", 0.3)


def rule_of(file: Path) -> tuple[str, str, str]:
    """Return the first rule, its tier, and another one."""
    questionnaire = load(file)
    rule = questionnaire.guidance[0]
    return rule.id, rule.tier, questionnaire.tiers[-1].id


def sent(client: FlaskClient, path: str, rule: str, tier: str, **others: str) -> TestResponse:
    data = {"part": f"rule {rule}", "name": "tier", "words": tier, **others}
    return client.post(f"/review/change{path}", data=data, headers=OURS)


def test_every_part_leads_to_its_editor(client: FlaskClient, file: Path) -> None:
    rule, tier, _ = rule_of(file)
    assert f'href="/review/change?part=rule+{rule}"' in client.get("/review/rules").text
    reply = client.get(f"/review/change?part=rule+{rule}")
    assert reply.headers["Content-Security-Policy"] == POLICY
    assert "Set-Cookie" not in reply.headers
    assert f">\n{tier}</textarea>" in reply.text
    assert client.get("/review/change?part=rule+nothing").status_code == 404


def test_each_stage_says_what_comes_of_it(client: FlaskClient, file: Path) -> None:
    rule, _, softest = rule_of(file)
    said = {
        stage: sent(client, f"/comes?stage={stage}", rule, softest).text
        for stage in ("file", "proofs", "cases", "whom")
    }
    assert "change in words" in said["file"] or "changes in words" in said["file"]
    assert "worked case" in said["cases"]
    assert "No population is given" in said["cases"]
    assert "break" in said["proofs"] or "missing or unheard" in said["proofs"]
    assert f"to {softest}" in said["whom"]
    assert sent(client, "/comes?stage=other", rule, softest).status_code == 404


def test_a_condition_is_read_in_words_and_its_ids_are_listed(client: FlaskClient, file: Path) -> None:
    questionnaire = load(file)
    rule, other = questionnaire.guidance[0], questionnaire.guidance[1]
    page = read(client.get(f"/review/change?part=rule+{rule.id}"))
    assert describe(questionnaire, rule.when) in page.text
    assert f"{questionnaire.tiers[-1].id} {questionnaire.tiers[-1].title.said_in('en')}" in page.text
    when = words_of(file.read_text(encoding="utf-8"), ("guidance", 1, "when"))
    data = {"part": f"rule {rule.id}", "name": "when", "words": when}
    piece = html.unescape(client.post("/review/change/comes?stage=file", data=data, headers=OURS).text)
    assert f"It reads: when {describe(questionnaire, other.when)}." in piece


def test_a_mistake_is_said_in_place_of_all_else(client: FlaskClient, file: Path) -> None:
    rule, _, _ = rule_of(file)
    assert "there is no tier" in sent(client, "/comes?stage=file", rule, "nothing").text
    assert "<li" not in sent(client, "/comes?stage=proofs", rule, "nothing").text
    assert sent(client, "", rule, "[", do="save").status_code == 422


def test_without_a_script_the_whole_page_says_it(client: FlaskClient, file: Path) -> None:
    rule, _, softest = rule_of(file)
    page = sent(client, "", rule, softest, do="try").text
    assert f"to {softest}" in page
    assert "Try it" in page


def test_a_proposal_is_kept_and_listed_and_the_file_is_not_changed(client: FlaskClient, file: Path) -> None:
    rule, tier, softest = rule_of(file)
    before = file.read_bytes()
    assert sent(client, "", rule, softest, do="save", by="Ann Example").status_code == 422
    reply = sent(client, "", rule, softest, do="save", by="Ann Example", reason="Too loud <b>")
    assert reply.status_code == 303
    assert file.read_bytes() == before
    (path,) = (file.parent / "proposals").iterdir()
    (change,) = read_proposal(path).changes
    assert (change.part, change.field, change.was, change.now) == (f"rule {rule}", "tier", tier, softest)
    page = client.get("/review/change").text
    assert "Too loud &lt;b&gt;" in page
    assert "Fits" in page
    file.write_text(file.read_text().replace(f"tier: {tier}", f"tier: {softest}", 1))
    assert "Already made" in client.get("/review/change").text or "No longer fits" in client.get("/review/change").text


def test_a_reason_and_a_value_of_several_lines_are_read_back(client: FlaskClient, file: Path) -> None:
    rule, _, _ = rule_of(file)
    said = {"by": "Ann Example", "reason": "First.\r\nSecond.\x07", "do": "save"}
    data = {"part": f"rule {rule}", "name": "because", "words": "en: |\r\n  One.\r\n  Two.\r\nes: Tres.", **said}
    assert client.post("/review/change", data=data, headers=OURS).status_code == 303
    (path,) = (file.parent / "proposals").iterdir()
    found = read_proposal(path)
    assert found.reason == "First.\nSecond."
    assert found.changes[0].now == {"en": "One.\nTwo.\n", "es": "Tres."}
    assert "Second." in client.get("/review/change").text


def test_a_proposal_that_would_be_refused_is_shown_without_a_command(client: FlaskClient, file: Path) -> None:
    rule, _, softest = rule_of(file)
    for tier in ("nosuch", softest):
        assert sent(client, "", rule, tier, do="save", by="Ann", reason="why").status_code == 303
    page = read(client.get("/review/change"))
    assert "The file would have mistakes" in page.text and "there is no tier 'nosuch'" in page.text
    (command,) = (each.text for each in page.all("code") if "checker apply" in each.text)
    assert command.endswith("-2.yaml")
    first = page.all("li")
    (shown,) = (each.text for each in first if "Ann" in each.text and "nosuch" in each.text)
    assert shown.index("nosuch") < shown.index("Ann")


def test_what_is_no_file_is_no_proposal(client: FlaskClient, file: Path) -> None:
    (file.parent / "proposals").mkdir()
    os.mkfifo(file.parent / "proposals" / "pipe.yaml")
    assert "There is none yet." in client.get("/review/change").text


@pytest.mark.usefixtures("impatient")
def test_a_trial_that_waits_gives_way_and_says_so(client: FlaskClient, file: Path) -> None:
    rule, _, softest = rule_of(file)
    trials = Trials()
    client.application.extensions["checker_trials"] = trials
    with trials.turn() as free:
        assert free
        assert "Busy with another change" in sent(client, "/comes?stage=file", rule, softest).text
        assert client.get(f"/review/change?part=rule+{rule}").status_code == 200
    assert "Busy" not in sent(client, "/comes?stage=file", rule, softest).text


def test_a_trial_that_is_overtaken_waits_no_longer() -> None:
    trials = Trials()

    def wait() -> bool:
        with trials.turn() as free:
            return free

    with trials.alone, ThreadPoolExecutor() as others:
        first = others.submit(wait)
        while not trials.asked:
            pass
        trials.asked += 1
        assert not first.result(timeout=5)


def test_a_field_comes_and_goes(client: FlaskClient, file: Path) -> None:
    rule, tier, _ = rule_of(file)
    new = {"new-name": "also", "new-words": "true"}
    assert "change" in sent(client, "/comes?stage=file", rule, tier, **new).text
    odd = {"new-name": "../x", "new-words": "stop"}
    assert "A field is named by its key" in sent(client, "/comes?stage=file", rule, tier, **odd).text


def test_another_site_proposes_nothing(client: FlaskClient, file: Path) -> None:
    rule, _, softest = rule_of(file)
    data = {"part": f"rule {rule}", "name": "tier", "words": softest, "do": "save", "by": "X", "reason": "Y"}
    assert client.post("/review/change", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not (file.parent / "proposals").exists()


def test_words_of_a_translation_are_tried_and_proposed(tmp_path: Path) -> None:
    file = translated.written(tmp_path)
    with create_desk(Desk(file, tmp_path / "throat.review.yaml", "Ann Example")).test_client() as client:
        page = read(client.get("/review/change?part=question+signs"))
        (area,) = (each for each in page.all("textarea") if "¿Cuáles de estas?" in each.text)
        assert (area.attributes["lang"], area.attributes["dir"]) == ("es", "ltr")
        assert "أيٌّ" not in page.text
        draft = read(client.get("/review/change?part=question+signs&in=ar"))
        assert [each.attributes["dir"] for each in draft.all("textarea") if "أيٌّ" in each.text] == ["rtl"]
        data = {"part": "question signs", "name": "ask.es", "words": "¿Cuál de %(n)s?"}
        assert "its placeholders are" in client.post("/review/change/comes?stage=file", data=data, headers=OURS).text
        data["words"] = "¿Cuál?"
        assert "One thing changes" in client.post("/review/change/comes?stage=file", data=data, headers=OURS).text
        kept = data | {"do": "save", "by": "Ann Example", "reason": "Shorter"}
        assert client.post("/review/change", data=kept, headers=OURS).status_code == 303
        assert "Fits" in client.get("/review/change").text
        spanish = tmp_path / "throat.es.po"
        spanish.write_text(translated.SPANISH.replace("¿Cuáles de estas?", "¿Cuál?"), encoding="utf-8")
        assert "Already made" in client.get("/review/change").text
