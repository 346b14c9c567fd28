"""Strategies: small frameworks that `check` would pass (apart from uncovered sides), rounds on them, and the same with other ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import strategies as st

from nulmeting.answers import UNKNOWN, Answer, Decision, Evidence, GroupDecision, Respondent, Round, Scan, Settings
from nulmeting.framework import (
    SIDES,
    Action,
    BoardType,
    Choices,
    Coherence,
    Condition,
    Coverage,
    Domain,
    Framework,
    GroupRules,
    Item,
    Law,
    Lift,
    Obstacle,
    Official,
    PlanRules,
    Role,
    ScoreRules,
    Synthetic,
    TypeRules,
)

KINDS = ("k-one", "k-two", "k-three", "k-four")
FINDS_OUT = "k-find-out"
ROLES = (
    Role("r-board", board=True, external=False, independent=False),
    Role("r-one", board=False, external=False, independent=False),
    Role("r-two", board=False, external=False, independent=False),
    Role("r-watch", board=False, external=False, independent=True),
    Role("r-outside", board=False, external=True, independent=False),
)
OWNERS = ("r-board", "r-one", "r-two", "r-watch")
QUESTIONS = ("q-1", "q-2", "q-3", "q-4")
STARTS = ("s-now", "s-month", "s-later")


@st.composite
def tables(draw: st.DrawFn, levels: int) -> tuple[tuple[int, ...], ...]:
    """A table that never falls and gives k for k with k, filled away from its diagonal: any such table can come out."""
    table = [[row + 1 if row == column else 0 for column in range(levels)] for row in range(levels)]
    for distance in range(1, levels):
        for low in range(levels - distance):
            high = low + distance
            table[low][high] = draw(st.integers(table[low][high - 1], table[low + 1][high]))
            table[high][low] = draw(st.integers(table[high - 1][low], table[high][low + 1]))
    return tuple(tuple(row) for row in table)


@st.composite
def choices(draw: st.DrawFn, levels: int, target: int) -> Choices:
    """Our own choices: any tables, cuts, weights and limits of the plan that make sense."""
    weight = st.sampled_from([Fraction(1), Fraction(1), Fraction(4, 5), Fraction(6, 5), Fraction(13, 10)])
    covered = draw(st.integers(2, levels))
    start = Fraction(draw(st.integers(4, 4 * levels)), 4)
    return Choices(
        tables={"t-one": draw(tables(levels)), "t-two": draw(tables(levels))},
        coverage=Coverage("practice", covered, covered - 1, ("c-all", "c-some"), ("c-all",)),
        scores=ScoreRules(Fraction(1, 2), Fraction(3, 5), 1, target, "t-one"),
        types=TypeRules(start, Fraction(1, 4), tuple(
            BoardType(f"y-{paper:d}{practice:d}", {"paper": paper, "practice": practice}, {kind: draw(weight) for kind in (*KINDS, FINDS_OUT)})
            for paper, practice in product((True, False), repeat=2)
        )),
        attention_factor=Fraction(3, 2),
        legal_duty=("w-now",),
        importance=(1, 2, 3),
        attention_items=99,
        board_items=(0, 99),
        kinds=(*KINDS, FINDS_OUT),
        gmr=("g-none",),
        gmr_asked=(),
        gmr_first=(),
        question_kinds=(),
        roles=ROLES,
        duties=("u-watch",),
        help=("h-one",),
        obstacles=(Obstacle("o-1", QUESTIONS[:2], KINDS[:1]), Obstacle("o-2", QUESTIONS[2:], KINDS[1:3])),
        obstacle_levels=(1, 2, 3, 4, 5),
        group=GroupRules(2),
        plan=PlanRules(
            things=draw(st.sampled_from([5, 5, 5, 3])),
            start_now="s-now",
            first_hours=Fraction(2),
            hours=Fraction(16),
            first_hours_together=Fraction(8),
            hours_together=Fraction(draw(st.sampled_from([40, 40, 24]))),
            in_one_domain=2,
            for_one_person=2,
            find_out=2,
            find_out_kind=FINDS_OUT,
            find_out_hours={"estimated": Fraction(1, 4), "one": Fraction(1, 2), "both": Fraction(1)},
            one_step_below_hours=Fraction(4),
            adoption_side="paper",
            adoption_from=min(3, levels),
            relax=("find_out", "person", "domain", "law", "board"),
            node_cap=20000,
            why_not=5,
            samples=4,
            robust_from=Fraction(4, 5),
            obstacle_factor=Fraction(5, 4),
            obstacle_from=Fraction(2),
            capacity=Fraction(24),
            months=12,
            end="2030-01",
            earliest={"s-now": 0, "s-month": 1, "s-later": 6},
        ),
        coherence=(
            Coherence("e-apart", (Condition("paper", above="practice", by=2),)),
            Coherence("e-high", (Condition("practice", from_level=2), Condition("paper", to_level=1))),
        ),
        synthetic=Synthetic(10, Fraction(3, 5)),
    )


@st.composite
def actions(draw: st.DrawFn, number: int, items: list[Item], domain: str, levels: int, earlier: list[str]) -> Action:
    """One action that keeps the rules of a catalogue; it can need only actions that stand before it, so never a cycle."""
    start = draw(st.sampled_from(["s-now", "s-now", "s-now", *STARTS]))
    quarters = st.integers(1, 64) if start == "s-now" else st.integers(1, 160)
    hours = Fraction(draw(quarters), 4)
    first = min(hours, Fraction(draw(st.integers(1, 8)), 4))
    most = levels if hours >= 4 else min(2, levels)
    lifts = tuple(
        Lift(item.id, side, draw(st.integers(2, most)))
        for item, side in draw(st.lists(
            st.tuples(st.sampled_from(items), st.sampled_from(SIDES)), min_size=1, max_size=3, unique_by=lambda lift: (lift[0].id, lift[1])
        ))
    )
    owner = draw(st.sampled_from(OWNERS))
    return Action(
        id=f"a-{number}",
        domain=domain,
        kind=draw(st.sampled_from(KINDS)),
        lifts=lifts,
        first_hours=first,
        hours=hours,
        owner=owner,
        start=start,
        cost=0 if start == "s-now" else draw(st.sampled_from([0, 500])),
        needs=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True))) if earlier and draw(st.integers(0, 2)) == 0 else (),
        gmr="g-none",
        adopts=True,
        duty="u-watch" if owner == "r-watch" else None,
        source=("b-one",),
        help=("h-one",),
    )


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """A framework of 1–4 domains, 2–7 levels, 1–6 items a domain and up to 18 actions."""
    levels = draw(st.integers(2, 7))
    target = draw(st.integers(2, levels))
    rules = draw(choices(levels, target))
    items: dict[str, Item] = {}
    domains = []
    for number in range(draw(st.integers(1, 4))):
        own = []
        for _ in range(draw(st.integers(1, 6))):
            item = Item(
                id=f"i-{len(items)}",
                domain=f"d-{number}",
                kind=draw(st.sampled_from(["t-one", "t-two"])),
                importance=draw(st.integers(1, 3)),
                attention=draw(st.sampled_from([None, None, None, "p-one"])),
                law=draw(st.sampled_from([None, None, Law("b-one", "w-now", "2026-11"), Law("b-one", "w-soon", "2026-11")])),
                not_applicable=draw(st.booleans()),
                outsourceable=draw(st.booleans()),
                carried_out_by=tuple(draw(st.lists(st.sampled_from(["r-one", "r-two", "r-outside"]), min_size=1, max_size=2, unique=True))),
                decided_by=draw(st.sampled_from(["r-board", "r-one", "r-two"])),
                official=draw(st.sampled_from([None, Official("X.1", "site", "2026-11")])),
            )
            items[item.id] = item
            own.append(item.id)
        domains.append(Domain(f"d-{number}", f"part-{number % 2}", number + 1, None, True, tuple(own)))
    catalogue: dict[str, Action] = {}
    for number in range(draw(st.integers(0, 18))):
        domain = draw(st.sampled_from(domains)).id
        action = draw(actions(number, list(items.values()), domain, levels, list(catalogue)))
        catalogue[action.id] = action
    parts = tuple(dict.fromkeys(domain.part for domain in domains))
    return Framework(
        edition="made-up",
        levels=tuple(range(1, levels + 1)),
        target=target,
        parts=parts,
        attention=("p-one",) if any(item.attention for item in items.values()) else (),
        sources=("b-one",),
        reference=None,
        deadlines=(),
        domains=tuple(domains),
        items=items,
        actions=catalogue,
        choices=rules,
        published_items={part: sum(len(domain.items) for domain in domains if domain.part == part) for part in parts},
    )


def given(framework: Framework) -> st.SearchStrategy[int | str | None]:
    """A side as a person gives it: mostly a level, sometimes unknown or blank."""
    level = st.integers(1, framework.top)
    return st.one_of(level, level, level, st.none(), st.just(UNKNOWN))


@st.composite
def item_answers(draw: st.DrawFn, framework: Framework, item: Item) -> Answer:
    """Every kind of answer this item can have."""
    paper, practice = draw(given(framework)), draw(given(framework))
    dropped = item.not_applicable and draw(st.integers(0, 5)) == 0
    extra = draw(st.integers(0, 7))
    return Answer(
        paper=paper,
        practice=practice,
        not_applicable=dropped,
        reason="because" if dropped else "",
        outsourced=item.outsourceable and extra == 0,
        supplier="Supplier BV" if item.outsourceable and extra == 0 else "",
        schools=draw(st.sampled_from([None, None, "c-all", "c-some"])),
        note="a note\nof two lines" if extra == 1 else "",
        evidence=(Evidence("Minutes", "drive", "2026-10-01"),) if extra == 2 else (),
        discuss=extra == 3,
    )


@st.composite
def respondents(draw: st.DrawFn, framework: Framework, number: int) -> Respondent:
    """One person who answered a part of everything."""
    share = draw(st.sampled_from([0, 1, 2, 3, 3, 4, 4, 4]))
    answers = {item.id: draw(item_answers(framework, item)) for item in framework.items.values() if draw(st.integers(1, 4)) <= share}
    scan = {
        domain.id: Scan(draw(given(framework)), draw(given(framework))) for domain in framework.domains if draw(st.booleans())
    }
    obstacles = {question: draw(st.integers(1, 5)) for question in QUESTIONS if draw(st.booleans())}
    role = draw(st.sampled_from([role.id for role in framework.choices.roles]))
    return Respondent(f"person-{number}", role, "Name", draw(st.booleans()), answers, scan, obstacles)


@st.composite
def group_decisions(draw: st.DrawFn, framework: Framework, item: Item) -> GroupDecision:
    """What the group settled on: sides, a confirmed level, or n.v.t."""
    dropped = item.not_applicable and draw(st.integers(0, 4)) == 0
    return GroupDecision(
        paper=draw(given(framework)),
        practice=draw(given(framework)),
        confirmed=draw(st.one_of(st.none(), st.integers(1, framework.top))),
        comment="we agreed",
        not_applicable=dropped,
        reason="we do not do this" if dropped else "",
    )


@st.composite
def rounds(draw: st.DrawFn, framework: Framework, people: int | None = None, simple: bool = False) -> Round:
    """A round on `framework`; `simple` leaves out what the group and the board decided."""
    group = {} if simple else {
        item.id: draw(group_decisions(framework, item)) for item in framework.items.values() if draw(st.integers(0, 5)) == 0
    }
    dropped = {} if simple else {
        domain.id: GroupDecision(not_applicable=True, reason="not here")
        for domain in framework.domains if draw(st.integers(0, 9)) == 0
    }
    decisions = {} if simple else {
        action: draw(st.sampled_from([
            Decision("planned", "head", "2027-03-01"), Decision("declined", reason="no money"), Decision("done", date="2026-12-01"),
        ]))
        for action in framework.actions if draw(st.integers(0, 5)) == 0
    }
    functions = draw(st.sampled_from([{}, {}, {"r-one": "head", "r-two": "head"}, dict.fromkeys(OWNERS, "everything")]))
    settings = Settings(
        framework.edition, "A board", draw(st.sampled_from(["2027-01", "2026-11", "2031-12"])), draw(st.integers(1, 40)),
        draw(st.one_of(st.none(), st.integers(1, 80))), functions,
    )
    everybody = tuple(draw(respondents(framework, number)) for number in range(people or draw(st.integers(1, 3))))
    return Round("a-board", "1", settings, everybody, group, dropped, decisions)


@st.composite
def cases(draw: st.DrawFn, simple: bool = False) -> tuple[Framework, Round]:
    """A framework with a round on it."""
    framework = draw(frameworks())
    return framework, draw(rounds(framework, simple=simple))


# ---- the same with other ids ---------------------------------------------------------------------------------------------------


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """`value` with every id in it, at any depth, replaced by its new name; the prefix of a generated action stays."""
    if isinstance(value, str):
        head, mark, rest = value.rpartition(":")
        return head + mark + names.get(rest, rest)
    if isinstance(value, Mapping):
        return {renamed(key, names): renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(renamed(inner, names) for inner in value)
    if isinstance(value, (set, frozenset)):
        return type(value)(renamed(inner, names) for inner in value)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: renamed(getattr(value, name), names) for name in value.__dataclass_fields__})
    return value


def new_names(framework: Framework) -> dict[str, str]:
    """A new name for every id of a framework, such that alphabetical order turns round."""
    rules = framework.choices
    ids = [
        *framework.items, *framework.actions, *(domain.id for domain in framework.domains), *framework.parts, *framework.attention,
        *framework.sources, *rules.kinds, *rules.tables, *(role.id for role in rules.roles), *(kind.id for kind in rules.types.list),
        *rules.plan.earliest, *QUESTIONS, *(obstacle.id for obstacle in rules.obstacles), *rules.coverage.options, *rules.gmr,
        *rules.duties, *rules.help, *rules.legal_duty, *(rule.id for rule in rules.coherence),
    ]
    return {old: f"n{len(ids) - place:03d}" for place, old in enumerate(dict.fromkeys(ids))}
# FOUNDER TO THE TEST WRITER (remove this line): parts 3 to 8 of your brief went to another session; finish part 2 and plan.py's speed, then report.
