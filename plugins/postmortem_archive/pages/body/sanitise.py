"""The last lock: whatever was written before, only listed tags and attributes leave. nh3's door."""

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


def clean(html: str) -> str:
    """The same HTML, well-formed, without anything that is not listed above."""
    return _CLEANER.clean(html)
