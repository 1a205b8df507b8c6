"""``checker check``: every mistake of an author at once."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from checker.authoring.clinic_file import inspect_clinic
from checker.authoring.loader import inspect, positions
from checker.authoring.page_coverage import coverage
from checker.authoring.problems import LoadError, Problem, did_you_mean
from checker.authoring.recheck import drifts
from checker.authoring.translations import Translation, beside, spoken
from checker.authoring.yaml_tree import text_of
from checker.cli.common import FILE, clinic_option, loaded, told
from checker.engine.questionnaire import Questionnaire
from checker.proofs.answer_outcomes import AnswerOutcome, outcome_lines, outcome_table, outcomes
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.prover import find_gaps
from checker.proofs.report import as_yaml
from checker.resources import shipped


@click.command("check")
@click.argument("file", type=FILE, required=False)
@clinic_option
@click.option("--options", "with_options", is_flag=True, help="Print what each answer leads to.")
@click.option("--csv", "as_csv", is_flag=True, help="Print what each answer leads to as CSV, and gaps beside it.")
@click.option("--style", "with_style", is_flag=True, help="Read its wording too: plain, fair, never a diagnosis.")
@click.option("--language", help="Name all that this language lacks, each with its line.")
@click.option("--strict", is_flag=True, help="End with 1 where people could not read help, results or questions in it.")
def command(
    file: Path | None,
    clinic: Path | None,
    with_options: bool,
    as_csv: bool,
    with_style: bool,
    language: str | None,
    strict: bool,
) -> None:
    """Print every mistake in FILE (or the shipped questionnaire), and exit with 1 if there is any.

    A mistake is also what nobody wrote: an answer that nothing hears, a doubt that reassures, a rule that is idle.
    """
    path = file or shipped("questions.yaml")
    if as_csv:
        whole = loaded(path)
        click.echo(outcome_table(whole, _outcomes(whole)), nl=False)
        sys.exit(0 if _is_whole(whole, path, beside=True) else 1)
    questionnaire, problems = inspect(path)
    problems += tuple(drifts(path, questionnaire)) if questionnaire else ()
    for problem in problems:
        click.echo(str(problem))
    if questionnaire is None:
        sys.exit(1)
    translations, _ = spoken(questionnaire.languages, questionnaire.drafts, beside(path))
    for warning in _unspoken(questionnaire, path, translations):
        click.echo(str(warning))
    if with_options:
        click.echo("\n".join(outcome_lines(questionnaire, _outcomes(questionnaire))))
    is_whole = _is_whole(questionnaire, path)
    if is_whole:
        click.echo(_summary(questionnaire))
    if clinic:
        click.echo(_welcome(clinic, questionnaire))
    unstylish = with_style and (_unstylish(questionnaire, path, translations) or problems)
    unread = (language or strict) and _unread(questionnaire, path, translations, language, strict)
    if unstylish or unread or not is_whole:
        sys.exit(1)


def _outcomes(questionnaire: Questionnaire) -> list[AnswerOutcome]:
    try:
        return list(outcomes(questionnaire))
    except UndecidedError as why:
        raise click.ClickException(f"undecided: what each answer leads to: {why}") from None


def _is_whole(questionnaire: Questionnaire, path: Path, *, beside: bool = False) -> bool:
    """Print every gap and what was left undecided, ``beside`` on standard error; return whether there is neither."""
    gaps, undecided = find_gaps(questionnaire)
    places = positions(text_of(path)) if gaps else {}
    for gap in gaps:
        at = next(places[gap.path[:length]] for length in range(len(gap.path), -1, -1) if gap.path[:length] in places)
        click.echo(str(Problem(str(path), at.line, at.column, gap.message)), err=beside)
        for shown in gap.shown_by:
            click.echo(f"    answers: {as_yaml(shown.sheet)}\n      gives {shown.tier}", err=beside)
    for why in undecided:
        mend = "It is too entangled: ask what its conditions read closer together, or in fewer conditions"
        click.echo(f"{path}: undecided: {why}. {mend}", err=beside)
    return not (gaps or undecided)


def _unspoken(questionnaire: Questionnaire, path: Path, translations: list[Translation]) -> Iterator[Problem]:
    """Yield a warning for every language in which the pages lack words of their own, or have only a draft of them."""
    listed = [(key, *pair) for key in ("languages", "drafts") for pair in enumerate(getattr(questionnaire, key))]
    places = positions(text_of(path))
    for key, place, language in listed:
        found, at = coverage(language, questionnaire.page_words, questionnaire.drafts), places[key, place]
        if found.lacking:
            message = (
                f"the pages lack {found.lacking} of {found.all} words in {language}; people will read English ones."
            )
            if found.drafted and key == "languages":
                message += f" The program has a draft of {found.drafted}, for somebody who grew up with it to read."
            message += " docs/words.md says how to write them"
            yield Problem(str(path), at.line, at.column, message, warning=True)


def _unread(
    questionnaire: Questionnaire, path: Path, translations: list[Translation], only: str | None, strict: bool
) -> bool:
    """Print what a language lacks, or each that is offered; return whether any of it is a mistake, being strict."""
    from checker.translators.gaps import gaps

    written = {each.language: each for each in translations}
    known = (*questionnaire.languages[1:], *questionnaire.drafts)
    if only and only not in known:
        guess = did_you_mean(only, known) or f". There are {', '.join(dict.fromkeys(known)) or 'none but the first'}"
        raise click.BadParameter(f"'{only}' is no language of this questionnaire{guess}", param_hint="--language")
    found = [
        gaps(questionnaire, path, each, written.get(each)) for each in ([only] if only else questionnaire.languages[1:])
    ]
    for each in found:
        said = (problem if strict else replace(problem, warning=True) for problem in each.problems)
        click.echo("\n".join([*map(str, said), each.summary]))
    return strict and any(not problem.warning for each in found for problem in each.problems)


def _welcome(file: Path, questionnaire: Questionnaire) -> str:
    """Print what could be better in a clinic's file and return what it holds; end with its problems if it has any."""
    try:
        clinic, problems = inspect_clinic(file, questionnaire)
    except LoadError as error:
        raise told(error) from None
    if clinic is None:
        raise told(LoadError(problems))
    for warning in problems:
        click.echo(str(warning))
    themes = ", ".join(theme.id for theme in clinic.themes) or "none"
    return f"{clinic.name} can serve it. Themes: {themes}. Framed by: {', '.join(clinic.frame_origins) or 'no site'}."


def _unstylish(questionnaire: Questionnaire, path: Path, translations: list[Translation]) -> bool:
    """Print what is wrong with the wording, and the hardest texts; return whether anything is wrong."""
    from checker.authoring import style

    text = path.read_text(encoding="utf-8")
    problems = style.lint(questionnaire, text, str(path), translations)
    said = [*style.passages(questionnaire, text, str(path), translations), *style.interface()]
    spoken_in = (*questionnaire.languages, *questionnaire.drafts)
    told = [style.summary(said, language) for language in spoken_in]
    told += [style.unjudged(questionnaire, said, language) for language in spoken_in]
    click.echo("\n".join([*map(str, problems), *filter(None, told)]))
    if published := [question.id for question in questionnaire.questions if question.verbatim]:
        click.echo(f"Published wording, left as it is (`verbatim: true`): {', '.join(published)}.")
    return bool(problems)


def _summary(questionnaire: Questionnaire) -> str:
    counts = {
        "questions": questionnaire.questions,
        "scores": questionnaire.scores,
        "rules": questionnaire.guidance,
        "statements": questionnaire.statements,
        "promises": questionnaire.promises,
        "cases": questionnaire.cases,
    }
    listed = ", ".join(f"{len(parts)} {name}" for name, parts in counts.items())
    return f"{questionnaire.id} {questionnaire.version} can be served: {listed}."
