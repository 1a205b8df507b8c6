"""Alive, ready, counted and limited: what the machines around an instance ask of it, and what they never learn."""

import signal
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from time import monotonic
from urllib.request import urlopen

import pytest

from checker.ops.limits import counted
from checker.ops.seeds import EXAMPLE
from checker.ops.settings import SettingsError, settings
from checker.web import create_app
from tests.ops.conftest import Counting
from tests.ops.front import Walker
from tests.pages import SECOND, Visitor, app_of, served_by
from tests.people import CRISIS, EMERGENCY, MILD, as_answers
from tests.running import Running, free_port, running
from tests.seeds import OTHER, SEED, key_file


def test_an_instance_says_that_it_is_alive_and_ready_and_what_it_serves() -> None:
    client = app_of().test_client()
    assert client.get("/healthz").text == "ok\n"
    told = client.get("/readyz")
    assert told.status_code == 200
    assert told.json == {
        "ready": True, "questionnaire": "back_pain_and_mood", "version": "2027.1", "proved": True, "signed": False,
        "help_signed": False,
        "recalled": False,
    }  # fmt: skip
    assert told.headers["Cache-Control"] == "no-store"


def test_an_instance_that_has_to_be_proved_is_not_ready_while_a_promise_fails(tmp_path: Path) -> None:
    text = SECOND.read_text(encoding="utf-8")
    last = text.rindex("\n  - {id:", 0, text.index("cases:"))
    broken = tmp_path / "broken.yaml"
    tier = served_by(app_of(SECOND)).questionnaire.tiers[-1].id
    broken.write_text(f"{text[:last]}\n  - {{id: never_last, never: {tier}}}{text[last:]}", encoding="utf-8")
    told = create_app(settings({}, questions=broken, require_proof=True)).test_client().get("/readyz")
    assert told.status_code == 503 and told.json and not told.json["proved"]
    assert create_app(settings({}, questions=broken)).test_client().get("/readyz").status_code == 200


def test_too_many_pages_are_answered_with_a_notice_that_keeps_the_help() -> None:
    client = create_app(settings({}, limit="3/hour")).test_client()
    assert [client.get("/about").status_code for _ in range(5)] == [200] * 3 + [429] * 2
    page = client.get("/", headers={"Accept-Language": "es"})
    assert page.status_code == 429 and "tel:988" in page.text and 'lang="es"' in page.text
    sent = client.post("/")
    assert sent.status_code == 303 and client.get(sent.location).status_code == 429
    assert client.get("/healthz").status_code == 200
    assert client.get("/about", environ_base={"REMOTE_ADDR": "10.9.8.7"}).status_code == 200


VISITORS = [
    ("192.0.2.1", "192.0.2.1"),
    ("::ffff:192.0.2.1", "192.0.2.1"),
    ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
    ("2001:DB8:0:1:ffff:a0a:d0d:9", "2001:db8:0:1::/64"),
    ("fe80::1%eth0", "fe80::/64"),
    ("", ""),
    ("192.0.2.1:4711", "192.0.2.1"),
    ("[2001:db8:0:1::1]:4711", "2001:db8:0:1::/64"),
    ("[2001:db8:0:1::1]", "2001:db8:0:1::/64"),
    ("unknown", ""),
    ("192.0.2.1:4711:4712", ""),
]


@pytest.mark.parametrize(("address", "visitor"), VISITORS)
def test_one_visitor_is_an_address_or_of_ipv6_a_network_of_64(address: str, visitor: str) -> None:
    assert counted(address) == visitor


def test_a_limit_holds_for_all_addresses_of_a_network_together() -> None:
    client = create_app(settings({}, limit="3/hour")).test_client()
    homes = [f"2001:db8:0:1::{place}" for place in range(5)]
    asked = [client.get("/about", environ_base={"REMOTE_ADDR": home}).status_code for home in homes]
    assert asked == [200] * 3 + [429] * 2
    assert client.get("/about", environ_base={"REMOTE_ADDR": "2001:db8:0:2::1"}).status_code == 200


def test_a_redis_that_hangs_keeps_nobody_waiting(counting: Counting) -> None:
    client = create_app(settings({}, limit="3/hour", store=counting.address)).test_client()
    assert client.get("/readyz").status_code == 200
    counting.process.send_signal(signal.SIGSTOP)
    try:
        asked, seconds = [], []
        for _ in range(5):
            began = monotonic()
            asked.append(client.get("/about").status_code)
            seconds.append(monotonic() - began)
    finally:
        counting.process.send_signal(signal.SIGCONT)
    assert max(seconds) < 1
    assert asked == [200] * 3 + [429] * 2


def test_counts_are_of_pages_and_never_of_persons(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, "--workers", "2", CHECKER_KEYS=SEED, CHECKER_METRICS_PORT=str(port)) as server:
        counted = _walked_and_counted(server.address, port)
    assert 'checker_tiers_total{tier="emergency"} 2.0' in counted
    assert 'checker_steps_total{step="right_now"} 2.0' in counted
    assert 'checker_requests_total{method="GET",page="patient.page",status="200"} 4.0' in counted
    assert 'checker_requests_total{method="other",page="none",status="405"} 1.0' in counted
    assert not any(word in counted for word in ("chest_pain", "stroke_signs", "127.0.0.1", "/c/"))


def test_the_next_start_takes_away_the_counts_of_who_was_killed_and_of_nobody_else(tmp_path: Path) -> None:
    def serving() -> AbstractContextManager[Running]:
        options = ("--questions", str(SECOND))
        return running(tmp_path, *options, TMPDIR=str(tmp_path), CHECKER_METRICS_PORT=str(free_port()))

    def kept() -> set[Path]:
        return set(tmp_path.glob("checker-counts-*"))

    with serving():
        lives = kept()
        with serving() as killed:
            both = kept()
            killed.kill()
            assert len(both) == 2 and kept() == both
        with serving():
            assert len(kept()) == 2 and kept() & both == lives
    assert not kept()


def _walked_and_counted(address: str, port: int) -> str:
    sheet = as_answers(EMERGENCY)
    for _ in range(2):
        with Walker(served_by(app_of()).questionnaire, int(address.rpartition(":")[2]), False) as walker:
            assert walker.journey(sheet) == "emergency"
    connection = HTTPConnection(address.removeprefix("http://"))
    connection.request("INVENTED", "/")
    assert connection.getresponse().status == 405
    connection.close()
    with urlopen(f"http://127.0.0.1:{port}/metrics") as reply:
        return str(reply.read().decode())


@pytest.mark.parametrize("person", [MILD, CRISIS])
def test_a_limit_that_is_not_reached_changes_nothing(person: dict[str, object]) -> None:
    visitor = Visitor(create_app(settings({}, limit="1000/minute"))).begin().answer(**person)
    assert visitor.page.status == 200


BAD = {
    "CHECKER_LIMIT": ("many", "300/minute"),
    "CHECKER_METRICS_PORT": ("99999", "9090"),
    "CHECKER_KEYS_FILE": ("/no/such/file", "/etc/checker/keys"),
    "CHECKER_REQUIRE_PROOF": ("perhaps", "1"),
    "CHECKER_PROXIES": ("-1", "1"),
    "CHECKER_HSTS": ("long", "31536000"),
    "CHECKER_WORKERS": ("none", "2"),
    "CHECKER_KEYS": ("short", EXAMPLE),
}


@pytest.mark.parametrize("variable", BAD)
def test_a_malformed_setting_stops_the_start_with_its_name_and_an_example(variable: str) -> None:
    value, example = BAD[variable]
    with pytest.raises(SettingsError) as error:
        settings({variable: value})
    assert variable in str(error.value) and f"{variable}={example}" in str(error.value)


def test_a_secret_that_is_refused_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as error:
        settings({"CHECKER_KEYS": "hunter2"})
    assert "hunter2" not in str(error.value)


def test_every_malformed_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        settings({variable: value for variable, (value, _) in BAD.items() if variable != "CHECKER_KEYS_FILE"})
    assert all(variable in str(error.value) for variable in BAD if variable != "CHECKER_KEYS_FILE")


def test_keys_are_read_from_a_file_the_newest_first_and_the_list_of_cleared_journeys_stands_beside_it(
    tmp_path: Path,
) -> None:
    file = key_file(tmp_path, "# new", OTHER, "", SEED)
    found = settings({"CHECKER_KEYS_FILE": str(file)})
    assert found.keys == (OTHER, SEED) and found.store == f"{file}.ended"
    with pytest.raises(SettingsError, match="Keep one of the two"):
        settings({"CHECKER_KEYS_FILE": str(file), "CHECKER_KEYS": SEED})


def test_keys_that_outlast_the_program_need_a_list_that_does() -> None:
    with pytest.raises(SettingsError, match="CHECKER_STORE: these keys outlast the program"):
        settings({"CHECKER_KEYS": SEED})


def test_workers_that_would_each_count_alone_are_refused() -> None:
    with pytest.raises(SettingsError, match="CHECKER_STORE: 2 workers"):
        settings({"CHECKER_LIMIT": "3/hour", "CHECKER_WORKERS": "2", "CHECKER_KEYS": SEED, "CHECKER_STORE": "a.file"})


def test_a_setting_whose_library_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("checker.ops.settings"), "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"its extra `metrics`, such as `pip install '\.\[metrics\]'`"):
        settings({"CHECKER_METRICS_PORT": "9090"})
