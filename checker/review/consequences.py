"""What a change would do, in the words of a clinician: the danger first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.authoring.problems import Problem, one_line
from checker.authoring.translations import Finding
from checker.comparison import direction
from checker.engine.conditions import Answer
from checker.engine.questionnaire import Questionnaire
from checker.evidence.tier_moves import Moves
from checker.phrases import nphrase, phrase
from checker.phrases import said as told
from checker.proofs.report import Counterexample
from checker.proofs.reproof import Findings
from checker.review.cases import answered
from checker.review.trying import Checked, OtherCase, Whom


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that a change does."""

    sentence: str
    bad: bool = False
    details: tuple[str, ...] = ()
    """What shows it, a line each."""


def of_the_file(checked: Checked) -> Iterator[Consequence]:
    """Yield what ``check`` says, and what changed in words."""
    mistakes = [each for each in checked.problems if not each.warning]
    warnings = [each for each in checked.problems if each.warning]
    if mistakes:
        said = nphrase("The file has a mistake", "The file has %(num)s mistakes", len(mistakes))
        yield Consequence(said, True, tuple(_placed(each, checked.name) for each in mistakes))
    if checked.published:
        said = phrase("This is wording or points of a published instrument")
        yield Consequence(said, True, checked.published)
    if checked.uncounted:
        said = nphrase(
            "One translation no longer counts, since its text changes: people read the first language until somebody "
            "has looked at it",
            "%(num)s translations no longer count, since their texts change: people read the first language until "
            "somebody has looked at them",
            len(checked.uncounted),
        )
        yield Consequence(said, True, tuple(_uncounted(*each) for each in checked.uncounted))
    if checked.style:
        said = nphrase("The words draw a new objection", "The words draw %(num)s new objections", len(checked.style))
        yield Consequence(said, True, tuple(_placed(each, checked.name) for each in checked.style))
    if warnings:
        said = nphrase("The file draws a new warning", "The file draws %(num)s new warnings", len(warnings))
        yield Consequence(said, True, tuple(_placed(each, checked.name) for each in warnings))
    if checked.changes:
        said = nphrase("One thing changes in words", "%(num)s things change in words", len(checked.changes))
        yield Consequence(said, False, tuple(each.sentence for each in checked.changes))
    elif not mistakes:
        yield Consequence(phrase("Nothing that anybody reads or is told changes"))


def _placed(problem: Problem, name: str) -> str:
    if problem.file == name:
        return phrase("line %(line)s: %(message)s", line=problem.line, message=problem.message)
    file = Path(problem.file).name
    return phrase("%(file)s, line %(line)s: %(message)s", file=file, line=problem.line, message=problem.message)


def _uncounted(language: str, found: Finding) -> str:
    return f"{language}, {found.place}: “{one_line(found.words)}”"


def of_the_cases(cases: tuple[OtherCase, ...]) -> Iterator[Consequence]:
    """Yield the worked cases that come out differently."""
    if not cases:
        yield Consequence(phrase("All worked cases come out as before"))
        return
    said = nphrase("One worked case comes out differently", "%(num)s worked cases come out differently", len(cases))
    yield Consequence(said, True, tuple(_case(each) for each in cases))


def _case(each: OtherCase) -> str:
    moved = f"{each.before} → {each.now}" if each.before != each.now else each.now
    why = f" ({'; '.join(map(told, each.mismatches))})" if each.mismatches else ""
    return f"{each.id}: {moved}{why}"


def of_the_people(found: Moves | None, new: Questionnaire) -> Iterator[Consequence]:
    """Yield who of some ordinary people is told another tier."""
    if found is None:
        yield Consequence(phrase("No population is given, so nobody ordinary was tried (--population FILE)"))
        return
    number = f"{found.compared:,}"
    if not found.moves:
        yield Consequence(phrase("Of %(number)s ordinary people, nobody is told another tier", number=number))
    for move in found.moves:
        said = phrase(
            "Of %(number)s ordinary people, %(moved)s go from %(before)s to %(after)s",
            number=number, moved=move.people.hits, before=move.before, after=move.after,
        )  # fmt: skip
        yield Consequence(said, True, (_sheet(new, move.example),))
    if found.left_out:
        number = f"{found.left_out:,}"
        yield Consequence(phrase("%(number)s more give an answer that only one version offers", number=number))


def of_the_proofs(found: Findings, new: Questionnaire) -> Iterator[Consequence]:
    """Yield the promises that break, and what else does not hold of every possible answer sheet."""
    if found.broken:
        said = nphrase("One promise breaks", "%(num)s promises break", len(found.broken))
        details = [f"{told(each.claim)}. {_shown(new, each.counterexamples)}" for each in found.broken]
        yield Consequence(said, True, tuple(details))
    for never in found.never:
        yield Consequence(phrase("It does not hold that %(claim)s", claim=never.claim), True, never.dead)
    if found.gaps:
        said = nphrase("One thing is missing or unheard", "%(num)s things are missing or unheard", len(found.gaps))
        yield Consequence(
            said, True, tuple(f"{told(gap.message)}. {_shown(new, gap.shown_by)}".strip() for gap in found.gaps)
        )
    if found.undecided:
        said = nphrase("One claim is left undecided", "%(num)s claims are left undecided", len(found.undecided))
        yield Consequence(said, True, found.undecided)
    if not (found.broken or found.never or found.gaps or found.undecided):
        yield Consequence(phrase("Every claim is still proved for every possible answer sheet"))


def _sheet(questionnaire: Questionnaire, sheet: Mapping[str, Answer]) -> str:
    """Return answers as people read them: the label of each question, and the words chosen."""
    known = {name: answer for name, answer in sheet.items() if name in questionnaire.question}
    return "; ".join(f"{label}: {words.replace('; ', ', ')}" for label, words in answered(questionnaire, known))


def _shown(questionnaire: Questionnaire, sheets: tuple[Counterexample, ...]) -> str:
    return "; ".join(
        phrase(
            "Smallest answer sheet: %(sheet)s gives %(tier)s", sheet=_sheet(questionnaire, each.sheet), tier=each.tier
        )
        for each in sheets
    )


def of_everybody(found: Whom, new: Questionnaire) -> Iterator[Consequence]:
    """Yield who goes from which tier to which, of all who can answer."""
    if found.undecided:
        said = phrase("It is left undecided who is told another tier: %(why)s", why=found.undecided)
        yield Consequence(said, True)
    elif not found.shifts:
        yield Consequence(phrase("Proved: nobody at all is told another tier"))
    for shift, who in zip(found.shifts, found.who, strict=True):
        said = phrase(
            "Some people go from %(before)s to %(after)s, which is %(direction)s",
            before=shift.before, after=shift.after, direction=direction(shift, new),
        )  # fmt: skip
        example = phrase("For example: %(sheet)s", sheet=_sheet(new, shift.new))
        yield Consequence(said, True, (*([who] if who else []), example))
