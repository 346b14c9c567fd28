"""Shares: how many boards there are of each type, as far as it may be told."""

from __future__ import annotations

from nulmeting.charts.distribution import count_text
from nulmeting.charts.layout import Chart, made
from nulmeting.charts.marks import ACCENT, HATCH, PAPER, RANGE, SMALL, SOFT, TEXT
from nulmeting.charts.measure import tall, wrapped
from nulmeting.charts.sheet import Sheet
from nulmeting.framework import Framework
from nulmeting.sector import NO_TYPE, PROVISIONAL, Sector, Standing
from nulmeting.words import Words


def shares(framework: Framework, sector: Sector, words: Words, own: Standing | None = None) -> Chart:
    """A bar for each type, and for boards whose type is not certain or cannot be said; the own type is marked in its copy."""
    names = {kind.id: words(f"type.{kind.id}.name") for kind in framework.choices.types.list}
    names |= {kind: words(f"sector.type.{kind}") for kind in (PROVISIONAL, NO_TYPE)}
    known = {kind: count for kind, count in sector.types.items() if count is not None}
    certain = {kind: count for kind, count in known.items() if kind not in (PROVISIONAL, NO_TYPE)}
    if certain:
        most = max(certain, key=lambda kind: certain[kind])
        title = words("sector.types.title", type=names[most], count=certain[most], boards=sector.boards)
    else:
        title = words("sector.types.title-hidden", boards=sector.boards)
    alt = [words("sector.types.count", type=names[kind], count=count_text(count, words)) for kind, count in sector.types.items()]
    longest = max(known.values(), default=1)

    def draw(sheet: Sheet) -> None:
        label = sheet.width if sheet.narrow else 300.0
        left = 0.0 if sheet.narrow else label + 20
        room = sheet.width - left - (120 if sheet.narrow else 150)
        y = 4.0
        for kind, count in sector.types.items():
            mine = own is not None and own.type == kind
            weight = 700 if mine else 400
            lines = wrapped(names[kind], label, TEXT, weight)
            high = tall(lines)
            height = high + 34 if sheet.narrow else max(34.0, high + 12)
            middle = y + high + 14 if sheet.narrow else y + height / 2
            sheet.lines(0, y + high / 2 + 3 if sheet.narrow else middle, lines, weight=weight)
            length = 0.0 if count is None else room * count / longest
            certain_ = kind not in (PROVISIONAL, NO_TYPE)
            sheet.box(left, middle - 9, length, 18, fill=ACCENT if certain_ else PAPER, line=ACCENT if certain_ else RANGE,
                      hatch="" if certain_ else HATCH)
            said = [count_text(count, words)] + ([words("sector.types.own")] if mine else [])
            sheet.lines(left + length + (8 if length else 0), middle, [words("sector.types.beside", first=said[0], second=said[1])] if mine
                        else said, SMALL, colour=SOFT)
            y += height
        sheet.y = y + 6

    head = [words("sector.head.type"), words("sector.head.boards")]
    rows = [(names[kind], count_text(count, words)) for kind, count in sector.types.items()]
    return made("shares", title, alt, head, rows, draw, [words("sector.types.note")])
