"""The change log: a step for each version, the newest first, on its page and as Markdown."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.authoring import load
from checker.cli import cli
from checker.review.changes import gather, in_markdown
from checker.review.material import Material

WORD, RULE = "A crack in the frame", "trouble >= 3 or comfort >= 5"


@pytest.fixture(scope="module")
def versions(second_file: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three versions, the newest first: a word was changed, and before it a rule."""
    folder, text = tmp_path_factory.mktemp("versions"), second_file.read_text(encoding="utf-8")
    assert WORD in text and RULE in text and 'version: "3"' in text
    two = text.replace('version: "3"', 'version: "2"').replace(WORD, "A _bent_ frame")
    one = two.replace('version: "2"', 'version: "1"').replace(RULE, "trouble >= 3 or comfort >= 6")
    files = [folder / f"{name}.yaml" for name in ("three", "two", "one")]
    for file, written in zip(files, (text, two, one), strict=True):
        file.write_text(written, encoding="utf-8")
    return files


def log(versions: list[Path]) -> str:
    newest, *older = map(load, versions)
    return in_markdown(gather(Material(newest, older=older[0], before=tuple(older[1:]))))


def test_each_version_says_what_changed_and_who_gets_another_tier(versions: list[Path]) -> None:
    newest, last = log(versions).split("## Version 2, compared with 1")
    assert newest.startswith("## Version 3, compared with 2\n\n### Who is treated differently\n\n- Proved, for all")
    assert f"“{WORD}”; it was “A \\_bent\\_ frame”" in newest
    assert "from ride_on to shop_soon" in last
    assert "when is now the score" in last.partition("### Questions and options")[2]


def test_without_an_older_version_there_is_no_log(versions: list[Path]) -> None:
    assert log([*versions[:1], *versions[:1]]).startswith("## Version 3, compared with 3\n")
    assert in_markdown(gather(Material(load(versions[0])))) == "No older version was given.\n"


def test_the_command_takes_several_older_versions_and_shows_the_newest_first(
    versions: list[Path], tmp_path: Path
) -> None:
    newest, *older = map(str, versions)
    against = [word for file in older for word in ("--against", file)]
    done = CliRunner().invoke(cli, ["review", newest, *against, "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "changes.html").read_text(encoding="utf-8")
    assert page.index("<h3>Version 3</h3>") < page.index("<h3>Version 2</h3>")
    assert (tmp_path / "changes.md").read_text(encoding="utf-8").count("## Version") == 2
