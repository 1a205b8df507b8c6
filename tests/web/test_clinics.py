"""Who runs it stands on every page; many clinics stand in one program, and know nothing of each other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from checker.authoring.problems import LoadError
from checker.ops.settings import SettingsError, settings
from checker.web import create_app
from checker.web.standing import standing
from tests.clinics import OURS
from tests.logos import SVG
from tests.pages import Visitor, app_of, read

CITY = """\
name: City Spine
logo: city.svg
phone: "(201) 555-0123"
phone_note: {en: Not for emergencies}
locations: [{name: Newark, address: 1 Main Street, phone: "(201) 555-0124", booking: "https://www.city.example/newark"}]
links: {privacy: "https://www.city.example/privacy", nondiscrimination: "https://www.city.example/rights"}
hosts: [check.city.example]
frame_origins: [https://www.city.example]
themes: [{id: day, colors: {link: "#0a5a8a"}, font_file: city.woff2}]
"""
LAKE = "name: Lake Clinic\nlanguage: es\nindexed: true\nframe_origins: [https://www.lake.example]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two clinics."""
    (tmp_path / "city.yaml").write_text(CITY, encoding="utf-8")
    (tmp_path / "city.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "city.woff2").write_bytes(b"wOF2 and so on")
    (tmp_path / "lake.yaml").write_text(LAKE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def app(folder: Path) -> Flask:
    """What serves both."""
    return create_app(settings({}, clinics=folder))


def test_each_clinic_is_served_below_its_place_with_its_own_words_sites_and_looks(app: Flask) -> None:
    city, lake = (app.test_client().get(f"/{place}/") for place in ("city", "lake"))
    assert "City Spine" in city.text and "Lake" not in city.text and 'lang="en"' in city.text
    assert "Lake Clinic" in lake.text and "City" not in lake.text and 'lang="es"' in lake.text
    assert city.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' https://www.city.example")
    assert lake.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' https://www.lake.example")
    sheet = app.test_client().get("/city/theme-day.css").text
    (font,) = re.findall(r'url\("(clinic/city\.woff2\?v=\w{12})"\)', sheet)
    assert app.test_client().get(f"/city/{font}").mimetype == "font/woff2"
    assert re.search(r'href="/city/theme-day\.css\?v=\w+"', city.text) and "theme-day" not in lake.text
    bare = app.test_client().get("/city", headers={"Host": "evil.example"})
    assert bare.status_code == 200 and "evil" not in bare.text and bare.headers["Cache-Control"] == "no-store"


def _addresses(app: Flask, place: str) -> Iterator[str]:
    """Yield every address that the pages of a journey lead to within this program."""
    visitor = Visitor(app)
    client = visitor.client
    page = client.get(f"/{place}/").text
    begun = client.post(f"/{place}/")
    yield from re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
    yield begun.location
    yield from re.findall(r'(?:href|src|action)="(/[^"]*)"', client.get(begun.location.partition("#")[0]).text)


def test_every_address_of_a_clinic_stays_below_its_place(app: Flask) -> None:
    found = set(_addresses(app, "city"))
    assert len(found) > 8 and all(address.startswith("/city/") for address in found), found
    for address in found:
        if "/c/" not in address:
            with app.test_client().get(address) as reply:
                assert reply.status_code == 200, address


def test_a_clinic_is_the_whole_of_its_host(app: Flask) -> None:
    client = app.test_client()
    for host in ("check.city.example", "CHECK.city.example:8443"):
        assert "City Spine" in client.get("/", base_url=f"https://{host}").text
        assert client.get("/lake/", base_url=f"https://{host}").status_code == 404
    begun = client.post("/", base_url="https://check.city.example").location
    assert begun.startswith("/c/")


def test_no_address_of_one_clinic_opens_at_another(app: Flask) -> None:
    client = app.test_client()
    begun = client.post("/city/").location.partition("#")[0]
    assert client.get(begun).status_code == 200
    assert client.get(begun.replace("/city/", "/lake/")).status_code == 410
    assert client.get(begun.removeprefix("/city")).status_code == 404
    by_host = client.get(begun.removeprefix("/city"), base_url="https://check.city.example")
    assert by_host.status_code == 200, "by its host it is the same clinic"


def test_where_no_clinic_is_asked_for_there_is_no_page_but_help(app: Flask) -> None:
    for address in ("/", "/about", "/embed", "/c/x/", "/nowhere/", "/cities/", "//city/"):
        reply = app.test_client().get(address)
        assert reply.status_code == 404 and "tel:911" in reply.text, address
        assert "City" not in reply.text and "Lake" not in reply.text
        assert "Start again" not in reply.text and "not named yet" not in reply.text, "they would lead here again"
    assert [app.test_client().get(f"/{page}").status_code for page in ("healthz", "readyz")] == [200, 200]
    assert app.test_client().get("/city/healthz").status_code == 404


def test_what_is_wrong_with_any_stops_the_start_and_is_named(folder: Path) -> None:
    (folder / "bad.yaml").write_text("name: Bad\nphone: '911'\n", encoding="utf-8")
    (folder / "Upper.yaml").write_text("name: Upper\nhosts: [check.city.example]\n", encoding="utf-8")
    with pytest.raises(LoadError) as refused:
        create_app(settings({}, clinics=folder))
    said = [str(problem).removeprefix(f"{folder}/") for problem in refused.value.problems]
    assert said[0].startswith("Upper.yaml:1:1: this name is part of an address")
    assert said[1].startswith("bad.yaml:2:8: 911 is a line for help")
    assert said[2].startswith("city.yaml:1:1: 'check.city.example' stands under `hosts` of Upper.yaml too")
    assert len(said) == 3


def test_a_folder_without_clinics_and_a_clinic_called_like_a_page_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="there is no clinic here"):
        create_app(settings({}, clinics=tmp_path / "nothing"))
    (folder / "lake.yaml").rename(folder / "about.yaml")
    with pytest.raises(SettingsError, match=r"there is a page at /about. Rename the file about.yaml"):
        create_app(settings({}, clinics=folder))


def test_the_site_of_those_reached_by_their_path_is_no_clinics_own_host(folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"check.city.example is a host of city.yaml alone"):
        create_app(settings({}, clinics=folder, site="https://check.city.example", unsigned=True))


def test_snippets_name_the_host_or_the_place_of_a_clinic(folder: Path) -> None:
    app = create_app(settings({}, clinics=folder, site="https://check.example", unsigned=True))
    city = app.test_client().get("/embed", base_url="https://check.city.example").text
    assert "https://check.city.example/static/embed.js" in city and "https://check.example" not in city
    by_path = app.test_client().get("/city/embed").text
    assert 'content="https://check.example/city/"' in by_path and "https://check.city.example" not in by_path
    told = app.test_client().get("/city/oembed?url=https://check.example/city/")
    assert "https://check.example/city/" in told.get_json()["html"]
    lake = app.test_client().get("/lake/embed").text
    assert "https://check.example/lake/" in lake and "city" not in lake


# Who runs it ---------------------------------------------------------------------------------------------------------


def test_the_shipped_questionnaire_names_nobody_who_runs_it() -> None:
    client = app_of(clinic=None).test_client()
    for address in ("/", "/about", "/nowhere"):
        page = client.get(address, headers={"Accept-Language": "en"}).text
        assert "Run by: not named yet." in page and "New Jersey" not in page


def test_name_and_logo_stand_at_the_top_of_every_page(app: Flask) -> None:
    visitor = Visitor(app)
    begun = visitor.client.post("/city/").location.partition("#")[0]
    for address in ("/city/", "/city/about", "/city/embed", "/city/nowhere", begun):
        page = read(visitor.client.get(address))
        (named,) = page.all("p", **{"class": "clinic"})
        (logo,) = (image for image in page.all("img") if "/clinic/" in image.attributes["src"])
        assert named.words == "City Spine"
        assert [logo.attributes[name] for name in ("width", "height", "alt")] == ["120", "40", "Logo"]
    sent = visitor.client.get(logo.attributes["src"])
    assert sent.mimetype == "image/svg+xml" and "sandbox" in sent.headers["Content-Security-Policy"]
    assert "immutable" in sent.headers["Cache-Control"]
    assert visitor.client.get("/city/clinic/city.yaml").status_code == 404
    assert visitor.client.get("/lake/clinic/city.svg").status_code == 404


def test_the_links_of_a_clinic_stand_in_every_footer_and_its_places_on_the_page_about_the_check(app: Flask) -> None:
    about = read(app.test_client().get("/city/about"))
    led = {link.words: link.attributes["href"] for link in about.all("a")}
    assert led["Privacy"] == "https://www.city.example/privacy"
    assert led["Equal treatment"] == "https://www.city.example/rights"
    assert led["(201) 555-0124"] == "tel:2015550124" and "1 Main Street" in about.text
    assert "Privacy" not in read(app.test_client().get("/lake/about?lang=en")).text.partition("About this check")[0]


def test_only_the_start_and_about_pages_of_a_clinic_that_says_so_may_be_listed(app: Flask) -> None:
    client = app.test_client()
    begun = client.post("/lake/").location.partition("#")[0]
    listed = [
        address
        for address in (
            *(
                f"/{place}/{page}"
                for place in ("city", "lake")
                for page in ("", "about", "how-well", "embed", "cleared")
            ),
            "/lake/nowhere",
            begun,
            f"{begun}about",
        )
        if "noindex" not in client.get(address).headers.get("X-Robots-Tag", "")
    ]
    assert listed == ["/lake/", "/lake/about"]


HERE = "http://127.0.0.1:8000/"


def test_the_start_says_who_runs_it_whether_it_is_signed_proved_and_framed(app: Flask) -> None:
    assert list(standing(app_of(clinic=None), HERE)) == [
        "Run by: not named yet. Name a clinic: checker serve --clinic city.yaml",
        "Signed by no clinician: not for patients yet.",
        "The ways to help are not signed: `checker sign --scope help` says how.",
        "Proved: every claim holds.",
        "Re-check, below again/: Signed by no clinician. Proved.",
        "Framed by no site.",
        "Open http://127.0.0.1:8000/ in a browser. Ctrl+C ends it.",
    ]
    assert next(standing(app_of(clinic=OURS), HERE)) == "Run by New Jersey Spine & Orthopedic."
    assert list(standing(app, HERE))[:2] == [
        "Clinics: 2.",
        "  http://127.0.0.1:8000/city/ check.city.example Run by City Spine. Framed by https://www.city.example.",
    ]


SITE = "https://check.example"


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({}, "nobody is named who runs this"),
        ({"unsigned": True}, "nobody is named who runs this"),
        ({"clinic": OURS}, "questions.yaml: nobody has signed exactly this content as its author and as a clinician"),
    ],
)
def test_at_a_site_nothing_is_served_that_is_nobodys_or_unsigned(chosen: dict[str, object], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        create_app(settings({}, site=SITE, **chosen))
    assert create_app(settings({}, site=SITE, clinic=OURS, unsigned=True))


def test_at_a_site_doubtful_words_are_served_once_a_clinician_has_accepted_them(folder: Path) -> None:
    clinic = folder / "lake.yaml"
    clinic.write_text("name: Lake Urgent Care\n", encoding="utf-8")
    for chosen, where in (
        ({"clinic": clinic}, "the clinic's file"),
        ({"clinics": folder}, "the clinic's file lake.yaml"),
    ):
        assert create_app(settings({}, **chosen))
        with pytest.raises(SettingsError, match=f"{where}: 'Urgent': it speaks of emergencies"):
            create_app(settings({}, site=SITE, unsigned=True, **chosen))
    clinic.write_text(
        "name: Lake Urgent Care\naccepted: [{words: Lake Urgent Care, by: 'Jane Roe, MD'}]\n", encoding="utf-8"
    )
    assert create_app(settings({}, site=SITE, unsigned=True, clinics=folder))


def test_the_button_says_what_the_clinic_wants_and_else_the_title() -> None:
    ours, nobody = (app_of(clinic=clinic).test_client() for clinic in (OURS, None))
    for client, language, label in (
        (ours, "en", "CONDITION CHECKER →"),
        (ours, "es", "REVISE SU DOLOR →"),
        (nobody, "en", "Back pain and mood check →"),
    ):
        page = read(client.get(f"/embed?way=button&lang={language}"))
        (snippet,) = (each.words for each in page.all("textarea") if each.attributes["id"] == "snippet")
        assert f'mode="button" label="{label}"' in snippet, snippet
