"""The deployment files as they are read by what reads them."""

import re
import subprocess
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from tests.ops.sealed import OPERATIONS
from tests.tools import needed

UNIT = OPERATIONS / "checker.service"
COMPOSE = OPERATIONS / "compose.yaml"
CLUSTER = OPERATIONS / "kubernetes.yaml"
PAGE = OPERATIONS.parent / "operations.md"


@cache
def composed() -> Mapping[str, Any]:
    """Return compose.yaml as Compose itself reads it."""
    command = [str(needed("docker-compose")), "-f", str(COMPOSE), "--profile", "redis", "config"]
    environ = {"SITE": "check.example", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert not done.returncode, done.stderr
    services: Mapping[str, Any] = yaml.safe_load(done.stdout.replace("$$", "$"))["services"]
    return services


@cache
def cluster() -> Mapping[tuple[str, str], Any]:
    """Return the parts of kubernetes.yaml by kind and name."""
    parts = yaml.safe_load_all(CLUSTER.read_text(encoding="utf-8"))
    return {(part["kind"], part["metadata"]["name"]): part for part in parts}


def pod() -> Mapping[str, Any]:
    """Return the pod of kubernetes.yaml that serves."""
    spec: Mapping[str, Any] = cluster()["Deployment", "checker"]["spec"]["template"]["spec"]
    return spec


def unit(key: str) -> list[str]:
    """Return the values of a key of the unit, in order."""
    return re.findall(rf"(?m)^{key}=(.*)$", UNIT.read_text(encoding="utf-8"))


def environs() -> Mapping[str, Mapping[str, str]]:
    """Return the environment of the checker by the file that sets it; secrets are left out."""
    (container,) = pod()["containers"]
    return {
        UNIT.name: dict(pair.split("=", 1) for pair in unit("Environment")),
        COMPOSE.name: {name: str(value) for name, value in composed()["one"]["environment"].items()},
        CLUSTER.name: {each["name"]: each["value"] for each in container["env"] if "value" in each},
    }


def block(language: str) -> str:
    """Return the one block in this language of the page about operations."""
    (found,) = re.findall(rf"(?s)```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"))
    return str(found)


def files() -> Mapping[str, str]:
    """Return every file of a deployment, by its name, without those that the blocks of the page write beside them."""
    own = {".env", "clinic"}
    return {
        file.name: file.read_text(encoding="utf-8") for file in sorted(OPERATIONS.iterdir()) if file.name not in own
    }
