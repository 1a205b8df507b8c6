"""Who vouches for the content: on the command line, on patients' pages, and where the app refuses to start."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from babel.dates import format_date
from click.testing import CliRunner, Result

from checker.authoring import load
from checker.cli import cli
from checker.cli import sign as sign_command
from checker.engine.journey import walk
from checker.evidence.worked_cases import replay
from checker.fhir.questionnaire_export import export
from checker.ops.settings import SettingsError, settings
from checker.phrases import speaking
from checker.proofs.prover import prove
from checker.resources import shipped
from checker.review import signoff
from checker.review.files import replace as replace_file
from checker.review.material import Material
from checker.review.obstacles import failing
from checker.review.pages import PRINT, SECTIONS
from checker.review.signers import load_signers
from checker.review.signing import prepare, refusals
from checker.review.signoff import SignoffError, kept_signatures, signoff_file
from checker.review.standing import Signoffs
from checker.review.statement import Signature
from checker.web import create_app
from checker.web.app import NAME
from checker.web.mounts import mounted
from checker.web.standing import standing
from tests.pages import SECOND, Page, Visitor, read, served_by
from tests.signing import DAY, KEYS, entry, list_signers, made, signature, signed
from tests.tools import needed

REVIEWED = f"Reviewed by Ada Test, physical therapist, on {format_date(DAY, 'long', locale='en')}."
NOBODY = "Not yet reviewed by a clinician."


@pytest.fixture
def copy(second_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "second.yaml"
    path.write_bytes(second_file.read_bytes())
    return path


def edited(copy: Path) -> Path:
    text = copy.read_text(encoding="utf-8")
    assert "Bicycle check" in text
    copy.write_text(text.replace("Bicycle check", "Cycle check"), encoding="utf-8")
    return copy


def visitor(path: Path, **chosen: object) -> Visitor:
    return Visitor(create_app(settings({}, questions=path, **chosen)))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_pages_say_that_nobody_has_reviewed_them(copy: Path) -> None:
    assert NOBODY in visitor(copy).open("/about").text


def test_pages_name_who_reviewed_exactly_this(copy: Path) -> None:
    about = visitor(signed(copy)).open("/about").text
    assert REVIEWED in about
    assert NOBODY not in about


def test_the_result_names_who_reviewed_it(copy: Path) -> None:
    questionnaire = load(signed(copy))
    stopped = next(case for case in questionnaire.cases if walk(questionnaire, case.sheet).stopped_by)
    result = visitor(copy).begin().answer(**walk(questionnaire, stopped.sheet).answers).page.text
    assert REVIEWED in result


def test_a_changed_word_takes_the_name_off_the_pages(copy: Path) -> None:
    about = visitor(edited(signed(copy))).open("/about").text
    assert NOBODY in about and "Ada Test" not in about


def test_a_comment_leaves_the_name_on_the_pages(copy: Path) -> None:
    signed(copy).write_text("# read again\n" + copy.read_text(encoding="utf-8"), encoding="utf-8")
    assert "Ada Test" in visitor(copy).open("/about").text


def test_the_signature_is_read_once(copy: Path) -> None:
    person = visitor(signed(copy))
    signoff_file(copy).unlink()
    assert "Ada Test" in person.open("/about").text


def test_content_that_nobody_signed_is_not_served_where_a_signature_is_required(copy: Path) -> None:
    with pytest.raises(
        SignoffError, match=r"not signed by an author and a clinician exactly as it is.*run `checker sign"
    ):
        visitor(copy, require_signoff=True)
    assert visitor(signed(copy), require_signoff=True).page.status == 200
    with pytest.raises(
        SignoffError, match=r"Ada Test as clinician for all, .*it is of other content \(these parts differ: title\)"
    ):
        visitor(edited(copy), require_signoff=True)


def test_serve_says_so_on_the_command_line(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKER_REQUIRE_SIGNOFF", "1")
    refused = run("serve", "--questions", copy)
    assert refused.exit_code == 1
    assert "this is not signed by an author and a clinician exactly as it is" in refused.output


def test_signatures_that_cannot_be_read_keep_the_app_from_starting(copy: Path) -> None:
    signoff_file(copy).write_text("signatures: [", encoding="utf-8")
    with pytest.raises(SignoffError, match="cannot be read"):
        visitor(copy)


@pytest.fixture
def keys(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of signers, and OpenSSH, which signs with the key of whoever the file of a key is called after."""
    list_signers(copy)
    monkeypatch.setattr(sign_command, "_signed", lambda statement, key: made(statement, KEYS[key.name]))


ADA = ("--as", "ada", "--key", "ada", "--yes")
BEA = ("--as", "bea", "--key", "bea", "--yes")


@pytest.mark.usefixtures("keys")
def test_sign_records_who_reviewed_what_and_who_has_to_sign_besides(copy: Path) -> None:
    done = run("sign", copy, *ADA, "--note", "Not the Spanish.", "--review-by", str(DAY + timedelta(days=30)))
    assert done.exit_code == 0, done.output
    assert done.output.startswith("I have read this, and find it fit for its purpose.\nquestionnaire: bicycle_fit\n")
    assert "Still missing: an author." in done.output
    (kept,) = kept_signatures(copy)
    assert isinstance(kept, Signature) and (kept.name, kept.note) == ("Ada Test", "Not the Spanish.")
    assert kept.review_by == DAY + timedelta(days=30)
    assert NOBODY in visitor(copy).open("/about").text
    done = run("sign", copy, *BEA)
    assert "An author and a clinician have signed all of it" in done.output and "checker sign" in done.output
    assert REVIEWED in visitor(copy).open("/about").text


def test_who_has_neither_key_nor_list_is_told_three_steps(copy: Path) -> None:
    told = run("sign", copy)
    assert (
        told.exit_code == 1
        and "second.signers.yaml: say who you are: --as ID. There is nobody in it yet" in told.output
    )
    assert "ssh-keygen -t ed25519 -f ~/.ssh/signoff" in told.output and f"checker sign {copy} --as ada" in told.output


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--as", "eve"), "it has nobody with the id 'eve'. It has ada, bea, hal, cy"),
        (("--as", "ada", "--capacity", "author"), "Ada Test may not sign as author, but as clinician"),
        (("--as", "cy"), "Cy Test may sign as author / clinician. Say which: --capacity clinician"),
        (("--as", "ada", "--scope", "help"), "Ada Test may not sign as help"),
        (("--as", "ada", "--scope", "xx"), "there is no scope 'xx'. Choose one of all, rules, en"),
        ((*ADA, "--review-by", "2099-01-01"), "2099-01-01 is not within two years"),
        ((*ADA, "--review-by", "2020-01-01"), "2020-01-01 is not within two years"),
        ((*ADA, "--key", "bea"), "it was made with a key that is not this person's in the list of signers"),
        (("--as", "ada", "--yes"), "no key of yours in ~/.ssh is in the list"),
    ],
)  # fmt: skip
def test_sign_refuses_what_is_not_somebodys_to_sign(
    copy: Path, more: tuple[str, ...], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    refused = run("sign", copy, *more)
    assert refused.exit_code == 1 and why in refused.output
    assert not signoff_file(copy).exists()


def test_a_list_that_is_wrong_is_said_with_its_line(copy: Path) -> None:
    copy.with_suffix(".signers.yaml").write_text("signers:\n  - {id: ada, name: Ada}\n", encoding="utf-8")
    refused = run("sign", copy, *ADA)
    assert refused.exit_code == 1 and "second.signers.yaml:2:5: the key `role` is missing" in refused.output
    refused = run("sign", copy, *ADA, "--signers", copy.parent / "none.yaml")
    assert refused.exit_code == 1 and "none.yaml" in refused.output


@pytest.mark.usefixtures("keys")
def test_help_is_signed_by_one_person_whatever_else_is_wrong(copy: Path) -> None:
    done = run("sign", unproved(copy), "--as", "hal", "--key", "hal", "--scope", "help", "--yes")
    assert done.exit_code == 0 and done.output.startswith("I have checked that these ways to help are right.")
    assert create_app(settings({}, questions=copy)).test_client().get("/readyz").json["help_signed"]  # type: ignore[index]


@pytest.mark.parametrize(
    "kind", [("ed25519",), ("ecdsa", "-b", "384"), ("rsa", "-b", "2048")], ids=lambda kind: kind[0]
)
def test_openssh_signs_and_its_signature_stands(copy: Path, tmp_path: Path, kind: tuple[str, ...]) -> None:
    key = tmp_path / "signoff"
    keygen = [str(needed("ssh-keygen")), "-q", "-N", "", "-C", "ada", "-f", str(key), "-t", *kind]
    subprocess.run(keygen, check=True)
    list_signers(
        copy, entry("ada", keys=f"[{key.with_suffix('.pub').read_text(encoding='utf-8').strip()}]"), entry("bea")
    )
    done = run("sign", copy, "--as", "ada", "--key", key, "--yes")
    assert done.exit_code == 0, done.output
    signed(copy, "bea")
    assert REVIEWED in visitor(copy).open("/about").text
    refused = run("sign", copy, "--as", "ada", "--key", tmp_path / "none", "--yes")
    assert refused.exit_code == 1 and "ssh-keygen did not sign with" in refused.output


def unproved(copy: Path) -> Path:
    """Take out what the rule behind a promise reads, so that the promise fails and cases go wrong."""
    text = copy.read_text(encoding="utf-8")
    assert "when: cracked_frame in faults" in text
    copy.write_text(text.replace("when: cracked_frame in faults", "when: loose_bars in faults", 1), encoding="utf-8")
    return copy


def miscast(copy: Path) -> Path:
    """Expect something else of a case than what comes out."""
    text = copy.read_text(encoding="utf-8")
    head, _, cases = text.partition("\ncases:")
    assert "tier: ride_on" in cases
    copy.write_text(f"{head}\ncases:{cases.replace('tier: ride_on', 'tier: walk_home', 1)}", encoding="utf-8")
    return copy


@pytest.mark.usefixtures("keys")
def test_what_is_not_proved_is_not_signed_and_each_failing_thing_is_named(copy: Path) -> None:
    refused = run("sign", unproved(copy), *ADA)
    assert refused.exit_code == 1
    lines = refused.output.splitlines()
    assert lines[0] == f"Error: {copy} is not signed:"
    assert [line for line in lines if line.startswith("FAILS: cracks_stop: always walk_home when cracked_frame in")]
    assert [line for line in lines if line.startswith("case ")]
    assert not signoff_file(copy).exists()


@pytest.mark.usefixtures("keys")
def test_a_case_that_goes_wrong_is_not_signed(copy: Path) -> None:
    refused = run("sign", miscast(copy), *ADA)
    assert refused.exit_code == 1 and "expected walk_home, got ride_on" in refused.output
    assert "No signature stands while 1 worked case is not as expected" in refused.output
    assert "FAILS" not in refused.output and not signoff_file(copy).exists()


@pytest.mark.usefixtures("keys")
def test_what_was_not_decided_in_time_is_not_signed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_command, "prove", lambda questionnaire: prove(questionnaire, timeout=0))
    refused = run("sign", copy, *ADA)
    assert refused.exit_code == 1 and "undecided: cracks_stop: always walk_home" in refused.output
    assert not signoff_file(copy).exists()


@pytest.mark.usefixtures("keys")
def test_a_mistake_in_the_file_is_not_signed(copy: Path) -> None:
    copy.write_text(copy.read_text(encoding="utf-8").replace("when: cracked_frame in", "when: crack in"), "utf-8")
    refused = run("sign", copy, *ADA)
    assert refused.exit_code == 1 and "crack" in refused.output and not signoff_file(copy).exists()


def test_a_signature_stands_no_more_once_something_fails(copy: Path) -> None:
    """A questionnaire that was signed before signing asked for proofs, or whose proof no longer comes through."""
    for spoilt in (unproved, miscast):
        copy.write_bytes(SECOND.read_bytes())
        about = visitor(signed(spoilt(copy))).open("/about").text
        assert NOBODY in about and "Ada Test" not in about


def test_what_is_signed_and_not_proved_is_not_served_where_a_signature_is_required(copy: Path) -> None:
    with pytest.raises(SignoffError, match=r"no signature stands while 2 claims are not proved and (.|\n)*cracks_stop"):
        visitor(signed(unproved(copy)), require_signoff=True)
    copy.write_bytes(SECOND.read_bytes())
    with pytest.raises(SignoffError, match=r"no signature stands while 1 worked case is not as expected:\n  case "):
        visitor(signed(miscast(copy)), require_signoff=True)


def _expired(copy: Path) -> None:
    signed(copy, date=DAY - timedelta(days=400))


def _forged(copy: Path) -> None:
    signed(copy)
    file = signoff_file(copy)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("capacity: clinician", "note: x\n  capacity: clinician"), encoding="utf-8")


UNREVIEWED: dict[str, Callable[[Path], object]] = {
    "signed by nobody": lambda copy: None,
    "signed by one": lambda copy: signed(copy, "ada"),
    "changed since": lambda copy: edited(signed(copy)),
    "unproved": lambda copy: signed(unproved(copy)),
    "expired": _expired,
    "forged": _forged,
}
PAGES = ("/", "/about", "/how-well", "/embed", "/oembed?url=http://localhost/", "/readyz")


@pytest.mark.parametrize("made", UNREVIEWED.values(), ids=UNREVIEWED)
def test_nothing_calls_reviewed_what_is_not(copy: Path, made: Callable[[Path], object]) -> None:
    made(copy)
    questionnaire = load(copy)
    app = create_app(settings({}, questions=copy, review=True))
    client = app.test_client()
    said = {page: client.get(page).text for page in PAGES}
    said |= {
        name: client.get(f"/review/{name if name != 'index' else ''}").text
        for name in (*SECTIONS, PRINT)
        if name != "read"
    }
    said["result"] = Visitor(app).begin().answer(**walk(questionnaire, questionnaire.cases[0].sheet).answers).page.text
    said["first lines"] = "\n".join(standing(app, ""))
    said["FHIR"] = json.dumps(export(questionnaire))
    for where, words in said.items():
        assert not re.search(r"Reviewed by|Signed by Ada|\"signed\":\s*true|approvalDate|lastReviewDate", words), where
    for where in ("/about", "/how-well", "result", "index"):
        assert NOBODY in " ".join(said[where].split()), where
    assert "Signed by no clinician" in said["first lines"]


def test_every_place_that_names_a_reviewer_is_tried_above() -> None:
    root = shipped("templates")
    files = {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in root.rglob("*.html")}
    asking = {name for name, text in files.items() if re.search(r"reviewers\(\)|material\.reviewers", text)}
    ours = {"components/result.html", "review/status.html", "review/signatures.html"}
    assert asking == {*ours, "review/dossier/page.html"}  # of which tests/dossier tries the last one
    users = {name for name, text in files.items() if re.search(r"import .*\bsigned\b", text)}
    assert users == {"about.html", "how_well.html", "result.html"}


def test_a_running_server_names_nobody_once_the_day_is_over(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = visitor(signed(copy), require_signoff=True)
    assert REVIEWED in person.open("/about").text
    monkeypatch.setattr("checker.review.standing.today", lambda: DAY + timedelta(days=366))
    after = person.open("/about").text
    assert NOBODY in after and "Ada Test" not in after and "tel:" in str(person.page.all("a"))
    assert person.open("/").status == 200, "and help goes on being shown"
    with pytest.raises(SignoffError, match="expired: it was to be read again by"):
        visitor(copy, require_signoff=True)


def test_help_that_nobody_signed_is_shown_and_not_started_with_where_all_has_to_be_signed(copy: Path) -> None:
    signed(copy, "bea", "ada")
    person = visitor(copy)
    assert person.page.all("a", href="tel:555-0100")
    assert "The ways to help are not signed: `checker sign --scope help` says how." in list(standing(person.app, ""))
    assert "Nobody has signed the ways to help." in review(copy, "rules").text
    with pytest.raises(SignoffError, match=r"nobody has signed the ways to help.*Pages show them all the same"):
        visitor(copy, require_signoff=True)
    shop = copy.with_name("shop.yaml")
    shop.write_text("name: Corner Shop\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="nobody has signed the ways to help"):
        visitor(copy, site="https://check.example", clinic=shop)


def ready(path: Path, **chosen: object) -> tuple[int, object, object]:
    told = create_app(settings({}, questions=path, **chosen)).test_client().get("/readyz")
    assert told.json
    return told.status_code, told.json["proved"], told.json["signed"]


def test_readiness_names_the_signature_that_stands(copy: Path) -> None:
    assert ready(copy) == (200, True, False)
    assert ready(signed(copy), require_signoff=True) == (200, True, True)
    assert ready(signed(unproved(copy))) == (200, False, False)
    assert ready(copy, require_proof=True) == (503, False, False)
    copy.write_bytes(SECOND.read_bytes())
    assert ready(signed(miscast(copy))) == (200, True, False)


def test_an_instance_that_has_to_be_signed_is_not_ready_without_a_signature(copy: Path) -> None:
    app = create_app(settings({}, questions=signed(copy), require_signoff=True))
    mounted(app)[NAME] = replace(served_by(app), signoffs=Signoffs())
    assert app.test_client().get("/readyz").status_code == 503


@pytest.mark.usefixtures("keys")
def test_other_content_under_a_signed_version_is_not_signed(copy: Path) -> None:
    assert run("sign", copy, *ADA).exit_code == 0
    assert run("sign", copy, *ADA).exit_code == 0
    line = 1 + copy.read_text(encoding="utf-8").splitlines().index('version: "3"')
    refused = run("sign", edited(copy), *ADA)
    assert refused.exit_code == 1
    assert (
        f"bump `version` in {copy} line {line}: 3 was signed by Ada Test on {DAY} with other content "
        "(these parts differ: title)" in refused.output
    )
    copy.write_text(copy.read_text(encoding="utf-8").replace('version: "3"', 'version: "4"'), encoding="utf-8")
    assert run("sign", copy, *ADA).exit_code == 0


@pytest.mark.parametrize(
    ("first", "then", "refused"),
    [
        ("all", "rules", True),
        ("all", "en", True),
        ("en", "all", True),
        ("en", "en", True),
        ("en", "rules", False),
        ("rules", "all", False),
        ("rules", "en", False),
    ],
)
@pytest.mark.usefixtures("keys")
def test_a_version_is_one_content_of_the_whole_and_of_each_piece(
    copy: Path, first: str, then: str, refused: bool
) -> None:
    signed_first = run("sign", copy, *BEA, "--scope", first)
    assert signed_first.exit_code == 0, signed_first.output
    said = run("sign", edited(copy), *ADA, "--scope", then)
    assert ("3 was signed by Bea Test" in said.output, said.exit_code) == (refused, int(refused))


@pytest.mark.usefixtures("keys")
def test_sign_shows_what_is_signed_and_what_changed_since_and_asks(copy: Path) -> None:
    asked = run("sign", copy, *ADA[:-1])
    assert asked.exit_code == 1 and not signoff_file(copy).exists()
    assert asked.output.index("content: ") < asked.output.index("Sign this? [y/N]")
    assert CliRunner().invoke(cli, ["sign", str(copy), *ADA[:-1]], input="y\n").exit_code == 0
    before = f"Ada Test signed this scope of version 3 on {DAY}. "
    assert f"{before}Nothing in it has changed since." in run("sign", copy, *ADA[:-1]).output
    edited(copy).write_text(copy.read_text(encoding="utf-8").replace('version: "3"', 'version: "4"'), encoding="utf-8")
    assert f"{before}It has changed since (these parts differ: version, title)." in run("sign", copy, *ADA[:-1]).output
    assert "signed this scope" not in run("sign", copy, *ADA[:-1], "--scope", "en").output


@pytest.mark.usefixtures("keys")
def test_who_is_missing_is_named_with_every_piece_and_a_version_that_alone_differs(copy: Path) -> None:
    done = run("sign", copy, *ADA, "--scope", "en")
    assert "Still missing: an author for rules, en, fr and a clinician for rules, fr." in done.output
    copy.write_text(copy.read_text(encoding="utf-8").replace('version: "3"', 'version: "4"'), encoding="utf-8")
    with pytest.raises(SignoffError, match="it is of version 3, though nothing else differs") as told:
        visitor(copy, require_signoff=True)
    assert "these parts differ" not in str(told.value)


def test_of_two_who_sign_at_once_neither_is_lost(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list_signers(copy)
    questionnaire, given = load(copy), [signature(copy, name) for name in ("ada", "bea")]
    read, both = signoff.kept_signatures, Barrier(2)

    def slowly(questions: Path) -> tuple[object, ...]:
        found = read(questions)
        with suppress(BrokenBarrierError):
            both.wait(0.5)
        return found

    monkeypatch.setattr(signoff, "kept_signatures", slowly)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: signoff.keep(copy, questionnaire, each), given))
    assert {each.name for each in read(copy)} == {"Ada Test", "Bea Test"}


def test_what_stands_where_a_file_is_written_first_is_not_written_through(tmp_path: Path) -> None:
    file, theirs = tmp_path / "a.yaml", tmp_path / "theirs"
    file.write_bytes(b"old")
    file.chmod(0o640)
    theirs.write_bytes(b"theirs")
    (tmp_path / "a.yaml.new").symlink_to(theirs)
    replace_file(file, "new\r\n")
    assert (file.read_bytes(), theirs.read_bytes()) == (b"new\r\n", b"theirs")
    assert (file.stat().st_mode & 0o777, sorted(tmp_path.iterdir())) == (0o640, [file, theirs])


@pytest.mark.usefixtures("keys")
def test_sign_says_when_signatures_cannot_be_read_or_written(copy: Path) -> None:
    signoff_file(copy).write_text("signatures: [", encoding="utf-8")
    refused = run("sign", copy, *ADA)
    assert refused.exit_code == 1 and "these signatures cannot be read. Restore the file" in refused.output
    signoff_file(copy).unlink()
    signoff_file(copy).with_suffix(".yaml.new").mkdir()
    refused = run("sign", copy, *ADA)
    assert refused.exit_code == 1 and "cannot be written" in refused.output


def review(path: Path, name: str) -> Page:
    found = create_app(settings({}, questions=path, review=True)).test_client()
    return read(found.get(f"/review/{name}"))


def test_the_review_says_that_a_signature_stands_no_more_and_leads_to_the_proofs(copy: Path) -> None:
    page = review(signed(unproved(copy)), "rules")
    said = "Not yet reviewed by a clinician. All of it is signed, but no signature stands: 2 claims are not proved and "
    assert said in " ".join(page.text.split()) and "Reviewed by" not in page.text
    assert any(link.text.startswith("2 claims are") for link in page.all("a", href="/review/proofs"))
    sheet = " ".join(review(copy, "signoff").text.split())
    assert "No longer stands" in sheet and "This cannot be signed yet: 2 claims are not proved" in sheet


def test_the_review_names_the_very_file_in_the_command_that_signs_it(copy: Path) -> None:
    spaced = copy.with_name("my check's.yaml")
    spaced.write_bytes(copy.read_bytes())
    sheet = review(spaced, "signoff")
    commands = [each.text for each in sheet.all("pre")]
    assert all(each.startswith("checker sign '") and "my check'\"'\"'s.yaml'" in each for each in commands)
    assert "my check's.signoff.yaml" in sheet.text
    out = copy.with_name("site")
    assert run("review", spaced, "--out", out).exit_code == 0
    assert "my check" in (out / "signoff.html").read_text(encoding="utf-8")


def test_a_file_whose_name_looks_like_an_option_or_is_no_text_can_be_shown(copy: Path, tmp_path: Path) -> None:
    questionnaire = load(copy)
    assert Material(questionnaire, file=Path("-x.yaml")).typed == "./-x.yaml"
    assert Material(questionnaire, file=Path(os.fsdecode(b"\xff.yaml"))).typed == "'?.yaml'"


def test_the_review_says_that_a_version_is_signed_with_other_content(copy: Path) -> None:
    sheet = " ".join(review(edited(signed(copy)), "signoff").text.split())
    assert f"This cannot be signed as version 3: Ada Test signed that on {DAY} with other content." in sheet


def test_the_shipped_pages_say_in_both_languages_that_nobody_has_reviewed_them() -> None:
    person = Visitor(create_app(settings({})))
    assert NOBODY in person.open("/about").text
    assert "Todavía no lo ha revisado un profesional de la salud." in person.open("/about?lang=es").text


def test_what_keeps_one_from_signing_is_said_in_the_readers_language(copy: Path) -> None:
    questionnaire, hal = load(copy), load_signers(copy, list_signers(copy)).by_id["hal"]
    wrong = failing(prove(load(unproved(copy))), replay(questionnaire))
    with speaking("es"):
        with pytest.raises(SignoffError, match=r"^Hal Test no puede firmar como clinician.* Así lo dice la lista de"):
            prepare(questionnaire, hal, "all", "clinician", DAY)
        lines = list(refusals(questionnaire, copy, Signoffs(failing=wrong), "all"))
    assert lines[0].startswith("FALLA: cada respuesta cambia algo") and lines[-1].startswith(
        "Ninguna firma vale mientras 2 "
    )
