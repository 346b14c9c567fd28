"""People: how far apart people answered, and who thinks the higher of it."""

from __future__ import annotations

from nulmeting import scoring
from nulmeting.charts.layout import Chart, made
from nulmeting.charts.marks import ACCENT, HATCH, LEADING, PAPER, SMALL, SOFT
from nulmeting.charts.measure import tall, wrapped
from nulmeting.charts.phrases import domain_name, short, where
from nulmeting.charts.rows import LABEL, row_label, rows_of
from nulmeting.charts.sheet import Sheet
from nulmeting.meeting import on_the_table
from nulmeting.outcome import Outcome
from nulmeting.words import Words


def people(outcome: Outcome, words: Words) -> Chart | None:
    """How far apart people are per domain, and whether the board rates it higher than who does the work; None if neither may be shown.

    How far apart is told of those alone who let the others see their answers: with two people it is the answer of the other.
    """
    framework = outcome.framework
    spread = scoring.domain_spread(framework, on_the_table(outcome.round))
    perceived = scoring.perception_gap(framework, outcome.round)
    domains = [domain.id for domain in framework.domains if domain.id in spread or domain.id in perceived]
    if not domains:
        return None
    higher, lower = (sum(1 for value in perceived.values() if value * sign > 0) for sign in (1, -1))
    widest = max(spread, key=lambda domain: spread[domain], default="")
    apart = words("chart.people.widest", domain=short(words, widest), number=words.number(spread[widest])) if widest else ""
    if higher > lower or lower > higher:
        kind = "higher" if higher > lower else "lower"
        title = words(f"chart.people.title-{kind}", where=where(words, max(higher, lower), len(perceived)))
    else:
        title = apart or words("chart.people.title-same")
    alt = [
        apart if apart != title else "",
        words("chart.people.alt", higher=higher, lower=lower, all=len(perceived)) if perceived else words("chart.people.unshown"),
    ]
    most = framework.top - framework.levels[0]

    def draw(sheet: Sheet) -> None:
        first = 0.0 if sheet.narrow else LABEL + 28
        room = (sheet.width - first - 24) / 2
        zero = first + room + 24 + room / 2
        heads = [(first, "start", wrapped(words("chart.people.head-spread"), room, SMALL)),
                 (zero - 8, "end", wrapped(words("chart.people.head-lower"), room / 2 - 8, SMALL)),
                 (zero + 8, "start", wrapped(words("chart.people.head-higher"), room / 2 - 8, SMALL))]
        for x, anchor, lines in heads:
            for number, line in enumerate(lines):
                sheet.text(x, SMALL * (1.1 + number * LEADING), line, size=SMALL, anchor=anchor, weight=600)
        sheet.y = max(tall(lines, SMALL) for _, _, lines in heads) + 2
        rows = rows_of(sheet, framework, words, domains)
        for row in rows:
            row_label(sheet, row)
            sheet.line(zero, row.top, zero, row.bottom, SOFT)
            value = spread.get(row.domain.id)
            if value is not None:
                length = (room - 34) * float(value / most)
                sheet.box(first, row.middle - 6, length, 12, fill=SOFT)
                sheet.lines(first + length + 7, row.middle, [words.number(value)], SMALL)
            gap = perceived.get(row.domain.id)
            if gap is not None:
                length = (room / 2 - 34) * float(gap / most)
                # Right of the middle a full bar, left of it a hatched one: also told apart in grey.
                sheet.box(min(zero, zero + length), row.middle - 6, abs(length), 12, fill=ACCENT if gap > 0 else PAPER, line=ACCENT,
                          hatch="" if gap > 0 else HATCH)
                sheet.lines(zero + length + (7 if gap >= 0 else -7), row.middle, [words.number(abs(gap))], SMALL,
                            anchor="start" if gap >= 0 else "end")
        sheet.y = rows[-1].bottom + 8

    rows = [
        (domain_name(framework, words, domain), words.number(spread.get(domain)), words.number(perceived.get(domain)))
        for domain in domains
    ]
    head = [words("result.head.domain"), words("chart.people.head-spread"), words("chart.people.head-perceived")]
    return made("people", title, alt, head, rows, draw, [words("chart.people.note")])
