"""Preparation: the conversations and the evidence of a round as a workbook, a sheet each, with room to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nulmeting.sheets.book import book, height, put, sheet_name
from nulmeting.words import Words

# The last column is where one writes.
_WIDTHS = {"questions": (24, 24, 30, 40, 44, 44, 44), "evidence": (24, 24, 30, 40, 40, 30)}


def preparation(tables: Mapping[str, tuple[tuple[str, ...], ...]], words: Words) -> bytes:
    """A workbook of the tables that `prepare.rows` gives, their heads in view and their columns to sort and filter."""

    def fill(workbook: Any) -> None:
        base = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D1DA"}
        top = workbook.add_format({**base, "bold": True, "bg_color": "#0B5A6F", "font_color": "#FFFFFF"})
        cell = workbook.add_format(base)
        for name, rows in tables.items():
            sheet = workbook.add_worksheet(sheet_name(words(f"prepare.sheet.{name}")))
            widths = _WIDTHS[name]
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            for number, row in enumerate(rows):
                sheet.set_row(number, height(zip(row, widths, strict=True)))
                for column, text in enumerate(row):
                    put(sheet, number, column, text, cell if number else top)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(rows) - 1), len(widths) - 1)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)

    return book(fill, title=words("prepare.title"))
