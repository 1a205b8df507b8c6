"""A container without an engine: its file is built step by step, and its command runs in what was built, read-only."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.tools import missing, needed

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "docs" / "operations"
CONTAINERFILE = OPERATIONS / "Containerfile"
USER = "10001:10001"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", sys.base_prefix)
"""What stands for the base image: the programs of this machine, and the Python of this test."""


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Yield the instructions of a Containerfile: name and what follows."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            yield name, rest.strip()


def words(form: str) -> list[str]:
    """Return the command of CMD, HEALTHCHECK or RUN: a list in JSON, or a line for the shell."""
    return list(json.loads(form)) if form.startswith("[") else ["/bin/sh", "-c", form]


@dataclass
class Image:
    """A stage of a Containerfile: the files that it has made, and what it says of how it runs."""

    root: Path
    environ: dict[str, str] = field(default_factory=lambda: {"PATH": f"{sys.base_prefix}/bin:/usr/bin:/bin"})
    folder: str = "/"
    user: str = "0:0"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def path(self, place: str) -> Path:
        """Return where a place of the image lies on this machine."""
        return self.root / os.path.normpath(f"/{self.folder}/{place}" if place[0] != "/" else place).lstrip("/")

    def sealed(
        self,
        command: Sequence[str],
        environ: Mapping[str, str] | None = None,
        mounts: Mapping[str, Path] | None = None,
        *,
        user: str = "",
    ) -> list[str]:
        """Return the command that runs one in this image, of which nothing may be written but /tmp.

        What is mounted may be written if this user owns it.
        """
        uid, gid = (user or self.user).split(":")
        options = ["--ro-bind", str(self.root), "/", *self._system(), "--tmpfs", "/tmp", "--chmod", "1777", "/tmp"]
        for inside, outside in (mounts or {}).items():
            self.path(inside).mkdir(parents=True, exist_ok=True)  # as an engine does
            options += ["--bind", str(outside), inside]
        options += ["--clearenv"]
        for name, value in {**self.environ, **(environ or {})}.items():
            options += ["--setenv", name, value]
        options += ["--die-with-parent", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--chdir", self.folder]
        drop = ["/usr/bin/setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", "--no-new-privs"]
        return [str(_bubblewrap()), *options, *drop, *command]

    def _system(self) -> list[str]:
        options = ["--proc", "/proc", "--dev", "/dev"]
        for place in SYSTEM:
            inside = self.path(place)
            if Path(place).is_symlink():
                if not inside.is_symlink():
                    inside.symlink_to(Path(place).readlink())
            elif Path(place).exists():
                inside.mkdir(parents=True, exist_ok=True)
                options += ["--ro-bind", place, place]
        for place in ("/proc", "/dev", "/tmp", "/etc"):
            self.path(place).mkdir(exist_ok=True)
        return options

    def run(self, line: str) -> None:
        """Carry out a step of the building, which may write anywhere in the image; fail as it does."""
        own = [(place, place) for place in ("/etc", str(Path.home() / ".config")) if Path(place).exists()]
        options = ["--bind", str(self.root), "/", *self._system(), "--tmpfs", "/tmp"]
        for outside, inside in own:
            self.path(inside).mkdir(parents=True, exist_ok=True)
            options += ["--ro-bind", outside, inside]
        environ = {**os.environ, **self.environ}
        done = subprocess.run(
            [str(_bubblewrap()), *options, "--cap-add", "ALL", "--chdir", self.folder, *words(line)],
            env=environ, capture_output=True, encoding="utf-8", timeout=600, check=False,
        )  # fmt: skip
        assert not done.returncode, f"RUN {line}\n{done.stdout}{done.stderr}"


def _bubblewrap() -> Path:
    if os.geteuid():
        missing("only root can become another user")
    return needed("bwrap")


def built(folder: Path, text: str) -> Image:
    """Carry out a Containerfile; return its last stage."""
    stages: dict[str, Image] = {}
    image = Image(folder)
    for name, rest in instructions(text):
        if name == "FROM":
            called = rest.partition(" AS ")[2] or "last"
            image = stages[called] = Image(folder / called)
            image.root.mkdir(mode=0o755)
        elif name == "COPY":
            _copy(stages, image, shlex.split(rest))
        elif name == "RUN":
            image.run(rest)
        else:
            _said(image, name, rest)
    return image


def _said(image: Image, name: str, rest: str) -> None:
    """Note what an instruction says of how the image runs."""
    match name:
        case "WORKDIR":
            image.folder = rest
            image.path(rest).mkdir(parents=True, exist_ok=True)
        case "USER":
            image.user = rest
        case "ENV":
            image.environ |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        case "CMD":
            image.command = words(rest)
        case "HEALTHCHECK":
            image.health = words(re.sub(r"^(--\S+ )*CMD ", "", rest))
        case "ARG" | "EXPOSE":
            pass
        case _:
            raise AssertionError(f"{name} is no instruction that is known here")


def _copy(stages: Mapping[str, Image], image: Image, parts: list[str]) -> None:
    """Copy from the checkout, or from a stage before."""
    found = re.fullmatch(r"--from=(\w+)", parts[0])
    *sources, target = parts[1:] if found else parts
    for source in sources:
        place = stages[found[1]].path(source) if found else ROOT / source
        into = image.path(target)
        if place.is_dir():
            shutil.copytree(place, into, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            into.mkdir(parents=True, exist_ok=True)
            shutil.copy(place, into)
