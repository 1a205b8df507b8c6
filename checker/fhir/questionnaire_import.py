"""How does a file of ours come back, or one of others come in? As YAML that loads, and a list of what is not in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checker.authoring.loader import inspect_text, load_text, positions
from checker.authoring.problems import LoadError, Problem
from checker.authoring.writer import as_yaml, plain
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import ADDRESS, BASE, CARRIED, Json
from checker.fhir.foreign_questionnaire import PartialImport, carry, is_calculated
from checker.fhir.minimum import frame_findings, framed
from checker.fhir.profiles import PROFILES
from checker.fhir.questionnaire_export import export
from checker.fhir.resource import (
    MEANING,
    GraveLoss,
    Loss,
    RefusalError,
    by_gravity,
    extensions,
    objects,
    questionnaire_in,
    string,
)

MOST_ROUNDS = 20
_NOT_OURS = {"item", "publisher", "contact"}
"""What is compared item by item, and what whoever publishes a form says of themselves."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A questionnaire as our YAML, with everything that is not in it as it was there."""

    questionnaire: Questionnaire
    text: str
    losses: tuple[Loss, ...]
    """The gravest first."""
    summary: tuple[str, ...] = ()
    """What was lost, in a few lines; nothing where all of it is ours."""


def imported(text: str) -> Imported:
    """Return what a FHIR Questionnaire becomes here; raise RefusalError where nothing can be made of it."""
    found = questionnaire_in(text)
    own = "".join(value for url, value in extensions(found) if url == CARRIED and isinstance(value, str))
    return _own(found, own) if own else foreign(found)


def _own(found: Json, own: str) -> Imported:
    """Return the very questionnaire that was exported, and what was changed in the file since then."""
    try:
        questionnaire = load_text(own, "the questionnaire within")  # JSON is YAML too
    except LoadError as error:
        raise RefusalError(f"the questionnaire within this export does not load: {error.problems[0].message}") from None
    return Imported(questionnaire, as_yaml(plain(questionnaire)), by_gravity(_changes(questionnaire, found)))


def _changes(questionnaire: Questionnaire, found: Json) -> list[Loss]:
    """Return what differs from what we would export: it was changed by somebody, and is not taken over.

    A file does not say for which renderer it was made, so the export that is nearest to it counts.
    """
    language, status = string(found, "language"), string(found, "status")
    base = string(found, "url").partition("/Questionnaire/")[0] or BASE
    first = language if language in questionnaire.languages else ""
    said = [string(each, "text").split() for link, each in _items(found) if link == "elsewhere"]
    site = next((words[-1] for words in said if words and ADDRESS.fullmatch(words[-1])), "")
    exports = (export(questionnaire, first, base, status, profile, site) for profile in PROFILES.values())
    return min((list(_changed(ours, found)) for ours in exports), key=len)


def _changed(ours: Json, found: Json) -> Iterator[Loss]:
    for key in sorted((ours.keys() | found.keys()) - _NOT_OURS):
        if _beside_ours(ours, key) != _beside_ours(found, key):
            yield Loss("questionnaire", f"its `{key[:40]}` was changed after the export, and is not taken over")
    here, there = dict(_items(ours)), dict(_items(found))
    for link in [*here, *(link for link in there if link not in here)]:
        if here.get(link) != there.get(link):
            what = "was changed" if link in here and link in there else "was removed" if link in here else "was added"
            yield Loss(link, GraveLoss(f"{what} after the export, and that is not taken over", "question"))


def _beside_ours(found: Json, key: str) -> Any:
    """Return what stands under a key; of extensions, all but those that hold the questionnaire itself."""
    if key != "extension":
        return found.get(key)
    return [each for each in objects(found, key) if string(each, "url") != CARRIED]


def _items(parent: Json) -> Iterator[tuple[str, Json]]:
    for item in objects(parent, "item"):
        yield string(item, "linkId"), {key: value for key, value in item.items() if key != "item"}
        yield from _items(item)


def foreign(found: Json) -> Imported:
    """Return what others' file becomes; what our loader refuses is left out, and said."""
    draft = carry(found)
    data, findings = framed(draft, found), [*draft.losses, *frame_findings(draft, found)]
    for _ in range(MOST_ROUNDS):
        if not any(section["questions"] for section in data["sections"]):
            told = "".join(f"\n{finding}" for finding in findings[:50])
            raise RefusalError(f"not one of its questions can be carried over{told}")
        text = as_yaml(data)
        questionnaire, problems = inspect_text(text)
        if questionnaire:
            summary = _summary(draft, questionnaire, findings)
            return Imported(questionnaire, as_yaml(plain(questionnaire)), by_gravity(findings), summary)
        findings += _without(data, text, [problem for problem in problems if not problem.warning])
    raise RefusalError("it contradicts itself in too many places to be carried over")


def _summary(draft: PartialImport, questionnaire: Questionnaire, findings: list[Loss]) -> tuple[str, ...]:
    """Return in a few lines how much of a file came in, and how much of it is lost or not as it was."""
    items = [item for item in draft.form.items if string(item, "type") not in ("group", "display")]
    scores = sum(map(is_calculated, items))
    kinds = Counter(finding.kind for finding in findings)
    meant = sum(kinds[kind] for kind in MEANING)
    advice = f", {kinds['advice']} pieces of advice lost" if kinds["advice"] else ""
    return (
        f"{len(questionnaire.questions)} of {len(items) - scores} questions, "
        f"{len(questionnaire.scores)} of {scores} scores, {kinds['condition']} conditions lost or changed{advice}",
        f"{meant} things of meaning are lost or changed, the gravest first; {kinds['']} others have none here",
        "what to do about the answers is not in it: write tiers and rules of your own before anybody uses it",
    )


def _without(data: Json, text: str, problems: list[Problem]) -> list[Loss]:
    """Take out the questions and scores in which the loader found a problem; return what became of them."""
    places = sorted((where.line, path) for path, where in positions(text).items() if _is_part(path))
    faulty: dict[tuple[str | int, ...], str] = {}
    for problem in problems:
        near = [path for line, path in places if line <= problem.line]
        if not near:
            raise RefusalError(f"it cannot be carried over: {problem.message}")
        faulty.setdefault(near[-1], problem.message)
    findings = []
    for path in sorted(faulty, reverse=True):
        held = data
        for step in path[:-1]:
            held = held[step]  # type: ignore[index]
        part = held.pop(path[-1])  # type: ignore[arg-type]
        kind = "score" if path[0] == "scores" else "question"
        findings.append(Loss(part.get("ref", part["id"]), GraveLoss(f"left out: {faulty[path]}", kind)))
    data["sections"] = [section for section in data["sections"] if section["questions"]]
    return findings


def _is_part(path: tuple[str | int, ...]) -> bool:
    """Return whether keys and places lead to a question or a score."""
    return (len(path) == 4 and path[0] == "sections") or (len(path) == 2 and path[0] == "scores")
