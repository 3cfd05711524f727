"""Lets a Python script run in `.venv` wherever it is called from."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def enter() -> None:
    """Goes on in the environment of the lock, which is set up first if need be."""
    if Path(sys.prefix).resolve() == ROOT / ".venv":
        return
    done = subprocess.run([ROOT / "scripts" / "setup-environment"], check=False)
    if done.returncode:
        sys.exit(done.returncode)
    python = str(ROOT / ".venv" / "bin" / "python")
    os.execv(python, [python, *sys.argv])
