"""Where do the links of a page lead?

To states of this very journey, each sealed in an address of its own, or to a page that holds no answers.
"""

from typing import Any
from urllib.parse import quote

from flask import request, url_for
from flask_babel import gettext

from checker.languages import semicolon
from checker.memoisation import memoised
from checker.web.mounts import AGAIN, Served, language, page_address, plain, recheck, served
from checker.web.our_words import unmarked
from checker.web.theme_choice import look, worn
from checker.web.token import State, form_code, form_codes, handle, seal


def link(state: State) -> str:
    """Return the address of a state; the fragment moves the focus there without any script."""
    return f"{address(seal(served().sealer, state))}#{'errors' if state.refused else 'q'}"


def address(token: str) -> str:
    """Return the address of the page that a token holds; its own links are relative to it, so that it names none."""
    return f"{_before_tokens(served(), request.root_path)}{token}/"


@memoised
def _before_tokens(shown: Served, root: str) -> str:
    """Return what stands before every token in the addresses of a mount, below this root."""
    return page_address("patient.page", token="-").removesuffix("-/")


def themed_address(page: str, **values: Any) -> str:
    """Return the address of a page that holds no answers, such as ``patient.start``; it keeps a chosen theme."""
    return page_address(page, **_themed(values))


def again_address(**values: Any) -> str:
    """Return the address of the start page on which one checks again after this; nothing where none can."""
    found = recheck()
    return url_for(f"{found.name}.patient.start", **_themed(values)) if found else ""


def first_address(**values: Any) -> str:
    """Return the address of the start page of the check that a re-check follows."""
    return url_for(f"{served().name.removesuffix(AGAIN)}.patient.start", **_themed(values))


def _themed(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "theme": look().name} if worn() and "theme" not in values else values


def in_each_language(page: str, **values: Any) -> list[tuple[str, str]]:
    """Return the languages of the questionnaire, with the address of a page that holds no answers in each."""
    return [(code, themed_address(page, lang=code, **values)) for code in served().languages]


def change_link(token: str, question: str) -> str:
    """Return the link that changes an answer of a journey: as long and as dark for each."""
    return f"change/{form_code(served().sealer, token, question)[:CODE]}"


def changed(token: str, code: str) -> str | None:
    """Return the question whose answer such a link changes."""
    asked = (question.id for question in served().questionnaire.questions)
    codes = ((name, each) for name in asked for each in form_codes(served().sealer, token, name))
    return next((name for name, each in codes if each[:CODE] == code), None)


CODE = 8
"""Letters of a link that changes an answer: it opens nothing by itself."""


def ways(state: State) -> dict[str, object]:
    """Return what every page of a journey has beside its own: its links, how long it lasts, and how to end it.

    What a link leads to is sealed when somebody follows it.
    """
    return {
        "back": "back",
        "exit": "exit",
        "about": "about",
        "languages": [(code, f"in/{code}") for code in served().languages],
        "life": state.life,
        "shared": state.shared,
        "journey": handle(state) if state.shared else "",
    }


def way_out() -> str:
    """Return where Exit leads: to the clinic's own site, or to a page that tells nothing, as always within a frame."""
    clinic = served().clinic
    framed = request.headers.get("Sec-Fetch-Dest") == "iframe"  # many sites let nobody frame them
    return clinic.website if clinic and clinic.website and not framed else page_address("leave.away")


def report_link(page: str, fingerprint: str) -> str:
    """Return what opens the person's own mail to the clinic: the same on all pages of a kind, whatever was answered."""
    here = served()
    to = here.clinic.problems or "" if here.clinic else ""
    marks = ", ".join((here.questionnaire.version, fingerprint, page))
    subject = gettext("Problem with the check (%(marks)s)", marks=marks)
    lines = [
        gettext("What is wrong, and where on the page?"),
        gettext("Write nothing about your health or your answers: mail is not private."),
        gettext("Nobody reads this at once. If you need help now, call:"),
        semicolon(language()).join(plain(link.text) for link in here.questionnaire.help),
    ]
    body = "\r\n\r\n".join(lines)
    return f"mailto:{quote(to, '@')}?subject={quote(unmarked(subject), '')}&body={quote(unmarked(body), '')}"


def clinic_links() -> list[tuple[str, str]]:
    """Return the pages of the clinic's own that every footer leads to, each with what it is called."""
    clinic = served().clinic
    words = {
        "privacy": gettext("Privacy"),
        "accessibility": gettext("Accessibility"),
        "nondiscrimination": gettext("Equal treatment"),
        "language_help": gettext("Language help"),
    }
    found = ((said, getattr(clinic.links, key)) for key, said in words.items()) if clinic else ()
    return [(said, address) for said, address in found if address]
