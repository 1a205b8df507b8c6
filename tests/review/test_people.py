"""The review shows what becomes of ordinary people, and that they are made up."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.datastructures import Headers

from checker.cli import cli
from checker.evidence.population import Population
from checker.evidence.simulation import simulate
from checker.evidence.simulation_report import aim_words, caveat
from checker.review.material import Material
from checker.review.pages import Addresses, page
from tests.pages import Page
from tests.throat import PEOPLE, TEXT, sore, throat

HERE = Addresses("{}.html".format, str)


def drawn(population: Population | None, name: str = "people") -> Page:
    return Page("", 200, Headers(), page(Material(throat(), population=population), name, HERE))


@pytest.fixture(scope="module")
def shown() -> Page:
    """The page about the people of the small questionnaire."""
    facts = "facts: [{fact: most throats heal, source: a book, status: recalled}]\nsigns:"
    return drawn(sore(PEOPLE.replace("signs:", facts, 1)))


def test_it_says_first_that_people_are_made_up_and_how_much_is_assumed(shown: Page) -> None:
    assert caveat(sore()) in shown.text
    assert shown.text.index(caveat(sore())) < shown.text.index("%")


def test_lengths_are_the_median_the_90th_percentile_and_the_most(shown: Page) -> None:
    for name, spread in simulate(throat(), sore()).spreads.items():
        cells = "".join(f"<td>{spread.percentile(of)}</td>" for of in (50, 90, 100))
        assert f'<th scope="row">{name}</th>{cells}' in shown.html


def test_it_shows_the_share_of_each_tier_every_target_and_every_group(shown: Page) -> None:
    for each in (sore(), sore().of(sore().groups[0])):
        found = simulate(throat(), each)
        assert f"10,000 people: {each.name}" in shown.text
        for tier, share in found.tiers:
            low, high = share.interval
            assert f"{tier.title.said_in('en')}{share.percent:.2f}% ({low:.2f} to {high:.2f})" in shown.text
        assert all(aim_words(aim) in shown.text for aim in found.aims)


def test_it_shows_every_rule_the_most_frequent_alone_first(shown: Page) -> None:
    alarms = sorted(simulate(throat(), sore()).alarms, key=lambda alarm: -alarm.alone.hits)
    table = shown.text.partition("Which rules do it")[2]
    places = [table.index(f"{alarm.rule.id}{alarm.rule.tier}{alarm.alone.percent:.2f}%") for alarm in alarms]
    assert places == sorted(places)


def test_it_shows_what_the_chances_keep_to(shown: Page) -> None:
    assert "most throats heal. a book recalled" in shown.text


def test_without_a_population_it_says_how_to_name_one() -> None:
    assert "checker review questions.yaml --population people.yaml --out review" in drawn(None).text


def test_the_command_takes_a_population(tmp_path: Path) -> None:
    (tmp_path / "throat.yaml").write_text(TEXT)
    (tmp_path / "people.yaml").write_text(PEOPLE)
    files = (str(tmp_path / "throat.yaml"), "--population", str(tmp_path / "people.yaml"))
    done = CliRunner().invoke(cli, ["review", *files, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    for name in ("people", "all"):
        assert "people with sore throats" in (tmp_path / "out" / f"{name}.html").read_text(encoding="utf-8")
    (tmp_path / "people.yaml").write_text(PEOPLE.replace("tiers: [now]", "tiers: [nwo]"))
    refused = CliRunner().invoke(cli, ["review", *files, "--out", str(tmp_path / "out")])
    assert refused.exit_code == 1
    assert "people.yaml:4:23: there is no tier 'nwo'. Did you mean 'now'?" in refused.output
