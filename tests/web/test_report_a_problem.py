"""A problem is reported by the person's own mail, with nothing in it of what anybody answered."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests.pages import Page, Visitor, app_of, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    clinic = tmp_path_factory.mktemp("clinic") / "clinic.yaml"
    clinic.write_text("name: City\nproblems: safety+check@city.example\n", encoding="utf-8")
    return app_of(clinic=clinic)


def _result(app: Flask, sheet: dict[str, object], language: str = "en") -> Page:
    return Visitor(app, language).begin().answer(**sheet).page


def _links(page: Page) -> list[str]:
    return [a.attributes["href"] for a in page.all("a") if a.attributes["href"].startswith("mailto:")]


def test_the_links_of_all_results_are_the_same_byte_for_byte(app: Flask) -> None:
    found = [_links(_result(app, sheet)) for sheet in (MILD, COMPLEX, CRISIS, EMERGENCY)]
    assert all(len(links) == 1 for links in found) and len({*map(tuple, found)}) == 1


@pytest.mark.parametrize(("language", "asks"), [("en", "your health"), ("es", "su salud")])
def test_a_mail_holds_version_fingerprint_and_kind_of_page_and_wants_nothing_of_health(
    app: Flask, language: str, asks: str
) -> None:
    here = served_by(app)
    mark = here.templates.globals["fingerprint"]
    about, result = Visitor(app, language).open("/about"), _result(app, EMERGENCY, language)
    for page, kind in ((about, "about"), (result, "result")):
        (address,) = _links(page)
        told = parse_qs(urlsplit(address).query, strict_parsing=True)
        assert address.startswith("mailto:safety%2Bcheck@city.example?") and told.keys() == {"subject", "body"}
        assert told["subject"][0].endswith(f"({here.questionnaire.version}, {mark}, {kind})")
        assert asks in told["body"][0] and "911" in told["body"][0]
        assert re.fullmatch(r"[\w:@?=&;.%-]{,700}", address), "a mail program shows anything else as it is written"


def test_it_stands_below_everything_and_never_on_a_question_or_a_page_of_help(app: Flask) -> None:
    page = _result(app, EMERGENCY)
    assert page.html.index("mailto:") > page.html.index('<footer class="foot">')
    visitor = Visitor(app)
    assert not _links(visitor.page) and not _links(visitor.begin().page)
    assert visitor.answer(right_now=["self_harm"]).interrupted and not _links(visitor.page)


def test_without_an_address_there_is_no_link() -> None:
    visitor = Visitor(app_of())
    assert not _links(visitor.open("/about")) and "Report a problem" not in visitor.page.text
    assert not _links(_result(app_of(), EMERGENCY))


def test_on_a_device_that_others_use_the_address_stands_as_words(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.send({"shared": "1"})
    page = visitor.answer(**EMERGENCY).page
    assert not _links(page) and "Report a problem: safety+check@city.example" in page.text
