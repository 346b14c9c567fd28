"""Gaps: what is below the target in the order that matters, as bars, and the same as rows of a table."""

from __future__ import annotations

from nulmeting.charts.layout import Chart, made, nothing
from nulmeting.charts.marks import ACCENT, HATCH, INK, LEADING, PAPER, SMALL, SOFT, TEXT
from nulmeting.charts.measure import tall, wrapped
from nulmeting.charts.phrases import beside, item_name, level_name, short
from nulmeting.charts.sheet import Sheet
from nulmeting.outcome import Outcome
from nulmeting.words import Words

# A long list is drawn this far; the rest stands in the table.
_BARS = 15


def gaps(outcome: Outcome, words: Words) -> Chart:
    """What is below the target, which of it comes first, and what of it the law asks now."""
    scores, found = outcome.scores, outcome.gaps.gaps
    if not found:
        known = any(score.level is not None for score in scores.items.values())
        return nothing("gaps", words("chart.gaps.none" if known else "chart.gaps.unknown"))
    law = sum(1 for gap in found if gap.law_now)
    first = words(f"item.{found[0].item}.title")
    title = words("chart.gaps.title-law" if found[0].law_now else "chart.gaps.title", item=first)
    alt = [words("chart.gaps.alt", count=len(found), law=law),
           words("chart.gaps.first", items=[words(f"item.{gap.item}.title") for gap in found[:5]])]
    drawn = found[:_BARS]
    longest = max(gap.weight * gap.gap for gap in drawn)

    def draw(sheet: Sheet) -> None:
        label = sheet.width if sheet.narrow else 300.0
        left = 0.0 if sheet.narrow else label + 20
        room = sheet.width - left - 92
        y = 4.0
        for gap in drawn:
            score = scores.items[gap.item]
            lines = wrapped(words(f"item.{gap.item}.title"), label, TEXT)
            if gap.law_now:
                lines.append(words("result.law-now"))
            high = tall(lines)
            height = high + 34 if sheet.narrow else max(34.0, high + 14)
            middle = y + high + 14 if sheet.narrow else y + height / 2
            text_middle = y + high / 2 + 3 if sheet.narrow else middle
            for number, line in enumerate(lines):
                marked = gap.law_now and number == len(lines) - 1
                sheet.lines(0, text_middle + (number - (len(lines) - 1) / 2) * TEXT * LEADING, [line],
                            weight=700 if marked else 400, size=SMALL if marked else TEXT, colour=ACCENT if marked else INK)
            # A block for every level to go, as wide as the item weighs.
            block = room * float(gap.weight / longest)
            for number in range(gap.gap):
                estimated = score.state == "estimated"
                sheet.box(left + number * block + 1, middle - 8, block - 2, 16, fill=PAPER if estimated else ACCENT,
                          line=ACCENT if estimated else None, hatch=HATCH if estimated else "")
            sheet.lines(left + block * gap.gap + 8, middle, [words("chart.gaps.now", level=score.level)], SMALL, colour=SOFT)
            y += height
        sheet.y = y + 8
        sheet.key((
            (lambda x, y: sheet.box(x - 12, y - 7, 24, 14, fill=ACCENT), words("chart.gaps.key")),
            (lambda x, y: sheet.box(x - 12, y - 7, 24, 14, fill=PAPER, line=ACCENT, hatch=HATCH), words("chart.gaps.key-estimated")),
        ))
        if len(found) > len(drawn):
            sheet.paragraph(words("chart.gaps.more", drawn=len(drawn), count=len(found)))

    head = [words(f"result.head.{name}") for name in ("item", "domain", "now", "marks", "weight")]
    return made("gaps", title, alt, head, gap_rows(outcome, words), draw, [words("result.table.gaps-note")])


def gap_rows(outcome: Outcome, words: Words) -> list[tuple[str, ...]]:
    """What is below the target as rows: item, domain, level, what stands beside it, and how heavy it weighs."""
    framework = outcome.framework
    rows: list[tuple[str, ...]] = []
    for gap in outcome.gaps.gaps:
        item, score = framework.items[gap.item], outcome.scores.items[gap.item]
        marks = [words("result.law-now")] if gap.law_now else []
        marks += [words(f"attention.{item.attention}")] if item.attention else []
        marks += [words("result.estimated")] if score.state == "estimated" else []
        rows.append((item_name(framework, words, gap.item), short(words, item.domain), level_name(words, score.level), beside(words, marks),
                     words.number(gap.weight * gap.gap)))
    return rows
