"""The last lock: whatever was written before, only listed tags and attributes leave. nh3's door."""

import re

import nh3

# What GitHub lets an author use, without its pictures in several sizes and its videos.
AUTHOR_TAGS = frozenset({
    "a", "abbr", "b", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "ul", "var", "wbr",
})  # fmt: skip

# An author's attributes; addresses, names and ids are not copied but made anew.
AUTHOR_ATTRIBUTES = {
    "*": frozenset({"align", "dir", "lang", "title"}),
    "details": frozenset({"open"}),
    "img": frozenset({"height", "width"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}

# What values of theirs mean something; with any other, browsers act as if there were none.
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_CELLS = re.compile(r"[1-9][0-9]{0,2}")
_VALUES = {
    "colspan": _CELLS,
    "dir": re.compile("ltr|rtl|auto", re.IGNORECASE),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}"),
    "rowspan": _CELLS,
    "scope": re.compile("(?:row|col)(?:group)?", re.IGNORECASE),
    "start": _WHOLE,
    "type": re.compile("[1aAiI]"),
    "value": _WHOLE,
}

# What our own markup has beside: an author's HTML never gets here with any of these.
_OWN_TAGS = {"input", "label"}
_OWN_ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href", "rel"},
    "img": {"alt", "src"},
    "input": {"aria-label", "checked", "disabled"},
    "td": {"style"},
    "th": {"style"},
}

_CLEANER = nh3.Cleaner(
    tags=AUTHOR_TAGS | _OWN_TAGS,
    attributes={
        tag: AUTHOR_ATTRIBUTES.get(tag, frozenset()) | _OWN_ATTRIBUTES.get(tag, set())
        for tag in AUTHOR_ATTRIBUTES.keys() | _OWN_ATTRIBUTES.keys()
    },
    tag_attribute_values={"input": {"type": {"checkbox"}}},
    filter_style_properties={"text-align"},
    url_schemes={"http", "https", "mailto"},
    # Links to elsewhere bring their own; the archive's links to itself need none.
    link_rel=None,
)


def means_something(name: str, value: str) -> bool:
    """Whether an author's attribute has a value that HTML knows."""
    return name not in _VALUES or bool(_VALUES[name].fullmatch(value))


def clean(html: str) -> str:
    """The same HTML, well-formed, without anything that is not listed above."""
    return _CLEANER.clean(html)
