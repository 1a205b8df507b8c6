"""One value of a YAML text changes, and nothing else."""

from functools import lru_cache

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from checker.authoring.edits import GONE, EditError, edited, same, value_at, value_in
from checker.authoring.problems import LoadError, SourceText
from checker.authoring.yaml_tree import Data, compose
from checker.engine.questionnaire import KeyPath
from checker.resources import shipped

SHIPPED = shipped("questions.yaml").read_text(encoding="utf-8")
ODD = """# top
a: plain   # why
b: 'single ''quoted'''
c: "double \\" quoted"
flow: {en: "One", es: 'Uno',  # kept
  n: 1, deep: [x, {y: z}, [1, 2.5]]}
list:   # the list
  - {id: x, text: {en: "One", es: 'Uno'}, points: 1}  # first
  # between
  - id: y
    text: >-
      folded words
      here

      again

    # tail
    says: |
      literal
        words
  - z
-dash: "- not a list"
options: &how
  - one
  - &two {id: two}
other: *how
third: [*two, *how]
empty:
nested:
- - a
  - b
- c: &name named
  d: *name
plain: goes on
  over lines
last: "2027.1"
"""
COMMENTS = ("# top", "# why", "# kept", "# the list", "# first", "# between", "# tail")


@lru_cache
def data(text: str) -> Data:
    root, _ = compose(SourceText(text, "it"))
    assert root
    return root.data


def paths(text: str) -> list[KeyPath]:
    root, _ = compose(SourceText(text, "it"))
    assert root
    return [path for path, _ in root.walk() if path]


def changed(one: Data, path: KeyPath, value: object) -> object:
    """Return plain data with another value at a path: the plain way to say what an edit is to do."""
    if not path:
        return value
    step, *rest = path
    if isinstance(one, dict):
        rest_of = {k: v for k, v in one.items() if k != step}
        found = changed(one.get(str(step)), tuple(rest), value)
        return rest_of if found is GONE else rest_of | {step: found}
    assert isinstance(one, tuple)
    assert isinstance(step, int)
    found = changed(one[step], tuple(rest), value)
    return (*one[:step], *(() if found is GONE else (found,)), *one[step + 1 :])


WORDS = st.text(st.characters(exclude_categories=["C"], exclude_characters="\x85\u2028\u2029"), max_size=40)
VALUES = WORDS | st.integers(-9, 99) | st.booleans() | st.none() | st.floats(0, 9).map(lambda n: round(n, 2))
ANYTHING = VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.sampled_from("pqr"), VALUES, max_size=2)


def expected(text: str, places: tuple[KeyPath, ...], path: KeyPath, value: object) -> object:
    """Return the data of a text in which a value changed, in each of the places where it stands under its name."""
    found: object = data(text)
    ways = [place for place in places if place[: len(path)] == path or path[: len(place)] == place]
    tails = {path[len(place) :] for place in ways if path[: len(place)] == place}
    (tail,) = tails or {()}
    for place in sorted(places, key=len, reverse=True):
        found = changed(found, (*place, *tail), value)  # type: ignore[arg-type]
    return found


@settings(max_examples=500, deadline=None)
@given(path=st.sampled_from(paths(ODD)), value=ANYTHING | st.just(GONE))
def test_exactly_one_value_of_odd_yaml_changes_or_the_edit_is_refused(path: KeyPath, value: object) -> None:
    try:
        found = edited(ODD, path, value)
    except EditError:
        event("refused")
        return
    assert same(data(found.text), expected(ODD, found.places, path, value))
    if value is not GONE and not isinstance(value_at(ODD, path), dict | tuple):
        assert [comment for comment in COMMENTS if comment not in found.text] == []


@settings(max_examples=12, deadline=None)
@given(path=st.sampled_from(paths(SHIPPED)), value=VALUES)
def test_exactly_one_value_of_the_shipped_file_changes(path: KeyPath, value: object) -> None:
    found = edited(SHIPPED, path, value)
    assert same(data(found.text), expected(SHIPPED, found.places, path, value))
    if not isinstance(value_at(SHIPPED, path), dict | tuple):
        assert found.text.count("#") >= SHIPPED.count("#")


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("a",), "other: words", "a: plain   # why", 'a: "other: words"   # why'),
        (("b",), "Dos's", "b: 'single ''quoted'''", "b: 'Dos''s'"),
        (("list", 0, "points"), 3, "points: 1}  # first", "points: 3}  # first"),
        (("list", 0, "flag"), True, "points: 1}  # first", "points: 1, flag: true}  # first"),
        (("list", 1, "when"), "a is b", "        words\n", "        words\n    when: a is b\n"),
        (("list", 1, "text"), "folded words anew", "folded words\n      here\n\n      again\n", "folded words anew\n"),
        (("list", 3), {"id": "new"}, "  - z\n", "  - z\n  - {id: new}\n"),
        (("list", 0), GONE, "  - {id: x, text: {en: \"One\", es: 'Uno'}, points: 1}  # first\n", ""),
        (("list", 0, "text", "es"), GONE, "{en: \"One\", es: 'Uno'}, points", '{en: "One"}, points'),
        (("other", 0), "two", "other: *how", "other: [two, {id: two}]"),
        (("options", 0), "two", "  - one\n", "  - two\n"),
        (("empty",), "no more", "empty:\n", 'empty: "no more"\n'),
    ],
)
def test_a_value_is_written_in_the_manner_of_the_old_one(path: KeyPath, value: object, before: str, after: str) -> None:
    assert edited(ODD, path, value).text == ODD.replace(before, after, 1)


def test_a_value_that_others_repeat_by_its_name_says_where_it_stands() -> None:
    assert edited(ODD, ("options", 0), "two").places == (("options", 0), ("other", 0), ("third", 1, 0))
    assert edited(ODD, ("other", 0), "two").places == (("other",),)


def test_a_byte_order_mark_and_line_ends_of_windows_stay() -> None:
    text = "\ufeffa: 1\r\nb:\r\n  - c\r\nd: 2\r\n"
    assert edited(text, ("b", 1), "e").text == "\ufeffa: 1\r\nb:\r\n  - c\r\n  - e\r\nd: 2\r\n"
    assert edited(text, ("b",), GONE).text == "\ufeffa: 1\r\nd: 2\r\n"


@pytest.mark.parametrize("path", [(), ("nothing",), ("list", 9), ("a", "b"), ("list", 0, "id", 0)])
def test_what_is_not_there_is_not_taken_out(path: KeyPath) -> None:
    with pytest.raises(EditError, match=r"nothing here|whole file"):
        edited(ODD, path, GONE)


def test_a_new_value_is_read_as_an_author_writes_it() -> None:
    assert same(value_in("{en: One, es: 'Uno'}"), {"en": "One", "es": "Uno"})
    assert value_in("mood >= 10 and age is old") == "mood >= 10 and age is old"
    with pytest.raises(LoadError):
        value_in("{en: One")
