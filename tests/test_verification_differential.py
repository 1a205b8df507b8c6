"""The prover says of small questionnaires exactly what trying every answer sheet says."""

from hypothesis import HealthCheck, given, settings

from checker.model import Questionnaire
from checker.verification import Report, prove
from tests import brute_force
from tests.strategies import small_questionnaires

many_examples = settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many_examples
@given(small_questionnaires())
def test_the_prover_agrees_with_trying_every_answer_sheet(questionnaire: Questionnaire) -> None:
    report = prove(questionnaire)
    assert not report.undecided
    assert not report.left_out
    assert_counts(questionnaire, report)
    assert_reached(questionnaire, report)
    assert_promises(questionnaire, report)
    assert_unasked(questionnaire, report)


def assert_counts(questionnaire: Questionnaire, report: Report) -> None:
    endings = brute_force.endings(questionnaire)
    assert report.total
    assert report.total.sheets == len(endings)
    for tier, count in report.counts.items():
        lengths = [len(journey.asked) for journey, guidance in endings if guidance.tier.id == tier]
        found = (count.sheets, count.shortest, count.longest) if count else (0, 0, 0)
        assert found == (len(lengths), min(lengths, default=0), max(lengths, default=0))


def assert_reached(questionnaire: Questionnaire, report: Report) -> None:
    happening = brute_force.happening(questionnaire)
    every = {each.id for group in ("questions", "guidance", "statements") for each in getattr(questionnaire, group)}
    every |= {f"{option.id} of {each.id}" for each in questionnaire.questions for option in each.options}
    every |= {f"{band.id} of {score.id}" for score in questionnaire.scores for band in score.bands}
    dead = {each for verdict in report.verdicts for each in verdict.dead}
    assert dead == every - happening


def assert_promises(questionnaire: Questionnaire, report: Report) -> None:
    verdicts = {verdict.id: verdict for verdict in report.verdicts if verdict.kind == "promise"}
    for promise in questionnaire.promises:
        breakers = brute_force.breakers(questionnaire, promise)
        verdict = verdicts[promise.id]
        assert verdict.holds is not bool(breakers)
        if breakers and not promise.monotone and not promise.unsure:
            assert brute_force.price(questionnaire, verdict.sheets[0]) == min(breakers)


def assert_unasked(questionnaire: Questionnaire, report: Report) -> None:
    listed = {(place, name) for each in report.unasked for name in each.names for place in each.places}
    assert listed == brute_force.unasked(questionnaire)
