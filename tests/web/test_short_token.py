"""How answers fit in a code: whole, for a quarter of an hour, in one length, and opened by nobody else."""

from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.authoring.loader import load
from checker.engine.questionnaire import Questionnaire
from checker.ops.seeds import HOUR, keys
from checker.web.short_token import LIFE, lengthened, shortened
from checker.web.token import APART, ID, ExpiredError, State, opened, seal, sealer
from tests.pages import SECOND, app_of, served_by
from tests.seeds import OTHER, SEED
from tests.sheets import partial_sheets
from tests.web.test_token import MOMENT, ours_at


def results(questionnaire: Questionnaire) -> st.SearchStrategy[State]:
    """Draw anybody's result."""
    return st.builds(
        State,
        answers=partial_sheets(questionnaire),
        page=st.just("result"),
        language=st.integers(0, len(questionnaire.languages) - 1),
        for_other=st.booleans(),
        journey=st.binary(min_size=ID, max_size=ID),
    )


FULL = State(page="result", journey=b"twelve bytes")


@given(data=st.data())
def test_what_was_shortened_is_what_is_lengthened(questionnaire: Questionnaire, data: st.DataObject) -> None:
    ours, state = sealer(questionnaire, ours_at(MOMENT)), data.draw(results(questionnaire))
    short = shortened(ours, state, MOMENT)
    assert lengthened(ours, short.token, MOMENT) == (state, short.key)
    assert len(short.token) == len(shortened(ours, FULL, MOMENT).token)


def test_that_of_the_shipped_questionnaire_leaves_room_for_an_address() -> None:
    """A SMART Health Link allows 128 letters in all."""
    short = shortened(served_by(app_of()).sealer, FULL)
    assert len("https://check.example-clinic.example/s/" + short.token) <= 128
    assert len(short.key) == 32


@pytest.mark.parametrize("age", [0, LIFE - 1, -APART])
def test_it_opens_for_a_quarter_of_an_hour(age: int) -> None:
    ours = sealer(load(SECOND), ours_at(MOMENT - HOUR))
    short = shortened(ours, FULL, MOMENT)
    assert short.until == MOMENT + 15 * 60
    assert lengthened(ours, short.token, MOMENT + age)[0] == FULL


@pytest.mark.parametrize("age", [LIFE, LIFE + 1, HOUR, 40 * HOUR, -APART - 1, -HOUR])
def test_before_and_after_it_does_not(age: int) -> None:
    ours = sealer(load(SECOND), ours_at(MOMENT - 2 * HOUR))
    short = shortened(ours, FULL, MOMENT)
    with pytest.raises(ExpiredError):
        lengthened(ours, short.token, MOMENT + age)


def test_a_changed_letter_opens_nothing_wherever_it_stands() -> None:
    ours = sealer(load(SECOND), ours_at(MOMENT - HOUR))
    token = shortened(ours, FULL, MOMENT).token
    for place, letter in enumerate(token):
        for other in {"A", "_", (ascii_letters + digits + "-_A")[(ascii_letters + digits).find(letter) + 1]} - {letter}:
            with pytest.raises(ExpiredError):
                lengthened(ours, token[:place] + other + token[place + 1 :], MOMENT)


HOSTILE = ["", "A", "=", "\0", "ñ", "\u0661" * 50, "A" * 86, "A" * 100_000, "../../etc", "%2e" * 20]


@pytest.mark.parametrize("token", HOSTILE, ids=lambda token: token[:9].encode("unicode_escape").decode() or "none")
def test_what_nobody_shortened_opens_nothing(token: str) -> None:
    ours = sealer(load(SECOND), ours_at(MOMENT))
    short = shortened(ours, FULL, MOMENT).token
    for text in (token, short + token, short[: -len(token) or None] + token):
        if text != short:
            with pytest.raises(ExpiredError):
                lengthened(ours, text, MOMENT)


def test_the_token_of_a_page_is_no_short_one_and_a_short_one_opens_no_page() -> None:
    ours = sealer(load(SECOND), keys([SEED]))
    short, long = shortened(ours, FULL).token, seal(ours, FULL)
    for token, other in ((long, lengthened), (short, opened), (long[: len(short)], lengthened)):
        with pytest.raises(ExpiredError):
            other(ours, token)


@pytest.mark.parametrize("change", ["purpose", "seed", "questionnaire"])
def test_that_of_another_mount_clinic_server_or_questionnaire_opens_nothing(change: str) -> None:
    second = load(SECOND)
    theirs = {
        "purpose": lambda: sealer(second, keys([SEED]), "clinic city"),
        "seed": lambda: sealer(second, keys([OTHER])),
        "questionnaire": lambda: sealer(second.model_copy(update={"version": "other"}), keys([SEED])),
    }[change]()
    short = shortened(sealer(second, keys([SEED])), FULL).token
    assert lengthened(sealer(second, keys([SEED])), short)[0] == FULL
    with pytest.raises(ExpiredError):
        lengthened(theirs, short)


def test_the_key_is_that_of_the_code_after_seeds_were_turned() -> None:
    second = load(SECOND)
    short = shortened(sealer(second, keys([SEED])), FULL)
    assert lengthened(sealer(second, keys([OTHER, SEED])), short.token) == (FULL, short.key)


def test_no_two_journeys_have_one_token_or_key_nor_one_journey_at_two_moments() -> None:
    ours = sealer(load(SECOND), ours_at(MOMENT - HOUR))
    other = State(page="result", journey=b"twelve other")
    made = [shortened(ours, FULL, MOMENT), shortened(ours, other, MOMENT), shortened(ours, FULL, MOMENT + 1)]
    assert len({short.token[6:] for short in made}) == len({short.key for short in made}) == 3
