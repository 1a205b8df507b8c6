"""What docs/words.md says of the shipped translations is what they are."""

import re

import pytest

from checker.authoring.loader import load
from checker.authoring.page_coverage import coverage
from checker.authoring.problems import SourceText
from checker.authoring.translation_file import FORMATS
from checker.authoring.translations import compare, read
from checker.authoring.yaml_tree import text_of
from checker.resources import shipped

MEASURED = shipped("docs/words.md").read_text(encoding="utf-8").partition("\n## Measured\n")[2]


@pytest.mark.parametrize("language", ["es", "pt", "ar"])
def test_the_table_says_what_each_translation_has(language: str) -> None:
    file = shipped(f"questions.{language}.po")
    translation = read(SourceText(text_of(file), str(file)))
    whole = load(shipped("questions.yaml"))
    found, pages = compare(whole, translation), coverage(language, whole.page_words, whole.drafts)
    missing, stale = len(found.of("missing", "untranslated", "refused")), len(found.of("changed"))
    said = f"{pages.all - pages.lacking} of {pages.all}"
    row = f"| `{language}` | {found.texts} | {len(found.words)} | {missing} | {stale} | {said} |"
    assert row in MEASURED.splitlines(), row


def test_each_format_is_in_the_table() -> None:
    assert re.findall(r"^\| `(\w+)` \| .* \| byte by byte \|$", MEASURED, re.MULTILINE) == list(FORMATS)
