"""What does somebody sign who signs now, and why can they not?"""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.authoring.loader import positions
from checker.authoring.yaml_tree import text_of
from checker.engine.questionnaire import Questionnaire
from checker.phrases import phrase, said
from checker.review.parts import ALL, HELP, Content, contents, fingerprint, mark, marks, part_words, scopes, within
from checker.review.signers import Signer
from checker.review.signoff import SignoffError, typed
from checker.review.standing import Judged, Signoffs, not_theirs, overlap
from checker.review.statement import LONGEST, Capacity, Signature

YEAR = datetime.timedelta(days=365)
MOST_NAMED = 12
"""Parts that a message names; `checker review` names all."""


def prepare(
    questionnaire: Questionnaire,
    signer: Signer,
    scope: str,
    capacity: Capacity,
    date: datetime.date,
    review_by: datetime.date | None = None,
    note: str = "",
) -> Signature:
    """Return what somebody is to sign; raise SignoffError where they may not, or a day or the note cannot be."""
    if scope not in scopes(questionnaire):
        known = ", ".join(scopes(questionnaire))
        raise SignoffError(phrase("there is no scope '%(scope)s'. Choose one of %(known)s", scope=scope, known=known))
    if why := not_theirs(signer, scope, capacity):
        raise SignoffError(phrase("%(why)s. The list of signers says so", why=why))
    if not signer.from_ <= date <= signer.until:
        may = {"name": signer.name, "first": signer.from_, "last": signer.until}
        raise SignoffError(phrase("%(name)s may sign from %(first)s until %(last)s, says the list of signers", **may))
    last = review_by or date + YEAR
    if not 0 <= (last - date).days <= LONGEST:
        words = phrase("%(day)s is not within two years. Choose a day, such as %(next)s", day=last, next=date + YEAR)
        raise SignoffError(f"review-by: {words}")
    words = " ".join(note.split())
    if len(words) > 1000:
        raise SignoffError(phrase("note: write at most 1,000 characters"))
    return Signature(
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        scope=scope,
        capacity=capacity,
        signer=signer.id,
        name=signer.name,
        role=signer.role,
        date=date,
        review_by=last,
        note=words,
        content=mark(within(scope, contents(questionnaire))),
        signed=fingerprint(questionnaire),
        ssh="",
        passkey=None,
    )


def capacity_of(signer: Signer, scope: str, chosen: Capacity | None) -> Capacity:
    """Return in which capacity somebody signs a scope; raise SignoffError where they have to choose one."""
    fitting = [each for each in signer.may if (each == HELP) == (scope == HELP)]
    if chosen or len(fitting) == 1:
        return chosen or fitting[0]
    if not fitting:
        raise SignoffError(said(not_theirs(signer, scope, HELP if scope == HELP else "clinician")))
    raise SignoffError(
        phrase(
            "%(name)s may sign as %(several)s. Say which: --capacity %(one)s",
            name=signer.name,
            several=" / ".join(fitting),
            one=fitting[-1],
        )
    )


# What stands in the way ------------------------------------------------------------------------------------------


def refusals(questionnaire: Questionnaire, file: Path, found: Signoffs, scope: str) -> Iterator[str]:
    """Yield, a line each, why this cannot be signed now; help can be, whatever else is wrong."""
    if scope == HELP:
        return
    if other := reused(questionnaire, found, scope):
        line = positions(text_of(file))[("version",)].line
        yield phrase(
            "bump `version` in %(file)s line %(line)s: %(version)s was signed by %(name)s on %(date)s with other "
            "content%(parts)s",
            file=file,
            line=line,
            version=other.signature.version,
            name=other.signature.name,
            date=other.signature.date,
            parts=differing(questionnaire, other),
        )
    if failing := found.failing:
        here = typed(file)
        yield from map(said, failing.lines)
        yield phrase(
            "No signature stands while %(failing)s: `checker prove %(file)s` and `checker cases %(file)s` show more",
            failing=failing,
            file=here,
        )


def reused(questionnaire: Questionnaire, found: Signoffs, scope: str = ALL) -> Judged | None:
    """Return the latest signature of other content of a scope, its whole or a part, under the very same version."""
    other = (each for each in reversed(found.judged) if not each.forged and not each.current)
    mine = (each for each in other if each.signature.version == questionnaire.version)
    return next((each for each in mine if overlap(each.signature.scope, scope)), None)


def differing(questionnaire: Questionnaire, judged: Judged) -> str:
    """Return the parts that differ from what was signed, in brackets, as many as one reads; nothing if nobody knows."""
    gone = changed(questionnaire, judged)
    if judged.words is None or not gone:
        return ""
    named = ", ".join(map(part_words, gone[:MOST_NAMED]))
    if gone[MOST_NAMED:]:
        named = phrase("%(names)s and %(count)s more", names=named, count=len(gone) - MOST_NAMED)
    return phrase(" (these parts differ: %(parts)s)", parts=named)


def since(questionnaire: Questionnaire, found: Signoffs, unsigned: Signature) -> str:
    """Return what differs from what the same person signed last of this scope; empty where they signed none of it."""
    own = (unsigned.signer, unsigned.scope)
    mine = [each for each in found.judged if not each.forged and (each.signature.signer, each.signature.scope) == own]
    if not mine:
        return ""
    last = max(mine, key=lambda each: each.signature.date)
    begin = f"{unsigned.name} signed this scope of version {last.signature.version} on {last.signature.date}"
    if last.signature.content == unsigned.content:
        return f"{begin}. Nothing in it has changed since."
    return f"{begin}. It has changed since{differing(questionnaire, last) or ': what was signed is not kept'}."


def changed(questionnaire: Questionnaire, judged: Judged) -> tuple[str, ...]:
    """Return which parts differ from what was signed: changed, new and gone, in this order."""
    now = within(judged.signature.scope, contents(questionnaire))
    return _differing(now, judged.words or {})


def _differing(now: Content, then: Content) -> tuple[str, ...]:
    here, there = marks(now), marks(then)
    return (
        *(name for name in here if name in there and here[name] != there[name]),
        *(name for name in here if name not in there),
        *(name for name in there if name not in here),
    )


def require(questionnaire: Questionnaire, file: Path, found: Signoffs) -> None:
    """Raise SignoffError, with all that is missing, unless this is reviewed today, and its help signed."""
    if wanting := [*wanted(questionnaire, file, found), *unsigned_help(file, found)]:
        raise SignoffError("\n".join(wanting))


def wanted(questionnaire: Questionnaire, file: Path, found: Signoffs) -> Iterator[str]:
    """Yield why this is not reviewed today, and what to do."""
    if lacking := found.lacking():
        yield (
            f"{file}: this is not signed by an author and a clinician exactly as it is. Missing: "
            f"{listed(lacking, found.pieces)}. "
            f"Have them read what `checker review` writes, and run `checker sign {typed(file)} --as ID`"
        )
        yield from (f"  {line}" for line in discounted(questionnaire, found))
    if found.failing:
        yield f"{file}: no signature stands while {found.failing}:"
        yield from (f"  {line}" for line in found.failing.lines)
        yield "`checker check`, `checker prove` and `checker cases` show more. Mend it, and have it signed"


def unsigned_help(file: Path, found: Signoffs) -> Iterator[str]:
    """Yield that nobody has signed the ways to help, and what to do."""
    if not found.help():
        yield (
            f"{file}: nobody has signed the ways to help (`help:`) as they are. Pages show them all the same. Have "
            f"somebody who may check each, and run `checker sign {typed(file)} --scope help --as ID`"
        )


def listed(lacking: Iterable[tuple[str, str]], pieces: tuple[str, ...]) -> str:
    """Return who has to sign, each with the pieces unless everybody has to sign all of them."""
    by: dict[str, list[str]] = {}
    for piece, who in lacking:
        by.setdefault(who, []).append(piece)
    whole = all(len(some) == len(pieces) for some in by.values())
    where = {who: "" if whole else f" for {', '.join(some)}" for who, some in by.items()}
    return " and ".join(f"{'an' if who == 'author' else 'a'} {who}{some}" for who, some in where.items())


def discounted(questionnaire: Questionnaire, found: Signoffs) -> Iterator[str]:
    """Yield each signature that does not stand today, and why."""
    for each in found.unkeyed:
        yield f"{each.name}, {each.date}: this has no key, so anybody can have written it. It counts for nothing"
    for one in found.judged:
        if why := discount(questionnaire, one):
            who = one.signature
            yield f"{who.name} as {who.capacity} for {who.scope}, {who.date}: {why}"


def discount(questionnaire: Questionnaire, judged: Judged) -> str:
    """Return why a signature does not stand today; empty where it does."""
    if judged.forged:
        return phrase("refused: %(why)s", why=judged.forged)
    if why := judged.lapsed():
        return phrase("expired: %(why)s", why=why)
    if not judged.current and judged.signature.content == mark(within(judged.signature.scope, contents(questionnaire))):
        return phrase("it is of version %(version)s, though nothing else differs", version=judged.signature.version)
    if not judged.current:
        return phrase("it is of other content%(parts)s", parts=differing(questionnaire, judged))
    return ""
