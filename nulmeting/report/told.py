"""Told: what documents for several outsiders say of a board, from what may be shared and the words alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from nulmeting.report.blocks import Block, Bullets, Facts, Figure, Heading, Paragraph
from nulmeting.report.shared import Shared
from nulmeting.scoring import Mean
from nulmeting.sentences import between, reasons
from nulmeting.words import Words

Figures = Mapping[str, Figure]
"""The charts of what may be shared, by their ids."""

# So many domains are named in a sentence; more of them are counted.
_NAMED = 6

# So many of the highest and the lowest are named, where there are that many of both.
_ENDS = 3


def total(shared: Shared, words: Words, who: str) -> str:
    """The mean of all domains with what it may turn out to be, or why there is none; `who` tells whose it is (`board` or `we`)."""
    mean, key = shared.total, f"report.shared.{who}.total"
    if mean.figure is not None:
        exact = words.number(mean.low) == words.number(mean.high)
        return words(f"{key}-exact" if exact else key, score=words.number(mean.figure), bottom=shared.bottom, top=shared.top,
                     target=shared.target, range=between(mean, words))
    if shared.known:
        return words(f"{key}-none", known=shared.known, applicable=shared.applicable)
    return words(f"{key}-unknown" if shared.unknown else f"{key}-nothing")


def kind(shared: Shared, words: Words, who: str) -> str:
    """How policy and practice stand to each other in one sentence; empty while that cannot be said."""
    if shared.type is None:
        return ""
    heights = "-".join("high" if shared.type.high[side] else "low" for side in shared.axes)
    return words(f"report.shared.{who}.kind.{heights}")


def in_short(shared: Shared, words: Words) -> Iterator[Block]:
    """The result in a few sentences that one can read out in a meeting."""
    yield Heading(words("report.brief"))
    yield Paragraph(words("report.shared.measured", owner=shared.owner) + " " + total(shared, words, "board"), tone="lead")
    if shared.known:
        yield Paragraph(" ".join((_below(shared, words), *_kind_of_board(shared, words))))
    if shared.reference:
        part, mean = shared.reference
        yield Paragraph(words("report.shared.reference", part=words(f"part.{part}"), mean=words.number(mean), text=words("reference")), tone="quiet")


def _kind_of_board(shared: Shared, words: Words) -> Iterator[str]:
    if shared.type is None:
        yield words("report.shared.type-none")
    else:
        yield kind(shared, words, "board")
        key = "type-provisional" if shared.type.provisional else "type"
        yield words(f"report.shared.{key}", type=words(f"type.{shared.type.id}.name"))


def _below(shared: Shared, words: Words) -> str:
    if shared.meets_target:
        return words("result.meets")
    key = "below-guess" if not shared.answered else "below-estimated" if shared.below_target_estimated else "below"
    return words(f"report.shared.{key}", count=shared.below_target,
                 estimated=shared.below_target_estimated, known=shared.known, target=shared.target)


def measured(shared: Shared, words: Words) -> Iterator[Block]:
    """What was measured, when, and by how many."""
    yield Heading(words("report.shared.what"))
    yield Paragraph(words("report.shared.with", edition=words("edition"), counts=counted(shared, words)) + " " + words("reasons.ladder"))
    people = "people-none" if shared.people == 0 else "people-few" if shared.people is None else "people"
    schools = words("report.shared.school" if shared.schools == 1 else "report.shared.schools", count=shared.schools)
    answers = [words(f"report.shared.part-{name}", count=count) for name, count in (
        ("answered", shared.answered), ("estimated", shared.estimated), ("missing", shared.unknown + shared.blank)) if count]
    yield Facts((
        (words("report.cover.round"), words("report.shared.round", round=shared.round, month=words.month(shared.start))),
        (words("report.shared.head.people"), words(f"report.shared.{people}", count=shared.people, cell=shared.cell, schools=schools)),
        (words("report.shared.head.known"), words("report.shared.known", parts=answers, applicable=shared.applicable)),
    ))


def counted(shared: Shared, words: Words) -> str:
    """How many items are the publisher's and how many are ours."""
    return words("counts.items", official=shared.official, own=shared.own, domains=len(shared.domains))


def standing(shared: Shared, figures: Figures, words: Words) -> Iterator[Block]:
    """Where the board stands: parts, paper against practice, and every domain as a chart."""
    shown = {part: mean for part, mean in shared.parts.items() if mean.figure is not None}
    if not shown and not figures:
        return
    yield Heading(words("report.shared.standing"), own_page=bool(figures))
    lines = [words("report.shared.part", name=words(f"part.{part}"), score=words.number(mean.figure)) for part, mean in shown.items()]
    pairs = [(domain.paper, domain.practice) for domain in shared.domains.values() if domain.paper is not None and domain.practice is not None]
    if shared.total.figure is not None and pairs:
        lines.append(words("report.shared.sides", paper=words.number(shared.axes["paper"].score),
                           practice=words.number(shared.axes["practice"].score)))
        lines.append(words("report.shared.sides-domains", paper=sum(1 for paper, practice in pairs if paper > practice),
                           practice=sum(1 for paper, practice in pairs if paper < practice), all=len(pairs)))
    if lines:
        yield Paragraph(" ".join(lines))
    yield from figures.values()


def ends(shared: Shared) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The few domains that stand highest, and the few below the target that stand lowest; none of several that stand equal is picked."""
    shown = {id_: domain.mean.figure for id_, domain in shared.domains.items() if domain.mean.figure is not None}
    if len(shown) <= 2 * _ENDS:
        return (), ()
    upwards = sorted(shown, key=lambda domain: shown[domain])
    low = tuple(domain for domain in _apart(upwards, shown) if shown[domain] < shared.target)
    return _apart(upwards[::-1], shown), low


def _apart(order: Sequence[str], shown: Mapping[str, Fraction]) -> tuple[str, ...]:
    """As many of the first few as are told apart from the one that comes next."""
    return next((tuple(order[:count]) for count in range(_ENDS, 0, -1) if shown[order[count - 1]] != shown[order[count]]), ())


def unknown(shared: Shared, words: Words) -> Iterator[Block]:
    """What is not known or not shown yet; nothing where all is answered and shown."""
    lines = [
        words(f"report.shared.unknown.{name}", count=count, cell=shared.cell) for name, count in (
            ("unknown", shared.unknown), ("blank", shared.blank), ("estimated", shared.estimated), ("open", shared.open or 0),
        ) if count
    ]
    hidden = [id_ for id_, domain in shared.domains.items() if domain.mean.applicable and domain.mean.figure is None]
    if hidden and shared.known:
        lines.append(words("report.shared.unknown.domains", domains=[words(f"domain.{id_}") for id_ in hidden]) if len(hidden) <= _NAMED
                     else words("report.shared.unknown.domains-many", count=len(hidden), all=len(shared.domains)))
    if lines:
        yield Heading(words("report.shared.unknown.title"))
        yield Bullets(tuple(lines))


def decided(shared: Shared, words: Words) -> Iterator[Block]:
    """What the board decided, in numbers, and the hours it takes."""
    made = shared.decisions
    yield Heading(words("report.shared.decided.title"))
    if made.planned + made.done + made.declined:
        pairs = [(words(f"report.shared.decided.{name}"), str(count)) for name, count in (
            ("planned", made.planned), ("done", made.done), ("declined", made.declined))]
        if made.proposed:
            pairs.append((words("report.shared.decided.proposed"), words("report.shared.decided.of", count=made.proposed_planned, all=made.proposed)))
        yield Facts(tuple(pairs))
    else:
        key = "none" if made.proposed else "meets" if shared.meets_target else "nothing"
        yield Paragraph(words(f"report.shared.decided.{key}", count=made.proposed))
    if shared.years:
        yield Paragraph(years(shared, words))


def years(shared: Shared, words: Words) -> str:
    """How many hours a month there are, how many it takes, and what there is to buy."""
    takes = shared.years
    assert takes is not None
    lines = [
        words("report.shared.years.hours", capacity=words.number(takes.capacity, 0), needed=words.number(takes.needed, 0),
              end=words.month(takes.end)),
        words("report.shared.years.cost" if takes.cost else "report.shared.years.free", cost=f"{takes.cost:,}".replace(",", ".")),
    ]
    if shared.unknown or shared.blank:
        lines.append(words("report.shared.years.unknown"))
    return " ".join(lines)


def over_time(shared: Shared, words: Words) -> Iterator[Block]:
    """What changed since the round before; nothing where there is none."""
    before = shared.before
    if before is None:
        return
    yield Heading(words("report.shared.before.title"))
    lines = []
    if before.total is not None and shared.total.figure is not None:
        lines.append(words("report.shared.before.total", round=before.round, then=words.number(before.total), now=words.number(shared.total.figure)))
    else:
        lines.append(words("report.shared.before.no-total", round=before.round))
    if before.compared:
        lines.append(words("report.shared.before.domains", up=len(before.up), down=len(before.down), all=before.compared))
    for name, domains in (("up", before.up), ("down", before.down)):
        if domains and len(domains) <= _NAMED:
            lines.append(words(f"report.shared.before.{name}", domains=[words(f"domain.{domain}") for domain in domains]))
    yield Paragraph(" ".join(lines))
    if before.changed:
        yield Paragraph(words("report.shared.before.why", count=sum(before.changed.values()), parts=reasons(before.changed, words)))
    if fates := [words(f"overtime.fates.{fate}", count=count) for fate, count in before.fates.items()]:
        yield Paragraph(words("report.shared.before.decided", parts=fates))


def means(shared: Shared) -> dict[str, Mean]:
    """The means by domain, as a chart wants them."""
    return {id_: domain.mean for id_, domain in shared.domains.items()}
