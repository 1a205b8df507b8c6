"""Questionnaires of any length, shaped like a clinical one: conditions are local, a few questions are read from afar.

A third of the questions is asked under a condition; scores stand in one piece; three in ten rules stop at once.
"""

from random import Random

from checker.engine.questionnaire import Questionnaire
from tests.strategies import Data, option, question, questionnaire, rule, score

TIERS = ("emergency", "urgent", "soon", "routine", "self_care")
RULES = {35: 25, 100: 50, 300: 80, 1000: 100}
HUBS = 6
"""The first questions, such as age and sex, which any condition may read."""
FAR = 0.08
"""How often a condition reads a hub instead of something near."""


class _Writer:
    def __init__(self, length: int, seed: int) -> None:
        self.random, self.length = Random(f"{length}-{seed}"), length
        self.questions: list[Data] = []
        self.scores: list[Data] = []
        self.readable: list[Data] = []
        self.flags: list[Data] = []

    def add(self, kind: str, options: int = 0, when: str = "", points: bool = False, readable: bool = True) -> Data:
        listed = [option(f"o{place}", **({"points": place} if points else {})) for place in range(options)]
        if kind == "many":
            listed = [option("none", exclusive=True), *listed]
        numbers = {"min": 0, "max": 10} if kind == "scale" else {}
        made = question(f"q{len(self.questions)}", kind, listed, **({"when": when} if when else {}), **numbers)
        self.questions.append(made)
        self.readable += [made] if readable else []
        return made

    def comparison(self, about: Data) -> str:
        name = about["id"]
        if about["kind"] == "scale":
            return f"{name} >= {self.random.randint(4, 9)}"
        if about["kind"] == "many":
            return f"{self.random.choice(about['options'][1:])['id']} in {name}"
        least = self.random.randrange(1, len(about["options"]))
        options = [each["id"] for each in about["options"][least:]]
        return f"{name} in ({', '.join(options)},)" if options[1:] else f"{name} is {options[0]}"

    def near(self, back: int = 8) -> Data:
        pool = self.readable[:HUBS] if self.random.random() < FAR else self.readable[-back:]
        return self.random.choice(pool)

    def write(self) -> Questionnaire:
        scores = 4 if self.length < 100 else 6 if self.length < 300 else 8
        items = max(3, min(24, self.length // (2 * scores)))
        self.add("one", 5)
        self.add("one", 2)
        while len(self.questions) < self.length:
            left = self.length - len(self.questions)
            if len(self.scores) < scores and left > items and self.random.random() < 0.45:
                self._score(items)
            else:
                self.random.choice([self._red_flags, self._red_flags, self._symptom, self._single])()
        self.questions = self.questions[: self.length]
        return self._finished()

    def _score(self, items: int) -> None:
        gate = ""
        if self.scores and self.random.random() < 0.4:
            gate = f"{self.add('one', 2)['id']} is o1"
        names = [self.add("one", 4, gate, points=True, readable=False)["id"] for _ in range(items)]
        bands = {"low": 0, "medium": items, "high": 2 * items}
        self.scores.append(score(f"s{len(self.scores)}", names, bands))

    def _red_flags(self) -> None:
        for _ in range(self.random.randint(2, 5)):
            when = self.comparison(self.near()) if self.random.random() < 0.33 else ""
            self.flags.append(self.add("one", 2, when))

    def _symptom(self) -> None:
        many = self.add("many", self.random.randint(4, 6))
        for _ in range(self.random.randint(1, 3)):
            when = f"{self.random.choice(many['options'][1:])['id']} in {many['id']}"
            self.add(*self.random.choice([("one", 2), ("one", 3), ("scale", 0)]), when)

    def _single(self) -> None:
        self.add(*self.random.choice([("one", 4), ("scale", 0)]))
        when = " and ".join(self.comparison(self.near()) for _ in range(2))
        if self.scores and self.random.random() < 0.3:
            when = f"{self.scores[-1]['id']} >= {len(self.scores[-1]['sum'])}"
        self.add("one", 2, when)

    def _finished(self) -> Questionnaire:
        known = {each["id"] for each in self.questions}
        self.readable = [each for each in self.readable if each["id"] in known]
        rules = RULES.get(self.length, self.length // 3)
        read = " ".join(each.get("when", "") for each in self.questions).split()
        free = [each for each in self.flags if each["id"] in known and each["id"] not in read]
        flags = self.random.sample(free, min(3 * rules // 10, len(free)))
        stops = [rule(f"r{place}", "emergency", f"{flag['id']} is o1", then="stop") for place, flag in enumerate(flags)]
        others = [self._rule(f"r{len(stops) + place}") for place in range(rules - len(stops))]
        promises: list[Data] = [
            {"id": f"p{place}", "always": "emergency", "when": f"{flag['id']} is o1"}
            for place, flag in enumerate(flags[:6])
        ]
        severe = [each["id"] for each in self.questions if each["kind"] != "one" or len(each["options"]) > 2]
        flagged = [flag["id"] for flag in flags]
        promises += [
            {"id": "worse", "monotone": severe + flagged},
            {"id": "high", "always": "urgent", "when": f"s0 >= {2 * len(self.scores[0]['sum'])}"},
        ]
        high = rule("high_score", "urgent", f"s0 >= {2 * len(self.scores[0]['sum'])}")
        return questionnaire(
            self.questions, TIERS, scores=self.scores, guidance=[*stops, *others, high], promises=promises
        )

    def _rule(self, name: str) -> Data:
        place = self.random.randrange(10, len(self.readable))
        pool = self.readable[max(0, place - 10) : place]
        parts = [self.comparison(each) for each in self.random.sample(pool, self.random.randint(2, 3))]
        if self.random.random() < 0.3:
            about = self._score_near(pool[-1])
            parts[0] = f"{about['id']} >= {self.random.randint(1, 2) * len(about['sum'])}"
        joint = self.random.choice([" and ", " and ", " or "])
        return rule(name, self.random.choice(["urgent", "urgent", "soon", "routine"]), joint.join(parts))

    def _score_near(self, about: Data) -> Data:
        """Return the last score whose items all stand before something, or the first of all."""
        order = {each["id"]: place for place, each in enumerate(self.questions)}
        before = [each for each in self.scores if order[each["sum"][-1]] <= order[about["id"]]]
        return (before or self.scores)[-1 if before else 0]


def generated(length: int, seed: int = 0) -> Questionnaire:
    """Return a questionnaire of so many questions; the same seed gives the same one."""
    return _Writer(length, seed).write()
