"""Rows: the domains below each other, each with its label and the scale beside it, or above it on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nulmeting.charts.axis import Axis
from nulmeting.charts.marks import ACCENT, GROUND, LEADING, SMALL, SOFT, TEXT
from nulmeting.charts.measure import tall, wrapped
from nulmeting.charts.phrases import short
from nulmeting.charts.sheet import Sheet
from nulmeting.framework import Domain, Framework
from nulmeting.words import Words

LABEL = 256.0
"""How wide the column of labels is, beside a scale."""

# In it, the column of the numbers of the domains.
_NUMBER = 28.0


@dataclass(frozen=True, slots=True)
class Row:
    """One domain on a sheet: its label in lines, and where it stands; `middle` is that of what is drawn beside or below the label."""

    domain: Domain
    label: tuple[str, ...]
    top: float
    middle: float
    height: float

    @property
    def bottom(self) -> float:
        """Where the next row begins."""
        return self.top + self.height


def part_heading(sheet: Sheet, words: Words, part: str, base: float) -> None:
    """The name of a part of the framework, above its domains."""
    sheet.text(0, base, words(f"part.{part}"), weight=700, size=SMALL, colour=ACCENT)


def label_of(sheet: Sheet, words: Words, domain: Domain) -> tuple[str, ...]:
    """The name of a domain in lines that fit: in the column of labels, on a phone over the whole width."""
    return tuple(wrapped(short(words, domain.id), (sheet.width if sheet.narrow else LABEL) - _NUMBER, TEXT))


def put_label(sheet: Sheet, domain: Domain, label: tuple[str, ...], middle: float) -> None:
    """Number and name of a domain around a height; the number stands before the first line."""
    sheet.text(0, middle - (len(label) - 1) / 2 * TEXT * LEADING + TEXT * 0.35, str(domain.number), colour=SOFT)
    sheet.lines(_NUMBER, middle, label)


def rows_of(sheet: Sheet, framework: Framework, words: Words, domains: Iterable[str]) -> list[Row]:
    """The chosen domains below what is on the sheet, with a heading put for each part; the rows themselves are still to be drawn."""
    part, y, chosen = None, sheet.y, set(domains)
    rows = []
    for domain in framework.domains:
        if domain.id not in chosen:
            continue
        if domain.part != part:
            part = domain.part
            y += 26
            part_heading(sheet, words, part, y - 4)
            y += 6
        label = label_of(sheet, words, domain)
        high = tall(label)
        height = high + 26 if sheet.narrow else max(31.0, high + 10)
        middle = y + high + 12 if sheet.narrow else y + height / 2
        rows.append(Row(domain, label, y, middle, height))
        y += height
    return rows


def row_label(sheet: Sheet, row: Row) -> None:
    """Number and name of a domain, above its scale on a phone and else beside it; a hairline leads the eye."""
    if not sheet.narrow:
        sheet.line(0, row.top, sheet.width, row.top, GROUND)
    put_label(sheet, row.domain, row.label, row.top + tall(row.label) / 2 + 2 if sheet.narrow else row.middle)


def with_rows(sheet: Sheet, axis: Axis, words: Words, domains: Iterable[str], draw: Callable[[Row], None]) -> None:
    """The scale with a row for each domain, at least one: grid and target behind, in a row of a phone only beside its own marks."""
    axis.head(sheet, words)
    top = sheet.y
    rows = rows_of(sheet, axis.framework, words, domains)
    bottom = rows[-1].bottom
    if not sheet.narrow:
        axis.grid(sheet, top, bottom)
        axis.target(sheet, top, bottom)
    for row in rows:
        row_label(sheet, row)
        if sheet.narrow:
            axis.grid(sheet, row.middle - 8, row.middle + 8)
            axis.target(sheet, row.middle - 9, row.middle + 9)
        draw(row)
    sheet.y = bottom + 10
