"""Look for inputs that break a target, guided by coverage: ``python -m tests.fuzz TARGET SECONDS``.

Needs ``pip install atheris`` (Linux). Inputs that reach something new are kept in the corpus. One that breaks a target
is written to a file ``crash-...`` in this folder: mend the program, and move the file into the corpus.
"""

import sys
from importlib import import_module

atheris = import_module("atheris")
with atheris.instrument_imports(include=["checker"]):
    from tests.fuzz.targets import CORPUS, TARGETS


def main(target: str, seconds: str) -> None:
    """Fuzz one target for so long."""
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096", str(folder)], TARGETS[target])
    atheris.Fuzz()


main(*sys.argv[1:3])
