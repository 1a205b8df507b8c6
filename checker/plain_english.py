"""What does it say?"""

from checker.expressions import Answer
from checker.model import Question


def answer_words(question: Question, answer: Answer, language: str) -> list[str]:
    """Return an answer as the words that the person chose, in the order of the options."""
    if isinstance(answer, int):
        return [str(answer)]
    chosen = answer if isinstance(answer, frozenset) else {answer}
    return [option.text.said_in(language) for option in question.options if option.id in chosen]
