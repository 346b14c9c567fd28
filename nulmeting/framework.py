"""Framework: what is asked, how it counts and what can be done; frozen values with ids only.

Three authorities stay apart in the data and in these values: what the publisher says (`Official`, levels, target), what we decided
(`Choices`, the rest of `Item`) and our catalogue (`Action`). No sentence stands here: those are `Words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

SIDES = ("paper", "practice")
"""The two sides from which the one ladder is asked (own choice of the product, model §1)."""

GIVE_WAY = ("find_out", "person", "domain", "law", "board")
"""The rules of the five things that can give way when no five fit; in which order they do is data."""

FIND_OUT = "find-out:"
"""Prefix of the ids of generated actions: find out how it is with this item."""

SAID = ("yes", "partly", "no", "unknown", "not_applicable")
"""What can be said of a point of a checklist; *unknown* and *not_applicable* are never a number."""

FILLED_BY = ("board", "school")
"""Who fills in a checklist: the board together, or each school or team apart, without names."""

FIND_OUT_SIZES = ("estimated", "one", "both")
"""How much there is to find out about an item: only whether a guess is right, one side, or both."""


@dataclass(frozen=True, slots=True)
class Law:
    """A rule outside the framework that asks for this very thing; only `status` in `Choices.legal_duty` counts as duty."""

    source: str
    status: str
    checked: str


@dataclass(frozen=True, slots=True)
class Official:
    """The publisher's confirmed code of an item, where it was seen (`status`), and when."""

    code: str
    status: str
    checked: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a board judges: a *norm* when `official` is there, else one of our own *vragen*. Importance 1–3."""

    id: str
    domain: str
    kind: str
    importance: int
    attention: str | None
    law: Law | None
    not_applicable: bool
    outsourceable: bool
    carried_out_by: tuple[str, ...]
    decided_by: str
    official: Official | None = None

    @property
    def roles(self) -> tuple[str, ...]:
        """Everybody who is asked this item first: who carries it out and who decides."""
        return tuple(dict.fromkeys((*self.carried_out_by, self.decided_by)))


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of items; `official_name` tells whether the publisher's name of it was seen."""

    id: str
    part: str
    number: int
    code: str | None
    official_name: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """What a whole action brings about: this side of this item stands at least at level `to`."""

    item: str
    side: str
    to: int


@dataclass(frozen=True, slots=True)
class Action:
    """Something a board can do. Hours are working hours, `cost` euros to buy (order of magnitude, 0 = nothing to buy).

    `council`: the subjects (`CouncilSubject`) under which the council is asked about it.
    """

    id: str
    domain: str
    kind: str
    lifts: tuple[Lift, ...]
    first_hours: Fraction
    hours: Fraction
    owner: str
    start: str
    cost: int
    needs: tuple[str, ...]
    gmr: str
    adopts: bool
    duty: str | None
    source: tuple[str, ...]
    help: tuple[str, ...]
    council: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilSubject:
    """Something the council of staff, parents and pupils is asked about, in general: which of `Choices.gmr`, and the rule it stands on."""

    id: str
    gmr: str
    source: str
    status: str
    checked: str


@dataclass(frozen=True, slots=True)
class Role:
    """Who may be asked and who may own an action: external roles never own, independent ones only with a `duty`."""

    id: str
    board: bool
    external: bool
    independent: bool


@dataclass(frozen=True, slots=True)
class BoardType:
    """One of the four organisation types: high or low on each side, and how much each kind of action weighs for it."""

    id: str
    high: Mapping[str, bool]
    weights: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One of the sector's three obstacles: its short questions (1–5, low is hard) and the kinds of action that help."""

    id: str
    questions: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """From level `from_level` on, `side` must hold for all schools (`complete`); otherwise it counts as `counts_as`."""

    side: str
    from_level: int
    counts_as: int
    options: tuple[str, ...]
    complete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A measured mean of the sector for one part, with what is known of how it was measured."""

    part: str
    mean: Fraction
    lowest: Fraction
    highest: Fraction
    boards: int
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that boards are expected to meet, with its source and the day we checked it."""

    id: str
    date: str
    source: str
    checked: str


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """How much must be known before a number is shown (shares of the applicable items), and how wide a guess is (levels)."""

    domain_shown_from: Fraction
    total_shown_from: Fraction
    estimate_margin: int
    evidence_from: int
    scan_kind: str


@dataclass(frozen=True, slots=True)
class TypeRules:
    """Where high begins on both axes (levels) and how close to it counts as on the border."""

    cut: Fraction
    near: Fraction
    list: tuple[BoardType, ...]


@dataclass(frozen=True, slots=True)
class GroupRules:
    """From how many people a group of respondents may be shown apart."""

    people_a_side: int


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The limits of the five things to do tomorrow and of the roadmap. Hours are working hours, capacity hours a month."""

    things: int
    start_now: str
    first_hours: Fraction
    hours: Fraction
    first_hours_together: Fraction
    hours_together: Fraction
    in_one_domain: int
    for_one_person: int
    find_out: int
    find_out_kind: str
    find_out_hours: Mapping[str, Fraction]
    one_step_below_hours: Fraction
    adoption_side: str
    adoption_from: int
    relax: tuple[str, ...]
    node_cap: int
    sample_node_cap: int
    why_not: int
    samples: int
    robust_from: Fraction
    obstacle_factor: Fraction
    obstacle_from: Fraction
    capacity: Fraction
    months: int
    end: str
    earliest: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """One side of the item at hand, or of the item named, held against a bound: from, to, or `by` levels above another side."""

    side: str
    item: str | None = None
    from_level: int | None = None
    to_level: int | None = None
    above: str | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Coherence:
    """A question we ask when answers are hard to square: all of `when` hold; it asks, it never decides (model §9)."""

    id: str
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Something a board of these `types` needs most, or that helps against these `obstacles`; `help` says where to get it.

    For no type but an obstacle: only when the board finds that one hard.
    """

    id: str
    types: tuple[str, ...]
    obstacles: tuple[str, ...]
    help: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectorRules:
    """What may be told of many boards: no figure about fewer than `cell` of them; `together` are the kinds of help that are each other."""

    cell: int
    together: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """The item of the framework that a point of a checklist says something about; without a side, about both."""

    item: str
    side: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """One question of a checklist: what it says something about, what helps when it is not so, and how heavy it weighs (as importance).

    `actions` are of the catalogue or of the checklist itself; without any, a sentence says why not. `when` tells how often, if it recurs.
    """

    id: str
    group: str
    links: tuple[Link, ...]
    actions: tuple[str, ...]
    weight: Fraction
    when: str | None
    not_applicable: bool
    law: Law | None


@dataclass(frozen=True, slots=True)
class Situation:
    """Something to recognise oneself in, which only shows which points and themes it is about: it never counts."""

    id: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of risks, seen through points and situations of the checklist; its risks are sentences."""

    id: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where the subject of a checklist touches the framework."""

    id: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A move from risk to control; its steps are sentences."""

    id: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A deep dive (model §9): points in groups, and what one needs to read beside them. `minutes`: how long filling it in takes.

    `filled_by`: see `FILLED_BY`. `own` are actions that exist because of this checklist; they join the plan when a point asks for them.
    """

    id: str
    filled_by: str
    minutes: int
    groups: tuple[str, ...]
    points: Mapping[str, Point]
    situations: tuple[Situation, ...]
    themes: tuple[Theme, ...]
    spots: tuple[Spot, ...]
    moves: tuple[Move, ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistRules:
    """How answers to checklists count (own choices): shares of a point per answer, in the plan (`steps`) and as a doubt (`doubts`).

    An item answered at `high_from` or above raises a question when its points add up to `doubt_from`. What schools say is put together
    from `fewest` forms on, and then only as nearly everywhere, partly, or hardly anywhere: `partly_from` and `no_from` are shares.
    """

    steps: Mapping[str, Fraction]
    doubts: Mapping[str, Fraction]
    high_from: int
    doubt_from: Fraction
    fewest: int
    partly_from: Fraction
    no_from: Fraction
    whens: tuple[str, ...]
    legal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synthetic:
    """How made-up boards are drawn: those of `check` (number, and from which share of one type on it warns), and a believable sector.

    For the latter: the share of each type, where a high and a low side lie on the ladder, and how far the domains are ahead or behind.
    """

    boards: int
    warn_share: Fraction
    shares: Mapping[str, Fraction]
    high: Fraction
    low: Fraction
    ahead: Mapping[str, Fraction]
    behind: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Card:
    """A ready answer that sets both sides of an item in one tap (levels)."""

    id: str
    paper: int
    practice: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How long answering takes, in minutes: one domain of the snelscan, one obstacle question, one item, a portion, a short meeting."""

    scan: Fraction
    obstacle: Fraction
    item: Fraction
    portion: Fraction
    meeting: Fraction


@dataclass(frozen=True, slots=True)
class Choices:
    """What we decided, apart from what the publisher says; a consultant can change every one of these in the data."""

    tables: Mapping[str, tuple[tuple[int, ...], ...]]
    coverage: Coverage
    cards: tuple[Card, ...]
    pace: Pace
    scores: ScoreRules
    types: TypeRules
    attention_factor: Fraction
    legal_duty: tuple[str, ...]
    importance: tuple[int, ...]
    attention_items: int
    board_items: tuple[int, int]
    kinds: tuple[str, ...]
    gmr: tuple[str, ...]
    gmr_asked: tuple[str, ...]
    gmr_first: tuple[str, ...]
    question_kinds: tuple[str, ...]
    roles: tuple[Role, ...]
    duties: tuple[str, ...]
    help: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    obstacle_levels: tuple[int, ...]
    group: GroupRules
    plan: PlanRules
    coherence: tuple[Coherence, ...]
    sector: SectorRules
    synthetic: Synthetic
    council: tuple[CouncilSubject, ...] = ()


@dataclass(frozen=True, slots=True)
class Carry:
    """What becomes of the answers to an item under an overlay or a new edition (model §8).

    `how`: same (answers go to `to`), reworded (they go along and are marked to discuss), split or dropped (unanswered).
    """

    item: str
    how: str
    to: str | None


CARRIES = ("same", "reworded", "split", "dropped")


@dataclass(frozen=True, slots=True)
class Succession:
    """The edition before this one, and what becomes of the answers to its items; an item not named keeps its id and its answers."""

    edition: str
    carry: Mapping[str, Carry]


@dataclass(frozen=True)
class Framework:
    """One edition, whole. `items` and `actions` are in framework order; `levels` run from 1 to the highest.

    With a consultant's overlay `edition` is its own name, and rounds of the edition `carries_from` are read through `carry`.
    """

    edition: str
    levels: tuple[int, ...]
    target: int
    parts: tuple[str, ...]
    attention: tuple[str, ...]
    sources: tuple[str, ...]
    reference: Reference | None
    deadlines: tuple[Deadline, ...]
    domains: tuple[Domain, ...]
    items: Mapping[str, Item]
    actions: Mapping[str, Action]
    choices: Choices
    published_items: Mapping[str, int]
    carries_from: str | None = None
    carry: Mapping[str, Carry] = field(default_factory=dict)
    succeeds: Succession | None = None
    advice: tuple[Advice, ...] = ()
    advice_each: tuple[int, int] = (0, 0)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    checklist_rules: ChecklistRules | None = None

    @cached_property
    def own_actions(self) -> Mapping[str, str]:
        """The actions that exist because of a checklist -> that checklist; all others are the catalogue's."""
        return {action: checklist.id for checklist in self.checklists.values() for action in checklist.own}

    @cached_property
    def domain(self) -> Mapping[str, Domain]:
        """Domains by id."""
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def role(self) -> Mapping[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.choices.roles}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Place of every item in framework order: the last word in a tie."""
        return {item: place for place, item in enumerate(self.items)}

    @property
    def top(self) -> int:
        """The highest level."""
        return self.levels[-1]

    def level(self, kind: str, paper: int, practice: int) -> int:
        """The level that two sides (1–top) give an item of `kind`: the 5 × 5 table of the edition (own choice, model §2)."""
        return self.choices.tables[kind][paper - 1][practice - 1]

    def is_duty(self, item: Item) -> bool:
        """Whether the law asks this very thing today."""
        return item.law is not None and item.law.status in self.choices.legal_duty

    def weight(self, item: Item) -> Fraction:
        """How heavy a gap in this item weighs: importance, times the factor for one of the sector's attention points (model §6)."""
        return Fraction(item.importance) * (self.choices.attention_factor if item.attention else 1)

    def startable(self, action: Action) -> bool:
        """Whether an action can be one of the five for tomorrow, looked at alone (own choices, model §7)."""
        plan = self.choices.plan
        return (
            action.start == plan.start_now
            and action.cost == 0
            and action.first_hours <= plan.first_hours
            and action.hours <= plan.hours
        )

    @property
    def published(self) -> str:
        """The publisher's edition, without the consultant's overlay that may lie over it."""
        return self.carries_from or self.edition

    def carries(self, before: Framework) -> dict[str, Carry] | None:
        """What becomes of the answers to each item of `before` in a round under this edition; None when this edition does not say.

        An item that the table does not name goes along under its own id, or is dropped where there is no such item any more.
        """
        same = self.published == before.published
        if not same and (self.succeeds is None or self.succeeds.edition != before.published):
            return None
        named: Mapping[str, Carry] = self.succeeds.carry if self.succeeds and not same else {}
        if before.edition == self.carries_from:
            named = self.carry

        def carry(item: str) -> Carry:
            found = named.get(item) or Carry(item, "same", item)
            return found if found.to is None or found.to in self.items else Carry(item, "dropped", None)

        return {item: carry(item) for item in before.items}

    def lifters(self) -> dict[tuple[str, str], list[str]]:
        """Per item and side the actions that lift it, as far as they go."""
        found: dict[tuple[str, str], list[str]] = {(item, side): [] for item in self.items for side in SIDES}
        for action in self.actions.values():
            for lift in action.lifts:
                if (lift.item, lift.side) in found:
                    found[lift.item, lift.side].append(action.id)
        return found

    def reaches_target(self, action: str, item: str, side: str) -> bool:
        """Whether an action lifts this side of this item to the target level or above."""
        return any(lift.item == item and lift.side == side and lift.to >= self.target for lift in self.actions[action].lifts)
