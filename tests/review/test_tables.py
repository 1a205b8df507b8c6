"""The page of decision tables: every rule, per tier, and what a row means."""

from checker.engine.questionnaire import Questionnaire
from checker.explain.decision_tables import ways
from checker.review.material import Material
from checker.review.pages import Addresses, page
from checker.review.tables import gather
from tests.small import small
from tests.throat import QUESTIONS

HERE = Addresses("{}.html".format, str)


def drawn(questionnaire: Questionnaire) -> str:
    return " ".join(page(Material(questionnaire), "tables", HERE).split())


def test_every_way_of_a_rule_is_a_row_under_its_tier(questionnaire: Questionnaire) -> None:
    for group in gather(Material(questionnaire)):
        rules = [rule for rule in questionnaire.guidance if rule.tier == group.tier.id]
        rows = [(row.way.rule.id, row.way.number) for table in group.tables for row in table.rows]
        assert sorted(rows) == sorted((way.rule.id, way.number) for rule in rules for way in ways(questionnaire, rule))
        assert not group.beyond


def test_a_cell_names_its_input_and_one_that_does_not_matter_is_a_dash() -> None:
    html = drawn(
        small(QUESTIONS.replace("when: usual >= 3", "when: fever in signs and usual >= 3 or drooling in signs"))
    )
    assert '<td data-input="Signs">“Fever” </td> <td data-input="Usual">&gt;= 3 </td>' in html
    assert '<td class="any">-<span class="hidden"> does not matter</span></td>' in html


def test_a_rule_with_too_many_ways_is_named_and_leads_to_its_words() -> None:
    asked = "\n".join(
        f"      - {{id: q{each}, kind: one, label: {{en: L{each}}}, ask: {{en: Q?}}, "
        "options: [{id: a, text: {en: A}}, {id: b, text: {en: B}}]}"
        for each in range(14)
    )
    pairs = " and ".join(f"(q{each} is a or q{each + 1} is a)" for each in range(0, 14, 2))
    body = small(
        "sections:\n  - id: all\n    title: {en: All}\n    questions:\n"
        f"{asked}\nguidance: [{{id: tangle, tier: now, when: {pairs}, because: {{en: so}}}}]\n"
    )
    (now, *_) = gather(Material(body))
    assert [rule.id for rule in now.beyond] == ["tangle"] and not now.tables
    assert '<a href="rules.html#rule-tangle">Read it as it is written</a>' in drawn(body)
