"""What each option does, and each score item by item."""

from checker.authoring import load
from checker.engine.conditions import holds
from checker.engine.questionnaire import Questionnaire
from checker.resources import shipped
from checker.review import questions, scores
from checker.review.material import Material
from checker.review.questions import heard_by
from tests.small import small
from tests.throat import QUESTIONS


def does(questionnaire: Questionnaire, question: str, option: str) -> dict[str, tuple[str, ...]]:
    asked = questionnaire.question[question]
    return dict(heard_by(questionnaire, asked, asked.option(option)))


def test_an_option_says_which_rules_it_fires_and_what_it_makes_asked() -> None:
    throat = small(QUESTIONS)
    assert does(throat, "signs", "drooling") == {"Fires": ("spit",)}
    assert does(throat, "signs", "fever") == {"Makes asked": ("worst", "usual")}
    assert does(throat, "signs", "none") == {}
    assert does(throat, "days", "many_days") == {"Fires": ("long",)}


def test_an_option_that_needs_others_helps_and_one_that_ends_the_questions_makes_none_asked() -> None:
    throat = small(
        QUESTIONS.replace("when: usual >= 3", "when: fever in signs and usual >= 3").replace(
            "{id: spit, tier: now,", "{id: spit, then: stop, tier: now,"
        )
    )
    assert does(throat, "signs", "fever")["Helps to fire"] == ("hurts",)
    assert does(throat, "signs", "drooling") == {"Fires, and ends the questions": ("spit",)}


def test_every_rule_that_one_answer_fires_stands_at_its_option() -> None:
    spine = load(shipped("questions.yaml"))
    for question in spine.questions:
        for option in question.options:
            values = {question.id: frozenset({option.id}) if question.kind == "many" else option.id}
            fired = [rule.id for rule in spine.guidance if holds(rule.when, values)]
            told = does(spine, question.id, option.id)
            assert sorted((*told.get("Fires", ()), *told.get("Fires, and ends the questions", ()))) == sorted(fired)


def test_an_instrument_stands_item_by_item_with_its_points_and_readers() -> None:
    spine = load(shipped("questions.yaml"))
    (phq8,) = (each for each in scores.gather(Material(spine)) if each.score.id == "phq8")
    assert [item.question.id for item in phq8.items] == list(spine.score["phq8"].sum)
    assert all(item.question.verbatim and [said.language for said in item.said] == ["en", "es"] for item in phq8.items)
    (answers,) = phq8.answers
    assert [points for points, _ in answers.rows] == ["0", "1", "2", "3"]
    assert {"rule td_mood", "rule fd_mood", "rule bk_mood"} <= set(phq8.read_by)
    assert phq8.items[0].read_by == ("score phq2",) and phq8.item_sources


def test_a_scale_shows_its_ends() -> None:
    spine = load(shipped("questions.yaml"))
    (pain,) = (each for each in scores.gather(Material(spine)) if each.score.id == "pain")
    assert [points for group in pain.answers for points, _ in group.rows][:2] == ["0", "10"]
    assert questions.gather(Material(small(QUESTIONS)))[0].asked[0].choices[1].does == (("Fires", ("spit",)),)
