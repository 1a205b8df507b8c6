"""Which theme and language a page has: what the clinic configured, what an address chooses from it, and no more."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import cli
from checker.web.token import State, opened, seal
from tests import clinics
from tests.pages import Page, Visitor, app_of, read, served_by
from tests.people import EMERGENCY

CITY = clinics.FOLDER / "city.yaml"


def _page(address: str, clinic: Path | None = CITY, language: str = "en") -> Page:
    return read(app_of(clinic=clinic).test_client().get(address, headers={"Accept-Language": language}))


def _sheets(page: Page) -> list[str]:
    """Return the stylesheets of a page by name, each with where it holds."""
    links = page.all("link", rel="stylesheet")
    return [
        f"{e.attributes['href'].rpartition('/')[2].partition('?')[0]} {e.attributes.get('media', '')}" for e in links
    ]


@pytest.mark.parametrize(
    ("address", "sheets"),
    [
        ("/", ["checker.css ", "theme-city.css "]),
        ("/?theme=city", ["checker.css ", "theme-city.css "]),
        ("/?theme=night", ["checker.css ", "dark.css screen", "theme-night.css "]),
        ("/?theme=device", ["checker.css ", "dark.css screen and (prefers-color-scheme: dark)", "theme-device.css "]),
        ("/?theme=none", ["checker.css ", "theme-city.css "]),
        ("/?theme=%3Cscript%3E", ["checker.css ", "theme-city.css "]),
        ("/?theme=", ["checker.css ", "theme-city.css "]),
    ],
)
def test_an_address_chooses_among_the_themes_and_anything_else_is_the_first(address: str, sheets: list[str]) -> None:
    assert _sheets(_page(address)) == sheets


def test_without_a_theme_the_pages_follow_the_device_and_within_a_clinics_page_they_are_light() -> None:
    client = app_of(clinic=clinics.FOLDER / "plain.yaml").test_client()
    alone, framed = (read(client.get("/", headers={"Sec-Fetch-Dest": dest})) for dest in ("document", "iframe"))
    assert _sheets(alone) == ["checker.css ", "dark.css screen and (prefers-color-scheme: dark)"]
    assert _sheets(framed) == ["checker.css "]


@pytest.mark.parametrize(
    ("address", "asked", "language"),
    [("/", "en", "es"), ("/?lang=en", "es", "en"), ("/?lang=xx", "en", "es"), ("/?lang=../../etc", "en", "es")],
)
def test_the_clinic_says_in_which_language_to_begin(address: str, asked: str, language: str) -> None:
    assert _page(address, language=asked).all("html")[0].attributes["lang"] == language


@pytest.mark.parametrize(("asked", "language"), [("es", "es"), ("fr", "en")])
def test_without_a_word_of_the_clinic_the_browser_says(asked: str, language: str) -> None:
    plain = clinics.FOLDER / "plain.yaml"
    assert _page("/", plain, asked).all("html")[0].attributes["lang"] == language


def test_a_chosen_theme_stays_for_the_whole_journey_and_stands_in_no_address_of_it(tmp_path: Path) -> None:
    unframed = tmp_path / "city.yaml"
    unframed.write_text("".join(line for line in CITY.read_text().splitlines(True) if "frame_origins" not in line))
    visitor = Visitor(app_of(clinic=unframed))
    visitor.open("/?lang=en&theme=night")
    visitor.begin().answer(**EMERGENCY)
    assert visitor.tier and "theme-night.css " in _sheets(visitor.page)
    assert not any("night" in address for address in visitor.history[2:])
    visitor.open(next(a.attributes["href"] for a in visitor.page.all("a") if a.attributes["href"] == "about"))
    assert "theme-night.css " in _sheets(visitor.page)


def test_a_journey_whose_theme_is_no_longer_there_goes_on_in_the_first() -> None:
    app = app_of(clinic=CITY)
    sealer = served_by(app).sealer
    token = seal(sealer, State(theme=30))
    assert opened(sealer, token).theme == 30
    assert _sheets(_page(f"/c/{token}/")) == ["checker.css ", "theme-city.css "]


def test_a_stylesheet_may_be_kept_since_its_address_changes_with_it() -> None:
    client = app_of(clinic=CITY).test_client()
    address = _page("/").all("link", rel="stylesheet")[-1].attributes["href"]
    reply = client.get(address)
    assert reply.mimetype == "text/css" and "--accent: #0a5a8a" in reply.text
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/theme-none.css").status_code == 404
    assert app_of().test_client().get("/theme-plain.css").status_code == 404
    other = _page("/?theme=night").all("link", rel="stylesheet")[-1].attributes["href"]
    assert other.partition("?v=")[2] != address.partition("?v=")[2]


def test_a_bad_clinic_stops_the_start_with_every_mistake(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: City\nframe_origins: ['*']\nthemes: [{id: a, colors: {link: '#ffcc00'}}]\n")
    for command in (["serve", "--clinic", str(bad)], ["check", "--clinic", str(bad)]):
        result = CliRunner().invoke(cli, command)
        assert result.exit_code == 1
        assert f"{bad}:2:17: " in result.output and f"{bad}:3:33: " in result.output
    by_variable = CliRunner().invoke(cli, ["serve"], env={"CHECKER_CLINIC": str(bad)})
    assert by_variable.exit_code == 1 and f"{bad}:2:17: " in by_variable.output


def test_a_sound_clinic_is_told_so() -> None:
    result = CliRunner().invoke(cli, ["check", "--clinic", str(CITY)])
    assert result.exit_code == 0
    assert "City Spine & Joint" in result.output and "https://www.city.example" in result.output


def test_words_that_a_language_lacks_and_words_that_nobody_sees_are_warned_of(tmp_path: Path) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text("name: City\nphone_note: {en: Not for emergencies}\nhours: {en: Daily, es: A diario}\n")
    result = CliRunner().invoke(cli, ["check", "--clinic", str(file)])
    assert result.exit_code == 0 and "City can serve it" in result.output
    assert f"{file}:2:13: warning: phone_note: it is never shown, since there is no `phone`" in result.output
    assert f"{file}:2:13: warning: no es words here; people will read the en ones" in result.output
    assert result.output.count("warning") == 2
    file.write_text(f"{file.read_text()}no: 1")
    bad = CliRunner().invoke(cli, ["check", "--clinic", str(file)])
    assert bad.exit_code == 1 and f"{file}:4:1: " in bad.output and "2:13: warning" in bad.output


def test_the_clinic_says_who_it_is_and_when_somebody_answers() -> None:
    about = _page("/about?lang=en").text
    for words in ("City Spine & Joint", "(201) 555-0123", "Not for emergencies", "Monday to Friday, 8 to 5"):
        assert words in about
    marked = Visitor(app_of(clinic=clinics.FOLDER / "markup.yaml")).open("/about?lang=en")
    assert "iframe src='https://other.example'" in marked.text and not marked.all("iframe")
