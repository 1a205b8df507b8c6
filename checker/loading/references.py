"""Is every id used once, and does every id that is named exist?"""

from collections.abc import Iterable, Iterator
from itertools import chain
from keyword import iskeyword

from checker.loading.answers import refusal
from checker.loading.draft import Draft, Finding, entries, id_of, repeated
from checker.loading.problems import Problem, did_you_mean, listed
from checker.loading.reading import Node
from checker.model import Case, KeyPath, Promise, Rule

_LISTS = {
    "help": "link", "sources": "source", "tiers": "tier", "sections": "section", "guidance": "rule",
    "statements": "statement", "promises": "promise", "cases": "case",
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


def _twice(draft: Draft, word: str, found: list[Node]) -> Iterator[Problem]:
    """Yield every id in a list that an earlier entry has."""
    first: dict[str, Node] = {}
    for entry in found:
        id_ = id_of(entry)
        if id_ and first.setdefault(id_, entry) is not entry:
            line = draft.source.position(first[id_].start).line
            message = f"the {word} on line {line} has the id '{id_}' already. Choose another"
            yield draft.source.problem(entry.children["id"].start, message)


def _unnameable(draft: Draft, word: str, found: list[Node]) -> Iterator[Problem]:
    """Yield every id that has a meaning of its own in conditions or in YAML."""
    for entry in found:
        id_ = id_of(entry)
        own = "in conditions" if iskeyword(id_) or (id_ == "tier" and "question" in word) else "in YAML"
        if own == "in conditions" or id_ in _YAML_WORDS:
            message = f"the word '{id_}' has a meaning of its own {own}. Choose another id, such as '{id_}_'"
            yield draft.source.problem(entry.children["id"].start, message)


def references(draft: Draft) -> Iterator[Finding]:
    """Yield every id of a tier, rule, statement, question or source that does not exist, or does not fit."""
    sound = draft.sound
    for place, rule in enumerate(sound.guidance):
        yield from _under(("guidance", place), rule_slips(draft, rule))
    for place, promise in enumerate(sound.promises):
        yield from _under(("promises", place), promise_slips(draft, promise))
    for place, case in enumerate(sound.cases):
        yield from _under(("cases", place), _case(draft, case))
    yield from _sources(draft)


def _under(path: tuple[str, int], findings: Iterable[Finding]) -> Iterator[Finding]:
    return (((*path, *found), message) for found, message in findings)


def _unknown(draft: Draft, key: str, word: str, id_: str | None) -> str:
    """Return the message for an id that no entry of a list has; nothing where there is one, or none is named."""
    known = draft.ids.get(key, {})
    if id_ is None or id_ in known or (key == "questions" and not known):
        return ""
    choice = f". Write one of {listed(known)}" if known else f". The file has no `{key}`: list it there"
    return f"there is no {word} '{id_}'{did_you_mean(id_, known) or choice}"


def rule_slips(draft: Draft, rule: Rule) -> Iterator[Finding]:
    """Yield what is wrong with what a rule names and shows."""
    if message := _unknown(draft, "tiers", "tier", rule.tier):
        yield ("tier",), message
    if rule.then == "interrupt" and rule.page is None:
        yield ("then",), "an interruption needs a `page` to show"
    if rule.page and rule.then != "interrupt":
        yield ("page",), "a page is shown by an interruption alone. Write then: interrupt, or delete the page"


def promise_slips(draft: Draft, promise: Promise) -> Iterator[Finding]:
    """Yield what is wrong with what a promise names."""
    claims = {"always": ("tiers", "tier"), "never": ("tiers", "tier"), "says": ("statements", "statement")}
    claims["interrupts"] = ("guidance", "rule")
    for claim, (key, word) in claims.items():
        if message := _unknown(draft, key, word, getattr(promise, claim)):
            yield (claim,), message
    rule = next((rule for rule in draft.sound.guidance if rule.id == promise.interrupts), None)
    if rule and rule.then != "interrupt":
        yield ("interrupts",), f"'{rule.id}' does not interrupt. Write then: interrupt there, or name another rule"
    for claim in ("monotone", "unsure"):
        yield from _named(draft, claim, getattr(promise, claim))


def _named(draft: Draft, claim: str, named: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what is wrong with the questions that a promise names."""
    for place, id_ in enumerate(named):
        question = draft.sound.question.get(id_)
        if id_ in draft.ids.get("scores", {}) and id_ not in draft.ids["questions"]:
            yield (claim, place), f"'{id_}' is a score. Name the questions that it adds up"
        elif message := _unknown(draft, "questions", "question", id_):
            yield (claim, place), message
        elif claim == "unsure" and question and not any(option.unsure for option in question.options):
            yield (claim, place), f"no option of '{id_}' is marked `unsure: true`. Mark one, or leave the question out"
    yield from (((claim, place), f"'{id_}' is named twice. Keep one") for place, id_ in repeated(named))


def _case(draft: Draft, case: Case) -> Iterator[Finding]:
    """Yield what is wrong with the answers and the expectation of a worked case."""
    for id_, answer in case.answers.items():
        question = draft.sound.question.get(id_)
        message = _unknown(draft, "questions", "question", id_)
        if why := message or (refusal(question, answer) if question else ""):
            yield ("answers", id_), why
    if message := _unknown(draft, "tiers", "tier", case.expect.tier):
        yield ("expect", "tier"), message
    yield from _expected(draft, "rules", "guidance", "rule", case.expect.rules or ())
    yield from _expected(draft, "says", "statements", "statement", case.expect.says)


def _expected(draft: Draft, key: str, list_: str, word: str, named: tuple[str, ...]) -> Iterator[Finding]:
    for place, id_ in enumerate(named):
        if message := _unknown(draft, list_, word, id_):
            yield ("expect", key, place), message
    yield from ((("expect", key, n), f"'{id_}' is named twice. Keep one") for n, id_ in repeated(named))


def _sources(draft: Draft) -> Iterator[Finding]:
    """Yield every source that is named and not listed."""
    for path, sources in _cited(draft):
        for place, id_ in enumerate(sources):
            if message := _unknown(draft, "sources", "source", id_):
                yield (*path, "source", place), message
        yield from (((*path, "source", n), f"'{id_}' is named twice. Keep one") for n, id_ in repeated(sources))


def _cited(draft: Draft) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    """Yield the sources of every entry that can have some."""
    sound = draft.sound
    yield from ((("tiers", place), tier.source) for place, tier in enumerate(sound.tiers))
    yield from ((("scores", place), score.source) for place, score in enumerate(sound.scores))
    yield from ((("guidance", place), rule.source) for place, rule in enumerate(sound.guidance))
    yield from ((("statements", place), statement.source) for place, statement in enumerate(sound.statements))
    yield from ((("promises", place), promise.source) for place, promise in enumerate(sound.promises))
    for place, section in enumerate(sound.sections):
        for nth, question in enumerate(section.questions):
            yield ("sections", place, "questions", nth), question.source
