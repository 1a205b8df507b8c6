"""The questionnaire as tables for a spreadsheet: a row for each text, option, rule, cell, item, statement and case."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from checker.engine.questionnaire import Source
from checker.explain.plain_english import describe, in_one_line
from checker.phrases import later, phrase
from checker.proofs.answer_outcomes import COLUMNS, outcome_row
from checker.review import cases, hazards, questions, results, rules, scores, tables
from checker.review.material import Material, Said
from checker.review.parts import part_words
from checker.review.questions import AskedQuestion

Row: TypeAlias = tuple[str | int | None, ...]
"""A row of a table; the first is its head."""


def asked(material: Material) -> Iterator[Row]:
    """Yield every text of the questions, a row each."""
    languages = material.questionnaire.languages
    yield (
        phrase("number"), phrase("section"), phrase("question"), phrase("what"), phrase("option"), *languages,
        phrase("points"), phrase("asked when"), phrase("sources"),
    )  # fmt: skip
    for part in questions.gather(material):
        for each in part.asked:
            for what, option, said, points in _texts(each):
                words = _words(said, languages)
                yield (
                    each.number, part.section.id, each.question.id, what, option, *words, points, each.when,
                    _titles(each.sources),
                )  # fmt: skip


def answers(material: Material) -> Iterator[Row]:
    """Yield every option with what it does, and the highest number of every scale."""
    questionnaire = material.questionnaire
    yield (
        phrase("question"), phrase("option"), *questionnaire.languages, phrase("points"), phrase("how it counts"),
        *COLUMNS[3:], phrase("what it does"),
    )  # fmt: skip
    for each in (each for part in questions.gather(material) for each in part.asked):
        for choice in each.choices:
            told = outcome_row(questionnaire, choice.outcome)[3:] if choice.outcome else ("",) * 6
            does = ". ".join(f"{how}: {', '.join(ids)}" for how, ids in choice.does)
            words_of = _words(choice.said, questionnaire.languages)
            yield (
                each.question.id, choice.option.id, *words_of, choice.option.points, choice.means, *told, does,
            )  # fmt: skip
        if each.highest:
            name, number, _, *rest = outcome_row(questionnaire, each.highest)
            yield (name, number, *("" for _ in questionnaire.languages), each.question.max, "", *rest, "")


def ruled(material: Material) -> Iterator[Row]:
    """Yield every rule."""
    languages = material.questionnaire.languages
    because = [phrase("because (%(language)s)", language=language) for language in languages]
    page = [phrase("page (%(language)s)", language=language) for language in languages]
    yield (
        phrase("tier"), phrase("rule"), phrase("ref"), phrase("holds when"), phrase("at once"), *because, *page,
        phrase("answer sheets"), phrase("cases"), phrase("sources"),
    )  # fmt: skip
    for group in rules.gather(material):
        for each in group.rules:
            yield (
                group.tier.id, each.rule.id, each.rule.ref, describe(material.questionnaire, each.rule.when),
                each.at_once, *_words(each.because, languages), *_paragraphs(each.page, languages), each.sheets,
                ", ".join(each.cases), _titles(each.sources),
            )  # fmt: skip


def decided(material: Material) -> Iterator[Row]:
    """Yield every cell of the decision tables that matters."""
    yield (
        phrase("tier"), phrase("table"), phrase("rule"), phrase("way"), phrase("of"), phrase("input"),
        phrase("must be"),
    )  # fmt: skip
    for group in tables.gather(material):
        for table in group.tables:
            for row in table.rows:
                for input_, cell in row.cells:
                    if cell:
                        way = row.way
                        yield (group.tier.id, table.number, way.rule.id, way.number, way.of, input_, in_one_line(cell))


def scored(material: Material) -> Iterator[Row]:
    """Yield every item, answer and band of every score."""
    languages = material.questionnaire.languages
    yield (
        phrase("score"), phrase("what"), phrase("name"), *languages, phrase("points"), phrase("as published"),
        phrase("read by"), phrase("sources"),
    )  # fmt: skip
    for each in scores.gather(material):
        for item in each.items:
            yield (
                each.score.id, phrase("item"), item.question.id, *_words(item.said, languages), None,
                phrase("yes") if item.question.verbatim else phrase("no"), _called(item.read_by),
                _titles(material.sources(item.question.source)),
            )  # fmt: skip
        for group in each.answers:
            items = ", ".join(item.id for item in group.items)
            for points, said in group.rows:
                yield (each.score.id, phrase("answer"), items, *_words(said, languages), points, None, None, None)
        for band in each.bands:
            yield (each.score.id, phrase("band"), band.id, *_words(band.said, languages), band.points, None, None, None)
        yield (
            each.score.id, phrase("score"), each.score.id, *_words(each.label, languages), None, None,
            _called(each.read_by), _titles(each.sources),
        )  # fmt: skip


def stated(material: Material) -> Iterator[Row]:
    """Yield every statement."""
    languages = material.questionnaire.languages
    why = [phrase("why (%(language)s)", language=language) for language in languages]
    yield (phrase("statement"), phrase("ref"), phrase("place"), phrase("said"), *languages, *why, phrase("sources"))
    for each in results.gather(material).statements:
        yield (
            each.statement.id, each.statement.ref, each.place, each.when, *_words(each.said, languages),
            *_words(each.why, languages), _titles(each.sources),
        )  # fmt: skip


def worked(material: Material) -> Iterator[Row]:
    """Yield every worked case."""
    yield (
        phrase("case"), phrase("story"), phrase("answers"), phrase("right"), phrase("result"),
        phrase("how it comes out"), phrase("rules that hold"), phrase("after"),
    )  # fmt: skip
    for each in cases.gather(material).worked:
        given = ". ".join(f"{label}: {words}" for label, words in each.answers)
        yield (
            each.case.id, each.case.story, given, each.right.id, each.got.id, cases.VERDICTS[each.verdict],
            ", ".join(each.rules), each.case.after,
        )  # fmt: skip


def traced(material: Material) -> Iterator[Row]:
    """Yield every hazard."""
    yield (
        phrase("hazard"), phrase("harm"), phrase("who"), phrase("severity"), phrase("likelihood"),
        phrase("likelihood with its controls"), phrase("causes"), phrase("emergency signs"), phrase("rules"),
        phrase("questions"), phrase("statements"), phrase("claims"), phrase("all proved"), phrase("cases"),
        phrase("cases whose result is not urgent enough"), phrase("what the program does"),
        phrase("what whoever runs it has to do"), phrase("what is left"),
    )  # fmt: skip
    words = hazards.words()
    for each in hazards.gather(material):
        hazard = each.hazard
        soft = [worked.case.id for worked in each.cases if worked.verdict == "not-urgent-enough"]
        yield (
            hazard.id, hazard.harm, hazard.who, words[hazard.severity], words[hazard.likelihood],
            words[hazard.residual], "\n".join(hazard.causes), "\n".join(sign[0].words for sign in each.signs),
            ", ".join(hazard.rules), ", ".join(question.id for question in each.questions),
            ", ".join(hazard.statements), ", ".join(hazard.proofs), later("yes") if each.is_proved else later("no"),
            ", ".join(worked.case.id for worked in each.cases), ", ".join(soft), "\n".join(hazard.measures),
            "\n".join(hazard.clinic), hazard.left,
        )  # fmt: skip


def imprint(material: Material) -> Iterator[Row]:
    """Yield which content a workbook is of, and whether a clinician has signed it."""
    whole = material.questionnaire
    yield phrase("what it is"), phrase("as it is here")
    yield phrase("id"), whole.id
    yield phrase("version"), whole.version
    yield phrase("fingerprint"), material.fingerprint
    signed = [
        phrase("Reviewed by %(name)s, %(role)s, on %(date)s.", name=each.name, role=each.role, date=str(each.date))
        for each in material.reviewers
    ]
    yield phrase("review"), "\n".join(signed) or phrase("No clinician has signed this.")
    if material.failing:
        yield phrase("review"), phrase("This does not hold: %(why)s.", why=str(material.failing))


TABLES: Mapping[str, Callable[[Material], Iterable[Row]]] = {
    "questions": asked, "options": answers, "rules": ruled, "tables": decided, "scores": scored, "statements": stated,
    "cases": worked, "hazards": traced,
}  # fmt: skip
"""Every table by its name."""


def _texts(asked: AskedQuestion) -> Iterator[tuple[str, str, tuple[Said, ...], int | None]]:
    """Yield what each text of a question is, of which option, its words, and the points."""
    for what, said in asked.texts:
        yield what, "", said, None
    for choice in asked.choices:
        yield phrase("Option"), choice.option.id, choice.said, choice.option.points
        if choice.hint:
            yield phrase("Hint"), choice.option.id, choice.hint, None


def _words(said: tuple[Said, ...], languages: tuple[str, ...]) -> list[str]:
    """Return a text in every language; empty cells for one that was not written."""
    return [each.words for each in said] or ["" for _ in languages]


def _paragraphs(texts: tuple[tuple[Said, ...], ...], languages: tuple[str, ...]) -> list[str]:
    return ["\n".join(text[place].words for text in texts) for place in range(len(languages))]


def _called(parts: Iterable[str]) -> str:
    return ", ".join(map(part_words, parts))


def _titles(sources: tuple[Source, ...]) -> str:
    return "\n".join(source.title for source in sources)
