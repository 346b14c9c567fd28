"""Text: rows as a CSV file that a spreadsheet of this language opens at once, and in which no cell is ever a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from nulmeting.words import Words

# What a spreadsheet takes for a formula; also behind apostrophes, so that taking one away gives back what was typed.
_LIKE_FORMULA = re.compile("'*[=+\\-@\t\r]")


def as_csv(rows: Iterable[Sequence[Any]], words: Words) -> bytes:
    """Rows, the head first, as UTF-8 with a mark at the front, by which Excel knows it; a line a row. The same rows, the same bytes.

    Cells are divided by the separator of the words file and numbers have its decimal sign, as a spreadsheet in this language expects;
    flags are `true` and `false`, nothing is empty. A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    made = StringIO()
    writer = csv.writer(made, delimiter=words("figures.separator"))
    decimal = words("format.decimal")
    writer.writerows([_cell(value, decimal) for value in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def _cell(value: Any, decimal: str) -> Any:
    if isinstance(value, str):
        return f"'{value}" if _LIKE_FORMULA.match(value) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value).replace(".", decimal) if isinstance(value, float) else value
