"""A changed version proved from the one before it: the very same as if it were proved alone."""

import pytest

from checker.authoring import load, load_text
from checker.comparison import difference
from checker.engine.questionnaire import Part, Questionnaire
from checker.lab.mutants import Mutant, mutants_of
from checker.proofs import reproof
from checker.proofs.prover import find_gaps, prove
from checker.proofs.reproof import Proved, moved, reproved
from tests.pages import SECOND
from tests.throat import TEXT

PROMISES = """
promises:
  - {id: spit_now, always: now, when: drooling in signs}
  - {id: long_soon, always: soon, when: days is many_days}
  - {id: not_home, never: home, when: usual >= 3}
  - {id: worse, monotone: [usual, days]}
"""
BASE = (
    TEXT.replace("card: emergency", 'card: emergency, links: [{id: call, text: {en: Call}, href: "tel:911"}]').replace(
        "id: worst, kind: scale", "id: worst, for_record: true, kind: scale"
    )
    + PROMISES
)
"""A questionnaire of which everything holds."""
CHANGES = {
    "a word": ("{en: Fever}", "{en: A fever}"),
    "a softer tier": ("spit, tier: now", "spit, tier: soon"),
    "a louder tier": ("long, tier: soon", "long, tier: now"),
    "a condition loosened": ("drooling in signs, because", "drooling in signs or fever in signs, because"),
    "a condition tightened": ("drooling in signs, because", "drooling in signs and days is few, because"),
    "a cut-off moved": ("usual >= 3, because", "usual >= 2, because"),
    "a rule ends the questions": ("spit, tier: now,", "spit, tier: now, then: stop,"),
    "a rule interrupts": (
        "spit, tier: now,", "spit, tier: now, then: interrupt, page: {title: {en: Now}, text: [{en: Call.}]},"
    ),
    "a rule gone": ("  - {id: hurts, tier: now, when: usual >= 3, because: {en: it hurts}}\n", ""),
    "a rule new": ("guidance:\n", "guidance:\n  - {id: worst, tier: soon, when: worst >= 3, because: {en: bad}}\n"),
    "a rule for nobody": (
        "guidance:\n",
        "guidance:\n  - {id: dead, tier: soon, when: fever in signs and none in signs, because: {en: no}}\n",
    ),
    "a doubt unheard": ("  - {id: doubt, tier: soon, when: not_sure in signs, because: {en: you are not sure}}\n", ""),
    "a rule there also": ("long, tier: soon,", "long, tier: soon, also: true,"),
    "an option new": ("{id: drooling, text", "{id: rash, text: {en: Rash}}\n          - {id: drooling, text"),
    "an option gone": ("{id: few, text: {en: Few}}", "{id: some_days, text: {en: Some}}"),
    "a flag": ("{id: few, text: {en: Few}}", "{id: few, text: {en: Few}, for_record: true}"),
    "a range": ("usually?}, when: fever in signs, min: 0, max: 3", "usually?}, when: fever in signs, min: 0, max: 4"),
    "asked of others": ("usually?}, when: fever in signs", "usually?}, when: drooling in signs"),
    "a promise changed": ("long_soon, always: soon", "long_soon, always: now"),
    "a card": ("card: soon", "card: calm"),
    "a card louder than the one above": ("card: calm", "card: emergency"),
    "no number": ('href: "tel:911"}]\nemergency', 'href: "https://example.org"}]\nemergency'),
}  # fmt: skip


def agree(base: Proved, new: Questionnaire) -> None:
    """Hold what is found from a base to what the commands find of a version alone."""
    found, report = reproved(base, new), prove(new)
    broken = [each for each in report.failed if each.kind == "promise"]
    assert [(each.id, each.why, each.counterexamples) for each in found.broken] == [
        (each.id, each.why, each.counterexamples) for each in broken
    ]
    assert [(each.id, each.dead) for each in found.never] == [
        (each.id, each.dead) for each in report.failed if each.kind == "reached"
    ]
    assert (found.gaps, found.undecided) == find_gaps(new)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_breaks_exactly_what_its_own_proof_says(change: str) -> None:
    before, after = CHANGES[change]
    assert before in BASE
    old, new = load_text(BASE), load_text(BASE.replace(before, after))
    base = Proved(old)
    agree(base, new)
    for each in (new, old):  # what was kept of one trial does not colour the next
        agree(base, each)
    alone, shared = difference(old, new).versions.shifts, moved(base, new)
    assert [(each.before, each.after, each.old_rules, each.new_rules) for each in shared] == [
        (each.before, each.after, each.old_rules, each.new_rules) for each in alone
    ]


NAMED = (
    BASE.replace("{id: few, text: {en: Few}}, ", "{id: few, text: {en: Few}}, {id: odd, text: {en: Odd}}, ")
    .replace("- {id: not_sure, text", "- {id: rash, text: {en: Rash}}\n          - {id: not_sure, text", 1)
    .replace(
        "guidance:\n",
        "guidance:\n"
        "  - {id: fresh, tier: soon, when: days is few and fever in signs, because: {en: fresh}}\n"
        "  - {id: comes, tier: now, also: true, when: days is odd and drooling in signs, because: {en: comes}}\n"
        "  - {id: red, tier: now, also: true, when: rash in signs and drooling in signs, because: {en: red}}\n",
    )
    .replace("  - {id: worse, monotone: [usual, days]}\n", "")
)
"""A questionnaire in which two options are named by a rule that few people see, and of which everything holds."""


@pytest.mark.parametrize("name", ["days is odd", "rash in signs"])
def test_an_option_that_no_rule_names_any_more_is_looked_at_for_everybody(name: str) -> None:
    base, new = Proved(load_text(NAMED)), load_text(NAMED.replace(name, "fever in signs"))
    assert not base.own.gaps
    assert reproved(base, new).gaps
    agree(base, new)


def with_mutant(questionnaire: Questionnaire, mutant: Mutant) -> Questionnaire:
    """Return a questionnaire in which a mutant stands for what it changed; none of its numbers is of another level."""

    def changed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(
            part.model_copy(update={"when": mutant.written}) if getattr(part, "id", "") == mutant.id else part
            for part in parts
        )

    if mutant.kind == "question":
        sections = [each.model_copy(update={"questions": changed(each.questions)}) for each in questionnaire.sections]
        return questionnaire.model_copy(update={"sections": tuple(sections)})
    field = {"rule": "guidance", "statement": "statements"}[mutant.kind]
    return questionnaire.model_copy(update={field: changed(getattr(questionnaire, field))})


@pytest.mark.parametrize(("old", "step"), [(load_text(BASE), 1), (load(SECOND), 3)], ids=["throat", "second"])
def test_mutants_break_exactly_what_their_own_proofs_say(old: Questionnaire, step: int) -> None:
    base, some = Proved(old), list(mutants_of(old))[::step]
    assert len(some) > 10
    assert not (base.own.gaps or base.own.broken or base.own.never)
    for mutant in some:
        agree(base, with_mutant(old, mutant))


@pytest.mark.parametrize("room", [0, 3, 10])
def test_room_that_runs_out_amid_a_change_mixes_no_diagrams(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    old, base = load(SECOND), Proved(load(SECOND))
    new = with_mutant(old, next(mutants_of(old)))
    assert base.heard and (expected := moved(Proved(old), new))
    monkeypatch.setattr(reproof, "ROOM", len(base.logic.diagrams.level) + room)
    assert moved(base, new) == expected
    agree(base, new)
