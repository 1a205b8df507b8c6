"""A criterion is supported only where tests that judge all of it ran and passed."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from checker.dossier.accessibility import gather, open_acr
from checker.dossier.suite_report import SuiteReport, read
from checker.dossier.wcag import CRITERIA
from tests.docs.test_security_document import every_test
from tests.dossier.fixtures import dossier

NAMED = frozenset(test for criterion in CRITERIA for test in criterion.tests)
PASSED = SuiteReport(NAMED, frozenset(), frozenset())


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
    assert found["1.4.3"] == found["2.5.8"] == "supports"
    assert found["1.2.1"] == "not-applicable"
    assert found["1.1.1"] == found["1.3.3"] == found["4.1.2"] == "not-evaluated"


def test_a_test_that_failed_or_did_not_run_supports_nothing() -> None:
    axe = frozenset({"test_axe_finds_nothing"})
    assert levels(replace(PASSED, failed=axe))["1.4.3"] == "partially-supports"
    assert levels(replace(PASSED, skipped=axe))["1.4.3"] == "not-evaluated"
    assert levels(replace(PASSED, passed=NAMED - axe))["1.4.3"] == "not-evaluated"


def test_a_report_of_tests_counts_a_test_with_a_failing_input_as_failed(tmp_path: Path) -> None:
    file = tmp_path / "tests.xml"
    file.write_text(
        '<testsuites><testsuite><testcase name="a[1]"/><testcase name="a[2]"><failure/></testcase>'
        '<testcase name="b"/><testcase name="c"><skipped/></testcase><testcase name="d"><error/></testcase>'
        "</testsuite></testsuites>",
        encoding="utf-8",
    )
    found = read(file)
    assert [found.of([name]) for name in "abcde"] == ["failed", "passed", "not_run", "failed", "not_run"]
    assert found.of([]) == "not_run"


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
