"""Reads message files, those that are shipped and that of an archive. The door to Babel."""

from __future__ import annotations  # Babel is loaded by who needs it

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from gettext import c2py
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from postmortem_archive.translation.catalogue import ENGLISH, Catalogue

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

# An archive's own file: it says some things differently, or all in a language of its own.
OWN = "messages.po"
# All that the site says, without translation: what translators begin with.
TEMPLATE = "messages.pot"
# Where the texts of scripts come from, in the template's references.
SCRIPTS = "assets/"
_SHIPPED = files("postmortem_archive.translation")


class MessagesError(Exception):
    """A message file that cannot be read, with the place and the remedy."""


def languages() -> list[str]:
    """The languages that are shipped, English first."""
    named = (each.name.removesuffix(".po") for each in _SHIPPED.iterdir() if ".po" in each.name)
    return ["en", *sorted(name for name in named if "." not in name)]


def catalogue_of(
    wanted: str, folder: Path | None = None, say: Callable[[str], None] = lambda message: None
) -> Catalogue:
    """What is said in a language: as shipped, and over it as the archive's own file says it.

    `wanted` is a code such as `de`, `de_AT` or `de-CH`; of a language that is not shipped there
    is what the archive's file has, and the rest is English. `say` is told of each text of that
    file that cannot be said, with its place and what would be right.

    Raises MessagesError if the archive's file cannot be read.
    """
    shipped = _shipped(wanted.replace("-", "_").split("_")[0].lower())
    path = folder / OWN if folder else None
    if path is None or not path.is_file():
        return shipped
    own = _read(path.read_bytes(), path.name)
    for problem in _problems(own, path.name):
        say(problem)
    try:
        return _over(shipped, own, wanted)
    except ValueError as error:
        raise MessagesError(f"{path.name}: Plural-Forms: {error}") from None


@cache
def _shipped(language: str) -> Catalogue:
    file = _SHIPPED / f"{language}.po"
    if language == "en" or not file.is_file():
        return ENGLISH
    return _over(ENGLISH, _read(file.read_bytes(), file.name), language)


def _over(below: Catalogue, catalog: Catalog, language: str) -> Catalogue:
    """What the file says, and below it what it does not."""
    texts, several = dict(below.texts), dict(below.several)
    for message in catalog:
        if not _is_said(message):
            continue
        ids, said = _ids(message), strings(message)
        if len(ids) > 1:
            several[ids[0]] = said
        else:
            texts[message.context or "", ids[0]] = said[0]
    changed = replace(below, texts=texts, several=several)
    locale = catalog.locale
    if locale is None or locale.language == below.language:
        return changed
    signs = locale.number_symbols.get("latn") or {}
    return replace(
        changed,
        language=language if language.startswith(locale.language) else str(locale),
        # It reads numbers, comparisons and conditions only, which mean the same to JavaScript.
        form=c2py(catalog.plural_expr),
        rule=catalog.plural_expr,
        point=signs.get("decimal", "."),
        thousands=signs.get("group", ","),
    )


def _ids(message: Message) -> tuple[str, ...]:
    """The English, for one and for many if it depends on a number."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    """What is said instead, in as many forms as the language has; "" where nothing is yet."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(each or "" for each in string)


def _is_said(message: Message) -> bool:
    said = bool(message.id) and all(strings(message))
    return said and not message.fuzzy and not wrong_values(message)


def _problems(own: Catalog, name: str) -> Iterator[str]:
    """What of an archive's file comes to nothing, and why."""
    known = {_ids(message) for message in template() if message.id}
    for message in own:
        if not message.id:
            continue
        place, ids = f"{name}:{message.lineno}", _ids(message)
        if ids not in known:
            near = get_close_matches(ids[0], [each[0] for each in known], 1)
            meant = f'; the nearest that it says is "{near[0]}"' if near else ""
            yield f'{place}: the site nowhere says "{ids[0]}"{meant}'
        elif wrong := wrong_values(message):
            yield f"{place}: {wrong}"


def wrong_values(message: Message) -> str:
    """What stands in braces must be what the English has there: how it is not, or ""."""
    allowed = set[str]().union(*map(_names, _ids(message)))
    # A form for one may do without the number.
    needed = allowed - {"n"} if len(_ids(message)) > 1 else allowed
    for string in filter(None, strings(message)):
        try:
            found = _names(string)
        except ValueError:
            return f'a brace is open or closed too often in "{string}"'
        if not needed <= found <= allowed:
            named = ", ".join(f"{{{each}}}" for each in sorted(allowed)) or "nothing in braces"
            return f'"{string}" must have what the English has: {named}'
    return ""


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def template() -> Catalog:
    """All that the site says, with the files that say it."""
    return _read((_SHIPPED / TEMPLATE).read_bytes(), TEMPLATE)


def of_scripts() -> set[str]:
    """What scripts say, in English; of what depends on a number, the form for one."""
    return {
        _ids(message)[0]
        for message in template()
        if any(path.startswith(SCRIPTS) for path, _ in message.locations)
    }


def _read(data: bytes, name: str) -> Catalog:
    from babel.core import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(BytesIO(data), abort_invalid=True)
    except PoFileError as error:
        raise MessagesError(f"{name}:{error.lineno}: {error}; it is a gettext file") from None
    except (UnicodeDecodeError, UnknownLocaleError, ValueError) as error:
        raise MessagesError(f"{name}: not a gettext file in UTF-8: {error}") from None
