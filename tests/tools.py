"""Programs from outside Python that some tests need: where they are, and what it means that one is missing."""

import os
import shutil
from pathlib import Path

import pytest


def needed(program: str) -> Path:
    """Return where a program is; skip the test where it is not installed, and fail there in CI."""
    found = shutil.which(program)
    return Path(found) if found else missing(f"{program} is not installed")


def node_tool(path: str) -> Path:
    """Return a file of the folder of npm packages; skip the test where it is not installed, and fail there in CI."""
    folder = os.environ.get("CHECKER_NODE_TOOLS")
    found = Path(folder or "", "node_modules", path)
    return found if folder and found.exists() else missing(f"{path} is not in $CHECKER_NODE_TOOLS/node_modules")


def missing(reason: str) -> Path:
    """Skip the test for this reason, or fail it in CI, where nothing may be missing."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI nothing may be skipped", pytrace=False)
    pytest.skip(reason)
