"""Where a link of a postmortem points."""

import posixpath
from urllib.parse import quote, unquote

from postmortem_archive.model.incident_list import LIST_FILES

# Types that a browser shows or saves without running anything in them.
ATTACHABLE = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp4", ".webm", ".pdf"),
    *(".txt", ".log", ".csv", ".json", ".yml", ".yaml", ".sql", ".zip", ".gz"),
)

_QUOTED = str.maketrans({letter: quote(letter) for letter in ' "<>^`{|}'})


def is_attachable(path: str) -> bool:
    """Whether a file of the archive may be put on the site.

    Not its own, such as _baseline.yml and the list of all incidents, which name
    restricted postmortems too.
    """
    own = posixpath.basename(path).startswith("_") or path in LIST_FILES
    return path.lower().endswith(ATTACHABLE) and not own


def is_elsewhere(target: str) -> bool:
    """Whether an address names its own scheme or host."""
    scheme, colon, _ = target.partition(":")
    letters = scheme.replace("+", "").replace("-", "").replace(".", "")
    return bool(colon and letters.isascii() and letters.isalnum()) or target.startswith("//")


def quoted(address: str) -> str:
    """An address as it may stand in HTML, where its author typed quotes, brackets or spaces."""
    return address.translate(_QUOTED)


def aim(target: str, origin: str) -> tuple[str, str]:
    """The path that a relative link in the file `origin` leads to, and the heading's anchor.

    Both paths are relative to the archive's folder; the path is "" for a link within the file.
    """
    path, _, anchor = target.partition("#")
    path = unquote(path.partition("?")[0])
    if not path:
        return "", anchor
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), path)), anchor
