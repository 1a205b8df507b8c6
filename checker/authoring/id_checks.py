"""Is every id used once, and does every id that is named exist?"""

from collections.abc import Iterator
from itertools import chain
from keyword import iskeyword
from typing import get_args

from checker.authoring.answer_sheet import refusal
from checker.authoring.draft import Draft, Finding, entries, id_of, repeated
from checker.authoring.hazard_checks import GENERAL
from checker.authoring.problems import Problem, did_you_mean, listed
from checker.authoring.sound_parts import known
from checker.authoring.yaml_tree import Data, YamlNode
from checker.engine.questionnaire import CareGroup, Case, Hazard, KeyPath, Link, Part, Promise, Rule

_LISTS = {
    "help": "link", "sources": "source", "tiers": "tier", "sections": "section", "guidance": "rule",
    "statements": "statement", "promises": "promise", "cases": "case", "hazards": "hazard",
}  # fmt: skip
_YAML_WORDS = ("true", "false", "null")


def ids(draft: Draft) -> Iterator[Problem]:
    """Yield every id that is used twice, and every one that a condition could not name."""
    sections = list(entries(draft.root, "sections"))
    questions = list(chain.from_iterable(entries(section, "questions") for section in sections))
    scores = list(entries(draft.root, "scores"))
    options = [list(entries(question, "options")) for question in questions]
    named = [("question or score", [*questions, *scores])] + [("option", found) for found in options]
    named.append(("tier", list(entries(draft.root, "tiers"))))
    others = [(word, list(entries(draft.root, key))) for key, word in _LISTS.items() if key != "tiers"]
    others += [("band", list(entries(score, "bands"))) for score in scores]
    pages = [page for rule in entries(draft.root, "guidance") if (page := rule.children.get("page"))]
    others += [("link", list(entries(part, "links"))) for part in (*entries(draft.root, "statements"), *pages)]
    for word, found in named + others:
        yield from _twice(draft, word, found)
    for word, found in named:
        yield from _unnameable(draft, word, found)


def _twice(draft: Draft, word: str, found: list[YamlNode]) -> Iterator[Problem]:
    """Yield every id in a list that an earlier entry has."""
    first: dict[str, YamlNode] = {}
    for entry in found:
        id_ = id_of(entry)
        if id_ and first.setdefault(id_, entry) is not entry:
            line = draft.source.position(first[id_].start).line
            message = f"the {word} on line {line} has the id '{id_}' already. Choose another"
            yield draft.source.problem(entry.children["id"].start, message)


def _unnameable(draft: Draft, word: str, found: list[YamlNode]) -> Iterator[Problem]:
    """Yield every id that has a meaning of its own in conditions or in YAML."""
    for entry in found:
        id_ = id_of(entry)
        own = "in conditions" if iskeyword(id_) or (id_ == "tier" and "question" in word) else "in YAML"
        if own == "in conditions" or id_ in _YAML_WORDS:
            message = f"the word '{id_}' has a meaning of its own {own}. Choose another id, such as '{id_}_'"
            yield draft.source.problem(entry.children["id"].start, message)


def references(draft: Draft) -> Iterator[Finding]:
    """Yield every id of a tier, rule, statement, question or source that does not exist, or does not fit."""
    yield from draft.judged(Rule, _tier, _then)
    yield from draft.judged(Promise, _claims, _never_says, _interrupts, _monotone)
    yield from draft.judged(Case, _answers, _expected_tier, _expected_rules, _expected_words)
    yield from draft.judged(Hazard, _controls)
    yield from draft.judged(Part, _sources)
    yield from draft.judged(Link, _help)


def _unknown(draft: Draft, key: str, word: str, id_: str | None) -> str:
    """Return the message for an id that no entry of a list has; nothing where there is one, or none is named."""
    if not id_ or not draft.lacks(key, id_):
        return ""
    listing = draft.ids.get(key, {})
    choice = f". Write one of {listed(listing)}" if listing else f". The file has no `{key}`: list it there"
    return f"there is no {word} '{id_}'{did_you_mean(id_, listing) or choice}"


def _tier(draft: Draft, rule: Rule) -> Iterator[Finding]:
    if message := _unknown(draft, "tiers", "tier", rule.tier):
        yield ("tier",), message


def _then(_: Draft, rule: Rule) -> Iterator[Finding]:
    """Yield an interruption without a page, and a page without an interruption."""
    if rule.then == "interrupt" and rule.page is None:
        yield ("then",), "an interruption needs a `page` to show"
    if rule.page and rule.then != "interrupt":
        yield ("page",), "a page is shown by an interruption alone. Write then: interrupt, or delete the page"


_CLAIMED = {
    "always": ("tiers", "tier"), "never": ("tiers", "tier"), "says": ("statements", "statement"),
    "interrupts": ("guidance", "rule"),
}  # fmt: skip


def _claims(draft: Draft, promise: Promise) -> Iterator[Finding]:
    """Yield every tier, statement or rule of a claim that does not exist."""
    for claim, (key, word) in _CLAIMED.items():
        if message := _unknown(draft, key, word, vars(promise).get(claim)):
            yield (claim,), message


def _never_says(draft: Draft, promise: Promise) -> Iterator[Finding]:
    named = [id_ if id_ not in get_args(CareGroup) else "" for id_ in promise.never_says]
    yield from _listed(draft, ("never_says",), "statements", "statement", tuple(named))


def _interrupts(draft: Draft, promise: Promise) -> Iterator[Finding]:
    rule = draft.rule.get(promise.interrupts or "")
    if rule and rule.then != "interrupt":
        message = f"'{promise.interrupts}' does not interrupt. Write then: interrupt there, or name another rule"
        yield ("interrupts",), message


def _monotone(draft: Draft, promise: Promise) -> Iterator[Finding]:
    return _named(draft, "monotone", promise.monotone)


def _named(draft: Draft, claim: str, named: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the questions of a promise that do not exist, or are named twice."""
    for place, id_ in enumerate(named):
        if id_ in draft.ids.get("scores", {}) and id_ not in draft.ids["questions"]:
            yield (claim, place), f"'{id_}' is a score. Name the questions that it adds up"
        elif message := _unknown(draft, "questions", "question", id_):
            yield (claim, place), message
    yield from (((claim, place), f"'{id_}' is named twice. Keep one") for place, id_ in repeated(named))


def _answers(draft: Draft, case: Case) -> Iterator[Finding]:
    """Yield what is wrong with the answers of a worked case."""
    for id_, answer in case.answers.items():
        yield from ((("answers", id_), why) for why in known(_refused, draft, id_, answer))


def _refused(draft: Draft, id_: str, answer: Data) -> Iterator[str]:
    if message := _unknown(draft, "questions", "question", id_):
        yield message
    question = draft.question.get(id_)
    is_whole = question and (question.options or question.numbers)  # that its replies are missing is said there
    if question and is_whole and (why := refusal(question, answer)):
        yield why


def _expected_tier(draft: Draft, case: Case) -> Iterator[Finding]:
    if message := _unknown(draft, "tiers", "tier", case.labelled):
        yield ("labelled",), message
    if message := _unknown(draft, "tiers", "tier", case.expect.tier):
        yield ("expect", "tier"), message


def _expected_rules(draft: Draft, case: Case) -> Iterator[Finding]:
    return _listed(draft, ("expect", "rules"), "guidance", "rule", case.expect.rules or ())


def _expected_words(draft: Draft, case: Case) -> Iterator[Finding]:
    return _listed(draft, ("expect", "says"), "statements", "statement", case.expect.says)


def _controls(draft: Draft, hazard: Hazard) -> Iterator[Finding]:
    yield from _listed(draft, ("rules",), "guidance", "rule", hazard.rules)
    yield from _listed(draft, ("statements",), "statements", "statement", hazard.statements)
    promises = tuple("" if each in GENERAL else each for each in hazard.proofs)
    yield from _listed(draft, ("proofs",), "promises", "promise", promises)


def _sources(draft: Draft, part: Part) -> Iterator[Finding]:
    return _listed(draft, ("source",), "sources", "source", vars(part).get("source") or ())


def _help(draft: Draft, link: Link) -> Iterator[Finding]:
    """Yield a link that has the id of a way to help and says something else than that: a number stands in one place."""
    if next((each for each in draft.sound.help if each.id == link.id), link) != link:
        said = f"'{link.id}' is a way to help, and `help` says something else of it"
        yield (
            (),
            f"{said}. Name it there, `- &{link.id} {{id: ...}}`, and write `*{link.id}` here; or choose another id",
        )


def _listed(draft: Draft, at: KeyPath, key: str, word: str, named: tuple[str, ...]) -> Iterator[Finding]:
    """Yield every id in a list of them that no entry has, or that is named twice."""
    for place, id_ in enumerate(named):
        if message := _unknown(draft, key, word, id_):
            yield (*at, place), message
    yield from (((*at, place), f"'{id_}' is named twice. Keep one") for place, id_ in repeated(named))
