"""What does this condition say?"""

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.condition_parser import DEEPEST, LONGEST, ConditionError, parse
from checker.engine.conditions import AllOf, AnyOf, Compare, Expression, Has, Is, leaves


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("spread is knee", Is("spread", ("knee",))),
        ("spread is not knee", Is("spread", ("knee",), negated=True)),
        ("spread in (knee, foot)", Is("spread", ("knee", "foot"))),
        ("spread not in (knee, foot)", Is("spread", ("knee", "foot"), negated=True)),
        ("fever in signs", Has("signs", "fever")),
        ("fever not in signs", Has("signs", "fever", negated=True)),
        ("pain == 3", Compare("pain", "==", 3)),
        ("pain != 3", Compare("pain", "!=", 3)),
        ("pain < 3", Compare("pain", "<", 3)),
        ("pain <= 3", Compare("pain", "<=", 3)),
        ("pain > 3", Compare("pain", ">", 3)),
        ("pain >= -3", Compare("pain", ">=", -3)),
    ],
)
def test_each_comparison_has_one_shape(text: str, tree: Expression) -> None:
    assert parse(text) == tree


def test_and_binds_more_tightly_than_or() -> None:
    a, b, c = (Is(name, ("x",)) for name in "abc")
    assert parse("a is x or b is x and c is x") == AnyOf((a, AllOf((b, c))))
    assert parse("(a is x or b is x) and c is x") == AllOf((AnyOf((a, b)), c))


@pytest.mark.parametrize("space", ["\n", "\r", "\t", "\u00a0", "\n\n   "])
def test_any_white_space_parts_the_words(space: str) -> None:
    assert parse(f" a is x{space}and{space}b is y ") == parse("a is x and b is y")


@pytest.mark.parametrize(
    ("text", "at", "mend"),
    [
        ("", 0, "empty. Leave the key out"),
        (" ", 0, "empty"),
        ("   ", 2, "empty"),
        ("not a is x", 0, "there is no `not`"),
        ("b is y and not a is x", 11, "Write the opposite"),
        ("a is x and pain", 11, "compare 'pain' with something"),
        ("1 < pain < 3", 0, "two things at a time: `pain >= 3 and pain < 7`"),
        ("12 <= pain", 0, "begin a comparison with a name"),
        ("pain = 3", 5, "a single `=` compares nothing. Write `is` for an option"),
        ("pain => 3", 5, "a single `=` compares nothing"),
        ("spread == knee", 10, "write `spread is knee`"),
        ("spread != knee", 10, "write `spread is not knee`"),
        ("pain is 3", 8, "write `pain == 3`"),
        ("pain is not 3", 12, "write `pain != 3`"),
        ("pain >= 3.5", 8, "numbers in a condition are whole. A score counts whole points"),
        ("spread is 'knee'", 10, "without quotes: knee"),
        ("spread in ('knee', foot)", 11, "without quotes"),
        ("spread in [knee, foot]", 10, "in parentheses"),
        ("spread in {knee, foot}", 10, "in parentheses"),
        ("spread in ()", 10, "cannot be compared with 'spread'"),
        ("pain >= True", 8, "cannot be compared with 'pain'"),
        ("pain >= other()", 8, "cannot be compared with 'pain'"),
        ("pain is other()", 8, "cannot be compared with 'pain'"),
        ("lambda: 1", 0, "does not belong in a condition"),
        ("__import__('os').system('x')", 0, "does not belong in a condition"),
        ("a is x & b is y", 7, "the words `and` and `or`"),
        ("a is x || b is y", 7, "the words `and` and `or`"),
        ("a is x  # a note\nor b is y", 8, "would hide the rest"),
        ("a is x \\\n or b is y", 7, "needs no `\\`"),
        ("pain >= 3and a is x", 8, "plain digits"),
        ("pain >= 0x1f", 8, "plain digits"),
        ("pain >= 1_000", 8, "plain digits"),
        ("a is x and", 0, "cannot be read"),
        ("a is x; b is y", 6, "cannot be read. Write `question is option`"),
        ("a is x b=3", 7, "cannot be read"),
        ("pain == 3; a is x", 9, "cannot be read"),
        ("pain != 3; a is x", 9, "cannot be read"),
        ("pain <= 3; a is x", 9, "cannot be read"),
        ("pain >= 3; a is x", 9, "cannot be read"),
        ("(a is x); b is y", 8, "cannot be read"),
        ("(a is x", 0, "a parenthesis is not closed. Within { } put the whole condition in quotes"),
        ("a is x AND b is y", 7, "write `and` in small letters"),
        ("a is x OR b is y", 7, "write `or` in small letters"),
        ("spread is in (knee)", 7, "write `is` or `in`, not both"),
        ("knee is not in spread", 5, "write `is` or `in`, not both"),
        ("(" * 60 + "a is x" + ")" * 60, DEEPEST, f"nested deeper than {DEEPEST}"),
        ("(a is x) or " * 9 + "(" * 60 + "b is y" + ")" * 60, 108 + DEEPEST, f"nested deeper than {DEEPEST}"),
        ("\ud800 is x", 0, "nested too deeply or holds a stray character"),
        ("é is x and ünknown", 11, "compare 'ünknown' with something"),
    ],
)
def test_a_mistake_is_answered_with_its_place_and_its_mend(text: str, at: int, mend: str) -> None:
    with pytest.raises(ConditionError) as error:
        parse(text)
    assert mend in str(error.value)
    assert str(error.value)[0] in ascii_lowercase, "it is read on after the place"
    assert error.value.at == min(at, max(0, len(text) - 1))


@pytest.mark.parametrize("text", ["(" * 1500 + "a", "-" * 3000 + "a", "a is x and " * 999, "\x00", "\ud800 is x"])
def test_a_hostile_condition_is_refused_in_bounded_time(text: str) -> None:
    with pytest.raises(ConditionError):
        parse(text)


def test_a_condition_may_be_long_but_not_endless() -> None:
    longest = " or ".join(["(a is x)"] * (LONGEST // 12)).ljust(LONGEST)
    assert len(list(leaves(parse(longest)))) == LONGEST // 12
    with pytest.raises(ConditionError, match="longer than 4000 characters") as endless:
        parse(f"{longest} ")
    assert endless.value.at == 0


PIECES = [*"abc01 ()<>=!,.'\"[]{}#&|\\-:;\n", " is ", " not ", " in ", " and ", " or "]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_any_text_gives_a_condition_or_a_place_within_it(text: str) -> None:
    try:
        parse(text)
    except ConditionError as error:
        assert 0 <= error.at <= len(text)
        assert str(error)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("spread is knee", ["spread", "knee"]),
        ("spread not in (knee, foot)", ["spread", "knee", "foot"]),
        ("fever in signs", ["signs", "fever"]),
        ("pain >= -12", ["pain", "-12"]),
    ],
)
def test_every_leaf_knows_where_its_words_stand(text: str, words: list[str]) -> None:
    line = f"  é is ü and {text}"
    *_, leaf = leaves(parse(line))
    assert [line[at:][: len(word)] for at, word in zip(leaf.at, words, strict=True)] == words
