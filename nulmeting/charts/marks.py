"""Marks: what can be on a sheet, as plain values, and the font, colours and sizes they are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FONT = "Atkinson Hyperlegible Next"
"""The font of every text; its files are in nulmeting/fonts."""

INK, SOFT, RANGE, LINE, BAND, GROUND, PAPER = "#1d2733", "#4c5866", "#8494a4", "#c9d1da", "#e3e8ed", "#f4f6f8", "#ffffff"
"""From dark to light: text, quiet text, what is not yet sure, hairlines, a band, a ground, and white."""

ACCENT, PALE = "#0b5a6f", "#dcedf1"
"""What the chart is about, and the ground under it."""

HATCH = "/////"
"""What is estimated, or the other of two: also told apart in grey."""

TEXT, SMALL = 15.0, 13.0
"""The two sizes of text, in pixels."""

LEADING = 1.25
"""From line to line, in heights of the text."""

Shape = Literal["circle", "square", "diamond"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text with its baseline at y; anchor start, middle or end."""

    x: float
    y: float
    text: str
    size: float = TEXT
    weight: int = 400
    anchor: str = "start"
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, closed or not, with or without a fill and a hatch."""

    points: tuple[tuple[float, float], ...]
    line: str | None = None
    thick: float = 1.0
    dash: tuple[float, ...] = ()
    fill: str | None = None
    hatch: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark with its middle at x, y; `open` leaves it white inside."""

    x: float
    y: float
    radius: float
    shape: Shape = "circle"
    colour: str = ACCENT
    open: bool = False


Mark = Text | Stroke | Dot


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet of so many pixels and what is on it, from back to front."""

    width: float
    height: float
    marks: tuple[Mark, ...]
