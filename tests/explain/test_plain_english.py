"""A sentence says what the condition means: a reader of the sentences, made only from them, finds the same meaning."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.engine.condition_parser import parse
from checker.engine.conditions import (
    ALWAYS,
    AllOf,
    Answer,
    AnyOf,
    Compare,
    Expression,
    Has,
    Is,
    Operator,
    reads,
)
from checker.engine.questionnaire import Questionnaire, Score
from checker.engine.scoring import span
from checker.explain.plain_english import (
    answer_words,
    asked_when,
    describe,
    listed,
    names,
    outline,
    promise_words,
    score_words,
    statement_words,
    stretches,
)
from checker.phrases import LANGUAGES, speaking, spoken
from checker.resources import shipped


def test_a_condition_is_said_in_the_words_of_the_questionnaire() -> None:
    assert said("weak in signs") == "the person says “A leg is getting weaker” under “Signs”"
    assert said("place is neck") == "the person says “Neck” under “Place”"
    assert said("hurt >= 1") == "the answer to “Hurt” is at least 1"
    assert said("total >= 2") == "the score “Total” is at least 2 points (“Much”)"
    assert said("tier is now") == "the result is “Call 911”"


def test_comparisons_of_one_question_become_one_line() -> None:
    assert said("weak in signs or numb in signs") == (
        "the person says at least one of “A leg is getting weaker” and “Numb” under “Signs”"
    )
    assert said("weak in signs and numb in signs") == (
        "the person says both “A leg is getting weaker” and “Numb” under “Signs”"
    )
    assert said("weak not in signs and numb not in signs") == (
        "the person answers “Signs” and says none of “A leg is getting weaker” and “Numb”"
    )
    assert said("weak not in signs or numb not in signs") == (
        "the person answers “Signs” and leaves out at least one of “A leg is getting weaker” and “Numb”"
    )
    assert said("place is back or place in (neck, leg)") == "the person says “Back”, “Neck” or “Leg” under “Place”"
    assert said("total > 0 and total < 3") == "the score “Total” is from 1 to 2 points"


def test_one_point_is_singular_and_two_are_plural() -> None:
    assert said("total >= 1").endswith("at least 1 point")
    assert "at least 2 points (" in said("total >= 2")
    assert "exactly 0 points" in said("total == 0")


def test_parts_of_parts_stand_in_brackets_and_on_lines_of_their_own() -> None:
    text = "place is neck and (hurt >= 1 or total >= 2)"
    assert said(text) == (
        "the person says “Neck” under “Place” and "
        "(the answer to “Hurt” is at least 1 or the score “Total” is at least 2 points (“Much”))"
    )
    tree = outline(BODY, parse(text))
    assert [part.joint for part in tree.parts] == ["and", "or"]
    assert tree.parts[1].parts[0].line == "the answer to “Hurt” is at least 1"


def test_bands_are_named_only_where_the_numbers_cut_out_whole_ones() -> None:
    assert said("total < 2").endswith("(“Little”)")
    assert said("total != 1").endswith("other than 1 point")
    assert said("total >= 0").endswith("at least 0 points")
    assert [(band.id, low, high) for band, low, high in stretches(BODY, BODY.score["total"])] == [
        ("little", 0, 1),
        ("much", 2, 3),
    ]


def test_everything_an_author_writes_has_a_sentence() -> None:
    assert asked_when(BODY, BODY.question["place"]) == "Asked of everybody whom no rule has stopped before."
    assert asked_when(BODY, BODY.question["hurt"]) == "Asked when the person says “Neck” under “Place”."
    assert statement_words(BODY, BODY.statements[0]) == "Said when the result is other than “Call 911”."
    assert [promise_words(BODY, promise) for promise in BODY.promises] == [
        "Whenever the person says “Numb” under “Signs”, the result is “Call 911” or more urgent.",
        "Whenever the answer to “Hurt” is exactly 3, the result is never “Stay home”.",
        "Always: the result says “Rest.”.",
        "Whenever the person says “Numb” under “Signs”, the result never says “Rest.” or “Walk.”.",
        "Whenever the answer to “Hurt” is more than 2, the page “Talk” is shown at once.",
        "A worse answer to “Hurt”, all else the same, never gives a less urgent result.",
    ]


def test_a_score_says_what_a_missing_item_does() -> None:
    assert score_words(BODY, BODY.score["total"]) == [
        "The points of “Hurt” alone are added up: 0 to 3 points.",
        "If one of them was not asked, there is no score.",
    ]
    assert score_words(BODY, BODY.score["tasks"]) == [
        "The points of “Walk”, “Sit” and “Lift” are added up: 0 to 6 points.",
        "People see their mean, 0.0 to 2.0.",
        "An item that was not asked counts 0 points.",
        "One answer without points (“Never do”) can be made up for: it counts as the mean of the other answers among "
        "“Walk” and “Sit”, rounded to a whole number, a half going upward. With more of them there is no score.",
    ]


def test_a_long_text_is_named_by_its_beginning() -> None:
    long = BODY.model_copy(update={"statements": (BODY.statements[0].model_copy(update={"text": _text("so " * 90)}),)})
    assert names(long)["statement", "rest"].endswith("so so ...”")


def test_an_answer_is_said_in_the_words_and_order_of_the_options() -> None:
    assert answer_words(BODY.question["signs"], frozenset({"numb", "weak"}), "en") == [
        "A leg is getting weaker",
        "Numb",
    ]
    assert answer_words(BODY.question["hurt"], 2, "en") == ["2"]


# A questionnaire in ordinary words, and one whose words try to mislead a reader -----------------------------------

FRAME = {
    "id": "body", "version": "1", "languages": ["en"], "title": {"en": "Body"}, "start": [{"en": "Begin."}],
    "help": [{"id": "call", "text": {"en": "Call 911"}, "href": "tel:911"}],
    "emergency_signs": {"title": {"en": "Go now"}, "items": [{"en": "Blue lips"}]},
}  # fmt: skip


def _words(text: str) -> dict[str, str]:
    return {"en": text}


def _text(text: str) -> object:
    return BODY.title.model_validate({"en": text})


def _question(name: str, label: str, kind: str, **more: object) -> dict[str, object]:
    return {"id": name, "kind": kind, "label": _words(label), "ask": _words(f"{label}?"), **more}


def _options(**texts: str) -> list[dict[str, object]]:
    return [{"id": name, "text": _words(text)} for name, text in texts.items()]


def _scored(*texts: str, unscored: str = "") -> list[dict[str, object]]:
    scored = [{"id": f"p{points}", "text": _words(text), "points": points} for points, text in enumerate(texts)]
    return scored + ([{"id": "never", "text": _words(unscored), "aside": True}] if unscored else [])


def questionnaire(words: Mapping[str, str] | None = None) -> Questionnaire:
    """Return a small questionnaire with every kind of thing that a condition can name, in these words."""
    say = {name: (words or {}).get(name, text) for name, text in ORDINARY.items()}
    unsure = {"id": "unsure", "text": _words("Not sure"), "unsure": True}
    signs = [*_options(weak=say["weak"], numb=say["numb"], cold=say["cold"]), unsure]
    questions = [
        _question("signs", say["signs"], "many", options=signs),
        _question("place", say["place"], "one", options=_options(back=say["back"], neck=say["neck"], leg=say["leg"])),
        _question("hurt", say["hurt"], "scale", min=0, max=3, when="place is neck"),
        *(
            _question(name.lower(), name, "one", options=_scored("None", "Some", "Much", unscored="Never do"))
            for name in ("Walk", "Sit")
        ),
        _question("lift", "Lift", "one", options=_scored("None", "Some", "Much")),
    ]
    bands = [{"id": "little", "from": 0, "text": _words(say["little"])}]
    total = {"id": "total", "label": _words(say["total"]), "sum": ["hurt"]}
    tasks = {
        "id": "tasks", "label": _words("Tasks"), "sum": ["walk", "sit", "lift"], "show": "mean", "not_asked": 0,
        "not_scored": {"prorate": 1, "among": ["walk", "sit"]}, "bands": bands,
    }  # fmt: skip
    tier = {"within": _words("soon"), "action": [_words("Go.")], "card": "calm"}
    page = {"title": _words("Talk"), "text": [_words("Talk.")]}
    rules = [
        {"id": "numb", "tier": "now", "when": "numb in signs", "because": _words("numb"), "then": "stop"},
        {
            "id": "talk", "tier": "home", "when": "hurt > 2", "because": _words("hurt"), "then": "interrupt",
            "page": page,
        },
    ]  # fmt: skip
    promises: list[dict[str, object]] = [
        {"always": "now", "when": "numb in signs"}, {"never": "home", "when": "hurt == 3"}, {"says": "rest"},
        {"never_says": ["rest", "walk"], "when": "numb in signs"},
        {"interrupts": "talk", "when": "hurt > 2"}, {"monotone": ["hurt"]},
    ]  # fmt: skip
    much = {"id": "much", "from": 2, "text": _words(say["much"])}
    parts = {
        "tiers": [
            {"id": "now", "title": _words(say["now"]), **tier},
            {"id": "home", "title": _words(say["home"]), **tier},
        ],
        "sections": [{"id": "all", "title": _words("All"), "questions": questions}],
        "scores": [{**total, "bands": [*bands, much]}, tasks],
        "guidance": rules,
        "statements": [
            {"id": name, "place": "ask", "text": _words(f"{name.capitalize()}."), "when": "tier is not now"}
            for name in ("rest", "walk")
        ],
        "promises": [{"id": f"promise_{place}", **promise} for place, promise in enumerate(promises)],
    }
    return load_text(json.dumps({**FRAME, **parts}, ensure_ascii=False))


ORDINARY = {
    "signs": "Signs", "weak": "A leg is getting weaker", "numb": "Numb", "cold": "Cold", "place": "Place",
    "back": "Back", "neck": "Neck", "leg": "Leg", "hurt": "Hurt", "total": "Total", "little": "Little",
    "much": "Much", "now": "Call 911", "home": "Stay home",
}  # fmt: skip
BODY = questionnaire()


def said(condition: str) -> str:
    return describe(BODY, parse(condition))


TRAPS = [
    "x",
    "“x”",
    "x” under “y",
    "and",
    "a, b or c",
    "(x)",
    "x [weak]",
    "none of",
    "  x  ",
    "\u2018x\u2019",
    "a) or (b",
    "1",
]
words = st.fixed_dictionaries({name: st.sampled_from([*TRAPS, ORDINARY[name]]) for name in ORDINARY})


def _lists(*ids: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), min_size=1, max_size=3).map(tuple)


operators: st.SearchStrategy[Operator] = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
leaf: st.SearchStrategy[Expression] = st.one_of(
    st.builds(Is, st.just("place"), _lists("back", "neck", "leg"), st.booleans()),
    st.builds(Is, st.just("tier"), _lists("now", "home"), st.booleans()),
    st.builds(Has, st.just("signs"), st.sampled_from(["weak", "numb", "cold"]), st.booleans()),
    st.builds(Compare, st.just("hurt"), operators, st.integers(-1, 4)),
    st.builds(Compare, st.sampled_from(["total", "tasks"]), operators, st.integers(-1, 7)),
)


def _joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(st.builds(AllOf, parts), st.builds(AnyOf, parts))


conditions = st.recursive(leaf, _joined, max_leaves=8)


@pytest.mark.parametrize("language", LANGUAGES)
@given(condition=conditions)
@settings(max_examples=400, deadline=None)
def test_every_condition_reads_back_to_the_same_meaning(language: str, condition: Expression) -> None:
    with speaking(language):
        assert same(read(BODY, describe(BODY, condition)), condition), describe(BODY, condition)


@pytest.mark.parametrize("language", LANGUAGES)
@given(words=words, condition=conditions)
@settings(max_examples=200, deadline=None)
def test_no_wording_of_an_author_can_mislead_the_reader(
    language: str, words: dict[str, str], condition: Expression
) -> None:
    body = questionnaire(words)
    with speaking(language):
        assert same(read(body, describe(body, condition)), condition), describe(body, condition)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_conditions_read_back_to_the_same_meaning(language: str) -> None:
    spine = load(shipped("questions.yaml"))
    with speaking(language):
        for condition in _conditions(spine):
            assert _normal(read(spine, describe(spine, condition))) == _normal(condition)


def test_a_list_in_spanish_joins_as_it_sounds() -> None:
    with speaking("es"):
        assert listed(["“Dolor”", "“Inflamación”"], "and") == "“Dolor” e “Inflamación”"
        assert listed(["“Agua”", "“Hielo”"], "and") == "“Agua” y “Hielo”"
        assert listed(["“Uno”", "“Otra cosa”"], "or") == "“Uno” u “Otra cosa”"
        assert listed(["a", "b", "c"], "or") == "a, b o c"


def test_everything_an_author_writes_has_a_sentence_in_spanish_too() -> None:
    with speaking("es"):
        assert asked_when(BODY, BODY.question["hurt"]) == "Se pregunta cuando la persona marca “Neck” en “Place”."
        assert [promise_words(BODY, promise) for promise in BODY.promises[:3]] == [
            "Siempre que la persona marca “Numb” en “Signs”, el resultado es “Call 911” o algo más urgente.",
            "Siempre que la respuesta a “Hurt” es exactamente 3, el resultado nunca es “Stay home”.",
            "Siempre: el resultado dice “Rest.”.",
        ]
        assert score_words(BODY, BODY.score["total"]) == [
            "Se suman los puntos de “Hurt” solamente: de 0 a 3 puntos.",
            "Si una de ellas no se preguntó, no hay puntaje.",
        ]


def test_the_reader_itself_tells_meanings_apart() -> None:
    assert not same(parse("hurt > 1"), parse("hurt >= 1"))
    assert not same(parse("weak not in signs"), parse("numb in signs"))


def test_the_bands_beside_a_number_are_exactly_the_points_that_it_means() -> None:
    spine, named = load(shipped("questions.yaml")), 0
    for score in spine.scores:
        reach = span(spine.question, score)
        for op, number in product(OPERATOR.values(), range(-1, reach[-1] + 2)):
            condition = Compare(score.id, op, number)
            if bands := re.search(r"\((?:[^()]*; )?(“[^()]*)\)", describe(spine, condition)):
                meant = {points for points in reach if condition.test({score.id: points})}
                assert _points_of(spine, score, bands[1]) == meant, describe(spine, condition)
                named += 1
    assert named > 40


def _points_of(body: Questionnaire, score: Score, bands: str) -> set[int]:
    """Return the points of the bands that a phrase names, such as: “Medium” or higher."""
    rows = [
        (low, high) for band, low, high in stretches(body, score) if names(body)["band", score.id, band.id] in bands
    ]
    if bands.endswith("or lower"):
        rows = [(0, rows[0][1])]
    if bands.endswith("or higher"):
        rows = [(rows[0][0], span(body.question, score)[-1])]
    return {points for low, high in rows for points in range(low, high + 1)}


# The reader: from a sentence back to a condition, by the words of the questionnaire alone --------------------------

NAME = re.compile(r"“[^”]*”(?: \[[a-z0-9_]+\])?")
LIST = r"(«\d+»(?:, «\d+»)*(?: (?:and|or) «\d+»)?)"
ONE = r"(«\d+»)"
AMOUNT = r"(exactly|other than|less than|at most|more than|at least) (-?\d+)"
STRETCH = r"from (-?\d+) to (-?\d+)"
ASIDE = r"(?: points?(?: \([^()]*\))?)?"
OPERATOR: Mapping[str, Operator] = {
    "exactly": "==", "other than": "!=", "less than": "<", "at most": "<=", "more than": ">", "at least": ">=",
}  # fmt: skip


class Reader:
    """Reads one sentence; knows the words of the questionnaire and the frames, and nothing of how they were made."""

    joints: Mapping[str, str] = {"and": "and", "or": "or"}
    begin = "the"
    """With what a clause begins."""

    def __init__(self, body: Questionnaire, sentence: str) -> None:
        self.body = body
        self.meant: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        for key, words in names(body).items():
            self.meant.setdefault((key[0], words), []).append(key[1:])
        self.quotes = NAME.findall(sentence)
        places = iter(range(len(self.quotes)))
        self.rest = NAME.sub(lambda _: f"«{next(places)}»", sentence)

    def condition(self) -> Expression:
        parts, joints = [self.part()], set()
        while joint := self.taken(rf" ({'|'.join(self.joints)}) (?=\(|{self.begin} )"):
            joints.add(self.joints[joint[1]])
            parts.append(self.part())
        assert len(joints) < 2, "and and or meet without brackets"
        return parts[0] if not joints else AllOf(tuple(parts)) if joints == {"and"} else AnyOf(tuple(parts))

    def part(self) -> Expression:
        if self.taken(r"\("):
            inner = self.condition()
            assert self.taken(r"\)")
            return inner
        return self.clause()

    def taken(self, pattern: str) -> re.Match[str] | None:
        if found := re.match(pattern, self.rest):
            self.rest = self.rest[found.end() :]
        return found

    def clause(self) -> Expression:
        if got := self.taken(f"the result is (other than )?{LIST}"):
            return Is("tier", self.ids("tier", got[2]), bool(got[1]))
        if got := self.taken(f"the answer to {ONE} is {AMOUNT}"):
            return Compare(self.id("question", got[1]), OPERATOR[got[2]], int(got[3]))
        if got := self.taken(f"the score {ONE} is {AMOUNT}{ASIDE}"):
            return Compare(self.id("score", got[1]), OPERATOR[got[2]], int(got[3]))
        if got := self.taken(f"the (answer to|score) {ONE} is {STRETCH}{ASIDE}"):
            name = self.id("score" if got[1] == "score" else "question", got[2])
            return AllOf((Compare(name, ">=", int(got[3])), Compare(name, "<=", int(got[4]))))
        return self.choice()

    def choice(self) -> Expression:
        if got := self.taken(f"the person says (at least one of |both |all of |){LIST} under {ONE}"):
            question, options = self.chosen(got[3], got[2])
            if self.body.question[question].kind == "many":
                ticked = tuple(Has(question, option) for option in options)
                return AnyOf(ticked) if got[1] == "at least one of " else AllOf(ticked)
            return Is(question, options)
        if got := self.taken(f"the person answers {ONE} with something other than {LIST}"):
            question, options = self.chosen(got[1], got[2])
            return Is(question, options, negated=True)
        if got := self.taken(f"the person answers {ONE} and (says none of|does not say) {LIST}"):
            question, options = self.chosen(got[1], got[3])
            return AllOf(tuple(Has(question, option, True) for option in options))
        got = self.taken(f"the person answers {ONE} and leaves out at least one of {LIST}")
        assert got, self.rest
        question, options = self.chosen(got[1], got[2])
        return AnyOf(tuple(Has(question, option, True) for option in options))

    def quote(self, place: str) -> str:
        return str(self.quotes[int(place.strip("«»"))])

    def id(self, kind: str, place: str) -> str:
        ((found,),) = self.meant[kind, self.quote(place)]
        return found

    def ids(self, kind: str, places: str) -> tuple[str, ...]:
        return tuple(self.id(kind, place) for place in re.findall(ONE, places))

    def chosen(self, question: str, options: str) -> tuple[str, tuple[str, ...]]:
        asked = self.id("question", question)
        quotes = [self.quote(place) for place in re.findall(ONE, options)]
        found = [[key[1] for key in self.meant["option", quote] if key[0] == asked] for quote in quotes]
        assert all(len(ids) == 1 for ids in found), "a name stands for two options"
        return asked, tuple(ids[0] for ids in found)


class SpanishReader(Reader):
    """Reads the same in Spanish."""

    joints: Mapping[str, str] = {"y": "and", "o": "or"}
    begin = "(?:la|el)"

    def clause(self) -> Expression:
        if got := self.taken(f"el resultado es (distinto de )?{LISTA}"):
            return Is("tier", self.ids("tier", got[2]), bool(got[1]))
        if got := self.taken(f"(la respuesta a|el puntaje) {ONE} es "):
            return self.amount(self.id("score" if got[1] == "el puntaje" else "question", got[2]))
        return self.choice()

    def amount(self, name: str) -> Expression:
        for pattern, op in CANTIDAD.items():
            if got := self.taken(pattern + NOTA):
                return Compare(name, op, int(got[1]))
        got = self.taken(rf"de (-?\d+) a (-?\d+){PUNTOS}{NOTA}")
        assert got, self.rest
        return AllOf((Compare(name, ">=", int(got[1])), Compare(name, "<=", int(got[2]))))

    def choice(self) -> Expression:
        some = "al menos una de las opciones "
        if got := self.taken(f"la persona marca ({some}|las dos opciones |todas las opciones |){LISTA} en {ONE}"):
            question, options = self.chosen(got[3], got[2])
            if self.body.question[question].kind == "many":
                ticked = tuple(Has(question, option) for option in options)
                return AnyOf(ticked) if got[1] == some else AllOf(ticked)
            return Is(question, options)
        if got := self.taken(f"la persona contesta {ONE} con algo distinto de {LISTA}"):
            question, options = self.chosen(got[1], got[2])
            return Is(question, options, negated=True)
        if got := self.taken(f"la persona contesta {ONE} y no marca (?:ninguna de las opciones )?{LISTA}"):
            question, options = self.chosen(got[1], got[2])
            return AllOf(tuple(Has(question, option, True) for option in options))
        got = self.taken(f"la persona contesta {ONE} y deja sin marcar {some}{LISTA}")
        assert got, self.rest
        question, options = self.chosen(got[1], got[2])
        return AnyOf(tuple(Has(question, option, True) for option in options))


LISTA = r"(«\d+»(?:, «\d+»)*(?: [yeou] «\d+»)?)"
PUNTOS = r"(?: puntos?)?"
NOTA = r"(?: \([^()]*\))?"
CANTIDAD: Mapping[str, Operator] = {
    rf"(?:de )?exactamente (-?\d+){PUNTOS}": "==", rf"distint[ao] de (-?\d+){PUNTOS}": "!=",
    rf"(?:menor que|de menos de) (-?\d+){PUNTOS}": "<", rf"(?:de )?(-?\d+){PUNTOS} como máximo": "<=",
    rf"(?:mayor que|de más de) (-?\d+){PUNTOS}": ">", rf"(?:de )?(-?\d+){PUNTOS} como mínimo": ">=",
}  # fmt: skip
READERS = {"en": Reader, "es": SpanishReader}


def read(body: Questionnaire, sentence: str) -> Expression:
    reader = READERS[spoken()](body, sentence)
    condition = reader.condition()
    assert not reader.rest, reader.rest
    return condition


def same(one: Expression, other: Expression) -> bool:
    first, second = one.test, other.test
    named = sorted(reads(one) | reads(other))
    return all(
        first(sheet) == second(sheet)
        for values in product(*(VALUES[name] for name in named))
        for sheet in [{name: value for name, value in zip(named, values, strict=True) if value is not None}]
    )


TICKED = [frozenset(chosen) for size in (1, 2, 3) for chosen in combinations(["weak", "numb", "cold"], size)]
VALUES: dict[str, list[Answer | None]] = {
    "signs": [None, frozenset({"unsure"}), *TICKED],
    "place": [None, "back", "neck", "leg"],
    "tier": [None, "now", "home"],
    "hurt": [None, 0, 1, 2, 3],
    "total": [None, 0, 1, 2, 3],
    "tasks": [None, *range(7)],
}


def _conditions(body: Questionnaire) -> Iterator[Expression]:
    parts = (body.questions, body.guidance, body.statements, body.promises)
    yield from (part.when for written in parts for part in written if part.when != ALWAYS)


Normal: TypeAlias = tuple[str, frozenset["Normal"]] | Expression


def _normal(condition: Expression) -> Normal:
    """Return a condition in a form that is the same for conditions that mean the same by gathering alone."""
    match condition:
        case AllOf((only,)) | AnyOf((only,)):
            return _normal(only)
        case AllOf(parts):
            return "and", frozenset(leaf for part in parts for leaf in _flattened("and", _normal(part)))
        case AnyOf(parts):
            return "or", frozenset(leaf for part in parts for leaf in _flattened("or", _normal(part)))
        case Is(name, values, False) if len(values) > 1:
            return "or", frozenset(Is(name, (value,)) for value in values)
    return condition


def _flattened(joint: str, normal: Normal) -> list[Normal]:
    return list(normal[1]) if isinstance(normal, tuple) and normal[0] == joint else [normal]


@pytest.mark.parametrize("label", ["Yes", "No"])
def test_two_options_with_the_same_words_are_told_apart_by_their_ids(label: str) -> None:
    twins = questionnaire({"back": label, "neck": label})
    assert describe(twins, parse("place is neck")) == f"the person says “{label}” [neck] under “Place”"
