"""An XLSForm becomes our YAML by the same way as FHIR; what is not in it is listed."""

import sys
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from checker.cli import cli
from checker.expressions import Answer
from checker.fhir.reading import RefusalError
from checker.fhir.relevance import enable_when
from checker.fhir.returning import Imported, foreign
from checker.fhir.xlsform import MOST_BYTES, Row, questionnaire_of, read
from checker.journey import walk
from checker.loading import load
from checker.writing import plain

HEAD = ["type", "name", "label::English (en)", "label::Español (es)", "hint", "required", "relevant", "constraint"]
YES_NO = [["list_name", "name", "label::English (en)"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]
SETTINGS: list[list[str | int]] = [["form_title", "form_id", "version"], ["Cough", "cough_form", 3]]


def workbook(folder: Path, *survey: list[str]) -> Path:
    book = Workbook()
    book.remove(book["Sheet"])
    sheets: dict[str, Sequence[Sequence[str | int]]] = {
        "survey": [HEAD, *survey],
        "choices": YES_NO,
        "settings": SETTINGS,
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "form.xlsx")
    return folder / "form.xlsx"


def row(type_: str, name: str, **keys: str) -> list[str]:
    words = {"type": type_, "name": name, "label::English (en)": f"{name}?", "required": "yes"} | keys
    return [words.get(head, "") for head in HEAD]


def brought_in(folder: Path, *survey: list[str]) -> Imported:
    return read(workbook(folder, *survey))


def test_groups_choices_ranges_and_conditions_are_kept(tmp_path: Path) -> None:
    found = brought_in(
        tmp_path,
        row("select_one yn", "cough", **{"label::Español (es)": "¿Tos?"}, hint="Any cough"),
        ["begin_group", "more", "More", "", "", "", "${cough} = 'yes'", ""],
        row("select_multiple yn", "signs"),
        row("integer", "days", constraint=". >= 0 and . < 31", relevant="selected(${signs}, 'yes')"),
        ["end_group", "", "", "", "", "", "", ""],
    )
    questionnaire = found.questionnaire
    assert [(q.id, q.kind) for q in questionnaire.questions] == [("cough", "one"), ("signs", "many"), ("days", "scale")]
    assert (questionnaire.id, questionnaire.version, questionnaire.languages) == ("cough_form", "3", ("en", "es"))
    assert questionnaire.question["cough"].ask.said_in("es") == "¿Tos?"
    assert (hint := questionnaire.question["cough"].hint) and hint.said_in("en") == "Any cough"
    assert questionnaire.question["days"].numbers == range(31)
    assert walk(questionnaire, {"cough": "no"}).asked == ("cough",)
    everything: dict[str, Answer] = {"cough": "yes", "signs": frozenset({"yes"}), "days": 3}
    assert walk(questionnaire, everything).asked == ("cough", "signs", "days")
    assert {finding.where for finding in found.findings} == {"tiers", "guidance", "help", "emergency_signs"}


@pytest.mark.parametrize(
    ("relevant", "behavior", "count"),
    [
        ("${a} = 'x'", "all", 1),
        ("${a} = 'x' and ${n} >= 3", "all", 2),
        ("selected(${a}, 'x') or not(selected(${b}, \"y\")) or ${c} != ''", "any", 3),
    ],
)
def test_a_row_of_comparisons_is_understood(relevant: str, behavior: str, count: int) -> None:
    found = enable_when(relevant)
    assert found and (found["enableBehavior"], len(found["enableWhen"])) == (behavior, count)


@pytest.mark.parametrize(
    "relevant", ["${a} = 'x' and ${b} = 'y' or ${c} = 'z'", "(${a} = 'x')", "once(1)", "${a} > 'x"]
)
def test_a_richer_condition_is_listed(tmp_path: Path, relevant: str) -> None:
    found = brought_in(tmp_path, row("select_one yn", "a"), row("select_one yn", "z", relevant=relevant))
    assert any(str(finding).startswith("z: left out: its condition is richer") for finding in found.findings)


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (row("text", "x"), "x: left out: its type is 'text'"),
        (row("note", "x"), "x: left out: words that stand alone"),
        (row("begin repeat", "x"), "x: left out: a group that repeats"),
        (row("integer", "x"), "x: left out: a number without a lowest"),
        (row("select_one elsewhere", "x"), "x: left out: a choice of fewer than two options"),
        (row("calculate", "x"), "x: left out: a calculation that is not a sum of answers"),
        (row("integer", "x", constraint="(. >= 0 and . <= 9) or . = 99"), "x: left out: a number without a lowest"),
        (row("integer", "x", constraint=". >= 0 and . <= 9 and . != 5"), "x: its `column constraint` is left out"),
        (row("select_one yn", "x", constraint=". != 'yes'"), "x: its `column constraint` is left out"),
        (row("select_one yn", "x", required=""), "required: 1 questions"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_carried_is_listed(tmp_path: Path, odd: list[str], told: str) -> None:
    found = brought_in(tmp_path, row("select_one yn", "a"), odd)
    assert any(str(finding).startswith(told) for finding in found.findings), found.findings


def chosen(name: str, **keys: str) -> Row:
    return {
        "type": "select_one often",
        "name": name,
        "label": f"{name.capitalize()}, how often?",
        "required": "yes",
        **keys,
    }


OFTEN: list[Row] = [
    {"list_name": "often", "name": str(n), "label": word} for n, word in enumerate(("No", "Some", "Most"))
]


def of_rows(*survey: Row, **sheets: list[Row]) -> Imported:
    return foreign(questionnaire_of({"survey": list(survey), "choices": OFTEN, **sheets}))


def test_the_conditions_of_groups_within_groups_hold_together() -> None:
    found = of_rows(
        chosen("a"),
        {"type": "begin_group", "name": "g", "label": "G", "relevant": "${a} = '1' or ${a} = '2'"},
        chosen("b"),
        {"type": "begin_group", "name": "h", "label": "H", "relevant": "${b} = '2'"},
        chosen("c", relevant="${a} != '1'"),
        {"type": "end_group"},
        {"type": "end_group"},
        chosen("d"),
    ).questionnaire
    whens = {q["id"]: q["when"] for s in plain(found)["sections"] for q in s["questions"] if "when" in q}
    assert whens == {"c": "(a is o_1 or a is o_2) and b is o_2 and a is not o_1", "b": "a is o_1 or a is o_2"}


@pytest.mark.parametrize(
    ("calculation", "missing"),
    [
        ("${a} + ${b}", "no_score"),
        ("number(${a})+number( ${b} )", "no_score"),
        ("coalesce(${a}, 0) + coalesce(number(${b}), 0)", 0),
    ],
)
def test_a_sum_of_answers_is_a_score_by_the_names_of_its_choices(calculation: str, missing: object) -> None:
    total = {"type": "calculate", "name": "total", "label": "Total", "calculation": calculation}
    found = of_rows(chosen("a"), chosen("b"), total, chosen("c", relevant="${total} >= 3")).questionnaire
    (score,) = found.scores
    assert (score.id, score.sum, score.not_asked) == ("total", ("a", "b"), missing)
    assert [option.points for option in found.question["a"].options] == [0, 1, 2]
    assert [option.points for option in found.question["c"].options] == [None] * 3
    assert walk(found, {"a": "o_2", "b": "o_1", "c": "o_0"}).asked == ("a", "b", "c")
    assert walk(found, {"a": "o_1", "b": "o_1", "c": "o_0"}).asked == ("a", "b")


@pytest.mark.parametrize(
    "calculation", ["${a} + ${b} * 2", "${a}", "${a} + coalesce(${b}, 0)", "sum(${a})", "${a} + ${elsewhere}"]
)
def test_any_other_calculation_is_listed_and_so_is_what_waits_for_it(calculation: str) -> None:
    total = {"type": "calculate", "name": "total", "calculation": calculation}
    found = of_rows(chosen("a"), chosen("b"), total, chosen("c", relevant="${total} >= 3"))
    told = [str(finding) for finding in found.findings]
    assert any(line.startswith("total: left out: a calculation that is not ") for line in told)
    assert "c: left out: it waits for 'total', no earlier question that was carried over" in told


def test_no_cell_can_be_taken_away_unnoticed() -> None:
    survey = [
        chosen("a", hint="Roughly", appearance="minimal", **{"label::Français": "A?", "label::Español (es)": "¿A?"}),
        chosen("b", relevant="${a} = '1'", choice_filter="x", parameters="randomize=true"),
        {
            "type": "begin_group",
            "name": "part",
            "label": "A group",
            "relevant": "${b} = '2'",
            "appearance": "field-list",
        },
        {
            "type": "range",
            "name": "pain",
            "label": "How bad?",
            "parameters": "start=0 end=10 step=2",
            "required": "yes",
        },
        {"type": "integer", "name": "age", "label": "How old?", "constraint": ".>=0 and .<99", "required": "yes"},
        {"type": "end_group"},
        {"type": "calculate", "name": "total", "label": "Sum", "calculation": "${a} + ${b}", "relevant": "${a} = '1'"},
    ]
    choices = [
        {**OFTEN[0], "image": "no.png", "label::Español (es)": "Nada"},
        *OFTEN[1:],
        {"list_name": "none", "name": "z"},
    ]
    settings = [{"form_title": "Pain", "form_id": "mood", "version": "2", "style": "pages"}, {"version": "3"}]
    sheets: dict[str, list[Row]] = {"survey": survey, "choices": choices, "settings": settings, "entities": []}

    def result(sheets: dict[str, list[Row]]) -> tuple[str, list[str]]:
        try:
            found = foreign(questionnaire_of(sheets))
        except RefusalError as error:
            return "", [str(error)]
        return found.text, [str(finding) for finding in found.findings]

    before, silent = result(sheets), []
    for name, rows in sheets.items():
        for place, each in enumerate(rows):
            for head in each:
                fewer = [{k: v for k, v in r.items() if n != place or k != head} for n, r in enumerate(rows)]
                silent += [(name, place, head)] if result({**sheets, name: fewer}) == before else []
    assert silent == [("choices", 3, "name"), ("settings", 1, "version")]  # of a list and a row that are listed whole
    assert "questionnaire: its `sheet entities` is left out" in before[1]
    assert "a: its `column label::Français` is left out" in before[1]


def test_a_sheet_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    file = workbook(tmp_path)
    book = load_workbook(file)
    book["survey"].cell(1, 101, "one more")
    book.save(file)
    with pytest.raises(RefusalError, match="more than 100 columns"):
        read(file)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (MOST_BYTES + 1))
    with pytest.raises(RefusalError, match="unpacks to more than"):
        read(bomb)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("bytes") / "form.xlsx"
    file.write_bytes(content)
    with pytest.raises(RefusalError, match="not a workbook"):
        read(file)


CELLS = st.sampled_from(["select_one yn", "integer", "begin group", "end group", "a", "b", "", "${a} = 'yes'", "text"])


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(HEAD, CELLS)), max_size=6))
def test_any_rows_are_imported_or_refused(rows: list[dict[str, str]]) -> None:
    choices = [{"list_name": "yn", "name": "yes"}, {"list_name": "yn", "name": "no"}]
    try:
        assert foreign(questionnaire_of({"survey": rows, "choices": choices})).questionnaire.questions
    except RefusalError as refusal:
        assert str(refusal)


def test_the_command_prints_the_yaml_and_refuses_in_one_line(tmp_path: Path) -> None:
    file, out = workbook(tmp_path, row("select_one yn", "cough"), row("text", "name")), tmp_path / "out.yaml"
    ran = CliRunner().invoke(cli, ["xlsform", "import", str(file), "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    assert load(out).question["cough"]
    assert "name: left out: its type is 'text'" in ran.stderr
    refused = CliRunner().invoke(cli, ["xlsform", "import", str(out)])
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Error: {out}: this is not a workbook")
    missing = CliRunner().invoke(cli, ["xlsform", "import", "no.xlsx"])
    assert (missing.exit_code, missing.stderr) == (1, "Error: no.xlsx: there is no such file\n")


def test_without_the_library_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "checker.fhir.xlsform", None)
    refused = CliRunner().invoke(cli, ["xlsform", "import", "form.xlsx"])
    assert refused.exit_code == 1
    assert "with its extra `fhir`, such as `pip install '.[fhir]'` in a checkout" in refused.stderr
