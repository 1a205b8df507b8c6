"""Published wording stands word for word, with its codes, points and credit. These are the locked copies."""

from pathlib import Path

import pytest

from checker.authoring import load
from checker.engine.questionnaire import Question
from checker.resources import shipped

SHIPPED = load(shipped("questions.yaml"))
QUESTION = SHIPPED.question
LOINC = "http://loinc.org"
PHQ_STEM = (
    "Over the last 2 weeks, how often have you been bothered by any of the following problems?",
    "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los siguientes problemas?",
)
OFTEN = [
    ("Not at all", "Ningún día", 0, "LA6568-5"),
    ("Several days", "Varios días", 1, "LA6569-3"),
    ("More than half the days", "Más de la mitad de los días", 2, "LA6570-1"),
    ("Nearly every day", "Casi todos los días", 3, "LA6571-9"),
]
PHQ_AND_GAD = {
    "little_interest": (
        "44250-9",
        "Little interest or pleasure in doing things",
        "Poco interés o placer en hacer cosas",
    ),
    "feeling_down": (
        "44255-8",
        "Feeling down, depressed, or hopeless",
        "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
    ),
    "phq_sleep": (
        "44259-0",
        "Trouble falling or staying asleep, or sleeping too much",
        "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado",
    ),
    "phq_tired": (
        "44254-1",
        "Feeling tired or having little energy",
        "Se ha sentido cansado(a) o con poca energía",
    ),
    "phq_appetite": ("44251-7", "Poor appetite or overeating", "Sin apetito o ha comido en exceso"),
    "phq_failure": (
        "44258-2",
        "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
        "Se ha sentido mal con usted mismo(a) \u2013 o que es un fracaso o que ha quedado mal con usted mismo(a) "
        "o con su familia",
    ),
    "phq_concentrating": (
        "44252-5",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el periódico "
        "o ver la televisión",
    ),
    "phq_slow_or_restless": (
        "44253-3",
        "Moving or speaking so slowly that other people could have noticed. Or the opposite - being so fidgety or "
        "restless that you have been moving around a lot more than usual",
        "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo contrario \u2013 muy "
        "inquieto(a) o agitado(a) que ha estado moviéndose mucho más de lo normal",
    ),
    "gad_nervous": (
        "69725-0",
        "Feeling nervous, anxious, or on edge",
        "Se ha sentido nervioso(a), ansioso(a) o con los nervios de punta",
    ),
    "gad_worry": (
        "68509-9",
        "Not being able to stop or control worrying",
        "No ha sido capaz de parar o controlar su preocupación",
    ),
}
NHIS = "During the past 30 days, how often did you wake up feeling well-rested?"
HOW_OFTEN = {"Every day": 0, "Most days": 1, "Some days": 2, "Never": 3}
HOW_HARD = {"Not hard": 0, "Somewhat hard": 1, "Very hard": 2, "I cannot do it": 3}


def code(question: Question) -> str:
    assert question.code and question.code.system == LOINC
    return question.code.code


def offered(question: Question) -> list[tuple[str, str, int | None, str | None]]:
    """Return what a question offers, as English, Spanish, points and code."""
    options = question.options
    return [(o.text.root["en"], o.text.root["es"], o.points, o.code.code if o.code else None) for o in options]


@pytest.mark.parametrize("name", PHQ_AND_GAD)
def test_mood_and_worry_items_are_word_for_word_in_both_languages(name: str) -> None:
    question = QUESTION[name]
    assert question.verbatim and question.stem
    assert (question.stem.root["en"], question.stem.root["es"]) == PHQ_STEM
    assert (code(question), question.ask.root["en"], question.ask.root["es"]) == PHQ_AND_GAD[name]
    assert offered(question) == OFTEN


def test_each_mood_and_worry_score_sums_exactly_its_own_items() -> None:
    sums = {score.id: score.sum for score in SHIPPED.scores}
    assert sums["phq8"] == tuple(PHQ_AND_GAD)[:8]
    assert sums["phq2"] == tuple(PHQ_AND_GAD)[:2]
    assert sums["gad2"] == tuple(PHQ_AND_GAD)[8:]


def test_the_rest_item_has_the_words_of_the_survey_and_counts_the_other_way() -> None:
    """Its Spanish is ours, so it does not claim to be published wording."""
    question = QUESTION["well_rested"]
    assert (question.ask.root["en"], question.verbatim) == (NHIS, False)
    assert {text: points for text, _, points, _ in offered(question)} == HOW_OFTEN
    assert {"nhis", "own_spanish"} <= set(question.source)


@pytest.mark.parametrize("name", ["walking", "lifting", "sitting"])
def test_activity_items_say_that_they_are_adapted_and_every_answer_has_points(name: str) -> None:
    question = QUESTION[name]
    assert {text: points for text, _, points, _ in offered(question)} == HOW_HARD
    assert {"nhanes_adapted", "own_spanish"} <= set(question.source)


def test_nothing_else_claims_to_be_published_wording() -> None:
    assert {question.id for question in SHIPPED.questions if question.verbatim} == set(PHQ_AND_GAD)


def test_only_published_items_and_a_published_score_have_codes() -> None:
    """44261-6 is the total of nine items, of which the ninth, 44260-8, is not asked here; 55758-7 is the total of two.

    GAD-2 has no code. Those of scales, panels and spans of time that are not ours stand nowhere in the file.
    """
    assert {question.id for question in SHIPPED.questions if question.code} == set(PHQ_AND_GAD)
    assert {score.id: score.code.code for score in SHIPPED.scores if score.code} == {"phq2": "55758-7"}
    text = shipped("questions.yaml").read_text(encoding="utf-8")
    absent = (
        "91148-7",
        "91147-9",
        "91145-3",
        "91146-1",
        "72514-3",
        "75893-8",
        "70273-8",
        "69737-5",
        "70274-6",
        "55757-9",
    )
    nine = ("44261-6", "44260-8", "44249-1", "69722-7")
    assert [each for each in absent + nine if each in text] == []


def test_the_credits_that_licences_ask_for_are_printed() -> None:
    phq, loinc, _ = (credit.root for credit in SHIPPED.credits)
    grant = (
        "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational "
        "grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute."
    )
    notice = (
        "This material contains content from LOINC (loinc.org). LOINC is copyright Regenstrief Institute, Inc. and the "
        "LOINC Committee and is available at no cost under the license at loinc.org/license."
    )
    assert phq["en"].endswith(grant)
    assert phq["es"].endswith("No se requiere permiso para reproducir, traducir, presentar o distribuir.")
    assert set(loinc.values()) == {notice}


def test_the_notice_file_carries_the_same_credits() -> None:
    said = " ".join((Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8").split())
    english = [credit.root["en"].removeprefix("PHQ and GAD questions: ") for credit in SHIPPED.credits[:2]]
    assert all(credit in said for credit in english)
