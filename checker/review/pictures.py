"""Where does each text stand? A page of each kind in a few lines, with the place of the text marked.

The lines are drawn by ``review.css`` in the proportions of a phone 360 pixels wide, so that one sees how much room
there is. What is not the text itself is a bar.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from checker.engine.questionnaire import KeyPath, Questionnaire
from checker.phrases import later

PAGES: Mapping[str, tuple[str, ...]] = {
    "start": ("help", "heading", "lead", "button", "fact", "fact", "fold"),
    "question": ("help", "section", "period", "stem", "heading", "hint", "error", "answer", "answer", "why"),
    "explained": ("help", "heading", "answer", "below", "answer", "answer"),
    "scale": ("help", "section", "heading", "number", "end", "number", "number", "number"),
    "interruption": ("help", "heading", "line", "line", "way", "way", "button"),
    "signs": ("help", "heading", "item", "item", "item"),
    "card": ("help", "within", "heading", "way", "line", "line", "who"),
    "first": ("help", "within", "heading", "first", "way", "line"),
    "reasons": ("heading", "reason", "reason", "reason"),
    "sooner": ("heading", "sign", "sign", "sign"),
    "plan": ("heading", "step", "aside", "step", "step"),
    "scores": ("heading", "score", "band", "score", "aside", "small"),
    "talk": ("heading", "item", "item", "item"),
    "doctor": ("heading", "row", "row", "row", "row"),
    "compared": ("heading", "line", "row", "row"),
}
"""What stands on each kind of page from top to bottom: a part of a result is a kind of its own."""
_PAGE_WORDS: Mapping[str, str] = {
    "start": later("The start page"), "question": later("A question"), "explained": later("A question"),
    "scale": later("A question"), "interruption": later("A page of help at once"),
    "signs": later("The list of emergency signs"), "card": later("The card of a result"),
    "first": later("The card of a result"), "reasons": later("A result: why we say this"),
    "sooner": later("A result: when to get help sooner"), "plan": later("A result: the plan"),
    "scores": later("A result: the scores"), "talk": later("A result: what to say and to ask"),
    "doctor": later("The page for a doctor, and lists of answers"), "compared": later("How well it works"),
}  # fmt: skip
_SLOT_WORDS: Mapping[str, str] = {
    "help": later("help at the top of every page"), "heading": later("the heading"), "lead": later("the first line"),
    "fact": later("a short line"), "fold": later("a line that opens a list"), "section": later("where one is"),
    "period": later("the time that is asked about"), "stem": later("above the question"),
    "hint": later("how to answer"), "error": later("what to do if nothing was answered"),
    "answer": later("an answer"), "below": later("what an answer means"), "why": later("why it is asked"),
    "end": later("what a number means"), "line": later("a paragraph"), "way": later("a button"),
    "item": later("a line of a list"), "within": later("how soon"), "who": later("whom to call or see"),
    "first": later("above all else"), "reason": later("a reason"), "sign": later("a sign to come back for"),
    "step": later("a step"), "aside": later("a remark below"), "score": later("the name of a score"),
    "band": later("what a score means"), "small": later("a credit"), "row": later("a short name"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: on which kind of page, and where on it."""

    page: str
    slot: str

    @property
    def slots(self) -> tuple[tuple[str, bool], ...]:
        """All that stands on the page, each with whether it is the text."""
        slots = PAGES[self.page]
        return tuple((slot, place == slots.index(self.slot)) for place, slot in enumerate(slots))

    @property
    def words(self) -> tuple[str, str]:
        """The page and the place, in words."""
        return _PAGE_WORDS[self.page], _SLOT_WORDS[self.slot]


_PLACES: Mapping[str, Place] = {
    "title": Place("start", "heading"),
    "help.text": Place("start", "help"),
    "help.short": Place("start", "help"),
    "emergency_signs.title": Place("signs", "heading"),
    "emergency_signs.short": Place("start", "fold"),
    "emergency_signs.items": Place("signs", "item"),
    "credits": Place("scores", "small"),
    "tiers.title": Place("card", "heading"),
    "tiers.within": Place("card", "within"),
    "tiers.action": Place("card", "line"),
    "sections.title": Place("question", "section"),
    "sections.questions.label": Place("doctor", "row"),
    "sections.questions.ask": Place("question", "heading"),
    "sections.questions.stem": Place("question", "stem"),
    "sections.questions.period": Place("question", "period"),
    "sections.questions.why": Place("question", "why"),
    "sections.questions.hint": Place("question", "hint"),
    "sections.questions.missing": Place("question", "error"),
    "sections.questions.low": Place("scale", "end"),
    "sections.questions.middle": Place("scale", "end"),
    "sections.questions.high": Place("scale", "end"),
    "sections.questions.options.text": Place("question", "answer"),
    "sections.questions.options.hint": Place("explained", "below"),
    "scores.label": Place("doctor", "row"),
    "scores.area": Place("scores", "score"),
    "scores.about": Place("scores", "aside"),
    "scores.bands.text": Place("scores", "band"),
    "guidance.because": Place("reasons", "reason"),
    "guidance.page.title": Place("interruption", "heading"),
    "guidance.page.text": Place("interruption", "line"),
    "statements.why": Place("plan", "aside"),
    "benchmarks.text": Place("compared", "line"),
    "benchmarks.figures.text": Place("compared", "row"),
}
"""Where a text stands, by the keys that lead to it."""
_STATEMENTS: Mapping[str, Place] = {
    "first": Place("first", "first"),
    "who": Place("card", "who"),
    "talk": Place("talk", "item"),
    "about": Place("talk", "item"),
    "care": Place("plan", "step"),
    "ask": Place("talk", "item"),
    "notice": Place("plan", "aside"),
    "safety_net": Place("sooner", "sign"),
}
"""Where a statement stands, by its place."""


def place(questionnaire: Questionnaire, path: KeyPath) -> Place:
    """Return where a text stands to which keys and places lead."""
    keys = ".".join(step for step in path if isinstance(step, str))
    match path:
        case ("start", number):
            return Place("start", "fact" if number else "lead")
        case ("guidance", _, "page", "links", *_):
            return Place("interruption", "way")
        case (_, _, "links" | "button", *_):
            return Place("card", "way")
        case ("statements", int(number), "text"):
            return _STATEMENTS[questionnaire.statements[number].place]
    return _PLACES[keys]
