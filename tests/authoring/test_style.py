"""Every text that a patient can see is judged, in both languages; what breaks a rule is named by line and column."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import checker
from checker.authoring import style
from checker.authoring.loader import inspect_text, load, load_text
from checker.authoring.problems import LineColumn, Problem, SourceText
from checker.authoring.translations import read
from checker.cli import cli
from checker.explain.readability import measure_of
from checker.resources import shipped

SMALL = """\
id: throat
version: "1"
languages: [en, es]
title: {en: Sore throat, es: Dolor de garganta}
start: [{en: A short check., es: Un chequeo corto.}]
help: [{id: emergency, text: {en: Call 911, es: Llame al 911}, href: "tel:911"}]
emergency_signs: {title: {en: Go now, es: Vaya ya}, items: [{en: Blue lips, es: Labios azules}]}
sources: [{id: form, title: A form, status: checked}]
credits: [{en: Thanks to all., es: Gracias a todos.}]
tiers:
  - id: now
    card: emergency
    title: {en: Go now, es: Vaya ya}
    within: {en: now, es: ya}
    action: [{en: Go., es: Vaya.}]
  - id: home
    card: calm
    title: {en: Rest, es: Descanse}
    within: {en: days, es: días}
    action: [{en: Rest., es: Descanse.}]
sections:
  - id: throat
    title: {en: Throat, es: Garganta}
    questions:
      - id: breath
        kind: one
        label: {en: Breath, es: Aire}
        ask: {en: Is it hard to breathe?, es: ¿Le cuesta respirar?}
        why: {en: Air comes first., es: El aire es primero.}
        options: [{id: no, text: {en: "No", es: "No"}}, {id: yes, text: {en: "Yes", es: "Sí"}}]
      - id: item
        kind: one
        verbatim: true
        source: [form]
        label: {en: An item, es: Una pregunta}
        ask: {en: Any clinical disorder, es: Algún trastorno}
        options: [{id: no, text: {en: "No", es: "No"}}, {id: yes, text: {en: Abnormal, es: Anormal}}]
guidance:
  - id: air
    tier: now
    when: breath is yes
    because: {en: you breathe hard, es: le cuesta respirar}
    then: interrupt
    page:
      title: {en: Help now, es: Ayuda ya}
      text: [{en: Call 911., es: Llame al 911.}]
      links: [{id: call, text: {en: Call 911, es: Llame al 911}, href: "tel:911"}]
statements:
  - {id: tea, place: care, group: ease, text: {en: Drink some tea., es: Tome un té.}}
wording:
  never: {en: [tonsil*], es: [amígdala*]}
  together:
    - id: both
      says: {en: [throat doctor], es: [doctor de garganta]}
      also: {en: [your doctor], es: [su doctor]}
"""


def found(text: str) -> list[Problem]:
    """Return what is wrong with a questionnaire's own words."""
    return [p for p in style.lint(load_text(text, "throat.yaml"), text, "throat.yaml") if p.file == "throat.yaml"]


def planted(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def place_of(text: str, words: str) -> tuple[int, int]:
    """Return the line and column at which words stand."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


# The shipped texts ----------------------------------------------------------------------------------------------


def test_the_shipped_texts_break_no_rule_and_need_no_exception() -> None:
    """The questionnaire's, and the pages' own in both languages."""
    file = shipped("questions.yaml")
    problems = style.lint(load(file), file.read_text(encoding="utf-8"), file.name)
    assert [str(problem) for problem in problems] == []


def test_check_with_style_passes_and_prints_the_ten_hardest_of_each_language() -> None:
    result = CliRunner().invoke(cli, ["check", "--style"])
    assert result.exit_code == 0
    assert len(re.findall(r"^ +-?[\d.]+  .*:\d+: ", result.output, re.MULTILINE)) == 20
    assert "en: Flesch-Kincaid grade" in result.output and "es: INFLESZ" in result.output
    (left_alone,) = re.findall(r"Published wording, left as it is .*: (.*)\.", result.output)
    assert left_alone.split(", ") == [q.id for q in load(shipped("questions.yaml")).questions if q.verbatim]


def test_a_language_that_the_pages_do_not_speak_is_a_warning(second_file: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(second_file)])
    assert result.exit_code == 0
    lacks = re.escape(f"{second_file}:7:17: warning: the pages lack ") + r"(\d+) of \1 words in fr; "
    assert re.search(lacks, result.output)
    assert "the pages lack" not in CliRunner().invoke(cli, ["check"]).output


# Planted violations ---------------------------------------------------------------------------------------------

EVERYWHERE = [
    ("Sore throat", "Sore throat disorder", "disorder"),
    ("A short check.", "You have a cold.", "You have"),
    ("help: [{id: emergency, text: {en: Call 911,", "help: [{id: emergency, text: {en: A cure,", "cure"),
    ("Blue lips", "Clinical signs", "Clinical"),
    ("action: [{en: Rest.", "action: [{en: You are fine.", "You are fine"),
    ("Thanks to all.", "We guarantee it.", "guarantee"),
    ("[{en: Go., es: Vaya.}]", "[{en: It is safe to wait., es: Vaya.}]", "safe to wait"),
    ("within: {en: days", "within: {en: nothing serious", "nothing serious"),
    ("title: {en: Throat,", "title: {en: Abnormal throat,", "Abnormal"),
    ("label: {en: Breath,", "label: {en: Your diagnosis,", "diagnosis"),
    ("Is it hard to breathe?", "Do you suffer from air?", "you suffer from"),
    ("Air comes first.", "You may have asthma.", "You may have"),
    ('{id: yes, text: {en: "Yes"', '{id: yes, text: {en: "Prescribe it"', "Prescribe"),
    ("label: {en: An item,", "label: {en: Severe depression,", "Severe depression"),
    ("you breathe hard", "your condition is bad", "your condition is"),
    ("title: {en: Help now,", "title: {en: He committed suicide,", "committed suicide"),
    ("text: [{en: Call 911.,", "text: [{en: The risk of suicide is low.,", "risk of suicide is low"),
    ("links: [{id: call, text: {en: Call 911,", "links: [{id: call, text: {en: You need surgery,", "You need surgery"),
    ("Drink some tea.", "Here is your treatment plan.", "treatment plan"),
    ("Drink some tea.", "These are symptoms of depression.", "symptoms of depression"),
    ("Drink some tea.", "You've got a cold.", "You've"),
    ("Drink some tea.", "Mind your tonsils.", "tonsils"),
    ("Dolor de garganta", "Usted tiene algo", "Usted tiene"),
    ("Labios azules", "Signos clínicos", "clínicos"),
    ("El aire es primero.", "Podría tener asma.", "Podría tener"),
    ("Tome un té.", "Eso cura la tos.", "cura"),
    ("Tome un té.", "Su diagnóstico es claro.", "diagnóstico"),
    ("Tome un té.", "Le garantizamos algo.", "garantizamos"),
    ("Tome un té.", "Cuide sus amígdalas.", "amígdalas"),
    ("le cuesta respirar}\n", "su enfermedad es mala}\n", "su enfermedad es"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), EVERYWHERE)
def test_a_phrase_that_is_ruled_out_is_named_where_it_stands(old: str, new: str, words: str) -> None:
    text = planted(old, new)
    (problem,) = found(text)
    assert (problem.line, problem.column) == place_of(text, words)
    assert str(problem).startswith(f"throat.yaml:{problem.line}:{problem.column}: '{words}' has no place")


def test_the_small_file_is_clean_before_anything_is_planted() -> None:
    assert found(SMALL) == []


def test_published_wording_alone_is_left_as_it_is() -> None:
    text = planted("        verbatim: true\n", "")
    assert {str(p).split("'")[1] for p in found(text)} == {"clinical", "disorder", "trastorno", "Abnormal", "Anormal"}


@pytest.mark.parametrize(("old", "new"), [("An item", "A disorder"), ("Una pregunta", "Un trastorno")])
def test_our_own_words_beside_published_wording_are_judged(old: str, new: str) -> None:
    assert len(found(planted(old, new))) == 1


def test_a_text_without_its_companion_is_named() -> None:
    text = planted("Drink some tea.", "See a throat doctor.")
    (problem,) = found(text)
    assert (problem.line, problem.column) == place_of(text, "throat doctor")
    assert "Name 'your doctor' in the same text (both)" in str(problem)
    assert found(planted("Drink some tea.", "See a throat doctor or your doctor.")) == []
    assert len(found(planted("Tome un té.", "Vea a un doctor de garganta."))) == 1


def test_a_long_sentence_is_named_where_it_begins() -> None:
    long = "go " * 20 + "on."
    text = planted("Drink some tea.", f"Stop. We {long}")
    (problem,) = found(text)
    assert (problem.line, problem.column) == place_of(text, "We go")
    assert "a sentence of 22 words" in problem.message


def test_a_text_that_is_hard_to_read_is_named_with_its_grade() -> None:
    (english,) = found(planted("Drink some tea.", "Carefully consult an appropriate medical practitioner."))
    (spanish,) = found(planted("Tome un té.", "Consulte personalmente al especialista correspondiente del hospital."))
    assert "Flesch-Kincaid grade" in english.message and "at most 6" in english.message
    assert "INFLESZ" in spanish.message and "at least 55" in spanish.message


def test_many_texts_that_are_just_easy_enough_are_too_hard_together() -> None:
    measure = measure_of("es")
    assert measure and measure.each < measure.overall
    dull = "Elija cuánta dificultad tiene con esto"  # 55.5: allowed alone
    said = [style.Passage("f.yaml", LineColumn(1, 1), "", "es", f"{dull} {word}") for word in ("hoy", "ayer")]
    assert [p.message for p in style._hard_together(said)] == [
        "all es texts together are hard to read: INFLESZ 61.9, not 65"
    ]


def test_credits_are_not_measured_but_may_promise_nothing() -> None:
    long = (
        "Developed by distinguished international professionals with educational institutional assistance. " + "a " * 25
    )
    assert found(planted("Thanks to all.", long)) == []


# One deadline per result ----------------------------------------------------------------------------------------

CALM = SMALL.replace("tier: now\n    when", "tier: home\n    when")
"""The same, but that its rule is no emergency."""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("you breathe hard", "you should call today", "today"),
        ("le cuesta respirar}\n", "debe llamar hoy mismo}\n", "hoy mismo"),
        ("title: {en: Help now,", "title: {en: Help within 2 days,", "within 2 days"),
        ("text: [{en: Call 911.,", "text: [{en: Call right away.,", "right away"),
        ("Drink some tea.", "See a nurse this week.", "this week"),
        ("Tome un té.", "Vaya dentro de 3 días.", "dentro de 3 días"),
    ],
)
def test_what_names_a_time_to_act_beside_the_tier_is_said_where_it_stands(old: str, new: str, words: str) -> None:
    assert CALM.count(old) == 1
    text = CALM.replace(old, new)
    (problem,) = found(text)
    line, column = place_of(text, words)
    assert str(problem).startswith(f"throat.yaml:{line}:{column}: '{words}' says by when to act. ")


@pytest.mark.parametrize("place", ["first", "who", "talk", "about", "ask", "notice"])
def test_no_statement_names_a_time_wherever_it_stands(place: str) -> None:
    care = "place: care, group: ease, text: {en: Drink some tea."
    text = CALM.replace(care, f"place: {place}, text: {{en: See a nurse this week.")
    assert [problem.message for problem in found(text) if "'this week' says by when" in problem.message]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("you breathe hard", "you should call today"),
        ("text: [{en: Call 911.,", "text: [{en: Call right away.,"),
        ("A short check.", "Do this today."),
        ("Blue lips", "Blue lips today"),
        ("action: [{en: Rest.", "action: [{en: Call today."),
        ("Is it hard to breathe?", "Is it hard to breathe today?"),
        ('{id: yes, text: {en: "Yes"', '{id: yes, text: {en: "Yes, today"'),
        (
            "place: care, group: ease, text: {en: Drink some tea.",
            "place: safety_net, sign: same_day, text: {en: Call at once.",
        ),
        ("Drink some tea.", "It began in the last 2 weeks."),
    ],
)
def test_an_emergency_a_safety_net_a_tier_and_a_question_may_say_when(old: str, new: str) -> None:
    assert found(planted(old, new)) == []


# The pages' own words --------------------------------------------------------------------------------------------

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ('msgid "You have a cold"\nmsgstr "Un resfriado"\n', "'You have' has no place"),
        ('msgid "A cold"\nmsgstr "Usted tiene un resfriado"\n', "'Usted tiene' has no place"),
        ('msgid "A cold"\nmsgstr ""\n', "no es words here"),
        ('#, fuzzy\nmsgid "A cold"\nmsgstr "Un resfriado"\n', "no es words here"),
        ('msgid "Immediately consult an appropriate practitioner today"\nmsgstr "Vea a su doctor"\n', "hard to read"),
    ],
)
def test_the_words_of_the_pages_are_judged_in_both_languages(
    message: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = tmp_path / "es" / "LC_MESSAGES" / "messages.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(PO + message, encoding="utf-8")
    monkeypatch.setattr("checker.authoring.page_coverage.shipped", lambda _: tmp_path)
    problem, *_ = style.lint(load_text(SMALL), SMALL, "throat.yaml")
    line = 5 + message.startswith("#")
    assert str(problem).startswith(f"{catalog}:{line}:1: ") and says in problem.message


def bare_words(template: str) -> Iterator[str]:
    """Yield the words of a template that stand outside the catalog and outside the questionnaire."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
    text = re.sub(r" class=\"[\w -]*\"", "", text)  # a block may hold it without its tag
    yield from re.findall(r"\b(?:alt|title|placeholder|aria-label)=\"([^\"]*\w[^\"]*)\"", text)
    yield from (words for words in re.sub(r"<[^>]*>", "\n", text).split("\n") if re.search(r"[^\W\d]", words))


def test_no_page_for_patients_says_a_word_that_is_not_in_the_catalog() -> None:
    """So that the catalog, which is judged, holds all that templates say. The review site is for clinicians."""
    templates = [path for path in shipped("templates").rglob("*.*") if "review" not in path.parts]
    assert len(templates) >= 15
    assert {path.name: list(bare_words(path.read_text(encoding="utf-8"))) for path in templates} == {
        path.name: [] for path in templates
    }


def test_bare_words_are_found() -> None:
    assert list(bare_words('<p title="You have it">{{ x }} Hello {% if y %}there{% endif %}</p>')) == [
        "You have it",
        " Hello there",
    ]


def test_no_script_for_patients_says_anything() -> None:
    script = (Path(checker.__file__).parent / "static" / "checker.js").read_text(encoding="utf-8")
    strings = re.findall(r"\"([^\"]*)\"|`([^`]*)`|'([^']*)'", re.sub(r"//.*", "", script))
    said = [words for found in strings for words in found if " " in words.strip()]
    assert [words for words in said if words not in ("main form", "[data-exit], [data-clear]")] == [], "but selectors"


def test_the_pages_words_of_a_questionnaire_are_judged_where_they_stand() -> None:
    more = "languages: [en, es]\ndrafts: [pt]\npage_words: {es: {Start: [Usted tiene cáncer]}}"
    text = SMALL.replace("languages: [en, es]", more)
    head = 'msgid ""\nmsgstr ""\n"Language: pt\\n"\n\n'
    portuguese = SourceText(f'{head}msgctxt "page"\nmsgid "Back"\nmsgstr "Está doente"\n', "mine.pt.po")
    whole, _ = inspect_text(text, "mine.yaml", [portuguese])
    assert whole
    found = style.own_page_words(whole, text, "mine.yaml", [read(portuguese)])
    assert [(each.file, each.position.line, each.text) for each in found] == [
        ("mine.yaml", 5, "Usted tiene cáncer"),
        ("mine.pt.po", 6, "Está doente"),
    ]
    judged = style.lint_own(whole, text, "mine.yaml", [read(portuguese)])
    assert [each.line for each in judged if "sted tiene" in each.message] == [5]
