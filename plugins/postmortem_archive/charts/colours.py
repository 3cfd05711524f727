"""The colours of charts: CSS variables, so that they follow the theme that a reader chooses.

Vega knows no variables. It is handed a stand-in for each, and the drawing gets the variable back.
"""

import re

# The fallbacks are for pages without archive.css, which holds the same for light and for dark.
_VARIABLES = {
    "text": ("--md-default-fg-color", "#222"),
    "faint": ("--md-default-fg-color--light", "#666"),
    "line": ("--md-default-fg-color--lighter", "#aaa"),
    "grid": ("--md-default-fg-color--lightest", "#ddd"),
    "surface": ("--md-default-bg-color", "#fff"),
    "c1": ("--pm-c1", "#0f6df8"),
    "c2": ("--pm-c2", "#b75e08"),
    "c3": ("--pm-c3", "#164940"),
    "c4": ("--pm-c4", "#870998"),
    "c5": ("--pm-c5", "#221b08"),
    "c6": ("--pm-c6", "#7d6882"),
    "s1": ("--pm-s1", "#5c000d"),
    "s2": ("--pm-s2", "#c4470f"),
    "s3": ("--pm-s3", "#c08a00"),
    "s4": ("--pm-s4", "#2a5fa8"),
    "s5": ("--pm-s5", "#7c8293"),
    "s6": ("--pm-s6", "#4a148c"),
    "h1": ("--pm-h1", "#dbe9f6"),
    "h2": ("--pm-h2", "#a6cbe8"),
    "h3": ("--pm-h3", "#2f6fae"),
    "h4": ("--pm-h4", "#0a3f80"),
}
_NAMES = tuple(_VARIABLES)
_STAND_IN = re.compile(r"#0abc([0-9a-f]{2})")

CATEGORIES = ("c1", "c2", "c3", "c4", "c5", "c6")
SEVERITIES = ("s1", "s2", "s3", "s4", "s5", "s6")
HEAT = ("h1", "h2", "h3", "h4")


def stand_in(name: str) -> str:
    """The colour that stands for a variable while Vega draws."""
    return f"#0abc{_NAMES.index(name):02x}"


def variable(name: str) -> str:
    """The variable with its fallback, as a value of `fill` or `stroke`."""
    return "var({},{})".format(*_VARIABLES[name])


def restored(value: str) -> str:
    """A value with variables instead of stand-ins."""
    return _STAND_IN.sub(lambda match: variable(_NAMES[int(match[1], 16)]), value)
