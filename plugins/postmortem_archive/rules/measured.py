"""How often each rule was right in real text: the counts of measured.toml, in a sentence."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache  # the same for every archive
def measured() -> dict[str, Any]:
    """The whole file: when it was measured, in which texts, and the counts of each rule."""
    text = files("postmortem_archive").joinpath("measured.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def sentence(rule: str) -> str:
    """What the counts say of a rule, for its page."""
    data = measured()
    counts = data["rules"].get(rule, {"form": True})
    if counts.get("form"):
        return "Not counted: what it finds follows from the file and archive.yml alone."
    texts = ", ".join(data["texts"][name] for name in counts["texts"])
    right, wrong = counts["right"], counts["wrong"]
    if not right + wrong:
        return f"It has found nothing in real text yet (as of {data['on']}: {texts})."
    of = f"{right} of {right + wrong} findings were right"
    return f"In real text, read one by one, {of} (as of {data['on']}: {texts})."
