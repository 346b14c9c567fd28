"""Gaps: what stands below the target, in the order that matters, and what is still to be found out (model §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nulmeting.answers import ItemSides
from nulmeting.framework import SIDES, Framework
from nulmeting.scoring import Scores


@dataclass(frozen=True, slots=True)
class Gap:
    """One item below the target: levels to go, how heavy it weighs, and whether the law asks it now ("wettelijk nu")."""

    item: str
    gap: int
    weight: Fraction
    law_now: bool


@dataclass(frozen=True, slots=True)
class FindOut:
    """One item of which a side is unknown, blank or estimated; `largest` is its largest possible side gap in levels."""

    item: str
    state: str
    weight: Fraction
    largest: int
    sides: tuple[str, ...]
    law_now: bool


@dataclass(frozen=True, slots=True)
class Gaps:
    """Gaps in order, and what to find out first in order; an item without a level is never a gap."""

    gaps: tuple[Gap, ...]
    find_out: tuple[FindOut, ...]
    law_now: frozenset[str]


def ordered(framework: Framework, sides: Mapping[str, ItemSides], scores: Scores) -> Gaps:
    """Gaps in order: first what the law asks now, then weight × gap; ties by the sum of side gaps, then framework order.

    "Law now": an item that is law today, at the lowest level or without a level.
    """
    law_now = frozenset(
        item.id
        for item in framework.items.values()
        if framework.is_duty(item)
        and (score := scores.items[item.id]).state != "not_applicable"
        and (score.level is None or score.level == framework.levels[0])
    )
    gaps = [
        Gap(score.item, score.gap, framework.weight(framework.items[score.item]), score.item in law_now)
        for score in scores.items.values()
        if score.gap
    ]
    gaps.sort(key=lambda gap: (
        not gap.law_now,
        -gap.weight * gap.gap,
        -sum(scores.items[gap.item].side_gaps.values()),
        framework.position[gap.item],
    ))
    return Gaps(tuple(gaps), _to_find_out(framework, sides, scores, law_now), law_now)


def _to_find_out(framework: Framework, sides: Mapping[str, ItemSides], scores: Scores, law_now: frozenset[str]) -> tuple[FindOut, ...]:
    found = []
    for item in framework.items.values():
        if scores.items[item.id].state in ("answered", "not_applicable"):
            continue
        unsure = {name: sides[item.id].side(name) for name in SIDES if sides[item.id].side(name).source != "given"}
        largest = max((max(0, framework.target - side.low) for side in unsure.values()), default=0)
        found.append(FindOut(
            item.id, scores.items[item.id].state, framework.weight(item), largest, tuple(unsure), item.id in law_now
        ))
    found.sort(key=lambda entry: (
        entry.state == "estimated", not entry.law_now, -entry.weight * entry.largest, framework.position[entry.item]
    ))
    return tuple(found)
