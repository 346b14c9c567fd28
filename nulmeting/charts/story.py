"""Story: the charts of one board, in the order that tells the story."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nulmeting.charts.domains import domains
from nulmeting.charts.gaps import gaps
from nulmeting.charts.items import items
from nulmeting.charts.layout import Chart
from nulmeting.charts.people import people
from nulmeting.charts.radar import radar
from nulmeting.charts.sector import sector
from nulmeting.charts.sides import sides
from nulmeting.charts.types import types
from nulmeting.outcome import Outcome
from nulmeting.words import Words

_ALL: Mapping[str, Callable[[Outcome, Words], Chart | None]] = {
    "domains": domains, "radar": radar, "items": items, "sides": sides, "types": types, "people": people, "gaps": gaps, "sector": sector,
}

IDS = tuple(_ALL)
"""The ids of all charts there can be, in the order of the story."""


def charts(outcome: Outcome, words: Words) -> tuple[Chart, ...]:
    """All charts of a board, in the order that tells the story. Quick: nothing is drawn yet."""
    return tuple(chart for build in _ALL.values() if (chart := build(outcome, words)) is not None)


def chart(id_: str, outcome: Outcome, words: Words) -> Chart | None:
    """One chart by its id; None for an id that is not there, or when this board has no such chart."""
    build = _ALL.get(id_)
    return build(outcome, words) if build else None
