"""From an author's YAML to a questionnaire, or to every mistake in it with line, column and mend.

Read ``loader`` first: a text becomes a tree whose parts know where they stand (``yaml_tree``, ``yaml_mistakes``,
``hidden_characters``), its shape is checked (``schema_checks``), what is sound of it is kept (``sound_parts``,
``draft``), and what does not go together is found by ``id_checks``, ``condition_checks``, ``question_checks``,
``score_checks``, ``statement_checks``, ``hazard_checks`` and ``language_checks``, each as a problem of ``problems``.
``translations`` says which words of a PO file beside it count, ``translation_file`` writes one, and
``page_coverage`` counts what the pages say by themselves in a language. ``answer_sheet``
and ``clinic_file`` read the two other kinds of file. ``style`` judges the words, ``writer`` is the way back to YAML,
``edits`` changes one value of a text and nothing else, ``manuscript`` one of a text and its translations together,
``rename`` gives things other ids. ``recheck`` holds the file of a re-check beside that of its first check.
"""

from checker.authoring.answer_sheet import read_answers
from checker.authoring.loader import load, load_text
from checker.authoring.problems import LoadError, Problem

__all__ = ["LoadError", "Problem", "load", "load_text", "read_answers"]
