"""What does it say?

Conditions, scores, statements and promises as English sentences that have exactly one reading. What the author wrote is
quoted; where two things in one place bear the same words, the id stands behind them in square brackets.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from textwrap import shorten
from typing import Literal, TypeAlias

from checker.engine.conditions import AllOf, Always, Answer, AnyOf, Compare, Expression, Has, Is, Operator
from checker.engine.questionnaire import Band, Promise, Prorate, Question, Questionnaire, Score, Statement, Text
from checker.engine.scoring import shown, span
from checker.memoisation import memoised


def answer_words(question: Question, answer: Answer, language: str) -> list[str]:
    """Return an answer as the words that the person chose, in the order of the options."""
    if isinstance(answer, int):
        return [str(answer)]
    return [option.text.said_in(language) for option in question.chosen(answer)]


# Names -----------------------------------------------------------------------------------------------------------

NameKey: TypeAlias = tuple[str, ...]
LONGEST = 160
"""Characters of a text that name it; a longer one is named by its beginning."""


@memoised
def names(questionnaire: Questionnaire) -> Mapping[NameKey, str]:
    """Return how each thing is called: its own words in quotation marks, with its id where they are not unique."""
    groups: Iterator[Iterable[tuple[NameKey, Text]]] = chain(
        [[(("question", question.id), question.label) for question in questionnaire.questions]],
        [[(("score", score.id), score.label) for score in questionnaire.scores]],
        [[(("tier", tier.id), tier.title) for tier in questionnaire.tiers]],
        [[(("statement", statement.id), statement.text) for statement in questionnaire.statements]],
        [[(("rule", rule.id), rule.because) for rule in questionnaire.guidance]],
        [[(("page", rule.id), rule.page.title) for rule in questionnaire.guidance if rule.page]],
        ([(("option", q.id, option.id), option.text) for option in q.options] for q in questionnaire.questions),
        ([(("band", score.id, band.id), band.text) for band in score.bands] for score in questionnaire.scores),
    )
    language = questionnaire.languages[0]
    return {key: name for group in groups for key, name in _distinct(group, language)}


def _distinct(group: Iterable[tuple[NameKey, Text]], language: str) -> Iterator[tuple[NameKey, str]]:
    quoted = [(key, _quoted(text.said_in(language))) for key, text in group]
    often = Counter(words for _, words in quoted)
    yield from ((key, words if often[words] == 1 else f"{words} [{key[-1]}]") for key, words in quoted)


def _quoted(words: str) -> str:
    return f"“{shorten(words.translate(_INNER), LONGEST, placeholder=' ...')}”"


_INNER = str.maketrans("“”", "\u2018\u2019")  # so that the outer quotation marks alone begin and end a name


def listed(words: Sequence[str], joint: Literal["and", "or"]) -> str:
    """Return words as a list that reads aloud: “a”, “b” and “c”."""
    return f" {joint} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def points_words(points: int) -> str:
    """Return a number of points, in the singular where it is one."""
    return f"{points} point" if points in (1, -1) else f"{points} points"


# Conditions ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outline:
    """A condition as lines: one line, or the parts that must all hold, or of which one must."""

    line: str
    """The comparison; empty where there are parts."""
    joint: Literal["and", "or"] = "and"
    parts: tuple["Outline", ...] = ()


def describe(questionnaire: Questionnaire, expression: Expression) -> str:
    """Return a condition as a clause that completes 'when ...'."""
    return _sentence(outline(questionnaire, expression))


def _sentence(tree: Outline) -> str:
    inner = [f"({_sentence(part)})" if part.parts else part.line for part in tree.parts]
    return f" {tree.joint} ".join(inner) if inner else tree.line


def outline(questionnaire: Questionnaire, expression: Expression) -> Outline:
    """Return a condition as nested lines, comparisons of one thing gathered into one line."""
    match expression:
        case AllOf():
            return _gathered(questionnaire, "and", list(_flat(expression)))
        case AnyOf():
            return _gathered(questionnaire, "or", list(_flat(expression)))
        case Always():
            return Outline("whatever the answers are")
        case Is():
            return Outline(_chosen(questionnaire, expression))
        case Has(name, option, negated):
            return Outline(_TICKED["or", negated](questionnaire, name, (option,)))
        case Compare(name, op, number):
            return Outline(_measured(questionnaire, name, _AMOUNT[op], (number,), (expression,)))


def _flat(expression: AllOf | AnyOf) -> Iterator[Expression]:
    """Yield the parts, those of a nested part of the same kind in its place."""
    for part in expression.parts:
        if isinstance(part, type(expression)):
            yield from _flat(part)
        else:
            yield part


def _gathered(questionnaire: Questionnaire, joint: Literal["and", "or"], parts: list[Expression]) -> Outline:
    lines: list[Outline] = []
    while parts:
        together = _together(joint, parts)
        lines.append(_line(questionnaire, joint, together))
        parts = [part for part in parts if not any(part is one for one in together)]
    return lines[0] if len(lines) == 1 else Outline("", joint, tuple(lines))


def _together(joint: Literal["and", "or"], parts: list[Expression]) -> list[Expression]:
    """Return the first part with those further on that are said in one line with it."""
    match parts[0]:
        case Has(name, _, negated):
            return [part for part in parts if isinstance(part, Has) and (part.name, part.negated) == (name, negated)]
        case Is(name, _, False) if joint == "or":
            return [part for part in parts if isinstance(part, Is) and part.name == name and not part.negated]
        case Compare(name) if joint == "and":
            same = [part for part in parts if isinstance(part, Compare) and part.name == name]
            return [*same] if _bounds(same) else parts[:1]
    return parts[:1]


def _line(questionnaire: Questionnaire, joint: Literal["and", "or"], parts: list[Expression]) -> Outline:
    match parts:
        case [Has(name, _, negated), _, *_]:
            options = dict.fromkeys(part.option for part in parts if isinstance(part, Has))
            return Outline(_TICKED[joint, negated](questionnaire, name, tuple(options)))
        case [Is(name), _, *_]:
            values = dict.fromkeys(value for part in parts if isinstance(part, Is) for value in part.values)
            return Outline(_chosen(questionnaire, Is(name, tuple(values))))
        case [Compare(name), Compare()]:
            both = [part for part in parts if isinstance(part, Compare)]
            return Outline(_measured(questionnaire, name, "from {} to {}", _bounds(both), both))
    return outline(questionnaire, parts[0])


def _bounds(parts: Sequence[Compare]) -> tuple[int, ...]:
    """Return the lowest and highest number of a pair of comparisons that make a stretch; nothing of others."""
    lows = [part.number + (part.op == ">") for part in parts if part.op in (">", ">=")]
    highs = [part.number - (part.op == "<") for part in parts if part.op in ("<", "<=")]
    return (lows[0], highs[0]) if len(parts) == 2 and lows and highs and lows[0] < highs[0] else ()


def _chosen(questionnaire: Questionnaire, leaf: Is) -> str:
    if leaf.name == "tier":
        tiers = listed([names(questionnaire)["tier", value] for value in leaf.values], "or")
        return f"the result is {'other than ' if leaf.negated else ''}{tiers}"
    question, values = _options(questionnaire, leaf.name, leaf.values)
    if leaf.negated:
        return f"the person answers {question} with something other than {listed(values, 'or')}"
    return f"the person says {listed(values, 'or')} under {question}"


def _options(questionnaire: Questionnaire, name: str, options: Iterable[str]) -> tuple[str, list[str]]:
    called = names(questionnaire)
    return called["question", name], [called["option", name, option] for option in options]


def _any_ticked(questionnaire: Questionnaire, name: str, options: tuple[str, ...]) -> str:
    question, values = _options(questionnaire, name, options)
    return f"the person says {'at least one of ' if values[1:] else ''}{listed(values, 'and')} under {question}"


def _all_ticked(questionnaire: Questionnaire, name: str, options: tuple[str, ...]) -> str:
    question, values = _options(questionnaire, name, options)
    how = ("", "", "both ")[len(values)] if len(values) < 3 else "all of "
    return f"the person says {how}{listed(values, 'and')} under {question}"


def _none_ticked(questionnaire: Questionnaire, name: str, options: tuple[str, ...]) -> str:
    question, values = _options(questionnaire, name, options)
    said = f"says none of {listed(values, 'and')}" if values[1:] else f"does not say {values[0]}"
    return f"the person answers {question} and {said}"


def _not_all_ticked(questionnaire: Questionnaire, name: str, options: tuple[str, ...]) -> str:
    if not options[1:]:
        return _none_ticked(questionnaire, name, options)
    question, values = _options(questionnaire, name, options)
    return f"the person answers {question} and leaves out at least one of {listed(values, 'and')}"


_TICKED: Mapping[tuple[str, bool], Callable[[Questionnaire, str, tuple[str, ...]], str]] = {
    ("or", False): _any_ticked,
    ("and", False): _all_ticked,
    ("and", True): _none_ticked,
    ("or", True): _not_all_ticked,
}
_AMOUNT: Mapping[Operator, str] = {
    "==": "exactly {}", "!=": "other than {}", "<": "less than {}", "<=": "at most {}",
    ">": "more than {}", ">=": "at least {}",
}  # fmt: skip


def _measured(
    questionnaire: Questionnaire, name: str, amount: str, numbers: tuple[int, ...], parts: Sequence[Compare]
) -> str:
    if name not in questionnaire.score:
        return f"the answer to {names(questionnaire)['question', name]} is {amount.format(*numbers)}"
    score = questionnaire.score[name]
    counted = amount.format(*numbers[:-1], points_words(numbers[-1]))
    aside = meaning(questionnaire, score, numbers, parts)
    return f"the score {names(questionnaire)['score', name]} is {counted}{aside and f' ({aside})'}"


def meaning(questionnaire: Questionnaire, score: Score, numbers: Sequence[int], parts: Sequence[Compare]) -> str:
    """Return what numbers of points mean that must compare so: as people see them, and as bands; or nothing more."""
    return "; ".join([*_as_shown(score, numbers), *_as_bands(questionnaire, score, parts)])


def _as_shown(score: Score, numbers: Sequence[int]) -> list[str]:
    if score.show == "sum":
        return []
    return [f"shown as {' to '.join(str(shown(score, number)) for number in numbers)}"]


def _as_bands(questionnaire: Questionnaire, score: Score, parts: Sequence[Compare]) -> list[str]:
    """Return the bands that the comparisons cut out, if they cut out whole ones."""
    tests = [part.test for part in parts]
    meant = [
        (band, {all(test({score.id: points}) for test in tests) for points in range(low, high + 1)})
        for band, low, high in stretches(questionnaire, score)
    ]
    if any(len(found) == 2 for _, found in meant):
        return []
    called = [names(questionnaire)["band", score.id, band.id] for band, found in meant if True in found]
    every = [True in found for _, found in meant]
    if not called or all(every):
        return []
    if len(called) > 1 and every[-len(called) :] == [True] * len(called):
        return [f"{called[0]} or higher"]
    if len(called) > 1 and every[: len(called)] == [True] * len(called):
        return [f"{called[-1]} or lower"]
    return [listed(called, "or")]


def stretches(questionnaire: Questionnaire, score: Score) -> list[tuple[Band, int, int]]:
    """Return each band that can be reached, with its lowest and highest points."""
    reach = span(questionnaire.question, score)
    ends = [band.start - 1 for band in score.bands[1:]] + [reach[-1]]
    edges = [max(band.start, reach[0]) if place else reach[0] for place, band in enumerate(score.bands)]
    rows = zip(score.bands, edges, (min(end, reach[-1]) for end in ends), strict=True)
    return [(band, low, high) for band, low, high in rows if low <= high]


# Everything else -------------------------------------------------------------------------------------------------


def asked_when(questionnaire: Questionnaire, question: Question) -> str:
    """Return when a question is asked, as a sentence."""
    if question.when == Always():
        return "Asked of everybody whom no rule has stopped before."
    return f"Asked when {describe(questionnaire, question.when)}."


def reply_words(question: Question) -> str:
    """Return how a question is answered, and who may read the answer where only the person may, as sentences."""
    if question.kind == "scale":
        return f"A whole number from {question.min} to {question.max}. Its points are the number itself."
    if question.kind == "one":
        return "One of these."
    return f"Any number of these, at least one.{' Private: on the screen only.' * question.private}"


def statement_words(questionnaire: Questionnaire, statement: Statement) -> str:
    """Return when a result says a statement, as a sentence."""
    return "Always said." if statement.when == Always() else f"Said when {describe(questionnaire, statement.when)}."


def score_words(questionnaire: Questionnaire, score: Score) -> list[str]:
    """Return how a score is made, and what a missing item does, as sentences."""
    called, reach = names(questionnaire), span(questionnaire.question, score)
    items = listed([called["question", item] for item in score.sum], "and")
    made = f"The points of {items}" if score.sum[1:] else f"The points of {items} alone"
    sentences = [f"{made} are added up: {reach[0]} to {points_words(reach[-1])}."]
    if score.show == "mean":
        low, high = shown(score, reach[0]), shown(score, reach[-1])
        sentences.append(f"People see their mean, {low} to {high}.")
    sentences.append(
        "An item that was not asked counts 0 points."
        if score.not_asked == 0
        else "If one of them was not asked, there is no score."
    )
    return [*sentences, *_unscored(questionnaire, score)]


def _unscored(questionnaire: Questionnaire, score: Score) -> list[str]:
    """Return what an answer without points does, where there is one."""
    without = [
        called
        for item in score.sum
        for option, called in zip(
            questionnaire.question[item].options,
            _options(questionnaire, item, [option.id for option in questionnaire.question[item].options])[1],
            strict=True,
        )
        if option.points is None
    ]
    if not without:
        return []
    answers = listed(list(dict.fromkeys(without)), "or")
    match score.not_scored:
        case Prorate(prorate=most, among=among):
            others = listed([names(questionnaire)["question", item] for item in among or score.sum], "and")
            count = f"Up to {most} answers" if most > 1 else "One answer"
            each = "each counts" if most > 1 else "it counts"
            return [
                f"{count} without points ({answers}) can be made up for: {each} as the mean of the other answers among "
                f"{others}, rounded to a whole number, a half going upward. With more of them there is no score."
            ]
        case _:
            return [f"An answer without points ({answers}) leaves it without a score."]


def promise_words(questionnaire: Questionnaire, promise: Promise) -> str:
    """Return what a promise claims, as a sentence."""
    called = names(questionnaire)
    whenever = "Always: " if promise.when == Always() else f"Whenever {describe(questionnaire, promise.when)}, "
    if promise.always:
        return f"{whenever}the result is {called['tier', promise.always]} or more urgent."
    if promise.never:
        return f"{whenever}the result is never {called['tier', promise.never]}."
    if promise.says:
        return f"{whenever}the result says {called['statement', promise.says]}."
    if promise.never_says:
        said = [called["statement", each.id] for each in questionnaire.statements_of(promise.never_says)]
        return f"{whenever}the result never says {listed(said, 'or')}."
    if promise.interrupts:
        return f"{whenever}the page {called['page', promise.interrupts]} is shown at once."
    asked = listed([called["question", name] for name in promise.monotone], "or")
    return f"A worse answer to {asked}, all else the same, never gives a less urgent result."
