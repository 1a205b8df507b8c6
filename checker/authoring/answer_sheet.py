"""Are these answers to these questions?"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from checker.authoring.problems import MOST_PROBLEMS, LoadError, Problem, SourceText, did_you_mean, listed, one_line
from checker.authoring.yaml_tree import Data, YamlNode, compose
from checker.engine.conditions import Answer
from checker.engine.questionnaire import Question, Questionnaire


def refusal(question: Question, given: Data) -> str:
    """Return why this is no answer to the question, and how to mend it; nothing where it is one."""
    match question.kind, given:
        case "one", str():
            return _not_an_option(question, given)
        case "one", _:
            return f"'{question.id}' is answered with one of {listed(_options(question))}"
        case "scale", int() if not isinstance(given, bool):
            return "" if given in question.numbers else f"'{question.id}' goes from {question.min} to {question.max}"
        case "scale", _:
            return f"'{question.id}' is answered with a whole number from {question.min} to {question.max}"
        case "many", ():
            return f"nothing is marked in '{question.id}'. Name an option, or leave the question out"
        case "many", tuple():
            return next(filter(None, (_not_an_option(question, one) for one in given)), _not_alone(question, given))
    return f"'{question.id}' is answered with a list, such as [{listed(_options(question)[:1])}]"


def _options(question: Question) -> list[str]:
    return [option.id for option in question.options]


def _not_an_option(question: Question, given: Data) -> str:
    options = _options(question)
    if given in options:
        return ""
    guess = did_you_mean(given, options) or f". Its options are {listed(options)}"
    return f"'{question.id}' has no option '{one_line(str(given))}'{guess}"


def _not_alone(question: Question, given: tuple[Data, ...]) -> str:
    """Return that an exclusive option stands beside others; nothing where none does."""
    lone = next((option.id for option in question.options if option.exclusive and option.id in given), None)
    beside = any(one != lone for one in given)
    return f"'{lone}' is exclusive in '{question.id}'. Leave it out, or the others" if lone and beside else ""


def read_answers(text: str, questionnaire: Questionnaire, name: str = "answers.yaml") -> dict[str, Answer]:
    """Return the answers of a YAML or JSON mapping by question id, such as ``{pain: 3, signs: [fever]}``.

    Each is possible for its question; any question may be left out. Raise LoadError with every problem at once.
    """
    source = SourceText(text.removeprefix("\ufeff"), name)
    root, problems = compose(source)
    if root is None:
        return {}
    meant = _meant(questionnaire)
    root = _unwrapped(root, meant)
    if not isinstance(root.data, dict):
        raise source.refusal(root.start, "answers are written by question id, such as `pain: 3`")
    problems += _unanswerable(source, root, meant)
    if problems:
        raise LoadError(problems)
    return {meant[name].id: _answer(given) for name, given in root.data.items()}


def _unwrapped(root: YamlNode, meant: Mapping[str, Question]) -> YamlNode:
    """Return the mapping below a lone `answers:`, as `checker prove` and `checker diff` print it; else the root."""
    name, *others = [*root.children, ""]
    printed = name in ("answers", "answers before", "answers now") and name not in meant and len(others) == 1
    return root.children[name] if printed and isinstance(root.children[name].data, dict) else root


def _meant(questionnaire: Questionnaire) -> dict[str, Question]:
    """Return every question by its id, and by its ``ref`` where no other question has the same."""
    refs = Counter(question.ref for question in questionnaire.questions)
    by_ref = {
        question.ref: question for question in questionnaire.questions if question.ref and refs[question.ref] == 1
    }
    return by_ref | questionnaire.question


def _unanswerable(source: SourceText, root: YamlNode, meant: Mapping[str, Question]) -> Iterator[Problem]:
    """Yield every answer to what is no question, every second one, and every one that its question does not take."""
    answered: dict[str, str] = {}
    for name, at in islice(root.keys.items(), MOST_PROBLEMS):
        if (question := meant.get(name)) is None:
            yield source.problem(at, f"there is no question '{one_line(name)}'{did_you_mean(name, meant)}")
        elif (other := answered.setdefault(question.id, name)) != name:
            yield source.problem(at, f"'{name}' is the question '{other}', which is answered already. Keep one of them")
        elif why := refusal(question, root.children[name].data):
            yield source.problem(root.children[name].start, why)


def _answer(given: Data) -> Answer:
    """Return an answer as the engine reads it; what else a YAML value can be was refused."""
    match given:
        case tuple():
            return frozenset(map(str, given))
        case int():
            return given
    return str(given)
