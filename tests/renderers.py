"""The same questionnaire by others' engines, run without a browser, beside our own walk.

They are LHC-Forms, Smart Forms and Medplum. ``python -m tests.renderers medplum 1000`` prints how many worked cases,
sheets of ``checker cover`` and random people come out the same there, and in what the others differ; with ``plain`` at
the end, of the export for any renderer.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import click

from checker.authoring import load
from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.privacy import redact
from checker.engine.questionnaire import Questionnaire
from checker.fhir.calculated_items import calculated
from checker.fhir.canonical import Json, Publication
from checker.fhir.known_text import KNOWN
from checker.fhir.profiles import PROFILES, RECORDED, Profile
from checker.fhir.questionnaire_export import export
from checker.fhir.response import questionnaire_response
from checker.lab.covering_sheets import cover
from checker.resources import shipped
from tests.fhir_validity import items_of
from tests.sheets import people
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


def medplum(jobs: Sequence[Json]) -> list[Json]:
    """Return what the form of Medplum would show, and calculates, for each sheet and response of each questionnaire."""
    return _run("medplum.mjs", ["@medplum/react", "esbuild", "jsdom"], jobs)


def medplum_drawn(jobs: Sequence[Json]) -> list[Json]:
    """Return the same of the form as it is drawn, answered by clicks."""
    return medplum([job | {"drawn": True} for job in jobs])


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


def sample(questionnaire: Questionnaire) -> list[Sheet]:
    """Return sheets for a run that has little time: the cover, which takes every option, rule and band edge, and more.

    ``python -m tests.renderers`` takes all worked cases and as many people as it is told.
    """
    covering = [trace.journey.answers for trace in cover(questionnaire).traces]
    return [*covering, *(case.sheet for case in questionnaire.cases[::20]), *people(questionnaire, Random(9), 8)]


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


def overlooked(
    engine: Engine,
    questionnaire: Questionnaire,
    profile: Profile,
    wrong: Sequence[Callable[[Json], None]],
    sheets: Sequence[Sheet],
) -> list[str]:
    """Return which faults make no difference on any sheet, each planted in an export of its own."""
    exports: list[Json] = [json.loads(json.dumps(export(questionnaire, profile=profile))) for _ in wrong]
    for plant, exported in zip(wrong, exports, strict=True):
        plant(exported)
    found = differences(engine, *(Trial(questionnaire, exported, sheets) for exported in exports))
    return [plant.__name__ for plant, differing in zip(wrong, found, strict=True) if not differing]


def _differences(trial: Trial, sheet: Sheet, seen: Json) -> Iterator[str]:
    questionnaire = trial.questionnaire
    journey = walk(questionnaire, sheet)
    guidance = advise(questionnaire, journey)
    yield from _of("questions", _asked(journey), _shown(questionnaire, sheet, seen["enabled"]))
    here = {
        item.link: item.value(journey, guidance)
        for item in calculated(Publication(questionnaire, "en", profile=RECORDED))
    }
    for link, value in seen["calculated"].items():
        if link != KNOWN:
            yield from _of(link, here[link], value)
    yield from _of("help at once", _pages(journey), {link for link in seen["enabled"] if link.startswith("page-")})
    items = {item["linkId"]: item["type"] for item in items_of(trial.exported)}
    said = {link for link in seen["enabled"] if link.startswith(("tier-", "band-")) and items[link] == "display"}
    expected = {link for link in (*_advice(journey, guidance), *_bands(guidance)) if items.get(link) == "display"}
    yield from _of("what to do, and bands", expected, said)
    yield from _of("what went wrong", [], seen.get("faults", []))
    yield from _of_records(journey, guidance, items.keys() - {KNOWN}, answers_of(seen["response"]))


def _of_records(
    journey: Journey, guidance: Guidance, links: Collection[str], there: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what differs of the records; ours leaves out private answers, and what is calculated as if of none.

    What is calculated was compared before, of all answers.
    """
    here, others = answers_of(questionnaire_response(journey, guidance)), redact(journey, guidance)
    private = {question.id for question in journey.questionnaire.questions if question.private}
    made = calculated(Publication(journey.questionnaire, "en", profile=RECORDED))
    hidden = private | {item.link for item in made if item.value(journey, guidance) != item.value(*others)}
    yield from _of("private answers", set(), private & here.keys())
    yield from _of(
        "record", *({link: found[link] for link in found.keys() - hidden if link in links} for found in (here, there))
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


def _bands(guidance: Guidance) -> set[str]:
    return {f"band-{name}-{found.band.id}" for name, found in guidance.scores.items() if found}


def answers_of(record: Json) -> dict[str, list[Any]]:
    """Return the answers of a QuestionnaireResponse by linkId, with the codes of coded ones."""
    found: dict[str, list[Any]] = {}
    for item in record.get("item", []):
        if answers := [answer for answer in item.get("answer", []) if answer]:
            found[item["linkId"]] = [_value(answer) for answer in answers]
        found |= answers_of(item)
    return found


def _value(answer: Json) -> object:
    (value,) = (value for key, value in answer.items() if key.startswith("value"))
    return (value["system"], value["code"]) if isinstance(value, dict) else value


# The table of docs/interoperability.md ---------------------------------------------------------------------------

ENGINES: dict[str, Engine] = {"lhc-forms": lhc_forms, "smart-forms": smart_forms, "medplum": medplum}


def main(renderer: str, count: str, profile: str = "") -> None:
    """Print, for some sheets each, how many come out the same in a renderer, and which differences there are."""
    for file in ("questions.yaml", "questions.recheck.yaml"):
        questionnaire = load(shipped(file))
        sheets = {
            "worked cases": [case.sheet for case in questionnaire.cases],
            "cover sheets": [trace.journey.answers for trace in cover(questionnaire).traces],
            "random people": people(questionnaire, Random(20), int(count)),
        }
        exported = export(questionnaire, profile=PROFILES[profile or renderer])
        for name, some in sheets.items():
            parts = (Trial(questionnaire, exported, some[start : start + 40]) for start in range(0, len(some), 40))
            found = [each for part in parts for each in differences(ENGINES[renderer], part)[0]]
            unequal = {each.partition("}: ")[0] for each in found}
            what = Counter(each.rpartition("}: ")[2].partition(":")[0] for each in found)
            told = f"{len(some) - len(unequal)} equal, {len(unequal)} unequal {dict(what) or ''}"
            click.echo(f"{file}: {renderer}: {name}: {told}")


if __name__ == "__main__":
    main(*sys.argv[1:])
