"""Small random questionnaires in which every shape of question, condition, score and rule occurs."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from checker.model import Questionnaire

TIERS = ("now", "soon", "calm")
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
Data = dict[str, Any]


def text(words: str) -> dict[str, str]:
    return {"en": words}


def questionnaire(
    questions: Sequence[Data], tiers: Sequence[str] = TIERS, **parts: Any
) -> Questionnaire:
    """Return a questionnaire of these parts, with the words left to their ids."""
    return Questionnaire.model_validate({
        "id": "small", "version": "1", "languages": ["en"], "title": text("Small"), "start": [text("Start")],
        "help": [{"id": "tel", "text": text("Call"), "href": "tel:911"}],
        "emergency_signs": {"title": text("Signs"), "items": [text("A sign")]},
        "tiers": [{"id": each, "title": text(each), "within": text(each), "action": [text(each)], "card": "calm"} for each in tiers],
        "sections": [{"id": "all", "title": text("All"), "questions": list(questions)}],
        **parts,
    })  # fmt: skip


def question(name: str, kind: str = "one", options: Sequence[Data] = (), **keys: Any) -> Data:
    return {"id": name, "kind": kind, "label": text(name), "ask": text(name), "options": list(options), **keys}


def option(name: str, **keys: Any) -> Data:
    return {"id": name, "text": text(name), **keys}


def rule(name: str, tier: str, when: str, **keys: Any) -> Data:
    return {"id": name, "tier": tier, "when": when, "because": text(name), **keys}


def statement(name: str, when: str, **keys: Any) -> Data:
    return {"id": name, "when": when, "place": "do", "text": text(name), **keys}


def score(name: str, items: Sequence[str], bands: Mapping[str, int], **keys: Any) -> Data:
    found = [{"id": band, "from": start, "text": text(band)} for band, start in bands.items()]
    return {"id": name, "label": text(name), "sum": list(items), "bands": found, **keys}


# Random ones -----------------------------------------------------------------------------------------------------


@st.composite
def small_questionnaires(draw: st.DrawFn, longest: int = 4) -> Questionnaire:
    """Return a random questionnaire of a few hundred answer sheets at most."""
    questions: list[Data] = []
    scores: list[Data] = []
    for place in range(draw(st.integers(2, longest))):
        if place and draw(st.integers(0, 2)) == 0:
            scores += draw(_scores(f"s{len(scores)}", questions))
        when = draw(_conditions(questions, scores)) if place and draw(st.booleans()) else None
        questions.append(draw(_questions(f"q{place}")) | ({"when": when} if when else {}))
    if draw(st.booleans()):
        scores += draw(_scores(f"s{len(scores)}", questions))
    rules = [draw(_rules(f"r{place}", questions, scores)) for place in range(draw(st.integers(1, 4)))]
    says = [draw(_statements(f"t{place}", questions, scores)) for place in range(draw(st.integers(1, 3)))]
    promises = [draw(_promises(f"p{place}", questions, scores, rules, says)) for place in range(draw(st.integers(1, 4)))]
    return questionnaire(questions, scores=scores, guidance=rules, statements=says, promises=promises)


@st.composite
def _questions(draw: st.DrawFn, name: str) -> Data:
    kind = draw(st.sampled_from(["one", "one", "many", "scale"]))
    if kind == "scale":
        lowest = draw(st.integers(-1, 1))
        return question(name, kind, min=lowest, max=lowest + draw(st.integers(1, 2)))
    options = [option(f"o{place}") for place in range(draw(st.integers(2, 3)))]
    for each in options:
        if draw(st.integers(0, 3)) == 0:
            each["unsure"] = True
        if kind == "one" and draw(st.integers(0, 4)):
            each["points"] = draw(st.integers(-1, 2))
    if kind == "many":
        for each in options[:: draw(st.sampled_from([1, -1]))][: draw(st.integers(0, 2))]:
            each["exclusive"] = True
    return question(name, kind, options)


@st.composite
def _scores(draw: st.DrawFn, name: str, questions: Sequence[Data]) -> list[Data]:
    able = [each["id"] for each in questions if each["kind"] != "many"]
    if not able:
        return []
    items = draw(st.lists(st.sampled_from(able), min_size=1, max_size=3, unique=True))
    keys: Data = {"not_asked": draw(st.sampled_from(["no_score", 0]))}
    if draw(st.booleans()):
        keys["not_scored"] = {"prorate": draw(st.integers(1, 2))}
        if draw(st.booleans()):
            keys["not_scored"]["among"] = draw(st.lists(st.sampled_from(items), min_size=1, unique=True))
    return [score(name, items, {"low": -9, "high": draw(st.integers(-8, 5))}, **keys)]


@st.composite
def _leaves(draw: st.DrawFn, questions: Sequence[Data], scores: Sequence[Data]) -> str:
    about = draw(st.sampled_from([*questions, *scores]))
    name = about["id"]
    if about.get("kind", "scale") == "scale":
        return f"{name} {draw(st.sampled_from(OPERATORS))} {draw(st.integers(-2, 4))}"
    options = [each["id"] for each in about["options"]]
    if about["kind"] == "many":
        return f"{draw(st.sampled_from(options))} {draw(st.sampled_from(['in', 'not in']))} {name}"
    chosen = draw(st.lists(st.sampled_from(options), min_size=1, max_size=2, unique=True))
    if len(chosen) == 1:
        return f"{name} {draw(st.sampled_from(['is', 'is not']))} {chosen[0]}"
    return f"{name} {draw(st.sampled_from(['in', 'not in']))} ({', '.join(chosen)})"


@st.composite
def _conditions(
    draw: st.DrawFn, questions: Sequence[Data], scores: Sequence[Data], extra: Sequence[str] = (), depth: int = 2
) -> str:
    if extra and draw(st.integers(0, 2)) == 0:
        return draw(st.sampled_from(extra))
    if not depth or draw(st.booleans()):
        return draw(_leaves(questions, scores))
    deeper = _conditions(questions, scores, extra, depth - 1)
    parts = draw(st.lists(deeper, min_size=2, max_size=3))
    return f"({draw(st.sampled_from([' and ', ' or '])).join(parts)})"


@st.composite
def _rules(draw: st.DrawFn, name: str, questions: Sequence[Data], scores: Sequence[Data]) -> Data:
    keys: Data = {"then": draw(st.sampled_from([None, "stop", "interrupt"]))}
    if keys["then"] == "interrupt":
        keys["page"] = {"title": text(name), "text": [text(name)]}
    return rule(name, draw(st.sampled_from(TIERS)), draw(_conditions(questions, scores)), **keys)


@st.composite
def _statements(draw: st.DrawFn, name: str, questions: Sequence[Data], scores: Sequence[Data]) -> Data:
    extra = ("tier is now", "tier is not calm", "tier in (soon, calm)") if draw(st.booleans()) else ()
    return statement(name, draw(_conditions(questions, scores, extra)))


@st.composite
def _promises(
    draw: st.DrawFn,
    name: str,
    questions: Sequence[Data],
    scores: Sequence[Data],
    rules: Sequence[Data],
    says: Sequence[Data],
) -> Data:
    kind = draw(st.sampled_from(["always", "never", "says", "interrupts", "monotone", "unsure"]))
    interrupting = [each["id"] for each in rules if each["then"] == "interrupt"]
    if kind in ("monotone", "unsure"):
        names = [each["id"] for each in questions]
        return {"id": name, kind: draw(st.lists(st.sampled_from(names), min_size=1, unique=True))}
    if kind == "interrupts" and not interrupting:
        kind = "never"
    claimed = {"says": [each["id"] for each in says], "interrupts": interrupting}.get(kind, list(TIERS))
    return {"id": name, kind: draw(st.sampled_from(claimed)), "when": draw(_conditions(questions, scores))}
