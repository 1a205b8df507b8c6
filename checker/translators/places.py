"""Where do people see a text, how long may it be, and which may nobody word anew?

All of it is for somebody who knows the pages, and has never seen the questionnaire's file.
"""

from checker.authoring.problems import one_line
from checker.authoring.translations import MOST_MORE, MOST_TIMES, published
from checker.engine.conditions import can_hold, reads
from checker.engine.questionnaire import KeyPath, Question, Questionnaire

_WITHIN = {
    "title": "heading",
    "text": "a sentence",
    "within": "how soon",
    "action": "what to do",
    "links.text": "a way to help",
    "links.short": "a way to help, where there is little room",
    "links.button": "a way to help, on a button",
    "label": "its short name, in lists",
    "ask": "the question itself",
    "stem": "what stands above the question",
    "period": "the time it asks about; completes 'Now think of ...'",
    "why": "why it is asked, or why it helps",
    "hint": "how to answer",
    "missing": "what to do, where no answer was given",
    "low": "what the lowest number means",
    "middle": "what the middle number means",
    "high": "what the highest number means",
    "options.text": "an answer",
    "options.hint": "explains an answer",
    "area": "the heading above it",
    "about": "what it is made of and means",
    "bands.text": "what some of its points mean",
}
_STATEMENTS = {
    "first": "above all else",
    "who": "whom to call or see",
    "talk": "whom to tell what",
    "about": "how things hang together",
    "care": "what helps until then",
    "ask": "questions for the doctor",
    "notice": "what this is not",
    "safety_net": "when to get help at once",
}
_LETTERS = {
    "title": 50,
    "start": 130,
    "help.text": 30,
    "help.short": 16,
    "help.button": 32,
    "emergency_signs.title": 110,
    "emergency_signs.short": 45,
    "tiers.title": 80,
    "tiers.within": 45,
    "links.text": 65,
    "links.short": 16,
    "links.button": 32,
    "sections.title": 32,
    "questions.label": 45,
    "questions.period": 30,
    "questions.low": 36,
    "questions.middle": 24,
    "questions.high": 36,
    "scores.label": 32,
    "scores.area": 20,
    "bands.text": 50,
    "page.title": 70,
}
"""How many letters a phone 320 pixels wide has room for: two lines of a heading, one of a button or of a list."""


def seen(questionnaire: Questionnaire, path: KeyPath) -> str:
    """Return where people see a text, such as ``Question 4, 'Where is your pain?': an answer``."""
    first = questionnaire.languages[0]
    match path:
        case ("title",):
            return "The name of the check, at the top of every page"
        case ("start", place, *_):
            return f"The start page: {'a short line' if place else 'what one gets'}"
        case ("help", _, key):
            return f"Help at once, on every page: {_WITHIN[f'links.{key}']}"
        case ("emergency_signs", key, *_):
            within = {"title": "heading", "short": "the line that opens it on the start page"}
            return f"The list of emergency signs: {within.get(str(key), 'a sign')}"
        case ("credits", *_):
            return "Credits below a result, as a licence words them"
        case ("tiers", int(place), *rest):
            title = one_line(questionnaire.tiers[place].title.said_in(first))
            return f"The result '{title}': {_what(rest)}"
        case ("sections", int(place), "title"):
            numbers = [_number(questionnaire, each) for each in questionnaire.sections[place].questions]
            return f"The name of the part with questions {numbers[0]} to {numbers[-1]}"
        case ("sections", int(section), "questions", int(place), *rest):
            question = questionnaire.sections[section].questions[place]
            number, ask = _number(questionnaire, question), one_line(question.ask.said_in(first))
            return f"Question {number}, '{ask}': {_what(rest)}"
        case ("scores", int(place), *rest):
            return f"The score '{questionnaire.scores[place].label.said_in(first)}': {_what(rest)}"
        case _:
            return _seen_later(questionnaire, path)


def _seen_later(questionnaire: Questionnaire, path: KeyPath) -> str:
    """Return where people see a text that only some answers lead to."""
    first = questionnaire.languages[0]
    match path:
        case ("guidance", int(place), "page", *rest):
            page = questionnaire.guidance[place].page
            title = one_line(page.title.said_in(first)) if page else ""
            return f"The page '{title}', shown at once: {_what(rest)}"
        case ("guidance", int(place), *_):
            title = one_line(questionnaire.tier[questionnaire.guidance[place].tier].title.said_in(first))
            return f"The result '{title}' or a more urgent one: completes 'We say this because ...'"
        case ("statements", int(place), *rest):
            return f"A result, {_STATEMENTS[questionnaire.statements[place].place]}: {_what(rest)}"
        case _:
            return "The page 'How well does it work?': what was measured of other tools"


def _number(questionnaire: Questionnaire, question: Question) -> int:
    return questionnaire.position[question.id] + 1


def _what(within: list[str | int]) -> str:
    return _WITHIN[".".join(step for step in within if isinstance(step, str))]


def most(path: KeyPath, source: str) -> int:
    """Return how many letters the words of a text should have at most."""
    steps = [step for step in path if isinstance(step, str)]
    return min(_LETTERS.get(".".join(steps[-2:]), 2000), MOST_TIMES * len(source) + MOST_MORE)


def locked(questionnaire: Questionnaire, path: KeyPath) -> str:
    """Return from where the wording of a published text is, or nothing for a text of our own."""
    match path:
        case ("sections", int(section), "questions", int(place), *_) if published(questionnaire, path):
            sources = {source.id: source.title for source in questionnaire.sources}
            named = [sources[each] for each in questionnaire.sections[section].questions[place].source]
            return "; ".join(named) or "a published instrument"
    return ""


def grave(questionnaire: Questionnaire, path: KeyPath) -> bool:
    """Return whether people must be able to read a text in their language: help, what is urgent, and what is asked."""
    match path:
        case ("help" | "emergency_signs" | "tiers", *_):
            return True
        case ("sections", _, "questions", *_):
            return True
        case ("guidance", int(place), *_):
            rule = questionnaire.guidance[place]
            return rule.page is not None or questionnaire.tier[rule.tier].helps_now
        case ("statements", int(place), *_):
            said = questionnaire.statements[place]
            helps = [tier.id for tier in questionnaire.tiers if tier.helps_now]
            in_danger = any(can_hold(said.when, {"tier": tier}, {"tier"}) for tier in helps)
            return said.place in ("first", "safety_net") or ("tier" in reads(said.when) and in_danger)
    return False
