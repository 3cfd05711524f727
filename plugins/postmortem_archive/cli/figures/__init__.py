"""How `postmortem stats` prints figures: one module for each form."""

from collections.abc import Callable

from postmortem_archive.cli.figures import as_csv, as_json, as_markdown, as_text
from postmortem_archive.statistics import Figures

FORMS: dict[str, Callable[[Figures, tuple[str, ...]], str]] = {
    "text": as_text.render,
    "json": as_json.render,
    "csv": as_csv.render,
    "markdown": as_markdown.render,
}
