"""A setting that cannot be used stops the start, and the message says which, why, and what a right one looks like."""

import pytest
from click.testing import CliRunner

from checker.cli import cli
from checker.ops.seeds import EXAMPLE
from checker.ops.settings import PREFIX, Settings, SettingsError, settings
from tests.seeds import SEED

SECRET = "short"
UNUSABLE = [
    ("KEYS", SECRET, "this is no whole seed"),
    ("KEYS", f"{SEED},{SECRET}", "this is no whole seed"),
    ("KEYS", SEED[:-1], "this is no whole seed"),
    ("KEYS", f"seed.0498000.{'a' * 43}", "this seed is not random"),
    ("KEYS", SEED.replace("0498000", "9000000"), "this seed is of an hour that has not come"),
    ("PORT", "0", "greater than or equal to 1"),
    ("PORT", "70000", "less than or equal to 65535"),
    ("PORT", "http", "valid integer"),
    ("WORKERS", "0", "greater than or equal to 1"),
    ("WORKERS", "65", "less than or equal to 64"),
    ("WORKERS", "many", "valid integer"),
    ("WORKERS", "1.5", "valid integer"),
    ("HSTS", "-1", "greater than or equal to 0"),
    ("HSTS", "a year", "valid integer"),
    ("PROXIES", "-1", "greater than or equal to 0"),
    ("PROXIES", "10.0.0.1", "valid integer"),
    ("KEYS_FILE", "/nowhere/keys", "cannot be read and written over: no such file"),
    ("SITE", "check.example", "match pattern"),
    ("SITE", "https://check.example/", "match pattern"),
    ("SITE", "https://check.example'><script>", "match pattern"),
    ("FHIR_BASE", "clinic.example/fhir", "match pattern"),
    ("FHIR_BASE", "https://clinic.example/fhir?x=1", "match pattern"),
    ("FHIR_BASE", "https://clinic.example/fhir\n", "match pattern"),
    ("LIMIT", "300", "match pattern"),
    ("LIMIT", "many/minute", "match pattern"),
    ("METRICS_PORT", "-1", "greater than or equal to 0"),
    ("REQUIRE_PROOF", "maybe", "valid boolean"),
    ("REQUIRE_SIGNOFF", "maybe", "valid boolean"),
    ("QUESTION_TITLES", "maybe", "valid boolean"),
]


@pytest.mark.parametrize(("name", "value", "problem"), UNUSABLE)
def test_an_unusable_setting_is_named_with_its_problem_and_an_example(name: str, value: str, problem: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings({PREFIX + name: value})
    said = str(refused.value)
    assert said.startswith(f"CHECKER_{name}: ") and problem in said
    assert f"For example: CHECKER_{name}=" in said
    assert name != "KEYS" or SECRET not in said.partition("Secrets")[0], "a secret is not repeated"


def test_all_unusable_settings_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        settings({"CHECKER_WORKERS": "0", "CHECKER_HSTS": "x", "CHECKER_KEYS": "y"})
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == [
        "CHECKER_KEYS",
        "CHECKER_WORKERS",
        "CHECKER_HSTS",
    ]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_example_of_every_setting_can_be_used(name: str) -> None:
    (example,) = Settings.model_fields[name].examples or []
    Settings.model_validate({name: SEED if example == EXAMPLE else example})


def test_several_workers_without_a_key_do_not_start() -> None:
    with pytest.raises(SettingsError, match="CHECKER_KEYS: 2 workers need one common key"):
        settings({"CHECKER_WORKERS": "2"})
    assert settings({"CHECKER_WORKERS": "2", "CHECKER_KEYS": SEED, "CHECKER_STORE": "ended"}).workers == 2


def test_the_counts_are_not_shown_where_visitors_come() -> None:
    with pytest.raises(SettingsError, match="CHECKER_METRICS_PORT: 8080 is the port of the pages too"):
        settings({"CHECKER_METRICS_PORT": "8080"}, port=8080)


@pytest.mark.parametrize(
    ("slip", "meant"), [("KEY", "KEYS"), ("CLINCS", "CLINICS"), ("WORKER", "WORKERS"), ("PROXY", "PROXIES")]
)
def test_a_slip_in_the_name_of_a_setting_is_not_left_out_in_silence(slip: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=f"CHECKER_{slip}: there is no such setting. Did you mean CHECKER_{meant}?"):
        settings({f"CHECKER_{slip}": SEED})


def test_variables_of_others_are_left_alone() -> None:
    assert settings({"CHECKER_NODE_TOOLS": "/somewhere", "PATH": "/bin", "WORKERS": "0"}) == settings({})


def test_an_option_of_the_command_stands_above_the_environment() -> None:
    assert settings({"CHECKER_PORT": "8080"}, port=9000, host=None).port == 9000


@pytest.mark.parametrize(
    ("environ", "arguments", "said"),
    [
        ({"CHECKER_WORKERS": "2"}, [], "CHECKER_KEYS: 2 workers need one common key"),
        ({}, ["--workers", "3"], "CHECKER_KEYS: 3 workers need one common key"),
        ({"CHECKER_PORT": "http"}, [], "For example: CHECKER_PORT=8080"),
        ({"CHECKER_QUESTIONS": "nowhere.yaml"}, [], "nowhere.yaml"),
        ({"CHECKER_HOST": "192.0.2.1"}, [], "http://192.0.2.1:8000/ cannot be served"),
        ({}, ["--host", "no such host"], "cannot be served"),
        ({}, ["--host", "\u00e4" * 70], "this is no name of a host"),
    ],
)
def test_the_command_ends_with_what_to_mend(environ: dict[str, str], arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(cli, ["serve", *arguments], env={"CHECKER_QUESTIONS": None, **environ})
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and said in result.output


def test_a_name_that_is_no_setting_is_refused_with_a_guess() -> None:
    with pytest.raises(SettingsError, match=r"^question: there is no such setting\. Did you mean questions\?$"):
        settings({}, question="knee.yaml")


@pytest.mark.parametrize(
    ("alone", "needed"),
    [
        ({"review_against": "older.yaml"}, "CHECKER_REVIEW"),
        ({"metrics_host": "127.0.0.1"}, "CHECKER_METRICS_PORT"),
    ],
)
def test_a_setting_that_does_nothing_alone_is_refused(alone: dict[str, str], needed: str) -> None:
    with pytest.raises(SettingsError, match=f"without {needed} it does nothing"):
        settings({}, **alone)
