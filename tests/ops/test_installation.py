"""The container, the unit and the cluster's pod, as far as they run without an engine, systemd or a cluster.

What the Containerfile builds is run as each of them says: by their user, command and environment, with a root that
nobody may write.
"""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from checker.authoring import load
from checker.resources import shipped
from tests.ops.conftest import Counting
from tests.ops.deployments import COMPOSE, UNIT, cluster, composed, environs, pod, unit
from tests.ops.front import Walker
from tests.ops.sealed import CONTAINERFILE, USER, Image, built
from tests.running import LONGEST, Running, awaited, free_port, started
from tests.seeds import SEED

pytestmark = pytest.mark.thorough

QUESTIONNAIRE = load(shipped("questions.yaml"))
CASE = QUESTIONNAIRE.cases[0]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """What the Containerfile builds, from what the locks hold."""
    return built(tmp_path_factory.mktemp("image"), CONTAINERFILE.read_text(encoding="utf-8"))


class Sealed(Running):
    """A server in an image."""

    @property
    def first(self) -> int:
        """The process within: the one that sealed it only waits."""
        sealing = self.process.pid
        (within,) = map(int, Path(f"/proc/{sealing}/task/{sealing}/children").read_text().split())
        return within


@dataclass(frozen=True)
class Place:
    """Where an instance runs: its image, its environment and what is mounted."""

    image: Image
    environ: Mapping[str, str]
    mounts: Mapping[str, Path]
    umask: int = 0o022

    @contextmanager
    def running(self, command: list[str], output: Path) -> Iterator[Sealed]:
        """Serve for a while at a free port of this machine."""
        port = free_port()
        own = {**self.environ, "CHECKER_PORT": str(port)}
        with started(self.image.sealed(command, own, self.mounts), output) as process:
            server = Sealed(f"http://127.0.0.1:{port}", process, output)
            awaited(server)
            yield server
            if process.poll() is None:
                os.kill(server.first, signal.SIGTERM)
                process.wait(LONGEST)

    def runs(self, command: list[str], **more: str) -> int:
        """Run a command beside it; return how it ended."""
        sealed = self.image.sealed(command, {**self.environ, **more}, self.mounts)
        return subprocess.run(sealed, timeout=60, check=False, capture_output=True, umask=self.umask).returncode


def _mounts(folder: Path) -> dict[str, Path]:
    """Return a folder for the clinic's file, and one that the user of the service owns."""
    clinic, state = folder / "etc", folder / "state"
    clinic.mkdir()
    (clinic / "clinic.yaml").write_text("name: City Spine\n", encoding="utf-8")
    state.mkdir(mode=0o700)
    os.chown(state, *map(int, USER.split(":")))
    return {"/etc/checker": clinic, "/var/lib/checker": state}


@pytest.fixture
def place(image: Image, tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """Where an instance runs by the file that the test names."""
    return Place(image, environs()[request.param], _mounts(tmp_path))


def _walks(server: Running, environ: Mapping[str, str]) -> None:
    """Fail unless somebody who comes through the proxy reaches the right result, at the clinic's."""
    with Walker(QUESTIONNAIRE, server.port, secure=False) as walker:
        assert walker.journey(CASE.sheet) == CASE.expect.tier
        page = walker.ask("GET", "/about")[2]
        assert environ["CHECKER_SITE"] in page and "City Spine" in page


def _is_nobody(server: Sealed, image: Image) -> None:
    """Fail if it is anybody who can do more than read, or if its root can be written."""
    for process in (server.first, *server.workers):
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        told = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert set(told["Uid"].split()) == {"10001"} and int(told["CapEff"], 16) == 0 and told["NoNewPrivs"] == "1"
    left = {str(path.relative_to(image.root)) for path in image.root.rglob("*") if path.lstat().st_uid == 10001}
    assert left == {"var/lib/checker"}


@pytest.mark.parametrize("place", [COMPOSE.name], indirect=True)
def test_the_container_serves_with_a_root_that_nobody_writes_and_says_that_it_lives(
    place: Place, tmp_path: Path
) -> None:
    keys = composed()["keys"]["command"]
    assert [place.runs(keys), place.runs(keys)] == [0, 0]
    made = (tmp_path / "state" / "keys").read_text(encoding="utf-8")
    assert made.startswith("seed.") and (tmp_path / "state" / "keys").stat().st_mode & 0o777 == 0o600
    assert place.runs(["touch", "/opt/checker/bin/more"]) != 0
    with place.running(place.image.command, tmp_path / "out") as server:
        server.has_workers(2)
        _walks(server, place.environ)
        _is_nobody(server, place.image)
        assert place.runs(place.image.health, CHECKER_PORT=str(server.port)) == 0
    assert place.runs(place.image.health, CHECKER_PORT=str(server.port)) != 0, "nobody is there any more"
    assert {each.name for each in (tmp_path / "state").iterdir()} <= {"keys", *map("keys.ended".__add__, _SQLITE)}


_SQLITE = ("", "-wal", "-shm")


@pytest.mark.parametrize("place", [UNIT.name], indirect=True)
def test_the_unit_makes_its_keys_serves_and_reloads(place: Place, tmp_path: Path) -> None:
    (before,), (start,), (reload,) = unit("ExecStartPre"), unit("ExecStart"), unit("ExecReload")
    place = replace(place, umask=int(unit("UMask")[0], 8))
    assert [place.runs(shlex.split(before)) for _ in range(2)] == [0, 0]
    with place.running(shlex.split(start), tmp_path / "out") as server:
        server.has_workers(2)
        _walks(server, place.environ)
        workers = server.workers
        subprocess.run(shlex.split(reload.replace("$MAINPID", str(server.first))), check=True, timeout=10)
        server.renewed(workers)
        _walks(server, place.environ)
        os.kill(server.first, signal.SIGTERM)
        assert server.process.wait(int(unit("TimeoutStopSec")[0])) == 0


def test_the_pod_serves_with_the_keys_of_its_secret_and_answers_its_probes(
    image: Image, tmp_path: Path, counting: Counting
) -> None:
    mounts = _mounts(tmp_path)
    (tmp_path / "etc" / "clinic.yaml").write_text(cluster()["ConfigMap", "checker"]["data"]["clinic.yaml"])
    environ = {**environs()["kubernetes.yaml"], "CHECKER_KEYS": SEED, "CHECKER_STORE": counting.address}
    place = Place(image, environ, {"/etc/checker": mounts["/etc/checker"]})
    (container,) = pod()["containers"]
    assert "command" not in container and "args" not in container
    with place.running(image.command, tmp_path / "out") as server, Walker(QUESTIONNAIRE, server.port, False) as walker:
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert walker.ask("GET", container[probe]["httpGet"]["path"])[0] == 200
        assert walker.journey(CASE.sheet) == CASE.expect.tier
        assert "Run by Your Clinic." in walker.ask("GET", "/about?lang=en")[2]
    assert place.runs(container["lifecycle"]["preStop"]["exec"]["command"]) == 0
