"""Words run the way of their language: each mark of a language says it, and nothing is placed by left and right."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest

from checker.authoring import load, load_text
from checker.authoring.translations import beside
from checker.languages import direction, isolated, lang, ordered, ordered_plainly
from checker.ops.outage_page import outage_page
from checker.page_words import PageWords
from checker.phrases import speaking
from checker.resources import shipped
from checker.review.material import Material
from checker.review.pages import SECTIONS, Addresses, page
from checker.review.side_by_side import gather
from tests.clinics import OURS
from tests.kinds import ALL, address
from tests.pages import SECOND, app_of, served_by
from tests.seeds import SEED

NUMBER = "1-800-222-1222"


@pytest.fixture(scope="module")
def file() -> Path:
    return shipped("questions.yaml")


class _Marks(HTMLParser):
    """The languages that a page marks, each with its direction."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str | None, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if "lang" in names and tag != "condition-checker":
            self.found.append((names["lang"], names.get("dir")))


def wrong(html: str, first: str) -> list[tuple[str | None, str | None]]:
    """Return the marks without their direction, or with another one; the page itself has to have one."""
    marks = _Marks(html).found
    assert marks[0][0] == first
    return [(code, way) for code, way in marks if not code or way != direction(code)]


@pytest.mark.parametrize(
    ("code", "way"), [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("en", "ltr"), ("pt-BR", "ltr")]
)
def test_the_direction_stands_beside_the_language(code: str, way: str) -> None:
    assert lang(code) == f'lang="{code}" dir="{way}"'


@pytest.mark.parametrize("number", [NUMBER, "+1 (555) 010-0199", "(555) 010-0199", "116 123", "2026-12-13"])
def test_a_number_in_pieces_keeps_its_order_from_right_to_left(number: str) -> None:
    assert ordered("ar", f"(رقم {number})، <b> 24/7") == (
        f'<span>(رقم <bdi dir="ltr">{number}</bdi>)، &lt;b&gt; 24/7</span>'
    )
    assert ordered_plainly("ar", f"رقم {number}.") == f"رقم \u2066{number}\u2069."
    assert ordered("es", number) == ordered_plainly("es", number) == number


@pytest.mark.parametrize("words", ["911", "988, 2", "6-7", "2.5", "95%"])
def test_another_number_stands_as_it_is(words: str) -> None:
    assert ordered("ar", words) == words


def test_a_name_keeps_its_order_wherever_one_side_runs_from_the_right() -> None:
    assert isolated("en", "City & Co.") == "City & Co."
    assert isolated("ar", "City & Co.") == "<bdi>City &amp; Co.</bdi>"
    assert isolated("en", "عيادة") == "<bdi>عيادة</bdi>"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_says_which_way_its_words_run(file: Path, language: str) -> None:
    app = app_of(file, clinic=OURS, keys=(SEED,), drafts=True)
    client, served = app.test_client(), served_by(app)
    found = {}
    for kind in ALL:
        reply = client.get(address(kind, language, served.questionnaire).partition("#")[0])
        found[kind] = wrong(reply.text, language)
    assert {kind: marks for kind, marks in found.items() if marks} == {}


def test_a_telephone_keeps_its_order_on_a_page_that_runs_from_the_right(file: Path) -> None:
    app = app_of(file, clinic=OURS, keys=(SEED,), drafts=True)
    client, served = app.test_client(), served_by(app)
    crisis = client.get(address("crisis", "ar", served.questionnaire).partition("#")[0]).text
    bare = re.findall(
        r'(?<!dir="ltr">)(?<![:\d-])\d(?:-\d+){2,}', re.sub(r"<textarea.*?</textarea>", "", crisis, flags=re.DOTALL)
    )
    assert re.search(r'<bdi dir="ltr">1-\d{3}-\d{3}-\d{4}</bdi>', crisis) and bare == []
    about = client.get("/about?lang=ar").text
    assert 'dir="ltr">(866) 272-9271</a>' in about and "<bdi>New Jersey Spine &amp; Orthopedic</bdi>" in about


def test_a_telephone_keeps_its_order_in_the_text_to_take_along(file: Path) -> None:
    app = app_of(file, clinic=OURS, keys=(SEED,), drafts=True)
    result = address("soon", "ar", served_by(app).questionnaire).partition("#")[0]
    text = app.test_client().get(f"{result}text").text
    assert re.search(r"\u2066[\d-]*\d-\d+\u2069", text) and not re.search(r"(?<![\u2066\d-])\d+(?:-\d+){2,}", text)


def test_it_goes_along_to_a_clinics_own_site() -> None:
    client = app_of(clinic=None, drafts=True).test_client()
    told = client.get("/oembed?url=http://localhost/").get_json()["languages"]
    assert {code: spoken["dir"] for code, spoken in told.items()} == {code: direction(code) for code in told}
    snippet = client.get("/embed?way=button&lang=ar").text
    assert "lang=&#34;ar&#34; dir=&#34;rtl&#34; mode=" in snippet and "\u2190" in snippet
    assert "dir=&#34;" not in client.get("/embed?way=button&lang=es").text


def test_the_page_of_the_proxy_says_it_too(file: Path) -> None:
    whole = load(file)
    html = outage_page(whole.model_copy(update={"languages": (*whole.languages, "ar")}), PageWords())
    assert wrong(html, "en") == [] and '<p lang="ar" dir="rtl">' in html


def test_every_page_of_the_review_says_it_of_each_text() -> None:
    whole = load_text(re.sub(r"\bfr\b", "ar", SECOND.read_text(encoding="utf-8")))
    for spoken, name in product(("en", "es"), SECTIONS):
        with speaking(spoken):
            html = page(Material(whole), name, Addresses("{}.html".format, str))
        assert wrong(html, spoken) == [], name
        assert ' lang="ar" dir="rtl">' in html or name not in ("questions", "rules", "scores", "results"), name


def test_a_telephone_keeps_its_order_beside_the_words_it_was_translated_from() -> None:
    file = shipped("questions.yaml")
    material = Material(load(file), file=file, translations=tuple(beside(file)))
    arabic = next(each for each in gather(material) if each.language == "ar")
    html = page(material, "translations", Addresses("{}.html".format, str), arabic)
    assert html.count('<bdi dir="ltr">1-833-852-6262</bdi>') >= 2


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_no_template_marks_a_language_in_another_way(folder: str) -> None:
    for path in shipped(folder).rglob("*.html"):
        assert not re.search(r'[\s"]lang="', path.read_text(encoding="utf-8")), path


# Left and right ----------------------------------------------------------------------------------------------------

SIDES = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[\w-]*"
    r"|left|right|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:float|clear|text-align)(?=\s*:\s*(?:left|right)))\s*:"
)
"""A property that names a side of a line."""
FOUR = re.compile(
    r"(?<![\w-])(margin|padding|inset|border-width|border-style|border-color|border-radius)\s*:\s*([^;}]+)"
)
SAME_EVERYWHERE = (
    "border-width: 0 3px 3px 0",  # the tick of an answer given before is drawn in one way
    "border-radius: 0.4rem 0.4rem 0 0",  # round above, on both sides
)


def physical(css: str) -> Iterator[str]:
    """Yield what a style sheet places by left and right."""
    rules = re.sub(r"/\*.*?\*/|@(?:media|container)[^{]*", "", css, flags=re.DOTALL)
    yield from (found[0] for found in SIDES.finditer(rules))
    for found in FOUR.finditer(rules):
        values = re.findall(r"(?:[\w.%#-]+|\((?:[^()]|\([^()]*\))*\))+", found[2].partition("!")[0])
        if len(values) == 4 and values[1] != values[3] and found[0].strip() not in SAME_EVERYWHERE:
            yield found[0]


SHEETS = {path.name: path.read_text(encoding="utf-8") for path in shipped("static").glob("*.css")}
SHEETS["embed.js"] = re.findall(
    r"replaceSync\(`(.*?)`\)", shipped("static/embed.js").read_text(encoding="utf-8"), re.S
)[0]


EXCEPTIONS = {"paper.css": ["float:"]}
"""WeasyPrint, which alone reads it, knows no other float; from right to left it has none."""


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_placed_by_left_and_right(name: str) -> None:
    assert list(physical(SHEETS[name])) == EXCEPTIONS.get(name, [])


@pytest.mark.parametrize(
    "planted",
    [
        "a { left: 0 }", "a{margin-left:1px}", "a { color: red; padding-right: 1px }", "a { text-align: right }",
        "a { float:left }", "a { margin: 0 1px 2px 3px }", "a { padding: 0 calc(1px + 2px) 0 var(--x) }",
        "a { border-top-left-radius: 1px }", "a { border-left: 1px solid }",
        "a { inset: 0 auto auto 0 }",
    ],
)  # fmt: skip
def test_what_is_placed_so_is_found(planted: str) -> None:
    assert list(physical(planted))


@pytest.mark.parametrize(
    "fine",
    [
        "@media (max-width: 9em) { a { margin: 0 auto } }", "a { margin: 1px 2px 3px }", "a { text-align: start }",
        "a { transition: background-color .1s }", "a { border-inline-start: 1px solid }", "a { padding: 0 1px 2px }",
        "a { max-inline-size: 3px; margin-inline-start: auto }", "/* left: 0 */ a { padding: 0 1px 2px 1px }",
    ],
)  # fmt: skip
def test_what_is_not_is_let_stand(fine: str) -> None:
    assert list(physical(fine)) == []
