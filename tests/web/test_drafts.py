"""A language that no native speaker has read is offered where a setting says so, and its pages say what they are."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from flask import Flask
from flask_babel import refresh

from checker.authoring import load
from checker.authoring.translations import forms_of
from checker.ops.settings import SettingsError, settings
from checker.translators.handout import asked as asked_of_translators
from checker.web import create_app
from checker.web.embed_page import WAYS
from checker.web.mounts import mounted
from checker.web.rendering import figure, percent, stamp
from checker.web.standing import standing
from checker.web.token import LIFE, State, seal
from tests.clinics import CORNER
from tests.pages import DRAFTS, Visitor, app_of, read, served_by
from tests.seeds import SEED
from tests.signing import signed

PORTUGUESE = "Esta tradução é um rascunho. Nenhum falante nativo a leu."
ENGLISH = "This is a draft translation. No native speaker has read it."
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def offered(**chosen: Any) -> Flask:
    return app_of(DRAFTS, drafts="1", **chosen)


def at_result(language: str = "pt") -> Visitor:
    person = Visitor(offered(), language)
    person.open(f"/?lang={language}")
    return person.begin().answer(nights="bad").answer(published="often")


def notice(person: Visitor) -> str:
    return " ".join(p.text for p in person.page.all("p", **{"class": "draft"}))


def test_every_page_of_a_draft_says_so_at_its_top_in_its_own_words_and_in_the_first_language() -> None:
    person = Visitor(offered(), "pt")
    seen = [person.open(f"{place}?lang=pt") for place in ("/", "/about", "/how-well", "/cleared", "/nowhere")]
    person.open("/?lang=pt")
    seen += [person.begin().page, person.answer(nights="bad").page, person.open("about"), person.back()]
    seen.append(person.answer(published="often").page)
    seen.append(read(person.client.get("/embed?lang=pt")))
    for page in seen:
        (said,) = page.all("p", **{"class": "draft"})
        assert said.text == f"{PORTUGUESE} {ENGLISH}", page.address
        assert page.html.index('class="help') < page.html.index('class="draft') < page.html.index("<main")
        assert ENGLISH in [span.text for span in page.all("span", lang="en", dir="ltr")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_other_page_says_so_and_the_menu_does(language: str) -> None:
    person = Visitor(offered(), language)
    person.open(f"/?lang={language}")
    assert notice(person) == ""
    names = {a.attributes["hreflang"]: a.text for a in person.page.all("a") if "hreflang" in a.attributes}
    assert names["pt"] == {"en": "Português (draft)", "es": "Português (borrador)"}[language]
    assert "(" not in names["es" if language == "en" else "en"]


def test_what_is_taken_along_says_so_and_programs_get_the_first_language() -> None:
    person = at_result()
    fetched = {
        form: person.client.get(person.page.path + form, headers=SAME_ORIGIN) for form in ("text", "json", "fhir")
    }
    assert f"{PORTUGUESE}\n{ENGLISH}\n" in fetched["text"].text and "Procure uma enfermeira" in fetched["text"].text
    assert (fetched["json"].json or {})["language"] == (fetched["fhir"].json or {})["language"] == "en"
    assert "Procure" not in fetched["json"].text + fetched["fhir"].text
    assert f"{PORTUGUESE} {ENGLISH}" in person.page.all("textarea", id="copy")[0].text
    doctor = next(e for e in person.page.elements if e.attributes.get("id") == "doctor")
    assert "The patient read a draft translation: Portuguese." in doctor.text
    assert (
        "draft translation"
        not in next(e for e in at_result("es").page.elements if e.attributes.get("id") == "doctor").text
    )


def test_the_list_for_the_plugin_names_drafts_as_what_they_are() -> None:
    told = offered().test_client().get("/oembed?url=http://localhost/").json or {}
    assert {code: spoken["name"] for code, spoken in told["languages"].items()} == {
        "en": "English", "es": "Español", "pt": "Português (draft)", "ar": "العربية (draft)",
    }  # fmt: skip
    assert {told["languages"][code]["title"] for code in ("en", "pt", "ar")} == {"Sleep check"}
    assert {code: {link["lang"] for link in spoken["help"]} for code, spoken in told["languages"].items()} == {
        code: {"es" if code == "es" else "en"} for code in told["languages"]
    }


@pytest.mark.parametrize("way", WAYS)
def test_no_word_of_a_draft_stands_on_a_clinics_own_page(way: str) -> None:
    client = offered().test_client()
    (snippet,) = read(client.get(f"/embed?lang=ar&way={way}")).all("textarea", id="snippet")
    assert not re.search("[ء-ي]", snippet.text)
    assert snippet.text.count('lang="en" dir="ltr"') == snippet.text.count("<a ")


def test_a_reminder_is_in_the_first_language() -> None:
    for language, words in {"pt": "Check again", "es": "Volver a revisar"}.items():
        person = at_result(language)
        reply = person.client.get(person.page.path + "reminder", headers=SAME_ORIGIN)
        assert f"SUMMARY:{words}" in reply.text and f"lang={language}" in reply.text


def test_whoever_starts_it_is_told_which_drafts_are_offered() -> None:
    said = "Drafts offered, which no native speaker has read: pt, ar."
    assert said in standing(offered(), "http://localhost/") and said not in standing(
        app_of(DRAFTS), "http://localhost/"
    )


# Without the setting ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/about", "/embed", "/cleared", "/sorry/expired", "/nowhere"])
def test_without_the_setting_no_address_and_no_browser_leads_to_a_draft(address: str) -> None:
    client = app_of(DRAFTS).test_client()
    page = read(client.get(f"{address}?lang=pt", headers={"Accept-Language": "pt, ar;q=0.9, es;q=0.5"}))
    assert page.all("html")[0].attributes["lang"] == "es"
    assert "pt" not in {a.attributes.get("hreflang") for a in page.all("a")}
    assert "lang=pt" not in page.html and "Português" not in page.html


def test_without_the_setting_the_plugin_and_a_journey_know_nothing_of_a_draft() -> None:
    client = app_of(DRAFTS).test_client()
    told = client.get("/oembed?url=http://localhost/?lang=pt").json or {}
    assert (list(told["languages"]), "lang=en" in told["html"], told["title"]) == (["en", "es"], True, "Sleep check")
    person = Visitor(app_of(DRAFTS)).begin()
    assert person.client.get(person.page.path + "in/pt", headers=SAME_ORIGIN).status_code == 404


@pytest.mark.parametrize("old", [0, LIFE + 600])
def test_what_was_sealed_in_a_draft_opens_in_the_first_language_once_it_is_offered_no_longer(old: int) -> None:
    offering, bare = (served_by(app_of(DRAFTS, keys=(SEED,), drafts=drafts)) for drafts in ("1", None))
    now = offering.sealer.keys.now()
    token = seal(offering.sealer, State({"nights": "bad"}, place=1, language=2), now - old)
    for served, speaks in ((offering, "pt"), (bare, "en")):
        client = app_of(DRAFTS, keys=(SEED,), drafts="1" if served is offering else None).test_client()
        page = read(client.get(f"/c/{token}/", headers=SAME_ORIGIN))
        assert (page.status, page.all("html")[0].attributes["lang"]) == (410 if old else 200, speaks)


@pytest.mark.parametrize("many", [False, True])
def test_a_clinic_begins_in_a_draft_only_where_drafts_are_offered(tmp_path: Path, many: bool) -> None:
    (tmp_path / "city.yaml").write_text("name: City\nlanguage: pt\n", encoding="utf-8")
    chosen: dict[str, Any] = {"clinics": tmp_path} if many else {"clinic": tmp_path / "city.yaml"}
    with pytest.raises(SettingsError, match=r"language: 'pt' is a draft.* set CHECKER_DRAFTS=1"):
        create_app(settings({}, questions=DRAFTS, **chosen))
    app = create_app(settings({}, questions=DRAFTS, drafts="1", **chosen))
    page = read(app.test_client().get("/city/" if many else "/", headers={"Accept-Language": "es"}))
    assert page.all("html")[0].attributes["lang"] == "pt"


# Signatures -------------------------------------------------------------------------------------------------------


def test_nobody_vouches_for_a_draft(tmp_path: Path) -> None:
    for name in ("drafts.yaml", "drafts.pt.po", "drafts.ar.po"):
        copy(DRAFTS.parent / name, tmp_path)
    file = tmp_path / "drafts.yaml"
    signed(file)
    client = create_app(settings({}, questions=file, drafts="1")).test_client()
    pages = {language: read(client.get(f"/about?lang={language}")).text for language in ("en", "es", "pt")}
    assert "Ada Test" in pages["en"] and "Ada Test" in pages["es"]
    assert "Ada Test" not in pages["pt"] and "Ainda não revisado" in pages["pt"]


def test_nothing_unsigned_is_offered_where_all_has_to_be_signed() -> None:
    with pytest.raises(SettingsError, match="CHECKER_DRAFTS: CHECKER_REQUIRE_SIGNOFF is set too"):
        settings({}, questions=DRAFTS, drafts="1", require_signoff="1")


def test_a_draft_is_shown_at_a_site_only_where_what_is_unsigned_is(tmp_path: Path) -> None:
    for name in ("drafts.yaml", "drafts.pt.po", "drafts.ar.po"):
        copy(DRAFTS.parent / name, tmp_path)
    file = tmp_path / "drafts.yaml"
    signed(file)
    at_a_site: dict[str, Any] = {"questions": file, "clinic": CORNER, "site": "https://check.example"}
    create_app(settings({}, **at_a_site))
    with pytest.raises(SettingsError, match="CHECKER_DRAFTS: nobody can sign a draft"):
        create_app(settings({}, **at_a_site, drafts="1"))
    create_app(settings({}, **at_a_site, drafts="1", unsigned="1"))


# What falls back --------------------------------------------------------------------------------------------------


def test_a_question_of_a_published_form_says_in_which_language_it_is() -> None:
    person = Visitor(offered(), "pt")
    person.open("/?lang=pt")
    person.begin()
    assert "Esta parte está em" not in person.page.text
    person.answer(nights="bad")
    assert "Esta parte está em inglês." in person.page.text
    asked = {"Feeling tired or having little energy", "Not at all", "Nearly every day"}
    assert asked <= {span.text for span in person.page.all("span", lang="en", dir="ltr")}


def test_what_is_taken_along_says_that_it_is_a_draft_in_both_languages() -> None:
    page = at_result().page
    (copied,) = page.all("textarea", id="copy")
    for text in (offered().test_client().get(f"{page.path}text").text, copied.text):
        assert "Esta tradução" in text or "rascunho" in text
        assert "This is a draft translation. No native speaker has read it." in text and "<span" not in text


def test_answers_that_fall_back_are_marked_on_the_result() -> None:
    marked = {span.text for span in at_result().page.all("span", lang="en")}
    assert "Nearly every day" in marked and "Noites ruins" not in marked


def test_a_questionnaires_own_words_for_pages_go_before_those_shipped() -> None:
    page = read(offered().test_client().get("/?lang=pt"))
    assert any(button.text == "Iniciar já" for button in page.all("button"))  # shipped: Começar
    assert "(esboço)" in page.text  # shipped: rascunho


def test_words_in_place_fall_back_to_the_first_language_in_whatever_order_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "in_place.yaml"
    text = DRAFTS.read_text(encoding="utf-8").replace(
        '{en: "Sleep check", es: "Chequeo del sueño"}', '{pt: "Sono?", en: "Sleep check"}'
    )
    file.write_text(text, encoding="utf-8")
    page = read(create_app(settings({}, questions=file)).test_client().get("/?lang=es"))
    assert page.heading == "Sleep check" and "Sono?" not in page.html


FIGURES = {
    "en": ["10.5", "10", "1,234", "98.7%", "December 13, 2026, 14:05 UTC"],
    "es": ["10,5", "10", "1.234", "98,7\u00a0%", "13 de diciembre de 2026, 14:05 UTC"],
    "pt": ["10,5", "10", "1.234", "98,7%", "13 de dezembro de 2026 14:05 UTC"],
    "ar": ["10.5", "10", "1,234", "98.7%", "13 ديسمبر 2026، 14:05 UTC"],
}


@pytest.mark.parametrize("language", FIGURES)
def test_numbers_and_moments_are_written_as_the_language_does_in_digits_as_of_telephones(language: str) -> None:
    with offered().test_request_context(f"/?lang={language}"):
        refresh()
        numbers = [figure(10.5), figure(10.0), figure(1234), percent(98.7)]
        found = [*numbers, stamp(datetime(2026, 12, 13, 14, 5, tzinfo=UTC))]
    assert found == FIGURES[language]


FRENCH = Path(__file__).parent.parent / "data" / "second.yaml"


def test_our_english_words_are_marked_where_a_language_has_none_and_only_where_a_mark_may_stand() -> None:
    client = app_of(FRENCH).test_client()
    french, english = (client.get(f"/?lang={language}").text for language in ("fr", "en"))
    assert '<a class="skip" href="#q"><span lang="en" dir="ltr">Skip to the main part</span></a>' in french
    assert 'aria-label="Help now"' in french and "<title>Start - " in french
    assert '<span lang="en"' not in english
    assert not re.search("[\ue000-\uf8ff]", french)


def test_what_an_english_sentence_takes_in_is_marked_as_of_the_page() -> None:
    html = app_of(FRENCH).test_client().get("/embed?lang=fr").text
    assert (
        '<span lang="en" dir="ltr">The snippets name <span lang="fr" dir="ltr">http://localhost</span>, since' in html
    )


def test_the_record_of_a_draft_is_one_of_the_questionnaire() -> None:
    """So that the checks above speak of languages that it has."""
    assert load(DRAFTS).drafts == ("pt", "ar") and mounted(offered())


def unmarked(html: str) -> set[str]:
    """Return our English words on a page that nothing marks as English, each as it stands between two tags."""
    known = {re.escape(form) for message in asked_of_translators() for form in forms_of(message.id)}
    ours = re.compile("|".join(re.sub(r"%\\\(\w+\\\)[sd]", ".+?", words) for words in known))
    lists = ("title", "textarea", "option", "script", "pre", "code")
    tongues, found = ["fr"], set[str]()
    for closes, tag, rest, words in re.findall(r"<(/?)(\w+)([^>]*)>([^<]*)", html):
        if not closes and tag not in ("meta", "link", "input", "br", "img", "hr", "path", "use", "rect", "circle"):
            spoken = re.search(r' lang="([\w-]+)"', rest)
            tongues.append("en" if tag in lists else spoken[1] if spoken else tongues[-1])
        elif closes:
            tongues.pop()
        if tongues[-1] == "fr" and ours.fullmatch(unescape(words).strip()):
            found.add(words.strip())
    return found


def test_no_english_of_ours_stands_unmarked_on_a_page_of_a_language_without_words(tmp_path: Path) -> None:
    file = tmp_path / "french.yaml"
    text = DRAFTS.read_text(encoding="utf-8").replace("languages: [en, es]", "languages: [en, es, fr]")
    signs = """      - id: signs
        kind: many
        for_record: true
        period: {en: "this week", fr: "semaine"}
        label: {en: "Signs"}
        ask: {en: "Which of these?"}
        options: [{id: snore, text: {en: "I snore"}}, {id: none, text: {en: "None of these"}, exclusive: true}]
"""
    file.write_text(text.replace("      - id: nights\n", f"{signs}      - id: nights\n"), encoding="utf-8")
    person = Visitor(app_of(file), "fr")
    pages = [person.open(f"{place}?lang=fr") for place in ("/about", "/how-well", "/nowhere", "/")]
    pages += [person.begin().page, person.send({"answer": ["0", "1"]}), person.answer(signs=["snore"]).page]
    pages += [person.answer(nights="bad").page, person.open("back")]
    person.answer(nights="bad")
    pages.append(person.answer(published="often").page)
    assert "You marked some of these" in pages[5].html and "Your answer" in pages[8].html
    assert [(page.address, unmarked(page.html)) for page in pages if unmarked(page.html)] == []
    assert not any(re.search("[\ue000-\uf8ff]", page.html) for page in pages)
    assert '<span lang="en" dir="ltr">Now think of <span lang="fr" dir="ltr">semaine</span></span>' in pages[4].html
