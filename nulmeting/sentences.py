"""Sentences: what an outcome says in a few plain lines, the same on the page, in the terminal and on paper."""

from __future__ import annotations

from nulmeting.framework import FIND_OUT
from nulmeting.outcome import Outcome
from nulmeting.scoring import Mean
from nulmeting.words import Words

# A date further off than this says nothing to a board; then only the hours that are needed are named.
_FARTHEST_YEARS = 10


def summary(outcome: Outcome, words: Words) -> list[str]:
    """The result in three sentences that one can read out in a meeting."""
    scores, position = outcome.scores, outcome.position
    total = scores.total
    if total.score is None:
        first = words("result.no-total", answered=total.answered + total.estimated, applicable=total.applicable)
    elif total.low == total.high:
        first = words("result.total-exact", score=words.number(total.score), target=outcome.framework.target)
    else:
        first = words("result.total", score=words.number(total.score), range=between(total, words), target=outcome.framework.target)
    if position.id is None:
        second = words("result.type.none")
    else:
        name = words(f"type.{position.id}.name")
        second = words("result.type.provisional" if position.provisional else "result.type.is", type=name)
    if scores.meets_target:
        third = words("result.meets")
    else:
        third = words("result.below-estimated" if scores.below_target_estimated else "result.below", count=scores.below_target,
                      estimated=scores.below_target_estimated, applicable=total.applicable)
    return [first, second, third]


def between(mean: Mean, words: Words) -> str:
    """The lowest and highest a mean may turn out to be, as words."""
    return words("format.range", low=words.number(mean.low), high=words.number(mean.high))


def first_sentence(outcome: Outcome, words: Words) -> str:
    """When the target is reached at this capacity, and what it takes to be there by the end date in the data."""
    roadmap = outcome.plan.roadmap
    if outcome.scores.meets_target:
        return words("result.meets")
    if all(score.level is None for score in outcome.scores.items.values()):
        return words("plan.first.nothing")
    # What is not known, or what no action covers, is not in the hours: then they are for the rest.
    part = "" if roadmap.reached else "-rest"
    needed = words(
        f"plan.first.needed{part}" if roadmap.cost else f"plan.first.needed-unbought{part}", hours=words.number(roadmap.hours_a_month_needed, 0),
        end=words.month(outcome.framework.choices.plan.end), cost=f"{roadmap.cost:,}".replace(",", "."),
    )
    years = int(roadmap.reached[:4]) - int(outcome.round.settings.start_month[:4]) if roadmap.reached else 0
    if years > _FARTHEST_YEARS:
        return words("plan.first.far", capacity=words.number(roadmap.capacity, 0), years=_FARTHEST_YEARS) + " " + needed
    if roadmap.reached:
        return words("plan.first.reached", capacity=words.number(roadmap.capacity, 0), month=words.month(roadmap.reached)) + " " + needed
    unknown = any(score.level is None and score.state != "not_applicable" for score in outcome.scores.items.values())
    why = "plan.first.not-reached" if unknown else "plan.first.not-covered"
    return words(why, capacity=words.number(roadmap.capacity, 0)) + " " + needed


def title(words: Words, action: str) -> str:
    """What an action is called; a generated one is named after the item it finds out about."""
    if action.startswith(FIND_OUT):
        return words("plan.find-out.title", item=words(f"item.{action.removeprefix(FIND_OUT)}.title"))
    return words(f"action.{action}.title")


def person(outcome: Outcome, words: Words, role: str) -> str:
    """Who does what a role does, as this board calls it: the function it filled in, else the role."""
    function = outcome.round.settings.functions.get(role)
    return function or words(f"role.{role}")


def lines(outcome: Outcome, words: Words) -> list[str]:
    """The result of a board as a handful of plain lines: score, type, gaps, five things."""
    found = [words("assess.head", name=outcome.round.settings.name, round=outcome.round.id), *summary(outcome, words)]
    if outcome.gaps.gaps:
        found.append(words("assess.gaps"))
        found.extend(f"  - {words(f'item.{gap.item}.title')}" for gap in outcome.gaps.gaps[:5])
    if outcome.plan.tomorrow:
        found.append(words("assess.five"))
    for number, thing in enumerate(outcome.plan.tomorrow, start=1):
        who = person(outcome, words, thing.option.owner)
        found.append(f"  {number}. {title(words, thing.option.id)} ({who}, {words.hours(thing.option.first_hours)})")
    return found
