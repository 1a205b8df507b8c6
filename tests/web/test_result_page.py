"""What stands on a result, and what stands aside where help comes first."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Text
from checker.ops.settings import settings
from checker.web import create_app
from checker.web.rendering import parted
from checker.web.result_page import MOST_CHANGES, MOST_STEPS, THIS_WEEK, Care, ResultPage, compose
from checker.web.token import State, seal
from tests.clinics import CORNER
from tests.kinds import CHILD, SOON
from tests.pages import Page, Visitor, app_of, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD, as_answers
from tests.proofs.test_prover import written
from tests.small import FRAME, small

SHIPPED = served_by(app_of()).questionnaire


def result(people: dict[str, Any], language: str = "en") -> ResultPage:
    journey = walk(SHIPPED, as_answers(people))
    return compose(journey, advise(SHIPPED, journey), language, lambda question: f"/change/{question}")


def in_order(people: dict[str, Any]) -> dict[str, Any]:
    """Return the answers that count, in the order in which they are asked."""
    return {name: people[name] for name in walk(SHIPPED, as_answers(people)).asked}


def shown(people: dict[str, Any], language: str = "en") -> Page:
    """Return the result as a person sees it who answers so."""
    return Visitor(app_of(), language).begin().answer(**in_order(people)).page


def headings(page: Page, *tags: str) -> list[str]:
    """Return the headings of the person's own page, in order: those of the page for a doctor come after them."""
    own = page.elements[: page.elements.index(page.all("div", **{"class": "doctor__sheet"})[0])]
    return [each.text for each in own if each.tag in (tags or ("h1", "h2"))]


def card(page: Page) -> str:
    """Return the words of the card."""
    (found,) = (e for e in page.all("section") if e.attributes.get("aria-labelledby") == "heading")
    return found.text


def in_this_order(text: str, words: Iterable[str]) -> bool:
    """Return whether a text has all these words, each after those before it."""
    at = 0
    for each in words:
        if (found := text.find(each, at)) < 0:
            return False
        at = found + len(each)
    return True


@pytest.mark.parametrize("people", [EMERGENCY, CRISIS, COMPLEX])
def test_beside_help_stands_no_score_no_booking_and_nothing_to_read_on(people: dict[str, Any]) -> None:
    page = result(people)
    assert (page.areas, page.changes, page.plan.all, page.visits) == ((), (), (), False)
    assert [link.href for link in page.links if link.href.startswith("https:")] == []
    drawn = shown(people)
    own = headings(drawn, "h1", "h2", "h3", "summary")
    assert not any(words.startswith(("Your plan", "Your scores", "Today")) for words in own)
    assert "Book a visit" not in drawn.text and "Call the clinic" not in drawn.text
    assert ("Keep this" in own) is (people is COMPLEX)


def test_an_emergency_can_be_called_for_from_the_result() -> None:
    assert [link.href for link in result(EMERGENCY).links] == ["tel:911"]


def test_a_calm_result_has_four_scores_side_by_side_and_ways_to_any_doctor() -> None:
    page = result(SOON)
    assert [area.area.said_in("en") for area, _ in page.areas if area.area] == ["Pain", "Activity", "Sleep", "Mood"]
    assert all(measured for _, measured in page.areas)
    ways = [link.id for _, links in page.who for link in links]
    assert page.visits and ways == ["find_treatment", "call_samhsa", "find_doctor", "find_health_center", "call_211"]


WORRIED = {**MILD, "gad_nervous": "nearly_every_day", "gad_worry": "nearly_every_day"}


def test_worry_stands_among_the_scores_where_it_decided_and_there_alone() -> None:
    assert [score.id for score, _ in result(WORRIED).areas] == ["pain", "sleep", "phq2", "gad2"]
    assert "gad2" in result(WORRIED).decided
    assert "gad2" not in [score.id for score, _ in result(SOON).areas]
    assert [each.text for each in shown(SOON).all("li", **{"class": "score"}) if "Worry" in each.text] == []


@pytest.mark.parametrize("people", [MILD, SOON, WORRIED], ids=["mild", "soon", "worried"])
def test_a_score_that_decided_is_marked_in_words_and_no_other_is(people: dict[str, Any]) -> None:
    drawn, page = shown(people), result(people)
    rows = [each for each in drawn.all("li") if "score" in each.attributes.get("class", "").split()]
    marked = [row.text.partition(":")[0] for row in rows if row.text.endswith(", a reason")]
    decided = [s for s, _ in page.areas if s.id in page.decided or s.instead_of in page.decided]
    assert marked == [(score.area or score.label).said_in("en") for score in decided]
    assert len(rows) == len(page.areas) and len(drawn.all("em")) == len(marked)


def test_a_score_is_said_in_words_before_its_bar_and_number() -> None:
    (pain,) = (each.text for each in shown(SOON).all("li", **{"class": "score"}) if each.text.startswith("Pain:"))
    (_, measured), *_ = result(SOON).areas
    assert measured and pain.startswith(f"Pain: {measured.band.text.said_in('en')} {measured.shown:g} of 10")


# The order ---------------------------------------------------------------------------------------------------------

CALM_ORDER = ("{title}", "Get help sooner", "Your plan until then", "Why we say this", "Your scores", "Ask the doctor")


def without_repeats(words: list[str]) -> list[str]:
    """Return the headings once: where others may read less, paper has a list of its own."""
    return list(dict.fromkeys(words))


@pytest.mark.parametrize("people", [MILD, SOON, WORRIED], ids=["mild", "soon", "worried"])
def test_a_calm_result_is_read_in_this_order(people: dict[str, Any]) -> None:
    page = shown(people)
    title = result(people).guidance.tier.title.said_in("en")
    due = [words.format(title=title) for words in CALM_ORDER if words != "Why we say this" or result(people).reasons]
    assert without_repeats(headings(page)) == due
    folds = [each for each in headings(page, "summary") if each in FOLDS]
    assert folds == list(FOLDS)
    assert in_this_order(page.text, [title, "Keep this", *due[1:], "check again or call a doctor", *FOLDS])


FOLDS = ("What would make it more urgent", "All your answers")


@pytest.mark.parametrize("people", [CRISIS, EMERGENCY], ids=["crisis", "emergency"])
def test_help_is_read_before_all_else(people: dict[str, Any]) -> None:
    page, title = shown(people), result(people).guidance.tier.title.said_in("en")
    own = headings(page)
    last = ["Talk about it"] if people is CRISIS else []
    tell = ["Tell them:"] if people is EMERGENCY else []
    assert own == [title, *tell, "Warning signs", "Why we say this", *last]


def test_where_help_was_shown_on_the_way_it_stands_first_in_the_one_card() -> None:
    page = shown(COMPLEX)
    title = result(COMPLEX).guidance.tier.title.said_in("en")
    assert in_this_order(
        page.text, ["Urgent:", title, "Call 988", "You are not alone.", "Call the person", "Get help sooner"]
    )


@pytest.mark.parametrize("people", [MILD, SOON, COMPLEX, CRISIS, EMERGENCY])
def test_there_is_one_deadline_and_it_is_the_first_line_of_the_card(people: dict[str, Any]) -> None:
    page, tier = shown(people), result(people).guidance.tier
    (when,) = page.all("p", **{"class": "when"})
    assert when.text.endswith(tier.within.said_in("en"))
    assert card(page).startswith(when.text)
    others = [each.within.said_in("en") for each in SHIPPED.tiers if each.within.said_in("en") not in when.text]
    own = page.text.partition("The page for a doctor For the")[0]
    assert [words for words in others if len(words.split()) > 1 and words in own] == []


def test_what_is_said_at_most_in_a_card_is_the_first_sentence_and_the_rest_is_on_a_tap() -> None:
    page = shown(SOON)
    (tuck,) = (e for e in page.all("details") if "How to do this" in e.text and "tuck" in e.attributes["class"])
    first = card(page).partition("How to do this")[0]
    for statement, _ in result(SOON).who:
        words = statement.text.said_in("en")
        assert words in tuck.text
        assert words not in first or words.count(". ") == 0
    for text in result(SOON).guidance.tier.action:
        assert text.said_in("en") in tuck.text and text.said_in("en") not in first
    assert first.count("Because ") == 1


def test_where_it_is_urgent_nothing_of_what_to_do_waits_for_a_tap() -> None:
    page = shown(COMPLEX)
    whole = card(page)
    assert "How to do this" not in whole
    assert in_this_order(whole, [text.said_in("en") for text in result(COMPLEX).guidance.tier.action])
    assert all(statement.text.said_in("en") in whole for statement, _ in result(COMPLEX).who)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Walk a little.", ("Walk a little.", "")),
        ("Walk a little. Then rest.", ("Walk a little.", "Then rest.")),
        ("Walk? Yes. Do.", ("Walk?", "Yes. Do.")),
        ("Stop! Then rest. And on.", ("Stop!", "Then rest. And on.")),
        ("Say “it hurts.” Then rest.", ("Say “it hurts.”", "Then rest.")),
        ("Take 1.5 hours off. Rest.", ("Take 1.5 hours off.", "Rest.")),
        ("Use findtreatment.gov, or call. Both are free.", ("Use findtreatment.gov, or call.", "Both are free.")),
        ("No stop at all", ("No stop at all", "")),
        ("One line.\nAnother.", ("One line.", "Another.")),
    ],
)
def test_a_text_is_parted_after_its_first_sentence(text: str, parts: tuple[str, str]) -> None:
    with app_of().test_request_context("/"):
        assert parted(Text({"en": text})) == parts


# Emergency and crisis ------------------------------------------------------------------------------------------------


def test_where_both_hold_911_leads_and_988_stands_in_the_same_card() -> None:
    page = Visitor(app_of()).begin().answer(right_now=["self_harm", "chest_pain"]).page
    (found,) = (e for e in page.all("section") if e.attributes.get("aria-labelledby") == "heading")
    hrefs = [a.attributes["href"] for a in page.all("a") if page.elements.index(a) > page.elements.index(found)]
    assert hrefs[:2] == ["tel:911", "tel:988"] and hrefs.count("tel:911") == 1
    assert in_this_order(found.text, ["Call 911 or go", "Call 911", "You are not alone", "Call 988", "Text 988"])
    assert headings(page)[0].startswith("Call 911")


def test_a_crisis_leads_with_the_ways_to_talk_to_someone() -> None:
    page = shown(CRISIS)
    assert [link.href for link in result(CRISIS).links] == ["tel:988", "sms:988"]
    assert in_this_order(card(page), ["Talk to someone now", "Call 988", "Text 988", "Chat online"])
    links = [link for said in result(CRISIS).said["first"] for link in said.links]
    assert {"https://988lifeline.org/chat", "tel:18002738255"} <= {link.href for link in links}
    assert all(link.beside.said_in("en") in card(page) for link in links)


def test_what_to_tell_on_the_telephone_is_what_was_marked_behind_the_reasons() -> None:
    options = {option.id: option.text.said_in("en") for option in SHIPPED.question["right_now"].options}
    assert set(result(EMERGENCY).tell) == {options["chest_pain"].rstrip("."), options["stroke_signs"].rstrip(".")}
    (told,) = (e for e in shown(EMERGENCY).all("div") if e.attributes.get("class", "").startswith("tell"))
    assert all(words in told.text for words in result(EMERGENCY).tell)
    assert "Tell them:" not in shown(CRISIS).text + shown(COMPLEX).text


PRIVATE_STOP = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - {id: itch, kind: one, label: {en: Itch}, ask: {en: Does it?}, options: [{id: no, text: {en: Not}}, {id: badly, text: {en: Itches badly}}]}
      - id: life
        kind: many
        private: true
        label: {en: Life}
        ask: {en: What else?}
        options: [{id: none, exclusive: true, text: {en: None}}, {id: hurt, text: {en: Somebody hurts me}}]
guidance:
  - {id: both, tier: now, when: itch is badly and hurt in life, then: stop, because: {en: of both}}
"""  # noqa: E501


def test_what_to_tell_leaves_out_a_private_answer(tmp_path: Path) -> None:
    file = tmp_path / "stop.yaml"
    help_alone = FRAME.replace(
        "card: emergency", 'card: emergency, only_help: true, links: [{id: c, text: {en: "911"}, href: "tel:911"}]'
    )
    file.write_text(help_alone + PRIVATE_STOP, encoding="utf-8")
    page = Visitor(create_app(settings({}, questions=file))).begin().answer(itch="badly", life=["hurt"]).page
    assert "Tell them: Itches badly" in page.text
    assert "Somebody hurts me" not in page.text


# What follows ------------------------------------------------------------------------------------------------------


def test_where_nothing_was_scored_no_empty_scores_stand_side_by_side() -> None:
    assert result(CHILD).areas == ()


def test_the_ways_to_help_follow_the_first_words_of_an_interruption() -> None:
    page = Visitor(app_of()).begin().answer(right_now=["self_harm"]).page
    texts = [text.said_in("en") for rule in SHIPPED.guidance if rule.page for text in rule.page.text][:2]
    call = page.html.index("tel:988", page.html.index("<main"))
    assert page.html.index(texts[0]) < call < page.html.index(texts[1])


def test_a_page_of_help_that_two_answers_call_for_is_shown_once() -> None:
    answers = {**MILD, "dark_thoughts": ["wish_dead", "tried_lately"]}
    page = (
        Visitor(app_of()).begin().answer(**{name: answers[name] for name in [*MILD][: [*MILD].index("life_now")]}).page
    )
    assert len(page.all("section", **{"class": "card card--crisis block "})) == 1


def test_each_reason_has_the_address_that_changes_the_first_answer_behind_it() -> None:
    because = {each.rule.id: (each.question, each.change) for each in result(SOON).reasons}
    first = SHIPPED.question["place"], SHIPPED.question["little_interest"]
    assert because["bk_far"] == (first[0], "/change/place")
    assert because["bk_mood"] == (first[1], "/change/little_interest"), "the first item of its score"


UNASKED = """
sections:
  - id: all
    title: {en: All}
    questions:
      - id: first
        kind: one
        label: {en: First}
        ask: {en: Well?}
        options: [{id: yes, text: {en: Yes}}, {id: no, text: {en: No}}]
      - {id: second, kind: scale, label: {en: Second}, ask: {en: How bad?}, min: 0, max: 3, when: first is no}
scores:
  - {id: sum, label: {en: Sum}, sum: [second], not_asked: 0, bands: [{id: any, from: 0, text: {en: Any}}]}
guidance:
  - {id: low, tier: soon, when: sum <= 1, because: {en: it is low}}
"""


def test_a_reason_that_is_a_score_of_which_nothing_was_asked_has_no_answer_to_change() -> None:
    questionnaire = small(UNASKED)
    journey = walk(questionnaire, {"first": "yes"})
    page = compose(journey, advise(questionnaire, journey), "en", str)
    assert [(each.rule.id, each.question, each.change) for each in page.reasons] == [("low", None, "")]


def test_all_answers_that_count_stand_on_the_result_by_section_and_can_be_changed() -> None:
    journey = walk(SHIPPED, as_answers(SOON))
    rows = [question.id for _, rows in result(SOON).rows for question, *_ in rows]
    assert rows == list(journey.asked)
    visitor = Visitor(app_of()).begin().answer(**in_order(SOON))
    (answers,) = visitor.page.all("div", **{"class": "answers"})
    assert all(SHIPPED.question[name].label.said_in("en") in answers.text for name in journey.asked)
    visitor.press("Change Age")
    assert visitor.asked is SHIPPED.question["age"]
    visitor.send({"answer": "2"})
    assert visitor.tier and "50" in visitor.page.all("div", **{"class": "answers"})[0].text.partition("Change Age")[0]


@pytest.mark.parametrize("people", [SOON, COMPLEX, EMERGENCY, CRISIS])
def test_each_reason_shows_a_link_that_changes_it_before_anything_is_unfolded(people: dict[str, Any]) -> None:
    (section,) = (e for e in shown(people).all("section") if e.text.startswith("Why we say this"))
    assert section.text.count("Because") == section.text.count("Change") == len(result(people).reasons) > 0
    open_, _, folded = section.text.partition("More reasons")
    assert open_.count("Because") == min(3, len(result(people).reasons))
    assert bool(folded) is (len(result(people).reasons) > 3)


@pytest.mark.parametrize("people", [MILD, SOON, COMPLEX, CRISIS, EMERGENCY])
def test_the_signs_that_fit_are_read_without_a_tap_and_all_signs_on_one(people: dict[str, Any]) -> None:
    (section,) = (e for e in shown(people).all("section") if e.attributes.get("aria-labelledby") == "signs")
    at_once, _, folded = section.text.partition("All warning signs")
    own = [each.text.said_in("en") for each in result(people).said.get("safety_net", ())]
    assert [words for words in own if words not in at_once] == []
    assert in_this_order(folded, [SHIPPED.emergency_signs.title.said_in("en")])
    assert all(
        item.said_in("en") in folded and item.said_in("en") not in at_once for item in SHIPPED.emergency_signs.items
    )


def test_what_would_change_it_is_named_most_urgent_first_and_never_as_a_comfort() -> None:
    page = result(MILD, "es")
    tiers = [other.tier.id for other in page.changes]
    assert tiers == ["emergency", "urgent_today", "few_days"]
    assert len(tiers) <= MOST_CHANGES
    assert page.changes[1].words.startswith("Muchas más pastillas sin receta")


@pytest.mark.parametrize(("language", "said", "day"), [("en", "in 14 days", "on {}"), ("es", "en 14 días", "el {}")])
def test_when_to_check_again_is_so_many_days_from_now_by_any_clock(language: str, said: str, day: str) -> None:
    """The script of the page turns it into the day by the person's own clock."""
    page = shown(MILD, language)
    dated = [each for each in page.all("time") if each.text == said]
    assert len(dated) == 2, "in what to keep, and in when to check again"
    for each in dated:
        assert each.attributes["data-day"] == day
        when = datetime.strptime(each.attributes["datetime"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        assert timedelta(days=14, minutes=-2) < when - datetime.now(UTC) < timedelta(days=14, minutes=1)


@pytest.mark.parametrize("people", [EMERGENCY, CRISIS, COMPLEX])
def test_where_help_comes_first_nobody_is_told_to_wait_and_check_again(people: dict[str, Any]) -> None:
    page = shown(people)
    assert "check again or call" not in page.text
    assert all(each.text.endswith("UTC") for each in page.all("time")), "a moment, and no coming day"


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (MILD, "Next step:"),
        (SOON, "Next step, soon:"),
        (COMPLEX, "Urgent:"),
        (CRISIS, "Immediate action:"),
        (EMERGENCY, "Immediate action:"),
    ],
)
def test_how_loud_a_card_is_is_said_in_words(people: dict[str, Any], words: str) -> None:
    (when,) = shown(people).all("p", **{"class": "when"})
    assert when.text.startswith(words)


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
    return compose(journey, advise(questionnaire, journey), "en", str)


def plan(*groups: str) -> dict[str, list[str]]:
    """Return the ids of the steps for today and for this week, and of all else by group."""
    found = itching(5, *groups).plan
    named: dict[str, tuple[Care, ...]] = {"today": found.today, "this week": found.week}
    named |= {str(group): some for group, some in found.more}
    return {name: [care.statement.id for care in some] for name, some in named.items() if some}


def test_the_plan_has_a_step_of_each_group_in_the_order_of_the_file_and_all_else_by_group() -> None:
    assert plan("sleep", "move", "sleep", "move", "ease", "sleep") == {
        "today": ["c1", "c4"],
        "this week": ["c0"],
        "sleep": ["c2", "c5"],
        "move": ["c3"],
    }


def test_a_plan_has_so_many_steps_and_nothing_is_left_out() -> None:
    found = itching(5, *GROUPS, *GROUPS).plan
    assert len(found.today + found.week) == MOST_STEPS < len(GROUPS)
    assert {care.statement.group for care in found.week} == THIS_WEEK & set(GROUPS[:MOST_STEPS])
    assert [group for group, _ in found.more] == list(GROUPS)
    assert sorted(care.statement.id for care in found.all) == sorted(f"c{n}" for n in range(2 * len(GROUPS)))
    assert [len(some) for _, some in found.more] == [1] * MOST_STEPS + [2, 2]


def test_each_part_of_the_care_plan_says_what_it_rests_on() -> None:
    found = itching(5, "sleep", "move", "sleep").plan
    assert [[source.id for source in care.sources] for care in found.all] == [["book"]] * 3
    assert [source.id for source in found.sources] == ["book"]


def test_two_steps_for_today_are_whole_and_the_others_open_on_a_tap() -> None:
    page = shown(SOON)
    steps = [each for each in page.all("li") if "step" in each.attributes.get("class", "").split()]
    steps = [each for each in steps if "screen" not in each.attributes["class"]][: len(result(SOON).plan.all)]
    whole = [each for each in steps if "step--later" not in each.attributes["class"]]
    assert len({each.text for each in whole}) == 2
    assert all("Why: " in each.text and "From:" in each.text for each in whole)
    for care in (*result(SOON).plan.today, *result(SOON).plan.week):
        words = " ".join(care.statement.text.said_in("en").split())
        assert care.statement.why and care.statement.why.said_in("en") in page.text
        assert words.split(". ")[0] in page.text


def test_whom_to_see_stands_in_the_card_with_the_ways_there() -> None:
    (nurse, clinic) = itching(6).who
    assert [link.id for link in nurse[1]] == ["line", "find"] and clinic[0].text.said_in("en") == "Our clinic."


@pytest.mark.parametrize("itch", [7, 9], ids=["an interruption", "an emergency"])
def test_beside_help_whom_to_see_is_called_and_there_is_no_plan(itch: int) -> None:
    page = itching(itch, "sleep")
    assert [link.id for _, links in page.who for link in links] == ["line"]
    assert (page.plan.all, page.visits) == ((), False)


@pytest.mark.parametrize(("itch", "shown"), [(4, True), (5, False), (6, True), (7, False), (9, False)])
def test_the_line_of_the_clinic_stands_only_where_the_clinic_is_whom_to_see(itch: int, shown: bool) -> None:
    assert itching(itch).visits is shown


def test_without_a_word_of_the_clinic_its_line_stands_on_no_result() -> None:
    text = ITCH.replace("clinic: true, ", "")
    questionnaire = small(text)
    results = [walk(questionnaire, {"itch": itch}) for itch in range(10)]
    assert not any(compose(j, advise(questionnaire, j), "en", str).visits for j in results)


def test_the_page_shows_whom_to_see_the_clinic_and_the_plan_with_its_sources(tmp_path: Path) -> None:
    file = tmp_path / "itch.yaml"
    file.write_text(FRAME + ITCH + cares("sleep", "sleep", *GROUPS), encoding="utf-8")
    page = Visitor(create_app(settings({}, questions=file, clinic=CORNER))).begin().answer(itch=6).page
    words = ["See a nurse", "Who", "A nurse.", "Because it itches.", "Call the clinic", "Book a visit", "555 0100."]
    words += [
        "not for emergencies.",
        "How to do this",
        "Call.",
        "A nurse.",
        "The nurse line",
        "Find one",
        "Our clinic.",
    ]
    words += ["Your plan", "Today", "Keep moving", "Do 3.", "Why: Keep moving", "It helps.", "From: A book"]
    words += ["This week", "Sleep", "Do 0.", "It helps.", "A book.", "What else helps (4)"]
    words += ["Sleep", "Do 1. It helps.", "Mood", "Do 8. It helps."]
    assert in_this_order(page.text[page.text.index(page.heading) :], words)
    assert "Your plan until then" not in page.text, "this tier says nothing of when to check again"


def test_in_an_emergency_the_call_stands_before_whom_else_to_see(tmp_path: Path) -> None:
    file = tmp_path / "itch.yaml"
    line = 'links: [{id: call, text: {en: Call now}, href: "tel:911"}], card: emergency'
    file.write_text(FRAME.replace("card: emergency", line) + ITCH, encoding="utf-8")
    page = Visitor(create_app(settings({}, questions=file, clinic=CORNER))).begin().answer(itch=9).page
    assert in_this_order(page.text, ["Go now", "Call now", "Go.", "A nurse.", "The nurse line", "Warning signs"])
    assert "Call the clinic" not in page.text and "Find one" not in page.text


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
    page = compose(journey, advise(SHIPPED, journey), "en", str)
    assert (page.interruptions, [each.id for each in page.said["first"]]) == ((), ["crisis_first"])


def test_who_may_not_have_seen_a_page_on_the_way_sees_it_on_the_result(tmp_path: Path) -> None:
    file = tmp_path / "signs.yaml"
    file.write_text(FRAME + SIGNS.replace("TIER", "now"), encoding="utf-8")
    visitor = Visitor(create_app(settings({}, questions=file))).begin().answer(signs=["dark"])
    assert visitor.interrupted
    assert [a.text for a in visitor.page.all("a", **{"class": "button button--quiet"})][-1] == "Go on"
    page = visitor.go_on()
    assert page.heading == "See a nurse" and "You are not alone" in [each.text for each in page.all("h2")]


def test_no_page_is_shown_that_does_not_hold(tmp_path: Path) -> None:
    assert "You are not alone" not in stopped(tmp_path, "now", ["chest"])


def test_the_plain_text_has_no_heading_without_words_below(tmp_path: Path) -> None:
    visitor = Visitor(create_app(settings({}, questions=written(tmp_path, "{id: home, always: home}")))).begin()
    page = visitor.answer(fever="no", signs=["none"]).page
    assert "As plain text" in page.html
    (text,) = page.all("textarea")
    assert "Ask the doctor" not in text.words and "Your plan" not in text.words


# The result so far ---------------------------------------------------------------------------------------------------


def half_way() -> Visitor:
    """Return a person whom help was shown at the first question."""
    return Visitor(app_of()).begin().answer(right_now=["self_harm"])


def test_help_at_once_offers_to_go_on_and_to_see_what_to_do_now() -> None:
    visitor = half_way()
    assert visitor.interrupted
    here = visitor.page.address
    page = visitor.press("See what to do now")
    assert visitor.tier == "crisis_now"
    visitor.press("Back")
    assert visitor.interrupted and visitor.page.text == visitor.open(here).text
    visitor.press("See what to do now")
    assert "Why we say this" in page.text and "Place of the pain" not in page.text
    visitor.press("Go on with the questions")
    assert visitor.asked is SHIPPED.question["place"]


def test_a_result_so_far_has_help_alone_and_nothing_to_take_along() -> None:
    page = half_way().press("See what to do now")
    assert headings(page) == [
        "Talk to someone now: call or text 988",
        "Warning signs",
        "Why we say this",
        "Talk about it",
    ]
    assert not page.all("textarea") and "Keep this" not in page.text
    journey = walk(SHIPPED, as_answers({"right_now": ["self_harm"]}))
    found = compose(journey, advise(SHIPPED, journey), "en", str)
    assert (found.so_far, found.files) == (True, False)
    assert not result(CRISIS).so_far and not result(MILD).so_far


def test_what_is_changed_in_a_result_so_far_leads_on_with_the_questions() -> None:
    visitor = half_way()
    visitor.press("See what to do now")
    visitor.press("Change Signs right now")
    options = SHIPPED.question["right_now"].options
    assert [options[int(place)].id for place in visitor.page.chosen] == ["self_harm"]
    visitor.send({"answer": str(len(options) - 1)})
    assert visitor.asked is SHIPPED.question["place"]


def test_a_result_whose_questions_are_open_leads_to_the_next_where_no_help_was_shown() -> None:
    app = app_of()
    sealer = served_by(app).sealer
    for given, name in ({}, "right_now"), ({"right_now": ["none"], "place": "neck"}, "onset"):
        token = seal(sealer, State(as_answers(given), page="result"))
        reply = app.test_client().get(f"/c/{token}/")
        assert reply.status_code == 303
        visitor = Visitor(app)
        visitor.open(reply.location)
        assert visitor.asked is SHIPPED.question[name]


# For somebody else -------------------------------------------------------------------------------------------------

BESIDE = "You answer for someone else. If you can, stay with them, and call together."


def test_whoever_answers_for_another_is_told_what_to_do_beside_help() -> None:
    helper, own = Visitor(app_of()), Visitor(app_of())
    helper.send({"who": "other"})
    own.begin()
    for visitor, told in ((helper, True), (own, False)):
        visitor.answer(right_now=["self_harm"])
        assert (BESIDE in visitor.page.text) is told
        assert (BESIDE in visitor.press("See what to do now").text) is told


def test_where_there_is_no_question_for_the_doctor_what_to_tell_stands_open() -> None:
    page = shown(MILD)
    section = page.text.partition("Ask the doctor")[2]
    assert not result(MILD).said.get("ask")
    assert section.strip().startswith("You can take this page to any doctor you like.")
