"""The questionnaire as a FHIR R4 Questionnaire: valid, and with everything in it that other systems can use."""

import json
import re
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from checker.authoring import load, load_text
from checker.authoring.problems import LoadError
from checker.cli import cli
from checker.engine.questionnaire import Code, Questionnaire
from checker.fhir.canonical import (
    BASE,
    EXTRACT,
    ITEM_CONTROL,
    ORDINAL,
    TRANSLATION,
    Json,
    Publication,
    code_of,
    fhir_id,
)
from checker.fhir.profiles import LHC_FORMS, PROFILES, SMART_FORMS
from checker.fhir.questionnaire_export import export
from checker.fhir.questionnaire_import import imported
from checker.fhir.reading import variable
from checker.fhir.variables import declarations
from checker.review.parts import fingerprint
from tests.fhir_validity import faults, items_of
from tests.small import FRAME, small
from tests.strategies import random_questionnaire
from tests.throat import TEXT


def test_it_is_valid(shipped_file: Path, bicycle: Questionnaire) -> None:
    written = [load(shipped_file), bicycle, *(random_questionnaire(Random(seed), 6) for seed in range(12))]
    exported = [
        export(questionnaire, language, profile=profile)
        for questionnaire in written
        for profile in PROFILES.values()
        for language in questionnaire.languages
    ]
    assert faults(*exported) == [[]] * len(exported)


def _item(exported: Json, link: str) -> Json:
    return next(item for item in items_of(exported) if item["linkId"] == link)


def _unknown_type(exported: Json) -> None:
    _item(exported, "ache")["type"] = "slider"


def _unknown_key(exported: Json) -> None:
    exported["sections"] = []


def _no_status(exported: Json) -> None:
    del exported["status"]


def _twice(exported: Json) -> None:
    _item(exported, "ache")["linkId"] = "reach"


def _unknown_source(exported: Json) -> None:
    _item(exported, "climbing")["enableWhen"][0]["question"] = "aches"


def _another_kind(exported: Json) -> None:
    when = _item(exported, "climbing")["enableWhen"][-1]
    when["answerBoolean"] = bool(when.pop("answerInteger"))


def _points_in_words(exported: Json) -> None:
    (points,) = _item(exported, "climbing")["answerOption"][0]["extension"]
    points["valueString"] = str(points.pop("valueDecimal"))


def _code_on_display(exported: Json) -> None:
    _item(exported, "tier-ride_on")["code"] = [{"system": "https://example.org", "code": "ride"}]


def _underscore_in_id(exported: Json) -> None:
    exported["id"] = "bicycle_fit"


FAULTS = [
    _unknown_type, _unknown_key, _no_status, _twice, _unknown_source, _another_kind, _points_in_words,
    _code_on_display, _underscore_in_id,
]  # fmt: skip


def test_the_judges_see_every_planted_fault(bicycle: Questionnaire) -> None:
    wrong = [json.loads(json.dumps(export(bicycle, profile=LHC_FORMS))) for _ in FAULTS]
    for fault, exported in zip(FAULTS, wrong, strict=True):
        fault(exported)
    assert [fault.__name__ for fault, found in zip(FAULTS, faults(*wrong), strict=True) if not found] == []


def test_codes_points_and_words_of_other_languages_go_along(bicycle: Questionnaire) -> None:
    climbing = _item(export(bicycle, profile=LHC_FORMS), "climbing")
    assert climbing["code"] == [{"system": "https://example.org/codes", "code": "hill"}]
    assert [option["extension"][0]["valueDecimal"] for option in climbing["answerOption"][:3]] == [0, 1, 2]
    assert {option["extension"][0]["url"] for option in climbing["answerOption"][:3]} == {ORDINAL}
    assert "extension" not in climbing["answerOption"][3]
    assert climbing["_text"]["extension"] == [
        {
            "url": TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": "fr"},
                {"url": "content", "valueString": "Est-ce difficile de ... monter une côte"},
            ],
        }
    ]


def test_another_language_may_come_first(bicycle: Questionnaire) -> None:
    exported = export(bicycle, "fr")
    assert exported["language"] == "fr"
    assert exported["title"] == "Contrôle du vélo"
    assert exported["_title"]["extension"][0]["extension"][0] == {"url": "lang", "valueCode": "en"}


@pytest.mark.parametrize(("language", "words"), [("es-MX", "Qué hacer"), ("pt", "What to do"), ("de", "What to do")])
def test_words_of_ours_are_in_any_language_that_has_them(language: str, words: str) -> None:
    """A draft of them does not count."""
    written = re.sub(r"\ben\b(?=[]:])", language, TEXT)
    exported = export(load_text(written), profile=LHC_FORMS)
    assert (exported["language"], _item(exported, "guidance")["text"]) == (language, words)


def test_the_codes_of_a_terminology_are_used_only_where_they_tell_all_options_apart(bicycle: Questionnaire) -> None:
    climbing = bicycle.question["climbing"]
    assert [code_of(climbing, option.id) for option in climbing.options] == [
        "climbing.easy",
        "climbing.hard",
        "climbing.too_hard",
        "climbing.never_do",
    ]


def test_the_published_codes_of_the_shipped_questionnaire_go_along(shipped_file: Path) -> None:
    found = CliRunner().invoke(cli, ["fhir", "export", str(shipped_file)])
    exported = json.loads(found.output)
    assert exported["version"] == "2027.1"
    assert _item(exported, "feeling_down")["code"] == [{"system": "http://loinc.org", "code": "44255-8"}]
    assert "loinc.org/license" in exported["copyright"]


def test_a_score_has_the_code_of_its_terminology_or_one_of_our_own(bicycle: Questionnaire) -> None:
    coded = bicycle.scores[0].model_copy(update={"code": Code(system="http://loinc.org", code="44261-6")})
    exported = export(bicycle.model_copy(update={"scores": (coded, *bicycle.scores[1:])}), profile=LHC_FORMS)
    assert coded.show == "mean", "people see the mean, so that is what has the code"
    assert "code" not in _item(exported, f"score-{coded.id}")
    assert _item(exported, f"shown-{coded.id}")["code"] == [{"system": "http://loinc.org", "code": "44261-6"}]
    (own,) = _item(export(bicycle, profile=LHC_FORMS), f"shown-{coded.id}")["code"]
    assert (own["system"], own["code"]) == (f"{BASE}/CodeSystem/bicycle-fit", f"score-{coded.id}")


def test_every_question_shows_all_of_its_options_at_once(shipped_file: Path) -> None:
    """A list that opens on a tap would hide a red flag."""
    shipped = load(shipped_file)
    exported = export(shipped)
    looks = {"one": "radio-button", "many": "check-box", "scale": "slider"}
    for question in shipped.questions:
        found = [each for each in _item(exported, question.id)["extension"] if each["url"] == ITEM_CONTROL]
        assert [each["valueCodeableConcept"]["coding"][0]["code"] for each in found] == [looks[question.kind]]


def test_what_has_a_code_is_extracted_and_nothing_else(shipped_file: Path) -> None:
    exported = export(load(shipped_file), profile=LHC_FORMS)
    coded = {item["linkId"] for item in items_of(exported) if "code" in item}
    extracted = [
        item for item in items_of(exported) if {"url": EXTRACT, "valueBoolean": True} in item.get("extension", [])
    ]
    assert {item["linkId"] for item in extracted} == coded
    assert {"pain_most", "feeling_down", "score-phq2", "score-phq8"} <= coded and "life_now" not in coded


def test_a_private_answer_is_never_extracted() -> None:
    item = _item(export(load_text(PRIVATE)), "life")
    assert item["code"] and EXTRACT not in {each["url"] for each in item["extension"]}


PRIVATE = f"""{FRAME}
sections:
  - id: all
    title: {{en: All}}
    questions:
      - id: life
        kind: many
        private: true
        label: {{en: Life}}
        ask: {{en: What holds?}}
        code: {{system: "https://example.org", code: life}}
        options: [{{id: drink, text: {{en: Drink}}}}, {{id: none, text: {{en: None}}, exclusive: true}}]
"""


def test_the_form_says_what_it_is_and_of_when(shipped_file: Path) -> None:
    shipped = load(shipped_file)
    exported = export(shipped, base="https://clinic.example/fhir")
    assert exported["date"] == shipped.date != ""
    (code,) = exported["code"]
    assert code["system"] == "https://clinic.example/fhir/CodeSystem/back-pain-and-mood"
    assert "date" not in export(load_text(PRIVATE))


@pytest.mark.parametrize("day", ["2026-13-01", "2026", "yesterday"])
def test_a_date_is_a_day(day: str) -> None:
    with pytest.raises(LoadError, match="date"):
        load_text(PRIVATE.replace("version:", f'date: "{day}"\nversion:'))


def test_ids_that_are_too_long_for_fhir_stay_apart() -> None:
    first, second = (fhir_id("questionnaire", "a" * 60 + end) for end in "bc")
    assert first != second and len(first) == len(second) == 64


@pytest.mark.parametrize(
    ("names", "variables"),
    [
        (["pain_most", "painmost"], ["qPainMost", "qPainmost"]),
        (["a_1", "a1", "a_x1", "a__1"], ["qAX1", "qA1", "qAXx1", "qAXX1"]),
    ],
)
def test_no_two_ids_share_a_variable(names: list[str], variables: list[str]) -> None:
    assert [variable("q", name) for name in names] == variables


def test_an_id_with_a_quote_in_a_code_stays_one_text() -> None:
    quoted = small("""\
        sections:
          - id: all
            title: {en: All}
            questions:
              - id: first
                kind: one
                label: {en: First}
                ask: {en: First?}
                options:
                  - {id: a, text: {en: A}, code: {system: "https://example.org", code: "it's"}}
                  - {id: b, text: {en: B}, code: {system: "https://example.org", code: "b\\\\"}}
        guidance:
          - {id: one, tier: now, when: first is a, because: {en: a}, then: stop}
          - {id: two, tier: soon, when: first is b, because: {en: b}}
        """)
    (tier,) = (each.path for each in declarations(Publication(quoted, "en", profile=LHC_FORMS)) if each.kind == "tier")
    assert "contains 'it\\'s'" in tier and "contains 'b\\\\'" in tier


def test_what_is_for_no_renderer_in_particular_gives_no_advice(second_file: Path, bicycle: Questionnaire) -> None:
    exported = json.loads(CliRunner().invoke(cli, ["fhir", "export", str(second_file)]).output)
    assert exported == export(bicycle) != export(bicycle, profile=LHC_FORMS)
    links = " ".join(item["linkId"] for item in items_of(exported))
    assert "elsewhere" in links and not re.search("tier|score-|band-|shown-", links)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_no_advice_is_given_the_site_with_it_is_named(second_file: Path, language: str) -> None:
    options = ["--language", language, "--site", "https://check.example"]
    found = CliRunner().invoke(cli, ["fhir", "export", str(second_file), *options]).output
    assert _item(json.loads(found), "elsewhere")["text"].endswith(" https://check.example")
    assert imported(found).losses == ()


def test_where_no_advice_is_given_help_comes_before_the_way_to_it(shipped_file: Path) -> None:
    """An answer may be an emergency, and the help at the head of the form is out of sight by then."""
    exported = export(load(shipped_file))
    help_, elsewhere = (_item(exported, link)["text"] for link in ("help", "elsewhere"))
    assert "911" in help_ and elsewhere.startswith(f"{help_} To see what to do")


def test_the_command_writes_a_file(tmp_path: Path, second_file: Path, bicycle: Questionnaire) -> None:
    out = tmp_path / "bicycle.json"
    options = ["--language", "fr", "--base", "https://example.org/fhir/", "--status", "active", "--for", "smart-forms"]
    found = CliRunner().invoke(cli, ["fhir", "export", str(second_file), *options, "--out", str(out)])
    assert found.exit_code == 0, found.output
    expected = export(bicycle, "fr", "https://example.org/fhir", "active", SMART_FORMS)
    assert json.loads(out.read_text()) == expected != export(bicycle, "fr", "https://example.org/fhir", "active")


NO_ADDRESSES = ("notaurl", "", "https://", "ftp://example.org", "https://a b", "https://a.org/?x=1", "https://a.org/#b")


@pytest.mark.parametrize("base", ["http://localhost:8000/fhir", "https://example.org", "http://[::1]:80/a/b/"])
def test_a_web_address_is_taken_as_the_base(second_file: Path, base: str) -> None:
    found = CliRunner().invoke(cli, ["fhir", "export", str(second_file), "--base", base])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["url"] == f"{base.rstrip('/')}/Questionnaire/bicycle-fit"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--language", "de"], "it is written in en, fr, not in 'de'"),
        *(
            (["--base", base], f"'{base}' is no web address. Such as https://clinic.example/fhir")
            for base in NO_ADDRESSES
        ),
        (["--site", "check.example"], "'check.example' is no web address."),
        (["--out", "no/such/folder/file.json"], "no/such/folder/file.json: cannot be written: No such file"),
    ],
)
def test_the_command_says_what_it_cannot_do(second_file: Path, options: list[str], message: str) -> None:
    found = CliRunner().invoke(cli, ["fhir", "export", str(second_file), *options])
    assert found.exit_code != 0
    assert message in found.output


def test_what_pages_say_in_words_of_the_questionnaire_travels_along() -> None:
    own = FRAME.replace("languages: [en]", "languages: [en, es]\npage_words: {es: {Start: [Empezar]}}")
    pain = "{id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10, for_record: true}"
    whole = load_text(f"{own}sections: [{{id: all, title: {{en: All}}, questions: [{pain}]}}]\n")
    back = imported(json.dumps(export(whole))).questionnaire
    assert back.page_words == {"es": {"Start": ("Empezar",)}} and fingerprint(back) == fingerprint(whole)
