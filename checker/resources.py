"""Where are the files that come with the package?"""

from pathlib import Path


def shipped(name: str) -> Path:
    """Return a shipped file or folder, from an installed wheel or from a checkout."""
    installed = Path(__file__).parent / name
    return installed if installed.exists() else Path(__file__).parent.parent / name
