"""A questionnaire of any size, as a large clinic might write it: sections of ten questions with a score and rules."""

import json

from checker.authoring.loader import load_text
from checker.engine.questionnaire import Questionnaire
from tests.small import FRAME

WORDS = "In the past seven days, how often did this keep you from the things that you normally do"


def large(questions: int) -> Questionnaire:
    """Return a questionnaire of so many questions."""
    sections = [_section(first, min(10, questions - first)) for first in range(0, questions, 10)]
    scores = [_score(section) for section in sections]
    rules = [rule for section in sections for rule in _rules(section)]
    parts = {"sections": sections, "scores": scores, "guidance": rules}
    return load_text(FRAME + "\n".join(f"{name}: {json.dumps(part)}" for name, part in parts.items()))


def _section(first: int, size: int) -> dict[str, object]:
    return {
        "id": f"part{first}",
        "title": {"en": f"Part {first // 10 + 1}"},
        "questions": [_question(first, first + place) for place in range(size)],
    }


def _question(first: int, number: int) -> dict[str, object]:
    same = {"id": f"q{number}", "label": {"en": f"Thing {number}"}, "ask": {"en": f"{WORDS} ({number})?"}}
    when = {"when": f"q{first} >= 1"} if number % 10 > 6 else {}
    if number % 10 == 0:
        return {**same, "kind": "scale", "min": 0, "max": 3}
    options = [
        {"id": f"o{points}", "text": {"en": text}, "points": points}
        for points, text in enumerate(["Never", "Several days", "More than half the days", "Nearly every day"])
    ]
    return {**same, **when, "kind": "one", "options": options}


def _score(section: dict[str, object]) -> dict[str, object]:
    items = _ids(section)[:7]
    bands = [{"id": "low", "from": 0, "text": {"en": "Low"}}, {"id": "high", "from": 10, "text": {"en": "High"}}]
    return {"id": f"s{section['id']}", "label": {"en": f"Score of {section['id']}"}, "sum": items, "bands": bands}


def _rules(section: dict[str, object]) -> list[dict[str, object]]:
    first, last = _ids(section)[1], _ids(section)[-1]
    because = {"en": "you said that it keeps you from many things"}
    return [
        {"id": f"stop_{first}", "tier": "now", "when": f"{first} is o3 and {last} is o3", "then": "stop",
         "because": because},
        {"id": f"high_{first}", "tier": "soon", "when": f"s{section['id']} >= 10", "because": because},
    ]  # fmt: skip


def _ids(section: dict[str, object]) -> list[str]:
    questions = section["questions"]
    assert isinstance(questions, list)
    return [question["id"] for question in questions]
