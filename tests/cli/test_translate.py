"""``checker translate`` and ``checker check --language``: what is printed, written and exited with."""

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import cli
from tests.translators.translated import HEAD, TEXT, entry

ASK = entry("question well: ask", "Are you well?", "Você está bem?")
GO = entry("tier now: title", "Go now", "Vá agora")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "throat.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path / "throat.yaml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def came(file: Path, *entries: str) -> Path:
    """Write a translation that came back, and return its file."""
    back = file.with_name("back.po")
    back.write_text(HEAD + "".join(entries), encoding="utf-8")
    return back


@pytest.mark.parametrize("to", ["po", "xliff", "csv"])
def test_what_is_exported_can_be_imported(to: str, file: Path) -> None:
    out = file.with_name("out")
    assert run("translate", "export", file, "--language", "pt", "--to", to, "--out", out).exit_code == 0
    printed = run("translate", "export", file, "--language", "pt", "--to", to)
    assert printed.stdout_bytes == out.read_bytes()
    result = run("translate", "import", out, file)
    assert result.exit_code == 0 and " 0 of them new or changed, 0 left out." in result.output
    written = file.with_name("throat.pt.po").read_text(encoding="utf-8")
    assert written.startswith("# Sore throat in Portuguese. No native speaker has read it yet.\nmsgid")
    assert 'msgid "Are you well?"\nmsgstr ""' in written


def test_what_is_right_is_written_and_what_is_left_out_ends_it_with_one(file: Path) -> None:
    wrong = entry("question well: label", "Well", "Bem {x}")
    result = run("translate", "import", came(file, ASK, wrong), file)
    assert result.exit_code == 1
    assert "left out: question well: label: 'Well': its placeholders are {x}" in result.output
    assert "1 of them new or changed, 1 left out." in result.output
    written = file.with_name("throat.pt.po").read_text(encoding="utf-8")
    assert "Você está bem?" in written and "{x}" not in written
    assert "X-Reviewed-By: Maria Silva, 2026-11-30" in written


def test_a_dry_run_writes_nothing(file: Path) -> None:
    result = run("translate", "import", came(file, ASK), file, "--dry-run")
    assert result.exit_code == 0 and "Nothing is written" in result.output
    assert not file.with_name("throat.pt.po").exists()


def test_a_language_that_is_not_listed_yet_is_to_be_a_draft(file: Path) -> None:
    back = came(file, ASK)
    back.write_text(back.read_text(encoding="utf-8").replace("Language: pt", "Language: gl"), encoding="utf-8")
    assert "Add gl to `drafts`" in run("translate", "import", back, file).output
    assert file.with_name("throat.gl.po").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["export", "{file}", "--language", "../pt"], "'../pt' is no code of a language"),
        (["import", "{folder}/none", "{file}"], "none: this file cannot be read"),
        (["import", "{file}", "{file}"], "no column 'place'"),
        (["import", "{folder}/plain.csv", "{file}"], "does not say which language it is in. Say --language pt"),
        (["import", "{folder}/plain.csv", "{file}", "--language", "en"], "itself is written in en"),
        (["export", "{file}", "--language", "pt", "--out", "{folder}"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_says_why(arguments: list[str], why: str, file: Path) -> None:
    file.with_name("plain.csv").write_text("place,source,words\n", encoding="utf-8")
    result = run("translate", *(each.format(file=file, folder=file.parent) for each in arguments))
    assert result.exit_code in (1, 2) and why in result.output


def test_a_language_whose_words_stand_in_the_questionnaire_gets_no_second_place(file: Path) -> None:
    file.write_text(TEXT.replace("{en: Are you well?}", "{en: Are you well?, pt: Bem?}"), encoding="utf-8")
    assert 'msgstr "Bem?"' in run("translate", "export", file, "--language", "pt").output
    result = run("translate", "import", came(file, ASK), file)
    assert result.exit_code == 1 and "words in pt stand in this file. Delete them there" in result.output


def test_without_its_library_xliff_says_how_to_get_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "translate.storage.xliff", None)
    for to in ("po", "csv"):
        assert run("translate", "export", file, "--language", "pt", "--to", to).exit_code == 0
    result = run("translate", "export", file, "--language", "pt", "--to", "xliff")
    assert result.exit_code == 1 and "pip install 'condition-checker[translation]'" in result.output


def test_check_lists_what_a_language_lacks_each_with_its_file_and_line(file: Path) -> None:
    translated = file.with_name("throat.pt.po")
    old = entry("question low: label", "Low", "Baixo")
    translated.write_text(HEAD + GO + ASK.replace("Você", "{x}") + old, encoding="utf-8")
    result = run("check", file, "--language", "pt")
    assert result.exit_code == 0
    assert f"{translated}:13:1: warning: question well: ask: its placeholders are {{x}}" in result.output
    assert f"{translated}:17:1: warning: question low: label: says 'Mood' now, and this was made from" in result.output
    assert f"{file}:6:8: warning: title: 'Sore throat' is not in this file" in result.output
    assert "pt: 1 of 26 texts, 23 missing, 1 refused, 1 changed." in result.output
    assert " words of the pages." in result.output


def test_strict_is_for_what_people_must_be_able_to_read(file: Path) -> None:
    translated = file.with_name("throat.pt.po")
    assert run("translate", "import", came(file, ASK), file).exit_code == 0
    result = run("check", file, "--language", "pt", "--strict")
    assert result.exit_code == 1
    assert f"{translated}:" in result.output
    assert ": tier now: title: 'Go now' has no words here. Write its msgstr" in result.output
    assert ": warning: title: 'Sore throat' has no words here" in result.output
    shutil.copy(file, file.with_name("other.yaml"))
    assert run("check", file.with_name("other.yaml"), "--strict").exit_code == 0


def test_strict_is_content_where_only_lesser_texts_are_missing(file: Path) -> None:
    run("translate", "import", came(file), file)
    translated = file.with_name("throat.pt.po")
    said = [
        line
        for line in run("check", file, "--language", "pt", "--strict").output.splitlines()
        if "throat.pt.po" in line
    ]
    graves = {int(line.split(":")[1]) for line in said if "warning" not in line}
    lines = translated.read_text(encoding="utf-8").splitlines()
    for place in graves:
        lines[place] = lines[place - 1].replace("msgid", "msgstr")
    said_from = "\n".join(lines).replace("msgctxt", "# Source: The form\nmsgctxt")
    translated.write_text(said_from + "\n", encoding="utf-8")
    result = run("check", file, "--language", "pt", "--strict")
    assert len(graves) > 10 and "title: 'Sore throat' has no words here" in result.output
    assert result.exit_code == 0


def test_a_language_that_is_not_there_is_named(file: Path) -> None:
    result = run("check", file, "--language", "ptt")
    assert result.exit_code == 2 and "'ptt' is no language of this questionnaire. Did you mean 'pt'?" in result.output


@pytest.mark.parametrize("language", ["en", "xx", "", "pt.UTF-8", "../pt"])
def test_nothing_is_handed_out_in_the_first_language_or_in_none(language: str) -> None:
    assert CliRunner().invoke(cli, ["translate", "export", "--language", language]).exit_code


def test_nothing_is_taken_into_what_is_installed(file: Path) -> None:
    tried = run("translate", "import", came(file, ASK))
    assert tried.exit_code == 2 and "Missing argument 'FILE'" in tried.output


def test_a_file_of_another_language_is_not_taken_in(file: Path, tmp_path: Path) -> None:
    handed = CliRunner().invoke(cli, ["translate", "export", "--language", "pt", "--to", "csv"])
    (tmp_path / "pt.csv").write_bytes(handed.stdout_bytes)
    tried = CliRunner().invoke(
        cli, ["translate", "import", str(tmp_path / "pt.csv"), str(file), "--language", "ar", "--dry-run"]
    )
    assert tried.exit_code and "it says that it is in pt, not in ar" in tried.output


def test_a_table_that_is_cut_off_in_a_line_is_refused(file: Path, tmp_path: Path) -> None:
    handed = CliRunner().invoke(cli, ["translate", "export", "--language", "pt", "--to", "csv"]).stdout_bytes
    cut = handed[: handed.index(b"Nobody at the clinic") + 40]
    (tmp_path / "pt.csv").write_bytes(cut)
    tried = CliRunner().invoke(cli, ["translate", "import", str(tmp_path / "pt.csv"), str(file), "--dry-run"])
    assert tried.exit_code and "Is the file cut off?" in tried.output


def test_another_digit_is_named_with_its_line_and_is_no_mistake(file: Path) -> None:
    file.write_text(TEXT.replace("{en: Sore throat}", "{en: Sore for 2 days}"), encoding="utf-8")
    file.with_name("throat.pt.po").write_text(HEAD + entry("title", "Sore for 2 days", "Dor por 3 dias"), "utf-8")
    said = run("check", file, "--language", "pt", "--strict").output
    assert "throat.pt.po:9:1: warning: title: 'Dor por 3 dias': it says 3, and its source 2. Is that right?" in said


def test_a_file_of_no_language_of_the_questionnaire_is_named(file: Path) -> None:
    file.with_name("throat.old.po").write_text("no PO", encoding="utf-8")
    said = run("check", file).output
    assert (
        "throat.old.po:1:1: warning: 'old' is not among the `languages` or `drafts`" in said and "can be served" in said
    )


def test_a_region_that_a_program_writes_is_taken_for_the_language_that_is_listed(file: Path, tmp_path: Path) -> None:
    handed = run("translate", "export", file, "--language", "pt", "--to", "xliff").output
    (tmp_path / "back.xlf").write_text(handed.replace('target-language="pt"', 'target-language="pt-PT"'))
    tried = run("translate", "import", tmp_path / "back.xlf", file, "--dry-run")
    assert "throat.pt.po" in tried.output and "pt-PT" not in tried.output
