"""Seeds that only tests have, of an hour in October 2026: what is sealed with them can be opened at any time since."""

from pathlib import Path

SEED = "seed.0498000.SX9wBxuucJLleuHF0LgPt_lXqnY5SLxIFlR1qkbAJp4"
OTHER = "seed.0498000.pVwr1mGXoARBvmrDmO3zETmQp5zMJ-zI7mNYETvFIKs"


def key_file(folder: Path, *seeds: str) -> Path:
    """Return a file with these seeds that nobody else can read."""
    folder.mkdir(exist_ok=True)
    file = folder / "keys"
    file.touch(0o600)
    file.write_text("".join(f"{seed}\n" for seed in seeds or (SEED,)), encoding="utf-8")
    return file
