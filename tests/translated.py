"""A small questionnaire with a Spanish translation beside it, and an Arabic one that nobody has read."""

from pathlib import Path

from checker.authoring.manuscript import Manuscript
from checker.authoring.problems import SourceText
from tests.throat import TEXT

YAML = TEXT.replace("languages: [en]", "languages: [en, es]\ndrafts: [ar]")
SPANISH = r"""
# The Spanish of the throat.
msgid ""
msgstr ""
"Project-Id-Version: throat 1\n"
"Language: es\n"
"Last-Translator: Ana Example <ana@example.org>\n"
"X-Reviewed-By: Rosa Example\n"

msgctxt "question signs: ask"
msgid "Which of these?"
msgstr "¿Cuáles de estas?"

# Back: It drools.
msgctxt "question signs: options.drooling.text"
msgid "Drooling"
msgstr "Babea"

msgctxt "question days: ask"
msgid "How many days?"
msgstr "¿Cuántos días?"

#, fuzzy
msgctxt "question days: options.many_days.text"
msgid "A week, or more"
msgstr "Un mes"

msgctxt "question days: options.many_days.hint"
msgid "Or so"
msgstr "Más o menos %(days)s"

msgctxt "question gone: ask"
msgid "Since when?"
msgstr "¿Desde cuándo?"

""".lstrip()
ARABIC = r"""
# The Arabic of the throat. A draft: no native speaker has read it.
msgid ""
msgstr ""
"Language: ar\n"

msgctxt "question signs: ask"
msgid "Which of these?"
msgstr "أيٌّ من هذه؟"

msgctxt "question days: options.many_days.text"
msgid "A week, or more"
msgstr "أسبوع أو أكثر"

""".lstrip()
WHOLE = Manuscript(YAML, (SourceText(ARABIC, "throat.ar.po"), SourceText(SPANISH, "throat.es.po")))


def written(folder: Path) -> Path:
    """Write all of it to a folder, and return where its YAML is."""
    file = folder / "throat.yaml"
    for name, text in {file.name: YAML, "throat.es.po": SPANISH, "throat.ar.po": ARABIC}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return file
