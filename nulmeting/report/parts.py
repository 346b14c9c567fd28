"""Parts: what documents for several readers are made of."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.charts import Chart, svg
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Figure, Table
from nulmeting.views import results

# The columns of a table with more than means in it, as shares of the width.
_WIDTHS = {"gaps": (4.8, 3.3, 3.5, 3.2, 1.5)}


def tables(found: Reading, ids: tuple[str, ...]) -> Iterator[Block]:
    """The tables of the results with these names, in the order of the page."""
    for table in results.tables(found.outcome, found.words):
        if table["id"] in ids:
            widths = _WIDTHS.get(table["id"], (4, *(2,) * (len(table["head"]) - 1)))
            yield Table(table["title"], tuple(table["head"]), tuple(tuple(row) for row in table["rows"]), widths, table["note"])


def as_figure(chart: Chart) -> Figure | None:
    """A chart as it stands on paper; None where there is nothing to draw."""
    if chart.wide is None:
        return None
    return Figure(chart.id, chart.title, chart.alt, svg(chart), chart.wide.width, chart.wide.height, chart.notes)
