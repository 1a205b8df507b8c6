"""A signature stands while people read and get exactly what was reviewed, and names what changed when they do not."""

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.engine.condition_parser import parse
from checker.engine.conditions import AllOf, Compare, Expression, Has, Is
from checker.engine.questionnaire import Part, Questionnaire, Text
from checker.resources import shipped
from checker.review.obstacles import Failing
from checker.review.parts import fingerprint, fingerprints
from checker.review.signoff import (
    Signature,
    SignoffError,
    Unsigned,
    differing,
    exact,
    keep,
    require,
    reused,
    sign,
    signatures,
    signoff_file,
    standing,
    unsigned,
)

TODAY = datetime.date(2026, 11, 22)
SHIPPED = load(shipped("questions.yaml"))
WRITTEN = shipped("questions.yaml").read_text(encoding="utf-8")

SMALL = """\
id: throat
version: "1"
languages: [en, es]
title: {en: Sore throat, es: Garganta}
start: [{en: A short check.}]
help: [{id: call, text: {en: Call 911}, href: "tel:911"}]
emergency_signs: {title: {en: Go now}, items: [{en: Blue lips}, {en: Chest pain}]}
tiers:
  - {id: now, title: {en: Call 911}, within: {en: now}, action: [{en: Call.}], card: emergency}
  - {id: home, title: {en: Stay home}, within: {en: days}, action: [{en: Rest.}], card: calm}
sections:
  - id: safety
    title: {en: Safety}
    questions:
      - id: breathing
        kind: one
        label: {en: Breathing}
        ask: {en: Is it hard to breathe?}
        options: [{id: no, text: {en: "No"}, points: 0}, {id: yes, text: {en: "Yes"}, points: 1}]
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10, when: breathing is no}
scores:
  - {id: total, label: {en: Total}, sum: [breathing, pain], bands: [{id: low, from: 0, text: {en: Low}}]}
guidance:
  - {id: air, tier: now, when: breathing is yes and (pain >= 3 or total >= 4), because: {en: breathing is hard}}
statements:
  - {id: rest, place: ask, text: {en: Rest.}}
  - {id: drink, place: ask, text: {en: Drink.}}
promises: [{id: first, always: now, when: breathing is yes and pain >= 3}]
cases: [{id: ann, story: Ann coughs., answers: {breathing: no, pain: 3}, expect: {tier: home}}]
"""


def small(*edits: tuple[str, str]) -> Questionnaire:
    text = SMALL
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return load_text(text)


SIGNED = sign(small(), "Ada Test", "reviewer in a test", TODAY)


def changes(*edits: tuple[str, str]) -> Unsigned:
    return unsigned(small(*edits), SIGNED)


FORMATTING = {
    "a comment": ("id: throat", "# a note\nid: throat"),
    "a line break": ("[{en: Blue lips}, {en: Chest pain}]", "[{en: Blue lips},\n    {en: Chest pain}]"),
    "quotation marks": ("{en: Sore throat, es: Garganta}", "{en: 'Sore throat', es: \"Garganta\"}"),
    "the order of keys": ("{en: Sore throat, es: Garganta}", "{es: Garganta, en: Sore throat}"),
    "a folded text": ("ask: {en: Is it hard to breathe?}", "ask: {en: Is it\n             hard to breathe?}"),
    "spaces in a condition": ("breathing is yes and (pain >= 3", "breathing  is  yes and ( pain>=3"),
    "brackets that change nothing": ("breathing is yes and pain >= 3", "((breathing is yes) and (pain >= 3))"),
    "a default written out": ("place: ask, text: {en: Rest.}", "place: ask, text: {en: Rest.}, links: []"),
}


@pytest.mark.parametrize("edit", FORMATTING.values(), ids=FORMATTING)
def test_formatting_does_not_break_a_signature(edit: tuple[str, str]) -> None:
    assert exact(small(edit), [SIGNED]) is SIGNED
    assert not unsigned(small(edit), SIGNED)


CONTENT = {
    "a word": (("{en: How bad?}", "{en: How bad is it?}"), "question pain"),
    "points": (("points: 1", "points: 2"), "question breathing"),
    "when a question is asked": (("when: breathing is no", "when: breathing is yes"), "question pain"),
    "a number in a rule": (("pain >= 3 or", "pain >= 4 or"), "rule air"),
    "an operator": (("pain >= 3 or", "pain > 3 or"), "rule air"),
    "brackets that change the meaning": (
        ("yes and (pain >= 3 or total >= 4)", "yes and pain >= 3 or total >= 4"),
        "rule air",
    ),
    "a tier": (("{en: Stay home}", "{en: Wait}"), "tier home"),
    "the words of a band": (("from: 0, text: {en: ", "from: 0, text: {en: Very "), "score total"),
    "a statement": (("text: {en: Drink.}", "text: {en: Drink tea.}"), "statement drink"),
    "a promise": (
        ("always: now, when: breathing is yes and", "never: home, when: breathing is yes and"),
        "promise first",
    ),
    "a case": (("Ann coughs.", "Ann sneezes."), "case ann"),
    "a translation": (("{en: Safety}", "{en: Safety, es: Seguridad}"), "section safety"),
    "an emergency sign": (("{en: Chest pain}", "{en: Pain}"), "emergency signs"),
    "help": (("tel:911", "tel:112"), "help link call"),
    "the version": (('version: "1"', 'version: "2"'), "version"),
    "the order of statements": (
        ("{id: rest, place: ask, text: {en: Rest.}}\n  - {id: drink, place: ask, text: {en: Drink.}}",
         "{id: drink, place: ask, text: {en: Drink.}}\n  - {id: rest, place: ask, text: {en: Rest.}}"),
        "order of statements",
    ),
    "the order of options": (
        ('{id: no, text: {en: "No"}, points: 0}, {id: yes, text: {en: "Yes"}, points: 1}',
         '{id: yes, text: {en: "Yes"}, points: 1}, {id: no, text: {en: "No"}, points: 0}'),
        "question breathing",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "part"), CONTENT.values(), ids=CONTENT)
def test_content_breaks_a_signature_and_is_named(edit: tuple[str, str], part: str) -> None:
    assert exact(small(edit), [SIGNED]) is None
    assert changes(edit) == Unsigned((part,), (), ())


def test_what_came_and_what_went_is_named() -> None:
    assert changes(("id: drink", "id: sip")) == Unsigned(
        ("order of statements",), ("statement sip",), ("statement drink",)
    )


def test_a_question_in_another_section_is_another_order() -> None:
    moved = changes(
        ("      - {id: pain, kind", "  - id: rest\n    title: {en: Rest}\n    questions:\n      - {id: pain, kind")
    )
    assert moved == Unsigned(("order of sections", "order of questions"), ("section rest",), ())


def test_writing_the_file_anew_does_not_break_a_signature() -> None:
    tree = yaml.load(WRITTEN, Words)
    for width, flow in [(60, None), (300, False), (90, True)]:
        anew = yaml.safe_dump(tree, width=width, default_flow_style=flow, sort_keys=True)
        assert fingerprint(load_text(anew)) == fingerprint(SHIPPED)


class Words(yaml.SafeLoader):
    """Reads YAML as the loader does: `yes` and `no` are words."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML declares it as an instance's
        first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":float", ":merge"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _true_or_false(loader: Words, node: yaml.ScalarNode) -> object:
    words = {"true": True, "false": False}
    return words.get(node.value, node.value) if node.style is None else node.value


Words.add_constructor("tag:yaml.org,2002:str", _true_or_false)


# Nothing is left out ---------------------------------------------------------------------------------------------


def mutants(value: Any) -> Iterator[tuple[str, Callable[[], Any]]]:  # noqa: C901 -- one branch per shape of value
    """Yield each smallest change of a value: what it is of, and a function that makes it."""
    match value:
        case Questionnaire() | Part():
            for field in type(value).model_fields:
                for where, change in mutants(getattr(value, field)):
                    yield f"{field} {where}", partial(lambda f, c: value.model_copy(update={f: c()}), field, change)
        case Text():
            for language in ("en", "es"):
                yield (
                    language,
                    partial(lambda k: Text.model_validate({**value.root, k: value.said_in(k) + " so"}), language),
                )
        case dict():
            for key, item in value.items():
                for where, change in mutants(item):
                    yield f"{key} {where}", partial(lambda k, c: {**value, k: c()}, key, change)
        case tuple():
            for place, item in enumerate(value):
                for where, change in mutants(item):
                    yield f"{place} {where}", partial(lambda p, c: (*value[:p], c(), *value[p + 1 :]), place, change)
            if len(value) > 1:
                yield "order", lambda: (*value[1:], value[0])
            if value:
                yield "fewer", lambda: value[:-1]
        case bool():
            yield "flag", lambda: not value
        case int():
            yield "number", lambda: value + 1
        case str():
            yield "word", lambda: value + "x"
        case _:
            yield from _other_conditions(value)


def _other_conditions(value: object) -> Iterator[tuple[str, Callable[[], Any]]]:
    match value:
        case AllOf(parts) if len(parts) > 1:
            yield "part", lambda: AllOf((_other(parts[0]), *parts[1:]))
        case Is() | Has() | Compare():
            yield "leaf", lambda: _other(value)


def _other(leaf: Expression) -> Expression:
    match leaf:
        case Is(name, values, negated):
            return Is(name, values, not negated)
        case Has(name, option, negated):
            return Has(name, option, not negated)
        case Compare(name, op, number):
            return Compare(name, op, number + 1)
    return parse("changed is it")


@pytest.mark.parametrize("change", [pytest.param(change, id=where) for where, change in mutants(small())])
def test_no_part_of_a_questionnaire_is_outside_the_signature(change: Callable[[], Questionnaire]) -> None:
    changed = change()
    assert exact(changed, [SIGNED]) is None
    assert unsigned(changed, SIGNED)


CHANGES = list(mutants(SHIPPED))


@given(st.sampled_from(CHANGES))
@settings(max_examples=60, deadline=None)
def test_no_part_of_the_shipped_questionnaire_is_outside_the_signature(
    change: tuple[str, Callable[[], Questionnaire]],
) -> None:
    assert fingerprints(change[1]()) != MARKS, change[0]


MARKS = fingerprints(SHIPPED)


# The file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "throat.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_signatures_are_kept_beside_the_questionnaire(file: Path) -> None:
    assert signatures(file) == ()
    assert keep(file, SIGNED) == signoff_file(file) == file.parent / "throat.signoff.yaml"
    assert signatures(file) == (SIGNED,)


def test_a_person_who_signs_again_has_one_signature_and_others_keep_theirs(file: Path) -> None:
    again = sign(small(("How bad", "How very bad")), "Ada Test", "reviewer in a test", TODAY)
    other = sign(small(), "Bo Test", "reviewer in a test", TODAY)
    for signature in (SIGNED, other, again):
        keep(file, signature)
    assert signatures(file) == (other, again)


def test_the_latest_signature_stands() -> None:
    later = sign(small(), "Bo Test", "reviewer in a test", TODAY + datetime.timedelta(days=1))
    assert exact(small(), [later, SIGNED]) is later
    assert exact(small(), []) is None


BROKEN_PROMISE = Failing(("FAILS: first: always now when breathing is yes",))


def test_no_signature_stands_while_anything_fails() -> None:
    wrong_case = Failing(cases=("case ann: expected home, got now",))
    assert standing(small(), [SIGNED], Failing()) is SIGNED
    assert standing(small(), [SIGNED], BROKEN_PROMISE) is None
    assert standing(small(), [SIGNED], wrong_case) is None
    assert exact(small(), [SIGNED]) is SIGNED


def test_who_requires_a_signature_is_told_all_that_is_missing(file: Path) -> None:
    with pytest.raises(SignoffError) as nothing:
        require(small(), file, BROKEN_PROMISE)
    assert "nobody has signed exactly this content" in str(nothing.value)
    assert ":\n  FAILS: first: always now when breathing is yes\n`checker check`, " in str(nothing.value)
    assert str(nothing.value).endswith("Mend it, and have it signed")
    keep(file, SIGNED)
    assert require(small(), file, Failing()) == SIGNED
    with pytest.raises(SignoffError) as unproved:
        require(small(), file, BROKEN_PROMISE)
    assert str(unproved.value).startswith(f"{file}: no signature stands while 1 claim is not proved:\n  FAILS")


def test_other_content_under_the_same_version_is_found_and_named() -> None:
    other = small(("{en: How bad?}", "{en: How bad is it?}"))
    assert reused(other, [SIGNED]) is SIGNED
    assert differing(other, SIGNED) == "question pain"
    assert reused(small(), [SIGNED]) is None
    assert reused(small(("{en: How bad?}", "{en: How bad is it?}"), ('version: "1"', 'version: "2"')), [SIGNED]) is None
    elsewhere = SIGNED.model_copy(update={"questionnaire": "cough"})
    assert reused(other, [elsewhere]) is None


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 201, "<b>Ada</b>"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(SignoffError, match="name: write one line of 1 to 200 characters"):
        sign(small(), name, "reviewer in a test", TODAY)


BROKEN = {
    "not YAML": "signatures: [",
    "a list": "- 1",
    "empty": "",
    "a word": "signatures: yes",
    "half a signature": "signatures: [{name: Ada}]",
    "a wrong date": "signatures: [{name: A, role: B, date: soon, questionnaire: q, version: v, content: c, parts: {}}]",
    "deep": "[" * 5000,
    "binary": "\x00",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_signatures_are_an_error_and_never_a_signature(file: Path, text: str) -> None:
    signoff_file(file).write_text(text, encoding="utf-8")
    with pytest.raises(SignoffError, match=r"throat\.signoff\.yaml.*Restore the file"):
        signatures(file)


def test_a_forged_fingerprint_does_not_stand() -> None:
    forged = Signature.model_validate({**SIGNED.model_dump(), "content": "0" * 64})
    assert exact(small(), [forged]) is None


def test_an_unwritable_folder_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(SignoffError, match="cannot be written"):
        keep(tmp_path / "none" / "throat.yaml", SIGNED)
