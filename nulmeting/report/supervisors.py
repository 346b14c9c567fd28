"""Supervisors: a short document for those who supervise the board, to ask good questions with."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.report.asking import questions
from nulmeting.report.blocks import Block
from nulmeting.report.shared import Shared
from nulmeting.report.told import Figures, decided, in_short, measured, over_time, standing, unknown
from nulmeting.words import Words


def for_supervisors(shared: Shared, figures: Figures, words: Words) -> Iterator[Block]:
    """The result and what to ask first; then what changed, what the board decided, what is unknown and was measured, and every domain."""
    yield from in_short(shared, words)
    yield from questions(shared, words, "toezicht")
    yield from over_time(shared, words)
    yield from decided(shared, words)
    yield from unknown(shared, words)
    yield from measured(shared, words)
    yield from standing(shared, figures, words)
