"""The picture of the flow, and the lanes that it is drawn from."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checker.authoring import load
from checker.engine.condition_parser import parse
from checker.engine.questionnaire import Questionnaire
from checker.explain.flow import Exit, Lane, lanes, so_far
from checker.explain.flow_picture import Drawing, draw
from checker.resources import shipped
from tests.small import small

SNAPSHOT = Path(__file__).parents[1] / "snapshots" / "picture.xml"
AGAIN = "the picture is not the one kept: look at it, and if it is meant, run python -m tests.explain.test_flow_picture"

THROAT = """
    sections:
      - id: signs
        title: {en: Signs}
        questions:
          - {id: fever, kind: one, label: {en: Fever}, ask: {en: Is it hot & red?}, options: [
              {id: no, text: {en: "No"}, points: 0}, {id: yes, text: {en: "Yes"}, points: 1}]}
          - {id: drool, kind: one, label: {en: Drool}, ask: {en: Do you drool?}, when: fever is yes, options: [
              {id: no, text: {en: "No"}, points: 0}, {id: yes, text: {en: "Yes"}, points: 1}]}
      - id: pain
        title: {en: Your pain}
        questions: [{id: pain, kind: scale, min: 0, max: 3, label: {en: Pain}, ask: {en: How bad is it?}}]
    scores: [{id: total, label: {en: Total}, sum: [fever, pain], bands: [{id: low, from: 0, text: {en: Low}}]}]
    guidance:
      - {id: choke, tier: now, when: drool is yes, then: stop, because: {en: you drool}}
      - {id: talk, tier: soon, when: fever is yes and (drool is yes or pain >= 2), then: interrupt,
         because: {en: it hurts}, page: {title: {en: Talk <now>}, text: [{en: Please talk.}]}}
      - {id: sore, tier: soon, when: total >= 2, because: {en: it is sore}}
    """


def throat() -> Questionnaire:
    return small(THROAT)


def exits(flow: tuple[Lane, ...]) -> dict[str, list[Exit]]:
    return {node.question.id: list(node.exits) for lane in flow for branch in lane.branches for node in branch.nodes}


def texts(drawing: Drawing) -> str:
    rows = [ElementTree.fromstring(row.svg) for row in drawing.rows]
    return " ".join(text for row in rows for text in row.itertext())


def test_every_section_is_a_lane_and_neighbours_with_one_condition_share_a_branch() -> None:
    flow = lanes(throat())
    assert [lane.title for lane in flow] == ["Signs", "Your pain"]
    assert [[branch.when for branch in lane.branches] for lane in flow] == [
        ["", "the person says “Yes” under “Fever”"],
        [""],
    ]


def test_a_rule_leaves_the_flow_wherever_it_may_come_true_and_with_what_is_known_there() -> None:
    found = exits(lanes(throat()))
    assert [exit.rule.id for exit in found["fever"]] == []
    assert [(exit.kind, exit.rule.id, exit.when) for exit in found["drool"]] == [
        ("stop", "choke", "the person says “Yes” under “Drool”"),
        ("interrupt", "talk", "the person says “Yes” under “Fever” and the person says “Yes” under “Drool”"),
    ]
    (late,) = found["pain"]
    assert late.when == (
        "the person says “Yes” under “Fever” and "
        "(the person says “Yes” under “Drool” or the answer to “Pain” is at least 2)"
    )


@pytest.mark.parametrize(
    ("condition", "known", "left"),
    [
        ("a is x and b is y", {"a"}, None),
        ("a is x or b is y", {"a"}, "a is x"),
        ("a is x and (b is y or c is z)", {"a", "c"}, "a is x and c is z"),
        ("a is x and (b is y or c is z)", {"a", "b", "c"}, "a is x and (b is y or c is z)"),
    ],
)
def test_what_is_not_known_yet_is_false(condition: str, known: set[str], left: str | None) -> None:
    assert so_far(parse(condition), known) == (parse(left) if left else None)


def test_a_score_stands_where_it_is_known() -> None:
    flow = lanes(throat())
    assert [node.scores for lane in flow for branch in lane.branches for node in branch.nodes] == [
        (),
        (),
        ("“Total”, 0 to 4 points",),
    ]


def test_nothing_of_the_flow_is_missing_in_the_picture(questionnaire: Questionnaire) -> None:
    drawn = " ".join("".join(texts(drawing) for drawing in draw(questionnaire)).split())
    language = questionnaire.languages[0]
    for rule in questionnaire.guidance:
        assert f"Rule {rule.id}" in drawn or rule.then is None, rule.id
    for number, question in enumerate(questionnaire.questions, 1):
        assert f"{number}. {question.label.said_in(language)[:12]}" in drawn, question.id
    for tier in questionnaire.tiers:
        assert tier.title.said_in(language)[:20] in drawn


def test_the_picture_is_the_one_kept(bicycle: Questionnaire) -> None:
    assert picture(bicycle) == SNAPSHOT.read_text(encoding="utf-8"), AGAIN


def test_words_of_an_author_are_text_in_the_picture() -> None:
    svg = "".join(row.svg for drawing in draw(throat()) for row in drawing.rows)
    assert "hot &amp; red" in svg and "Talk &lt;now&gt;" in svg


def test_a_word_wider_than_its_box_is_broken() -> None:
    wide = THROAT.replace("How bad is it?", "x" * 200)
    drawn = draw(small(wide))
    assert texts(drawn[1]).count("x" * 20) >= 4
    assert "x" * 60 not in texts(drawn[1])


def picture(questionnaire: Questionnaire) -> str:
    rows = [
        f"<!-- {drawing.title} -->\n" + "\n".join(row.svg for row in drawing.rows) for drawing in draw(questionnaire)
    ]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    SNAPSHOT.write_text(picture(load(Path(__file__).parents[1] / "data" / "second.yaml")), encoding="utf-8")
    sys.stdout.write(
        f"{SNAPSHOT} is kept; the shipped picture has {len(picture(load(shipped('questions.yaml'))))} characters\n"
    )
