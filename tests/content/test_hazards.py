"""What could harm somebody: all that is loud is traced to a hazard, and every hazard to what is proved."""

import re

import pytest

from checker.authoring.hazard_checks import GENERAL, signs_of
from checker.authoring.loader import inspect_text, load
from checker.authoring.manuscript import Manuscript
from checker.comparison import changes
from checker.dossier.documents import page as document
from checker.dossier.facts import Dossier
from checker.engine.questionnaire import Questionnaire
from checker.evidence.worked_cases import replay
from checker.proofs.prover import prove
from checker.resources import shipped
from checker.review.fields import fields_of
from checker.review.hazards import TracedHazard, gather
from checker.review.material import Material
from checker.review.pages import Addresses
from checker.review.pages import page as review_page

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


def test_hazards_of_which_no_promise_speaks_are_named_as_open(
    whole: Questionnaire, traced: tuple[TracedHazard, ...]
) -> None:
    promises = {promise.id for promise in whole.promises}
    general = [each.id for each in whole.hazards if not promises & set(each.proofs)]
    assert [each.hazard.id for each in traced if not each.is_promised] == general != []
    text = document(Dossier(Material(whole)), "unverified")
    assert f"only claims that are made of every questionnaire: {', '.join(general)}." in text


def test_a_claim_that_fills_a_page_is_cut_short_in_the_hazard_log(
    whole: Questionnaire, traced: tuple[TracedHazard, ...]
) -> None:
    claims = {claim.verdict.id: claim.words for each in traced for claim in each.proofs}
    long = max(claims, key=lambda name: len(claims[name]))
    assert len(claims[long]) > 3000
    html = document(Dossier(Material(whole)), "hazard-log")
    (shown, *_) = re.findall(rf"<p><code>{long}</code> (.*?)</p>", html)
    assert "..." in shown and len(shown) < 500


def test_what_is_left_stays_true_when_a_language_is_signed(whole: Questionnaire) -> None:
    assert [
        each.id
        for each in whole.hazards
        if re.search(r"[Nn]o (native )?clinician|is to confirm|nobody has signed", each.left)
    ] == []


def test_a_hazard_finds_its_questions_and_cases(traced: tuple[TracedHazard, ...]) -> None:
    (found,) = (each for each in traced if each.hazard.id == "mood_untreated")
    assert {"pregnancy", "little_interest", "gad_worry"} <= {question.id for question in found.questions}
    assert found.cases and not any(worked.mismatches for worked in found.cases)


def test_a_case_that_comes_out_too_soft_is_no_control_and_is_named_as_what_it_is(
    whole: Questionnaire, traced: tuple[TracedHazard, ...]
) -> None:
    missed = "psoas_abscess_crohns_cannot_straighten"
    (infection,) = (each for each in traced if each.hazard.id == "spine_infection")
    assert [each.case.id for each in infection.cases if each.verdict == "not-urgent-enough"] == [missed]
    assert missed in infection.hazard.left
    soft = "not urgent enough: right is “{}”, result is “{}”".format(
        *(whole.tier[tier].title.said_in("en") for tier in ("emergency", "urgent_today"))
    )
    of_all = Dossier(Material(whole))
    for name in ("hazard-log", "safety-case", "unverified"):
        assert f'<code>{missed}</code> <strong class="bad">{soft}' in document(of_all, name), name
    assert document(of_all, "safety-case").count("<code>three_weeks_mild_not_gone</code> <strong") == 1


def test_a_hazard_of_a_broken_promise_is_not_proved(whole: Questionnaire) -> None:
    rules = tuple(rule for rule in whole.guidance if rule.id != "em_workout")
    broken = Material(whole.model_copy(update={"guidance": rules}))
    assert [each.hazard.id for each in gather(broken) if not each.is_proved and "em_workout" in each.hazard.rules]


def test_a_rule_that_is_not_traced_is_an_error() -> None:
    questionnaire, problems = inspect_text(TEXT.replace("    rules: [em_workout]\n", ""))
    assert questionnaire is None
    assert [problem.message for problem in problems if not problem.warning] == [
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
    assert "residual" in [each.name for each in fields_of(Manuscript(TEXT), f"hazard {first.id}")]


def test_intended_use_says_for_whom_it_is_not_without_saying_what_is_always_so(whole: Questionnaire) -> None:
    html = document(Dossier(Material(whole)), "intended-use")
    (child,) = re.findall(r"<code>os_child</code>.*?</article>", html, re.DOTALL)
    label = whole.question["life_now"].label.said_in("en")
    holds, _, after = child.partition("It is said once this is answered, whatever the answer:")
    assert "Under 18" in holds and label not in holds and label in after


def test_the_overview_says_what_expected_means_beside_what_is_right(whole: Questionnaire) -> None:
    text = review_page(Material(whole), "index", Addresses("{}.html".format, str))
    figures = replay(whole).questionnaire.overall
    assert "207 of 207 worked cases come out as expected." in text
    assert f"Expected is what their authors let stand: {figures.right.hits} of 207 get the urgency" in text
    assert figures.safe.of - figures.safe.hits == 2 and "2 a less urgent one." in text
