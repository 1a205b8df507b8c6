"""Can every question be asked and answered, each in the manner of its kind?"""

from collections.abc import Iterator

from checker.loading.draft import Draft, Finding
from checker.model import Question

MOST_OPTIONS = {"one": 250, "many": 60}
MOST_NUMBERS = 10_000


def questions(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of every question."""
    for place, section in enumerate(draft.sound.sections):
        for nth, question in enumerate(section.questions):
            of_kind = _scale(question) if question.kind == "scale" else _options(question)
            for path, message in (*of_kind, *_regions(question), *_verbatim(question)):
                yield ("sections", place, "questions", nth, *path), message


def _scale(question: Question) -> Iterator[Finding]:
    yield from (((key,), f"a scale needs `{key}`") for key in ("min", "max") if getattr(question, key) is None)
    if question.options:
        yield (
            ("options",),
            "a scale has no options: it is answered with a whole number. Delete them, or write kind: one",
        )
    if question.min is not None and question.max is not None and question.min >= question.max:
        yield ("max",), f"the highest number must be above the lowest, {question.min}"
    if len(question.numbers) > MOST_NUMBERS:
        yield ("max",), f"a scale has at most {MOST_NUMBERS:,} numbers"
    if question.picture:
        yield ("picture",), "a picture shows options. Only kind one has it"


def _options(question: Question) -> Iterator[Finding]:
    """Yield the problems of kinds one and many."""
    for key in ("min", "max", "low", "middle", "high"):
        if getattr(question, key) is not None:
            yield (key,), f"`{key}` belongs to kind scale. Delete it, or write kind: scale"
    if len(question.options) < 2:
        yield ("options",), f"a question of kind {question.kind} needs at least two options"
    if len(question.options) > MOST_OPTIONS[question.kind]:
        yield ("options",), f"a question of kind {question.kind} has at most {MOST_OPTIONS[question.kind]} options"
    yield from exclusive(question)
    if question.kind == "many":
        yield from _many(question)


def exclusive(question: Question) -> Iterator[Finding]:
    """Yield every `exclusive` that clears nothing, and every second one."""
    places = [place for place, option in enumerate(question.options) if option.exclusive]
    if question.kind == "one":
        for place in places:
            yield ("options", place, "exclusive"), "only one option can be chosen here anyway. Delete `exclusive`"
    elif question.kind == "many":
        for place in places[1:]:
            first = question.options[places[0]].id
            yield ("options", place, "exclusive"), f"'{first}' is exclusive already. A question has one such option"


def _many(question: Question) -> Iterator[Finding]:
    if question.picture:
        yield ("picture",), "a picture takes one answer. Delete it, or write kind: one"
    for place, option in enumerate(question.options):
        if option.points is not None:
            yield ("options", place, "points"), "options of kind many have no points: no score can add them up"


def _regions(question: Question) -> Iterator[Finding]:
    """Yield the regions that no picture shows, and those that select two options."""
    seen: dict[str, str] = {}
    for place, option in enumerate(question.options):
        if option.region and not question.picture:
            yield ("options", place, "region"), "a region is part of a picture. Write picture: body above the options"
        elif option.region and (first := seen.setdefault(option.region, option.id)) != option.id:
            yield ("options", place, "region"), f"this region selects '{first}' already. A region selects one option"


def _verbatim(question: Question) -> Iterator[Finding]:
    if question.verbatim and not question.source:
        yield ("verbatim",), "the wording of a published instrument needs its `source`"
