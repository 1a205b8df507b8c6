"""What did the author write?"""

import pytest
from pydantic import ValidationError

from checker.engine.condition_parser import parse
from checker.engine.conditions import ALWAYS, Answer
from checker.engine.questionnaire import Case, Promise, Question, Questionnaire, Text, json_schema
from tests.small import small, ticked

PARTS = """
sections:
  - id: safety
    title: {en: Safety}
    questions:
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Any of these?}
        options:
          - {id: fever, text: {en: Fever}}
          - {id: rash, text: {en: Rash}}
          - {id: none, text: {en: None of these}, exclusive: true}
  - id: throat
    title: {en: Throat}
    questions:
      - id: swallow
        kind: one
        label: {en: Swallowing}
        ask: {en: Can you swallow?}
        when: fever in signs
        options:
          - {id: yes, text: {en: "Yes"}, points: 0}
          - {id: no, text: {en: "No"}, points: 2}
          - {id: not_sure, text: {en: Not sure}, unsure: true}
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: -1, max: 10}
scores:
  - id: soreness
    label: {en: Soreness}
    sum: [pain, swallow]
    not_scored: no_score
    bands: [{id: any, from: -1, text: {en: Sore}}]
"""


STOPS = """
guidance:
  - {id: ill, tier: now, when: fever in signs and pain >= 8, then: stop, because: {en: you are ill}}
  - {id: either, tier: now, when: rash in signs or soreness >= 9, then: stop, because: {en: you are sore}}
  - {id: hot, tier: soon, when: fever in signs, because: {en: you are hot}}
"""
STATEMENTS = """
statements:
  - {id: tea, place: care, group: ease, text: {en: Drink tea.}}
  - {id: rest, place: care, group: move, text: {en: Lie down.}}
  - {id: nurse, place: who, text: {en: Call the nurse.}}
"""


@pytest.fixture(scope="module")
def throat() -> Questionnaire:
    """Return one question of each kind, and a score."""
    return small(PARTS)


@pytest.mark.parametrize(
    ("question", "answer", "accepted"),
    [
        ("swallow", "yes", True),
        ("swallow", "maybe", False),
        ("swallow", "", False),
        ("swallow", None, False),
        ("swallow", 1, False),
        ("swallow", ticked("yes"), False),
        ("signs", ticked("fever"), True),
        ("signs", ticked("fever", "rash"), True),
        ("signs", ticked("none"), True),
        ("signs", ticked("none", "fever"), False),
        ("signs", ticked("fever", "cough"), False),
        ("signs", ticked(), False),
        ("signs", "fever", False),
        ("signs", ["fever"], False),
        ("pain", -1, True),
        ("pain", 10, True),
        ("pain", -2, False),
        ("pain", 11, False),
        ("pain", True, False),
        ("pain", 3.0, False),
        ("pain", "3", False),
    ],
)
def test_a_question_accepts_only_whole_and_possible_answers(
    throat: Questionnaire, question: str, answer: object, accepted: bool
) -> None:
    assert throat.question[question].accepts(answer) is accepted


def test_every_option_may_be_ticked_where_none_goes_alone() -> None:
    free = small(PARTS.replace("text: {en: None of these}, exclusive: true", "text: {en: Cough}"))
    assert free.question["signs"].accepts(ticked("fever", "rash", "none"))


@pytest.mark.parametrize(
    ("question", "answer", "points"),
    [("swallow", "no", 2), ("swallow", "yes", 0), ("swallow", "not_sure", None), ("pain", -1, -1), ("pain", 7, 7)],
)
def test_an_answer_has_its_options_points_or_its_own_number(
    throat: Questionnaire, question: str, answer: Answer, points: int | None
) -> None:
    assert throat.question[question].points(answer) == points


def test_answers_to_many_options_have_no_points(throat: Questionnaire) -> None:
    assert throat.question["signs"].points(ticked("fever")) is None


def test_questions_have_one_order_across_sections(throat: Questionnaire) -> None:
    assert [question.id for question in throat.questions] == ["signs", "swallow", "pain"]


def test_a_score_has_its_value_after_its_last_item(throat: Questionnaire) -> None:
    assert throat.position == {"signs": 0, "swallow": 1, "pain": 2, "soreness": 2}


def test_a_rule_that_stops_is_tested_only_where_something_it_reads_has_its_value_just_then() -> None:
    steps = small(PARTS + STOPS).steps
    assert [(step.question.id, [score.id for score in step.scores]) for step in steps] == [
        ("signs", []), ("swallow", []), ("pain", ["soreness"]),
    ]  # fmt: skip
    assert [[rule.id for rule in step.stops] for step in steps] == [["either"], [], ["ill", "either"]]


def test_an_answer_names_its_own_options_alone_in_the_order_of_the_question(throat: Questionnaire) -> None:
    swallow, signs = throat.question["swallow"], throat.question["signs"]
    assert swallow.chosen("not_sure") == [swallow.option("not_sure")]
    assert [option.id for option in signs.chosen(ticked("rash", "fever"))] == ["fever", "rash"]
    assert signs.chosen(None) == []


def test_a_statement_is_named_by_its_id_or_by_its_group() -> None:
    said = small(PARTS + STATEMENTS)
    assert said.statements_of(("nurse", "move")) == said.statements[1:]
    assert said.statements_of(("tea",)) == said.statements[:1]


def test_a_changed_copy_works_everything_out_anew(throat: Questionnaire) -> None:
    assert throat.urgency["home"] == 2
    shorter = throat.model_copy(update={"tiers": throat.tiers[1:]})
    assert shorter.urgency == {"soon": 0, "home": 1}
    assert shorter.scores == throat.scores


def test_tiers_are_listed_from_the_most_to_the_least_urgent(throat: Questionnaire) -> None:
    assert throat.urgency == {"now": 0, "soon": 1, "home": 2}


def test_a_condition_that_was_left_out_is_always_true(throat: Questionnaire) -> None:
    assert throat.question["pain"].when == ALWAYS
    assert throat.question["swallow"].when == parse("fever in signs")


def test_only_a_scale_offers_numbers(throat: Questionnaire) -> None:
    assert list(throat.question["pain"].numbers) == list(range(-1, 11))
    assert list(throat.question["swallow"].numbers) == []


@pytest.mark.parametrize("end", ["min", "max"])
def test_a_scale_that_lacks_an_end_offers_nothing(throat: Questionnaire, end: str) -> None:
    pain = throat.question["pain"].model_dump(by_alias=True) | {end: None, "when": "fever in signs"}
    assert list(Question.model_validate(pain).numbers) == []


def test_an_unknown_option_is_an_error_of_the_caller(throat: Questionnaire) -> None:
    assert throat.question["swallow"].option("no").points == 2
    with pytest.raises(KeyError):
        throat.question["swallow"].option("maybe")


def test_a_questionnaire_cannot_be_changed(throat: Questionnaire) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(throat, "version", "2")  # noqa: B010 - mypy would refuse the plain assignment, as it should


def test_two_loads_of_one_file_are_two_questionnaires(throat: Questionnaire) -> None:
    again = small(PARTS)
    assert throat != again
    assert throat.model_dump() == again.model_dump()
    assert len({throat, again}) == 2


def test_words_missing_in_a_language_are_said_in_the_first_one() -> None:
    text = Text({"fr": "Gorge", "en": "Throat"})
    assert [text.said_in(language) for language in ("en", "fr", "es")] == ["Throat", "Gorge", "Gorge"]


def test_every_text_is_found_by_the_keys_that_lead_to_it(throat: Questionnaire) -> None:
    said = {path: text.said_in("en") for path, text in throat.texts()}
    assert said["title",] == "Sore throat"
    assert said["sections", 1, "questions", 0, "options", 2, "text"] == "Not sure"
    assert said["scores", 0, "bands", 0, "text"] == "Sore"
    assert len(said) == str(throat.model_dump()).count("'en':")


def test_a_worked_case_is_answered_as_the_engine_reads_it(bicycle: Questionnaire) -> None:
    assert bicycle.cases[1].sheet == {"faults": ticked("worn_brake", "cracked_frame")}
    assert bicycle.cases[0].sheet["ache"] == 0


def test_the_tier_that_would_be_right_is_what_the_source_of_a_case_asks_for() -> None:
    case = {"id": "sore", "story": "Sore.", "answers": {}, "expect": {"tier": "soon"}}
    assert Case.model_validate(case).right == "soon"
    assert Case.model_validate({**case, "labelled": "home"}).right == "home"


def test_the_schema_for_editors_names_its_dialect_and_every_key_as_it_is_written() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "from" in schema["$defs"]["Band"]["properties"]


ONE_CLAIM = "a promise makes exactly one claim: always, never, says, never_says, interrupts, monotone"


@pytest.mark.parametrize(
    ("claims", "refusal"),
    [
        ({}, ONE_CLAIM),
        ({"always": "now", "never": "home"}, ONE_CLAIM),
        ({"monotone": ("pain",), "when": "pain >= 3"}, "`monotone` speaks of all answers. Leave `when` out"),
    ],
)
def test_a_promise_makes_exactly_one_claim(claims: dict[str, object], refusal: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Promise.model_validate({"id": "safe", **claims})
    assert [(error["type"], error["msg"]) for error in refused.value.errors()] == [("promise", refusal)]


@pytest.mark.parametrize(
    ("when", "at", "refusal"),
    [
        (3, 0, "a condition is one line of text"),
        ("pain >= 3 and not fever", 14, "there is no `not`. Write the opposite: `is not`, `not in`, `<`"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_with_its_place(when: object, at: int, refusal: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Promise.model_validate({"id": "safe", "always": "now", "when": when})
    (error,) = refused.value.errors()
    assert (error["type"], error["msg"], error["ctx"]["at"]) == ("condition", refusal, at)
