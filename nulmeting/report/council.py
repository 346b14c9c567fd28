"""Council: a short document for the council of staff, parents and pupils, which says what it decides about and may ask."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.report.asking import questions
from nulmeting.report.blocks import Block, Bullets, Heading, Paragraph, Table
from nulmeting.report.shared import Shared
from nulmeting.report.told import Figures, decided, in_short, measured, over_time, standing, unknown
from nulmeting.words import Words


def for_council(shared: Shared, figures: Figures, words: Words) -> Iterator[Block]:
    """The result, the council's rights in this plan by subject, what to ask; then the same as for the supervisors."""
    yield from in_short(shared, words)
    yield Paragraph(words("report.gmr.yours"))
    yield from _rights(shared, words)
    yield from questions(shared, words, "gmr")
    yield from over_time(shared, words)
    yield from decided(shared, words)
    yield from unknown(shared, words)
    yield from measured(shared, words)
    yield from standing(shared, figures, words)


def _rights(shared: Shared, words: Words) -> Iterator[Block]:
    """Which subjects of the plan are the council's, which part of it, and on what rule that stands; no action is named."""
    yield Heading(words("report.gmr.rights.title"))
    if shared.asked:
        parts = [words(f"report.gmr.rights.{gmr}-one" if count == 1 else f"report.gmr.rights.{gmr}", count=count)
                 for gmr, count in shared.asked.items()]
        yield Paragraph(words("report.gmr.rights.asked", parts=parts))
    else:
        yield Paragraph(words("report.gmr.rights.none"))
    if shared.subjects:
        head = tuple(words(f"report.gmr.rights.head.{name}") for name in ("about", "who", "right", "planned", "ground"))
        rows = tuple(
            (*(words(f"council.{id_}.{part}") for part in ("about", "who", "right")),
             words("report.gmr.rights.yes" if id_ in shared.council else "report.gmr.rights.no"), words(f"council.{id_}.article"))
            for id_, _, _, _ in shared.subjects
        )
        status = words.listed(dict.fromkeys(status for _, _, status, _ in shared.subjects))
        checked = words.month(max(checked for _, _, _, checked in shared.subjects))
        note = words("report.gmr.rights.status", status=status, checked=checked)
        yield Table(words("report.gmr.rights.table"), head, rows, (4.2, 2.2, 1.7, 1.3, 2.8), note)
    yield Bullets(tuple(words(f"report.gmr.rights.{name}") for name in ("before", "yes-needed", "together", "information", "own-rules")))
