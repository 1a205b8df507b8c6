"""How does a questionnaire read as a FHIR R4 Questionnaire?

Plain dictionaries, ready for JSON. Other engines ask the same questions and calculate the same scores and tier.
"""

from collections.abc import Iterator
from functools import partial

from checker.clinic.models import Clinic
from checker.engine.conditions import reads
from checker.engine.questionnaire import Link, Option, Question, Questionnaire, Rule, Score, Section, Text
from checker.fhir.calculated_items import Calculated, logic, measured
from checker.fhir.canonical import (
    BASE,
    CALCULATED,
    CATEGORY,
    DISPLAY_CATEGORY,
    EXCLUSIVE,
    EXTRACT,
    HIDDEN,
    ITEM_CONTROL,
    MAXIMUM,
    MINIMUM,
    ORDINAL,
    SLIDER_STEP,
    VARIABLE,
    Json,
    Publication,
    as_expression,
    fhir_id,
    fhir_name,
    form_code,
    mean_link,
    score_link,
    section_link,
)
from checker.fhir.carried_yaml import carried
from checker.fhir.enable_when import asked_when, interrupts_when, measured_when, reached_when, when_holds
from checker.fhir.known_text import KNOWN, as_one_text, over
from checker.fhir.profiles import PLAIN, Profile
from checker.fhir.reading import quoted, variable
from checker.fhir.variables import declarations
from checker.page_words import PageWords, Untranslated

_LOGIC = "Logic, calculated and not shown"


def export(
    questionnaire: Questionnaire,
    language: str = "",
    base: str = BASE,
    status: str = "draft",
    profile: Profile = PLAIN,
    site: str = "",
) -> Json:
    """Return the questionnaire as a FHIR R4 Questionnaire, its words in one language and the others beside them."""
    published = Publication(questionnaire, language or questionnaire.languages[0], base.rstrip("/"), profile, site)
    return {
        "resourceType": "Questionnaire",
        "id": fhir_id(questionnaire.id),
        "language": published.language,
        "extension": [*carried(questionnaire), *_variables(published)],
        "url": published.url,
        "version": questionnaire.version,
        "name": fhir_name(questionnaire.id),
        **published.said("title", questionnaire.title),
        "status": status,
        **({"date": questionnaire.date} if questionnaire.date else {}),
        "code": [published.own(form_code(questionnaire), questionnaire.title)],
        "subjectType": ["Patient"],
        **published.said("description", *questionnaire.start),
        **(published.said("copyright", *questionnaire.credits) if questionnaire.credits else {}),
        "item": items(published),
    }


def published_by(clinic: Clinic) -> Json:
    """Return who publishes a form, and how to reach them, as keys of it."""
    ways = {"phone": clinic.phone, "email": clinic.problems, "url": clinic.website}
    reached = [{"system": system, "value": value} for system, value in ways.items() if value]
    return {"publisher": clinic.name, **({"contact": [{"telecom": reached}]} if reached else {})}


def items(published: Publication) -> list[Json]:
    """Return the items: help at once, the sections, and what the answers come to, as far as a renderer can show it."""
    questionnaire, gettext = published.questionnaire, partial(_ours, published)
    sections = [_section(published, section) for section in questionnaire.sections]
    after = {
        "guidance": (gettext("What to do"), list(_advice(published))),
        "scores": (gettext("Your scores"), list(_scores(published))),
    }
    return [
        {"linkId": "help", "type": "display", **published.said("text", *_sentences(questionnaire.help))},
        *sections,
        *(
            {"linkId": link, "type": "group", **published.said("text", title), "item": inside}
            for link, (title, inside) in after.items()
            if inside
        ),
        *([_hidden(published)] if published.profile.has_variables else []),
    ]


def _hidden(published: Publication) -> Json:
    """Return the logic and the scores that nobody sees, as a group that renderers hide."""
    unseen = [item for score in published.questionnaire.scores if not score.area for item in _score(published, score)]
    inside = [_calculated(published, found) for found in logic(published)] + unseen
    return {"linkId": "logic", "type": "group", "extension": [_HIDDEN], "text": _LOGIC, "item": inside}


def _scores(published: Publication) -> Iterator[Json]:
    """Yield the scores that people see."""
    for score in published.questionnaire.scores:
        if score.area and published.profile.advises:
            yield from (_score if published.profile.draws_calculated else _bands)(published, score)


def _bands(published: Publication, score: Score) -> Iterator[Json]:
    """Yield what each band of a score says: a number that Medplum draws would stay when another answer changes it."""
    (band,) = (found for found in measured(published, score) if found.link == f"band-{score.id}")
    for each in score.bands:
        words = each.text.said_in(published.language)
        said = {code: f"{score.label.said_in(code)}: {each.text.said_in(code)}" for code in score.label.root}
        item = {"linkId": f"{band.link}-{each.id}", "type": "display", **published.said("text", Text(said))}
        yield _with(item, when_holds(published, f"{band.path} = {quoted(words)}"))


def _unseen(published: Publication) -> list[Json]:
    """Return what is known, the tier and the scores as items within a question: Medplum keeps them and draws none."""
    text = {"url": CALCULATED, "valueExpression": as_expression(as_one_text(published))}
    known = {"linkId": KNOWN, "extension": [text], "text": _LOGIC, "type": "string", "readOnly": True}
    (tier,) = logic(published)
    reached = _with(_calculated(published, tier), when_holds(published, f"{tier.path}.exists()"))
    return [known, reached, *(item for score in published.questionnaire.scores for item in _score(published, score))]


def _ours(published: Publication, words: str) -> Text:
    """Return words of the pages' own in every language that is offered, as far as anybody has written them."""
    whole = published.questionnaire
    known = PageWords(whole.page_words, whole.drafts)
    said = {code: known.said_in(code).gettext(words) for code in whole.languages}
    return Text({"en": words} | {code: its for code, its in said.items() if not isinstance(its, Untranslated)})


def _variables(published: Publication) -> Iterator[Json]:
    for each in declarations(published) if published.profile.has_variables else ():
        named = {"name": variable(each.kind, each.name)}
        yield {"url": VARIABLE, "valueExpression": named | as_expression(each.path)}


def _sentences(links: tuple[Link, ...]) -> tuple[Text, ...]:
    return tuple(_sentence(link.text) for link in links)


def _sentence(text: Text) -> Text:
    return Text({code: words if words[-1] in ".!?" else f"{words}." for code, words in text.root.items()})


def _section(published: Publication, section: Section) -> Json:
    """Return a section: its questions, each followed by the pages of help that its answer may call for."""
    questionnaire = published.questionnaire
    inside: list[Json] = []
    for question in section.questions:
        item = _with(_question(published, question), asked_when(published, question))
        inside.append(item if published.profile.has_variables else _flat(published, question, item))
        inside += [_page(published, rule) for rule in _interrupting(questionnaire, questionnaire.position[question.id])]
    return {"linkId": section_link(section), "type": "group", **published.said("text", section.title), "item": inside}


def _question(published: Publication, question: Question) -> Json:
    asked = [question.stem, question.ask] if question.stem else [question.ask]
    children = list(_children(published, question))
    code = published.observed(question)
    return {
        "linkId": question.id,
        "extension": [*_looks(question), *([] if question.private or question.earlier else _extracted(code))],
        **({"code": code} if code else {}),
        **published.said("text", *asked),
        "type": "integer" if question.kind == "scale" else "choice",
        "required": True,
        **({"repeats": True} if question.kind == "many" else {}),
        **({"answerOption": [_option(published, question, o) for o in question.options]} if question.options else {}),
        **({"item": children} if children else {}),
    }


def _flat(published: Publication, question: Question, item: Json) -> Json:
    """Return a question as Medplum draws it: all its words in one text, its options as they are kept in a record."""
    ends = [
        Text({code: f"{number}: {words}" for code, words in text.root.items()})
        for number, text in ((question.min, question.low), (question.max, question.high))
        if text
    ]
    said = [text for text in (question.stem, question.ask, question.hint, *ends, question.why) if text]
    options = [option | {"valueCoding": _kept(option)} for option in item.get("answerOption", [])]
    first = published.profile.values == "item" and question is published.questionnaire.questions[0]
    return {
        **{key: value for key, value in item.items() if key not in ("text", "_text", "item")},
        **published.said("text", *said),
        **({"answerOption": options} if options else {}),
        **({"item": _unseen(published)} if first else {}),
    }


def _kept(option: Json) -> Json:
    """Return the code of an option, its points within, so that what was saved is found again among the options."""
    points = [each for each in option.get("extension", []) if each["url"] == ORDINAL]
    coding = {key: option["valueCoding"][key] for key in ("system", "code", "display")}
    return {**({"extension": points} if points else {}), **coding}


def _looks(question: Question) -> Iterator[Json]:
    """Yield how a question is asked: all of its options in sight, or a slider with its ends, in steps of one."""
    if question.kind == "scale":
        yield {"url": MINIMUM, "valueInteger": question.min}
        yield {"url": MAXIMUM, "valueInteger": question.max}
        yield {"url": SLIDER_STEP, "valueInteger": 1}
    yield _control({"one": "radio-button", "many": "check-box", "scale": "slider"}[question.kind])


def _extracted(code: list[Json]) -> list[Json]:
    """Return that an item with such a code is an Observation of a survey; nothing for one without a code."""
    survey = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}
    category = {"url": CATEGORY, "valueCodeableConcept": {"coding": [survey]}}
    return [_flag(EXTRACT), category] if code else []


def _children(published: Publication, question: Question) -> Iterator[Json]:
    """Yield what stands beside a question: how to answer and why we ask, and what the ends of a scale mean."""
    helping = [question.hint, question.why]
    beside: dict[str, list[Text | None]] = {"help": helping, "lower": [question.low], "upper": [question.high]}
    for control, texts in beside.items():
        if said := [text for text in texts if text]:
            link = f"{question.id}-{control}"
            looks = [_control(control), *([_INSTRUCTIONS] if control == "help" else [])]
            yield {"linkId": link, "extension": looks, **published.said("text", *said), "type": "display"}


def _option(published: Publication, question: Question, option: Option) -> Json:
    extensions = [{"url": ORDINAL, "valueDecimal": option.points}] if option.points is not None else []
    extensions += [_flag(EXCLUSIVE)] if option.exclusive else []
    return {**({"extension": extensions} if extensions else {}), "valueCoding": published.coding(question, option)}


def _interrupting(questionnaire: Questionnaire, place: int) -> list[Rule]:
    """Return the rules that interrupt and whose last answer stands at a place."""
    rules = [rule for rule in questionnaire.guidance if rule.then == "interrupt" and rule.page]
    return [r for r in rules if max((questionnaire.position[name] for name in reads(r.when)), default=0) == place]


def _page(published: Publication, rule: Rule) -> Json:
    texts = (rule.page.title, *rule.page.text) if rule.page else ()
    shown = interrupts_when(published, rule)
    return {"linkId": f"page-{rule.id}", **published.said("text", *texts), "type": "display", **shown}


def _advice(published: Publication) -> Iterator[Json]:
    """Yield what to do for each tier, shown when that tier is reached; else help, and where it is told."""
    if not published.profile.advises:
        yield {"linkId": "elsewhere", "type": "display", **published.said("text", *_elsewhere(published))}
        return
    for tier in published.questionnaire.tiers:
        said = published.said("text", _sentence(tier.title), *tier.action)
        yield {"linkId": f"tier-{tier.id}", **said, "type": "display", **reached_when(published, tier)}


def _elsewhere(published: Publication) -> Iterator[Text]:
    gettext = partial(_ours, published)
    yield from _sentences(published.questionnaire.help)
    yield gettext("To see what to do and how soon, open this check on the page of the clinic.")
    if published.site:
        yield Text({published.language: published.site})


def _with(item: Json, keys: Json) -> Json:
    """Return an item with more keys, and their extensions beside its own."""
    extensions = [*item.get("extension", []), *keys.get("extension", [])]
    return item | keys | ({"extension": extensions} if extensions else {})


def _score(published: Publication, score: Score) -> Iterator[Json]:
    """Yield the items of a score; where people see the mean, the points stay unseen, and a chart keeps the mean."""
    seen = mean_link(score.id) if score.show == "mean" else score_link(score.id)
    for found in measured(published, score):
        item = _calculated(published, found)
        if found.link == seen:
            item["code"] = published.observed(score)
            item["extension"] += [] if score.show == "nothing" else _extracted(item["code"])
        elif found.link == score_link(score.id) and published.profile.draws_calculated:
            item["extension"].append(_HIDDEN)
        yield _with(item | published.said("text", score.label), measured_when(published, score))


def _calculated(published: Publication, found: Calculated) -> Json:
    return {
        "linkId": found.link,
        "extension": [{"url": CALCULATED, "valueExpression": as_expression(over(published, found.path))}],
        "text": found.words,
        "type": found.kind,
        "readOnly": True,
    }


def _control(code: str) -> Json:
    coding = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}
    return {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [coding]}}


def _flag(url: str) -> Json:
    return {"url": url, "valueBoolean": True}


_HIDDEN = _flag(HIDDEN)
_INSTRUCTIONS: Json = {
    "url": DISPLAY_CATEGORY,
    "valueCodeableConcept": {
        "coding": [{"system": "http://hl7.org/fhir/questionnaire-display-category", "code": "instructions"}]
    },
}
"""How Smart Forms knows what to show below a question."""
