"""Who vouches for the content: on the command line, on patients' pages, and where the app refuses to start."""

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import cli
from checker.journey import walk
from checker.loading import load
from checker.signoff import SignoffError, keep, sign, signatures, signoff_file
from checker.web import create_app
from checker.web.settings import settings
from tests.pages import Visitor

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


def test_the_shipped_pages_say_in_both_languages_that_nobody_has_reviewed_them() -> None:
    person = Visitor(create_app(settings({})))
    assert NOBODY in person.open("/about").text
    assert "Todavía no lo ha revisado un profesional de la salud." in person.open("/about?lang=es").text
