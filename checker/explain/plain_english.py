"""What does it say?

Conditions, scores, statements and promises as sentences that have exactly one reading, in the language spoken. What the
author wrote is quoted; where two things in one place bear the same words, the id stands behind them in square brackets.
"""

import re
import unicodedata
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
from checker.phrases import later, nphrase, phrase, spoken


def answer_words(question: Question, answer: Answer, language: str) -> list[str]:
    """Return an answer as the words that the person chose, in the order of the options."""
    if isinstance(answer, int):
        return [str(answer)]
    return [option.text.said_in(language) for option in question.chosen(answer)]


# Names -----------------------------------------------------------------------------------------------------------

NameKey: TypeAlias = tuple[str, ...]
LONGEST = 160
"""Characters of a text that name it; a longer one is named by its beginning."""


def names(questionnaire: Questionnaire) -> Mapping[NameKey, str]:
    """Return how each thing is called: its own words in quotation marks, with its id where they are not unique."""
    return _names(questionnaire, spoken())


@memoised
def _names(questionnaire: Questionnaire, language: str) -> Mapping[NameKey, str]:
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
    *others, last = words or ("",)
    if not others:
        return last
    said = _before(_joint(joint), last)
    return f"{', '.join(others)} {said} {last}"


def _joint(joint: Literal["and", "or"]) -> str:
    return phrase("and") if joint == "and" else phrase("or")


def _before(joint: str, words: str) -> str:
    """Return a joint as it sounds before these words: Spanish says “e” before an i, “u” before an o."""
    begin = unicodedata.normalize("NFD", words.lstrip("“\u2018 ").lower())
    if spoken() != "es":
        return joint
    if joint == "y" and re.match("h?i(?!̈|[aeou])", begin):
        return "e"
    return "u" if joint == "o" and re.match(r"h?o|8|11\b", begin) else joint


def points_words(points: int) -> str:
    """Return a number of points, in the singular where it is one."""
    return nphrase("%(num)s point", "%(num)s points", abs(points), num=points)


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
    return in_one_line(outline(questionnaire, expression))


def in_one_line(tree: Outline) -> str:
    """Return an outline as a clause, parts of parts in brackets."""
    inner = [f"({in_one_line(part)})" if part.parts else part.line for part in tree.parts]
    return f" {_joint(tree.joint)} ".join(inner) if inner else tree.line


def outline(questionnaire: Questionnaire, expression: Expression) -> Outline:
    """Return a condition as nested lines, comparisons of one thing gathered into one line."""
    match expression:
        case AllOf():
            return _gathered(questionnaire, "and", list(_flat(expression)))
        case AnyOf():
            return _gathered(questionnaire, "or", list(_flat(expression)))
        case Always():
            return Outline(phrase("whatever the answers are"))
        case Is():
            return Outline(_chosen(questionnaire, expression))
        case Has(name, option, negated):
            return Outline(_TICKED["or", negated](questionnaire, name, (option,)))
        case Compare(name, op, number):
            return Outline(_measured(questionnaire, name, op, (number,), (expression,)))


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
            return Outline(_measured(questionnaire, name, "from", _bounds(both), both))
    return outline(questionnaire, parts[0])


def _bounds(parts: Sequence[Compare]) -> tuple[int, ...]:
    """Return the lowest and highest number of a pair of comparisons that make a stretch; nothing of others."""
    lows = [part.number + (part.op == ">") for part in parts if part.op in (">", ">=")]
    highs = [part.number - (part.op == "<") for part in parts if part.op in ("<", "<=")]
    return (lows[0], highs[0]) if len(parts) == 2 and lows and highs and lows[0] < highs[0] else ()


def _chosen(questionnaire: Questionnaire, leaf: Is) -> str:
    if leaf.name == "tier":
        tiers = listed([names(questionnaire)["tier", value] for value in leaf.values], "or")
        if leaf.negated:
            return phrase("the result is other than %(tiers)s", tiers=tiers)
        return phrase("the result is %(tiers)s", tiers=tiers)
    question, values = _options(questionnaire, leaf.name, leaf.values)
    some = listed(values, "or")
    if leaf.negated:
        return phrase(
            "the person answers %(question)s with something other than %(options)s", question=question, options=some
        )
    return phrase("the person says %(options)s under %(question)s", question=question, options=some)


def _options(questionnaire: Questionnaire, name: str, options: Iterable[str]) -> tuple[str, list[str]]:
    called = names(questionnaire)
    return called["question", name], [called["option", name, option] for option in options]


def _any_ticked(questionnaire: Questionnaire, name: str, options: tuple[str, ...]) -> str:
    question, values = _options(questionnaire, name, options)
    some = listed(values, "and")
    if not values[1:]:
        return phrase("the person says %(options)s under %(question)s", question=question, options=some)
    return phrase("the person says at least one of %(options)s under %(question)s", question=question, options=some)


def _all_ticked(questionnaire: Questionnaire, name: str, options: tuple[str, ...]) -> str:
    if not options[1:]:
        return _any_ticked(questionnaire, name, options)
    question, values = _options(questionnaire, name, options)
    every = listed(values, "and")
    if values[2:]:
        return phrase("the person says all of %(options)s under %(question)s", question=question, options=every)
    return phrase("the person says both %(options)s under %(question)s", question=question, options=every)


def _none_ticked(questionnaire: Questionnaire, name: str, options: tuple[str, ...]) -> str:
    question, values = _options(questionnaire, name, options)
    some = listed(values, "and")
    if values[1:]:
        return phrase("the person answers %(question)s and says none of %(options)s", question=question, options=some)
    return phrase("the person answers %(question)s and does not say %(option)s", question=question, option=some)


def _not_all_ticked(questionnaire: Questionnaire, name: str, options: tuple[str, ...]) -> str:
    if not options[1:]:
        return _none_ticked(questionnaire, name, options)
    question, values = _options(questionnaire, name, options)
    return phrase(
        "the person answers %(question)s and leaves out at least one of %(options)s",
        question=question,
        options=listed(values, "and"),
    )


_TICKED: Mapping[tuple[str, bool], Callable[[Questionnaire, str, tuple[str, ...]], str]] = {
    ("or", False): _any_ticked,
    ("and", False): _all_ticked,
    ("and", True): _none_ticked,
    ("or", True): _not_all_ticked,
}
Amount: TypeAlias = Operator | Literal["from"]
"""How a number is compared; ``from`` one number to another one."""
_ANSWER: Mapping[Amount, str] = {
    "==": later("the answer to %(name)s is exactly %(number)s"),
    "!=": later("the answer to %(name)s is other than %(number)s"),
    "<": later("the answer to %(name)s is less than %(number)s"),
    "<=": later("the answer to %(name)s is at most %(number)s"),
    ">": later("the answer to %(name)s is more than %(number)s"),
    ">=": later("the answer to %(name)s is at least %(number)s"),
    "from": later("the answer to %(name)s is from %(low)s to %(number)s"),
}
_SCORE: Mapping[Amount, str] = {
    "==": later("the score %(name)s is exactly %(number)s"),
    "!=": later("the score %(name)s is other than %(number)s"),
    "<": later("the score %(name)s is less than %(number)s"),
    "<=": later("the score %(name)s is at most %(number)s"),
    ">": later("the score %(name)s is more than %(number)s"),
    ">=": later("the score %(name)s is at least %(number)s"),
    "from": later("the score %(name)s is from %(low)s to %(number)s"),
}


def _measured(
    questionnaire: Questionnaire, name: str, amount: Amount, numbers: tuple[int, ...], parts: Sequence[Compare]
) -> str:
    called, low = names(questionnaire), numbers[0]
    if name not in questionnaire.score:
        return phrase(_ANSWER[amount], name=called["question", name], low=low, number=numbers[-1])
    score = questionnaire.score[name]
    said = phrase(_SCORE[amount], name=called["score", name], low=low, number=points_words(numbers[-1]))
    aside = meaning(questionnaire, score, numbers, parts)
    return f"{said} ({aside})" if aside else said


def meaning(questionnaire: Questionnaire, score: Score, numbers: Sequence[int], parts: Sequence[Compare]) -> str:
    """Return what numbers of points mean that must compare so: as people see them, and as bands; or nothing more."""
    return "; ".join([*_as_shown(score, numbers), *_as_bands(questionnaire, score, parts)])


def _as_shown(score: Score, numbers: Sequence[int]) -> list[str]:
    if score.show == "sum":
        return []
    low, high = shown(score, numbers[0]), shown(score, numbers[-1])
    if len(numbers) == 1:
        return [phrase("shown as %(number)s", number=low)]
    return [phrase("shown as %(low)s to %(high)s", low=low, high=high)]


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
        return [phrase("%(band)s or higher", band=called[0])]
    if len(called) > 1 and every[: len(called)] == [True] * len(called):
        return [phrase("%(band)s or lower", band=called[-1])]
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
        return phrase("Asked of everybody whom no rule has stopped before.")
    return phrase("Asked when %(condition)s.", condition=describe(questionnaire, question.when))


def reply_words(question: Question) -> str:
    """Return how a question is answered, who may read it, and what it knows from an earlier check, as sentences."""
    return " ".join([_answered(question), *_known_from_earlier(question)])


def _known_from_earlier(question: Question) -> Iterator[str]:
    if question.earlier:
        yield phrase("A saved file of the first check answers it: its '%(name)s'.", name=question.earlier)
    if question.now and question.real_change:
        yield phrase(
            "The result sets it beside '%(name)s'; %(points)s points or more are a real change.",
            name=question.now,
            points=question.real_change,
        )


def _answered(question: Question) -> str:
    if question.kind == "scale":
        return phrase(
            "A whole number from %(low)s to %(high)s. Its points are the number itself.",
            low=question.min,
            high=question.max,
        )
    if question.kind == "one":
        return phrase("One of these.")
    if question.private:
        return phrase("Any number of these, at least one. Private: on the screen only.")
    return phrase("Any number of these, at least one.")


def statement_words(questionnaire: Questionnaire, statement: Statement) -> str:
    """Return when a result says a statement, as a sentence."""
    if statement.when == Always():
        return phrase("Always said.")
    return phrase("Said when %(condition)s.", condition=describe(questionnaire, statement.when))


def score_words(questionnaire: Questionnaire, score: Score) -> list[str]:
    """Return how a score is made, and what a missing item does, as sentences."""
    called, reach = names(questionnaire), span(questionnaire.question, score)
    items, low, high = listed([called["question", item] for item in score.sum], "and"), reach[0], reach[-1]
    if score.sum[1:]:
        made = phrase(
            "The points of %(items)s are added up: %(low)s to %(high)s.", items=items, low=low, high=points_words(high)
        )
    else:
        made = phrase(
            "The points of %(item)s alone are added up: %(low)s to %(high)s.",
            item=items,
            low=low,
            high=points_words(high),
        )
    return [made, *_seen(score, low, high), _unasked(score), *_unscored(questionnaire, score)]


def _seen(score: Score, low: int, high: int) -> Iterator[str]:
    if score.show == "nothing":
        yield phrase("It is a step of the rules alone: nobody is shown it.")
    if score.show == "mean":
        yield phrase("People see their mean, %(low)s to %(high)s.", low=shown(score, low), high=shown(score, high))


def _unasked(score: Score) -> str:
    if score.not_asked == 0:
        return phrase("An item that was not asked counts 0 points.")
    return phrase("If one of them was not asked, there is no score.")


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
            return [
                nphrase(
                    "One answer without points (%(answers)s) can be made up for: it counts as the mean of the other "
                    "answers among %(others)s, rounded to a whole number, a half going upward. With more of them there "
                    "is no score.",
                    "Up to %(num)s answers without points (%(answers)s) can be made up for: each counts as the mean of "
                    "the other answers among %(others)s, rounded to a whole number, a half going upward. With more of "
                    "them there is no score.",
                    most,
                    answers=answers,
                    others=others,
                )
            ]
        case _:
            return [phrase("An answer without points (%(answers)s) leaves it without a score.", answers=answers)]


def promise_words(questionnaire: Questionnaire, promise: Promise) -> str:
    """Return what a promise claims, as a sentence."""
    if promise.monotone:
        asked = listed([names(questionnaire)["question", name] for name in promise.monotone], "or")
        return phrase(
            "A worse answer to %(questions)s, all else the same, never gives a less urgent result.", questions=asked
        )
    claim = _promised(questionnaire, promise)
    if promise.when == Always():
        return phrase("Always: %(claim)s.", claim=claim)
    return phrase("Whenever %(condition)s, %(claim)s.", condition=describe(questionnaire, promise.when), claim=claim)


def _promised(questionnaire: Questionnaire, promise: Promise) -> str:
    """Return what a promise claims of those whom it is about, as a clause."""
    called = names(questionnaire)
    if promise.always:
        return phrase("the result is %(tier)s or more urgent", tier=called["tier", promise.always])
    if promise.never:
        return phrase("the result is never %(tier)s", tier=called["tier", promise.never])
    if promise.says:
        return phrase("the result says %(statement)s", statement=called["statement", promise.says])
    if promise.never_says:
        said = [called["statement", each.id] for each in questionnaire.statements_of(promise.never_says)]
        return phrase("the result never says %(statements)s", statements=listed(said, "or"))
    return phrase("the page %(page)s is shown at once", page=called["page", promise.interrupts or ""])
