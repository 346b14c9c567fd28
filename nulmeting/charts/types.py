"""Types: where a board stands in the square of the four types, and what it would take to cross a border."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from nulmeting.charts.axis import Axis
from nulmeting.charts.layout import Chart, made, nothing
from nulmeting.charts.marks import ACCENT, BAND, GROUND, INK, LEADING, PALE, SMALL, SOFT, TEXT, Text
from nulmeting.charts.measure import wide, wrapped
from nulmeting.charts.sheet import KeyEntry, Sheet
from nulmeting.framework import SIDES, BoardType
from nulmeting.outcome import Outcome
from nulmeting.scoring import Mean
from nulmeting.words import Words

_STAR = "*"


def types(outcome: Outcome, words: Words) -> Chart:
    """The type of a board, with the place that makes it so; only when both sides have a mean."""
    framework, position, axes = outcome.framework, outcome.position, outcome.scores.axes
    rules = framework.choices.types
    paper, practice = axes["paper"].score, axes["practice"].score
    if paper is None or practice is None:
        return nothing("types", words("chart.types.none"))
    values = {"paper": paper, "practice": practice}
    if position.id is None:
        title = words("result.type.none")
    else:
        title = words("result.type.provisional" if position.provisional else "result.type.is", type=words(f"type.{position.id}.name"))
    alt = [words("chart.types.place", **{side: words.number(value) for side, value in values.items()}, cut=words.number(rules.cut))]
    if len(position.possible) > 1:
        alt.append(words("chart.types.possible", types=[words(f"type.{kind}.name") for kind in position.possible]))
    if position.near:
        alt.append(words("result.near", types=[words(f"type.{kind}.name") for kind in position.near]))
    alt += [words("result.flip", axis=words(f"axis.{side}"), count=count) for side, count in position.flips.items() if count is not None]

    def draw(sheet: Sheet) -> None:
        square = _Square(sheet, outcome, practice, paper)
        square.ground()
        square.keep_clear()
        names, below = square.names(words)
        square.levels()
        square.range_box(axes)
        for side, count in position.flips.items():
            if count is not None:
                square.arrow(side, words("chart.types.flip", count=count))
        for ground, name in names:
            # Over the dashed line that may run through it.
            sheet.box(name.x - 2, name.y - TEXT * 0.9, wide(name.text, TEXT, name.weight) + 4, TEXT * 1.25, fill=ground)
            sheet.text(name.x, name.y, name.text, weight=name.weight, colour=name.colour)
        sheet.dot(square.x, square.y, 8)
        square.axis_names(words)
        keys: list[KeyEntry] = [(lambda x, y: sheet.dot(x, y, 8), words("chart.types.key-you"))]
        if any(axes[side].low != axes[side].high for side in SIDES):
            keys.append((lambda x, y: sheet.box(x - 11, y - 7, 22, 14, line=ACCENT, thick=1.5, dash=(5, 3)), words("chart.types.key-range")))
        if rules.near:
            keys.append((lambda x, y: sheet.box(x - 11, y - 7, 22, 14, fill=BAND), words("chart.types.key-near")))
        sheet.key(keys)
        for line in below:
            sheet.paragraph(line)

    rows = [
        (words(f"axis.{side}"), words.number(values[side]),
         words("format.range", low=words.number(axes[side].low), high=words.number(axes[side].high)) if axes[side].low != axes[side].high
         else words("result.sure"), words.number(rules.cut), "" if position.flips[side] is None else str(position.flips[side]))
        for side in SIDES
    ]
    head = [words("result.head.what"), words("result.head.level"), words("result.head.between"), words("chart.types.head-cut"),
            words("chart.types.head-flip")]
    return made("types", title, alt, head, rows, draw)


class _Square:
    """The square on its sheet: practice to the right, paper upward, a corner for each type; the board stands at x, y.

    `_taken` is what a text must not cover, as left, top, right, bottom; whoever puts something there adds to it.
    """

    def __init__(self, sheet: Sheet, outcome: Outcome, practice: Fraction, paper: Fraction) -> None:
        framework = outcome.framework
        self.sheet, self.framework, self.rules, self.position = sheet, framework, framework.choices.types, outcome.position
        self.left, self.top = 34.0, 8.0
        self.across = min(sheet.width - self.left - 4, 560.0)
        self.height = self.across if sheet.narrow else self.across * 0.8
        if not sheet.narrow:
            self.left += (sheet.width - self.across) / 2 - 24
        self.right, self.bottom = self.left + self.across, self.top + self.height
        self.to_right = Axis(framework, self.left, self.right)
        self.upward = Axis(framework, self.bottom, self.top)
        cut, near = self.rules.cut, self.rules.near
        self.cut_x, self.cut_y = self.to_right.at(cut), self.upward.at(cut)
        # How near a border counts as on the border, in pixels.
        self.margin_x, self.margin_y = self.to_right.at(cut + near) - self.cut_x, self.cut_y - self.upward.at(cut + near)
        self.x, self.y = self.to_right.at(practice), self.upward.at(paper)
        self._taken: list[tuple[float, float, float, float]] = []

    def _corner(self, kind: BoardType) -> tuple[float, float, float, float]:
        """Left, top, width and height of the corner of a type."""
        x, to_x = (self.cut_x, self.right) if kind.high["practice"] else (self.left, self.cut_x)
        y, to_y = (self.top, self.cut_y) if kind.high["paper"] else (self.cut_y, self.bottom)
        return x, y, to_x - x, to_y - y

    def _has_room(self, left: float, top: float, right: float, bottom: float) -> bool:
        within = self.left <= left and right <= self.right and self.top <= top and bottom <= self.bottom
        return within and not any(left < to_x and right > x and top < to_y and bottom > y for x, y, to_x, to_y in self._taken)

    def ground(self) -> None:
        """The four corners, that of the board lit, and the borders between them."""
        for kind in self.rules.list:
            self.sheet.box(*self._corner(kind), fill=PALE if kind.id == self.position.id else GROUND)
        cut, near = self.rules.cut, self.rules.near
        if near:
            low, high = self.to_right.at(cut - near), self.to_right.at(cut + near)
            self.sheet.box(low, self.top, high - low, self.height, fill=BAND)
            low, high = self.upward.at(cut + near), self.upward.at(cut - near)
            self.sheet.box(self.left, low, self.across, high - low, fill=BAND)
        self.sheet.line(self.cut_x, self.top, self.cut_x, self.bottom, SOFT, 1.5)
        self.sheet.line(self.left, self.cut_y, self.right, self.cut_y, SOFT, 1.5)

    def keep_clear(self) -> None:
        """No text over the board itself, over a border, or over an arrow to one."""
        self._taken += [
            (self.x - 11, self.y - 11, self.x + 11, self.y + 11),
            (self.cut_x - 3, self.top, self.cut_x + 3, self.bottom), (self.left, self.cut_y - 3, self.right, self.cut_y + 3),
        ]
        if self.position.flips["practice"] is not None:
            self._taken.append((min(self.x, self.cut_x), self.y - 6, max(self.x, self.cut_x), self.y + 6))
        if self.position.flips["paper"] is not None:
            self._taken.append((self.x - 6, min(self.y, self.cut_y), self.x + 6, max(self.y, self.cut_y)))

    def names(self, words: Words) -> tuple[list[tuple[str, Text]], list[str]]:
        """The names of the types as lines with the ground under them; and those that only have a star in their corner, to be told below."""
        names: list[tuple[str, Text]] = []
        below: list[str] = []
        for kind in self.rules.list:
            here = kind.id == self.position.id
            weight, colour, ground = (700, INK, PALE) if here else (400, SOFT, GROUND)
            name = words(f"type.{kind.id}.name")
            name = name[:1].upper() + name[1:]
            width = self._corner(kind)[2]
            for lines in (wrapped(name, width - self.margin_x - 16, TEXT, weight), [_STAR]):
                if put := self._place_of_name(kind, lines, weight):
                    names += [(ground, Text(put[0], put[1] + number * TEXT * LEADING, line, weight=weight, colour=colour))
                              for number, line in enumerate(lines)]
                    break
            if not put or lines == [_STAR]:
                below.append(f"{_STAR} {name}")
        return names, below

    def _place_of_name(self, kind: BoardType, lines: list[str], weight: int) -> tuple[float, float] | None:
        """Where the first line begins: in the outer corner if the board is not there, else at the border, else nowhere."""
        x, y, _, tall = self._corner(kind)
        start = x + 10 + (self.margin_x if kind.high["practice"] else 0)
        high, length = (len(lines) - 1) * TEXT * LEADING, max(wide(line, TEXT, weight) for line in lines)
        if high >= tall - self.margin_y - 20:
            return None
        if kind.high["paper"]:
            outer, inner = y + 26, y + tall - 14 - high - self.margin_y
        else:
            outer, inner = y + tall - 14 - high, y + 24 + self.margin_y
        for base in (outer, inner):
            place = (start, base - TEXT, start + length, base + high + 5)
            if self._has_room(*place):
                self._taken.append(place)
                return start, base
        return None

    def levels(self) -> None:
        """The numbers of the levels below the square and to the left of it; the first and the last within its corners."""
        lowest, top = self.framework.levels[0], self.framework.top
        for level in self.framework.levels:
            self.sheet.text(self.to_right.at(level), self.bottom + 18, str(level), size=SMALL, colour=SOFT,
                            anchor="start" if level == lowest else "end" if level == top else "middle")
            self.sheet.text(self.left - 8, self.upward.at(level) + (11 if level == top else 0 if level == lowest else 4.5), str(level),
                            size=SMALL, anchor="end", colour=SOFT)

    def range_box(self, axes: Mapping[str, Mean]) -> None:
        """Where the board may turn out to stand, when that is more than a point."""
        paper, practice = axes["paper"], axes["practice"]
        assert paper.low is not None and paper.high is not None and practice.low is not None and practice.high is not None
        x, to_x = self.to_right.at(practice.low), self.to_right.at(practice.high)
        y, to_y = self.upward.at(paper.high), self.upward.at(paper.low)
        if to_x - x > 1 or to_y - y > 1:
            self.sheet.box(x, y, max(to_x - x, 2), max(to_y - y, 2), line=ACCENT, thick=1.5, dash=(5, 3))

    def arrow(self, side: str, text: str) -> None:
        """From where the board stands to the border of one axis, with how many answers that takes where there is room to say it."""
        x, y, length = self.x, self.y, wide(text, SMALL)
        if side == "practice":
            end = self.cut_x
            way = 1 if x < end else -1
            head = [(end + way * 9, y), (end, y - 5), (end, y + 5)]
            self.sheet.line(x, y, end, y, ACCENT, 1.5)
            start = end + way * (self.margin_x + 6) - (0 if way > 0 else length)
            spots = [(start, y + 4.5), (start, y - 12), (start, y + 22)]
        else:
            end = self.cut_y
            way = 1 if y < end else -1
            head = [(x, end + way * 9), (x - 5, end), (x + 5, end)]
            self.sheet.line(x, y, x, end, ACCENT, 1.5)
            beyond = end + way * (self.margin_y + 8) + (9 if way > 0 else 0)
            spots = [(x - length / 2, beyond), (x + 14, beyond), (x - 14 - length, beyond), (x + 14, end - 6), (x - 14 - length, end - 6)]
        self.sheet.path(head, fill=ACCENT, closed=True)
        for left, base in spots:
            if self._has_room(left, base - SMALL, left + length, base + SMALL * 0.3):
                self.sheet.text(left, base, text, size=SMALL, colour=ACCENT)
                break

    def axis_names(self, words: Words) -> None:
        """What is to the right and what is upward, below the levels; the sheet goes on below them."""
        base = self.bottom + 40
        self.sheet.text(self.right, base, words("chart.types.right", name=words("axis.practice")), size=SMALL, weight=600, anchor="end")
        base += 18 if self.sheet.narrow else 0
        self.sheet.text(self.left, base, words("chart.types.up", name=words("axis.paper")), size=SMALL, weight=600)
        self.sheet.y = base + 14
