"""Is this text a questionnaire, or what is wrong, where, and how to mend it?"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from pydantic import ValidationError

from checker.authoring.condition_checks import conditions
from checker.authoring.draft import Draft
from checker.authoring.hazard_checks import hazards
from checker.authoring.id_checks import ids, references
from checker.authoring.language_checks import drafts, in_both, languages, missing_words, offered, page_words
from checker.authoring.problems import MOST_PROBLEMS, LineColumn, LoadError, Problem, SourceText, in_order
from checker.authoring.question_checks import questions
from checker.authoring.schema_checks import structural
from checker.authoring.score_checks import scores
from checker.authoring.sound_parts import known, remains
from checker.authoring.statement_checks import statements
from checker.authoring.translations import beside, spoken, translated
from checker.authoring.yaml_tree import YamlNode, compose, text_of
from checker.engine.questionnaire import KeyPath, Questionnaire


def load(path: Path) -> Questionnaire:
    """Return the questionnaire of a YAML file, in UTF-8, with the translations that stand beside it.

    Raise LoadError for a file that is none or cannot be read. Its ``problems`` are all mistakes at once, in the order
    of the file, each with its line, its column (both from 1) and how to mend it. What is only a warning, such as a
    missing translation, is left to ``checker check``.
    """
    return _sound(*inspect(path))


def load_text(text: str, name: str = "questions.yaml") -> Questionnaire:
    """Return the questionnaire of a YAML text; raise LoadError as ``load`` does, with the name in place of a file's."""
    return _sound(*inspect_text(text, name))


def _sound(questionnaire: Questionnaire | None, problems: tuple[Problem, ...]) -> Questionnaire:
    if questionnaire is None:
        raise LoadError(problem for problem in problems if not problem.warning)
    return questionnaire


def inspect(path: Path) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Return the questionnaire of a file, if it is sound, and its problems and warnings in the order of the file."""
    try:
        return inspect_text(text_of(path), str(path), beside(path))
    except LoadError as error:
        return None, error.problems


def inspect_text(
    text: str, name: str = "questions.yaml", translations: Iterable[SourceText] = ()
) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Return the questionnaire of a text with its translations, if it is sound, and its problems and warnings.

    They stand in the order of the text; what is to be said of translations follows.
    """
    source = SourceText(text.removeprefix("\ufeff"), name)
    try:
        root, problems = compose(source)
        draft, unsound = _draft(source, _mapping(source, root))
        found, unread = spoken([*known(offered, draft)], [*known(drafts, draft)], translations)
    except LoadError as error:
        return None, error.problems
    elsewhere = {each.language for each in found}
    problems = _first(chain(problems, unsound, _problems(draft), in_both(draft, elsewhere)))
    said = in_order([*problems, *missing_words(draft, elsewhere)])
    if problems:
        return None, said
    questionnaire, warnings = translated(draft.sound, found)
    return questionnaire, (*said, *unread, *warnings)


def _first(problems: Iterable[Problem]) -> list[Problem]:
    """Return as many problems as are said of one file, each once, looking for no more than these."""
    found: dict[Problem, None] = {}
    for problem in problems:
        found[problem] = None
        if len(found) == MOST_PROBLEMS:
            break
    return list(found)


def _mapping(source: SourceText, root: YamlNode | None) -> YamlNode:
    if root is None:
        raise source.refusal(0, "this file is empty. Begin with `id`, `version`, `languages` and `title`")
    if not isinstance(root.data, dict):
        raise source.refusal(root.start, "a questionnaire is keys and values. Begin with `id: ...`")
    return root


def _draft(source: SourceText, root: YamlNode) -> tuple[Draft, list[Problem]]:
    """Return what is sound, and every problem of shape; raise LoadError where hardly anything can be sound."""
    try:
        return Draft(source, root, Questionnaire.model_validate(root.data, strict=True)), []
    except ValidationError as error:
        found = list(islice(structural(source, root, error), MOST_PROBLEMS))
    if len(found) == MOST_PROBLEMS:
        raise LoadError(found)
    return Draft(source, root, remains(Questionnaire, root)), found


def _problems(draft: Draft) -> Iterator[Problem]:
    """Yield every problem of the values whose shape is sound."""
    yield from ids(draft)
    yield from conditions(draft)
    for check in (questions, scores, statements, references, hazards, languages, page_words):
        yield from (draft.problem(path, message) for path, message in check(draft))


def positions(text: str) -> Mapping[KeyPath, LineColumn]:
    """Return where every value of a YAML text begins, by the keys and places that lead to it."""
    source = SourceText(text.removeprefix("\ufeff"), "questions.yaml")
    root, _ = compose(source)
    return {path: source.position(node.start) for path, node in root.walk()} if root else {}
