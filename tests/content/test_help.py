"""Every button of the shipped questionnaire that calls a way to help is that very way: a number has one place."""

import pytest

from checker.authoring.loader import load, load_text
from checker.engine.questionnaire import Link, Questionnaire
from checker.resources import shipped
from checker.review.parts import ALL, HELP, contents, within
from tests.pages import Visitor, app_of

WRITTEN = shipped("questions.yaml").read_text(encoding="utf-8")
SHIPPED = load(shipped("questions.yaml"))


def links(questionnaire: Questionnaire) -> list[Link]:
    """Return every link that stands beside advice."""
    pages = [rule.page for rule in questionnaire.guidance if rule.page]
    held = [part.links for part in questionnaire.tiers] + [page.links for page in pages]
    return [link for some in [*held, *(part.links for part in questionnaire.statements)] for link in some]


def test_whatever_calls_or_texts_a_way_to_help_is_that_way() -> None:
    ways = {link.href: link for link in SHIPPED.help}
    by_videophone = [link for link in links(SHIPPED) if "videophone" in link.id]
    called = [link for link in links(SHIPPED) if link.href in ways and link not in by_videophone]
    assert len(called) >= 12 and all(link == ways[link.href] for link in called)


@pytest.mark.parametrize(("old", "new", "buttons"), [("tel:911", "tel:112", 6), ("sms:988", "sms:838255", 6)])
def test_a_number_that_is_changed_once_is_changed_everywhere(old: str, new: str, buttons: int) -> None:
    assert WRITTEN.count(old) == 1
    changed = load_text(WRITTEN.replace(old, new))
    assert [link.href for link in links(changed)].count(new) == buttons
    here, there = contents(load_text(WRITTEN)), contents(changed)
    assert within(ALL, here) == within(ALL, there) and within(HELP, here) != within(HELP, there)


def test_a_button_beside_advice_says_what_to_do() -> None:
    page = Visitor(app_of()).begin().answer(right_now=["chest_pain"]).page
    said = [" ".join(link.text.split()) for link in page.all("a", href="tel:911")]
    assert said.count("Call 911") >= 1 and len(said) > said.count("Call 911"), "and every page says: Emergency: 911"
