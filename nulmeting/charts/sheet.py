"""Sheet: the surface a chart is laid out on: text, lines, boxes and dots at their places, paragraphs and a key below."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from nulmeting.charts.marks import LEADING, LINE, SMALL, SOFT, TEXT, Dot, Drawing, Mark, Stroke, Text
from nulmeting.charts.measure import wide, wrapped

WIDE, NARROW = 760, 340
"""The two widths a chart is laid out in: that of a column of text or a page, and that of a phone."""

KeyEntry = tuple[Callable[[float, float], None], str]
"""One entry of a key: what draws its mark around a point, and what the mark means."""


class Sheet:
    """A drawing in the making: `width` is set, `y` is how far down it is filled."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.narrow = width < WIDE
        self.y = 0.0
        self._marks: list[Mark] = []

    def text(self, x: float, y: float, text: str, **style: Any) -> None:
        """One line of text with its baseline at y, styled as a `Text`; no text is no mark."""
        if text:
            self._marks.append(Text(x, y, text, **style))

    def lines(self, x: float, middle: float, lines: Sequence[str], size: float = TEXT, **style: Any) -> None:
        """Lines of text, together in the middle of a height."""
        step = size * LEADING
        for number, line in enumerate(lines):
            self.text(x, middle + (number - (len(lines) - 1) / 2) * step + size * 0.35, line, size=size, **style)

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str = LINE, thick: float = 1.0, dash: tuple[float, ...] = ()) -> None:
        """A straight line."""
        self._marks.append(Stroke(((x, y), (to_x, to_y)), colour, thick, dash))

    def path(self, points: Iterable[tuple[float, float]], **style: Any) -> None:
        """A line through points, styled as a `Stroke`."""
        self._marks.append(Stroke(tuple(points), **style))

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        """A box from its left upper corner, styled as a `Stroke`; one without width is no mark."""
        if width > 0:
            self.path(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), closed=True, **style)

    def dot(self, x: float, y: float, radius: float, **style: Any) -> None:
        """A mark around its middle, styled as a `Dot`."""
        self._marks.append(Dot(x, y, radius, **style))

    def paragraph(self, text: str, size: float = SMALL, colour: str = SOFT) -> None:
        """Text over the whole width, below what is there."""
        for line in wrapped(text, self.width, size):
            self.y += size * LEADING
            self.text(0, self.y, line, size=size, colour=colour)
        self.y += size * 0.35

    def key(self, entries: Iterable[KeyEntry]) -> None:
        """What the marks mean: each mark with its words, in as few lines as they need."""
        x, height = 0.0, SMALL * 1.7
        self.y += height / 2
        for draw, text in entries:
            first, *more = wrapped(text, self.width - 34, SMALL)
            if x and x + 34 + wide(first, SMALL) > self.width:
                x, self.y = 0.0, self.y + height
            draw(x + 13, self.y)
            self.text(x + 32, self.y + SMALL * 0.35, first, size=SMALL, colour=SOFT)
            for line in more:
                self.y += SMALL * LEADING
                self.text(x + 32, self.y + SMALL * 0.35, line, size=SMALL, colour=SOFT)
            x = self.width if more else x + 32 + wide(first, SMALL) + 26
        self.y += height / 2

    def done(self) -> Drawing:
        """The drawing as it is now, just high enough for what is on it."""
        return Drawing(self.width, math.ceil(self.y + 4), tuple(self._marks))
