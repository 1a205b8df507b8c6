"""The pages of a review: one set of templates, for a folder of files and for a server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from checker.engine.conditions import Answer
from checker.memoisation import memoised
from checker.phrases import catalogue, spoken
from checker.resources import shipped
from checker.review import cases, changes, flow, overview, people, proofs, questions, results, rules, scores, signatures
from checker.review.downloads import ALONG
from checker.review.material import Material


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One page."""

    title: str
    about: str
    """What it shows, in one sentence."""
    found: Callable[[Material], object]
    """What its template draws."""


def _nothing(_: Material) -> None:
    """Return what a page draws that needs a server."""


SECTIONS: Mapping[str, ReviewPage] = {
    "index": ReviewPage("Overview", "How far this is reviewed, and where to begin.", overview.gather),
    "flow": ReviewPage("Flow", "Which question comes when, and where the questions end early.", flow.gather),
    "questions": ReviewPage("Questions", "Every word that is asked, and its points.", questions.gather),
    "rules": ReviewPage("Rules", "When which urgency is given, and why.", rules.gather),
    "scores": ReviewPage("Scores", "How points are added up, and what a missing answer does.", scores.gather),
    "results": ReviewPage("Results", "What people are told, and when.", results.gather),
    "cases": ReviewPage("Cases", "Worked examples: what is expected, and what comes out.", cases.gather),
    "people": ReviewPage("People", "How often ordinary people are told what, and by which rules.", people.gather),
    "proofs": ReviewPage("Proofs", "What holds for every possible answer sheet.", proofs.gather),
    "changes": ReviewPage("What changed", "What differs from an older version, and for whom.", changes.gather),
    "try": ReviewPage("Try it", "Answer as a patient would, and see what follows.", _nothing),
    "signoff": ReviewPage("Sign-off", "Who vouches for what, and how to sign.", signatures.gather),
}
"""Every page by its name, in the order of the tabs."""
TOGETHER = tuple(name for name in SECTIONS if name not in ("index", "try"))
"""What the page for printing holds."""
PRINT = "all"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages stand: a folder of files or a server."""

    page: Callable[[str], str]
    """The address of a page."""
    file: Callable[[str], str]
    """The address of a file that goes with them."""
    walk: Callable[[Mapping[str, Answer]], str] | None = None
    """The address at which answers are walked; None where there is no server to walk them."""


def page(material: Material, name: str, addresses: Addresses, found: object = None) -> str:
    """Return a page as HTML; ``found`` is what it draws where that does not come from the questionnaire alone."""
    inside = TOGETHER if name == PRINT else (name,)
    return (
        _environment()
        .get_template("review/page.html")
        .render(
            name=name,
            title="Everything" if name == PRINT else SECTIONS[name].title,
            sections=SECTIONS,
            inside=[(each, SECTIONS[each], found or _found(material, each, spoken())) for each in inside],
            material=material,
            questionnaire=material.questionnaire,
            addresses=addresses,
            along=ALONG,
        )
    )


@memoised
def _found(material: Material, name: str, _language: str) -> object:
    """Return what a page draws in the language spoken: found once, for several pages and several readers."""
    return SECTIONS[name].found(material)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(named=named, spoken=spoken)
    return made


def _gettext(words: str) -> str:
    return catalogue().gettext(words)


def _ngettext(one: str, many: str, number: int) -> str:
    return catalogue().ngettext(one, many, number)


def named(code: str) -> str:
    """Return a language's English name."""
    return str(Locale.parse(code, sep="-").get_display_name("en"))


STATIC = Path(__file__).parent.parent / "static"
FILES = ("review.css", "icon.svg")
"""The files that go with the pages."""


def write(material: Material, folder: Path) -> list[Path]:
    """Write every page and its files to a folder, and return where."""
    folder.mkdir(parents=True, exist_ok=True)
    addresses = Addresses("{}.html".format, str)
    made = {f"{name}.html": page(material, name, addresses).encode() for name in (*SECTIONS, PRINT)}
    made |= {name: along.content(material) for name, along in ALONG.items()}
    made |= {name: (STATIC / name).read_bytes() for name in FILES}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]
