"""Where the user's cache keeps what is known of an archive, who wrote it, and with what program.

The one door to platformdirs.
"""

import hashlib
import os
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

# What reads, checks and indexes besides our own modules.
_LIBRARIES = (
    *("detect-secrets", "phonenumbers", "pydantic", "pyromark", "python-frontmatter"),
    *("pyyaml", "tzdata", "whoosh-reloaded"),
)


def cached(purpose: str, folder: Path) -> Path:
    """The place in the user's cache folder for one purpose and one archive."""
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:24]
    return platformdirs.user_cache_path("postmortem-archive") / purpose / name


def is_ours(path: Path) -> bool:
    """Whether nobody else can have written a file or folder: unpickling may run what is in it."""
    if sys.platform == "win32":
        return True  # the folder is the user's own there
    status = path.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


@cache
def program() -> str:
    """Names the program that reads and checks: its own files and its libraries' versions."""
    root = Path(__file__).parent
    parts = [f"python {sys.version}"]
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".md", ".yml"):
            status = path.stat()
            parts.append(f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}")
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # installed without its metadata
            parts.append(name)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
