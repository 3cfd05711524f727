"""Proposes an archive.yml from the names that postmortems use already."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from postmortem_archive.load.yaml_tree import quote
from postmortem_archive.model.archive import spelling
from postmortem_archive.model.postmortem import Postmortem

# From the worst down, as the common scales name their steps.
_SCALE = (
    *("emergency", "blocker", "critical", "severe", "down", "major", "high", "disrupted"),
    *("medium", "moderate", "minor", "low", "notice", "trivial"),
)
# What is longer is a sentence, and no name of anything.
_LONGEST = 100
_DIGITS = re.compile("[0-9]{1,9}")

_HEAD = """\
# What this archive calls things, and what it asks of a postmortem. `postmortem check` verifies
# this file too; all keys: `postmortem schema archive`.
#
# Proposed from {amount}. Each name below stands in at least one of them, with how
# often. Put names that mean the same together, and say behind each colon what it means.

name: Postmortems
"""

_VOCABULARIES: tuple[tuple[str, Callable[[Postmortem], Iterable[str]], str], ...] = (
    ("services", lambda post: post.front.services, "checkout: Carts and payment."),
    ("teams", lambda post: post.front.teams, "platform: Runs the clusters."),
    ("tags", lambda post: post.front.tags, "dns: Names did not resolve."),
    ("causes", lambda post: post.front.causes, "configuration-change: A change of settings."),
    ("detection", lambda post: filter(None, [post.front.detection]), "alert: An alert came first."),
)


def proposed(postmortems: Sequence[Postmortem]) -> str:
    """The text of an archive.yml with the severities, services, teams, tags … that occur.

    What a name means, and which severity is the worst, nobody can read off a report: the
    meanings are left open, and scales that are not known stand in the order of their names.
    """
    amount = f"{len(postmortems)} postmortem{'' if len(postmortems) == 1 else 's'}"
    parts = [_HEAD.format(amount=amount), _severities(postmortems)]
    for key, names, example in _VOCABULARIES:
        counts = _counts(postmortems, names)
        parts.append("\n".join(_vocabulary(key, counts, example)) + "\n")
    return "\n".join(parts)


def has_names(postmortems: Iterable[Postmortem]) -> bool:
    """Whether any severity, service, team, tag, cause or detection occurs at all."""
    return any(
        post.front.severity or any(any(names(post)) for _, names, _ in _VOCABULARIES)
        for post in postmortems
    )


def _counts(
    postmortems: Iterable[Postmortem], names: Callable[[Postmortem], Iterable[str]]
) -> Counter[str]:
    """How many postmortems have each name."""
    each = (name for post in postmortems for name in dict.fromkeys(names(post)))
    return Counter(name for name in each if len(name) <= _LONGEST)


def _severities(postmortems: Sequence[Postmortem]) -> str:
    counts = _counts(postmortems, lambda post: filter(None, [post.front.severity]))
    if not counts:
        return (
            "# severities:  # none occurs; the worst first\n"
            "#   SEV-1: {label: Critical, definition: Service down for all users.}\n"
        )
    lines = ["severities:  # bring them into order, the worst first, and define each"]
    for name in sorted(counts, key=_badness):
        lines.append(f"  {quote(name)}: {{definition: To be defined.}}  # {counts[name]}")
    return "\n".join(lines) + "\n"


def _badness(name: str) -> tuple[int, str]:
    """Where a severity stands in the scale: by its word, or by its number or letter."""
    word = name.casefold()
    rank = next((rank for rank, step in enumerate(_SCALE) if step in word), len(_SCALE))
    return rank, _DIGITS.sub(lambda digits: digits[0].zfill(9), word)


def _vocabulary(key: str, counts: Counter[str], example: str) -> Iterator[str]:
    if not counts:
        yield f"# {key}:  # none occurs; without the key, any is allowed"
        yield f"#   {example}"
        return
    yield f"{key}:"
    first: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (spelling(name), -counts[name], name)):
        other = first.setdefault(spelling(name) or name, name)
        doubt = "" if other == name else f"; the same as {quote(other)}?"
        yield f"  {quote(name)}:  # {counts[name]}{doubt}"
