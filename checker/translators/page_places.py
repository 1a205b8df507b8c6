"""Where do people see what the pages say by themselves? It is read off the templates that say it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from checker.resources import shipped

_PLACES = {
    "every page": (
        "base",
        "rendering",
        "links",
        "our_words",
        "language_choice",
        "components/languages",
        "components/ways",
    ),
    "the start page": ("start", "components/shared_tick"),
    "the page on which people check again": ("again", "components/again_form"),
    "a question": ("question", "question_page", "forms", "components/body", "components/field"),
    "a page of help at once": ("interruption", "components/help_page"),
    "a result": (
        "result",
        "then_and_now",
        *(f"components/{each}" for each in ("card", "keep", "place", "plan", "report", "result", "score_bar", "where")),
        "components/then_and_now",
    ),
    "the page for a doctor": ("clinician", "summary", "record_views", "components/doctor_tables", "components/marked"),
    "the page with a code for a doctor": ("doctor", "doctor_link"),
    "a file that people take along": ("response",),
    "the questionnaire in another system": ("questionnaire_export",),
    "'About this check'": ("about",),
    "'How well does it work?'": ("how_well",),
    "a page that says why the check cannot go on": ("notice", "outage_page"),
    "a page about coming back, more time, or clearing answers": (
        "arrived",
        "away",
        "cleared",
        "not_cleared",
        "more_time",
        "components/more_time",
    ),
    "the page on which a clinic puts the check on its own site": ("embed", "embed_preview", "embed_page"),
    "the page on which a clinic sees its counts": ("counts",),
}
_NAMES = {name: place for place, names in _PLACES.items() for name in names}


@cache
def seen_on() -> Mapping[str, str]:
    """Return where each of the pages' own words is seen, by what it is in English; of one that counts, the singular."""
    found = defaultdict[str, dict[str, None]](dict)
    for words, name in _asked_for():
        found[words][_NAMES.get(name, "some page")] = None
    return {words: " and ".join(places) for words, places in found.items()}


def _asked_for() -> Iterator[tuple[str, str]]:
    """Yield every message with the file that says it, without its ending."""
    rooms, templates = Path(__file__).parents[1], shipped("templates")
    folders = ((templates, "jinja2"), *((rooms / room, "python") for room in ("web", "ops", "explain", "fhir")))
    for folder, method in folders:
        pattern = "**.py" if method == "python" else "**"
        keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
        for name, _, message, _, _ in extract_from_dir(str(folder), [(pattern, method)], keywords=keywords):
            if not name.startswith("review/"):
                words = message if isinstance(message, str) else message[0]
                yield str(words), name.rpartition(".")[0]
