"""Typology: where a board stands between policy and practice, which of the four types that is, and what would change it (model §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from nulmeting.answers import ItemSides
from nulmeting.framework import SIDES, BoardType, Framework
from nulmeting.scoring import Scores


@dataclass(frozen=True, slots=True)
class Position:
    """The type of a board. `id` is None while it cannot be said; provisional when the bounds leave more than one type possible.

    `near` are the types just across a cut; `flips` gives per axis the fewest sides that, one step each, carry it across (None when no
    number of single steps does).
    """

    id: str | None
    provisional: bool
    possible: tuple[str, ...]
    near: tuple[str, ...]
    flips: Mapping[str, int | None]


def positioned(framework: Framework, sides: Mapping[str, ItemSides], scores: Scores) -> Position:
    """The type from both axes: high from the cut on; all four possible, or no total: no type (model §5)."""
    found = without_flips(framework, scores)
    if found.id is None:
        return found
    axes = {side: mean.score for side, mean in scores.axes.items()}
    return replace(found, flips={side: _flip(framework, sides, side, axis) for side in SIDES if (axis := axes[side]) is not None})


def without_flips(framework: Framework, scores: Scores) -> Position:
    """The same with no flips looked for, which is most of the work: for who looks at many boards."""
    rules = framework.choices.types
    axes = {side: scores.axes[side] for side in SIDES}
    corners = {
        side: {bound >= rules.cut for bound in (axes[side].low, axes[side].high) if bound is not None} or {False, True}
        for side in SIDES
    }
    possible = tuple(kind.id for kind in rules.list if all(kind.high[side] in corners[side] for side in SIDES))
    values = {side: mean.score for side, mean in axes.items() if mean.score is not None}
    if scores.total.score is None or len(values) < len(SIDES) or len(possible) == len(rules.list):
        return Position(None, False, possible, (), dict.fromkeys(SIDES, None))
    high = {side: value >= rules.cut for side, value in values.items()}
    near = tuple(
        _type_at(framework, {**high, side: not high[side]}).id
        for side in SIDES
        if abs(values[side] - rules.cut) <= rules.near
    )
    return Position(
        id=_type_at(framework, high).id,
        provisional=len(possible) > 1,
        possible=possible,
        near=near,
        flips=dict.fromkeys(SIDES, None),
    )


def _type_at(framework: Framework, high: Mapping[str, bool]) -> BoardType:
    return next(kind for kind in framework.choices.types.list if all(kind.high[side] == high[side] for side in SIDES))


def _flip(framework: Framework, sides: Mapping[str, ItemSides], name: str, axis: Fraction) -> int | None:
    """Fewest sides that, each one step and largest first, carry the axis across the cut; for a high axis the fewest that must fall."""
    cut = framework.choices.types.cut
    falling = axis >= cut
    known: list[list[int]] = []
    for domain in framework.domains:
        values = [sides[item].side(name).value for item in domain.items if not sides[item].not_applicable]
        given = [value for value in values if value is not None]
        if given:
            known.append(given)
    steps = sorted(
        (
            Fraction(1, len(given) * len(known))
            for given in known
            for value in given
            if (value > framework.levels[0] if falling else value < framework.top)
        ),
        reverse=True,
    )
    for count, step in enumerate(steps, start=1):
        axis += -step if falling else step
        if (axis < cut) if falling else (axis >= cut):
            return count
    return None


def weights(framework: Framework, position: Position) -> dict[str, Fraction]:
    """How much each kind of action weighs for this board: 1 while the type is not certain (model §5)."""
    kinds = framework.choices.kinds
    if position.id is None or position.provisional:
        return dict.fromkeys(kinds, Fraction(1))
    chosen = next(kind for kind in framework.choices.types.list if kind.id == position.id)
    return {kind: chosen.weights[kind] for kind in kinds}


