"""Sector: many boards together as a document, for a consultant without any board's name in it, or for one board with its own place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from nulmeting.charts import count_text, distribution, domain_name, item_name, shares, spread_cells
from nulmeting.framework import Advice
from nulmeting.gathering import Gathered
from nulmeting.report.blocks import Block, Bullets, Card, Document, Facts, Heading, Paragraph, Table
from nulmeting.report.parts import as_figure
from nulmeting.sector import GROUPS, NO_TYPE, PROVISIONAL, TOTAL, Shared, grouped
from nulmeting.words import Words

# So many of what is shared are listed; the rest stands in the figures to take along.
_GAPS, _ACTIONS, _FIRSTS = 20, 8, 3


def sector_document(found: Gathered, words: Words) -> Document:
    """Many boards together. With an own board it is that board's copy: its name, and its place; no other name, and else none at all."""
    own = found.own is not None
    blocks = [*_short(found, words), *_domains(found, words), *_types(found, words), *_obstacles(found, words), *_gaps(found, words),
              *_actions(found, words), *_method(found, words)]
    for_whom = "own" if own else "all"
    return Document(
        "sector-bestuur" if own else "sector", words.language, words("sector.title"), words(f"sector.for.{for_whom}"),
        found.name if own else words("sector.owner"), tuple(_cover(found, words)), words(f"sector.confidential.{for_whom}"), words("sector.fixed"),
        words.below("report.page"), tuple(blocks),
    )


def _cover(found: Gathered, words: Words) -> Iterator[tuple[str, str]]:
    if found.name:
        yield words("sector.cover.own"), found.name
    yield words("sector.cover.boards"), str(found.sector.boards)
    yield words("sector.cover.edition"), words("edition")
    if found.examples:
        yield words("sector.cover.examples"), str(found.examples)


def _short(found: Gathered, words: Words) -> Iterator[Block]:
    sector, own = found.sector, found.own
    yield Heading(words("sector.short"))
    spread = sector.spreads[TOTAL]
    if spread.quartiles:
        low, middle, high = (words.number(value) for value in spread.quartiles)
        yield Paragraph(words("sector.half", boards=sector.boards, low=low, middle=middle, high=high, target=found.framework.target), tone="lead")
    else:
        yield Paragraph(words("sector.no-half", boards=sector.boards), tone="lead")
    if own:
        quarter = own.quarters.get(TOTAL)
        place = words("sector.own.unknown") if quarter is None else words(f"sector.own.{_QUARTERS[quarter]}")
        score = own.scores.get(TOTAL)
        yield Paragraph(words("sector.own.total", number=words.number(score), place=place) if score is not None else place, tone="mark")
        if own.type not in (PROVISIONAL, NO_TYPE):
            yield Paragraph(words("result.type.is", type=words(f"type.{own.type}.name")))
    firsts = [("gaps", "item", sector.gaps), *((group, "action", grouped(found.framework, sector, group)) for group in ("buy", "together"))]
    for name, kind, shared in firsts:
        if shared:
            yield Paragraph(words(f"sector.firsts.{name}"))
            yield Bullets(tuple(words(f"{kind}.{each.id}.title") for each in shared[:_FIRSTS]))
    yield Paragraph(words("sector.no-sample"), tone="quiet")
    if found.others:
        yield Paragraph(words("sector.others", parts=[words("sector.other", edition=edition, count=count)
                                                      for edition, count in found.others.items()]))
    if found.broken:
        yield Paragraph(words("sector.broken-one" if len(found.broken) == 1 else "sector.broken", count=len(found.broken)))
    if found.examples:
        yield Paragraph(words("sector.examples", count=found.examples, boards=sector.boards))


_QUARTERS = {-1: "low", 0: "middle", 1: "high"}


def _domains(found: Gathered, words: Words) -> Iterator[Block]:
    chart = distribution(found.framework, found.sector, words, found.own)
    yield Heading(words("sector.domains"), own_page=True)
    yield from _drawn(as_figure(chart))
    sums = [(TOTAL, words("result.all")), *((part, words(f"part.{part}")) for part in found.framework.parts)]
    rows = [
        (name, *spread_cells(found.sector.spreads[id_], words), *((words.number(found.own.scores.get(id_)),) if found.own else ()))
        for id_, name in sums
    ]
    yield Table(words("sector.domains-table"), chart.head, (*rows, *chart.rows), (3.6, 1.4, *([1.5] * (len(chart.head) - 2))),
                words("sector.domains-note"))


def _drawn(figure: Block | None) -> Iterator[Block]:
    if figure is not None:
        yield figure


def _types(found: Gathered, words: Words) -> Iterator[Block]:
    framework, own = found.framework, found.own
    yield Heading(words("sector.types-heading"), own_page=True)
    yield Paragraph(words("sector.types-intro"))
    yield from _drawn(as_figure(shares(framework, found.sector, words, own)))
    for kind in framework.choices.types.list:
        yield Card(
            words(f"type.{kind.id}.name"),
            (Facts(((words("sector.head.boards"), count_text(found.sector.types[kind.id], words)),
                    (words("sector.types-needs"), words(f"type.{kind.id}.needs")))),
             Bullets(_advice(found, words, lambda advice: advice.types, kind.id))),
        )


def _advice(found: Gathered, words: Words, is_for: Callable[[Advice], tuple[str, ...]], id_: str) -> tuple[str, ...]:
    return tuple(words(f"advice.{advice.id}.title") for advice in found.framework.advice if id_ in is_for(advice))


def _obstacles(found: Gathered, words: Words) -> Iterator[Block]:
    framework, sector, own = found.framework, found.sector, found.own
    obstacles = framework.choices.obstacles
    yield Heading(words("sector.obstacles"))
    rows = [
        (words(f"obstacle.{obstacle.id}.low"), count_text(sector.obstacles[obstacle.id], words),
         " ".join(_advice(found, words, lambda advice: advice.obstacles, obstacle.id)),
         *((_yes(words, obstacle.id in own.obstacles),) if own else ()))
        for obstacle in obstacles
    ]
    head = [words(f"sector.head.{name}") for name in ("obstacle", "boards", "helps", *(("yours",) if own else ()))]
    yield Table(words("sector.obstacles-table"), tuple(head), tuple(rows), (3, 1.4, 5, *((1.4,) if own else ())), words("sector.obstacles-note"))
    told = [obstacle for obstacle in obstacles if sector.needs[obstacle.id]]
    if told:
        names = [*((kind.id, words(f"type.{kind.id}.name")) for kind in framework.choices.types.list),
                 *((kind, words(f"sector.type.{kind}")) for kind in (PROVISIONAL, NO_TYPE))]
        yield Table(
            words("sector.needs"), (words("sector.head.type"), *(words(f"obstacle.{obstacle.id}.name") for obstacle in told)),
            tuple((name, *(_quarter(sector.needs[obstacle.id].get(kind), words) for obstacle in told)) for kind, name in names),
            note=words("sector.needs-note"),
        )
    else:
        yield Paragraph(words("sector.needs-hidden"), tone="quiet")


def _quarter(quarter: int | None, words: Words) -> str:
    return words("sector.count.hidden") if quarter is None else words(f"sector.quarter.{quarter}")


def _gaps(found: Gathered, words: Words) -> Iterator[Block]:
    framework, sector, own = found.framework, found.sector, found.own
    yield Heading(words("sector.gaps"), own_page=True)
    if not sector.gaps:
        yield Paragraph(words("sector.nothing-shared"))
        return
    yield Paragraph(words("sector.gaps-intro", target=framework.target))
    head = [words(f"sector.head.{name}") for name in ("item", "domain", "boards", "marks", *(("yours",) if own else ()))]
    rows = []
    for shared in sector.gaps[:_GAPS]:
        item = framework.items[shared.id]
        rows.append((
            item_name(framework, words, item.id), words(f"domain.{item.domain}"), count_text(shared.boards, words),
            words("sector.law") if framework.is_duty(item) else "", *((_yes(words, item.id in own.gaps),) if own else ()),
        ))
    yield Table(words("sector.gaps-table"), tuple(head), tuple(rows), (4.6, 3.6, 1.5, 1.4, *((1.4,) if own else ())),
                _more(sector.gaps, _GAPS, words))


def _actions(found: Gathered, words: Words) -> Iterator[Block]:
    yield Heading(words("sector.actions"), own_page=True)
    if not found.sector.actions:
        yield Paragraph(words("sector.nothing-shared"))
        return
    yield Paragraph(words("sector.actions-intro"))
    for group in GROUPS:
        shared = grouped(found.framework, found.sector, group)
        if shared:
            yield Heading(words(f"sector.group.{group}.title"), 2)
            owners = dict.fromkeys(words(f"role.{found.framework.actions[each.id].owner}") for each in shared)
            yield Paragraph(words(f"sector.group.{group}.intro", owners=words.listed(owners)))
            yield _action_table(found, words, group, shared)


def _action_table(found: Gathered, words: Words, group: str, shared: tuple[Shared, ...]) -> Table:
    framework, own = found.framework, found.own
    buy = group == "buy"
    head = [words(f"sector.head.{name}")
            for name in ("action", "owner", "cost" if buy else "hours", "boards", *(("yours",) if own else ()))]
    rows = []
    for each in shared[:_ACTIONS]:
        action = framework.actions[each.id]
        size = words("sector.euro", cost=f"{action.cost:,}".replace(",", ".")) if buy else words.hours(action.hours)
        rows.append((words(f"action.{action.id}.title"), words(f"role.{action.owner}"), size, count_text(each.boards, words),
                     *((_yes(words, action.id in own.actions),) if own else ())))
    return Table(words(f"sector.group.{group}.table"), tuple(head), tuple(rows), (5, 2.3, 1.8, 1.5, *((1.4,) if own else ())),
                 _more(shared, _ACTIONS, words))


def _more(shared: tuple[Shared, ...], listed: int, words: Words) -> str:
    return words("sector.more", listed=listed, count=len(shared)) if len(shared) > listed else ""


def _yes(words: Words, holds: bool) -> str:
    return words("sector.yes" if holds else "sector.no")


def _method(found: Gathered, words: Words) -> Iterator[Block]:
    cell = found.framework.choices.sector.cell
    yield Heading(words("sector.method"), own_page=True)
    yield Paragraph(words("reasons.sector"))
    for name in ("numbers", "counts", "extremes", "actions", *(("again",) if found.own is None else ("place",))):
        yield Paragraph(words(f"sector.how.{name}", cell=cell, most=cell - 1))


def sector_rows(found: Gathered, words: Words) -> list[tuple[Any, ...]]:
    """The figures of a sector to take along, a head and a row a number: table, id, name, which number, lowest, highest.

    Lowest and highest are equal where the number is told exactly; None where it is not told. Levels have one decimal, shares are
    0–1. No board is in them, nor the own one.
    """
    framework, sector = found.framework, found.sector
    rows: list[tuple[Any, ...]] = [("table", "id", "name", "what", "low", "high")]

    def add(*row: Any) -> None:
        rows.append(row)

    named = [*((domain, domain_name(framework, words, domain)) for domain in framework.domain),
             *((part, words(f"part.{part}")) for part in framework.parts), (TOTAL, words("result.all"))]
    for id_, name in named:
        spread = sector.spreads[id_]
        add("levels", id_, name, "boards", spread.boards.low, spread.boards.high)
        for what, value in zip(("quarter", "middle", "three-quarters"), spread.quartiles or (None, None, None), strict=True):
            number = None if value is None else round(float(value), 1)
            add("levels", id_, name, what, number, number)
    for kind, count in sector.types.items():
        add("types", kind, words(f"sector.type.{kind}" if kind in (PROVISIONAL, NO_TYPE) else f"type.{kind}.name"), "boards", count, count)
    for obstacle, told in sector.obstacles.items():
        add("obstacles", obstacle, words(f"obstacle.{obstacle}.name"), "boards", told and told.low, told and told.high)
        for kind, quarter in sector.needs[obstacle].items():
            add("needs", f"{obstacle}/{kind}", words(f"obstacle.{obstacle}.name"), "share", quarter / 4, (quarter + 1) / 4)
    for table, of, title in (("gaps", sector.gaps, "item"), ("actions", sector.actions, "action")):
        for shared in of:
            add(table, shared.id, words(f"{title}.{shared.id}.title"), "boards", shared.boards.low, shared.boards.high)
    return rows
