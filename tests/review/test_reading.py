"""In which order one reads, how long it takes, and how far one is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from checker.authoring import load
from checker.engine.conditions import reads
from checker.engine.questionnaire import Questionnaire, Text
from checker.resources import shipped
from checker.review import material
from checker.review.material import Material
from checker.review.notes import Notes, judged, read_notes
from checker.review.notes_kept import keep
from checker.review.pages import alone, work_on, write
from checker.review.parts import fingerprints
from checker.review.reading import MOST, PACE, STAGES, Choice, Work, lasting, order
from checker.review.rules import TierOfRules
from tests.small import small


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load(shipped("questions.yaml"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.review.yaml"


def noted(questionnaire: Questionnaire, file: Path, *parts: str, **words: str) -> None:
    """Keep what Ada, or whoever is named, says of some parts."""
    said = {"reviewer": "Ada", "verdict": "agree", **words}
    assert not keep(file, questionnaire, [(judged(questionnaire, part, **said), "") for part in parts])


def at_work(questionnaire: Questionnaire, file: Path, reviewer: str = "Ada") -> Work:
    return work_on(Material(questionnaire), read_notes(file, questionnaire), reviewer)


@pytest.fixture(scope="module")
def at_large(questionnaire: Questionnaire) -> Iterator[Work]:
    """Ada's work on the shipped questionnaire, before anything is noted, without the counts of answer sheets."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(material, "sheets_per_rule", lambda *_, **__: {})
        yield work_on(Material(questionnaire), Notes(), "Ada")


# The order -------------------------------------------------------------------------------------------------------


def test_every_part_is_read_once(questionnaire: Questionnaire, bicycle: Questionnaire) -> None:
    for each in (questionnaire, bicycle):
        assert sorted(order(each)) == sorted(fingerprints(each))


def test_all_that_an_emergency_hangs_on_is_read_before_anything_else(questionnaire: Questionnaire) -> None:
    stages = order(questionnaire)
    places = list(stages)
    alarming = {rule.id for rule in questionnaire.guidance if questionnaire.tier[rule.tier].helps_now or rule.then}
    first = {f"rule {name}" for name in alarming}
    for rule in questionnaire.guidance:
        if rule.id in alarming:
            first |= {f"question {name}" for name in reads(rule.when) if name in questionnaire.question}
    first |= {f"help link {link.id}" for link in questionnaire.help} | {"emergency signs"}
    first |= {f"statement {each.id}" for each in questionnaire.statements if each.place == "safety_net"}
    assert {stages[part] for part in first} == {"emergency"}
    assert max(map(places.index, first)) < sum(stage == "emergency" for stage in stages.values())
    assert places[0] == f"help link {questionnaire.help[0].id}"
    assert [*dict.fromkeys(stages.values())] == list(STAGES)


def test_rules_of_a_more_urgent_tier_come_first(questionnaire: Questionnaire) -> None:
    named = {f"rule {rule.id}": rule for rule in questionnaire.guidance}
    for stage in ("emergency", "today", "other"):
        some = [named[part] for part, its in order(questionnaire).items() if its == stage and part in named]
        tiers = [questionnaire.urgency[rule.tier] for rule in some]
        assert tiers == sorted(tiers) and tiers


THROAT = """
sections:
  - id: signs
    title: {en: Signs}
    questions:
      - {id: warm, kind: one, label: {en: Warm}, ask: {en: Warm?}, missing: {en: Say}, options: [
          {id: no, text: {en: "No"}, points: 0}, {id: yes, text: {en: "Yes"}, points: 1}]}
      - {id: blue, kind: one, label: {en: Blue}, ask: {en: Blue?}, missing: {en: Say}, options: [
          {id: no, text: {en: "No"}}, {id: yes, text: {en: "Yes"}}]}
scores: [{id: heat, label: {en: Heat}, sum: [warm], bands: [{id: low, from: 0, text: {en: low}}]}]
guidance:
  - {id: later, tier: soon, when: blue is yes, because: {en: you are blue}}
  - {id: hot, tier: now, when: heat >= 1, because: {en: you are hot}}
"""


def test_the_order_is_worked_out_from_the_file() -> None:
    throat = small(THROAT)
    stages = order(throat)
    assert [part for part, stage in stages.items() if stage == "emergency"] == [
        "help link emergency", "emergency signs", "tier now", "rule hot", "question warm", "score heat",
        "order of help links",
    ]  # fmt: skip
    assert stages["question blue"] == stages["rule later"] == "other"
    safe = throat.model_copy(update={"guidance": throat.guidance[:1]})
    assert order(safe)["question warm"] == "other"


# How long it takes -----------------------------------------------------------------------------------------------


def test_minutes_are_the_words_that_one_reads(bicycle: Questionnaire, file: Path) -> None:
    work = at_work(bicycle, file)
    rule = bicycle.guidance[0]
    assert work.count(["rule frame"]) >= len(rule.because.said_in("en").split())
    longer = rule.model_copy(
        update={"because": Text(root={"en": "word " * PACE + "said. " + rule.because.said_in("en"), "fr": "x"})}
    )
    more = at_work(bicycle.model_copy(update={"guidance": (longer, *bicycle.guidance[1:])}), file)
    assert more.count(["rule frame"]) == work.count(["rule frame"]) + PACE + 1
    assert more.share("rule").minutes in (work.share("rule").minutes + 1, work.share("rule").minutes + 2)
    twice = work.count(["rule frame", "rule frame"])
    assert twice == work.count(["rule frame"]) < work.count(["rule frame", "rule head"])
    assert (lasting(59), lasting(60), lasting(125)) == ("59 min", "1 h 0 min", "2 h 5 min")


def test_a_part_shows_the_first_language_or_the_words_of_another_beside_it(bicycle: Questionnaire) -> None:
    gathered = Material(bicycle)
    both = bicycle.guidance[0].because
    whole, french = alone(gathered, "rule frame"), alone(gathered, "rule frame", "fr")
    (group,) = cast(list[TierOfRules], whole.found)
    assert [said.words for said in group.rules[0].because] == [both.said_in("en")]
    assert [words.words for words in dict(french.words)["because"]] == [both.said_in("en"), both.said_in("fr")]
    assert alone(gathered, "version").facts == (("", bicycle.version),)


def test_how_long_a_review_of_the_shipped_questionnaire_takes(
    questionnaire: Questionnaire, at_large: Work, file: Path
) -> None:
    """Bounds, so that what is written in docs/review.md stays true; the very minutes stand on the page."""
    work = at_large
    first, danger, spanish = work.share(), work.share("emergency"), work.share("", "es")
    assert 180 < first.minutes < 260
    assert 35 < danger.minutes < 60
    assert 75 < spanish.minutes < 115
    five = tuple(
        rule.model_copy(update={"because": Text(root={"en": "you say so", "es": "lo dice"})})
        for rule in questionnaire.guidance[:5]
    )
    changed = questionnaire.model_copy(update={"guidance": (*five, *questionnaire.guidance[5:])})
    noted(questionnaire, file, *[f"rule {rule.id}" for rule in questionnaire.guidance[:20]])
    again = replace(work, questionnaire=changed, notes=read_notes(file, questionnaire))
    assert len(again.shown(Choice("changed"))) == 5
    assert 1 <= again.changed <= 5


# How far one is --------------------------------------------------------------------------------------------------


def test_one_goes_on_at_the_first_part_that_one_has_not_judged(bicycle: Questionnaire, file: Path) -> None:
    every = list(order(bicycle))
    assert at_work(bicycle, file).screen(Choice())[0] == every[0]
    noted(bicycle, file, every[0], every[2])
    work = at_work(bicycle, file)
    assert work.screen(Choice())[0] == every[1]
    assert work.screen(Choice(), after=every[1])[0] == every[3]
    assert work.screen(Choice(), part=every[0])[0] == every[0]
    assert at_work(bicycle, file, "Bo").screen(Choice())[0] == every[0]


def test_after_the_last_part_one_comes_back_to_what_was_left(bicycle: Questionnaire, file: Path) -> None:
    every = list(order(bicycle))
    work = at_work(bicycle, file)
    assert work.screen(Choice(), after=every[-1])[0] == every[0]
    noted(bicycle, file, *every)
    assert at_work(bicycle, file).screen(Choice()) == ()


def test_a_screen_is_about_a_minute_of_one_kind(questionnaire: Questionnaire, at_large: Work) -> None:
    work = at_large
    left = list(order(questionnaire))
    while left:
        screen = work.screen(Choice("all"), left[0])
        assert list(screen) == left[: len(screen)] and len(screen) <= MOST
        assert len(screen) == 1 or sum(work.count([part]) for part in screen) <= PACE
        left = left[len(screen) :]


def test_filters_show_what_they_say(bicycle: Questionnaire, file: Path) -> None:
    noted(bicycle, file, "rule frame", "rule head")
    noted(bicycle, file, "title", verdict="question", note="Why?", reviewer="Bo")
    noted(bicycle, file, "rule unsafe", language="fr")
    work = at_work(bicycle, file)
    assert set(work.shown(Choice("done"))) == {"rule frame", "rule head"}
    assert set(work.shown(Choice("left"))) == set(order(bicycle)) - {"rule frame", "rule head"}
    assert work.shown(Choice("open")) == ("title",)
    assert work.shown(Choice("done", language="fr")) == ("rule unsafe",)
    assert {part.split()[0] for part in work.shown(Choice("all", "rule"))} == {"rule"}
    assert "version" not in work.shown(Choice("all", language="fr")) and "title" in work.shown(
        Choice("all", language="fr")
    )
    assert (work.share("rule").done, work.of_page("rules").of) == (2, len(bicycle.guidance))


def test_what_changed_is_to_be_judged_again(bicycle: Questionnaire, file: Path) -> None:
    noted(bicycle, file, *order(bicycle))
    rule = bicycle.guidance[0].model_copy(update={"because": Text(root={"en": "of something else", "fr": "x"})})
    changed = bicycle.model_copy(update={"guidance": (rule, *bicycle.guidance[1:])})
    work = at_work(changed, file)
    assert work.shown(Choice("changed")) == work.shown(Choice("left")) == (f"rule {rule.id}",)
    assert work.share().done == work.share().of - 1


def test_what_was_in_question_then_stands_beside_what_is_there_now(bicycle: Questionnaire, file: Path) -> None:
    first = bicycle.guidance[0]
    noted(bicycle, file, f"rule {first.id}", verdict="question", note="Why?")
    noted(bicycle, file, "rule head")
    kept = {note.part: note for note in read_notes(file, bicycle).notes}
    assert not kept["rule head"].words and not [*at_work(bicycle, file).since(kept[f"rule {first.id}"])]
    rule = first.model_copy(update={"because": Text(root={"en": "the frame is bent", "fr": "le cadre est fissuré"})})
    work = at_work(bicycle.model_copy(update={"guidance": (rule, *bicycle.guidance[1:])}), file)
    ((difference,), none) = ([*work.since(kept[part])] for part in (f"rule {first.id}", "rule head"))
    assert [(line.where, line.before[-1], line.now[-1]) for line in difference.lines] == [
        ("because en", ("cracked", True), ("bent", True))
    ]
    assert not none


def test_notes_on_parts_that_are_gone_are_shown(bicycle: Questionnaire, file: Path) -> None:
    noted(bicycle, file, f"rule {bicycle.guidance[0].id}", verdict="change", note="Too soft")
    fewer = bicycle.model_copy(update={"guidance": bicycle.guidance[1:]})
    assert [note.note for note in at_work(fewer, file).gone] == ["Too soft"]
    assert not at_work(bicycle, file).gone


def test_the_folder_shows_how_far_reviewers_are_and_what_they_noted(
    bicycle: Questionnaire, file: Path, tmp_path: Path
) -> None:
    noted(bicycle, file, "rule frame", verdict="question", note="Which <b>cracks</b>?")
    noted(bicycle, file, "rule frame", reviewer="Bo")
    write(Material(bicycle), tmp_path / "out", read_notes(file, bicycle))
    html = (tmp_path / "out" / "read.html").read_text(encoding="utf-8")
    assert "Which &lt;b&gt;cracks&lt;/b&gt;?" in html and "Bo: Agree" in html
    assert "<form" not in html and "desk.js" not in html
    assert f"1 of {len(order(bicycle))} judged" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Ada: Question" in (tmp_path / "out" / "rules.html").read_text(encoding="utf-8")


def test_without_notes_the_folder_says_how_to_judge(bicycle: Questionnaire, file: Path, tmp_path: Path) -> None:
    write(Material(bicycle), tmp_path, read_notes(file, bicycle))
    assert "checker review --serve questions.yaml" in (tmp_path / "read.html").read_text(encoding="utf-8")
    assert "judged" not in (tmp_path / "index.html").read_text(encoding="utf-8")
