"""The clinical rules, written out a second time as straight-line Python: from their prose, not from the file.

It knows nothing of `questions.yaml` but the ids of options and rules. The prose is `docs/content.md` and the
research notes behind it, which are not part of this repository. `tests/content/test_questions.py` lets random people
answer, and compares.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Given = Mapping[str, Any]
"""Answers by question: an option id, a set of them, or a number."""

OFTEN = {"not_at_all": 0, "several_days": 1, "more_than_half_the_days": 2, "nearly_every_day": 3}
RESTED = {"every_day": 0, "most_days": 1, "some_days": 2, "never": 3}
TASK = {"no_difficulty": 0, "some_difficulty": 1, "much_difficulty": 2, "unable": 3}
TASKS = ("walking", "lifting", "sitting")
MOOD_LEFT = ("phq_tired", "phq_appetite", "phq_failure", "phq_concentrating", "phq_slow_or_restless")
LISTS = ("low_signs", "side_signs", "mid_signs", "neck_signs", "other_signs")
LIFE_AT_RISK = {"chest_pain", "collapse", "stroke_signs", "sudden_worst", "bleed", "overdose"}
LIMB = {"one_weak", "cord"}
CAUDA_EQUINA = {"both_weak", "bowel", "bladder", "saddle"}
NERVE = LIMB | CAUDA_EQUINA | {"leak_cough", "sex_change", "one_numb"}
LIMB_SIDE = {"leg_one", "arm_one"}
LOW = {"low_back", "leg_one", "leg_both"}
NECK = {"neck", "arm_one", "arm_both"}
SIX_WEEKS = {"weeks_6_to_12", "long_checked", "long", "not_sure"}
"""A start that may be 6 weeks or more ago."""
LETS_GERMS_IN = {"low_defense", "germs", "recent_procedure", "device"}
WORRYING_HEALTH = {"cancer", "weight_loss", "germs", "weak_bones", "recent_procedure", "not_sure"}
IN_PREGNANCY = {"head_sight", "belly_bad", "tight", "moves_less", "bleed_fluid"}
THOUGHTS = {"wish_dead", "better_off", "kill_self", "not_sure"}
CHANGED_MIND = {"high", "voices", "controlled"}
STRONG = {"opioid", "calming", "not_mine"}
TIERS = (
    "emergency", "crisis_now", "urgent_today", "few_days", "book_soon", "out_of_scope", "routine", "self_care",
)  # fmt: skip
"""Who is pregnant or hurts elsewhere is still told of what is more urgent."""
KINDS = {"em": 0, "cr": 1, "td": 2, "fd": 3, "bk": 4, "os": 5, "rt": 6}
"""What the first letters of a rule say of its tier."""


def asked(sheet: Given) -> dict[str, Any]:
    """Return the answers that are asked for, up to where an emergency or an age under 18 ends the questions."""
    given: dict[str, Any] = {}
    for question, shown in _order(given):
        if shown:
            given[question] = sheet[question]
            if ends(given):
                break
    return given


def ends(given: Given) -> set[str]:
    """Return the rules that end the questions: every emergency, and being a child once life now was asked."""
    return {rule for rule in rules(given) if rule.startswith("em") or rule == "os_child"}


def _order(given: Given) -> Iterator[tuple[str, bool]]:
    """Yield every question with whether it is asked, given the answers before it."""
    yield from (("right_now", True), ("place", True))
    place = given["place"]
    spine = place not in ("mood_only", "elsewhere")
    yield "onset", spine
    yield "injury", given.get("onset") == "blow"
    yield "nerve_signs", place != "mood_only"
    yield "nerve_time", bool(NERVE & ticked(given, "nerve_signs"))
    yield "low_signs", place in LOW
    yield "side_signs", place == "side"
    yield "mid_signs", place == "mid_back"
    yield "neck_signs", place in NECK
    yield "other_signs", place == "elsewhere"
    yield "age", True
    adult = given["age"] != "under_18"
    yield "health", place != "mood_only"
    health = ticked(given, "health")
    yield "surgery_signs", "recent_procedure" in health
    yield "device_signs", "device" in health
    yield "pregnancy", "pregnant" in health or (place == "mood_only" and given["age"] == "age_18_49")
    yield "pregnancy_signs", given.get("pregnancy", "no") != "no"
    yield from _order_of_numbers(given, adult, spine)
    yield "dark_thoughts", "self_harm" not in given["right_now"]
    yield "life_now", True
    yield "medicines", adult
    yield "medicine_signs", bool(ticked(given, "medicines") - {"otc", "none"})


def _order_of_numbers(given: Given, adult: bool, spine: bool) -> Iterator[tuple[str, bool]]:
    yield from (("pain_most", adult and spine), ("pain_usual", adult and spine))
    held_back = given.get("pain_usual", 0)
    tasks = held_back >= 6 or (held_back >= 4 and given["onset"] in SIX_WEEKS)
    yield from ((task, tasks) for task in TASKS)
    yield from ((item, adult) for item in ("little_interest", "feeling_down", "phq_sleep"))
    yield "well_rested", OFTEN[given.get("phq_sleep", "not_at_all")] >= 2
    yield from ((item, (phq2(given) or 0) >= 3) for item in MOOD_LEFT)
    yield from (("gad_nervous", adult), ("gad_worry", adult))


def ticked(given: Given, *questions: str) -> set[str]:
    """Return what was ticked in any of some lists."""
    return {option for question in questions for option in given.get(question, ())}


# Scores ----------------------------------------------------------------------------------------------------------


def _sum(given: Given, items: tuple[str, ...], points: Mapping[str, int]) -> int | None:
    return sum(points[given[item]] for item in items) if all(item in given for item in items) else None


def pain(given: Given) -> int | None:
    """Return the pain sum, of 20."""
    return given["pain_most"] + given["pain_usual"] if "pain_usual" in given else None


def activity(given: Given) -> int:
    """Return the sum of the three tasks; tasks that were not asked are none."""
    return _sum(given, TASKS, TASK) or 0


def sleep(given: Given) -> int:
    """Return the sleep sum; how rested somebody is counts only beside bad sleep."""
    return OFTEN[given.get("phq_sleep", "not_at_all")] + RESTED[given.get("well_rested", "every_day")]


def phq2(given: Given) -> int | None:
    """Return the sum of the first two mood items."""
    return _sum(given, ("little_interest", "feeling_down"), OFTEN)


def phq8(given: Given) -> int | None:
    """Return the sum of all eight mood items, if all were asked."""
    return _sum(given, ("little_interest", "feeling_down", "phq_sleep", *MOOD_LEFT), OFTEN)


def gad2(given: Given) -> int | None:
    """Return the sum of the two items about worry."""
    return _sum(given, ("gad_nervous", "gad_worry"), OFTEN)


# Rules -----------------------------------------------------------------------------------------------------------


def rules(given: Given) -> set[str]:
    """Return the ids of all rules that are true."""
    return {rule for rule, true in _rules(given) if true}


def _rules(given: Given) -> Iterator[tuple[str, Any]]:
    for group in (_nerves, _place_and_start, _injury, _signs, _health, _birth, _mood, _pills, _numbers):
        yield from group(given).items()


def tier(given: Given) -> str:
    """Return the tier of the most urgent rule."""
    return TIERS[min(map(urgency, rules(given)), default=-1)]


def urgency(rule: str) -> int:
    """Return the place of a rule's tier. Thoughts of death that have passed are for today."""
    return 2 if rule == "cr_lately" else KINDS[rule[:2]]


def _nerves(given: Given) -> dict[str, Any]:
    signs, time, health = ticked(given, "nerve_signs"), given.get("nerve_time"), ticked(given, "health")
    limb, worst, cancer = signs & LIMB, signs & CAUDA_EQUINA, "cancer" in health
    maybe_new = time in ("fresh", "not_sure")
    growing = maybe_new or time == "slow"
    return {
        "em_nerve": (worst and time == "fresh") or (worst - {"bladder"} and time == "slow"),
        "em_fever_nerve": limb and growing and "fever" in ticked(given, *LISTS),
        "em_nerve_treated": limb and maybe_new and health & {"blood_thinner", "recent_procedure", "germs"},
        "em_cancer_nerve": cancer and (limb or worst) and growing,
        "td_weak": (limb and growing)
        or (cancer and ((limb and time == "older") or ("one_numb" in signs and (growing or time == "older")))),
        "td_nerve_unsure": worst and time == "not_sure",
        "td_nerve_unseen": (worst - {"bladder"} and time == "older") or ("bladder" in worst and time == "slow"),
        "td_sex": "sex_change" in signs and maybe_new,
        "fd_weak_old": limb and time == "older",
        "fd_bladder_old": "bladder" in signs and time == "older",
        "fd_leak_new": ("leak_cough" in signs and growing) or ("sex_change" in signs and time == "slow"),
        "bk_numb": "one_numb" in signs and growing,
        "rt_known": time in ("known", "older", "slow", "not_sure"),
        "td_unsure": "not_sure" in ticked(given, "right_now", "nerve_signs", "device_signs"),
    }


def _place_and_start(given: Given) -> dict[str, Any]:
    place, onset, most = given.get("place"), given.get("onset"), given.get("pain_most", 0)
    both, start_known = place in ("leg_both", "arm_both"), onset is not None
    health, oldest = ticked(given, "health"), given.get("age") == "age_65_plus"
    hurts, may_be_strain = pain(given) or 0, onset in ("strain", "not_sure")
    return {
        "td_both": both and start_known and onset != "long_checked" and not (place == "leg_both" and onset == "long"),
        "fd_both_long": place == "leg_both" and onset == "long",
        "bk_far": place in LIMB_SIDE and start_known and onset != "long_checked",
        "bk_lasting": onset in SIX_WEEKS - {"long_checked"} and hurts >= 8,
        "rt_time": onset in SIX_WEEKS,
        "td_weak_bones": "weak_bones" in health and may_be_strain and most >= 7,
        "td_thinner": "blood_thinner" in health and onset in ("strain", "slow", "not_sure") and most >= 8,
        "fd_older_strain": (oldest and onset in ("strain", "slow", "not_sure") and most >= 8)
        or ("weak_bones" in health and onset == "slow" and most >= 7),
        "bk_older_strain": oldest
        and (
            (may_be_strain and most >= 5 and place in ("low_back", "side", "mid_back"))
            or given.get("injury") == "small"
        ),
        "os_elsewhere": place == "elsewhere",
    }


def _injury(given: Given) -> dict[str, Any]:
    injury, turn = given.get("injury"), "cannot_turn" in ticked(given, "neck_signs")
    nerves = ticked(given, "nerve_signs") if given.get("nerve_time") in ("fresh", "not_sure") else set()
    red = "pee_blood" in ticked(given, "side_signs") or "pee" in ticked(given, "low_signs", "mid_signs")
    hit = "hit" in ticked(given, "other_signs")
    brittle = ticked(given, "health") & {"weak_bones", "blood_thinner"}
    older = given.get("age") == "age_65_plus" and (given.get("pain_most", 0) >= 4 or given["place"] in NECK)
    return {
        "em_hard_hit": injury == "very_hard",
        "em_hit_signs": (injury == "hard" and ("one_numb" in nerves or red))
        or (injury not in (None, "very_hard") and nerves & LIMB)
        or (hit and nerves & LIMB)
        or ((hit or injury == "hard") and "blood_thinner" in ticked(given, "health")),
        "td_hit_numb": injury is not None and "one_numb" in nerves,
        "td_injury": injury in ("hard", "hard_before", "worse", "not_sure") or hit,
        "td_small_fall": injury == "small" and (brittle or older),
        "td_small_turn": injury in ("small", "checked") and turn,
        "rt_checked": injury == "checked",
    }


def _signs(given: Given) -> dict[str, Any]:
    low, side, mid, neck, other = (ticked(given, name) for name in LISTS)
    every, older, onset = (
        low | side | mid | neck | other,
        given.get("age") in ("age_50_64", "age_65_plus"),
        given.get("onset"),
    )
    fever, effort = "fever" in every, "effort" in mid | neck | other
    breath, pregnancy = "breath" in every, given.get("pregnancy")
    lung_risk = ticked(given, "health") & {"cancer", "recent_procedure"} or pregnancy in ("pregnant", "birth_6w")
    new_nerves = ticked(given, "nerve_signs") if given.get("nerve_time") in ("fresh", "not_sure") else set()
    return {
        "em_now": ticked(given, "right_now") & LIFE_AT_RISK,
        "em_belly": "belly" in every,
        "em_waves": "waves" in side or ("waves" in low and older),
        "em_cold_limb": "cold_limb" in every,
        "em_testicle": "testicle" in other,
        "em_fever_vomit": {"fever", "vomit"} <= side,
        "em_fever_head": {"fever", "head_stiff"} <= neck | other,
        "em_brain": "brain" in neck or ("artery" in neck and new_nerves & {"one_weak", "cord", "one_numb"}),
        "em_effort": effort and older,
        "em_lung": breath and ("leg_swollen" in every or lung_risk),
        "em_workout": "workout" in every,
        "td_fever": fever,
        "td_kidney": side & {"pee_burn", "vomit"}
        or ("pee_blood" in side and onset in ("strain", "slow", "blow", "not_sure"))
        or "waves" in low,
        "td_leg_clot": "leg_swollen" in every,
        "td_breath": breath,
        "td_joint": "joint" in other,
        "td_rash": "rash" in every,
        "td_cannot_walk": "cannot_walk" in every,
        "td_blocked": "blocked" in low,
        "td_jaw": "jaw_scalp" in neck | other and older,
        "td_neck_head": "head_stiff" in neck | other
        or ("artery" in neck and onset in ("strain", "slow", "blow", "not_sure")),
        "td_effort": effort,
        "fd_unsure": "not_sure" in every,
        "fd_artery": "artery" in neck,
        "fd_pee": "pee" in low | mid,
        "fd_band": "band" in mid,
        "fd_child": given.get("age") == "under_18" and every & {"no_ease", "night"},
        "bk_no_ease": "no_ease" in every,
        "bk_stiff": "stiff" in neck and older,
        "bk_sport": "sport" in low,
        "bk_blood_pee": "pee_blood" in side,
        "rt_jaw": "jaw_scalp" in neck | other,
    }


def _health(given: Given) -> dict[str, Any]:
    health, most, place, onset = (
        ticked(given, "health"),
        given.get("pain_most", 0),
        given.get("place"),
        given.get("onset"),
    )
    signs = ticked(given, *LISTS)
    fever, no_ease, night = "fever" in signs, "no_ease" in signs, "night" in signs
    slow, new = onset in ("slow", "weeks_6_to_12", "long", "not_sure"), onset in ("slow", "not_sure")
    cancer, germs, old = "cancer" in health, "germs" in health, given.get("age") == "age_65_plus"
    device = ticked(given, "device_signs")
    return {
        "em_fever_risk": fever and health & LETS_GERMS_IN,
        "em_device": device & {"pump", "pounding"},
        "td_device": "site" in device,
        "td_surgery": ticked(given, "surgery_signs") - {"none"},
        "td_no_ease": (no_ease and health & {"germs", "recent_procedure", "low_defense"})
        or (germs and ((new and most >= 7) or (night and most >= 5)))
        or (old and new and most >= 7 and "no_ease" in ticked(given, "low_signs", "side_signs")),
        "fd_germs": germs and new and most >= 5,
        "td_germs_sweat": {"germs", "weight_loss"} <= health,
        "td_cancer": cancer
        and (
            "weight_loss" in health
            or no_ease
            or "band" in signs
            or (slow and most >= 5 and (place in LIMB_SIDE or (night and place in ("side", "mid_back", *NECK))))
        ),
        "fd_cancer": cancer
        and slow
        and (place in ("mid_back", "neck", "side", *LIMB_SIDE) or (night and place in LOW) or most >= 7),
        "fd_no_ease_weight": (no_ease or night) and "weight_loss" in health,
        "fd_night_procedure": night and "recent_procedure" in health,
        "bk_health": health & WORRYING_HEALTH or "not_sure" in ticked(given, "medicine_signs"),
        "rt_all_over": "all_over" in health,
    }  # fmt: skip


def _birth(given: Given) -> dict[str, Any]:
    pregnancy, signs = given.get("pregnancy"), ticked(given, "pregnancy_signs")
    changed = ticked(given, "life_now") & CHANGED_MIND
    return {
        "em_fever_birth": pregnancy in ("birth_6w", "pregnant") and "fever" in ticked(given, *LISTS),
        "em_birth_mind": pregnancy in ("birth_6w", "birth_12m", "pregnant") and changed,
        "em_pregnancy": signs & IN_PREGNANCY,
        "cr_baby": "baby_thoughts" in signs,
        "td_pregnancy": signs & {"burn", "not_sure"}
        or (pregnancy in ("pregnant", "maybe") and given.get("injury") in ("checked", "small", "not_sure")),
        "os_pregnancy": pregnancy in ("birth_6w", "pregnant", "maybe"),
        "bk_parent_mood": pregnancy not in (None, "no", "maybe") and (phq2(given) or 0) >= 3,
    }


def _mood(given: Given) -> dict[str, Any]:
    thoughts, life = ticked(given, "dark_thoughts"), ticked(given, "life_now")
    full, low, worry = phq8(given) or 0, phq2(given) or 0, gad2(given) or 0
    return {
        "em_voice": life & {"voice_harm", "shakes"},
        "cr_now": "self_harm" in ticked(given, "right_now"),
        "cr_now_later": thoughts & {"now", "may_act", "tried_lately"},
        "cr_lately": thoughts & THOUGHTS,
        "td_mind": life & CHANGED_MIND,
        "td_mood": full >= 20,
        "fd_mood": full >= 15,
        "bk_mood": full >= 10,
        "bk_tried": "tried_before" in thoughts,
        "os_child": given.get("age") == "under_18" and "life_now" in given,
        "rt_sleep": sleep(given) >= 4,
        "rt_mood": low >= 3,
        "rt_worry": worry >= 3,
        "rt_private": "not_sure" in life | ticked(given, "medicines") or "drink" in life,
    }


def _pills(given: Given) -> dict[str, Any]:
    pills, signs = ticked(given, "medicines"), ticked(given, "medicine_signs")
    drinks = "drink" in ticked(given, "life_now")
    return {
        "em_yellow": signs & {"yellow", "reaction"} or "yellow" in ticked(given, "side_signs"),
        "td_pills": "otc_more" in pills or "stopped" in signs,
        "fd_mood_pill": "mood_worse" in signs,
        "fd_mood_stopped": "stopped_mood" in signs,
        "fd_mix": drinks and pills & STRONG,
        "fd_pills": "strong_more" in signs,
        "bk_pills": {"opioid", "calming"} <= pills
        or pills & {"not_mine", "otc_bit"}
        or ("opioid" in pills and "with_alcohol" in signs),
        "rt_medicine": pills & {"opioid", "calming", "natural"} or signs & {"side_effect", "with_alcohol"},
    }


def _numbers(given: Given) -> dict[str, Any]:
    hurts = pain(given) or 0
    return {
        "fd_cannot_do": hurts >= 16 and activity(given) >= 6,
        "bk_pain": hurts >= 14,
        "bk_activity": activity(given) >= 6,
        "rt_pain": hurts >= 12,
        "rt_activity": activity(given) >= 3,
    }


RULES = frozenset(rule for rule, _ in _rules({}))
"""The ids of all rules."""

# What the result says ----------------------------------------------------------------------------------------------


def says(given: Given) -> set[str]:
    """Return the ids of what the result says, of those whom and what the prose names for a reason."""
    urgency, health, pregnancy = tier(given), ticked(given, "health"), given.get("pregnancy")
    low, full, worry = phq2(given) or 0, phq8(given) or 0, gad2(given) or 0
    told = ticked(given, "dark_thoughts") - {"tried_before", "none"}
    harm = told or "self_harm" in ticked(given, "right_now") or "voice_harm" in ticked(given, "life_now")
    operated = ticked(given, "surgery_signs") - {"none"} or ticked(given, *LISTS) & {"no_ease", "leg_swollen"}
    in_emergency, near_birth = urgency == "emergency", pregnancy not in (None, "no")
    stiff = "stiff" in ticked(given, "low_signs", "mid_signs") and given.get("onset") in SIX_WEEKS
    said = {
        "crisis_first": harm,
        "tell_thoughts": harm,
        "overdose_first": "overdose" in ticked(given, "right_now"),
        "pounding_first": "pounding" in ticked(given, "device_signs"),
        "who_pregnancy_now": in_emergency and near_birth and pregnancy != "partner",
        "who_surgeon": "recent_procedure" in health
        and (urgency in ("few_days", "book_soon") or (urgency == "urgent_today" and operated)),
        "who_jaw": urgency == "urgent_today" and "td_jaw" in rules(given),
        "who_mind": not in_emergency and "td_mind" in rules(given),
        "who_poison": not in_emergency and ticked(given, "medicines") & {"otc_more", "otc_bit"},
        "who_child": given.get("age") == "under_18",
        "who_parent_line": near_birth
        and pregnancy != "maybe"
        and (low >= 3 or worry >= 3 or "baby_thoughts" in ticked(given, "pregnancy_signs")),
        "who_veteran": "veteran" in ticked(given, "life_now"),
        "who_elsewhere": not in_emergency and given.get("place") == "elsewhere",
        "mood_line": low >= 3 or worry >= 3 or "tried_before" in ticked(given, "dark_thoughts"),
        "tell_mood": low >= 3 or full >= 5 or worry >= 3,
        "surgery_mood": not in_emergency and health & {"surgery_other", "recent_procedure"},
        "any_doctor": not in_emergency,
        "pain_and_mood": (low >= 3 or full >= 5) and given["place"] != "mood_only",
        "pain_is_real": (low >= 3 or full >= 5) and given["place"] != "mood_only",
        "care_for_both": full >= 10 and urgency not in ("emergency", "crisis_now"),
        "pain_wears_down": sleep(given) >= 4,
        "stiff_note": stiff and given.get("age") in ("age_18_49", "age_50_64"),
    }
    return {statement for statement, true in said.items() if true}
