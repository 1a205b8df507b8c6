"""`checker diff --population` walks the very same people through both versions."""

import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import cli
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.evidence.sampling import people
from checker.evidence.simulation_report import caveat
from checker.evidence.tier_moves import compare
from checker.evidence.worked_cases import Share
from tests.small import advised, small
from tests.throat import PEOPLE, QUESTIONS, TEXT, sore, throat

LATER = QUESTIONS.replace("when: usual >= 3", "when: usual >= 2").replace(
    "tier: soon, when: days", "tier: home, when: days"
)


def by_hand(old: Questionnaire, new: Questionnaire, number: int) -> Counter[tuple[str, str]]:
    """Count everybody whose tier changes, one by one."""
    drawn = islice(people(throat(), sore()), number)
    tiers = ((advised(old, **person).tier.id, advised(new, **person).tier.id) for person in drawn)
    return Counter((was, now) for was, now in tiers if was != now)


def test_who_is_told_another_tier_is_counted_on_the_very_same_people() -> None:
    old, new = throat(), small(LATER)
    found = compare(old, new, sore(), number=2000)
    counted = by_hand(old, new, 2000)
    assert {(move.before, move.after): move.people.hits for move in found.moves} == counted
    assert set(counted) >= {("home", "now"), ("soon", "now"), ("soon", "home")}
    assert found.moved == Share(sum(counted.values()), 2000)
    hits = [move.people.hits for move in found.moves]
    assert hits == sorted(hits, reverse=True)


def test_an_example_is_one_of_them_with_the_commonest_reason() -> None:
    old, new = throat(), small(LATER)
    for move in compare(old, new, sore(), number=2000).moves:
        was, now = advised(old, **move.example), advised(new, **move.example)
        assert (was.tier.id, now.tier.id) == (move.before, move.after)
        assert move.reason == (tuple(r.id for r in was.deciding), tuple(r.id for r in now.deciding))
    (softer,) = [move for move in compare(old, new, sore(), number=2000).moves if move.after == "home"]
    assert softer.reason == (("long",), ("long",))


def test_of_several_reasons_the_commonest_is_told() -> None:
    calm = small(QUESTIONS.replace("tier: soon", "tier: home"))
    drawn = [advised(throat(), **person) for person in islice(people(throat(), sore()), 2000)]
    often = Counter(tuple(rule.id for rule in each.deciding) for each in drawn if each.tier.id == "soon")
    assert len(often) == 3
    (move,) = compare(throat(), calm, sore(), number=2000).moves
    assert (move.people.hits, move.reason[0]) == (often.total(), max(often, key=lambda rules: often[rules]))


def test_nobody_moves_between_two_versions_alike() -> None:
    found = compare(throat(), throat(), sore(), number=300)
    assert (found.moves, found.moved, found.left_out) == ((), Share(0, 300), 0)


def test_who_gives_an_answer_that_the_old_version_lacks_is_left_out_and_counted() -> None:
    narrower = small(QUESTIONS.replace("min: 0, max: 3}\n      - {id: usual", "min: 0, max: 2}\n      - {id: usual"))
    found = compare(narrower, throat(), sore(), number=1000)
    left_out = [p for p in islice(people(throat(), sore()), 1000) if "fever" in p["signs"] and p["worst"] == 3]  # type: ignore[operator]
    assert found.left_out == len(left_out) > 0
    assert found.compared == 1000 - len(left_out)


# The command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.yaml").write_text(TEXT)
    (tmp_path / "new.yaml").write_text(TEXT.replace(QUESTIONS, LATER).replace('version: "1"', 'version: "2"'))
    (tmp_path / "people.yaml").write_text(PEOPLE)
    return tmp_path


def diff(folder: Path, *options: str) -> Result:
    files = (str(folder / "old.yaml"), str(folder / "new.yaml"))
    return CliRunner().invoke(cli, ["diff", *files, "--population", str(folder / "people.yaml"), *options])


def test_the_command_says_how_many_ordinary_people_are_told_another_tier(folder: Path) -> None:
    found = compare(throat(), small(LATER), sore(), number=1000)
    done = diff(folder, "--people", "1000")
    assert done.exit_code == 0, done.output
    assert f"\nOF 1,000 ORDINARY PEOPLE, {found.moved.hits} WOULD BE TOLD ANOTHER TIER\n" in done.output
    assert caveat(sore()) in done.output
    for move in found.moves:
        assert f"  {move.people.hits} from {move.before} to {move.after}: most often by " in done.output


def test_the_command_says_so_as_data_too(folder: Path) -> None:
    found = compare(throat(), small(LATER), sore(), number=500, seed=3)
    data = json.loads(diff(folder, "--people", "500", "--seed", "3", "--json").stdout)["people"]
    assert (data["people"], data["moved"], data["caveat"]) == (500, found.moved.hits, caveat(sore()))
    assert [(each["before"], each["after"], each["people"]) for each in data["moves"]] == [
        (move.before, move.after, move.people.hits) for move in found.moves
    ]


def test_what_moved_people_and_one_of_them_stand_in_the_text_and_in_the_data(folder: Path) -> None:
    printed, data = diff(folder).output, json.loads(diff(folder, "--json").stdout)["people"]["moves"]
    found = compare(throat(), small(LATER), sore())
    assert found.moves
    for move, each in zip(found.moves, data, strict=True):
        was, now = (", ".join(rules) or "no rule" for rules in move.reason)
        assert f"most often by {was} before, by {now} now\n    answers: {{" in printed
        assert (tuple(each["rules_before"]), tuple(each["rules_now"])) == move.reason
        sheet = {
            name: frozenset(given) if isinstance(given, list) else given for name, given in each["answers"].items()
        }
        old, new = (advise(q, walk(q, sheet)) for q in (throat(), small(LATER)))
        assert (old.tier.id, new.tier.id) == (move.before, move.after)
        assert tuple(rule.id for rule in old.deciding) == move.reason[0]


def test_who_is_left_out_is_told(folder: Path) -> None:
    narrower = QUESTIONS.replace("min: 0, max: 3}\n      - {id: usual", "min: 0, max: 2}\n      - {id: usual")
    (folder / "old.yaml").write_text(TEXT.replace(QUESTIONS, narrower).replace('version: "1"', 'version: "0"'))
    left_out = compare(small(narrower), small(LATER), sore(), number=1000).left_out
    assert left_out > 0
    assert f"  {left_out} more give an answer that only one version offers" in diff(folder, "--people", "1000").output
    assert json.loads(diff(folder, "--people", "1000", "--json").stdout)["people"]["left_out"] == left_out


def test_people_are_counted_even_where_time_ran_out(folder: Path) -> None:
    done = diff(folder, "--timeout", "0")
    assert done.exit_code == 1
    assert "ORDINARY PEOPLE" in done.stdout and "undecided: whom it touches" in done.stderr


def test_an_id_that_was_renamed_is_the_same_question(folder: Path) -> None:
    (folder / "old.yaml").write_text(TEXT.replace("id: days", "id: how_long").replace("days is", "how_long is"))
    done = diff(folder, "--people", "1000", "--renamed", "how_long=days")
    assert "left out" not in done.output
    assert (
        f"OF 1,000 ORDINARY PEOPLE, {compare(throat(), small(LATER), sore(), number=1000).moved.hits} " in done.output
    )


def test_a_population_must_fit_the_new_version(folder: Path) -> None:
    (folder / "people.yaml").write_text(PEOPLE.replace("signs: [signs]", "signs: [sings]"))
    done = diff(folder)
    assert done.exit_code == 1
    assert "people.yaml:2:9: there is no question 'sings'. Did you mean 'signs'?" in done.output


@pytest.mark.parametrize("option", ["--people", "--seed"])
def test_how_many_people_is_refused_where_nobody_says_who_they_are(folder: Path, option: str) -> None:
    before, after = folder / "old.yaml", folder / "new.yaml"
    done = CliRunner().invoke(cli, ["diff", str(before), str(after), option, "5"])
    assert done.exit_code == 2 and "Name one with --population" in done.output
