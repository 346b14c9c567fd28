"""Charts: every figure of a board, with a title that says the finding, the same in words, and its numbers as a table.

A chart is laid out here in plain values, so that its size, words and numbers are known without matplotlib; matplotlib draws it when
somebody wants to see it, once and the same for screen and paper: on paper as wide as a page, on a phone narrow with labels above.
Lengths are in pixels of the screen, which are points on paper; y runs downwards.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from nulmeting import scoring
from nulmeting.compare import Comparison
from nulmeting.framework import SIDES, BoardType, Domain, Framework
from nulmeting.outcome import Outcome
from nulmeting.scoring import ItemScore, Mean
from nulmeting.words import Words

WIDE, NARROW = 760, 340
"""The two widths a chart is laid out in: that of a column of text or a page, and that of a phone."""

FONT = "Atkinson Hyperlegible Next"
_FONTS = Path(__file__).parent / "fonts"
_FACES = {400: "Regular", 600: "SemiBold", 700: "Bold"}

_INK, _SOFT, _RANGE, _LINE, _BAND, _GROUND, _PAPER = "#1d2733", "#4c5866", "#8494a4", "#c9d1da", "#e3e8ed", "#f4f6f8", "#ffffff"
_ACCENT, _PALE = "#0b5a6f", "#dcedf1"
# The lowest and the highest level of the heat map; what lies between is mixed, ever darker, so that grey print keeps the order.
_LIGHTEST, _DARKEST = (0xEE, 0xF5, 0xF7), (0x06, 0x2F, 0x3B)

_TEXT, _SMALL = 15.0, 13.0
_LEADING = 1.25

# A long list is drawn this far; the rest stands in the table.
_BARS = 15
# So many of the highest and the lowest are named in the words beside a chart.
_NAMED = 3

Shape = Literal["circle", "square", "diamond"]


# ---- what can be on a sheet ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text with its baseline at y; anchor start, middle or end."""

    x: float
    y: float
    text: str
    size: float = _TEXT
    weight: int = 400
    anchor: str = "start"
    colour: str = _INK


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, closed or not, with or without a fill and a hatch."""

    points: tuple[tuple[float, float], ...]
    line: str | None = None
    thick: float = 1.0
    dash: tuple[float, ...] = ()
    fill: str | None = None
    hatch: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark with its middle at x, y; `open` leaves it white inside."""

    x: float
    y: float
    radius: float
    shape: Shape = "circle"
    colour: str = _ACCENT
    open: bool = False


Mark = Text | Stroke | Dot


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet of so many pixels and what is on it, from back to front."""

    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure of a board: its finding, the same in words and more, its numbers, notes to be read with it, and the two drawings.

    A board that has nothing to draw here yet gets a title that says so and no drawing.
    """

    id: str
    title: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    wide: Drawing | None = None
    narrow: Drawing | None = None


class _Sheet:
    """A drawing in the making."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.narrow = width < WIDE
        self.y = 0.0
        self._marks: list[Mark] = []

    def text(self, x: float, y: float, text: str, **style: Any) -> None:
        if text:
            self._marks.append(Text(x, y, text, **style))

    def lines(self, x: float, middle: float, lines: Sequence[str], size: float = _TEXT, **style: Any) -> None:
        """Lines of text, together in the middle of a height."""
        step = size * _LEADING
        for number, line in enumerate(lines):
            self.text(x, middle + (number - (len(lines) - 1) / 2) * step + size * 0.35, line, size=size, **style)

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str = _LINE, thick: float = 1.0, dash: tuple[float, ...] = ()) -> None:
        self._marks.append(Stroke(((x, y), (to_x, to_y)), colour, thick, dash))

    def path(self, points: Iterable[tuple[float, float]], **style: Any) -> None:
        self._marks.append(Stroke(tuple(points), **style))

    def box(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        if width > 0:
            self.path(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), closed=True, **style)

    def dot(self, x: float, y: float, radius: float, **style: Any) -> None:
        self._marks.append(Dot(x, y, radius, **style))

    def paragraph(self, text: str, size: float = _SMALL, colour: str = _SOFT) -> None:
        """Text over the whole width, below what is there."""
        for line in wrapped(text, self.width, size):
            self.y += size * _LEADING
            self.text(0, self.y, line, size=size, colour=colour)
        self.y += size * 0.35

    def key(self, entries: Iterable[tuple[Callable[[float, float], None], str]]) -> None:
        """What the marks mean: each mark with its words, in as few lines as they need."""
        x, height = 0.0, _SMALL * 1.7
        self.y += height / 2
        for draw, text in entries:
            first, *more = wrapped(text, self.width - 34, _SMALL)
            if x and x + 34 + wide(first, _SMALL) > self.width:
                x, self.y = 0.0, self.y + height
            draw(x + 13, self.y)
            self.text(x + 32, self.y + _SMALL * 0.35, first, size=_SMALL, colour=_SOFT)
            for line in more:
                self.y += _SMALL * _LEADING
                self.text(x + 32, self.y + _SMALL * 0.35, line, size=_SMALL, colour=_SOFT)
            x = self.width if more else x + 32 + wide(first, _SMALL) + 26
        self.y += height / 2

    def done(self) -> Drawing:
        return Drawing(self.width, math.ceil(self.y + 4), tuple(self._marks))


# How wide the signs of our font are, in heights of the text, a little on the safe side; what is not here counts as wide.
_WIDTHS = {
    sign: width for width, signs in (
        (0.22, "'.,:;"), (0.27, "ij|· "), (0.30, "l!()ï"), (0.37, 'ftr-"'), (0.42, "I1/"), (0.47, "yz"), (0.52, "acekosuvxéëáè?J7–"),
        (0.57, "bdghnpqóöüEFLTY23"), (0.62, "BPRSVZ45689+"), (0.68, "ACDGHKNUXw0"), (0.74, "OQ&"), (0.86, "mMW"),
    ) for sign in signs
}
_WIDEST = 1.1
# The heavier faces are wider.
_HEAVY = 1.1


def wide(text: str, size: float, weight: int = 400) -> float:
    """How wide a text will be at most, in pixels, reckoned without the font; what fits by this fits on the sheet."""
    return size * (_HEAVY if weight > 400 else 1.0) * sum(_WIDTHS.get(sign, _WIDEST) for sign in text)


def wrapped(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """The text in lines that fit; a word that alone is too long is broken rather than cut off."""
    lines = [""]
    for word in text.split():
        while True:
            longer = f"{lines[-1]} {word}".strip()
            if wide(longer, size, weight) <= width:
                lines[-1] = longer
                break
            if lines[-1]:
                lines.append("")
                continue
            fits = next(length for length in range(len(word) - 1, 0, -1) if length == 1 or wide(word[:length], size, weight) <= width)
            lines[-1], word = word[:fits], word[fits:]
            if not word:
                break
            lines.append("")
    return lines


# ---- the charts of a board -------------------------------------------------------------------------------------------------


def charts(outcome: Outcome, words: Words) -> tuple[Chart, ...]:
    """All charts of a board, in the order that tells the story. Quick: nothing is drawn yet."""
    return tuple(chart for build in _ALL.values() if (chart := build(outcome, words)) is not None)


def chart(id_: str, outcome: Outcome, words: Words) -> Chart | None:
    """One chart by its id; None for an id that is not there, or when this board has no such chart."""
    build = _ALL.get(id_)
    return build(outcome, words) if build else None


def _both(draw: Callable[[_Sheet], None]) -> tuple[Drawing, Drawing]:
    drawn = []
    for width in (WIDE, NARROW):
        sheet = _Sheet(width)
        draw(sheet)
        drawn.append(sheet.done())
    return drawn[0], drawn[1]


def _made(id_: str, title: str, alt: Iterable[str], head: Iterable[str], rows: Iterable[Iterable[str]], draw: Callable[[_Sheet], None],
          notes: Iterable[str] = ()) -> Chart:
    big, small = _both(draw)
    return Chart(id_, title, " ".join((title, *alt)), tuple(head), tuple(tuple(row) for row in rows), tuple(notes), big, small)


def _nothing(id_: str, sentence: str) -> Chart:
    return Chart(id_, sentence, sentence, (), ())


def domain_name(framework: Framework, words: Words, domain: str) -> str:
    """The name of a domain with its part and number; a name of ours says that it is."""
    known = framework.domain[domain]
    return words("result.domain" if known.official_name else "result.own-domain", part=words(f"part.{known.part}"), number=known.number,
                 name=words(f"domain.{domain}"))


def item_name(framework: Framework, words: Words, item: str) -> str:
    """The title of an item with its official code; a title of ours says that it is."""
    official = framework.items[item].official
    title = words(f"item.{item}.title")
    return f"{official.code} {title}" if official else words("counts.own-title", title=title)


def known_text(mean: Mean, words: Words) -> str:
    """How much is answered and estimated, in words."""
    return words("result.answered" if mean.estimated else "result.answered-only", answered=mean.answered, applicable=mean.applicable,
                 estimated=mean.estimated)


def mean_row(name: str, mean: Mean, words: Words) -> tuple[str, ...]:
    """A mean as a row of a table: name, figure, what it lies between, and how much is known."""
    return (
        name,
        words.number(mean.figure) if mean.figure is not None else words("result.too-little" if mean.applicable else "questions.state.not_applicable"),
        "" if mean.low is None else words("result.sure") if mean.low == mean.high
        else words("format.range", low=words.number(mean.low), high=words.number(mean.high)),
        known_text(mean, words) if mean.applicable else "",
    )


def _short(words: Words, domain: str) -> str:
    return words(f"domain.{domain}")


def _level(words: Words, level: int | None) -> str:
    return "" if level is None else words("questions.level", level=level, name=words(f"level.{level}"))


def _named(pairs: Iterable[tuple[str, Fraction]], words: Words) -> str:
    return words.listed(words("chart.named", name=name, number=words.number(value)) for name, value in pairs)


def _extremes(means: Mapping[str, Fraction], words: Words, key: str = "chart.extremes") -> str:
    """The highest and the lowest few by name; nothing when there is nothing to tell apart."""
    order = sorted(means, key=lambda domain: -means[domain])
    if len(order) < 2 * _NAMED:
        return ""
    return words(
        key, high=_named(((_short(words, domain), means[domain]) for domain in order[:_NAMED]), words),
        low=_named(((_short(words, domain), means[domain]) for domain in reversed(order[-_NAMED:])), words),
    )


def _where(words: Words, count: int, among: int) -> str:
    """In how many of the domains, as the beginning of a sentence."""
    return words("chart.where-all" if count == among else "chart.where-some" if count else "chart.where-none", count=count, all=among)


def _tied(means: Mapping[str, Fraction], domain: str, words: Words) -> str:
    """A domain by name, and with how many others it shares its mean."""
    others = sum(1 for mean in means.values() if mean == means[domain]) - 1
    return words("chart.tied", name=_short(words, domain), count=others) if others else _short(words, domain)


class _Axis:
    """The ladder of levels as a scale from left to right, with the target."""

    def __init__(self, framework: Framework, left: float, right: float) -> None:
        self.framework, self.left, self.right = framework, left, right
        self.bottom, self.top = framework.levels[0], framework.top

    def at(self, value: Fraction | float | int) -> float:
        return self.left + float(value - self.bottom) / (self.top - self.bottom) * (self.right - self.left)

    def head(self, sheet: _Sheet, words: Words) -> None:
        """Level numbers, with their names where there is room."""
        sheet.y += _TEXT * 1.2
        between = self.at(self.bottom + 1) - self.left
        names = [] if sheet.narrow else [wrapped(words(f"level.{level}"), between - 2, 12) for level in self.framework.levels]
        for place, level in enumerate(self.framework.levels):
            sheet.text(self.at(level), sheet.y, str(level), weight=600, anchor="middle")
            for number, line in enumerate(names[place] if names else ()):
                sheet.text(self.at(level), sheet.y + 16 + number * 15, line, size=12, anchor="middle", colour=_SOFT)
        sheet.y += 12 + 15 * max((len(lines) for lines in names), default=0)

    def grid(self, sheet: _Sheet, top: float, bottom: float) -> None:
        for level in self.framework.levels:
            if level != self.framework.target:
                sheet.line(self.at(level), top, self.at(level), bottom)

    def target(self, sheet: _Sheet, top: float, bottom: float) -> None:
        sheet.line(self.at(self.framework.target), top, self.at(self.framework.target), bottom, _INK, 1.5, (4, 3))


@dataclass(frozen=True, slots=True)
class _Row:
    """One domain on a sheet: its label in lines, and where it stands."""

    domain: Domain
    label: tuple[str, ...]
    number: str
    top: float
    middle: float
    height: float


# A column for the labels, and in it one for the numbers of the domains.
_LABEL, _NUMBER = 256.0, 28.0


def _rows(sheet: _Sheet, framework: Framework, words: Words, domains: Iterable[str], top: float) -> Iterator[_Row]:
    """The domains below each other, a heading for each part; labels beside the scale, or above it where it is narrow."""
    part, y, chosen = None, top, set(domains)
    for domain in framework.domains:
        if domain.id not in chosen:
            continue
        if domain.part != part:
            part = domain.part
            y += 26
            sheet.text(0, y - 4, words(f"part.{part}"), weight=700, size=_SMALL, colour=_ACCENT)
            y += 6
        label = tuple(wrapped(_short(words, domain.id), (sheet.width if sheet.narrow else _LABEL) - _NUMBER, _TEXT))
        high = len(label) * _TEXT * _LEADING
        height = high + 26 if sheet.narrow else max(31.0, high + 10)
        middle = y + high + 12 if sheet.narrow else y + height / 2
        yield _Row(domain, label, str(domain.number), y, middle, height)
        y += height


def _row_label(sheet: _Sheet, row: _Row) -> None:
    """Number and name of a domain, above its scale on a phone and else beside it; a hairline leads the eye."""
    high = len(row.label) * _TEXT * _LEADING
    if not sheet.narrow:
        sheet.line(0, row.top, sheet.width, row.top, _GROUND)
    middle = row.top + high / 2 + 2 if sheet.narrow else row.middle
    sheet.text(0, middle - (len(row.label) - 1) / 2 * _TEXT * _LEADING + _TEXT * 0.35, row.number, colour=_SOFT)
    sheet.lines(_NUMBER, middle, row.label)


def _with_rows(sheet: _Sheet, axis: _Axis, words: Words, domains: Iterable[str], draw: Callable[[_Row], None]) -> None:
    """The scale with its rows: grid behind, then the rows, the target last so that it is seen everywhere."""
    axis.head(sheet, words)
    top = sheet.y
    rows = list(_rows(sheet, axis.framework, words, domains, top))
    bottom = rows[-1].top + rows[-1].height if rows else top
    if not sheet.narrow:
        axis.grid(sheet, top, bottom)
        axis.target(sheet, top, bottom)
    for row in rows:
        _row_label(sheet, row)
        if sheet.narrow:
            axis.grid(sheet, row.middle - 8, row.middle + 8)
            axis.target(sheet, row.middle - 9, row.middle + 9)
        draw(row)
    sheet.y = bottom + 10


def _drawn_high(framework: Framework, mean: Mean) -> Fraction:
    """How far up the range is drawn: what is unknown counts no further than the target or the domain's own mean (model §4)."""
    assert mean.high is not None
    missing = mean.applicable - mean.answered - mean.estimated
    cap = max(Fraction(framework.target), mean.score or Fraction(0))
    return mean.high - Fraction(missing, mean.applicable) * (framework.top - cap)


def _target_key(sheet: _Sheet, framework: Framework, words: Words) -> tuple[Callable[[float, float], None], str]:
    return (lambda x, y: sheet.line(x, y - 9, x, y + 9, _INK, 1.5, (4, 3))), words("chart.target", target=framework.target)


# -- score per domain


def _domains(outcome: Outcome, words: Words) -> Chart:
    framework, scores = outcome.framework, outcome.scores
    applicable = {domain: mean for domain, mean in scores.domains.items() if mean.applicable}
    shown = {domain: mean.score for domain, mean in applicable.items() if mean.shown and mean.score is not None}
    if not shown:
        return _nothing("domains", words("chart.domains.none"))
    reached = sum(1 for score in shown.values() if score >= framework.target)
    title = words("chart.domains.title", where=_where(words, reached, len(applicable)), target=framework.target)
    alt = [_extremes(shown, words)]
    if unknown := len(applicable) - len(shown):
        alt.append(words("chart.domains.unknown", count=unknown))
    if estimated := sum(1 for mean in applicable.values() if mean.estimated):
        alt.append(words("chart.domains.estimated", count=estimated))

    def draw(sheet: _Sheet) -> None:
        axis = _Axis(framework, *((8.0, sheet.width - 58) if sheet.narrow else (_LABEL + 30, sheet.width - 190)))
        if not sheet.narrow:
            sheet.text(sheet.width - 110, _TEXT * 1.2, words("result.head.level"), size=_SMALL, anchor="middle", colour=_SOFT)
            sheet.text(sheet.width, _TEXT * 1.2, words("result.head.known"), size=_SMALL, anchor="end", colour=_SOFT)
        _with_rows(sheet, axis, words, scores.domains, lambda row: _domain_row(sheet, axis, row, scores.domains[row.domain.id], words))
        keys: list[tuple[Callable[[float, float], None], str]] = [
            (lambda x, y: sheet.dot(x, y, 6.5), words("chart.domains.key-all")),
            (lambda x, y: sheet.dot(x, y, 6, open=True), words("chart.domains.key-part")),
            (lambda x, y: sheet.line(x - 12, y, x + 12, y, _RANGE, 7), words("chart.domains.key-range")),
            _target_key(sheet, framework, words),
        ]
        if not sheet.narrow:
            keys.append((lambda x, y: _known_bar(sheet, x - 12, y, 24, Fraction(1, 2), Fraction(1, 2)), words("chart.domains.key-known")))
        sheet.key(keys)

    rows = [mean_row(domain_name(framework, words, domain), mean, words) for domain, mean in scores.domains.items()]
    return _made("domains", title, [line for line in alt if line], [words(f"result.head.{name}") for name in ("domain", "level", "between", "known")],
                 rows, draw, [words("chart.domains.note")])


def _domain_row(sheet: _Sheet, axis: _Axis, row: _Row, mean: Mean, words: Words) -> None:
    number = sheet.width - (0 if sheet.narrow else 110)
    if not mean.applicable:
        sheet.lines(axis.left, row.middle, [words("questions.state.not_applicable")], _SMALL, colour=_SOFT)
        return
    if mean.low is not None and mean.low != mean.high:
        sheet.line(axis.at(mean.low), row.middle, axis.at(_drawn_high(axis.framework, mean)), row.middle, _RANGE, 7)
    if mean.figure is not None:
        sheet.dot(axis.at(mean.figure), row.middle, 6.5 if mean.answered == mean.applicable else 6, open=mean.answered != mean.applicable)
    sheet.lines(number, row.middle, [words.number(mean.figure)], weight=600, anchor="end" if sheet.narrow else "middle")
    if not sheet.narrow:
        _known_bar(sheet, sheet.width - 50, row.middle, 50, Fraction(mean.answered, mean.applicable), Fraction(mean.estimated, mean.applicable))


def _known_bar(sheet: _Sheet, x: float, middle: float, width: float, answered: Fraction, estimated: Fraction) -> None:
    done = width * float(answered)
    sheet.box(x, middle - 5, done, 10, fill=_SOFT)
    sheet.box(x + done, middle - 5, width * float(estimated), 10, fill=_PAPER, line=_SOFT, thick=0.0, hatch="/////")
    sheet.box(x, middle - 5, width, 10, line=_SOFT)


def _radar(outcome: Outcome, words: Words) -> Chart:
    framework, scores = outcome.framework, outcome.scores
    spokes = [domain.id for domain in framework.domains if scores.domains[domain.id].applicable]
    shown = {domain: figure for domain in spokes if (figure := scores.domains[domain].figure) is not None}
    if len(shown) < 3:
        return _nothing("radar", words("chart.radar.none"))
    high, low = max(shown, key=lambda domain: shown[domain]), min(shown, key=lambda domain: shown[domain])
    if shown[high] == shown[low]:
        title = words("chart.radar.title-same", number=words.number(shown[high]))
    else:
        title = words("chart.radar.title", high=_tied(shown, high, words), most=words.number(shown[high]), low=_tied(shown, low, words),
                      least=words.number(shown[low]))
    alt = [_extremes(shown, words), words("chart.target-is", target=framework.target)]

    def draw(sheet: _Sheet) -> None:
        per_side = (len(spokes) + 1) // 2
        step = 36.0
        radius = 118.0 if sheet.narrow else min(150.0, max(120.0, per_side * step / 2 - 12))
        middle_x = sheet.width / 2
        middle_y = radius + (26 if sheet.narrow else max(26.0, per_side * step / 2 - radius))
        scale = _Axis(framework, 0, radius)

        def at(place: float, length: float) -> tuple[float, float]:
            angle = 2 * math.pi * (place + 0.5) / len(spokes)
            return middle_x + length * math.sin(angle), middle_y - length * math.cos(angle)

        for level in framework.levels[1:]:
            ring = [at(place, scale.at(level)) for place in range(len(spokes))]
            if level == framework.target:
                sheet.path(ring, line=_INK, thick=1.5, dash=(4, 3), closed=True)
            else:
                sheet.path(ring, line=_LINE, closed=True)
        for place in range(len(spokes)):
            sheet.line(middle_x, middle_y, *at(place, radius))
        points = [(place, at(place, scale.at(shown[domain]))) for place, domain in enumerate(spokes) if domain in shown]
        if len(points) == len(spokes):
            sheet.path([point for _, point in points], line=_ACCENT, thick=2.2, fill=_PALE, closed=True)
        else:
            # Over a domain without a number no line is drawn: it would look as if something were known there.
            for (place, point), (after, other) in zip(points, (*points[1:], points[0]), strict=True):
                if (place + 1) % len(spokes) == after:
                    sheet.line(*point, *other, _ACCENT, 2.2)
        for _, (x, y) in points:
            sheet.dot(x, y, 4)
        for level in framework.levels[1:]:
            sheet.text(middle_x + 3, middle_y - scale.at(level) * math.cos(math.pi / len(spokes)) - 3, str(level), size=12, colour=_SOFT)
        _spoke_names(sheet, words, spokes, shown, at, radius, middle_y, step)
        sheet.key((
            (lambda x, y: sheet.dot(x, y, 4), words("chart.radar.key")),
            (lambda x, y: sheet.line(x - 12, y, x + 12, y, _INK, 1.5, (4, 3)), words("chart.target", target=framework.target)),
        ))

    rows = [(domain_name(framework, words, domain), words.number(scores.domains[domain].figure)) for domain in spokes]
    return _made("radar", title, [line for line in alt if line], [words("result.head.domain"), words("result.head.level")], rows, draw)


def _spoke_names(
    sheet: _Sheet, words: Words, spokes: Sequence[str], shown: Mapping[str, Fraction], at: Callable[[float, float], tuple[float, float]],
    radius: float, middle_y: float, step: float,
) -> None:
    """Names in two columns beside the web, tied to their spokes; on a phone numbers at the spokes and the names below."""
    count = len(spokes)
    if sheet.narrow:
        for place in range(count):
            x, y = at(place, radius + 13)
            sheet.text(x, y + 4.5, str(place + 1), size=_SMALL, anchor="middle", colour=_SOFT)
        sheet.y = middle_y + radius + 34
        for place, domain in enumerate(spokes):
            lines = wrapped(words("chart.radar.number", number=place + 1, name=_short(words, domain)), sheet.width - 50, _SMALL)
            sheet.lines(0, sheet.y + len(lines) * 8, lines, _SMALL)
            sheet.text(sheet.width, sheet.y + 12, words.number(shown.get(domain)), size=_SMALL, weight=600, anchor="end")
            sheet.y += len(lines) * _SMALL * _LEADING + 4
        return
    right = [place for place in range(count) if at(place, 1)[0] >= sheet.width / 2]
    left = [place for place in reversed(range(count)) if place not in right]
    for side, places, edge in ((1, right, sheet.width), (-1, left, 0.0)):
        top = middle_y - (len(places) - 1) * step / 2
        column = sheet.width / 2 + side * (radius + 26)
        for row, place in enumerate(places):
            y = top + row * step
            x, spoke_y = at(place, radius + 3)
            sheet.path(((x, spoke_y), (column - side * 8, y), (column, y)), line=_LINE)
            lines = wrapped(words("chart.named", name=_short(words, spokes[place]), number=words.number(shown.get(spokes[place]))),
                            abs(edge - column) - 5, _SMALL)
            sheet.lines(column + side * 5, y, lines, _SMALL, anchor="start" if side > 0 else "end")
    sheet.y = middle_y + max(radius + 20, max(len(left), len(right)) * step / 2) + 6


# -- paper beside practice


def _sides(outcome: Outcome, words: Words) -> Chart:
    framework = outcome.framework
    means = {side: scoring.domain_sides(framework, outcome.sides, side) for side in SIDES}
    pairs = {
        domain.id: (paper.score, practice.score) for domain in framework.domains
        if (paper := means["paper"].get(domain.id)) is not None and (practice := means["practice"].get(domain.id)) is not None
        and paper.score is not None and practice.score is not None
    }
    if not pairs:
        return _nothing("sides", words("chart.sides.none"))
    ahead = {domain: paper - practice for domain, (paper, practice) in pairs.items()}
    paper_first = sum(1 for value in ahead.values() if value > 0)
    practice_first = sum(1 for value in ahead.values() if value < 0)
    kind = ("same" if not paper_first else "even") if paper_first == practice_first else "paper" if paper_first > practice_first else "practice"
    title = words(f"chart.sides.title-{kind}", where=_where(words, max(paper_first, practice_first), len(pairs)))
    widest = max(ahead, key=lambda domain: abs(ahead[domain]))
    alt = [
        words("chart.sides.alt", paper=paper_first, practice=practice_first, same=len(pairs) - paper_first - practice_first),
        words("chart.sides.widest", domain=_short(words, widest), paper=words.number(pairs[widest][0]),
              practice=words.number(pairs[widest][1])) if ahead[widest] else "",
    ]

    def difference(domain: str) -> str:
        value = ahead[domain]
        number = words.number(abs(value))
        # What rounds to nothing is shown as nothing.
        if number == words.number(0):
            return words("chart.sides.equal")
        return words("chart.sides.paper" if value > 0 else "chart.sides.practice", number=number)

    def draw(sheet: _Sheet) -> None:
        axis = _Axis(framework, *((8.0, sheet.width - 12) if sheet.narrow else (_LABEL + 30, sheet.width - 160)))

        def row_of(row: _Row) -> None:
            paper, practice = pairs[row.domain.id]
            sheet.line(axis.at(paper), row.middle, axis.at(practice), row.middle, _SOFT, 2.5)
            sheet.dot(axis.at(paper), row.middle, 7, shape="square", open=True)
            sheet.dot(axis.at(practice), row.middle, 5)
            if not sheet.narrow:
                sheet.lines(sheet.width, row.middle, [difference(row.domain.id)], _SMALL, anchor="end", colour=_SOFT)

        sheet.key((
            (lambda x, y: sheet.dot(x, y, 7, shape="square", open=True), words("side.paper")),
            (lambda x, y: sheet.dot(x, y, 5), words("side.practice")),
            _target_key(sheet, framework, words),
        ))
        sheet.y += 6
        _with_rows(sheet, axis, words, pairs, row_of)

    rows = [
        (domain_name(framework, words, domain), words.number(paper), words.number(practice), difference(domain))
        for domain, (paper, practice) in pairs.items()
    ]
    return _made("sides", title, [line for line in alt if line],
                 [words("result.head.domain"), words("side.paper"), words("side.practice"), words("chart.sides.head")], rows, draw,
                 [words("chart.sides.note")])


# -- the four types


def _types(outcome: Outcome, words: Words) -> Chart:
    framework, position, axes = outcome.framework, outcome.position, outcome.scores.axes
    rules = framework.choices.types
    values = {side: axes[side].score for side in SIDES}
    if any(value is None for value in values.values()):
        return _nothing("types", words("chart.types.none"))
    if position.id is None:
        title = words("result.type.none")
    else:
        title = words("result.type.provisional" if position.provisional else "result.type.is", type=words(f"type.{position.id}.name"))
    alt = [words("chart.types.place", **{side: words.number(values[side]) for side in SIDES}, cut=words.number(rules.cut))]
    if len(position.possible) > 1:
        alt.append(words("chart.types.possible", types=[words(f"type.{kind}.name") for kind in position.possible]))
    if position.near:
        alt.append(words("result.near", types=[words(f"type.{kind}.name") for kind in position.near]))
    alt += [words("result.flip", axis=words(f"axis.{side}"), count=count) for side, count in position.flips.items() if count is not None]

    def draw(sheet: _Sheet) -> None:
        left = 34.0
        across = min(sheet.width - left - 4, 560.0)
        height = across if sheet.narrow else across * 0.8
        top = 8.0
        if not sheet.narrow:
            left += (sheet.width - across) / 2 - 24
        to_right = _Axis(framework, left, left + across)
        upward = _Axis(framework, top + height, top)
        cut_x, cut_y, near = to_right.at(rules.cut), upward.at(rules.cut), float(rules.near)
        def corner(kind: BoardType) -> tuple[float, float, float, float]:
            x, to_x = (cut_x, to_right.right) if kind.high["practice"] else (left, cut_x)
            y, to_y = (top, cut_y) if kind.high["paper"] else (cut_y, upward.left)
            return x, y, to_x - x, to_y - y

        for kind in rules.list:
            sheet.box(*corner(kind), fill=_PALE if kind.id == position.id else _GROUND)
        # How near a border counts as on the border.
        for low, high, along in (
            (to_right.at(rules.cut - rules.near), to_right.at(rules.cut + rules.near), False),
            (upward.at(rules.cut + rules.near), upward.at(rules.cut - rules.near), True),
        ):
            if near:
                box = (left, low, across, high - low) if along else (low, top, high - low, height)
                sheet.box(*box, fill=_BAND)
        sheet.line(cut_x, top, cut_x, top + height, _SOFT, 1.5)
        sheet.line(left, cut_y, left + across, cut_y, _SOFT, 1.5)
        margin_x, margin_y = to_right.at(rules.cut + rules.near) - cut_x, cut_y - upward.at(rules.cut + rules.near)
        assert values["practice"] is not None and values["paper"] is not None
        here_x, here_y = to_right.at(values["practice"]), upward.at(values["paper"])
        field = _Field(to_right, upward, (
            (here_x - 11, here_y - 11, here_x + 11, here_y + 11),
            (cut_x - 3, top, cut_x + 3, top + height), (left, cut_y - 3, left + across, cut_y + 3),
        ))
        if position.flips["practice"] is not None:
            field = field.without(min(here_x, cut_x), here_y - 6, max(here_x, cut_x), here_y + 6)
        if position.flips["paper"] is not None:
            field = field.without(here_x - 6, min(here_y, cut_y), here_x + 6, max(here_y, cut_y))
        names: list[tuple[str, Text]] = []
        below: list[str] = []
        for kind in rules.list:
            x, y, width, tall = corner(kind)
            heavy = 700 if kind.id == position.id else 400
            name = words(f"type.{kind.id}.name")
            name = name[:1].upper() + name[1:]
            start, colour = x + 10 + (margin_x if kind.high["practice"] else 0), _INK if heavy > 400 else _SOFT
            # In the outer corner if the board is not there, else at the border; on a phone a star, with the name below the drawing.
            for lines in (wrapped(name, width - margin_x - 16, _TEXT, heavy), ["*"]):
                high, length = (len(lines) - 1) * _TEXT * _LEADING, max(wide(line, _TEXT, heavy) for line in lines)
                outer, inner = y + 26, y + tall - 14 - high - margin_y
                if not kind.high["paper"]:
                    outer, inner = y + tall - 14 - high, y + 24 + margin_y
                first = next((base for base in (outer, inner) if high < tall - margin_y - 20 and field.has_room(
                    start, base - _TEXT, start + length, base + high + 5)), None)
                if first is not None:
                    names += [(_PALE if heavy > 400 else _GROUND, Text(start, first + number * _TEXT * _LEADING, line, weight=heavy, colour=colour))
                              for number, line in enumerate(lines)]
                    field = field.without(start, first - _TEXT, start + length, first + high + 5)
                    break
            if first is None or lines == ["*"]:
                below.append(f"* {name}")
        for level in framework.levels:
            sheet.text(to_right.at(level), top + height + 18, str(level), size=_SMALL, colour=_SOFT,
                       anchor="start" if level == framework.levels[0] else "end" if level == framework.top else "middle")
            sheet.text(left - 8, upward.at(level) + (11 if level == framework.top else 0 if level == framework.levels[0] else 4.5), str(level),
                       size=_SMALL, anchor="end", colour=_SOFT)
        _range_box(sheet, to_right, upward, axes)
        for side, count in position.flips.items():
            if count is not None:
                _arrow(sheet, field, here_x, here_y, rules.cut, side, margin_x if side == "practice" else margin_y,
                       words("chart.types.flip", count=count))
        for ground, named in names:
            # Over the dashed line that may run through it.
            sheet.box(named.x - 2, named.y - _TEXT * 0.9, wide(named.text, _TEXT, named.weight) + 4, _TEXT * 1.25, fill=ground)
            sheet.text(named.x, named.y, named.text, weight=named.weight, colour=named.colour)
        sheet.dot(here_x, here_y, 8)
        base = top + height + 40
        sheet.text(left + across, base, words("chart.types.right", name=words("axis.practice")), size=_SMALL, weight=600, anchor="end")
        base += 18 if sheet.narrow else 0
        sheet.text(left, base, words("chart.types.up", name=words("axis.paper")), size=_SMALL, weight=600)
        sheet.y = base + 14
        keys: list[tuple[Callable[[float, float], None], str]] = [(lambda x, y: sheet.dot(x, y, 8), words("chart.types.key-you"))]
        if any(axes[side].low != axes[side].high for side in SIDES):
            keys.append((lambda x, y: sheet.box(x - 11, y - 7, 22, 14, line=_ACCENT, thick=1.5, dash=(5, 3)), words("chart.types.key-range")))
        if near:
            keys.append((lambda x, y: sheet.box(x - 11, y - 7, 22, 14, fill=_BAND), words("chart.types.key-near")))
        sheet.key(keys)
        for line in below:
            sheet.paragraph(line)

    rows = [
        (words(f"axis.{side}"), words.number(values[side]),
         words("format.range", low=words.number(axes[side].low), high=words.number(axes[side].high)) if axes[side].low != axes[side].high
         else words("result.sure"), words.number(rules.cut), "" if position.flips[side] is None else str(position.flips[side]))
        for side in SIDES
    ]
    return _made("types", title, alt, [words("result.head.what"), words("result.head.level"), words("result.head.between"),
                                       words("chart.types.head-cut"), words("chart.types.head-flip")], rows, draw)


@dataclass(frozen=True, slots=True)
class _Field:
    """The square of the types: both scales, and what is on it that a text must not cover, as left, top, right, bottom."""

    to_right: _Axis
    upward: _Axis
    taken: tuple[tuple[float, float, float, float], ...]

    def without(self, left: float, top: float, right: float, bottom: float) -> _Field:
        return _Field(self.to_right, self.upward, (*self.taken, (left, top, right, bottom)))

    def has_room(self, left: float, top: float, right: float, bottom: float) -> bool:
        within = self.to_right.left <= left and right <= self.to_right.right and self.upward.right <= top and bottom <= self.upward.left
        return within and not any(left < to_x and right > x and top < to_y and bottom > y for x, y, to_x, to_y in self.taken)


def _arrow(sheet: _Sheet, field: _Field, x: float, y: float, cut: Fraction, side: str, margin: float, text: str) -> None:
    """From where the board stands to the border of one axis, with how many answers that takes where there is room to say it."""
    size, length = _SMALL, wide(text, _SMALL)
    if side == "practice":
        end = field.to_right.at(cut)
        way = 1 if x < end else -1
        head = [(end + way * 9, y), (end, y - 5), (end, y + 5)]
        sheet.line(x, y, end, y, _ACCENT, 1.5)
        start = end + way * (margin + 6) - (0 if way > 0 else length)
        spots = [(start, y + 4.5), (start, y - 12), (start, y + 22)]
    else:
        end = field.upward.at(cut)
        way = 1 if y < end else -1
        head = [(x, end + way * 9), (x - 5, end), (x + 5, end)]
        sheet.line(x, y, x, end, _ACCENT, 1.5)
        beyond = end + way * (margin + 8) + (9 if way > 0 else 0)
        spots = [(x - length / 2, beyond), (x + 14, beyond), (x - 14 - length, beyond), (x + 14, end - 6), (x - 14 - length, end - 6)]
    sheet.path(head, fill=_ACCENT, closed=True)
    for left, base in spots:
        if field.has_room(left, base - size, left + length, base + size * 0.3):
            sheet.text(left, base, text, size=size, colour=_ACCENT)
            break


def _range_box(sheet: _Sheet, to_right: _Axis, upward: _Axis, axes: Mapping[str, Mean]) -> None:
    paper, practice = axes["paper"], axes["practice"]
    assert paper.low is not None and paper.high is not None and practice.low is not None and practice.high is not None
    x, to_x, y, to_y = to_right.at(practice.low), to_right.at(practice.high), upward.at(paper.high), upward.at(paper.low)
    if to_x - x > 1 or to_y - y > 1:
        sheet.box(x, y, max(to_x - x, 2), max(to_y - y, 2), line=_ACCENT, thick=1.5, dash=(5, 3))


# -- what is below the target


def _gaps(outcome: Outcome, words: Words) -> Chart:
    scores, gaps = outcome.scores, outcome.gaps.gaps
    if not gaps:
        known = any(score.level is not None for score in scores.items.values())
        return _nothing("gaps", words("chart.gaps.none" if known else "chart.gaps.unknown"))
    law = sum(1 for gap in gaps if gap.law_now)
    first = words(f"item.{gaps[0].item}.title")
    title = words("chart.gaps.title-law" if gaps[0].law_now else "chart.gaps.title", item=first)
    alt = [words("chart.gaps.alt", count=len(gaps), law=law),
           words("chart.gaps.first", items=[words(f"item.{gap.item}.title") for gap in gaps[:5]])]
    drawn = gaps[:_BARS]
    longest = max(gap.weight * gap.gap for gap in drawn)

    def draw(sheet: _Sheet) -> None:
        label = sheet.width if sheet.narrow else 300.0
        left = 0.0 if sheet.narrow else label + 20
        room = sheet.width - left - 92
        y = 4.0
        for gap in drawn:
            score = scores.items[gap.item]
            lines = wrapped(words(f"item.{gap.item}.title"), label, _TEXT)
            if gap.law_now:
                lines.append(words("result.law-now"))
            high = len(lines) * _TEXT * _LEADING
            height = high + 34 if sheet.narrow else max(34.0, high + 14)
            middle = y + high + 14 if sheet.narrow else y + height / 2
            text_middle = y + high / 2 + 3 if sheet.narrow else middle
            for number, line in enumerate(lines):
                marked = gap.law_now and number == len(lines) - 1
                sheet.lines(0, text_middle + (number - (len(lines) - 1) / 2) * _TEXT * _LEADING, [line],
                            weight=700 if marked else 400, size=_SMALL if marked else _TEXT, colour=_ACCENT if marked else _INK)
            # A block for every level to go, as wide as the item weighs.
            block = room * float(gap.weight / longest)
            for number in range(gap.gap):
                estimated = score.state == "estimated"
                sheet.box(left + number * block + 1, middle - 8, block - 2, 16, fill=_PAPER if estimated else _ACCENT,
                          line=_ACCENT if estimated else None, hatch="/////" if estimated else "")
            sheet.lines(left + block * gap.gap + 8, middle, [words("chart.gaps.now", level=score.level)], _SMALL, colour=_SOFT)
            y += height
        sheet.y = y + 8
        sheet.key((
            (lambda x, y: sheet.box(x - 12, y - 7, 24, 14, fill=_ACCENT), words("chart.gaps.key")),
            (lambda x, y: sheet.box(x - 12, y - 7, 24, 14, fill=_PAPER, line=_ACCENT, hatch="/////"), words("chart.gaps.key-estimated")),
        ))
        if len(gaps) > len(drawn):
            sheet.paragraph(words("chart.gaps.more", drawn=len(drawn), count=len(gaps)))

    return _made("gaps", title, alt, [words(f"result.head.{name}") for name in ("item", "domain", "now", "marks", "weight")],
                 gap_rows(outcome, words), draw, [words("result.table.gaps-note")])


def gap_rows(outcome: Outcome, words: Words) -> list[tuple[str, ...]]:
    """What is below the target as rows: item, domain, level, what stands beside it, and how heavy it weighs."""
    framework = outcome.framework
    rows: list[tuple[str, ...]] = []
    for gap in outcome.gaps.gaps:
        item, score = framework.items[gap.item], outcome.scores.items[gap.item]
        marks = [words("result.law-now")] if gap.law_now else []
        marks += [words(f"attention.{item.attention}")] if item.attention else []
        marks += [words("result.estimated")] if score.state == "estimated" else []
        rows.append((item_name(framework, words, gap.item), _short(words, item.domain), _level(words, score.level), beside(words, marks),
                     words.number(gap.weight * gap.gap)))
    return rows


def beside(words: Words, marks: Sequence[str]) -> str:
    """Marks that stand beside something: apart, because they are no list of things of a kind."""
    text = ""
    for mark in marks:
        text = words("format.beside", first=text, second=mark) if text else mark
    return text


# -- every item


def _items(outcome: Outcome, words: Words) -> Chart:
    framework, scores = outcome.framework, outcome.scores
    applicable = [score for score in scores.items.values() if score.state != "not_applicable"]
    if not any(score.level is not None for score in applicable):
        return _nothing("items", words("chart.items.none" if applicable else "chart.items.nothing"))
    reached = sum(1 for score in applicable if score.level is not None and score.level >= framework.target)
    title = words("chart.items.title-all" if reached == len(applicable) else "chart.items.title", count=reached, all=len(applicable),
                  target=framework.target)
    counts = {level: sum(1 for score in applicable if score.level == level) for level in framework.levels}
    alt = [words("chart.items.alt", levels=[words("chart.items.count", level=level, count=count) for level, count in counts.items()])]
    alt += [
        words(f"chart.items.{state}", count=count) for state in ("estimated", "unknown", "blank", "not_applicable")
        if (count := sum(1 for score in scores.items.values() if score.state == state))
    ]

    def draw(sheet: _Sheet) -> None:
        cell = 32.0
        left = 0.0 if sheet.narrow else _LABEL + 28
        fit = int((sheet.width - left) // cell)
        part, y = None, 0.0
        for domain in framework.domains:
            if domain.part != part:
                part = domain.part
                y += 26
                sheet.text(0, y - 6, words(f"part.{part}"), weight=700, size=_SMALL, colour=_ACCENT)
            label = wrapped(_short(words, domain.id), (sheet.width if sheet.narrow else _LABEL) - _NUMBER, _TEXT)
            high = len(label) * _TEXT * _LEADING
            deep = -(-len(domain.items) // fit)
            top = y + high + 3 if sheet.narrow else y
            middle = y + (high if sheet.narrow else max(cell - 3, high)) / 2
            sheet.text(0, middle - (len(label) - 1) / 2 * _TEXT * _LEADING + _TEXT * 0.35, str(domain.number), colour=_SOFT)
            sheet.lines(_NUMBER, middle, label)
            for place, item in enumerate(domain.items):
                _cell(sheet, framework, scores.items[item], left + place % fit * cell, top + place // fit * cell, cell - 3)
            y = top + deep * cell + 10 if sheet.narrow else y + max(deep * cell, high + 6)
        sheet.y = y + 8
        shown = [ItemScore("", "answered", level, level, level, 0, {}, True) for level in framework.levels]
        states = [ItemScore("", state, framework.levels[0] if state == "estimated" else None, 1, 1, None, {}, False)
                  for state in ("estimated", "unknown", "blank", "not_applicable")]

        def sample(score: ItemScore) -> Callable[[float, float], None]:
            return lambda x, y: _cell(sheet, framework, score, x - 10, y - 10, 20)

        sheet.key((
            *((sample(score), words(f"level.{score.level}")) for score in shown),
            *((sample(score), words(f"questions.state.{score.state}")) for score in states),
        ))

    rows = [
        (item_name(framework, words, item.id), _short(words, item.domain), _level(words, scores.items[item.id].level),
         words(f"questions.state.{scores.items[item.id].state}"))
        for item in framework.items.values()
    ]
    return _made("items", title, alt, [words(f"result.head.{name}") for name in ("item", "domain", "level", "state")], rows, draw)


def _cell(sheet: _Sheet, framework: Framework, score: ItemScore, x: float, y: float, size: float) -> None:
    """One item: its level as a digit on a shade; estimated with a hatched foot; without a level a sign of its own."""
    sign, colour = {"unknown": "?", "blank": "", "not_applicable": "–"}.get(score.state, str(score.level)), _SOFT
    if score.level is None:
        sheet.box(x, y, size, size, fill=_PAPER, line=_SOFT if score.state == "unknown" else _RANGE, dash=(2, 2) if score.state == "blank" else ())
    else:
        share = (score.level - framework.levels[0]) / (framework.top - framework.levels[0])
        shade = tuple(round(light + (dark - light) * share) for light, dark in zip(_LIGHTEST, _DARKEST, strict=True))
        colour = _INK if _brightness(shade) > 0.19 else _PAPER
        sheet.box(x, y, size, size, fill="#{:02x}{:02x}{:02x}".format(*shade), line=_LINE if share < 0.2 else None)
        if score.state == "estimated":
            sheet.box(x, y + size - 7, size, 7, fill=_PAPER, line=_SOFT, thick=0.0, hatch="/////")
    lift = 3 if score.state == "estimated" else 0
    sheet.text(x + size / 2, y + size / 2 + 5 - lift, sign, size=min(_TEXT, size * 0.6), weight=600, anchor="middle", colour=colour)


def _brightness(shade: Sequence[int]) -> float:
    """Relative luminance of WCAG: below 0.19 white reads better than ink."""
    linear = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in shade]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# -- several people


def _people(outcome: Outcome, words: Words) -> Chart | None:
    framework = outcome.framework
    spread = scoring.domain_spread(framework, outcome.round)
    perceived = scoring.perception_gap(framework, outcome.round)
    domains = [domain.id for domain in framework.domains if domain.id in spread or domain.id in perceived]
    if not domains:
        return None
    higher, lower = (sum(1 for value in perceived.values() if value * sign > 0) for sign in (1, -1))
    widest = max(spread, key=lambda domain: spread[domain], default="")
    apart = words("chart.people.widest", domain=_short(words, widest), number=words.number(spread[widest])) if widest else ""
    if higher > lower or lower > higher:
        kind = "higher" if higher > lower else "lower"
        title = words(f"chart.people.title-{kind}", where=_where(words, max(higher, lower), len(perceived)))
    else:
        title = apart or words("chart.people.title-same")
    alt = [line for line in (apart if apart != title else "", words("chart.people.alt", higher=higher, lower=lower, all=len(perceived))
                             if perceived else words("chart.people.unshown")) if line]
    most = framework.top - framework.levels[0]

    def draw(sheet: _Sheet) -> None:
        first = 0.0 if sheet.narrow else _LABEL + 28
        room = (sheet.width - first - 24) / 2
        zero = first + room + 24 + room / 2

        def row_of(row: _Row) -> None:
            _row_label(sheet, row)
            sheet.line(zero, row.top, zero, row.top + row.height, _SOFT)
            value = spread.get(row.domain.id)
            if value is not None:
                length = (room - 34) * float(value / most)
                sheet.box(first, row.middle - 6, length, 12, fill=_SOFT)
                sheet.lines(first + length + 7, row.middle, [words.number(value)], _SMALL)
            gap = perceived.get(row.domain.id)
            if gap is not None:
                length = (room / 2 - 34) * float(gap / most)
                # Right of the middle a full bar, left of it a hatched one: also told apart in grey.
                sheet.box(min(zero, zero + length), row.middle - 6, abs(length), 12, fill=_ACCENT if gap > 0 else _PAPER, line=_ACCENT,
                          hatch="" if gap > 0 else "/////")
                sheet.lines(zero + length + (7 if gap >= 0 else -7), row.middle, [words.number(abs(gap))], _SMALL,
                            anchor="start" if gap >= 0 else "end")

        heads = [(first, "start", wrapped(words("chart.people.head-spread"), room, _SMALL)),
                 (zero - 8, "end", wrapped(words("chart.people.head-lower"), room / 2 - 8, _SMALL)),
                 (zero + 8, "start", wrapped(words("chart.people.head-higher"), room / 2 - 8, _SMALL))]
        for x, anchor, lines in heads:
            for number, line in enumerate(lines):
                sheet.text(x, _SMALL * (1.1 + number * _LEADING), line, size=_SMALL, anchor=anchor, weight=600)
        sheet.y = max(len(lines) for _, _, lines in heads) * _SMALL * _LEADING + 2
        rows = list(_rows(sheet, framework, words, domains, sheet.y))
        for row in rows:
            row_of(row)
        sheet.y = rows[-1].top + rows[-1].height + 8

    rows = [
        (domain_name(framework, words, domain), words.number(spread.get(domain)), words.number(perceived.get(domain)))
        for domain in domains
    ]
    return _made("people", title, alt, [words("result.head.domain"), words("chart.people.head-spread"), words("chart.people.head-perceived")], rows,
                 draw, [words("chart.people.note")])


# -- beside the sector


def _sector(outcome: Outcome, words: Words) -> Chart | None:
    framework, reference = outcome.framework, outcome.framework.reference
    if reference is None or (mean := outcome.scores.item_means.get(reference.part)) is None or not outcome.scores.parts[reference.part].shown:
        return None
    part = words(f"part.{reference.part}")
    title = words("chart.sector.title", part=part, mean=words.number(mean), boards=reference.boards, reference=words.number(reference.mean))
    alt = [words("chart.sector.alt", low=words.number(reference.lowest), high=words.number(reference.highest), boards=reference.boards)]

    def draw(sheet: _Sheet) -> None:
        axis = _Axis(framework, *((10.0, sheet.width - 14) if sheet.narrow else (60.0, sheet.width - 60)))
        axis.head(sheet, words)
        top = sheet.y
        middle = top + 62
        axis.grid(sheet, top, middle + 22)
        axis.target(sheet, top, middle + 22)
        sheet.line(axis.at(reference.lowest), middle, axis.at(reference.highest), middle, _RANGE, 14)
        sheet.dot(axis.at(reference.mean), middle, 8, shape="diamond", colour=_INK, open=True)
        sheet.dot(axis.at(mean), middle, 7)
        you = words("chart.sector.you", number=words.number(mean))
        half = wide(you, _TEXT, 700) / 2
        sheet.text(min(max(axis.at(mean), half), sheet.width - half), middle - 20, you, weight=700, anchor="middle", colour=_ACCENT)
        sheet.y = middle + 30
        sheet.key((
            (lambda x, y: sheet.dot(x, y, 7), words("chart.sector.key-you", part=part)),
            (lambda x, y: sheet.dot(x, y, 7, shape="diamond", colour=_INK, open=True),
             words("chart.sector.key-mean", boards=reference.boards, number=words.number(reference.mean))),
            (lambda x, y: sheet.line(x - 12, y, x + 12, y, _RANGE, 12), words("chart.sector.key-range")),
            _target_key(sheet, framework, words),
        ))

    rows = [
        (words("chart.sector.key-you", part=part), words.number(mean)),
        (words("chart.sector.row-mean", boards=reference.boards), words.number(reference.mean)),
        (words("chart.sector.row-low"), words.number(reference.lowest)),
        (words("chart.sector.row-high"), words.number(reference.highest)),
    ]
    return _made("sector", title, alt, [words("result.head.what"), words("result.head.level")], rows, draw, [words("reference")])


_ALL: Mapping[str, Callable[[Outcome, Words], Chart | None]] = {
    "domains": _domains, "radar": _radar, "items": _items, "sides": _sides, "types": _types, "people": _people, "gaps": _gaps, "sector": _sector,
}

IDS = tuple(_ALL)
"""The ids of all charts there can be, in the order of the story."""


# -- two rounds side by side


def rounds(comparison: Comparison, words: Words) -> Chart:
    """Per domain the mean of the round before and of this one, with an arrow from then to now; domains without both are left out."""
    framework = comparison.after.framework
    pairs = {
        domain.id: (then, now) for domain in framework.domains
        if (trend := comparison.domains.get(domain.id)) and (then := trend.then) is not None and (now := trend.now) is not None
    }
    if not pairs:
        return _nothing("rounds", words("chart.rounds.none"))
    up = sum(1 for then, now in pairs.values() if now > then)
    down = sum(1 for then, now in pairs.values() if now < then)
    widest = max(pairs, key=lambda domain: abs(pairs[domain][1] - pairs[domain][0]))

    def numbers(domain: str) -> dict[str, str]:
        return {"then": words.number(pairs[domain][0]), "now": words.number(pairs[domain][1])}

    title = words("chart.rounds.title" if up else "chart.rounds.title-none", where=_where(words, up, len(pairs)))
    alt = [
        words("chart.rounds.alt", up=up, down=down, same=len(pairs) - up - down),
        words("chart.rounds.widest", domain=_short(words, widest), **numbers(widest)) if up or down else "",
    ]

    def draw(sheet: _Sheet) -> None:
        axis = _Axis(framework, *((8.0, sheet.width - 12) if sheet.narrow else (_LABEL + 30, sheet.width - 110)))

        def row_of(row: _Row) -> None:
            then, now = (axis.at(value) for value in pairs[row.domain.id])
            sheet.line(then, row.middle, now, row.middle, _SOFT, 2.5)
            sheet.dot(then, row.middle, 5, open=True)
            sheet.dot(now, row.middle, 5)
            if not sheet.narrow:
                sheet.lines(sheet.width, row.middle, [words("chart.rounds.row", **numbers(row.domain.id))], _SMALL, anchor="end", colour=_SOFT)

        sheet.key((
            (lambda x, y: sheet.dot(x, y, 5, open=True), words("chart.rounds.then", round=comparison.before.round.id)),
            (lambda x, y: sheet.dot(x, y, 5), words("chart.rounds.now", round=comparison.after.round.id)),
            _target_key(sheet, framework, words),
        ))
        sheet.y += 6
        _with_rows(sheet, axis, words, pairs, row_of)

    rows = [(domain_name(framework, words, domain), *numbers(domain).values()) for domain in pairs]
    return _made("rounds", title, alt, (words("result.head.domain"), words("chart.rounds.then", round=comparison.before.round.id),
                                        words("chart.rounds.now", round=comparison.after.round.id)), rows, draw)


# ---- drawing ---------------------------------------------------------------------------------------------------------------


def svg(chart_: Chart, *, narrow: bool = False) -> str:
    """The drawing as SVG with real text, the same bytes every time; its ids begin with that of the chart. Empty without a drawing.

    `width` and `height` are pixels on a screen; text is set in `FONT`, which has to be at hand where it is shown.
    """
    drawing = chart_.narrow if narrow else chart_.wide
    if drawing is None:
        return ""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.StringIO()
    # Whatever stands in the rc file of whoever runs this: text stays text, and names of patterns are the same every time.
    rules: Any = {"svg.fonttype": "none", "svg.hashsalt": "nulmeting", "hatch.linewidth": 0.8, "path.simplify": False}
    with matplotlib.rc_context(rules), _quietly():
        canvas: Any = FigureCanvasSVG(figure(drawing))
        canvas.print_svg(buffer, metadata={"Date": None})
    whole = buffer.getvalue()
    # matplotlib's own head has a style for every element of whatever page it lands in; ours says the same for the drawing alone.
    body = whole[whole.index('<g id="figure_1">') : whole.rindex("</svg>")]
    # Only inside tags: in a text every < and > is escaped, so whatever a text says stays as it is.
    body = re.sub(r"<[^>]*>", lambda tag: re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{chart_.id}-", tag[0]), body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{drawing.width:g}" height="{drawing.height:g}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" stroke-linejoin="round" stroke-linecap="butt">{body.strip()}</svg>'
    )


def png(chart_: Chart, *, narrow: bool = False, scale: float = 2.0) -> bytes:
    """The same drawing as an image on white, `scale` dots a pixel, for what cannot show SVG. Empty without a drawing."""
    drawing = chart_.narrow if narrow else chart_.wide
    if drawing is None:
        return b""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    buffer = io.BytesIO()
    with matplotlib.rc_context({"hatch.linewidth": 0.8}), _quietly():
        canvas: Any = FigureCanvasAgg(figure(drawing, scale, _PAPER))
        canvas.print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


@contextmanager
def _quietly() -> Iterator[None]:
    """A sign that our font lacks, in a title of a consultant, is drawn as a box or by the reader's own font: nothing to tell a board."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def figure(drawing: Drawing, scale: float = 1.0, ground: str | None = None) -> Any:
    """The matplotlib figure of a drawing: one artist a mark, on no axes at all; those would cost ten times as much."""
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline
    from matplotlib.text import Text as Label
    from matplotlib.transforms import Affine2D

    made = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=72 * scale, facecolor=ground or "none", edgecolor="none")
    made.patch.set_visible(ground is not None)
    place = Affine2D().scale(1 / 72, -1 / 72).translate(0, drawing.height / 72) + made.dpi_scale_trans
    for mark in drawing.marks:
        artist: Any
        if isinstance(mark, Text):
            # What a person typed is no formula, whatever signs are in it.
            artist = Label(mark.x, mark.y, mark.text, color=mark.colour, fontproperties=_font(mark.size, mark.weight), parse_math=False,
                           ha={"start": "left", "middle": "center", "end": "right"}[mark.anchor], va="baseline")
        elif isinstance(mark, Dot):
            artist = PathPatch(_outline(mark), facecolor=_PAPER if mark.open else mark.colour, edgecolor=mark.colour if mark.open else _PAPER,
                               linewidth=2.5 if mark.open else 1.2)
        else:
            artist = PathPatch(Outline(mark.points + mark.points[:1] if mark.closed else mark.points, closed=mark.closed),
                               facecolor=mark.fill or "none", edgecolor=mark.line or "none", linewidth=mark.thick if mark.line else 0,
                               linestyle=(0, mark.dash) if mark.dash else "-", hatch=mark.hatch or None, capstyle="butt")
            if mark.dash:
                # matplotlib counts dashes in widths of the line; we mean pixels.
                artist.set_linestyle((0, tuple(part / mark.thick for part in mark.dash)))
        artist.set_transform(place)
        artist.set_zorder(1)
        made.add_artist(artist, clip=False)
    return made


def _outline(dot: Dot) -> Any:
    from matplotlib.path import Path as Outline

    if dot.shape == "circle":
        return Outline.circle((dot.x, dot.y), dot.radius)
    reach = dot.radius
    corners = [(-reach, -reach), (reach, -reach), (reach, reach), (-reach, reach)] if dot.shape == "square" else [
        (0, -reach * 1.25), (reach * 1.25, 0), (0, reach * 1.25), (-reach * 1.25, 0)]
    points = [(dot.x + x, dot.y + y) for x, y in corners]
    return Outline([*points, points[0]], closed=True)


@lru_cache
def _font(size: float, weight: int) -> Any:
    from matplotlib.font_manager import FontProperties, fontManager

    file = _FONTS / f"{FONT.replace(' ', '')}-{_FACES[weight]}.ttf"
    if not any(known.fname == str(file) for known in fontManager.ttflist):
        fontManager.addfont(file)
    return FontProperties(family=[FONT], fname=str(file), weight=weight, size=size)
