"""Sides: per domain what is on paper beside what is done."""

from __future__ import annotations

from nulmeting import scoring
from nulmeting.charts.axis import Axis, target_key
from nulmeting.charts.layout import Chart, made, nothing
from nulmeting.charts.marks import SMALL, SOFT
from nulmeting.charts.phrases import domain_name, short, where
from nulmeting.charts.rows import LABEL, Row, with_rows
from nulmeting.charts.sheet import Sheet
from nulmeting.framework import SIDES
from nulmeting.outcome import Outcome
from nulmeting.words import Words


def sides(outcome: Outcome, words: Words) -> Chart:
    """Paper beside practice per domain, and which of the two is ahead; domains without both are left out."""
    framework = outcome.framework
    means = {side: scoring.domain_sides(framework, outcome.sides, side) for side in SIDES}
    pairs = {
        domain.id: (paper.score, practice.score) for domain in framework.domains
        if (paper := means["paper"].get(domain.id)) is not None and (practice := means["practice"].get(domain.id)) is not None
        and paper.score is not None and practice.score is not None
    }
    if not pairs:
        return nothing("sides", words("chart.sides.none"))
    ahead = {domain: paper - practice for domain, (paper, practice) in pairs.items()}
    paper_first = sum(1 for value in ahead.values() if value > 0)
    practice_first = sum(1 for value in ahead.values() if value < 0)
    kind = ("same" if not paper_first else "even") if paper_first == practice_first else "paper" if paper_first > practice_first else "practice"
    title = words(f"chart.sides.title-{kind}", where=where(words, max(paper_first, practice_first), len(pairs)))
    widest = max(ahead, key=lambda domain: abs(ahead[domain]))
    alt = [
        words("chart.sides.alt", paper=paper_first, practice=practice_first, same=len(pairs) - paper_first - practice_first),
        words("chart.sides.widest", domain=short(words, widest), paper=words.number(pairs[widest][0]),
              practice=words.number(pairs[widest][1])) if ahead[widest] else "",
    ]

    def difference(domain: str) -> str:
        value = ahead[domain]
        number = words.number(abs(value))
        # What rounds to nothing is shown as nothing.
        if number == words.number(0):
            return words("chart.sides.equal")
        return words("chart.sides.paper" if value > 0 else "chart.sides.practice", number=number)

    def draw(sheet: Sheet) -> None:
        axis = Axis(framework, *((8.0, sheet.width - 12) if sheet.narrow else (LABEL + 30, sheet.width - 160)))

        def draw_row(row: Row) -> None:
            paper, practice = pairs[row.domain.id]
            sheet.line(axis.at(paper), row.middle, axis.at(practice), row.middle, SOFT, 2.5)
            sheet.dot(axis.at(paper), row.middle, 7, shape="square", open=True)
            sheet.dot(axis.at(practice), row.middle, 5)
            if not sheet.narrow:
                sheet.lines(sheet.width, row.middle, [difference(row.domain.id)], SMALL, anchor="end", colour=SOFT)

        sheet.key((
            (lambda x, y: sheet.dot(x, y, 7, shape="square", open=True), words("side.paper")),
            (lambda x, y: sheet.dot(x, y, 5), words("side.practice")),
            target_key(sheet, framework, words),
        ))
        sheet.y += 6
        with_rows(sheet, axis, words, pairs, draw_row)

    rows = [
        (domain_name(framework, words, domain), words.number(paper), words.number(practice), difference(domain))
        for domain, (paper, practice) in pairs.items()
    ]
    head = [words("result.head.domain"), words("side.paper"), words("side.practice"), words("chart.sides.head")]
    return made("sides", title, alt, head, rows, draw, [words("chart.sides.note")])
