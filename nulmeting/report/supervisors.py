"""Supervisors: a short document for those who supervise the board, to ask good questions with."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.report.asking import questions
from nulmeting.report.blocks import Block
from nulmeting.report.shared import Shared
from nulmeting.report.told import Figures, decided, in_short, measured, over_time, standing, unknown
from nulmeting.words import Words


def for_supervisors(shared: Shared, figures: Figures, words: Words) -> Iterator[Block]:
    """The result and what to ask first; then where the board stands, what is unknown, what it decided and what was measured."""
    yield from in_short(shared, words)
    yield from questions(shared, words, "toezicht")
    yield from over_time(shared, words)
    yield from decided(shared, words)
    yield from standing(shared, figures, words)
    yield from unknown(shared, words)
    yield from measured(shared, words)
