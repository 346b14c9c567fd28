"""Figures: tables of plain values as a workbook to read, sort and filter; first a sheet that says what it all is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nulmeting.sheets.book import book, height, put, sheet_name
from nulmeting.words import Words

# Per kind of value: how wide its column is (in signs), and how Excel shows it. Numbers stand there unrounded.
_WIDTH = {"id": 30, "title": 44, "meaning": 60, "long": 60, "short": 28, "text": 28, "code": 28}
_NARROW = 12
# What has more columns than this is printed on A3.
_ON_A4 = 9
_SHOWN = {"mean": "0.00", "number": "0.0#", "hours": "0.##", "euro": "#,##0", "count": "0", "level": "0", "steps": "0"}


@dataclass(frozen=True, slots=True)
class Column:
    """What stands above a column, and the kind of value in it: one of the kinds of `figures`."""

    head: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its id, what it is called and about, its columns, and rows of text, numbers, flags and None."""

    id: str
    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]


def figures(title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet], words: Words) -> bytes:
    """A workbook of these tables, behind a sheet of heads and sentences. The same content, the same bytes."""
    return book(lambda workbook: _Figures(workbook, words).fill(title, about, sheets), title=title)


class _Figures:
    def __init__(self, workbook: Any, words: Words) -> None:
        self.workbook, self.words = workbook, words
        base = {"text_wrap": True, "valign": "top"}
        self.title = workbook.add_format({"bold": True, "font_size": 16, "font_color": "#0B5A6F"})
        self.name = workbook.add_format({**base, "bold": True})
        self.text = workbook.add_format({**base, "align": "left", "indent": 1})
        self.head = workbook.add_format({**base, "bold": True, "bg_color": "#0B5A6F", "font_color": "#FFFFFF", "border": 1,
                                         "border_color": "#C9D1DA"})
        self.numbers = {kind: workbook.add_format({"valign": "top", "num_format": shown}) for kind, shown in _SHOWN.items()}

    def fill(self, title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> None:
        first = self.workbook.add_worksheet(sheet_name(self.words("figures.read-me")))
        first.set_column(0, 0, 30)
        first.set_column(1, 1, 100)
        first.hide_gridlines(2)
        put(first, 0, 0, title, self.title)
        first.set_row(0, 26)
        for row, (head, text) in enumerate(about, start=1):
            put(first, row, 0, head, self.name)
            put(first, row, 1, text, self.text)
            first.set_row(row, height(((head, 34), (text, 115))))
        self._printed(first)
        for sheet in sheets:
            self._sheet(sheet)

    def _sheet(self, given: Sheet) -> None:
        sheet = self.workbook.add_worksheet(sheet_name(given.name))
        widths = [_WIDTH.get(column.kind, _NARROW) for column in given.columns]
        last = max(1, len(given.rows))
        sheet.add_table(0, 0, last, len(given.columns) - 1, {
            "name": f"figures_{given.id}", "title": given.name, "description": given.about, "style": "Table Style Light 1",
            "columns": [{"header": column.head, "header_format": self.head} for column in given.columns],
        })
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, height((column.head, width - 3) for column, width in zip(given.columns, widths, strict=True)))
        kinds = [column.kind for column in given.columns]
        writers = [self._writer(sheet, kind) for kind in kinds]
        texts = [(column, width) for column, width in enumerate(widths) if kinds[column] in _WIDTH]
        for number, row in enumerate(given.rows, start=1):
            for column, value in enumerate(row):
                if value is not None and value != "":
                    writers[column](number, column, value)
            sheet.set_row(number, height((row[column] or "", width) for column, width in texts))
        # A note that happens to be a number is no mistake.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        sheet.freeze_panes(1, 2 if kinds[0] == "id" else 1)
        sheet.repeat_rows(0)
        self._printed(sheet, large=len(kinds) > _ON_A4)

    def _writer(self, sheet: Any, kind: str) -> Callable[[int, int, Any], object]:
        """What writes a value of a kind in a cell."""
        if kind == "flag":
            yes, no = self.words("workbook.yes"), self.words("workbook.no")
            return lambda row, column, value: sheet.write_string(row, column, yes if value else no, self.text)
        if kind in self.numbers:
            shown = self.numbers[kind]
            return lambda row, column, value: sheet.write_number(row, column, value, shown)
        return lambda row, column, value: put(sheet, row, column, value, self.text)

    def _printed(self, sheet: Any, large: bool = False) -> None:
        sheet.set_landscape()
        sheet.set_paper(8 if large else 9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self.words('report.bestuur.confidential')}&R&P / &N")
