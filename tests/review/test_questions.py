"""What a reviewer reads of a question."""

from checker.review.material import Material
from checker.review.questions import gather
from tests.small import small


def test_a_question_of_a_recheck_says_what_it_knows_from_the_first_check() -> None:
    again = small("""
        sections:
          - id: all
            title: {en: All}
            questions:
              - id: then
                kind: one
                earlier: mood
                now: pain
                real_change: 2
                label: {en: Then}
                ask: {en: Then?}
                options: [{id: low, was: [1], text: {en: Low}}, {id: other, text: {en: Other}}]
              - {id: pain, kind: scale, label: {en: Pain}, ask: {en: Pain?}, min: 0, max: 10}
    """)
    then, pain = gather(Material(again))[0].asked
    assert then.reply == (
        "One of these. A saved file of the first check answers it: its 'mood'. "
        "The result sets it beside 'pain'; 2 points or more are a real change."
    )
    assert [choice.means for choice in then.choices] == [
        "stands for 1 of the first check", "stands for all else of the first check, and for no file",
    ]  # fmt: skip
    assert "first check" not in pain.reply
