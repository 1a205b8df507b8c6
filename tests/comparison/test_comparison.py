"""`checker diff` says what changed, and finds exactly those whom two versions treat differently."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.authoring.rename import renamed
from checker.cli import cli
from checker.comparison.comparison import difference
from checker.comparison.content_changes import changes
from checker.comparison.report import as_data, lines, reach
from checker.engine.conditions import Answer, Has, Is, leaves
from checker.engine.guidance import advise
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Questionnaire, Score
from checker.engine.scoring import span
from checker.lab.mutants import mutants_of
from checker.proofs import divergence, equivalence
from checker.proofs.decision_diagrams import UndecidedError
from checker.proofs.equivalence import Differing, compare
from checker.proofs.prover import prove
from checker.proofs.state_explosion import knot
from checker.proofs.variables import conditions
from tests.brute_force import possible_answers
from tests.lab.test_covering_sheets import mutated
from tests.proofs.test_prover import FEVER
from tests.small import FRAME
from tests.strategies import random_questionnaire

Sheet = dict[str, Answer]


def fever(*replaced: tuple[str, str]) -> Questionnaire:
    """Return the questionnaire about a fever with some words replaced."""
    text = FRAME + FEVER
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after)
    return load_text(text)


# Small random questionnaires -------------------------------------------------------------------------------------


def changed(random: Random, old: Questionnaire) -> Questionnaire:
    """Return a questionnaire with something changed in it at random."""
    fields = {name: getattr(old, name) for name in Questionnaire.model_fields}
    match random.choice(["mutant", "mutant", "tier", "rule", "statement", "option", "question", "band", "points"]):
        case "mutant" if every := list(mutants_of(old)):
            return mutated(old, random.choice(every))
        case "tier":
            rule, *others = random.sample(old.guidance, len(old.guidance))
            fields["guidance"] = (rule.model_copy(update={"tier": random.choice(old.tiers).id}), *others)
        case "rule":
            fields["guidance"] = tuple(random.sample(old.guidance, len(old.guidance) - 1))
        case "statement":
            fields["statements"] = tuple(random.sample(old.statements, len(old.statements) - 1))
        case "band" if old.scores:
            fields["scores"] = (_rebanded(random, old.scores[0]), *old.scores[1:])
        case "points":
            fields["sections"] = (_rescored(random, old),)
        case "option" | "question" as what:
            fields["sections"] = (_fewer(random, old, what),)
    return Questionnaire.model_construct(**fields)


def _rebanded(random: Random, score: Score) -> Score:
    """Return a score of which the last band begins elsewhere."""
    low, high = score.bands
    return score.model_copy(update={"bands": (low, high.model_copy(update={"start": random.randint(-2, 4)}))})


def _rescored(random: Random, old: Questionnaire) -> Any:
    """Return the only section with other points for some answers."""
    (section,) = old.sections
    questions = []
    for question in section.questions:
        options = [
            each if each.points is None else each.model_copy(update={"points": random.randint(-1, 2)})
            for each in question.options
        ]
        fields = {name: getattr(question, name) for name in type(question).model_fields}
        questions.append(type(question).model_construct(**fields | {"options": tuple(options)}))
    return section.model_copy(update={"questions": tuple(questions)})


def _fewer(random: Random, old: Questionnaire, what: str) -> Any:
    """Return the only section without one option, or without one question, that nothing reads."""
    (section,) = old.sections
    read = {leaf.name for when in conditions(old) for leaf in leaves(when)} | {i for s in old.scores for i in s.sum}
    read |= {name for promise in old.promises for name in promise.monotone}
    questions = list(section.questions)
    place = random.randrange(len(questions))
    question = questions[place]
    if what == "question" and question.id not in read and questions[1:]:
        del questions[place]
    elif len(question.options) > 2:
        used = {
            option
            for when in conditions(old)
            for leaf in leaves(when)
            if leaf.name == question.id and not hasattr(leaf, "op")
            for option in (leaf.values if isinstance(leaf, Is) else (leaf.option,) if isinstance(leaf, Has) else ())
        }
        kept = tuple(option for option in question.options if option.id != "o1" or "o1" in used)
        questions[place] = type(question).model_construct(
            **{name: getattr(question, name) for name in type(question).model_fields} | {"options": kept}
        )
    return section.model_copy(update={"questions": tuple(questions)})


def people(old: Questionnaire, new: Questionnaire) -> Iterator[Sheet]:
    """Yield what anybody would answer to all questions of both, as far as both offer it."""
    names = list(dict.fromkeys([*new.question, *old.question]))
    offered = []
    for name in names:
        versions = [version.question[name] for version in (old, new) if name in version.question]
        offered.append([each for each in possible_answers(versions[0]) if all(q.accepts(each) for q in versions)])
    yield from (dict(zip(names, answers, strict=True)) for answers in product(*offered))


def plain(old: Questionnaire, new: Questionnaire, name: str) -> Answer:
    """Return the first answer to a question that both versions offer; for many an exclusive one, if there is one."""
    versions = [version.question[name] for version in (new, old) if name in version.question]
    both = [each for each in possible_answers(versions[0]) if all(q.accepts(each) for q in versions)]
    alone = (
        each for each in both if isinstance(each, frozenset) and any(versions[0].option(o).exclusive for o in each)
    )
    return next(alone, both[0])


class Person:
    """What two versions make of somebody."""

    def __init__(self, old: Questionnaire, new: Questionnaire, answers: Sheet) -> None:
        one, two = (
            walk(version, {name: given for name, given in answers.items() if name in version.question})
            for version in (old, new)
        )
        self.sheet = frozenset({**one.answers, **two.answers}.items())
        self.old, self.new = advise(old, one), advise(new, two)
        self.scores = [_scores(version, journey) for version, journey in ((old, one), (new, two))]
        self.tiers = self.old.tier.id, self.new.tier.id
        self.same_tier = self.tiers[0] == self.tiers[1]
        self.asked = one.answers.keys() ^ two.answers.keys()
        self.price = sum(given != plain(old, new, name) for name, given in self.sheet)

    @property
    def differences(self) -> set[tuple[str, str]]:
        """What only one version asks, holds, says or scores; what is said by the tier only where that is the same."""
        said = [*self.old.statements, *self.new.statements]
        by_tier = {each.id for each in said if any(leaf.name == "tier" for leaf in leaves(each.when))}
        told = {each.id for each in self.old.statements} ^ {each.id for each in self.new.statements}
        scores = self.scores
        return {
            *(("asked", name) for name in self.asked),
            *(("held", name) for name in {r.id for r in self.old.rules} ^ {r.id for r in self.new.rules}),
            *(("said", name) for name in (told if self.same_tier else told - by_tier)),
            *(("scored", name) for name in {*scores[0], *scores[1]} if scores[0].get(name) != scores[1].get(name)),
        }


def _scores(questionnaire: Questionnaire, journey: Journey) -> dict[str, tuple[Answer, str]]:
    """Return the points that conditions read of each score that has a value, and their band."""
    return {
        score.id: (points, max((band for band in score.bands if band.start <= points), key=lambda band: band.start).id)
        for score in questionnaire.scores
        for points in [journey.values.get(score.id)]
        if isinstance(points, int)
    }


def found_by(old: Questionnaire, new: Questionnaire) -> dict[object, tuple[int, int, int]]:
    """Return what `compare` found: on how many sheets, on how many of the same tier, what the example costs."""
    found = compare(old, new)

    def row(each: Any, same: int | None) -> tuple[Any, Any, int]:
        given = {**each.old, **each.new}.items()
        return each.sheets, same, sum(answer != plain(old, new, name) for name, answer in given)

    rows: dict[object, tuple[int, int, int]] = {(s.before, s.after): row(s, 0) for s in found.shifts}
    for kind in ("asked", "held", "said", "scored"):
        rows |= {(kind, each.id): row(each, each.same_tier) for each in getattr(found, kind)}
    if found.touched:
        rows["touched"] = row(found.touched, found.touched.sheets)
    return rows


def found_by_trying(old: Questionnaire, new: Questionnaire) -> dict[object, tuple[int, int, int]]:
    """Return the same by asking everybody."""
    sheets: dict[object, dict[object, Person]] = {}
    for answers in people(old, new):
        person = Person(old, new, answers)
        found: set[object] = set(person.differences)
        if person.same_tier and any(kind != "asked" for kind, _ in person.differences):
            found.add("touched")
        if not person.same_tier:
            found.add(person.tiers)
        for each in found:
            sheets.setdefault(each, {})[person.sheet] = person
    return {
        each: (len(some), sum(p.same_tier for p in some.values()), min(p.price for p in some.values()))
        for each, some in sheets.items()
    }


@settings(max_examples=150)
@given(st.integers(2, 4), st.integers(0, 1 << 32))
def test_it_finds_whom_trying_everybody_finds_how_many_and_the_smallest(size: int, seed: int) -> None:
    random = Random(seed)
    old = random_questionnaire(random, size)
    new = changed(random, old)
    assert found_by(old, new) == found_by_trying(old, new)
    assert compare(old, new).total == len({Person(old, new, answers).sheet for answers in people(old, new)})


FAULTS: dict[str, tuple[object, str, object]] = {
    "the last answer is taken for the plainest": (
        equivalence,
        "plainest",
        lambda old, new, at: _last(new, old, at),
    ),
    "the most points are forgotten": (
        divergence,
        "span",
        lambda questions, score: span(questions, score)[:-1],
    ),
    "another tier counts as the same": (equivalence._Both, "_unmoved", lambda self, ways: iter(ways)),
}


def _last(new: Questionnaire, old: Questionnaire, name: str) -> Answer:
    return possible_answers((new if name in new.question else old).question[name])[-1]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_comparison_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    pairs = (
        (old, changed(random, old)) for random in map(Random, range(200)) for old in [random_questionnaire(random, 3)]
    )
    assert any(found_by(old, new) != found_by_trying(old, new) for old, new in pairs)


# The shipped questionnaires --------------------------------------------------------------------------------------


def test_a_questionnaire_is_proved_to_be_like_itself(file: Path) -> None:
    found = difference(load(file), load(file))
    assert found.changes == ()
    assert found.versions.alike
    total = prove(load(file)).total
    assert total and found.versions.total == total.sheets


def test_an_edge_that_moved_is_counted_both_ways(tmp_path: Path) -> None:
    found = difference(fever(), fever(("days >= 4", "days >= 6"))).versions
    (shift,) = found.shifts
    assert (shift.before, shift.after, shift.sheets) == ("soon", "home", 4)
    assert (shift.old_rules, shift.new_rules) == (("long_fever",), ())
    assert shift.old == {"fever": "yes", "days": 4, "signs": frozenset({"none"})}
    assert found.total == 132


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("when: days >= 4", "when: days >= 6", "when is now the answer to “Days” is at least 6; it was"),
        ("{en: Stiff neck}", "{en: A stiff neck}", "text (en) is now “A stiff neck”; it was “Stiff neck”."),
        ("{id: rash, text: {en: Rash}}, ", "", "Option “Rash” of “Signs” is removed."),
        ("tier: soon, when", "tier: now, when", "tier is now now; it was soon."),
        ("max: 30", "max: 31", "Question “Days”: max is now 31; it was 30."),
    ],
)
def test_what_changed_is_said_in_plain_words(before: str, after: str, sentence: str) -> None:
    told = [change.sentence for change in changes(fever(), fever((before, after)))]
    assert any(sentence in each for each in told), told


def test_what_moved_is_said_once() -> None:
    rash, neck = "{id: rash, text: {en: Rash}}", "{id: neck, text: {en: Stiff neck}}"
    moved = fever((f"{rash}, {neck}", f"{neck}, {rash}"))
    (change,) = changes(fever(), moved)
    assert change.topic == "order"
    assert difference(fever(), moved).versions.alike


def test_answers_that_only_one_version_offers_are_left_aside_and_named() -> None:
    found = difference(fever(), fever(("{id: rash, text: {en: Rash}}, ", "")))
    (sentence,) = found.left_aside
    assert "Only one version offers “Rash” under “Signs”" in sentence
    assert found.versions.alike
    assert found.versions.total == 2 * (31 + 2)


@pytest.mark.parametrize(("low", "high", "numbers"), [(0, 31, 31), (0, 20, 21), (3, 30, 28), (2, 99, 29)])
def test_numbers_that_only_one_version_offers_are_left_aside(low: int, high: int, numbers: int) -> None:
    found = difference(fever(), fever(("min: 0, max: 30", f"min: {low}, max: {high}")))
    assert found.versions.total == 4 * (numbers + 2)
    assert "under “Days”" in found.left_aside[0]


def test_a_question_that_is_new_is_tried_with_every_answer() -> None:
    cough = "      - {id: cough, kind: one, label: {en: Cough}, ask: {en: Cough?}, options: [{id: no, text: {en: 'No'}}, {id: yes, text: {en: 'Yes'}}]}\nguidance:\n  - {id: coughing, tier: soon, when: cough is yes, because: {en: of the cough}}\n"  # noqa: E501
    found = difference(fever(), fever(("guidance:\n", cough)))
    assert "Question “Cough” is new: every answer to it was tried." in found.left_aside
    (shift,) = found.versions.shifts
    assert (shift.before, shift.after, shift.sheets) == ("home", "soon", 16)
    assert "cough" in shift.new and "cough" not in shift.old


def test_a_question_of_another_kind_is_taken_as_another_question() -> None:
    scale = (
        'kind: one, label: {en: Fever}, ask: {en: Fever?}, options: [{id: no, text: {en: "No"}}, '
        '{id: yes, text: {en: "Yes"}}, {id: not_sure, unsure: true, text: {en: Not sure}}]}',
        "kind: scale, label: {en: Fever}, ask: {en: Fever?}, min: 35, max: 42}",
    )
    new = fever(scale, ("when: fever is yes}", "when: fever >= 39}"), ("fever is yes and neck", "fever >= 39 and neck"))
    found = difference(fever(), new)
    assert "is of another kind now" in found.left_aside[0]
    assert {(shift.before, shift.after) for shift in found.versions.shifts} >= {("home", "now"), ("now", "home")}
    assert "“Fever” (in the old version)" in "\n".join(lines(found, new))


def test_a_page_that_is_shown_at_once_from_now_on_is_a_difference() -> None:
    page = "then: interrupt, page: {title: {en: Stop}, text: [{en: Look.}]}, because: {en: it lasts}"
    found = difference(fever(), fever(("because: {en: it lasts}", page))).versions
    assert not found.shifts
    assert [each.id for each in found.held] == ["long_fever"]


def test_a_statement_that_is_new_is_a_difference_where_it_is_said() -> None:
    old = fever(("guidance:\n", "statements:\n  - {id: rest, place: ask, text: {en: Rest.}}\nguidance:\n"))
    assert [each.id for each in difference(fever(), old).versions.said] == ["rest"]
    assert [each.id for each in difference(old, fever()).versions.said] == ["rest"]


def test_what_was_only_renamed_is_no_difference() -> None:
    new = fever(("fever is", "temperature is"), ("id: fever", "id: temperature"), ("not_sure", "unknown"))
    assert not difference(fever(), new).versions.alike
    found = difference(fever(), new, {"fever": "temperature", "fever.not_sure": "unknown"})
    assert found.versions.alike
    assert found.changes == ()
    assert renamed(fever(), {}) is not None


def test_a_new_answer_is_told_first_with_what_it_leads_to() -> None:
    stiff = "{id: neck, text: {en: Stiff neck}}"
    cough = (stiff, f"{stiff}, {{id: cough, text: {{en: Cough}}}}")
    found = difference(fever(), fever(cough, ("neck in signs", "(neck in signs or cough in signs)")))
    (told,) = found.new_answers
    assert told.option and (told.question, told.option.id, told.tier, told.rules) == ("signs", "cough", "home", ())
    first, option = list(lines(found, fever(cough)))[:2]
    assert first == "NEW ANSWERS, AND WHAT EACH LEADS TO"
    expected = "home by no rule, given beside the least worrying answers; at most now."
    assert option == f"  Option “Cough” of “Signs”: {expected}"
    silent = list(lines(difference(fever(), fever(cough)), fever(cough)))[1]
    assert silent.endswith("home by no rule, given beside the least worrying answers. NOTHING HEARS IT.")


def test_an_answer_that_nothing_hears_any_more_is_told_next() -> None:
    new = fever(("neck in signs", "rash in signs"))
    found = difference(fever(), new)
    assert found.unheard == (("signs", "neck"),)
    first, silent = list(lines(found, new))[:2]
    assert first == "ANSWERS THAT BECAME UNHEARD"
    assert silent == "  Option “Stiff neck” of “Signs”: it used to matter, and changes nothing for anybody now."
    assert as_data(found, new)["unheard"] == [{"question": "signs", "option": "neck"}]
    assert not difference(new, fever()).unheard or difference(new, fever()).unheard == (("signs", "rash"),)


def test_the_options_of_a_new_question_are_tried_where_it_is_asked() -> None:
    new = fever(("guidance:\n", f"guidance:\n{DRY}"), ("      - {id: signs", f"{COUGH}      - {{id: signs"))
    dry, wet = difference(fever(), new).new_answers
    assert (dry.tier, dry.rules, wet.tier, wet.rules) == ("soon", ("dry_cough",), "home", ())
    assert dry.sheet == {"fever": "yes", "days": 0, "cough": "dry", "signs": frozenset({"none"})}


COUGH = """      - {id: cough, kind: one, when: fever is yes, label: {en: Cough}, ask: {en: Cough?},
         options: [{id: dry, text: {en: Dry}}, {id: wet, text: {en: Wet}}]}
"""
DRY = "  - {id: dry_cough, tier: soon, when: cough is dry, because: {en: of the cough}}\n"
CASES = """cases:
  - {id: a_week, story: A week., answers: {fever: yes, days: 5, signs: [none]}, expect: {tier: TIER}}
  - {id: a_month, story: A month., answers: {fever: yes, days: 30, signs: [none]}, expect: {tier: soon}}
"""


def test_the_worked_cases_that_a_change_touches_are_named() -> None:
    old = load_text(FRAME + FEVER + CASES.replace("TIER", "soon"))
    new = load_text(FRAME + FEVER.replace("days >= 4", "days >= 6") + CASES.replace("TIER", "home"))
    found = difference(old, new)
    assert list(lines(found, new)).count("      worked cases: a_week") == 2
    data = as_data(found, new)
    assert [data[kind][0]["cases"] for kind in ("shifts", "held")] == [["a_week"]] * 2
    assert data["held"][0]["who"] == ["no longer holds for people whose answer to “Days” is 4 to 5"]


@pytest.mark.parametrize(
    ("version", "next_one"), [("2026.11", "2026.12"), ("2026.09", "2026.10"), ("b", "b.1"), ("1-rc", "2-rc")]
)
def test_two_contents_under_one_version_are_an_error(tmp_path: Path, version: str, next_one: str) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(FRAME.replace('"1"', f'"{version}"') + FEVER)
    new.write_text(old.read_text().replace("{en: Rash}", "{en: A rash}"))
    result = CliRunner().invoke(cli, ["diff", str(old), str(new)])
    assert result.exit_code == 1
    assert "text (en) is now “A rash”" in result.stdout
    assert f"both files say version {version}, but their contents differ" in result.stderr
    assert f"(such as {next_one})" in result.stderr
    data = CliRunner().invoke(cli, ["diff", str(old), str(new), "--json"])
    assert data.exit_code == 1 and json.loads(data.stdout)["same_version"]
    assert CliRunner().invoke(cli, ["diff", str(old), str(old)]).exit_code == 0


# The command -----------------------------------------------------------------------------------------------------


def diffed(tmp_path: Path, new: str, *options: str) -> str:
    (tmp_path / "old.yaml").write_text(FRAME + FEVER)
    (tmp_path / "new.yaml").write_text(FRAME.replace('version: "1"', f'version: "{1 + (new != FEVER)}"') + new)
    result = CliRunner().invoke(cli, ["diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_shows_examples_that_try_replays_in_both_versions(tmp_path: Path) -> None:
    told = diffed(tmp_path, FEVER.replace("days >= 4", "days >= 6"))
    assert (
        "People whose answer to “Days” is 4 to 5 and whom no other rule sees: from soon to home (less urgent)." in told
    )
    assert "in the smallest sheet by long_fever before, by no rule now" in told
    assert "detail: 4 of 132 answer sheets" in told
    sheet, *_ = [line.removeprefix("      answers: ") for line in told.splitlines() if "answers: " in line]
    tiers = []
    for version in ("old", "new"):
        result = CliRunner().invoke(cli, ["try", "--questions", str(tmp_path / f"{version}.yaml")], input=sheet)
        tiers.append(json.loads(result.output)["tier"])
    assert tiers == ["soon", "home"]


def test_the_command_proves_sameness(tmp_path: Path) -> None:
    told = diffed(tmp_path, FEVER.replace("{en: Rash}", "{en: A rash}"))
    assert told.startswith("Words\n")
    assert "Proved, for all 132 answer sheets that both versions offer: the same questions, tier" in told
    assert json.loads(diffed(tmp_path, FEVER, "--json"))["alike"] is True
    assert "ask and tell the same, whichever of the 132 answer sheets" in diffed(tmp_path, FEVER)


NECK, RASH = "{id: neck, text: {en: Stiff neck}}", "{id: rash, text: {en: Rash}}"
CHILLS = FEVER.split("questions:\n")[1].split("      - {id: days")[0].replace("id: fever", "id: chills")
SWAPPED = "{id: rash, text: {en: Stiff neck}}, {id: neck, text: {en: Rash}}"
MORE = "  - id: more\n    title: {en: More}\n    questions:\n"
SEEN: dict[str, tuple[str, str, str]] = {
    "a page that fewer see": ("fever is not no\n    then: interrupt", "fever is yes\n    then: interrupt", "Rule"),
    "the page itself": ("title: {en: Wait}", "title: {en: Go on}", "page title (en) is now “Go on”"),
    "a band": ("{id: high, from: 3", "{id: high, from: 2", "from is now 2; it was 3."),
    "what a score shows": ("sum: [fever]", "sum: [fever], show: mean", "show is now mean"),
    "where a score is seen": ("area: {en: Heat}", "area: {en: Ice}", "area (en) is now “Ice”"),
    "a help link": ("tel:911", "tel:989", "href is now tel:989; it was tel:911."),
    "two texts swapped": (f"{RASH}, {NECK}", SWAPPED, "Rash"),
    "a question gone": (CHILLS, "", "is removed"),
    "a tier that shows help alone": ("card: soon}", "card: soon, only_help: true}", "only_help is now True"),
    "a tier's card": ("card: soon}", "card: urgent}", "card is now urgent"),
    "a statement's place": ("place: care, group: ease", "place: about", "place is now about"),
    "a group of the care plan": ("group: ease", "group: sleep", "group is now sleep; it was ease."),
    "why it helps": ("text: {en: Rest.}}", "text: {en: Rest.}, why: {en: It eases.}}", "why (en) is now “It eases.”"),
    "a deciding rule": ("tier: soon, when: days", "tier: home, when: days", "tier is now"),
    "another section": ("      - {id: signs", f"{MORE}      - {{id: signs", "More"),
    "the id of the whole": ("id: throat", "id: neck", "id is now neck; it was throat."),
}  # fmt: skip
"""What is replaced, by what, and what must be told."""


def _all_there_is() -> str:
    """Return a questionnaire about a fever with a score, a page, a statement and one more question."""
    text = FRAME + FEVER.replace("      - {id: days", f"{CHILLS}      - {{id: days")
    for option, points in (("{id: no,", 0), ("{id: yes,", 3), ("{id: not_sure,", 1)):
        text = text.replace(option, f"{option} points: {points},", 1)
    return text.replace(
        "guidance:\n",
        "scores:\n  - {id: heat, label: {en: Heat}, area: {en: Heat}, sum: [fever], bands: "
        "[{id: low, from: 0, text: {en: Low}}, {id: high, from: 3, text: {en: High}}]}\n"
        "statements:\n  - {id: rest, place: care, group: ease, text: {en: Rest.}}\n"
        "guidance:\n  - id: warm\n    tier: home\n    when: fever is not no\n    then: interrupt\n"
        "    page: {title: {en: Wait}, text: [{en: Look.}]}\n    because: {en: you are warm}\n",
    )


@pytest.mark.parametrize(("before", "after", "told"), SEEN.values(), ids=SEEN)
def test_no_change_that_somebody_sees_is_called_the_same(before: str, after: str, told: str) -> None:
    text = _all_there_is()
    assert before in text
    new = load_text(text.replace(before, after))
    found = difference(load_text(text), new)
    said = "\n".join(lines(found, new))
    assert not found.alike
    assert told in "\n".join(change.sentence for change in found.changes)
    assert "ask and tell the same" not in said and "Nothing changed" not in said


def test_where_counting_is_given_up_it_says_at_which_question_and_what_to_untangle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def over(one: int, two: int) -> int:
        raise UndecidedError("the time ran out")

    both = equivalence._Both.of(fever(), fever(("days >= 4", "days >= 6")), 60)
    before = both.counted(1)
    assert before == (132, "")
    knot(both.new, "signs")
    monkeypatch.setattr(both.diagrams, "both", over)
    assert both.counted(1) == (None, "too entangled to count exactly: the time ran out after question 'signs'")
    assert "rule 'bad_signs' (2 groups, by fever)" in knot(both.new, "days")


def test_where_answer_sheets_are_too_many_to_count_some_are_told_of() -> None:
    assert reach(Differing("warm", {}, {})) == "some answer sheets, some of the same tier as before"
    assert reach(Differing("warm", {}, {}, 7, 0)) == "7 answer sheets, none of the same tier as before"
    assert reach(Differing("warm", {}, {}, 7, 7)) == "7 answer sheets, all of the same tier as before"
    assert reach(Differing("warm", {}, {}, 9000, 7000)) == "9,000 answer sheets, 7,000 of the same tier as before"


def test_whom_another_band_touches_is_counted_though_no_tier_changes() -> None:
    text = _all_there_is()
    old, new = load_text(text), load_text(text.replace("{id: high, from: 3", "{id: high, from: 1"))
    found = difference(old, new)
    assert not found.versions.shifts
    (band,) = found.versions.scored
    assert (band.id, band.sheets, band.same_tier) == ("heat", 4 * 3, 4 * 3)
    assert band.new == {"fever": "not_sure", "chills": "no", "signs": frozenset({"none"})}
    told = "\n".join(lines(found, new))
    assert f"Proved: both versions give the same tier, whichever of the {found.versions.total:,} answer sheets" in told
    assert "Some have the same tier as before, but another rule, statement or score." in told
    assert "Score “Heat” gives other points or another band than before to people" in told
    assert "detail: 12 answer sheets, all of the same tier as before" in told
    assert as_data(found, new)["scored"][0]["sheets"] == as_data(found, new)["same_tier"]["sheets"] == 12


def test_that_nobody_is_touched_but_by_the_tier_is_proved(tmp_path: Path) -> None:
    told = diffed(tmp_path, FEVER.replace("tier: soon, when", "tier: now, when"))
    assert "Proved: whoever has the same tier as before has the same rules, statements and scores." in told
    assert (
        json.loads(diffed(tmp_path, FEVER.replace("tier: soon, when", "tier: now, when"), "--json"))["same_tier"]
        is None
    )


def test_whom_a_narrowed_page_no_longer_reaches_is_shown() -> None:
    text = _all_there_is()
    before, after, _ = SEEN["a page that fewer see"]
    (held,) = difference(load_text(text), load_text(text.replace(before, after))).versions.held
    assert (held.id, held.old["fever"]) == ("warm", "not_sure")


def test_what_is_left_undecided_is_no_answer(shipped_file: Path) -> None:
    result = CliRunner().invoke(cli, ["diff", str(shipped_file), str(shipped_file), "--timeout", "0"])
    assert result.exit_code == 1
    assert result.output == "Nothing changed.\nError: undecided: whom it touches: the time ran out\n"


def test_what_changed_is_said_where_time_ran_out(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(FRAME + FEVER)
    new.write_text(FRAME + FEVER.replace("days >= 4", "days >= 6"))
    result = CliRunner().invoke(cli, ["diff", str(old), str(new), "--timeout", "0"])
    assert result.exit_code == 1
    assert "when is now the answer to “Days” is at least 6" in result.stdout
    assert "undecided: whom it touches" in result.stderr
    data = json.loads(CliRunner().invoke(cli, ["diff", str(old), str(new), "--timeout", "0", "--json"]).stdout)
    assert data["undecided"] and len(data["changes"]) == 1 and "alike" not in data


RENAMES = {
    "fevr=heat": "the old version has no 'fevr'. Did you mean 'fever'?",
    "fever": "write OLD=NEW, not 'fever'",
    "fever=heatt": "the new version has no 'heatt'. Did you mean 'heat'?",
    "days=signs": "the old version has the question 'signs' already",
    "fever=heat fever=days": "'fever' is renamed twice",
    "fever=heat days=heat": "two ids become 'heat'",
    "fever.yes=yess": "the new version has no 'fever.yess'",
    "fever=heat fever.yes=no": "the old version has the option 'fever.no' already",
    "all=everything": "the new version has no section 'everything'",
    "emergency=heat": "'emergency' names a link in the old version, and all are renamed together; "
    "the new version has no link 'heat'",
}


@pytest.mark.parametrize(("options", "mend"), RENAMES.items())
def test_a_rename_that_cannot_be_is_answered_with_its_mend(tmp_path: Path, options: str, mend: str) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(FRAME + FEVER)
    renaming = ("fever is", "heat is"), ("id: fever", "id: heat"), ("bad_signs", "everything")
    text = FRAME + FEVER
    for before, after in renaming:
        text = text.replace(before, after)
    new.write_text(text)
    given = [part for each in options.split() for part in ("--renamed", each)]
    result = CliRunner().invoke(cli, ["diff", str(old), str(new), *given])
    assert result.exit_code == 2
    assert mend in " ".join(result.output.split())


def test_what_shares_an_id_is_renamed_with_it(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(FRAME + FEVER.replace("id: all", "id: fever"))
    new.write_text(old.read_text().replace("fever is", "heat is").replace("id: fever", "id: heat"))
    result = CliRunner().invoke(cli, ["diff", str(old), str(new), "--renamed", "fever=heat"])
    assert "Nothing changed." in result.output
