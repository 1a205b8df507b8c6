"""Back, Forward, reload and several tabs, tried at random against a plain model of what a browser remembers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import pytest
from playwright.sync_api import BrowserContext

from checker.engine.conditions import Answer
from checker.engine.journey import Journey, walk
from checker.engine.questionnaire import Question
from checker.web.forms import ONE_TAP, drawn, placed
from tests.browser.person import Person
from tests.pages import SECOND, app_of, served_by
from tests.running import Running, running
from tests.sheets import calm_answer

QUESTIONNAIRE = served_by(app_of(SECOND)).questionnaire
STEPS = 25


@dataclass(frozen=True)
class Stop:
    """One entry of a browser's history: what its page shows, and the answers that its address seals."""

    kind: str
    """start, question, interruption or result."""
    answers: Mapping[str, Answer]
    question: Question | None = None
    """The question it shows; of an interruption and of the result that one offers, the one that led there."""
    changing: bool = False

    @property
    def heading(self) -> str:
        journey = walk(QUESTIONNAIRE, self.answers)
        match self.kind:
            case "question" if self.question:
                return self.question.ask.said_in("en")
            case "interruption":
                return next(r.page.title.said_in("en") for r in journey.interrupted_by if r.page)
            case "start":
                return QUESTIONNAIRE.title.said_in("en")
        return ""

    def answered(self, answer: Answer) -> "Stop":
        """Return where an answer leads."""
        assert self.question
        answers = {**self.answers, self.question.id: answer}
        earlier = {
            name: given
            for name, given in answers.items()
            if _place(QUESTIONNAIRE.question[name]) < _place(self.question)
        }
        told, telling = _interruptions(earlier), _interruptions({**earlier, self.question.id: answer})
        if telling > told and not walk(QUESTIONNAIRE, answers).stopped_by:
            return replace(self, kind="interruption", answers=answers)
        return replace(self, answers=answers).past()

    def past(self) -> "Stop":
        """Return what comes after the question is answered, and after its interruption."""
        journey = walk(QUESTIONNAIRE, self.answers)
        if journey.stopped_by:
            return Stop("result", self.answers)
        ahead = [q for q in _open(journey) if self.changing or _place(q) > _place(self.question)]
        unanswered = [q for q in ahead if not self.changing or q is journey.next]
        if unanswered:
            return replace(self, kind="question", question=unanswered[0])
        return Stop("result", self.answers)

    @property
    def now(self) -> "Stop | None":
        """Where "See what to do now" leads, if it is offered."""
        offered = self.kind == "interruption" and walk(QUESTIONNAIRE, self.answers).next
        return replace(self, kind="result", changing=False) if offered else None

    def earlier(self) -> "Stop":
        """Return where the page's own Back link leads."""
        whole = walk(QUESTIONNAIRE, self.answers).next is None
        if self.kind == "interruption":
            return replace(self, kind="question")
        if self.kind == "result" and not whole:
            return replace(self, kind="interruption")
        if self.changing and whole:
            return Stop("result", self.answers)
        before = [q for q in _asked(self.answers) if self.kind != "question" or _place(q) < _place(self.question)]
        return replace(self, kind="question", question=before[-1]) if before else Stop("start", {})


def _place(question: Question | None) -> int:
    return QUESTIONNAIRE.position[question.id] if question else -1


def _interruptions(answers: Mapping[str, Answer]) -> set[str]:
    return {rule.id for rule in walk(QUESTIONNAIRE, answers).interrupted_by}


def _asked(answers: Mapping[str, Answer]) -> list[Question]:
    return [QUESTIONNAIRE.question[name] for name in walk(QUESTIONNAIRE, answers).asked]


def _open(journey: Journey) -> list[Question]:
    """Return the questions that are asked, the next one included."""
    return [*_asked(journey.values), *([journey.next] if journey.next else [])]


@dataclass
class Wanderer:
    """A tab, and what it should remember."""

    person: Person
    random: Random
    history: list[tuple[Stop, str]]
    at: int = 0

    @property
    def here(self) -> Stop:
        return self.history[self.at][0]

    def step(self) -> None:
        """Do one thing that people do, and look whether the page is the one it should be."""
        able = ["reload", "again", *self._links()]
        getattr(self, f"_{self.random.choice(able)}")()

    def _links(self) -> Iterator[str]:
        yield from ["back"] if self.at else []
        yield from ["forward"] if self.at < len(self.history) - 1 else []
        yield from {
            "start": [], "question": ["earlier", "earlier", "again", "wrong"], "interruption": ["earlier", "now"],
        }.get(self.here.kind, ["earlier", "on"])  # fmt: skip

    def _again(self) -> None:
        self._forth()
        self._forth()

    def _forth(self) -> None:
        here, person = self.here, self.person
        match here.kind:
            case "start":
                person.send()
                self._arrived(Stop("question", {}, QUESTIONNAIRE.questions[0]))
            case "question" if here.question:
                answer = self._any_answer(here.question)
                person.give(here.question, answer)
                self._arrived(here.answered(answer))
            case "interruption":
                person.go_on()
                self._arrived(here.past())
            case "result":
                question = self.random.choice(_asked(here.answers))
                person.change(question.id)
                self._arrived(replace(here, kind="question", question=question, changing=True))
                self._filled_in()

    def _any_answer(self, question: Question) -> Answer:
        if self.random.random() < 0.4:
            return calm_answer(question)
        if question.kind == "scale":
            return self.random.choice(question.numbers)
        option = self.random.choice(question.options).id
        return option if question.kind == "one" else frozenset({option})

    def _earlier(self) -> None:
        self.person.follow("a.back")
        self._arrived(self.here.earlier())
        self._filled_in()

    def _now(self) -> None:
        """See what to do now, in the middle of the questions."""
        if now := self.here.now:
            self.person.press("See what to do now")
            self._arrived(now)

    def _on(self) -> None:
        """Go on from a result that is not the last one."""
        if walk(QUESTIONNAIRE, self.here.answers).next:
            self.person.go_on()
            self._arrived(self.here.past())

    def _wrong(self) -> None:
        """Send the form with nothing chosen, where that can be done."""
        question = self.here.question
        if (
            question
            and drawn(question) not in ONE_TAP
            and question.id not in self.here.answers
            and not self.person.chosen
        ):
            self.person.send()
            self._arrived(self.here)
            self.person.is_at("errors")

    def _back(self) -> None:
        self.person.page.go_back(wait_until="domcontentloaded")
        self.at -= 1
        self._look()

    def _forward(self) -> None:
        self.person.page.go_forward(wait_until="domcontentloaded")
        self.at += 1
        self._look()

    def _reload(self) -> None:
        self.person.page.reload(wait_until="domcontentloaded")
        self._look()

    def _arrived(self, at: Stop) -> None:
        self.history = [*self.history[: self.at + 1], (at, self.person.page.url)]
        self.at += 1
        self._look()

    def _look(self) -> None:
        stop, address = self.history[self.at]
        assert self.person.page.url == address
        if stop.kind == "result":
            assert self.person.tier
            assert self.person.listed == list(walk(QUESTIONNAIRE, stop.answers).asked)
        else:
            assert self.person.heading == stop.heading

    def _filled_in(self) -> None:
        """Look whether a fresh page shows the answer that its address seals."""
        if self.here.kind == "question" and self.here.question:
            answer = self.here.answers.get(self.here.question.id)
            assert self.person.chosen == placed(self.here.question, answer)


@pytest.fixture(scope="module")
def bicycles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("bicycles"), "--questions", str(SECOND)) as found:
        yield found


def wanderer(context: BrowserContext, server: Running, random: Random) -> Wanderer:
    person = Person(context.new_page(), server.address, QUESTIONNAIRE)
    person.open("/?lang=en")
    return Wanderer(person, random, [(Stop("start", {}), person.page.url)])


def test_back_forward_and_reload_always_show_the_right_page(context: BrowserContext, bicycles: Running) -> None:
    one = wanderer(context, bicycles, Random(1))
    for _ in range(STEPS):
        one.step()
    one.person.check_kept_to_itself()


def test_two_tabs_never_mix_their_answers(context: BrowserContext, bicycles: Running) -> None:
    random = Random(2)
    tabs = [wanderer(context, bicycles, random) for _ in range(2)]
    for _ in range(STEPS):
        random.choice(tabs).step()
    assert all(len(tab.history) > 4 for tab in tabs)
