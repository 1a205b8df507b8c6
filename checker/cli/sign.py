"""``checker sign``: somebody vouches for exactly this content, with a key of theirs."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import get_args

import click

from checker.authoring.problems import LoadError
from checker.cli.common import FILE, loaded, signers_option, told
from checker.engine.questionnaire import Questionnaire
from checker.evidence.worked_cases import replay
from checker.proofs.prover import prove
from checker.review import signing
from checker.review.keys import NAMESPACE, PASSKEY
from checker.review.obstacles import Failing, failing
from checker.review.parts import ALL, HELP
from checker.review.signers import Signer, Signers, load_signers, signers_file
from checker.review.signoff import SignoffError, keep, kept_signatures, typed
from checker.review.standing import Signoffs, judge, today
from checker.review.statement import Capacity

_KEYGEN = "ssh-keygen"


@click.command("sign")
@click.argument("file", type=FILE)
@click.option("--as", "signer", help="Who signs: their id in the list of signers.")
@click.option("--key", type=FILE, help="Their SSH key; one of ~/.ssh that is in the list if left out.")
@click.option("--scope", default=ALL, show_default=True, help="all, rules, a language such as es, or help.")
@click.option("--capacity", type=click.Choice(get_args(Capacity)), help="As what, for who may sign as several.")
@click.option("--review-by", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it stands; in a year.")
@click.option("--note", default="", help="What the signature covers or leaves open.")
@click.option("--yes", is_flag=True, help="Sign without asking, as in a script.")
@signers_option
def command(
    file: Path,
    signer: str | None,
    key: Path | None,
    scope: str,
    capacity: Capacity | None,
    review_by: datetime | None,
    note: str,
    yes: bool,
    signers: Path | None,
) -> None:
    """Sign FILE with an SSH key: say who has reviewed it, and exactly what it said.

    The list of signers says who may sign what, and by which keys. Only what has no mistake, is proved and gives what
    its worked cases expect can be signed; the ways to help (--scope help) whenever they are right. You are shown what
    you sign, and asked. The signature is kept beside FILE, and stands until a word, a point, a rule or an order in FILE
    changes, or its last day is over.
    """
    questionnaire = loaded(file)
    try:
        listed = load_signers(file, signers)
        somebody = _somebody(listed, signers_file(file, signers), file, signer)
        chosen = signing.capacity_of(somebody, scope, capacity)
        last = review_by.date() if review_by else None
        unsigned = signing.prepare(questionnaire, somebody, scope, chosen, today(), last, note)
        found = _found(questionnaire, file, listed, scope)
        if refused := list(signing.refusals(questionnaire, file, found, scope)):
            raise SignoffError("\n".join([f"{file} is not signed:", *refused]))
        click.echo("\n".join([unsigned.statement, *filter(None, [signing.since(questionnaire, found, unsigned)])]))
        if not yes:
            click.confirm("Sign this?", abort=True)
        signed = unsigned.model_copy(update={"ssh": _signed(unsigned.statement, key or _own_key(somebody))})
        if why := judge(questionnaire, file, [signed], listed, Failing()).judged[0].forged:
            raise SignoffError(f"{file} is not signed: {why}")
        kept = keep(file, questionnaire, signed)
        click.echo("\n".join([f"Signed. Kept in {kept}.", *_next(questionnaire, file, listed, found)]))
    except SignoffError as error:
        raise click.ClickException(str(error)) from None
    except LoadError as error:
        raise told(error) from None


def _somebody(listed: Signers, place: Path, file: Path, signer: str | None) -> Signer:
    """Return whom the list has by an id; raise SignoffError that says how to come into it."""
    if signer and signer in listed.by_id:
        return listed.by_id[signer]
    known = f"It has {', '.join(listed.by_id)}" if listed.signers else "There is nobody in it yet"
    who = f"it has nobody with the id '{signer}'" if signer else "say who you are: --as ID"
    raise SignoffError(f"{place}: {who}. {known}\n{_STEPS.format(place=place, file=typed(file))}")


_STEPS = """\
Three steps lead to a signature:
1. Make a key, once:
     ssh-keygen -t ed25519 -f ~/.ssh/signoff
2. Have whoever keeps {place} write you into it, with the line of ~/.ssh/signoff.pub:
     signers:
       - id: ada
         name: Ada Example
         role: MD, physiatrist
         may: [clinician]          # author, clinician; help: the ways to help
         keys: [ssh-ed25519 AAAA...]
3. Sign what you have read:
     checker sign {file} --as ada --key ~/.ssh/signoff
Nobody writes themselves into that list: keep it where changes are seen by somebody else."""


def _found(questionnaire: Questionnaire, file: Path, listed: Signers, scope: str) -> Signoffs:
    """Return what is signed already, and what stands in the way; nothing is proved for the help."""
    wrong = Failing() if scope == HELP else failing(prove(questionnaire), replay(questionnaire))
    return judge(questionnaire, file, kept_signatures(file), listed, wrong)


def _next(questionnaire: Questionnaire, file: Path, listed: Signers, found: Signoffs) -> Iterator[str]:
    """Yield what this comes to, and who has to sign besides."""
    now = judge(questionnaire, file, kept_signatures(file), listed, found.failing)
    if now.reviewers():
        yield "An author and a clinician have signed all of it: patients read who reviewed it."
    if lacking := now.lacking():
        yield f"Still missing: {signing.listed(lacking, now.pieces)}."
    if not now.help():
        yield f"Still to be signed: the ways to help (checker sign {typed(file)} --scope help)."


def _own_key(signer: Signer) -> Path:
    """Return the key in ~/.ssh that the list has for somebody; raise SignoffError where there is none."""
    listed = {tuple(line.split()[:2]) for line in signer.keys}
    for file in sorted(Path("~/.ssh").expanduser().glob("*.pub")):
        if tuple(file.read_text(encoding="utf-8", errors="replace").split()[:2]) in listed:
            return file.with_suffix("") if file.with_suffix("").exists() else file
    if all(line.startswith(PASSKEY) for line in signer.keys):
        raise SignoffError(f"{signer.name} has passkeys alone: sign in the review, `checker review --serve`")
    raise SignoffError("no key of yours in ~/.ssh is in the list. Name it: --key ~/.ssh/signoff")


def _signed(statement: str, key: Path) -> str:
    """Return what an SSH key makes of a statement; OpenSSH asks for a passphrase or a touch where one is needed."""
    if (program := shutil.which(_KEYGEN)) is None:
        raise SignoffError(
            f"there is no {_KEYGEN} here. Install OpenSSH (openssh-client), or sign in the served review"
        )
    command = [program, "-Y", "sign", "-n", NAMESPACE, "-f", str(key.expanduser())]
    done = subprocess.run(command, input=statement.encode(), stdout=subprocess.PIPE, check=False)
    if done.returncode:  # what it asks for and why it fails, it says itself
        raise SignoffError(f"{_KEYGEN} did not sign with {key}. It needs the private key, or an agent that has it")
    return done.stdout.decode()
