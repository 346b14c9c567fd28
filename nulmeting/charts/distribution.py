"""Distribution: how many boards together lie on every domain, and where one of them is among them."""

from __future__ import annotations

from fractions import Fraction

from nulmeting.charts.axis import Axis, target_key
from nulmeting.charts.layout import Chart, made, nothing
from nulmeting.charts.marks import INK, RANGE, SMALL, SOFT, TEXT
from nulmeting.charts.phrases import domain_name, short, where
from nulmeting.charts.rows import LABEL, Row, with_rows
from nulmeting.charts.sheet import KeyEntry, Sheet
from nulmeting.framework import Framework
from nulmeting.sector import Count, Sector, Spread, Standing
from nulmeting.words import Words

# So many of the lowest are named in the words beside the chart.
_NAMED = 3


def distribution(framework: Framework, sector: Sector, words: Words, own: Standing | None = None) -> Chart:
    """The middle half of the boards on every domain, the board in the middle, and the own board if it is its copy.

    There is no mark for the lowest and the highest board: each is one board.
    """
    spreads = {domain: sector.spreads[domain] for domain in framework.domain}
    middles = {domain: spread.quartiles[1] for domain, spread in spreads.items() if spread.quartiles}
    if not middles:
        return nothing("distribution", words("sector.chart.none"))
    reached = sum(1 for middle in middles.values() if middle >= framework.target)
    title = words("sector.chart.title", where=where(words, reached, len(middles)), target=framework.target)
    # Many domains share the highest number; the lowest few are what can be told apart.
    lowest = [domain for domain in sorted(middles, key=lambda domain: middles[domain])[:_NAMED] if middles[domain] < max(middles.values())]
    alt = [words("sector.chart.lowest", domains=[words("chart.named", name=short(words, domain), number=words.number(middles[domain]))
                                                 for domain in lowest])] if lowest else []
    if own:
        quarters = [own.quarters[domain] for domain in framework.domain if domain in own.quarters]
        title = words("sector.chart.title-own", all=len(quarters), low=quarters.count(-1), middle=quarters.count(0), high=quarters.count(1))

    def draw(sheet: Sheet) -> None:
        axis = Axis(framework, *((8.0, sheet.width - 10) if sheet.narrow else (LABEL + 38, sheet.width - 130)))
        if not sheet.narrow:
            sheet.text(sheet.width, TEXT * 1.2, words("sector.head.middle"), size=SMALL, anchor="end", colour=SOFT)
        with_rows(sheet, axis, words, spreads, lambda row: _row(sheet, axis, row, spreads[row.domain.id], own, words))
        keys: list[KeyEntry] = [
            (lambda x, y: sheet.line(x - 12, y, x + 12, y, RANGE, 12), words("sector.chart.key-half")),
            (lambda x, y: sheet.line(x, y - 9, x, y + 9, INK, 3), words("sector.chart.key-middle")),
            target_key(sheet, framework, words),
        ]
        if own:
            keys.insert(0, ((lambda x, y: sheet.dot(x, y, 6.5)), words("sector.chart.key-own")))
        sheet.key(keys)

    head = [words(f"sector.head.{name}") for name in ("domain", "boards", "low", "middle", "high", *(("own",) if own else ()))]
    rows = [
        (domain_name(framework, words, domain), *spread_cells(spread, words), *((words.number(own.scores.get(domain)),) if own else ()))
        for domain, spread in spreads.items()
    ]
    return made("distribution", title, alt, head, rows, draw, [words("sector.chart.note")])


def spread_cells(spread: Spread, words: Words) -> tuple[str, ...]:
    """How many boards, and their quartiles, as cells of a table."""
    quartiles = spread.quartiles or (None, None, None)
    return (count_text(spread.boards, words), *(words.number(value) for value in quartiles))


def count_text(count: Count | int | None, words: Words) -> str:
    """A number of boards as far as it may be told, in words."""
    if count is None:
        return words("sector.count.hidden")
    if isinstance(count, int) or count.low == count.high:
        return str(count if isinstance(count, int) else count.low)
    if not count.low:
        return words("sector.count.few", most=count.high)
    return words("sector.count.range", low=count.low, high=count.high)


def _row(sheet: Sheet, axis: Axis, row: Row, spread: Spread, own: Standing | None, words: Words) -> None:
    if spread.quartiles:
        low, middle, high = spread.quartiles
        # A half that lies on one level still has to be seen.
        reach = Fraction(3, 100) if low == high else Fraction(0)
        sheet.line(axis.at(low - reach), row.middle, axis.at(high + reach), row.middle, RANGE, 12)
        reach_up = 10 if sheet.narrow else 12
        sheet.line(axis.at(middle), row.middle - reach_up, axis.at(middle), row.middle + reach_up, INK, 3)
        if not sheet.narrow:
            sheet.lines(sheet.width, row.middle, [words.number(middle)], weight=600, anchor="end")
    elif not sheet.narrow:
        sheet.lines(sheet.width, row.middle, [words("sector.count.hidden")], SMALL, anchor="end", colour=SOFT)
    if own and row.domain.id in own.scores:
        sheet.dot(axis.at(own.scores[row.domain.id]), row.middle, 6.5)
