"""Meeting: what a group talks about together, in which order, and whose answers lie on the table.

On the table lie only the answers of people who let the others see them (vrijgeven); everything here that could give away what somebody
said is computed from those alone (model §3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nulmeting.answers import Answer, GroupDecision, Round, combined
from nulmeting.framework import SIDES, Framework
from nulmeting.scoring import spread


@dataclass(frozen=True, slots=True)
class Entry:
    """One item to talk about. `spread`: levels between highest and lowest answer on the table, None with fewer than two levels.

    `differs`: the answers on the table are not all alike (also: a level and *weet ik niet*, or n.v.t.). `discuss`: somebody asked for it.
    """

    item: str
    spread: int | None
    differs: bool
    discuss: bool
    decided: bool


def on_the_table(round_: Round) -> Round:
    """The round with only the people who let the others see their answers; decisions and opinions stay."""
    return replace(round_, respondents=tuple(person for person in round_.respondents if person.consents))


def kept_back(round_: Round, item: str) -> int:
    """How many people answered an item and did not (yet) let the others see it."""
    return sum(1 for person in round_.respondents if not person.consents and person.answers.get(item, Answer()).answered)


def is_uncertain(framework: Framework, round_: Round, item: str) -> bool:
    """Whether answers that are not on the table take part in an item's level, because the group did not decide both sides."""
    domain = framework.items[item].domain
    held = any(not person.consents and (item in person.answers or domain in person.scan) for person in round_.respondents)
    group = round_.group.get(item, GroupDecision())
    return held and not group.not_applicable and any(getattr(group, side) is None for side in SIDES)


def is_decided(round_: Round, item: str) -> bool:
    """Whether the group settled an item: both sides, a confirmed level, or n.v.t.; a comment alone decides nothing."""
    group = round_.group.get(item, GroupDecision())
    return group.not_applicable or group.confirmed is not None or all(getattr(group, side) is not None for side in SIDES)


def agenda(framework: Framework, round_: Round, domains: Iterable[str]) -> tuple[Entry, ...]:
    """What to talk about, within `domains`: largest spread first, then other differences, then what somebody only wants to discuss.

    What is decided keeps its place, so that the list does not shift during a meeting; a domain that the group dropped is left out.
    """
    table = on_the_table(round_)
    undecided = combined(framework, replace(table, group={}, group_domains={}))
    spreads = spread(framework, table)
    dropped = {domain for domain, decision in round_.group_domains.items() if decision.not_applicable}
    asked = set(domains) - dropped
    marked = {item for person in round_.respondents for item, answer in person.answers.items() if answer.discuss}
    entries = [
        Entry(item.id, spreads.get(item.id), undecided[item.id].open, item.id in marked, is_decided(round_, item.id))
        for item in framework.items.values() if item.domain in asked
    ]
    talked_about = [entry for entry in entries if entry.differs or entry.spread or entry.discuss]
    return tuple(sorted(talked_about, key=lambda entry: (not entry.spread, -(entry.spread or 0), not entry.differs)))


def on_paper(round_: Round) -> Round:
    """The round with the people whose own answers may stand in what is handed over: those on the table, and whoever answered alone.

    Somebody who answers alone lets nobody see them either, but there are no others to keep them from: the level of every item is theirs.
    """
    answering = [person for person in round_.respondents if person.answers or person.scan or person.obstacles]
    return replace(round_, respondents=tuple(answering)) if len(answering) == 1 else on_the_table(round_)


def withheld(round_: Round) -> int:
    """How many answers to items stay out of what is handed over, because the person did not let the others see them."""
    shown = {person.id for person in on_paper(round_).respondents}
    return sum(answer != Answer() for person in round_.respondents if person.id not in shown for answer in person.answers.values())
