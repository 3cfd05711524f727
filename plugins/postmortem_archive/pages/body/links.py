"""Where the links and images of a text may lead; nothing is ever fetched from another host."""

import re
from collections.abc import Callable
from html import escape

from postmortem_archive.markdown import clear_of_theme
from postmortem_archive.model.address import quoted

_KEPT_SCHEMES = ("http", "https", "mailto")
_WEB = ("http:", "https:")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
# Browsers skip these inside an address, so `java⏎script:` is one.
_SKIPPED_BY_BROWSERS = re.compile(r"[\t\n\r]")
_CONTROL_AND_SPACE = "".join(map(chr, range(0x21)))
# Browsers read a backslash as a slash.
_ANOTHER_HOST = re.compile(r"[/\\]{2}")


class Links:
    """Writes the links and images of one text. `resolve` knows where relative targets are."""

    def __init__(self, resolve: Callable[[str], str | None]) -> None:
        self._resolve = resolve

    def opening(self, target: str, title: str = "") -> str:
        """The opening tag of a link; without an address if the target leads nowhere."""
        target = _normal(target)
        address = self._address(target)
        if address is None:
            return f"<a{_title(title)}>"
        elsewhere = ' rel="noopener noreferrer"' if target.lower().startswith(_WEB) else ""
        return f'<a href="{escape(address)}"{_title(title)}{elsewhere}>'

    def image(
        self, target: str, alt: str, title: str = "", more: str = "", linked: bool = False
    ) -> str:
        """An image of this site; or, in place of one that cannot be shown, words.

        `more` is further attributes, ready to write; `linked`, whether a link is around it.
        """
        target = _normal(target)
        if target.lower().startswith(_WEB):
            words = escape(alt or target)
            return words if linked else f"{self.opening(target, title)}{words}</a>"
        source = None if _SCHEME.match(target) else self._address(target)
        if source is None:
            return escape(alt)
        return f'<img src="{escape(source)}" alt="{escape(alt)}"{_title(title)}{more}>'

    def _address(self, target: str) -> str | None:
        if scheme := _SCHEME.match(target):
            return quoted(target) if scheme[1].lower() in _KEPT_SCHEMES else None
        if target.startswith("#"):
            return "#" + clear_of_theme(target[1:])
        return self._resolve(target) if target else None


def _normal(target: str) -> str:
    """An address as browsers read it, with a scheme if it names another host."""
    target = _SKIPPED_BY_BROWSERS.sub("", target.strip(_CONTROL_AND_SPACE))
    if _ANOTHER_HOST.match(target):
        return "https://" + target.lstrip("/\\")
    return target


def _title(title: str) -> str:
    return f' title="{escape(title)}"' if title else ""
