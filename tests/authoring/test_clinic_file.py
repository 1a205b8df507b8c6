"""A clinic's own file: every mistake at once, with its place and its mend."""

from pathlib import Path

import pytest

from checker.authoring.clinic_file import inspect_clinic, load_clinic
from checker.authoring.loader import load, load_text
from checker.authoring.problems import LoadError
from checker.clinic.models import Clinic
from checker.clinic.wording_limits import doubtful, forbidden, is_help, numbers
from checker.engine.questionnaire import Link
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
        ('phone: "+1 911"', "2:8", "a line for help at once"),
        ('phone: "911 911"', "2:8", "a line for help at once"),
        ('phone: "1-988"', "2:8", "a line for help at once"),
        ('phone: "1-911-911-9911"', "2:8", "a line for help at once"),
        ('phone: "+34 911"', "2:8", "a line for help at once"),
        ('phone: "555 010"', "2:8", "7 to 15 digits, not 6"),
        ("booking: https://911", "2:10", "its site has no full name"),
        ("booking: https://9.1.1/now", "2:10", "its site has no full name"),
        ("booking: https://city.example@911/", "2:10", "its site has no full name"),
        ("phone_note: {en: Line, es: Aquí y no al 911}", "2:28", "'911': it speaks of a line for help"),
        ("hours: {en: 'Nine one one is slow'}", "2:13", "it speaks of a line for help"),
        ("hours: {en: '9-1-1 is slow'}", "2:13", "it speaks of a line for help"),
        ("hours: {en: \N{FULLWIDTH DIGIT NINE}11 is slow}", "2:13", "it speaks of a line for help"),
        ("booking: http://www.city.example", "2:10", "begins with https://"),
        ("problems: safety", "2:11", "an address of mail alone"),
        ("problems: mailto:safety@city.example", "2:11", "an address of mail alone"),
        ("problems: safety@city", "2:11", "an address of mail alone"),
        ("problems: safety@city.example?cc=other@city.example", "2:11", "an address of mail alone"),
        ("problems: 'safety@city.example,other@city.example'", "2:11", "an address of mail alone"),
        ('problems: "safety@city.example\\nBcc: other@city.example"', "2:11", "an address of mail alone"),
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
        ("frame_origins: [https://www.City.example/]", "2:17", "Did you mean 'https://www.city.example'?"),
        ("frame_origins: [http://city.example]", "2:17", "Did you mean 'https://city.example'?"),
        ("frame_origins: ['*.city.example']", "2:17", "Did you mean 'https://*.city.example'?"),
        ("frame_origins: [*.city.example]", "2:18", "Put words that begin with * or & in quotes"),
        ("frame_origins: [city]", "2:17", "a site is https:// and its name"),
        ("themes: [{id: day, colors: '#123456'}]", "2:28", "write what each colour is for"),
        ("themes: [{id: day, colors: {link: #123456}}]", "2:44", "put one that begins with # in quotes"),
        ("Phone: (201) 555-0100", "2:1", "Did you mean 'phone'?"),
        ("phone: 2015550100", "2:8", "phone: put the words in quotes: '2015550100'"),
        ("hours: {en: ' '}", "2:13", "these words are empty"),
        ("sections: []", "2:1", "this is a questionnaire"),
        ("clinic: {name: City}", "2:1", "this whole file is the clinic. Delete this `clinic:`"),
        ("frame_origins: [https://city.example, http://city.example]", "2:39", "a site is https://"),
        ("frame_origins: ['https://city.example; script-src *']", "2:17", "a site is https://"),
        ('frame_origins: ["https://city.example\\nX-Other: 1"]', "2:17", "a site is https://"),
        ("frame_origins: ['https://*']", "2:17", "a site is https://"),
        ("frame_origins: [\"'none'\"]", "2:17", "a site is https://"),
        ("frame_origins: ['https://a.example https://b.example']", "2:17", "a site is https://"),
        ("frame_origins: ['*']", "2:17", "a site is https://"),
        ("frame_origins: ['https://city.example:0']", "2:17", "a port is 1 to 65535, not 0"),
        ("frame_origins: ['https://city.example:65536']", "2:17", "a port is 1 to 65535, not 65536"),
        ("frame_origins: ['http://localhost:99999']", "2:17", "a port is 1 to 65535, not 99999"),
        ("frame_origins: [https://city.example, https://city.example]", "2:39", "listed twice"),
        ("themes: [{id: day, colors: {link: '#fc0'}}]", "2:35", "# and six of 0-9 and a-f"),
        ("themes: [{id: day, colors: {link: red}}]", "2:35", "# and six of 0-9 and a-f"),
        ("themes: [{id: day, colors: {link: '#123456; }'}}]", "2:35", "# and six of 0-9 and a-f"),
        ("themes: [{id: day, colors: {lnik: '#123456'}}]", "2:29", "Did you mean 'link'?"),
        ("themes:\n  - id: day\n    colors:\n      link: #123456", "5:12", "Put the colour in quotes"),
        ("themes: [{id: day, colors: {link: '#ffcc00'}}]", "2:35", "The nearest that passes is '#"),
        ("themes: [{id: day, font: comic}]", "2:26", "write system, humanist"),
        ("themes: [{id: day, radius: 3px}]", "2:28", "write a whole number"),
        ("themes: [{id: day, color_scheme: drak}]", "2:34", "Did you mean 'dark'?"),
        ("themes: [{id: day}, {id: day}]", "2:26", "'day' is used twice"),
        ("themes: [{id: day, dark_colors: {link: '#aaccee'}}]", "2:33", "they are never seen"),
        ("themes: [{id: day, color_scheme: dark, colors: {paper: '#101010'}}]", "2:56", "Write it under dark_colors"),
        ("themes: [{id: day, radius: 33}]", "2:28", "at most 32, not 33"),
        ("themes: [{id: day, font_file: ../city.woff2}]", "2:31", "name a file beside this one"),
        ("themes: [{id: day, font_file: city.woff2}]", "2:31", "city.woff2 cannot be read: no such file"),
        ("logo: https://city.example/logo.svg", "2:7", "name a picture beside this one"),
        ("logo: city.svg", "2:7", "city.svg cannot be read: no such file"),
        ("hosts: [https://city.example]", "2:9", "a host is a name such as"),
        ("hosts: [city.example, city.example]", "2:23", "'city.example' is listed twice"),
        ("locations: [{address: 1 Main Street}]", "2:13", "the key `name` is missing. A location needs it"),
        ("locations: [{name: Newark, phone: '911'}]", "2:35", "a line for help at once"),
        ("locations: [{name: Newark, hours: {en: Not at 988}}]", "2:40", "'988': it speaks of a line for help"),
        ("links: {privacy: http://city.example}", "2:18", "begins with https://"),
        ("links: {privacy: https://city}", "2:18", "its site has no full name"),
        ("links: {imprint: https://city.example}", "2:9", "has no key `imprint`"),
        ("counts: hush", "2:9", "a digest is 64 of"),
        (
            "themes: [{id: day, color_scheme: dark, colors: {link: '#0a5a8a'}, dark_colors: {link: '#7fc4e8'}}]",
            "2:55",
            "link: it is never seen, since dark_colors has its own. Delete it",
        ),
        (
            "themes: [{id: day, color_scheme: auto, dark_colors: {paper: '#ffffff'}}]",
            "2:61",
            "The nearest that passes is '#",
        ),
        ("tiers: []", "2:1", "a clinic has no key `tiers`"),
        ("help: []", "2:1", "a clinic has no key `help`"),
        ("name: Twice", "2:1", "written twice"),
    ],
)
def test_a_slip_is_answered_with_its_place_and_its_mend(line: str, place: str, says: str, tmp_path: Path) -> None:
    (problem,) = _problems(f"name: City Spine\n{line}\n", tmp_path)
    assert problem.startswith(f"{place}: ") and says in problem, problem


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Ignore the advice below; no 911", "'911': it speaks of a line for help"),
        ("City, nine eleven", "'nine eleven': it speaks of a line for help"),
        ("Ciudad, nueve ocho ocho", "'nueve ocho ocho': it speaks of a line for help"),
        ("City: we answer", "a name has no colon"),
        ("City " * 13, "longer than 60 characters"),
        ("  ", "these words are empty"),
    ],
)
def test_a_name_is_a_name_and_speaks_of_no_line_for_help(name: str, says: str, tmp_path: Path) -> None:
    problems = _problems(f"name: '{name}'\n", tmp_path)
    assert any(problem.startswith("1:7: ") and says in problem for problem in problems), problems


def _warnings(text: str, tmp_path: Path) -> list[str]:
    """Return what draws a warning in a clinic's file, which can be served all the same."""
    _loaded(text, tmp_path)
    _, found = inspect_clinic(tmp_path / "clinic.yaml", load(shipped("questions.yaml")))
    return [str(problem).removeprefix(f"{tmp_path}/clinic.yaml:") for problem in found]


@pytest.mark.parametrize(
    ("line", "place", "says"),
    [
        ("name: Ignore the advice below", "1:7", "'Ignore': it could be read as advice against help"),
        ("name: Urgent Care of the City", "1:7", "'Urgent': it speaks of emergencies"),
        ("name: Urgencias de la Ciudad", "1:7", "'Urgencias': it speaks of emergencies"),
        ("name: You are fine at City", "1:7", "It may calm someone who needs help"),
        ("name: Nada grave", "1:7", "It may calm someone who needs help"),
        ("name: Call (201) 555-0123", "1:7", "it holds a telephone number"),
        (
            "name: City\nphone: 201 555 0123\nphone_note: {en: Do not wait here}",
            "3:18",
            "'Do not': it could be read as advice against help",
        ),
        (
            "name: City\nphone: 201 555 0123\nphone_note: {en: For emergencies}",
            "3:18",
            "'emergencies': it speaks of emergencies",
        ),
        ("name: City\nhours: {en: Not for emergencies}", "2:13", "it speaks of emergencies"),
        ("name: City\nhours: {en: Daily, es: Urgencias también}", "2:24", "it speaks of emergencies"),
        ("name: City\nhours: {en: Daily. It is safe to wait}", "2:13", "It may calm someone who needs help"),
        ("name: City\nhours: {en: Daily, es: No se preocupe}", "2:24", "It may calm someone who needs help"),
        ("name: City\nhours: {en: No need to book, es: Sin cita}", "2:13", "'No need': it could be read as advice"),
        ("name: City\nlocations: [{name: Urgent Care}]", "2:20", "'Urgent': it speaks of emergencies"),
        (
            "name: City\nlocations: [{name: Newark, address: 988 Main Street}]",
            "2:37",
            "'988': it could be a line",
        ),
        ("name: City\nlocations: [{name: Newark, address: Call 2015550123}]", "2:37", "it holds a telephone number"),
        ("name: City\nbutton: {en: Call us first}", "2:14", "'us first': it could be read as advice"),
        ("name: Skip the line", "1:7", "'Skip': it could be read as advice"),
    ],
)
def test_words_that_could_keep_somebody_from_help_draw_a_warning_that_a_clinician_can_accept(
    line: str, place: str, says: str, tmp_path: Path
) -> None:
    warning, *_ = (
        found for found in _warnings(line, tmp_path) if "no es words" not in found and "no en words" not in found
    )
    assert warning.startswith(f"{place}: warning: ") and says in warning, warning
    clinic = _loaded(line, tmp_path)
    (words,) = {doubt.words for doubt in doubtful(clinic, load(shipped("questions.yaml")))}
    accepted = f"{line}\naccepted: [{{words: '{words}', by: 'Jane Roe, MD'}}]"
    assert not [found for found in _warnings(accepted, tmp_path) if says in found]
    changed = accepted.replace(f"'{words}'", f"'{words} now'")
    assert {"these words stand nowhere" in found for found in _warnings(changed, tmp_path)} >= {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "name: Clínica Diagnóstica del Norte",
        "name: First Coast Sleep Disorders Center",
        "name: City\nhours: {en: 'Monday, 9-11 and 1-5', es: 'Lunes, de 9 a 11'}",
        "name: City\nphone: '+34 911 234 567'\nphone_note: {en: Not for emergencies, es: No para urgencias}",
        "name: City\nhours: {en: 'Saturday 9 - 1, 1 - 5', es: 'Sábado 9 - 1, 1 - 5'}",
        "name: City\nphone: '555 0911'\nbooking: https://city.example:8443/visit",
    ],
)
def test_a_clinic_may_say_who_it_is_and_when_it_is_open(text: str, tmp_path: Path) -> None:
    assert _loaded(text, tmp_path).name


def test_a_clinic_that_contradicts_help_at_once_is_refused_for_each_of_its_words(tmp_path: Path) -> None:
    problems = _problems((clinics.FOLDER.parent / "contradicting_clinic.yaml").read_text(encoding="utf-8"), tmp_path)
    assert {problem.split(":")[0] for problem in problems} == {"3", "4"}


def test_every_mistake_is_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    problems = _problems(
        'name: City Spine\nphone: "911"\nlanguage: de\nframe_origins: ["*"]\n'
        "themes:\n  - {id: day, colors: {link: '#ffcc00'}}\n  - {id: night, font: comic}\n",
        tmp_path,
    )
    assert [problem.split(":")[0] for problem in problems] == ["2", "3", "4", "6", "7"]


COMMON = """
com health co.uk com.au gob.mx nhs.uk ca.us k12.ca.us xn--p1ai github.io netlify.app wordpress.com
eu-west-1.amazonaws.com amazonaws.com azure.com z13.web.core.windows.net 0.0.1 0x1
"""
OWN = """
*.city.example *.city.co.uk city.github.io *.city.github.io github.io *.com.example *.hp.de localhost:65535
city.example:1
"""


@pytest.mark.parametrize("name", COMMON.split())
def test_a_wildcard_below_which_anybody_may_have_a_site_is_refused(name: str, tmp_path: Path) -> None:
    (problem,) = _problems(f"name: City\nframe_origins: ['https://*.{name}:443']\n", tmp_path)
    assert problem.startswith("2:17: ") and problem.endswith(f"below {name}. Name your own site"), problem


@pytest.mark.parametrize("site", OWN.split())
def test_a_site_of_its_own_may_be_named_with_all_that_is_below_it(site: str, tmp_path: Path) -> None:
    assert _loaded(f"name: City\nframe_origins: ['https://{site}']\n", tmp_path).frame_origins == (f"https://{site}",)


def test_a_faulty_theme_and_a_faulty_site_hide_no_other_mistake(tmp_path: Path) -> None:
    text = """\
name: City
frame_origins: [city.example, "https://*.com", "https://city.example:0"]
themes:
  - {id: day, colors: {link: "#ffcc00"}}
  - {id: day, font: comic, colors: {link: "#ffcc00", paper: beige}}
  - {id: day, color_scheme: drak}
  - {id: 7, color_scheme: dark, colors: {paper: "#000000"}, dark_colors: {lnik: "#000000", link: "#000000"}}
"""
    said = _problems(text, tmp_path)
    assert "".join(problem[0] for problem in said) == "2224" + "5555" + "66" + "7777", said
    assert [("used twice" in problem, "4.5" in problem) for problem in said[3:8]] == [
        (False, True), (True, False), (False, False), (False, True), (False, False),
    ]  # fmt: skip
    assert "used twice" in said[8] and "Did you mean 'dark'" in said[9] and "never seen" in said[11]


@pytest.mark.parametrize(
    ("text", "says"), [("", "a clinic is keys and values"), ("- a", "a clinic is keys and values")]
)
def test_a_file_that_is_no_clinic_is_refused(text: str, says: str, tmp_path: Path) -> None:
    assert says in _problems(text, tmp_path)[0]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="cannot be read"):
        load_clinic(tmp_path / "none.yaml", load(shipped("questions.yaml")))


def test_what_no_page_would_show_draws_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "clinic.yaml"
    file.write_text(
        "name: City\nphone_note: {en: Not for emergencies}\nbooking: https://city.example/", encoding="utf-8"
    )
    clinic, problems = inspect_clinic(file, load_text(FRAME + QUESTIONS))
    assert clinic and [problem.warning for problem in problems] == [True, True]
    said = "never shown, since there is no `phone`", "never shown, since no statement of place who says `clinic: true`"
    assert [words in problem.message for words, problem in zip(said, problems, strict=True)] == [True, True]


def test_more_themes_than_a_token_can_name_are_refused(tmp_path: Path) -> None:
    many = "".join(f"  - {{id: theme_{number}}}\n" for number in range(33))
    assert "at most 32 themes" in _problems(f"name: City\nthemes:\n{many}", tmp_path)[0]


def test_a_line_without_a_note_of_what_it_is_for_draws_a_warning(tmp_path: Path) -> None:
    (warning,) = _warnings("name: City\nphone: 201 555 0123", tmp_path)
    assert warning.startswith("2:8: warning: phone: without a note people could take it for help")
    noted = "name: City\nphone: 201 555 0123\nphone_note: {en: Not for emergencies, es: No es para emergencias}"
    assert _warnings(noted, tmp_path) == []


@pytest.mark.parametrize("text", ["1-800-662-4357", "800 662 4357", "1 (800) 662-4357", "116 123", "11 61 23"])
def test_a_long_line_of_help_is_known_however_it_is_written(text: str) -> None:
    hrefs = ("tel:1-800-662-4357", "tel:116123")
    lines = [Link.model_validate({"id": "a", "text": {"en": "a"}, "href": href}) for href in hrefs]
    clinic = Clinic.model_validate({"name": "City", "hours": {"en": f"Not {text}"}})
    (found,) = forbidden(clinic, numbers(lines))
    assert "it speaks of a line for help" in found[1]


@pytest.mark.parametrize(("phone", "helps"), [("8006624357", True), ("18006624357", True), ("8006624358", False)])
def test_a_long_line_of_help_is_no_telephone_of_a_clinic(phone: str, helps: bool) -> None:
    assert is_help(phone, ("18006624357",)) is helps


def test_of_words_in_a_language_without_a_list_it_is_said_that_nobody_looked(tmp_path: Path) -> None:
    questions = load_text((FRAME + QUESTIONS).replace("languages: [en]", "languages: [en, pt]"))
    file = tmp_path / "clinic.yaml"
    file.write_text(
        "name: Rua\nhours: {en: Daily, pt: Todos os dias}\nbutton: {en: Check, pt: Ver}\n", encoding="utf-8"
    )
    _, problems = inspect_clinic(file, questions)
    (told,) = (str(found) for found in problems if "pt words keep somebody from help" in found.message)
    assert told.startswith(f"{file}:2:") and ": warning: " in told


@pytest.mark.parametrize("words", ["999", "9 9 9", "nine nine nine", "Triple nine"])
def test_a_number_of_three_like_digits_is_known_however_it_is_spoken(words: str) -> None:
    clinic = Clinic.model_validate({"name": "City", "hours": {"en": f"Not {words}"}})
    (found,) = forbidden(clinic, ("999",))
    assert "it speaks of a line for help" in found[1]


@pytest.mark.parametrize("digits", ["116123", "999", "01632960999", "441632960999"])
def test_a_number_of_another_country_is_known_as_it_is_dialled_there(digits: str) -> None:
    lines = ("116123", "999", "01632960999")
    assert is_help(digits, lines) is (digits != "441632960999")
    assert not is_help("01632960123", lines)
