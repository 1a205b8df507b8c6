"""What the prover claims, found by trying every answer sheet with the engine that serves patients."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations, product

from checker.authoring.writer import written
from checker.engine.conditions import ALWAYS, AllOf, Answer, AnyOf, Expression, holds, leaves, reads
from checker.engine.guidance import Guidance, advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Option, Promise, Question, Questionnaire, Rule, Statement
from checker.engine.scoring import band

Sheet = dict[str, Answer]


def possible_answers(question: Question) -> list[Answer]:
    if question.kind == "scale":
        return list(question.numbers)
    ids = [option.id for option in question.options]
    if question.kind == "one":
        return list(ids)
    ticks = (frozenset(chosen) for size in range(1, len(ids) + 1) for chosen in combinations(ids, size))
    return [each for each in ticks if question.accepts(each)]


def prefixes(questionnaire: Questionnaire, answers: Sheet | None = None) -> Iterator[Journey]:
    """Yield every journey, the unfinished ones too."""
    journey = walk(questionnaire, answers or {})
    yield journey
    if journey.next:
        for answer in possible_answers(journey.next):
            yield from prefixes(questionnaire, {**journey.answers, journey.next.id: answer})


@lru_cache(maxsize=8)
def endings(questionnaire: Questionnaire) -> tuple[tuple[Journey, Guidance], ...]:
    """Return every finished journey with its guidance."""
    finished = [journey for journey in prefixes(questionnaire) if journey.next is None]
    return tuple((journey, advise(questionnaire, journey)) for journey in finished)


@lru_cache(maxsize=8)
def people(questionnaire: Questionnaire) -> tuple[Sheet, ...]:
    """Return everything that somebody would answer to all questions, asked or not."""
    names = [question.id for question in questionnaire.questions]
    every = product(*[possible_answers(question) for question in questionnaire.questions])
    return tuple(dict(zip(names, answers, strict=True)) for answers in every)


def urgency(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> int:
    journey = walk(questionnaire, answers)
    return questionnaire.urgency[advise(questionnaire, journey).tier.id]


def happening(questionnaire: Questionnaire) -> set[str]:
    """Return everything that happens to somebody: questions asked, bands reached, rules and statements."""
    return happening_on(questionnaire, endings(questionnaire))


def happening_on(questionnaire: Questionnaire, ends: Iterable[tuple[Journey, Guidance]]) -> set[str]:
    """Return everything that happens on some sheets."""
    found: set[str] = set()
    for journey, guidance in ends:
        found |= set(journey.asked) | {rule.id for rule in guidance.rules} | {each.id for each in guidance.statements}
        for name, answer in journey.answers.items():
            options = answer if isinstance(answer, frozenset) else {answer} if isinstance(answer, str) else set()
            found |= {f"{each} of {name}" for each in options}
        for score in questionnaire.scores:
            points = journey.values.get(score.id)
            found |= {f"{band(score, points).id} of {score.id}"} if isinstance(points, int) else set()
    return found


def price(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> int:
    """Return how many answers are not the first ones listed."""
    return sum(answer != _plainest(questionnaire.question[name]) for name, answer in answers.items())


def _plainest(question: Question) -> Answer:
    if question.kind == "scale":
        return question.numbers[0]
    first = next(
        (each.id for each in question.options if question.kind == "many" and each.exclusive), question.options[0].id
    )
    return frozenset({first}) if question.kind == "many" else first


def breakers(questionnaire: Questionnaire, promise: Promise) -> list[int]:
    """Return the prices of all who break a promise."""
    if promise.monotone:
        return [price(questionnaire, milder) for milder in _softened(questionnaire, promise.monotone, is_worse)]
    return [
        price(questionnaire, journey.answers)
        for journey, guidance in endings(questionnaire)
        if holds(promise.when, journey.values) and not _keeps(promise, journey, guidance)
    ]


def _keeps(promise: Promise, journey: Journey, guidance: Guidance) -> bool:
    places = journey.questionnaire.urgency
    if promise.always:
        return places[guidance.tier.id] <= places[promise.always]
    if promise.never:
        return guidance.tier.id != promise.never
    if promise.says:
        return promise.says in {statement.id for statement in guidance.statements}
    if promise.never_says:
        return not {name for each in guidance.statements for name in (each.id, each.group)} & set(promise.never_says)
    return promise.interrupts in {rule.id for rule in journey.interrupted_by}


def _softened(
    questionnaire: Questionnaire, names: Iterable[str], other: Callable[[Question, Answer, Answer], bool]
) -> Iterator[Sheet]:
    """Yield everybody who gets a softer tier by another answer."""
    for name in names:
        question = questionnaire.question[name]
        for person in people(questionnaire):
            for answer in possible_answers(question):
                if other(question, person[name], answer):
                    before, after = urgency(questionnaire, person), urgency(questionnaire, {**person, name: answer})
                    if after > before:
                        yield person


def is_worse(question: Question, one: Answer, two: Answer) -> bool:
    """Return whether the second answer is worse than the first one."""
    if isinstance(one, int) and isinstance(two, int):
        return two > one
    if isinstance(one, str) and isinstance(two, str):
        first, second = question.option(one), question.option(two)
        if first.unsure or second.unsure or first.aside or second.aside:
            return False
        if any(option.points is not None for option in question.options if not option.unsure and not option.aside):
            return first.points is not None and second.points is not None and second.points > first.points
        return question.options.index(second) > question.options.index(first)
    assert isinstance(one, frozenset) and isinstance(two, frozenset)
    added = [question.option(each) for each in two - one]
    if any(each.unsure or each.exclusive or each.aside for each in added) or any(
        question.option(each).exclusive for each in two
    ):
        return False
    least = len(one) == 1 and all(question.option(each).exclusive and not question.option(each).unsure for each in one)
    return (least and not any(question.option(each).unsure for each in two)) or (
        one < two and not _alone(question, one)
    )


def least(question: Question) -> Answer:
    """Return the least worrying answer: none of many, the fewest points, or the first; a sure and plain one if any."""
    if question.kind == "scale":
        return question.numbers[0]

    def worry(place: int) -> tuple[object, ...]:
        option = question.options[place]
        plain = not option.unsure and (option.exclusive or not option.aside)
        points = option.points if question.kind == "one" and plain else None
        return not plain, option.unsure, not (option.exclusive and plain), points is None, points or 0, place

    option = question.options[min(range(len(question.options)), key=worry)]
    return frozenset({option.id}) if question.kind == "many" else option.id


def is_unscored(question: Question, one: Answer, two: Answer) -> bool:
    """Return whether the first answer has the fewest points there are, and the second one none."""
    if not isinstance(one, str) or not isinstance(two, str):
        return False
    points = {each.id: each.points for each in question.options}
    pointed = [(each, place) for place, each in enumerate(points.values()) if each is not None]
    return bool(pointed) and one == list(points)[min(pointed)[1]] and points[two] is None


def _alone(question: Question, answer: frozenset[str]) -> bool:
    return any(question.option(each).exclusive for each in answer)


def unasked(questionnaire: Questionnaire) -> set[tuple[str, str]]:
    """Return each place and name where a condition is false for want of an answer that could have made it true."""
    found: set[tuple[str, str]] = set()
    for journey, _ in endings(questionnaire):
        reached = _reached(journey)
        for place, when in _conditions(questionnaire):
            passed = max((questionnaire.position[name] for name in reads(when)), default=0) <= reached
            for name in reads(when) - journey.values.keys() if passed and not holds(when, journey.values) else ():
                if holds(_granted(when, name), journey.values):
                    found.add((place, name))
        for score in questionnaire.scores:
            if score.not_asked == 0 and score.id in journey.values:
                found |= {(f"score {score.id}", item) for item in score.sum if item not in journey.values}
    return found


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[str, Expression]]:
    yield from ((f"question {each.id}", each.when) for each in questionnaire.questions)
    yield from ((f"rule {each.id}", each.when) for each in questionnaire.guidance)
    yield from ((f"statement {each.id}", _granted(each.when, "tier")) for each in questionnaire.statements)
    yield from ((f"promise {each.id}", each.when) for each in questionnaire.promises)


def _granted(when: Expression, name: str) -> Expression:
    """Return a condition in which all that is said of this name is granted."""
    if isinstance(when, AllOf | AnyOf):
        return type(when)(tuple(_granted(part, name) for part in when.parts))
    return ALWAYS if reads(when) == {name} else when


def _reached(journey: Journey) -> int:
    """Return the place of the last question that the journey came to, asked or not."""
    position = journey.questionnaire.position
    stops = [rule for rule in journey.questionnaire.guidance if rule.then == "stop"]
    for place in range(len(journey.questionnaire.questions)):
        values = {name: value for name, value in journey.values.items() if position[name] <= place}
        if any(holds(rule.when, values) for rule in stops):
            return place
    return len(journey.questionnaire.questions) - 1


# What nobody wrote -----------------------------------------------------------------------------------------------


def gaps(questionnaire: Questionnaire) -> dict[str, set[str]]:
    """Return everything that is unheard, idle, unreached or reassuring, by the claim that it shows false."""
    results = {guidance.tier.id for _, guidance in endings(questionnaire)}
    options = [(f"{option.id} of {each.id}", each, option) for each, option in _options(questionnaire)]
    found = {
        "tiers": questionnaire.tier.keys() - results,
        "none": {each.id for each in questionnaire.questions if each.kind == "many" and not _has_none(each)},
        "heard": _unheard(questionnaire),
        "decides": {rule.id for rule in questionnaire.guidance if _is_idle(questionnaire, rule)},
        "least": {name for name, each, option in options if _counts(questionnaire, each, option)
                  and _reassures(questionnaire, each, option)},
        "unsure": {name for name, each, option in options if option.unsure and not each.for_record
                   and _rests(questionnaire, each, option)},
    }  # fmt: skip
    for score in questionnaire.scores:
        if score.not_scored is not None:
            softened = any(_softened(questionnaire, score.sum, is_unscored))
            found[f"unscored_{score.id}"] = {score.id} if softened else set()
    return found


def _options(questionnaire: Questionnaire) -> Iterator[tuple[Question, Option]]:
    yield from ((question, option) for question in questionnaire.questions for option in question.options)


def is_swap(question: Question, option: Option, one: Answer, two: Answer) -> bool:
    """Return whether the second answer is the first one with an option instead of the least worrying, or ticked too."""
    if isinstance(one, str):
        return one == least(question) != two == option.id
    if not isinstance(one, frozenset) or not isinstance(two, frozenset) or one == two:
        return False
    if one == least(question) and two == {option.id}:
        return True
    return two - one == {option.id} and one < two and not _alone(question, one) and not option.exclusive


def _swapped(questionnaire: Questionnaire, question: Question, option: Option) -> Iterator[tuple[Sheet, Sheet]]:
    for person in people(questionnaire):
        for answer in possible_answers(question):
            if is_swap(question, option, person[question.id], answer):
                yield person, {**person, question.id: answer}


def seen(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> object:
    """Return all that can be seen of a journey, the answers themselves apart."""
    journey = walk(questionnaire, answers)
    told = advise(questionnaire, journey)
    rules, statements = [rule.id for rule in told.rules], [each.id for each in told.statements]
    scores = {name: journey.values.get(name) for name in questionnaire.score}
    return journey.asked, journey.stopped_by, told.tier.id, rules, statements, scores


def _unheard(questionnaire: Questionnaire) -> set[str]:
    found: set[str] = set()
    for question in questionnaire.questions:
        swaps = {
            option.id: list(_swapped(questionnaire, question, option))
            for option in question.options
            if _takes_part(question, option)
        }
        if question.kind == "scale":
            low = [each for each in people(questionnaire) if each[question.id] == question.numbers[0]]
            swaps = {"": [(each, {**each, question.id: number}) for each in low for number in question.numbers[1:]]}
        heard = {
            name: _could_be_heard(questionnaire, question, name)
            and any(seen(questionnaire, one) != seen(questionnaire, two) for one, two in pairs)
            for name, pairs in swaps.items()
        }
        if not any(heard.values()):
            found |= set() if question.for_record else {question.id}
            continue
        found |= {question.id} if question.for_record else set()
        found |= {
            f"{option.id} of {question.id}"
            for option in question.options
            if heard.get(option.id, True) == option.for_record
        }
    return found


def _could_be_heard(questionnaire: Questionnaire, question: Question, name: str) -> bool:
    """Return whether some condition names an option of many, as one reads them; other answers always could be."""
    if question.kind != "many" or question.option(name).exclusive:
        return True
    parts: list[Question | Rule | Statement] = [
        *questionnaire.questions, *questionnaire.guidance, *questionnaire.statements,
    ]  # fmt: skip
    return any(re.search(rf"\b{name} (not )?in {question.id}\b", written(part.when)) for part in parts)


def _takes_part(question: Question, option: Option) -> bool:
    if question.kind == "one":
        return option.id != least(question)
    return not option.exclusive or frozenset({option.id}) != least(question)


def _has_none(question: Question) -> bool:
    return any(option.exclusive and not option.unsure for option in question.options)


def _counts(questionnaire: Questionnaire, question: Question, option: Option) -> bool:
    """Return whether an option is a doubt, or what nothing names, beside an answer that is known to worry least."""
    if option.aside or (question.kind == "many" and not _has_none(question)):
        return False
    return option.unsure or not _is_named(questionnaire, question, option)


def _is_named(questionnaire: Questionnaire, question: Question, option: Option) -> bool:
    """Return whether a condition reads differently without this option, or a score adds its points."""
    parts = [each.when for group in ("questions", "guidance", "statements") for each in getattr(questionnaire, group)]
    own = [leaf for when in parts for leaf in leaves(when) if leaf.name == question.id]
    is_read = any(option.id in getattr(leaf, "values", ()) or option.id == getattr(leaf, "option", "") for leaf in own)
    return is_read or (option.points is not None and any(question.id in each.sum for each in questionnaire.scores))


def _is_idle(questionnaire: Questionnaire, rule: Rule) -> bool:
    """Return whether a rule holds for nobody, decides alone for nobody, or does so although it is there ``also``."""
    holding = any(rule in told.rules for _, told in endings(questionnaire))
    return not holding or _decides(questionnaire, rule) == rule.also


def _decides(questionnaire: Questionnaire, rule: Rule) -> bool:
    """Return whether a rule makes the tier of somebody for whom no other rule does that is not there ``also``."""
    places = questionnaire.urgency
    return any(
        rule in told.rules
        and not [
            each for each in told.rules if each is not rule and not each.also and places[each.tier] <= places[rule.tier]
        ]
        for _, told in endings(questionnaire)
    )


def _reassures(questionnaire: Questionnaire, question: Question, option: Option) -> bool:
    return any(
        urgency(questionnaire, two) > urgency(questionnaire, one)
        for one, two in _swapped(questionnaire, question, option)
    )


def _rests(questionnaire: Questionnaire, question: Question, option: Option) -> bool:
    """Return whether the result may be the last tier, of several, although this answer was given."""
    last = len(questionnaire.tiers) - 1
    return bool(last) and any(
        option in question.chosen(journey.answers.get(question.id)) and questionnaire.urgency[told.tier.id] == last
        for journey, told in endings(questionnaire)
    )


def alone(questionnaire: Questionnaire, question: Question, answer: Answer) -> int | None:
    """Return how many answers are other than the least worrying ones on the plainest sheet with this answer."""
    prices = [
        sum(
            given != least(questionnaire.question[name])
            for name, given in journey.answers.items()
            if name != question.id
        )
        for journey, _ in endings(questionnaire)
        if journey.answers.get(question.id) == answer
    ]
    return min(prices, default=None)


def most_urgent(questionnaire: Questionnaire, question: Question, option: Option) -> str:
    """Return the most urgent tier that somebody gets by an option, and a softer one without it; or none."""
    raised = [
        urgency(questionnaire, two)
        for one, two in _swapped(questionnaire, question, option)
        if urgency(questionnaire, two) < urgency(questionnaire, one)
    ]
    return questionnaire.tiers[min(raised)].id if raised else ""
