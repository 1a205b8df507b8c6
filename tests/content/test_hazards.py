"""What could harm somebody: all that is loud is traced to a hazard, and every hazard to what is proved."""

import pytest

from checker.authoring.hazard_checks import GENERAL, signs_of
from checker.authoring.loader import inspect_text, load
from checker.comparison import changes
from checker.engine.questionnaire import Questionnaire
from checker.proofs.prover import prove
from checker.resources import shipped
from checker.review.fields import fields_of
from checker.review.hazards import TracedHazard, gather
from checker.review.material import Material

TEXT = shipped("questions.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def whole() -> Questionnaire:
    return load(shipped("questions.yaml"))


@pytest.fixture(scope="module")
def traced(whole: Questionnaire) -> tuple[TracedHazard, ...]:
    return gather(Material(whole))


def test_every_rule_and_every_sign_of_an_emergency_is_traced_to_a_hazard(whole: Questionnaire) -> None:
    named = {id_ for hazard in whole.hazards for id_ in (*hazard.rules, *hazard.statements)}
    acute = [each.id for each in whole.statements if each.sign in ("emergency", "crisis")]
    assert len(acute) > 10
    assert {*(rule.id for rule in whole.guidance), *acute} - named == set()
    signs = {place for hazard in whole.hazards for place in signs_of(whole, hazard)}
    assert signs == set(range(len(whole.emergency_signs.items)))


def test_every_hazard_is_proved_and_the_rules_behind_its_proofs_are_named(traced: tuple[TracedHazard, ...]) -> None:
    assert [each.hazard.id for each in traced if not each.is_proved] == []
    for each in traced:
        behind = {rule for claim in each.proofs for rule in claim.verdict.because}
        assert not each.rules or not behind or behind & {rule.id for rule in each.rules}, each.hazard.id


def test_a_hazard_finds_its_questions_and_cases(traced: tuple[TracedHazard, ...]) -> None:
    (found,) = (each for each in traced if each.hazard.id == "mood_untreated")
    assert {"pregnancy", "little_interest", "gad_worry"} <= {question.id for question in found.questions}
    assert all(as_expected for _, as_expected in found.cases) and found.cases


def test_a_hazard_of_a_broken_promise_is_not_proved(whole: Questionnaire) -> None:
    rules = tuple(rule for rule in whole.guidance if rule.id != "em_workout")
    broken = Material(whole.model_copy(update={"guidance": rules}))
    assert [each.hazard.id for each in gather(broken) if not each.is_proved and "em_workout" in each.hazard.rules]


def test_a_rule_that_is_not_traced_is_an_error() -> None:
    questionnaire, problems = inspect_text(TEXT.replace("    rules: [em_workout]\n", ""))
    assert questionnaire is None
    assert [problem.message for problem in problems] == [
        "no hazard names the rule 'em_workout'. Add it to the `rules` of one in `hazards`"
    ]


def test_claims_that_hazards_may_name_are_those_that_are_proved_of_every_file(questionnaire: Questionnaire) -> None:
    made = {verdict.id for verdict in prove(questionnaire).verdicts if verdict.kind != "promise"}
    assert {name for name in made if not name.startswith("unscored_")} == set(GENERAL)


def test_a_change_of_a_hazard_is_told_and_can_be_tried(whole: Questionnaire) -> None:
    first, *others = whole.hazards
    new = whole.model_copy(update={"hazards": (first.model_copy(update={"who": "Anybody"}), *others[1:])})
    told = [change.sentence for change in changes(whole, new)]
    assert len(told) == 2
    assert told[0].startswith(f"Hazard '{first.id}': who is now Anybody") and "is removed" in told[1]
    assert "residual" in [each.name for each in fields_of(TEXT, f"hazard {first.id}")]
