"""A criterion is supported only where tests that judge all of it ran and passed."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from subprocess import DEVNULL, run

import pytest
import yaml

from checker.authoring import load
from checker.dossier.accessibility import gather, open_acr
from checker.dossier.documents import page
from checker.dossier.suite_report import ReportError, SuiteReport, read, subject
from checker.dossier.wcag import CRITERIA, THUMB
from checker.resources import shipped
from tests.docs.test_security_document import every_test
from tests.dossier.fixtures import dossier, throat

ROOT = Path(__file__).parents[2]
NAMED = frozenset(test for criterion in CRITERIA for test in criterion.tests)
PASSED = SuiteReport(NAMED, frozenset(), frozenset())


def results(properties: Mapping[str, str], cases: str) -> str:
    """Return a report of tests."""
    said = "".join(f'<property name="{name}" value="{value}"/>' for name, value in properties.items())
    return f"<testsuites><testsuite><properties>{said}</properties>{cases}</testsuite></testsuites>"


def levels(tests: SuiteReport | None) -> dict[str, str]:
    found = gather(replace(dossier(), tests=tests)).findings
    return {each.criterion.number: each.level for each in found}


def test_every_criterion_of_levels_a_and_aa_is_there_once() -> None:
    numbers = [criterion.number for criterion in CRITERIA]
    assert len(set(numbers)) == len(numbers) == 55
    assert sum(criterion.level == "A" for criterion in CRITERIA) == 31
    assert numbers == sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])


def test_every_test_behind_a_criterion_exists() -> None:
    assert every_test() >= NAMED, NAMED - every_test()
    assert all(criterion.tests for criterion in CRITERIA if criterion.judged != "part")


def test_without_results_nothing_is_evaluated() -> None:
    assert set(levels(None).values()) == {"not-evaluated"}


def test_what_a_machine_judges_in_whole_is_supported_and_no_more() -> None:
    found = levels(PASSED)
    assert found["1.4.4"] == found["2.5.8"] == "supports"
    assert found["1.2.1"] == "not-applicable"
    assert found["1.4.3"] == found["2.1.1"] == found["3.3.1"] == "not-evaluated"
    assert found["1.1.1"] == found["1.3.3"] == found["4.1.2"] == "not-evaluated"


def test_a_test_that_failed_or_did_not_run_supports_nothing() -> None:
    thumb = frozenset(THUMB)
    assert levels(replace(PASSED, failed=thumb))["2.5.8"] == "partially-supports"
    assert levels(replace(PASSED, skipped=thumb))["2.5.8"] == "not-evaluated"
    assert levels(replace(PASSED, passed=NAMED - thumb))["2.5.8"] == "not-evaluated"


def test_where_tests_were_left_out_none_supports_anything() -> None:
    some = replace(PASSED, left_out=2)
    assert set(levels(some).values()) == {"not-evaluated"}
    for name in ("accessibility", "safety-case", "unverified"):
        assert "2 tests were left out of this run." in page(replace(dossier(), tests=some), name), name


def test_a_report_of_tests_counts_a_test_with_a_failing_input_as_failed(tmp_path: Path) -> None:
    file = tmp_path / "tests.xml"
    file.write_text(
        results(
            {"selected": "5", "deselected": "0"},
            '<testcase name="a[1]"/><testcase name="a[2]"><failure/></testcase>'
            '<testcase name="b"/><testcase name="c"><skipped/></testcase><testcase name="d"><error/></testcase>',
        ),
        encoding="utf-8",
    )
    found = read(file, {})
    assert [found.of([name]) for name in "abcde"] == ["failed", "passed", "not_run", "failed", "not_run"]
    assert found.of([]) == "not_run"


@pytest.mark.parametrize(
    ("counted", "left_out"),
    [
        ({"selected": "1", "deselected": "0"}, 0),
        ({"selected": "3", "deselected": "0"}, 2),
        ({"selected": "1", "deselected": "4"}, 4),
        ({}, 1),
    ],
)
def test_a_report_says_how_much_was_left_out(tmp_path: Path, counted: dict[str, str], left_out: int) -> None:
    file = tmp_path / "tests.xml"
    file.write_text(results(counted, '<testcase name="a"/>'), encoding="utf-8")
    assert read(file, {}).left_out == left_out


def test_a_report_of_other_content_or_of_none_is_refused(tmp_path: Path) -> None:
    file, this = tmp_path / "tests.xml", subject(throat())
    for name in this:
        for others in ({**this, name: "other"}, {key: value for key, value in this.items() if key != name}):
            file.write_text(results(others, '<testcase name="a"/>'), encoding="utf-8")
            with pytest.raises(ReportError, match=f"of another {name}"):
                read(file, this)


def test_a_run_of_tests_writes_of_which_content_it_is_and_how_much_it_left_out(tmp_path: Path) -> None:
    file, ours = tmp_path / "tests.xml", "tests/dossier/test_accessibility.py"
    chosen = ("-k", "levels_a_and_aa or nothing_is_evaluated", f"--junitxml={file}", "-p", "no:cacheprovider")
    run([sys.executable, "-m", "pytest", "-q", ours, *chosen], cwd=ROOT, check=True, stdout=DEVNULL)
    found = read(file, subject(load(shipped("questions.yaml"))))
    assert len(found.passed) == 2 and found.left_out > 5


@pytest.mark.parametrize("tests", [None, PASSED])
def test_the_open_report_has_what_its_format_asks_for(tests: SuiteReport | None) -> None:
    report = yaml.safe_load(open_acr(replace(dossier(), tests=tests)))
    assert report["title"] and report["product"]["name"] and report["author"]["email"]
    assert report["catalog"] == "2.5-edition-wcag-2.2-en"
    assert report["chapters"].keys() == {"success_criteria_level_a", "success_criteria_level_aa"}
    for chapter in report["chapters"].values():
        for criterion in chapter["criteria"]:
            (component,) = criterion["components"]
            assert component["name"] == "web" and component["adherence"]["notes"]
            assert component["adherence"]["level"] in ("supports", "not-applicable", "not-evaluated")
