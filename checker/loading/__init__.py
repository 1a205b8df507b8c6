"""Is this text a questionnaire, or what is wrong, where, and how to mend it?"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from checker.loading.problems import LoadError, Position, Problem, Source
from checker.loading.reading import compose, text_of
from checker.loading.structure import structural
from checker.model import KeyPath, Questionnaire

__all__ = ["LoadError", "Position", "Problem", "inspect", "inspect_text", "load", "load_text", "positions"]


def load(path: Path) -> Questionnaire:
    """Return the questionnaire of a file; raise LoadError with all of its problems at once."""
    return _sound(*inspect(path))


def load_text(text: str, name: str = "questions.yaml") -> Questionnaire:
    """Return the questionnaire of a text; raise LoadError with all of its problems at once."""
    return _sound(*inspect_text(text, name))


def _sound(questionnaire: Questionnaire | None, problems: tuple[Problem, ...]) -> Questionnaire:
    if questionnaire is None:
        raise LoadError(problem for problem in problems if not problem.warning)
    return questionnaire


def inspect(path: Path) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Return the questionnaire of a file, if it is sound, and its problems and warnings."""
    try:
        return inspect_text(text_of(path), str(path))
    except LoadError as error:
        return None, error.problems


def inspect_text(text: str, name: str = "questions.yaml") -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Return the questionnaire of a text, if it is sound, and its problems and warnings."""
    source = Source(text.removeprefix("\ufeff"), name)
    try:
        root, problems = compose(source)
    except LoadError as error:
        return None, error.problems
    if root is None:
        return None, (source.problem(0, "this file is empty. Begin with `id`, `version` and `title`"),)
    if not isinstance(root.data, dict):
        return None, (source.problem(0, "a questionnaire is a mapping of keys. Begin with `id: ...`"),)
    try:
        questionnaire = Questionnaire.model_validate(root.data, strict=True)
    except ValidationError as error:
        return None, tuple([*problems, *(problem for _, problem in structural(source, root, error))])
    return questionnaire, tuple(problems)


def positions(text: str) -> Mapping[KeyPath, Position]:
    """Return where every value of a YAML text begins, by the keys and places that lead to it."""
    source = Source(text.removeprefix("\ufeff"), "questions.yaml")
    root, _ = compose(source)
    return {path: source.position(node.start) for path, node in root.walk()} if root else {}
