"""Strategies: small frameworks that `check` would pass (apart from uncovered sides), rounds on them, and the same with other ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from hypothesis import strategies as st

from nulmeting.answers import UNKNOWN, Answer, Decision, Evidence, GroupDecision, Respondent, Round, Scan, Settings
from nulmeting.framework import (
    FIND_OUT,
    SIDES,
    Action,
    BoardType,
    Card,
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
    Pace,
    PlanRules,
    Role,
    ScoreRules,
    SectorRules,
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

# Sizes are drawn by Hypothesis, so that what fails is made small; the rest comes from one drawn seed: all its kinds come up evenly,
# and a thousand cases take seconds.
SEEDS = st.integers(0, 2**32 - 1)


def one_in(random: Random, count: int) -> bool:
    """True once in `count` times."""
    return random.randrange(count) == 0


def table(random: Random, levels: int) -> tuple[tuple[int, ...], ...]:
    """A table that never falls and gives k for k with k, filled away from its diagonal: any such table can come out."""
    rows = [[row + 1 if row == column else 0 for column in range(levels)] for row in range(levels)]
    for distance in range(1, levels):
        for low in range(levels - distance):
            high = low + distance
            rows[low][high] = random.randint(rows[low][high - 1], rows[low + 1][high])
            rows[high][low] = random.randint(rows[high - 1][low], rows[high][low + 1])
    return tuple(tuple(row) for row in rows)


def choices(random: Random, levels: int, target: int) -> Choices:
    """Our own choices: any tables, cuts, weights and limits of the plan that make sense."""
    weights = [Fraction(1), Fraction(1), Fraction(4, 5), Fraction(6, 5), Fraction(13, 10)]
    covered = random.randint(2, levels)
    return Choices(
        tables={"t-one": table(random, levels), "t-two": table(random, levels)},
        coverage=Coverage("practice", covered, covered - 1, ("c-all", "c-some"), ("c-all",)),
        cards=(Card("c-low", 1, 1), Card("c-high", levels, levels)),
        pace=Pace(Fraction(1), Fraction(1, 2), Fraction(2), Fraction(10), Fraction(15)),
        scores=ScoreRules(Fraction(1, 2), Fraction(3, 5), 1, target, "t-one"),
        types=TypeRules(Fraction(random.randint(3, 2 * levels - 1), 2), Fraction(1, 4), tuple(
            BoardType(
                f"y-{paper:d}{practice:d}", {"paper": paper, "practice": practice},
                {kind: random.choice(weights) for kind in (*KINDS, FINDS_OUT)},
            )
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
            things=random.choice([5, 5, 5, 3]),
            start_now="s-now",
            first_hours=Fraction(2),
            hours=Fraction(16),
            first_hours_together=Fraction(8),
            hours_together=Fraction(random.choice([40, 40, 24])),
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
            sample_node_cap=200,
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
        sector=SectorRules(3, ("h-one",)),
        synthetic=Synthetic(10, Fraction(3, 5), {}, Fraction(target), Fraction(1), {}, {}),
    )


def action(random: Random, number: int, items: list[Item], domain: str, levels: int, earlier: list[str]) -> Action:
    """One action that keeps the rules of a catalogue; it can need only actions that stand before it, so never a cycle."""
    start = random.choice(["s-now", "s-now", "s-now", *STARTS])
    hours = Fraction(random.choice([random.randint(1, 24), random.randint(1, 64 if start == "s-now" else 160)]), 4)
    most = levels if hours >= 4 else min(2, levels)
    sides = random.sample([(item.id, side) for item in items for side in SIDES], random.randint(1, min(3, 2 * len(items))))
    owner = random.choice(OWNERS)
    return Action(
        id=f"a-{number}",
        domain=domain,
        kind=random.choice(KINDS),
        lifts=tuple(Lift(item, side, random.randint(2, most)) for item, side in sides),
        first_hours=min(hours, Fraction(random.randint(1, 8), 4)),
        hours=hours,
        owner=owner,
        start=start,
        cost=0 if start == "s-now" else random.choice([0, 500]),
        needs=tuple(random.sample(earlier, min(len(earlier), random.choice([0, 0, 1, 1, 2])))),
        gmr="g-none",
        adopts=True,
        duty="u-watch" if owner == "r-watch" else None,
        source=("b-one",),
        help=("h-one",),
    )


def item(random: Random, name: str, domain: str) -> Item:
    """One item with any mark an item can have."""
    return Item(
        id=name,
        domain=domain,
        kind=random.choice(["t-one", "t-two"]),
        importance=random.randint(1, 3),
        attention=random.choice([None, None, None, "p-one"]),
        law=random.choice([None, None, None, Law("b-one", "w-now", "2026-11"), Law("b-one", "w-soon", "2026-11")]),
        not_applicable=random.random() < 0.5,
        outsourceable=random.random() < 0.5,
        carried_out_by=tuple(random.sample(["r-one", "r-two", "r-outside"], random.randint(1, 2))),
        decided_by=random.choice(["r-board", "r-one", "r-two"]),
        official=random.choice([None, Official("X.1", "site", "2026-11")]),
    )


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """A framework of 1–4 domains, 2–7 levels, 1–6 items a domain and up to 18 actions."""
    levels = draw(st.sampled_from([5, 2, 3, 4, 6, 7]))
    sizes = [draw(st.integers(1, 6)) for _ in range(draw(st.sampled_from([1, 2, 3, 4])))]
    count = draw(st.sampled_from([0, 6, 10, 14, 18]))
    random = Random(draw(SEEDS))
    target = random.randint(2, levels)
    items = {
        name: item(random, name, f"d-{number}")
        for number, size in enumerate(sizes) for place in range(size) if (name := f"i-{number}{place}")
    }
    domains = tuple(
        Domain(f"d-{number}", f"part-{number % 2}", number + 1, None, True, tuple(f"i-{number}{place}" for place in range(size)))
        for number, size in enumerate(sizes)
    )
    catalogue: dict[str, Action] = {}
    for number in range(count):
        domain = random.choice(domains)
        # Mostly what lies in its own domain, so that actions overlap.
        near = [items[name] for name in domain.items] if random.random() < 0.7 else list(items.values())
        catalogue[f"a-{number}"] = action(random, number, near, domain.id, levels, list(catalogue))
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
        domains=domains,
        items=items,
        actions=catalogue,
        choices=choices(random, levels, target),
        published_items={part: sum(len(domain.items) for domain in domains if domain.part == part) for part in parts},
    )


def given(random: Random, framework: Framework) -> int | str | None:
    """A side as a person gives it: mostly a level, sometimes unknown or blank."""
    return random.choice([random.randint(1, framework.top)] * 8 + [None, UNKNOWN])


def answer(random: Random, framework: Framework, item: Item) -> Answer:
    """Every kind of answer this item can have."""
    dropped = item.not_applicable and one_in(random, 8)
    outsourced = item.outsourceable and one_in(random, 8)
    return Answer(
        paper=given(random, framework),
        practice=given(random, framework),
        not_applicable=dropped,
        reason="because" if dropped else "",
        outsourced=outsourced,
        supplier="Supplier BV" if outsourced else "",
        schools=random.choice([None, None, "c-all", "c-some"]),
        note="a note\nof two lines" if one_in(random, 8) else "",
        evidence=(Evidence("Minutes", "drive", "2026-10-01"),) if one_in(random, 8) else (),
        discuss=one_in(random, 8),
    )


def respondent(random: Random, framework: Framework, number: int) -> Respondent:
    """One person who answered everything, a part, or nothing but the snelscan."""
    share, scanned = random.choice([1, 1, 1, 0.8, 0.5, 0]), random.choice([0, 0.5, 1])
    return Respondent(
        id=f"person-{number}",
        role=random.choice([role.id for role in framework.choices.roles]),
        name="Name",
        consents=random.random() < 0.5,
        answers={item.id: answer(random, framework, item) for item in framework.items.values() if random.random() < share},
        scan={
            domain.id: Scan(given(random, framework), given(random, framework))
            for domain in framework.domains if random.random() < scanned
        },
        obstacles={question: random.randint(1, 5) for question in QUESTIONS if random.random() < 0.5},
    )


def group_decision(random: Random, framework: Framework, item: Item) -> GroupDecision:
    """What the group settled on: sides, a confirmed level, or n.v.t."""
    dropped = item.not_applicable and one_in(random, 4)
    return GroupDecision(
        paper=given(random, framework),
        practice=given(random, framework),
        confirmed=random.choice([None, random.randint(1, framework.top)]),
        comment="we agreed",
        not_applicable=dropped,
        reason="we do not do this" if dropped else "",
    )


@st.composite
def rounds(draw: st.DrawFn, framework: Framework, people: int | None = None, simple: bool = False) -> Round:
    """A round on `framework`; `simple` leaves out what the group and the board decided."""
    number = people or draw(st.sampled_from([1, 2, 3]))
    random = Random(draw(SEEDS))
    settings = Settings(
        framework.edition, "A board", random.choice(["2027-01", "2026-11", "2031-12"]), random.randint(1, 40),
        random.choice([None, random.randint(1, 4), random.randint(1, 80)]),
        random.choice([{}, {}, {"r-one": "head", "r-two": "head"}, dict.fromkeys(OWNERS, "everything")]),
    )
    everybody = tuple(respondent(random, framework, place) for place in range(number))
    if simple:
        return Round("a-board", "1", settings, everybody)
    group = {item.id: group_decision(random, framework, item) for item in framework.items.values() if one_in(random, 6)}
    dropped = {
        domain.id: GroupDecision(not_applicable=True, reason="not here") for domain in framework.domains if one_in(random, 12)
    }
    made = (Decision("planned", "head", "2027-03-01"), Decision("declined", reason="no money"), Decision("done", date="2026-12-01"))
    decisions = {name: random.choice(made) for name in framework.actions if one_in(random, 6)}
    for name in framework.actions:
        if one_in(random, 8):
            other = random.choice([other for other in (*framework.actions, *(FIND_OUT + item for item in framework.items)) if other != name])
            decisions[name] = random.choice([Decision("wanted", instead_of=other), Decision("planned", "head", "2027-03-01", instead_of=other)])
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
