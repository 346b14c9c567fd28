"""Figures: a round as data. Tidy tables, in Python, Excel and CSV, and the record as JSON; a folder of them explains itself.

`columns` says which tables and columns there are, `rows` fills them from an outcome, `text` and `sheets.figures` set them, `folder` puts
them in their place. `frames` gives them to whoever reckons on. Everybody else imports from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nulmeting.figures.folder import CSV, EXCEL, JSON, KINDS, README, contents, explain, explained, write
from nulmeting.figures.text import as_csv

if TYPE_CHECKING:
    from nulmeting.figures.frames import tables

__all__ = ["CSV", "EXCEL", "JSON", "KINDS", "README", "as_csv", "contents", "explain", "explained", "tables", "write"]


def __getattr__(name: str) -> Any:
    # pandas takes longer to load than a board takes to write, and only frames need it.
    if name == "tables":
        from nulmeting.figures.frames import tables

        return tables
    raise AttributeError(name)
