"""The page that says how well it works shows the worked cases' figures as computed, and calls them what they are."""

from collections import Counter
from pathlib import Path

import pytest

from checker.authoring import load
from checker.evidence.worked_cases import Figures, Share, replay
from checker.ops.settings import settings
from checker.resources import shipped
from checker.web import create_app
from tests.pages import Page, Visitor, app_of
from tests.people import EMERGENCY, MILD

LANGUAGES = ("en", "es")
SHIPPED = load(shipped("questions.yaml"))


def shown(language: str = "en") -> Page:
    return Visitor(app_of(), language=language).open(f"/how-well?lang={language}")


def percent(number: str, language: str) -> str:
    """Return a share as the language writes it."""
    return f"{number}%" if language == "en" else f"{number.replace('.', ',')} %"


def cell(share: Share, language: str) -> str:
    low, high = share.interval
    return f"{percent(f'{share.percent:.0f}', language)} {low:.0f}-{high:.0f}"


def cells(figures: Figures, language: str) -> list[str]:
    return [cell(share, language) for share in (figures.right, figures.safe, figures.too_urgent)]


def rows(page: Page) -> list[list[str]]:
    """Return the cells of every row that has any."""
    found: list[list[str]] = []
    for element in page.elements:
        if element.tag == "tr":
            found.append([])
        elif element.tag == "td":
            found[-1].append(element.text)
    return [row for row in found if row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_figures_are_those_of_the_worked_cases_beside_both_simple_tools(language: str) -> None:
    report = replay(SHIPPED)
    found = [*report.questionnaire.tiers, report.questionnaire.overall, report.published]
    tools = [tool.overall for tool in (report.questionnaire, report.always, report.any_rule)]
    assert rows(shown(language)) == [cells(each, language) for each in (*found, *tools)]


def test_a_case_that_fails_is_seen_on_the_page(tmp_path: Path) -> None:
    text = shipped("questions.yaml").read_text(encoding="utf-8")
    once = "answers: {right_now: [none], place: mid_back, onset: blow, injury: very_hard}\n    expect: {tier: emergency"
    assert text.count(once) == 1
    file = tmp_path / "questions.yaml"
    file.write_text(text.replace(once, once.replace("emergency", "book_soon")), encoding="utf-8")
    page = Visitor(create_app(settings({}, questions=file))).open("/how-well")
    right = sum(case.right == case.expect.tier for case in SHIPPED.cases)
    assert f"{right - 1} of {len(SHIPPED.cases)} stories came out at the step fixed for them" in page.text


def test_it_counts_by_the_step_that_was_fixed_and_the_published_stories_apart() -> None:
    """No figure may count a story as right because the rules were let stand."""
    page = shown()
    fixed = Counter(case.right for case in SHIPPED.cases)
    heads = [element.text for element in page.all("th", scope="row")]
    assert heads[: len(SHIPPED.tiers)] == [f"{tier.title.said_in('en')} ({fixed[tier.id]})" for tier in SHIPPED.tiers]
    published = [case for case in SHIPPED.cases if case.after]
    assert f"After published cases and advice ({len(published)})" in heads
    assert f"{len(published)} of them follow published cases and advice." in page.text
    assert sum(case.right != case.expect.tier for case in published) > 0


def test_it_says_that_stories_are_not_patients_and_that_nobody_signed() -> None:
    text = shown().text
    assert "We do not know yet how well this check works for real people." in text
    assert "The stories are not patients. Those who made this check wrote the stories too." in text
    assert "It does not show that the rules are right for you." in text
    assert "Not yet reviewed by a clinician." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_other_tools_stands_with_its_source(language: str) -> None:
    text = shown(language).text
    sources = {source.id: source.title for source in SHIPPED.sources}
    assert {"kopka_2025", "bean_2026"} <= {source for benchmark in SHIPPED.benchmarks for source in benchmark.source}
    assert len(SHIPPED.benchmarks) >= 6
    for benchmark in SHIPPED.benchmarks:
        assert benchmark.text.said_in(language) in text
        assert all(
            f"{f.text.said_in(language)}: {percent(f'{f.percent:g}', language)}" in text for f in benchmark.figures
        )
        assert all(sources[source] in text for source in benchmark.source)


def test_a_questionnaire_without_stories_or_studies_says_so(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "data" / "second.yaml").read_text(encoding="utf-8")
    file = tmp_path / "bicycle.yaml"
    file.write_text(text[: text.index("\ncases:")] if "\ncases:" in text else text, encoding="utf-8")
    page = Visitor(create_app(settings({}, questions=file))).open("/how-well")
    assert "It has not been tried on any made-up story yet." in page.text
    assert page.all("table") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_about_page_and_the_result_lead_to_it(language: str) -> None:
    person = Visitor(app_of(), language=language)
    link = f"/how-well?lang={language}"
    person.open(f"/about?lang={language}")
    assert person.page.all("a", href=link)
    person.begin() if person.open("/").all("form") else None
    person.answer(**MILD)
    assert person.page.all("a", href="how-well")


def test_an_emergency_leads_nowhere_but_to_help() -> None:
    person = Visitor(app_of()).begin().answer(**EMERGENCY)
    assert not person.page.all("a", href="/how-well?lang=en")
