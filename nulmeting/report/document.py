"""Document: what is written for whom. The board reads everything; the others a short text made of what may be shared."""

from __future__ import annotations

from nulmeting.charts import Chart, charts, svg
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Document, Figure, Heading, Paragraph
from nulmeting.sentences import first_sentence, summary

VARIANTS = ("bestuur", "toezicht", "gmr", "jaarverslag")
"""For whom a document can be made: the board itself, its supervisors, the council of staff and parents, and its annual report."""


def document(found: Reading, variant: str) -> Document:
    """The document of a round for one of `VARIANTS` (KeyError for another)."""
    outcome, words = found.outcome, found.words
    blocks: list[Block] = [Heading(words("result.title"))]
    blocks += [Paragraph(sentence) for sentence in (*summary(outcome, words), first_sentence(outcome, words))]
    blocks += [figure for chart in charts(outcome, words) if (figure := as_figure(chart))]
    return Document(
        f"verslag-{variant}", words.language, words("report.title"), words(f"report.{variant}.subtitle"), outcome.round.settings.name,
        ((words("report.cover.round"), outcome.round.id),), words(f"report.{variant}.confidential"), words("report.fixed"),
        words.below("report.page"), tuple(blocks),
    )


def as_figure(chart: Chart) -> Figure | None:
    """A chart as it stands on paper; None where there is nothing to draw."""
    if chart.wide is None:
        return None
    return Figure(chart.id, chart.title, chart.alt, svg(chart), chart.wide.width, chart.wide.height, chart.notes)
