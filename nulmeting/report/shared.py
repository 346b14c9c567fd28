"""Shared: the few things of a round that may leave the board. What is no field here cannot stand in a document for somebody else.

Documents for supervisors, the council and the annual report are made of this record and the words alone. It holds counts, means of
domains, categories and ids of the framework: no item, note, reason, piece of evidence, supplier, function, person or school.
A test names every field with the reason why it may be shared, so a new one is not shared by accident.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from nulmeting.answers import UNKNOWN, Respondent
from nulmeting.compare import FATES, Comparison
from nulmeting.framework import SIDES
from nulmeting.outcome import Outcome, planned_actions
from nulmeting.reading import Reading
from nulmeting.scoring import Mean, domain_sides


@dataclass(frozen=True, slots=True)
class SharedDomain:
    """A domain: its mean, and the mean of each side (levels; None where too little is known, or where it would be one item's answer)."""

    part: str
    mean: Mean
    paper: Fraction | None
    practice: Fraction | None


@dataclass(frozen=True, slots=True)
class SharedType:
    """The type: its id, whether it can still change, and on which sides it is high."""

    id: str
    provisional: bool
    high: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class SharedDecisions:
    """How many actions the board planned, has done and does not plan; how many things are proposed for tomorrow, and how many of these
    it planned."""

    planned: int
    done: int
    declined: int
    proposed: int
    proposed_planned: int


@dataclass(frozen=True, slots=True)
class SharedYears:
    """What it takes: hours a month the board has, and that are needed to be there by the month `end`; euros to buy; when it is reached at
    this pace (None: that cannot be said), all as far as actions cover it."""

    capacity: Fraction
    needed: Fraction
    cost: int
    end: str
    reached: str | None


@dataclass(frozen=True, slots=True)
class SharedBefore:
    """The round before: its name, the total then, the domains that are higher and lower now of those compared, how many items changed for
    which reason, and what became of how many decisions."""

    round: str
    total: Fraction | None
    up: tuple[str, ...]
    down: tuple[str, ...]
    compared: int
    changed: Mapping[str, int]
    fates: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """What of one board in one round may be read outside it; exact numbers, ids of the framework.

    `people`: how many answered, None below the number under which nothing is told; `open`: on how many items they differ, None likewise.
    `asked`: how many actions of the plan ask the council for what; `council`: the subjects these are about; `subjects`: all there are,
    each with what the council is asked and since when we know the rule.
    """

    owner: str
    round: str
    start: str
    edition: str
    official: int
    own: int
    bottom: int
    top: int
    target: int
    near: Fraction
    cell: int
    people: int | None
    schools: int
    answered: int
    estimated: int
    unknown: int
    blank: int
    not_applicable: int
    without_evidence: int
    open: int | None
    below_target: int
    below_target_estimated: int
    meets_target: bool
    total: Mean
    parts: Mapping[str, Mean]
    axes: Mapping[str, Mean]
    domains: Mapping[str, SharedDomain]
    type: SharedType | None
    reference: tuple[str, Fraction] | None
    decisions: SharedDecisions
    years: SharedYears | None
    asked: Mapping[str, int]
    council: tuple[str, ...]
    subjects: tuple[tuple[str, str, str, str], ...]
    before: SharedBefore | None

    @property
    def known(self) -> int:
        """How many items have a level."""
        return self.answered + self.estimated

    @property
    def applicable(self) -> int:
        """How many items count for this board."""
        return self.total.applicable

    @property
    def lead(self) -> Fraction:
        """How far paper is ahead of practice over all domains, in levels; below zero where practice is ahead, zero while unknown."""
        paper, practice = (self.axes[side].score for side in SIDES)
        return Fraction(0) if paper is None or practice is None or self.total.figure is None else paper - practice

    @classmethod
    def of(cls, found: Reading) -> Shared:
        """What may be shared of a round. Raises as `Reading.comparison`, which reads the round before."""
        return _shared(found.outcome, found.comparison)


def _shared(outcome: Outcome, comparison: Comparison | None) -> Shared:
    framework, round_, scores = outcome.framework, outcome.round, outcome.scores
    states = Counter(score.state for score in scores.items.values())
    cell = framework.choices.sector.cell
    people = sum(1 for person in round_.respondents if _took_part(person))
    enough = people >= cell
    asked = [framework.actions[action] for action in _in_plan(outcome) if framework.actions[action].gmr in framework.choices.gmr_asked]
    subjects = {subject for action in asked for subject in action.council}
    official = sum(1 for item in framework.items.values() if item.official)
    return Shared(
        owner=round_.settings.name, round=round_.id, start=round_.settings.start_month, edition=framework.edition,
        official=official, own=len(framework.items) - official,
        bottom=framework.levels[0], top=framework.top, target=framework.target, near=framework.choices.types.near, cell=cell,
        people=people if enough or not people else None, schools=round_.settings.schools,
        answered=states["answered"], estimated=states["estimated"], unknown=states[UNKNOWN], blank=states["blank"],
        not_applicable=scores.not_applicable, without_evidence=scores.without_evidence,
        open=sum(1 for sides in outcome.sides.values() if sides.open) if enough else None,
        below_target=scores.below_target, below_target_estimated=scores.below_target_estimated, meets_target=scores.meets_target,
        total=scores.total, parts=dict(scores.parts), axes=dict(scores.axes), domains=_domains(outcome),
        type=_type(outcome), reference=_reference(outcome), decisions=_decisions(outcome), years=_years(outcome),
        asked=Counter(action.gmr for action in asked),
        council=tuple(subject.id for subject in framework.choices.council if subject.id in subjects),
        subjects=tuple((subject.id, subject.gmr, subject.status, subject.checked) for subject in framework.choices.council),
        before=_before(comparison) if comparison else None,
    )


def _took_part(person: Respondent) -> bool:
    return bool(person.scan) or any(answer.answered for answer in person.answers.values())


def _together(mean: Mean) -> bool:
    """Whether a mean is of more than one item: else it would be that item's answer."""
    return mean.answered + mean.estimated > 1


def _domains(outcome: Outcome) -> dict[str, SharedDomain]:
    framework = outcome.framework
    sides = {side: domain_sides(framework, outcome.sides, side) for side in SIDES}
    found = {}
    for domain in framework.domains:
        mean = outcome.scores.domains[domain.id]
        known = {side: means[domain.id].score if domain.id in means and _together(means[domain.id]) else None for side, means in sides.items()}
        found[domain.id] = SharedDomain(
            domain.part, mean if _together(mean) or not mean.score else replace(mean, score=None, low=None, high=None, shown=False),
            known["paper"] if mean.shown else None, known["practice"] if mean.shown else None,
        )
    return found


def _type(outcome: Outcome) -> SharedType | None:
    position = outcome.position
    kind = next((kind for kind in outcome.framework.choices.types.list if kind.id == position.id), None)
    return SharedType(kind.id, position.provisional, dict(kind.high)) if kind else None


def _reference(outcome: Outcome) -> tuple[str, Fraction] | None:
    """The part of the framework that others were measured on, and the mean over its items: the only one that may stand beside theirs."""
    reference = outcome.framework.reference
    if reference is None or not outcome.scores.parts[reference.part].shown:
        return None
    mean = outcome.scores.item_means.get(reference.part)
    return None if mean is None else (reference.part, mean)


def _decisions(outcome: Outcome) -> SharedDecisions:
    status = Counter(decision.status for decision in outcome.round.decisions.values())
    proposed, planned = [thing.option.id for thing in outcome.plan.tomorrow], set(planned_actions(outcome))
    return SharedDecisions(
        status["planned"], status["done"], status["declined"], len(proposed), sum(1 for action in proposed if action in planned)
    )


def _years(outcome: Outcome) -> SharedYears | None:
    roadmap = outcome.plan.roadmap
    # What little is known would make it look as if little is needed.
    if outcome.scores.meets_target or outcome.scores.total.score is None:
        return None
    return SharedYears(
        roadmap.capacity, roadmap.hours_a_month_needed, roadmap.cost, outcome.framework.choices.plan.end, roadmap.reached
    )


def _in_plan(outcome: Outcome) -> tuple[str, ...]:
    """The actions of the catalogue in the plan for this year, and those the board planned itself."""
    plan, known = outcome.plan, outcome.framework.actions
    named = (*(thing.option.id for thing in plan.tomorrow), *(entry.action for entry in plan.roadmap.entries), *planned_actions(outcome))
    return tuple(action for action in dict.fromkeys(named) if action in known)


def _before(comparison: Comparison) -> SharedBefore:
    pairs = {
        domain: (then.score, now.score) for domain, trend in comparison.domains.items()
        if (then := trend.before) and (now := trend.after) and then.shown and now.shown and _together(then) and _together(now)
        and then.score is not None and now.score is not None
    }
    fates = Counter(fate.fate for fate in comparison.decisions)
    return SharedBefore(
        comparison.before.round.id, comparison.total.then,
        tuple(domain for domain, (then, now) in pairs.items() if now > then),
        tuple(domain for domain, (then, now) in pairs.items() if now < then),
        len(pairs), comparison.counts, {fate: fates[fate] for fate in FATES if fates[fate] and fate != "declined"},
    )

