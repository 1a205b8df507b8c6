"""Some words never stand in a text for patients, however they are spelled."""

import pytest

from checker.wording import ALLOWED, NEVER, slips


def found(text: str, language: str = "en", *own: str) -> list[str]:
    return [slip.found for slip in slips(text, language, own)]


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
    assert [slip.mend for slip in slips("a cure", "en")] == ["It promises what nobody can. Say what often helps"]


def test_a_dialect_keeps_the_rules_of_its_language() -> None:
    assert found("Usted padece", "es-US") == ["padece"]
    assert found("You have", "vi") == []


def test_both_languages_have_rules_of_every_kind() -> None:
    assert {language: set(rules) for language, rules in NEVER.items()} == {key: set(NEVER["en"]) for key in ALLOWED}
