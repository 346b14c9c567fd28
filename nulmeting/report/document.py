"""Document: what is written for whom. The board reads everything that follows; the others a short text about domains as a whole."""

from __future__ import annotations

from nulmeting.reading import Reading
from nulmeting.report.blocks import Document
from nulmeting.report.board import whole
from nulmeting.report.shared import shared
from nulmeting.views.counts import counts

BOARD = "bestuur"
"""The one reader who sees items, functions and decisions."""

VARIANTS = (BOARD, "toezicht", "gmr", "jaarverslag")
"""For whom a document can be made: the board itself, its supervisors, the council of staff and parents, and its annual report."""


def document(found: Reading, variant: str) -> Document:
    """The document of a round for one of `VARIANTS` (KeyError for another)."""
    outcome, words = found.outcome, found.words
    blocks = tuple(whole(found) if variant == BOARD else shared(found))
    cover = (
        (words("report.cover.round"), outcome.round.id), (words("report.cover.edition"), outcome.framework.edition),
        (words("report.cover.items"), counts(outcome.framework, words)),
        *((words(f"report.cover.{name}"), str(count)) for name, count in (
            ("not-applicable", outcome.scores.not_applicable),
            ("estimated", sum(mean.estimated for mean in outcome.scores.domains.values())),
            ("no-evidence", outcome.scores.without_evidence),
        )),
    )
    return Document(
        f"verslag-{variant}", words.language, words("report.title"), words(f"report.{variant}.subtitle"), outcome.round.settings.name,
        cover, words(f"report.{variant}.confidential"), words("report.fixed"), words.below("report.page"), blocks, variant == BOARD,
    )
