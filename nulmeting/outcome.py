"""Outcome: one frozen record of everything known about one board in one round, from its answers and the framework alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from nulmeting import advice, checklists, gaps, plan, scoring, suppliers, typology
from nulmeting.answers import ItemSides, Round, combined
from nulmeting.checklists import Doubt, Filled
from nulmeting.errors import BoardError
from nulmeting.framework import Framework
from nulmeting.gaps import Gaps
from nulmeting.plan import Plan, Sampling, Stability, Swap
from nulmeting.scoring import Mean, Scores
from nulmeting.suppliers import Supplier
from nulmeting.typology import Position


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything computed, each part by its own step; ids only, exact numbers."""

    framework: Framework
    round: Round
    sides: Mapping[str, ItemSides]
    scores: Scores
    position: Position
    gaps: Gaps
    plan: Plan
    contradictions: Mapping[str, tuple[str, ...]]
    checklists: Mapping[str, Filled]
    doubts: Mapping[str, tuple[Doubt, ...]]


def assessed(framework: Framework, round_: Round) -> Outcome:
    """The chain, left to right: combine, score, type, gaps, checklists, plan. Pure: the same answers give the same outcome."""
    sides = combined(framework, round_)
    scores = scoring.scored(framework, sides)
    position = typology.positioned(framework, sides, scores)
    in_order = gaps.ordered(framework, sides, scores)
    return Outcome(
        framework, round_, sides, scores, position, in_order,
        plan.planned(framework, round_, scores, position, in_order),
        scoring.contradictions(framework, sides),
        checklists.filled(framework, round_),
        checklists.doubts(framework, round_, sides, scores),
    )


@dataclass(frozen=True, slots=True)
class Projection:
    """What a number of actions, done whole, would bring: scores, type and gaps afterwards."""

    scores: Scores
    position: Position
    gaps: Gaps


def what_if(outcome: Outcome, actions: Iterable[str]) -> Projection:
    """Score, type and gaps if these catalogue actions were done whole, everything else as it is now."""
    framework = outcome.framework
    sides = plan.lifted(framework, outcome.sides, actions)
    scores = scoring.scored(framework, sides)
    return Projection(scores, typology.positioned(framework, sides, scores), gaps.ordered(framework, sides, scores))


def closed(outcome: Outcome, projection: Projection) -> tuple[str, ...]:
    """The gaps of now that are gone in a projection, in order."""
    left = {gap.item for gap in projection.gaps.gaps}
    return tuple(gap.item for gap in outcome.gaps.gaps if gap.item not in left)


def planned_actions(outcome: Outcome) -> tuple[str, ...]:
    """The actions the board planned, in the order it decided."""
    return tuple(action for action, decision in outcome.round.decisions.items() if decision.status == "planned")


def swap(outcome: Outcome, wanted: str, instead_of: str) -> Swap:
    """What it costs to do `wanted` in the place of one of the five; BoardError when the one or the other cannot be swapped."""
    if wanted not in outcome.plan.others or all(thing.option.id != instead_of for thing in outcome.plan.tomorrow):
        raise BoardError("wanted-instead", action=wanted[:60])
    return plan.swapped(
        outcome.framework, outcome.round, outcome.scores, outcome.position, outcome.gaps, outcome.plan, wanted, instead_of
    )


def of_checklist(outcome: Outcome, checklist: str) -> Plan:
    """The plan of one checklist alone, for a board that fills in nothing else too."""
    return plan.planned_of(outcome.framework, outcome.round, outcome.scores, outcome.position, checklist)


def asked_of(outcome: Outcome) -> tuple[Supplier, ...]:
    """The suppliers of this board with what there is to ask them."""
    return suppliers.suppliers(outcome.framework, outcome.round, outcome.scores, outcome.gaps)


def advised(outcome: Outcome) -> tuple[str, ...]:
    """The advice for this board, by id, most helpful first."""
    return tuple(entry.id for entry in advice.advised(outcome.framework, outcome.round, outcome.position))


def sampling(outcome: Outcome) -> Sampling:
    """The samples behind `stable`, to take in slices."""
    return Sampling(outcome.framework, outcome.round, outcome.sides, outcome.plan)


def stable(outcome: Outcome, samples: int | None = None) -> dict[str, Stability]:
    """Per action of the five whether it holds whatever the unknown answers turn out to be (`samples`: data unless given)."""
    return plan.stability(outcome.framework, outcome.round, outcome.sides, outcome.plan, samples)


# ---- the record for others to build on ---------------------------------------------------------------------------------------


class NormRecord(TypedDict):
    """One item; sides are the effective ones, null where there is none; `law` tells whether the law asks it today."""

    id: str
    domain: str
    kind: str
    official: bool
    law: bool
    paper: int | None
    practice: int | None
    level: int | None
    confirmed: int | None
    open: bool
    state: str
    outsourced: bool
    weight: float
    gap: int | None


class MeanRecord(TypedDict):
    """A mean level with its bounds; null where nothing is known."""

    score: float | None
    low: float | None
    high: float | None


class DomainRecord(MeanRecord):
    """One domain: its mean and how many items are behind it; `shown` tells whether enough is known to print it."""

    id: str
    answered: int
    estimated: int
    applicable: int
    shown: bool


class TypeRecord(TypedDict):
    """The type; id null while it cannot be said."""

    id: str | None
    provisional: bool
    possible: list[str]
    near: list[str]


class ThingRecord(TypedDict):
    """One of the five things to do tomorrow."""

    action: str
    first_hours: float
    hours: float
    owner: str
    person: str
    domain: str
    value: float
    robust: bool


class NotChosenRecord(TypedDict):
    """A good action that is not among the five, and the rule that keeps it out."""

    action: str
    why: str
    better: str | None


class RoadmapRecord(TypedDict):
    """One entry of the roadmap: the month in which it begins and the one in which it ends; working hours of the whole action."""

    action: str
    month: str
    until: str
    hours: float


class DecisionRecord(TypedDict):
    """What the board decided about an action; empty text where nothing was said."""

    action: str
    status: str
    function: str
    date: str
    reason: str
    instead_of: str


class ProjectionRecord(TypedDict):
    """What a number of actions would bring, done whole: the total, the type, the gaps left and the gaps closed."""

    actions: list[str]
    total: float | None
    type: str | None
    gaps: list[str]
    closed: list[str]


class SupplierRecord(TypedDict):
    """A supplier as the board calls it (empty: no name given), the outsourced items, and those worth a question now."""

    name: str
    items: list[str]
    open: list[str]


class PlanRecord(TypedDict):
    """The plan; `optimal` is false when the search stopped at its cap."""

    tomorrow: list[ThingRecord]
    optimal: bool
    relaxed: list[str]
    not_chosen: list[NotChosenRecord]
    roadmap: list[RoadmapRecord]
    later: list[str]
    reached: str | None
    hours_a_month_needed: float
    cost: int
    value: float
    first_hours: float
    hours: float
    capacity: float
    uncovered: list[str]
    blocked: dict[str, str]
    others: list[str]
    wished: list[str]
    decisions: list[DecisionRecord]
    projection: ProjectionRecord | None
    projection_of_tomorrow: ProjectionRecord | None
    outsourced_to: list[SupplierRecord]
    advice: list[str]


class ChecklistRecord(TypedDict):
    """One checklist: what counts of every point (null where nothing does), how many forms there are and whether these are too few to be
    told together (`hidden`); per item the points that question its level (`doubts`), and the five things of this checklist alone."""

    id: str
    filled_by: str
    forms: int
    hidden: bool
    said: dict[str, str | None]
    situations: list[str]
    doubts: dict[str, list[str]]
    tomorrow: list[str]


class Record(TypedDict):
    """What `nulmeting assess --json` prints: numbers unrounded, ids only. `security` and `privacy` are the parts of the edition."""

    board: str
    round: str
    edition: str
    norms: list[NormRecord]
    domains: list[DomainRecord]
    total: MeanRecord
    security: MeanRecord
    privacy: MeanRecord
    security_item_mean: float | None
    axes: dict[str, MeanRecord]
    type: TypeRecord
    gaps: list[str]
    find_out: list[str]
    below_target: int
    meets_target: bool
    plan: PlanRecord
    checklists: list[ChecklistRecord]


def as_record(outcome: Outcome, stability: Mapping[str, Stability]) -> Record:
    """The outcome as plain values for JSON; needs the stability of the five, which is computed apart (`stable`)."""
    framework, scores, position, the_plan = outcome.framework, outcome.scores, outcome.position, outcome.plan
    norms: list[NormRecord] = []
    for item in framework.items.values():
        score, sides = scores.items[item.id], outcome.sides[item.id]
        gone = sides.not_applicable
        norms.append({
            "id": item.id, "domain": item.domain, "kind": item.kind, "official": item.official is not None,
            "law": framework.is_duty(item), "paper": None if gone else sides.paper.value, "practice": None if gone else sides.practice.value,
            "level": score.level, "confirmed": sides.confirmed, "open": sides.open, "state": score.state,
            "outsourced": sides.outsourced, "weight": float(framework.weight(item)), "gap": score.gap,
        })
    domains: list[DomainRecord] = [
        {"id": domain, "answered": mean.answered, "estimated": mean.estimated, "applicable": mean.applicable, "shown": mean.shown,
         **_mean_record(mean)}
        for domain, mean in scores.domains.items()
    ]
    parts = {part: _mean_record(mean) for part, mean in scores.parts.items()}
    item_mean = scores.item_means.get("security")
    return {
        "board": outcome.round.board, "round": outcome.round.id, "edition": framework.edition,
        "norms": norms, "domains": domains,
        "total": _mean_record(scores.total), "security": parts["security"], "privacy": parts["privacy"],
        "security_item_mean": None if item_mean is None else float(item_mean),
        "axes": {side: _mean_record(mean) for side, mean in scores.axes.items()},
        "type": {
            "id": position.id, "provisional": position.provisional, "possible": list(position.possible), "near": list(position.near),
        },
        "gaps": [gap.item for gap in outcome.gaps.gaps],
        "find_out": [entry.item for entry in outcome.gaps.find_out if entry.state != "estimated"],
        "below_target": scores.below_target, "meets_target": scores.meets_target,
        "checklists": [
            {
                "id": name, "filled_by": framework.checklists[name].filled_by, "forms": fill.forms, "hidden": fill.hidden,
                "said": dict(fill.said), "situations": list(fill.situations),
                "doubts": {item: list(found.points) for item, all_ in outcome.doubts.items() for found in all_ if found.checklist == name},
                "tomorrow": [thing.option.id for thing in of_checklist(outcome, name).tomorrow],
            }
            for name, fill in outcome.checklists.items()
        ],
        "plan": {
            "tomorrow": [
                {"action": thing.option.id, "first_hours": float(thing.option.first_hours), "hours": float(thing.option.hours),
                 "owner": thing.option.owner, "person": thing.option.person, "domain": thing.option.domain,
                 "value": float(thing.value), "robust": stability[thing.option.id].robust}
                for thing in the_plan.tomorrow
            ],
            "optimal": the_plan.optimal,
            "relaxed": list(the_plan.relaxed),
            "not_chosen": [{"action": entry.option.id, "why": entry.why, "better": entry.better} for entry in the_plan.not_chosen],
            "roadmap": [
                {"action": entry.action, "month": entry.month, "until": entry.until,
                 "hours": float(framework.actions[entry.action].hours)}
                for entry in the_plan.roadmap.entries
            ],
            "later": list(the_plan.roadmap.later),
            "reached": the_plan.roadmap.reached,
            "hours_a_month_needed": float(the_plan.roadmap.hours_a_month_needed),
            "cost": the_plan.roadmap.cost,
            "value": float(the_plan.value), "first_hours": float(the_plan.first_hours), "hours": float(the_plan.hours),
            "capacity": float(the_plan.roadmap.capacity),
            "uncovered": list(dict.fromkeys(item for item, _, _ in the_plan.roadmap.uncovered)),
            "blocked": dict(the_plan.blocked),
            "others": list(the_plan.others),
            "wished": list(the_plan.wished),
            "decisions": [
                {"action": action, "status": decision.status, "function": decision.function, "date": decision.date,
                 "reason": decision.reason, "instead_of": decision.instead_of}
                for action, decision in outcome.round.decisions.items()
            ],
            "projection": _projection_record(outcome, planned_actions(outcome)),
            "projection_of_tomorrow": _projection_record(
                outcome, tuple(thing.option.id for thing in the_plan.tomorrow if not thing.option.finds_out)
            ),
            "outsourced_to": [
                {"name": supplier.name, "items": list(supplier.items), "open": list(supplier.open)} for supplier in asked_of(outcome)
            ],
            "advice": list(advised(outcome)),
        },
    }


def _projection_record(outcome: Outcome, actions: Sequence[str]) -> ProjectionRecord | None:
    if not actions:
        return None
    after = what_if(outcome, actions)
    total = after.scores.total.score
    return {
        "actions": list(actions), "total": None if total is None else float(total), "type": after.position.id,
        "gaps": [gap.item for gap in after.gaps.gaps], "closed": list(closed(outcome, after)),
    }


def _mean_record(mean: Mean) -> MeanRecord:
    return {
        "score": None if mean.score is None else float(mean.score),
        "low": None if mean.low is None else float(mean.low),
        "high": None if mean.high is None else float(mean.high),
    }
