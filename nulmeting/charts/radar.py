"""Radar: the scores of the domains as a web, for who wants to see the shape of a board at a glance."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from nulmeting.charts.axis import TARGET_LINE, Axis
from nulmeting.charts.layout import Chart, made, nothing
from nulmeting.charts.marks import ACCENT, LINE, PALE, SMALL, SOFT
from nulmeting.charts.measure import tall, wrapped
from nulmeting.charts.phrases import domain_name, extremes, short
from nulmeting.charts.sheet import Sheet
from nulmeting.outcome import Outcome
from nulmeting.words import Words


def radar(outcome: Outcome, words: Words) -> Chart:
    """The scores of the domains as a web, and which is highest and lowest; from three domains with a number."""
    framework, scores = outcome.framework, outcome.scores
    spokes = [domain.id for domain in framework.domains if scores.domains[domain.id].applicable]
    shown = {domain: figure for domain in spokes if (figure := scores.domains[domain].figure) is not None}
    if len(shown) < 3:
        return nothing("radar", words("chart.radar.none"))
    high, low = max(shown, key=lambda domain: shown[domain]), min(shown, key=lambda domain: shown[domain])
    if shown[high] == shown[low]:
        title = words("chart.radar.title-same", number=words.number(shown[high]))
    else:
        title = words("chart.radar.title", high=_tied(shown, high, words), most=words.number(shown[high]), low=_tied(shown, low, words),
                      least=words.number(shown[low]))
    alt = [extremes(shown, words), words("chart.target-is", target=framework.target)]

    def draw(sheet: Sheet) -> None:
        per_side = (len(spokes) + 1) // 2
        step = 36.0
        radius = 118.0 if sheet.narrow else min(150.0, max(120.0, per_side * step / 2 - 12))
        middle_x = sheet.width / 2
        middle_y = radius + (26 if sheet.narrow else max(26.0, per_side * step / 2 - radius))
        scale = Axis(framework, 0, radius)

        def at(place: float, length: float) -> tuple[float, float]:
            angle = 2 * math.pi * (place + 0.5) / len(spokes)
            return middle_x + length * math.sin(angle), middle_y - length * math.cos(angle)

        colour, thick, dash = TARGET_LINE
        for level in framework.levels[1:]:
            ring = [at(place, scale.at(level)) for place in range(len(spokes))]
            if level == framework.target:
                sheet.path(ring, line=colour, thick=thick, dash=dash, closed=True)
            else:
                sheet.path(ring, line=LINE, closed=True)
        for place in range(len(spokes)):
            sheet.line(middle_x, middle_y, *at(place, radius))
        points = [(place, at(place, scale.at(shown[domain]))) for place, domain in enumerate(spokes) if domain in shown]
        if len(points) == len(spokes):
            sheet.path([point for _, point in points], line=ACCENT, thick=2.2, fill=PALE, closed=True)
        else:
            # Over a domain without a number no line is drawn: it would look as if something were known there.
            for (place, point), (after, other) in zip(points, (*points[1:], points[0]), strict=True):
                if (place + 1) % len(spokes) == after:
                    sheet.line(*point, *other, ACCENT, 2.2)
        for _, (x, y) in points:
            sheet.dot(x, y, 4)
        for level in framework.levels[1:]:
            sheet.text(middle_x + 3, middle_y - scale.at(level) * math.cos(math.pi / len(spokes)) - 3, str(level), size=12, colour=SOFT)
        _spoke_names(sheet, words, spokes, shown, at, radius, middle_y, step)
        sheet.key((
            (lambda x, y: sheet.dot(x, y, 4), words("chart.radar.key")),
            (lambda x, y: sheet.line(x - 12, y, x + 12, y, *TARGET_LINE), words("chart.target", target=framework.target)),
        ))

    rows = [(domain_name(framework, words, domain), words.number(scores.domains[domain].figure)) for domain in spokes]
    return made("radar", title, alt, [words("result.head.domain"), words("result.head.level")], rows, draw)


def _spoke_names(
    sheet: Sheet, words: Words, spokes: Sequence[str], shown: Mapping[str, Fraction], at: Callable[[float, float], tuple[float, float]],
    radius: float, middle_y: float, step: float,
) -> None:
    """Names in two columns beside the web, tied to their spokes; on a phone numbers at the spokes and the names below."""
    count = len(spokes)
    if sheet.narrow:
        for place in range(count):
            x, y = at(place, radius + 13)
            sheet.text(x, y + 4.5, str(place + 1), size=SMALL, anchor="middle", colour=SOFT)
        sheet.y = middle_y + radius + 34
        for place, domain in enumerate(spokes):
            lines = wrapped(words("chart.radar.number", number=place + 1, name=short(words, domain)), sheet.width - 50, SMALL)
            sheet.lines(0, sheet.y + len(lines) * 8, lines, SMALL)
            sheet.text(sheet.width, sheet.y + 12, words.number(shown.get(domain)), size=SMALL, weight=600, anchor="end")
            sheet.y += tall(lines, SMALL) + 4
        return
    right = [place for place in range(count) if at(place, 1)[0] >= sheet.width / 2]
    left = [place for place in reversed(range(count)) if place not in right]
    for side, places, edge in ((1, right, sheet.width), (-1, left, 0.0)):
        top = middle_y - (len(places) - 1) * step / 2
        column = sheet.width / 2 + side * (radius + 26)
        for row, place in enumerate(places):
            y = top + row * step
            x, spoke_y = at(place, radius + 3)
            sheet.path(((x, spoke_y), (column - side * 8, y), (column, y)), line=LINE)
            lines = wrapped(words("chart.named", name=short(words, spokes[place]), number=words.number(shown.get(spokes[place]))),
                            abs(edge - column) - 5, SMALL)
            sheet.lines(column + side * 5, y, lines, SMALL, anchor="start" if side > 0 else "end")
    sheet.y = middle_y + max(radius + 20, max(len(left), len(right)) * step / 2) + 6


def _tied(means: Mapping[str, Fraction], domain: str, words: Words) -> str:
    """A domain by name, and with how many others it shares its mean."""
    others = sum(1 for mean in means.values() if mean == means[domain]) - 1
    return words("chart.tied", name=short(words, domain), count=others) if others else short(words, domain)
