"""Is every rule and every sign of an emergency traced to a hazard, and every hazard to a control and a proof?

A questionnaire that lists no hazards is asked for none.
"""

from collections.abc import Iterable, Iterator

from checker.authoring.draft import Draft, Finding
from checker.authoring.problems import did_you_mean
from checker.authoring.sound_parts import known
from checker.engine.questionnaire import Hazard, KeyPath, Questionnaire, Text

GENERAL = (
    "ends", "questions", "options", "bands", "rules", "statements", "whole", "help", "tiers", "none", "heard", "least",
    "unsure", "read", "decides",
)  # fmt: skip
"""The claims that are proved of every questionnaire, which a hazard may name beside promises."""


def hazards(draft: Draft) -> Iterator[Finding]:
    """Yield every hazard that nothing controls or proves, and all that no hazard names."""
    yield from draft.judged(Hazard, _controlled, _proved, _signs)
    yield from known(_untraced, draft)


def beginning(items: Iterable[Text], words: str, language: str) -> list[int]:
    """Return the places of the emergency signs whose words begin so."""
    return [place for place, item in enumerate(items) if item.said_in(language).startswith(words)]


def signs_of(questionnaire: Questionnaire, hazard: Hazard) -> set[int]:
    """Return the places of the emergency signs that a hazard names."""
    items, language = questionnaire.emergency_signs.items, questionnaire.languages[0]
    return {place for words in hazard.signs for place in beginning(items, words, language)}


def _controlled(_: Draft, hazard: Hazard) -> Iterator[Finding]:
    if not (hazard.rules or hazard.statements or hazard.signs or hazard.measures):
        yield ("id",), "nothing controls this hazard. Name `rules`, `statements`, `signs` or `measures` that do"


def _proved(_: Draft, hazard: Hazard) -> Iterator[Finding]:
    if not hazard.proofs:
        yield ("id",), "nothing is proved against this hazard. Name a promise under `proofs`, and write it if need be"


def _signs(draft: Draft, hazard: Hazard) -> Iterator[Finding]:
    items, language = draft.sound.emergency_signs.items, draft.sound.languages[0]
    for place, words in enumerate(hazard.signs):
        found = len(beginning(items, words, language))
        begun = [item.said_in(language)[: len(words)] for item in items]
        if not found:
            yield ("signs", place), f"no emergency sign begins with these words{did_you_mean(words, begun)}"
        elif found > 1:
            yield (
                ("signs", place),
                f"{found} emergency signs begin with these words. Write more of the one that is meant",
            )


def _untraced(draft: Draft) -> Iterator[Finding]:
    whole = draft.sound
    if not whole.hazards:
        return
    rules = {id_ for hazard in whole.hazards for id_ in hazard.rules}
    yield from _unnamed(("guidance",), "rules", "rule", ((rule.id, rule.id in rules) for rule in whole.guidance))
    said = {id_ for hazard in whole.hazards for id_ in hazard.statements}
    acute = ((each.id, each.id in said or each.sign not in ("emergency", "crisis")) for each in whole.statements)
    yield from _unnamed(("statements",), "statements", "statement", acute)
    signs = {place for hazard in whole.hazards for place in signs_of(whole, hazard)}
    for place in range(len(whole.emergency_signs.items)):
        if place not in signs:
            message = "no hazard names this emergency sign. Add the words that it begins with to the `signs` of one"
            yield ("emergency_signs", "items", place), message


def _unnamed(path: KeyPath, key: str, word: str, found: Iterable[tuple[str, bool]]) -> Iterator[Finding]:
    """Yield every part of a list that no hazard names."""
    for place, (id_, is_named) in enumerate(found):
        if not is_named:
            yield (*path, place, "id"), f"no hazard names the {word} '{id_}'. Add it to the `{key}` of one in `hazards`"
