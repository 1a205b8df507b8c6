"""A browser gets the nearest language there is, whatever it sends, and each language is called by its own name."""

import time

import pytest

from checker.web.language_choice import name_in, own_name, preferred
from tests.pages import DRAFTS, Visitor, app_of, read


@pytest.mark.parametrize(
    ("header", "offered", "found"),
    [
        ("pt-BR,en;q=0.5", "en pt", "pt"),
        ("pt-PT", "en pt-BR", "pt-BR"),
        ("en-US", "es en-GB", "en-GB"),
        ("en-AU", "en-US en-GB en-AU", "en-AU"),
        ("en", "en-GB en-US", "en-US"),  # what most mean by it
        ("zh-TW", "en zh-Hans zh-Hant", "zh-Hant"),
        ("zh-HK", "en zh-Hans zh-TW", "zh-TW"),
        ("zh-Hant", "en zh-Hans", "en"),
        ("zh", "en zh-Hant zh-Hans", "zh-Hans"),
        ("sr-Latn", "en sr", "en"),
        ("iw", "en he", "he"),
        ("ES", "en es", "es"),
        ("es-419", "en es", "es"),
        ("es;q=0.3, fr;q=0.9, en-AU;q=0.4", "es en", "en"),
        ("en;q=0.1, es;q=0.9", "en es", "es"),
        ("fr, *;q=0.5", "en es", "en"),
        ("*", "es en", "es"),
        ("es;q=0, *", "es en", "en"),
        ("es;q=0", "es en", "es"),  # nothing that can be had is wanted
        ("", "es en", "es"),
        (f"{'fr,' * 200}es", "en es", "en"),  # nobody wishes for so many
        (",;q=,;;=;q=abc, \x00, -, ---, es;q=x, 漢字", "en es", "en"),
    ],
)
def test_a_browser_gets_the_nearest_language_there_is(header: str, offered: str, found: str) -> None:
    assert preferred(header, offered.split()) == found


@pytest.mark.parametrize(
    "header", ["x" * 100_000, "a-" * 50_000, "es;q=0.1," * 12_000, ";" * 100_000, "en-x-" + "y-" * 50_000]
)
def test_a_hundred_kilobytes_of_nonsense_cost_nothing(header: str) -> None:
    client, began = app_of(DRAFTS).test_client(), time.process_time()
    page = read(client.get("/", headers={"Accept-Language": header}))
    assert page.status == 200 and time.process_time() - began < 1


@pytest.mark.parametrize(
    ("code", "offered", "name"),
    [
        ("es", ["en", "es"], "Español"),
        ("en-GB", ["en-GB", "es"], "English"),
        ("en-GB", ["en-GB", "en-US"], "English (United Kingdom)"),
        ("pt-BR", ["pt-BR", "pt"], "Português (Brasil)"),
        ("zh-Hant", ["zh-Hant"], "中文"),
        ("zh-Hant", ["zh-Hans", "zh-Hant"], "中文 (繁體)"),
        ("ar", ["ar"], "العربية"),
        ("ka", ["ka"], "ქართული"),
    ],
)
def test_a_language_is_called_by_its_own_name(code: str, offered: list[str], name: str) -> None:
    assert own_name(code, offered) == name


def test_a_language_has_a_name_in_another() -> None:
    assert [name_in("en-GB", code) for code in ("pt-BR", "es", "ar")] == ["inglês", "inglés", "الإنجليزية"]


def test_the_same_page_follows_in_another_language_beside_a_journey_too() -> None:
    person = Visitor(app_of(DRAFTS)).begin()
    person.open("about")
    english = person.page
    (link,) = person.page.all("a", hreflang="es")
    person.open(link.attributes["href"])
    assert person.page.heading != english.heading and person.page.path.endswith("/about")
    person.language = "es"
    assert person.back().heading == english.heading
    person.forward()
    assert person.open("./#q").heading == "¿Cómo fueron sus noches?"
    assert person.answer(nights="good").page.all("html")[0].attributes["lang"] == "es"
