"""Checklists: what the deep dives say of a board, the steps they open for the plan, and the questions they raise (model §9).

They never change a level. In the plan a point counts by its answer (data: no whole, partly half; *unknown* half, because finding out
is the beginning of any action; yes, n.v.t. and blank nothing). As a doubt about an item only what was answered counts: *unknown*
contradicts nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nulmeting.answers import NOT_APPLICABLE, THE_BOARD, UNKNOWN, Form, ItemSides, Round
from nulmeting.framework import FILLED_BY, SAID, Checklist, ChecklistRules, Framework, Link
from nulmeting.scoring import Scores

POINT = "point:"
"""Prefix by which a step of a point is told from a step of an item."""

Step = tuple[str, str, int]
"""A point that is open, in the place of (item, side, level): (`POINT` with the checklist, the point, 0)."""

_YES, _PARTLY, _NO = SAID[:3]


@dataclass(frozen=True, slots=True)
class Filled:
    """How far a checklist is and what it says. `said` has what counts of every point; None where nothing (yet) does.

    `forms` are how many were filled in; `hidden` tells that they are too few to be put together. `answered` counts points.
    """

    checklist: str
    said: Mapping[str, str | None]
    answered: int
    forms: int
    hidden: bool
    situations: tuple[str, ...]

    @property
    def begun(self) -> bool:
        """Whether anybody answered anything."""
        return self.forms > 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a checklist says against a high answer to an item: its points that are not so; it asks, it never changes the answer."""

    checklist: str
    points: tuple[str, ...]


def filled(framework: Framework, round_: Round) -> dict[str, Filled]:
    """Every checklist of an edition as this board filled it in, in order of its name."""
    return {checklist.id: _filled(framework, checklist, round_.checklists.get(checklist.id, {})) for checklist in framework.checklists.values()}


def _filled(framework: Framework, checklist: Checklist, forms: Mapping[str, Form]) -> Filled:
    used = [form for form in forms.values() if form.points or form.situations]
    if checklist.filled_by == FILLED_BY[0]:
        form = forms.get(THE_BOARD, Form())
        said = {point: form.value(point) for point in checklist.points}
        return Filled(checklist.id, said, sum(value is not None for value in said.values()), len(used), False, form.situations)
    rules = framework.checklist_rules
    assert rules is not None
    used = [form for form in used if form.points]
    said = {point: _together(rules, [form.value(point) for form in used]) for point in checklist.points}
    return Filled(checklist.id, said, sum(value is not None for value in said.values()), len(used), 0 < len(used) < rules.fewest, ())


def _together(rules: ChecklistRules, values: list[str | None]) -> str | None:
    """What schools say of a point together: nearly everywhere, partly, hardly anywhere; None when too few of them said anything.

    Never how many said what: with a count one could find out what the next one that comes in says.
    """
    counts = Counter(value for value in values if value is not None)
    known = sum(counts[value] for value in (_YES, _PARTLY, _NO))
    if known >= rules.fewest:
        lacking = (counts[_NO] + counts[_PARTLY] * Fraction(1, 2)) / known
        return _NO if lacking >= rules.no_from else _PARTLY if lacking >= rules.partly_from else _YES
    if sum(counts.values()) < rules.fewest:
        return None
    return UNKNOWN if counts[UNKNOWN] >= rules.fewest else NOT_APPLICABLE if counts[NOT_APPLICABLE] >= rules.fewest else None


def steps(framework: Framework, round_: Round, only: str | None = None) -> dict[Step, Fraction]:
    """The open points of all checklists, or of one, each with what it weighs: its weight by the share of its answer.

    A point that no action helps with opens no step: its sentence says why.
    """
    rules = framework.checklist_rules
    found: dict[Step, Fraction] = {}
    for name, fill in filled(framework, round_).items():
        if rules is None or (only is not None and name != only):
            continue
        for point in framework.checklists[name].points.values():
            share = rules.steps.get(fill.said[point.id] or "", Fraction(0))
            if share and point.actions:
                found[POINT + name, point.id, 0] = point.weight * share
    return found


def asked_by(framework: Framework) -> dict[str, list[Step]]:
    """Per action the points it helps with, whatever was answered."""
    found: dict[str, list[Step]] = {}
    for checklist in framework.checklists.values():
        for point in checklist.points.values():
            for action in point.actions:
                found.setdefault(action, []).append((POINT + checklist.id, point.id, 0))
    return found


def is_point(step: Step) -> bool:
    """Whether a step is one of a checklist, and not of an item."""
    return step[0].startswith(POINT)


def doubts(
    framework: Framework, round_: Round, sides: Mapping[str, ItemSides], scores: Scores
) -> dict[str, tuple[Doubt, ...]]:
    """Per item what checklists say against it: it was answered high, and its points that are not so add up to the bound in the data."""
    rules = framework.checklist_rules
    found: dict[str, list[Doubt]] = {}
    if rules is None or not round_.checklists:
        return {}
    for name, fill in filled(framework, round_).items():
        against: dict[str, dict[str, Fraction]] = {}
        for point in framework.checklists[name].points.values():
            share = rules.doubts.get(fill.said[point.id] or "", Fraction(0))
            for link in point.links:
                if share and _is_high(rules, link, sides[link.item], scores):
                    against.setdefault(link.item, {})[point.id] = share
        for item, points in against.items():
            if sum(points.values()) >= rules.doubt_from:
                found.setdefault(item, []).append(Doubt(name, tuple(points)))
    return {item: tuple(found[item]) for item in framework.items if item in found}


def _is_high(rules: ChecklistRules, link: Link, sides: ItemSides, scores: Scores) -> bool:
    """Whether what a point is about was answered at the bound or above; an estimate is nobody's answer."""
    if sides.not_applicable:
        return False
    if link.side is None:
        score = scores.items[link.item]
        return score.state == "answered" and score.level is not None and score.level >= rules.high_from
    side = sides.side(link.side)
    return side.source == "given" and side.value is not None and side.value >= rules.high_from
