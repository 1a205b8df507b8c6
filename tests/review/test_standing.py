"""Signatures that cannot be made up: each way to forge, replay, outlive or overstep one is refused, and says why."""

import datetime
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checker.authoring import load
from checker.authoring.problems import LoadError
from checker.review.obstacles import Failing
from checker.review.signers import load_signers, read_signers
from checker.review.signing import discounted
from checker.review.signoff import (
    MOST_BYTES,
    SignoffError,
    keep,
    kept_signatures,
    signed_file,
    signoff_file,
    words_signed,
)
from checker.review.standing import Signoffs, read_signoffs
from checker.review.statement import Signature
from tests.review.test_parts import SMALL
from tests.signing import DAY, KEYS, PEOPLE, entry, list_signers, made, public, signature, signed

LATER = DAY + datetime.timedelta(days=1)
WITH_SPANISH = SMALL.replace("{en: Safety}", "{en: Safety, es: Seguridad}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "throat.yaml"
    path.write_text(WITH_SPANISH, encoding="utf-8")
    list_signers(path)
    return path


def found(file: Path, failing: Failing | None = None) -> Signoffs:
    return read_signoffs(load(file), file, failing or Failing())


def named(file: Path, **more: Any) -> list[str]:
    return [each.name for each in found(file).reviewers(**more)]


def why(file: Path) -> str:
    """Return why the signatures of a file do not stand, a line each."""
    return "\n".join(discounted(load(file), found(file)))


def written(file: Path, *edits: tuple[str, str], place: Path | None = None) -> None:
    path = place or signoff_file(file)
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def forge(file: Path, /, *, key: str = "", namespace: str = "", **changed: Any) -> None:
    """Keep what somebody signed, some of it changed since; or signed by another key, or for another use."""
    good = signature(file, "ada")
    if key or namespace:
        changed["ssh"] = made(good.statement, KEYS[key or "ada"], *([namespace] if namespace else []))
    keep(file, load(file), good.model_copy(update=changed))


# Two people ------------------------------------------------------------------------------------------------------


def test_an_author_and_a_clinician_make_it_reviewed_and_the_clinician_is_named(file: Path) -> None:
    assert named(signed(file, "ada")) == []
    assert found(file).lacking() == (("rules", "author"), ("en", "author"), ("es", "author"))
    assert named(signed(file, "bea")) == ["Ada Test"]


def test_one_person_is_not_two(file: Path) -> None:
    keep(file, load(file), signature(file, "cy", capacity="author"))
    keep(file, load(file), signature(file, "cy", capacity="clinician"))
    assert named(file) == [] and found(file).lacking()[0] == ("rules", "second person")
    assert named(signed(file, "bea")) == ["Cy Test"]


def test_pieces_together_are_all_of_it_and_each_reader_is_told_who_read_their_words(file: Path) -> None:
    list_signers(file, entry("ada"), entry("bea"), entry("cy", scopes="[es]"))
    signed(file, "bea")
    for name, scope in (("ada", "rules"), ("ada", "en"), ("cy", "es")):
        assert named(file) == []
        keep(file, load(file), signature(file, name, scope, "clinician"))
    assert named(file) == ["Ada Test", "Cy Test"]
    assert named(file, language="en") == ["Ada Test"]
    assert named(file, language="es") == ["Ada Test", "Cy Test"]


def test_another_word_in_one_language_leaves_what_others_signed(file: Path) -> None:
    signed(file, "bea")
    for scope in ("rules", "en", "es"):
        keep(file, load(file), signature(file, "ada", scope))
    written(file, ("Seguridad", "La seguridad"), place=file)
    assert [each for each in found(file).lacking() if each[1] == "clinician"] == [("es", "clinician")]


def test_another_telephone_number_voids_the_word_for_the_help_and_nothing_else(file: Path) -> None:
    signed(file)
    assert found(file).help()
    written(file, ("tel:911", "tel:112"), place=file)
    assert named(file) == ["Ada Test"] and not found(file).help()
    assert "Hal Test as help for help, " in why(file) and "(these parts differ: help link call)" in why(file)


def test_nothing_stands_while_anything_fails_but_the_help(file: Path) -> None:
    failing = found(signed(file), Failing(("FAILS: first",)))
    assert failing.reviewers() == () and failing.help()


# Refused ---------------------------------------------------------------------------------------------------------


def _bytes(file: Path) -> None:
    text = signature(file, "ada").ssh
    middle = len(text) - 60
    forge(file, ssh=text[:middle] + ("B" if text[middle] != "B" else "C") + text[middle + 1 :])


def _other_questionnaire(file: Path) -> None:
    written(file, ("id: throat", "id: cough"), place=file)
    good = signature(file, "ada")
    written(file, ("id: cough", "id: throat"), place=file)
    keep(file, load(file), good)


def _other_version(file: Path) -> None:
    keep(file, load(file), signature(file, "ada", "es"))  # whose words no version is among
    written(file, ('version: "1"', 'version: "2"'), place=file)


def _other_content(file: Path) -> None:
    keep(file, load(file), signature(file, "ada"))
    written(file, ("{en: How bad?}", "{en: How bad is it?}"), place=file)


def _by_the_list(**other: str) -> Callable[[Path], None]:
    def then(file: Path) -> None:
        keep(file, load(file), signature(file, "ada"))
        list_signers(file, entry("ada", **other), entry("bea"))

    return then


def _removed(file: Path) -> None:
    keep(file, load(file), signature(file, "ada"))
    list_signers(file, entry("bea"))


def _expired(file: Path) -> None:
    long_ago = DAY - datetime.timedelta(days=400)
    keep(file, load(file), signature(file, "ada", date=long_ago))


def _of_the_future(file: Path) -> None:
    keep(file, load(file), signature(file, "ada", date=DAY + datetime.timedelta(days=3)))


def _too_long(file: Path) -> None:
    good = signature(file, "ada")
    long = good.model_copy(update={"review_by": DAY + datetime.timedelta(days=3000)})
    keep(file, load(file), long.model_copy(update={"ssh": made(long.statement, KEYS["ada"])}))


NOT_WHAT = "refused: what stands here is not what was signed, or the signature was changed"
REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "forged: bytes of the signature": (_bytes, NOT_WHAT),
    "forged: a signature that is none": (lambda file: forge(file, ssh="yes"), "refused: its signature is broken"),
    "forged: no signature": (lambda file: forge(file, ssh=""), "refused: its signature is broken"),
    "forged: somebody else's key": (
        lambda file: forge(file, key="bea"), "refused: it was made with a key that is not this person's in the list"),
    "forged: a key that is not in the list": (
        _by_the_list(keys=f"[{public('hal')}]"), "refused: it was made with a key that is not this person's in"),
    "replayed: for other content": (_other_content, "it is of other content (these parts differ: question pain)"),
    "replayed: for other content, by its fingerprint": (lambda file: forge(file, content="0" * 64), NOT_WHAT),
    "replayed: for another version": (_other_version, "it is of version 1, though nothing else"),
    "replayed: for another scope": (lambda file: forge(file, scope="rules"), NOT_WHAT),
    "replayed: in another capacity": (
        lambda file: forge(file, capacity="author"), "refused: Ada Test may not sign as author"),
    "replayed: for another questionnaire": (_other_questionnaire, "refused: it is for another questionnaire, cough"),
    "replayed: for another questionnaire, by its id": (
        lambda file: forge(file, questionnaire="cough"), "refused: it is for another"),
    "replayed: a signature of a commit": (
        lambda file: forge(file, namespace="git"), "refused: it was made for 'git', not for a sign-off"),
    "edited: the note": (lambda file: forge(file, note="x"), NOT_WHAT),
    "edited: the name": (
        lambda file: forge(file, name="Gregory House"), "refused: the list of signers says Ada Test, physical"),
    "edited: the role": (lambda file: forge(file, role="MD"), "refused: the list of signers says Ada Test, physical"),
    "edited: the date": (lambda file: forge(file, date=DAY - datetime.timedelta(days=1)), NOT_WHAT),
    "edited: the last day": (lambda file: forge(file, review_by=DAY + datetime.timedelta(days=500)), NOT_WHAT),
    "expired: its last day": (_expired, "expired: it was to be read again by"),
    "expired: its signer's last day": (
        _by_the_list(until=str(DAY - datetime.timedelta(days=1))), "was not to sign"),
    "expired: its signer is gone": (_removed, "refused: the list of signers has nobody with the id 'ada'"),
    "too early": (_of_the_future, "expired: it begins on"),
    "too early for its signer": (_by_the_list(**{"from": str(LATER)}), f"refused: on {DAY} Ada Test was not to sign"),
    "for too long": (_too_long, "refused: it would stand for more than two years"),
    "overstepped: the capacity": (_by_the_list(may="[author]"), "refused: Ada Test may not sign as clinician, but as"),
    "overstepped: the scope": (_by_the_list(scopes="[es]"), "refused: Ada Test may not sign all, but es"),
    "overstepped: help as a clinician": (
        lambda file: forge(file, scope="help"), "refused: the ways to help are signed as help, and nothing else is"),
}  # fmt: skip


@pytest.mark.parametrize(("attack", "says"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused(file: Path, attack: Callable[[Path], None], says: str) -> None:
    signed(file)
    assert named(file) == ["Ada Test"]
    signoff_file(file).unlink()
    signed(file, "bea")
    attack(file)
    assert named(file) == [] and says in why(file), why(file)


def test_a_name_that_was_edited_in_the_list_too_is_refused(file: Path) -> None:
    signed(file)
    written(file, ("name: Ada Test", "name: Gregory House"))
    list_signers(file, entry("ada", name="Gregory House"), entry("bea"))
    assert named(file) == [] and f"Gregory House as clinician for all, {DAY}: {NOT_WHAT}" in why(file)


def test_a_name_without_a_key_is_kept_and_shown_and_counts_for_nothing(file: Path) -> None:
    content = (
        "{name: Gregory House, role: MD, date: 2026-11-02, questionnaire: throat, version: '1', content: x, parts: {}}"
    )
    signoff_file(file).write_text(f"signatures: [{content}]\n", encoding="utf-8")
    assert named(signed(file, "bea")) == [] and len(kept_signatures(file)) == 2
    assert "Gregory House, 2026-11-02: this has no key, so anybody can have written it. It counts for nothing" in why(
        file
    )
    assert "questionnaire: throat" in signoff_file(file).read_text(encoding="utf-8").split("signer:")[0]


def test_what_is_signed_ends_on_its_day_without_a_new_start(file: Path) -> None:
    last = DAY + datetime.timedelta(days=5)
    once = found(signed(file, review_by=last))
    after = last + datetime.timedelta(days=1)
    assert once.reviewers(day=last) and once.help(last)
    assert not once.reviewers(day=after) and not once.help(after)
    list_signers(file, *(entry(name, until=str(DAY)) for name in PEOPLE))
    assert found(file).reviewers(day=DAY) and not found(file).reviewers(day=LATER)
    assert not found(file).reviewers("ar", DAY)  # a draft, which nobody signs


# The list --------------------------------------------------------------------------------------------------------

LISTS = {
    "two people with one key": (
        (entry("ada"), entry("bea", keys=f"[{public('ada')} laptop]")), r":\d+:\d+: this is the key of 'ada' too"),
    "one person twice": ((entry("ada"), entry("bea", name="ada test")), "this person is listed already"),
    "one person twice, spaced": ((entry("ada"), entry("bea", name="Ada  Test")), "this person is listed already"),
    "one id twice": ((entry("ada"), entry("bea", id="ada")), "another signer has the id 'ada' already"),
    "an unknown kind of key": ((entry("ada", keys="[ssh-dss AAAAB3N]"),), "'ssh-dss' is no kind of key that may sign"),
    "a broken key": ((entry("ada", keys="[ssh-ed25519 AAAA]"),), "this ssh-ed25519 key is broken. Copy the whole line"),
    "a private key": ((entry("ada", keys="['-----BEGIN OPENSSH PRIVATE KEY-----']"),), "this is a private key"),
    "a certificate": ((entry("ada", keys="[ssh-ed25519-cert-v01@openssh.com A]"),), "is no kind of key that may sign"),
    "an unknown capacity": ((entry("ada", may="[boss]"),), "may: write author, clinician or help, not boss"),
    "an unknown key": ((entry("ada", roles="x"),), "has no key `roles`. Did you mean 'role'?"),
    "no day": ((entry("ada", until="soon"),), "until: write a day, such as 2027-06-30"),
    "a name with tags": ((entry("ada", name="<b>"),), "name: write one line of 1 to 200 characters"),
}  # fmt: skip


@pytest.mark.parametrize(("entries", "says"), LISTS.values(), ids=LISTS)
def test_a_list_that_cannot_be_trusted_is_refused_with_its_line(
    file: Path, entries: tuple[str, ...], says: str
) -> None:
    list_signers(file, *entries)
    with pytest.raises(LoadError, match=says):
        load_signers(file)
    with pytest.raises(LoadError):
        found(file)


def test_a_weak_rsa_key_is_refused() -> None:
    for bits, refused in ((1024, True), (2048, False)):
        key = (
            generate_private_key(65537, bits).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        )
        text = f"signers: [{{id: ada, name: A, role: B, may: [author], keys: [{key}]}}]"
        if refused:
            with pytest.raises(LoadError, match="an RSA key of 1024 bits is too weak"):
                read_signers(text)
        else:
            assert read_signers(text).by_id


# The files -------------------------------------------------------------------------------------------------------

BROKEN = {
    "not YAML": "signatures: [",
    "a list": "- 1",
    "empty": "",
    "a word": "signatures: yes",
    "half a signature": "signatures: [{name: Ada}]",
    "more than signatures": "signatures: []\nmore: 1",
    "deep": "[" * 5000,
    "binary": "\x00",
    "huge": "#" * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_signatures_are_an_error_and_never_a_signature(file: Path, text: str) -> None:
    signoff_file(file).write_text(text, encoding="utf-8")
    with pytest.raises(SignoffError, match=r"throat\.signoff\.yaml: .*(Restore the file|Remove old signatures)"):
        found(file)


def test_a_pipe_is_not_waited_for(file: Path) -> None:
    os.mkfifo(signoff_file(file))
    with pytest.raises(SignoffError, match="this is no file"):
        found(file)


def test_no_signature_is_written_through_a_link(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.yaml"
    target.write_text("signatures: []\n", encoding="utf-8")
    signoff_file(file).symlink_to(target)
    assert found(file).judged == (), "a link is read: a cluster mounts every file as one"
    with pytest.raises(SignoffError, match=r"this is a link.*Name the file itself"):
        signed(file)
    assert target.read_text(encoding="utf-8") == "signatures: []\n"


def test_an_unwritable_folder_is_said_plainly(file: Path) -> None:
    with pytest.raises(SignoffError, match="cannot be written"):
        keep(file.parent / "none" / "throat.yaml", load(file), signature(file, "ada"))


# The words that were signed --------------------------------------------------------------------------------------


def kept(file: Path) -> Signature:
    (one,) = (each for each in kept_signatures(file) if isinstance(each, Signature))
    return one


def test_the_words_are_kept_as_they_were_signed_once_for_each_content(file: Path) -> None:
    signed(file)
    folder = signed_file(file, "").parent
    assert len(list(folder.iterdir())) == 1
    written(file, ("{en: How bad?}", "{en: How bad is it?}"), place=file)
    (ada,) = (each for each in kept_signatures(file) if isinstance(each, Signature) and each.signer == "ada")
    then = words_signed(file, ada)
    assert then and "How bad?" in json.dumps(then["question pain"])
    signed(file)
    assert len(list(folder.iterdir())) == 1, "nobody's word is for the old one any more"


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", "null", "\x00", '{"question pain": {"ask": {"~": 1}}}', "#" * (MOST_BYTES + 1)]
)
def test_words_that_are_not_what_was_signed_are_not_shown_as_such(file: Path, text: str) -> None:
    signed(file, "ada")
    signed_file(file, kept(file).signed).write_text(text, encoding="utf-8")
    assert words_signed(file, kept(file)) is None
    signed_file(file, kept(file).signed).unlink()
    assert words_signed(file, kept(file)) is None and found(file).judged[0].current


def test_words_that_were_edited_are_not_shown_as_such(file: Path) -> None:
    signed(file, "ada")
    written(file, ("How bad?", "How good?"), place=signed_file(file, kept(file).signed))
    assert words_signed(file, kept(file)) is None
