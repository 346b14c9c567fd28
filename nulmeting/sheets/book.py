"""Book: a workbook as bytes. What a person typed stands in it as text, never as a formula, a link or markup; the same content, the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook

# No clock: the same answers give the same file.
_CREATED = datetime(2000, 1, 1)

_LIKE_ESCAPE = re.compile("(?<=_)(?=x[0-9a-fA-F]{4}_)")


def book(fill: Callable[[Any], None], **properties: str) -> bytes:
    """The workbook that `fill` writes in, as bytes; `properties` are those of the document (title, subject, ...)."""
    made = BytesIO()
    workbook = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    workbook.set_properties({**properties, "created": _CREATED})
    fill(workbook)
    workbook.close()
    return made.getvalue()


def put(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write a text in a cell (both counted from nought) exactly as it is."""
    # xlsxwriter takes a text that looks like its own markup for markup, which breaks the file, and what looks like an escape (`_x0041_`)
    # is not always escaped right. In pieces both are text.
    pieces = [text[:1], text[1:]] if text.startswith("<r>") and text.endswith("</r>") else _LIKE_ESCAPE.split(text)
    if not text:
        sheet.write_blank(row, column, None, style)
    elif len(pieces) > 1:
        sheet.write_rich_string(row, column, pieces[0], *(part for piece in pieces[1:] for part in (style, piece)), style)
    else:
        sheet.write_string(row, column, text, style)


def height(cells: Iterable[tuple[str, float]]) -> float:
    """How high a row must be to show its texts, each in a column of so many signs: in points, at most half a screen.

    Only Excel makes rows fit by itself, and not in every case.
    """
    most = 1
    for text, width in cells:
        most = max(most, sum(len(wrap(line, max(1, int(0.9 * width)))) or 1 for line in text[:2000].split("\n")))
    return min(320, 15.5 * most + 3)


def sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet: at most 31 signs and none it keeps for itself."""
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "-"
