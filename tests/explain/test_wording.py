"""Some words never stand in a text for patients, however they are spelled."""

import pytest

from checker.explain.wording import ALLOWED, NEVER, deadlines, of, wording_mistakes


def found(text: str, language: str = "en", *own: str) -> list[str]:
    return [mistake.found for mistake in wording_mistakes(text, language, own)]


@pytest.mark.parametrize(
    "text",
    [
        "You have a slipped disc.",
        "YOU  HAVE it",
        "you\nhave it",
        "Your diagnosis",
        "a diagnostic test",
        "You may have it",
        "You\u2019re fine.",
        "Clinical signs",
        "It is safe to wait",
        "This cures pain",
        "We guarantee it",
        "dis\xadorder",
        "He committed suicide",
        "Our treatment plan",
        "abnormalities",
        "symptoms of depression",
        "you need surgery",
        "your condition is bad",
        "nothing serious",
        "Eliminate pain",
        "the risk of suicide is low",
        "a prescribed pill",
    ],
)
def test_what_sounds_like_a_diagnosis_or_a_promise_is_found(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Usted tiene una hernia",
        "su diagnóstico",
        "DIAGNÓSTICO",
        "diagnóstico",
        "Usted padece de algo",
        "Sufre de",
        "un trastorno",
        "es seguro esperar",
        "cura el dolor",
        "le garantizamos",
        "plan de tratamiento",
        "nada grave",
        "signos clínicos",
        "riesgo de suicidio es bajo",
        "cometió suicidio",
        "elimina el dolor",
        "podría tener algo",
    ],
)
def test_the_same_is_found_in_spanish(text: str) -> None:
    assert found(text, "es")


@pytest.mark.parametrize(
    "text",
    [
        "This is not a diagnosis.",
        "The clinic",
        "accurate",
        "secure",
        "ordered",
        "normally",
        "Tell us what you haven't said",
        "Do you haved",
        "uncured",
    ],
)
def test_whole_words_alone_are_found(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["Esto no es un diagnóstico.", "curso", "Procura dormir", "¿Cuántos años tiene?", "seguro"]
)
def test_whole_words_alone_are_found_in_spanish(text: str) -> None:
    assert found(text, "es") == []


def test_only_one_way_to_speak_of_a_diagnosis_is_allowed() -> None:
    assert found("This is not a diagnosis. A diagnosis is made by a doctor.") == ["diagnosis"]
    assert found("no diagnosis") == ["diagnosis"]
    assert found("Esto no es un diagnóstico, es otro diagnóstico", "es") == ["diagnóstico"]


def test_a_questionnaire_rules_out_words_of_its_own() -> None:
    assert found("A slipped disc or Sciatica", "en", "slipped disc*", "sciatica") == ["slipped disc", "Sciatica"]


def test_each_slip_says_how_to_mend_it() -> None:
    assert [mistake.mend for mistake in wording_mistakes("a cure", "en")] == [
        "It promises what nobody can. Say what often helps"
    ]


def test_a_dialect_keeps_the_rules_of_its_language() -> None:
    assert found("Usted padece", "es-US") == ["padece"]
    assert found("You have", "vi") == []


def test_both_languages_have_rules_of_every_kind() -> None:
    assert {language: set(rules) for language, rules in NEVER.items()} == {key: set(NEVER["en"]) for key in ALLOWED}


# By when to act --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("Call Today, or tonight if you can.", "en", ["Today", "tonight"]),
        ("Tomorrow is early enough", "en", ["Tomorrow"]),
        ("On the same day, a same-day visit", "en", ["the same day", "same-day"]),
        ("Go right away. Go at once.", "en", ["right away", "at once"]),
        ("Be seen within 3 days or within the next week", "en", ["within 3 days", "within the next week"]),
        ("See someone in one to two weeks", "en", ["in one to two weeks"]),
        ("in the next day or two, in the next few days", "en", ["in the next day", "in the next few days"]),
        ("in a few days, in 2\u20133 weeks, in 24 hours", "en", ["in a few days", "in 2\u20133 weeks", "in 24 hours"]),
        ("this week or next week", "en-US", ["this week", "next week"]),
        ("Llame hoy, hoy mismo o mañana", "es", ["hoy", "hoy mismo", "mañana"]),
        ("Llame mañana por la mañana", "es", ["mañana"]),
        ("el mismo día, enseguida", "es", ["el mismo día", "enseguida"]),
        ("dentro de 3 días o dentro de unas horas", "es", ["dentro de 3 días", "dentro de unas horas"]),
        ("en los próximos 2 días, en las 2 semanas que siguen", "es", ["en los próximos 2 días", "en las 2 semanas"]),
        ("en uno o dos días, en los próximos días", "es", ["en uno o dos días", "en los próximos días"]),
        ("esta semana o la próxima semana", "es-MX", ["esta semana", "la próxima semana"]),
    ],
)
def test_by_when_to_act_is_found(text: str, language: str, named: list[str]) -> None:
    assert deadlines(text, language) == named


@pytest.mark.parametrize(
    ("phrase", "language"),
    [
        *((phrase, "en") for phrase in (
            "today", "tonight", "tomorrow", "the same day", "right away", "straight away", "immediately", "at once",
            "as soon as you can", "as soon as possible", "this morning", "this afternoon", "this evening", "this week",
            "next week", "next month",
        )),
        *((phrase, "es") for phrase in (
            "hoy", "hoy mismo", "mañana", "el mismo día", "enseguida", "en seguida", "de inmediato", "inmediatamente",
            "ya mismo", "cuanto antes", "lo antes posible", "lo más pronto posible", "esta tarde", "esta noche",
            "esta semana", "la próxima semana", "la semana que viene", "este mes",
        )),
    ],
)  # fmt: skip
def test_every_phrase_of_by_when_is_found(phrase: str, language: str) -> None:
    assert deadlines(f"Call {phrase}.", language) == [phrase]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It came in the last 2 weeks, or within the last month", "en"),
        ("Walk for 5 minutes, 5 to 10 minutes a day, each day", "en"),
        ("Do it twice in a day, for the first 3 days", "en"),
        ("You stopped them all at once", "en"),
        ("It has lasted 6 weeks; it eases over 2 to 6 weeks", "en"),
        ("Help is there day and night, within reach", "en"),
        ("Empezó en las últimas 2 semanas, en los últimos 3 meses", "es"),
        ("Camine cada mañana, por la mañana o en la mañana; esta mañana", "es"),
        ("Camine 5 minutos, dos veces en un día, cada día", "es"),
        ("Duele dentro de la pierna; hoy en día", "es"),
        ("Appelez aujourd'hui, today", "fr"),
    ],
)
def test_what_is_past_lasts_or_comes_again_is_no_deadline(text: str, language: str) -> None:
    assert deadlines(text, language) == []


# Other languages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "phrase"),
    [
        ("Você tem diagnóstico de algo", "pt-BR", "diagnóstico*"),
        ("قد يكون هذا التشخيص", "ar", "*تشخيص*"),
        ("قد يكون هذا التَّشْخِيص", "ar", "*تشخيص*"),
        ("هذا تشـــخيص", "ar", "تشخيص"),
        ("あなたは診断されました", "ja", "診断"),
        ("您有癌症吗", "zh-Hans", "癌症"),
        ("คุณเป็นมะเร็งหรือไม่", "th", "มะเร็ง"),
        ("यह कैंसर है", "hi", "कैंसर"),
    ],
)
def test_a_word_of_ones_own_is_found_in_any_script(text: str, language: str, phrase: str) -> None:
    assert len(found(text, language, phrase)) == 1
    assert found(text, language) == []


@pytest.mark.parametrize(("text", "phrase"), [("المتشخيصة", "تشخيص"), ("recurar", "cura"), ("диагнозы", "диагноз")])
def test_where_words_have_spaces_only_whole_ones_are_found(text: str, phrase: str) -> None:
    assert found(text, "xx", phrase) == []


def test_what_is_listed_for_a_language_is_read_in_its_regions_too() -> None:
    assert of({"pt": ("a",), "es": ("b",), "pt-PT": ("c",)}, "pt-BR") == ("a", "c")


def test_a_questionnaire_names_what_says_by_when_to_act() -> None:
    own = ("hoje", "em * dias")
    assert deadlines("Ligue hoje, ou em três dias. Não de hojes", "pt", own) == ["hoje", "em três dias"]
    assert deadlines("今日電話してください", "ja", ("今日",)) == ["今日"]
    assert deadlines("Call today, or soon", "en", ("soon",)) == ["today", "soon"]
