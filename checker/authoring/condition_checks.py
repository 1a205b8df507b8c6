"""Does every condition read what it can, as it can?

Conditions are taken from the text itself, so that those of a broken entry are checked too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from checker.authoring.draft import Draft, entries, id_of
from checker.authoring.problems import Problem, did_you_mean, listed, one_line
from checker.authoring.score_checks import reach
from checker.authoring.sound_parts import UnknownError, known
from checker.authoring.yaml_tree import YamlNode, offset_in
from checker.engine.condition_parser import ConditionError, parse
from checker.engine.conditions import Compare, Has, Is, Leaf, holds, leaves
from checker.engine.questionnaire import Score

_TYPED = {"one": (Is,), "many": (Has,), "number": (Compare,)}


@dataclass(frozen=True, slots=True)
class _Name:
    """What a condition can read: its place in the order, and what it can be compared with."""

    place: int
    line: int = 0
    kind: str = ""
    """one, many or number; empty where its entry is broken, so that nothing is known of it."""
    options: tuple[str, ...] = ()
    numbers: range | None = None
    bands: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads: a question reads only what has its place before it; a statement reads the tier too."""

    id: str = ""
    place: int | None = None
    tier: bool = False


def conditions(draft: Draft) -> Iterator[Problem]:
    """Yield every problem of every condition in the file."""
    names, all_named = _names(draft), not draft.doubtful & {"questions", "scores"}
    for when, reader in _written(draft):
        for leaf in (leaf for leaf in _leaves(when) if all_named or leaf.name in names):
            for at, message in _mistakes(leaf, reader, names):
                yield draft.source.problem(offset_in(draft.source, when, at), f"when: {message}")


def _written(draft: Draft) -> Iterator[tuple[YamlNode, _Reader]]:
    """Yield every condition with its reader."""
    sections = entries(draft.root, "sections")
    questions = chain.from_iterable(entries(section, "questions") for section in sections)
    readers = [(entry, _Reader(id_of(entry), place)) for place, entry in enumerate(questions)]
    readers += [(entry, _Reader()) for key in ("guidance", "promises") for entry in entries(draft.root, key)]
    readers += [(entry, _Reader(tier=True)) for entry in entries(draft.root, "statements")]
    return ((when, reader) for entry, reader in readers if (when := entry.children.get("when")))


def _leaves(when: YamlNode) -> Iterator[Leaf]:
    """Yield the comparisons of a condition; none of one that cannot be read, which was said with the shapes."""
    try:
        yield from leaves(parse(when.data)) if isinstance(when.data, str) else ()
    except ConditionError:
        return


def _names(draft: Draft) -> dict[str, _Name]:
    """Return everything that some condition can read."""
    places = {id_: place for place, id_ in enumerate(draft.ids["questions"])}
    names = {
        "tier": _Name(
            len(places), kind="" if "tiers" in draft.doubtful else "one", options=tuple(draft.ids.get("tiers", ()))
        )
    }
    for id_, entry in draft.ids.get("scores", {}).items():
        items = [item.data for item in entries(entry, "sum") if isinstance(item.data, str)]
        names[id_] = _score(draft, id_, max((places.get(item, -1) for item in items), default=-1))
    return names | {id_: _question(draft, id_, places[id_]) for id_ in places}


def _line(draft: Draft, list_: str, id_: str) -> int:
    return draft.source.position(draft.ids[list_][id_].start).line


def _question(draft: Draft, id_: str, place: int) -> _Name:
    question, line = draft.question.get(id_), _line(draft, "questions", id_)
    try:
        if question and question.kind == "scale":
            return _Name(place, line, "number", numbers=question.numbers)
        if question and question.options:
            return _Name(place, line, question.kind, tuple(option.id for option in question.options))
    except UnknownError:
        pass
    return _Name(place, line)


def _score(draft: Draft, id_: str, place: int) -> _Name:
    score, line = draft.score.get(id_), _line(draft, "scores", id_)
    if score is None:
        return _Name(place, line)
    return _Name(place, line, "number", (), reach(draft, score), dict(known(_bands, score)))


def _bands(score: Score) -> Iterator[tuple[str, int]]:
    return ((band.id, band.start) for band in score.bands)


def _mistakes(leaf: Leaf, reader: _Reader, names: Mapping[str, _Name]) -> Iterator[tuple[int, str]]:
    """Yield every mistake of one comparison, with its place in the condition."""
    if isinstance(leaf, Has) and leaf.name not in names and leaf.option in names:
        yield leaf.at[0], _in_parentheses(leaf, names[leaf.option])
    elif message := _unreadable(leaf.name, reader, names):
        yield leaf.at[0], message
    elif (kind := names[leaf.name].kind) and not isinstance(leaf, _TYPED[kind]):
        yield min(leaf.at), _mistyped(leaf, names[leaf.name])
    elif kind == "number":
        yield from _beyond(leaf, names[leaf.name])
    elif kind:
        yield from _not_options(leaf, names)


def _unreadable(name: str, reader: _Reader, names: Mapping[str, _Name]) -> str | None:
    """Return why this reader cannot read this name, or None where it can."""
    if name == "tier":
        return (
            None if reader.tier else "only statements read `tier`: it is known once all rules are. Name questions here"
        )
    known = names.get(name)
    if known is None:
        return _unknown(name, reader, names)
    if reader.place is None or known.place < reader.place:
        return None
    if name == reader.id:
        return f"'{name}' cannot depend on its own answer. Name an earlier question"
    return (
        f"'{name}' has no value before this question (line {known.line}). Name what comes earlier, or move one of them"
    )


def _unknown(name: str, reader: _Reader, names: Mapping[str, _Name]) -> str:
    """Return the message for a name that nothing has."""
    others = [id_ for id_ in names if id_ != reader.id and (reader.tier or id_ != "tier")]
    earlier = [id_ for id_ in others if reader.place is None or names[id_].place < reader.place]
    guess = did_you_mean(name, earlier) or did_you_mean(name, others)
    owner = next((id_ for id_, known in names.items() if name in known.options and id_ != "tier"), None)
    if owner and not guess:
        return f"'{name}' is an option of '{owner}', not a question. Write `{_like(names[owner], owner, name)}`"
    return f"there is no question or score '{one_line(name)}'{guess}"


def _in_parentheses(leaf: Has, left: _Name) -> str:
    """Return the mend of `question in (option)`, where one name in parentheses is the name alone."""
    if left.kind == "number":
        return f"'{leaf.option}' is a number. Write `{leaf.option} >= ...`"
    return f"write `{_like(left, leaf.option, leaf.name, negated=leaf.negated)}`: `in (...)` needs two options or more"


def _like(known: _Name, name: str, option: str, *, negated: bool = False) -> str:
    """Return how an option is compared with a question of this kind."""
    if known.kind == "many":
        return f"{option} {'not in' if negated else 'in'} {name}"
    return f"{name} {'is not' if negated else 'is'} {option}"


def _mistyped(leaf: Leaf, known: _Name) -> str:
    """Return the mend of a comparison that this kind of name does not have."""
    match leaf:
        case _ if known.kind == "number":
            return _not_a_number(leaf, known)
        case Compare(name):
            option = known.options[0] if known.options else "option"
            return f"'{name}' is answered with options, not numbers. Write `{_like(known, name, option)}`"
        case Has(name, option, negated):
            return f"'{name}' has one answer. Write `{_like(known, name, option, negated=negated)}`"
        case Is(name, values, negated):
            each = [_like(known, name, value, negated=negated) for value in values[:3]]
            joined = (" and " if negated else " or ").join(each)
            return f"'{name}' can have several answers. Write `{joined}`"


def _not_a_number(leaf: Leaf, known: _Name) -> str:
    options = leaf.values if isinstance(leaf, Is) else (leaf.option,) if isinstance(leaf, Has) else ()
    band = next((option for option in options if option in (known.bands or {})), None)
    if known.bands and band:
        return f"'{band}' is a band of '{leaf.name}'. Write `{leaf.name} >= {known.bands[band]}`"
    return f"'{leaf.name}' is a number. Write it with one, such as `{leaf.name} >= {_example(known)}`"


def _example(known: _Name) -> int:
    return known.numbers[-1] if known.numbers else 1


def _beyond(leaf: Leaf, known: _Name) -> Iterator[tuple[int, str]]:
    """Yield that a comparison with a number cannot tell anybody from anybody else."""
    if not known.numbers or not isinstance(leaf, Compare):
        return
    low, high = known.numbers[0], known.numbers[-1]
    some = any(holds(leaf, {leaf.name: number}) for number in {low, high, min(max(low, leaf.number), high)})
    if not some or leaf.number not in known.numbers:
        truth = "true of every answer" if some else "never true"
        yield leaf.at[1], f"`{leaf.name} {leaf.op} {leaf.number}` is {truth}: '{leaf.name}' goes from {low} to {high}"


def _not_options(leaf: Leaf, names: Mapping[str, _Name]) -> Iterator[tuple[int, str]]:
    """Yield every word that is not an option of the question it is compared with, or is named twice."""
    values = leaf.values if isinstance(leaf, Is) else (leaf.option,) if isinstance(leaf, Has) else ()
    options = names[leaf.name].options
    for place, value in enumerate(values):
        if value not in options:
            yield leaf.at[1 + place], _not_an_option(value, leaf.name, names)
        elif value in values[:place]:
            yield leaf.at[1 + place], f"'{value}' is named twice. Delete one of them"


def _not_an_option(value: str, name: str, names: Mapping[str, _Name]) -> str:
    options = names[name].options
    if name == "tier":
        return f"there is no tier '{value}'{did_you_mean(value, options) or f'. The tiers are {listed(options)}'}"
    owner = next((id_ for id_, known in names.items() if value in known.options and id_ != "tier"), None)
    if owner:
        return f"'{value}' is an option of '{owner}', not of '{name}', which has {listed(options)}"
    return f"'{name}' has no option '{value}'{did_you_mean(value, options) or f'. Its options are {listed(options)}'}"
