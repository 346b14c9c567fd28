"""Axis: the ladder of levels as a scale, with the target on it."""

from __future__ import annotations

from fractions import Fraction

from nulmeting.charts.marks import INK, SOFT, TEXT
from nulmeting.charts.measure import wrapped
from nulmeting.charts.sheet import KeyEntry, Sheet
from nulmeting.framework import Framework
from nulmeting.words import Words

TARGET_LINE: tuple[str, float, tuple[float, ...]] = (INK, 1.5, (4, 3))
"""Colour, thickness and dashes of the target, the same in every chart."""


class Axis:
    """The levels from `left` to `right`, which may also be a bottom and a top, in pixels."""

    def __init__(self, framework: Framework, left: float, right: float) -> None:
        self.framework, self.left, self.right = framework, left, right
        self.bottom, self.top = framework.levels[0], framework.top

    def at(self, value: Fraction | float | int) -> float:
        """Where a level is, in pixels."""
        return self.left + float(value - self.bottom) / (self.top - self.bottom) * (self.right - self.left)

    def head(self, sheet: Sheet, words: Words) -> None:
        """Level numbers, with their names where there is room."""
        sheet.y += TEXT * 1.2
        between = self.at(self.bottom + 1) - self.left
        names = [] if sheet.narrow else [wrapped(words(f"level.{level}"), between - 2, 12) for level in self.framework.levels]
        for place, level in enumerate(self.framework.levels):
            sheet.text(self.at(level), sheet.y, str(level), weight=600, anchor="middle")
            for number, line in enumerate(names[place] if names else ()):
                sheet.text(self.at(level), sheet.y + 16 + number * 15, line, size=12, anchor="middle", colour=SOFT)
        sheet.y += 12 + 15 * max((len(lines) for lines in names), default=0)

    def grid(self, sheet: Sheet, top: float, bottom: float) -> None:
        """A hairline at every level but the target."""
        for level in self.framework.levels:
            if level != self.framework.target:
                sheet.line(self.at(level), top, self.at(level), bottom)

    def target(self, sheet: Sheet, top: float, bottom: float) -> None:
        """The dashed line of the target."""
        sheet.line(self.at(self.framework.target), top, self.at(self.framework.target), bottom, *TARGET_LINE)


def target_key(sheet: Sheet, framework: Framework, words: Words) -> KeyEntry:
    """The entry of a key that says what the dashed line is."""
    return (lambda x, y: sheet.line(x, y - 9, x, y + 9, *TARGET_LINE)), words("chart.target", target=framework.target)
