"""Whatever stands in a FHIR Questionnaire is imported or listed: nothing can be taken away unnoticed."""

from collections.abc import Iterator
from copy import deepcopy
from json import dumps
from typing import Any, TypeAlias

import pytest

from checker.fhir import foreign_questionnaire
from checker.fhir.canonical import CALCULATED, EXCLUSIVE, HIDDEN, ITEM_CONTROL, MAXIMUM, MINIMUM, SLIDER_STEP, Json
from checker.fhir.questionnaire_import import imported
from checker.fhir.resource import RefusalError

Way: TypeAlias = tuple[str | int, ...]
CORE = "http://hl7.org/fhir/StructureDefinition"
POINTS, POINTS_OF_STU3 = f"{CORE}/ordinalValue", f"{CORE}/questionnaire-ordinalValue"
LOINC, OWN = "http://loinc.org", "https://example.org/o"
UNIT = {"url": f"{CORE}/questionnaire-unit", "valueCoding": {"system": "http://unitsofmeasure.org", "code": "{score}"}}
WORDS = {"LA6568-5": "Not at all", "LA6569-3": "Several days", "LA6571-9": "Nearly every day"}
SPANISH = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": "¿Dónde?"}]
TRANSLATED = {"extension": [{"url": f"{CORE}/translation", "extension": SPANISH}]}


def item(link: str, kind: str, text: str, *within: Json, **keys: Any) -> Json:
    return {"linkId": link, "type": kind, "text": text, **keys} | ({"item": list(within)} if within else {})


def when(link: str, operator: str, **answer: Any) -> Json:
    return {"question": link, "operator": operator, **answer}


def coded(system: str, code: str) -> Json:
    return {"answerCoding": {"system": system, "code": code}}


def control(code: str) -> Json:
    system = "http://hl7.org/fhir/questionnaire-item-control"
    return {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}


def beside(link: str, said: str, code: str, *within: Json, **keys: Any) -> Json:
    return item(link, "display", said, *within, extension=[control(code)], **keys)


def options(*codes: str, **more: Any) -> list[Json]:
    return [{"valueCoding": {"system": OWN, "code": each, "display": each.upper()}, **more} for each in codes]


def scored(url: str, *, on_coding: bool = False) -> list[Json]:
    """Return answers with their points beside the option or within its code."""
    found = []
    for points, (code, said) in enumerate(WORDS.items()):
        extension = {"extension": [{"url": url, "valueDecimal": points}]}
        coding = {"system": LOINC, "code": code, "display": said}
        found.append({"valueCoding": coding | extension} if on_coding else {"valueCoding": coding, **extension})
    return found


def form(name: str, *items: Json, **keys: Any) -> Json:
    head = {"resourceType": "Questionnaire", "status": "active", "name": name, "title": f"The {name}"}
    return {**head, "item": list(items), **keys}


def phq9() -> Json:
    """Return a PHQ-9 as the public ones are written: a group, scored options, a total, a question on difficulty."""
    answers = {
        "/44250-9": scored(POINTS),
        "/44255-8": scored(POINTS_OF_STU3),
        "/44259-0": scored(POINTS, on_coding=True),
    }
    problems = [
        item(
            link,
            "choice",
            f"Problem {link}",
            required=True,
            answerOption=offered,
            code=[{"system": LOINC, "code": link[1:], "display": "A problem"}],
        )
        for link, offered in answers.items()
    ]
    path = "%resource.repeat(item).where(linkId in ('/44250-9' | '/44255-8' | '/44259-0')).answer.value.ordinal().sum()"
    expression = {"description": "the sum", "language": "text/fhirpath", "expression": path}
    total = item(
        "/44261-6",
        "decimal",
        "Total",
        readOnly=True,
        code=[{"system": LOINC, "code": "44261-6"}],
        extension=[{"url": CALCULATED, "valueExpression": expression}, UNIT, {"url": MINIMUM, "valueInteger": 0}],
    )
    hard = item(
        "/69722-7",
        "choice",
        "How difficult?",
        answerOption=options("easy", "hard"),
        enableWhen=[when(link, "=", **coded(LOINC, "LA6571-9")) for link in answers],
        enableBehavior="any",
    )
    group = item("/g", "group", "PHQ", item("/i", "display", "In 2 weeks ..."), *problems, total, hard, prefix="A")
    return form(
        "PHQ9",
        item("/all", "group", "All of it", group),
        url="https://example.org/phq9",
        version="2.1",
        language="en-GB",
        publisher="Somebody",
        date="2024-05-01",
        copyright="Free to use",
        subjectType=["Patient"],
        code=[{"system": LOINC, "code": "44249-1"}],
        meta={"profile": [f"{CORE}/Questionnaire"]},
        description="About mood",
        purpose="To measure",
        experimental=False,
        text={"status": "generated", "div": "<div>PHQ</div>"},
    )


def branching() -> Json:
    """Return a form with conditions on groups, questions within questions, every operator and both behaviours."""
    which = item(
        "which",
        "choice",
        "Which of these?",
        item("which.1", "boolean", "Since long?"),
        beside("which.h", "All that apply", "help", item("which.h.1", "display", "Really all"), required=True),
        repeats=True,
        answerOption=options("a", "b"),
    )
    amount = item(
        "amount",
        "integer",
        "How many a day?",
        beside("low", "none", "lower"),
        beside("up", "a lot", "upper", item("more", "boolean", "More?")),
        extension=[
            {"url": MINIMUM, "valueInteger": 0},
            {"url": MAXIMUM, "valueInteger": 60},
            {"url": SLIDER_STEP, "valueInteger": 5},
            control("slider"),
            UNIT,
        ],
        maxLength=2,
    )
    yes = [when("smokes", "=", answerBoolean=True)]
    many = [when("amount", ">=", answerInteger=10), when("which", "!=", **coded(OWN, "a"))]
    asked = [when("amount", "exists", answerBoolean=True), when("amount", "<", answerInteger=50)]
    inner = item("g2.1", "group", "Inner", item("quit", "boolean", "Stop?"), enableWhen=many, enableBehavior="any")
    outer = [inner, item("tried", "boolean", "Have you tried?")]
    return form(
        "Branching",
        item("smokes", "boolean", "Do you smoke?", required=True, initial=[{"valueBoolean": False}]),
        item("g", "group", "Smoking", which, amount, enableWhen=yes, enableBehavior="all", required=True),
        item("g2", "group", "Outer", *outer, enableWhen=asked, enableBehavior="all"),
    )


def value_sets() -> Json:
    """Return a form whose options stand in value sets: within the file, expanded, and elsewhere."""
    points = {"extension": [{"url": POINTS, "valueDecimal": 1}]}
    spanish = [{"language": "es", "value": "Alto"}, {"language": "es", "use": {"code": "x"}, "value": "Bien alto"}]
    concepts = [
        {"code": "low", "display": "Low", **points},
        7,
        {"code": "high", "display": "High", "designation": spanish},
    ]
    composed = {"include": [{"system": OWN, "version": "3", "concept": concepts}, "x"], "inactive": True}
    elsewhere = {"include": [{"system": OWN, "concept": concepts}, {"valueSet": ["https://example.org/more"]}]}
    fewer = {"include": composed["include"], "exclude": [{"system": OWN, "concept": [{"code": "low"}]}]}
    both = {"abstract": True, "display": "Both", "contains": [{"code": "l2", "display": "Left too"}, "x"]}
    right = {"system": OWN, "code": "right", "display": "Right", "inactive": True}
    expanded = {"total": 3, "contains": [{"system": OWN, "code": "left", "display": "Left"}, right, both, 7]}
    held: dict[str, Json] = {
        "levels": {"compose": composed, "url": "https://example.org/levels"},
        "sides": {"expansion": expanded, "compose": {"include": []}},
        "more": {"compose": elsewhere},
        "fewer": {"compose": fewer},
        "unused": {"status": "active"},
    }
    chosen = [item(f"of.{name}", "choice", f"Which {name}?", answerValueSet=f"#{name}") for name in list(held)[:-1]]
    return form(
        "ValueSets",
        *chosen,
        item("c", "choice", "Which?", answerValueSet="https://example.org/elsewhere"),
        item("d", "open-choice", "What else?", answerOption=options("x", "y"), answerValueSet="#levels"),
        contained=[*({"resourceType": "ValueSet", "id": name, **parts} for name, parts in held.items()), 7],
    )


def oddities() -> Json:
    """Return a form with what real forms hold besides: initial values, hidden items, limits, looks, odd options."""
    sideways = {"url": f"{CORE}/questionnaire-choiceOrientation", "valueCode": "horizontal"}
    nowhere = [*options("none", extension=[{"url": EXCLUSIVE, "valueBoolean": True}]), 7, *options("back", "neck")]
    half = {"valueString": "one", "extension": [{"url": POINTS, "valueDecimal": 1.5}]}
    no_name = [when("name", "exists", answerBoolean=False)]
    large = [when("size", ">", answerInteger=1)]
    variable = {"url": f"{CORE}/variable", "valueExpression": {"name": "a", "expression": "1"}}
    return form(
        "Oddities",
        item(
            "where",
            "choice",
            "At which place?",
            repeats=True,
            answerOption=nowhere,
            _text=TRANSLATED,
            extension=[control("check-box"), sideways, sideways],
        ),
        item("name", "string", "Your name?", maxLength=20),
        item("secret", "boolean", "A secret", extension=[{"url": HIDDEN, "valueBoolean": True}]),
        item(
            "ready", "boolean", "Are you?", readOnly=True, initial=[{"valueBoolean": True}], answerOption=options("x")
        ),
        item(
            "size", "integer", "How big?", answerOption=[{"valueInteger": 1}, {"valueInteger": 2, "initialSelected": 1}]
        ),
        item("kind", "choice", "Which kind?", answerOption=[half, {"valueString": "two", "valueDate": "2024"}]),
        item("coded", "boolean", "Is it coded?", code=[{"code": "without a system"}], definition="https://example.org"),
        item("rows", "group", "Rows", item("row", "boolean", "A row?"), repeats=True),
        item("weight", "quantity", "Your weight?"),
        item("date", "date", "Which day?"),
        item("file", "attachment", "Which file?"),
        item("never", "boolean", "At no time?", enableWhen=no_name),
        item("later", "boolean", "Afterwards?", enableWhen=large),
        extension=[variable, variable],
        _title=TRANSLATED,
        language="nb",
    )


FORMS = {"phq9": phq9(), "branching": branching(), "value sets": value_sets(), "oddities": oddities()}


# Taking away -----------------------------------------------------------------------------------------------------


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """Yield the way to everything in some JSON, from outside to inside."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, held in steps:
        yield (*way, step)
        yield from ways(held, (*way, step))


def without(value: Json, way: Way) -> Json:
    rest = deepcopy(value)
    held: Any = rest
    for step in way[:-1]:
        held = held[step]
    del held[way[-1]]
    return rest


def result(resource: Json) -> tuple[str, tuple[str, ...]]:
    try:
        found = imported(dumps(resource))
    except RefusalError as error:
        return "", (str(error),)
    return found.text, tuple(map(str, found.losses))


LISTED_ONE_BY_ONE = {"item", "extension", "answerOption", "contained", "contains", "include", "concept"}
"""Lists of which each entry has to be in the list, not only the whole."""


def silent(resource: Json) -> list[Way]:
    """Return what may be taken away without anything changing; not what lies within a thing that is listed whole."""
    text, findings = result(resource)
    settled: list[Way] = []
    found: list[Way] = []
    for way in ways(resource):
        if way[0] == "resourceType" or any(way[: len(each)] == each for each in settled):
            continue
        now, said = result(without(resource, way))
        if now == text and said == findings:
            found.append(way)
        whole = any(f"its `{way[-1]}`" in each for each in set(findings) - set(said))
        if now == text and (whole or way[-1] not in LISTED_ONE_BY_ONE):
            settled.append(way)
    return found


def means_nothing(resource: Json, way: Way) -> bool:
    """Return whether something says nothing that is not said already, or nothing about what is asked."""
    around: Any = resource
    for step in way[:-1]:
        around = around[step]
    match way[-1]:
        case "system":  # of a look; of a code in a condition, which must fit where it is given
            return (way[-2] in ("answerCoding", 0) and "enableWhen" in way) or "valueCodeableConcept" in way
        case "linkId":  # of words beside a question
            return bool(around["type"] == "display")
        case "enableBehavior":  # `any` is what it is without, and one condition needs none
            return around["enableBehavior"] == "any" or len(around["enableWhen"]) == 1
        case "required":  # a group is answered when its questions are
            return bool(around["type"] == "group")
        case "type":  # a sum of whole points is one
            return CALCULATED in str(around.get("extension"))
        case "language":  # the only one in which calculations are read
            return "valueExpression" in way
        case "resourceType":
            return True
    return way[-2:-1] == ("extension",) and around[way[-1]] == control("slider")  # so is a scale shown anyway


@pytest.mark.parametrize("resource", FORMS.values(), ids=FORMS)
def test_nothing_can_be_taken_away_unnoticed(resource: Json) -> None:
    assert [way for way in silent(resource) if not means_nothing(resource, way)] == []


def test_what_is_lost_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_questionnaire, "of_item", lambda item, kind: iter(()))
    resource = form("Small", item("a", "boolean", "So?", initial=[], extension=[UNIT]))
    assert silent(resource) == [("item", 0, "initial"), ("item", 0, "extension"), ("item", 0, "extension", 0)]


def test_points_are_read_under_every_address_that_they_have_had() -> None:
    found = imported(dumps(phq9())).questionnaire
    assert [[o.points for o in q.options] for q in found.questions[:3]] == [[0, 1, 2]] * 3
    assert len(found.scores[0].sum) == 3


def told(resource: Json) -> list[str]:
    return [str(finding) for finding in imported(dumps(resource)).losses]


def test_what_stands_in_the_place_of_a_concept_and_within_words_is_listed() -> None:
    sets = told(value_sets())
    assert (
        "of.levels: in its value set, 1 of the 3 entries of its `concept` are left out: no objects (number 2)" in sets
    )
    assert (
        "of.levels: in its value set, 1 of the 2 entries of its `include` are left out: no objects (number 2)" in sets
    )
    assert "of.more: left out: its value set takes options from elsewhere. List them in it" in sets
    assert "of.fewer: left out: its value set excludes some options. List there only those that it has" in sets
    assert "questionnaire: 1 of the 6 entries of its `contained` are left out: no objects (number 6)" in sets
    branches = told(branching())
    assert "which.h: its `item` is left out" in branches and "up: its `item` is left out" in branches


def test_designations_are_translations_and_abstract_entries_are_no_options() -> None:
    found = imported(dumps(value_sets())).questionnaire
    assert [o.text.root for o in found.question["of_levels"].options] == [{"en": "Low"}, {"en": "High", "es": "Alto"}]
    assert [o.id for o in found.question["of_sides"].options] == ["left", "right", "l2"]


def test_an_option_is_counted_among_all_that_stand_there() -> None:
    resource = oddities()
    resource["item"][0]["answerOption"][2] = {}
    assert "where: left out: its option number 3 has neither words nor a code. Give it a value" in told(resource)


def test_a_code_of_another_system_is_another_option() -> None:
    resource = phq9()
    resource["item"][0]["item"][0]["item"][5]["enableWhen"][0]["answerCoding"]["system"] = OWN
    assert "/69722-7: left out: it names an option that 'q_44250_9' does not have" in told(resource)


def test_a_calculation_in_another_language_is_no_sum() -> None:
    resource = phq9()
    resource["item"][0]["item"][0]["item"][4]["extension"][0]["valueExpression"]["language"] = "text/cql"
    assert any(line.startswith("/44261-6: left out: a calculation that is not in FHIRPath") for line in told(resource))
