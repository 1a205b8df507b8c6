"""A SMART Health Link as others see it: read from a picture, taken apart, and opened by somebody else's program."""

import io
import json
import subprocess
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

from checker.fhir.canonical import Json
from tests.tools import needed, node_tool

RUNNER = Path(__file__).with_name("health_link.mjs")


def scanned(picture: bytes) -> list[str]:
    """Return what a camera reads in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))]


def payload(link: str) -> dict[str, Any]:
    """Return what a link says."""
    assert link.startswith("shlink:/")
    said: dict[str, Any] = json.loads(unlettered(link.removeprefix("shlink:/")))
    return said


def with_payload(**said: Any) -> str:
    """Return the link that says this."""
    return f"shlink:/{urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip('=')}"


def unlettered(letters: str) -> bytes:
    """Return what stands in base64url without its end."""
    return urlsafe_b64decode(letters + "=" * (-len(letters) % 4))


def received(*jobs: Json) -> Sequence[Json]:
    """Return what another receiver makes of each link: its resources, or its error."""
    node_tool("kill-the-clipboard")
    done = subprocess.run(
        [needed("node"), RUNNER], input=json.dumps(jobs), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
