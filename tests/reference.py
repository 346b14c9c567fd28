"""A second opinion on the five things: the same rules (model §7) as an integer programme, written apart from `nulmeting.plan`.

Slow and plain on purpose. Only names of options (`find-out:` before an item) are shared with the code under test.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array

from nulmeting.framework import SIDES
from nulmeting.outcome import Outcome

Step = tuple[str, str, int]


@dataclass(frozen=True)
class Candidate:
    """Something that can be one of the five, as far as the programme needs to know it."""

    id: str
    kind: str
    domain: str
    person: str
    board: bool
    law: bool
    finder: bool
    first: Fraction
    hours: Fraction
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    own: Fraction


class Reference:
    """The five of one outcome, computed once more."""

    def __init__(self, outcome: Outcome) -> None:
        self.framework, self.round, self.outcome = outcome.framework, outcome.round, outcome
        self.rules = self.framework.choices.plan
        self.kind_weight = self._kind_weights()
        self.steps = self._steps()
        self.law_now = {
            item.id for item in self.framework.items.values()
            if item.law and item.law.status in self.framework.choices.legal_duty
            and outcome.scores.items[item.id].state != "not_applicable" and outcome.scores.items[item.id].level in (None, 1)
        }
        able = [*self._finders(), *self._actions()]
        self.wishes = {
            name: decision.instead_of for name, decision in self.round.decisions.items()
            if decision.instead_of and any(candidate.id == name and candidate.steps for candidate in able)
        }
        able = [candidate for candidate in able if candidate.id not in self.wishes.values() or candidate.id in self.wishes]
        by_id = {candidate.id: candidate for candidate in able}

        def waited_for(candidate: Candidate) -> set[str]:
            return {candidate.id}.union(*(waited_for(by_id[need]) for need in candidate.needs if need in by_id))

        # What brings nothing (all it lifts is reached or unknown) is no candidate, unless one that does waits for it.
        useful = set().union(*(waited_for(candidate) for candidate in able if candidate.own or candidate.steps))
        self.candidates = [candidate for candidate in able if candidate.id in useful]
        self.pins = self._pins()

    def _kind_weights(self) -> dict[str, Fraction]:
        position, choices = self.outcome.position, self.framework.choices
        weights = dict.fromkeys(choices.kinds, Fraction(1))
        if position.id and not position.provisional:
            weights = {kind: next(t.weights[kind] for t in choices.types.list if t.id == position.id) for kind in choices.kinds}
        for obstacle in choices.obstacles:
            answers = [level for who in self.round.respondents for name, level in who.obstacles.items() if name in obstacle.questions]
            if answers and sum(answers) <= self.rules.obstacle_from * len(answers):
                for kind in obstacle.kinds:
                    weights[kind] *= self.rules.obstacle_factor
        return weights

    def _steps(self) -> dict[Step, Fraction]:
        steps = {}
        for name, item in self.framework.items.items():
            sides, level = self.outcome.sides[name], self.outcome.scores.items[name].level
            if sides.not_applicable or (level is not None and level >= self.framework.target):
                continue
            for side in SIDES:
                value = sides.side(side).value
                for step in range(value, self.framework.target) if value is not None else ():
                    steps[name, side, step] = self.framework.weight(item) / 2
        return {**steps, **self._points()}

    def _points(self) -> dict[tuple[str, str, int], Fraction]:
        """What checklists add: half the weight of a point for no, a quarter for partly and for unknown."""
        share = {"no": Fraction(1), "partly": Fraction(1, 2), "unknown": Fraction(1, 2)}
        return {
            (f"point:{checklist.id}", point.id, 0): point.weight * share[said] / 2
            for checklist in self.framework.checklists.values() for point in checklist.points.values()
            if point.actions and (said := self.outcome.checklists[checklist.id].said[point.id]) in share
        }

    def _reached(self, item: str, side: str, to: int) -> bool:
        sides, level = self.outcome.sides[item], self.outcome.scores.items[item].level
        if sides.not_applicable or (level is not None and level >= self.framework.target):
            return True
        value = sides.side(side).value
        if level is None and sides.side(side).source != "given":
            return False
        return value is not None and value >= min(to, self.framework.target)

    def _actions(self) -> Iterable[Candidate]:
        decisions = self.round.decisions
        done = {action for action, decision in decisions.items() if decision.status == "done"}
        declined = {action for action, decision in decisions.items() if decision.status == "declined"}
        met = done | {
            action.id for action in self.framework.actions.values()
            if all(self._reached(lift.item, lift.side, lift.to) for lift in action.lifts)
        }

        def hopeless(action: str) -> bool:
            return action not in met and (action in declined or any(hopeless(need) for need in self.framework.actions[action].needs))

        for action in self.framework.actions.values():
            if action.id in done | declined:
                continue
            if any(hopeless(need) for need in action.needs) or not self._tomorrow(action):
                continue
            points = tuple(step for step in self.steps if step[0].startswith("point:")
                           and action.id in self.framework.checklists[step[0].removeprefix("point:")].points[step[1]].actions)
            lifts = action.lifts if points or action.id not in self.framework.own_actions else ()
            steps = (*points, *(step for step in self.steps if any(step[:2] == (lift.item, lift.side) and step[2] < lift.to for lift in lifts)))
            yield Candidate(
                action.id, action.kind, action.domain, self.round.person(action.owner), self.framework.role[action.owner].board,
                any(step[0] in self.law_now for step in steps), False, action.first_hours, action.hours,
                tuple(need for need in action.needs if need not in met), steps, Fraction(0),
            )

    def _pins(self) -> set[str]:
        """What the board wants among the five, each with what it needs, as far as the hours and the five places go."""
        known, pins = {candidate.id: candidate for candidate in self.candidates}, set()
        for wish in self.wishes:
            whole, left = set(pins), [wish]
            while left and set(left) <= set(known):
                whole.add(name := left.pop())
                left += known[name].needs
            inside = [known[name] for name in whole]
            if (not left and len(whole) <= self.rules.things and sum(c.hours for c in inside) <= self.rules.hours_together
                    and sum(c.first for c in inside) <= self.rules.first_hours_together):
                pins = whole
        return pins

    def _tomorrow(self, action) -> bool:
        rules = self.rules
        return (action.start == rules.start_now and not action.cost and action.first_hours <= rules.first_hours
                and action.hours <= rules.hours)

    def _finders(self) -> Iterable[Candidate]:
        for name, item in self.framework.items.items():
            score, sides = self.outcome.scores.items[name], self.outcome.sides[name]
            if score.state in ("answered", "not_applicable"):
                continue
            unsure = [sides.side(side) for side in SIDES if sides.side(side).source != "given"]
            largest = max(max(0, self.framework.target - side.low) for side in unsure)
            hours = self.rules.find_out_hours["estimated" if score.state == "estimated" else "both" if len(unsure) == 2 else "one"]
            if largest:
                yield Candidate(
                    f"find-out:{name}", self.rules.find_out_kind, item.domain, self.round.person(item.decided_by),
                    self.framework.role[item.decided_by].board, name in self.law_now, True, hours, hours, (), (),
                    self.framework.weight(item) * largest / 2,
                )

    def value(self, chosen: Iterable[str]) -> Fraction:
        """Exact value of a set: each covered step once, at the heaviest kind that covers it."""
        inside = [candidate for candidate in self.candidates if candidate.id in set(chosen)]
        best: dict[Step, Fraction] = {}
        for candidate in inside:
            for step in candidate.steps:
                best[step] = max(best.get(step, Fraction(0)), self.kind_weight[candidate.kind])
        return sum((self.steps[step] * weight for step, weight in best.items()), sum((c.own for c in inside), Fraction(0)))

    def hours(self, chosen: Iterable[str]) -> Fraction:
        """Working hours of a set, whole actions."""
        return sum((candidate.hours for candidate in self.candidates if candidate.id in set(chosen)), Fraction(0))

    def broken(self, chosen: Iterable[str]) -> set[str]:
        """The names of all rules that a set breaks; those that never give way too."""
        rules, ids = self.rules, list(chosen)
        known = {candidate.id: candidate for candidate in self.candidates}
        if not set(ids) <= set(known):
            return {"not a candidate"}
        inside = [known[name] for name in ids]
        found = set()
        if len(ids) > rules.things or len(set(ids)) < len(ids):
            found.add("things")
        for position, candidate in enumerate(inside):
            if not set(candidate.needs) <= set(ids[:position]):
                found.add("needs")
        if sum(c.hours for c in inside) > rules.hours_together:
            found.add("hours")
        if sum(c.first for c in inside) > rules.first_hours_together:
            found.add("first_hours")
        for rule, cap, name in (("domain", rules.in_one_domain, "domain"), ("person", rules.for_one_person, "person")):
            if any(sum(getattr(c, name) == value for c in inside) > cap for value in {getattr(c, name) for c in inside}):
                found.add(rule)
        if sum(c.finder for c in inside) > rules.find_out:
            found.add("find_out")
        if not self.pins <= set(ids):
            found.add("wanted")
        if not any(c.board for c in inside):
            found.add("board")
        if self.law_now and not any(c.law for c in inside):
            found.add("law")
        return found

    def best(self, relaxed: Iterable[str], *, size: bool = False) -> tuple[str, ...] | None:
        """The best set under the rules not relaxed, with the fewest hours (or the largest, for `size`); None when no set at all obeys them."""
        candidates, rules, gone = self.candidates, self.rules, set(relaxed)
        count = len(candidates)
        covers: dict[tuple[Step, Fraction], list[int]] = {}
        for place, candidate in enumerate(candidates):
            for step in candidate.steps:
                covers.setdefault((step, self.kind_weight[candidate.kind]), []).append(place)
        variables = count + len(covers)
        entries: list[tuple[int, int, float]] = []
        low: list[float] = []
        high: list[float] = []

        def rule(terms: Iterable[tuple[int, float]], least: float, most: float) -> None:
            entries.extend((len(low), place, factor) for place, factor in terms)
            low.append(least)
            high.append(most)

        none = float("inf")
        rule([(place, 1) for place in range(count)], 1, rules.things)
        rule([(place, float(c.hours)) for place, c in enumerate(candidates)], -none, float(rules.hours_together))
        rule([(place, float(c.first)) for place, c in enumerate(candidates)], -none, float(rules.first_hours_together))
        for name, cap in (("domain", rules.in_one_domain), ("person", rules.for_one_person)):
            if name not in gone:
                for value in {getattr(c, name) for c in candidates}:
                    # What the board wants may be more than the rule lets pass; then nothing joins it.
                    wanted = sum(getattr(c, name) == value for c in candidates if c.id in self.pins)
                    rule([(place, 1) for place, c in enumerate(candidates) if getattr(c, name) == value], -none, max(cap, wanted))
        if "find_out" not in gone:
            rule([(place, 1) for place, c in enumerate(candidates) if c.finder], -none, rules.find_out)
        if "board" not in gone:
            rule([(place, 1) for place, c in enumerate(candidates) if c.board], 1, none)
        if "law" not in gone and self.law_now:
            rule([(place, 1) for place, c in enumerate(candidates) if c.law], 1, none)
        at = {candidate.id: place for place, candidate in enumerate(candidates)}
        for pin in self.pins:
            rule([(at[pin], 1)], 1, none)
        for place, candidate in enumerate(candidates):
            for need in candidate.needs:
                rule([(place, 1), *([(at[need], -1)] if need in at else [])], -none, 0)
        gain = numpy.zeros(variables)
        for place, candidate in enumerate(candidates):
            gain[place] = float(candidate.own)
        by_step: dict[Step, list[int]] = {}
        for offset, ((step, weight), places) in enumerate(covers.items(), start=count):
            gain[offset] = float(self.steps[step] * weight)
            rule([(offset, 1), *((place, -1) for place in places)], -none, 0)
            by_step.setdefault(step, []).append(offset)
        for offsets in by_step.values():
            rule([(offset, 1) for offset in offsets], -none, 1)
        # Of sets of equal value the one with fewer hours: far less than the least difference in value.
        gain[:count] -= [float(candidate.hours) * 1e-6 for candidate in candidates]
        if size:
            gain[:] = 0
            gain[:count] = 1
        rows, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = coo_array((factors, (rows, columns)), shape=(len(low), variables)).tocsr()
        whole = numpy.array([1] * count + [0] * (variables - count))
        solved = milp(-gain, constraints=LinearConstraint(matrix, low, high), integrality=whole, bounds=(0, 1), options={"mip_rel_gap": 0})
        if solved.x is None:
            return None
        return tuple(candidate.id for place, candidate in enumerate(candidates) if solved.x[place] > 0.5)
