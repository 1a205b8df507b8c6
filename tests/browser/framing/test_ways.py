"""The ways in which a clinic's page shows the check: in place, or behind a button; and what stays where none works."""

from collections.abc import Callable, Iterator
from time import sleep
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.framing.conftest import person_at, until, within
from tests.browser.framing.sites import Sites
from tests.people import COMPLEX, EMERGENCY

Made = Callable[..., Page]
"""Opens a page of a site with these words in its body, and the script."""
HOST = "document.querySelector('condition-checker')"
DIALOG = f"{HOST}.shadowRoot.querySelector('dialog')"
HELP = '<a href="tel:911">Emergency: 911</a> <a href="tel:988">Crisis: 988</a>'
LISTEN = """<script>
told = []; seen = []; shifts = 0;
addEventListener('message', event => told.push(event.data));
for (const name of ['ready', 'start', 'end', 'leave'])
  addEventListener(name, event => seen.push(event.type + (event.detail ?? '')), true);
new PerformanceObserver(list => list.getEntries().forEach(entry => shifts += entry.value))
  .observe({type: 'layout-shift', buffered: true});
</script>"""
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}


@pytest.fixture
def made(ordinary: BrowserContext, sites: Sites) -> Iterator[Made]:
    page = ordinary.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})

    def opened(body: str, head: str = LISTEN, site: str = "clinic.test", size: str = "", **headers: str) -> Page:
        path = f"/made-{len(sites.pages[site])}"
        script = f'<script async src="{sites.address("checker.test", "/static/embed.js")}"></script>'
        viewport = '<meta name="viewport" content="width=device-width">'
        title = "<!doctype html><html lang=en><title>A clinic</title>"
        sites.pages[site][path] = f"{title}{viewport}{head}<body>{body}{script}"
        sites.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        if size:
            page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
        page.goto(sites.address(site, path))
        return page

    yield opened
    sites.headers.clear()
    page.close()


def _element(sites: Sites, more: str = "") -> str:
    start = sites.address("checker.test", "/")
    link = f'<a href="{start}">Check your back</a>'
    return f'<condition-checker src="{start}" lang="en" {more}>{link} {HELP}</condition-checker>'


def _heard(page: Page, name: str = "ready") -> None:
    page.wait_for_function("name => seen.includes(name)", arg=name)


def _opened(made: Made, sites: Sites, mode: str = "popup", **how: str) -> Page:
    """Open a clinic's page, and the check by its button."""
    page = made("<p style='height:3000px'>Words of the clinic</p>" + _element(sites, f"mode={mode}"), **how)
    page.get_by_role("button", name="Check your back →").click()
    _heard(page)
    return page


def _is_open(page: Page) -> bool:
    return bool(page.evaluate(f"{DIALOG}.open"))


def _closed(page: Page) -> None:
    """Wait until the dialog is closed and the focus is on its button again."""
    page.wait_for_function(f"!{DIALOG}.open && {HOST}.shadowRoot.activeElement?.part == 'button'")


def _late(route: Route) -> None:
    """Let a script come after the page is painted."""
    sleep(0.5)
    route.continue_()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("room", ['style="display:block;min-height:1024px"', ""])
def test_a_page_that_is_first_painted_does_not_shift(made: Made, sites: Sites, size: str, room: str) -> None:
    below = "<h2>Our hours</h2>" + "<p>Words of the clinic, below the check.</p>" * 30
    page = made("")
    page.route("**/embed.js", _late)
    page = made(f"<h1>A clinic</h1>{_element(sites, room)}{below}", size=size)
    _heard(page)
    page.wait_for_timeout(500)
    shifted = page.evaluate("shifts")
    assert shifted < 0.1 if room else shifted > 0.1, "without room it shifts, or nothing is measured"


def test_room_is_kept_until_the_frame_has_spoken(made: Made, sites: Sites) -> None:
    page = made("")
    page.route("**/checker.js*", lambda route: route.abort())
    page = made(_element(sites, "start-height=777"))
    until(page, lambda: page.evaluate(f"{HOST}.clientHeight") == 777, lambda: "the room is another one")
    page.unroute("**/checker.js*")


@pytest.mark.parametrize("mode", ["popup", "button"])
@pytest.mark.parametrize("size", SIZES)
def test_a_button_opens_a_dialog_that_has_the_focus_and_holds_the_page_still(
    made: Made, sites: Sites, mode: str, size: str
) -> None:
    page = _opened(made, sites, mode, size=size)
    width, height = SIZES[size]
    box = page.locator("condition-checker dialog").bounding_box()
    assert box and box["width"] == (width if size == "phone" else 736) and box["height"] >= height * 0.9 - 1
    page.wait_for_function(f"{HOST}.shadowRoot.activeElement.localName == 'iframe'")
    assert within(page).evaluate("document.hasFocus()")
    before = page.evaluate("scrollY")
    page.mouse.move(width / 2, height / 2)
    for _ in range(5):
        page.mouse.wheel(0, 2000)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == before
    page.get_by_role("button", name="Close").click()
    _closed(page)
    page.mouse.wheel(0, -2000)
    page.mouse.wheel(0, 500)
    page.wait_for_function("before => scrollY != before", arg=before)


def test_the_button_at_the_edge_stays_in_sight(made: Made, sites: Sites) -> None:
    page = made(_element(sites, 'mode=button label="CONDITION CHECKER →"') + "<p style='height:5000px'>Words</p>")
    button = page.get_by_role("button", name="CONDITION CHECKER →")
    for top in (0, 3000):
        page.evaluate("top => scrollTo(0, top)", top)
        box = button.bounding_box()
        assert box and round(box["x"] + box["width"]) == page.evaluate("document.documentElement.clientWidth")
        assert 0 < box["y"] < 800 and box["height"] >= 44


def test_escape_within_the_frame_closes_the_dialog_and_the_answers_stay(made: Made, sites: Sites) -> None:
    page = _opened(made, sites)
    person = person_at(page, sites).begin()
    _heard(page, "start")
    page.keyboard.press("Escape")
    _closed(page)
    page.get_by_role("button", name="Check your back →").click()
    assert person.asked == "right_now" and page.evaluate(f"{HOST}.shadowRoot.activeElement.localName") == "iframe"


def test_three_escapes_end_the_journey_though_the_first_closes_the_dialog(made: Made, sites: Sites) -> None:
    page = _opened(made, sites)
    person_at(page, sites).begin()
    _heard(page, "start")
    where = within(page).url
    for _ in range(3):
        page.keyboard.press("Escape")
    _heard(page, "end")
    _closed(page)
    another = page.context.new_page()
    another.goto(where)
    expect(another.get_by_role("heading", name="These answers were cleared")).to_be_visible()


def test_back_closes_the_dialog_from_the_first_page(made: Made, sites: Sites) -> None:
    page = _opened(made, sites)
    page.evaluate("history.back()")
    _closed(page)
    assert "/made" in page.url and page.evaluate("history.state") is None


def test_back_goes_through_the_questions_before_it_closes_the_dialog(made: Made, sites: Sites) -> None:
    page = _opened(made, sites)
    person = person_at(page, sites).begin()
    person.settle()
    page.evaluate("history.back()")
    person.page.get_by_role("heading", level=1, name="Back pain and mood check").wait_for()
    assert _is_open(page)
    page.evaluate("history.back()")
    _closed(page)


def test_back_after_it_was_closed_leads_to_where_it_was_opened(made: Made, sites: Sites) -> None:
    page = _opened(made, sites)
    person_at(page, sites).begin().answer(right_now=["none"])
    page.keyboard.press("Escape")
    _closed(page)
    page.evaluate("history.back()")
    page.wait_for_function("!history.state?.cc")
    assert "/made" in page.url


def test_exit_closes_the_dialog_and_the_check_begins_anew(made: Made, sites: Sites) -> None:
    page = _opened(made, sites)
    person_at(page, sites).begin()
    within(page).locator("[data-exit]").click()
    _closed(page)
    page.wait_for_function("!history.state?.cc")
    page.get_by_role("button", name="Check your back →").click()
    within(page).get_by_role("heading", level=1, name="Back pain and mood check").wait_for()


@pytest.mark.parametrize("sheet", [EMERGENCY, COMPLEX], ids=["emergency", "complex"])
def test_a_page_is_told_the_same_whatever_the_result(made: Made, sites: Sites, sheet: dict[str, Any]) -> None:
    page = made(_element(sites))
    person = person_at(page, sites).begin().answer(**sheet)
    if not person.tier:
        person.go_on()
    person.settle()
    assert person.tier and page.evaluate("seen") == ["ready", "start"]
    assert {key for data in page.evaluate("told") for key in data} == {"cc", "height", "page"}
    within(page).locator("[data-exit]").click()
    _heard(page, "leave")
    assert page.evaluate("seen") == ["ready", "start", "end", "leave"]


def test_attributes_that_change_are_followed(made: Made, sites: Sites) -> None:
    page = made(_element(sites))
    _heard(page)
    page.evaluate(f"{HOST}.setAttribute('lang', 'es')")
    until(page, lambda: within(page).evaluate("document.documentElement.lang") == "es", lambda: "still English")
    page.evaluate(f"{HOST}.setAttribute('min-height', '3000')")
    page.wait_for_function(f"{HOST}.clientHeight == 3000")
    page.evaluate(f"{HOST}.setAttribute('mode', 'popup'); {HOST}.setAttribute('label', 'Empezar')")
    page.get_by_role("button", name="Empezar").click()
    page.evaluate(f"{HOST}.setAttribute('mode', 'inline')")
    expect(page.locator("condition-checker dialog")).to_have_count(0)
    assert page.evaluate("document.documentElement.style.overflow") == ""


def test_an_element_made_empty_and_filled_later_shows_the_check(made: Made, sites: Sites) -> None:
    page = made("<main></main>")
    page.wait_for_function("!!customElements.get('condition-checker')")
    page.evaluate("document.querySelector('main').append(document.createElement('condition-checker'))")
    page.evaluate("html => { document.querySelector('condition-checker').innerHTML = html }", _element(sites))
    _heard(page)


@pytest.mark.parametrize(
    "attributes",
    ["src='javascript:alert(1)'", "src='http://['", "src='data:text/html,x'", "src='http://[' mode=popup"],
)
def test_nonsense_is_passed_over_and_the_link_stays(made: Made, sites: Sites, attributes: str) -> None:
    page = made(_element(sites).replace('src="', f'{attributes} data-was="'))
    page.wait_for_function(f"{HOST}?.shadowRoot")
    expect(page.get_by_role("link", name="Check your back")).to_be_visible()
    expect(page.get_by_role("link", name="Emergency: 911")).to_be_visible()
    assert page.locator("condition-checker iframe, condition-checker button").count() == 0


def test_nonsense_beside_the_address_changes_nothing(made: Made, sites: Sites) -> None:
    page = made(_element(sites, "mode=x theme=zz min-height=tall start-height=-5 min-width=a"))
    _heard(page)
    expect(page.get_by_role("link", name="Check your back")).to_be_hidden()


def test_a_strict_policy_of_the_page_is_kept(made: Made, sites: Sites) -> None:
    complaints: list[str] = []
    checker = sites.address("checker.test")
    policy = f"default-src 'none'; script-src {checker}; frame-src {checker}; require-trusted-types-for 'script'"
    page = made("", head="")
    page.on("console", lambda message: complaints.append(message.text))
    page = made(_element(sites, "mode=popup"), head="", Content_Security_Policy=policy)
    page.get_by_role("button", name="Check your back →").click()
    within(page).get_by_role("heading", level=1).wait_for()
    expect(page.get_by_role("link", name="Check your back")).to_be_hidden()
    assert complaints == []
    page.keyboard.press("Escape")
    _closed(page)


@pytest.mark.parametrize(
    ("site", "headers", "why"),
    [
        ("stranger.test", {}, "frame_origins"),
        ("clinic.test", {"Cross_Origin_Embedder_Policy": "require-corp"}, "policy"),
        ("clinic.test", {"Content_Security_Policy": "frame-src 'none'"}, "Add it to frame-src of this page's"),
        ("clinic.test", {"Content_Security_Policy": "sandbox allow-scripts"}, "sandbox"),
        ("clinic.test", {}, "Is it up?"),
    ],
    ids=["not_listed", "coep", "policy", "sandboxed", "down"],
)
@pytest.mark.parametrize("mode", ["inline", "popup"])
def test_where_the_frame_does_not_work_the_link_and_the_ways_to_help_stay(
    made: Made, sites: Sites, site: str, headers: dict[str, str], why: str, mode: str
) -> None:
    page = made("", site=site)
    warned: list[str] = []
    page.on("console", lambda message: warned.append(message.text) if message.type == "warning" else None)
    if "frame" not in why and not headers:
        page.route("**/?lang=en", lambda route: route.abort())
    page = made(_element(sites, f"mode={mode}"), site=site, **headers)
    if mode == "popup":
        page.get_by_role("button", name="Check your back →").click()
    until(page, lambda: any(why in words for words in warned), lambda: f"{warned}")
    for name in ("Check your back", "Emergency: 911", "Crisis: 988"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.locator("condition-checker iframe")).to_be_hidden()


def _shows_the_frame_and_warns_of_nothing(page: Page, warned: list[str]) -> None:
    expect(page.locator("condition-checker iframe")).to_be_visible()
    expect(page.get_by_role("link", name="Check your back")).to_be_hidden()
    assert not [words for words in warned if words.startswith("condition-checker:")]


BROKEN = """<script>
broken = []; addEventListener('securitypolicyviolation', event => broken.push(event.disposition));
</script>"""
"""Keeps what a page's policy complains of."""


@pytest.mark.parametrize(
    ("policy", "body", "complaint"),
    [
        ({"Content_Security_Policy_Report_Only": "frame-src 'none'"}, "", "report"),
        ({"Content_Security_Policy": "img-src 'none'"}, '<img alt="" src="{}">', "enforce"),
    ],
    ids=["report_only", "a_picture"],
)
def test_a_policy_that_does_not_stop_the_frame_hides_nothing(
    made: Made, sites: Sites, policy: dict[str, str], body: str, complaint: str
) -> None:
    page = made("")
    warned: list[str] = []
    page.on("console", lambda message: warned.append(message.text))
    head, picture = LISTEN + BROKEN, body.format(sites.address("checker.test", "/picture.png"))
    page = made(_element(sites), head=head, **policy)
    _heard(page)
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", picture)
    page.wait_for_function("complaint => broken.includes(complaint)", arg=complaint)
    _shows_the_frame_and_warns_of_nothing(page, warned)


def test_a_frame_that_has_spoken_is_not_hidden_by_a_policy(made: Made, sites: Sites) -> None:
    page = made("")
    warned: list[str] = []
    page.on("console", lambda message: warned.append(message.text))
    page = made(_element(sites))
    _heard(page)
    violation = {
        "blockedURI": sites.address("checker.test"), "effectiveDirective": "frame-src", "disposition": "enforce",
    }  # fmt: skip
    page.evaluate(
        "it => document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', it))", violation
    )
    _shows_the_frame_and_warns_of_nothing(page, warned)


def test_the_link_stays_until_the_frame_has_spoken(made: Made, sites: Sites) -> None:
    page = made("")
    page.route("**/checker.js*", lambda route: route.abort())
    page = made(_element(sites))
    within(page)
    expect(page.get_by_role("link", name="Check your back")).to_be_visible()
    page.unroute("**/checker.js*")
    page = made(_element(sites))
    _heard(page)
    expect(page.get_by_role("link", name="Check your back")).to_be_hidden()


def test_it_works_in_what_is_shown_later_and_in_a_dialog_of_the_page(made: Made, sites: Sites) -> None:
    page = made(f"<div hidden>{_element(sites)}</div><dialog id=theirs>{_element(sites, 'mode=popup')}</dialog>")
    page.wait_for_function(f"{HOST}?.shadowRoot")
    page.evaluate("document.querySelector('div').hidden = false")
    _heard(page)
    page.evaluate("theirs.showModal()")
    page.get_by_role("button", name="Check your back →").click()
    page.wait_for_function("seen.length == 2")
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelectorAll('condition-checker')[1].shadowRoot.querySelector('dialog').open")
    assert page.evaluate("theirs.open")
