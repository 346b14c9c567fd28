"""Layout: a chart as a value, laid out at both widths, or as a sentence where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nulmeting.charts.marks import Drawing
from nulmeting.charts.sheet import NARROW, WIDE, Sheet


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure of a board: its finding, the same in words and more, its numbers, notes to be read with it, and the two drawings.

    A board that has nothing to draw here yet gets a title that says so and no drawing.
    """

    id: str
    title: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    wide: Drawing | None = None
    narrow: Drawing | None = None


def made(
    id_: str, title: str, alt: Iterable[str], head: Iterable[str], rows: Iterable[Iterable[str]], draw: Callable[[Sheet], None],
    notes: Iterable[str] = (),
) -> Chart:
    """A chart drawn on a wide and on a narrow sheet; its words are its title and what of `alt` is not empty."""

    def drawn(width: float) -> Drawing:
        sheet = Sheet(width)
        draw(sheet)
        return sheet.done()

    said = " ".join(sentence for sentence in (title, *alt) if sentence)
    return Chart(id_, title, said, tuple(head), tuple(tuple(row) for row in rows), tuple(notes), drawn(WIDE), drawn(NARROW))


def nothing(id_: str, sentence: str) -> Chart:
    """A chart of which there is nothing to draw yet, and the sentence that says so."""
    return Chart(id_, sentence, sentence, (), ())
