"""Grid: a workbook that somebody hands in, as plain values by place. It is a stranger's file: nothing in it is run, and it has a bound."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.text import Text
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.functions import iterparse

from nulmeting.errors import BoardError

LARGEST = 5_000_000
"""Largest workbook that is read, in bytes."""

LARGEST_UNPACKED = 40_000_000
"""Most that the parts of a workbook may be once unpacked, together, in bytes."""

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 5000, 400, 200_000
"""What is read of a sheet; anything filled beyond makes the workbook too large."""

# Everything a damaged file makes the library raise.
_BROKEN = (OSError, ArithmeticError, ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, SyntaxError, RuntimeError,
           BadZipFile, zlib.error, InvalidFileException)


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell: its sheet and place (counted from one), and its text as a person reads it.

    `kind`: text, number, date, or what is none of them: formula, switch (true or false), error.
    """

    sheet: str
    row: int
    column: int
    text: str
    kind: str

    @property
    def address(self) -> str:
        """The place as Excel names it: `Vragen!F12`."""
        return address(self.sheet, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its filled cells by row and column (counted from one), and the ranges somebody merged."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[str, ...]

    def row(self, number: int) -> dict[int, Cell]:
        """The filled cells of a row, by column."""
        return {column: cell for (row, column), cell in self.cells.items() if row == number}

    @property
    def rows(self) -> list[int]:
        """The rows in which anything stands, from the top."""
        return sorted({row for row, _ in self.cells})


def address(sheet: str, row: int, column: int) -> str:
    """A place as Excel names it, sheet and all."""
    return f"{sheet}!{get_column_letter(column)}{row}"


def grids(data: bytes, file: str, *, outcomes: bool = False) -> dict[str, Grid]:
    """The sheets of a workbook by name, hidden ones too; `file` is its name, for in a sentence.

    A formula is left as one, so that it is seen and never taken for an answer; with `outcomes` what it came to when the workbook was last
    saved stands in its place, where the workbook holds that.

    BoardError when it is no workbook, an old or locked one, one with macros, too large (packed or unpacked), or damaged.
    """
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise BoardError("workbook-old", file=file)
    if len(data) > LARGEST:
        raise BoardError("workbook-large", file=file)
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            # What a part says of its size is also the most that is ever unpacked of it.
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > 1000:
                raise BoardError("workbook-large", file=file)
            names = {part.filename.lower() for part in parts}
    except BadZipFile:
        raise BoardError("workbook-none", file=file) from None
    if any(name.endswith("vbaproject.bin") for name in names):
        raise BoardError("workbook-macros", file=file)
    if "xl/workbook.xml" not in names:
        raise BoardError("workbook-none", file=file)
    try:
        found = dict(_read(data, file, outcomes=False))
        if outcomes:
            for name, known in _read(data, file, outcomes=True):
                found[name] = replace(found[name], cells={**found[name].cells, **known.cells})
        return found
    except _BROKEN:
        raise BoardError("workbook-broken", file=file) from None


def _read(data: bytes, file: str, *, outcomes: bool) -> Iterator[tuple[str, Grid]]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=outcomes, keep_links=False)
    try:
        strings = list(_strings(book))
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            sheet._shared_strings = strings
            cells: dict[tuple[int, int], Cell] = {}
            for row in sheet.iter_rows():
                for found in row:
                    if found.value is None:
                        continue
                    if found.row > MOST_ROWS or found.column > MOST_COLUMNS or len(cells) >= MOST_CELLS:
                        raise BoardError("workbook-large", file=file)
                    cells[found.row, found.column] = _cell(sheet.title, found)
            yield sheet.title, Grid(sheet.title, cells, tuple(_merged(book, sheet)))
    finally:
        book.close()


def _strings(book: Any) -> Iterator[str]:
    """The texts that cells point at, as they stand in the file: openpyxl drops the signs that tell a typed `_x000D_` from a line end."""
    for name in book._archive.namelist():
        if name.lower() == "xl/sharedstrings.xml":
            with book._archive.open(name) as part:
                for _, element in iterparse(part):
                    if element.tag.endswith("}si"):
                        text = Text.from_tree(element)
                        yield _unescaped(text.t or "") + "".join(_unescaped(run.t or "") for run in text.r)
                        element.clear()


def _merged(book: Any, sheet: Any) -> Iterator[str]:
    # A sheet that is read row by row does not know its merged cells; they stand behind the rows.
    with book._archive.open(sheet._worksheet_path) as part:
        for _, element in iterparse(part):
            if element.tag.endswith("}mergeCell"):
                yield element.get("ref", "")
            element.clear()


def _cell(sheet: str, found: Any) -> Cell:
    value = found.value
    kind = "text"
    if found.data_type == "f":
        kind, text = "formula", ""
    elif found.data_type == "e":
        kind, text = "error", str(value)
    elif isinstance(value, bool):
        kind, text = "switch", str(value)
    elif isinstance(value, (int, float)):
        kind, text = "number", str(int(value)) if value == int(value) else str(value)
    elif isinstance(value, datetime):
        kind, text = "date", value.date().isoformat() if value.time() == value.time().min else value.isoformat(" ", "minutes")
    elif isinstance(value, date):
        kind, text = "date", value.isoformat()
    else:
        text = str(value)
    return Cell(sheet, found.row, found.column, text, kind)


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold stand in a workbook as `_x000B_`, and a typed `_x000B_` as `_x005F_x000B_`."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
