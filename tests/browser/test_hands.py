"""By keyboard alone, by thumb on the picture, with script and without it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Opener
from tests.browser.person import Person
from tests.people import MILD
from tests.running import running
from tests.small import FRAME


def _to(page: Page, selector: str) -> None:
    """Press Tab until an element that fits has the focus, unless one has it already."""
    for _ in range(40):
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def _answer(person: Person, name: str, value: object) -> None:
    """Answer by keyboard: Space ticks, arrows go through radio buttons, Enter on the button sends."""
    question = person.questionnaire.question[name]
    assert person.asked == name
    wanted = value if isinstance(value, list) else [value]
    places = [question.numbers.index(v) if isinstance(v, int) else _place(person, name, v) for v in wanted]
    _to(person.page, "input[name=answer]")
    if question.kind == "many":
        for place in places:
            _to(person.page, f"#a-{place}")
            person.page.keyboard.press("Space")
    else:
        person.page.keyboard.press("Space")
        for _ in range(places[0]):
            person.page.keyboard.press("ArrowDown")
    _press(person, "form button")


def _place(person: Person, name: str, option: object) -> int:
    return [each.id for each in person.questionnaire.question[name].options].index(str(option))


def _press(person: Person, selector: str) -> None:
    _to(person.page, selector)
    with person.turning():
        person.page.keyboard.press("Enter")


def test_a_whole_journey_goes_by_keyboard_and_the_focus_is_always_on_what_is_new(person: Person) -> None:
    person.open("/?lang=en")
    _press(person, "form button")
    for name, value in MILD.items():
        person.is_at("q")
        _answer(person, name, value)
    assert person.heading == "Check your answers"
    person.is_at("q")
    _press(person, "main a.button")
    assert person.tier == "self_care"
    person.is_at("q")


def test_the_focus_goes_to_the_errors_and_from_there_to_the_field(person: Person) -> None:
    person.begin()
    person.is_at("q")
    _press(person, "form button")
    person.is_at("errors")
    assert person.page.locator("#errors").get_attribute("role") == "alert"
    assert "Mark all that fit, or mark “None of these”" in (person.page.locator("#errors").text_content() or "")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.is_at("a-0")
    described = person.page.locator("fieldset").get_attribute("aria-describedby") or ""
    assert "error" in described.split()
    assert person.page.title().startswith("Error:")


def test_an_error_is_said_in_the_language_of_the_page(person: Person) -> None:
    person.language = "es"
    person.begin()
    person.send()
    assert "Marque todo lo que le pasa, o marque “Ninguna de estas”" in (
        person.page.locator("#errors").text_content() or ""
    )
    assert person.page.title().startswith("Error:")


def test_help_stays_in_sight_after_every_step(person: Person) -> None:
    person.begin().answer(right_now=["none"])
    person.is_at("q")
    assert person.page.locator(".help a").first.evaluate("e => e.getBoundingClientRect().top") >= 0


# Points of the picture, in the units it is drawn in: the front figure has its middle at 60, the back one at 192.
_SHINS = [(60 - 18, 240), (60 + 18, 240), (192 - 18, 240), (192 + 18, 240)]
_FEET = [(60 - 16, 278), (60 + 16, 278), (192 - 16, 278), (192 + 16, 278)]
_ARMS = [(60 - 36, 95), (60 + 36, 95), (192 - 36, 95), (192 + 36, 95), (60 - 53, 158), (192 + 53, 158)]
_THIGHS = [(60 - 18, 180), (60 + 18, 180), (192 - 18, 180), (192 + 18, 180), (192 - 15, 152), (192 + 15, 152)]
PLACES = {
    "Neck, or between the neck and a shoulder": [(192, 44)],
    "Upper or middle back": [(180, 80), (206, 80)],
    "Low back, buttock, or thigh, not past the knee": [(192, 115), (192 - 22, 133), (192 + 22, 133)],
    "One side under the ribs, or back and belly together": [
        (60 - 20, 110), (60 + 20, 110), (192 - 19, 116), (192 + 19, 116),
    ],
    "It goes from the neck down one arm": _ARMS,
    "It goes down one leg, below the knee": _SHINS + _FEET,
}  # fmt: skip
"""Where an arm and a side are regions of their own, a tap there says no leg and no low back."""


def _arrive(page: Page, address: str) -> None:
    """Go to a page and wait until the browser has moved it to its main part."""
    page.goto(address)
    expect(page.locator("#q")).to_be_focused()


SCRIPTED = "typeof document.querySelector('label.region').onclick === 'function'"
ACCENT = """() => {
    const probe = document.body.appendChild(document.createElement("i"))
    probe.style.color = "var(--accent)"
    return getComputedStyle(probe).color}"""


def _tap(page: Page, point: tuple[int, int]) -> None:
    """Click at a point of the picture, whatever is drawn there."""
    box = page.locator(".body__figure").bounding_box()
    assert box
    page.mouse.click(box["x"] + point[0] * box["width"] / 252, box["y"] + point[1] * box["width"] / 252)


def test_a_tap_on_a_figure_selects_what_lies_there(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    for chosen, point in ((chosen, point) for chosen, some in PLACES.items() for point in some):
        _tap(page, point)
        assert page.locator("input:checked + label").all_text_contents() == [chosen], point
        assert page.locator(".region > span:visible").all_text_contents() == [chosen]


SPREAD = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - id: spread
        kind: one
        picture: body
        label: {en: Spread}
        ask: {en: Where to?}
        options:
          - {id: stays, text: {en: It stays}}
          - {id: low, text: {en: Below}, region: low_back}
          - {id: thigh, text: {en: A thigh}, region: thigh}
          - {id: limb, text: {en: A calf or an arm}, region: leg}
          - {id: both, text: {en: Both legs}, region: legs}
"""
SPREADS = {"A thigh": _THIGHS, "A calf or an arm": _SHINS + _FEET + _ARMS, "Below": [(175, 125), (210, 125)]}


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a picture in which an arm and a side are no regions of their own, and a thigh is one."""
    folder = tmp_path_factory.mktemp("spread")
    (folder / "spread.yaml").write_text(FRAME + SPREAD)
    with running(folder, "--questions", str(folder / "spread.yaml")) as server:
        yield server.address


def test_an_arm_is_a_limb_and_a_side_the_low_back_where_they_have_no_answer_of_their_own(
    context: BrowserContext, spread: str
) -> None:
    page = context.new_page()
    page.goto(f"{spread}/?lang=en")
    page.locator("form button").click()
    for chosen, point in ((chosen, point) for chosen, some in SPREADS.items() for point in some):
        _tap(page, point)
        assert page.locator("input:checked + label").all_text_contents() == [chosen], point
        assert page.locator(".region > span:visible").all_text_contents() == [chosen]


def test_no_tap_anywhere_on_the_picture_says_both_legs(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    page.locator("#a-0").check()
    for point in ((x, y) for y in range(12, 288, 16) for x in range(6, 252, 12)):
        _tap(page, point)
        assert not page.get_by_label("It goes down both legs").is_checked(), point
    assert page.locator("input:checked").count() == 1
    page.get_by_label("It goes down both legs").check()
    assert page.locator(".region > span:visible").all_text_contents() == ["It goes down both legs"]
    fills = page.locator(".region--legs path").evaluate_all("all => all.map((e) => getComputedStyle(e).fill)")
    assert len(fills) == 8 and len(set(fills)) == 1 and fills[0] != "none"


FILLED = "all => all.map((e) => [e.getBoundingClientRect().x, getComputedStyle(e).fill])"


@pytest.mark.parametrize("point", [(192 - 18, 240), (192 + 18, 240), (60 - 18, 240), (60 + 18, 240)])
def test_no_limb_looks_more_chosen_than_the_one_that_was_tapped(
    context: BrowserContext, opener: Opener, point: tuple[int, int]
) -> None:
    page = context.new_page()
    page.goto(opener("place", "en"))
    _tap(page, point)
    page.mouse.move(0, 0)
    shins = page.locator(".region--leg path").filter(visible=True).evaluate_all(FILLED)
    assert len(shins) == 4
    figure = page.locator(".body__figure").bounding_box()
    assert figure
    strong = [x for x, fill in shins if fill == page.evaluate(ACCENT)]
    if page.evaluate(SCRIPTED):
        (x,) = strong
        assert (x - figure["x"]) * 252 / figure["width"] <= point[0] < (x - figure["x"]) * 252 / figure["width"] + 32
    else:
        assert strong == [] and len({fill for _, fill in shins}) == 1


def test_a_tap_on_the_picture_leaves_the_page_where_it_is(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 640})
    _arrive(page, opener("place", "en"))
    page.locator(".body__figure").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    _tap(page, (42, 240))
    expect(page.locator("#a-3")).to_be_focused()
    if page.evaluate(SCRIPTED):
        assert page.evaluate("scrollY") == before
        assert page.locator(".region--leg .lit").count() == 1


def test_the_picture_shows_what_the_list_says(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    colour = "e => getComputedStyle(e).fill"
    low, neck = page.locator(".region--low_back path"), page.locator(".region--neck path")
    before = low.evaluate(colour), neck.evaluate(colour)
    page.locator("#a-0").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Neck,").is_checked()
    assert (low.evaluate(colour), neck.evaluate(colour)) == (before[1], before[0])
    assert neck.evaluate("e => getComputedStyle(e).strokeWidth") == "3px"  # and where the focus is


def test_none_of_these_clears_the_others_at_once_or_asks_to_on_sending(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    page.goto(opener("checkboxes", "en"))
    page.locator("#a-0").check()
    page.locator("[data-alone]").check()
    if page.locator("#a-0").is_checked():  # no script
        page.get_by_role("button", name="Continue").click()
        assert "goes alone. Clear it, or clear the others" in (page.locator("#errors").text_content() or "")
        assert page.locator("[data-alone]").is_checked()
        return
    page.locator("#a-0").check()
    assert not page.locator("[data-alone]").is_checked()


def test_a_result_can_be_printed_copied_and_cleared(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    page.goto(opener("mild", "en"))
    scripted = page.get_by_role("button", name="Print or save as PDF").is_visible()
    page.get_by_text("As plain text").click()
    assert "Start with care at home" in page.locator("#copy").input_value()
    if scripted:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy as text").click()
        page.get_by_text("Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.locator("#copy").input_value()
    page.get_by_role("link", name="Clear my answers and close").click()
    expect(page.locator("h1")).to_have_text("Your answers are gone from this page")
    page.go_back()
    assert (page.url == "about:blank") is scripted  # the result is no longer in the history
