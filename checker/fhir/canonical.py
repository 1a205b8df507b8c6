"""The canonical URL of an exported questionnaire, and the codes and words under which its parts are published."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from checker.engine.questionnaire import Option, Question, Questionnaire, Score, Section, Text
from checker.fhir.profiles import PLAIN, Profile
from checker.fhir.reading import any_in_text, fact, from_text, in_text, quoted, variable, with_value

Json: TypeAlias = dict[str, Any]
"""An object of JSON."""

BASE = "https://checker.invalid/fhir"
"""Where exported resources say they live until a clinic names its own address; .invalid belongs to nobody."""
ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]*[A-Za-z0-9\]](/[A-Za-z0-9._~%@:+,=\-]*)*")
"""What can stand before `/Questionnaire/` in the address of a resource: no question mark, no anchor, no space."""
CARRIED = "https://checker.invalid/fhir/StructureDefinition/questionnaire"
"""The extension with everything an author wrote, for the way back."""
STATUSES = ("draft", "active", "retired", "unknown")
"""What FHIR can say of a publication; the first is what holds until a clinician has signed."""

_CORE = "http://hl7.org/fhir/StructureDefinition"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
CALCULATED = f"{_SDC}/sdc-questionnaire-calculatedExpression"
DISPLAY_CATEGORY = f"{_CORE}/questionnaire-displayCategory"
ENABLE_WHEN = f"{_SDC}/sdc-questionnaire-enableWhenExpression"
CATEGORY = f"{_SDC}/sdc-questionnaire-observation-extract-category"
EXCLUSIVE = f"{_CORE}/questionnaire-optionExclusive"
EXTRACT = f"{_SDC}/sdc-questionnaire-observationExtract"
HIDDEN = f"{_CORE}/questionnaire-hidden"
ITEM_CONTROL = f"{_CORE}/questionnaire-itemControl"
MAXIMUM = f"{_CORE}/maxValue"
MINIMUM = f"{_CORE}/minValue"
ORDINAL = f"{_CORE}/ordinalValue"
SLIDER_STEP = f"{_CORE}/questionnaire-sliderStepValue"
TRANSLATION = f"{_CORE}/translation"
VARIABLE = f"{_CORE}/variable"

_CODE = re.compile(r"[^\s|]+( [^\s|]+)*")


def as_expression(path: str) -> Json:
    """Return FHIRPath as an expression of FHIR."""
    return {"language": "text/fhirpath", "expression": path}


@dataclass(frozen=True)
class Publication:
    """A questionnaire as it is exported: in one language first, under one address, for one renderer."""

    questionnaire: Questionnaire
    language: str
    base: str = BASE
    profile: Profile = PLAIN
    site: str = ""
    """Where people open the check itself, if that is known."""

    @cached_property
    def url(self) -> str:
        """The canonical address of the questionnaire."""
        return f"{self.base}/Questionnaire/{fhir_id(self.questionnaire.id)}"

    @property
    def others(self) -> tuple[str, ...]:
        """The languages that ride along as translations."""
        return tuple(language for language in self.questionnaire.languages if language != self.language)

    @cached_property
    def system(self) -> str:
        """The address of the questionnaire's own list of codes."""
        return f"{self.base}/CodeSystem/{fhir_id(self.questionnaire.id)}"

    def own(self, code: str, words: Text) -> Json:
        """Return a code of the questionnaire's own list, with its words."""
        return {"system": self.system, "code": code} | self.said("display", words)

    def coding(self, question: Question, option: Option) -> Json:
        """Return an option as a code of its terminology, or of the questionnaire's own list, with its words."""
        if option.code and option.code.code == code_of(question, option.id):
            return option.code.model_dump() | self.said("display", option.text)
        return self.own(own_code(question, option.id), option.text)

    def observed(self, part: Question | Score) -> list[Json]:
        """Return the code under which a chart keeps an answer or a score: its terminology's, or our own of a number."""
        if part.code:
            return [part.code.model_dump()]
        if isinstance(part, Score):
            return [self.own(score_link(part.id), part.label)]
        return [self.own(part.id, part.label)] if part.kind == "scale" else []

    def refer(self, kind: str, name: str = "") -> str:
        """Return how FHIRPath reads a declared value: by its kind, such as ``q``, and the name of what it is of."""
        if self.profile.has_variables:
            return f"%{variable(kind, name)}"
        if kind in ("past", "stop", "finished"):
            return in_text(fact(kind, name))
        number = kind not in ("q", "tier") or (kind == "q" and self.questionnaire.question[name].kind == "scale")
        return from_text(fact(kind, name), number=number)

    def is_given(self, name: str) -> str:
        """Return how FHIRPath reads whether a question is answered."""
        if not self.profile.has_variables:
            return with_value(fact("q", name))
        return f"{self.refer('q', name)}.exists()"

    def known(self, values: Sequence[tuple[str, str, str]]) -> str:
        """Return how FHIRPath reads whether any of some values is there: of a kind and a name, a code or a number."""
        if not self.profile.has_variables:
            return any_in_text([(fact(kind, name), value) for kind, name, value in values])
        chosen = (f"({self.refer(kind, name)} contains {quoted(value)})" for kind, name, value in values)
        return f"({' or '.join(chosen)})"

    def said(self, key: str, *texts: Text) -> Json:
        """Return texts, one after the other, as the value of a key with its translations beside it."""
        value: Json = {key: _joined(texts, self.language)}
        translated = [
            _translation(code, _joined(texts, code))
            for code in self.others
            if any(text.root.get(code) for text in texts)
        ]
        return value | ({f"_{key}": {"extension": translated}} if translated else {})


def _joined(texts: tuple[Text, ...], language: str) -> str:
    return " ".join(text.said_in(language).strip() for text in texts)


def _translation(language: str, words: str) -> Json:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": words}]
    return {"url": TRANSLATION, "extension": parts}


def fhir_id(*ids: str) -> str:
    """Return ids as one FHIR id, which has no underscore and 64 characters at most; a longer one ends in a digest."""
    whole = "-".join(ids).replace("_", "-")
    return whole if len(whole) <= 64 else f"{whole[:51]}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"


def fhir_name(*ids: str) -> str:
    """Return ids as a name that programs can use: BackPainAndMood."""
    return "".join(word.capitalize() for part in ids for word in part.split("_"))


def form_code(questionnaire: Questionnaire) -> str:
    """Return the code of the questionnaire itself in its own list. No question has one with a hyphen."""
    return f"form-{questionnaire.id}"


def own_code(question: Question, option_id: str) -> str:
    """Return the code of an option in the questionnaire's own list. An id has no dot, so no two options share one."""
    return f"{question.id}.{option_id}"


def section_link(section: Section) -> str:
    """Return the linkId of a section. Questions keep their own id, which never holds a hyphen."""
    return f"section-{section.id}"


def score_link(score_id: str) -> str:
    """Return the linkId of a score's points."""
    return f"score-{score_id}"


def mean_link(score_id: str) -> str:
    """Return the linkId of the mean that people see of a score."""
    return f"shown-{score_id}"


def gate_link(question_id: str) -> str:
    """Return the linkId of what says whether the questions go on after this one."""
    return f"goes-on-after-{question_id}"


def asked_link(question_id: str) -> str:
    """Return the linkId of what says whether a question is asked whose condition ``enableWhen`` cannot say."""
    return f"asked-{question_id}"


def interrupt_link(rule_id: str) -> str:
    """Return the linkId of what says whether a rule interrupts."""
    return f"interrupts-{rule_id}"


FINISHED = "is-finished"
TIER = "the-tier"


def code_of(question: Question, option_id: str) -> str:
    """Return the code of an option: its terminology's, where that tells the question's options apart, or our own."""
    codes = [option.code.code for option in question.options if option.code and _CODE.fullmatch(option.code.code)]
    apart = len(set(codes)) == len(question.options)
    code = question.option(option_id).code
    return code.code if apart and code else own_code(question, option_id)
