"""What does each part rest on, under which licence, and when was that last read?"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from checker.engine.questionnaire import Questionnaire, Source

HEAD = """\
# Sources of {title}
Made by `checker sources` from the questionnaire's file: every part with what it rests on, the licence of that, and when
it was last read. *Recalled* means known and not read again; *ours* is a choice of the authors that a clinician is to
confirm.
"""
_READ = {"recalled": "recalled, not read again", "ours": "ours, to confirm"}


class Sourced(Protocol):
    """A part of a questionnaire that names its sources."""

    @property
    def id(self) -> str:
        """What the part is called."""

    @property
    def source(self) -> tuple[str, ...]:
        """The ids of its sources."""


def parts(questionnaire: Questionnaire) -> dict[str, tuple[Sourced, ...]]:
    """Return all parts that name sources, by what they are."""
    return {
        "Questions": questionnaire.questions,
        "Scores": questionnaire.scores,
        "Rules": questionnaire.guidance,
        "Statements": questionnaire.statements,
        "Tiers": questionnaire.tiers,
        "Promises": questionnaire.promises,
        "Figures of other tools": questionnaire.benchmarks,
    }


def as_markdown(questionnaire: Questionnaire) -> str:
    """Return a table of every part with its sources, and one of the sources with the parts that rest on them."""
    known = {source.id: source for source in questionnaire.sources}
    kinds = {kind: found for kind, found in parts(questionnaire).items() if found}
    title = questionnaire.title.said_in(questionnaire.languages[0])
    lines = HEAD.format(title=title).splitlines()
    for kind, found in kinds.items():
        lines += ["", f"## {kind}", *_table(("part", "source", "licence", "last read"), _rows(found, known))]
    used = [each for found in kinds.values() for part in found for each in part.source]
    listed = ((source.id, source.title, str(used.count(source.id))) for source in questionnaire.sources)
    lines += ["", "## All sources", *_table(("id", "source", "parts that rest on it"), listed)]
    return "\n".join(lines) + "\n"


def _rows(found: Iterable[Sourced], known: dict[str, Source]) -> Iterator[tuple[str, ...]]:
    for part in found:
        ref = getattr(part, "ref", None)
        sources = [known[each] for each in part.source]
        yield (
            f"`{part.id}`" + (f" ({ref})" if ref else ""),
            "<br>".join(source.title for source in sources) or "none",
            "<br>".join(source.licence or "-" for source in sources) or "-",
            "<br>".join(_READ.get(source.status, source.checked or "-") for source in sources) or "-",
        )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
