"""What stands on a result, and what stands aside where help comes first."""

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from checker.authoring.loader import inspect_text
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.ops.settings import settings
from checker.web import create_app
from checker.web.result_page import MOST_CHANGES, MOST_OPEN_GROUPS, ResultPage, compose
from tests.kinds import CHILD, SOON
from tests.pages import Visitor, app_of, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers
from tests.proofs.test_prover import written
from tests.small import FRAME, small

SHIPPED = served_by(app_of()).questionnaire
TODAY = date(2026, 11, 25)


def result(people: dict[str, Any], language: str = "en") -> ResultPage:
    journey = walk(SHIPPED, as_answers(people))
    return compose(journey, advise(SHIPPED, journey), language, TODAY, lambda question: f"/change/{question}")


def in_order(people: dict[str, Any]) -> dict[str, Any]:
    """Return the answers that count, in the order in which they are asked."""
    return {name: people[name] for name in walk(SHIPPED, as_answers(people)).asked}


@pytest.mark.parametrize("people", [EMERGENCY, CRISIS, COMPLEX])
def test_beside_help_stands_no_score_no_booking_and_nothing_to_read_on(people: dict[str, Any]) -> None:
    page = result(people)
    assert (page.areas, page.changes, page.care, page.visits) == ((), (), (), False)
    assert [link.href for link in page.links if link.href.startswith("https:")] == []


def test_an_emergency_can_be_called_for_from_the_result() -> None:
    assert [link.href for link in result(EMERGENCY).links] == ["tel:911"]


def test_a_calm_result_has_four_scores_side_by_side_and_ways_to_any_doctor() -> None:
    page = result(SOON)
    assert [area.area.said_in("en") for area, _ in page.areas if area.area] == ["Pain", "Activity", "Sleep", "Mood"]
    assert all(measured for _, measured in page.areas)
    ways = [link.id for _, links in page.who for link in links]
    assert page.visits and ways == ["find_treatment", "call_samhsa", "find_doctor", "find_health_center", "call_211"]


def test_where_nothing_was_scored_no_empty_scores_stand_side_by_side() -> None:
    assert result(CHILD).areas == ()


def test_the_ways_to_help_follow_the_first_words_of_an_interruption() -> None:
    page = Visitor(app_of()).begin().answer(right_now=["self_harm"]).page
    texts = [text.said_in("en") for rule in SHIPPED.guidance if rule.page for text in rule.page.text][:2]
    call = page.html.index("tel:988", page.html.index("<main"))
    assert page.html.index(texts[0]) < call < page.html.index(texts[1])


def test_each_reason_has_the_address_that_changes_it() -> None:
    because = {each.rule.id: each for each in result(SOON).reasons}
    assert because["bk_far"].answers == (
        ("Place of the pain", "It goes down one leg, below the knee", "/change/place"),
        (
            "Start of the pain",
            "More than 12 weeks (3 months) ago. No doctor has checked this pain, or it is now worse.",
            "/change/onset",
        ),
    )


def test_the_answers_behind_a_score_are_its_items() -> None:
    (mood,) = (each for each in result(SOON).reasons if each.rule.id == "bk_mood")
    assert len(mood.answers) == 8
    assert mood.answers[0] == ("Little interest or joy", "More than half the days", "/change/little_interest")


def test_an_answer_behind_two_reasons_is_listed_once() -> None:
    sealed = count()
    journey = walk(SHIPPED, as_answers(SOON))
    page = compose(journey, advise(SHIPPED, journey), "en", TODAY, lambda question: f"/{question}/{next(sealed)}")
    listed = [given for reason in page.reasons for given in reason.answers]
    assert set(page.behind) == set(listed) and len(page.behind) == len(set(listed)) < len(listed)


@pytest.mark.parametrize("people", [SOON, COMPLEX, EMERGENCY, CRISIS])
def test_each_reason_shows_a_link_that_changes_it_before_anything_is_unfolded(people: dict[str, Any]) -> None:
    visitor = Visitor(app_of()).begin().answer(**in_order(people))
    page = visitor.page if visitor.page.heading == SHIPPED.tier["emergency"].title.said_in("en") else visitor.go_on()
    shown = page.text.partition("Why we say this")[2].partition("See or change")[0]
    assert shown.count("Because") == shown.count("Change") == len(result(people).reasons) > 0


@pytest.mark.parametrize("people", [MILD, SOON, COMPLEX])
def test_a_result_says_why_before_the_long_list_of_signs_to_which_the_advice_links(people: dict[str, Any]) -> None:
    page = Visitor(app_of()).begin().answer(**in_order(people)).go_on()
    headings = [each.text for each in page.elements if each.tag in ("h1", "h2")]
    signs = SHIPPED.emergency_signs.title.said_in("en")
    assert "Why we say this" not in headings[headings.index(signs) :]
    assert [link.text for link in page.all("a", href="#signs")] == [signs] * ("Why we say this" in headings)


def test_what_would_change_it_is_named_most_urgent_first_and_never_as_a_comfort() -> None:
    page = result(MILD, "es")
    tiers = [other.tier.id for other in page.changes]
    assert tiers == ["emergency", "urgent_today", "few_days"]
    assert len(tiers) <= MOST_CHANGES
    assert page.changes[1].words.startswith("Muchas más pastillas sin receta")


def test_the_recheck_is_a_date() -> None:
    assert result(MILD).recheck == date(2026, 12, 9)
    assert result(EMERGENCY).recheck is None


@pytest.mark.parametrize(("people", "words"), [(MILD, "Next step:"), (EMERGENCY, "Immediate action:")])
def test_how_loud_a_card_is_is_said_in_words(people: dict[str, Any], words: str) -> None:
    visitor = Visitor(app_of()).begin().answer(**people)
    page = visitor.page if people is EMERGENCY else visitor.go_on()
    assert any(element.text.startswith(words) for element in page.all("p", **{"class": "when"}))


# Whom to see, and what helps --------------------------------------------------------------------------------------

ITCH = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - {id: itch, kind: scale, label: {en: Itch}, ask: {en: How much?}, min: 0, max: 9}
guidance:
  - {id: most, tier: now, when: itch >= 9, because: {en: it itches most}}
  - {id: much, tier: soon, when: itch >= 5, because: {en: it itches}}
  - id: more
    tier: soon
    when: itch == 7
    then: interrupt
    because: {en: it itches more}
    page: {title: {en: Wait}, text: [{en: Call.}]}
clinic: {name: Corner Clinic, phone: 555 0100, phone_note: {en: not for emergencies}, booking: "https://example.org/book"}
sources: [{id: book, title: A book, status: recalled}]
statements:
  - id: nurse
    place: who
    text: {en: A nurse.}
    links: [{id: line, text: {en: The nurse line}, href: "tel:555-0101"}, {id: find, text: {en: Find one}, href: "https://example.org/nurses"}]
  - {id: clinic, when: itch != 5, place: who, clinic: true, text: {en: Our clinic.}}
"""
GROUPS = ("sleep", "move", "not", "know", "calm", "work", "mood")


def cares(*groups: str) -> str:
    """Return a statement of the care plan for each group, in this order."""
    parts = "place: care, source: [book], why: {en: It helps.}"
    return "".join(
        f"  - {{id: c{n}, group: {each}, {parts}, text: {{en: Do {n}.}}}}\n" for n, each in enumerate(groups)
    )


def itching(itch: int, *groups: str) -> ResultPage:
    questionnaire = small(ITCH + cares(*groups))
    journey = walk(questionnaire, {"itch": itch})
    return compose(journey, advise(questionnaire, journey), "en", TODAY, str)


def plan(*groups: str) -> list[tuple[str, list[str], list[str]]]:
    """Return each group with the ids that stand open, and those folded away."""
    found = itching(5, *groups).care
    return [(g.group, [c.statement.id for c in g.shown], [c.statement.id for c in g.folded]) for g in found]


def test_the_first_of_each_group_is_open_in_the_order_of_the_file() -> None:
    assert plan("sleep", "move", "sleep", "move", "sleep") == [
        ("sleep", ["c0"], ["c2", "c4"]),
        ("move", ["c1"], ["c3"]),
    ]


def test_at_most_five_groups_are_open_and_none_is_left_out() -> None:
    found = plan(*GROUPS, *GROUPS)
    assert [group for group, _, _ in found] == list(GROUPS)
    assert [len(shown) for _, shown, _ in found] == [1] * MOST_OPEN_GROUPS + [0, 0]
    assert [len(folded) for _, _, folded in found] == [1] * MOST_OPEN_GROUPS + [2, 2]


def test_each_part_of_the_care_plan_says_what_it_rests_on() -> None:
    (found,) = itching(5, "sleep").care
    assert [source.id for care in found.shown for source in care.sources] == ["book"]
    assert [source.id for source in itching(5, "sleep", "move", "sleep").care_sources] == ["book"]


def test_whom_to_see_stands_in_the_card_with_the_ways_there() -> None:
    (nurse, clinic) = itching(6).who
    assert [link.id for link in nurse[1]] == ["line", "find"] and clinic[0].text.said_in("en") == "Our clinic."


@pytest.mark.parametrize("itch", [7, 9], ids=["an interruption", "an emergency"])
def test_beside_help_whom_to_see_is_called_and_there_is_no_plan(itch: int) -> None:
    page = itching(itch, "sleep")
    assert [link.id for _, links in page.who for link in links] == ["line"]
    assert (page.care, page.visits) == ((), False)


@pytest.mark.parametrize(("itch", "shown"), [(4, True), (5, False), (6, True), (7, False), (9, False)])
def test_the_line_of_the_clinic_stands_only_where_the_clinic_is_whom_to_see(itch: int, shown: bool) -> None:
    assert itching(itch).visits is shown


def test_without_a_word_of_the_clinic_its_line_stands_on_no_result() -> None:
    text = ITCH.replace("clinic: true, ", "")
    questionnaire = small(text)
    results = [walk(questionnaire, {"itch": itch}) for itch in range(10)]
    assert not any(compose(j, advise(questionnaire, j), "en", TODAY, str).visits for j in results)
    (problem,) = inspect_text(FRAME + text)[1]
    assert problem.warning and "booking: it is never shown" in problem.message


def test_the_page_shows_whom_to_see_then_the_clinic_and_the_plan_with_its_sources(tmp_path: Path) -> None:
    file = tmp_path / "itch.yaml"
    file.write_text(FRAME + ITCH + cares("sleep", "sleep", *GROUPS), encoding="utf-8")
    visitor = Visitor(create_app(settings({}, questions=file))).begin().answer(itch=6)
    page = visitor.go_on()
    words = ["See a nurse", "Call.", "Who", "A nurse.", "The nurse line", "Our clinic.", "Call Corner Clinic 555 0100"]
    words += ["Your care plan", "Sleep", "Do 0. It helps.", "A book (known, not read again).", "More: Sleep (2)"]
    words += ["Keep moving", "Mood (1)", "Do 8. It helps."]
    text = page.text[page.text.index(page.heading) :]
    at = [text.index(each) for each in words]
    assert at == sorted(at)


def test_in_an_emergency_the_call_stands_before_whom_else_to_see(tmp_path: Path) -> None:
    file = tmp_path / "itch.yaml"
    line = 'links: [{id: call, text: {en: Call now}, href: "tel:911"}], card: emergency'
    file.write_text(FRAME.replace("card: emergency", line) + ITCH, encoding="utf-8")
    page = Visitor(create_app(settings({}, questions=file))).begin().answer(itch=9).go_on()
    at = [page.text.index(each) for each in ("Call now", "Who", "A nurse.")]
    assert at == sorted(at) and "Call Corner Clinic" not in page.text


# A stop and an interruption at once ------------------------------------------------------------------------------

SIGNS = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Which signs?}
        options: [{id: none, exclusive: true, text: {en: None}}, {id: dark, text: {en: Dark}}, {id: chest, text: {en: Chest}}]
guidance:
  - {id: chest, tier: TIER, when: chest in signs, then: stop, because: {en: of the chest}}
  - id: dark
    tier: soon
    when: dark in signs
    then: interrupt
    because: {en: it is dark}
    page: {title: {en: You are not alone}, text: [{en: Call.}], links: [{id: line, text: {en: Call 988}, href: "tel:988"}]}
"""  # noqa: E501
FIRST = (
    'statements: [{id: first, place: first, text: {en: Call.}, links: [{id: line, text: {en: "988"}, href: "HREF"}]}]\n'
)


def stopped(folder: Path, tier: str, signs: list[str], more: str = "", asked: str = SIGNS) -> list[str]:
    """Return the headings of the result, in order."""
    file = folder / "signs.yaml"
    file.write_text(FRAME + asked.replace("TIER", tier) + more, encoding="utf-8")
    page = Visitor(create_app(settings({}, questions=file))).begin().answer(signs=signs).page
    return [each.text for each in page.elements if each.tag in ("h1", "h2")]


@pytest.mark.parametrize(
    ("tier", "headings"), [("now", ["Go now", "You are not alone"]), ("soon", ["You are not alone", "See a nurse"])]
)
def test_a_stop_keeps_back_no_page_and_an_emergency_comes_first(tmp_path: Path, tier: str, headings: list[str]) -> None:
    assert stopped(tmp_path, tier, ["dark", "chest"])[:2] == headings


def test_a_page_whose_links_are_said_first_is_not_shown_twice(tmp_path: Path) -> None:
    both = ["dark", "chest"]
    assert "You are not alone" not in stopped(tmp_path, "now", both, FIRST.replace("HREF", "tel:988"))
    assert "You are not alone" in stopped(tmp_path, "now", both, FIRST.replace("HREF", "tel:989"))
    beside = SIGNS.replace('"tel:988"}]', '"tel:988"}, {id: help, text: {en: Call 911}, href: "tel:911"}]')
    assert "You are not alone" not in stopped(tmp_path, "now", both, FIRST.replace("HREF", "tel:988"), beside)
    journey = walk(SHIPPED, {"right_now": frozenset({"self_harm", "chest_pain"})})
    page = compose(journey, advise(SHIPPED, journey), "en", TODAY, str)
    assert (page.interruptions, [each.id for each in page.said["first"]]) == ((), ["crisis_first"])


def test_who_may_not_have_seen_a_page_on_the_way_sees_it_on_the_result(tmp_path: Path) -> None:
    file = tmp_path / "signs.yaml"
    file.write_text(FRAME + SIGNS.replace("TIER", "now"), encoding="utf-8")
    visitor = Visitor(create_app(settings({}, questions=file))).begin().answer(signs=["dark"])
    assert visitor.interrupted
    visitor.go_on()
    page = visitor.go_on()
    assert page.heading == "See a nurse" and "You are not alone" in [each.text for each in page.all("h2")]


def test_no_page_is_shown_that_does_not_hold(tmp_path: Path) -> None:
    assert "You are not alone" not in stopped(tmp_path, "now", ["chest"])


def test_the_plain_text_has_no_heading_without_words_below(tmp_path: Path) -> None:
    visitor = Visitor(create_app(settings({}, questions=written(tmp_path, "{id: home, always: home}")))).begin()
    visitor.answer(fever="no", signs=["none"])
    page = visitor.go_on()
    assert "As plain text" in page.html
    assert "Questions for the doctor" not in page.html
