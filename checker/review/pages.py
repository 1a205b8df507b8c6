"""The pages of a review: one set of templates, for a folder of files and for a server."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checker.authoring.translations import Translation
from checker.engine.conditions import Answer
from checker.engine.questionnaire import Questionnaire, Text
from checker.explain.plain_english import listed
from checker.languages import foreign, lang, ordered, worded
from checker.memoisation import memoised, memoised_by_day
from checker.phrases import LANGUAGES, catalogue, later, said, speaking, spoken
from checker.resources import shipped
from checker.review import (
    cases,
    changes,
    flow,
    hazards,
    overview,
    people,
    proofs,
    questions,
    results,
    rules,
    scores,
    side_by_side,
    signatures,
    tables,
)
from checker.review.articles import Article, article
from checker.review.consequences import Consequence
from checker.review.downloads import ALONG
from checker.review.fields import Help
from checker.review.material import Material
from checker.review.notes import VERDICTS, Notes
from checker.review.parts import part_words
from checker.review.proposals import whole as shown_value
from checker.review.reading import PACE, SHOWN, STAGES, Choice, Work, called, lasting, verdict_words
from checker.review.standing import today


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
    "index": ReviewPage(later("Overview"), later("How far this is reviewed, and where to begin."), overview.gather),
    "read": ReviewPage(
        later("Read"), later("Part by part, the most dangerous first: judge each, and note what you doubt."), _nothing
    ),
    "flow": ReviewPage(
        later("Flow"), later("Which question comes when, and where the questions end early."), flow.gather
    ),
    "questions": ReviewPage(later("Questions"), later("Every word that is asked, and its points."), questions.gather),
    "rules": ReviewPage(later("Rules"), later("When which urgency is given, and why."), rules.gather),
    "tables": ReviewPage(
        later("Tables"), later("The rules as decision tables: a row for each way in which one holds."), tables.gather
    ),
    "scores": ReviewPage(
        later("Scores"), later("How points are added up, and what a missing answer does."), scores.gather
    ),
    "results": ReviewPage(later("Results"), later("What people are told, and when."), results.gather),
    "cases": ReviewPage(later("Cases"), later("Worked examples: what is expected, and what comes out."), cases.gather),
    "people": ReviewPage(
        later("People"), later("How often ordinary people are told what, and by which rules."), people.gather
    ),
    "proofs": ReviewPage(later("Proofs"), later("What holds for every possible answer sheet."), proofs.gather),
    "hazards": ReviewPage(later("Hazards"), later("What could harm somebody, and what keeps it away."), hazards.gather),
    "changes": ReviewPage(
        later("Change log"), later("What differs from version to version, and for whom."), changes.gather
    ),
    "translations": ReviewPage(
        later("Translations"),
        later("Each language beside the first: what is translated, what is not, and where each text stands."),
        side_by_side.gather,
    ),
    "change": ReviewPage(
        later("Change"),
        later("Try a change before it is made: see whom it touches, and propose it with your reason."),
        _nothing,
    ),
    "try": ReviewPage(later("Try it"), later("Answer as a patient would, and see what follows."), _nothing),
    "signoff": ReviewPage(later("Sign-off"), later("Who vouches for what, and how to sign."), signatures.gather),
}
"""Every page by its name, in the order of the tabs."""
TOGETHER = tuple(name for name in SECTIONS if name not in ("index", "read", "translations", "change", "try"))
"""What the page for printing holds, as far as there is anything to show."""
PRINT = "all"
GROUPS = {"questions": "section", "rules": "tier", "tables": "tier"}
"""Pages of groups that the contents of the page for printing name, with what a group is of."""


class ChangeAddress(Protocol):
    """Where a change of a part is tried, perhaps of its words in a draft."""

    def __call__(self, part: str, language: str = "") -> str:
        """Return the address."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages stand: a folder of files or a server."""

    page: Callable[[str], str]
    """The address of a page."""
    file: Callable[[str], str]
    """The address of a file that goes with them."""
    walk: Callable[[Mapping[str, Answer]], str] | None = None
    """The address at which answers are walked; None where there is no server to walk them."""
    language: Callable[[str, str], str] | None = None
    """The address of a page in one of ``LANGUAGES``; None where the pages are in one language alone."""
    read: Callable[[str, Choice], str] | None = None
    """The address at which a part of some is judged; None where nothing is kept."""
    change: ChangeAddress | None = None
    """The address at which a change is tried; None where no server does."""
    translation: Callable[[str], str] = "translation-{}.html".format
    """The address of the page of a translation."""


def page(material: Material, name: str, addresses: Addresses, found: object = None, work: Work | None = None) -> str:
    """Return a page as HTML; ``found`` is what it draws where that does not come from the questionnaire alone.

    ``work`` is how far reviewers are; None where nobody notes anything.
    """
    names = TOGETHER if name == PRINT else (name,)
    drawn = [(each, SECTIONS[each], found or _found(material, today(), each, spoken())) for each in names]
    return (
        environment()
        .get_template("review/page.html")
        .render(
            name=name,
            title=_title(name, found),
            sections=SECTIONS,
            inside=[each for each in drawn if each[-1] or name != PRINT],
            material=material,
            questionnaire=material.questionnaire,
            addresses=addresses,
            along=ALONG,
            work=work,
            single=False,
            languages=material.questionnaire.languages,
            review_languages=LANGUAGES,
            groups=GROUPS,
        )
    )


def _title(name: str, found: object) -> str:
    """Return what a page is called: one of a translation by its language too."""
    called = later("Everything") if name == PRINT else SECTIONS[name].title
    return f"{said(called)}: {named(found.language)}" if isinstance(found, side_by_side.SideBySide) else called


def comes(consequences: Iterable[Consequence], helped: Mapping[str, Help]) -> str:
    """Return what a change would do, as a piece of a page, and how its conditions read."""
    held = {"consequences": tuple(consequences), "helped": helped}
    drawn: str = environment().get_template("review/comes.html").render(held)
    return drawn


def plain(title: str, lines: Iterable[str], file: Callable[[str], str]) -> str:
    """Return a page for what cannot be shown, with what to do, in lines."""
    drawn: str = environment().get_template("review/plain.html").render(title=title, lines=lines, file=file)
    return drawn


def document(material: Material) -> str:
    """Return the page of everything as HTML that stands alone: its links lead to places within it."""
    html = page(material, PRINT, Addresses("{}.html".format, str))
    return re.sub(r'href="(\w+)\.html(#[^"]*)?"', lambda found: f'href="{found[2] or f"#part-{found[1]}"}"', html)


def sheet(template: str, **values: object) -> str:
    """Return a page of its own, which needs a server."""
    drawn: str = environment().get_template(template).render(**values)
    return drawn


@memoised_by_day
def _found(material: Material, _day: date, name: str, _language: str) -> object:
    """Return what a page draws in the language spoken, today: found once, for several pages and several readers."""
    return SECTIONS[name].found(material)


def translation_alone(questionnaire: Questionnaire, translation: Translation) -> str:
    """Return the page of a translation as HTML that stands alone, beside its two files."""
    found = side_by_side.beside_first(questionnaire, translation)
    held = {"found": found, "questionnaire": questionnaire, "addresses": Addresses(str, str)}
    return sheet("review/translation_alone.html", **held)


def work_on(material: Material, notes: Notes, reviewer: str = "") -> Work:
    """Return how far somebody is with a review, or everybody together where nobody is named."""
    return Work(
        material.questionnaire, notes, reviewer, lambda part, language: _lines(material, part, language, spoken())
    )


def alone(material: Material, part: str, language: str = "") -> Article:
    """Return a part with all that its page says of it, or only its words in a language."""
    return article(material, part, lambda name: _found(material, today(), name, spoken()), language)


@memoised
def _lines(material: Material, part: str, language: str, _spoken: str) -> Mapping[str, int]:
    """Return the sentences that one reads of a part, each with its words; names and what is folded are not read."""
    shown = alone(material, part, language)
    if language and not shown.words:
        return {}
    drawn = environment().get_template("review/part.html")
    held = {"article": shown, "material": material, "questionnaire": material.questionnaire, "work": None}
    text = _UNREAD.sub("", drawn.render(addresses=Addresses(str, str), **held))
    lines = {_TAG.sub(" ", line) for line in _BETWEEN.split(text)}
    return {" ".join(line.split()): number for line in lines if (number := len(_WORD.findall(line)))}


_UNREAD = re.compile(
    r"<(details|code)\b.*?</\1>"  # folded away, and names for programs
    r'|<span class="(?:grade|mark|ref)\b.*?</span>'
    r"|<a\b[^>]*#(?:case|rule)-.*?</a>",  # names of cases and rules
    re.DOTALL,
)
_BETWEEN = re.compile(r"</?(?:p|li|t[dh]|d[td]|h\d|div|tr)\b[^>]*>|(?<=[.:?]) ")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]\S*")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return what draws the templates of clinicians' pages, in the language spoken."""
    made = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_told,
    )
    made.install_gettext_callables(_gettext, _ngettext, newstyle=False)  # type: ignore[attr-defined]
    made.globals.update(
        named=named, itself=itself, spoken=spoken, lang=lang, ordered=ordered, own=own, first=first, listed=listed
    )
    made.globals.update(
        shown_value=shown_value, hazard_words=hazards.words, called=called, lasting=lasting, verdict_words=verdict_words
    )
    made.globals.update(
        text_states=side_by_side.STATES, Choice=Choice, SHOWN=SHOWN, STAGES=STAGES, VERDICTS=VERDICTS, PACE=PACE
    )
    made.filters.update(named=named, part=part_words, opening=opening, told=_told)
    return made


def _told(value: object) -> object:
    return said(value) if isinstance(value, str) else value


def _gettext(words: str, **values: object) -> Markup:
    return _filled(catalogue().gettext(words), values)


def _ngettext(one: str, many: str, number: int, **values: object) -> Markup:
    return _filled(catalogue().ngettext(one, many, number), {"num": number, **values})


def _filled(words: str, values: Mapping[str, object]) -> Markup:
    """Return a message of a template with its values; its marks are the template's own, those of values are escaped."""
    return Markup(words) % {name: _told(value) for name, value in values.items()}


def named(code: str) -> str:
    """Return a language's name in the language spoken."""
    return str(Locale.parse(code, sep="-").get_display_name(spoken()))


def itself(code: str) -> str:
    """Return a language's name as its own speakers write it, such as Español."""
    return opening(str(Locale.parse(code, sep="-").get_display_name()))


def own(text: Text) -> str:
    """Return a text in the language spoken; where it lacks that, in its first language, marked as what it is."""
    return worded(text.root, spoken())


def first(questionnaire: Questionnaire, words: str) -> str:
    """Return words that a file says in its first language alone, marked where that is not the language spoken."""
    language = questionnaire.languages[0]
    return words if language == spoken() else foreign(language, words)


def opening(words: str) -> str:
    """Return words with a capital letter, as they open a sentence or stand alone."""
    return f"{words[:1].upper()}{words[1:]}"


STATIC = Path(__file__).parent.parent / "static"
FILES = ("review.css", "icon.svg")
"""The files that go with the pages."""


def write(material: Material, folder: Path, notes: Notes | None = None) -> list[Path]:
    """Write every page, with what reviewers noted, in English and in other languages below; return where."""
    return [path for language in LANGUAGES for path in _write(material, folder, language, notes)]


def _write(material: Material, folder: Path, language: str, notes: Notes | None) -> list[Path]:
    """Write the pages in a language, with all that goes along, to its part of the folder."""
    own_folder = _folder(folder, language)
    own_folder.mkdir(parents=True, exist_ok=True)
    addresses = Addresses("{}.html".format, str, language=partial(_beside, language))
    with speaking(language):
        work = work_on(material, notes) if notes and notes.there else None
        made = {f"{name}.html": page(material, name, addresses, work=work).encode() for name in (*SECTIONS, PRINT)}
        for each in side_by_side.gather(material):
            here = f"translation-{each.language}"
            elsewhere = replace(addresses, language=partial(_beside_this, language, here))
            made[f"{here}.html"] = page(material, "translations", elsewhere, each).encode()
        made |= {name: along.content(material) for name, along in ALONG.items()}
    made |= {name: (STATIC / name).read_bytes() for name in FILES}
    for name, content in made.items():
        (own_folder / name).write_bytes(content)
    return [own_folder / name for name in made]


def _folder(folder: Path, language: str) -> Path:
    return folder if language == LANGUAGES[0] else folder / language


def _beside_this(here: str, name: str, _: str, language: str) -> str:
    """Return the address of a page of one translation in another language."""
    return _beside(here, name, language)


def _beside(here: str, name: str, language: str) -> str:
    """Return the address of a page in another language, as the pages of this one see it."""
    up = "" if here == LANGUAGES[0] else "../"
    return f"{up}{'' if language == LANGUAGES[0] else f'{language}/'}{name}.html"
