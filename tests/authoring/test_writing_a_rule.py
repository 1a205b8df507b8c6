"""``docs/authoring.md`` is true: its examples load, and it names every key there is and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.authoring.loader import inspect_text, load_text
from checker.authoring.style import lint
from checker.cli import COMMANDS
from checker.engine import questionnaire
from checker.engine.questionnaire import Part
from checker.proofs.prover import find_gaps

PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
"""The first is a whole questionnaire; each other one gives keys to put in place of its own, or beside them."""
PARTS = {
    name.lower(): part
    for name, part in vars(questionnaire).items()
    if isinstance(part, type) and issubclass(part, Part) and part is not Part
}
"""Every kind of entry that an author can write."""


def blocks(text: str) -> dict[str, str]:
    """Return the lines of a YAML text by the top-level key that they belong to."""
    return {found[1]: found[0] for found in re.finditer(r"^(\w+):.*\n(?:(?!\w).*\n?)*", text, re.MULTILINE)}


def whole(example: str) -> str:
    """Return an example as a questionnaire."""
    first = blocks(EXAMPLES[0])
    return "".join(block if block.endswith("\n") else f"{block}\n" for block in (first | blocks(example)).values())


def tables() -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the keys of each kind of entry that the page names, and those among them that it calls needed."""
    for name, body in re.findall(r"^### (\w+)\n(.*?)(?=^###|\Z)", PAGE, re.MULTILINE | re.DOTALL):
        cells = re.findall(r"^\| ([^|]*`[^|]*) \|", body, re.MULTILINE)
        keys = [key for cell in cells for key in re.findall(r"`(\w+)`", cell)]
        yield name, keys, [key for cell in cells for key in re.findall(r"\*\*`(\w+)`\*\*", cell)]


def test_there_are_examples_of_every_part_of_the_language() -> None:
    assert len(EXAMPLES) >= 6
    given = {key for example in EXAMPLES for key in blocks(example)}
    assert {"sections", "scores", "guidance", "statements", "promises", "cases", "wording"} <= given


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_each_example_is_a_questionnaire_without_any_problem(example: str) -> None:
    questionnaire, problems = inspect_text(whole(example))
    assert [str(problem) for problem in problems] == []
    assert questionnaire


def test_nothing_goes_unheard_in_the_whole_example() -> None:
    assert find_gaps(load_text(EXAMPLES[0])) == ((), ())


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_each_example_is_worded_as_a_questionnaire_should_be(example: str) -> None:
    text = whole(example)
    assert [str(problem) for problem in lint(load_text(text), text, "example.yaml")] == []


def test_a_mistake_in_the_words_of_an_example_would_be_seen() -> None:
    text = EXAMPLES[0].replace("Which of these are true now?", "Do you have any of these?")
    assert ["'you have'" in str(problem) for problem in lint(load_text(text), text, "example.yaml")] == [True]


def test_a_mistake_in_an_example_would_be_seen() -> None:
    assert inspect_text(whole(EXAMPLES[1].replace("fever in signs", "fevr in signs")))[0] is None


def test_every_part_of_the_model_has_a_table() -> None:
    assert sorted(name for name, _, _ in tables()) == sorted(PARTS)


@pytest.mark.parametrize(("name", "keys", "needed"), list(tables()), ids=str)
def test_a_table_names_every_key_of_its_part_and_no_other(name: str, keys: list[str], needed: list[str]) -> None:
    fields = {field.alias or key: field for key, field in PARTS[name].model_fields.items()}
    assert sorted(keys) == sorted(fields)
    assert sorted(needed) == sorted(key for key, field in fields.items() if field.is_required())


@pytest.mark.parametrize(
    "condition", re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (?:kind|scale).*", PAGE, re.MULTILINE)))
)
def test_each_condition_of_the_page_is_one(condition: str) -> None:
    if " " not in condition:
        condition = f"pain {condition} 7"
    text = EXAMPLES[0].replace("when: pain >= 7", f'when: "{condition}"')
    assert text != EXAMPLES[0]
    questionnaire, problems = inspect_text(text)
    assert questionnaire, problems


def test_the_seven_rules_of_meaning_are_told() -> None:
    section = PAGE.partition("## Seven rules of meaning")[2].partition("## ")[0]
    assert re.findall(r"^(\d)\. ", section, re.MULTILINE) == list("1234567")


def test_the_commands_of_the_page_exist() -> None:
    assert set(re.findall(r"checker ([a-z]+)\b(?= )", PAGE)) <= set(COMMANDS)
