"""Made-up people come as often as they should, are walked by the engine, and are counted right."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import chain, combinations, islice
from math import sqrt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import cli
from checker.engine.conditions import Answer
from checker.engine.guidance import advise
from checker.engine.journey import walk
from checker.engine.questionnaire import Questionnaire
from checker.evidence.sampling import people
from checker.evidence.simulation import Simulation, Spread, simulate
from checker.evidence.simulation_report import caveat, lines
from checker.evidence.worked_cases import Share
from tests.small import advised, ticked
from tests.throat import PEOPLE, TEXT, sore, throat

MANY = 20_000


def drawn(number: int, text: str = PEOPLE, seed: int = 1, signs: float = 1) -> list[Mapping[str, Answer]]:
    return list(islice(people(throat(), sore(text), seed, signs), number))


# Who comes, by hand: nothing here reads the file of the population ------------------------------------------------


def signs(chances: Mapping[str, float], doubt: float) -> Iterator[tuple[frozenset[str], float]]:
    """Yield every answer of ticks with its probability: a doubt only without any other tick."""
    names = list(chances)
    for some in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)):
        chance = 1.0
        for name in names:
            chance *= chances[name] if name in some else 1 - chances[name]
        if some:
            yield frozenset(some), chance
        else:
            yield ticked("not_sure"), chance * doubt
            yield ticked("none"), chance * (1 - doubt)


def everybody(factor: float = 1) -> Iterator[tuple[dict[str, Answer], float]]:
    """Yield everybody who may come, with the probability."""
    lucks = [(0.75, {"fever": 0.1, "drooling": 0.02}, 0.2), (0.25, {"fever": 0.3, "drooling": 0.05}, 0.4)]
    for luck, chances, doubt in lucks:
        for answer, of_signs in signs({name: min(1, each * factor) for name, each in chances.items()}, doubt):
            first = next(name for name in ("fever", "drooling", "not_sure", "none") if name in answer)
            few = {"fever": 0.5, "drooling": 1.0, "not_sure": 0.9, "none": 0.75}[first]
            for days, of_days in (("few", few), ("many_days", 1 - few)):
                for worst, of_worst in ((1, 0.25), (2, 0.5), (3, 0.25)):
                    for step, of_step in ((-2, 0.25), (0, 0.5), (1, 0.25)):
                        usual = min(3, max(0, worst + step))
                        person: dict[str, Answer] = {"signs": answer, "days": days, "worst": worst, "usual": usual}
                        yield person, luck * of_signs * of_days * of_worst * of_step


def as_likely(hits: int, of: int, chance: float) -> bool:
    """Return whether so many hits are no wonder, at less than one in 100,000."""
    return abs(hits - of * chance) <= 4.5 * sqrt(of * chance * (1 - chance)) + 1e-9


def test_every_kind_of_person_comes_as_often_as_calculated_by_hand() -> None:
    found = Counter(tuple(person[name] for name in ("signs", "days", "worst", "usual")) for person in drawn(MANY))
    meant: Counter[tuple[Answer, ...]] = Counter()
    for person, chance in everybody():
        meant[tuple(person.values())] += chance  # type: ignore[assignment]  # counts of people here are probabilities
    assert sum(meant.values()) == pytest.approx(1)
    assert found.keys() <= {kind for kind, chance in meant.items() if chance}
    assert [kind for kind, chance in meant.items() if not as_likely(found[kind], MANY, chance)] == []


@pytest.mark.parametrize("factor", [1, 2])
def test_shares_per_tier_and_of_rules_are_those_calculated_by_hand(factor: float) -> None:
    found = simulate(throat(), sore(), number=MANY, signs=factor)
    tiers: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for person, chance in everybody(factor):
        guidance = advised(throat(), **person)
        tiers[guidance.tier.id] += chance  # type: ignore[assignment]
        alone[", ".join(rule.id for rule in guidance.deciding)] += chance  # type: ignore[assignment]
    assert [tier.id for tier, share in found.tiers if not as_likely(share.hits, MANY, tiers[tier.id])] == []
    assert [a.rule.id for a in found.alarms if not as_likely(a.alone.hits, MANY, alone[a.rule.id])] == []
    assert sum(share.hits for _, share in found.tiers) == found.people == MANY


def test_a_doubt_is_no_warning_sign_that_grows_more_common() -> None:
    never = PEOPLE.replace("fever: 10, drooling: 2", "fever: 0, drooling: 0").replace(
        "fever: 30, drooling: 5", "fever: 0, drooling: 0"
    )
    assert drawn(500, never) == drawn(500, never, signs=5)
    always = drawn(50, PEOPLE, signs=100)
    assert {person["signs"] for person in always} == {ticked("fever", "drooling")}


def test_of_several_ticks_the_first_in_the_order_of_the_options_chooses_the_row() -> None:
    assert {person["days"] for person in drawn(50, signs=100)} == {"few", "many_days"}
    assert {
        person["days"]
        for person in drawn(
            50,
            PEOPLE.replace("fever: {few", "drooling: {few", 1).replace(
                ", drooling: {few: 1}, not_sure", ", fever: {few: 1}, not_sure"
            ),
            signs=100,
        )
    } == {"few"}


# The same people -------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_people_on_every_version_of_python() -> None:
    assert drawn(5) == FIRST
    assert drawn(200)[:5] == FIRST
    assert drawn(200, seed=2) != drawn(200)


FIRST: list[Mapping[str, Answer]] = [
    {"luck": "good", "signs": ticked("none"), "days": "few", "worst": 2, "usual": 0},
    {"luck": "good", "signs": ticked("none"), "days": "few", "worst": 3, "usual": 1},
    {"luck": "good", "signs": ticked("none"), "days": "few", "worst": 2, "usual": 2},
    {"luck": "good", "signs": ticked("none"), "days": "few", "worst": 2, "usual": 2},
    {"luck": "bad", "signs": ticked("none"), "days": "many_days", "worst": 3, "usual": 3},
]


def test_other_chances_for_one_question_leave_all_other_answers_as_they_were() -> None:
    other = drawn(300, PEOPLE.replace("{1: 1, 2: 2, 3: 1}", "{0: 1}").replace("few: 3", "few: 30"))
    same = [[person[name] for name in ("luck", "signs")] for person in drawn(300)]
    assert [[person[name] for name in ("luck", "signs")] for person in other] == same
    assert {person["worst"] for person in other} == {0}


def test_a_group_is_the_same_people_but_for_what_it_replaces() -> None:
    population = sore()
    (group,) = population.groups
    waited = list(islice(people(throat(), population.of(group)), 300))
    assert waited == [{**person, "days": "many_days"} for person in drawn(300)]
    assert (population.of(group).name, population.of(group).targets) == ("people who waited", group.targets)


def test_a_group_takes_one_question_out_of_a_table_of_several() -> None:
    text = PEOPLE.replace(
        "  - {questions: [worst], status: checked,", "  - {questions: [worst, usual], status: checked,"
    )
    text = text.replace("  - {questions: [usual], status: assumed, by: worst, steps: {-2: 1, 0: 2, 1: 1}}\n", "")
    population = sore(
        text.replace("[days], status: assumed, chances: {many_days", "[worst], status: assumed, chances: {0")
    )
    assert [name for name, _ in population.of(population.groups[0]).drawn] == [name for name, _ in population.drawn]
    found = list(islice(people(throat(), population.of(population.groups[0])), 200))
    assert {person["worst"] for person in found} == {0}
    assert {person["usual"] for person in found} == {1, 2, 3}


# Counting --------------------------------------------------------------------------------------------------------


def without(questionnaire: Questionnaire, rule: str) -> Questionnaire:
    return questionnaire.model_copy(update={"guidance": tuple(r for r in questionnaire.guidance if r.id != rule)})


def test_a_rule_alone_gives_its_tier_to_whoever_has_another_without_it() -> None:
    questionnaire, found = throat(), simulate(throat(), sore(), number=2000)
    tiers = [advise(questionnaire, walk(questionnaire, person)).tier.id for person in drawn(2000)]
    for alarm in found.alarms:
        fewer = without(questionnaire, alarm.rule.id)
        other = [advise(fewer, walk(fewer, person)).tier.id for person in drawn(2000)]
        assert alarm.alone.hits == sum(was != now for was, now in zip(tiers, other, strict=True)) > 0
        assert alarm.holds.hits >= alarm.alone.hits


@pytest.mark.parametrize(
    ("numbers", "of", "found"),
    [
        ((1, 2, 3, 4), 50, 2),
        ((1, 2, 3), 50, 2),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 90, 9),
        ((3, 7), 100, 7),
        ((5,), 1, 5),
    ],
)
def test_a_percentile_is_the_lowest_number_that_so_many_do_not_exceed(
    numbers: tuple[int, ...], of: int, found: int
) -> None:
    assert Spread(numbers).percentile(of) == found


def one_person(text: str) -> Simulation:
    """Return what becomes of one person whose answers are certain."""
    return simulate(throat(), sore(text), number=1)


CERTAIN = (
    PEOPLE.replace("{good: 3, bad: 1}", "{good: 1, bad: 0}")
    .replace("fever: 10, drooling: 2", "fever: 100, drooling: 100")
    .replace("fever: {few: 1, many_days: 1}", "fever: {many_days: 1}")
)


def test_questions_words_and_taps_are_counted_as_a_person_meets_them() -> None:
    found = one_person(CERTAIN)
    signs_, days, worst, usual = 3 + 1 + 1 + 2 + 3, 2 + 1 + 4 + 2, 2, 2
    assert found.spreads["questions"].sorted == (4,)
    assert found.spreads["words"].sorted == (signs_ + days + worst + usual,)
    assert found.spreads["taps"].sorted == (2 + 1 + 1 + 1 + 1,)
    asked_less = one_person(CERTAIN.replace("fever: 100", "fever: 0"))
    assert asked_less.spreads["questions"].sorted == (2,)


@pytest.mark.parametrize(
    ("rules", "hits"),
    [
        ("", 1),
        ("only: [spit]", 0),
        ("only: [spit, hurts]", 1),
        ("besides: [spit]", 1),
        ("besides: [spit, hurts]", 0),
        ("only: [spit, hurts], besides: [hurts]", 1),
    ],
)
def test_a_target_may_be_about_people_whose_tier_some_rules_alone_give(rules: str, hits: int) -> None:
    text = CERTAIN.replace("{1: 1, 2: 2, 3: 1}", "{3: 1}").replace("{-2: 1, 0: 2, 1: 1}", "{0: 1}")
    found = one_person(text.replace("tiers: [now]", f"tiers: [now], {rules}" if rules else "tiers: [now]"))
    assert {rule for _, rules in found.deciding for rule in rules} == {"spit", "hurts"}
    assert found.aims[0].found == Share(hits, 1)


@pytest.mark.parametrize(
    ("tier", "bound", "met"),
    [
        ("now", "at_most: 100", True),
        ("now", "at_most: 99", False),
        ("now", "at_least: 100", True),
        ("home", "at_least: 1", False),
    ],
)
def test_a_target_is_met_or_missed(tier: str, bound: str, met: bool) -> None:
    aim = CERTAIN.replace("tiers: [now], at_most: 90", f"tiers: [{tier}], {bound}")
    assert one_person(aim).met == met


def test_what_is_assumed_is_counted_and_told_wherever_a_figure_stands() -> None:
    assert caveat(sore()) == (
        "These people are made up, not patients. Most of their chances are assumed: of 5 things that are drawn, "
        "3 assumed, 1 recalled, 1 checked."
    )
    assert "Their chances are not data" in caveat(sore(PEOPLE.replace("status: assumed", "status: checked")))


# The command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A questionnaire and its population, as files."""
    (tmp_path / "throat.yaml").write_text(TEXT)
    (tmp_path / "people.yaml").write_text(PEOPLE)
    return str(tmp_path / "throat.yaml"), str(tmp_path / "people.yaml")


def run(files: tuple[str, str], *options: str) -> Result:
    return CliRunner().invoke(cli, ["simulate", files[0], "--population", files[1], "--people", "400", *options])


def test_the_command_prints_everybody_then_each_group_and_ends_with_1_where_a_target_is_missed(
    files: tuple[str, str],
) -> None:
    done = run(files)
    assert done.exit_code == 0, done.output
    assert done.output.count(caveat(sore())) == 2
    assert done.output.count("alone gives its tier to") == 1
    assert "met: never_home is 0.00% (0.00-0.95), to be at most 0%" in done.output
    Path(files[1]).write_text(PEOPLE.replace("tiers: [home], at_most: 0", "tiers: [soon], at_most: 5"))
    missed = run(files)
    assert missed.exit_code == 1
    assert "MISSED: never_home is " in missed.output


def test_the_command_prints_what_was_found(files: tuple[str, str]) -> None:
    found = simulate(throat(), sore(), number=400, seed=7, signs=2)
    done = run(files, "--seed", "7", "--signs", "2")
    assert done.output.startswith("\n".join(lines(found)))
    assert done.output.startswith("400 people (seed 7, warning signs 2 times as common): people with sore throats\n")


def by_hand(number: int) -> tuple[list[int], Counter[str], Counter[str]]:
    """Return how many questions each person answers, and for how many each rule holds, and decides alone."""
    lengths, holds, alone = [], Counter[str](), Counter[str]()
    for person in drawn(number):
        journey = walk(throat(), person)
        guidance = advise(throat(), journey)
        lengths.append(len(journey.answers))
        holds.update(rule.id for rule in guidance.rules)
        if len(guidance.deciding) == 1:
            alone[guidance.deciding[0].id] += 1
    return sorted(lengths), holds, alone


def test_every_figure_printed_is_the_one_that_was_counted(files: tuple[str, str]) -> None:
    lengths, holds, alone = by_hand(400)
    printed, table = run(files).output, list(csv.DictReader(StringIO(run(files, "--csv").stdout)))
    (spread,) = re.findall(r"^questions +median (\d+), 90th percentile (\d+), most (\d+)$", printed, re.M)[:1]
    assert tuple(map(int, spread)) == (lengths[199], lengths[359], lengths[399])
    assert holds and alone and holds != alone
    for rule in (each.id for each in throat().guidance):
        (shares,) = re.findall(rf"^{rule} +([\d.]+)% \(\S+\) +([\d.]+)% \(\S+\)$", printed, re.M)
        assert shares == (f"{alone[rule] / 4:.2f}", f"{holds[rule] / 4:.2f}")
        (row,) = (row for row in table if row["rule"] == rule)
        low, high = Share(alone[rule], 400).interval
        assert [row[key] for key in ("alone", "holds", "alone percent", "from", "to")] == [
            str(alone[rule]), str(holds[rule]), f"{alone[rule] / 4:.2f}", f"{low:.2f}", f"{high:.2f}",
        ]  # fmt: skip


def test_one_group_alone_can_be_asked_for(files: tuple[str, str]) -> None:
    done = run(files, "--group", "long")
    assert done.output.startswith("400 people (seed 1): people who waited\n")
    refused = run(files, "--group", "lnog")
    assert refused.exit_code == 2
    assert "there is no group 'lnog'. Did you mean 'long'?" in refused.output


def test_the_rules_can_be_had_as_a_table(files: tuple[str, str]) -> None:
    done = run(files, "--csv")
    rows = list(csv.DictReader(StringIO(done.stdout)))
    found = simulate(throat(), sore(), number=400)
    assert [(row["rule"], int(row["alone"]), int(row["holds"])) for row in rows] == [
        (each.rule.id, each.alone.hits, each.holds.hits) for each in found.alarms
    ]
    assert {row["people"] for row in rows} == {"400"}
    assert done.stderr.strip() == caveat(sore())


def test_a_population_must_be_named(files: tuple[str, str]) -> None:
    done = CliRunner().invoke(cli, ["simulate", files[0]])
    assert done.exit_code == 2
    assert "--population" in done.output


def test_a_factor_that_is_no_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text(PEOPLE)
    (tmp_path / "throat.yaml").write_text(TEXT)
    files = [str(tmp_path / "throat.yaml"), "--population", str(tmp_path / "people.yaml")]
    done = CliRunner().invoke(cli, ["simulate", *files, "--signs", "nan"])
    assert done.exit_code == 2 and "nan is no number" in done.output
