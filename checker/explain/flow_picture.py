"""What does it look like?

The flow as a picture: a lane per section, each a stack of rows. A row is a small SVG of its own, so that a printer may
begin a new page between any two, and lines go on from one to the next. Colours and fonts are the stylesheet's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from checker.engine.questionnaire import Questionnaire
from checker.explain.flow import Branch, Exit, FlowNode, Lane, lanes
from checker.phrases import nphrase, phrase, spoken

WIDTH = 760
LEFT, RIGHT = 20, 310
"""The edges of a question that everybody is asked."""
INDENT = 62
"""The left edge of a question that is not asked of everybody."""
BYPASS, MIDDLE, FORK = 38, 190, 350
"""Where lines run: past questions that are skipped, from question to question, and to the ways out."""
OUT, EDGE = 390, 748
"""The edges of a way out."""
LINE, PAD, GAP = 17, 8, 20
"""The height of a line of text, the space around it, and the length of an arrow between two boxes."""


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a lane that stands on one page."""

    height: int
    shapes: Markup

    @property
    def svg(self) -> Markup:
        """The row as an SVG; the text beside the picture says the same, so screen readers skip it."""
        box = Markup('<svg class="row" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>')
        return box.format(WIDTH, self.height, self.shapes)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The rows of one lane."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """A line of text, and how it looks."""

    text: str
    look: str = ""


def draw(questionnaire: Questionnaire) -> tuple[Drawing, ...]:
    """Return the picture of a questionnaire, a drawing per section and one for the result."""
    flow = lanes(questionnaire)
    ends = [*(phrase("Go on with: %(lane)s", lane=lane.title) for lane in flow[1:]), phrase("Go on to the result")]
    drawn = [Drawing(lane.id, lane.title, _lane(lane, end)) for lane, end in zip(flow, ends, strict=True)]
    return (*drawn, Drawing("result", phrase("The result"), _result(questionnaire)))


# Lanes -----------------------------------------------------------------------------------------------------------


def _lane(lane: Lane, end: str) -> tuple[Row, ...]:
    rows: list[Row] = []
    skipping = False
    for branch in lane.branches:
        rows += _branch(branch, skipping)
        skipping = bool(branch.when)
    box = _box(LEFT, RIGHT, GAP, [_Words(end, "strong")], "go")
    return (*rows, Row(GAP + box.height + PAD, _arrival(LEFT, skipping) + box.shapes))


def _branch(branch: Branch, skipping: bool) -> Iterator[Row]:
    """Yield the rows of a branch; ``skipping`` says that a line arrives past the branch before."""
    if branch.when:
        yield _gate(branch.when, skipping)
        skipping = False
    for node in branch.nodes:
        yield _question(node, bool(branch.when), skipping)
        skipping = False


def _gate(when: str, skipping: bool) -> Row:
    """Return the row that asks who goes on to the questions of a branch, with what yes and no lead to."""
    box = _box(
        LEFT, EDGE, GAP, _wrapped(phrase("Only when %(condition)s", condition=when), EDGE - LEFT - 2 * PAD), "gate"
    )
    bottom, end = GAP + box.height, GAP + box.height + GAP + 4
    ways = [
        _line(BYPASS, bottom, BYPASS, end),
        _label(BYPASS + 5, bottom + 15, phrase("no: skip")),
        _line(MIDDLE, bottom, MIDDLE, end),
        _label(MIDDLE + 5, bottom + 15, phrase("yes")),
    ]
    return Row(end, _arrival(LEFT, skipping) + box.shapes + Markup("").join(ways))


def _question(node: FlowNode, indented: bool, skipping: bool) -> Row:
    left = INDENT if indented else LEFT
    title = _wrapped(f"{node.number}. {node.label}", RIGHT - left - 2 * PAD, "strong")
    box = _box(left, RIGHT, GAP, [*title, *_wrapped(node.ask, RIGHT - left - 2 * PAD)], "ask")
    ways = list(_ways_out(node))
    stack = _stacked(ways)
    height = GAP + max(box.height, stack.height)
    lines = [_line(MIDDLE, GAP + box.height, MIDDLE, height + 1)]
    lines += [_line(BYPASS, 0, BYPASS, height + 1)] if indented else []
    return Row(height + 1, _arrival(left, skipping) + box.shapes + Markup("").join(lines) + stack.shapes)


def _arrival(left: int, skipping: bool) -> Markup:
    """Return the arrows that end at the top of a row's first box."""
    past = _arrow(BYPASS, 0, BYPASS, GAP) if skipping and left == LEFT else Markup("")
    return _arrow(MIDDLE, 0, MIDDLE, GAP) + past


# Ways out --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """What stands to the right of a question."""

    lines: tuple[_Words, ...]
    look: str
    line: str = ""
    """The look of the line to it."""


def _ways_out(node: FlowNode) -> Iterator[_Way]:
    for score in node.scores:
        yield _Way(
            tuple(_wrapped(phrase("Score %(score)s, known from here", score=score), EDGE - OUT - 2 * PAD)), "score"
        )
    yield from map(_way_out, node.exits)


def _way_out(found: Exit) -> _Way:
    width = EDGE - OUT - 2 * PAD
    lines = [
        *_wrapped(_at_once(found), width, "strong"),
        *_wrapped(phrase("when %(condition)s", condition=found.when), width),
        *_wrapped(phrase("Rule %(id)s", id=found.rule.id), width, "quiet"),
    ]
    return _Way(tuple(lines), f"{found.kind} card--{found.tier.card}", found.kind)


def _at_once(found: Exit) -> str:
    if found.kind == "stop":
        return phrase("STOP: %(tier)s", tier=found.outcome)
    return phrase("SHOW AT ONCE, THEN GO ON: %(page)s", page=found.outcome)


def _stacked(ways: Sequence[_Way]) -> Row:
    """Return the ways out below one another, each with the line that leads to it."""
    shapes, at, joint = Markup(""), GAP, GAP + 18
    for way in ways:
        box = _box(OUT, EDGE, at, way.lines, way.look)
        shapes += _arrow(FORK, at + 18, OUT, at + 18, way.line) + box.shapes
        joint, at = at + 18, at + box.height + PAD
    if ways:
        shapes = _line(RIGHT, GAP + 18, FORK, GAP + 18) + _line(FORK, GAP + 18, FORK, joint) + shapes
    return Row(max(0, at - GAP), shapes)


def _result(questionnaire: Questionnaire) -> tuple[Row, ...]:
    what = phrase("The result is the most urgent tier of all rules that hold. If no rule holds, it is the last one.")
    box = _box(LEFT, RIGHT, GAP, _wrapped(what, RIGHT - LEFT - 2 * PAD), "ask")
    held = [sum(rule.tier == tier.id for rule in questionnaire.guidance) for tier in questionnaire.tiers]
    width = EDGE - OUT - 2 * PAD
    ways = [
        _Way(
            (*_wrapped(tier.title.said_in(spoken()), width, "strong"), _Words(_rules(count), "quiet")),
            f"tier card--{tier.card}",
        )
        for tier, count in zip(questionnaire.tiers, held, strict=True)
    ]
    stack = _stacked(ways)
    return (Row(GAP + max(box.height, stack.height), _arrow(MIDDLE, 0, MIDDLE, GAP) + box.shapes + stack.shapes),)


def _rules(count: int) -> str:
    if not count:
        return phrase("when no rule holds")
    return nphrase("%(num)s rule leads here", "%(num)s rules lead here", count)


# Shapes ----------------------------------------------------------------------------------------------------------


def _box(left: int, right: int, top: int, lines: Iterable[_Words], look: str) -> Row:
    """Return a box around lines of text; its height is that of the box alone."""
    lines = list(lines)
    height = len(lines) * LINE + 2 * PAD
    frame = Markup('<rect class="box {}" x="{}" y="{}" width="{}" height="{}" rx="6"/>')
    shapes = frame.format(look, left, top, right - left, height)
    for place, line in enumerate(lines):
        shapes += _label(left + PAD, top + PAD + 13 + place * LINE, line.text, line.look)
    return Row(height, shapes)


def _label(x: int, y: int, text: str, look: str = "") -> Markup:
    kind = Markup(' class="{}"').format(look) if look else ""
    return Markup('<text x="{}" y="{}"{}>{}</text>').format(x, y, kind, escape(text))


def _line(x: int, y: int, to_x: int, to_y: int) -> Markup:
    return Markup('<path class="line" d="M{} {}L{} {}"/>').format(x, y, to_x, to_y)


def _arrow(x: int, y: int, to_x: int, to_y: int, look: str = "") -> Markup:
    """Return a line with a head, downward or to the right."""
    head = "m-5 -8l5 8l5 -8" if x == to_x else "m-8 -5l8 5l-8 5"
    return Markup('<path class="line {}" d="M{} {}L{} {}{}"/>').format(look, x, y, to_x, to_y, head)


# Text ------------------------------------------------------------------------------------------------------------

_NARROW, _WIDE = frozenset("ijlI.,:;'!|()[]ftr -\u2018\u2019"), frozenset("mwMWOQGHNDCU@%\u2014\u2026")
SIZE = 13
"""The size of the letters."""


def breadth(text: str, look: str = "") -> float:
    """Return about how wide a text is, rather too wide than too narrow: for the widest of common fonts."""
    ems = sum(0.41 if letter in _NARROW else 0.9 if letter in _WIDE else 0.64 for letter in text)
    return ems * SIZE * (1.08 if look == "strong" else 1)


def _wrapped(text: str, width: float, look: str = "") -> list[_Words]:
    """Return a text as lines that fit; a word that does not is broken."""
    lines = [""]
    for word in text.split():
        if breadth(f"{lines[-1]} {word}", look) <= width or not lines[-1]:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines.append(word)
        while breadth(lines[-1], look) > width:
            fits = next(end for end in range(len(lines[-1]) - 1, 0, -1) if breadth(lines[-1][:end], look) <= width)
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return [replace(_Words(line), look=look) for line in lines]
