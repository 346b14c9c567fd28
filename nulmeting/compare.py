"""Compare: two rounds of one board, item by item, where every difference has exactly one explanation (model §8).

Which explanation is ours to decide (own choice), careful first: what the edition or the scope changed is never called an improvement,
and an improvement has something new to show for it; without that the board judges differently, which is no less welcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict, cast

from nulmeting.answers import Answer, Decision, Evidence, GroupDecision, ItemSides, Round, combined, copied
from nulmeting.framework import CARRIES, SIDES, Carry
from nulmeting.outcome import Outcome, Record
from nulmeting.scoring import Mean, Scores, scored

EXPLANATIONS = ("edition", "scope", "known", "unknown", "improved", "worsened", "judged", "carried")
"""Why an item differs, in the order in which they are looked for and in which their effects are counted."""

NEW, REFUSED, COUNTED = "new", "refused", "counted"
"""What an edition can do to an item beside `framework.CARRIES`: it is new, its old answer cannot be given any more, or it counts in
another way."""

EDITION_HOW = (*CARRIES, REFUSED, COUNTED, NEW)
"""Everything an edition can do to an item, in the order of its report."""

FATES = ("done", "reached", "partly", "open", "declined", "gone")
"""What became of a decision: done by the board's own word; planned, and all it lifts has risen so far, or a part, or nothing yet;
declined; or the action is not in the new edition."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item in two rounds: its level then and now (None where there is none), and why it differs.

    `item` is its id now, `was` its id then; None where it was not there. `explanation` is one of `EXPLANATIONS`, or *same* for an item
    that did not change and does not wait to be judged again. `how` says more for edition and scope; `evidence` whether there is
    something new to show, `actions` which finished actions lifted a side that rose.
    """

    item: str | None
    was: str | None
    domain: str
    before: int | None
    after: int | None
    changed: bool
    explanation: str
    how: str | None = None
    evidence: bool = False
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """A mean in two rounds. `effects` tells, per explanation, how many levels of the difference come from it: they add up to it exactly.

    `before` is None for a domain that was not there; `effects` is empty where one of both means cannot be said.
    """

    before: Mean | None
    after: Mean | None
    effects: Mapping[str, Fraction]

    @property
    def then(self) -> Fraction | None:
        """The mean of the round before, in levels."""
        return self.before.score if self.before else None

    @property
    def now(self) -> Fraction | None:
        """The mean of this round, in levels."""
        return self.after.score if self.after else None

    @property
    def change(self) -> Fraction | None:
        """After minus before, in levels; None where one of both cannot be said."""
        return None if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True, slots=True)
class Fate:
    """A decision of last round with what became of it (one of `FATES`): which sides it lifts have risen, and which still wait."""

    action: str
    decision: Decision
    fate: str
    rose: tuple[tuple[str, str], ...]
    waits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rounds beside each other. `items` is in framework order, items that are gone last.

    `carry` is what a new edition did, item by item, and `left` the domains and obstacle questions of the earlier round that are gone:
    both empty within one edition.
    """

    before: Outcome
    after: Outcome
    items: tuple[ItemChange, ...]
    total: Trend
    domains: Mapping[str, Trend]
    axes: Mapping[str, Trend]
    decisions: tuple[Fate, ...]
    carry: tuple[ItemChange, ...]
    left: tuple[str, ...]

    @property
    def differences(self) -> tuple[ItemChange, ...]:
        """The items that changed."""
        return tuple(change for change in self.items if change.changed)

    @property
    def counts(self) -> dict[str, int]:
        """How many items changed, per explanation that occurs."""
        return _counted(self.items)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The items that still have last round's answer."""
        return tuple(change.item for change in self.items if change.explanation == "carried" and change.item is not None)

    def counts_of(self, domain: str) -> dict[str, int]:
        """How many items of a domain changed, per explanation that occurs."""
        return _counted(change for change in self.items if change.domain == domain)


def compared(before: Outcome, after: Outcome) -> Comparison:
    """What changed between two rounds of a board and why; exact. BoardError when `after`'s edition does not say what became of the items
    of `before`'s.
    """
    return _Comparer(before, after).comparison()


def _counted(changes: Iterable[ItemChange]) -> dict[str, int]:
    found = Counter(change.explanation for change in changes if change.changed)
    return {explanation: found[explanation] for explanation in EXPLANATIONS if found[explanation]}


class _Comparer:
    def __init__(self, before: Outcome, after: Outcome) -> None:
        self.before, self.after = before, after
        self.old, self.new = before.framework, after.framework
        self.moved = self.old.edition != self.new.edition
        copy = copied(self.old, self.new, before.round)
        self.carry, self.refused, self.left = copy.carry, set(copy.refused), copy.left
        self.was = {carry.to: carry.item for carry in copy.carry.values() if carry.to is not None}
        # Where the new round begins: last round's answers as this edition counts them.
        self.start = combined(self.new, copy.round)
        self.start_scores = scored(self.new, self.start)

    def comparison(self) -> Comparison:
        items = [self._item(item) for item in self.new.items]
        items += [self._gone(carry) for carry in self.carry.values() if carry.to is None]
        explanations = {change.item: change.explanation for change in items if change.item is not None}
        path = self._path(explanations)
        domains = {
            domain: self._trend([step.domains.get(domain) for step in path])
            for domain in dict.fromkeys((*self.new.domain, *self.old.domain))
        }
        return Comparison(
            self.before, self.after, tuple(items), self._trend([step.total for step in path]), domains,
            {side: self._trend([step.axes[side] for step in path]) for side in SIDES},
            tuple(self._fate(action, decision) for action, decision in self.before.round.decisions.items()),
            tuple(self._report(items)) if self.moved else (), self.left,
        )

    # -- one item

    def _item(self, item: str) -> ItemChange:
        was, now, domain = self.was.get(item), self.after.scores.items[item], self.new.items[item].domain
        if was is None:
            return ItemChange(item, None, domain, None, now.level, True, "edition", NEW)
        then = self.before.scores.items[was]
        differs = _seen(self.before.sides[was], self.before.scores) != _seen(self.after.sides[item], self.after.scores)
        if self.moved and (how := self._edition(was, item)):
            return ItemChange(item, was, domain, then.level, now.level, differs, "edition", how)
        evidence = bool(_evidence(self.after.round, item) - _evidence(self.before.round, was))
        waits = self._waits(item)
        if not differs:
            return ItemChange(item, was, domain, then.level, now.level, False, "carried" if waits else "same", None, evidence)
        explanation, how, actions = self._why(was, item, waits, evidence)
        return ItemChange(item, was, domain, then.level, now.level, True, explanation, how, evidence, actions)

    def _edition(self, was: str, item: str) -> str | None:
        """What the new edition did to an item that goes on, if anything."""
        if item in self.refused:
            return REFUSED
        if self.carry[was].how != "same":
            return self.carry[was].how
        counts = _seen(self.start[item], self.start_scores) == _seen(self.before.sides[was], self.before.scores)
        return None if counts else COUNTED

    def _why(self, was: str, item: str, waits: bool, evidence: bool) -> tuple[str, str | None, tuple[str, ...]]:
        old, new = self.before.sides[was], self.after.sides[item]
        if old.not_applicable != new.not_applicable:
            return "scope", "not_applicable" if new.not_applicable else "applicable", ()
        if old.outsourced != new.outsourced:
            return "scope", "outsourced" if new.outsourced else "insourced", ()
        guessed = any(new.side(side).source == "estimated" for side in SIDES)
        if waits and not guessed:
            # Nobody judged again: then the earlier round was changed after this one began with it.
            return "carried", None, ()
        sure = _certainty(self.after.scores.items[item].state) - _certainty(self.before.scores.items[was].state)
        if sure:
            return "known" if sure > 0 else "unknown", None, ()
        up = self._direction(was, item)
        actions = self._done(was, item) if up > 0 else ()
        if up > 0 and (evidence or actions):
            return "improved", None, actions
        if up < 0 and evidence:
            return "worsened", None, ()
        return "judged", None, ()

    def _direction(self, was: str, item: str) -> int:
        """Above zero when the item rose: by its level, else by its known sides together."""
        then, now = self.before.scores.items[was].level, self.after.scores.items[item].level
        levels = (now or 0) - (then or 0)
        return levels or sum(self._step(was, item, side) for side in SIDES)

    def _step(self, was: str, item: str, side: str) -> int:
        then, now = self.before.sides[was].side(side).value, self.after.sides[item].side(side).value
        return 0 if then is None or now is None else now - then

    def _done(self, was: str, item: str) -> tuple[str, ...]:
        """Actions the board says are done, in either round, that lift a side of this item which rose."""
        rose = {side for side in SIDES if self._step(was, item, side) > 0}
        found = [
            action
            for framework, round_, name in ((self.old, self.before.round, was), (self.new, self.after.round, item))
            for action, decision in round_.decisions.items()
            if decision.status == "done" and any(lift.item == name and lift.side in rose for lift in framework.actions[action].lifts)
        ]
        return tuple(dict.fromkeys(found))

    def _waits(self, item: str) -> bool:
        """Whether an item still has last round's answers only: something was said, and nobody judged again."""
        round_ = self.after.round
        said: list[Answer | GroupDecision] = [
            person.answers[item] for person in round_.respondents if item in person.answers and person.answers[item].answered
        ]
        domain = round_.group_domains.get(self.new.items[item].domain)
        said += [decision for decision in (round_.group.get(item), domain if domain and domain.not_applicable else None) if decision]
        return bool(said) and all(answer.carried for answer in said)

    def _gone(self, carry: Carry) -> ItemChange:
        domain = self.old.items[carry.item].domain
        return ItemChange(None, carry.item, domain, self.before.scores.items[carry.item].level, None, True, "edition", carry.how)

    @staticmethod
    def _report(items: Iterable[ItemChange]) -> Iterable[ItemChange]:
        """What the edition did, item by item; an item that stayed as it was is only counted."""
        return (change for change in items if change.explanation == "edition")

    # -- the numbers

    def _path(self, explanations: Mapping[str, str]) -> list[Scores]:
        """The scores before, then with the changes of one explanation after another laid over them, up to the scores now."""
        steps = [self.before.scores]
        done: set[str] = set()
        for explanation in EXPLANATIONS:
            done.add(explanation)
            sides = {item: (self.after.sides if explanations[item] in done else self.start)[item] for item in self.new.items}
            steps.append(scored(self.new, sides))
        steps[-1] = self.after.scores
        return steps

    @staticmethod
    def _trend(path: list[Mean | None]) -> Trend:
        scores = [mean.score if mean else None for mean in path]
        effects: dict[str, Fraction] = {}
        known = [score for score in scores if score is not None]
        if scores[0] is not None and scores[-1] is not None:
            # A step in between that cannot be said gives its effect to the next that can.
            last = known[0]
            for explanation, score in zip(EXPLANATIONS, scores[1:], strict=True):
                if score is not None and score != last:
                    effects[explanation] = score - last
                    last = score
        return Trend(path[0], path[-1], effects)

    # -- decisions

    def _fate(self, action: str, decision: Decision) -> Fate:
        rose, waits = [], []
        for lift in self.old.actions[action].lifts:
            to = self.carry[lift.item].to
            if to is None or self.after.sides[to].not_applicable:
                continue
            then, now = self.before.sides[lift.item].side(lift.side).value, self.after.sides[to].side(lift.side).value
            if now is not None and (then is None or now > then):
                rose.append((to, lift.side))
            if now is None or now < lift.to:
                waits.append((to, lift.side))
        again = self.after.round.decisions.get(action)
        if decision.status == "done" or (again and again.status == "done"):
            fate = "done"
        elif decision.status == "declined":
            fate = "declined"
        elif action not in self.new.actions:
            fate = "gone"
        else:
            fate = "reached" if not waits else "partly" if rose else "open"
        return Fate(action, decision, fate, tuple(rose), tuple(waits))


def _seen(sides: ItemSides, scores: Scores) -> tuple[object, ...]:
    """What a difference is measured by: everything of an item that counts."""
    if sides.not_applicable:
        return ("not_applicable",)
    score = scores.items[sides.item]
    return sides.outsourced, score.state, score.level, *(sides.side(side).value for side in SIDES)


def _certainty(state: str) -> int:
    return {"answered": 2, "estimated": 1}.get(state, 0)


def _evidence(round_: Round, item: str) -> frozenset[Evidence]:
    """Everything people named at an item to show."""
    return frozenset(piece for person in round_.respondents if item in person.answers for piece in person.answers[item].evidence)


# ---- the record for others to build on ---------------------------------------------------------------------------------------


class ChangeRecord(TypedDict):
    """One item in two rounds; `item` null: gone, `was` null: new. `explanation` is `same` for an item that needs none."""

    item: str | None
    was: str | None
    domain: str
    before: int | None
    after: int | None
    changed: bool
    explanation: str
    how: str | None
    evidence: bool
    actions: list[str]


class TrendRecord(TypedDict):
    """A mean then and now, and how many levels of the difference come from each explanation; they add up to it."""

    before: float | None
    after: float | None
    change: float | None
    effects: dict[str, float]


class DomainTrendRecord(TrendRecord):
    """A domain then and now; `counts` tells how many of its items changed, per explanation."""

    id: str
    counts: dict[str, int]


class FateRecord(TypedDict):
    """A decision of last round: its status then, and what became of it (done, reached, partly, open, declined, gone)."""

    action: str
    status: str
    fate: str
    rose: list[list[str]]
    waits: list[list[str]]


class ComparedRecord(TypedDict):
    """This round beside the one it began with. `waiting` are the items that still have last round's answer."""

    round: str
    edition: str
    items: list[ChangeRecord]
    counts: dict[str, int]
    waiting: list[str]
    total: TrendRecord
    axes: dict[str, TrendRecord]
    domains: list[DomainTrendRecord]
    type_before: str | None
    type_after: str | None
    decisions: list[FateRecord]
    left: list[str]


class RecordOverTime(Record, total=False):
    """What `nulmeting assess --json` prints: numbers unrounded, ids only. `security` and `privacy` are the parts of the edition;
    `compared` is there when the round began with the answers of one before it.
    """

    compared: ComparedRecord


def over_time(record: Record, comparison: Comparison | None) -> RecordOverTime:
    """The record of a round, with what changed since the one it began with, if there is one."""
    whole = cast(RecordOverTime, {**record})
    if comparison:
        whole["compared"] = as_compared(comparison)
    return whole


def as_compared(comparison: Comparison) -> ComparedRecord:
    """A comparison as plain values for JSON."""
    return {
        "round": comparison.before.round.id, "edition": comparison.before.framework.edition,
        "items": [
            {"item": change.item, "was": change.was, "domain": change.domain, "before": change.before, "after": change.after,
             "changed": change.changed, "explanation": change.explanation, "how": change.how, "evidence": change.evidence,
             "actions": list(change.actions)}
            for change in comparison.items
        ],
        "counts": comparison.counts,
        "waiting": list(comparison.waiting),
        "total": _trend_record(comparison.total),
        "axes": {side: _trend_record(trend) for side, trend in comparison.axes.items()},
        "domains": [
            {"id": domain, "counts": comparison.counts_of(domain), **_trend_record(trend)} for domain, trend in comparison.domains.items()
        ],
        "type_before": comparison.before.position.id, "type_after": comparison.after.position.id,
        "decisions": [
            {"action": fate.action, "status": fate.decision.status, "fate": fate.fate, "rose": [list(side) for side in fate.rose],
             "waits": [list(side) for side in fate.waits]}
            for fate in comparison.decisions
        ],
        "left": list(comparison.left),
    }


def _trend_record(trend: Trend) -> TrendRecord:
    return {
        "before": None if trend.then is None else float(trend.then), "after": None if trend.now is None else float(trend.now),
        "change": None if trend.change is None else float(trend.change),
        "effects": {explanation: float(effect) for explanation, effect in trend.effects.items()},
    }
