"""Small random questionnaires in which every shape of question, condition, score and rule occurs."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from checker.engine.questionnaire import Questionnaire

TIERS = ("now", "soon", "calm")
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
Data = dict[str, Any]


def text(words: str) -> dict[str, str]:
    return {"en": words}


def questionnaire(questions: Sequence[Data], tiers: Sequence[str] = TIERS, **parts: Any) -> Questionnaire:
    """Return a questionnaire of these parts, with the words left to their ids."""
    return Questionnaire.model_validate({
        "id": "small", "version": "1", "languages": ["en"], "title": text("Small"), "start": [text("Start")],
        "help": [{"id": "tel", "text": text("Call"), "href": "tel:911"}],
        "emergency_signs": {"title": text("Signs"), "items": [text("A sign")]},
        "tiers": [
            {"id": each, "title": text(each), "within": text(each), "action": [text(each)], "card": "calm"}
            for each in tiers
        ],
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
    return {"id": name, "when": when, "place": "ask", "text": text(name), **keys}


def score(name: str, items: Sequence[str], bands: Mapping[str, int], **keys: Any) -> Data:
    found = [{"id": band, "from": start, "text": text(band)} for band, start in bands.items()]
    return {"id": name, "label": text(name), "sum": list(items), "bands": found, **keys}


# Random ones -----------------------------------------------------------------------------------------------------


def small_questionnaires(most: int = 5) -> st.SearchStrategy[Questionnaire]:
    """Return random questionnaires of a few hundred answer sheets at most; a failure is shrunk to few questions."""
    return st.builds(
        lambda size, seed: random_questionnaire(Random(seed), size), st.integers(2, most), st.integers(0, 1 << 32)
    )


def random_questionnaire(random: Random, size: int, private: int | None = None) -> Questionnaire:
    """Return a questionnaire of so many questions, with everything else at random; one of them may be private."""
    questions: list[Data] = []
    scores: list[Data] = []
    for place in range(size):
        if place and random.random() < 0.3:
            scores += _scores(random, f"s{len(scores)}", questions)
        when = {"when": _condition(random, [*questions, *scores])} if place and random.random() < 0.5 else {}
        made = _private(f"q{place}") if place == private else _question(random, f"q{place}")
        questions.append(made | when)
    scores += _scores(random, f"s{len(scores)}", questions) if random.random() < 0.5 else []
    named = [*questions, *scores]
    rules = [_rule(random, f"r{place}", named) for place in range(random.randint(1, 5))]
    says = [_statement(random, f"t{place}", named) for place in range(random.randint(1, 3))]
    promises = [_promise(random, f"p{place}", questions, scores, rules, says) for place in range(random.randint(2, 5))]
    return questionnaire(questions, scores=scores, guidance=rules, statements=says, promises=promises)


def _question(random: Random, name: str) -> Data:
    kind = random.choice(["one", "one", "many", "scale"])
    if kind == "scale":
        lowest = random.randint(-1, 1)
        return question(name, kind, min=lowest, max=lowest + random.randint(1, 3))
    options = [option(f"o{place}") for place in range(random.randint(2, 3))]
    for each in options:
        if random.random() < 0.25:
            each["unsure"] = True
        if random.random() < 0.15:
            each["aside"] = True
        if random.random() < 0.1:
            each["for_record"] = True
        if kind == "one" and random.random() < 0.8:
            each["points"] = random.randint(-1, 2)
    if kind == "many":
        for each in random.sample(options, random.choice([0, 1, 1, 2])):
            each["exclusive"] = True
    return question(name, kind, options)


def _private(name: str) -> Data:
    options = [option("hush"), option("quiet"), option("none", exclusive=True)]
    return question(name, "many", options, private=True)


def _scores(random: Random, name: str, questions: Sequence[Data]) -> list[Data]:
    able = [each["id"] for each in questions if each["kind"] != "many"]
    if not able:
        return []
    items = random.sample(able, random.randint(1, min(4, len(able))))
    keys: Data = {"not_asked": random.choice(["no_score", 0])}
    if random.random() < 0.6:
        keys["not_scored"] = {"prorate": random.randint(1, 2)}
        if random.random() < 0.5:
            keys["not_scored"]["among"] = random.sample(items, random.randint(1, len(items)))
    return [score(name, items, {"low": -9, "high": random.randint(-2, 4)}, **keys)]


def _leaf(random: Random, named: Sequence[Data]) -> str:
    about = random.choice(named)
    name = about["id"]
    if about.get("kind", "scale") == "scale":
        return f"{name} {random.choice(OPERATORS)} {random.randint(-2, 4)}"
    options = [each["id"] for each in about["options"]]
    if about["kind"] == "many":
        return f"{random.choice(options)} {random.choice(['in', 'in', 'not in'])} {name}"
    chosen = random.sample(options, random.randint(1, 2))
    if len(chosen) == 1:
        return f"{name} {random.choice(['is', 'is', 'is not'])} {chosen[0]}"
    return f"{name} {random.choice(['in', 'not in'])} ({', '.join(chosen)})"


def _condition(random: Random, named: Sequence[Data], extra: Sequence[str] = (), depth: int = 2) -> str:
    if extra and random.random() < 0.3:
        return random.choice(extra)
    if not depth or random.random() < 0.4:
        return _leaf(random, named)
    parts = [_condition(random, named, extra, depth - 1) for _ in range(random.randint(2, 3))]
    return f"({random.choice([' and ', ' or ']).join(parts)})"


def _rule(random: Random, name: str, named: Sequence[Data]) -> Data:
    then = random.choice([None, None, "stop", "interrupt"])
    page = {"page": {"title": text(name), "text": [text(name)]}} if then == "interrupt" else {}
    return rule(name, random.choice(TIERS), _condition(random, named), then=then, also=random.random() < 0.15, **page)


def _statement(random: Random, name: str, named: Sequence[Data]) -> Data:
    extra = ("tier is now", "tier is not calm", "tier in (soon, calm)") if random.random() < 0.5 else ()
    return statement(name, _condition(random, named, extra))


def _promise(
    random: Random,
    name: str,
    questions: Sequence[Data],
    scores: Sequence[Data],
    rules: Sequence[Data],
    says: Sequence[Data],
) -> Data:
    interrupting = [each["id"] for each in rules if each["then"] == "interrupt"]
    kinds = ["always", "never", "says", "never_says", "monotone", *(["interrupts"] if interrupting else [])]
    kind = random.choice(kinds)
    if kind == "monotone":
        return {"id": name, kind: random.sample([each["id"] for each in questions], random.randint(1, len(questions)))}
    when = _promised(random, [*rules, *says], [*questions, *scores])
    if kind == "never_says":
        return {"id": name, kind: random.sample([each["id"] for each in says], min(len(says), 2)), "when": when}
    targets = {"says": [each["id"] for each in says], "interrupts": interrupting}.get(kind, list(TIERS))
    return {"id": name, kind: random.choice(targets), "when": when}


def _promised(random: Random, conditions: Sequence[Data], named: Sequence[Data]) -> str:
    """Return the condition of a promise: one that is read elsewhere too, or another."""
    echoed = str(random.choice(conditions)["when"])
    return echoed if random.random() < 0.3 and "tier" not in echoed else _condition(random, named)
