"""Where does something count that was not asked? A clinician is to confirm each such place."""

from collections.abc import Iterator, Mapping

from checker.engine.conditions import Expression, Has, Is, leaves, reads
from checker.engine.journey import walk
from checker.proofs.encoding import Logic, without
from checker.proofs.report import Sheet, Unasked
from checker.proofs.satisfiability import Way, solve


def unasked(logic: Logic) -> tuple[Unasked, ...]:
    """Return what is read although it may not have been asked, by name, with the places where that matters.

    It matters where the condition is false for somebody to whom the question was not put, and some answer to it could
    have made the condition true. A condition that says itself when the question is asked is not listed.
    """
    places: dict[str, list[str]] = {}
    opposite: dict[str, list[str]] = {}
    sheets: dict[str, Sheet] = {}
    for place, name, asks_opposite, way in _readings(logic):
        found = solve(logic.diagrams, way)
        if found.values is not None:
            places.setdefault(name, []).append(place)
            opposite.setdefault(name, []).extend([place] if asks_opposite else [])
            sheets.setdefault(name, walk(logic.questionnaire, logic.space.sheet(found.values)).answers)
    return tuple(
        Unasked(tuple(names), tuple(places[names[0]]), tuple(opposite[names[0]]), sheets[names[0]])
        for names in _alike(logic, places, opposite)
    )


def _alike(logic: Logic, places: Mapping[str, list[str]], opposite: Mapping[str, list[str]]) -> list[list[str]]:
    """Return the names in groups asked of the same people and read at the same places, the odder ones first."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for name in sorted(places, key=lambda name: (not opposite[name], logic.questionnaire.position[name])):
        groups.setdefault((logic.known(name), *places[name], None, *opposite[name]), []).append(name)
    return list(groups.values())


def _readings(logic: Logic) -> Iterator[tuple[str, str, bool, Way]]:
    """Yield each reading of a name: where, of what, whether it asks for the opposite, the ways in which it matters."""
    diagrams = logic.diagrams
    for place, when in _conditions(logic):
        alive = logic.alive(max(logic.moments(when)))
        for name in sorted(reads(when)):
            unknown = diagrams.negation(logic.known(name))
            if unknown:
                could = diagrams.both(logic.cut(without(when, name)), diagrams.negation(logic.cut(when)))
                yield place, name, _asks_opposite(when, name), (diagrams.both(could, unknown), alive)
    for score in logic.questionnaire.scores:
        for item in score.sum if score.not_asked == 0 else ():
            skipped = diagrams.both(logic.known(score.id), diagrams.negation(logic.asked[item]))
            yield f"score {score.id}", item, False, (skipped, logic.alive(logic.questionnaire.position[score.id]))


def _conditions(logic: Logic) -> Iterator[tuple[str, Expression]]:
    questionnaire = logic.questionnaire
    yield from ((f"question {each.id}", each.when) for each in questionnaire.questions)
    yield from ((f"rule {each.id}", each.when) for each in questionnaire.guidance)
    yield from ((f"statement {each.id}", without(each.when, "tier")) for each in questionnaire.statements)
    yield from ((f"promise {each.id}", each.when) for each in questionnaire.promises)


def _asks_opposite(when: Expression, name: str) -> bool:
    """Return whether a condition asks that something is not so, or is low: what people expect of the unasked, too."""
    own = [leaf for leaf in leaves(when) if leaf.name == name]
    return any(leaf.negated if isinstance(leaf, Is | Has) else leaf.op in ("!=", "<", "<=") for leaf in own)
