"""A page: where it stands, what it is called, and how it becomes HTML. The door to Jinja."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from postmortem_archive import translation
from postmortem_archive.pages.body import Heading

# From a page's source path to the address that leads there from the page being rendered.
Link = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's HTML, its headings for the table of contents, and the scripts it needs.

    Scripts are names of files in `assets/`; those that need one another stand together, each after
    what it needs, and become one file. They run when the page is shown, also where a theme puts a
    page in the place of another without loading it, which runs files in whatever order they
    come; without them the page can be read.
    """

    html: str
    headings: tuple[Heading, ...] = ()
    scripts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page at `path`, a Markdown source path relative to the archive's place on the site.

    `source` is the file of the archive that an edit link opens, if there is one. A page
    that `only_lists` says nothing of its own; a search had better find what it lists.
    `feed` is where its own feed stands, without the ending, if it has one.
    `render` is given a function that turns source paths into addresses.
    """

    path: str
    title: str
    description: str
    render: Callable[[Link], Rendered]
    source: str | None = None
    only_lists: bool = False
    feed: str | None = None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("postmortem_archive.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    says = {"_": _text, "ngettext": _text_of, "pgettext": _text_meant}
    environment.globals.update(
        {**says, "number": translation.number, "language": translation.language}
    )
    return environment


def _text(text: str, **values: Any) -> Markup:
    """What `translation._` says, with values that may be elements; all else is escaped."""
    said = translation.said()
    return _filled(said.text(text), values)


def _text_of(one: str, many: str, n: int, **values: Any) -> Markup:
    said = translation.said()
    return _filled(said.text_of(one, many, n), {"n": n, **values})


def _text_meant(context: str, text: str, **values: Any) -> Markup:
    return _filled(translation.said().text(text, context), values)


def _filled(text: str, values: dict[str, Any]) -> Markup:
    safe = escape(text)
    return safe.format(**translation.said().written(values)) if values else safe


def fill(template: str, **values: Any) -> str:
    """A template with its values; everything is escaped that is not marked safe."""
    return _environment().get_template(template).render(**values)
