"""Sector: one board beside what is published about all boards."""

from __future__ import annotations

from nulmeting.charts.axis import Axis, target_key
from nulmeting.charts.layout import Chart, made
from nulmeting.charts.marks import ACCENT, INK, RANGE, TEXT
from nulmeting.charts.measure import wide
from nulmeting.charts.sheet import Sheet
from nulmeting.outcome import Outcome
from nulmeting.words import Words


def sector(outcome: Outcome, words: Words) -> Chart | None:
    """The mean of a board beside the mean and the range of the sector; None without a reference or with too little known."""
    framework, reference = outcome.framework, outcome.framework.reference
    if reference is None or (mean := outcome.scores.item_means.get(reference.part)) is None or not outcome.scores.parts[reference.part].shown:
        return None
    part = words(f"part.{reference.part}")
    title = words("chart.sector.title", part=part, mean=words.number(mean), boards=reference.boards, reference=words.number(reference.mean))
    alt = [words("chart.sector.alt", low=words.number(reference.lowest), high=words.number(reference.highest), boards=reference.boards)]

    def draw(sheet: Sheet) -> None:
        axis = Axis(framework, *((10.0, sheet.width - 14) if sheet.narrow else (60.0, sheet.width - 60)))
        axis.head(sheet, words)
        top = sheet.y
        middle = top + 62
        axis.grid(sheet, top, middle + 22)
        axis.target(sheet, top, middle + 22)
        sheet.line(axis.at(reference.lowest), middle, axis.at(reference.highest), middle, RANGE, 14)
        sheet.dot(axis.at(reference.mean), middle, 8, shape="diamond", colour=INK, open=True)
        sheet.dot(axis.at(mean), middle, 7)
        you = words("chart.sector.you", number=words.number(mean))
        half = wide(you, TEXT, 700) / 2
        sheet.text(min(max(axis.at(mean), half), sheet.width - half), middle - 20, you, weight=700, anchor="middle", colour=ACCENT)
        sheet.y = middle + 30
        sheet.key((
            (lambda x, y: sheet.dot(x, y, 7), words("chart.sector.key-you", part=part)),
            (lambda x, y: sheet.dot(x, y, 7, shape="diamond", colour=INK, open=True),
             words("chart.sector.key-mean", boards=reference.boards, number=words.number(reference.mean))),
            (lambda x, y: sheet.line(x - 12, y, x + 12, y, RANGE, 12), words("chart.sector.key-range")),
            target_key(sheet, framework, words),
        ))

    rows = [
        (words("chart.sector.key-you", part=part), words.number(mean)),
        (words("chart.sector.row-mean", boards=reference.boards), words.number(reference.mean)),
        (words("chart.sector.row-low"), words.number(reference.lowest)),
        (words("chart.sector.row-high"), words.number(reference.highest)),
    ]
    return made("sector", title, alt, [words("result.head.what"), words("result.head.level")], rows, draw, [words("reference")])
