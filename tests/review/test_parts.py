"""A signature stands while people read and get exactly what was reviewed, and names what changed when they do not."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.authoring.translations import without_drafts
from checker.comparison import content_changes
from checker.engine.condition_parser import parse
from checker.engine.conditions import AllOf, Compare, Expression, Has, Is
from checker.engine.questionnaire import Part, Questionnaire, Text
from checker.resources import shipped
from checker.review import parts, proposals
from checker.review.differences import compared
from checker.review.parts import ALL, HELP, RULES, Content, contents, fingerprint, fingerprints, mark, scopes, within

SHIPPED = without_drafts(load(shipped("questions.yaml")))  # no signature is of a draft
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


SIGNED = contents(small())


def changes(questionnaire: Questionnaire, scope: str = "") -> tuple[str, ...]:
    """Return the parts that differ from what was signed, of a scope or of everything."""
    return tuple(each.part for each in compared(_seen(scope, SIGNED), _seen(scope, contents(questionnaire))))


def _seen(scope: str, content: Content) -> Content:
    return within(scope, content) if scope else content


def moved(questionnaire: Questionnaire) -> set[str]:
    """Return the scopes of which the fingerprint is another than that of what was signed."""
    now = contents(questionnaire)
    return {scope for scope in scopes(small()) if mark(within(scope, now)) != mark(within(scope, SIGNED))}


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
    assert fingerprint(small(edit)) == mark(SIGNED)
    assert not changes(small(edit)) and not moved(small(edit))


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
    assert fingerprint(small(edit)) != mark(SIGNED)
    assert changes(small(edit)) == (part,)


def test_what_came_and_what_went_is_named() -> None:
    assert changes(small(("id: drink", "id: sip"))) == ("order of statements", "statement sip", "statement drink")


def test_a_question_in_another_section_is_another_order() -> None:
    elsewhere = (
        "      - {id: pain, kind",
        "  - id: rest\n    title: {en: Rest}\n    questions:\n      - {id: pain, kind",
    )
    assert changes(small(elsewhere)) == ("order of sections", "order of questions", "section rest")


def test_writing_the_file_anew_does_not_break_a_signature() -> None:
    tree, as_it_is = yaml.load(WRITTEN, Words), fingerprint(load_text(WRITTEN))
    for width, flow in [(60, None), (300, False), (90, True)]:
        anew = yaml.safe_dump(tree, width=width, default_flow_style=flow, sort_keys=True)
        assert fingerprint(load_text(anew)) == as_it_is


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
    assert fingerprint(changed) != mark(SIGNED)
    assert changes(changed)
    assert moved(changed) & {HELP} or (ALL in moved(changed) and len(moved(changed)) > 1), "in all, and in a piece"


CHANGES = list(mutants(SHIPPED))


@given(st.sampled_from(CHANGES))
@settings(max_examples=60, deadline=None)
def test_no_part_of_the_shipped_questionnaire_is_outside_the_signature(
    change: tuple[str, Callable[[], Questionnaire]],
) -> None:
    assert fingerprints(change[1]()) != MARKS, change[0]


MARKS = fingerprints(SHIPPED)


# Scopes ----------------------------------------------------------------------------------------------------------

SCOPES = {
    "an English word": (("{en: How bad?}", "{en: How bad is it?}"), {ALL, "en", "es"}),  # Spanish falls back to it
    "a Spanish word": (("es: Garganta", "es: La garganta"), {ALL, "es"}),
    "points": (("points: 1", "points: 2"), {ALL, RULES}),
    "a rule": (("pain >= 3 or", "pain >= 4 or"), {ALL, RULES}),
    "the order of options": (
        ('{id: no, text: {en: "No"}, points: 0}, {id: yes, text: {en: "Yes"}, points: 1}',
         '{id: yes, text: {en: "Yes"}, points: 1}, {id: no, text: {en: "No"}, points: 0}'),
        {ALL, RULES},
    ),
    "a telephone number": (("tel:911", "tel:112"), {HELP}),
    "the words of a way to help": (("{en: Call 911}, href", "{en: Call now}, href"), {HELP}),
    "the version": (('version: "1"', 'version: "2"'), {ALL, RULES}),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "scopes"), SCOPES.values(), ids=SCOPES)
def test_a_change_voids_the_scopes_that_it_is_in_and_no_other(edit: tuple[str, str], scopes: set[str]) -> None:
    assert moved(small(edit)) == scopes


LINKED = (
    "action: [{en: Call.}], card",
    'action: [{en: Call.}], links: [{id: call, text: {en: Call 911}, href: "tel:911"}], card',
)


def test_a_link_to_a_way_to_help_counts_by_its_id() -> None:
    here = contents(small(LINKED))
    there = contents(small(LINKED, ("tel:911", "tel:112"), ("tel:911", "tel:112")))
    assert within(ALL, here) == within(ALL, there) and within(HELP, here) != within(HELP, there)


def test_a_link_elsewhere_with_a_number_of_its_own_counts_whole() -> None:
    own = (LINKED[0], LINKED[1].replace("id: call,", "id: own,"))
    assert within(ALL, contents(small(own))) != within(ALL, contents(small((own[0], own[1].replace("911", "112")))))


def test_every_table_of_kinds_knows_every_kind_that_a_file_lists() -> None:
    orders = {name for name in contents(SHIPPED) if name.startswith("order of ")}
    kinds = {name.removeprefix("order of ").removesuffix("s") for name in orders}
    assert {"hazard", "question", "help link"} < kinds
    assert set(parts._NAMED) == set(proposals._KINDS) == kinds
    assert orders <= set(parts._ALONE)
    assert set(parts.KINDS) == {*kinds, "order of"} - {"source", "benchmark"}  # these two are read as words
    told = {kind.removeprefix("worked "): field for field, (kind, _) in content_changes._KINDS.items()}
    assert {**told, "section": "sections", "question": "questions"} == proposals._KINDS
    named = {kind.removeprefix("worked ") for kind in content_changes._NAMED}
    assert named == {*kinds, "questionnaire", "option", "band"}


def test_what_pages_say_in_words_of_the_questionnaire_is_signed_with_that_language() -> None:
    def speaking(own: str) -> Questionnaire:
        return load_text(SMALL.replace("[en, es]\n", f"[en, es]\ndrafts: [pt]\npage_words: {{{own}}}\n"))

    none, spanish, other, draft = (
        speaking(own)
        for own in ("", "es: {Start: [Empezar]}", "es: {Start: [No tiene nada]}", "pt: {Start: [Começar]}")
    )
    assert parts.PAGE_WORDS not in contents(none) and fingerprint(none) == fingerprint(draft)
    assert contents(spanish)[parts.PAGE_WORDS] == {"Start": {parts.WORDS: {"es": "Empezar"}}}

    def differing(one: Questionnaire, another: Questionnaire) -> set[str]:
        return {
            scope
            for scope in scopes(one)
            if mark(within(scope, contents(one))) != mark(within(scope, contents(another)))
        }

    assert differing(none, spanish) == differing(spanish, other) == {ALL, "es"}
