"""Proposes an archive.yml from what an import found: its severities and its names."""

from collections import Counter
from collections.abc import Iterable, Mapping

from postmortem_archive.load import yaml_tree

_ORDER = (
    *("emergency", "critical", "severe", "down", "high", "major", "disrupted", "medium"),
    *("moderate", "low", "minor", "notice", "trivial"),
)
_VOCABULARIES = {
    "services": "The services that the imported reports name, most often named first.",
    "teams": "The teams that they name.",
    "tags": "What they are filed under. Merge what means the same; say what each means.",
    "causes": "The kinds of cause that they name.",
}


def proposed(all_values: Iterable[Mapping[str, object]]) -> str:
    """The text of an archive.yml in which every name that was imported is known."""
    severities: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {key: Counter() for key in _VOCABULARIES}
    for values in all_values:
        if severity := values.get("severity"):
            severities[str(severity)] += 1
        for key, counter in names.items():
            value = values.get(key)
            counter.update(value if isinstance(value, list) else ())
    lines = [
        "# Proposed by postmortem import from what the reports say. Meanings are yours to write.",
        "name: Postmortems",
    ]
    if severities:
        lines += ["", "# As the reports name them, the worst first. Say when an incident has each."]
        lines.append("severities:")
        for step in sorted(severities, key=_rank):
            lines.append(f"  {yaml_tree.quote(step)}:")
            lines.append(f"    definition: Not defined yet; {_uses(severities[step])}.")
    for key, counter in names.items():
        if counter:
            lines += ["", f"# {_VOCABULARIES[key]}", f"{key}:"]
            ordered = sorted(counter, key=lambda name: (-counter[name], name))
            lines += [f"  {yaml_tree.quote(name)}:" for name in ordered]
    return "\n".join([*lines, ""])


def _rank(step: str) -> tuple[int, str]:
    word = step.casefold()
    return (_ORDER.index(word) if word in _ORDER else -1, word)


def _uses(number: int) -> str:
    return (
        f"{number} imported report{'' if number == 1 else 's'} say{'s' if number == 1 else ''} it"
    )
