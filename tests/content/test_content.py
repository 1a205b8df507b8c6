"""The second edition as a document: who is named, what ends early, suicide, one deadline, how long, what 911 is for."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.authoring import load
from checker.cli import cli
from checker.engine.condition_parser import parse
from checker.engine.conditions import AllOf, Answer, AnyOf, holds, reads
from checker.engine.guidance import advise
from checker.engine.journey import ahead, before, walk
from checker.engine.questionnaire import Case, Promise, Questionnaire, Statement, Tier
from checker.engine.questionnaire import Page as HelpPage
from checker.explain.wording import deadlines
from checker.proofs.prover import prove
from checker.proofs.report import Verdict
from checker.resources import shipped
from checker.web.token import State, seal
from tests.pages import app_of, check, read, served_by
from tests.people import MILD, as_answers
from tests.sheets import answer_to, whole_sheets

SHIPPED = load(shipped("questions.yaml"))
CONTENT = Path(__file__).parents[2] / "docs" / "content.md"
LANGUAGES = ("en", "es")
AT_ONCE = {"en": {"at once"}, "es": {"enseguida", "de inmediato"}}
"""What the pages say where the tier says now."""
HELP_SHOWN = "Help was shown at once."
"""What a doctor is told, always in English: it is past."""


def proved(questionnaire: Questionnaire, *promises: Promise, statements: tuple[Statement, ...] = ()) -> list[Verdict]:
    """Return the verdicts on some promises, of a questionnaire that makes and says no others."""
    alone = questionnaire.model_copy(update={"promises": promises, "statements": statements, "cases": ()})
    return [verdict for verdict in prove(alone).verdicts if verdict.kind == "promise"]


# Whom to call or see ---------------------------------------------------------------------------------------------

BESIDES = {"who_none", "who_veteran", "who_parent_line", "who_poison"}
"""What is named besides: for those who have nobody, and lines that know more of one thing."""


def named(*left_out: str) -> Verdict:
    """Return whether everybody is named a person, but for those who are sent to 911 or 988."""
    who = [each.when for each in SHIPPED.statements if each.place == "who" and each.id not in {*BESIDES, *left_out}]
    somebody = AnyOf((*who, parse("tier in (emergency, crisis_now)")))
    said = SHIPPED.statements[0].model_copy(update={"id": "somebody", "place": "who", "when": somebody})
    claim = Promise.model_validate({"id": "all_are_named_somebody", "says": "somebody"})
    (verdict,) = proved(SHIPPED, claim, statements=(said,))
    return verdict


def planned(*besides: str) -> Verdict:
    """Return whether nobody who is sent to 911 or 988 is told any of the care plan, nor of these statements."""
    care = tuple(each.when for each in SHIPPED.statements if each.place == "care" or each.id in besides)
    anything = AllOf((AnyOf(care), parse("tier in (emergency, crisis_now)")))
    said = SHIPPED.statements[0].model_copy(update={"id": "plan", "when": anything})
    claim = Promise.model_validate({"id": "no_plan", "never_says": ["plan"]})
    (verdict,) = proved(SHIPPED, claim, statements=(said,))
    return verdict


def test_no_care_plan_stands_beside_emergency_or_crisis_help() -> None:
    assert planned().holds
    assert not planned("crisis_line").holds


def test_every_result_names_whom_to_call_or_see() -> None:
    assert named().holds


@pytest.mark.parametrize(
    ("left_out", "tier"),
    [
        ("who_self", "self_care"),
        ("who_regular", "few_days"),
        ("who_back", "book_soon"),
        ("who_elsewhere", "out_of_scope"),
        ("who_body_today", "urgent_today"),
    ],
)
def test_somebody_is_left_with_nobody_where_one_of_them_is_taken_out(left_out: str, tier: str) -> None:
    verdict = named(left_out)
    assert verdict.holds is False
    assert verdict.counterexamples[0].tier == tier


# Danger ends the way, and comes first ------------------------------------------------------------------------------

DANGER = [
    "right_now", "place", "onset", "injury", "nerve_signs", "nerve_time",
    "low_signs", "side_signs", "mid_signs", "neck_signs", "other_signs",
]  # fmt: skip


def test_only_danger_and_being_a_child_end_the_questions() -> None:
    stops = {rule.id for rule in SHIPPED.guidance if rule.then == "stop"}
    assert stops == {rule.id for rule in SHIPPED.guidance if rule.tier == "emergency"} | {"os_child"}


@given(whole_sheets(SHIPPED))
def test_a_child_is_asked_about_dark_thoughts_and_life_now_before_the_end(sheet: dict[str, Answer]) -> None:
    journey = walk(SHIPPED, {**sheet, "age": "under_18"})
    stopped = journey.stopped_by
    assert stopped and (stopped.id == "os_child" or stopped.tier == "emergency")
    if stopped.id == "os_child":
        assert "life_now" in journey.asked
        assert "dark_thoughts" in journey.asked or journey.interrupted_by


def test_being_a_child_ends_nothing_before_life_now_is_answered() -> None:
    child = next(rule for rule in SHIPPED.guidance if rule.id == "os_child")
    assert not holds(child.when, {"age": "under_18", "dark_thoughts": frozenset(["none"])})
    assert all(
        holds(child.when, {"age": "under_18", "life_now": frozenset([option.id])})
        for option in SHIPPED.question["life_now"].options
    )
    order = [question.id for question in SHIPPED.questions]
    assert order.index("dark_thoughts") < order.index("life_now")


def test_danger_is_asked_before_all_else() -> None:
    order = [question.id for question in SHIPPED.questions]
    assert order[: len(DANGER)] == DANGER
    assert order[len(DANGER) : len(DANGER) + 2] == ["age", "health"]


# Suicide -----------------------------------------------------------------------------------------------------------

HOW_URGENT = {
    **dict.fromkeys(("now", "may_act", "tried_lately", "self_harm"), "crisis_now"),
    **dict.fromkeys(("wish_dead", "better_off", "kill_self", "not_sure"), "urgent_today"),
    "tried_before": "book_soon",
}


def test_everybody_is_asked_about_suicide_who_did_not_tell_it_at_the_start() -> None:
    question = SHIPPED.question["dark_thoughts"]
    assert reads(question.when) == {"right_now"}
    assert question.when == parse("self_harm not in right_now")
    assert all(holds(question.when, {"right_now": frozenset([tick])}) for tick in ("none", "not_sure", "chest_pain"))


def test_thoughts_of_suicide_are_never_less_than_told() -> None:
    claims = [
        Promise.model_validate(
            {
                "id": f"own_{told}",
                "always": tier,
                "when": f"{told} in {'right_now' if told == 'self_harm' else 'dark_thoughts'}",
            }
        )
        for told, tier in HOW_URGENT.items()
    ]
    assert [verdict.id for verdict in proved(SHIPPED, *claims) if not verdict.holds] == []


@given(whole_sheets(SHIPPED), st.sampled_from(sorted(HOW_URGENT)), st.data())
def test_no_other_answer_takes_a_disclosure_back(sheet: dict[str, Answer], told: str, data: st.DataObject) -> None:
    where = "right_now" if told == "self_harm" else "dark_thoughts"
    disclosing = {**sheet, "right_now": frozenset(["none"]), where: frozenset([told])}
    assume(where in walk(SHIPPED, disclosing).asked)
    other = data.draw(st.sampled_from([question for question in SHIPPED.questions if question.id != where]))
    changed = {**disclosing, other.id: data.draw(answer_to(other))}
    journey = walk(SHIPPED, changed)
    guidance = advise(SHIPPED, journey)
    now = holds(parse("self_harm in right_now"), journey.values)
    stopped = where not in journey.asked and not now
    at_least = SHIPPED.urgency["emergency" if stopped else "crisis_now" if now else HOW_URGENT[told]]
    assert SHIPPED.urgency[guidance.tier.id] <= at_least
    if where in journey.asked and told != "tried_before":
        assert journey.interrupted_by
        assert "crisis_first" in {statement.id for statement in guidance.statements}


# One deadline ------------------------------------------------------------------------------------------------------


def test_the_wording_has_no_finding() -> None:
    result = CliRunner().invoke(cli, ["check", "--style"])
    assert result.exit_code == 0, result.output


def told(case: Case, language: str) -> str:
    """Return the words of a result with its page for a doctor.

    Left out is what somebody who answers otherwise is told, how the plan is parted, and when to check again.
    """
    app = app_of()
    state = State(case.sheet, page="result", language=LANGUAGES.index(language))
    page = check(read(app.test_client().get(f"/c/{seal(served_by(app).sealer, state)}/"), "/c/-"), SHIPPED)
    text = page.text
    titles = {tier.title.said_in(language) for tier in SHIPPED.tiers}
    sooner = [element.text for element in page.all("b") if element.text in titles]
    parts = [element.text for element in page.all("h3", **{"class": "part"})]
    again = [element.text for element in page.all("time") if element.text == in_days(case, language)]
    for words in (*sooner, *parts, *again, HELP_SHOWN):
        text = text.replace(words, "...", 1)
    return text


def in_days(case: Case, language: str) -> str:
    """Return when to check again as a page says it: the last day that the tier names, as is tested below."""
    days = advise(SHIPPED, walk(SHIPPED, case.sheet)).tier.recheck_days
    return {"en": f"in {days} days", "es": f"en {days} días"}[language]


def record(case: Case, language: str) -> str:
    """Return the text record of a worked case; nothing where help alone is shown."""
    app = app_of()
    state = State(case.sheet, page="result", language=LANGUAGES.index(language))
    reply = app.test_client().get(f"/c/{seal(served_by(app).sealer, state)}/text")
    return "" if reply.status_code == 404 else " ".join(reply.text.split())


def may_say_when(case: Case, language: str) -> Iterator[str]:
    """Yield the words of a result that may say by when to act: the tier's, what needs help at once, and the answers."""
    guidance = advise(SHIPPED, walk(SHIPPED, case.sheet))
    tier, signs = guidance.tier, SHIPPED.emergency_signs
    texts = [tier.title, tier.within, *tier.action, signs.title, *signs.items]
    texts += [each.text for each in guidance.statements if each.place == "safety_net"]
    texts += [option.text for question in SHIPPED.questions for option in question.options]
    texts += [text for rule in guidance.rules if rule.page for text in (rule.page.title, *rule.page.text)]
    yield from (text.said_in(language) for text in texts)


def other_times(text: str, case: Case, language: str) -> list[str]:
    """Return by when to act beside what may say it."""
    for said in sorted(may_say_when(case, language), key=len, reverse=True):
        text = text.replace(" ".join(said.split()), "...")
    return deadlines(text, language)


CHAT = "https://988lifeline.org/chat"
CRISIS_LINKS = ["tel:988", "sms:988", CHAT, "tel:18002738255", "tel:988"]
"""Call and text, and without a telephone that dials 988: chat, the ten digits, a videophone."""
IN_A_CRISIS = {
    **{rule: [*CRISIS_LINKS, "tel:911"] for rule in ("cr_now", "cr_now_later", "cr_lately")},
    "cr_baby": ["tel:1-833-852-6262", *CRISIS_LINKS, "tel:911"],
    "crisis_first": CRISIS_LINKS,
    "crisis_now": ["tel:988", "sms:988", CHAT],
}


def test_help_in_a_crisis_can_be_had_without_a_telephone() -> None:
    first = next(each for each in SHIPPED.statements if each.id == "crisis_first")
    parts: dict[str, Tier | Statement | HelpPage] = {rule.id: rule.page for rule in SHIPPED.guidance if rule.page}
    parts |= {"crisis_first": first, "crisis_now": SHIPPED.tier["crisis_now"]}
    assert {name: [link.href for link in part.links] for name, part in parts.items()} == IN_A_CRISIS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_names_one_time_to_act(language: str) -> None:
    seen = set()
    for case in SHIPPED.cases:
        tier = advise(SHIPPED, walk(SHIPPED, case.sheet)).tier
        found = {
            *other_times(told(case, language), case, language),
            *other_times(record(case, language), case, language),
        }
        assert found <= (AT_ONCE[language] if tier.helps_now else set()), case.id
        seen.add(tier.id)
    assert seen == {tier.id for tier in SHIPPED.tiers}


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_time_to_act_is_found(language: str) -> None:
    case = next(case for case in SHIPPED.cases if advise(SHIPPED, walk(SHIPPED, case.sheet)).tier.id == "few_days")
    more = {"en": "Call your doctor tomorrow.", "es": "Llame a su doctor dentro de una semana."}[language]
    assert len(other_times(f"{told(case, language)} {more}", case, language)) == 1


def test_the_day_to_check_again_is_the_last_day_that_the_tier_names() -> None:
    days = {tier.id: tier.recheck_days for tier in SHIPPED.tiers}
    assert days == {
        **dict.fromkeys(("emergency", "crisis_now", "urgent_today")),
        **{"few_days": 3, "book_soon": 14, "out_of_scope": 14, "routine": 30, "self_care": 14},
    }


# The start ---------------------------------------------------------------------------------------------------------

MOST_WORDS = 8
"""Words of a line below what one gets: it is taken in at a glance."""


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ("not a diagnosis", "Nobody at the clinic sees your answers", "minutes")),
        ("es", ("no es un diagnóstico", "Nadie en el consultorio ve sus respuestas", "minutos")),
    ],
)
def test_the_start_says_what_one_gets_and_three_short_things(language: str, lines: tuple[str, str, str]) -> None:
    _, *below = [text.said_in(language) for text in SHIPPED.start]
    assert [words in line for words, line in zip(lines, below, strict=True)] == [True, True, True]
    assert max(len(line.split()) for line in below) <= MOST_WORDS


# How long it is ----------------------------------------------------------------------------------------------------

LOW = {
    "little_interest": "more_than_half_the_days",
    "feeling_down": "more_than_half_the_days",
    "phq_sleep": "nearly_every_day",
    "well_rested": "never",
    **dict.fromkeys(
        ("phq_tired", "phq_appetite", "phq_failure", "phq_concentrating", "phq_slow_or_restless"), "several_days"
    ),
}
HELD_BACK = {"pain_usual": 6, **dict.fromkeys(("walking", "lifting", "sitting"), "some_difficulty")}
PEOPLE: dict[str, dict[str, Any]] = {
    "an ordinary strain": MILD,
    "a stiff neck": {**MILD, "place": "neck", "neck_signs": ["cannot_turn"]},
    "lasting low back pain, low mood, store pills": {
        **MILD, **LOW, **HELD_BACK, "onset": "long", "nerve_signs": ["none"], "pain_most": 6, "medicines": ["otc"],
    },
    "came for mood, fine": {**MILD, "place": "mood_only", "age": "age_50_64"},
    "came for mood, low": {**MILD, **LOW, "place": "mood_only", "pregnancy": "no"},
    "pregnant, a dull ache": {**MILD, "health": ["pregnant"], "pregnancy": "pregnant", "pregnancy_signs": ["none"]},
    "under 18": {**MILD, "age": "under_18"},
    "surgery 5 weeks ago, a wet wound": {
        **MILD, **HELD_BACK, "onset": "slow", "health": ["recent_procedure"], "surgery_signs": ["wound"],
        "medicines": ["opioid"], "medicine_signs": ["none"],
    },
    "numb between the legs since yesterday": {**MILD, "nerve_signs": ["saddle"], "nerve_time": "fresh"},
    "chest pain": {"right_now": ["chest_pain"]},
    "pain in some other place": {**MILD, "place": "elsewhere", "other_signs": ["none"]},
}  # fmt: skip


def length(person: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many questions somebody is asked, and how many may be ahead once signs, age and health are known."""
    sheet = as_answers(person)
    done = before(SHIPPED, sheet, SHIPPED.position["pain_most"])
    journey = walk(SHIPPED, sheet)
    assert journey.next is None
    return len(journey.asked), len(done.asked) + len(ahead(done))


def test_everybody_is_asked_as_many_questions_as_the_table_says() -> None:
    titles = {tier.title.root["en"]: tier.id for tier in SHIPPED.tiers}
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| (.+?) \|$", CONTENT.read_text(encoding="utf-8"), re.MULTILINE)
    told = {person: (int(asked), int(most), titles[title]) for person, asked, most, title in rows}
    assert told == {
        name: (*length(person), advise(SHIPPED, walk(SHIPPED, as_answers(person))).tier.id)
        for name, person in PEOPLE.items()
    }


def test_no_journey_is_longer_than_told() -> None:
    """Exact for every possible answer sheet."""
    total = prove(SHIPPED.model_copy(update={"promises": (), "statements": (), "cases": ()})).total
    assert total and (total.shortest, total.longest) == (1, 33)
    assert "from 1 to 33 questions" in " ".join(CONTENT.read_text(encoding="utf-8").split())


# What 911 is for ---------------------------------------------------------------------------------------------------

LINES = {
    "em_now": [
        "Chest pain",
        "Passed out",
        "a face that droops",
        "The worst pain of your life",
        "coughing up blood",
        "Too many pills",
        "Very sleepy or slow to breathe after a strong pill",
    ],
    "em_nerve": ["between the legs", "you cannot pee or hold it", "soil yourself", "both legs weak"],
    "em_nerve_treated": ["with a blood thinner. Or in the 3 months after a bad infection"],
    "em_cancer_nerve": ["With cancer, new or worse: a weak or clumsy arm or leg"],
    "em_fever_nerve": ["Fever, and an arm or leg that is weak"],
    "em_belly": ["A hard belly"],
    "em_waves": ["in waves", "From age 50: from the low back"],
    "em_fever_vomit": ["in one side and throwing up"],
    "em_fever_risk": [
        "diabetes",
        "3 months: a bad infection, or surgery or a shot in the back",
        "chills in pregnancy, or with a drug pump",
    ],
    "em_fever_birth": ["birth: fever", "chills in pregnancy"],
    "em_birth_mind": ["In pregnancy or after a birth: a big change in your mind"],
    "em_fever_head": ["a stiff neck"],
    "em_brain": ["an eyelid", "the neck and head, and a weak, clumsy, or numb"],
    "em_effort": ["From age 50: upper back"],
    "em_lung": ["breath: with one swollen leg, with cancer, or in pregnancy", "breath: soon after a birth, or surgery"],
    "em_cold_limb": ["is cold, and pale or blue"],
    "em_testicle": ["a testicle"],
    "em_workout": ["workout"],
    "em_device": ["a drug pump in the body: an alarm, a late refill", "A headache that pounds"],
    "em_yellow": ["Eyes or skin that turned yellow", "sores in the mouth"],
    "em_hard_hit": ["a very hard hit"],
    "em_hit_signs": ["a numb arm or leg, or red pee. With a blood thinner: any hit", "After any hit or fall"],
    "em_pregnancy": [
        "leak fluid, or the belly gets tight",
        "a swollen face or hands",
        "bad belly pain, pain at the tip of the shoulder, or the baby moves less",
    ],
    "em_voice": ["A voice", "Shakes"],
}
"""For every emergency rule, words of its lines in the list of emergency signs."""


def test_every_emergency_has_its_lines_in_the_list_of_emergency_signs() -> None:
    assert {*LINES} == {rule.id for rule in SHIPPED.guidance if rule.tier == "emergency"}
    lines = [item.root["en"] for item in SHIPPED.emergency_signs.items]
    found = {words: sum(words in line for line in lines) for each in LINES.values() for words in each}
    assert found == dict.fromkeys(found, 1)


OF_CRISIS = {"In danger of hurting yourself now. You can also call or text 988."}


def test_every_line_of_the_list_belongs_to_an_emergency_or_to_the_crisis() -> None:
    known = [words for each in LINES.values() for words in each]
    lines = [item.root["en"] for item in SHIPPED.emergency_signs.items]
    assert {line for line in lines if not any(words in line for words in known)} == OF_CRISIS


SPANISH = {
    "blood thinner": "anticoagulante", "cancer": "cáncer", "fever": "fiebre", "drug pump": "bomba de medicina",
    "spinal cord": "médula", "belly": "vientre", "birth": "parto", "pee": "orin", "weak": "débil|debilidad",
    "neck": "cuello", "pregnan": "embaraz", "yellow": "amarill", "arm": "brazo", "leg": "pierna",
    "numb": "adormec|dormid",
    "swollen": "hinchad", "testicle": "testículo", "breath": "respira", "age 50": "50 años", "diabetes": "diabetes",
    "infection": "infección", "surgery": "cirugía", "poop": "excremento|popó", "headache": "dolor de cabeza",
    "sleepy": "sueño", "fall": "caída", "3 months": "3 meses", "7 days": "7 días", "988": "988",
}  # fmt: skip
"""Words of dangers, and what stands for each in the Spanish of the same line."""


@pytest.mark.parametrize("word", SPANISH)
def test_a_danger_in_the_list_is_the_same_in_spanish(word: str) -> None:
    lines = [item.root for item in SHIPPED.emergency_signs.items if re.search(rf"\b{word}", item.root["en"], re.I)]
    assert lines
    assert [line for line in lines if not re.search(SPANISH[word], line["es"], re.I)] == []


SAID_OF_A_SIGN = {
    "emergency": {"en": "911", "es": "911"},
    "same_day": {"en": "the same day", "es": "el mismo día"},
    "crisis": {"en": "988", "es": "988"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_to_watch_for_says_what_it_calls_for(language: str) -> None:
    nets = [each for each in SHIPPED.statements if each.place == "safety_net"]
    assert {each.sign for each in nets} == {*SAID_OF_A_SIGN}
    assert [each.id for each in nets if each.sign == "crisis"] == ["crisis_line"]
    for each in nets:
        words = {sign: said[language] for sign, said in SAID_OF_A_SIGN.items()}
        assert each.sign and words[each.sign] in each.text.said_in(language), each.id
        assert each.sign != "same_day" or words["emergency"] not in each.text.said_in(language), each.id
        assert each.sign != "emergency" or words["same_day"] not in each.text.said_in(language), each.id


HELP = {"911", "988", "1-800-273-8255", "838255", "1-833-852-6262", "1-800-222-1222", "1-800-662-4357"}
"""911 and 988; 988 in ten digits; veterans' texts; new parents; Poison Help; for finding care (`docs/sources.md`)."""
NUMBER = re.compile(r"1-\d{3}-\d{3}-\d{4}|\b(?:911|988|\d{5,6})\b")


def test_every_number_to_call_is_a_known_one_and_the_same_in_every_language() -> None:
    for path, text in SHIPPED.texts():
        named = {language: set(NUMBER.findall(words)) for language, words in text.root.items()}
        assert named["en"] == named["es"] and named["en"] <= HELP, path


def test_every_link_calls_a_known_number() -> None:
    pages = [rule.page for rule in SHIPPED.guidance if rule.page]
    parts: list[Tier | Statement | HelpPage] = [*SHIPPED.tiers, *SHIPPED.statements, *pages]
    links = [link for part in parts for link in part.links]
    called = {re.split(r"[:?]", link.href)[1] for link in links if link.href.startswith(("tel:", "sms:"))}
    known = HELP | {"1" + number.removeprefix("1-").replace("-", "") for number in HELP} | {"211"}
    assert called <= known, called - known
