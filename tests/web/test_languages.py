"""Whoever is on a page can read it in the other language, and keeps every answer."""

from collections.abc import Callable
from pathlib import Path
from time import time

import pytest
from babel.messages.pofile import read_po

from checker.ops.settings import settings
from checker.resources import shipped
from checker.web import create_app
from checker.web.token import LIFE, State, seal
from tests.pages import Page, Visitor, app_of, check, read, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD
from tests.seeds import SEED

Way = Callable[[Visitor], None]
NAMES = {"en": "English", "es": "Español"}


def new(language: str) -> Visitor:
    return Visitor(app_of(), language=language)


def asked(person: Visitor) -> None:
    person.begin().answer(right_now=MILD["right_now"])


def refused(person: Visitor) -> None:
    asked(person)
    person.send({})


def interrupted(person: Visitor) -> None:
    person.begin().answer(right_now=CRISIS["right_now"])


def done(person: Visitor) -> None:
    person.begin().answer(**MILD)


def stopped(person: Visitor) -> None:
    person.begin().answer(**EMERGENCY)


def stay(address: str) -> Way:
    def go(person: Visitor) -> None:
        person.open(f"{address}?lang={person.language}")

    go.__name__ = address
    return go


JOURNEY: list[Way] = [asked, refused, interrupted, done, stopped]
OTHERS: list[Way] = [
    stay(address) for address in ("/", "/about", "/cleared", "/sorry/expired", "/sorry/broken", "/nowhere")
]


def switch(person: Visitor) -> Visitor:
    """Follow the link to the other language."""
    other = "es" if person.language == "en" else "en"
    (link,) = person.page.all("a", hreflang=other)
    assert (link.text, link.attributes["lang"]) == (NAMES[other], other)
    person.language = other
    person.open(link.attributes["href"])
    return person


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("go", JOURNEY + OTHERS)
def test_every_page_can_be_read_in_the_other_language_and_back(go: Way, language: str) -> None:
    person = new(language)
    go(person)
    before = person.page
    assert before.all("html")[0].attributes["lang"] == language
    other = switch(person).page
    assert other.all("html")[0].attributes["lang"] == person.language != language
    assert other.heading != before.heading
    assert _shape(switch(person).page) == _shape(before)


def _given(page: Page) -> list[str]:
    """Return all answers as a result lists them, by section."""
    return [answers.text for answers in page.all("dl", **{"class": "given"})]


@pytest.mark.parametrize("language", NAMES)
def test_all_answers_are_kept_through_a_change_of_language(language: str) -> None:
    person = new(language)
    person.begin().answer(**COMPLEX)
    titles = {tier.id: tier.title for tier in person.questionnaire.tiers}
    before = person.page
    assert before.heading == titles["urgent_today"].said_in(language)
    assert switch(person).page.heading == titles["urgent_today"].said_in(person.language)
    assert _given(switch(person).page) == _given(before) and len(_given(before)) == 4


def test_what_was_ticked_stays_ticked_and_what_to_do_is_said_in_the_new_language() -> None:
    person = new("en")
    person.begin().send({"answer": ["0", "8"]})
    english = person.page.announced
    assert person.page.chosen == ["0"]
    assert switch(person).page.chosen == ["0"]
    assert person.page.announced and person.page.announced != english


def test_the_language_goes_on_after_a_form_and_after_an_error() -> None:
    person = new("en")
    switch(person)
    person.language = "en"  # a browser that asks for English all the time
    person.begin()
    assert person.page.all("html")[0].attributes["lang"] == "es"
    token = person.history[person.at].partition("#")[0]
    reply = person.client.post(token, data={"answer": "0"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert read(reply).status == 403
    large = person.client.post(
        f"{token}?lang=es", data={"answer": "0" * 99999}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert large.location.endswith("?lang=es")


@pytest.mark.parametrize("language", NAMES)
def test_words_that_a_licence_fixes_are_marked_with_their_own_language(language: str) -> None:
    person = new(language)
    done(person)
    credits = [p for p in person.page.all("p") if "loinc.org/license" in p.text and "lang" in p.attributes]
    assert [p.attributes["lang"] for p in credits] == ["en"]
    grant = [p for p in person.page.all("p") if "Kroenke" in p.text]
    assert [p.attributes["lang"] for p in grant] == [language]


def test_the_page_for_a_doctor_is_marked_as_english_in_a_spanish_result() -> None:
    person = new("es")
    done(person)
    assert [e.attributes["lang"] for e in person.page.elements if "doctor__sheet" in e.attributes.get("class", "")] == [
        "en"
    ]


def _shape(page: Page) -> tuple[str, str, list[str]]:
    """Return what stays the same when only the token was sealed again."""
    return page.heading, page.text, page.chosen


def test_a_form_from_elsewhere_can_be_left_for_either_language() -> None:
    app = app_of()
    reply = app.test_client().post("/?lang=es", headers={"Sec-Fetch-Site": "cross-site"})
    page = check(read(reply, "/"), new("es").questionnaire)
    assert [a.attributes["href"] for a in page.all("a", hreflang="en")] == ["/?lang=en"]


# No word of the other language ------------------------------------------------------------------------------------


def said_differently() -> list[tuple[str, str]]:
    """Return what the questionnaire and the pages say in English and Spanish, where both are of some length."""
    questionnaire = new("en").questionnaire
    with (shipped("translations") / "es" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        pages = [(message.id, message.string) for message in read_po(file) if message.id]
    texts = [(text.root["en"], text.root["es"]) for _, text in questionnaire.texts()]
    plain = [(str(one), str(two)) for one, two in pages if "%" not in str(one) and isinstance(one, str)]
    return [(one, two) for one, two in texts + plain if one != two and min(len(one), len(two)) >= 12]


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("go", JOURNEY + OTHERS)
def test_a_page_says_nothing_in_the_other_language(go: Callable[[Visitor], None], language: str) -> None:
    """But for the page for a doctor, which is marked as English."""
    person = new(language)
    go(person)
    for_doctors = [e.text for e in person.page.elements if "doctor__sheet" in e.attributes.get("class", "")]
    text = person.page.text
    for sheet in for_doctors:
        text = text.replace(sheet, "")
    place = list(NAMES).index(language)
    assert [pair for pair in said_differently() if pair[1 - place] in text and pair[1 - place] not in pair[place]] == []


def test_a_word_of_the_other_language_would_be_seen() -> None:
    person = new("en")
    done(person)
    assert [pair for pair in said_differently() if pair[0] in person.page.text]
    assert len(said_differently()) > 250


def test_a_page_that_is_too_old_still_speaks_its_own_language() -> None:
    app = app_of(keys=(SEED,))
    served = served_by(app)
    state, old = State({"age": "age_18_49"}, place=1, language=1), int(time()) - LIFE - 600
    headers = {"Accept-Language": "en", "Sec-Fetch-Site": "same-origin"}
    client, address = app.test_client(), f"/c/{seal(served.sealer, state, old)}/"
    page = read(client.get(address, headers=headers))
    assert (page.status, page.all("html")[0].attributes["lang"]) == (410, "es")
    posted = client.post(address, headers=headers)
    assert (posted.status_code, posted.location) == (303, "/sorry/expired?lang=es")


def test_a_forged_page_speaks_the_language_of_the_browser() -> None:
    page = read(app_of().test_client().get(f"/c/{'A' * 300}", headers={"Accept-Language": "es"}))
    assert (page.status, page.all("html")[0].attributes["lang"]) == (410, "es")


def test_words_that_lack_a_language_are_marked_with_the_one_they_have(second_file: Path, tmp_path: Path) -> None:
    text = second_file.read_text(encoding="utf-8")
    french = ', fr: "Cela ne remplace pas le regard d\u2019un mécanicien."'
    title = ', fr: "Contrôle du vélo"'
    assert text.count(french) == text.count(title) == 1
    file = tmp_path / "bicycle.yaml"
    file.write_text(text.replace(french, "").replace(title, ""), encoding="utf-8")
    page = read(create_app(settings({}, questions=file)).test_client().get("/?lang=fr"))
    marked = [span.text for span in page.all("span", lang="en")]
    assert "It cannot replace a look by a mechanic." in marked and "Bicycle check" in marked
    assert page.all("title")[0].text.endswith("- Bicycle check")
    assert "Quelques questions sur votre vélo et sa position." not in marked
