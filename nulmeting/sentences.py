"""Sentences: what an outcome says in a few plain lines, the same on the page, in the terminal and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from nulmeting.compare import EDITION_HOW, FATES, NEW, Comparison
from nulmeting.framework import FIND_OUT, Framework
from nulmeting.outcome import Outcome
from nulmeting.scoring import Mean
from nulmeting.words import Words

READ_FIRST = ("improved", "worsened", "judged", "known", "unknown", "scope", "edition", "carried")
"""The reasons of a difference in the order in which a board wants to read them."""

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


def domain_title(framework: Framework, words: Words, domain: str) -> str:
    """The name of a domain with its part and number."""
    known = framework.domain[domain]
    return words("result.domain", part=words(f"part.{known.part}"), number=known.number, name=words(f"domain.{domain}"))


def person(outcome: Outcome, words: Words, role: str) -> str:
    """Who does what a role does, as this board calls it: the function it filled in, else the role."""
    function = outcome.round.settings.functions.get(role)
    return function or words(f"role.{role}")


def capital(text: str) -> str:
    """A text as it stands at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def over_time(comparison: Comparison, words: Words) -> list[str]:
    """What changed since last round in three sentences that one can read out in a meeting: the mean, the items, the decisions."""
    total, round_, target = comparison.total, comparison.before.round.id, comparison.after.framework.target
    then, now = words.number(total.then), words.number(total.now)
    if total.change is None:
        first = words("overtime.no-total")
    else:
        first = words("overtime.total-same" if then == now else "overtime.total", now=now, then=then, round=round_, target=target)
    count = len(comparison.differences)
    if not count:
        second = words("overtime.unchanged")
    else:
        second = words("overtime.changed-one" if count == 1 else "overtime.changed", count=count, parts=reasons(comparison.counts, words))
    fates = Counter(fate.fate for fate in comparison.decisions)
    parts = [words(f"overtime.fates.{fate}", count=fates[fate]) for fate in FATES if fates[fate] and fate != "declined"]
    third = words("overtime.decided", parts=parts) if parts else waiting(comparison, words)
    return [first, second, third]


def reasons(counts: Mapping[str, int], words: Words) -> list[str]:
    """How many items differ for each reason."""
    return [words(f"overtime.counted.{explanation}", count=counts[explanation]) for explanation in READ_FIRST if explanation in counts]


def waiting(comparison: Comparison, words: Words) -> str:
    """How many items still have last round's answer."""
    if not comparison.waiting:
        return words("overtime.all-seen")
    return words("overtime.waiting", count=len(comparison.waiting), all=len(comparison.after.framework.items))


def edition_report(comparison: Comparison, words: Words, words_before: Words) -> list[tuple[str, list[str]]]:
    """What a new edition did to the items of last round, under a heading each, with both titles: nothing goes without a word.

    Empty where both rounds have one edition. `words_before` are the words of the edition before.
    """
    if comparison.after.framework.edition == comparison.before.framework.edition:
        return []
    gone = sum(1 for change in comparison.carry if change.how != NEW)
    all_ = len(comparison.before.framework.items)
    found: list[tuple[str, list[str]]] = [(words("overtime.edition.same", count=all_ - gone, all=all_), [])]
    for how in EDITION_HOW:
        titles = []
        for change in comparison.carry:
            if change.how == how:
                old = words_before(f"item.{change.was}.title") if change.was else ""
                new = words(f"item.{change.item}.title") if change.item else ""
                titles.append(words("overtime.edition.renamed", old=old, new=new) if old and new and old != new else new or old)
        if titles:
            found.append((words(f"overtime.edition.{how}"), titles))
    if comparison.left:
        found.append((words("overtime.edition.left", count=len(comparison.left)), []))
    return found


def day(words: Words, value: str) -> str:
    """A date as people say it; one that somebody wrote otherwise stays as it is."""
    try:
        read = date.fromisoformat(value)
    except ValueError:
        return value or words("plan.no-date")
    return words("format.day", day=read.day, month=words.month(f"{read:%Y-%m}"))


def lines(outcome: Outcome, words: Words, comparison: Comparison | None = None) -> list[str]:
    """The result of a board as a handful of plain lines: score, type, what changed since last round, gaps, five things."""
    found = [words("assess.head", name=outcome.round.settings.name, round=outcome.round.id), *summary(outcome, words)]
    if comparison:
        found.extend(over_time(comparison, words))
    if outcome.gaps.gaps:
        found.append(words("assess.gaps"))
        found.extend(f"  - {words(f'item.{gap.item}.title')}" for gap in outcome.gaps.gaps[:5])
    if outcome.plan.tomorrow:
        found.append(words("assess.five"))
    for number, thing in enumerate(outcome.plan.tomorrow, start=1):
        who = person(outcome, words, thing.option.owner)
        found.append(f"  {number}. {title(words, thing.option.id)} ({who}, {words.hours(thing.option.first_hours)})")
    return found
