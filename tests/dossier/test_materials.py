"""The bill of materials is what the tool of the format makes of this very installation."""

import json
import subprocess
from importlib.metadata import version

import pytest

from checker.dossier.materials import MaterialsError, bill, components


@pytest.mark.thorough
def test_the_bill_lists_what_is_installed_and_no_date() -> None:
    made = bill()
    listed = {component.name.lower(): component for component in components(made)}
    assert listed["flask"].version == version("flask") and listed["flask"].licence == "BSD-3-Clause"
    whole = json.loads(made)
    assert whole["bomFormat"] == "CycloneDX"
    assert "timestamp" not in whole["metadata"] and "serialNumber" not in whole


def test_where_the_tool_is_missing_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.CompletedProcess([], 1, b"", b"No module named cyclonedx_py\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: gone)
    with pytest.raises(MaterialsError, match=r"No module named cyclonedx_py.*condition-checker\[dossier\]"):
        bill()
