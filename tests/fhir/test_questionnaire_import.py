"""A public FHIR Questionnaire becomes our YAML: it loads, asks the same, and what is not in it is listed."""

import json
from itertools import cycle
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.authoring.translations import without_drafts
from checker.authoring.writer import as_yaml, plain
from checker.cli import cli
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import CALCULATED, CARRIED, MAXIMUM, MINIMUM, ORDINAL, TRANSLATION, VARIABLE, Json
from checker.fhir.profiles import PROFILES, Profile
from checker.fhir.questionnaire_export import export
from checker.fhir.questionnaire_import import Imported, imported
from checker.fhir.resource import MOST_ITEMS, RefusalError
from checker.ops.settings import settings
from checker.web import create_app
from tests.strategies import random_questionnaire

SYSTEM = "https://example.org/answers"


def option(code: str, points: int | None = None) -> Json:
    coding = {"system": SYSTEM, "code": code, "display": code.capitalize()}
    scored = {} if points is None else {"extension": [{"url": ORDINAL, "valueDecimal": points}]}
    return {"valueCoding": coding, **scored}


def choice(link: str, *options: Json, **keys: Any) -> Json:
    scored = not keys.get("repeats")
    offered = list(options) or [
        option(code, place if scored else None) for place, code in enumerate(("never", "often"))
    ]
    item = {"linkId": link, "type": "choice", "text": f"How is {link}?", "required": True, "answerOption": offered}
    return item | keys


def when(link: str, operator: str, **answer: Any) -> Json:
    return {"question": link, "operator": operator, **answer}


def coded(code: str) -> Json:
    return {"answerCoding": {"system": SYSTEM, "code": code}}


def number(link: str, lowest: int, highest: int, **keys: Any) -> Json:
    reach = [{"url": MINIMUM, "valueInteger": lowest}, {"url": MAXIMUM, "valueInteger": highest}]
    return {"linkId": link, "type": "integer", "text": link, "required": True, "extension": reach, **keys}


def total(link: str, path: str) -> Json:
    expression = {"language": "text/fhirpath", "expression": path}
    extension = [{"url": CALCULATED, "valueExpression": expression}]
    return {"linkId": link, "type": "integer", "text": "Total", "extension": extension}


def form(*items: Json | str | int | None, **keys: Any) -> Json:
    return {"resourceType": "Questionnaire", "status": "draft", "name": "Form", "item": list(items), **keys}


def brought_in(*items: Json | str | int | None, **keys: Any) -> Imported:
    return imported(json.dumps(form(*items, **keys)))


def listed(found: Imported) -> list[str]:
    """Return the findings about items, without those about the frame that every import gets."""
    frame = ("tiers", "guidance", "help", "emergency_signs", "scores", "questionnaire")
    return [str(loss) for loss in found.losses if loss.where not in frame]


def asked(found: Imported, **answers: Any) -> tuple[str, ...]:
    return walk(found.questionnaire, answers).asked


# What is carried over --------------------------------------------------------------------------------------------


def test_groups_become_sections_and_kinds_are_kept() -> None:
    boolean = {"linkId": "2.1", "type": "boolean", "text": "Any?", "required": True}
    group = {"linkId": "g", "type": "group", "text": "Sleep", "item": [boolean, number("2.2", 0, 10)]}
    found = brought_in(choice("/44250-9"), group, choice("where", repeats=True))
    questionnaire = found.questionnaire
    assert [(q.id, q.kind, q.ref) for q in questionnaire.questions] == [
        ("q_44250_9", "one", "/44250-9"),
        ("q_2_1", "one", "2.1"),
        ("q_2_2", "scale", "2.2"),
        ("where", "many", None),
    ]
    assert [section.title.said_in("en") for section in questionnaire.sections] == ["Questions", "Sleep", "Questions"]
    assert [o.id for o in questionnaire.question["q_2_1"].options] == ["no", "yes"]
    assert listed(found) == []


def test_words_of_other_languages_come_along() -> None:
    parts = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": "¿Cómo?"}]
    found = brought_in(choice("a", _text={"extension": [{"url": TRANSLATION, "extension": parts}]}))
    assert found.questionnaire.languages == ("en", "es")
    assert found.questionnaire.question["a"].ask.said_in("es") == "¿Cómo?"


def test_help_and_the_ends_of_a_scale_stand_beside_the_question() -> None:
    def beside(link: str, control: str) -> Json:
        coding = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": control}
        shown = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"}
        extension = [{**shown, "valueCodeableConcept": {"coding": [coding]}}]
        return {"linkId": link, "type": "display", "text": control, "extension": extension}

    found = brought_in(number("a", 0, 10, item=[beside("h", "help"), beside("l", "lower"), beside("u", "upper")]))
    question = found.questionnaire.question["a"]
    assert [text and text.said_in("en") for text in (question.hint, question.low, question.high)] == [
        "help",
        "lower",
        "upper",
    ]
    assert listed(found) == []


@pytest.mark.parametrize(
    ("behavior", "first", "second", "shown"),
    [("all", "often", 7, True), ("all", "often", 6, False), ("any", "never", 7, True), ("any", "never", 6, False)],
)
def test_any_and_all_are_kept(behavior: str, first: str, second: int, shown: bool) -> None:
    both = [when("a", "=", **coded("often")), when("n", ">=", answerInteger=7)]
    found = brought_in(choice("a"), number("n", 0, 10), choice("b", enableWhen=both, enableBehavior=behavior))
    assert ("b" in asked(found, a=first, n=second, b="never")) is shown


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        (when("a", "=", **coded("often")), "a is often"),
        (when("a", "!=", **coded("often")), "a is not often"),
        (when("m", "=", **coded("often")), "often in m"),
        (when("m", "!=", **coded("often")), "often not in m"),
        (when("y", "=", answerBoolean=True), "y is yes"),
        (when("n", "<", answerInteger=3), "n < 3"),
        (when("n", "<=", answerDecimal=3.0), "n <= 3"),
        (when("n", ">", answerInteger=3), "n > 3"),
        (when("n", "=", answerInteger=3), "n == 3"),
        (when("n", "!=", answerInteger=3), "n != 3"),
        (when("b", "exists", answerBoolean=True), "a is often"),
    ],
)
def test_every_operator_is_kept(condition: Json, written: str) -> None:
    yes = {"linkId": "y", "type": "boolean", "text": "Y?", "required": True}
    earlier = [choice("a"), choice("m", repeats=True), yes, number("n", 0, 10)]
    between = choice("b", enableWhen=[when("a", "=", **coded("often"))])
    found = brought_in(*earlier, between, choice("last", enableWhen=[condition]))
    (last,) = [q for q in plain(found.questionnaire)["sections"][0]["questions"] if q["id"] == "last"]
    assert last["when"] == written
    assert listed(found) == []


def test_the_condition_of_a_group_holds_for_all_within() -> None:
    inner = {"linkId": "g", "type": "group", "text": "G", "item": [choice("b"), choice("c")]}
    found = brought_in(choice("a"), inner | {"enableWhen": [when("a", "=", **coded("often"))]})
    assert asked(found, a="never", b="never", c="never") == ("a",)
    assert asked(found, a="often", b="never", c="never") == ("a", "b", "c")


@pytest.mark.parametrize(
    "path",
    [
        "%resource.repeat(item).where(linkId in ('a' | 'b')).answer.value.weight().sum()",
        " + ".join(f"%resource.item.where(linkId='{link}').answer.value.ordinal()" for link in "ab"),
    ],
)
def test_a_sum_becomes_a_score_that_conditions_may_name(path: str) -> None:
    last = choice("c", enableWhen=[when("sum", ">=", answerInteger=2)])
    found = brought_in(choice("a"), choice("b"), total("sum", path), last)
    (score,) = found.questionnaire.scores
    assert score.sum == ("a", "b")
    assert asked(found, a="often", b="often", c="never") == ("a", "b", "c")
    assert asked(found, a="often", b="never", c="never") == ("a", "b")
    assert listed(found) == []


def test_a_value_set_within_the_file_gives_the_options() -> None:
    concepts = [{"code": "a1", "display": "One"}, {"code": "a2", "display": "Two"}]
    held = {"resourceType": "ValueSet", "id": "vs", "compose": {"include": [{"system": SYSTEM, "concept": concepts}]}}
    item = {"linkId": "a", "type": "choice", "text": "A?", "required": True, "answerValueSet": "#vs"}
    found = brought_in(item, contained=[held])
    assert [o.text.said_in("en") for o in found.questionnaire.question["a"].options] == ["One", "Two"]


ODD = {"extension": [{"url": "https://example.org/colour", "valueCode": "red"}]}


# What is not, is listed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"linkId": "x", "type": "string", "text": "Name?"}, "x: left out: its type is 'string'"),
        ({"linkId": "x", "type": "display", "text": "Hello"}, "x: left out: words that stand alone"),
        ({"linkId": "x", "type": "group", "repeats": True, "item": [choice("y")]}, "x: left out: a group that repeats"),
        ({"linkId": "x", "type": "integer", "text": "Age?"}, "x: left out: a number without a lowest"),
        (choice("x", answerOption=[], answerValueSet="https://example.org"), "x: left out: its options stand"),
        (choice("x", modifierExtension=[{"url": "https://example.org"}]), "x: left out: it has a modifierExtension"),
        (choice("x", enableWhen=[when("later", "=", **coded("often"))]), "x: left out: it waits for 'later'"),
        (choice("x", enableWhen=[when("x", "=", **coded("often"))]), "x: left out: it waits for 'x'"),
        (choice("x", enableWhen=[when("a", "exists", answerBoolean=False)]), "x: left out: it is asked where"),
        (choice("x", enableWhen=[when("a", ">", **coded("often"))]), "x: left out: it puts the options of 'a' into an"),
        (choice("x", enableWhen=[when("a", "=", **coded("daily"))]), "x: left out: it names an option that"),
        (choice("x", initial=[{"valueInteger": 1}]), "x: its `initial` is left out"),
        (choice("x", extension=[{"url": "https://example.org/colour", "valueCode": "x"}]), "x: its extension colour"),
        (choice("x", readOnly=True), "x: its `readOnly` is left out"),
        (choice("x", option("a") | ODD, option("b") | ODD), "x: its extension colour of option 1 is left out"),
        (choice("x", _text=ODD), "x: its extension colour of its text is left out"),
        (choice("x", code=[{"code": "1"}, {"code": "2"}]), "x: only the first code of a question is kept"),
        (choice("x", text="y" * 2001), "x: its text is cut short"),
        (choice("x", type="open-choice"), "x: an answer in own words becomes the option 'other'"),
        (choice("x", option("never", 0), option("often", 1), repeats=True), "x: the points of 'never' are left out"),
        ({"linkId": "x", "type": "boolean", "text": "X?", "repeats": True}, "x: that it may have several answers"),
        (number("x", 0, 10, repeats=True), "x: that it may have several answers is left out: here it has one"),
        (choice("a"), "a: this linkId is there 2 times"),
        (total("x", "%resource.item.answer.value.avg()"), "x: left out: a calculation that is not a sum"),
        (number("x", 0, 10, required=False), "required: 1 questions may be passed over there"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_carried_is_listed(item: Json, told: str) -> None:
    found = brought_in(choice("a"), item, choice("later"))
    assert any(line.startswith(told) for line in listed(found)), listed(found)


@pytest.mark.parametrize("broken", [when("a", "=", **coded("often")), [None], "zz", None, 7, [[]]])
def test_whoever_waits_for_a_broken_condition_is_listed_and_not_asked_of_everybody(broken: Any) -> None:
    group = {"linkId": "g", "type": "group", "text": "G", "item": [choice("c")], "enableWhen": broken}
    found = brought_in(choice("a"), choice("b", enableWhen=broken), group)
    assert [q.id for q in found.questionnaire.questions] == ["a"]
    assert [line.partition(",")[0] for line in listed(found)] == [
        f"{link}: left out: its `enableWhen` is no list of objects" for link in ("b", "g")
    ]


@pytest.mark.parametrize("behavior", ["some", None, ["all"], {}])
def test_a_question_whose_conditions_join_in_no_known_way_is_left_out(behavior: Any) -> None:
    found = brought_in(choice("a"), choice("b", enableWhen=[], enableBehavior=behavior))
    assert listed(found) == ["b: left out: its `enableBehavior` is neither `any` nor `all`. Mend it there"]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"item": [None, 7, choice("b"), "x"]}, "3 of the 4 entries of its `item` are left out: no objects (number 1,"),
        ({"item": [None] * 9}, "9 of the 9 entries of its `item` are left out: no objects (number 1, 2, 3, 4, 5, ...)"),
        ({"item": choice("b")}, "its `item` is left out: it is no list of objects"),
        ({"code": "x"}, "its `code` is left out: it is no list of objects"),
        ({"extension": [[]]}, "1 of the 1 entries of its `extension` are left out: no objects (number 1)"),
        ({"text": 7}, "its `text` is left out: it is no text"),
        ({"_text": "x"}, "its `_text` is left out: it is no object"),
        ({"required": "yes"}, "its `required` is left out: it is no `true` or `false`"),
        ({"repeats": 1}, "its `repeats` is left out: it is no `true` or `false`"),
        ({"answerOption": [*choice("b")["answerOption"], 7]}, "1 of the 3 entries of its `answerOption`"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_in_the_place_of_an_object_or_a_text_is_listed(keys: Json, told: str) -> None:
    found = brought_in(choice("a", **keys))
    assert any(line.startswith(f"a: {told}") for line in listed(found)), listed(found)


def test_what_is_in_the_place_of_an_item_of_the_questionnaire_or_of_a_group_is_listed() -> None:
    group = {"linkId": "g", "type": "group", "text": "G", "item": ["x", choice("b")]}
    found = [str(finding) for finding in brought_in(None, 7, "x", choice("a"), group).losses]
    assert "questionnaire: 3 of the 5 entries of its `item` are left out: no objects (number 1, 2, 3)" in found
    assert "g: 1 of the 2 entries of its `item` are left out: no objects (number 1)" in found
    with pytest.raises(RefusalError, match="questionnaire: its `item` is left out: it is no list"):
        imported(json.dumps(form() | {"item": choice("a")}))


@pytest.mark.parametrize(
    "empty",
    [
        {},
        {"valueCoding": {}},
        {"valueString": None},
        {"valueString": " "},
        {"valueInteger": []},
        {"initialSelected": True},
    ],
)
def test_an_option_without_a_value_is_listed_and_none_is_invented(empty: Json) -> None:
    found = brought_in(choice("a"), choice("b", option("never"), empty, option("often")))
    assert [q.id for q in found.questionnaire.questions] == ["a"]
    assert listed(found) == ["b: left out: its option number 2 has neither words nor a code. Give it a value"]


def test_what_stands_at_the_head_and_is_left_out_is_listed() -> None:
    found = brought_in(choice("a"), date="2026-11-25", **ODD)
    told = [str(finding) for finding in found.losses if finding.where == "questionnaire"]
    assert told == [f"questionnaire: its {what} is left out" for what in ("`date`", "`status`", "extension colour")]


def test_english_words_of_ours_in_another_language_are_listed() -> None:
    assert "language: the words that were written here are English. Say them in 'nb'" in listed(
        brought_in(choice("a"), language="nb")
    )


def test_nothing_is_dropped_in_silence() -> None:
    kinds = ["string", "text", "date", "quantity", "attachment", "reference", "display", "decimal", "url", "nonsense"]
    found = brought_in(choice("a"), *({"linkId": kind, "type": kind, "text": kind} for kind in kinds))
    assert {finding.where for finding in found.losses} >= set(kinds)


def test_what_our_loader_refuses_is_left_out_and_said() -> None:
    found = brought_in(number("n", 0, 10), choice("a", enableWhen=[when("n", ">", answerInteger=10)]), choice("b"))
    assert [q.id for q in found.questionnaire.questions] == ["n", "b"]
    assert any(line.startswith("a: left out: ") for line in listed(found))


def test_conditions_in_a_circle_are_listed_and_end() -> None:
    circle = [choice(a, enableWhen=[when(b, "=", **coded("often"))]) for a, b in (("p", "q"), ("q", "p"))]
    found = brought_in(choice("a"), *circle)
    assert [q.id for q in found.questionnaire.questions] == ["a"]
    assert {"p", "q"} <= {finding.where for finding in found.losses}


# There and back --------------------------------------------------------------------------------------------------


def test_our_own_export_comes_back_as_the_very_same_questionnaire(questionnaire: Questionnaire) -> None:
    for profile, language in zip(PROFILES.values(), cycle(questionnaire.languages), strict=False):
        found = imported(json.dumps(export(questionnaire, language, "https://example.org/fhir", "active", profile)))
        assert plain(found.questionnaire) == plain(without_drafts(questionnaire))
        assert found.losses == ()


def test_every_shape_of_condition_score_and_rule_is_written_as_it_is_read() -> None:
    for seed in range(40):
        ours = plain(random_questionnaire(Random(seed), 5))
        assert plain(Questionnaire.model_validate(yaml.safe_load(as_yaml(ours)))) == ours


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_was_changed_on_the_way_is_listed(profile: Profile, bicycle: Questionnaire) -> None:
    exported = json.loads(json.dumps(export(bicycle, profile=profile)))
    exported["item"][1]["item"][0]["text"] = "Something else?"
    exported["title"] = "Another title"
    exported["extension"].append({"url": VARIABLE, "valueExpression": {"name": "tier", "expression": "'ride_on'"}})
    del exported["item"][1]["item"][1]
    assert [str(finding) for finding in imported(json.dumps(exported)).losses] == [
        "faults: was changed after the export, and that is not taken over",
        "brake_feel: was removed after the export, and that is not taken over",
        "questionnaire: its `extension` was changed after the export, and is not taken over",
        "questionnaire: its `title` was changed after the export, and is not taken over",
    ]


def test_a_damaged_export_is_refused(bicycle: Questionnaire) -> None:
    exported = json.loads(json.dumps(export(bicycle)))
    next(e for e in exported["extension"] if e["url"] == CARRIED)["valueString"] = "{"
    with pytest.raises(RefusalError, match="within this export does not load"):
        imported(json.dumps(exported))


def test_import_export_import_gives_the_same_yaml() -> None:
    group = {"linkId": "g", "type": "group", "text": "G", "item": [number("n", 0, 10), choice("m", repeats=True)]}
    last = choice("z", enableWhen=[when("n", ">=", answerInteger=7)])
    first = brought_in(
        choice("1.a"), choice("b"), total("sum", "%resource.item.answer.value.ordinal().sum()"), group, last
    )
    again = imported(json.dumps(export(first.questionnaire)))
    assert again.text == first.text
    assert again.losses == ()


def test_what_was_imported_can_be_served(tmp_path: Path) -> None:
    file = tmp_path / "imported.yaml"
    file.write_text(brought_in(choice("a"), number("n", 0, 10)).text, encoding="utf-8")
    client = create_app(settings({}, questions=file)).test_client()
    assert client.get("/").status_code == 200
    questionnaire = load(file)
    guidance = advise(questionnaire, walk(questionnaire, {"a": "often", "n": 3}))
    assert guidance.tier.title.said_in("en") == "Show your answers to a health professional"


# Bad input -------------------------------------------------------------------------------------------------------

NESTED = '{"resourceType": "Questionnaire", "item": ' + '[{"item": ' * 60 + "[]" + "}]" * 60 + "}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1, column 1: this is not JSON"),
        ('{"resourceType": ', "this is not JSON"),
        ("[]", "this has no resourceType"),
        ('{"resourceType": "Patient"}', "this is a Patient. Give a FHIR R4 resource"),
        ('{"resourceType": "Questionnaire"}', "not one of its questions can be carried over"),
        ("[" * 200_000, "nested too deeply"),
        ('{"resourceType": "Questionnaire", "x": ' + "9" * 5000 + "}", "a number that is too long"),
        (" " * 10_000_001, "longer than 10,000,000 characters"),
        (NESTED, "nested more than 40 deep"),
        (json.dumps(form(*[{"linkId": "a"}] * (MOST_ITEMS + 1))), "more than 5,000 items"),
    ],
    ids=range(10),
)
def test_a_text_that_is_no_questionnaire_is_refused(text: str, told: str) -> None:
    with pytest.raises(RefusalError, match=told):
        imported(text)


def test_huge_texts_and_halves_of_characters_end_well() -> None:
    found = brought_in(choice("a" * 100_000, text="b" * 1_000_000), choice("half", text="\ud800 what?"))
    assert len(found.text) < 10_000


KEYS = st.sampled_from([
    "linkId", "text", "_text", "type", "code", "enableWhen", "enableBehavior", "repeats", "answerOption", "item",
    "answerValueSet", "extension", "url", "valueCoding", "valueInteger", "valueExpression", "expression", "question",
    "operator", "answerCoding", "answerInteger", "system", "display", "contained", "id", "language", "title",
])  # fmt: skip
WORDS = st.sampled_from([
    "a", "b", "choice", "integer", "boolean", "group", "display", "open-choice", "any", "all", "=", "!=", "exists", ">",
    ORDINAL, MINIMUM, MAXIMUM, CALCULATED, TRANSLATION, CARRIED, "#a", "en", "\ud800", "it's", "", "none", "tier",
])  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers(-3, 12) | st.floats() | WORDS | st.text(max_size=5)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=40
)


@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_any_json_is_imported_or_refused(parts: dict[str, Any]) -> None:
    text = json.dumps({**parts, "resourceType": "Questionnaire"})
    try:
        assert load_text(imported(text).text)
    except RefusalError as refusal:
        assert str(refusal)


ITEM = st.fixed_dictionaries(
    {"linkId": st.sampled_from("abcde"), "type": st.sampled_from(["choice", "boolean", "integer", "group", "display"])},
    optional={
        "text": WORDS,
        "repeats": st.booleans(),
        "answerOption": st.lists(st.fixed_dictionaries({"valueCoding": st.dictionaries(KEYS, WORDS)}), max_size=3),
        "enableWhen": st.lists(
            st.fixed_dictionaries({
                "question": st.sampled_from("abcde"), "operator": WORDS, "answerBoolean": st.booleans() | LEAVES,
            }),
            max_size=2,
        ),
        "extension": st.lists(st.fixed_dictionaries({"url": WORDS, "valueInteger": LEAVES}), max_size=3),
        "item": JSON,
    },
)  # fmt: skip


@given(st.lists(ITEM, max_size=8))
def test_any_items_are_imported_or_refused_and_come_back(items: list[Json]) -> None:
    try:
        found = imported(json.dumps(form(*items)))
    except RefusalError:
        return
    assert imported(json.dumps(export(found.questionnaire))).text == found.text


def test_a_thousand_items_take_seconds() -> None:
    items = [
        choice(f"q{n}", enableWhen=[when(f"q{n - 1}", "=", **coded("often"))] if n % 3 else []) for n in range(1000)
    ]
    begun = process_time()
    found = brought_in(*items)
    assert len(found.questionnaire.questions) == 1000
    assert process_time() - begun < 30


# The command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_the_yaml_and_lists_the_rest(tmp_path: Path) -> None:
    file, out = tmp_path / "form.json", tmp_path / "form.yaml"
    file.write_text(json.dumps(form(choice("a"), {"linkId": "x", "type": "string"})))
    ran = CliRunner().invoke(cli, ["fhir", "import", str(file), "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    assert load(out).question["a"]
    assert "x: left out: its type is 'string'" in ran.stderr
    assert "guidance: it has no rules of what to do" in ran.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "line 1, column 2: this is not JSON"),
        (b"\xff\xfe", "this is not text in UTF-8. Save it as UTF-8"),
        (None, "there is no such file"),
    ],
)
def test_the_command_refuses_in_one_line(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "form.json"
    if content is not None:
        file.write_bytes(content)
    ran = CliRunner().invoke(cli, ["fhir", "import", str(file)])
    assert ran.exit_code == 1
    assert ran.stderr.startswith(f"Error: {file}: {told}")
    assert ran.stderr.count("\n") == 1


def test_a_dash_is_standard_input() -> None:
    ran = CliRunner().invoke(cli, ["fhir", "import", "-"], input=json.dumps(form(choice("a", text="Mal à un œil ?"))))
    assert ran.exit_code == 0, ran.output
    assert load_text(ran.stdout, "printed").question["a"].ask.said_in("en") == "Mal à un œil ?"
    for content, told in ((b"{", "line 1, column 2: this is not JSON"), (b"\xff", "this is not text in UTF-8")):
        refused = CliRunner().invoke(cli, ["fhir", "import", "-"], input=content)
        assert refused.exit_code == 1
        assert refused.stderr.startswith(f"Error: standard input: {told}")


def test_a_folder_is_no_file_to_import(tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli, ["fhir", "import", str(tmp_path)])
    assert (ran.exit_code, ran.stderr) == (1, f"Error: {tmp_path}: it cannot be read: is a directory\n")


def test_an_option_without_points_beside_others_comes_in_and_stands_aside() -> None:
    (question,) = brought_in(
        choice("a", option("never", 0), option("often", 1), option("declined"))
    ).questionnaire.questions
    assert [(each.points, each.aside) for each in question.options] == [(0, False), (1, False), (None, True)]
