"""Document: what is written for whom. The board reads everything that follows; the others a short text made of what may be shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nulmeting.charts import of_means
from nulmeting.framework import Framework
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Document
from nulmeting.report.board import whole
from nulmeting.report.council import for_council
from nulmeting.report.parts import as_figure
from nulmeting.report.shared import Shared
from nulmeting.report.supervisors import for_supervisors
from nulmeting.report.told import Figures, counted, means
from nulmeting.report.yearly import for_the_annual_report
from nulmeting.words import Words

BOARD = "bestuur"
"""The one reader who sees items, functions and decisions."""

VARIANTS = (BOARD, "toezicht", "gmr", "jaarverslag")
"""For whom a document can be made: the board itself, its supervisors, the council of staff and parents, and its annual report."""


def document(found: Reading, variant: str) -> Document:
    """The document of a round for one of `VARIANTS` (KeyError for another)."""
    words, shared = found.words, Shared.of(found)
    blocks = whole(found) if variant == BOARD else outside(shared, found.framework, words, variant)
    return Document(
        f"verslag-{variant}", words.language, words("report.title"), words(f"report.{variant}.subtitle"), shared.owner, _cover(shared, words),
        words(f"report.{variant}.confidential"), words("report.fixed"), words.below("report.page"), tuple(blocks), variant == BOARD,
    )


def outside(shared: Shared, framework: Framework, words: Words, variant: str) -> Iterator[Block]:
    """The blocks for a reader outside the board: of what may be shared, and of the framework only for the names in a chart."""
    if variant == "jaarverslag":
        return for_the_annual_report(shared, words)
    return {"toezicht": for_supervisors, "gmr": for_council}[variant](shared, _figures(shared, framework, words), words)


def _figures(shared: Shared, framework: Framework, words: Words) -> Figures:
    # Its own notes point to a table that stands in the board's document.
    chart = of_means(framework, means(shared), words)
    ranges = any(mean.low != mean.high for mean in means(shared).values())
    figure = as_figure(replace(chart, notes=(words("report.shared.chart-note"),) if ranges else ()))
    return {figure.id: figure} if figure else {}


def _cover(shared: Shared, words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (words("report.cover.round"), shared.round), (words("report.cover.edition"), shared.edition),
        (words("report.cover.items"), counted(shared, words)),
        *((words(f"report.cover.{name}"), str(count)) for name, count in (
            ("not-applicable", shared.not_applicable), ("estimated", shared.estimated), ("no-evidence", shared.without_evidence),
        )),
    )
