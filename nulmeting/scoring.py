"""Scoring: levels of items, means of domains, totals and axes, each with the lowest and highest it may turn out to be.

All numbers are exact fractions in levels; they become floats only at the edge (model §4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nulmeting.answers import Answer, ItemSides, Respondent, Round, covered
from nulmeting.framework import SIDES, Condition, Framework, Item

WITH_LEVEL = ("answered", "estimated")
"""The states in which an item has a level."""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item: its state (answered, estimated, unknown, blank, not_applicable), level and bounds; None where there is no level."""

    item: str
    state: str
    level: int | None
    low: int
    high: int
    gap: int | None
    side_gaps: Mapping[str, int]
    evidenced: bool


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean level with its bounds, and how much of it is known: numbers of items answered, estimated and applicable.

    `score` is None where nothing is known; `shown` tells whether enough is known to print the number (own choice, model §4).
    """

    score: Fraction | None
    low: Fraction | None
    high: Fraction | None
    answered: int
    estimated: int
    applicable: int
    shown: bool

    @property
    def figure(self) -> Fraction | None:
        """The number as a page may print it: only when enough is known."""
        return self.score if self.shown else None


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything counted for one board: items, domains, parts, total, the two axes, and the counts beside them."""

    items: Mapping[str, ItemScore]
    domains: Mapping[str, Mean]
    parts: Mapping[str, Mean]
    total: Mean
    axes: Mapping[str, Mean]
    item_means: Mapping[str, Fraction | None]
    below_target: int
    below_target_estimated: int
    meets_target: bool
    not_applicable: int
    without_evidence: int


def scored(framework: Framework, sides: Mapping[str, ItemSides]) -> Scores:
    """Levels, means and bounds from the effective sides of every item.

    The total is the mean of the domain means, so that a large domain does not swallow the rest; blanks are never counted as a number.
    """
    items = {item.id: _item(framework, item, sides[item.id]) for item in framework.items.values()}
    rules = framework.choices.scores
    domains = {
        domain.id: _mean(((items[item].level, items[item].low, items[item].high) for item in domain.items
                          if items[item].state != "not_applicable"), _known(items, domain.items), rules.domain_shown_from)
        for domain in framework.domains
    }
    parts = {
        part: _over_domains(framework, items, domains, [domain.id for domain in framework.domains if domain.part == part])
        for part in framework.parts
    }
    levels = [score for score in items.values() if score.level is not None]
    applicable = [score for score in items.values() if score.state != "not_applicable"]
    return Scores(
        items=items,
        domains=domains,
        parts=parts,
        total=_over_domains(framework, items, domains, list(domains)),
        axes={side: _axis(framework, sides, side) for side in SIDES},
        item_means={part: _item_mean(framework, items, part) for part in framework.parts},
        below_target=sum(1 for score in levels if score.gap and score.state == "answered"),
        below_target_estimated=sum(1 for score in levels if score.gap and score.state == "estimated"),
        meets_target=bool(applicable) and all(score.state == "answered" and not score.gap for score in applicable),
        not_applicable=len(items) - len(applicable),
        without_evidence=sum(
            1 for score in levels
            if score.state == "answered" and score.level is not None and score.level >= rules.evidence_from and not score.evidenced
        ),
    )


def _item(framework: Framework, item: Item, sides: ItemSides) -> ItemScore:
    paper, practice, bottom, top = sides.paper, sides.practice, framework.levels[0], framework.top
    if sides.not_applicable:
        return ItemScore(item.id, "not_applicable", None, bottom, top, None, {}, sides.evidenced)
    sources = (paper.source, practice.source)
    if paper.value is None or practice.value is None:
        state, level, low, high = "unknown" if "unknown" in sources else "blank", None, bottom, top
    else:
        level = framework.level(item.kind, paper.value, practice.value)
        low = framework.level(item.kind, paper.low, practice.low)
        high = framework.level(item.kind, paper.high, practice.high)
        state = "answered"
        if "estimated" in sources:
            margin = framework.choices.scores.estimate_margin
            state, low, high = "estimated", max(bottom, level - margin), min(top, level + margin)
    gap = None if level is None else max(0, framework.target - level)
    side_gaps = {
        name: max(0, framework.target - side.value)
        for name in SIDES
        if gap != 0 and (side := sides.side(name)).value is not None
    }
    return ItemScore(item.id, state, level, low, high, gap, {name: steps for name, steps in side_gaps.items() if steps}, sides.evidenced)


def _known(items: Mapping[str, ItemScore], of: Iterable[str]) -> tuple[int, int]:
    states = [items[item].state for item in of]
    return states.count("answered"), states.count("estimated")


def _mean(values: Iterable[tuple[Fraction | int | None, Fraction | int, Fraction | int]], known: tuple[int, int], shown_from: Fraction) -> Mean:
    values = list(values)
    scores = [score for score, _, _ in values if score is not None]
    answered, estimated = known
    return Mean(
        score=_average(scores),
        low=_average([low for _, low, _ in values]),
        high=_average([high for _, _, high in values]),
        answered=answered,
        estimated=estimated,
        applicable=len(values),
        shown=bool(scores) and len(scores) >= shown_from * len(values),
    )


def _average(values: Iterable[Fraction | int]) -> Fraction | None:
    values = list(values)
    return Fraction(sum(values)) / len(values) if values else None


def _over_domains(framework: Framework, items: Mapping[str, ItemScore], domains: Mapping[str, Mean], of: list[str]) -> Mean:
    """Mean of domain means; None below the share of applicable items that a total needs (own choice)."""
    taking_part = [domains[domain] for domain in of if domains[domain].applicable]
    answered = sum(mean.answered for mean in taking_part)
    estimated = sum(mean.estimated for mean in taking_part)
    applicable = sum(mean.applicable for mean in taking_part)
    enough = bool(applicable) and answered + estimated >= framework.choices.scores.total_shown_from * applicable
    return Mean(
        score=_average(mean.score for mean in taking_part if mean.score is not None) if enough else None,
        low=_average(mean.low for mean in taking_part if mean.low is not None),
        high=_average(mean.high for mean in taking_part if mean.high is not None),
        answered=answered,
        estimated=estimated,
        applicable=applicable,
        shown=enough,
    )


def _axis(framework: Framework, sides: Mapping[str, ItemSides], name: str) -> Mean:
    """One axis of the types: mean over domains of the mean known side; in its bounds an unknown side counts lowest and highest."""
    means = list(domain_sides(framework, sides, name).values())
    scores = [mean.score for mean in means if mean.score is not None]
    return Mean(
        score=_average(scores),
        low=_average(mean.low for mean in means if mean.low is not None),
        high=_average(mean.high for mean in means if mean.high is not None),
        answered=sum(mean.answered for mean in means),
        estimated=sum(mean.estimated for mean in means),
        applicable=sum(mean.applicable for mean in means),
        shown=bool(scores),
    )


def domain_sides(framework: Framework, sides: Mapping[str, ItemSides], name: str) -> dict[str, Mean]:
    """Per domain with applicable items the mean of one side, `paper` or `practice`, over the items where it is known (model §4)."""
    means = {}
    for domain in framework.domains:
        of = [sides[item].side(name) for item in domain.items if not sides[item].not_applicable]
        if of:
            known = [side.source for side in of].count("given"), [side.source for side in of].count("estimated")
            means[domain.id] = _mean(((side.value, side.low, side.high) for side in of), known, Fraction(0))
    return means


def _item_mean(framework: Framework, items: Mapping[str, ItemScore], part: str) -> Fraction | None:
    """Mean over the items of a part, not over domains: the only number that may stand beside the sector's reference (model §4)."""
    return _average([
        score.level for score in items.values()
        if score.level is not None and framework.domain[framework.items[score.item].domain].part == part
    ])


# ---- where people differ ---------------------------------------------------------------------------------------------------


def spread(framework: Framework, round_: Round) -> dict[str, int]:
    """Per item with levels of at least two people: highest minus lowest level given (model §3)."""
    found = {}
    for item in framework.items.values():
        levels = [level for person in round_.respondents if (level := _level_of(framework, person, item)) is not None]
        if len(levels) > 1:
            found[item.id] = max(levels) - min(levels)
    return found


def domain_spread(framework: Framework, round_: Round) -> dict[str, Fraction]:
    """Per domain the mean spread of its items that have one."""
    items = spread(framework, round_)
    means = {domain.id: _average([items[item] for item in domain.items if item in items]) for domain in framework.domains}
    return {domain: mean for domain, mean in means.items() if mean is not None}


def perception_gap(framework: Framework, round_: Round) -> dict[str, Fraction]:
    """Per domain: mean level given by board members minus mean level given by those who carry it out.

    Over items where both gave one; where they share none in a domain, over their snelscan answers. Only from enough people a side
    (`GroupRules`), counted without those who consented, or with the consent of everybody who answered there, so that nobody's answer
    is shown by accident or can be worked out (model §3).
    """
    board = [person for person in round_.respondents if framework.role[person.role].board]
    others = [person for person in round_.respondents if not framework.role[person.role].board]
    gaps: dict[str, Fraction] = {}
    for domain in framework.domains:
        by_item = [_pair(framework, framework.items[item], board, others) for item in domain.items]
        pairs = [pair for pair in by_item if pair]
        if not pairs:
            pairs = [pair for pair in (_scan_pair(framework, domain.id, domain.items, board, others),) if pair]
        if pairs:
            gaps[domain.id] = sum((above - below for above, below in pairs), Fraction(0)) / len(pairs)
    return gaps


def _pair(framework: Framework, item: Item, board: list[Respondent], others: list[Respondent]) -> tuple[Fraction, Fraction] | None:
    carriers = [person for person in others if person.role in item.carried_out_by]
    return _showable(
        framework,
        [(person, _level_of(framework, person, item)) for person in board if _said(person, item)],
        [(person, _level_of(framework, person, item)) for person in carriers if _said(person, item)],
    )


def _scan_pair(
    framework: Framework, domain: str, items: tuple[str, ...], board: list[Respondent], others: list[Respondent]
) -> tuple[Fraction, Fraction] | None:
    carrying = {role for item in items for role in framework.items[item].carried_out_by}

    def level(person: Respondent) -> int | None:
        scan = person.scan.get(domain)
        if scan is None or not isinstance(scan.paper, int) or not isinstance(scan.practice, int):
            return None
        return framework.level(framework.choices.scores.scan_kind, scan.paper, scan.practice)

    return _showable(
        framework,
        [(person, level(person)) for person in board if domain in person.scan],
        [(person, level(person)) for person in others if person.role in carrying and domain in person.scan],
    )


def _said(person: Respondent, item: Item) -> bool:
    return person.answers.get(item.id, Answer()).answered


def _showable(
    framework: Framework, board: list[tuple[Respondent, int | None]], others: list[tuple[Respondent, int | None]]
) -> tuple[Fraction, Fraction] | None:
    means = []
    for group in (board, others):
        levels = [level for _, level in group if level is not None]
        # Who let the others see an answer can be subtracted from a mean, so the others must be enough by themselves.
        kept_back = [level for person, level in group if not person.consents]
        hidden = sum(1 for level in kept_back if level is not None)
        if not levels or (kept_back and hidden < framework.choices.group.people_a_side):
            return None
        means.append(Fraction(sum(levels), len(levels)))
    return means[0], means[1]


def _level_of(framework: Framework, person: Respondent, item: Item) -> int | None:
    """The level one person's own answer gives; None where a side is missing or n.v.t."""
    answer = covered(framework, person.answers.get(item.id, Answer()))
    if answer.not_applicable or not isinstance(answer.paper, int) or not isinstance(answer.practice, int):
        return None
    return framework.level(item.kind, answer.paper, answer.practice)


# ---- questions about answers that are hard to square ------------------------------------------------------------------------


def contradictions(framework: Framework, sides: Mapping[str, ItemSides]) -> dict[str, tuple[str, ...]]:
    """Per item the ids of the coherence rules that ask something about it; they ask, they never change an answer (model §9)."""
    found: dict[str, tuple[str, ...]] = {}
    for item in framework.items:
        asked = []
        for rule in framework.choices.coherence:
            named = [condition.item for condition in rule.when if condition.item]
            if named and named[0] != item:
                continue
            if all(_holds(sides[condition.item or item], condition) for condition in rule.when):
                asked.append(rule.id)
        if asked:
            found[item] = tuple(asked)
    return found


def _holds(item: ItemSides, condition: Condition) -> bool:
    side = item.side(condition.side)
    if item.not_applicable or side.value is None or side.source != "given":
        return False
    if condition.above is not None:
        other = item.side(condition.above)
        return other.value is not None and other.source == "given" and side.value - other.value >= (condition.by or 0)
    return (condition.from_level is None or side.value >= condition.from_level) and (
        condition.to_level is None or side.value <= condition.to_level
    )

