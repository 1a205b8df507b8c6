"""Which answer to a question worries least, and how does a journey end that goes on with nothing but such answers?

Never 'not sure', which must not reassure, and nothing `aside`, which leads elsewhere, where there is anything else.
"""

from collections.abc import Mapping

from checker.engine.conditions import Answer
from checker.engine.journey import walk
from checker.engine.questionnaire import Option, Question, Questionnaire


def least_option(question: Question) -> Option | None:
    """Return the least worrying option; None for a scale.

    Of many, that is the one that goes alone, such as 'none of these'; of one, the one with the fewest points, or the
    first where none has points.
    """
    if question.kind == "scale":
        return None
    sure = [option for option in question.options if not option.unsure]
    alone = [option for option in sure if option.exclusive]
    straight = [option for option in sure if not option.aside]
    scored = [option for option in straight if option.points is not None and question.kind == "one"]
    fewest = sorted(scored, key=lambda option: option.points or 0)
    return [*alone, *fewest, *straight, *sure, *question.options][0]


def least_answer(question: Question) -> Answer:
    """Return the least worrying answer: the lowest number of a scale, else the least worrying option."""
    option = least_option(question)
    if option is None:
        return question.numbers[0]
    return frozenset({option.id}) if question.kind == "many" else option.id


def completed(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return answers with which the questions end: these, and the least worrying one wherever another is asked for."""
    least = {question.id: least_answer(question) for question in questionnaire.questions}
    return {**walk(questionnaire, {**least, **answers}).answers, **answers}
