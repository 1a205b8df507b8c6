"""A translation stands beside what it was made from: each text with its state, and with where it is seen."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.datastructures import Headers

from checker.authoring.loader import load
from checker.authoring.problems import SourceText
from checker.authoring.translations import beside, read
from checker.cli import cli
from checker.engine.questionnaire import Questionnaire
from checker.fhir.questionnaire_export import export
from checker.fhir.questionnaire_import import imported
from checker.phrases import LANGUAGES, speaking
from checker.resources import shipped
from checker.review import changes
from checker.review.material import Material
from checker.review.pages import PRINT, Addresses, translation_alone, write
from checker.review.pages import page as review_page
from checker.review.parts import fingerprint, named_parts, part_at
from checker.review.pictures import PAGES, place
from checker.review.side_by_side import STATES, SideBySide, TranslatedText, beside_first, gather
from checker.web.desk import Desk
from checker.web.desk_app import create_desk
from tests import translated
from tests.pages import POLICY, Page
from tests.pages import read as read_page


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translated.written(tmp_path_factory.mktemp("translated"))


@pytest.fixture(scope="module")
def whole(file: Path) -> Questionnaire:
    return load(file)


@pytest.fixture(scope="module")
def spanish(whole: Questionnaire) -> SideBySide:
    return beside_first(whole, read(SourceText(translated.SPANISH, "/a/machine/throat.es.po")))


def the(found: SideBySide, place: str) -> TranslatedText:
    return next(each for each in found.texts if each.place == place)


def page_of(html: str) -> Page:
    return Page("", 200, Headers(), html)


@pytest.mark.parametrize(
    ("place", "state", "words", "said"),
    [
        ("question signs: ask", "translated", "¿Cuáles de estas?", True),
        ("question days: ask", "changed", "¿Cuántos días?", False),
        ("question days: options.many_days.text", "untranslated", "Un mes", False),
        ("question days: options.many_days.hint", "refused", "Más o menos %(days)s", False),
        ("question days: label", "missing", "", False),
    ],
)
def test_each_text_has_its_state(spanish: SideBySide, place: str, state: str, words: str, said: bool) -> None:
    text = the(spanish, place)
    assert (text.state, text.words, text.is_said) == (state, words, said)


def test_what_is_known_of_a_text_is_kept(spanish: SideBySide) -> None:
    assert the(spanish, "question signs: options.drooling.text").back == "It drools."
    assert the(spanish, "question days: ask").former == "How many days?"
    assert "placeholders" in the(spanish, "question days: options.many_days.hint").why
    assert [each.place for each in spanish.gone] == ["question gone: ask"]
    assert (spanish.translator, spanish.reviewer) == ("Ana Example <ana@example.org>", "Rosa Example")
    assert (spanish.file, spanish.is_draft) == ("throat.es.po", False)


def test_counts_add_up_and_the_most_dangerous_stand_first(spanish: SideBySide) -> None:
    states = [count for state, count in spanish.counts.items() if state not in ("published", "back")]
    assert sum(states) == len(spanish.texts) == len({(each.place, each.source) for each in spanish.texts})
    assert spanish.counts == {"missing": 29, "untranslated": 1, "changed": 1, "refused": 1, "translated": 2, "back": 1}
    assert next(iter(spanish.by_stage))[0] == "emergency"
    assert spanish.texts[0].part == "help link emergency"
    assert [each.number for each in spanish.texts] == [*range(1, len(spanish.texts) + 1)]


def test_what_the_questionnaire_lists_as_one_is_a_draft(whole: Questionnaire) -> None:
    said = [beside_first(whole, read(SourceText(translated.ARABIC, f"throat.{code}.po"))) for code in ("ar", "es")]
    assert [each.is_draft for each in said] == [True, False]


def test_what_pages_say_in_its_words_stands_beside_the_english(whole: Questionnaire) -> None:
    own = f'{translated.SPANISH}msgctxt "page"\nmsgid "Start"\nmsgstr "Adelante"\n'
    assert beside_first(whole, read(SourceText(own, "throat.es.po"))).page_words == {"Start": "Adelante"}
    page = translation_alone(whole, read(SourceText(own, "throat.es.po")))
    assert "Adelante" in page and 'href="#page-words"' in page
    assert "page-words" not in translation_alone(whole, read(SourceText(translated.SPANISH, "throat.es.po")))


def test_published_wording_is_marked() -> None:
    file = shipped("questions.yaml")
    whole = load(file)
    found = beside_first(whole, read(SourceText("", "questions.es.po")))
    verbatim = [question for question in whole.questions if question.verbatim]
    assert verbatim
    assert {each.part for each in found.texts if each.published} == {f"question {each.id}" for each in verbatim}
    assert not the(found, f"question {verbatim[0].id}: label").published
    assert {*found.counts} == {"missing", "published"}


def test_every_text_is_of_a_part_and_stands_somewhere() -> None:
    whole = load(shipped("questions.yaml"))
    for path, _ in whole.texts():
        assert part_at(whole, path) in named_parts(whole)
        found = place(whole, path)
        assert [is_it for _, is_it in found.slots].count(True) == 1
        assert all(found.words)
        assert len(found.slots) == len(PAGES[found.page])


def test_the_page_shows_both_and_the_place_in_the_direction_of_the_language(file: Path, whole: Questionnaire) -> None:
    page = page_of(translation_alone(whole, read(SourceText(translated.ARABIC, "throat.ar.po"))))
    assert "Not read by a native speaker." in page.text
    assert "The file does not say who translated it." in page.text
    (words,) = (each for each in page.all("p", lang="ar") if each.text == "أيٌّ من هذه؟")
    assert words.attributes["dir"] == "rtl"
    phones = [each for each in page.all("div") if "phone" in each.attributes.get("class", "").split()]
    assert {(each.attributes["lang"], each.attributes["dir"]) for each in phones} == {("ar", "rtl")}
    assert {each.attributes["aria-hidden"] for each in phones} == {"true"}
    assert len(phones) == len(page.all("b")) == 34
    assert " style=" not in page.html
    assert {each.attributes["href"].partition("#")[0] for each in page.all("link") + page.all("a")} == {
        "",
        "icon.svg",
        "review.css",
    }
    anchors = {each.attributes["href"][1:] for each in page.all("a")}
    assert {name for name in anchors if page.with_id(name) is None} == set()


def test_what_does_not_count_is_shown_as_people_read_it(file: Path, whole: Questionnaire, spanish: SideBySide) -> None:
    page = page_of(translation_alone(whole, read(SourceText(translated.SPANISH, "throat.es.po"))))
    text = page.with_id(f"text-{the(spanish, 'question days: ask').number}")
    assert text
    assert text.text.count("How long?") == 2
    assert "Made from other words" in text.text
    assert "How many days?" in text.text
    assert "text--changed" in text.attributes["class"]


def test_the_folder_has_a_page_for_each_translation_in_each_language_of_the_review(
    file: Path, whole: Questionnaire, tmp_path: Path
) -> None:
    spoken = tuple(
        SourceText(text, name)
        for name, text in (("throat.es.po", translated.SPANISH), ("throat.ar.po", translated.ARABIC))
    )
    write(Material(whole, source=file.read_bytes(), file=file, translations=spoken), tmp_path)
    pages = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("translation-*.html")}
    folders = ["" if language == "en" else f"{language}/" for language in LANGUAGES]
    assert pages == {f"{folder}translation-{code}.html" for folder in folders for code in ("es", "ar")}
    listing = page_of((tmp_path / "translations.html").read_text(encoding="utf-8"))
    assert {"translation-es.html", "translation-ar.html"} <= {each.attributes["href"] for each in listing.all("a")}
    assert listing.text.count("draft") == 1
    one = page_of((tmp_path / "es" / "translation-ar.html").read_text(encoding="utf-8"))
    assert "../translation-ar.html" in {each.attributes.get("href") for each in one.all("a")}


def test_languages_that_are_neither_offered_nor_drafts_have_no_page(whole: Questionnaire) -> None:
    assert [each.language for each in gather(Material(whole, translations=(SourceText("", "throat.pt.po"),)))] == []


def test_the_desk_shows_a_translation_as_it_is_by_now(tmp_path: Path) -> None:
    file = translated.written(tmp_path)
    with create_desk(Desk(file, tmp_path / "throat.review.yaml", "Ann Example")).test_client() as client:
        reply = client.get("/review/translations/ar")
        assert reply.headers["Content-Security-Policy"] == POLICY
        page = read_page(reply)
        assert "/review/change?part=question+signs&in=ar" in {each.attributes.get("href") for each in page.all("a")}
        assert "/review/es/translations/ar" in {each.attributes.get("href") for each in page.all("a")}
        assert client.get("/review/es/translations/es").status_code == 200
        assert client.get("/review/translations/pt").status_code == 404
        spanish = tmp_path / "throat.es.po"
        spanish.write_text(translated.SPANISH.replace("¿Cuáles de estas?", "¿Cuál?"), encoding="utf-8")
        assert "¿Cuál?" in client.get("/review/translations/es").text
        assert "¿Cuál?" in client.get("/review/questions").text
        spanish.write_text('msgid "', encoding="utf-8")
        broken = client.get("/review/translations/es")
        assert (broken.status_code, "throat.es.po:1" in broken.text) == (422, True)


def test_a_draft_is_nobodys_to_sign(file: Path, whole: Questionnaire) -> None:
    other = translated.ARABIC.replace("أسبوع أو أكثر", "أسبوع")
    before = fingerprint(whole)
    (file.parent / "throat.ar.po").write_text(other, encoding="utf-8")
    assert fingerprint(load(file)) == before
    spanish = (file.parent / "throat.es.po").read_text(encoding="utf-8")
    (file.parent / "throat.es.po").write_text(spanish.replace("Babea", "Baba"), encoding="utf-8")
    assert fingerprint(load(file)) != before


def test_no_other_page_of_the_review_shows_a_word_of_a_draft(tmp_path: Path) -> None:
    file = translated.written(tmp_path)
    file.write_text(translated.YAML.replace("[en, es]\ndrafts: [ar]", "[en]\ndrafts: [es]"), encoding="utf-8")
    older, words = load(file), (tmp_path / "throat.es.po").read_text(encoding="utf-8")
    (tmp_path / "throat.es.po").write_text(words.replace("¿Cuáles", "Di cuáles"), encoding="utf-8")
    material = Material(load(file), older=older, file=file, translations=tuple(beside(file)))
    with speaking("es"):
        drawn = {name: review_page(material, name, Addresses("{}.html".format, str)) for name in (PRINT, "index")}
        of_it = review_page(material, "translations", Addresses("{}.html".format, str), gather(material)[0])
    assert "Babea" in of_it and "español" in drawn["index"]
    assert [name for name, page in drawn.items() if "Babea" in page or "cuáles de estas" in page] == []
    assert changes.gather(material)[0].topics == ()


def test_two_versions_of_a_draft_are_no_difference(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    old, new = translated.written(tmp_path / "old"), translated.written(tmp_path)
    words = translated.ARABIC.replace("أسبوع أو أكثر", "أسبوع")
    (tmp_path / "throat.ar.po").write_text(words, encoding="utf-8")
    done = CliRunner().invoke(cli, ["diff", str(old), str(new)])
    assert (done.exit_code, "(ar)" in done.output) == (0, False), done.output


def test_every_state_can_be_looked_at_alone() -> None:
    style = shipped("static/review.css").read_text(encoding="utf-8")
    assert [state for state in STATES if f"#only-{state}:target" not in style] == []


def test_a_page_of_a_translation_can_be_given_away(tmp_path: Path) -> None:
    file, out = translated.written(tmp_path), tmp_path / "page"
    made = CliRunner().invoke(cli, ["translate", "page", str(file), "--language", "ar", "--out", str(out)])
    assert made.exit_code == 0, made.output
    assert {each.name for each in out.iterdir()} == {"translation-ar.html", "review.css", "icon.svg"}
    assert str(tmp_path) not in (out / "translation-ar.html").read_text(encoding="utf-8")
    refused = CliRunner().invoke(cli, ["translate", "page", str(file), "--language", "pt", "--out", str(out)])
    assert refused.exit_code == 2
    assert "Those are: es, ar" in refused.output
    (tmp_path / "throat.ar.po").unlink()
    CliRunner().invoke(cli, ["translate", "page", str(file), "--language", "ar", "--out", str(out)])
    assert "0 of 34 texts are translated" in (out / "translation-ar.html").read_text(encoding="utf-8")


def test_a_draft_does_not_ride_along_in_fhir(tmp_path: Path) -> None:
    whole = load(translated.written(tmp_path))
    assert whole.question["signs"].ask.root["ar"]
    text = json.dumps(export(whole), ensure_ascii=False)
    assert "¿Cuáles de estas?" in text
    back = imported(text).questionnaire
    assert back
    assert (back.drafts, {*back.question["signs"].ask.root}) == ((), {"en", "es"})
