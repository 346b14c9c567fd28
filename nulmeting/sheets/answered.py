"""Answered: a questionnaire that comes back as a workbook, read cell by cell. Every wrong cell is named; only when all is right there is
something to take.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from nulmeting.answers import LONGEST_TEXT, UNKNOWN, Answer, Respondent, Round, Scan, changed_answer, changed_obstacle, changed_scan
from nulmeting.errors import BoardError
from nulmeting.files import Said
from nulmeting.framework import SIDES, Framework
from nulmeting.sheets.grid import Cell, Grid, address, grids
from nulmeting.sheets.questionnaire import (
    ABOUT,
    EVIDENCE,
    FIELDS,
    FIRST_ROW,
    FORMAT,
    ITEMS,
    KIND,
    OBSTACLES,
    SCANS,
    evidence_key,
    head,
    in_row,
    printed,
)
from nulmeting.words import Words

_CHOSEN = re.compile(r"\s*(\d{1,3})\s*(?:[.)]?|[.):]\s+\S.*)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong cell: its address, and the sentence that says what is wrong and what may stand there (below `workbook.wrong`)."""

    address: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handed:
    """A workbook that was handed in: for which person and role it was made (either may be empty) and its sheets."""

    person: str
    role: str
    sheets: Mapping[str, Grid]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook comes down to for one person: the changes to make, or everything that is wrong (then there are no changes).

    `same` counts the rows that say what was said already.
    """

    said: tuple[Said, ...]
    wrong: tuple[Wrong, ...]
    same: int


def handed(data: bytes, file: str, framework: Framework, round_: Round) -> Handed:
    """A questionnaire of this round as it was handed in; `file` is its name, for in a sentence.

    BoardError as `grids`, or when it is another workbook, a newer one, or of another board, round or edition.
    """
    sheets = grids(data, file)
    about = sheets.get(ABOUT)
    known = {about.cells[row, 1].text: about.cells[row, 2].text for row in about.rows if {(row, 1), (row, 2)} <= set(about.cells)} if about else {}
    if known.get("kind") != KIND:
        raise BoardError("workbook-foreign", file=file)
    if not known.get("format", "").isdecimal() or int(known["format"]) > FORMAT:
        raise BoardError("workbook-newer", file=file)
    if known.get("edition") != framework.edition:
        raise BoardError("workbook-edition", file=file, value=known.get("edition", "")[:60], known=framework.edition)
    if (known.get("board"), known.get("round")) != (round_.board, round_.id):
        raise BoardError("workbook-round", file=file, board=known.get("board", "")[:64], round=known.get("round", "")[:64],
                         known=f"{round_.board} {round_.id}")
    return Handed(known.get("person", ""), known.get("role", ""), sheets)


def taken(given: Handed, framework: Framework, words: Words, person: Respondent) -> Taken:
    """What a questionnaire says of `person`, beside what they answered before.

    Only rows that somebody changed since the workbook was made count: an empty row of a fresh workbook clears nothing. Rows may have
    been moved or taken out; a missing column or sheet, and anything between or beside the rows, is wrong.
    """
    reader = _Reader(framework, words, person, own=bool(given.person) and given.person == person.id)
    readers: dict[str, Callable[[_Line], None]] = {ITEMS: reader.item, SCANS: reader.scan, OBSTACLES: reader.obstacle}
    for kind, read in readers.items():
        found = [grid for grid in given.sheets.values() if (1, 1) in grid.cells and grid.cells[1, 1].text == kind]
        if len(found) != 1:
            name = words(f"workbook.sheet.{kind}")
            reader.wrong.append(Wrong(found[1].name if found else name, "sheet-double" if found else "sheet-missing", {"sheet": name}))
            continue
        for line in reader.lines(found[0], kind):
            read(line)
    wrong = tuple(reader.wrong)
    return Taken(() if wrong else tuple(reader.said), wrong, reader.same)


class _Line:
    """One row of a sheet: the cells of one question, by the key of their column."""

    def __init__(self, reader: _Reader, grid: Grid, row: int, columns: Mapping[str, int], id_: str) -> None:
        self.reader, self.grid, self.row, self.columns, self.id = reader, grid, row, columns, id_
        self.print = self.raw("print")

    def raw(self, key: str) -> str:
        cell = self.cell(key)
        return cell.text if cell else ""

    def cell(self, key: str) -> Cell | None:
        return self.grid.cells.get((self.row, self.columns[key])) if key in self.columns else None

    def refuse(self, key: str, message: str, **values: Any) -> None:
        where = address(self.grid.name, self.row, self.columns[key])
        self.reader.wrong.append(Wrong(where, message, {"column": head(self.reader.words, key), **values}))

    def text(self, key: str) -> str:
        """What stands in a cell, as text; a formula and the like are refused."""
        cell = self.cell(key)
        if cell is None:
            return ""
        if cell.kind in ("formula", "switch", "error"):
            self.refuse(key, cell.kind, value=shortened(cell.text))
            return ""
        if len(cell.text) > LONGEST_TEXT:
            self.refuse(key, "too-long", length=len(cell.text), most=LONGEST_TEXT)
            return ""
        return cell.text

    def chosen(self, key: str, options: Mapping[str, Any], message: str, **values: Any) -> Any:
        """What was chosen in a cell, by what it says; None when nothing was."""
        text = self.text(key)
        said = " ".join(text.split()).casefold()
        if not said:
            return None
        for option, value in options.items():
            if said == option.casefold():
                return value
        self.refuse(key, message, value=shortened(text), options=list(options), **values)
        return None

    def number(self, key: str, levels: tuple[int, ...], options: Mapping[str, Any], message: str) -> Any:
        """A level: its number, or the text of the drop-down, which begins with it; or one of the other `options`."""
        cell, text = self.cell(key), self.text(key)
        # A date is what Excel makes of 3-1: nobody chose that.
        number = _CHOSEN.fullmatch(text) if cell and cell.kind != "date" else None
        if number and int(number[1]) in levels:
            return int(number[1])
        return self.chosen(key, options, message, least=levels[0], top=levels[-1])

    def yes(self, key: str) -> bool:
        words = self.reader.words
        return bool(self.chosen(key, {words("workbook.yes"): True, words("workbook.no"): False}, "yes-no"))


class _Reader:
    """Reads the rows of a questionnaire for one person; collects changes and everything that is wrong."""

    def __init__(self, framework: Framework, words: Words, person: Respondent, *, own: bool) -> None:
        self.framework, self.words, self.person, self.own = framework, words, person, own
        self.said: list[Said] = []
        self.wrong: list[Wrong] = []
        self.same = 0
        self.titles = {
            ITEMS: ("title", {item: words(f"item.{item}.title") for item in framework.items}),
            SCANS: ("domain", {domain.id: words("questions.domain-name", number=domain.number, name=words(f"domain.{domain.id}"))
                               for domain in framework.domains}),
            OBSTACLES: ("question", {question: words(f"obstacle.{obstacle.id}.questions.{question}")
                                     for obstacle in framework.choices.obstacles for question in obstacle.questions}),
        }
        self.needed = {
            ITEMS: (*(name for name in FIELDS if name != "evidence"), *(evidence_key(1, part) for part in EVIDENCE)),
            SCANS: SIDES, OBSTACLES: ("level",),
        }

    def lines(self, grid: Grid, kind: str) -> Iterator[_Line]:
        """The rows of a sheet that belong to a question; what stands elsewhere is wrong."""
        named = {cell.text: column for column, cell in grid.row(1).items()}
        columns = {("id" if name == kind else name): column for name, column in named.items()}
        title, titles = self.titles[kind]
        gone = [key for key in ("print", title, *self.needed[kind]) if key not in columns]
        for key in gone:
            name = self.words("workbook.hidden") if key == "print" else head(self.words, key)
            self.wrong.append(Wrong(grid.name, "column-missing", {"column": name}))
        for merged in grid.merged:
            self.wrong.append(Wrong(f"{grid.name}!{merged}", "merged"))
        if gone:
            return
        used, seen = set(columns.values()), dict[str, int]()
        for row in (row for row in grid.rows if row >= FIRST_ROW):
            cells = grid.row(row)
            stray = [cell for column, cell in cells.items() if column not in used and cell.text.strip()]
            self.wrong.extend(Wrong(cell.address, "beside", {"value": shortened(cell.text)}) for cell in stray)
            id_ = cells[columns["id"]].text if columns["id"] in cells else ""
            if id_ not in titles:
                filled = [cell for column, cell in cells.items() if column in used and cell.text.strip()]
                if filled:
                    self.wrong.append(Wrong(filled[0].address, "no-question"))
            elif id_ in seen:
                self.wrong.append(Wrong(address(grid.name, row, columns[title]), "double", {"row": seen[id_]}))
            elif row_title(cells, columns[title]) != titles[id_]:
                # The hidden id stayed while the visible cells were moved: then the answers would go to another question.
                self.wrong.append(Wrong(address(grid.name, row, columns[title]), "moved", {"title": titles[id_]}))
            else:
                seen[id_] = row
                yield _Line(self, grid, row, columns, id_)

    def item(self, line: _Line) -> None:
        """The answer to one item."""
        item, before = self.framework.items[line.id], len(self.wrong)
        choices, words = self.framework.choices, self.words
        fields: dict[str, Any] = {side: self.side(line, side) for side in SIDES}
        for name, can in (("not_applicable", item.not_applicable), ("outsourced", item.outsourceable), ("discuss", True)):
            fields[name] = line.yes(name)
            if fields[name] and not can:
                line.refuse(name, f"{name}-impossible")
        fields["schools"] = line.chosen("schools", {words(f"coverage.{option}"): option for option in choices.coverage.options}, "option")
        fields |= {name: line.text(name) for name in ("reason", "supplier", "note")}
        if fields["not_applicable"] and item.not_applicable and not fields["reason"].strip():
            line.refuse("reason", "reason-missing")
        fields["evidence"] = self.evidence(line)
        if len(self.wrong) > before:
            return
        now = self.person.answers.get(line.id, Answer())
        self.settle(line, "item", in_row(now), in_row(changed_answer(self.framework, line.id, Answer(), fields)), lambda change: changed_answer(
            self.framework, line.id, now, change))

    def side(self, line: _Line, side: str) -> Any:
        return line.number(side, self.framework.levels, {self.words("questions.unknown"): UNKNOWN}, "level")

    def evidence(self, line: _Line) -> list[dict[str, str]]:
        """The pieces of evidence in a row; one needs a title."""
        pieces = []
        number = 1
        while evidence_key(number, EVIDENCE[0]) in line.columns:
            piece = {part: line.text(evidence_key(number, part)) for part in EVIDENCE}
            if any(piece.values()):
                if not piece["title"].strip():
                    line.refuse(evidence_key(number, "title"), "evidence-title")
                pieces.append(piece)
            number += 1
        return pieces

    def scan(self, line: _Line) -> None:
        """What was said of one domain in the snelscan."""
        before = len(self.wrong)
        fields = {side: self.side(line, side) for side in SIDES}
        if len(self.wrong) > before:
            return
        now = self.person.scan.get(line.id, Scan())
        self.settle(line, "scan", asdict(now), fields, lambda change: changed_scan(self.framework, line.id, now, change))

    def obstacle(self, line: _Line) -> None:
        """The answer to one question about obstacles."""
        before = len(self.wrong)
        choices = self.framework.choices.obstacle_levels
        level = line.number("level", choices, {}, "obstacle")
        if len(self.wrong) > before:
            return
        now = self.person.obstacles.get(line.id)
        self.settle(line, "obstacle", now, level, lambda change: changed_obstacle(self.framework, line.id, change))

    def settle(self, line: _Line, on: str, now: Any, new: Any, check: Callable[[Mapping[str, Any]], object]) -> None:
        """Take a row when somebody changed it and it says something else than what is known."""
        if new == now:
            self.same += new not in (None, in_row(Answer()), asdict(Scan()))
        elif printed(new) != line.print:
            if self.own and printed(now) != line.print:
                title = self.titles[{"item": ITEMS, "scan": SCANS, "obstacle": OBSTACLES}[on]][0]
                line.refuse(title, "meanwhile")
                return
            change = {"level": new} if on == "obstacle" else {name: value for name, value in new.items() if value != now[name]}
            check(change)
            self.said.append(Said(on, line.id, change))


def row_title(cells: Mapping[int, Cell], column: int) -> str:
    """What stands where the title of a row stands."""
    return cells[column].text if column in cells else ""


def shortened(text: str) -> str:
    """A stranger's value on one line, short enough for a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "..."
