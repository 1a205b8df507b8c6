"""Who vouches for the content: on the command line, on patients' pages, and where the app refuses to start."""

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.authoring import load
from checker.cli import cli
from checker.cli import sign as sign_command
from checker.engine.journey import walk
from checker.ops.settings import settings
from checker.proofs.prover import prove
from checker.review.material import Material
from checker.review.signoff import SignoffError, keep, sign, signatures, signoff_file
from checker.web import create_app
from checker.web.app import NAME
from checker.web.mounts import mounted
from tests.pages import SECOND, Page, Visitor, read, served_by

NOBODY = "Not yet reviewed by a clinician."


@pytest.fixture
def copy(second_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "second.yaml"
    path.write_bytes(second_file.read_bytes())
    return path


def signed(copy: Path) -> Path:
    keep(copy, sign(load(copy), "Ada Test", "physical therapist", datetime.date(2026, 11, 2)))
    return copy


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
    assert "Reviewed by Ada Test, physical therapist, on November 2, 2026." in about
    assert NOBODY not in about


def test_the_result_names_who_reviewed_it(copy: Path) -> None:
    questionnaire = load(signed(copy))
    stopped = next(case for case in questionnaire.cases if walk(questionnaire, case.sheet).stopped_by)
    result = visitor(copy).begin().answer(**walk(questionnaire, stopped.sheet).answers).page.text
    assert "Reviewed by Ada Test, physical therapist, on November 2, 2026." in result


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
    with pytest.raises(SignoffError, match=r"nobody has signed exactly this content.*run `checker sign"):
        visitor(copy, require_signoff=True)
    assert visitor(signed(copy), require_signoff=True).page.status == 200
    with pytest.raises(SignoffError, match=r"Since Ada Test signed on 2026-11-02 these differ: title. "):
        visitor(edited(copy), require_signoff=True)


def test_serve_says_so_on_the_command_line(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKER_REQUIRE_SIGNOFF", "1")
    refused = run("serve", "--questions", copy)
    assert refused.exit_code == 1
    assert "nobody has signed exactly this content" in refused.output


def test_signatures_that_cannot_be_read_keep_the_app_from_starting(copy: Path) -> None:
    signoff_file(copy).write_text("signatures: [", encoding="utf-8")
    with pytest.raises(SignoffError, match="cannot be read"):
        visitor(copy)


def test_sign_records_who_reviewed_what(copy: Path) -> None:
    done = run("sign", copy, "--name", "Ada Test", "--role", "physical therapist", "--note", "Not the Spanish.")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Ada Test, physical therapist, has signed bicycle_fit 3 (")
    (signature,) = signatures(copy)
    assert (signature.name, signature.role, signature.note) == ("Ada Test", "physical therapist", "Not the Spanish.")
    assert "Ada Test" in visitor(copy).open("/about").text


@pytest.mark.parametrize(
    ("more", "why"),
    [(("--name", "Ada"), "'--role'"), (("--name", "<b>", "--role", "x"), "name: write one line")],
    ids=["a role is missing", "a name that cannot be shown"],
)
def test_sign_says_what_is_missing(copy: Path, more: tuple[str, ...], why: str) -> None:
    refused = run("sign", copy, *more)
    assert refused.exit_code and why in refused.output
    assert not signoff_file(copy).exists()


ADA = ("--name", "Ada Test", "--role", "physical therapist")


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


def test_what_is_not_proved_is_not_signed_and_each_failing_thing_is_named(copy: Path) -> None:
    refused = run("sign", unproved(copy), *ADA)
    assert refused.exit_code == 1
    lines = refused.output.splitlines()
    assert lines[0] == f"Error: {copy} is not signed:"
    assert [line for line in lines if line.startswith("FAILS: cracks_stop: always walk_home when cracked_frame in")]
    assert [line for line in lines if line.startswith("case ")]
    assert not signoff_file(copy).exists()


def test_a_case_that_goes_wrong_is_not_signed(copy: Path) -> None:
    refused = run("sign", miscast(copy), *ADA)
    assert refused.exit_code == 1 and "expected walk_home, got ride_on" in refused.output
    assert "No signature stands while 1 worked case is not as expected" in refused.output
    assert "FAILS" not in refused.output and not signoff_file(copy).exists()


def test_what_was_not_decided_in_time_is_not_signed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_command, "prove", lambda questionnaire: prove(questionnaire, timeout=0))
    refused = run("sign", copy, *ADA)
    assert refused.exit_code == 1 and "undecided: cracks_stop: always walk_home" in refused.output
    assert not signoff_file(copy).exists()


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
    mounted(app)[NAME] = replace(served_by(app), signature=None)
    assert app.test_client().get("/readyz").status_code == 503


def test_other_content_under_a_signed_version_is_not_signed(copy: Path) -> None:
    assert run("sign", copy, *ADA).exit_code == 0
    assert run("sign", copy, *ADA).exit_code == 0
    line = 1 + copy.read_text(encoding="utf-8").splitlines().index('version: "3"')
    refused = run("sign", edited(copy), "--name", "Bo Test", "--role", "mechanic")
    today = datetime.date.today()
    assert refused.exit_code == 1
    assert (
        f"bump `version` in {copy} line {line}: 3 was signed by Ada Test on {today} with other content "
        "(these parts differ: title)" in refused.output
    )
    copy.write_text(copy.read_text(encoding="utf-8").replace('version: "3"', 'version: "4"'), encoding="utf-8")
    assert run("sign", copy, *ADA).exit_code == 0


def test_a_signature_of_another_questionnaire_is_no_reason_against_a_version(copy: Path) -> None:
    keep(copy, sign(load(copy), "Ada Test", "mechanic", datetime.date(2026, 11, 2)))
    kept = signoff_file(copy)
    kept.write_text(kept.read_text(encoding="utf-8").replace("questionnaire: bicycle_fit", "questionnaire: other"))
    assert run("sign", edited(copy), *ADA).exit_code == 0


def test_sign_says_when_signatures_cannot_be_read_or_written(copy: Path) -> None:
    signoff_file(copy).write_text("signatures: [", encoding="utf-8")
    refused = run("sign", copy, *ADA)
    assert refused.exit_code == 1 and "these signatures cannot be read. Restore the file" in refused.output
    signoff_file(copy).unlink()
    signoff_file(copy).with_suffix(".new").mkdir()
    refused = run("sign", copy, *ADA)
    assert refused.exit_code == 1 and "cannot be written" in refused.output


def review(path: Path, name: str) -> Page:
    found = create_app(settings({}, questions=path, review=True)).test_client()
    return read(found.get(f"/review/{name}"))


def test_the_review_says_that_a_signature_stands_no_more_and_leads_to_the_proofs(copy: Path) -> None:
    page = review(signed(unproved(copy)), "rules")
    said = "Signed by Ada Test, physical therapist, on 2026-11-02, but it stands no more: 2 claims are not proved and "
    assert said in " ".join(page.text.split()) and "Reviewed by" not in page.text
    assert any(link.text.startswith("2 claims are") for link in page.all("a", href="/review/proofs"))
    sheet = " ".join(review(copy, "signoff").text.split())
    assert "No longer stands" in sheet and "This cannot be signed yet: 2 claims are not proved" in sheet


def test_the_review_names_the_very_file_in_the_command_that_signs_it(copy: Path) -> None:
    spaced = copy.with_name("my check's.yaml")
    spaced.write_bytes(copy.read_bytes())
    sheet = review(spaced, "signoff")
    (command,) = (each.text for each in sheet.all("pre"))
    assert command.startswith("checker sign '") and "my check'\"'\"'s.yaml' --name" in command
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
    assert "This cannot be signed as version 3: Ada Test signed that on 2026-11-02 with other content." in sheet


def test_the_shipped_pages_say_in_both_languages_that_nobody_has_reviewed_them() -> None:
    person = Visitor(create_app(settings({})))
    assert NOBODY in person.open("/about").text
    assert "Todavía no lo ha revisado un profesional de la salud." in person.open("/about?lang=es").text
