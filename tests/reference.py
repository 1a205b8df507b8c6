"""The clinical reference's section 10, written out a second time as straight-line Python, by its own refs.

It knows nothing of `questions.yaml` but the ids of options. `tests/test_questions.py` lets random people answer, and
compares.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Given = Mapping[str, Any]
"""Answers by ref: A1, B1 ...; an option id, a set of them, or a number."""

OFTEN = {"not_at_all": 0, "several_days": 1, "more_than_half_the_days": 2, "nearly_every_day": 3}
TROUBLE = {"never": 0, "some_days": 1, "most_days": 2, "every_day": 3}
STOPPED = {"days_0": 0, "days_1_to_2": 1, "days_3_to_5": 2, "days_6_to_7": 3}
TASK = {"no_difficulty": 0, "some_difficulty": 1, "much_difficulty": 2, "unable": 3}
LIFE_AT_RISK = {"chest_pain", "tearing_pain", "belly_throb", "collapse", "stroke_signs"}
NERVE = {"saddle_numb", "bladder", "bowel", "both_legs_weak"}
LETS_GERMS_IN = {"needle_drugs", "weak_immune", "recent_procedure"}
HISTORY = {
    "cancer", "weight_loss", "night_pain", "needle_drugs", "weak_immune", "steroids", "thin_bones", "recent_procedure",
}  # fmt: skip
MOOD_CHANGING = {"opioid", "nerve_pain", "muscle_relaxer", "steroid"}
TIERS = ("EMERGENCY", "URGENT_TODAY", "OUT_OF_SCOPE", "BOOK_SOON", "ROUTINE", "SELF_CARE")
"""OS2 and OS3 yield to the urgent rules that are true by then; OS1 stops before any of them can be."""


def asked(sheet: Given) -> dict[str, Any]:
    """Return the answers that section 10.1 asks for, up to where it stops."""
    given: dict[str, Any] = {}
    for ref, shown in _order(given):
        if shown:
            given[ref] = sheet[ref]
        if set(_stops(given)):
            break
    return given


def _order(given: Given) -> Iterator[tuple[str, bool]]:
    """Yield every question with whether it is shown, given the answers before it."""
    yield from ((ref, True) for ref in ("A1", "B1", "B2", "B3"))
    yield "B3a", "injury" in given["B3"]
    yield from ((ref, True) for ref in ("B4", "C1", "C2", "C3", "C4", "C5", "C6", "D1", "D2", "D3"))
    yield "D4", sleep(given) >= 6
    yield "E1", True
    tasks = given["E1"] != "days_0" or given["C6"] >= 4
    yield from ((ref, tasks) for ref in ("E2", "E3", "E4", "E5", "E6"))
    yield from (("F1", True), ("F2", True))
    yield from ((f"F{number}", phq2(given) >= 3) for number in range(3, 11))
    yield from (("F11", phq2(given) >= 2), ("F12", phq2(given) >= 2))
    yield "G1", pain(given) >= 12 or phq2(given) >= 3
    yield "G2", phq2(given) >= 3 and bool(given["G1"] & MOOD_CHANGING)
    yield "G3", pain(given) >= 12 or given["C2"] != "lt_6w"


def pain(given: Given) -> int:
    """Return the pain sum."""
    return int(given["C4"] + given["C5"] + given["C6"])


def sleep(given: Given) -> int:
    """Return the sleep score; rested is reversed."""
    return TROUBLE[given["D1"]] + TROUBLE[given["D2"]] + 3 - TROUBLE[given["D3"]]


def activity(given: Given) -> int | None:
    """Return the activity score: a task not done counts as the mean of the others, and none done leave no score."""
    tasks = [given[ref] for ref in ("E2", "E3", "E4", "E5", "E6") if ref in given]
    done = [TASK[task] for task in tasks if task != "do_not_do"]
    if tasks and not done:
        return None
    mean = int(sum(done) / len(done) + 0.5) if done else 0
    return STOPPED[given["E1"]] + sum(done) + mean * (len(tasks) - len(done))


def phq2(given: Given) -> int:
    """Return the sum of the first two mood items."""
    return OFTEN[given["F1"]] + OFTEN[given["F2"]]


def phq9(given: Given) -> int | None:
    """Return the sum of all nine mood items, if all were asked."""
    return sum(OFTEN[given[f"F{number}"]] for number in range(1, 10)) if "F9" in given else None


def _stops(given: Given) -> Iterator[str]:
    """Yield the emergencies and what is out of scope."""
    right_now, new, pain_signs = given.get("B1", set()), given.get("B2", set()), given.get("B3", set())
    history = given.get("B4", set())
    fires = {
        "EM1": right_now & LIFE_AT_RISK,
        "EM2": new & NERVE,
        "EM3": "fever" in pain_signs and ("wound" in pain_signs or history & LETS_GERMS_IN),
        "EM4": "cancer" in history and "leg_weak_one" in pain_signs,
        "EM5": given.get("B3a") == "high_force_7d",
        "OS1": given.get("A1") == "under_18",
        "OS2": "pregnant" in history,
        "OS3": given.get("C1") == "none",
    }
    yield from (rule for rule, fired in fires.items() if fired)


def crisis(given: Given) -> set[str]:
    """Return what opens the crisis screen."""
    now, lately = "self_harm" in given.get("B1", set()), given.get("F9", "not_at_all") != "not_at_all"
    return {ref for ref, thoughts in {"CR1": now, "CR2": lately}.items() if thoughts}


def rules(given: Given) -> set[str]:
    """Return the refs of all rules of section 10.3 that are true."""
    signs, history, injury = given.get("B3", set()), given.get("B4", set()), given.get("B3a")
    brittle = given["A1"] == "age_70_plus" or history & {"thin_bones", "steroids"}
    fires = {
        "UR1": "sexual_change" in given.get("B2", set()) and not given["B2"] & NERVE,
        "UR2": "leg_weak_one" in signs,
        "UR3": "fever" in signs,
        "UR4": "wound" in signs,
        "UR5": injury == "high_force_4w",
        "UR6": injury == "minor" and brittle,
        "UR7": given.get("C3") == "both_legs",
        "UR8": "cancer" in history and history & {"weight_loss", "night_pain"},
        "UR9": crisis(given),
        "UR10": "old_nerve" in signs,
        "BK1": history & HISTORY,
        "BK3": given.get("C3") == "below_knee_one",
    }
    found = {rule for rule, fired in fires.items() if fired} | set(_stops(given)) | crisis(given)
    return found | (set(_by_scores(given)) if "F2" in given else set())


def _by_scores(given: Given) -> Iterator[str]:
    """Yield the rules that read a score."""
    lasting, hurt, busy, low, full = given["C2"] != "lt_6w", pain(given), activity(given), phq2(given), phq9(given)
    fires = {
        "BK2": hurt >= 21,
        "BK4": busy is not None and busy >= 9,
        "BK5": lasting and hurt >= 12,
        "BK6": full is not None and full >= 10,
        "RT1": lasting,
        "RT2": 12 <= hurt <= 20,
        "RT3": busy is not None and 4 <= busy <= 8,
        "RT4": sleep(given) >= 6,
        "RT5": low >= 3 and full is not None and full < 10,
        "RT6": "F12" in given and OFTEN[given["F11"]] + OFTEN[given["F12"]] >= 3,
    }
    yield from (rule for rule, fired in fires.items() if fired)


def tier(given: Given) -> str:
    """Return the tier of the first rules that match."""
    kinds = {"EM": "EMERGENCY", "CR": "URGENT_TODAY", "UR": "URGENT_TODAY", "OS": "OUT_OF_SCOPE", "BK": "BOOK_SOON"}
    found = {kinds.get(rule[:2], "ROUTINE") for rule in rules(given)}
    return next((each for each in TIERS if each in found), "SELF_CARE")


def says(given: Given) -> set[str]:
    """Return the refs of what section 10.4 says, whatever else is said."""
    found, urgency = {"NODX", "NET", "988"}, tier(given)
    found |= {"WAIT", "MOVE"} if urgency == "SELF_CARE" else {"BOOK"} if urgency == "BOOK_SOON" else set()
    found |= {"CR1, CR2"} if crisis(given) else set()
    found |= {"MEDS"} if given.get("G1", set()) - {"otc", "none"} else set()
    found |= {"MEDS, G2"} if given.get("G2") in ("yes", "not_sure") else set()
    found |= {"SURG"} if given.get("G3") in ("surgery_planned", "had_surgery") else set()
    found |= {"F10"} if given.get("F10") in ("very", "extremely") else set()
    return found | (set(_said_of_scores(given)) if "F2" in given else set())


def _said_of_scores(given: Given) -> Iterator[str]:
    full, busy = phq9(given), activity(given)
    if phq2(given) >= 3 or (full or 0) >= 5:
        yield from ("LINK", "REAL", "TALK")
    if (full or 0) >= 10:
        yield from ("BOTH", "PSYCH", "RXHELP", "BK6, 988")
    if sleep(given) >= 6:
        yield "DAILY"
    if busy is not None and busy >= 4:
        yield "MOVE"
    if "RT6" in rules(given):
        yield "GAD2"
