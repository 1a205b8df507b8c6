"""Published wording stands word for word, with its codes, points and credit. These are the locked copies."""

from pathlib import Path

import pytest

from checker.loading import load
from checker.model import Question
from checker.resources import shipped

SHIPPED = load(shipped("questions.yaml"))
BY_REF = {question.ref: question for question in SHIPPED.questions}
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
    "F1": ("44250-9", "Little interest or pleasure in doing things", "Poco interés o placer en hacer cosas"),
    "F2": (
        "44255-8",
        "Feeling down, depressed, or hopeless",
        "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
    ),
    "F3": (
        "44259-0",
        "Trouble falling or staying asleep, or sleeping too much",
        "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado",
    ),
    "F4": (
        "44254-1",
        "Feeling tired or having little energy",
        "Se ha sentido cansado(a) o con poca energía",
    ),
    "F5": ("44251-7", "Poor appetite or overeating", "Sin apetito o ha comido en exceso"),
    "F6": (
        "44258-2",
        "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
        "Se ha sentido mal con usted mismo(a) \u2013 o que es un fracaso o que ha quedado mal con usted mismo(a) "
        "o con su familia",
    ),
    "F7": (
        "44252-5",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el periódico "
        "o ver la televisión",
    ),
    "F8": (
        "44253-3",
        "Moving or speaking so slowly that other people could have noticed. Or the opposite - being so fidgety or "
        "restless that you have been moving around a lot more than usual",
        "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo contrario \u2013 muy "
        "inquieto(a) o agitado(a) que ha estado moviéndose mucho más de lo normal",
    ),
    "F9": (
        "44260-8",
        "Thoughts that you would be better off dead, or of hurting yourself in some way",
        "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera",
    ),
    "F11": (
        "69725-0",
        "Feeling nervous, anxious, or on edge",
        "Se ha sentido nervioso(a), ansioso(a) o con los nervios de punta",
    ),
    "F12": (
        "68509-9",
        "Not being able to stop or control worrying",
        "No ha sido capaz de parar o controlar su preocupación",
    ),
}
NHANES_STEM = "By yourself and without using any special equipment, how much difficulty do you have ..."
NHANES = {
    "E2": "walking for a quarter of a mile [about 2 or 3 blocks]",
    "E3": "stooping, crouching, or kneeling",
    "E4": "lifting or carrying something as heavy as 10 pounds [like a sack of potatoes or rice]",
    "E5": "sitting for about 2 hours",
    "E6": "standing or being on your feet for about 2 hours",
}
NHIS = {
    "D1": "During the past 30 days, how often did you have trouble falling asleep?",
    "D2": "During the past 30 days, how often did you have trouble staying asleep?",
    "D3": "During the past 30 days, how often did you wake up feeling well-rested?",
}


def code(question: Question) -> str:
    assert question.code and question.code.system == LOINC
    return question.code.code


def offered(question: Question) -> list[tuple[str, str, int | None, str | None]]:
    """Return what a question offers, as English, Spanish, points and code."""
    options = question.options
    return [(o.text.root["en"], o.text.root["es"], o.points, o.code.code if o.code else None) for o in options]


@pytest.mark.parametrize("ref", PHQ_AND_GAD)
def test_mood_and_worry_items_are_word_for_word_in_both_languages(ref: str) -> None:
    question = BY_REF[ref]
    assert question.verbatim and question.stem
    assert (question.stem.root["en"], question.stem.root["es"]) == PHQ_STEM
    assert (code(question), question.ask.root["en"], question.ask.root["es"]) == PHQ_AND_GAD[ref]
    assert offered(question) == OFTEN


def test_the_difficulty_item_keeps_the_odd_order_of_its_codes_and_adds_no_points() -> None:
    question = BY_REF["F10"]
    assert (question.verbatim, code(question)) == (True, "69722-7")
    assert question.ask.root == {
        "en": "If you checked off any problems, how difficult have these problems made it for you to do your work, "
        "take care of things at home, or get along with other people?",
        "es": "Si marcó cualquiera de los problemas, ¿qué tanta dificultad le han dado estos problemas para hacer su "
        "trabajo, encargarse de las tareas del hogar, o llevarse bien con otras personas?",
    }
    assert offered(question) == [
        ("Not difficult at all", "No ha sido difícil", None, "LA6572-7"),
        ("Somewhat difficult", "Un poco difícil", None, "LA6573-5"),
        ("Very difficult", "Muy difícil", None, "LA6575-0"),
        ("Extremely difficult", "Extremadamente difícil", None, "LA6574-3"),
    ]


@pytest.mark.parametrize("ref", NHANES)
def test_activity_items_are_word_for_word(ref: str) -> None:
    question = BY_REF[ref]
    assert question.verbatim and question.stem
    assert (question.stem.root["en"], question.ask.root["en"]) == (NHANES_STEM, NHANES[ref])
    assert [(text, points) for text, _, points, _ in offered(question)] == [
        ("No difficulty", 0),
        ("Some difficulty", 1),
        ("Much difficulty", 2),
        ("Unable to do", 3),
        ("Do not do this activity", None),
    ]


@pytest.mark.parametrize("ref", NHIS)
def test_sleep_items_are_word_for_word_and_rest_counts_the_other_way(ref: str) -> None:
    question = BY_REF[ref]
    assert (question.verbatim, question.ask.root["en"]) == (True, NHIS[ref])
    points = {text: points for text, _, points, _ in offered(question)}
    rising = {"Never": 0, "Some days": 1, "Most days": 2, "Every day": 3}
    assert points == (rising if ref != "D3" else {text: 3 - worth for text, worth in rising.items()})


def test_nothing_else_claims_to_be_published_wording() -> None:
    claims = {question.ref for question in SHIPPED.questions if question.verbatim}
    assert claims == {*PHQ_AND_GAD, "F10", *NHANES, *NHIS}


def test_scores_have_their_own_codes_and_no_code_of_the_scale_we_do_not_use() -> None:
    """75893-8 is a past week's pain, 72514-3 pain now; 55758-7 is the total, 55757-9 the panel; GAD-2 has no code."""
    codes = {score.id: score.code.code for score in SHIPPED.scores if score.code}
    assert codes == {"phq2": "55758-7", "phq9": "44261-6"}
    assert code(BY_REF["C4"]) == "75893-8"
    assert not BY_REF["C5"].code and not BY_REF["C6"].code
    text = shipped("questions.yaml").read_text(encoding="utf-8")
    absent = ("91148-7", "91147-9", "91145-3", "91146-1", "72514-3", "70273-8", "69737-5", "70274-6", "55757-9")
    assert [each for each in absent if each in text] == []


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
    said = " ".join((Path(__file__).parent.parent / "NOTICE").read_text(encoding="utf-8").split())
    english = [credit.root["en"].removeprefix("PHQ and GAD questions: ") for credit in SHIPPED.credits[:2]]
    assert all(credit in said for credit in english)
