"""The `<svg>` of a page: described, with captions and keys around what Vega has drawn."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from postmortem_archive.charts.colours import variable
from postmortem_archive.charts.tidy import Mark, printable, short, tidied

FONT_SIZE = 12


class Key(NamedTuple):
    """An entry of a legend: a shape at x, y in a colour, and what it means."""

    x: float
    y: float
    colour: str
    text: str
    shape: str = "square"


class Caption(NamedTuple):
    """A text at x, y."""

    x: float
    y: float
    text: str
    anchor: str = "start"


class Frame(NamedTuple):
    """What surrounds a plot; the places are pixels from the corner of the whole."""

    width: int
    height: int
    keys: tuple[Key, ...] = ()
    captions: tuple[Caption, ...] = ()


def finished(
    drawn: str, frame: Frame, marks: Sequence[Mark], prefix: str, title: str, description: str
) -> str:
    """The whole `<svg>` from what Vega drew; `prefix` begins its ids."""
    root = _root(frame, prefix, linked=any(mark.address for mark in marks))
    ET.SubElement(root, "title", {"id": f"{prefix}-title"}).text = printable(title)
    ET.SubElement(root, "desc", {"id": f"{prefix}-desc"}).text = printable(description)
    around = ET.SubElement(root, "g", {"aria-hidden": "true", "fill": variable("faint")})
    for key in frame.keys:
        around.extend(_key(key))
    for caption in frame.captions:
        around.append(_text(caption))
    root.extend(tidied(drawn, marks))
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def _root(frame: Frame, prefix: str, *, linked: bool) -> ET.Element:
    """The outermost element.

    To a screen reader an image is one thing: links inside would be out of its reach, so a
    drawing with links is a group.
    """
    return ET.Element(
        "svg",
        {
            "role": "group" if linked else "img",
            "aria-labelledby": f"{prefix}-title",
            "aria-describedby": f"{prefix}-desc",
            "xmlns": "http://www.w3.org/2000/svg",
            **({"xmlns:xlink": "http://www.w3.org/1999/xlink"} if linked else {}),
            "width": str(frame.width),
            "height": str(frame.height),
            "viewBox": f"0 0 {frame.width} {frame.height}",
            "font-size": str(FONT_SIZE),
        },
    )


def _key(key: Key) -> list[ET.Element]:
    middle = short(key.y - 4)
    colour = variable(key.colour)
    if key.shape == "square":
        place = {"x": short(key.x), "y": short(key.y - 9), "width": "10", "height": "10"}
        shape = ET.Element("rect", {**place, "fill": colour})
    elif key.shape == "dot":
        shape = ET.Element("circle", {"cx": short(key.x + 5), "cy": middle, "r": "4"})
        shape.set("fill", colour)
    else:
        dashes = {"stroke-dasharray": "3,2"} if key.shape == "dashes" else {}
        line = f"M{short(key.x - 3)},{middle}h14"
        shape = ET.Element("path", {"d": line, "stroke": colour, "stroke-width": "2", **dashes})
    return [shape, _text(Caption(key.x + 15, key.y, key.text))]


def _text(caption: Caption) -> ET.Element:
    element = ET.Element("text", {"x": short(caption.x), "y": short(caption.y)})
    if caption.anchor != "start":
        element.set("text-anchor", caption.anchor)
    element.text = printable(caption.text)
    return element
