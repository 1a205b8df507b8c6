"""Gathers the plugin's words for translators, and compiles what they wrote: ``python -m tests.wordpress.words``."""

import json
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from checker.resources import shipped

PLUGIN = shipped("wordpress")
DOMAIN = "condition-checker"
FOLDER = PLUGIN / "languages"
CALL = re.compile(
    r"(?:/\* (translators: .*?) \*/\s*)?[^\n]*?"
    r"\b(?:__|esc_html__|esc_html_e)\(\s*'((?:[^'\\]|\\.)*)',\s*'condition-checker'"
)
"""A call that says something, with what is told to translators in the line before."""
Words = dict[tuple[str, str], str]
"""What is said, with its context, and what is told to translators."""


def said(pattern: str) -> Words:
    """Return the words in the sources of this pattern."""
    found: Words = {}
    for path in sorted(PLUGIN.rglob(pattern)):
        text = path.read_text(encoding="utf-8")
        for told, words in CALL.findall(text):
            words = words.replace("\\'", "'")
            found[words, ""] = found.get((words, ""), "") or told
    return found


def template() -> Catalog:
    """Return all words of the plugin: of its head, its pages and its block."""
    head = (PLUGIN / "condition-checker.php").read_text(encoding="utf-8")
    block = json.loads((PLUGIN / "block" / "block.json").read_text(encoding="utf-8"))
    words: Words = {(line, ""): "" for line in re.findall(r"(?m)^ \* (?:Plugin Name|Description): +(.+)$", head)}
    words |= {(block[key], f"block {key}"): "" for key in ("title", "description")}
    words |= {(word, "block keyword"): "" for word in block["keywords"]}
    words |= said("*.php") | said("*.js")
    (version,) = re.findall(r"(?m)^ \* Version: +(.+)$", head)
    return _catalog(words, version)


def _catalog(words: Words, version: str) -> Catalog:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    ours = "Condition Checker"
    made = Catalog(
        domain=DOMAIN, project=ours, version=version, last_translator=ours, language_team=ours, msgid_bugs_address=ours,
        fuzzy=False, creation_date=moment, revision_date=moment, header_comment=f"# The words of the plugin {ours}.",
    )  # fmt: skip
    for (text, context), told in words.items():
        made.add(text, context=context or None, auto_comments=[told] if told else []).flags.clear()  # not Python's
    return made


def translation(file: Path) -> Catalog:
    """Return what a translator wrote, for the words that there are now."""
    with file.open("rb") as opened:
        found = read_po(opened, locale=file.stem.removeprefix(f"{DOMAIN}-"), domain=DOMAIN)
    words = template()
    for name in ("project", "version", "last_translator", "language_team", "msgid_bugs_address"):
        setattr(found, name, getattr(words, name))
    found.update(words, no_fuzzy_matching=True, update_creation_date=False)
    found.obsolete.clear()
    return found


def compiled(catalog: Catalog) -> bytes:
    """Return a translation as WordPress reads it in PHP."""
    made = BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


def for_scripts(catalog: Catalog) -> str:
    """Return a translation as WordPress reads it in scripts: what they say alone."""
    spoken = {text: [str(catalog[text].string)] for text, _ in said("*.js")}
    head = {"": {"domain": "messages", "lang": str(catalog.locale), "plural-forms": catalog.plural_forms}}
    made = {"domain": "messages", "locale_data": {"messages": {**head, **spoken}}}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write the template, and each translation anew."""
    with (FOLDER / f"{DOMAIN}.pot").open("wb") as file:
        write_po(file, template(), width=0, sort_output=True)
    for path in FOLDER.glob("*.po"):
        catalog = translation(path)
        with path.open("wb") as file:
            write_po(file, catalog, width=0, sort_output=True)
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        (FOLDER / f"{path.stem}-{DOMAIN}-editor.json").write_text(for_scripts(catalog), encoding="utf-8")


if __name__ == "__main__":
    main()
