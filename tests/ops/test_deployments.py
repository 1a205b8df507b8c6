"""The deployment files are what their programs take, and agree with the settings and with each other."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from kubernetes_validate import ValidationError, latest_version, validate

from checker.authoring import load
from checker.authoring.clinic_file import load_clinic
from checker.ops.settings import PREFIX, Settings, settings
from checker.resources import shipped
from tests.ops.deployments import CLUSTER, COMPOSE, PAGE, UNIT, cluster, composed, environs, files, pod, unit
from tests.ops.front import CADDYFILE
from tests.ops.sealed import CONTAINERFILE, USER, instructions
from tests.seeds import key_file
from tests.tools import needed

KNOWN = {PREFIX + name.upper() for name in Settings.model_fields}
UNSIGNED = f"{PREFIX}UNSIGNED"
"""Read where a server starts, and nowhere else."""
STEPS = list(instructions(CONTAINERFILE.read_text(encoding="utf-8")))


def _ran(program: str, *options: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(needed(program)), *map(str, options)], env={"PATH": "/usr/bin:/bin", **environ},
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


# All of them ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", files())
def test_every_variable_that_a_file_names_is_a_setting(name: str) -> None:
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", files()[name])) <= KNOWN


def test_the_page_names_every_file_and_no_other() -> None:
    named = set(re.findall(r"docs/operations/([A-Za-z]+[.\w]*)", PAGE.read_text(encoding="utf-8")))
    linked = set(re.findall(r"\]\(operations/([^)]+)\)", PAGE.read_text(encoding="utf-8")))
    assert named <= set(files()) == linked | {CONTAINERFILE.name}


@pytest.mark.parametrize("name", [UNIT.name, COMPOSE.name, CLUSTER.name])
def test_the_settings_of_a_file_are_taken_as_they_stand(name: str, tmp_path: Path) -> None:
    environ = dict(environs()[name])
    assert {"CHECKER_SITE", "CHECKER_CLINIC", "CHECKER_PROXIES", UNSIGNED} <= set(environ)
    assert environ[UNSIGNED] == "1" and re.search(r"# No clinician has signed .*\n.*CHECKER_UNSIGNED", files()[name])
    if "CHECKER_KEYS_FILE" in environ:
        environ["CHECKER_KEYS_FILE"] = str(key_file(tmp_path))
    else:
        environ["CHECKER_KEYS"] = key_file(tmp_path).read_text(encoding="utf-8").strip()
    assert settings(environ).site == "https://check.example"


def test_every_way_runs_as_many_proxies_as_it_has() -> None:
    assert {environ["CHECKER_PROXIES"] for environ in environs().values()} == {"1"}


# The unit ------------------------------------------------------------------------------------------------------------


def _verified(folder: Path, text: str) -> str:
    """Return what systemd says of a unit whose program is there."""
    program = folder / "checker"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    file = folder / UNIT.name
    file.write_text(text.replace("/opt/checker/bin/checker", str(program)), encoding="utf-8")
    done = _ran("systemd-analyze", "verify", "--recursive-errors=no", file)
    return (done.stdout + done.stderr).strip() + ("refused" if done.returncode else "")


def test_systemd_takes_the_unit_as_it_is(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    assert _verified(tmp_path, text) == ""
    assert "Unknown key" in _verified(tmp_path, text.replace("ProtectClock", "ProtectClocks"))


def test_systemd_calls_the_unit_safe() -> None:
    """Of 10.0, in which 10.0 is a service that may do everything; what a web service has left is its network."""
    options = ("security", "--offline=yes", "--no-pager")
    assert _ran("systemd-analyze", *options, "--threshold=12", UNIT).returncode == 0
    assert _ran("systemd-analyze", *options, "--threshold=5", UNIT).returncode != 0


def test_the_unit_writes_in_its_own_folder_alone() -> None:
    environ = environs()[UNIT.name]
    assert [f"/var/lib/{name}/keys" for name in unit("StateDirectory")] == [environ["CHECKER_KEYS_FILE"]]
    assert [f"/etc/{name}/clinic.yaml" for name in unit("ConfigurationDirectory")] == [environ["CHECKER_CLINIC"]]


# The container -------------------------------------------------------------------------------------------------------


def test_the_container_listens_where_it_says_for_nobody_in_particular() -> None:
    said = [rest for name, rest in STEPS if name == "ENV"]
    (port,) = [rest for name, rest in STEPS if name == "EXPOSE"]
    assert f"CHECKER_HOST=0.0.0.0 CHECKER_PORT={port}" in said[0]
    assert [rest for name, rest in STEPS if name == "USER"] == [USER]
    (health,) = [rest for name, rest in STEPS if name == "HEALTHCHECK"]
    assert "/healthz" in health and "curl" not in health


def test_compose_takes_its_file_and_needs_a_name() -> None:
    assert set(composed()) == {"keys", "one", "two", "caddy", "redis"}
    assert "SITE" in _ran("docker-compose", "-f", COMPOSE, "config").stderr
    assert composed()["redis"]["profiles"] == ["redis"]


@pytest.mark.parametrize("name", ["keys", "one", "two"])
def test_what_compose_runs_of_ours_writes_its_volume_alone_and_calls_nobody(name: str) -> None:
    file = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    service = file["services"][name]
    assert service["read_only"] and service["cap_drop"] == ["ALL"] and list(service["networks"]) == ["inside"]
    assert service["security_opt"] == ["no-new-privileges:true"] and "ports" not in service
    assert file["networks"]["inside"]["internal"]
    writable = {volume.split(":")[1] for volume in service["volumes"] if not volume.endswith(":ro")}
    assert writable == {str(Path(service["environment"]["CHECKER_KEYS_FILE"]).parent)}


def test_compose_leads_caddy_to_its_instances() -> None:
    (port,) = [rest for name, rest in STEPS if name == "EXPOSE"]
    environ = composed()["caddy"]["environment"]
    assert environ == {"SITE": "check.example", "INSTANCES": f"one:{port} two:{port}"}
    assert set(re.findall(r"\{\$([A-Z]+)", CADDYFILE.read_text(encoding="utf-8"))) == set(environ)


# The cluster ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", cluster(), ids="-".join)
def test_kubernetes_takes_each_part(key: tuple[str, str]) -> None:
    validate(cluster()[key], latest_version(), strict=True)
    with pytest.raises(ValidationError):
        validate({**cluster()[key], "spce": {}}, latest_version(), strict=True)


def test_the_parts_of_the_cluster_find_each_other() -> None:
    deployment, service = cluster()["Deployment", "checker"], cluster()["Service", "checker"]
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    budget, scaler = cluster()["PodDisruptionBudget", "checker"], cluster()["HorizontalPodAutoscaler", "checker"]
    assert deployment["spec"]["selector"]["matchLabels"] == labels
    assert service["spec"]["selector"] == budget["spec"]["selector"]["matchLabels"] == labels
    assert budget["spec"]["minAvailable"] < scaler["spec"]["minReplicas"]
    assert scaler["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    ((path,),) = [rule["http"]["paths"] for rule in cluster()["Ingress", "checker"]["spec"]["rules"]]
    assert path["backend"]["service"] == {"name": "checker", "port": {"name": service["spec"]["ports"][0]["name"]}}
    assert (
        f"https://{cluster()['Ingress', 'checker']['spec']['rules'][0]['host']}"
        == environs()[CLUSTER.name]["CHECKER_SITE"]
    )


def test_every_port_of_the_cluster_is_that_of_the_checker_or_of_its_redis() -> None:
    (container,), environ = pod()["containers"], environs()[CLUSTER.name]
    (port,) = container["ports"]
    assert str(port["containerPort"]) == environ["CHECKER_PORT"]
    assert [each["targetPort"] for each in cluster()["Service", "checker"]["spec"]["ports"]] == [port["name"]]
    probes = {kind: container[kind]["httpGet"] for kind in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert [probe["port"] for probe in probes.values()] == [port["name"]] * 3
    assert [probe["path"] for probe in probes.values()] == ["/healthz", "/healthz", "/readyz"]
    (redis,) = cluster()["Service", "checker-redis"]["spec"]["ports"]
    assert environ["CHECKER_STORE"] == f"redis://checker-redis:{redis['port']}"
    (policy,) = cluster()["NetworkPolicy", "checker-redis"]["spec"]["ingress"]
    assert policy["from"][0]["podSelector"]["matchLabels"] == cluster()["Service", "checker"]["spec"]["selector"]


@pytest.mark.parametrize("key", [("Deployment", "checker"), ("StatefulSet", "checker-redis")], ids="-".join)
def test_no_pod_may_do_more_than_it_has_to(key: tuple[str, str]) -> None:
    spec: Any = cluster()[key]["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    assert spec["securityContext"]["runAsNonRoot"] and spec["securityContext"]["runAsUser"] == int(USER.split(":")[0])
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert spec["automountServiceAccountToken"] is False


def test_the_service_of_the_cluster_gives_the_pod_no_setting_of_its_own() -> None:
    assert pod()["enableServiceLinks"] is False, "CHECKER_PORT would be tcp://..."


def test_the_keys_of_the_cluster_stand_in_no_file() -> None:
    (container,) = pod()["containers"]
    (keys,) = [each for each in container["env"] if each["name"] == "CHECKER_KEYS"]
    assert keys["valueFrom"] == {"secretKeyRef": {"name": "checker", "key": "keys"}}
    assert "Secret" not in {kind for kind, _ in cluster()}


def test_the_clinic_of_the_cluster_is_one(tmp_path: Path) -> None:
    (mount,) = [each for each in pod()["containers"][0]["volumeMounts"] if each["name"] == "clinic"]
    ((name, text),) = cluster()["ConfigMap", "checker"]["data"].items()
    assert f"{mount['mountPath']}/{name}" == environs()[CLUSTER.name]["CHECKER_CLINIC"]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_clinic(tmp_path / name, load(shipped("questions.yaml"))).name == "Your Clinic"


# Caddy ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("environ", [{}, {"SITE": "a.example", "INSTANCES": "one:8000 two:8000"}], ids=["alone", "two"])
def test_caddy_takes_its_file_and_would_write_it_so(environ: dict[str, str], tmp_path: Path) -> None:
    options = ("--config", CADDYFILE, "--adapter", "caddyfile")
    done = _ran("caddy", "validate", *options, HOME=str(tmp_path), **environ)
    assert "Valid configuration" in done.stdout + done.stderr, done.stderr
    assert _ran("caddy", "fmt", CADDYFILE).stdout == CADDYFILE.read_text(encoding="utf-8")
