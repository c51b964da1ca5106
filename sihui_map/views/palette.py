"""Colours: one hue from light to dark, so that a photocopy keeps the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Direction
from sihui_map.domain.completeness import Told
from sihui_map.domain.energy import Component
from sihui_map.domain.site import SiteGroup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.catalogue.indicator import Indicator

INK = "#1f2933"
PAPER = "#ffffff"
ACCENT = "#1b6e53"
SEQUENTIAL = ("#fff4d9", "#fdd49e", "#f79a4b", "#c44f14", "#7f2704")
GREENS = ("#eef7e8", "#c4e3b5", "#8cc68a", "#2f8450", "#0d5f3c")
NEGATIVE = ("#dbe9f6", "#b3cde3", "#8fb5d8", "#6f9fcc")

TOLD_COLOR: Mapping[Told, str] = {
    Told.NOTHING: PAPER,
    Told.SAMPLE: "#e6e0f0",
    Told.PART: "#dcefd3",
    Told.ALL: "#8cc68a",
}

DUE_COLOR: Mapping[str, str] = {
    "没有任务": PAPER,
    "已完结": "#d5ead9",
    "未收到信息": "#e4e2dc",
    "未完结": "#e2eef7",
    "滞后受阻": "#f3dcae",
    "临期": "#f0b44c",
    "逾期": "#c8484b",
}

COMPONENT_COLOR: Mapping[Component, str] = {
    Component.COAL: "#3b3b3b",
    Component.OIL: "#d55e00",
    Component.GAS: "#56b4e9",
    Component.ELECTRICITY: "#f0c419",
}

GROUP_COLOR: Mapping[SiteGroup, str] = {
    SiteGroup.PV: "#f0c419",
    SiteGroup.STORAGE: "#8a63b0",
    SiteGroup.OTHER: "#52606d",
}

MARK_COLOR: Mapping[str, str] = {
    "pv": "#6b4400",
    "storage": "#5b2a86",
    "gas": "#094e76",
    "power": "#941a1e",
    "waste": "#424d17",
    "park": INK,
    "reserve": "#155741",
}
"""By style of a mark: each reads on white, and stands against every class or its white casing."""


def hue_of(indicator: Indicator) -> tuple[str, ...]:
    """Return the hue of an indicator's map: green where more is better."""
    return GREENS if indicator.direction is Direction.MORE else SEQUENTIAL


def class_colors(breaks: Sequence[float], hue: Sequence[str] = SEQUENTIAL) -> tuple[str, ...]:
    """Return one colour per class, lowest first; classes below zero are pale blue."""
    below = sum(1 for cut in breaks if cut <= 0)
    above = len(breaks) + 1 - below
    step = (len(hue) - 1) / max(above - 1, 1)
    return (
        *reversed(NEGATIVE[:below]),
        *(hue[round(index * step)] for index in range(above)),
    )


def _luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.1, 0 to 1."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 WCAG 2.1
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_dark(color: str) -> bool:
    """Tell whether white text reads better on ``color`` than ink, by the contrast of WCAG 2.1."""
    own = _luminance(color) + 0.05
    return (_luminance(PAPER) + 0.05) / own > own / (_luminance(INK) + 0.05)
