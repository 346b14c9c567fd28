"""Questions: who is asked what, in which order, and how long it takes.

Nobody sees all of them: each person first gets the items of their own role, in portions, the most telling ones first.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from nulmeting.answers import Answer, Respondent, Round, Scan
from nulmeting.framework import Framework
from nulmeting.scoring import Scores


def is_answered(answer: Answer) -> bool:
    """Whether a person is done with an item: both sides said (a level or *weet ik niet*), or n.v.t."""
    return answer.not_applicable or (answer.paper is not None and answer.practice is not None)


def is_scanned(scan: Scan) -> bool:
    """Whether a person is done with a domain of the snelscan: both sides said."""
    return scan.paper is not None and scan.practice is not None


def asked_of(framework: Framework, round_: Round, person: Respondent) -> tuple[str, ...]:
    """The items a person is asked first: those of their role and those handed to it, less what they handed on; in framework order."""
    to_them = set(handed_to(round_, person))
    handed_on = {item for item, answer in person.answers.items() if answer.asked and answer.asked != person.role}
    return tuple(
        item.id for item in framework.items.values()
        if item.id in to_them or (person.role in item.roles and item.id not in handed_on)
    )


def handed_to(round_: Round, person: Respondent) -> tuple[str, ...]:
    """The items that others handed on to the role of this person, in no particular order."""
    return tuple(dict.fromkeys(
        item for other in round_.respondents if other.id != person.id
        for item, answer in other.answers.items() if answer.asked == person.role
    ))


def unheld(framework: Framework, round_: Round) -> tuple[str, ...]:
    """Items that nobody was asked and nobody answered: no respondent has a role they belong to or were handed to."""
    roles = {person.role for person in round_.respondents}
    handed = {(item, answer.asked) for person in round_.respondents for item, answer in person.answers.items() if answer.asked}
    answered = {item for person in round_.respondents for item, answer in person.answers.items() if answer.answered}
    return tuple(
        item.id for item in framework.items.values()
        if item.id not in answered and not roles & {*item.roles, *(role for name, role in handed if name == item.id)}
    )


def narrowing(framework: Framework, scores: Scores) -> dict[str, Fraction]:
    """Per item without a certain level: by how many levels the range of the total shrinks at most when it is answered.

    The total is a mean of domain means, so an item of a small domain tells more (model §4).
    """
    domains = sum(1 for mean in scores.domains.values() if mean.applicable)
    return {
        score.item: Fraction(score.high - score.low, scores.domains[framework.items[score.item].domain].applicable * domains)
        for score in scores.items.values() if score.state not in ("answered", "not_applicable")
    }


def in_order(framework: Framework, scores: Scores, items: Iterable[str]) -> tuple[str, ...]:
    """Items in the order of which answers narrow the result most; ties in framework order, so that a domain stays together."""
    telling = narrowing(framework, scores)
    return tuple(sorted(items, key=lambda item: (-telling.get(item, Fraction(0)), framework.position[item])))


def portion(framework: Framework, scores: Scores, person: Respondent, items: Iterable[str]) -> tuple[str, ...]:
    """The next items for one sitting: as many of `items` as fit in a portion, the most telling ones that this person did not answer.

    What was taken over from last round and not judged again is not answered yet (model §8).
    """
    pace = framework.choices.pace
    left = [item for item in items if not is_answered(answer := person.answers.get(item, Answer())) or answer.carried]
    return in_order(framework, scores, left)[: max(1, int(pace.portion / pace.item))]


def minutes(framework: Framework, *, scans: int = 0, obstacles: int = 0, items: int = 0) -> Fraction:
    """How long so many questions take, in minutes (own choice: `pace` in the data)."""
    pace = framework.choices.pace
    return pace.scan * scans + pace.obstacle * obstacles + pace.item * items
