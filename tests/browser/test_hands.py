"""By keyboard alone, by thumb on the picture, with script and without it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from checker.engine.questionnaire import Question
from tests.browser.conftest import Opener
from tests.browser.person import Person
from tests.chromium import arrive
from tests.pages import app_of, served_by
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
    """Answer by keyboard: Enter presses an answer; Space ticks, arrows go through the places, and Enter sends them."""
    question = person.questionnaire.question[name]
    assert person.asked == name
    wanted = value if isinstance(value, list) else [value]
    places = [question.numbers.index(v) if isinstance(v, int) else _place(person, name, v) for v in wanted]
    button = f"button[name=answer][value='{places[0]}']"
    if person.page.locator(button).count():
        _press(person, button)
        return
    _to(person.page, "input[name=answer]")
    if question.kind == "many":
        for place in places:
            _to(person.page, f"#a-{place}")
            person.page.keyboard.press("Space")
    else:
        person.page.keyboard.press("Space")
        for _ in range(places[0]):
            person.page.keyboard.press("ArrowDown")
    _press(person, "form button:not([name], [hidden])")


def _place(person: Person, name: str, option: object) -> int:
    return [each.id for each in person.questionnaire.question[name].options].index(str(option))


def _press(person: Person, selector: str) -> None:
    _to(person.page, selector)
    with person.turning():
        person.page.keyboard.press("Enter")


def test_a_whole_journey_goes_by_keyboard_and_the_focus_is_always_on_what_is_new(person: Person) -> None:
    person.open("/?lang=en")
    _press(person, "form button:not([name], [hidden])")
    for name, value in MILD.items():
        person.is_at("q")
        _answer(person, name, value)
    assert person.tier == person.questionnaire.tiers[-1].id
    person.is_at("q")


def test_an_answer_is_changed_by_keyboard(person: Person) -> None:
    person.begin().answer(**MILD)
    _to(person.page, "details:has(.answers) > summary")
    person.page.keyboard.press("Enter")
    label = person.questionnaire.question["pain_usual"].label.said_in("en")
    changes = person.page.get_by_role("link", name=f"Change {label}", exact=True)
    _to(person.page, f".answers a[href='{changes.get_attribute('href')}']")
    with person.turning():
        person.page.keyboard.press("Enter")
    assert person.chosen == ["2"]
    _answer(person, "pain_usual", 1)
    person.is_at("q")
    assert person.tier == person.questionnaire.tiers[-1].id and set(person.listed) >= set(MILD)


def test_the_focus_goes_to_the_errors_and_from_there_to_the_field(person: Person) -> None:
    person.begin()
    person.is_at("q")
    _press(person, "form button:not([name], [hidden])")
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


def _arrive(page: Page, address: str) -> None:
    """Go to a page and wait until the browser has moved it to its main part, and until it can be touched."""
    arrive(page, address)
    _touchable(page)


def _touchable(page: Page) -> None:
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator(".body")).to_have_css("pointer-events", "auto")


def _tap(page: Page, x: float, y: float) -> None:
    """Click at a point of the picture, whatever is drawn there, in the units it is drawn in."""
    figure = page.locator(".body > svg")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box
    page.mouse.click(box["x"] + x * box["width"] / 300, box["y"] + y * box["width"] / 300)


LIT = """all => {
    const probe = document.body.appendChild(document.createElement("i"))
    probe.style.color = "var(--accent)"
    const accent = getComputedStyle(probe).color
    return all.filter((part) => getComputedStyle(part).fill === accent).map((part) => part.classList[1])}"""
DRAWN = """all => all.flatMap((part) => {
    const found = []
    for (let y = 4; y < 372; y += 15) for (let x = 3; x < 300; x += 11) {
        const point = new DOMPoint(part.transform.baseVal.numberOfItems ? 300 - x : x, y)
        if (part.isPointInFill(point)) found.push([part.classList[1], x, y])
    }
    return found})"""
"""The points of each part of the figure, which the eye sees there; a left one is the mirror image of the right one."""


def _lit(page: Page) -> set[str]:
    """Return the parts of the figure that the picture shows as chosen."""
    return set(page.locator(".spot").evaluate_all(LIT))


def _half_lit(page: Page) -> set[str]:
    """Return the parts of the figure that may be meant."""
    return set(page.locator(".spot").evaluate_all(LIT.replace("--accent)", "--accent-mid)")))


def _chosen(page: Page) -> list[str]:
    """Return the words of what is chosen in the list, as a screen reader finds them."""
    radios = page.get_by_role("radio", checked=True)
    return [" ".join((radio.locator("xpath=ancestor::div[1]").text_content() or "").split()) for radio in radios.all()]


@pytest.fixture(scope="module")
def place() -> Question:
    """The shipped question that has a picture."""
    return served_by(app_of()).questionnaire.question["place"]


def _words(place: Question, region: str) -> str:
    return next(option.text.said_in("en") for option in place.options if option.region == region)


LEGS, ARMS = ((125, 300), (175, 300)), ((90, 165), (210, 165))
SIDES = {"leg": LEGS, "arm": ARMS}
"""A point of the left one and one of the right one."""


def test_a_tap_on_the_figure_chooses_what_is_drawn_there(
    context: BrowserContext, opener: Opener, place: Question
) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    points = page.locator(".spot").evaluate_all(DRAWN)
    assert len({part for part, _, _ in points}) == 9 and len(points) > 100
    for part, x, y in points:
        page.locator("#a-9").check()
        _tap(page, x, y)
        assert (_chosen(page), _lit(page)) == ([_words(place, part.partition("-")[0])], {part}), (x, y)


@pytest.mark.parametrize("limb", SIDES)
@pytest.mark.parametrize(("this", "that"), [(0, 1), (1, 0)], ids=["left_first", "right_first"])
def test_a_second_leg_or_arm_says_both_and_a_third_tap_takes_one_away(
    context: BrowserContext, opener: Opener, place: Question, limb: str, this: int, that: int
) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    points, parts = SIDES[limb], (f"{limb}-l", f"{limb}-r")
    one, both = [_words(place, limb)], [_words(place, f"{limb}s")]
    for point, words, lit in [
        (this, one, {parts[this]}), (this, one, {parts[this]}),
        (that, both, set(parts)), (this, one, {parts[that]}), (this, both, set(parts)), (that, one, {parts[this]}),
    ]:  # fmt: skip
        _tap(page, *points[point])
        assert (_chosen(page), _lit(page)) == (words, lit)


@pytest.mark.parametrize("limb", SIDES)
def test_a_tap_takes_one_away_from_both_of_the_list(
    context: BrowserContext, opener: Opener, place: Question, limb: str
) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    page.get_by_role("radio", name=_words(place, f"{limb}s")).check()
    _tap(page, *SIDES[limb][0])
    assert (_chosen(page), _lit(page)) == ([_words(place, limb)], {f"{limb}-r"})


def test_both_legs_of_the_picture_are_the_answer_that_is_sent(
    context: BrowserContext, opener: Opener, place: Question
) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    for point in LEGS:
        _tap(page, *point)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).not_to_have_text(place.ask.said_in("en"))
    page.get_by_role("link", name="Back", exact=True).click()
    assert (_chosen(page), _lit(page)) == ([_words(place, "legs")], {"leg-l", "leg-r"})


def test_a_tap_on_the_picture_leaves_the_page_where_it_is(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 664})
    _arrive(page, opener("place", "en"))
    page.locator(".body > svg").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    middle = [(150, 85), (150, 120), (150, 200), (122, 150), (178, 150)]
    for point in (*middle, *LEGS, *LEGS, *ARMS, *ARMS):
        for _ in range(2):
            _tap(page, *point)
            assert page.evaluate("scrollY") == before, point
            assert page.evaluate("document.activeElement.tagName") != "INPUT", point


LIT_BY = {
    "low_back": {"low_back"}, "mid_back": {"mid_back"}, "neck": {"neck"}, "side": {"side-l", "side-r"},
    "leg": set(), "arm": set(), "legs": {"leg-l", "leg-r"}, "arms": {"arm-l", "arm-r"}, None: set(),
}  # fmt: skip


def test_the_picture_shows_what_the_list_says(context: BrowserContext, opener: Opener, place: Question) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    page.locator("#a-0").focus()
    page.keyboard.press("Space")
    for option in place.options:
        assert (_chosen(page), _lit(page)) == ([option.text.said_in("en")], LIT_BY[option.region])
        half = {f"{option.region}-l", f"{option.region}-r"} if option.region in ("leg", "arm") else set()
        assert _half_lit(page) == half, "which of the two is not known"
        page.keyboard.press("ArrowDown")
    assert page.locator("#a-0").is_checked()


def test_keyboards_find_each_answer_of_the_list_once_whatever_was_tapped(
    context: BrowserContext, opener: Opener, place: Question
) -> None:
    page = context.new_page()
    _arrive(page, opener("place", "en"))
    options = [option.text.said_in("en") for option in place.options]
    for points, region in (([(150, 85)], "neck"), (LEGS[:1], "leg"), (LEGS, "legs"), ([(178, 150)], "side")):
        for point in points:
            _tap(page, *point)
        assert page.get_by_role("radio").count() == len(options)
        for words in options:  # each radio button that a screen reader meets has the words beside it for a name
            assert page.get_by_role("radio", name=words, exact=True).count() == 1
        page.locator("#q").focus()
        _to(page, "input[name=answer]")
        at = options.index(_words(place, region))
        for words in [*options[at:], *options[:at]]:
            assert _chosen(page) == [words]
            page.keyboard.press("ArrowDown")
        for words in [options[at], *options[:at][::-1]]:
            assert _chosen(page) == [words]
            page.keyboard.press("ArrowUp")
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.matches('input')")


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
          - {id: one, text: {en: A leg}, region: leg}
          - {id: arms, text: {en: Both arms}, region: arms}
"""


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a picture in which both legs are no answer, nor is one arm, a side or a neck."""
    folder = tmp_path_factory.mktemp("spread")
    (folder / "spread.yaml").write_text(FRAME + SPREAD)
    with running(folder, "--questions", str(folder / "spread.yaml")) as server:
        yield server.address


def test_a_picture_has_the_parts_that_are_answers_and_no_other(context: BrowserContext, spread: str) -> None:
    page = context.new_page()
    page.goto(f"{spread}/?lang=en")
    page.locator("main form button:not([name], [hidden])").first.click()
    _touchable(page)
    parts = page.locator(".spot").evaluate_all("all => all.map((part) => part.classList[1])")
    assert parts == ["low_back", "arm-l", "arm-r", "leg-l", "leg-r"]
    for point, words, lit in [
        ((150, 85), [], set()), ((150, 120), [], set()), ((122, 160), ["Below"], {"low_back"}),
        (LEGS[0], ["A leg"], {"leg-l"}), (LEGS[1], ["A leg"], {"leg-r"}), (LEGS[0], ["A leg"], {"leg-l"}),
        (ARMS[0], ["Both arms"], {"arm-l", "arm-r"}), (ARMS[1], ["Both arms"], {"arm-l", "arm-r"}),
    ]:  # fmt: skip
        _tap(page, *point)
        assert (_chosen(page), _lit(page)) == (words, lit)


def test_none_of_these_answers_by_one_tap(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    arrive(page, opener("checkboxes", "en"))
    page.get_by_role("button", name="None of these").click()
    expect(page.locator("h1")).to_have_text("Where is your main pain?")
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("button", name="None of these")).to_have_text("None of these Your answer")


def test_none_of_these_never_stands_beside_what_was_ticked(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    arrive(page, opener("checkboxes", "en"))
    page.locator("#a-1").check()
    page.get_by_role("button", name="None of these").click()
    expect(page.locator("#errors")).to_contain_text("Clear them, or press Continue")
    assert page.locator("#a-1").is_checked() and page.locator(".yours").count() == 0
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).to_have_text("Call 911 or go to the emergency room now")


def test_enter_in_a_list_of_ticks_sends_them_and_never_says_none(context: BrowserContext, opener: Opener) -> None:
    page = context.new_page()
    arrive(page, opener("checkboxes", "en"))
    page.locator("#a-1").check()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Call 911 or go to the emergency room now")
    arrive(page, opener("checkboxes", "en"))
    page.locator("#a-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_visible()
