"""The same questionnaire by others' engines, LHC-Forms and Smart Forms, run without a browser, beside our own walk."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeAlias

from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.privacy import redact
from checker.engine.questionnaire import Questionnaire
from checker.fhir.calculated_items import calculated
from checker.fhir.canonical import Json, Publication
from checker.fhir.response import questionnaire_response
from tests.fhir_validity import items_of
from tests.tools import needed, node_tool

HERE = Path(__file__).parent
LONGEST = 900
"""Seconds that a run may take."""
Sheet = Mapping[str, Answer]


Engine: TypeAlias = Callable[[Sequence[Json]], list[Json]]


def lhc_forms(jobs: Sequence[Json]) -> list[Json]:
    """Return what LHC-Forms shows and calculates for each sheet and response of each questionnaire."""
    return _run("lhc_forms.mjs", ["lforms", "jsdom"], jobs)


def smart_forms(jobs: Sequence[Json]) -> list[Json]:
    """Return what Smart Forms shows and calculates for each sheet and response of each questionnaire."""
    return _run("smart_forms.mjs", ["@aehrc/smart-forms-renderer", "esbuild", "jsdom"], jobs)


def _run(runner: str, tools: Sequence[str], jobs: Sequence[Json]) -> list[Json]:
    for tool in tools:
        node_tool(tool)
    command = [needed("node"), HERE / runner]
    given = json.dumps(jobs)
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def halved(engine: Engine, jobs: Sequence[Json]) -> list[Json]:
    """Return the same, by two processes that share the sheets."""
    middle = [len(job["sheets"]) // 2 for job in jobs]
    first = [{**job, "sheets": job["sheets"][:place]} for job, place in zip(jobs, middle, strict=True)]
    second = [{**job, "sheets": job["sheets"][place:]} for job, place in zip(jobs, middle, strict=True)]
    with ThreadPoolExecutor(2) as pool:
        left, right = map(iter, pool.map(engine, [first, second]))
    return [
        next(left if place < half else right)
        for job, half in zip(jobs, middle, strict=True)
        for place in range(len(job["sheets"]))
    ]


def replies(questionnaire: Questionnaire, sheet: Sheet) -> Json:
    """Return a sheet as the values that a FHIR engine takes, by linkId."""
    published = Publication(questionnaire, questionnaire.languages[0])
    return {name: list(_values(published, name, answer)) for name, answer in sheet.items()}


def _values(published: Publication, name: str, answer: Answer) -> Iterator[Any]:
    if isinstance(answer, int):
        yield answer
        return
    question = published.questionnaire.question[name]
    for option in question.chosen(answer):
        coding = published.coding(question, option)
        yield {"_type": "Coding", **{key: coding[key] for key in ("system", "code", "display")}}


@dataclass(frozen=True)
class Trial:
    """A questionnaire as it was exported, and the people who fill it in."""

    questionnaire: Questionnaire
    exported: Json
    sheets: Sequence[Sheet]

    @property
    def job(self) -> Json:
        """What the runner is to do."""
        return {
            "questionnaire": self.exported,
            "sheets": [replies(self.questionnaire, sheet) for sheet in self.sheets],
        }


def differences(engine: Engine, *trials: Trial) -> list[list[str]]:
    """Return, for each trial, every difference between an engine and our walk, scores, guidance and record."""
    there = iter(halved(engine, [trial.job for trial in trials]))
    return [
        [
            f"{dict(sheet)}: {difference}"
            for sheet in trial.sheets
            for difference in _differences(trial, sheet, next(there))
        ]
        for trial in trials
    ]


def _differences(trial: Trial, sheet: Sheet, seen: Json) -> Iterator[str]:
    questionnaire = trial.questionnaire
    journey = walk(questionnaire, sheet)
    guidance = advise(questionnaire, journey)
    yield from _of("questions", _asked(journey), _shown(questionnaire, sheet, seen["enabled"]))
    here = {item.link: item.value(journey, guidance) for item in calculated(Publication(questionnaire, "en"))}
    for link, value in seen["calculated"].items():
        yield from _of(link, here[link], value)
    yield from _of("help at once", _pages(journey), {link for link in seen["enabled"] if link.startswith("page-")})
    yield from _of("what to do", _advice(journey, guidance), {x for x in seen["enabled"] if x.startswith("tier-")})
    links = {item["linkId"] for item in items_of(trial.exported)}
    yield from _of_records(journey, guidance, links, _items(seen["response"]))


def _of_records(journey: Journey, guidance: Guidance, links: set[str], there: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs of the records; ours leaves out private answers, and what is calculated as if of none.

    What is calculated was compared before, of all answers.
    """
    here, others = _items(questionnaire_response(journey, guidance)), redact(journey, guidance)
    private = {question.id for question in journey.questionnaire.questions if question.private}
    made = calculated(Publication(journey.questionnaire, "en"))
    hidden = private | {item.link for item in made if item.value(journey, guidance) != item.value(*others)}
    yield from _of("private answers", set(), private & here.keys())
    yield from _of(
        "record", *({link: found[link] for link in links & found.keys() - hidden} for found in (here, there))
    )


def _of(what: str, here: object, there: object) -> Iterator[str]:
    if here != there:
        yield f"{what}: here {here}, there {there}"


def _asked(journey: Journey) -> list[str]:
    return [*journey.asked, *([journey.next.id] if journey.next else [])]


def _shown(questionnaire: Questionnaire, sheet: Sheet, enabled: Sequence[str]) -> list[str]:
    """Return the questions that are shown, up to the first one without an answer: there, all stand on one page."""
    shown = [question.id for question in questionnaire.questions if question.id in enabled]
    answered = list(takewhile(sheet.__contains__, shown))
    return shown[: len(answered) + 1]


def _pages(journey: Journey) -> set[str]:
    return {f"page-{rule.id}" for rule in journey.interrupted_by if rule.page}


def _advice(journey: Journey, guidance: Guidance) -> set[str]:
    return set() if journey.next else {f"tier-{guidance.tier.id}"}


def _items(record: Json) -> dict[str, list[Any]]:
    """Return the answers of a QuestionnaireResponse by linkId, with the codes of coded ones."""
    found: dict[str, list[Any]] = {}
    for item in record.get("item", []):
        if "answer" in item:
            found[item["linkId"]] = [_value(answer) for answer in item["answer"]]
        found |= _items(item)
    return found


def _value(answer: Json) -> object:
    (value,) = (value for key, value in answer.items() if key.startswith("value"))
    return (value["system"], value["code"]) if isinstance(value, dict) else value
