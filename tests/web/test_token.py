"""How answers travel sealed: whole, for a while, in one length, and read by nobody but us."""

import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from pathlib import Path
from string import ascii_letters, digits
from time import time as now
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring.loader import load, load_text
from checker.engine.questionnaire import Questionnaire
from checker.web.token import CEILING, IDLE, TYPED, ExpiredError, PageKind, State, opened, seal, sealer
from tests.pages import SECOND, Visitor, app_of, served_by
from tests.people import COMPLEX, MILD
from tests.sheets import partial_sheets
from tests.small import small, ticked

KEY, NEW = "a-secret-of-many-letters", "the-secret-of-tomorrow"
DOCS = Path(__file__).parents[2] / "docs"
BASE64 = ascii_letters + digits + "-_"
MOMENT = 1_800_000_000


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
        theme=st.integers(0, 31),
        for_other=st.booleans(),
        started=st.integers(MOMENT - CEILING, MOMENT),
    )


def status(token: str) -> int:
    """Return what a browser is told that asks for this token."""
    return app_of(SECOND).test_client().get(f"/c/{quote(token, safe='')}/").status_code


@given(data=st.data())
def test_what_was_sealed_is_what_is_opened(questionnaire: Questionnaire, data: st.DataObject) -> None:
    ours = sealer(questionnaire)
    state = data.draw(states(questionnaire))
    assert opened(ours, seal(ours, state, MOMENT), MOMENT) == state


@given(data=st.data())
def test_every_token_of_a_questionnaire_has_one_length(questionnaire: Questionnaire, data: st.DataObject) -> None:
    ours = sealer(questionnaire)
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
    place=2, page="result", changing=True, typed=b"11", theme=3, started=MOMENT - 1000,
)  # fmt: skip
SEALED = (
    "gAAAAABrSdIAOUT6yVcVBjiE1aZNmYvoUuTJ2wWOp1NCiXnTILfREztE"
    "tqVo93B9V1Qz-LWssuC439_w59TEOd1ui8QWhu2QQj-p3LSabHq4O-vIggu6_yE"
)
"""That state under that key at that moment, as version 0.1.0 sealed it on its page to check all answers."""


def test_an_update_of_the_program_alone_reads_tokens_and_forms_from_before_it() -> None:
    ours = sealer(small(SMALL), [KEY])
    assert opened(ours, SEALED, MOMENT) == FULL
    assert ours.form_keys[0].hex().startswith("0c540e6d50981404")


@pytest.mark.parametrize(("number", "page"), [(0, "question"), (1, "interruption"), (2, "result"), (3, "result")])
def test_every_page_that_was_ever_sealed_is_still_there(number: int, page: PageKind) -> None:
    """Until version 0.2.0 a page to check all answers was sealed as 2, and the result as 3."""
    ours = sealer(small(SMALL), [KEY])
    plain = bytearray(ours.fernet.decrypt((token := seal(ours, FULL, MOMENT)) + "=" * (-len(token) % 4)))
    plain[struct.calcsize(">4sIH")] = number
    old = ours.fernet.encrypt_at_time(bytes(plain), MOMENT).decode().rstrip("=")
    assert opened(ours, old, MOMENT) == replace(FULL, page=page)


@pytest.mark.parametrize(("kind", "count"), [("one", 250), ("many", 7), ("many", 8), ("many", 60)])
def test_every_option_of_a_long_list_has_its_place(kind: str, count: int) -> None:
    options = "".join(f"          - {{id: o{place}, text: {{en: Option}}}}\n" for place in range(count))
    start, end = SMALL.index("        options: ["), SMALL.index("      - id: signs")
    long = small((SMALL[:start] + "        options:\n" + options + SMALL[end:]).replace("kind: one", f"kind: {kind}"))
    ours, ids = sealer(long), [f"o{place}" for place in range(count)]
    for answer in [ids[-1]] if kind == "one" else [ticked(*ids), ticked(ids[-1])]:
        state = State({"place": answer, "pain": 10}, started=MOMENT)
        assert opened(ours, seal(ours, state, MOMENT), MOMENT) == state


def test_a_token_shows_no_answer_and_is_never_the_same_twice() -> None:
    ours = sealer(load(SECOND))
    state = State(answers={"faults": frozenset({"loose_bars"})}, started=MOMENT)
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
    ours = served_by(app_of(SECOND)).sealer
    for moment in (MOMENT, MOMENT - IDLE - 1):
        with pytest.raises(ExpiredError):
            opened(ours, ours.fernet.encrypt_at_time(plain, moment).decode().rstrip("="), MOMENT)


# Time ----------------------------------------------------------------------------------------------------------------


def moved(monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
    """Let the clock of the pages stand at a moment."""
    monkeypatch.setattr("checker.web.token.time.time", lambda: moment)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_works_for_the_minutes_that_pages_promise_and_not_a_second_more(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = Visitor(app_of(), language).open(f"/about?lang={language}").text
    (minutes,) = re.findall(r"(?:after|tras) (\d+) (?:minutes without use|minutos sin uso)", about)
    moved(monkeypatch, MOMENT)
    visitor = Visitor(app_of(), language).begin()
    moved(monkeypatch, MOMENT + 60 * int(minutes))
    assert visitor.reload().status == 200
    moved(monkeypatch, MOMENT + 60 * int(minutes) + 1)
    assert visitor.reload().status == 410


SCALE = "      - {{id: more_{}, kind: scale, label: {{en: More}}, ask: {{en: How much?}}, min: 0, max: 10}}\n"


@pytest.mark.parametrize(("more", "spare"), [(0, 3), (8, 0), (60, 2)])
def test_the_language_of_a_token_that_is_too_old_is_still_known_whatever_its_length(more: int, spare: int) -> None:
    ours = sealer(small(SMALL + "".join(map(SCALE.format, range(more)))), [KEY])
    idle, busy = seal(ours, State(language=1), MOMENT), seal(ours, State(language=1, started=MOMENT - CEILING), MOMENT)
    assert len(idle) % 4 == len(busy) % 4 == spare
    assert opened(ours, idle, MOMENT + IDLE).language == 1
    for token, moment in (idle, MOMENT + IDLE + 1), (busy, MOMENT + 1):
        with pytest.raises(ExpiredError) as old:
            opened(ours, token, moment)
        assert old.value.language == 1


def test_nothing_is_known_of_a_token_that_is_not_ours() -> None:
    ours, other = sealer(small(SMALL), [KEY]), sealer(small(SMALL.replace("place", "where")), [KEY])
    for moment in (MOMENT, MOMENT + IDLE + 1):
        with pytest.raises(ExpiredError) as foreign:
            opened(ours, seal(other, State(language=1), MOMENT), moment)
        assert foreign.value.language is None
    with pytest.raises(ExpiredError) as forged:
        opened(ours, seal(ours, State(language=1), MOMENT)[:-4] + "AAAA", MOMENT)
    assert forged.value.language is None


@pytest.mark.parametrize("name", ["design.md", "security.md"])
def test_a_journey_lasts_for_the_hours_that_a_document_promises_however_busy(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    ((minutes, hours),) = re.findall(r"(\d+) minutes without use(?:,| and) (\d+) hours at most", text)
    moved(monkeypatch, MOMENT)
    visitor = Visitor(app_of(SECOND)).begin()
    for used in range(0, 60 * int(hours), int(minutes) - 1):
        moved(monkeypatch, MOMENT + 60 * used)
        assert visitor.reload().status == 200
        visitor.send({})
    moved(monkeypatch, MOMENT + 3600 * int(hours))
    assert visitor.reload().status == 200
    moved(monkeypatch, MOMENT + 3600 * int(hours) + 1)
    assert visitor.reload().status == 410


def test_an_old_form_leads_to_a_page_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor(app_of(SECOND)).begin()
    moved(monkeypatch, now() + IDLE + 1)
    page = visitor.send({"answer": "1"})
    assert (page.status, page.heading) == (410, "This page is too old")


# Keys ----------------------------------------------------------------------------------------------------------------


def test_a_new_key_opens_nothing_old_unless_the_old_one_stands_beside_it() -> None:
    old, both, new = (sealer(load(SECOND), keys) for keys in ([KEY], [NEW, KEY], [NEW]))
    before, during = seal(old, State()), seal(both, State())
    assert opened(both, before) and opened(both, during) and opened(new, during)
    for ours, token in ((new, before), (old, during)):
        with pytest.raises(ExpiredError):
            opened(ours, token)


def test_a_page_from_before_a_change_of_keys_can_still_be_sent() -> None:
    visitor = Visitor(app_of(keys=(KEY,))).begin()
    visitor.client = app_of(keys=(NEW, KEY)).test_client()
    visitor.answer(right_now=MILD["right_now"])
    assert visitor.asked and visitor.asked.id == "place"
    visitor.client = app_of(keys=(NEW,)).test_client()
    assert visitor.reload().status == 200


def test_servers_that_share_a_key_serve_one_journey_in_turn() -> None:
    apps = [app_of(keys=(KEY,)), app_of(keys=(KEY,), workers=2)]
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
        opened(sealer(questionnaire), seal(sealer(questionnaire), State()))


def test_without_a_key_one_of_32_random_bytes_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.web.token.secrets.token_bytes", lambda size: KEY.encode() if size == 32 else b"")
    assert sealer(load(SECOND)).form_keys == sealer(load(SECOND), [KEY]).form_keys


def test_each_key_gives_the_forms_one_of_their_own() -> None:
    both, new = sealer(load(SECOND), [NEW, KEY]), sealer(load(SECOND), [NEW])
    assert both.form_keys[0] == new.form_keys[0] != both.form_keys[1]
    assert {len(key) for key in both.form_keys} == {32}


# Versions ------------------------------------------------------------------------------------------------------------


def test_another_questionnaire_under_the_same_key_reads_nothing(shipped_file: Path) -> None:
    token = seal(sealer(load(shipped_file), [KEY]), State())
    with pytest.raises(ExpiredError):
        opened(sealer(load(SECOND), [KEY]), token)


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
    changed = sealer(load_text(text.replace(words, other)), [KEY])
    with pytest.raises(ExpiredError):
        opened(changed, seal(sealer(load_text(text), [KEY]), State()))


def test_an_address_from_before_the_slash_leads_to_the_one_whose_links_are_true() -> None:
    client = app_of().test_client()
    token = seal(served_by(app_of()).sealer, State())
    assert client.get(f"/c/{token}").location == f"/c/{token}/"
    assert client.get(f"/c/{token}/").status_code == 200
