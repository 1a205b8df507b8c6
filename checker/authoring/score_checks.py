"""Do the scores add up what has points, in bands that follow one another?"""

from collections.abc import Iterator
from itertools import pairwise

from checker.authoring.draft import Draft, Finding, repeated
from checker.authoring.problems import did_you_mean, listed
from checker.authoring.sound_parts import UnknownError, known
from checker.engine.questionnaire import Band, Option, Prorate, Question, Score
from checker.engine.scoring import span


def reach(draft: Draft, score: Score) -> range | None:
    """Return every number of points within a score's reach; None where not all of its items are sound."""
    try:
        items = [draft.question.get(item) for item in score.sum]
        right = len(set(score.sum)) == len(items) and all(item and _scored(item) for item in items)
        return span(draft.question, score) if right else None
    except UnknownError:
        return None


def _scored(question: Question) -> bool:
    if question.kind == "scale":
        return bool(question.numbers)
    return question.kind == "one" and any(option.points is not None for option in question.options)


def scores(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of every score."""
    return draft.judged(Score, _repeated, _items, _unscored, _among, _most, _instead, _nothing, _bands)


def _repeated(_: Draft, score: Score) -> Iterator[Finding]:
    yield from ((("sum", place), f"'{item}' is added twice. Keep one") for place, item in repeated(score.sum))


def _items(draft: Draft, score: Score) -> Iterator[Finding]:
    for place, item in enumerate(score.sum):
        if item:
            yield from ((("sum", place), why) for why in known(_unfit, draft, item))


def _unfit(draft: Draft, item: str) -> Iterator[str]:
    """Yield why this cannot be added up."""
    question = draft.question.get(item)
    if draft.lacks("questions", item):
        also = ", but a score" if item in draft.ids["scores"] else ""
        yield f"'{item}' is not a question{also}{did_you_mean(item, draft.ids['questions'])}"
    elif question and question.kind == "many":
        yield f"'{item}' is of kind many, which has no points. Add up kinds one and scale"
    elif question and question.kind == "one" and not _scored(question):
        yield f"no option of '{item}' has points. Write `points` there, or leave it out here"


def _unscored(draft: Draft, score: Score) -> Iterator[Finding]:
    """Yield that a score does not say what an answer without points does, although there is one."""
    if score.not_scored is None:
        for item in score.sum:
            question = draft.question.get(item)
            found = [option.id for option in question.options if _meant(option)] if question else []
            if question and question.kind == "one" and _scored(question) and found:
                mend = (
                    "`not_scored: {prorate: 1}` counts the mean of the others, `not_scored: no_score` leaves no score"
                )
                yield (), f"'{found[0]}' of '{item}' has no points. Write what that does: {mend}"
                return


def _meant(option: Option) -> bool:
    """Return whether an option says why it lacks points; one that does not may be given some instead."""
    return option.points is None and (option.unsure or option.aside)


def _among(draft: Draft, score: Score) -> Iterator[Finding]:
    """Yield the companions that are no items, and those that are named twice."""
    among = score.not_scored.among if isinstance(score.not_scored, Prorate) else ()
    for place, item in enumerate(among):
        if item not in score.sum and all(other in draft.ids["questions"] for other in score.sum):
            guess = did_you_mean(item, score.sum) or f". The sum has {listed(score.sum)}"
            yield ("not_scored", "among", place), f"'{item}' is not added up by this score{guess}"
    yield from (
        (("not_scored", "among", place), f"'{item}' is named twice. Keep one") for place, item in repeated(among)
    )


def _nothing(_: Draft, score: Score) -> Iterator[Finding]:
    """Yield what only a score that is shown has."""
    if score.show == "nothing" and score.area:
        yield ("area",), "a heading stands above what people see, and `show: nothing` shows nothing. Delete one"


def _most(_: Draft, score: Score) -> Iterator[Finding]:
    """Yield that a score bears so many answers without points that none is left."""
    if not isinstance(score.not_scored, Prorate):
        return
    most = len(score.not_scored.among or score.sum) - 1
    if score.not_scored.prorate > most:
        mend = f"prorate: {most}" if most else "not_scored: no_score"
        yield ("not_scored", "prorate"), f"a mean is taken of at least one item with points. Write {mend}"


def _instead(draft: Draft, score: Score) -> Iterator[Finding]:
    ids, other = list(draft.ids["scores"]), score.instead_of
    earlier = ids[: ids.index(score.id)]
    if other in (None, *earlier) or (other not in ids and "scores" in draft.doubtful):
        return
    why = f"'{other}' comes later. Move it above" if other in ids[len(earlier) + 1 :] else "name another, earlier score"
    guess = did_you_mean(other, earlier)
    yield ("instead_of",), f"{why}{guess}" if other in ids else f"there is no score '{other}' before this one{guess}"


def _bands(draft: Draft, score: Score) -> Iterator[Finding]:
    """Yield where the bands leave a gap, overlap, stand in the wrong order or cannot be reached."""
    points = reach(draft, score)
    mistakes = [known(_first, score.bands[0], points)]
    mistakes += [known(_next, *pair, points) for pair in pairwise(score.bands)]
    for place, why in enumerate(mistakes):
        yield from ((("bands", place, "from"), message) for message in why)


def _first(band: Band, points: range | None) -> Iterator[str]:
    if points and band.start > points[0]:
        yield f"nothing stands below {band.start}, but {points[0]} points can be. Write from: {points[0]}"
    if points and band.start < points[0]:
        yield f"the fewest points there can be are {points[0]}. Write from: {points[0]}"


def _next(before: Band, band: Band, points: range | None) -> Iterator[str]:
    if band.start == before.start:
        yield f"this band overlaps the one before, which is from {before.start} too. Begin it later"
    elif band.start < before.start:
        yield f"this band begins below the one before ({before.start}). List bands upward"
    elif points and band.start > points[-1]:
        yield f"the most points there can be are {points[-1]}. Nobody reaches {band.start}"
