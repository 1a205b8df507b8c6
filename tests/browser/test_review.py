"""The review in a real browser: from a folder without a server, with a keyboard alone, and on paper."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from checker.authoring import load
from checker.authoring.translations import beside, read
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.resources import shipped
from checker.review.material import Material
from checker.review.obstacles import Failing
from checker.review.pages import FILES, SECTIONS, STATIC, Addresses, translation_alone, write
from checker.review.pages import page as drawn
from checker.review.signers import load_signers
from checker.review.signoff import kept_signatures
from checker.review.standing import judge
from checker.review.statement import Unkeyed
from checker.review.trial import trial
from tests import translated
from tests.html import findings, violations
from tests.large import large
from tests.pages import SECOND
from tests.running import Running, running
from tests.signing import signature, signed
from tests.throat import anybody
from tests.tools import needed

pytestmark = pytest.mark.thorough

PAGES = (*SECTIONS, "all")


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load(shipped("questions.yaml"))


@pytest.fixture(scope="module")
def folder(questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("review")
    write(Material(questionnaire), out)
    return out


@pytest.fixture(scope="module")
def busy(bicycle: Questionnaire, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review in which everything is shown: signatures that stand no more, a wrong case, a broken promise, people."""
    out = tmp_path_factory.mktemp("busy")
    first, case = bicycle.guidance[0], bicycle.cases[0]
    rule = first.model_copy(update={"source": ()})
    broken = bicycle.promises[0].model_copy(
        update={"id": "broken", "always": None, "never": first.tier, "when": first.when}
    )
    wrong = case.model_copy(
        update={"id": "wrong", "expect": case.expect.model_copy(update={"tier": bicycle.tiers[-1].id, "rules": None})}
    )
    changed = bicycle.model_copy(
        update={
            "guidance": (rule, *bicycle.guidance[1:]),
            "promises": (*bicycle.promises, broken),
            "cases": (wrong, *bicycle.cases),
        }
    )
    file = out / "second.yaml"
    file.write_bytes(SECOND.read_bytes())
    unkeyed = Unkeyed(name="Bo", role="mechanic", date=date(2026, 11, 2), parts={})
    kept = [*kept_signatures(signed(file)), unkeyed]
    forged = signature(file, "ada").model_copy(update={"note": "forged"})
    signoffs = judge(changed, file, [*kept, forged], load_signers(file), Failing())
    write(Material(changed, signoffs, bicycle, population=anybody(changed)), out)
    return out


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that may read files and nothing else, and whose browser has nothing to complain of."""
    asked: list[str] = []
    complaints: list[str] = []
    with browser.new_context(viewport={"width": 1200, "height": 900}) as context:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        yield tab
    assert not [address for address in asked if not address.startswith(("file:", "http://127.0.0.1:"))]
    assert not complaints


@pytest.fixture(scope="module")
def review_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("review_server"), "--review") as found:
        yield found


def shown(page: Page, folder: Path, name: str) -> Page:
    page.goto((folder / f"{name}.html").as_uri())
    return page


# Valid, and usable by everybody ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def judged(folder: Path, busy: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is wrong with the HTML of all pages, and of one that is broken on purpose."""
    broken = tmp_path_factory.mktemp("broken") / "broken.html"
    html = (folder / "index.html").read_text(encoding="utf-8")
    broken.write_text(html.replace("<h2 ", "<h2 align=left ").replace("</ul>", "", 1), encoding="utf-8")
    tried = broken.with_name("tried.html")
    body = load(shipped("questions.yaml"))
    place = Addresses("{}.html".format, str, lambda answers: "tried.html")
    tried.write_text(drawn(Material(body), "try", place, trial(body, body.cases[0].sheet)), encoding="utf-8")
    files = [out / f"{name}.html" for out in (folder, busy, busy / "es") for name in SECTIONS] + [tried, broken]
    return [f"{Path(each['url']).name}:{each.get('lastLine')}: {each['message']}" for each in findings(files)]


def test_every_page_is_valid_html(judged: list[str]) -> None:
    assert [problem for problem in judged if not problem.startswith("broken.html")] == []


def test_a_planted_mistake_is_found_and_a_missing_file_is_not_passed_over(judged: list[str], tmp_path: Path) -> None:
    assert [problem for problem in judged if problem.startswith("broken.html")]
    with pytest.raises(AssertionError):
        findings([tmp_path / "missing.html"])


@pytest.mark.parametrize("language", ["", "es"])
@pytest.mark.parametrize("name", SECTIONS)
def test_axe_finds_nothing_wrong(page: Page, busy: Path, name: str, language: str) -> None:
    assert violations(shown(page, busy / language, name)) == []


def test_axe_finds_nothing_wrong_with_the_flow_of_the_shipped_questionnaire(page: Page, folder: Path) -> None:
    assert violations(shown(page, folder, "flow")) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_translation_from_right_to_left_fits_and_axe_finds_nothing_wrong(
    page: Page, tmp_path: Path, width: int
) -> None:
    file = translated.written(tmp_path)
    html = translation_alone(load(file), next(map(read, beside(file))))
    (tmp_path / "translation-ar.html").write_text(html, encoding="utf-8")
    for name in FILES:
        (tmp_path / name).write_bytes((STATIC / name).read_bytes())
    page.set_viewport_size({"width": width, "height": 740})
    shown(page, tmp_path, "translation-ar")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    place = page.locator(".phone[dir=rtl] b").first.bounding_box()
    picture = page.locator(".phone[dir=rtl]").first.bounding_box()
    assert place
    assert picture
    assert place["x"] - picture["x"] > picture["width"] / 3
    page.get_by_role("link", name="Translated: 2").click()
    assert page.locator(".text:visible").count() == 2


def test_axe_finds_a_planted_mistake(page: Page, folder: Path) -> None:
    shown(page, folder, "index")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [each.partition(":")[0] for each in violations(page)] == ["button-name"]


@pytest.mark.parametrize("language", ["", "es/"])
def test_trying_answers_has_no_violation_either(page: Page, review_server: Running, language: str) -> None:
    page.goto(f"{review_server.address}/review/{language}try")
    assert violations(page) == []


def test_one_goes_to_the_other_language_and_back_with_the_same_answers(page: Page, review_server: Running) -> None:
    page.goto(f"{review_server.address}/review/try")
    page.locator("#told").get_by_text("No result yet.").wait_for()
    page.locator("input[name=q1]").first.check()
    page.wait_for_url("**/review/try/*")
    page.get_by_role("link", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("input[name=q1]").first).to_be_checked()
    page.locator("input[name=q1]").first.uncheck()
    expect(page.locator("#told")).to_contain_text("Todavía no hay resultado.")
    page.get_by_role("link", name="Reglas", exact=True).first.click()
    expect(page).to_have_url(f"{review_server.address}/review/es/rules")
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"{review_server.address}/review/rules")


def test_no_page_scrolls_sideways_on_a_phone(page: Page, folder: Path, busy: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    pages = [(out, name) for out in (folder, folder / "es") for name in SECTIONS]
    for out, name in [*pages, (busy, "people"), (busy / "es", "people")]:
        shown(page, out, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


# A keyboard, and a screen reader ---------------------------------------------------------------------------------


def test_the_first_key_leads_past_the_tabs(page: Page, folder: Path) -> None:
    shown(page, folder, "rules")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_tabs_are_walked_with_the_keyboard_and_say_where_one_is(page: Page, folder: Path) -> None:
    shown(page, folder, "index")
    parts = page.get_by_role("navigation", name="Parts of the review")
    expect(parts.get_by_role("link")).to_have_count(len(PAGES))
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Flow")).to_be_visible()
    assert parts.get_by_role("link", name="Flow").get_attribute("aria-current") == "page"


def test_every_picture_has_a_name_and_its_words_are_in_the_table(
    page: Page, folder: Path, questionnaire: Questionnaire
) -> None:
    shown(page, folder, "flow")
    pictures = page.get_by_role("img")
    expect(pictures).to_have_count(len(questionnaire.sections) + 1)
    assert pictures.first.get_attribute("aria-label") == ("Picture of Safety first. The table below says the same.")
    for section in questionnaire.sections:
        expect(page.get_by_role("table", name=section.title.said_in("en"), exact=True)).to_be_visible()
    row = page.get_by_role("row", name="34. Dark thoughts")
    expect(row).to_contain_text("Show at once “You are not alone. Help is here right now.”, then go on")


def test_cases_are_filtered_with_the_arrow_keys(page: Page, folder: Path, questionnaire: Questionnaire) -> None:
    shown(page, folder, "cases")
    cases = page.locator("article.case:visible")
    assert cases.count() == len(questionnaire.cases)
    page.get_by_role("radio", name="any way").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^as expected"))).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="too urgent")).to_be_checked()
    told = {case.id: advise(questionnaire, walk(questionnaire, case.sheet)).tier.id for case in questionnaire.cases}
    urgency = questionnaire.urgency
    too_urgent = [case.id for case in questionnaire.cases if urgency[told[case.id]] < urgency[case.right]]
    assert cases.count() == len(too_urgent) > 0
    page.get_by_role("radio", name="any way").check()
    page.get_by_role("radio", name=questionnaire.tiers[0].title.said_in("en")).check()
    assert cases.count() == sum(case.right == questionnaire.tiers[0].id for case in questionnaire.cases)


def test_answers_are_tried_with_the_keyboard_alone_and_without_script(browser: Browser, review_server: Running) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{review_server.address}/review/try")
        page.get_by_role("combobox", name="2. Where is your main pain?").focus()
        page.keyboard.type("Neck")
        for _ in range(3):
            page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        expect(page.get_by_role("checkbox", name="Chest pain, pressure")).to_be_checked()
        page.keyboard.press("Enter")
        page.wait_for_url("**/review/try/*")
        expect(page.get_by_text("The questions ended early, by rule em_now.")).to_be_visible()
        expect(page.get_by_role("combobox", name="2. Where is your main pain?")).to_have_value("2")


def test_the_rest_is_answered_by_one_button_with_and_without_script(browser: Browser, review_server: Running) -> None:
    told: list[str] = []
    for script in (True, False):
        with browser.new_context(java_script_enabled=script) as context:
            page = context.new_page()
            page.goto(f"{review_server.address}/review/try")
            page.get_by_role("group", name=re.compile(r"^1\. ")).get_by_role("checkbox", name="None of these").check()
            if not script:
                page.get_by_role("button", name="See what follows").click()
            page.wait_for_url("**/review/try/*")
            expect(page.get_by_text("No result yet.")).to_be_visible()
            expect(page.get_by_text("No rule holds by now.")).to_be_visible()
            told.append(page.locator("#follows").inner_text())
            page.get_by_role("button", name="Answer the rest with the least worrying answers").click()
            expect(page.get_by_text("All questions are answered.")).to_be_visible()
            told.append(page.locator("#follows").inner_text())
    assert told[:2] == told[2:]


def test_ticks_are_those_that_count_with_script_too(page: Page, review_server: Running) -> None:
    page.goto(f"{review_server.address}/review/try")
    signs = page.get_by_role("group", name=re.compile(r"^1\. "))
    signs.get_by_role("checkbox", name="Chest pain, pressure").check()
    page.wait_for_url("**/review/try/*")
    signs.get_by_role("checkbox").last.click()
    expect(signs.get_by_role("checkbox", name="Chest pain, pressure")).to_be_checked()
    expect(signs.get_by_role("checkbox").last).not_to_be_checked()


def test_what_follows_is_shown_as_soon_as_an_answer_changes(page: Page, review_server: Running) -> None:
    page.goto(f"{review_server.address}/review/try")
    page.get_by_role("group", name=re.compile(r"^1\. ")).get_by_role("checkbox", name="None of these").check()
    expect(page.get_by_role("combobox", name="2. Where is your main pain? next")).to_be_visible()
    page.wait_for_url("**/review/try/*")
    before = page.url
    page.get_by_role("checkbox", name="Chest pain, pressure").check()
    expect(page.get_by_text("The questions ended early, by rule em_now.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Chest pain, pressure")).to_be_focused()
    page.wait_for_url(lambda address: "/review/try/" in address and address != before)
    assert "chest" not in page.url
    page.reload()
    expect(page.get_by_role("checkbox", name="Chest pain, pressure")).to_be_checked()


# The picture -----------------------------------------------------------------------------------------------------

OUTSIDE = """
() => [...document.querySelectorAll('svg.row')].flatMap(row => {
  const boxes = [...row.querySelectorAll('rect')].map(each => each.getBBox());
  return [...row.querySelectorAll('text')].filter(text => {
    const t = text.getBBox();
    const around = boxes.find(b => t.x >= b.x && t.x <= b.x + b.width && t.y >= b.y - 1 && t.y <= b.y + b.height);
    return around && (t.x + t.width > around.x + around.width || t.y + t.height > around.y + around.height + 1);
  }).map(text => text.textContent);
})
"""


def test_no_words_of_the_picture_leave_their_box(page: Page, folder: Path) -> None:
    shown(page, folder, "flow")
    assert page.locator("svg.row text").count() > 200
    assert page.evaluate(OUTSIDE) == []


def test_a_word_outside_its_box_would_be_found(page: Page, folder: Path) -> None:
    shown(page, folder, "flow")
    page.evaluate("document.querySelector('svg.row text').textContent = 'w'.repeat(80)")
    assert page.evaluate(OUTSIDE) == ["w" * 80]


# On paper --------------------------------------------------------------------------------------------------------


def on_paper(browser: Browser, folder: Path, file: Path) -> tuple[list[str], set[str]]:
    """Return the text of each printed page of everything, and all headings."""
    needed("pdftotext")
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto((folder / "all.html").as_uri())
        headings = {" ".join(words.split()) for words in tab.locator("h2, h3, h4, caption").all_text_contents()}
        tab.pdf(path=file, format="Letter", prefer_css_page_size=True)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, encoding="utf-8")
    return done.stdout.split("\f")[:-1], headings


@pytest.fixture(scope="module")
def sheets(browser: Browser, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], set[str]]:
    return on_paper(browser, folder, tmp_path_factory.mktemp("paper") / "all.pdf")


@pytest.fixture(scope="module")
def printed(sheets: tuple[list[str], set[str]]) -> list[str]:
    """The words of each printed page of everything."""
    return [" ".join(page.split()) for page in sheets[0]]


def orphans(pages: list[str], headings: set[str]) -> list[str]:
    """Return the headings that stand last on a page, away from what they head."""
    last = [" ".join(lines[-1].split()) for page in pages if (lines := page.strip().splitlines())]
    return [line for line in last if line in headings]


def test_no_heading_stands_last_on_its_page(sheets: tuple[list[str], set[str]]) -> None:
    pages, headings = sheets
    assert len(headings) > 300 and orphans(pages, headings) == []
    assert orphans([*pages, f"words\n{min(headings)}\n"], headings) == [min(headings)]


def test_the_spanish_pages_print_as_well(browser: Browser, folder: Path, tmp_path: Path) -> None:
    pages, headings = on_paper(browser, folder / "es", tmp_path / "all.pdf")
    assert len(pages) < 370 and orphans(pages, headings) == []
    words = " ".join(pages[0].split())
    assert "Todavía no lo ha revisado un profesional de la salud." in words
    assert "Todo, para imprimir" not in words and "English" not in words


def test_everything_prints_on_fewer_than_340_pages(printed: list[str]) -> None:
    assert len(printed) < 340


def test_every_rule_and_every_answer_of_a_case_is_on_paper(printed: list[str], questionnaire: Questionnaire) -> None:
    paper = " ".join(printed)
    assert not [rule.id for rule in questionnaire.guidance if rule.id not in paper]
    assert not [case.id for case in questionnaire.cases if case.id not in paper]
    assert "Signs right now: Chest pain, pressure, or tightness, or trouble breathing that is new or worse." in paper


def test_paper_shows_no_tabs_and_says_that_nobody_has_signed(printed: list[str]) -> None:
    assert "Everything, to print" not in " ".join(printed)
    assert "Not yet reviewed by a clinician." in printed[0]


def test_a_row_of_the_picture_stays_on_one_page(printed: list[str]) -> None:
    whole = "when the person says “In the last 7 days: a very hard hit” under “What happened” Rule em_hard_hit"
    assert [page for page in printed if whole in page]


# Large -----------------------------------------------------------------------------------------------------------


def test_three_hundred_questions_open_and_stay_light(page: Page, tmp_path: Path) -> None:
    material = Material(large(300))
    for name in FILES:
        shutil.copy(STATIC / name, tmp_path)
    for name in ("flow", "questions"):
        (tmp_path / f"{name}.html").write_text(
            drawn(material, name, Addresses("{}.html".format, str)), encoding="utf-8"
        )
        shown(page, tmp_path, name)
        assert page.evaluate("document.querySelectorAll('*').length") < 25_000, name
    last = page.locator("#question-q299")
    page.wait_for_function(  # what comes into view gets its own height, which moves what stands below
        """last => {
            const {top, bottom} = last.getBoundingClientRect();
            const there = top < innerHeight && bottom > 0 && last.dataset.calm;
            last.dataset.calm = top < innerHeight && bottom > 0 ? "yes" : "";
            if (!there) last.scrollIntoView();
            return there;
        }""",
        arg=last.element_handle(),
    )
