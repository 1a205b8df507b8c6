"""The review pages: whole, kept to themselves, and true of the questionnaire."""

import csv
import json
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.datastructures import Headers

from checker.authoring.loader import load, load_text
from checker.cli import cli
from checker.engine.questionnaire import Questionnaire
from checker.explain.plain_english import describe
from checker.fhir.questionnaire_export import export
from checker.resources import shipped
from checker.review import flow
from checker.review.downloads import ALONG
from checker.review.material import Material
from checker.review.obstacles import Failing
from checker.review.pages import SECTIONS, Addresses, page, write
from checker.review.signers import load_signers
from checker.review.signoff import kept_signatures
from checker.review.standing import judge
from tests.pages import Page
from tests.signing import DAY, signed

HERE = Addresses("{}.html".format, str)
MOST_BYTES = 5_600_000
"""Of the folder of a language."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped questionnaire's review, as the command writes it."""
    out = tmp_path_factory.mktemp("review") / "site"
    done = CliRunner().invoke(cli, ["review", "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, Page]:
    return {path.stem: as_page(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}


@pytest.fixture(scope="module")
def every_page(folder: Path) -> dict[str, Page]:
    """The pages of every language, by where they stand in the folder."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    return {name: as_page(path.read_text(encoding="utf-8")) for name, path in files.items()}


def as_page(html: str) -> Page:
    return Page("", 200, Headers(), html)


def drawn(questionnaire: Questionnaire, name: str, file: Path | None = None) -> Page:
    """Return a page, with the signatures that are kept beside a file."""
    if file is None:
        return as_page(page(Material(questionnaire), name, HERE))
    signoffs = judge(questionnaire, file, kept_signatures(file), load_signers(file), Failing())
    return as_page(page(Material(questionnaire, signoffs), name, HERE))


def test_the_command_writes_a_page_per_part_and_one_to_print_in_every_language(every_page: Mapping[str, Page]) -> None:
    whole = load(shipped("questions.yaml"))
    translations = (f"translation-{code}" for code in (*whole.languages[1:], *whole.drafts))
    names = [f"{name}.html" for name in (*SECTIONS, "all", *translations)]
    assert every_page.keys() == {*names, *(f"es/{name}" for name in names)}
    for name, found in every_page.items():
        language = "es" if name.startswith("es/") else "en"
        assert found.all("html")[0].attributes["lang"] == language
        (other,) = found.all("p", **{"class": "other"})
        assert other.text.strip() == {"en": "Español", "es": "English"}[language]


def test_the_questionnaire_goes_along_as_fhir(folder: Path) -> None:
    resource = json.loads((folder / "questionnaire.fhir.json").read_text(encoding="utf-8"))
    assert resource == export(load(shipped("questions.yaml")))


def test_the_very_file_goes_along(folder: Path) -> None:
    assert (folder / "questions.yaml").read_bytes() == shipped("questions.yaml").read_bytes()


def test_the_table_has_every_text_of_every_question_in_both_languages(folder: Path) -> None:
    with (folder / "questions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    questionnaire = load(shipped("questions.yaml"))
    sources = questionnaire.sources
    for question in questionnaire.questions:
        mine = [row for row in rows if row["question"] == question.id]
        (asked,) = (row for row in mine if row["what"] == "Question")
        assert (asked["en"], asked["es"]) == (question.ask.said_in("en"), question.ask.said_in("es"))
        offered = [(row["option"], row["en"], row["es"], row["points"]) for row in mine if row["what"] == "Option"]
        assert offered == [
            (each.id, each.text.said_in("en"), each.text.said_in("es"), "" if each.points is None else str(each.points))
            for each in question.options
        ]
        assert mine[0]["sources"].splitlines() == [each.title for each in sources if each.id in question.source]
        assert mine[0]["asked when"]


@pytest.mark.parametrize("planted", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1+1"])
def test_no_cell_of_the_table_is_a_formula(second_file: Path, planted: str) -> None:
    questionnaire = load(second_file)
    first = questionnaire.questions[0]
    text = first.ask.model_copy(update={"root": {**first.ask.root, "en": planted}})
    section = questionnaire.sections[0]
    asked = (first.model_copy(update={"ask": text}), *section.questions[1:])
    spoilt = section.model_copy(update={"questions": asked})
    sections = (spoilt, *questionnaire.sections[1:])
    spoilt_one = Material(questionnaire.model_copy(update={"sections": sections}))
    lines = ALONG["questions.csv"].content(spoilt_one).decode("utf-8-sig")
    cells = [cell for row in csv.reader(lines.splitlines()) for cell in row]
    assert f"'{planted}" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_the_whole_folder_is_small(folder: Path) -> None:
    for own in (folder, folder / "es"):
        sizes = {path.name: path.stat().st_size for path in own.iterdir() if path.is_file()}
        translations = [sizes.pop(name) for name in [*sizes] if name.startswith("translation-")]
        form = next(sizes.pop(name) for name in [*sizes] if name.endswith(".fhir.json"))
        assert form < 1_250_000, "each condition in it works out all that it needs, so that any renderer reads it"
        assert 100_000 < sum(sizes.values()) < MOST_BYTES
        assert translations and max(translations) < 1_100_000, "each has all texts twice, and a picture of each"


def test_every_page_has_one_h1_a_title_of_its_own_and_ids_of_its_own(
    pages: Mapping[str, Page], every_page: Mapping[str, Page]
) -> None:
    assert len({found.all("title")[0].text for found in pages.values()}) == len(pages)
    for name, found in every_page.items():
        own = "Chequeo de dolor" if name.startswith("es/") else "Back pain and mood check"
        assert own in found.heading, name
        ids = [each.attributes["id"] for each in found.elements if "id" in each.attributes]
        assert len(set(ids)) == len(ids), name


def test_headings_never_skip_a_level(every_page: Mapping[str, Page]) -> None:
    for name, found in every_page.items():
        levels = [int(each.tag[1]) for each in found.elements if re.fullmatch("h[1-6]", each.tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_every_link_leads_somewhere_within_the_folder(folder: Path, every_page: Mapping[str, Page]) -> None:
    for name, found in every_page.items():
        for each in found.elements:
            target = each.attributes.get("href") or each.attributes.get("src")
            if target:
                file, _, fragment = target.partition("#")
                aim = (folder / name).parent / file if file else folder / name
                assert aim.is_file(), f"{name}: {target}"
                there = every_page.get(aim.resolve().relative_to(folder.resolve()).as_posix())
                assert not fragment or (there and there.with_id(fragment)), f"{name}: {target}"


def test_no_page_needs_a_server_a_script_or_another_site(folder: Path, every_page: Mapping[str, Page]) -> None:
    for found in every_page.values():
        assert not found.all("script") and not found.all("iframe") and not found.all("form")
        assert not [each for each in found.elements if "style" in each.attributes]
        assert not [value for each in found.elements for value in each.attributes.values() if "//" in value]
    assert not re.search(r"@import|url\(", (folder / "review.css").read_text(encoding="utf-8"))


def test_everything_the_questionnaire_says_is_on_the_pages(pages: Mapping[str, Page], shipped_file: Path) -> None:
    questionnaire = load(shipped_file)
    said = "".join(spaced(found.text) for found in pages.values())
    for path, text in questionnaire.texts():
        for words in text.root.values():
            assert spaced(words) in said, path


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_every_rule_says_when_it_holds_how_many_reach_it_and_which_cases(pages: Mapping[str, Page]) -> None:
    questionnaire = load(shipped("questions.yaml"))
    items = {each.attributes["id"]: each.text for each in pages["rules"].all("article")}
    assert items.keys() == {f"rule-{rule.id}" for rule in questionnaire.guidance}
    danger = items["rule-em_now"]
    assert describe(questionnaire, questionnaire.guidance[0].when) in spaced(danger)
    assert "252 answer sheets" in danger  # of 8 signs some, and any of 6
    assert "teen_chest_and_back" in danger
    assert not [name for name, words in items.items() if not re.search(r"[\d,]+ answer sheet|no answer sheet", words)]


def test_a_sign_to_watch_for_says_what_it_calls_for(pages: Mapping[str, Page]) -> None:
    items = {each.attributes["id"]: spaced(each.text) for each in pages["results"].all("article")}
    assert "When to get help at once: an emergency" in items["statement-net_low"]
    assert "When to get help at once: the same day" in items["statement-net_low_today"]
    assert "When to get help at once: a crisis" in items["statement-crisis_line"]


def test_the_lanes_side_by_side_count_what_the_picture_shows(pages: Mapping[str, Page], shipped_file: Path) -> None:
    found = flow.gather(Material(load(shipped_file)))
    assert [lane.id for lane in found.glances] == [drawing.id for drawing in found.drawings[:-1]]
    for lane, drawing in zip(found.glances, found.drawings, strict=False):
        drawn = "".join(row.shapes for row in drawing.rows)
        counted = {words.partition(" ")[2].rstrip("s"): int(words.partition(" ")[0]) for words in lane.sizes}
        assert counted["question"] == len(re.findall(r">\d+\. ", drawn))
        assert counted.get("early stop", 0) == drawn.count(">STOP: ")
        assert counted.get("page shown at once", counted.get("pages shown at once", 0)) == drawn.count(">SHOW AT ONCE")
        assert any(link.attributes["href"] == f"#lane-{lane.id}" for link in pages["flow"].all("a"))


def test_a_missing_translation_is_shown_as_missing(second_file: Path) -> None:
    text = second_file.read_text(encoding="utf-8").replace(', fr: "Contrôle du vélo"', "", 1)
    assert "No French text" not in drawn(load(second_file), "results").text
    text = re.sub(r', fr: "Une fissure dans le cadre"', "", text)
    assert "No French text" in drawn(load_text(text), "results").text


def test_nobody_has_signed_and_every_page_says_so(pages: Mapping[str, Page]) -> None:
    for found in pages.values():
        assert "Not yet reviewed by a clinician." in found.text


@pytest.fixture
def file(second_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "second.yaml"
    path.write_bytes(second_file.read_bytes())
    return signed(path)


def test_after_an_edit_the_page_shows_old_beside_new_of_exactly_what_is_no_longer_signed(file: Path) -> None:
    before = drawn(load(file), "signoff", file).text
    assert f"Reviewed by Ada Test, physical therapist, on {DAY}." in before and "0 of " in before
    assert "Nothing: an author and a clinician have signed all of it, and the ways to help are signed." in before
    text = file.read_text(encoding="utf-8")
    assert "A crack in the frame" in text
    after = drawn(load_text(text.replace("A crack in the frame", "A bent frame")), "signoff", file)
    said = " ".join(after.text.split())
    assert "No longer stands" in said and "Not yet reviewed by a clinician." in said and "1 part differs from" in said
    assert [each.text.split()[:2] for each in after.all("caption")] == [["emergency", "signs"]] * 2
    assert {each.text.strip() for each in after.all("mark")} == {"crack in the", "bent"}


def test_a_condition_that_changed_is_shown_as_it_is_written(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "when: cracked_frame in faults" in text
    after = drawn(
        load_text(text.replace("when: cracked_frame in faults", "when: loose_bars in faults")), "signoff", file
    )
    assert {"cracked_frame", "loose_bars"} <= {each.text.strip() for each in after.all("mark")}


def test_each_part_says_who_signed_it_as_it_is(file: Path) -> None:
    before = load(file)
    first = before.guidance[0].because.said_in("en")
    edited = load_text(file.read_text(encoding="utf-8").replace(f'"{first}"', '"something else"'))
    page = drawn(edited, "rules", file)
    marks = [each.text for each in page.all("span", **{"class": "mark bad"})]
    assert marks == [f"Changed since Ada Test signed on {DAY}"]
    assert any(f"Bea Test, {DAY}; Ada Test, {DAY}" in each.text for each in page.all("span", **{"class": "mark good"}))


def test_a_part_that_one_of_two_has_signed_says_so(file: Path) -> None:
    (file.parent / "second.signoff.yaml").unlink()
    page = drawn(load(signed(file, "ada")), "rules", file)
    assert any("Not by all who have to" in each.text for each in page.all("span", **{"class": "mark "}))


def test_a_forged_signature_is_shown_as_refused_and_an_old_one_as_nothing(file: Path) -> None:
    kept = file.parent / "second.signoff.yaml"
    old = "- {name: Bo, role: MD, date: 2026-01-01, parts: {}}\n"
    kept.write_text(kept.read_text(encoding="utf-8").replace("scope: all", "scope: rules") + old, encoding="utf-8")
    said = " ".join(drawn(load(file), "signoff", file).text.split())
    assert "Refused" in said and "what stands here is not what was signed" in said
    assert "Bo, MD, 2026-01-01 Counts for nothing" in said and "anybody can have written it" in said


def test_a_case_that_goes_wrong_is_found_by_the_filter(second_file: Path) -> None:
    questionnaire = load(second_file)
    case = questionnaire.cases[0]
    softest, most = questionnaire.tiers[-1].id, questionnaire.tiers[0].id
    urgent = next(each for each in questionnaire.cases if each.expect.tier == most)
    wrong = urgent.model_copy(update={"expect": urgent.expect.model_copy(update={"tier": softest, "rules": None})})
    changed = questionnaire.model_copy(update={"cases": (wrong, case.model_copy(update={"id": "other"}))})
    assert "too urgent (1)" in drawn(changed, "cases").text
    assert len(drawn(changed, "cases").all("article")) == 2
    assert "case--too-urgent" in drawn(changed, "cases").all("article")[0].attributes["class"]


def test_a_broken_promise_is_shown_with_who_breaks_it(second_file: Path) -> None:
    questionnaire = load(second_file)
    promise = questionnaire.promises[0].model_copy(
        update={
            "id": "broken",
            "always": None,
            "never": questionnaire.tiers[0].id,
            "when": questionnaire.guidance[0].when,
        }
    )
    text = spaced(drawn(questionnaire.model_copy(update={"promises": (promise,)}), "proofs").text)
    assert "FAILS" in text and "Broken by somebody who answers:" in text
    assert "5 of" not in text or "6 of 7 claims" in text
    assert f"Rules that hold: {questionnaire.guidance[0].id}" in text


def test_writing_twice_gives_the_same(second_file: Path, tmp_path: Path) -> None:
    once, again = (write(Material(load(second_file)), tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path, second_file: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = tmp_path / "file" / "x"
    done = CliRunner().invoke(cli, ["review", str(second_file), "--out", str(out)])
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {out}: this folder cannot be written (not a directory).")
    assert "For example: --out review" in done.output


# Against an older version ----------------------------------------------------------------------------------------


def compared(older: Questionnaire, newer: Questionnaire) -> str:
    return spaced(as_page(page(Material(newer, older=older), "changes", HERE)).text)


def edited(file: Path, old: str, new: str) -> Questionnaire:
    text = file.read_text(encoding="utf-8")
    assert old in text
    return load_text(text.replace(old, new))


@pytest.mark.thorough
def test_a_changed_rule_shows_who_gets_another_tier_with_an_example(shipped_file: Path) -> None:
    text = compared(edited(shipped_file, "when: pain >= 14", "when: pain >= 15"), load(shipped_file))
    assert re.search(r"Of [\d,]+ answer sheets, these get another tier than before:", text)
    assert "People whose score “Pain” is 14 points (shown as 7.0) and whom no other rule" in text
    assert "Now See someone within a week or two by bk_pain" in text
    points = re.search(r"Pain most of the time\s?(\d+) Usual things\s?(\d+)", text)
    assert points and sum(map(int, points.groups())) == 14
    assert "it was the score “Pain” is at least 15 points" in text
    assert "Some have the same tier as before, but another rule, statement or score." in text
    assert "now holds for people whose score “Pain” is 14 points (shown as 7.0)." in text
    assert re.search(r"[\d,]+ answer sheets, [\d,]+ of the same tier", text)
    assert f"Both files say version {load(shipped_file).version}, but their contents differ: bump `version`" in text


def test_an_example_prints_an_answer_once_and_what_one_version_alone_asks_apart(second_file: Path) -> None:
    older = edited(second_file, "trouble >= 3 or comfort >= 5", "trouble >= 3 or comfort >= 6")
    text = compared(older, load(second_file))
    (example,) = re.findall(r"Question “?Saddle”? is now asked of people.*?(?=Rule “|What was changed)", text)
    both, _, now = example.partition("Now only:")
    assert "In both versions:" in both and "Before only:" not in example
    assert re.match(r" ?Saddle ?(Yes|No)", now) and now.count("Saddle") == 1


def test_a_changed_word_is_shown_and_proved_to_change_no_guidance(second_file: Path) -> None:
    text = compared(edited(second_file, "A crack in the frame", "A bent frame"), load(second_file))
    assert "the same questions, tier, rules, interruptions, statements and scores. What changed in the file" in text
    assert "ask and tell the same" not in text
    assert "“A crack in the frame”; it was “A bent frame”" in text


def test_the_same_version_has_no_changes(second_file: Path) -> None:
    text = compared(load(second_file), load(second_file))
    assert "both versions ask and tell the same" in text
    assert "What was changed in the file Nothing." in text


def test_without_an_older_version_the_page_says_how_to_get_one(second_file: Path) -> None:
    assert "--against older.yaml" in drawn(load(second_file), "changes").text


def test_the_command_compares_with_an_older_file(second_file: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli, ["review", str(second_file), "--against", str(second_file), "--out", str(tmp_path / "site")]
    )
    assert done.exit_code == 0, done.output
    assert "Compared with bicycle_fit 3." in (tmp_path / "site" / "changes.html").read_text(encoding="utf-8")
