"""The colours of charts: that they stand out, and that everybody can tell them apart.

Contrast is that of WCAG 2.2; how people see who lack one kind of cone is from Machado, Oliveira and
Fernandes (2009); distances are in Oklab (Ottosson, 2020), in hundredths.
"""

import itertools
import math
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import postmortem_archive
from postmortem_archive.charts.colours import CATEGORIES, HEAT, SEVERITIES, restored, stand_in

SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
# Page and text as Material has them.
THEMES = {":root": ("#ffffff", "#212121"), "slate": ("#1e2129", "#bec1c8")}


def linear(colour: str) -> list[float]:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def contrast(first: str, second: str) -> float:
    a, b = (sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) + 0.05
            for c in (first, second))  # fmt: skip
    return max(a, b) / min(a, b)


def seen(colour: str, sight: str) -> list[float]:
    rgb = [min(1, max(0, v)) for v in times(SIGHTS[sight], linear(colour))]
    return times(LAB, [v ** (1 / 3) for v in times(LMS, rgb)])


def palette(theme: str) -> dict[str, str]:
    css = (Path(postmortem_archive.__file__).parent / "assets" / "archive.css").read_text()
    block = next(b for b in re.findall(r"([^{}]*)\{([^}]*--pm-c1[^}]*)\}", css) if theme in b[0])
    return dict(re.findall(r"--pm-(\w+): (#\w{6});", block[1]))


@pytest.mark.parametrize("theme", THEMES)
def test_colours_stand_out_from_the_page(theme: str) -> None:
    page, text = THEMES[theme]
    colours = palette(theme)
    for name in (*SEVERITIES, *HEAT[2:]):
        assert contrast(colours[name], page) >= 3, name
    for name in (*CATEGORIES, *HEAT[2:]):  # the colour of the page is written on them
        assert contrast(colours[name], page) >= 4.5, name
    for name in HEAT[:2]:  # the colour of text is written on them
        assert contrast(colours[name], text) >= 4.5, name


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("group", [CATEGORIES, SEVERITIES], ids=["categories", "severities"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_can_be_told_apart(theme: str, group: tuple[str, ...], sight: str) -> None:
    colours = [seen(palette(theme)[name], sight) for name in group]
    assert min(100 * math.dist(a, b) for a, b in itertools.combinations(colours, 2)) >= 10


def test_the_fallbacks_are_the_light_palette() -> None:
    for name, colour in palette(":root").items():
        assert restored(stand_in(name)) == f"var(--pm-{name},{colour})"
