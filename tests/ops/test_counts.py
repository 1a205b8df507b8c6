"""A clinic learns how much it is used, with noise that hides anybody, and nothing else."""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

import pytest
from click.testing import CliRunner
from flask import Flask

from checker.cli import cli
from checker.ops import counts, ended
from checker.ops.ended import ListError, Store
from checker.ops.settings import settings
from checker.web import create_app
from tests.ops.conftest import Counting, waits
from tests.pages import Visitor, read, served_by
from tests.people import MILD

DAY = timedelta(days=1)


@pytest.fixture(params=["file", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """What all processes share."""
    if request.param == "file":
        yield ended.at(str(tmp_path / "ended"))
    else:
        yield ended.at(request.getfixturevalue("counting").address)


def test_numbers_begin_once_and_grow_by_one(store: Store) -> None:
    store.add_one("a", 7, 60)
    store.add_one("a", 100, 60)
    assert (store.number("a", 5, 60), store.number("b", -3, 60), store.number("b", 4, 60)) == (9, -3, -3)


def test_the_noise_is_the_two_sided_geometric_one() -> None:
    drawn = Counter(counts.noise() for _ in range(40_000))
    for distance in range(5):
        chance = (1 - counts.RATIO) / (1 + counts.RATIO) * counts.RATIO**distance
        for value in {distance, -distance}:
            assert abs(drawn[value] / 40_000 - chance) < 0.01, value
    assert counts.within(0.95) == 9
    assert 0.945 < sum(number for value, number in drawn.items() if abs(value) <= 9) / 40_000 < 0.97


def _long_ago(store: Store, clinic: str) -> Store:
    """Return what all processes share, as a clinic has counted into it for months."""
    store.number(f"{clinic}:since", datetime.now(UTC).date().toordinal() - 90, 60)
    return store


def test_the_table_begins_with_the_first_day_that_was_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, today = ended.at(str(tmp_path / "ended")), datetime.now(UTC).date()
    counts.count(store, "city", "visits")
    assert list(counts.days(store, "city")) == []
    monkeypatch.setattr(counts, "_today", lambda: today + 3 * DAY)
    assert [each.day for each in counts.days(store, "city")] == [today + 2 * DAY, today + DAY, today]


def test_a_day_is_seen_once_it_is_over_and_says_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = _long_ago(ended.at(str(tmp_path / "ended")), "city")
    today = datetime.now(UTC).date()
    for _ in range(200):
        counts.count(store, "city", "visits")
    before = [*counts.days(store, "city")]
    assert before == [*counts.days(store, "city")], "asked again, the noise is no other"
    assert before[0].day == today - DAY and len(before) == counts.DAYS
    assert max(number for day in before for number in day[1:]) < 60, "what is counted today is not seen yet"
    monkeypatch.setattr(counts, "_today", lambda: today + DAY)
    (newest, *_) = counts.days(store, "city")
    assert newest.day == today and 140 < newest.visits < 260 and newest.starts < 60
    assert next(counts.days(_long_ago(store, "lake"), "lake")).visits < 60, "another clinic has its own"


def test_days_on_which_nobody_came_have_noise_too(tmp_path: Path) -> None:
    store = _long_ago(ended.at(str(tmp_path / "ended")), "city")
    numbers = [number for day in counts.days(store, "city") for number in day[1:]]
    assert len(numbers) == 3 * counts.DAYS and any(numbers) and mean(numbers) < 9


def _clinic(folder: Path) -> tuple[Flask, str]:
    """Return the app of a clinic that counts, and its secret."""
    printed = CliRunner().invoke(cli, ["keys", "counts"]).output
    (secret,) = re.findall(r"may see the counts: (\S+)", printed)
    (line,) = re.findall(r"file: (counts: .*)", printed)
    (folder / "city.yaml").write_text(f"name: City\n{line}\n", encoding="utf-8")
    return create_app(settings({}, clinic=folder / "city.yaml", store=str(folder / "ended"))), secret


def _with(secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'clinic:{secret}'.encode()).decode()}", "Accept-Language": "en"}


def test_the_page_shows_numbers_to_whoever_knows_the_secret_and_to_nobody_else(tmp_path: Path) -> None:
    app, secret = _clinic(tmp_path)
    client = app.test_client()
    assert client.get("/counts", headers=_with(secret)).text.count("<tr>") == 1, "no day is over yet"
    with served_by(app).ended._numbers.connected() as base:  # type: ignore[attr-defined]
        base.execute("UPDATE numbers SET number = number - 90")
    page = client.get("/counts", headers=_with(secret))
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert page.text.count("<tr>") == 1 + counts.DAYS
    assert "off by 9 at most" in read(page).text
    for headers in ({}, _with(""), _with(f"{secret}x"), {"Authorization": f"Bearer {secret}"}):
        refused = client.get("/counts", headers=headers)
        assert refused.status_code == 401 and "<tr>" not in refused.text
        assert refused.headers["WWW-Authenticate"].startswith("Basic")
    assert secret not in (tmp_path / "city.yaml").read_text(encoding="utf-8")


def test_without_a_digest_there_is_no_such_page_and_nothing_is_counted(tmp_path: Path) -> None:
    (tmp_path / "city.yaml").write_text("name: City\n", encoding="utf-8")
    app = create_app(settings({}, clinic=tmp_path / "city.yaml", store=str(tmp_path / "ended")))
    assert app.test_client().get("/counts", headers=_with("x")).status_code == 404
    Visitor(app).begin()
    assert _counted(app) == {}


def _counted(app: Flask) -> dict[str, int]:
    """Return what is kept, less nothing: with the noise that it began at."""
    store = served_by(app).ended
    with store._numbers.connected() as base:  # type: ignore[attr-defined]
        return dict(base.execute("SELECT name, number FROM numbers WHERE name NOT LIKE '%:since'").fetchall())


def test_a_journey_counts_one_visit_one_start_and_one_end_and_nothing_of_its_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "noise", lambda: 0)
    app, _ = _clinic(tmp_path)
    app.test_client().get("/")
    visitor = Visitor(app).begin()
    visitor.answer(**MILD)
    assert "care at home" in visitor.page.text
    visitor.open(visitor.page.path)
    today = datetime.now(UTC).date()
    assert _counted(app) == {f":{today}:{what}": 1 for what in counts.WHAT}
    for headers in NOBODY:
        assert app.test_client().get("/", headers=headers).status_code == 200
    assert app.test_client().head("/").status_code == 200
    assert _counted(app)[f":{today}:visits"] == 1
    app.test_client().get("/", headers={"Sec-Fetch-Site": "cross-site"})
    assert _counted(app)[f":{today}:visits"] == 2


NOBODY = (
    {"User-Agent": "Googlebot/2.1"},
    {"Sec-Purpose": "prefetch"},
    {"Sec-Fetch-Site": "same-origin"},
)
"""What asks for a start page and is no visit: a robot, a browser that looks ahead, and another language."""


def test_what_is_over_is_deleted_even_where_nobody_counts_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended.at(str(tmp_path / "ended")).add_one("city:old", 0, -1)
    anew = ended.at(str(tmp_path / "ended"))
    assert anew.number("other", 0, 60) == 0
    with anew._numbers.connected() as base:  # type: ignore[attr-defined]
        assert base.execute("SELECT name FROM numbers").fetchall() == [("other",)]


def test_redis_that_hangs_keeps_a_start_waiting_once_and_not_again(counting: Counting) -> None:
    store = ended.at(counting.address)
    *others, longest = waits(counting, lambda: counts.count(store, "city", "visits"))
    assert longest < 10 * ended.PATIENCE and others[-1] < ended.PATIENCE / 2


def test_nobody_who_clears_waits_for_what_is_counted(tmp_path: Path) -> None:
    store = ended.at(str(tmp_path / "ended"))
    with store._numbers.connected() as base:  # type: ignore[attr-defined]
        base.execute("BEGIN IMMEDIATE")
        store.add("journey", 60)
        assert "journey" in store
        base.execute("COMMIT")


def test_a_store_that_cannot_be_used_costs_a_patient_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, secret = _clinic(tmp_path)

    def broken(*_: object) -> None:
        raise ListError("gone")

    monkeypatch.setattr(counts, "count", broken)
    monkeypatch.setattr(counts, "days", broken)
    assert Visitor(app).begin().page.status == 200
    assert app.test_client().get("/counts", headers=_with(secret)).status_code == 503
