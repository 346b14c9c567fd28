"""Shared: what leaves the board. Domains as a whole; no item, note, evidence, supplier, function or name."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.charts import chart
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Heading, Paragraph
from nulmeting.report.parts import as_figure, tables
from nulmeting.sentences import first_sentence, summary

_CHARTS = ("domains", "sides", "types")


def shared(found: Reading) -> Iterator[Block]:
    """Where the board stands, domain by domain: what those may read who do not answer for the items."""
    outcome, words = found.outcome, found.words
    yield Heading(words("result.title"))
    yield from (Paragraph(sentence) for sentence in (*summary(outcome, words), first_sentence(outcome, words)))
    for id_ in _CHARTS:
        drawn = chart(id_, outcome, words)
        if drawn and (figure := as_figure(drawn)):
            yield figure
    yield from tables(found, ("parts", "domains"))
