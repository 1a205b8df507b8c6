"""What may stand where others read it? A private answer, and what follows only from it, is for the screen alone."""

from pathlib import Path

from hypothesis import given

from checker.authoring.loader import load, load_text
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.privacy import redact
from tests.sheets import whole_sheets
from tests.small import ticked

FILE = Path(__file__).parents[1] / "data" / "private.yaml"
"""Every word that is or follows from a private answer has a zebra in it, and no other word has."""
Q = load(FILE)
Sheet = dict[str, Answer]


def sheet(*life: str, heat: int = 0, pills: str = "no_pills", cough: int = 2) -> Sheet:
    return {"heat": heat, "life": ticked(*life), "pills": pills, "cough": cough}


def others_read(*life: str, heat: int = 0, pills: str = "no_pills", cough: int = 2) -> tuple[list[str], str, bool]:
    """Return the rules that others read, the tier, and whether they read of a private reason."""
    journey = walk(Q, sheet(*life, heat=heat, pills=pills, cough=cough))
    _, guidance = redact(journey, advise(Q, journey))
    return [rule.id for rule in guidance.rules], guidance.tier.id, guidance.privately


def test_a_reason_that_is_private_alone_is_not_told_and_the_tier_is_the_real_one() -> None:
    assert others_read("afraid") == ([], "soon", True)


def test_of_two_reasons_the_other_one_is_told() -> None:
    assert others_read("afraid", heat=4) == (["hot"], "soon", False)


def test_of_a_rule_that_holds_for_two_reasons_the_private_one_is_not_told() -> None:
    either = load_text(FILE.read_text(encoding="utf-8").replace("when: heat >= 4", "when: heat >= 4 or afraid in life"))
    journey = walk(either, sheet("afraid", heat=4))
    _, told = redact(journey, advise(either, journey))
    assert [(reason.rule.id, reason.name, reason.answer) for reason in told.reasons] == [("hot", "heat", 4)]


def test_a_softer_reason_is_told_beside_the_word_that_the_decisive_one_is_private() -> None:
    assert others_read("drinking", heat=4, pills="strong_pills") == (["hot"], "now", True)


def test_a_reason_for_the_last_tier_is_not_told_of_since_that_tier_needs_none() -> None:
    assert [rule.id for rule in advise(Q, walk(Q, sheet("drinking", cough=0))).rules] == ["slow"]
    assert others_read("drinking", cough=0) == others_read("none", cough=0) == ([], "home", False)


def test_an_answer_that_was_asked_for_by_a_private_one_alone_is_private_too() -> None:
    for heat, names in (0, ["heat", "cough"]), (2, ["heat", "pills", "cough"]):
        journey = walk(Q, sheet("drinking", heat=heat))
        assert journey.asked == ("heat", "life", "pills", "cough")
        assert [*redact(journey, advise(Q, journey))[0].asked] == names


def test_a_score_that_would_be_another_one_is_not_told_nor_what_follows_from_it() -> None:
    journey = walk(Q, sheet("drinking", pills="strong_pills", cough=3))
    guidance = advise(Q, journey)
    assert guidance.scores["load"]
    assert redact(journey, guidance)[1].scores == {"load": None}
    assert others_read("drinking", pills="strong_pills", cough=3) == ([], "now", True)


def test_a_score_that_is_the_same_without_the_private_answer_is_told_as_a_reason() -> None:
    journey = walk(Q, sheet("afraid", heat=2, pills="strong_pills", cough=3))
    _, told = redact(journey, advise(Q, journey))
    assert [(reason.rule.id, reason.name, reason.answer) for reason in told.reasons] == [("heavy_load", "load", 7)]
    assert [each.points for each in told.scores.values() if each] == [7]


def test_an_early_end_by_a_private_answer_keeps_what_was_answered_and_not_why() -> None:
    journey = walk(Q, sheet("hearing", heat=4))
    others, guidance = redact(journey, advise(Q, journey))
    assert (journey.stopped_by, others.stopped_by) == (Q.guidance[0], None)
    assert (others.answers, guidance.tier.id, guidance.privately) == ({"heat": 4}, "now", True)


def test_what_stopped_or_interrupted_for_a_reason_that_is_not_private_is_told() -> None:
    text = FILE.read_text(encoding="utf-8")
    text = text.replace("when: hearing in life", "when: hearing in life or pills is strong_pills")
    public = load_text(text.replace("when: afraid in life, then", "when: afraid in life or heat >= 4, then"))
    journey = walk(public, sheet("none", heat=4, pills="strong_pills"))
    others, _ = redact(journey, advise(public, journey))
    assert others.stopped_by is journey.stopped_by is public.guidance[0]
    assert others.interrupted_by == journey.interrupted_by == (public.guidance[2],)


def test_an_interruption_by_a_private_answer_is_not_told() -> None:
    journey = walk(Q, sheet("afraid"))
    assert journey.interrupted_by == (Q.guidance[2],)
    assert redact(journey, advise(Q, journey))[0].interrupted_by == ()


def test_what_is_said_for_a_tier_is_said_whatever_led_there() -> None:
    journey = walk(Q, sheet("afraid"))
    assert [each.id for each in redact(journey, advise(Q, journey))[1].statements] == ["nurse", "tea", "return"]


def test_a_stop_that_only_another_private_answer_kept_away_ends_what_others_read() -> None:
    stopping = load_text(FILE.read_text(encoding="utf-8").replace("hearing in life, then", "none in life, then"))
    journey = walk(stopping, sheet("afraid", heat=4))
    assert journey.asked == ("heat", "life", "pills", "cough")
    assert redact(journey, advise(stopping, journey))[0].answers == {"heat": 4}


def test_before_a_private_answer_nothing_is_taken_away() -> None:
    journey = walk(Q, {"heat": 4})
    guidance = advise(Q, journey)
    assert redact(journey, guidance) == (journey, guidance)


@given(whole_sheets(Q))
def test_others_read_nothing_that_the_screen_does_not_say_and_reading_twice_takes_nothing_more(given_: Sheet) -> None:
    journey = walk(Q, given_)
    guidance = advise(Q, journey)
    others, told = redact(journey, guidance)
    assert {*(rule.id for rule in told.rules)} <= {*(rule.id for rule in guidance.rules)}
    assert {*(each.id for each in told.statements)} <= {*(each.id for each in guidance.statements)}
    assert others.values.items() <= {**journey.values}.items()
    assert told.tier is guidance.tier
    assert redact(others, told) == (others, told)
