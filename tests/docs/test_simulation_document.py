"""``docs/simulation.md`` is true: its example loads, and it names every key there is and no other."""

import re
from pathlib import Path

from checker.authoring.loader import load_text
from checker.engine.questionnaire import Part
from checker.evidence import population
from checker.evidence.population_file import read_population
from checker.evidence.simulation import simulate
from tests.authoring.test_writing_a_rule import EXAMPLES

PAGE = (Path(__file__).parents[2] / "docs" / "simulation.md").read_text(encoding="utf-8")
PARTS = {
    name.lower(): part
    for name, part in vars(population).items()
    if isinstance(part, type) and issubclass(part, Part) and part not in (Part, population.RandomVariable)
}


def test_the_example_has_people_for_the_questionnaire_of_the_page_for_authors() -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    questionnaire = load_text(EXAMPLES[0])
    assert simulate(questionnaire, read_population(example, questionnaire), number=50).people == 50


def test_every_key_is_explained_and_what_is_needed_stands_in_bold() -> None:
    told = re.findall(r"^### (\w+)\n(.*?)(?=^###|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert {name for name, _ in told} == PARTS.keys()
    for name, body in told:
        cells = "\n".join(re.findall(r"^\| ([^|]*`[^|]*) \|", body, re.MULTILINE))
        fields = PARTS[name].model_fields
        assert sorted(re.findall(r"`(\w+)`", cells)) == sorted(fields), name
        assert {key for key, field in fields.items() if field.is_required()} == {*re.findall(r"\*\*`(\w+)`\*\*", cells)}
