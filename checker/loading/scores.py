"""Do the scores add up what has points, in bands that follow one another?"""

from collections.abc import Iterator

from checker.loading.draft import Draft, Finding, repeated
from checker.loading.problems import did_you_mean, listed
from checker.model import KeyPath, Prorate, Question, Questionnaire, Score
from checker.scoring import span


def reach(questionnaire: Questionnaire, score: Score) -> range | None:
    """Return every number of points within a score's reach; None where one of its items is unsound."""
    items = [questionnaire.question.get(item) for item in score.sum]
    return span(questionnaire, score) if all(item and _scored(item) for item in items) else None


def _scored(question: Question) -> bool:
    if question.kind == "scale":
        return bool(question.numbers)
    return question.kind == "one" and any(option.points is not None for option in question.options)


def scores(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of every score."""
    for place, score in enumerate(draft.sound.scores):
        path: KeyPath = ("scores", place)
        for found, message in (*_items(draft, score), *_prorate(score), *_instead(draft, score), *_bands(draft, score)):
            yield (*path, *found), message


def _items(draft: Draft, score: Score) -> Iterator[Finding]:
    yield from ((("sum", place), f"'{item}' is added twice. Keep one") for place, item in repeated(score.sum))
    for place, item in enumerate(score.sum):
        question = draft.sound.question.get(item)
        if not draft.ids["questions"]:
            return  # that there are none is said already
        if item not in draft.ids["questions"]:
            also = ", but a score" if item in draft.ids["scores"] else ""
            yield ("sum", place), f"'{item}' is not a question{also}{did_you_mean(item, draft.ids['questions'])}"
        elif question and question.kind == "many":
            yield ("sum", place), f"'{item}' is of kind many, which has no points. Add up kinds one and scale"
        elif question and question.kind == "one" and not _scored(question):
            yield ("sum", place), f"no option of '{item}' has points. Write `points` there, or leave it out here"


def _prorate(score: Score) -> Iterator[Finding]:
    if not isinstance(score.not_scored, Prorate):
        return
    among = score.not_scored.among
    for place, item in enumerate(among):
        if item not in score.sum:
            guess = did_you_mean(item, score.sum) or f". The sum has {listed(score.sum)}"
            yield ("not_scored", "among", place), f"'{item}' is not added up by this score{guess}"
    yield from (
        (("not_scored", "among", place), f"'{item}' is named twice. Keep one") for place, item in repeated(among)
    )
    most = len(among or score.sum) - 1
    if score.not_scored.prorate > most:
        mend = f"prorate: {most}" if most else "not_scored: no_score"
        yield ("not_scored", "prorate"), f"a mean is taken of at least one item with points. Write {mend}"


def _instead(draft: Draft, score: Score) -> Iterator[Finding]:
    ids = list(draft.ids["scores"])
    earlier = ids[: ids.index(score.id)]
    other = score.instead_of
    if other in (None, *earlier):
        return
    why = f"'{other}' comes later. Move it above" if other in ids[len(earlier) + 1 :] else "name another, earlier score"
    guess = did_you_mean(other, earlier)
    yield ("instead_of",), f"{why}{guess}" if other in ids else f"there is no score '{other}' before this one{guess}"


def _bands(draft: Draft, score: Score) -> Iterator[Finding]:
    """Yield where the bands leave a gap, overlap, stand in the wrong order or cannot be reached."""
    points = reach(draft.sound, score)
    first = score.bands[0].start
    if points and first > points[0]:
        yield (
            ("bands", 0, "from"),
            f"nothing stands below {first}, but {points[0]} points can be. Write from: {points[0]}",
        )
    if points and first < points[0]:
        yield ("bands", 0, "from"), f"the fewest points there can be are {points[0]}. Write from: {points[0]}"
    for place in range(1, len(score.bands)):
        before, start = score.bands[place - 1].start, score.bands[place].start
        if start == before:
            yield (
                ("bands", place, "from"),
                f"this band overlaps the one before, which is from {before} too. Begin it later",
            )
        elif start < before:
            yield ("bands", place, "from"), f"this band begins below the one before ({before}). List bands upward"
        elif points and start > points[-1]:
            yield ("bands", place, "from"), f"the most points there can be are {points[-1]}. Nobody reaches {start}"
