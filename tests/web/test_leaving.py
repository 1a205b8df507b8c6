"""Clear and Exit end a journey on every page of it; whoever comes from elsewhere is asked before anything is shown."""

import re
from pathlib import Path

import pytest

from checker.ops.settings import settings
from checker.web import create_app
from checker.web.token import HANDLE, State, handle, opened
from tests.pages import SECOND, Visitor, app_of, read, served_by
from tests.people import COMPLEX, CRISIS, EMERGENCY, MILD

OURS = {"Sec-Fetch-Site": "same-origin"}
CLEARED = "These answers were cleared"
ANSWERED = {"mild": MILD, "complex": COMPLEX, "crisis": CRISIS, "emergency": EMERGENCY}


def person(name: str) -> Visitor:
    visitor = Visitor(app_of()).begin().answer(**ANSWERED[name])
    if visitor.interrupted:
        visitor.go_on()
    return visitor


@pytest.mark.parametrize("way", ["clear", "exit"])
@pytest.mark.parametrize("name", ANSWERED)
def test_every_page_of_a_journey_that_was_ended_answers_that_it_was_cleared(name: str, way: str) -> None:
    visitor = person(name)
    pages = [address for address in visitor.history if address.startswith("/c/")]
    last = pages[-1]
    visitor.open(way)
    assert visitor.page.status == 200 and visitor.page.address.startswith("/cleared" if way == "clear" else "/away")
    client = app_of().test_client()
    for address in {*pages, *(f"{last}{more}" for more in ("back", "on", "now", "in/es", "stay", "more", "text"))}:
        shown = client.get(address.partition("#")[0], headers=OURS)
        assert (shown.status_code, read(shown).heading) == (410, CLEARED), address
    assert client.post(last.partition("#")[0], headers=OURS).location == "/sorry/cleared?lang=en"


def test_a_journey_that_was_cleared_ends_alone() -> None:
    one, other = person("mild"), person("mild")
    one.open("clear")
    assert other.reload().status == 200


def test_every_page_of_a_journey_can_be_left() -> None:
    visitor = Visitor(app_of())
    assert [a.attributes["href"] for a in visitor.page.all("a") if "data-exit" in a.attributes] == ["/away"]
    visitor.begin()
    for name, value in COMPLEX.items():
        assert [a.attributes["href"] for a in visitor.page.all("a") if "data-exit" in a.attributes] == ["exit"]
        visitor.answer(**{name: value})
        if visitor.interrupted:
            visitor.go_on()


@pytest.mark.parametrize("beside", ["about", "how-well"])
def test_what_is_read_beside_a_journey_ends_with_it_and_leads_back_to_it(beside: str) -> None:
    visitor = person("mild")
    here, heading = visitor.page.path, visitor.page.heading
    if beside == "about":
        assert [a.attributes["href"] for a in visitor.page.all("a") if a.text == "About this check"] == ["about"]
    page = visitor.open(beside)
    assert page.status == 200 and visitor.press("Back").heading == heading
    visitor.open(f"{here}{beside}")
    assert [a.attributes["href"] for a in visitor.page.all("a") if "data-exit" in a.attributes] == ["exit"]
    visitor.open("exit")
    assert [visitor.open(f"{here}{more}").status for more in ("", beside)] == [410, 410]


def test_a_page_in_spanish_is_cleared_in_spanish(tmp_path: Path) -> None:
    place = tmp_path / "ended"
    visitor = Visitor(create_app(settings({}, store=str(place)))).begin()
    visitor.open("in/es")
    here = visitor.page.path
    assert visitor.client.get(f"{here}clear", headers=OURS).location == "/cleared?lang=es"
    place.unlink()
    place.mkdir()
    assert 'lang="es"' in visitor.client.get(f"{here}clear", headers=OURS).text


@pytest.mark.parametrize(("method", "more"), [("HEAD", {}), ("GET", {"Sec-Purpose": "prefetch;prerender"})])
@pytest.mark.parametrize("way", ["clear", "exit"])
def test_who_only_looks_ahead_ends_nothing(method: str, more: dict[str, str], way: str) -> None:
    visitor = person("mild")
    seen = visitor.client.open(f"{visitor.page.path}{way}", method=method, headers={**OURS, **more})
    assert seen.status_code == 405
    assert visitor.reload().status == 200


def test_the_page_that_exit_leads_to_tells_nothing() -> None:
    page = app_of().test_client().get("/away")
    words = re.sub(r"<[^>]+>", "", page.text).split()
    assert words == ["New", "page"] and re.findall(r"/static/[\w.]+", page.text) == ["/static/blank.svg"]


def test_exit_leads_to_the_clinics_own_site(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.yaml"
    clinic.write_text('name: Bicycle Clinic\nwebsite: "https://clinic.example/"\n', encoding="utf-8")
    visitor = Visitor(app_of(SECOND, clinic=clinic)).begin()
    left = visitor.client.get(f"{visitor.page.path}exit", headers=OURS)
    assert (left.status_code, left.location) == (303, "https://clinic.example/")
    assert visitor.reload().status == 410
    framed = visitor.client.get(f"{visitor.page.path}exit", headers={**OURS, "Sec-Fetch-Dest": "iframe"})
    assert framed.location == "/away", "many sites let nobody frame them"


def test_what_is_too_old_to_be_opened_is_left_all_the_same() -> None:
    client = app_of().test_client()
    assert client.get("/c/old/exit").location == "/away"
    assert client.get("/c/old/clear").location == "/cleared?lang=en"


# A list that cannot be used ------------------------------------------------------------------------------------------


def test_where_the_list_is_down_clear_says_so_and_what_to_do_and_journeys_go_on(tmp_path: Path) -> None:
    place = tmp_path / "ended"
    visitor = Visitor(create_app(settings({}, store=str(place)))).begin().answer(right_now=MILD["right_now"])
    place.unlink()
    place.mkdir()
    page = read(visitor.client.get(f"{visitor.page.path}clear", headers=OURS))
    assert page.status == 503 and page.heading == "We could not clear your answers"
    assert "close all windows" in page.text and "can be opened on this device for 1 day." in page.text
    assert "24 hours" not in page.text and [a.attributes["href"] for a in page.all("a") if a.text == "Try again"]
    assert [a.attributes["href"] for a in page.all("a") if "data-exit" in a.attributes] == ["exit"]
    assert visitor.client.get(f"{visitor.page.path}exit", headers=OURS).location == "/away"
    visitor.answer(place=MILD["place"])
    assert visitor.page.status == 200


def test_where_the_list_is_down_a_shared_device_is_told_its_own_time(tmp_path: Path) -> None:
    place = tmp_path / "ended"
    visitor = Visitor(create_app(settings({}, store=str(place))))
    visitor.send({"shared": "1"})
    place.unlink()
    place.mkdir()
    page = read(visitor.client.get(f"{visitor.page.path}clear", headers=OURS))
    assert page.status == 503 and "for 20 minutes." in page.text and "24 hours" not in page.text


# From elsewhere ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["none", "cross-site", "same-site"])
def test_whoever_comes_from_elsewhere_is_asked_before_anything_is_shown(site: str) -> None:
    visitor = person("mild")
    own = visitor.page.text
    for address in (visitor.page.path, f"{visitor.page.path}text", f"{visitor.page.path}fhir"):
        page = read(visitor.client.get(address, headers={"Sec-Fetch-Site": site}), address)
        assert page.heading == "Go on with these answers on this device?" and page.status == 200
        assert visitor.tier and own not in page.text and "care at home" not in page.text
        (onward,) = (a.attributes["href"] for a in page.all("a") if a.text == "Go on with these answers")
        assert onward == f"{visitor.page.path}stay"
        (leave,) = (a.attributes["href"] for a in page.all("a") if "data-exit" in a.attributes)
        assert leave == f"{visitor.page.path}exit"
    assert visitor.open(visitor.page.path).heading == read(visitor.client.get(visitor.page.path, headers=OURS)).heading


def test_where_the_app_stands_below_a_prefix_the_way_on_does_too() -> None:
    visitor, environ = person("mild"), {"SCRIPT_NAME": "/clinic"}
    headers = {"Sec-Fetch-Site": "none"}
    page = read(visitor.client.get(visitor.page.path, headers=headers, environ_overrides=environ))
    (onward,) = (a.attributes["href"] for a in page.all("a") if a.text == "Go on with these answers")
    assert onward == f"/clinic{visitor.page.path}stay"


def test_on_a_shared_device_a_new_check_from_there_ends_the_one_before() -> None:
    visitor = shared()
    page = read(visitor.client.get(visitor.page.path, headers={"Sec-Fetch-Site": "none"}))
    (anew,) = (a.attributes["href"] for a in page.all("a") if a.text == "Start a new check")
    visitor.client.get(anew, headers=OURS)
    assert visitor.reload().status == 410


ROBOTS = [
    "python-requests/2.32",
    "MSOffice 16",
    "Viber/13",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23 A",
    "Slackbot-LinkExpanding 1.0",
    "Twitterbot/1.0",
    "Googlebot/2.1",
]


@pytest.mark.parametrize("robot", ROBOTS)
def test_a_robot_that_makes_a_preview_sees_the_start(robot: str) -> None:
    visitor = person("mild")
    seen = visitor.client.get(visitor.page.path, headers={"User-Agent": robot})
    assert (seen.status_code, seen.location) == (303, "/?lang=en")


def test_a_browser_that_is_too_old_to_say_where_it_comes_from_goes_on() -> None:
    visitor = person("mild")
    for name in ("Mozilla/5.0 (iPhone) Safari/15", "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) Chrome/74.0"):
        old = visitor.client.get(visitor.page.path, headers={"User-Agent": name})
        assert old.status_code == 200 and "care at home" in old.text


@pytest.mark.parametrize("address", ["/", "/about", "/how-well", "/cleared", "/nowhere", "journey"])
def test_every_page_says_that_its_address_is_the_start(address: str) -> None:
    visitor = Visitor(app_of(site="https://check.example", unsigned=True)).begin()
    page = visitor.page if address == "journey" else read(visitor.client.get(address))
    own = "/about" if address == "/about" else "/"  # what a search engine may list is what it is
    assert [link.attributes["href"] for link in page.all("link", rel="canonical")] == [own]
    assert [e.attributes["content"] for e in page.all("meta", property="og:url")] == ["https://check.example/"]


# A shared device -----------------------------------------------------------------------------------------------------


def shared() -> Visitor:
    visitor = Visitor(app_of())
    visitor.send({"shared": "1"})
    return visitor


def state(visitor: Visitor) -> State:
    return opened(served_by(visitor.app).sealer, visitor.page.token)


def test_a_page_on_a_shared_device_asks_in_time_whether_more_is_needed_even_without_a_script() -> None:
    visitor = shared()
    (refresh,) = visitor.page.all("meta", **{"http-equiv": "refresh"})
    seconds, onward = refresh.attributes["content"].split(";url=")
    assert (int(seconds), onward) == (18 * 60, "more")
    asked = visitor.open(onward)
    (refresh,) = asked.all("meta", **{"http-equiv": "refresh"})
    assert refresh.attributes["content"] == "120;url=clear" and asked.heading == "Do you need more time?"
    minutes = re.findall(r"in (\d+) minutes", asked.text)
    assert minutes == ["2"]


def test_more_time_can_be_had_as_often_as_one_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1_800_000_000
    monkeypatch.setattr("checker.ops.seeds.time.time", lambda: moment)
    visitor = Visitor(create_app(settings({})))
    visitor.send({"shared": "1"})
    question = visitor.page.heading
    for minutes in range(18, 18 * 15, 18):
        monkeypatch.setattr("checker.ops.seeds.time.time", lambda minutes=minutes: moment + 60 * minutes)
        visitor.open("more")
        assert visitor.press("Yes, I need more time").heading == question


def test_a_page_on_ones_own_device_asks_nothing() -> None:
    visitor = Visitor(app_of()).begin()
    assert not visitor.page.all("meta", **{"http-equiv": "refresh"}) and not visitor.page.with_id("more")


def test_a_new_start_on_a_shared_device_ends_the_journey_before() -> None:
    first = shared()
    (asks,) = (e for e in first.page.elements if e.attributes.get("id") == "more")
    before = asks.attributes["data-journey"]
    assert re.fullmatch(HANDLE, before) and before == handle(state(first))
    second = Visitor(app_of())
    second.send({"shared": "1", "before": before})
    assert first.reload().status == 410 and second.reload().status == 200


@pytest.mark.parametrize("before", ["", "x", "0" * 31, "'; DROP TABLE ended", "A" * 32, "0" * 400])
def test_whatever_else_is_named_as_the_journey_before_ends_none(before: str) -> None:
    first = shared()
    Visitor(app_of()).send({"before": before})
    assert first.reload().status == 200


def test_all_journeys_at_a_kiosk_are_on_a_shared_device(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.yaml"
    clinic.write_text("name: Bicycle Clinic\nkiosk: true\n", encoding="utf-8")
    visitor = Visitor(app_of(SECOND, clinic=clinic))
    assert not visitor.page.all("input", name="shared") and "after 20 minutes" in visitor.page.text
    visitor.begin()
    assert state(visitor).shared
    cleared = visitor.open("clear")
    assert [e.attributes["content"] for e in cleared.all("meta", **{"http-equiv": "refresh"})] == ["30;url=/"]
    for address, seconds in {"/about": ["1200;url=/"], "/nowhere": ["1200;url=/"], "/": []}.items():
        page = visitor.open(address)
        assert [e.attributes["content"] for e in page.all("meta", **{"http-equiv": "refresh"})] == seconds
        assert "24 hours" not in page.text


def test_a_handle_tells_nothing_of_a_journey_and_every_journey_has_its_own() -> None:
    handles = {handle(state(Visitor(app_of()).begin())) for _ in range(20)}
    assert len(handles) == 20 and all(re.fullmatch(HANDLE, each) for each in handles)
