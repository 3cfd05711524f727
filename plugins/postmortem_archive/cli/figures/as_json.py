"""Figures as JSON."""

import json

from postmortem_archive.statistics import Figures, as_data


def render(figures: Figures, by: tuple[str, ...]) -> str:
    return json.dumps(as_data(figures, by), indent=2, ensure_ascii=False) + "\n"
