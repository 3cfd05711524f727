"""Names as the readable part of a file's name or an address."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60


def slug(text: str) -> str:
    """Lower case, letters and digits of any script, words joined by hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[\W_]+", "-", plain).strip("-")
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words


def slugs(names: Iterable[str]) -> dict[str, str]:
    """A slug for each name, no two alike, and none that is `index`, the page of them all."""
    found: dict[str, str] = {}
    taken = {"index"}
    for name in names:
        base = candidate = slug(name) or "unnamed"
        number = 2
        while candidate in taken:
            candidate, number = f"{base}-{number}", number + 1
        taken.add(candidate)
        found[name] = candidate
    return found
