"""How answers travel sealed: whole, for a while, in one length, and read by nobody but us."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from string import ascii_letters, digits
from time import time as now
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.engine.questionnaire import Questionnaire
from checker.ops.seeds import HOUR, Keys, Seed, keys
from checker.ops.settings import settings
from checker.web import create_app
from checker.web.token import (
    APART,
    ID,
    LIFE,
    SHARED_LIFE,
    TYPED,
    ExpiredError,
    State,
    form_code,
    is_of_the_future,
    opened,
    seal,
    sealer,
)
from tests.pages import SECOND, Visitor, app_of, served_by
from tests.people import COMPLEX, MILD
from tests.seeds import OTHER, SEED
from tests.sheets import partial_sheets
from tests.small import small, ticked

OURS = {"Sec-Fetch-Site": "same-origin"}
BASE64 = ascii_letters + digits + "-_"
MOMENT = 1_800_000_000


def ours_at(moment: int) -> Keys:
    """Return keys of a seed of the hour of a moment."""
    return Keys((Seed(moment // HOUR, bytes(range(32))),))


def states(questionnaire: Questionnaire) -> st.SearchStrategy[State]:
    """Draw anybody's answers, anywhere on their way."""
    return st.builds(
        State,
        answers=partial_sheets(questionnaire),
        place=st.integers(0, len(questionnaire.questions) - 1),
        page=st.sampled_from(["question", "interruption", "result"]),
        language=st.integers(0, len(questionnaire.languages) - 1),
        changing=st.booleans(),
        refused=st.booleans(),
        typed=st.binary(max_size=TYPED),
        theme=st.integers(0, 255),
        for_other=st.booleans(),
        shared=st.booleans(),
        journey=st.binary(min_size=ID, max_size=ID),
    )


def status(token: str) -> int:
    """Return what a browser is told that asks for this token."""
    return app_of(SECOND).test_client().get(f"/c/{quote(token, safe='')}/").status_code


@given(data=st.data())
def test_what_was_sealed_is_what_is_opened(questionnaire: Questionnaire, data: st.DataObject) -> None:
    ours = sealer(questionnaire, ours_at(MOMENT))
    state = data.draw(states(questionnaire))
    assert opened(ours, seal(ours, state, MOMENT), MOMENT) == state


@given(data=st.data())
def test_every_token_of_a_questionnaire_has_one_length(questionnaire: Questionnaire, data: st.DataObject) -> None:
    ours = sealer(questionnaire, ours_at(MOMENT))
    lengths = {len(seal(ours, state)) for state in (State(), data.draw(states(questionnaire)))}
    assert len(lengths) == 1
    assert lengths.pop() < 300


SMALL = """
sections:
  - id: all
    title: {en: All}
    questions:
      - id: place
        kind: one
        label: {en: Place}
        ask: {en: Where?}
        options: [{id: inside, text: {en: Inside}}, {id: outside, text: {en: Outside}}]
      - id: signs
        kind: many
        label: {en: Signs}
        ask: {en: Any of these?}
        options:
          - {id: fever, text: {en: Fever}}
          - {id: rash, text: {en: Rash}}
          - {id: none, text: {en: None of these}, exclusive: true}
      - {id: pain, kind: scale, label: {en: Pain}, ask: {en: How bad?}, min: 0, max: 10}
"""
FULL = State(
    {"place": "outside", "signs": ticked("fever", "rash"), "pain": 7},
    place=2, page="result", changing=True, typed=b"11", theme=3, shared=True, journey=b"twelve bytes",
)  # fmt: skip
SEALED = (
    "gAAAAABrSdIAWpP8FsIxtoFDgbOdOFsuk8An1IGP-ArSocwiC8GowuSUkk3NN6GOV_Qbst"
    "947OgJ1R1ZrBXEWC4qvjcA2Yarz4oTOtwv4zCu4n89B2DF2SJnwFxONqniAzg9HcazUdst"
)
"""That state under that seed at that moment, as version 0.3.0 sealed it."""


def test_an_update_of_the_program_alone_reads_tokens_and_forms_from_before_it() -> None:
    ours = sealer(small(SMALL), keys([SEED]))
    assert opened(ours, SEALED, MOMENT) == FULL
    assert form_code(ours, SEALED) == "NqMryqNoHwPLPMu4bS81xCDg"


@pytest.mark.parametrize(("kind", "count"), [("one", 250), ("many", 7), ("many", 8), ("many", 60)])
def test_every_option_of_a_long_list_has_its_place(kind: str, count: int) -> None:
    options = "".join(f"          - {{id: o{place}, text: {{en: Option}}}}\n" for place in range(count))
    start, end = SMALL.index("        options: ["), SMALL.index("      - id: signs")
    long = small((SMALL[:start] + "        options:\n" + options + SMALL[end:]).replace("kind: one", f"kind: {kind}"))
    ours, ids = sealer(long, ours_at(MOMENT)), [f"o{place}" for place in range(count)]
    for answer in [ids[-1]] if kind == "one" else [ticked(*ids), ticked(ids[-1])]:
        state = State({"place": answer, "pain": 10})
        assert opened(ours, seal(ours, state, MOMENT), MOMENT) == state


def test_a_token_shows_no_answer_and_is_never_the_same_twice() -> None:
    ours = sealer(load(SECOND), ours_at(MOMENT))
    state = State(answers={"faults": frozenset({"loose_bars"})})
    token = seal(ours, state, MOMENT)
    assert b"loose" not in urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert token != seal(ours, state, MOMENT)


# Tampering -----------------------------------------------------------------------------------------------------------


def a_token() -> str:
    return Visitor(app_of(SECOND)).begin().page.token


def test_a_token_with_any_one_character_changed_is_gone() -> None:
    token = a_token()
    assert status(token) == 200
    for place, character in enumerate(token):
        other = BASE64[(BASE64.index(character) + 1) % len(BASE64)]
        assert status(token[:place] + other + token[place + 1 :]) == 410, f"character {place}"


def test_a_token_has_one_spelling() -> None:
    token = a_token()
    spellings = [token[:-1] + last for last in BASE64] + [token + "=" * more for more in range(1, 5)]
    spellings += [f"{token} ", f" {token}", f"{token}\n", token.replace("-", "+").replace("_", "/") + "+"]
    assert [spelling for spelling in spellings if status(spelling) == 200] == [token]


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 16, 100])
def test_a_truncated_token_is_gone(cut: int) -> None:
    token = a_token()
    assert status(token[:-cut]) == status(token[cut:]) == 410


@pytest.mark.parametrize("token", ["A", "A" * 4000, "A" * 100_000, "=", "====", "ñ" * 50, "😀", "\x00", "%", "٣" * 20])
def test_what_was_never_a_token_is_gone(token: str) -> None:
    assert status(token) == 410


@given(st.one_of(st.text(min_size=1), st.text(BASE64, min_size=1, max_size=400)))
def test_whatever_stands_in_place_of_a_token_is_no_token(token: str) -> None:
    with pytest.raises(ExpiredError):
        opened(served_by(app_of(SECOND)).sealer, token)


@given(st.binary(min_size=1, max_size=300))
def test_well_formed_base64_of_anything_is_no_token(raw: bytes) -> None:
    with pytest.raises(ExpiredError):
        opened(served_by(app_of(SECOND)).sealer, urlsafe_b64encode(raw).decode().rstrip("="))


@given(st.binary(max_size=60))
def test_what_is_sealed_with_our_key_and_is_no_state_is_gone(plain: bytes) -> None:
    ours = sealer(load(SECOND), ours_at(MOMENT))
    seal(ours, State(), MOMENT)
    sealed = ours.made[MOMENT // HOUR][0].fernet.encrypt_at_time(plain, MOMENT).decode().rstrip("=")
    with pytest.raises(ExpiredError):
        opened(ours, sealed, MOMENT)


# Time ----------------------------------------------------------------------------------------------------------------


def moved(monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
    """Let the clock of the pages stand at a moment."""
    monkeypatch.setattr("checker.ops.seeds.time.time", lambda: moment)


PROMISED = [
    (False, "en", r"come back to this page for (\d+) hours", HOUR),
    (False, "es", r"volver a esta página durante (\d+) horas", HOUR),
    (True, "en", r"this page closes after (\d+) minutes", 60),
    (True, "es", r"esta página se cierra después de (\d+) minutos", 60),
]


@pytest.mark.parametrize(("shared", "language", "words", "unit"), PROMISED)
def test_every_page_of_a_journey_lasts_as_long_as_it_says_itself(
    shared: bool, language: str, words: str, unit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(monkeypatch, MOMENT)
    visitor = Visitor(create_app(settings({})), language)
    visitor.send({"shared": "1"} if shared else {})
    visitor.answer(right_now=["self_harm"])
    assert visitor.interrupted
    promised = {int(number) * unit for number in re.findall(words, visitor.page.text)}
    assert promised == {SHARED_LIFE if shared else LIFE}
    moved(monkeypatch, MOMENT + promised.pop())
    assert visitor.reload().status == 200
    moved(monkeypatch, MOMENT + (SHARED_LIFE if shared else LIFE) + APART + 1)  # another instance's clock may be behind
    assert visitor.reload().status == 410


def test_a_journey_lasts_from_its_last_page_however_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    moved(monkeypatch, MOMENT)
    visitor = Visitor(create_app(settings({}, questions=SECOND))).begin()
    for day in range(1, 30):
        moved(monkeypatch, MOMENT + day * LIFE)
        visitor.send({})
        assert visitor.page.status == 200


@pytest.mark.parametrize("apart", [APART, -APART, 90, -90])
def test_instances_whose_clocks_are_minutes_apart_open_each_others_pages(apart: int) -> None:
    one, other = (sealer(load(SECOND), ours_at(MOMENT - HOUR)) for _ in range(2))
    for state in (State(), State(shared=True)):
        token = seal(one, state, MOMENT)
        assert opened(other, token, MOMENT + apart) == state
        assert opened(other, token, MOMENT + state.life + APART) == state


@pytest.mark.parametrize("kiosk", [False, True])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", ["/", "/about"])
def test_the_pages_before_a_journey_promise_the_very_minutes_that_it_lasts(
    address: str, language: str, kiosk: bool, tmp_path: Path
) -> None:
    clinic = tmp_path / "clinic.yaml"
    clinic.write_text(f"name: Bicycle Clinic\nkiosk: {str(kiosk).lower()}\n", encoding="utf-8")
    page = Visitor(app_of(clinic=clinic), language).open(f"{address}?lang={language}")
    lasts = re.findall(r"(\d+) (?:minutes|minutos)", page.text.partition("<footer")[0])
    promised = {int(minutes) * 60 for minutes in lasts} - {10 * 60}  # that the questions take
    assert promised == {SHARED_LIFE}
    hours = {int(found) * HOUR for found in re.findall(r"(\d+) (?:hours|horas)", page.text)}
    assert hours == ({LIFE} if address == "/about" and not kiosk else set())


@pytest.mark.parametrize(("shared", "later"), [(False, LIFE // 2), (True, 19 * 60)])
def test_a_page_that_is_shown_again_later_has_all_its_time_anew(
    shared: bool, later: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(monkeypatch, MOMENT)
    visitor = Visitor(create_app(settings({})))
    visitor.send({"shared": "1"} if shared else {})
    before, heading = visitor.page.address, visitor.page.heading
    moved(monkeypatch, MOMENT + 60)
    assert visitor.reload().address == before
    moved(monkeypatch, MOMENT + later)
    page = visitor.open(visitor.page.path)
    assert page.address != before and page.heading == heading
    moved(monkeypatch, MOMENT + 2 * later)
    assert visitor.open(page.path).status == 200


@pytest.mark.parametrize("hours", [24, 25, 48])
def test_a_clock_that_is_set_back_loses_no_answers(hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    moved(monkeypatch, MOMENT)
    app = create_app(settings({}))
    visitor = Visitor(app).begin()
    visitor.answer(right_now=MILD["right_now"])
    for hour in range(27):  # so that keys are forgotten
        moved(monkeypatch, MOMENT + hour * HOUR)
        visitor.open(visitor.page.path)
    before = visitor.page.token
    moved(monkeypatch, MOMENT + (26 - hours) * HOUR)
    assert visitor.reload().status == 200 and visitor.page.token == before
    visitor.answer(place=MILD["place"])
    assert visitor.page.status == 200


def test_what_is_cleared_while_a_clock_is_wrong_stays_cleared_once_it_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    moved(monkeypatch, MOMENT)
    app = create_app(settings({}))
    visitor = Visitor(app).begin()
    moved(monkeypatch, MOMENT - LIFE)
    visitor.open("clear")
    for hours in (1, 12, 24):
        moved(monkeypatch, MOMENT + hours * HOUR)
        Visitor(app).begin().open("clear")  # which tidies up
        assert visitor.client.get(visitor.history[1].partition("#")[0], headers=OURS).status_code == 410


def test_a_page_from_the_future_is_known_as_one() -> None:
    ours = sealer(load(SECOND), keys([SEED]))
    moment = ours.keys.now()
    assert not is_of_the_future(ours, seal(ours, State(), moment + APART - 2))
    assert is_of_the_future(ours, seal(ours, State(), moment + APART + 2))


def test_the_language_of_a_page_on_a_shared_device_that_is_too_old_is_still_known() -> None:
    ours = sealer(small(SMALL), ours_at(MOMENT))
    with pytest.raises(ExpiredError) as old:
        opened(ours, seal(ours, State(language=1, shared=True), MOMENT), MOMENT + SHARED_LIFE + APART + 1)
    assert old.value.language == 1


def test_nothing_is_known_of_a_token_that_is_not_ours() -> None:
    ours, other = (sealer(small(text), ours_at(MOMENT)) for text in (SMALL, SMALL.replace("place", "where")))
    foreign, forged = seal(other, State(language=1), MOMENT), seal(ours, State(language=1), MOMENT)[:-4] + "AAAA"
    for token in (foreign, forged):
        with pytest.raises(ExpiredError) as refused:
            opened(ours, token, MOMENT)
        assert refused.value.language is None


def test_an_old_form_leads_to_a_page_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor(create_app(settings({}, questions=SECOND))).begin()
    moved(monkeypatch, now() + LIFE + APART + 1)
    page = visitor.send({"answer": "1"})
    assert (page.status, page.heading) == (410, "This page is too old")


# Keys ----------------------------------------------------------------------------------------------------------------


def test_a_new_key_opens_nothing_old_unless_the_old_one_stands_beside_it() -> None:
    old, both, young = (sealer(load(SECOND), keys(seeds)) for seeds in ([SEED], [OTHER, SEED], [OTHER]))
    before, during = seal(old, State()), seal(both, State())
    assert opened(both, before) and opened(both, during) and opened(young, during)
    for ours, token in ((young, before), (old, during)):
        with pytest.raises(ExpiredError):
            opened(ours, token)


def test_a_page_from_before_a_change_of_keys_can_still_be_sent() -> None:
    visitor = Visitor(app_of(keys=(SEED,))).begin()
    visitor.client = app_of(keys=(OTHER, SEED)).test_client()
    visitor.answer(right_now=MILD["right_now"])
    assert visitor.asked and visitor.asked.id == "place"
    visitor.client = app_of(keys=(OTHER,)).test_client()
    assert visitor.reload().status == 200


def test_servers_that_share_a_key_serve_one_journey_in_turn() -> None:
    apps = [app_of(keys=(SEED,)), app_of(keys=(SEED,), workers=2)]
    visitor = Visitor(apps[0]).begin()
    for place, (name, value) in enumerate(COMPLEX.items()):
        visitor.client = apps[place % 2].test_client()
        visitor.answer(**{name: value})
        if visitor.interrupted:
            visitor.go_on()
    assert visitor.tier == "urgent_today"


def test_servers_without_a_key_read_nothing_of_each_other() -> None:
    questionnaire = load(SECOND)
    with pytest.raises(ExpiredError):
        opened(sealer(questionnaire, keys([])), seal(sealer(questionnaire, keys([])), State()))


def test_what_is_sealed_for_one_purpose_opens_for_no_other() -> None:
    questionnaire = load(SECOND)
    token = seal(sealer(questionnaire, keys([SEED])), State())
    with pytest.raises(ExpiredError):
        opened(sealer(questionnaire, keys([SEED]), "review"), token)


# Versions ------------------------------------------------------------------------------------------------------------


def test_another_questionnaire_under_the_same_key_reads_nothing(shipped_file: Path) -> None:
    token = seal(sealer(load(shipped_file), keys([SEED])), State())
    with pytest.raises(ExpiredError):
        opened(sealer(load(SECOND), keys([SEED])), token)


CHANGES = [
    ('version: "3"', 'version: "4"'),
    ("brake_feel", "brake_touch"),
    ("cracked_frame", "broken_frame"),
    ("max: 5", "max: 6"),
    ("languages: [en, fr]", "languages: [fr, en]"),
]


@pytest.mark.parametrize(("words", "other"), CHANGES)
def test_another_version_reads_no_old_answers(words: str, other: str) -> None:
    text = SECOND.read_text(encoding="utf-8")
    assert words in text
    changed = sealer(load_text(text.replace(words, other)), keys([SEED]))
    with pytest.raises(ExpiredError):
        opened(changed, seal(sealer(load_text(text), keys([SEED])), State()))


def test_an_address_from_before_the_slash_leads_to_the_one_whose_links_are_true() -> None:
    client = app_of().test_client()
    token = seal(served_by(app_of()).sealer, State())
    assert client.get(f"/c/{token}").location == f"/c/{token}/"
    assert client.get(f"/c/{token}/").status_code == 200


def test_a_draft_that_comes_or_goes_ends_no_journey() -> None:
    text = SECOND.read_text(encoding="utf-8")
    more = text.replace("languages: [en, fr]", "languages: [en, fr]\ndrafts: [pt]")
    one, other = (sealer(load_text(each), ours_at(MOMENT)) for each in (text, more))
    state = State(place=1, language=1)
    assert opened(other, seal(one, state, MOMENT), MOMENT) == state == opened(one, seal(other, state, MOMENT), MOMENT)
