"""Can every question be asked and answered, each in the manner of its kind?"""

from collections.abc import Iterator

from checker.authoring.draft import Draft, Finding
from checker.authoring.problems import did_you_mean
from checker.authoring.sound_parts import known
from checker.engine.questionnaire import Option, Question

MOST_OPTIONS = {"one": 250, "many": 60}
MOST_NUMBERS = 10_000


def questions(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of every question."""
    return draft.judged(
        Question, _ends, _bare, _range, _length, _counted, _exclusive, _many, _pointless, _regions, _verbatim,
        _hidden, _shown, _earlier, _was, _beside,
    )  # fmt: skip


def _ends(_: Draft, question: Question) -> Iterator[Finding]:
    for key in ("min", "max", "low", "middle", "high"):
        yield from known(_end, question, key)


def _end(question: Question, key: str) -> Iterator[Finding]:
    """Yield that a scale lacks an end, or that another kind has one."""
    is_scale, given = question.kind == "scale", getattr(question, key) is not None
    if is_scale and not given and key in ("min", "max"):
        yield (key,), f"a scale needs `{key}`"
    if given and not is_scale:
        yield (key,), f"`{key}` belongs to kind scale. Delete it, or write kind: scale"


def _bare(_: Draft, question: Question) -> Iterator[Finding]:
    """Yield what a scale does not show, and a picture that would take several answers."""
    yield from known(_no_options, question)
    if question.kind != "one" and question.picture:
        many = "a picture takes one answer. Delete it, or write kind: one"
        yield ("picture",), many if question.kind == "many" else "a picture shows options. Only kind one has it"


def _no_options(question: Question) -> Iterator[Finding]:
    if question.kind == "scale" and question.options:
        mend = "it is answered with a whole number. Delete them, or write kind: one"
        yield ("options",), f"a scale has no options: {mend}"


def _range(_: Draft, question: Question) -> Iterator[Finding]:
    low, high = question.min, question.max
    if question.kind == "scale" and low is not None and high is not None and low >= high:
        yield ("max",), f"the highest number must be above the lowest, {low}"


def _length(_: Draft, question: Question) -> Iterator[Finding]:
    if question.kind == "scale" and len(question.numbers) > MOST_NUMBERS:
        yield ("max",), f"a scale has at most {MOST_NUMBERS:,} numbers"


def _counted(_: Draft, question: Question) -> Iterator[Finding]:
    if question.kind == "scale":
        return
    if len(question.options) < 2:
        yield ("options",), f"a question of kind {question.kind} needs at least two options"
    if len(question.options) > MOST_OPTIONS[question.kind]:
        yield ("options",), f"a question of kind {question.kind} has at most {MOST_OPTIONS[question.kind]} options"


def _exclusive(_: Draft, question: Question) -> Iterator[Finding]:
    """Yield every `exclusive` that clears nothing, and every second one."""
    marked = [(place, option) for place, option in enumerate(question.options) if _is(option, "exclusive")]
    if question.kind == "one":
        for place, _option in marked:
            yield ("options", place, "exclusive"), "only one option can be chosen here anyway. Delete `exclusive`"
    elif question.kind == "many":
        for place, _option in marked[1:]:
            first = marked[0][1].id
            yield ("options", place, "exclusive"), f"'{first}' is exclusive already. A question has one such option"


def _is(option: Option, mark: str) -> bool:
    """Return whether an option is known to have a mark."""
    return bool(vars(option).get(mark))


def _many(_: Draft, question: Question) -> Iterator[Finding]:
    for place, option in enumerate(question.options if question.kind == "many" else ()):
        if vars(option).get("points") is not None:
            yield ("options", place, "points"), "options of kind many have no points: no score can add them up"


def _pointless(_: Draft, question: Question) -> Iterator[Finding]:
    """Yield every option that lacks points where others have some, and does not say why: points say what is worse."""
    if question.kind == "one" and any(option.points is not None for option in question.options):
        for place, option in enumerate(question.options):
            if option.points is None and not option.unsure and not option.aside:
                why = "`unsure: true` for a doubt, `aside: true` where it is neither better nor worse than the others"
                yield ("options", place), f"'{option.id}' has no points, as others here have. Write `points`, or {why}"


def _regions(_: Draft, question: Question) -> Iterator[Finding]:
    """Yield the regions that no picture shows, and those that select two options."""
    seen: dict[str, Option] = {}
    for place, option in enumerate(question.options):
        region = vars(option).get("region")
        if region and not question.picture:
            yield ("options", place, "region"), "a region is part of a picture. Write picture: body above the options"
        elif region and (first := seen.setdefault(region, option)).id != option.id:
            message = f"this region selects '{first.id}' already. A region selects one option"
            yield ("options", place, "region"), message


def _verbatim(_: Draft, question: Question) -> Iterator[Finding]:
    if question.verbatim and not question.source:
        yield ("verbatim",), "the wording of a published instrument needs its `source`"


def _hidden(_: Draft, question: Question) -> Iterator[Finding]:
    """Yield that a private question has no answer which tells nothing."""
    if not question.private:
        return
    none = "an option such as “None of these” with `exclusive: true`: others read the result as if it had been marked"
    if question.kind != "many":
        yield ("private",), f"a private question is of kind many, and has {none}. Write it so, or delete `private`"
    elif not any(option.exclusive for option in question.options):
        yield ("private",), f"a private question needs {none}"


def _shown(_: Draft, question: Question) -> Iterator[Finding]:
    """Yield that a private answer is to stand on the page for a doctor, where it never stands."""
    if not question.private:
        return
    for key in ("presenting", "for_record"):
        if getattr(question, key):
            yield (key,), f"a private answer is never on the page for a doctor. Delete `{key}`, or `private`"
    for place, option in enumerate(question.options):
        if _is(option, "for_record"):
            why = "a private answer is never on the page for a doctor. Delete `for_record`, or the option"
            yield ("options", place, "for_record"), why


def _earlier(_: Draft, question: Question) -> Iterator[Finding]:
    """Yield what belongs to a question that knows something from an earlier check, where it is none."""
    if question.earlier and question.kind == "many":
        yield ("earlier",), "an earlier value answers one option or a scale. Write kind: one, or delete `earlier`"
    if not question.earlier:
        for key in ("now", "real_change"):
            if vars(question).get(key) is not None:
                yield (key,), f"`{key}` belongs to a question with `earlier`. Write it, or delete `{key}`"
        for place, option in enumerate(question.options):
            if vars(option).get("was"):
                yield (
                    ("options", place, "was"),
                    "`was` is for a question with `earlier`. Write it there, or delete `was`",
                )


def _was(_: Draft, question: Question) -> Iterator[Finding]:
    """Yield every earlier value for which two options stand, and every second option that stands for all others."""
    if not question.earlier:
        return
    first: dict[str | int, str] = {}
    others = [(place, option.id) for place, option in enumerate(question.options) if not option.was]
    for place, option in enumerate(question.options):
        for at, value in enumerate(option.was):
            if (id_ := first.setdefault(value, option.id)) != option.id or value in option.was[:at]:
                yield ("options", place, "was", at), f"'{id_}' stands for {value} already. Keep one"
    for place, _id in others[1:]:
        yield ("options", place), f"'{others[0][1]}' stands for all other values already. Write `was` here"


def _beside(draft: Draft, question: Question) -> Iterator[Finding]:
    """Yield what keeps an earlier number from being set beside the one now."""
    if not question.earlier or (question.now is None and question.real_change is None):
        return
    if question.now is None or question.real_change is None:
        lacking = "now" if question.now is None else "real_change"
        yield ("earlier",), f"then and now need both `now` and `real_change`. Write `{lacking}`"
        return
    is_number = question.now in draft.score or (question.now in draft.question and draft.question[question.now].numbers)
    if not is_number and not (draft.doubtful & {"questions", "scores"}):
        yield ("now",), f"there is no scale or score '{question.now}'{did_you_mean(question.now, _numbers(draft))}"
    for place, option in enumerate(question.options):
        if option.was and (len(option.was) > 1 or not isinstance(option.was[0], int)):
            yield ("options", place, "was"), "set beside a number, an option stands for one number, such as [3]"


def _numbers(draft: Draft) -> list[str]:
    """Return the ids of every scale and score."""
    return [*draft.score, *(id_ for id_, question in draft.question.items() if question.numbers)]
