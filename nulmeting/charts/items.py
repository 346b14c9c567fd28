"""Items: every item as a cell in the row of its domain, darker the higher its level."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nulmeting.charts.layout import Chart, made, nothing
from nulmeting.charts.marks import HATCH, INK, LINE, PAPER, RANGE, SOFT, TEXT
from nulmeting.charts.measure import tall
from nulmeting.charts.phrases import item_name, level_name, short
from nulmeting.charts.rows import LABEL, label_of, part_heading, put_label
from nulmeting.charts.sheet import Sheet
from nulmeting.framework import Framework
from nulmeting.outcome import Outcome
from nulmeting.scoring import ItemScore
from nulmeting.words import Words

# The lowest and the highest level; what lies between is mixed, ever darker, so that grey print keeps the order.
_LIGHTEST, _DARKEST = (0xEE, 0xF5, 0xF7), (0x06, 0x2F, 0x3B)

# What an item can be besides answered, in the order it is told.
_OTHER = ("estimated", "unknown", "blank", "not_applicable")


def items(outcome: Outcome, words: Words) -> Chart:
    """Every item with its level, and how many of them have reached the target."""
    framework, scores = outcome.framework, outcome.scores
    applicable = [score for score in scores.items.values() if score.state != "not_applicable"]
    if not any(score.level is not None for score in applicable):
        return nothing("items", words("chart.items.none" if applicable else "chart.items.nothing"))
    reached = sum(1 for score in applicable if score.level is not None and score.level >= framework.target)
    title = words("chart.items.title-all" if reached == len(applicable) else "chart.items.title", count=reached, all=len(applicable),
                  target=framework.target)
    counts = {level: sum(1 for score in applicable if score.level == level) for level in framework.levels}
    alt = [words("chart.items.alt", levels=[words("chart.items.count", level=level, count=count) for level, count in counts.items()])]
    alt += [
        words(f"chart.items.{state}", count=count) for state in _OTHER
        if (count := sum(1 for score in scores.items.values() if score.state == state))
    ]

    def draw(sheet: Sheet) -> None:
        cell = 32.0
        left = 0.0 if sheet.narrow else LABEL + 28
        fit = int((sheet.width - left) // cell)
        part, y = None, 0.0
        for domain in framework.domains:
            if domain.part != part:
                part = domain.part
                y += 26
                part_heading(sheet, words, part, y - 6)
            label = label_of(sheet, words, domain)
            high = tall(label)
            deep = -(-len(domain.items) // fit)
            top = y + high + 3 if sheet.narrow else y
            middle = y + (high if sheet.narrow else max(cell - 3, high)) / 2
            put_label(sheet, domain, label, middle)
            for place, item in enumerate(domain.items):
                _cell(sheet, framework, scores.items[item], left + place % fit * cell, top + place // fit * cell, cell - 3)
            y = top + deep * cell + 10 if sheet.narrow else y + max(deep * cell, high + 6)
        sheet.y = y + 8
        shown = [ItemScore("", "answered", level, level, level, 0, {}, True) for level in framework.levels]
        states = [ItemScore("", state, framework.levels[0] if state == "estimated" else None, 1, 1, None, {}, False) for state in _OTHER]

        def sample(score: ItemScore) -> Callable[[float, float], None]:
            return lambda x, y: _cell(sheet, framework, score, x - 10, y - 10, 20)

        sheet.key((
            *((sample(score), words(f"level.{score.level}")) for score in shown),
            *((sample(score), words(f"questions.state.{score.state}")) for score in states),
        ))

    rows = [
        (item_name(framework, words, item.id), short(words, item.domain), level_name(words, scores.items[item.id].level),
         words(f"questions.state.{scores.items[item.id].state}"))
        for item in framework.items.values()
    ]
    return made("items", title, alt, [words(f"result.head.{name}") for name in ("item", "domain", "level", "state")], rows, draw)


def _cell(sheet: Sheet, framework: Framework, score: ItemScore, x: float, y: float, size: float) -> None:
    """One item: its level as a digit on a shade; estimated with a hatched foot; without a level a sign of its own."""
    sign, colour = {"unknown": "?", "blank": "", "not_applicable": "–"}.get(score.state, str(score.level)), SOFT
    if score.level is None:
        sheet.box(x, y, size, size, fill=PAPER, line=SOFT if score.state == "unknown" else RANGE, dash=(2, 2) if score.state == "blank" else ())
    else:
        share = (score.level - framework.levels[0]) / (framework.top - framework.levels[0])
        shade = tuple(round(light + (dark - light) * share) for light, dark in zip(_LIGHTEST, _DARKEST, strict=True))
        colour = INK if _brightness(shade) > 0.19 else PAPER
        sheet.box(x, y, size, size, fill="#{:02x}{:02x}{:02x}".format(*shade), line=LINE if share < 0.2 else None)
        if score.state == "estimated":
            sheet.box(x, y + size - 7, size, 7, fill=PAPER, line=SOFT, thick=0.0, hatch=HATCH)
    lift = 3 if score.state == "estimated" else 0
    sheet.text(x + size / 2, y + size / 2 + 5 - lift, sign, size=min(TEXT, size * 0.6), weight=600, anchor="middle", colour=colour)


def _brightness(shade: Sequence[int]) -> float:
    """Relative luminance of WCAG: below 0.19 white reads better than ink."""
    linear = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in shade]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
