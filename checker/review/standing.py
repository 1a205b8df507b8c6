"""Whose word stands for exactly this content today?

A content is reviewed where an author and a clinician, two people with a key each, have signed all of it, at once or in
pieces: the rules and every language. What a signature is worth is found once, which takes keys; who is named on a day
is reckoned from that whenever it is asked, so that a signature ends on its day in a program that runs on.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from checker.engine.questionnaire import Questionnaire
from checker.phrases import later, phrase
from checker.review.keys import NotSignedError, check_ssh
from checker.review.obstacles import Failing
from checker.review.parts import ALL, HELP, Content, contents, mark, pieces, within
from checker.review.passkeys import check_passkey
from checker.review.signers import Signer, Signers, load_signers
from checker.review.signoff import Kept, kept_signatures, words_signed
from checker.review.statement import LONGEST, Signature, Unkeyed

SECOND = "second person"
"""Who is missing where one person alone has signed as both."""


def today() -> datetime.date:
    """Return the day on which it is asked what stands."""
    return datetime.date.today()


@dataclass(frozen=True, slots=True)
class Judged:
    """A signature, and what it is worth."""

    signature: Signature
    forged: str
    """Why nobody can count it, ever; empty where it is what it says."""
    since: datetime.date
    until: datetime.date
    """The days on which it stands, if its content does."""
    current: bool
    """Whether it is of exactly this content."""
    words: Content | None
    """What was signed, as it was; None where it is not kept."""

    def lapsed(self, on: datetime.date | None = None) -> str:
        """Return why it does not stand on a day, or today, whatever its content; empty where it does."""
        day = on or today()
        if day > self.until:
            by = self.signature.review_by
            if self.until == by:
                return phrase("it was to be read again by %(date)s. Read what changed since, and sign again", date=by)
            return phrase(
                "its signer's word ended on %(date)s. Read what changed since, and sign again", date=self.until
            )
        if self.since - datetime.timedelta(days=1) > day:  # where it was signed, it may be tomorrow already
            return phrase("it begins on %(date)s, which has not come", date=self.since)
        return ""

    def stands(self, day: datetime.date) -> bool:
        """Return whether it counts on a day for what is here."""
        return self.current and not self.forged and not self.lapsed(day)


@dataclass(frozen=True, slots=True)
class Signoffs:
    """All that is kept of signatures beside a questionnaire, and what it is worth."""

    judged: tuple[Judged, ...] = ()
    unkeyed: tuple[Unkeyed, ...] = ()
    pieces: tuple[str, ...] = ()
    """What has to be signed by an author and a clinician: the rules, and each language."""
    failing: Failing = field(default_factory=Failing)
    """What keeps every signature but that of the help from standing."""

    def reviewers(self, language: str = "", day: datetime.date | None = None) -> tuple[Signature, ...]:
        """Return the clinicians by whom this is reviewed on a day, for whoever reads a language; nobody if it is not.

        Each is named once, with their latest day. Without a day it is today's answer. Nobody signs a draft, so for
        whoever reads one it is not reviewed.
        """
        on = day or today()
        found = {piece: self.pair(piece, on) for piece in self.pieces}
        unsigned = bool(language) and language not in self.pieces  # a draft, which nobody can sign
        if self.failing or unsigned or not found or not all(found.values()):
            return ()
        here = [pair[1] for piece, pair in found.items() if pair and piece in (self.pieces[0], language or piece)]
        latest = {each.signer: each for each in sorted(here, key=lambda each: each.date)}
        return tuple(latest[signer] for signer in dict.fromkeys(each.signer for each in here))

    def pair(self, piece: str, day: datetime.date) -> tuple[Signature, Signature] | None:
        """Return the author and the clinician, two people, whose word for a piece stands; the latest of several."""
        authors, clinicians = (self._of(piece, capacity, day) for capacity in ("author", "clinician"))
        both = ((author, clinician) for clinician in clinicians for author in authors)
        return next((pair for pair in both if pair[0].signer != pair[1].signer), None)

    def lacking(self, day: datetime.date | None = None) -> tuple[tuple[str, str], ...]:
        """Return each piece that is not signed by two people, and who has to sign it."""
        return tuple(self._lacking(day or today()))

    def _lacking(self, day: datetime.date) -> Iterator[tuple[str, str]]:
        for piece in self.pieces:
            if self.pair(piece, day) is None:
                missing = [capacity for capacity in ("author", "clinician") if not self._of(piece, capacity, day)]
                yield from ((piece, capacity) for capacity in missing or [SECOND])

    def help(self, day: datetime.date | None = None) -> Signature | None:
        """Return whose word for the ways to help stands."""
        return next(iter(self._of(HELP, HELP, day or today())), None)

    def _of(self, piece: str, capacity: str, day: datetime.date) -> list[Signature]:
        standing = [each.signature for each in reversed(self.judged) if each.stands(day)]
        found = [each for each in standing if each.capacity == capacity and covers(each.scope, piece)]
        return sorted(found, key=lambda each: each.date, reverse=True)


def covers(scope: str, piece: str) -> bool:
    """Return whether who signs a scope signs a piece of the whole."""
    return scope == piece or (scope == ALL and piece != HELP)


def overlap(scope: str, other: str) -> bool:
    """Return whether two scopes have something in common: all and a piece of it have."""
    return covers(scope, other) or covers(other, scope)


def read_signoffs(
    questionnaire: Questionnaire, questions: Path, failing: Failing, signers: Path | None = None
) -> Signoffs:
    """Return what is kept beside a questionnaire's file, judged by the list of signers.

    Raise SignoffError for signatures that cannot be read, and LoadError for a list that is wrong.
    """
    return judge(questionnaire, questions, kept_signatures(questions), load_signers(questions, signers), failing)


def judge(
    questionnaire: Questionnaire, questions: Path, kept: Iterable[Kept], signers: Signers, failing: Failing
) -> Signoffs:
    """Return signatures with what each is worth."""
    kept = tuple(kept)
    return Signoffs(
        tuple(_judged(questionnaire, questions, each, signers) for each in kept if isinstance(each, Signature)),
        tuple(each for each in kept if isinstance(each, Unkeyed)),
        pieces(questionnaire),
        failing,
    )


def _judged(questionnaire: Questionnaire, questions: Path, signature: Signature, signers: Signers) -> Judged:
    signer = signers.by_id.get(signature.signer)
    forged = _forged(questionnaire, signature, signer)
    until = min(signature.review_by, signer.until) if signer else signature.review_by
    now = mark(within(signature.scope, contents(questionnaire)))
    current = now == signature.content and (signature.scope == HELP or signature.version == questionnaire.version)
    return Judged(signature, forged, signature.date, until, current, words_signed(questions, signature))


def _forged(questionnaire: Questionnaire, signature: Signature, signer: Signer | None) -> str:
    """Return why a signature counts for nothing, whatever day it is; empty where it is what it says."""
    if signer is None:
        return later("the list of signers has nobody with the id '%(id)s'", id=signature.signer)
    if (signature.name, signature.role) != (signer.name, signer.role):
        return later(
            "the list of signers says %(name)s, %(role)s. Sign again, or mend the list",
            name=signer.name,
            role=signer.role,
        )
    if signature.questionnaire != questionnaire.id:
        return later("it is for another questionnaire, %(id)s", id=signature.questionnaire)
    if refusal := not_theirs(signer, signature.scope, signature.capacity):
        return refusal
    if not signer.from_ <= signature.date <= signer.until:
        return later("on %(date)s %(name)s was not to sign", date=signature.date, name=signer.name)
    if not 0 <= (signature.review_by - signature.date).days <= LONGEST:
        return later("it would stand for more than two years")
    return _not_made(signature, signer)


def not_theirs(signer: Signer, scope: str, capacity: str) -> str:
    """Return why somebody may not sign a scope in a capacity; empty where they may."""
    if capacity not in signer.may:
        may = " and ".join(signer.may)
        return later(
            "%(name)s may not sign as %(capacity)s, but as %(may)s", name=signer.name, capacity=capacity, may=may
        )
    if (scope == HELP) != (capacity == HELP):
        return later("the ways to help are signed as help, and nothing else is")
    if scope != HELP and not signer.may_sign(scope):
        scopes = ", ".join(signer.scopes)
        return later("%(name)s may not sign %(scope)s, but %(scopes)s", name=signer.name, scope=scope, scopes=scopes)
    return ""


def _not_made(signature: Signature, signer: Signer) -> str:
    message = signature.statement.encode()
    try:
        if signature.passkey:
            check_passkey(signature.passkey, message, signer.held)
        else:
            check_ssh(signature.ssh, message, signer.held)
    except NotSignedError as error:
        return str(error)
    return ""
