"""How does a person take their answers along?

Three forms of one record: a FHIR QuestionnaireResponse for other systems, plain data, and text to read. All are made
from the answers at that moment; nothing is kept here, and nothing private is in them.
"""

from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

from babel.numbers import format_decimal

from checker.engine.conditions import Answer
from checker.engine.guidance import Guidance
from checker.engine.journey import Journey
from checker.engine.privacy import redact
from checker.engine.questionnaire import Option, Question
from checker.engine.scoring import areas, shown, span
from checker.explain.plain_english import answer_words
from checker.explain.then_and_now import change_words, compared
from checker.fhir.calculated_items import Calculated, Value, calculated
from checker.fhir.canonical import BASE, ORDINAL, Json, Publication
from checker.fhir.profiles import RECORDED
from checker.fhir.questionnaire_export import items
from checker.languages import ordered_plainly, semicolon


def questionnaire_response(
    journey: Journey, guidance: Guidance, language: str = "", base: str = BASE, authored: str = ""
) -> Json:
    """Return the answers as a FHIR R4 QuestionnaireResponse about nobody in particular, its scores included."""
    journey, guidance = redact(journey, guidance)
    questionnaire = journey.questionnaire
    published = Publication(questionnaire, language or questionnaire.languages[0], base.rstrip("/"), RECORDED)
    found = {item.link: item for item in calculated(published)}
    given = (_given(published, journey, guidance, found, item) for item in items(published))
    return {
        "resourceType": "QuestionnaireResponse",
        "language": published.language,
        "questionnaire": f"{published.url}|{questionnaire.version}",
        "status": "in-progress" if journey.next else "completed",
        **({"authored": authored} if authored else {}),
        "item": [item for item in given if item],
    }


def _given(
    published: Publication, journey: Journey, guidance: Guidance, found: dict[str, Calculated], item: Json
) -> Json:
    """Return what was given for an item of the questionnaire; an empty object for nothing."""
    link = item["linkId"]
    if item["type"] == "group":
        inside = [_given(published, journey, guidance, found, child) for child in item["item"]]
        content: Json = {"item": [child for child in inside if child]}
    elif link in found:
        content = {"answer": _answer_value(found[link], found[link].value(journey, guidance))}
    else:
        content = {"answer": _answers(published, journey, link)}
    return {"linkId": link, "text": item["text"], **content} if any(content.values()) else {}


_VALUES = {"boolean": "valueBoolean", "integer": "valueInteger", "decimal": "valueDecimal", "string": "valueString"}


def _answer_value(item: Calculated, value: Value) -> list[Json]:
    return [] if value is None else [{_VALUES[item.kind]: value}]


def _answers(published: Publication, journey: Journey, link: str) -> list[Json]:
    """Return the answers to a question; none for one that was not asked and for words that only stand there."""
    answer = journey.answers.get(link)
    if answer is None:
        return []
    if isinstance(answer, int):
        return [{"valueInteger": answer}]
    question = published.questionnaire.question[link]
    return [{"valueCoding": _coding(published, question, option)} for option in question.chosen(answer)]


def _coding(published: Publication, question: Question, option: Option) -> Json:
    points = [] if option.points is None else [{"url": ORDINAL, "valueDecimal": option.points}]
    coding = published.coding(question, option)
    return {**({"extension": points} if points else {}), **{key: coding[key] for key in ("system", "code", "display")}}


ENGLISH = NullTranslations()


def record(
    journey: Journey, guidance: Guidance, language: str = "", authored: str = "", words: NullTranslations = ENGLISH
) -> dict[str, Any]:
    """Return the answers, scores and result as plain data, with ids for programs and words for people."""
    journey, guidance = redact(journey, guidance)
    questionnaire = journey.questionnaire
    language = language or questionnaire.languages[0]
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "title": questionnaire.title.said_in(language),
        "language": language,
        "made": authored or None,
        "tier": guidance.tier.id,
        "what_to_do": guidance.tier.title.said_in(language),
        "because": _because(guidance, language, words),
        "scores": {
            name: _measured(guidance, name, language)
            for name in guidance.scores
            if questionnaire.score[name].show != "nothing"
        },
        **({"then": then} if (then := _then(journey)) else {}),
        "answers": [_plain(questionnaire.question[name], journey.values[name], language) for name in journey.asked],
    }


def _because(guidance: Guidance, language: str, words: NullTranslations) -> list[str]:
    """Return why; where only private answers say why, that it is so."""
    reasons = [rule.because.said_in(language) for rule in guidance.deciding]
    return reasons or [words.gettext("For a reason that you marked private.")] * guidance.privately


def _measured(guidance: Guidance, name: str, language: str) -> dict[str, Any] | None:
    found = guidance.scores[name]
    if found is None:
        return None
    words = found.band.text.said_in(language)
    return {"points": found.points, "shown": found.shown, "band": found.band.id, "meaning": words}


def _then(journey: Journey) -> dict[str, Any]:
    """Return the numbers that are known of an earlier check, each beside the one now."""
    return {
        found.change.question.now or "": {
            "then": found.change.then,
            "now": found.change.now,
            "real_change": found.change.question.real_change,
            "is_real": found.change.is_real,
        }
        for found in compared(journey)
    }


def _plain(question: Question, answer: Answer, language: str) -> dict[str, Any]:
    return {
        "question": question.id,
        "label": question.label.said_in(language),
        "asked": question.ask.said_in(language),
        "answer": answer if isinstance(answer, int) else [option.id for option in question.chosen(answer)],
        "words": answer_words(question, answer, language),
    }


def text(
    journey: Journey,
    guidance: Guidance,
    language: str = "",
    authored: str = "",
    words: NullTranslations = ENGLISH,
    first: NullTranslations = ENGLISH,
) -> str:
    """Return the record as text: what to do and who helps, then why, the scores, every answer, and when to get help.

    In a language that no native speaker has read, it says so, and in the first language too.
    """
    journey, guidance = redact(journey, guidance)
    questionnaire = journey.questionnaire
    language = language or questionnaire.languages[0]
    draft = [each.gettext("This is a draft translation. No native speaker has read it.") for each in (words, first)]
    blocks = [
        [questionnaire.title.said_in(language), *([authored] if authored else []), questionnaire.version],
        list(dict.fromkeys(draft)) if language in questionnaire.drafts else [],
        [said.said_in(language) for said in (guidance.tier.title, *guidance.tier.action)],
        [statement.text.said_in(language) for statement in guidance.statements if statement.place == "who"],
        [f"- {why}" for why in _because(guidance, language, words)],
        list(_scores(journey, guidance, language, words)),
        list(_changes(journey, guidance, language, words)),
        *(list(_section(journey, place, language)) for place in range(len(questionnaire.sections))),
        [statement.text.said_in(language) for statement in guidance.statements if statement.place in _SAFETY],
        [f"{link.text.said_in(language)}" for link in questionnaire.help],
    ]
    return ordered_plainly(language, "\n\n".join("\n".join(block) for block in blocks if block) + "\n")


_SAFETY = ("first", "safety_net", "notice")


def _scores(journey: Journey, guidance: Guidance, language: str, words: NullTranslations) -> Iterator[str]:
    """Yield the scores that people see; none where the result shows help alone."""
    if guidance.tier.only_help:
        return
    for score, found in areas(journey.questionnaire, guidance.scores):
        if found:
            most = shown(score, span(journey.questionnaire.question, score)[-1])
            points = _of(found.shown, most, language, words)
            yield f"{score.label.said_in(language)}: {points}. {found.band.text.said_in(language)}"


def _of(number: float, most: float, language: str, words: NullTranslations) -> str:
    """Return a number beside the highest one, as people of a language write both."""
    locale = language.replace("-", "_")
    sides = {"shown": format_decimal(number, locale=locale), "most": format_decimal(most, locale=locale)}
    return words.gettext("%(shown)s of %(most)s") % sides


def _changes(journey: Journey, guidance: Guidance, language: str, words: NullTranslations) -> Iterator[str]:
    """Yield then and now, under a heading; none where the result shows help alone."""
    found = () if guidance.tier.only_help else compared(journey)
    if found:
        yield words.gettext("Then and now").upper()
    for each in found:
        both = {"then": each.change.then, "now": each.change.now}
        sides = {side: _of(number, each.numbers[-1], language, words) for side, number in both.items()}
        numbers = words.gettext("then %(then)s, now %(now)s") % sides
        yield " ".join(
            (f"{each.label.said_in(language)}: {numbers}.", *change_words(each, words.gettext, words.ngettext))
        )


def _section(journey: Journey, place: int, language: str) -> Iterator[str]:
    section = journey.questionnaire.sections[place]
    asked = [question for question in section.questions if question.id in journey.values]
    if asked:
        yield section.title.said_in(language).upper()
    for question in asked:
        words = semicolon(language).join(answer_words(question, journey.values[question.id], language))
        yield f"{question.label.said_in(language)}: {words}"
