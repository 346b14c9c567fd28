"""Changes: this round beside the one it began with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nulmeting import charts
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Bullets, Heading, Paragraph, Table
from nulmeting.report.parts import as_figure
from nulmeting.views import overtime

_WIDTHS: Mapping[str, tuple[float, ...]] = {"scores": (4, 2.5, 2.5, 2), "sources": (5, 2, 3), "domains": (5, 2.4, 2.4, 2, 3)}


def changes(found: Reading) -> Iterator[Block]:
    """What changed since the round before and why, and what became of what the board decided then; nothing for a first round."""
    if found.comparison is None:
        return
    view = overtime.view(found.comparison, found.words, found.words_before)
    yield Heading(view["title"], own_page=True)
    yield from (Paragraph(sentence) for sentence in dict.fromkeys((*view["summary"], view["waits"])))
    for table in view["tables"]:
        # A table of a few rows first: it has room left on the page, which the chart takes whole.
        if table["id"] == "domains" and (figure := as_figure(charts.rounds(found.comparison, found.words))):
            yield figure
        yield _table(table, _WIDTHS[table["id"]])
    if view["differences"]:
        yield Heading(found.words("overtime.table.differences"), 2)
    for group in view["differences"]:
        yield _table(group, (3.8, 3, 2.5, 2.5, 3.8))
    if view["decisions"]["rows"]:
        yield Heading(view["decisions"]["title"], 2)
        yield _table(view["decisions"], (4, 4, 4))
    if view["edition"]:
        yield Heading(found.words("overtime.table.edition"), 2)
    for entry in view["edition"]:
        yield Paragraph(entry["title"])
        if entry["items"]:
            yield Bullets(tuple(entry["items"]))


def _table(table: Mapping[str, Any], widths: tuple[float, ...]) -> Table:
    """A table of the page; on paper the rows that are one click away there stand in it too."""
    rows = (*table["rows"], *table["rest"])
    return Table(table["title"], tuple(table["head"]), tuple(map(tuple, rows)), widths, table["note"])
