"""What keeps a signature from standing? Claims that are not proved, and worked cases that come out otherwise."""

from dataclasses import dataclass

from checker.evidence import worked_cases
from checker.explain.plain_english import listed
from checker.phrases import nphrase
from checker.proofs.report import Report, Verdict


@dataclass(frozen=True, slots=True)
class Failing:
    """What fails, a line each; false where nothing does."""

    claims: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything fails."""
        return bool(self.claims or self.cases)

    def __str__(self) -> str:
        """Return how much fails: ``2 claims are not proved and 1 worked case is not as expected``."""
        claims, cases = len(self.claims), len(self.cases)
        open_claims = nphrase("%(num)s claim is not proved", "%(num)s claims are not proved", claims)
        wrong = nphrase("%(num)s worked case is not as expected", "%(num)s worked cases are not as expected", cases)
        return listed([*[open_claims] * bool(claims), *[wrong] * bool(cases)], "and")

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything that fails."""
        return (*self.claims, *self.cases)


def failing(proofs: Report, worked: worked_cases.CaseReport) -> Failing:
    """Return what fails of all that was to be proved and of the worked cases."""
    return Failing(
        tuple(map(_line, (*proofs.failed, *proofs.undecided))),
        tuple(f"case {outcome.case.id}: {'; '.join(outcome.mismatches)}" for outcome in worked.failed),
    )


def _line(verdict: Verdict) -> str:
    outcome = "undecided" if verdict.holds is None else "FAILS"
    why = "; ".join(filter(None, (verdict.why, *verdict.gaps, *(f"never: {dead}" for dead in verdict.dead))))
    return f"{outcome}: {verdict.claim}{f' ({why})' if why else ''}"
