"""A private answer, and what follows only from it, is on the person's own screen and nowhere else."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.comparison.content_changes import changes
from checker.engine.conditions import Answer, Has, leaves
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.engine.what_if import more_urgent
from checker.explain.clinical_summary import Marked, Summary, summarize
from checker.explain.plain_english import reply_words
from checker.fhir import response
from checker.fhir.questionnaire_export import export
from checker.fhir.questionnaire_import import imported
from checker.resources import shipped
from checker.web.result_page import compose
from checker.web.token import State, seal
from tests.clinics import CORNER
from tests.fhir_validity import items_of
from tests.pages import Page, app_of, check, read, served_by
from tests.sheets import random_sheet, whole_sheets
from tests.small import small, ticked
from tests.strategies import random_questionnaire

FILE = Path(__file__).parents[1] / "data" / "private.yaml"
"""Every word that is or follows from a private answer has a zebra in it, and no other word has."""
Q = load(FILE)
SECRETS = ("zebra", "cebra", "drinking", "afraid", "hearing", "unsure_of_it")
"""Those words, and the ids of the private options."""
Sheet = dict[str, Answer]
SHEETS = whole_sheets(Q)
TICKS = st.frozensets(st.sampled_from([o.id for o in Q.question["life"].options]), min_size=1).filter(
    Q.question["life"].accepts
)


def sheet(*life: str, heat: int = 0, pills: str = "no_pills", cough: int = 2) -> Sheet:
    return {"heat": heat, "life": ticked(*life), "pills": pills, "cough": cough}


def seen(questionnaire: Questionnaire, given: Sheet) -> tuple[object, ...]:
    """Return all that a person's own screen says, but for the private answers."""
    journey = walk(questionnaire, given)
    told = advise(questionnaire, journey)
    asked = [name for name in journey.values if not (q := questionnaire.question.get(name)) or not q.private]
    return told.tier, told.rules, told.statements, told.scores, asked, journey.stopped_by


def read_by_others(questionnaire: Questionnaire, given: Sheet) -> str:
    """Return what leaves the screen, as far as it needs no page."""
    journey = walk(questionnaire, given)
    guidance = advise(questionnaire, journey)
    summary = summarize(journey, guidance, "en")
    return json.dumps([
        response.questionnaire_response(journey, guidance), response.record(journey, guidance),
        response.text(journey, guidance),
        [q.id for q, _ in summary.presenting], [[(q.id, words) for q, words in rows] for _, rows in summary.sections],
        [(q.id, [o.id for o in some]) for marked in _marked(summary) for q, some in marked],
        [(alarm.unsure, alarm.shown, [q.id for q in alarm.about]) for alarm in summary.alarms],
        [(q.id, words) for q, words in summary.also],
        [(i.question.id, i.points) for _, rows in summary.items for i in rows],
        [q.id for q in summary.unsure], [rule.id for rule in summary.guidance.rules],
        [(each.measured.score.id, each.measured.points) for each in summary.scores],
        [each.id for each in summary.guidance.statements], summary.guidance.tier.id, summary.guidance.privately,
    ])  # fmt: skip


def _marked(summary: Summary) -> list[Marked]:
    boxes = [marked for alarm in summary.alarms for marked in (alarm.ticked, alarm.not_ticked)]
    return [summary.signs, summary.not_found, *boxes]


# Whoever leaves the screen ---------------------------------------------------------------------------------------


def randomly(seeds: range) -> list[tuple[Questionnaire, Random]]:
    """Return random questionnaires, each with one private question, and the dice for their answers."""
    made = []
    for seed in seeds:
        random = Random(seed)
        size = random.randint(2, 5)
        made.append((random_questionnaire(random, size, random.randrange(size)), random))
    return made


def pairs(questionnaire: Questionnaire, random: Random) -> list[tuple[Sheet, Sheet]]:
    """Return random sheets, each beside one that differs in the private answer alone."""
    (private,) = (question.id for question in questionnaire.questions if question.private)
    ticks = [ticked("hush"), ticked("quiet"), ticked("hush", "quiet"), ticked("none")]
    sheets = [random_sheet(random, questionnaire) for _ in range(12)]
    return [({**each, private: random.choice(ticks)}, {**each, private: random.choice(ticks)}) for each in sheets]


def test_whose_screens_say_the_same_cannot_be_told_apart_by_others() -> None:
    compared = 0
    for questionnaire, random in randomly(range(200)):
        for one, other in pairs(questionnaire, random):
            if one != other and seen(questionnaire, one) == seen(questionnaire, other):
                compared += 1
                assert read_by_others(questionnaire, one) == read_by_others(questionnaire, other)
    assert compared > 300


def test_where_only_ticking_leads_somewhere_others_learn_the_tier_and_nothing_else() -> None:
    compared = differing = 0
    for questionnaire, random in randomly(range(1200)):
        if only_ticking_counts(questionnaire):
            for one, other in pairs(questionnaire, random):
                if (a := seen(questionnaire, one))[0] is (b := seen(questionnaire, other))[0]:
                    compared += one != other
                    differing += a != b
                    assert read_by_others(questionnaire, one) == read_by_others(questionnaire, other)
    assert compared > 300
    assert differing > 15, "no screen said what another one did not: nothing was tested"


def only_ticking_counts(questionnaire: Questionnaire) -> bool:
    """Return whether a private answer is looked for alone, ends no journey, and a score is not another without it."""
    (private,) = (question.id for question in questionnaire.questions if question.private)
    whens = [question.when for question in questionnaire.questions]
    whens += [part.when for parts in (questionnaire.guidance, questionnaire.statements) for part in parts]
    about = [leaf for when in whens for leaf in leaves(when) if leaf.name == private]
    return (
        all(isinstance(leaf, Has) and not leaf.negated and leaf.option != "none" for leaf in about)
        and not any(rule.then == "stop" for rule in questionnaire.guidance)
        and not any(score.not_asked == 0 for score in questionnaire.scores)
    )


@given(st.integers(0, 1 << 32))
def test_no_private_option_is_in_anything_that_leaves_the_screen(seed: int) -> None:
    ((questionnaire, random),) = randomly(range(seed, seed + 1))
    for one, _ in pairs(questionnaire, random):
        told = read_by_others(questionnaire, one)
        assert "hush" not in told and "quiet" not in told


@given(SHEETS)
def test_nobody_is_told_what_a_private_answer_would_change(given_: Sheet) -> None:
    assert all(other.question.id != "life" for other in more_urgent(walk(Q, given_)))


# Pages -----------------------------------------------------------------------------------------------------------


class _Still(datetime):
    """A clock that stands: what differs between two pages is not the second in which they were made."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 25, 12, tzinfo=tz or UTC)


@pytest.fixture(autouse=True, scope="module")
def still() -> Iterator[None]:
    """Let all pages and files of this module be made at one moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("checker.web.patient_views.datetime", _Still)
        patch.setattr("checker.web.record_views.datetime", _Still)
        yield


UNPRINTED = {"screen", "no-paper", "change", "help", "top", "foot", "skip", "keep", "count"}
"""Classes of what the style of print leaves out."""


class _Printed(HTMLParser):
    """Reads the words of a page that paper gets: those within no element that the style of print leaves out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self._open: list[tuple[bool, set[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = {*(dict(attrs).get("class") or "").split()}
        within = self._open[-1][1] if self._open else set()
        left_out = tag in ("title", "button", "textarea") or (tag == "summary" and within & {"tuck", "doctor"})
        if tag not in ("meta", "link", "input", "br", "img", "hr"):
            self._open.append((bool(left_out or classes & UNPRINTED), classes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over a shape of a picture: it holds no words."""

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.words += "" if any(left_out for left_out, _ in self._open) else data


def _left_out(style: str) -> set[str]:
    rules = re.findall(r"([^{}]*)\{ display: none !important; \}", style.partition("@layer print {")[2])
    return {each.strip() for rule in rules for each in rule.split(",")}


def test_the_style_of_print_leaves_out_all_that_is_not_read_as_printed() -> None:
    every, style = (shipped(f"static/{name}.css").read_text(encoding="utf-8") for name in ("checker", "result"))
    assert {".screen", ".no-paper"} <= _left_out(every), "on every page: an interruption has no style of a result"
    rest = {f".{name}" for name in UNPRINTED - {"screen", "no-paper", "count"}}
    assert rest | {"button", "textarea", ".tuck > summary"} <= _left_out(style)
    assert ".fold .count { display: none; }" in style and ".doctor > summary { display: none; }" in style


def page(given: Sheet, kind: str = "result", language: int = 0, place: int = 0, file: Path = FILE) -> Page:
    app = app_of(file, clinic=CORNER)
    state = State(given, place=place, page=kind, language=language)  # type: ignore[arg-type]
    return check(read(app.test_client().get(f"/c/{seal(served_by(app).sealer, state)}/")), Q)


def files(result: Page) -> dict[str, str]:
    """Return what a person may save from a result."""
    found = [a.attributes["href"] for a in result.all("a") if "download" in a.attributes]
    client = app_of(FILE, clinic=CORNER).test_client()
    return {form: client.get(f"/c/{result.token}/{form}").text for form in found}


def taken(result: Page) -> list[str]:
    """Return all that may leave the screen of a result: files, the text to copy, and the page for a doctor."""
    (sheet_,) = result.all("div", **{"class": "doctor__sheet"})
    (copied,) = result.all("textarea")
    return [*files(result).values(), copied.words, sheet_.words]


@given(SHEETS, st.integers(0, 1))
def test_nothing_printed_saved_copied_or_for_a_doctor_names_what_is_private(given_: Sheet, language: int) -> None:
    result = page(given_, language=language)
    for text in (*taken(result), _Printed(result.html).words):
        assert [word for word in SECRETS if word in text.lower()] == []


@given(SHEETS, TICKS, TICKS)
def test_the_bytes_are_the_same_whatever_was_ticked_if_the_screens_say_the_same(
    given_: Sheet, one: Answer, other: Answer
) -> None:
    first, second = {**given_, "life": one}, {**given_, "life": other}
    if seen(Q, first) == seen(Q, second):
        assert taken(page(first)) == taken(page(second))


@pytest.mark.parametrize("calm", [ticked("afraid"), ticked("unsure_of_it"), ticked("afraid", "unsure_of_it")])
def test_fear_doubt_or_none_cannot_be_told_apart_at_the_same_tier_for_the_same_reason(calm: Answer) -> None:
    """Their screens differ: one names a line to call, the others do not."""
    assert taken(page(sheet("none", heat=4))) == taken(page({**sheet(heat=4), "life": calm}))


def test_the_screen_says_everything() -> None:
    text = page(sheet("drinking", "afraid", pills="strong_pills", heat=2)).text
    assert all(
        words in text for words in ("zebra mixes", "Zebra line.", "Zebra may say so.", "Zebra help", "Zebra asks.")
    )
    text = page(sheet("drinking", "unsure_of_it")).text
    words = (
        "Zebra house.",
        "Zebra phone",
        "Call the clinic",
        "555 0100.",
        "Zebra rests.",
        "Zebra eats.",
        "Zebra study",
    )
    assert [each for each in words if each not in text] == []


@pytest.mark.parametrize("cough", range(6))
def test_paper_is_the_same_where_only_whom_to_see_and_what_helps_follow_from_a_private_answer(cough: int) -> None:
    paper = {
        " ".join(_Printed(page(sheet(*life, heat=4, pills="strong_pills", cough=cough)).html).words.split())
        for life in (["none"], ["unsure_of_it"])
    }
    assert len(paper) == 1


def test_of_the_care_plan_others_read_what_is_public_and_no_heading_of_a_private_group() -> None:
    for cough, public in (2, ["Drink tea."]), (3, ["Drink tea.", "Breathe."]):
        result = page(sheet("drinking", "unsure_of_it", cough=cough))
        printed, copied = _Printed(result.html).words, result.all("textarea")[0].words
        assert [each for each in ("Drink tea.", "Breathe.") if each in printed] == public
        assert [each for each in ("Drink tea.", "Breathe.") if each in copied] == public
        assert ("Calm body and mind" in printed) is ("Breathe." in public)
        assert "A book of coughs" in printed


def test_a_care_plan_that_is_private_as_a_whole_is_not_printed(tmp_path: Path) -> None:
    file = tmp_path / "private.yaml"
    text = FILE.read_text(encoding="utf-8").replace("group: ease, text", "group: ease, when: cough >= 3, text")
    file.write_text(text, encoding="utf-8")
    for cough, printed in (2, False), (3, True):
        result = page(sheet("unsure_of_it", cough=cough), file=file)
        assert "Your plan" in [each.text for each in result.all("h2")]
        assert ("Your plan" in _Printed(result.html).words) is printed
        assert ("Your plan" in result.all("textarea")[0].words) is printed


def test_whom_to_see_and_the_clinic_s_line_are_printed_only_where_what_others_may_read_says_so() -> None:
    for cough, printed in (2, False), (3, True):
        result = page(sheet("drinking", cough=cough))
        paper = _Printed(result.html).words
        assert "Zebra house." in [each.text for each in result.all("dd")]
        for words in ("555 0100", "Book a visit"):
            assert words in result.text and (words in paper) is printed
        for text in (paper, result.all("textarea")[0].words, files(result)["text"]):
            assert ("Our clinic." in text) is printed


@pytest.mark.parametrize(
    ("language", "paper", "doctor"),
    [
        (0, "For a reason that you marked private.", "for a reason that the person keeps private"),
        (1, "Por una razón que usted marcó como privada.", "for a reason that the person keeps private"),
    ],
)
def test_where_all_reasons_are_private_others_read_that(language: int, paper: str, doctor: str) -> None:
    result = page(sheet("afraid"), language=language)
    assert paper in _Printed(result.html).words
    assert [each.tag for each in result.elements if each.text == paper] == ["dd", "p"]
    assert all(each.attributes["class"] == "paper" for each in result.elements if each.text == paper)
    (sheet_,) = result.all("div", **{"class": "doctor__sheet"})
    assert f"{Q.tiers[1].title.said_in('en')}, {doctor}" in sheet_.text
    saved = files(result)
    assert json.loads(saved["json"])["because"] == [paper]
    assert f"- {paper}" in saved["text"]
    assert paper in result.all("textarea")[0].words


def test_where_another_reason_is_told_nothing_is_said_of_a_private_one() -> None:
    result = page(sheet("afraid", heat=4))
    assert "private" not in "".join(taken(result)).lower()
    assert "marked private" not in result.text


@pytest.mark.parametrize(("language", "words"), [(0, "Private answer"), (1, "Respuesta privada")])
@given(SHEETS)
def test_every_list_of_answers_has_the_same_words_whatever_was_ticked(language: int, words: str, given_: Sheet) -> None:
    (listed,) = page(given_, language=language).all("div", **{"class": "answers"})
    assert f"{Q.question['life'].label.said_in(Q.languages[language])} {words} " in listed.text
    assert not any(word in listed.text.lower() for word in SECRETS)


@given(SHEETS)
def test_what_is_told_on_the_telephone_has_no_word_of_a_private_answer(given_: Sheet) -> None:
    journey = walk(Q, given_)
    shown = compose(journey, advise(Q, journey), "en", str)
    assert not any(word in told.lower() for told in shown.tell for word in SECRETS)


def test_a_row_that_only_a_private_answer_asked_for_stands_on_the_screen_alone() -> None:
    asked, other = (page(sheet(told, heat=0)) for told in ("drinking", "none"))
    assert ["Pills" in each.all("div", **{"class": "answers"})[0].text for each in (asked, other)] == [True, False]
    assert not any("Pills" in text for text in taken(asked))
    assert taken(asked) == taken(other)
    assert _Printed(asked.html).words.split() == _Printed(other.html).words.split()


def test_an_unticked_private_option_is_not_listed_either() -> None:
    result = page(sheet("afraid"))
    assert not any("Zebra drinks" in each.text for each in result.all("details"))


def test_the_page_of_an_interruption_is_not_printed_where_only_a_private_answer_calls_for_it() -> None:
    shown = page(sheet("afraid"), "interruption", place=1)
    assert shown.heading == "Zebra help"
    assert "Zebra" not in _Printed(shown.html).words


# The form --------------------------------------------------------------------------------------------------------


PRIVATELY_FIRST = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Which signs?}
        options: [{id: none, exclusive: true, text: {en: None}}, {id: dark, text: {en: Dark}}]
      - id: life
        kind: many
        private: true
        label: {en: Life}
        ask: {en: What else?}
        options: [{id: none, exclusive: true, text: {en: None}}, {id: afraid, text: {en: Afraid}}]
guidance:
  - id: dark
    tier: soon
    when: dark in signs
    then: interrupt
    because: {en: it is dark}
    page: {title: {en: You are not alone}, text: [{en: Call.}], links: [{id: line, text: {en: Call 988}, href: "tel:988"}]}
statements:
  - {id: first, place: first, when: afraid in life, text: {en: Call.}, links: [{id: line, text: {en: "988"}, href: "tel:988"}]}
"""  # noqa: E501


@pytest.mark.parametrize(("life", "where"), [("none", ""), ("afraid", "paper")])
def test_a_page_that_only_a_private_word_stands_in_for_is_on_paper_all_the_same(life: str, where: str) -> None:
    questionnaire = small(PRIVATELY_FIRST)
    journey = walk(questionnaire, {"signs": frozenset({"dark"}), "life": frozenset({life})})
    shown = compose(journey, advise(questionnaire, journey), "en", str)
    assert shown.interruptions == ((questionnaire.guidance[0].page, where),)


def test_the_form_that_somebody_else_fills_in_keeps_the_question_and_comes_back_private() -> None:
    exported = export(Q)
    assert "Zebra drinks" in json.dumps(exported)
    back = imported(json.dumps(exported))
    assert back.losses == ()
    assert [question.id for question in back.questionnaire.questions if question.private] == ["life"]


def test_a_person_s_record_leaves_the_item_out() -> None:
    journey = walk(Q, sheet("afraid"))
    assert '"life"' not in json.dumps(response.questionnaire_response(journey, advise(Q, journey)))


def test_a_person_s_record_says_that_what_it_answers_was_asked() -> None:
    text = FILE.read_text(encoding="utf-8")
    nested = load_text(
        text.replace("heat >= 2 or drinking in life", "heat >= 2 and (none in life or drinking in life)")
    )
    journey = walk(nested, sheet("none", heat=3))
    told = response.questionnaire_response(journey, advise(nested, journey))
    given_ = {item["linkId"]: item["answer"] for item in items_of(told) if "answer" in item}
    assert given_["asked-pills"] == [{"valueBoolean": True}]
    assert "pills" in given_ and "life" not in given_


def test_plain_english_and_a_comparison_say_that_it_is_private() -> None:
    assert reply_words(Q.question["life"]).endswith("Private: on the screen only.")
    open_ = load_text(FILE.read_text(encoding="utf-8").replace("        private: true\n", ""))
    assert [change.sentence for change in changes(open_, Q)] == [
        "Question “Your life”: private is now True; it was left out."
    ]
