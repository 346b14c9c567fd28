"""Plan: five things to do tomorrow, why these and not others, a roadmap for the rest, and what it would bring (model §7).

The five are a set: the largest value under rules that are data, found exactly by branch and bound (seeded by its own greedy first
descent) or, above a node cap, the best found, and then marked so. All arithmetic of the search is on whole numbers.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush, merge
from math import ceil, lcm

from nulmeting import checklists, scoring, typology
from nulmeting import gaps as gaps_step
from nulmeting.advice import low_obstacles
from nulmeting.answers import Decision, ItemSides, Round, Side
from nulmeting.framework import FIND_OUT, SAID, SIDES, Action, Framework
from nulmeting.gaps import Gaps
from nulmeting.scoring import Scores
from nulmeting.typology import Position

MINIMA = ("board", "law")
"""Rules that ask for at least one among the five; the other rules that can give way are caps."""

Step = tuple[str, str, int]
"""One open step: this side of this item from level k to k + 1, or a point of a checklist (`checklists.Step`)."""


@dataclass(frozen=True, slots=True)
class Option:
    """An action as the plan sees it for one board: what it would cover, who does it, how long it takes. Hours are working hours.

    `items` are those of the framework it serves, `points` those of checklists.
    """

    id: str
    kind: str
    domain: str
    owner: str
    person: str
    for_board: bool
    first_hours: Fraction
    hours: Fraction
    cost: int
    start: str
    needs: tuple[str, ...]
    steps: frozenset[Step]
    items: tuple[str, ...]
    points: tuple[Step, ...]
    finds_out: str | None
    own_value: Fraction
    law_now: bool
    tomorrow: bool
    order: int


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the five: the option, its marginal points in the order of the list, and the steps it adds."""

    option: Option
    value: Fraction
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class NotChosen:
    """A good action that is not among the five: the rule that keeps it out, and the action it gives way to, if one."""

    option: Option
    why: str
    better: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """One entry of the roadmap: from which month (`2027-01`) until which, and the points it adds there."""

    action: str
    month: str
    until: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Roadmap:
    """What comes when at this capacity. `reached` is the month in which all that actions can cover is covered (None: never, or nothing
    to do); `hours_a_month_needed` and `cost` are what it takes to get there by the end date in the data."""

    entries: tuple[Planned, ...]
    later: tuple[str, ...]
    capacity: Fraction
    hours: Fraction
    cost: int
    reached: str | None
    hours_a_month_needed: Fraction
    uncovered: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one board. `relaxed` names the rules that could not be met; `blocked` actions that need a declined one.

    `others` are the actions of the catalogue that could be swapped for one of the five, most points first; `wished` those the board
    wanted among the five and that cannot be there now.
    """

    tomorrow: tuple[Thing, ...]
    optimal: bool
    relaxed: tuple[str, ...]
    not_chosen: tuple[NotChosen, ...]
    roadmap: Roadmap
    blocked: Mapping[str, str]
    others: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()

    @property
    def value(self) -> Fraction:
        """Value of the five together: the points in the list add up to it."""
        return sum((thing.value for thing in self.tomorrow), Fraction(0))

    @property
    def first_hours(self) -> Fraction:
        """Working hours of the first steps of the five together."""
        return sum((thing.option.first_hours for thing in self.tomorrow), Fraction(0))

    @property
    def hours(self) -> Fraction:
        """Working hours of the five together, whole actions."""
        return sum((thing.option.hours for thing in self.tomorrow), Fraction(0))


def planned(framework: Framework, round_: Round, scores: Scores, position: Position, gaps: Gaps) -> Plan:
    """The plan that follows from scores, type, gaps and what the board decided about actions."""
    return _Planner(framework, round_, scores, position, gaps).plan()


def planned_of(framework: Framework, round_: Round, scores: Scores, position: Position, checklist: str) -> Plan:
    """The plan of one checklist alone: only its open points count, whatever else is known of the board or not."""
    return _Planner(framework, round_, scores, position, Gaps((), (), frozenset()), checklist).plan()


def open_steps(framework: Framework, scores: Scores) -> tuple[Step, ...]:
    """Every unit step from a known or estimated side up to the target; none where the item has reached it."""
    return tuple(
        (item, side, level)
        for item, score in scores.items.items()
        for side, gap in score.side_gaps.items()
        for level in range(framework.target - gap, framework.target)
    )


def lifted(framework: Framework, sides: Mapping[str, ItemSides], actions: Iterable[str]) -> dict[str, ItemSides]:
    """What if: the sides after these actions were done whole. An unknown side stays unknown, but never again below the lift."""
    after = dict(sides)
    for action in actions:
        for lift in framework.actions[action].lifts:
            item = after[lift.item]
            side = item.side(lift.side)
            raised = Side(
                None if side.value is None else max(side.value, lift.to), side.source, max(side.low, lift.to), max(side.high, lift.to)
            )
            after[lift.item] = item.with_side(lift.side, raised)
    return after


@dataclass(frozen=True, slots=True)
class Swap:
    """What it brings when the board wants an action in the place of one of the five, before it decides.

    `plan` is the plan after it; `comes` and `goes` are all that changes among the five, the swap itself included. `breaks` are the rules
    that the swap alone would break, with everything else as it is: what else changes, changes because of these.
    """

    plan: Plan
    comes: tuple[str, ...]
    goes: tuple[str, ...]
    breaks: tuple[str, ...]
    value: Fraction
    hours: Fraction
    first_hours: Fraction


def swapped(
    framework: Framework, round_: Round, scores: Scores, position: Position, gaps: Gaps, plan: Plan, wanted: str, instead_of: str
) -> Swap:
    """What the plan would be with `wanted` in the place of `instead_of`; differences in points and working hours, after minus before."""
    decisions = {**round_.decisions, wanted: Decision("wanted", instead_of=instead_of)}
    planner = _Planner(framework, replace(round_, decisions=decisions), scores, position, gaps)
    after = planner.plan()
    before = [thing.option.id for thing in plan.tomorrow]
    now = [thing.option.id for thing in after.tomorrow]
    alone = [thing.option for thing in plan.tomorrow if thing.option.id != instead_of]
    alone += [planner.by_id[wanted]] if wanted in planner.by_id else []
    broken = _broken(framework, gaps, alone)
    if wanted in planner.by_id and not set(planner.by_id[wanted].needs) <= {option.id for option in alone}:
        broken = ("needs", *broken)
    return Swap(
        after, tuple(name for name in now if name not in before), tuple(name for name in before if name not in now),
        tuple(rule for rule in broken if rule not in plan.relaxed),
        after.value - plan.value, after.hours - plan.hours, after.first_hours - plan.first_hours,
    )


def _broken(framework: Framework, gaps: Gaps, options: Sequence[Option]) -> tuple[str, ...]:
    """The rules of the five that a set of options breaks, those that never give way too."""
    rules = framework.choices.plan
    domains, people = (Counter(names) for names in ([option.domain for option in options], [option.person for option in options]))
    found = {
        "find_out": sum(bool(option.finds_out) for option in options) > rules.find_out,
        "domain": max(domains.values(), default=0) > rules.in_one_domain,
        "person": max(people.values(), default=0) > rules.for_one_person,
        "hours": sum(option.hours for option in options) > rules.hours_together,
        "first_hours": sum(option.first_hours for option in options) > rules.first_hours_together,
        **{rule: not any(_serves(rule, option) for option in options) for rule in MINIMA if rule != "law" or gaps.law_now},
    }
    return tuple(rule for rule, is_broken in found.items() if is_broken)


class _Planner:
    def __init__(
        self, framework: Framework, round_: Round, scores: Scores, position: Position, gaps: Gaps, checklist: str | None = None
    ) -> None:
        """`checklist`: plan for that one alone; then its points are all there is."""
        self.framework, self.round, self.scores, self.gaps = framework, round_, scores, gaps
        self.rules = framework.choices.plan
        self.kind_weight = self._kind_weights(position)
        self.step_weight = {} if checklist else {
            step: framework.weight(framework.items[step[0]]) / 2 for step in open_steps(framework, scores)}
        self.step_weight |= {step: weight / 2 for step, weight in checklists.steps(framework, round_, checklist).items()}
        self.steps = tuple(self.step_weight)
        self.asked_by = checklists.asked_by(framework)
        decisions = round_.decisions
        self.gone = {action for action, decision in decisions.items() if decision.status in ("done", "declined")}
        self.met = self._met({action for action, decision in decisions.items() if decision.status == "done"})
        self.blocked = self._blocked({action for action, decision in decisions.items() if decision.status == "declined"})
        self.options = [*self._finders(), *self._actions()]
        self.by_id = {option.id: option for option in self.options}
        # A wish that cannot come true (no longer) leaves the other in its place.
        self.wanted = tuple(
            action for action in round_.swaps if action in self.by_id and self.by_id[action].tomorrow and self.by_id[action].steps
        )
        self.aside = {round_.swaps[action] for action in self.wanted} - set(self.wanted)

    # -- what there is to choose from

    def _kind_weights(self, position: Position) -> dict[str, Fraction]:
        weights = typology.weights(self.framework, position)
        for obstacle in low_obstacles(self.framework, self.round):
            for kind in obstacle.kinds:
                weights[kind] *= self.rules.obstacle_factor
        return weights

    def _met(self, done: set[str]) -> set[str]:
        """Needs that are met: the action is done, or everything it lifts is reached already."""
        open_ = set(self.steps)
        unknown = {(entry.item, side) for entry in self.gaps.find_out if entry.state != "estimated" for side in entry.sides}

        own = self.framework.own_actions
        so = {(checklists.POINT + name, point, 0) for name, fill in checklists.filled(self.framework, self.round).items()
              for point, value in fill.said.items() if value == SAID[0]}

        def reached(action: Action) -> bool:
            # An action that exists because of a checklist is there for its points, and nothing is known of these until they are answered.
            return all(
                (lift.item, lift.side) not in unknown and not any((lift.item, lift.side, level) in open_ for level in range(1, lift.to))
                for lift in action.lifts
            ) and (action.id not in own or so.issuperset(self.asked_by.get(action.id, ())))

        return done | {action.id for action in self.framework.actions.values() if reached(action)}

    def _blocked(self, declined: set[str]) -> dict[str, str]:
        """Actions that need, directly or through others, one the board declined: action -> the declined one."""
        blocked: dict[str, str] = {}
        changed = True
        while changed:
            changed = False
            for action in self.framework.actions.values():
                if action.id in blocked or action.id in self.gone:
                    continue
                for need in action.needs:
                    if need in self.met:
                        continue
                    cause = need if need in declined else blocked.get(need)
                    if cause:
                        blocked[action.id] = cause
                        changed = True
                        break
        return blocked

    def _actions(self) -> list[Option]:
        open_ = set(self.steps)
        options = []
        for order, action in enumerate(self.framework.actions.values(), start=len(self.framework.items)):
            if action.id in self.gone or action.id in self.blocked:
                continue
            points = tuple(step for step in self.asked_by.get(action.id, ()) if step in open_)
            # What exists because of a checklist is there when one of its points is open, and not before.
            lifts = action.lifts if points or action.id not in self.framework.own_actions else ()
            steps = frozenset((*points, *(
                step for lift in lifts for level in range(1, lift.to) if (step := (lift.item, lift.side, level)) in open_
            )))
            items = tuple(dict.fromkeys(lift.item for lift in action.lifts if any(step[0] == lift.item for step in steps)))
            options.append(Option(
                action.id, action.kind, action.domain, action.owner, self.round.person(action.owner),
                self.framework.role[action.owner].board, action.first_hours, action.hours, action.cost, action.start,
                tuple(need for need in action.needs if need not in self.met), steps, items, points, None, Fraction(0),
                any(item in self.gaps.law_now for item in items), self.framework.startable(action), order,
            ))
        return options

    def _finders(self) -> list[Option]:
        """Per unknown, blank or estimated item a generated action: ask who carries it out, and see the proof."""
        options = []
        for entry in self.gaps.find_out:
            if not entry.largest:
                continue
            item = self.framework.items[entry.item]
            size = "estimated" if entry.state == "estimated" else "both" if len(entry.sides) == len(SIDES) else "one"
            hours = self.rules.find_out_hours[size]
            options.append(Option(
                FIND_OUT + item.id, self.rules.find_out_kind, item.domain, item.decided_by, self.round.person(item.decided_by),
                self.framework.role[item.decided_by].board, hours, hours, 0, self.rules.start_now, (), frozenset(), (item.id,), (), item.id,
                entry.weight * Fraction(entry.largest, 2), entry.law_now, True, self.framework.position[item.id],
            ))
        return options

    # -- values

    def points(self, chosen: Sequence[Option]) -> list[tuple[Fraction, tuple[Step, ...]]]:
        """Marginal points and steps of each option, in this order; they add up to the value of the set."""
        best: dict[Step, Fraction] = {}
        result = []
        for option in chosen:
            added = [step for step in option.steps if self.kind_weight[option.kind] > best.get(step, 0)]
            last = len(self.framework.position)
            result.append((self._points(option, best), tuple(sorted(added, key=lambda step: (self.framework.position.get(step[0], last), step)))))
            self._cover([option], best)
        return result

    def _points(self, option: Option, best: Mapping[Step, Fraction]) -> Fraction:
        """What an option adds where `best` is the heaviest kind weight that covers each step so far."""
        weight = self.kind_weight[option.kind]
        more = (self.step_weight[step] * (weight - had) for step in option.steps if (had := best.get(step, Fraction(0))) < weight)
        return sum(more, option.own_value)

    def _cover(self, options: Iterable[Option], best: dict[Step, Fraction]) -> None:
        for option in options:
            weight = self.kind_weight[option.kind]
            for step in option.steps:
                best[step] = max(best.get(step, Fraction(0)), weight)

    # -- the plan

    def plan(self) -> Plan:
        five, optimal, relaxed = self.five()
        things = self._listed(five)
        roadmap = self._roadmap([thing.option for thing in things])
        rest = self._rest(things)
        not_chosen = tuple(NotChosen(option, *self._why_not(option, things, relaxed)) for option in rest[: self.rules.why_not])
        others = tuple(option.id for option in rest if option.tomorrow and not option.finds_out and option.id not in self.aside)
        inside = {option.id for option in five}
        wished = tuple(action for action in self.round.swaps if action not in inside)
        return Plan(things, optimal, relaxed, not_chosen, roadmap, self.blocked, others, wished)

    def five(self) -> tuple[tuple[Option, ...], bool, tuple[str, ...]]:
        """The best set of at most five, whether that is certain, and the rules that had to give way."""
        tomorrow = {option.id: option for option in self.options if option.tomorrow and option.id not in self.aside}
        useful = {name for name, option in tomorrow.items() if option.steps or option.own_value}
        # What brings nothing itself is a candidate only because something useful needs it.
        while more := {need for name in useful for need in tomorrow[name].needs if need in tomorrow} - useful:
            useful |= more
        candidates = [option for name, option in tomorrow.items() if name in useful]
        if not any(option.steps or option.own_value for option in candidates):
            return (), True, ()
        search = _Search(self, candidates)
        chosen, optimal = search.settled()
        broken = search.broken(chosen)
        return chosen, optimal, tuple(rule for rule in self.rules.relax if rule in broken)

    def _listed(self, chosen: Sequence[Option]) -> tuple[Thing, ...]:
        """The set as a list: most points first, an action never before what it needs; ties by hours, then catalogue order."""
        left = list(chosen)
        best: dict[Step, Fraction] = {}
        listed: list[Option] = []
        while left:
            ready = [option for option in left if not any(need == other.id for need in option.needs for other in left)]
            pick = min(ready, key=lambda option: (-self._points(option, best), option.hours, option.order))
            listed.append(pick)
            self._cover([pick], best)
            left.remove(pick)
        return tuple(
            Thing(option, value, steps) for option, (value, steps) in zip(listed, self.points(listed), strict=True)
        )

    def _rest(self, things: Sequence[Thing]) -> list[Option]:
        """What would add something to the five, most points first."""
        chosen = [thing.option for thing in things]
        ids = {option.id for option in chosen}
        best: dict[Step, Fraction] = {}
        self._cover(chosen, best)
        rest = [(gain, option) for option in self.options if option.id not in ids and (gain := self._points(option, best)) > 0]
        rest.sort(key=lambda entry: (-entry[0], entry[1].hours, entry[1].order))
        return [option for _, option in rest]

    def _why_not(self, option: Option, things: Sequence[Thing], relaxed: tuple[str, ...]) -> tuple[str, str | None]:
        """The rule that keeps an action out even in place of the least of the five, or the action that does more."""
        rules = self.rules
        if option.id in self.aside:
            return "aside", next(action for action, other in self.round.swaps.items() if other == option.id)
        if option.start != rules.start_now:
            return "start", None
        if option.cost:
            return "cost", None
        if not option.tomorrow:
            return "long", None
        chosen = [thing.option for thing in things]
        needs = [need for need in option.needs if all(need != other.id for other in chosen)]
        if needs:
            return "needs", needs[0]
        if not chosen:
            return "less", None
        kept = chosen[:-1] if len(chosen) == rules.things else chosen
        least = things[-1].option.id
        if "domain" not in relaxed and sum(other.domain == option.domain for other in kept) >= rules.in_one_domain:
            return "domain", None
        if "person" not in relaxed and sum(other.person == option.person for other in kept) >= rules.for_one_person:
            return "person", None
        if option.finds_out and "find_out" not in relaxed and sum(bool(other.finds_out) for other in kept) >= rules.find_out:
            return "find_out", None
        if sum(other.hours for other in kept) + option.hours > rules.hours_together:
            return "hours", None
        if sum(other.first_hours for other in kept) + option.first_hours > rules.first_hours_together:
            return "first_hours", None
        for rule in MINIMA:
            # The least of the five is there because a rule asks for one of its kind, and nothing else in the list is.
            if _serves(rule, chosen[-1]) and not any(_serves(rule, other) for other in (*kept, option)) and rule not in relaxed:
                return rule, least
        return "less", least

    # -- the rest of the year

    def _roadmap(self, five: Sequence[Option]) -> Roadmap:
        """Remaining actions by value per hour, needs first, month by month; unused hours carry over, an action may span months."""
        rules, start = self.rules, self.round.settings.start_month
        capacity = Fraction(self.round.settings.capacity or rules.capacity)
        taken = list(five)
        ready = {option.id for option in five}
        covered = {step for option in five for step in option.steps}
        spent = sum((option.hours for option in five), Fraction(0))
        month = done_by = reached_by = 0
        entries: list[Planned] = []
        later: list[str] = []
        waiting = [option for option in self.options if option.id not in ready and option.steps]
        startable: list[tuple[Fraction, int, Option]] = []

        def release(option: Option) -> int:
            return max(rules.earliest[other.start] for other in self._with_needs(option, ready))

        while waiting or startable:
            # An action begins in the first month in which hours are left: what earlier months did not use carries over.
            month = max(month, spent // capacity, 0 if startable else min(release(option) for option in waiting))
            for option in [option for option in waiting if release(option) <= month]:
                waiting.remove(option)
                heappush(startable, (-self._gain(option, covered) / option.hours, option.order, option))
            rank, _, pick = heappop(startable)
            gain = self._gain(pick, covered)
            if not gain or pick.id in ready:
                continue
            if -gain / pick.hours > rank:
                # Others covered a part of it meanwhile; it only ever gets less.
                heappush(startable, (-gain / pick.hours, pick.order, pick))
                continue
            for option in self._with_needs(pick, ready):
                month = max(month, spent // capacity)
                begins, gained = month, self._gain(option, covered)
                spent += option.hours
                done_by = max(month, ceil(spent / capacity) - 1)
                if not all(checklists.is_point(step) for step in option.steps):
                    reached_by = done_by
                if begins < rules.months:
                    entries.append(Planned(option.id, _month(start, begins), _month(start, done_by), gained))
                else:
                    later.append(option.id)
                ready.add(option.id)
                taken.append(option)
                covered |= option.steps
        hours = sum((option.hours for option in taken), Fraction(0))
        # The target is about levels: a checklist adds work, and never a level.
        uncovered = tuple(step for step in self.steps if step not in covered and not checklists.is_point(step))
        months_left = max(_months_between(start, rules.end), 1)
        reachable = not uncovered and not any(entry.state != "estimated" for entry in self.gaps.find_out)
        return Roadmap(
            entries=tuple(entries),
            later=tuple(later),
            capacity=capacity,
            hours=hours,
            cost=sum(option.cost for option in taken),
            reached=_month(start, reached_by) if taken and reachable else None,
            hours_a_month_needed=hours / months_left,
            uncovered=uncovered,
        )

    def _with_needs(self, option: Option, ready: set[str]) -> list[Option]:
        chain: list[Option] = []

        def add(option: Option) -> None:
            for need in option.needs:
                if need not in ready and need in self.by_id and all(need != other.id for other in chain):
                    add(self.by_id[need])
            chain.append(option)

        add(option)
        return chain

    def _gain(self, option: Option, covered: set[Step]) -> Fraction:
        # In the roadmap a covered step is done: a heavier kind of action does not do it again.
        weight = self.kind_weight[option.kind]
        return sum((self.step_weight[step] * weight for step in option.steps if step not in covered), Fraction(0))


def _serves(rule: str, option: Option) -> bool:
    """Whether an option is of the kind that an "at least one" asks for."""
    return option.for_board if rule == "board" else option.law_now


class _Search:
    """Branch and bound over sets of candidates, in whole numbers: value first, then fewer hours, then catalogue order."""

    def __init__(self, planner: _Planner, candidates: list[Option]) -> None:
        rules = planner.rules
        self.rules = rules
        self.options = sorted(candidates, key=lambda option: option.order)
        self.index = {option.id: place for place, option in enumerate(self.options)}
        self.total = len(self.options)
        self.law = bool(planner.gaps.law_now)
        steps = {step: place for place, step in enumerate(planner.steps)}
        values = [planner.step_weight[step] * planner.kind_weight[option.kind] for option in self.options for step in option.steps]
        values += [option.own_value for option in self.options]
        scale = lcm(*(value.denominator for value in values))
        hour_scale = lcm(*(part.denominator for option in self.options for part in (option.hours, option.first_hours)))
        self.hours = [int(option.hours * hour_scale) for option in self.options]
        self.first = [int(option.first_hours * hour_scale) for option in self.options]
        self.hours_left = int(rules.hours_together * hour_scale)
        self.first_left = int(rules.first_hours_together * hour_scale)
        # One number carries all three aims: any value outweighs all hours, any hour outweighs the whole catalogue order.
        order = 1 << self.total
        unit = (self.hours_left + 1) * order
        worth = iter([int(value * scale) * unit for value in values])
        self.steps = [[(steps[step], next(worth)) for step in option.steps] for option in self.options]
        self.own = [
            int(option.own_value * scale) * unit - self.hours[place] * order + (1 << (self.total - 1 - place))
            for place, option in enumerate(self.options)
        ]
        self.step_count = len(steps)
        self.needs = [frozenset(self.index[need] for need in option.needs if need in self.index) for option in self.options]
        self.possible = [
            place for place, option in enumerate(self.options) if all(need in self.index for need in option.needs)
        ]
        self.needed = frozenset(need for needs in self.needs for need in needs)
        self.pinned = self._pinned(planner.wanted)
        # What each option has that only so many of the five may share: rule -> name per option (None: does not count).
        self.shared: dict[str, list[str | None]] = {
            "domain": [option.domain for option in self.options],
            "person": [option.person for option in self.options],
            "find_out": ["" if option.finds_out else None for option in self.options],
        }
        self.most = {"domain": rules.in_one_domain, "person": rules.for_one_person, "find_out": rules.find_out}

    def _pinned(self, wanted: Iterable[str]) -> tuple[int, ...]:
        """What the board wants among the five, each with what it needs, in the order it was decided; what no longer fits is left out.

        Only the number of things and the hours hold for it. The other rules hold for what joins it.
        """
        pinned: list[int] = []
        for action in wanted:
            if action not in self.index:
                continue
            chain = [place for place in self._chain(self.index[action]) if place not in pinned]
            together = [*pinned, *chain]
            if (
                all(place in self.possible for place in chain) and len(together) <= self.rules.things
                and sum(self.hours[place] for place in together) <= self.hours_left
                and sum(self.first[place] for place in together) <= self.first_left
            ):
                pinned = together
        return tuple(pinned)

    def _chain(self, place: int) -> list[int]:
        """An option after everything it needs."""
        chain: list[int] = []
        for need in sorted(self.needs[place]):
            chain += [other for other in self._chain(need) if other not in chain]
        return [*chain, place]

    # -- which rules can be met

    def settled(self) -> tuple[tuple[Option, ...], bool]:
        """The best set, after rules that cannot be met gave way in the order of the data, and whether that is certain.

        An "at least one" gives way when nothing can meet it; a cap when no five fit under it and without it the best set holds more.
        """
        caps = frozenset(self.shared)
        minima = {rule for rule in MINIMA if self._asked(rule)}
        hopeless = frozenset(rule for rule in minima if not self._largest(caps, {rule}))
        chosen, optimal = self.best(hopeless)
        if len(chosen) == self.rules.things or self._largest(hopeless, minima - hopeless) >= self.rules.things:
            return chosen, optimal
        gone = helps = hopeless
        for rule in self.rules.relax:
            if rule in gone or (rule in MINIMA and chosen):
                continue
            gone |= {rule}
            other = self.best(gone)
            if len(other[0]) > len(chosen):
                (chosen, optimal), helps = other, gone
            if len(chosen) == self.rules.things:
                break
        for rule in self.rules.relax:
            # What turns out not to help is put back.
            if rule in helps - hopeless and len((other := self.best(helps - {rule}))[0]) >= len(chosen):
                (chosen, optimal), helps = other, helps - {rule}
        return chosen, optimal

    def broken(self, chosen: Sequence[Option]) -> frozenset[str]:
        """The rules that may give way and that this set breaks."""
        places = [self.index[option.id] for option in chosen]
        caps = {
            rule for rule, names in self.shared.items()
            if any(count > self.most[rule] for name, count in Counter(names[place] for place in places).items() if name is not None)
        }
        return frozenset(caps | {
            rule for rule in MINIMA if self._asked(rule) and not any(self._serves(rule, place) for place in places)
        })

    def _asked(self, rule: str) -> bool:
        return rule == "board" or self.law

    def _serves(self, rule: str, place: int) -> bool:
        return _serves(rule, self.options[place])

    def _largest(self, relaxed: frozenset[str], minima: set[str]) -> int:
        """Size of the largest set (up to five) of useful options under the rules, without looking at value."""
        useful = [place for place in self.possible if self.steps[place] or self.options[place].own_value or place in self.needed]
        # What an option needs always stands before it.
        useful.sort(key=lambda place: (self._depth(place), self.hours[place], place))
        ceiling = self.rules.things
        for rule in self.shared.keys() - relaxed:
            names = Counter(self.shared[rule][place] for place in useful)
            held = Counter(self.shared[rule][place] for place in self.pinned)
            ceiling = min(ceiling, sum(
                count if name is None else min(count, max(self.most[rule], held[name])) for name, count in names.items()
            ))
        most = 0
        nodes = 0

        def go(left: Iterable[int], chosen: list[int], hours: int, first: int) -> bool:
            nonlocal most, nodes
            nodes += 1
            missing = [rule for rule in minima if not any(self._serves(rule, place) for place in chosen)]
            if len(chosen) > most and not missing:
                most = len(chosen)
            if most >= ceiling or nodes > self.rules.node_cap:
                return True
            if len(chosen) == self.rules.things:
                return False
            left = [place for place in self._fitting(left, chosen, hours, first, relaxed) if place not in self.pinned]
            # First what an "at least one" asks for (with what that needs), then whatever still fits.
            next_of = [place for place in left if self._serves(missing[0], place) or place in self.needed] if missing else left
            for position, place in enumerate(next_of):
                if len(chosen) + len(left if missing else left[position:]) <= most:
                    return False
                if not self.needs[place] <= set(chosen):
                    continue
                rest = [other for other in left if other != place] if missing else left[position + 1 :]
                if go(rest, [*chosen, place], hours + self.hours[place], first + self.first[place]):
                    return True
            return False

        go(useful, list(self.pinned), sum(self.hours[place] for place in self.pinned), sum(self.first[place] for place in self.pinned))
        return most

    def _depth(self, place: int) -> int:
        return max((self._depth(need) + 1 for need in self.needs[place]), default=0)

    def _fitting(
        self, left: Iterable[int], chosen: Sequence[int], hours: int, first: int, relaxed: frozenset[str]
    ) -> Iterator[int]:
        """Those of `left` that can join: there are hours for them, and room among those of their domain and person."""
        full = [
            (names, used) for rule, names in self.shared.items() if rule not in relaxed
            and (used := {name for name, count in Counter(names[other] for other in chosen).items() if count >= self.most[rule]} - {None})
        ]
        for place in left:
            if (
                hours + self.hours[place] <= self.hours_left
                and first + self.first[place] <= self.first_left
                and not any(names[place] in used for names, used in full)
            ):
                yield place

    # -- the best set

    def best(self, relaxed: frozenset[str]) -> tuple[tuple[Option, ...], bool]:
        """The set with the largest value under the rules not relaxed, and whether the search was complete."""
        minima = [rule for rule in MINIMA if rule not in relaxed and self._asked(rule)]
        best_value = -1
        best_set: tuple[int, ...] = ()
        nodes = 0

        def go(chosen: tuple[int, ...], value: int, reached: list[int], left: Iterable[int], hours: int, first: int) -> bool:
            """Look at every set that holds `chosen` and more of `left`; False when the cap on nodes cut that short."""
            nonlocal best_value, best_set, nodes
            nodes += 1
            missing = [rule for rule in minima if not any(self._serves(rule, place) for place in chosen)]
            if value > best_value and chosen and not missing:
                best_value, best_set = value, chosen
            slots = self.rules.things - len(chosen)
            if not slots:
                return True
            # What an option adds only shrinks as more is chosen: at its best, a set adds the largest that are left.
            gains = {
                place: gain for place in self._fitting(left, chosen, hours, first, relaxed)
                if (gain := self._gain(place, reached)) > 0 or place in self.needed or any(self._serves(rule, place) for rule in missing)
            }
            entries = self._even(gains, chosen)
            # While an "at least one" is not met, the next is one that meets it, or something that is needed first.
            next_of, besides = entries, entries[:0]
            if missing:
                next_of = [entry for entry in entries if self._serves(missing[0], entry[1]) or entry[1] in self.needed]
                now = {place for _, place in next_of}
                besides = [entry for entry in entries if entry[1] not in now]
            for position, entry in enumerate(next_of):
                most, place = entry
                if nodes > self.rules.node_cap:
                    return False
                more = sorted((*besides[:slots], *next_of[position + 1 : position + slots]), key=_largest_first)[: slots - 1]
                if value + max(most, 0) + sum(other for other, _ in more if other > 0) <= best_value:
                    return True
                if not self.needs[place] <= set(chosen):
                    besides = sorted((*besides, entry), key=_largest_first)
                    continue
                if slots == 1 and not all(self._serves(rule, place) for rule in missing):
                    continue
                others = list(merge(besides, next_of[position + 1 :], key=_largest_first))
                if value + most + self._under_caps(others, (*chosen, place), relaxed) <= best_value:
                    continue
                after = reached.copy()
                for step, worth in self.steps[place]:
                    after[step] = max(after[step], worth)
                rest = [other for _, other in others]
                if not go((*chosen, place), value + gains[place], after, rest, hours + self.hours[place], first + self.first[place]):
                    return False
            return True

        start, reached = 0, [0] * self.step_count
        for place in self.pinned:
            start += self._gain(place, reached)
            for step, worth in self.steps[place]:
                reached[step] = max(reached[step], worth)
        # A wanted action may bring nothing by itself, and yet the set with it is the one to better.
        best_value = min(best_value, start - 1)
        complete = go(
            self.pinned, start, reached, [place for place in self.possible if place not in self.pinned],
            sum(self.hours[place] for place in self.pinned), sum(self.first[place] for place in self.pinned),
        )
        return tuple(self.options[place] for place in sorted(best_set)), complete

    def _gain(self, place: int, reached: Sequence[int]) -> int:
        """What an option adds to a set: each step as far as it is worth more than the set has `reached` there."""
        return self.own[place] + sum(worth - reached[step] for step, worth in self.steps[place] if worth > reached[step])

    def _even(self, gains: Mapping[int, int], chosen: Sequence[int]) -> list[tuple[int, int]]:
        """Gains to bound with, largest first: an option that waits for others gave each of these half of what it has more.

        A set that holds the one holds the others too, so no set is bounded below its gain; and an option with a large gain but a long
        way to go no longer looks better than it is. Options that wait for something that is not left are left out.
        """
        even = dict(gains)
        while lost := {place for place in even if not all(need in even or need in chosen for need in self.needs[place])}:
            for place in lost:
                del even[place]
        for place in sorted(even, key=lambda place: -even[place]):
            for need in self.needs[place]:
                if need in even and even[place] > even[need]:
                    half = (even[place] - even[need]) // 2
                    even[place] -= half
                    even[need] += half
        return sorted(((gain, place) for place, gain in even.items()), key=_largest_first)

    def _under_caps(self, gains: Sequence[tuple[int, int]], chosen: Sequence[int], relaxed: frozenset[str]) -> int:
        """At most this much can join `chosen`: the largest of `gains` that the caps, each taken alone, leave room for."""
        slots = self.rules.things - len(chosen)
        least = sum(gain for gain, _ in gains[:slots] if gain > 0)
        for rule in self.shared.keys() - relaxed:
            names = self.shared[rule]
            used = Counter(names[place] for place in chosen)
            total, room = 0, slots
            for gain, place in gains:
                if gain <= 0 or not room:
                    break
                name = names[place]
                if name is None or used[name] < self.most[rule]:
                    used[name] += 1
                    total += gain
                    room -= 1
            least = min(least, total)
        return least


def _largest_first(entry: tuple[int, int]) -> tuple[int, int]:
    gain, place = entry
    return -gain, place


# ---- does it hold whatever the unknown answers turn out to be ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stability:
    """Whether one of the five holds whatever the unknown answers are; if not, the items it depends on most."""

    robust: bool
    share: Fraction
    depends_on: tuple[str, ...]


class Sampling:
    """Plans of samples in which every unknown or blank side is drawn at random, made a few at a time.

    Drawn uniformly from the levels by a hash of sample number, item position and side, so that the same board always gives the same
    answer, in however many slices it is asked. A sample costs about one plan.
    """

    def __init__(
        self, framework: Framework, round_: Round, sides: Mapping[str, ItemSides], plan: Plan, samples: int | None = None
    ) -> None:
        rules = framework.choices.plan
        # A sample asks which actions keep coming back, not for the last tenth of a point: its search may stop early.
        self.framework = replace(framework, choices=replace(framework.choices, plan=replace(rules, node_cap=rules.sample_node_cap)))
        self.round, self.sides = round_, sides
        self.chosen = [thing.option for thing in plan.tomorrow]
        self.unsure = [
            (item, name) for item in framework.items for name in SIDES
            if not sides[item].not_applicable and sides[item].side(name).source in ("unknown", "blank")
        ]
        self.count = (samples or rules.samples) if self.unsure and self.chosen else 0
        self.taken = 0
        self.hits = {option.id: 0 for option in self.chosen}
        self.sums: dict[str, dict[tuple[str, str], list[int]]] = {
            option.id: {key: [0, 0] for key in self.unsure} for option in self.chosen
        }

    @property
    def done(self) -> bool:
        """Whether every sample was taken; with nothing unknown there is none to take."""
        return self.taken >= self.count

    def take(self) -> None:
        """One more sample."""
        framework = self.framework
        drawn = dict(self.sides)
        levels = {}
        for item, name in self.unsure:
            level = _draw(framework, self.taken, item, name)
            levels[item, name] = level
            drawn[item] = drawn[item].with_side(name, Side(level, "given", level, level))
        scores = scoring.scored(framework, drawn)
        position = typology.positioned(framework, drawn, scores)
        five, _, _ = _Planner(framework, self.round, scores, position, gaps_step.ordered(framework, drawn, scores)).five()
        inside = {option.id for option in five}
        for option in self.chosen:
            hit = option.id in inside
            self.hits[option.id] += hit
            for key, level in levels.items():
                self.sums[option.id][key][hit] += level
        self.taken += 1

    def judged(self) -> dict[str, Stability]:
        """Per action of the five what the samples say, once done."""
        if not self.count:
            return {option.id: Stability(True, Fraction(1), ()) for option in self.chosen}
        return {
            option.id: _judged(self.framework, option, self.hits[option.id], self.count, self.sums[option.id]) for option in self.chosen
        }


def stability(
    framework: Framework, round_: Round, sides: Mapping[str, ItemSides], plan: Plan, samples: int | None = None
) -> dict[str, Stability]:
    """Per action of the five: chosen in at least 80 % of samples in which every unknown or blank side is drawn at random.

    Costs one plan a sample: ask for it off the path of a click, or take a `Sampling` in slices.
    """
    sampling = Sampling(framework, round_, sides, plan, samples)
    while not sampling.done:
        sampling.take()
    return sampling.judged()


def _judged(
    framework: Framework, option: Option, hits: int, count: int, sums: Mapping[tuple[str, str], Sequence[int]]
) -> Stability:
    share = Fraction(hits, count)
    robust = share >= framework.choices.plan.robust_from
    if robust:
        return Stability(True, share, ())
    if option.finds_out:
        # A question ends with its answer: it depends on the very item it asks about.
        return Stability(False, share, (option.finds_out,))
    difference = {
        key: abs(Fraction(with_[1], hits) - Fraction(with_[0], count - hits)) if hits else Fraction(0)
        for key, with_ in sums.items()
    }
    ranked = sorted(sums, key=lambda key: (key[0] not in option.items, -difference[key], framework.position[key[0]]))
    return Stability(False, share, tuple(dict.fromkeys(item for item, _ in ranked))[:3])


def _draw(framework: Framework, sample: int, item: str, side: str) -> int:
    key = f"nulmeting:{sample}:{framework.position[item]}:{side}".encode()
    number = int.from_bytes(hashlib.blake2b(key, digest_size=8).digest())
    return framework.levels[number % len(framework.levels)]


def _month(start: str, offset: int) -> str:
    year, month = (int(part) for part in start.split("-"))
    return f"{year + (month - 1 + offset) // 12}-{(month - 1 + offset) % 12 + 1:02d}"


def _months_between(start: str, end: str) -> int:
    (year, month), (to_year, to_month) = ((int(part) for part in date.split("-")) for date in (start, end))
    return (to_year - year) * 12 + to_month - month
