"""What Vega draws, made fit for a page: linked, small, and in the colours of the theme."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from postmortem_archive.charts.colours import restored

_SPACE = "{http://www.w3.org/2000/svg}"
# Not `href`: themes that put one page in the place of another set each `href` as if it were HTML's,
# and of a drawing it cannot be set; Material then stays on the page that it had.
LINK = "xlink:href"
_STYLE = (
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray",
    "text-anchor", "font-size", "font-weight",
)  # fmt: skip
_PLACE = ("transform", "d", "x", "y", "x1", "y1", "x2", "y2", "dy", "width", "height")
_DEFAULT = {
    ("font-size", "12px"), ("stroke-width", "1"), ("fill-opacity", "1"), ("font-weight", "normal"),
    ("transform", "translate(0,0)"), ("x2", "0"), ("y2", "0"), ("text-anchor", "start"),
}  # fmt: skip
_DIGITS = "[0-9]{1,24}"
_FRACTION = re.compile(
    rf"-?[0-9]{{0,24}}\.{_DIGITS}(?:e-?[0-9]{{1,3}})?|-?{_DIGITS}e-?[0-9]{{1,3}}"
)
_RADIUS = re.compile(r"M([0-9.]+),0A")
_AT = re.compile(r"translate\((-?[0-9.]+),(-?[0-9.]+)\)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


class Mark(NamedTuple):
    """What a mark says when it is pointed at or read aloud, and where it leads."""

    title: str
    address: str | None = None


def printable(text: str) -> str:
    """The text with a space for what XML cannot hold."""
    return _UNPRINTABLE.sub(" ", text)


def short(number: float) -> str:
    """A number of pixels, to a tenth."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")


def tidied(drawn: str, marks: Sequence[Mark]) -> list[ET.Element]:
    """The parts of Vega's SVG, without what it holds for scripts and for screen readers.

    A shape whose label is the text of a number gets the title and the link of that mark.
    """
    plot = ET.fromstring(drawn).find(f"{_SPACE}g")
    return [] if plot is None else _walked(plot, marks)


def _walked(element: ET.Element, marks: Sequence[Mark]) -> list[ET.Element]:
    names = element.get("class", "").split()
    if element.get("display") == "none" or {"background", "foreground"} & set(names):
        return []
    if element.tag != f"{_SPACE}g":
        return [_shape(element, marks)]
    inner = [child for each in element for child in _walked(each, marks)]
    group = ET.Element("g", _attributes(element))
    group.extend(inner)
    _raise_common(group)
    if "role-axis" in names or ("role-mark" in names and group.find(".//title") is None):
        # The description and the table say the same to those who cannot see it.
        group.set("aria-hidden", "true")
    if not inner:
        return []
    return [group] if group.attrib else inner


def _attributes(element: ET.Element) -> dict[str, str]:
    found = {}
    for name in (*_STYLE, *_PLACE):
        value = element.get(name)
        if value is not None:
            value = restored(_FRACTION.sub(lambda m: short(float(m[0])), value))
            if (name, value) not in _DEFAULT:
                found[name] = value
    return found


def _shape(element: ET.Element, marks: Sequence[Mark]) -> ET.Element:
    shape = ET.Element(element.tag.removeprefix(_SPACE), _attributes(element))
    shape.text = element.text
    for line in element:
        part = ET.SubElement(shape, "tspan", {n: v for n, v in line.items() if n in ("x", "dy")})
        part.text = line.text
    _plain(shape)
    label = element.get("aria-label", "")
    return _linked(shape, marks[int(label)]) if label.isdecimal() else shape


def _radius(path: str) -> str:
    """That of a path of two half circles, or ""."""
    begun = _RADIUS.match(path)
    r = begun[1] if begun else ""
    return r if path == f"M{r},0A{r},{r},0,1,1,-{r},0A{r},{r},0,1,1,{r},0" else ""


def _plain(shape: ET.Element) -> None:
    """Says circle for a circle, and x and y for the place of a text."""
    radius = _radius(shape.get("d", ""))
    at = _AT.fullmatch(shape.get("transform", "translate(0,0)"))
    if at and radius:
        shape.tag = "circle"
        del shape.attrib["d"]
        shape.attrib.update({"cx": at[1], "cy": at[2], "r": radius})
    elif at and shape.tag == "text" and not len(shape):
        shape.attrib.update({"x": at[1], "y": at[2]})
    else:
        return
    shape.attrib.pop("transform", None)


def _linked(shape: ET.Element, mark: Mark) -> ET.Element:
    address = printable(mark.address or "").strip()
    scheme = _SCHEME.match(address)
    harmless = scheme is None or scheme[1].casefold() in ("http", "https")
    around = ET.Element("a", {LINK: address}) if address and harmless else ET.Element("g")
    for name in _STYLE:
        if name in shape.attrib:
            around.set(name, shape.attrib.pop(name))
    ET.SubElement(around, "title").text = printable(mark.title)
    around.append(shape)
    return around


def _raise_common(group: ET.Element) -> None:
    """Moves to the group what all its members say of themselves."""
    if len(group) < 2:
        return
    for name in _STYLE:
        values = {member.get(name) for member in group}
        if len(values) == 1 and None not in values:
            group.set(name, values.pop() or "")
            for member in group:
                del member.attrib[name]
