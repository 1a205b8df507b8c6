"""A person at a real Chromium. Whatever they do, their pages ask no other site and complain of nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from checker.engine.questionnaire import Question, Questionnaire
from checker.web.forms import drawn, placed
from tests.people import as_answer


@dataclass
class Person:
    """One tab: what it shows, and the ways to go on."""

    page: Page
    address: str
    """The origin of the served app."""
    questionnaire: Questionnaire
    language: str = "en"
    asked_for: list[str] = field(default_factory=list)
    """Every address that the tab asked for."""
    complaints: list[str] = field(default_factory=list)
    """What the browser's console said: a blocked style, a broken script."""
    turns: int = 0
    """How many pages came by a press or a link."""

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked_for.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str = "/") -> "Person":
        """Go to a page of ours."""
        self.page.goto(f"{self.address}{path}")
        return self

    def begin(self) -> "Person":
        """Open the start page and press Start."""
        self.open(f"/?lang={self.language}")
        self.send()
        return self

    def answer(self, **given: Any) -> "Person":
        """Answer the questions, each of which must be the one on the page; go on where an interruption comes."""
        for name, value in given.items():
            assert self.asked == name, f"{self.heading!r} is not {name}"
            self.give(self.questionnaire.question[name], value)
            if self.interrupted and name != list(given)[-1]:
                self.go_on()
        return self

    def give(self, question: Question, value: object) -> None:
        """Give an answer: by one tap, or chosen and then sent."""
        places = placed(question, as_answer(value))
        button = self.page.locator(f"button[name=answer][value='{places[0]}']")
        if len(places) == 1 and button.count():
            self._clear()
            self.settle()
            with self.turning():
                button.click()
        else:
            self.choose(question, value)
            self.send()

    def choose(self, question: Question, value: object) -> None:
        """Choose an answer with a finger, or type it; what was chosen before is cleared."""
        if drawn(question) == "number":
            self.page.fill("#a-0", str(value))
            return
        wanted = placed(question, as_answer(value))
        self._clear()
        for place in wanted:
            self._touch(place)

    def _clear(self) -> None:
        for box in self.page.locator("input[type=checkbox]:checked").all():
            box.set_checked(False)

    def _touch(self, place: str) -> None:
        """Touch the label of a choice, again where the page moved away from under the finger."""
        self.settle()
        for _ in range(5):
            self.page.click(f"label:has(#a-{place})")
            if self.page.is_checked(f"#a-{place}"):
                return
        raise AssertionError(f"choice {place} of {self.heading!r} cannot be chosen")

    def settle(self) -> None:
        """Wait until nothing on the page moves any more."""

    @contextmanager
    def turning(self) -> Iterator[None]:
        """Do what leads to a new page, and wait until that is there."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            yield
        self.turns += 1

    def is_at(self, place: str) -> None:
        """Fail unless the focus comes to this element: the browser moves it a moment after the page is there."""
        expect(self.page.locator(f"#{place}")).to_be_focused()

    def send(self) -> None:
        """Press the button of the form that sends what was chosen, or begins."""
        self.settle()
        with self.turning():
            self.page.locator("main form button:not([hidden], [name])").first.click()

    def go_on(self) -> None:
        """Press the button of an interruption that leads on."""
        self.follow("main a.button[href=on]")

    def press(self, words: str) -> None:
        """Follow the link with these words."""
        with self.turning():
            self.page.get_by_role("link", name=words, exact=True).click()

    def follow(self, selector: str) -> None:
        """Follow the first link that fits."""
        with self.turning():
            self.page.locator(selector).first.click()

    def change(self, question: str) -> None:
        """Follow the Change link of a question in the list of all answers of a result, which is opened."""
        label = self.questionnaire.question[question].label.said_in(self.language)
        row = self.page.locator(".answers dl > div").filter(has=self.page.get_by_text(label, exact=True))
        if not row.is_visible():
            self.page.locator("details:has(.answers) > summary").click()
        with self.turning():
            row.locator("a").first.click()

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return " ".join((self.page.locator("h1").text_content() or "").split())

    @property
    def asked(self) -> str | None:
        """The id of the question on the page; of several with one heading, the one whose answers it shows."""
        found = [q for q in self.questionnaire.questions if q.ask.said_in(self.language) == self.heading]
        if len(found) > 1:
            shown = self.page.locator("main form").text_content() or ""
            found = [q for q in found if all(o.text.said_in(self.language) in shown for o in q.options)]
        return found[0].id if found else None

    @property
    def listed(self) -> list[str]:
        """The ids of the questions whose answers the result lists."""
        labels = [" ".join(words.split()) for words in self.page.locator(".answers dt").all_text_contents()]
        return [q.id for q in self.questionnaire.questions if q.label.said_in(self.language) in labels]

    @property
    def tier(self) -> str | None:
        """The tier that the page tells."""
        titles = {tier.title.said_in(self.language): tier.id for tier in self.questionnaire.tiers}
        return titles.get(self.heading)

    @property
    def interrupted(self) -> bool:
        """Whether the page is an interruption."""
        return self.heading in {r.page.title.said_in(self.language) for r in self.questionnaire.guidance if r.page}

    @property
    def chosen(self) -> list[str]:
        """The values of the answer given before, or chosen now."""
        return [
            str(value)
            for value in self.page.eval_on_selector_all(
                "[name=answer]",
                """all => all.filter(i => i.type == 'text' ? i.value : i.checked || i.querySelector('.yours'))
                    .map(i => i.value)""",
            )
        ]

    def check_kept_to_itself(self) -> None:
        """Fail if a page asked another site for anything, or if the browser complained of one."""
        ours = (self.address, "data:", "about:")
        assert not [address for address in self.asked_for if not address.startswith(ours)]
        assert not self.complaints
