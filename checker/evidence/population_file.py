"""Can people be drawn by these chances, who answer every question of this questionnaire?"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from checker.authoring.draft import Finding
from checker.authoring.problems import MOST_PROBLEMS, LoadError, SourceText, did_you_mean, in_order, listed, one_line
from checker.authoring.schema_checks import structural
from checker.authoring.sound_parts import UnknownError, known, remains
from checker.authoring.yaml_tree import YamlNode, compose, text_of
from checker.engine.questionnaire import KeyPath, Question, Questionnaire
from checker.evidence.population import Chances, Group, Population, Table, Target, Trait

MOST = 1_000_000
"""The highest weight of an answer, so that weights can be added up."""


def load_population(path: Path, questionnaire: Questionnaire) -> Population:
    """Return the population of a file; raise LoadError with every problem at once."""
    return read_population(text_of(path), questionnaire, str(path))


def read_population(text: str, questionnaire: Questionnaire, name: str = "population.yaml") -> Population:
    """Return the population of a text; raise LoadError with every problem at once, in the order of the text."""
    source = SourceText(text.removeprefix("\ufeff"), name)
    root, problems = compose(source)
    if root is None or not isinstance(root.data, dict):
        raise source.refusal(root.start if root else 0, "a population is keys and values. Begin with `name: ...`")
    if "sections" in root.keys:
        raise source.refusal(root.keys["sections"], "this is a questionnaire. Name a file of `tables` of chances")
    try:
        population = Population.model_validate(root.data, strict=True)
    except ValidationError as error:
        problems += islice(structural(source, root, error, Population), MOST_PROBLEMS)
        population = remains(Population, root)
    found = _findings(population, questionnaire)
    problems += [source.problem(_offset(root, path), message) for path, message in islice(found, MOST_PROBLEMS)]
    if problems:
        raise LoadError(in_order(problems))
    return population


def _offset(root: YamlNode, path: KeyPath) -> int:
    """Return where the key or entry stands to which a path leads, or the last one on the way that there is."""
    node, at = root, root.start
    for step in path:
        if (child := node.children.get(step)) is None:
            break
        node, at = child, node.keys.get(str(step), child.start)
    return at


def _findings(population: Population, questionnaire: Questionnaire) -> Iterator[Finding]:
    yield from known(_signs, population, questionnaire)
    yield from known(_all_targets, population, questionnaire)
    yield from known(_drawn, population, questionnaire)
    yield from known(_groups, population, questionnaire)


def _signs(population: Population, questionnaire: Questionnaire) -> Iterator[Finding]:
    for place, name in enumerate(population.signs):
        if name and name not in questionnaire.question:
            yield ("signs", place), _unknown("question", name, questionnaire.question)
        elif name and questionnaire.question[name].kind != "many":
            yield ("signs", place), f"in '{name}' nothing is marked: signs are options of questions of kind many"


def _unknown(what: str, name: str, among: Iterable[str]) -> str:
    return f"there is no {what} '{one_line(name)}'{did_you_mean(name, among)}"


# What is drawn -----------------------------------------------------------------------------------------------------


@dataclass
class _Before:
    """What was drawn before."""

    named: dict[str, frozenset[str]] = field(default_factory=dict)
    """The answers that each question or trait can have."""
    drawn: dict[str, frozenset[str]] = field(default_factory=dict)
    """Those of them that are ever drawn."""
    unknown: bool = False
    """Whether more was drawn, of which nobody knows what."""


def _drawn(
    population: Population, questionnaire: Questionnaire, new: Mapping[str, tuple[KeyPath, Table]] | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with traits and tables, ``new`` ones in place of those of some questions."""
    before = _Before()
    for place, trait in enumerate(population.traits):
        yield from _each(before, ("traits", place), trait, questionnaire)
    for place, table in enumerate(population.tables):
        yield from _each(before, ("tables", place), table, questionnaire, new or {})
    for name, question in questionnaire.question.items():
        if name not in before.named and not before.unknown:
            yield ("tables",), f"the question '{name}' has no table. Write one, with {_wanted(question)}"


def _wanted(question: Question) -> str:
    match question.kind:
        case "many":
            return "the chance of each mark in percent"
        case "scale":
            return f"chances of the numbers from {question.min} to {question.max}"
    return f"chances of {listed(option.id for option in question.options)}"


def _each(
    before: _Before,
    path: KeyPath,
    part: Trait | Table | None,
    questionnaire: Questionnaire,
    new: Mapping[str, tuple[KeyPath, Table]] | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with a trait, or with a table for each of its questions; and keep what it draws."""
    try:
        names = (part.id,) if isinstance(part, Trait) else part.questions if part else ()
    except UnknownError:
        names = ()
    before.unknown |= not names
    for place, name in enumerate(names):
        at, chances = (new or {}).get(name, (path, part))
        key = (*path, "id") if isinstance(part, Trait) else (*path, "questions", place)
        if why := _unfit(before, name, questionnaire, is_trait=isinstance(part, Trait)):
            before.unknown |= not name
            yield key, why
        elif chances:
            question = questionnaire.question.get(name)
            before.named[name] = frozenset(_answers(question) if question else known(_written, chances))
            yield from known(_ways, at, chances, question)
            yield from known(_rows, before, at, chances, question)
            yield from known(_steps, at, chances, question, questionnaire)
            before.drawn[name] = frozenset(known(_possible, chances, question))


def _unfit(before: _Before, name: str, questionnaire: Questionnaire, *, is_trait: bool) -> str:
    """Return why nothing of this name can be drawn here; nothing where it can."""
    if name in before.named:
        return f"'{name}' is drawn twice. Keep one of them"
    if is_trait and name in questionnaire.question:
        return f"'{name}' is a question. Choose another id for what nothing asks"
    return "" if is_trait or name in questionnaire.question else _unknown("question", name, questionnaire.question)


def _answers(question: Question) -> Iterator[str]:
    """Yield what can choose a row: each option, or each number."""
    yield from (option.id for option in question.options)
    yield from map(str, question.numbers)


def _written(part: Trait | Table) -> Iterator[str]:
    for row in part.all_rows:
        yield from row


def _possible(part: Trait | Table, question: Question | None) -> Iterator[str]:
    """Yield the answers that are ever drawn."""
    if isinstance(part, Table) and part.steps:
        yield from _answers(question) if question else ()
    for row in part.all_rows:
        yield from (name for name, chance in row.items() if chance > 0)
    yield from (option.id for option in (question.options if question else ()) if option.exclusive)


def _ways(path: KeyPath, part: Trait | Table, question: Question | None) -> Iterator[Finding]:
    """Yield what does not go together among the ways of writing chances."""
    steps = part.steps if isinstance(part, Table) else {}
    if steps and part.all_rows:
        yield (*path, "steps"), "steps stand alone. Delete them, or `chances` and `rows`"
    if not steps and not part.all_rows:
        yield path, "there are no chances here. Write `chances`, or `by` and `rows`, or `by` and `steps`"
    if (part.rows or steps) and part.by is None:
        yield (*path, "rows" if part.rows else "steps"), "write in `by` what was drawn before and these depend on"
    if part.by and not part.rows and not steps:
        yield (*path, "by"), "nothing here depends on this. Write `rows` or `steps`, or delete it"
    if question and question.kind == "many" and not any(option.exclusive for option in question.options):
        yield path, f"'{question.id}' has no exclusive option, which is the answer of whoever marks nothing"


def _rows(before: _Before, path: KeyPath, part: Trait | Table, question: Question | None) -> Iterator[Finding]:
    if part.by and part.by not in before.named and not before.unknown:
        guess = did_you_mean(part.by, before.named)
        yield (*path, "by"), f"'{part.by}' is not drawn before this{guess or '. Put this below its table'}"
    answers = before.named.get(part.by or "", frozenset())
    for name, row in part.rows.items():
        if answers and name not in answers:
            yield (*path, "rows", name), f"'{part.by}' is never '{one_line(name)}'{_or(name, answers)}"
        yield from _row((*path, "rows", name), row, question)
    lacking = sorted(before.drawn.get(part.by or "", frozenset()) - part.rows.keys())
    if part.rows and lacking and not part.chances:
        yield (*path, "rows"), f"no row for {listed(lacking)} of '{part.by}'. Write it, or `chances` for all others"
    if part.chances:
        yield from _row((*path, "chances"), part.chances, question)


def _or(name: str, answers: Collection[str]) -> str:
    return did_you_mean(name, answers) or f". It can be {listed(sorted(answers))}"


def _row(path: KeyPath, row: Chances, question: Question | None) -> Iterator[Finding]:
    """Yield what is wrong with the chances of one kind of people."""
    is_many = question is not None and question.kind == "many"
    for name, chance in row.items():
        if question and name not in (answers := list(_answers(question))):
            what = "number" if question.kind == "scale" else "option"
            yield (*path, name), f"'{question.id}' has no {what} '{one_line(name)}'{_or(name, answers)}"
        if not 0 <= chance <= (100 if is_many else MOST):
            limits = "from 0 to 100, in percent" if is_many else f"from 0 to {MOST:,}"
            yield (*path, name), f"a chance is {limits}, not {chance:g}"
    if question and is_many:
        yield from _ticks(path, row, question)
    elif not any(chance > 0 for chance in row.values()):
        yield path, "nobody has an answer here. Write a chance above 0"


def _ticks(path: KeyPath, row: Chances, question: Question) -> Iterator[Finding]:
    for option in question.options:
        if option.exclusive and option.id in row:
            yield (*path, option.id), f"'{option.id}' is the answer of whoever marks nothing else. Leave it out"
        elif not option.exclusive and option.id not in row:
            yield path, f"the option '{option.id}' of '{question.id}' has no chance. Write one in percent; it may be 0"


def _steps(path: KeyPath, part: Trait | Table, question: Question | None, whole: Questionnaire) -> Iterator[Finding]:
    if not isinstance(part, Table) or not part.steps:
        return
    if question and question.kind != "scale":
        yield (*path, "steps"), f"'{question.id}' is no scale. Write `chances` or `rows`"
    if part.by and (part.by not in whole.question or whole.question[part.by].kind != "scale"):
        yield (*path, "by"), f"'{part.by}' is no scale, from whose answer one could go some steps"
    for name, chance in part.steps.items():
        if not re.fullmatch(r"-?\d{1,4}", name, re.ASCII):
            yield (*path, "steps", name), f"a step is a whole number such as -1, not '{one_line(name)}'"
        if not 0 <= chance <= MOST:
            yield (*path, "steps", name), f"a chance is from 0 to {MOST:,}, not {chance:g}"
    if not any(chance > 0 for chance in part.steps.values()):
        yield (*path, "steps"), "nobody has an answer here. Write a chance above 0"


# Groups and targets ------------------------------------------------------------------------------------------------


def _groups(population: Population, questionnaire: Questionnaire) -> Iterator[Finding]:
    ids: set[str] = set()
    for place, group in enumerate(population.groups):
        if group:
            yield from known(_same_id, ids, ("groups", place, "id"), group)
            yield from known(_group, population, questionnaire, ("groups", place, "replace"), group.replace)


def _same_id(ids: set[str], path: KeyPath, part: Target | Group) -> Iterator[Finding]:
    name = part.id
    if name in ids:
        yield path, f"the id '{name}' is given twice. Choose another"
    ids.add(name)


def _group(
    population: Population, questionnaire: Questionnaire, path: KeyPath, replace: Iterable[Table | None]
) -> Iterator[Finding]:
    new: dict[str, tuple[KeyPath, Table]] = {}
    for place, table in enumerate(replace):
        for where, name in enumerate(table.questions if table else ()):
            if name and name not in questionnaire.question:
                yield (*path, place, "questions", where), _unknown("question", name, questionnaire.question)
            elif name in new:
                yield (*path, place, "questions", where), f"'{name}' is drawn twice. Keep one of them"
            elif table:
                new[name] = (*path, place), table
    yield from known(_drawn, population, questionnaire, new)


def _all_targets(population: Population, questionnaire: Questionnaire) -> Iterator[Finding]:
    yield from _targets(("targets",), population.targets, questionnaire)
    for place, group in enumerate(population.groups):
        if group:
            yield from known(_targets, ("groups", place, "targets"), group.targets, questionnaire)


def _targets(path: KeyPath, targets: Iterable[Target | None], questionnaire: Questionnaire) -> Iterator[Finding]:
    ids: set[str] = set()
    for place, target in enumerate(targets):
        if target:
            yield from known(_same_id, ids, (*path, place, "id"), target)
            yield from known(_named, (*path, place), target, questionnaire)
            yield from known(_claim, (*path, place), target)


def _named(path: KeyPath, target: Target, questionnaire: Questionnaire) -> Iterator[Finding]:
    rules = [rule.id for rule in questionnaire.guidance]
    for key, what, names, among in (
        ("tiers", "tier", target.tiers, questionnaire.tier),
        ("only", "rule", target.only, rules),
        ("besides", "rule", target.besides, rules),
    ):
        for place, name in enumerate(names):
            if name and name not in among:
                yield (*path, key, place), _unknown(what, name, among)


def _claim(path: KeyPath, target: Target) -> Iterator[Finding]:
    if bool(target.tiers) == bool(target.count):
        yield path, "a target is about a share of people, by `tiers`, or about what is counted, by `count`: one of both"
    if bool(target.count) != bool(target.percentile):
        yield path, "`count` and `percentile` go together: 50 is the median"
    if target.count and (target.only or target.besides):
        yield path, "`only` and `besides` are about rules of `tiers`. Leave them out"
    low, high = target.at_least, target.at_most
    if low is None and high is None:
        yield path, "write `at_most`, `at_least` or both"
    if low is not None and high is not None and low > high:
        yield (*path, "at_least"), f"no figure is at least {low:g} and at most {high:g}"
    for key, value in (("at_least", low), ("at_most", high)):
        if value is not None and (value < 0 or (target.tiers and value > 100)):
            limits = "from 0 to 100, in percent" if target.tiers else "0 or more"
            yield (*path, key), f"this is {limits}, not {value:g}"
