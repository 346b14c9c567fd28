"""Existing: what a board measured before in Excel, taken in by a mapping that says which cell is about what and what each value means.

A value that was given for paper and practice apart is an answer, and is marked as taken over until somebody judges it again, as answers
of an earlier round are (model §8). A value on one single scale says nothing about the two sides, so it is never an answer: it becomes a
note at its item, and where enough items of a domain were measured (the share from which a domain is given a number, own choice) the
mean of their levels, rounded down, is that domain's snelscan on both sides, so that its items are *estimated* (model §1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nulmeting.answers import LONGEST_TEXT, UNKNOWN, Answer, Respondent, Scan, changed_answer, changed_scan
from nulmeting.errors import BoardError, DataError, Problem
from nulmeting.files import Said
from nulmeting.framework import SIDES, Framework
from nulmeting.sheets.answered import Wrong, shortened
from nulmeting.sheets.grid import Cell, Grid, grids
from nulmeting.words import Words

FORMAT = 1
"""Version of the mapping files this program reads."""

NOTE = "note"
"""In `read`: the column holds text that goes along as a note."""

SINGLE = "single"
"""In a meaning: a level on one scale, of which nobody said whether it is about paper or practice."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one value means: a level or `unknown` for a side, or a level on a single scale; nothing at all when it is to be left."""

    paper: str | None = None
    practice: str | None = None
    single: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mapping file. Rows and columns are found by what stands in them; case and spaces do not count.

    `sheet`; `header` is the row in which the columns are named, counted from one. With a row a question `key` names the column that
    says which question it is; with a column a question `key` is none and `row` the row of the answers. `ids`: what stands there → item
    or domain, none to leave it. `read`: the columns to read → a list of `values`, or `note`.
    """

    format: int
    sheet: str
    header: int
    ids: Mapping[str, str | None]
    read: Mapping[str, str]
    values: Mapping[str, Mapping[str, Meaning]]
    key: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What an earlier measurement comes down to for one person.

    `said`: the changes to make; `not_understood`: cells that are not in the mapping; `kept`: sentences (below `workbook.existing`) about
    what was left because there is an answer already or too little was measured; `left`: filled cells that the mapping leaves;
    `answers`: items with sides; `estimated`: domains; `notes`: items with a note.
    """

    said: tuple[Said, ...]
    not_understood: tuple[Wrong, ...]
    kept: tuple[tuple[str, Mapping[str, Any]], ...]
    left: int
    answers: int
    estimated: tuple[str, ...]
    notes: int


def existing(data: bytes, file: str, earlier: Earlier, mapping: str, framework: Framework, words: Words, person: Respondent) -> Found:
    """An earlier measurement, beside what `person` answered already: that always stays.

    `file` and `mapping` are the names of the two files, for in sentences. DataError with everything that is wrong in the mapping,
    BoardError as `grids` or when the sheet is not there.
    """
    problems = list(_problems(earlier, mapping, framework))
    if problems:
        raise DataError(problems)
    sheets = grids(data, file, outcomes=True)
    grid = next((grid for name, grid in sheets.items() if _plain(name) == _plain(earlier.sheet)), None)
    if grid is None:
        raise BoardError("existing-sheet", file=file, value=earlier.sheet, known=list(sheets))
    columns = {_plain(cell.text): column for column, cell in grid.row(earlier.header).items()}
    wanted = [*(("read", name) for name in earlier.read), *((("key", earlier.key),) if earlier.key else (("ids", name) for name in earlier.ids))]
    missing = [Problem(mapping, place, "unknown-id", {"value": name}) for place, name in wanted if _plain(name) not in columns]
    if missing:
        raise DataError(missing)
    return _Reading(file, earlier, framework, words, person, grid, columns).found()


def _problems(earlier: Earlier, mapping: str, framework: Framework) -> Iterator[Problem]:
    """What of a mapping cannot be under this edition."""
    if earlier.format != FORMAT:
        yield Problem(mapping, "format", "newer-format", {"value": earlier.format, "known": FORMAT})
    if (earlier.key is None) == (earlier.row is None):
        yield Problem(mapping, "", *(("missing-key", {"key": "key"}) if earlier.key is None else ("extra-key", {"key": "row"})))
    for name, target in earlier.ids.items():
        if target is not None and target not in framework.items and target not in framework.domain:
            yield Problem(mapping, f"ids/{name}", "unknown-id", {"value": target})
    for name, values in earlier.read.items():
        if values != NOTE and values not in earlier.values:
            yield Problem(mapping, f"read/{name}", "unknown-id", {"value": values})
    levels = {str(level) for level in framework.levels}
    for name, meanings in earlier.values.items():
        for text, meaning in meanings.items():
            place = f"values/{name}/{text}"
            if meaning.single is not None and (meaning.paper or meaning.practice):
                yield Problem(mapping, place, "extra-key", {"key": SINGLE})
            for part in (*SIDES, SINGLE):
                value = getattr(meaning, part)
                if value is not None and value not in levels and (part == SINGLE or value != UNKNOWN):
                    yield Problem(mapping, f"{place}/{part}", "level-cannot-be", {"value": value})


class _Reading:
    """Reads the cells of one sheet as a mapping says."""

    def __init__(self, file: str, earlier: Earlier, framework: Framework, words: Words, person: Respondent, grid: Grid,
                 columns: Mapping[str, int]) -> None:
        self.file, self.earlier, self.framework, self.words, self.person = file, earlier, framework, words, person
        self.grid, self.columns = grid, columns
        self.values = {name: {_plain(text): meaning for text, meaning in meanings.items()} for name, meanings in earlier.values.items()}
        self.ids = {_plain(name): target for name, target in earlier.ids.items()}
        self.wrong: list[Wrong] = []
        self.kept: list[tuple[str, Mapping[str, Any]]] = []
        self.left = 0
        # What the cells say, by item or domain and by what it is about; with the cell, for when another says otherwise.
        self.said: dict[tuple[str, str], tuple[Any, Cell]] = {}
        self.notes: dict[str, list[str]] = {}

    def found(self) -> Found:
        for cell, name, target in self.cells():
            if target is None:
                self.left += 1
            elif cell.kind in ("formula", "switch", "error"):
                self.refuse(cell, cell.kind, value=shortened(cell.text))
            elif self.earlier.read[name] == NOTE:
                self.note(cell, target)
            else:
                self.value(cell, self.earlier.read[name], target)
        estimated = self.estimates()
        changes = [Said("scan", domain, change) for domain, change in estimated.items()]
        answers = list(self.answers())
        notes = [said for said in answers if "note" in said.set]
        return Found((*changes, *answers), tuple(self.wrong), tuple(self.kept), self.left,
                     sum(1 for said in answers if "carried" in said.set), tuple(estimated), len(notes))

    def cells(self) -> Iterator[tuple[Cell, str, str | None]]:
        """Every filled cell that is to be read: with the name of its column, and the item or domain it is about."""
        earlier, grid = self.earlier, self.grid
        read = {self.columns[_plain(name)]: name for name in earlier.read}
        if earlier.row is not None:
            for column, cell in grid.row(earlier.row).items():
                if column in read and cell.text.strip():
                    if _plain(read[column]) in self.ids:
                        yield cell, read[column], self.ids[_plain(read[column])]
                    else:
                        self.refuse(cell, "unknown-id", value=shortened(read[column]))
            return
        for row in (row for row in grid.rows if row > earlier.header):
            cells = grid.row(row)
            named = cells.get(self.columns[_plain(earlier.key or "")])
            filled = [cell for column, cell in cells.items() if column in read and (cell.text.strip() or cell.kind != "text")]
            if not filled:
                continue
            if named is None or _plain(named.text) not in self.ids:
                self.refuse(named or filled[0], "unknown-id", value=shortened(named.text) if named else "")
                continue
            yield from ((cell, read[cell.column], self.ids[_plain(named.text)]) for cell in filled)

    def note(self, cell: Cell, target: str) -> None:
        if target in self.framework.items:
            self.add_note(cell, target, cell.text)
        else:
            # There is no place for a note about a whole domain.
            self.left += 1

    def add_note(self, cell: Cell, item: str, text: str) -> None:
        notes = [*self.notes.get(item, ()), text]
        if (length := len("\n".join(notes))) > LONGEST_TEXT:
            self.refuse(cell, "too-long", length=length, most=LONGEST_TEXT)
        else:
            self.notes[item] = notes

    def value(self, cell: Cell, values: str, target: str) -> None:
        meaning = self.values[values].get(_plain(cell.text))
        if meaning is None:
            self.refuse(cell, "unknown-value", value=shortened(cell.text), values=values)
            return
        parts = {part: value for part in (*SIDES, SINGLE) if (value := getattr(meaning, part)) is not None}
        self.left += not parts
        for part, value in parts.items():
            given = value if value == UNKNOWN else int(value)
            known = self.said.setdefault((target, part), (given, cell))
            if known[0] != given:
                self.refuse(cell, "twice", other=known[1].address)
            elif part == SINGLE and target in self.framework.items and known[1] is cell:
                note = self.words("workbook.existing.note-single", source=self.file, address=cell.address, value=shortened(cell.text))
                self.add_note(cell, target, note)

    def estimates(self) -> dict[str, dict[str, Any]]:
        """Per domain the change of its snelscan: what was given for the whole domain, else what follows from its items."""
        found: dict[str, dict[str, Any]] = {}
        for domain in self.framework.domains:
            change = {side: self.said[domain.id, side][0] for side in SIDES if (domain.id, side) in self.said}
            levels = [self.said[item, SINGLE][0] for item in domain.items if (item, SINGLE) in self.said]
            name = self.words(f"domain.{domain.id}")
            if not change and (domain.id, SINGLE) in self.said:
                change = dict.fromkeys(SIDES, self.said[domain.id, SINGLE][0])
            elif not change and levels:
                if Fraction(len(levels), len(domain.items)) < self.framework.choices.scores.domain_shown_from:
                    self.kept.append(("few", {"domain": name, "count": len(levels), "all": len(domain.items)}))
                    continue
                change = dict.fromkeys(SIDES, sum(levels) // len(levels))
            now = self.person.scan.get(domain.id, Scan())
            change = {side: value for side, value in change.items() if getattr(now, side) != value}
            if not change:
                continue
            if any(getattr(now, side) is not None for side in SIDES):
                self.kept.append(("scanned", {"domain": name}))
                continue
            changed_scan(self.framework, domain.id, now, change)
            found[domain.id] = change
        return found

    def answers(self) -> Iterator[Said]:
        """The change of each item: sides that were given apart, as taken over, and notes."""
        for item in self.framework.items:
            now = self.person.answers.get(item, Answer())
            change: dict[str, Any] = {side: self.said[item, side][0] for side in SIDES if (item, side) in self.said}
            title = self.words(f"item.{item}.title")
            if all(getattr(now, side) == value for side, value in change.items()):
                change = {}
            elif now.answered:
                self.kept.append(("answered", {"item": title}))
                change = {}
            else:
                change["carried"] = True
            note = "\n".join(self.notes.get(item, ()))
            if note and note != now.note:
                if now.note:
                    self.kept.append(("noted", {"item": title}))
                else:
                    change["note"] = note
            if change:
                changed_answer(self.framework, item, now, change)
                yield Said("item", item, change)

    def refuse(self, cell: Cell, message: str, **values: Any) -> None:
        self.wrong.append(Wrong(cell.address, message, values))


def _plain(text: str) -> str:
    """A text as it is compared: whatever its case and spaces."""
    return " ".join(text.split()).casefold()
