"""A clinic's own file: every mistake at once, with its place and its mend."""

from pathlib import Path

import pytest

from checker.loading import LoadError, load, load_clinic, load_text
from checker.model import Clinic
from checker.resources import shipped
from tests import clinics
from tests.small import FRAME

QUESTIONS = """\
sections:
  - id: all
    title: {en: All}
    questions:
      - id: sore
        kind: one
        label: {en: Sore}
        ask: {en: Is it sore?}
        options: [{id: no, text: {en: No}}, {id: yes, text: {en: Yes}}]
"""


def _loaded(text: str, tmp_path: Path) -> Clinic:
    file = tmp_path / "clinic.yaml"
    file.write_text(text, encoding="utf-8")
    return load_clinic(file, load(shipped("questions.yaml")))


def _problems(text: str, tmp_path: Path) -> list[str]:
    """Return what is wrong in a clinic's file, without the file's name."""
    with pytest.raises(LoadError) as found:
        _loaded(text, tmp_path)
    return [str(problem).removeprefix(f"{tmp_path}/clinic.yaml:") for problem in found.value.problems]


def test_the_sample_clinics_are_sound() -> None:
    assert len(clinics.NAMES) >= 4
    city = clinics.clinic("city")
    assert (city.language, city.themes[2].color_scheme) == ("es", "dark")


@pytest.mark.parametrize(
    ("line", "place", "says"),
    [
        ("phone: call us", "2:8", "a telephone number is digits"),
        ('phone: "988"', "2:8", "a line for help at once"),
        ("booking: http://www.city.example", "2:10", "begins with https://"),
        ("language: de", "2:11", "'de' is not among the `languages` of the questionnaire"),
        (
            "hours: {en: Daily, fr: Tous les jours}",
            "2:24",
            "'fr' is not among the `languages` of the questionnaire: en, es",
        ),
        ("hours: {es: Siempre}", "2:8", "there are no en words here"),
        ("frame_origins: https://www.city.example", "2:16", "write a list"),
        ("frame_origins: [www.city.example]", "2:17", "a site is https:// and its name"),
        ("frame_origins: [https://www.city.example/page]", "2:17", "without a path"),
        ("frame_origins: [https://city.example, http://city.example]", "2:39", "a site is https://"),
        ("frame_origins: ['https://city.example; script-src *']", "2:17", "a site is https://"),
        ('frame_origins: ["https://city.example\\nX-Other: 1"]', "2:17", "a site is https://"),
        ("frame_origins: ['https://*']", "2:17", "a site is https://"),
        ("frame_origins: [\"'none'\"]", "2:17", "a site is https://"),
        ("frame_origins: ['https://a.example https://b.example']", "2:17", "a site is https://"),
        ("frame_origins: ['*']", "2:17", "a site is https://"),
        ("themes: [{id: day, colors: {brand: '#fc0'}}]", "2:36", "# and six of 0-9 and a-f"),
        ("themes: [{id: day, colors: {brand: red}}]", "2:36", "# and six of 0-9 and a-f"),
        ("themes: [{id: day, colors: {brand: '#123456; }'}}]", "2:36", "# and six of 0-9 and a-f"),
        ("themes: [{id: day, colors: {brnad: '#123456'}}]", "2:29", "Did you mean 'brand'?"),
        ("themes:\n  - id: day\n    colors:\n      brand: #123456", "5:13", "Put the colour in quotes"),
        ("themes: [{id: day, colors: {brand: '#ffcc00'}}]", "2:36", "The nearest that passes is '#"),
        ("themes: [{id: day, font: comic}]", "2:26", "write system, humanist"),
        ("themes: [{id: day, radius: 3px}]", "2:28", "write none, small"),
        ("themes: [{id: day, color_scheme: drak}]", "2:34", "Did you mean 'dark'?"),
        ("themes: [{id: day}, {id: day}]", "2:26", "'day' is used twice"),
        ("themes: [{id: day, dark_colors: {brand: '#aaccee'}}]", "2:33", "they are never seen"),
        ("tiers: []", "2:1", "a clinic has no key `tiers`"),
        ("help: []", "2:1", "a clinic has no key `help`"),
        ("name: Twice", "2:1", "written twice"),
    ],
)
def test_a_slip_is_answered_with_its_place_and_its_mend(line: str, place: str, says: str, tmp_path: Path) -> None:
    (problem,) = _problems(f"name: City Spine\n{line}\n", tmp_path)
    assert problem.startswith(f"{place}: ") and says in problem, problem


def test_every_mistake_is_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    problems = _problems(
        'name: City Spine\nphone: "911"\nlanguage: de\nframe_origins: ["*"]\n'
        "themes:\n  - {id: day, colors: {brand: '#ffcc00'}}\n  - {id: night, font: comic}\n",
        tmp_path,
    )
    assert [problem.split(":")[0] for problem in problems] == ["2", "3", "4", "6", "7"]


@pytest.mark.parametrize(
    ("text", "says"), [("", "a clinic is keys and values"), ("- a", "a clinic is keys and values")]
)
def test_a_file_that_is_no_clinic_is_refused(text: str, says: str, tmp_path: Path) -> None:
    assert says in _problems(text, tmp_path)[0]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="cannot be read"):
        load_clinic(tmp_path / "none.yaml", load(shipped("questions.yaml")))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{name: Throats, phone: "911"}', "a line for help at once"),
        ("{name: Throats, themes: [{id: day, colors: {brand: '#ffcc00'}}]}", "The nearest that passes"),
        ("{name: Throats, themes: [{id: a, font: comic}, {id: b, colors: {brand: '#ffcc00'}}]}", "write system"),
    ],
)
def test_the_clinic_of_the_questionnaire_itself_is_held_to_the_same(text: str, says: str) -> None:
    with pytest.raises(LoadError, match=says):
        load_text(f"{FRAME}clinic: {text}\n{QUESTIONS}")


def test_more_themes_than_a_token_can_name_are_refused(tmp_path: Path) -> None:
    many = "".join(f"  - {{id: theme_{number}}}\n" for number in range(33))
    assert "at most 32 themes" in _problems(f"name: City\nthemes:\n{many}", tmp_path)[0]
