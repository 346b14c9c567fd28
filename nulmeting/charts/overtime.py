"""Overtime: two rounds of a board side by side."""

from __future__ import annotations

from nulmeting.charts.axis import Axis, target_key
from nulmeting.charts.layout import Chart, made, nothing
from nulmeting.charts.marks import SMALL, SOFT
from nulmeting.charts.phrases import domain_name, short, where
from nulmeting.charts.rows import LABEL, Row, with_rows
from nulmeting.charts.sheet import Sheet
from nulmeting.compare import Comparison
from nulmeting.words import Words


def rounds(comparison: Comparison, words: Words) -> Chart:
    """Per domain the mean of the round before and of this one, with a line from then to now; domains without both are left out."""
    framework = comparison.after.framework
    pairs = {
        domain.id: (then, now) for domain in framework.domains
        if (trend := comparison.domains.get(domain.id)) and (then := trend.then) is not None and (now := trend.now) is not None
    }
    if not pairs:
        return nothing("rounds", words("chart.rounds.none"))
    up = sum(1 for then, now in pairs.values() if now > then)
    down = sum(1 for then, now in pairs.values() if now < then)
    widest = max(pairs, key=lambda domain: abs(pairs[domain][1] - pairs[domain][0]))

    def numbers(domain: str) -> dict[str, str]:
        return {"then": words.number(pairs[domain][0]), "now": words.number(pairs[domain][1])}

    title = words("chart.rounds.title" if up else "chart.rounds.title-none", where=where(words, up, len(pairs)))
    alt = [
        words("chart.rounds.alt", up=up, down=down, same=len(pairs) - up - down),
        words("chart.rounds.widest", domain=short(words, widest), **numbers(widest)) if up or down else "",
    ]
    heads = words("chart.rounds.then", round=comparison.before.round.id), words("chart.rounds.now", round=comparison.after.round.id)

    def draw(sheet: Sheet) -> None:
        axis = Axis(framework, *((8.0, sheet.width - 12) if sheet.narrow else (LABEL + 30, sheet.width - 110)))

        def draw_row(row: Row) -> None:
            then, now = (axis.at(value) for value in pairs[row.domain.id])
            sheet.line(then, row.middle, now, row.middle, SOFT, 2.5)
            sheet.dot(then, row.middle, 5, open=True)
            sheet.dot(now, row.middle, 5)
            if not sheet.narrow:
                sheet.lines(sheet.width, row.middle, [words("chart.rounds.row", **numbers(row.domain.id))], SMALL, anchor="end", colour=SOFT)

        sheet.key((
            (lambda x, y: sheet.dot(x, y, 5, open=True), heads[0]),
            (lambda x, y: sheet.dot(x, y, 5), heads[1]),
            target_key(sheet, framework, words),
        ))
        sheet.y += 6
        with_rows(sheet, axis, words, pairs, draw_row)

    rows = [(domain_name(framework, words, domain), *numbers(domain).values()) for domain in pairs]
    return made("rounds", title, alt, (words("result.head.domain"), *heads), rows, draw)
