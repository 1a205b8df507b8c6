"""What keeps a signature from standing? Claims that are not proved, and worked cases that come out otherwise."""

from dataclasses import dataclass

from checker.evidence import worked_cases
from checker.explain.plain_english import listed
from checker.phrases import later, nphrase
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
        tuple(later("case %(id)s: %(why)s", id=outcome.case.id, why=outcome.mismatches) for outcome in worked.failed),
    )


def _line(verdict: Verdict) -> str:
    never = (later("never: %(claim)s", claim=dead) for dead in verdict.dead)
    why = tuple(filter(None, (verdict.why, *verdict.gaps, *never)))
    outcome = later("undecided") if verdict.holds is None else later("FAILS")
    if not why:
        return later("%(outcome)s: %(claim)s", outcome=outcome, claim=verdict.claim)
    return later("%(outcome)s: %(claim)s (%(why)s)", outcome=outcome, claim=verdict.claim, why=why)
