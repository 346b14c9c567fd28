"""Sector: what many boards together show, as plain values in which no board can be recognised (model §8).

Every board first becomes a `Measure`, the few things of it that count here; the plan is left out, which would cost most of the time.
What is told of them is meant for somebody who knows how many boards there are, all figures of one of them, and these very rules:
figures about fewer than `SectorRules.cell` boards are not told, nor a figure from which such a one would follow, nor an order by figures
that are not told. Means and extremes are never told: who knows their own figure could take it out, and an extreme is one board's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nulmeting import scoring, typology
from nulmeting.advice import low_obstacles
from nulmeting.answers import Round, combined
from nulmeting.framework import Action, Framework
from nulmeting.scoring import Scores

PROVISIONAL, NO_TYPE = "provisional", "none"
"""Beside the ids of the types: boards whose type is not certain yet, and those of which it cannot be said."""

TOTAL = "total"
"""Beside the ids of the domains: the mean over all of them."""

_STEP = Fraction(1, 10)
"""How fine a quartile is told, in levels: as a page shows it, and too coarse to count back from."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What of one board counts in a sector. `scores`: its means that may be shown (domains, parts and `TOTAL`), exact, in levels.

    `type` is the id of its type, `PROVISIONAL` or `NO_TYPE`; `obstacles` those it finds hard; `gaps` its items below target; `actions`
    those of the catalogue that would lift a side of one of these and that it neither did nor declined.
    """

    board: str
    scores: Mapping[str, Fraction]
    type: str
    obstacles: frozenset[str]
    gaps: frozenset[str]
    actions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of boards as it may be told: from `low` up to `high`, which are equal where it may be told exactly."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How the boards lie on one mean: how many have it, and its quartiles in levels, told in tenths; None for too few boards."""

    boards: Count
    quartiles: tuple[Fraction, Fraction, Fraction] | None


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that a number of boards have in common: a gap, by its item, or an action."""

    id: str
    boards: Count


@dataclass(frozen=True, slots=True)
class Sector:
    """What may be told of `boards` boards of one edition; None for a number that may not be told.

    `spreads` by domain, part and `TOTAL`; `types` by type, `PROVISIONAL` and `NO_TYPE`; `needs` per obstacle by the same, as far as it may
    be told: in which quarter (0–3) lies the share of these boards that finds it hard. `gaps` and `actions`: most shared first, as far
    as their numbers may be told.
    """

    boards: int
    spreads: Mapping[str, Spread]
    types: Mapping[str, int | None]
    obstacles: Mapping[str, Count | None]
    needs: Mapping[str, Mapping[str, int]]
    gaps: tuple[Shared, ...]
    actions: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one board stands among the others, for its own copy alone: its means, and on each whether it lies in the lowest quarter of
    the boards (-1), in the middle half (0) or in the highest quarter (1); the type, obstacles, gaps and actions it has itself.

    There is no rank: the number of boards below one would be a figure about few of them.
    """

    scores: Mapping[str, Fraction]
    quarters: Mapping[str, int]
    type: str
    obstacles: frozenset[str]
    gaps: frozenset[str]
    actions: frozenset[str]


def measured(framework: Framework, round_: Round) -> Measure:
    """What of a round counts in a sector: combined, scored and typed as ever; its plan is not made."""
    sides = combined(framework, round_)
    scores = scoring.scored(framework, sides)
    position = typology.without_flips(framework, scores)
    means = {**scores.domains, **scores.parts, TOTAL: scores.total}
    return Measure(
        round_.board,
        {name: mean.figure for name, mean in means.items() if mean.figure is not None},
        NO_TYPE if position.id is None else PROVISIONAL if position.provisional else position.id,
        frozenset(obstacle.id for obstacle in low_obstacles(framework, round_)),
        frozenset(item for item, score in scores.items.items() if score.gap),
        _helping(framework, round_, scores),
    )


def _helping(framework: Framework, round_: Round, scores: Scores) -> frozenset[str]:
    # What exists because of a checklist is for who filled that in.
    settled = {action for action, decision in round_.decisions.items() if decision.status in ("done", "declined")}
    return frozenset(
        action.id for action in framework.actions.values()
        if action.id not in settled and action.id not in framework.own_actions
        and any(lift.to > framework.target - steps for lift in action.lifts if (steps := scores.items[lift.item].side_gaps.get(lift.side)))
    )


def told(framework: Framework, measures: Sequence[Measure]) -> Sector:
    """What may be told of these boards together; from `SectorRules.cell` boards on (ValueError below: ask first)."""
    cell, boards = framework.choices.sector.cell, len(measures)
    if boards < cell:
        raise ValueError(f"{boards} boards; at least {cell} make a sector")
    kinds = [*(kind.id for kind in framework.choices.types.list), PROVISIONAL, NO_TYPE]
    counted = Counter(measure.type for measure in measures)
    types = pooled({kind: counted[kind] for kind in kinds}, cell)
    hard = Counter(obstacle for measure in measures for obstacle in measure.obstacles)
    weights = {item.id: framework.weight(item) for item in framework.items.values()}
    return Sector(
        boards,
        {name: spread([measure.scores[name] for measure in measures if name in measure.scores], boards, cell)
         for name in (*framework.domain, *framework.parts, TOTAL)},
        types,
        {obstacle.id: share(hard[obstacle.id], boards, cell) for obstacle in framework.choices.obstacles},
        {obstacle.id: needs(Counter(measure.type for measure in measures if obstacle.id in measure.obstacles), types, boards, cell)
         for obstacle in framework.choices.obstacles},
        _shared(weights, Counter(item for measure in measures for item in measure.gaps), boards, cell),
        _shared(dict.fromkeys(framework.actions, Fraction(1)), Counter(action for measure in measures for action in measure.actions),
                boards, cell),
    )


def standing(sector: Sector, own: Measure) -> Standing:
    """Where a board stands in a sector it is one of."""
    quarters = {}
    for name, score in own.scores.items():
        if quartiles := sector.spreads[name].quartiles:
            # In tenths, as the quartiles are, so that what a page shows is not contradicted by what it does not.
            shown = rounded(score)
            quarters[name] = (shown > quartiles[2]) - (shown < quartiles[0])
    return Standing(own.scores, quarters, own.type, own.obstacles, own.gaps, own.actions)


# ---- what may be told --------------------------------------------------------------------------------------------------------


def pooled(counts: Mapping[str, int], cell: int) -> dict[str, int | None]:
    """The boards of a sector divided over kinds, with None for the numbers that may not be told.

    Numbers below `cell` (also 0) are left out, and the smallest other one with all its equals, so that the total does not give away what
    is left out: what was left out could stand there in any order. Where only zeros and one number of exactly `cell` would be left out,
    a board of the latter would know it was not changed for another; then the next one goes too.
    """
    small = {name for name, count in counts.items() if count < cell}
    if not small:
        return dict(counts)
    larger = sorted({count for count in counts.values() if count >= cell})
    hidden = small | {name for name, count in counts.items() if count in larger[:1]}
    if not any(counts[name] for name in small) and sum(counts[name] for name in hidden) == cell:
        hidden |= {name for name, count in counts.items() if count in larger[:2]}
    return {name: None if name in hidden else count for name, count in counts.items()}


def share(count: int, boards: int, cell: int) -> Count | None:
    """How many of all boards, as it may be told: exactly, as fewer than `cell`, or as all but fewer than `cell`; else None.

    Who has something and who has not are two numbers, and the total gives the one from the other.
    """
    if boards < 2 * cell:
        return None
    return _ranged(count, boards, cell)


def stepped(count: int, boards: int, cell: int) -> Count | None:
    """As `share`, and what that tells exactly in steps of `cell`: for what lies within something else that is told.

    Boards that an action helps all have a gap it closes: from both numbers would follow how many have the gap and are not helped.
    """
    if boards < 2 * cell:
        return None
    steps = (boards - 2 * cell + 1) // cell
    if count >= cell and not steps:
        return Count(cell, boards)
    if count < cell or boards - count < cell:
        return _ranged(count, boards, cell)
    # The last step is longer rather than short: a short one would be nearly exact.
    step = min(count // cell, steps)
    return Count(step * cell, boards - cell if step == steps else step * cell + cell - 1)


def _ranged(count: int, boards: int, cell: int) -> Count:
    if count < cell:
        return Count(0, cell - 1)
    if boards - count < cell:
        return Count(max(cell, boards - cell + 1), boards)
    return Count(count, count)


def spread(values: Iterable[Fraction], boards: int, cell: int) -> Spread:
    """Quartiles of the values that are there, between neighbours where they fall between two boards; nothing of fewer than `cell`."""
    order = sorted(values)
    how_many = _ranged(len(order), boards, cell)
    if len(order) < cell:
        return Spread(how_many, None)
    low, middle, high = (_at(order, Fraction(part, 4)) for part in (1, 2, 3))
    return Spread(how_many, (low, middle, high))


def _at(order: Sequence[Fraction], part: Fraction) -> Fraction:
    place = part * (len(order) - 1)
    below = int(place)
    between = order[below] + (place - below) * (order[min(below + 1, len(order) - 1)] - order[below])
    return rounded(between)


def rounded(value: Fraction) -> Fraction:
    """A mean as it is told, in tenths; half a tenth goes up, as on paper."""
    return int(value / _STEP + Fraction(1, 2)) * _STEP


def needs(hard: Mapping[str, int], types: Mapping[str, int | None], boards: int, cell: int) -> dict[str, int]:
    """Per type which quarter of its boards finds an obstacle hard: 0 for under a quarter, up to 3 for three quarters or more.

    `hard`: how many do, by type; `types`: what is told of the boards by type. Only types of which a quarter is `cell` boards. Empty where
    these quarters with the number over all types would leave fewer than `cell` possible numbers for one of them: that follows from what
    is told alone, so that nothing is told by it.
    """
    known = {kind: count for kind, count in types.items() if count is not None and count >= 4 * cell}
    quarters = {kind: min(3, 4 * hard.get(kind, 0) // count) for kind, count in known.items()}
    # From a quarter of the boards on, and below the next; of the boards of the other types, anything.
    ranges = [(-(-quarter * known[kind] // 4), known[kind] if quarter == 3 else -(-(quarter + 1) * known[kind] // 4) - 1)
              for kind, quarter in quarters.items()]
    others = boards - sum(known.values())
    ranges.append((0, others))
    together = share(sum(hard.values()), boards, cell) or Count(0, boards)
    lowest, highest = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    for low, high in ranges:
        if min(high, together.high - lowest + low) - max(low, together.low - highest + high) < min(cell - 1, high - low):
            return {}
    return quarters


def _shared(weights: Mapping[str, Fraction], counts: Mapping[str, int], boards: int, cell: int) -> tuple[Shared, ...]:
    """What at least `cell` boards share, most first; what cannot be told apart by its number goes by weight, then by framework order."""
    found = [Shared(name, how_many) for name in weights if (how_many := stepped(counts.get(name, 0), boards, cell)) and how_many.low]
    return tuple(sorted(found, key=lambda shared: (-shared.boards.low, -weights[shared.id])))


GROUPS = ("buy", "together", "independent", "tomorrow")
"""What boards can do with each other or each by themselves: buy, help one another, share somebody independent, begin tomorrow."""


def grouped(framework: Framework, sector: Sector, group: str) -> tuple[Shared, ...]:
    """The shared actions of one of `GROUPS`, most shared first (KeyError for another group).

    `buy`: something is to be bought, such as a shared officer or a service; `together`: without buying, and another board is of help;
    `independent`: by somebody independent of the board, whom several boards can have together; `tomorrow`: any board can begin tomorrow.
    """
    belongs: Mapping[str, Callable[[Action], bool]] = {
        "buy": lambda action: action.cost > 0,
        "together": lambda action: not action.cost and bool(set(action.help) & set(framework.choices.sector.together)),
        "independent": lambda action: framework.role[action.owner].independent,
        "tomorrow": framework.startable,
    }
    return tuple(shared for shared in sector.actions if belongs[group](framework.actions[shared.id]))
