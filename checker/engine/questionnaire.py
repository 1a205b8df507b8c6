"""What did the author write?

One frozen Questionnaire, read by everything else. Field descriptions are what an author sees in an editor: they are in
the JSON Schema made from these classes. What the fields mean together is in ``docs/authoring.md``.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from checker.engine.condition_parser import ConditionError, parse
from checker.engine.conditions import ALWAYS, Answer, Expression, can_hold, reads

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Language = Annotated[str, Field(pattern=LANGUAGE)]
LINE = r"^[^\x00-\x1f\x7f\x85\u2028\u2029<>]*[^\s\x00-\x1f\x7f\x85\u2028\u2029<>][^\x00-\x1f\x7f\x85\u2028\u2029<>]*$"
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]
KeyPath: TypeAlias = tuple[str | int, ...]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Href = Annotated[
    str, Field(pattern=r"^(tel:[0-9*#+-]+|sms:[0-9+]+(\?&?body=[A-Za-z]+)?|https://[^\s\"'<>]+)$", max_length=300)
]
Ref = Annotated[str, Field(min_length=1, max_length=40, description="Where the clinical reference has it.")]
Sources = Annotated[tuple[Id, ...], Field(description="Ids of `sources`: where this comes from.")]


def _condition(text: object) -> Expression:
    if not isinstance(text, str):
        raise PydanticCustomError("condition", "a condition is one line of text", {"at": 0})
    try:
        return parse(text)
    except ConditionError as error:
        raise PydanticCustomError("condition", "{why}", {"why": str(error), "at": error.at}) from None


Condition = Annotated[
    Expression,
    BeforeValidator(_condition),
    WithJsonSchema({"type": "string", "description": "Such as `leg_pain is below_knee and pain >= 12`."}),
]


class Text(RootModel[Annotated[dict[Language, Words], Field(min_length=1)]]):
    """The same words in each language: {en: ..., es: ...}."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    def said_in(self, language: str) -> str:
        """Return the words in this language, or in the first one where it is missing."""
        return self.root.get(language) or next(iter(self.root.values()))


class Part(BaseModel):
    """Anything an author writes: frozen, and with no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    def __copy__(self) -> Self:
        """Copy what was written, and nothing that was worked out from it: a changed copy works that out anew."""
        copied = super().__copy__()
        for name in vars(copied).keys() - type(self).model_fields.keys():
            del vars(copied)[name]
        return copied


class Source(Part):
    """A publication, form or decision that content rests on, with its licence and when it was last read."""

    id: Id
    title: Annotated[str, Field(min_length=1)]
    licence: str = Field("", description="What the source allows, in a few words.")
    status: Literal["checked", "recalled", "ours"] = Field(
        description="checked: read in public text; recalled: known, not re-read; ours: this project's own choice."
    )
    checked: str = Field("", description="When it was last read, such as 2026-11.", pattern=r"^(\d{4}-\d\d(-\d\d)?)?$")


class Code(Part):
    """A code of a terminology, such as LOINC."""

    system: Annotated[str, Field(pattern=r"^https?://\S+$")]
    code: Annotated[str, Field(min_length=1, max_length=60)]


class Link(Part):
    """A way to help that works with one touch: a telephone number, a text message or a page."""

    id: Id
    text: Text
    short: Text | None = Field(
        None, description="What stands for `text` where there is no room: the number alone (help)."
    )
    button: Text | None = Field(None, description="What stands for `text` beside advice: to call that number (help).")
    href: Href

    @property
    def beside(self) -> Text:
        """What it says beside advice."""
        return self.button or self.text


class Option(Part):
    """One possible reply. List the options of a question from the least to the most worrying."""

    id: Id
    text: Text
    hint: Text | None = Field(None, description="A plain explanation below the option.")
    points: int | None = Field(None, ge=-1000, le=1000, description="What it adds to a score; left out: not scored.")
    exclusive: bool = Field(False, description="Marking it clears the others, as 'None of these' does.")
    unsure: bool = Field(False, description="'Not sure' or 'prefer not to say': it must never reassure.")
    aside: bool = Field(False, description="Leads elsewhere, so it is neither better nor worse than the other options.")
    for_record: bool = Field(False, description="Asked for the page for a doctor alone: no rule hears it.")
    region: Literal["neck", "mid_back", "low_back", "side", "arm", "arms", "leg", "legs"] | None = Field(
        None, description="The part of the question's picture that selects it; 'arms' and 'legs' are both."
    )
    was: tuple[Id | int, ...] = Field((), description="The earlier values that this option stands for (`earlier`).")
    code: Code | None = None


class Question(Part):
    """One entry of the questionnaire."""

    id: Id
    ref: Ref | None = None
    kind: Literal["one", "many", "scale"] = Field(description="one option, any number of options, or a whole number.")
    label: Text = Field(description="Short, for reasons, tables and the list of answers.")
    ask: Text = Field(description="The question as the person reads it.")
    stem: Text | None = Field(None, description="What stands above the question, shared by a published set of items.")
    period: Text | None = Field(
        None, description="The time that it asks about, as it completes 'Now think of ...': 'the last 2 weeks'."
    )
    why: Text | None = Field(None, description="Why we ask.")
    hint: Text | None = Field(None, description="How to answer.")
    missing: Text | None = Field(None, description="What to do, said when no answer was given: 'Select how long ...'.")
    when: Condition = Field(ALWAYS, description="Asked only when this holds. It may name earlier questions and scores.")
    options: tuple[Option, ...] = Field((), description="The possible replies (one, many).")
    min: int | None = Field(None, ge=-9999, le=9999, description="Lowest number (scale).")
    max: int | None = Field(None, ge=-9999, le=9999, description="Highest number (scale).")
    low: Text | None = Field(None, description="What the lowest number means (scale).")
    middle: Text | None = Field(None, description="What the middle number means (scale).")
    high: Text | None = Field(None, description="What the highest number means (scale).")
    for_record: bool = Field(
        False, description="Whatever is answered: for the page for a doctor alone, no rule hears it."
    )
    presenting: bool = Field(False, description="In the first line of the page for a doctor: who, where, how long.")
    private: bool = Field(
        False, description="The answer, and what follows only from it, is on the person's screen alone (kind many)."
    )
    picture: Literal["body"] | None = Field(None, description="A picture whose regions are the options.")
    earlier: Id | None = Field(
        None,
        description="What it knows from an earlier check: the id of a question or a score there, or `tier`. A saved "
        "file answers it; without one it is asked. The option without `was` stands for all other values and for none.",
    )
    now: Id | None = Field(
        None, description="The scale or score of this file that the earlier number is set beside: then and now."
    )
    real_change: int | None = Field(
        None, ge=1, le=9999, description="Points between then and now that count as a real change."
    )
    verbatim: bool = Field(False, description="Wording of a published instrument: not to be edited.")
    source: Sources = ()
    code: Code | None = None

    def option(self, option_id: str) -> Option:
        """Return the option with this id; raise KeyError for an unknown one."""
        return self._options[option_id]

    @cached_property
    def _options(self) -> dict[str, Option]:
        return {option.id: option for option in self.options}

    def chosen(self, answer: Answer | None) -> list[Option]:
        """Return the options that an answer names, in the order in which they are offered."""
        named = answer if isinstance(answer, frozenset) else {answer}
        return [option for option in self.options if option.id in named]

    @property
    def numbers(self) -> range:
        """The numbers that a scale offers; empty for the other kinds."""
        return range(self.min, self.max + 1) if self.min is not None and self.max is not None else range(0)

    def points(self, answer: Answer) -> int | None:
        """Return the points of an answer: an option's own, or the number itself; None where it is not scored."""
        return answer if isinstance(answer, int) else self.option(answer).points if isinstance(answer, str) else None

    def accepts(self, answer: object) -> bool:
        """Return whether this is a whole and possible answer: never empty, and an exclusive option alone."""
        match self.kind, answer:
            case "one", str():
                return answer in self._options
            case "scale", int():
                return answer in self.numbers and not isinstance(answer, bool)
            case "many", frozenset():
                alone = len(answer) == 1 or not any(self.option(a).exclusive for a in answer if a in self._options)
                return bool(answer) and answer <= self._options.keys() and alone
        return False


class Section(Part):
    """Questions that belong together."""

    id: Id
    title: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class Prorate(Part):
    """How many answers without points a score bears: each counts as the rounded mean of its companions, half upward."""

    prorate: int = Field(ge=1, description="At most so many answers without points.")
    among: tuple[Id, ...] = Field((), description="The items whose mean is taken; left out: all items.")


class Band(Part):
    """A stretch of a score, from its lowest whole-number points up to the next band."""

    id: Id
    start: int = Field(alias="from", description="Lowest points of the band.")
    text: Text = Field(description="What the band means, in plain words.")


class Score(Part):
    """Points added up over some questions. Higher is always worse."""

    id: Id
    ref: Ref | None = None
    label: Text
    area: Text | None = Field(None, description="The heading under which people see the score; left out: not shown.")
    instead_of: Id | None = Field(None, description="The shorter score whose place it takes once it has a value.")
    about: Text | None = Field(None, description="What the score is made of and what it means.")
    sum: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(description="The scored questions.")
    show: Literal["sum", "mean", "nothing"] = Field(
        "sum",
        description="What people see; conditions read the whole-number sum. nothing: a step of the rules alone, which "
        "neither they nor their doctor are shown.",
    )
    not_asked: Literal["no_score", 0] = Field("no_score", description="What an item that was not asked does.")
    not_scored: Literal["no_score"] | Prorate | None = Field(
        None, description="What an answer without points does; needed exactly where an item has one."
    )
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    source: Sources = ()
    code: Code | None = None


class Tier(Part):
    """How soon to seek help. Tiers are listed from the most to the least urgent."""

    id: Id
    ref: Ref | None = None
    title: Text = Field(description="The action and its time, as the heading of the result.")
    within: Text = Field(description="How soon, in a few words.")
    action: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="What to do, as short paragraphs.")
    links: tuple[Link, ...] = Field((), description="Ways to that help, such as a call.")
    card: Literal["emergency", "crisis", "urgent", "soon", "calm"] = Field(
        description="How the result looks and how loud it is; with emergency and crisis, help stands first."
    )
    only_help: bool = Field(False, description="Shows help alone: no scores, no booking, no further reading.")
    aside: bool = Field(
        False, description="For people whom the questionnaire does not fit: no step up from another tier."
    )
    recheck_days: int | None = Field(None, ge=1, le=365, description="When to come back if it is no better.")
    source: Sources = ()

    @property
    def helps_now(self) -> bool:
        """Whether help comes first: beside it stand no scores, no plan, no booking and no file."""
        return self.card in ("emergency", "crisis")


class Page(Part):
    """What an interruption shows at once."""

    title: Text
    text: Annotated[tuple[Text, ...], Field(min_length=1)]
    links: tuple[Link, ...] = ()


class Rule(Part):
    """One rule of what to do: when it holds, the result is at least as urgent as its tier."""

    id: Id
    ref: Ref | None = None
    tier: Id
    when: Condition
    because: Text = Field(description="Completes 'We say this because ...', in the person's own words.")
    then: Literal["stop", "interrupt"] | None = Field(None, description="End the questions, or show `page`, at once.")
    page: Page | None = Field(None, description="What an interruption shows.")
    also: bool = Field(
        False, description="Never decides alone: another rule, as urgent or more, holds wherever this does."
    )
    source: Sources = ()


Sign: TypeAlias = Literal["emergency", "same_day", "crisis"]
CareGroup: TypeAlias = Literal["know", "move", "ease", "calm", "sleep", "mood", "medicine", "work", "not"]


class Statement(Part):
    """Something a result says when its condition holds. The condition may also read `tier`."""

    id: Id
    ref: Ref | None = None
    when: Condition = ALWAYS
    place: Literal["first", "who", "talk", "about", "care", "ask", "notice", "safety_net"] = Field(
        description="first: above all else; who: whom to call or see, right below what to do; talk: whom to tell what; "
        "about: how things hang together; care: the care plan, by `group`; ask: questions for the doctor; notice: what "
        "this is not; safety_net: when to get help at once."
    )
    group: CareGroup | None = Field(None, description="The part of the care plan; exactly where place is care.")
    sign: Sign | None = Field(
        None,
        description="What the sign calls for, which gives its picture and colour; exactly where place is safety_net.",
    )
    text: Text
    why: Text | None = Field(None, description="Why it helps, in one short sentence (care).")
    clinic: bool = Field(False, description="The clinic that runs the site is such a place: its line is shown (who).")
    folded: bool = Field(False, description="Read on a tap where nothing is urgent: 'No doctor yet? ...' (who).")
    links: tuple[Link, ...] = ()
    source: Sources = ()


class Promise(Part):
    """A clinician's safety claim, proved for every possible answer sheet. It makes exactly one of the claims."""

    id: Id
    ref: Ref | None = None
    always: Id | None = Field(None, description="Whenever `when` holds, the result is this tier or a more urgent one.")
    never: Id | None = Field(None, description="Whenever `when` holds, the result is not this tier.")
    says: Id | None = Field(None, description="Whenever `when` holds, the result says this statement.")
    never_says: tuple[Id, ...] = Field(
        (), description="Whenever `when` holds, the result says none of these statements."
    )
    interrupts: Id | None = Field(None, description="Whenever `when` holds, this rule has interrupted.")
    monotone: tuple[Id, ...] = Field((), description="A worse answer to any of these never gives a softer tier.")
    when: Condition = ALWAYS
    source: Sources = ()

    @model_validator(mode="after")
    def _one_claim(self) -> Self:
        claims = [name for name in CLAIMS if getattr(self, name)]
        if len(claims) != 1:
            why = {"claims": ", ".join(CLAIMS)}
            raise PydanticCustomError("promise", "a promise makes exactly one claim: {claims}", why)
        if self.when != ALWAYS and self.monotone:
            raise PydanticCustomError("promise", "`monotone` speaks of all answers. Leave `when` out")
        return self


CLAIMS = ("always", "never", "says", "never_says", "interrupts", "monotone")


class Expectation(Part):
    """What a worked case must give."""

    tier: Id
    rules: tuple[Id, ...] | None = Field(None, description="All rules that must hold, and no others.")
    says: tuple[Id, ...] = Field((), description="Statements that must be said.")


class Case(Part):
    """A worked example that a clinician can read and sign."""

    id: Id
    story: Annotated[str, Field(min_length=1)] = Field(description="The person, in lay words.")
    answers: dict[Id, Id | int | tuple[Id, ...]]
    expect: Expectation
    after: Annotated[str, Field(min_length=1)] | None = Field(
        None, description="What was published that the story follows, and where it was read."
    )
    labelled: Id | None = Field(
        None, description="The tier that its source asks for, fixed before the first run; left out: that of `expect`."
    )

    @property
    def right(self) -> Id:
        """The tier that would be right, whatever the rules are made to give."""
        return self.labelled or self.expect.tier

    @property
    def sheet(self) -> dict[str, Answer]:
        """The answers as the engine reads them."""
        return {key: frozenset(value) if isinstance(value, tuple) else value for key, value in self.answers.items()}


Severity: TypeAlias = Literal["catastrophic", "major", "considerable", "significant", "minor"]
Likelihood: TypeAlias = Literal["very_high", "high", "medium", "low", "very_low"]


class Hazard(Part):
    """Harm that could come to somebody, and what is to keep it away; how grave and likely it is, its authors guess."""

    id: Id
    harm: Annotated[str, Field(min_length=1)] = Field(description="What could happen, as one sentence.")
    who: Annotated[str, Field(min_length=1)] = Field(description="To whom.")
    severity: Severity = Field(description="In the words of DCB0129.")
    likelihood: Likelihood = Field(description="With nothing done about it, in the words of DCB0129.")
    residual: Likelihood = Field(description="With all of the controls, in the same words.")
    causes: Annotated[tuple[Words, ...], Field(min_length=1)]
    rules: tuple[Id, ...] = Field((), description="The rules that control it; their questions and cases follow.")
    statements: tuple[Id, ...] = Field((), description="The statements that control it.")
    signs: tuple[Words, ...] = Field((), description="Emergency signs, each by how its words begin: 'Chest pain'.")
    proofs: tuple[Id, ...] = Field((), description="The promises that control it, or claims proved of every file.")
    measures: tuple[Words, ...] = Field((), description="What the program does about it.")
    clinic: tuple[Words, ...] = Field((), description="What whoever runs it has to do about it.")
    left: Annotated[str, Field(min_length=1)] = Field(description="What is left, and why it is borne.")


class Signs(Part):
    """The list of signs that are an emergency, whatever was answered."""

    title: Text
    short: Text | None = Field(
        None, description="The line that opens the list on the start page: when to call for help instead."
    )
    items: Annotated[tuple[Text, ...], Field(min_length=1)]


class Figure(Part):
    """One figure of a published study, in percent."""

    text: Text = Field(description="What was counted: 'right next step, emergencies'.")
    percent: float = Field(ge=0, le=100)


class Benchmark(Part):
    """What a published study measured of other tools, for the page that says how well this one works."""

    id: Id
    text: Text = Field(description="Which tools, on what.")
    figures: Annotated[tuple[Figure, ...], Field(min_length=1)]
    source: Annotated[Sources, Field(min_length=1)]


Phrases = dict[Language, Annotated[tuple[Words, ...], Field(min_length=1)]]


class Company(Part):
    """Words that never stand alone: a text that uses one of `says` uses one of `also` too."""

    id: Id
    says: Phrases
    also: Phrases


class Wording(Part):
    """Rules for the words of this questionnaire, beside those that every questionnaire keeps."""

    never: Phrases = Field({}, description="Words that no text may use; `*` stands for any letters at an end.")
    deadlines: Phrases = Field(
        {}, description="Words that say by when to act, such as 'hoje' or 'em * dias'; `*` stands for any letters."
    )
    together: tuple[Company, ...] = ()


class Step(NamedTuple):
    """A question, and what is due once it is passed, asked or not."""

    question: Question
    scores: tuple[Score, ...]
    """The scores that may have their value by then."""
    stops: tuple[Rule, ...]
    """The rules that may stop: something that they read got its value just then, and that may make them hold."""


class Questionnaire(Part):
    """The whole file."""

    __hash__ = object.__hash__  # a questionnaire is itself, and no other one with the same words

    id: Id
    version: Annotated[str, Field(min_length=1, max_length=40)]
    date: str = Field(
        "",
        description="When this version was last changed, such as 2026-11-30.",
        pattern=r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$",
    )
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=40)] = Field(
        description="What people may choose from; the first is what missing words fall back to."
    )
    drafts: Annotated[tuple[Language, ...], Field(max_length=40)] = Field(
        (), description="Languages that no native speaker has read: checked, and offered only if a setting says so."
    )
    page_words: dict[Language, dict[Words, Annotated[tuple[Words, ...], Field(min_length=1, max_length=6)]]] = Field(
        {},
        description="What pages say by themselves, such as 'Continue', in words of this questionnaire: by language and "
        "by the English words, in every plural form. A translation in a file of its own says it there.",
    )
    title: Text
    start: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="The start page: what one gets, then short lines."
    )
    help: Annotated[tuple[Link, ...], Field(min_length=1)] = Field(description="Help at once, on every page.")
    emergency_signs: Signs
    sources: tuple[Source, ...] = ()
    credits: tuple[Text, ...] = Field((), description="Credits that a licence asks for, on the result.")
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)] = Field(description="From the most to the least urgent.")
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    scores: tuple[Score, ...] = ()
    guidance: tuple[Rule, ...] = ()
    statements: tuple[Statement, ...] = ()
    promises: tuple[Promise, ...] = ()
    cases: tuple[Case, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    benchmarks: tuple[Benchmark, ...] = Field((), description="What other tools score in published studies.")
    wording: Wording | None = Field(None, description="Words that this questionnaire never uses, or only together.")

    def __eq__(self, other: object) -> bool:
        """Return whether this is the very same object."""
        return self is other

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the one order there is."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def question(self) -> dict[str, Question]:
        """Every question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def score(self) -> dict[str, Score]:
        """Every score by its id."""
        return {score.id: score for score in self.scores}

    @cached_property
    def tier(self) -> dict[str, Tier]:
        """Every tier by its id."""
        return {tier.id: tier for tier in self.tiers}

    @cached_property
    def urgency(self) -> dict[str, int]:
        """The place of each tier in the list: 0 is the most urgent."""
        return {tier.id: place for place, tier in enumerate(self.tiers)}

    @cached_property
    def position(self) -> dict[str, int]:
        """After which question a name has its value: a question's own place, a score's last item's place."""
        places = {question.id: place for place, question in enumerate(self.questions)}
        return places | {score.id: max(places[item] for item in score.sum) for score in self.scores}

    @cached_property
    def steps(self) -> tuple["Step", ...]:
        """Every question with what is due once it is passed, in order."""
        return tuple(map(self._step, self.questions))

    def _step(self, question: Question) -> "Step":
        place = self.position[question.id]
        scores = tuple(score for score in self.scores if self.position[score.id] == place)
        valued = {question.id, *(score.id for score in scores)}
        later = {name for name, position in self.position.items() if position > place}
        stops = (rule for rule in self.guidance if rule.then == "stop" and valued & reads(rule.when))
        return Step(question, scores, tuple(rule for rule in stops if can_hold(rule.when, {}, later)))

    @cached_property
    def interrupts(self) -> tuple[Rule, ...]:
        """The rules whose page is shown at once, in the order of the file."""
        return tuple(rule for rule in self.guidance if rule.then == "interrupt")

    def statements_of(self, ids: tuple[Id, ...]) -> tuple[Statement, ...]:
        """Return the statements that a promise names, each by its own id or by its group of the care plan."""
        return tuple(each for each in self.statements if each.id in ids or each.group in ids)

    def texts(self) -> Iterator[tuple[KeyPath, Text]]:
        """Yield every text, with the keys and places that lead to it in the YAML."""
        return _texts(self, ())


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, Text]]:
    match value:
        case Text():
            yield path, value
        case Part():
            for name, field in type(value).model_fields.items():
                yield from _texts(vars(value).get(name), (*path, field.alias or name))
        case tuple():
            for place, item in enumerate(value):
                yield from _texts(item, (*path, place))


JsonSchema: TypeAlias = dict[str, Any]


def json_schema(whole: type[Part] = Questionnaire) -> JsonSchema:
    """Return the JSON Schema of the YAML of a whole file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | whole.model_json_schema(by_alias=True)
