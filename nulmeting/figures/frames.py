"""Frames: the tables of a round for whoever reckons on with them in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from nulmeting.figures.columns import KIND_OF, NUMBERS, WHOLE
from nulmeting.figures.rows import rows
from nulmeting.reading import Reading


def tables(found: Reading) -> Mapping[str, pd.DataFrame]:
    """The figures of a round as tidy frames by name: one row one thing, one column one kind of value, no index of its own.

    Every frame begins with `board` and `round`. Numbers are exact up to a float and never rounded; levels and means run from the lowest to
    the highest level of the edition (1–5), gaps count levels to the target (0 and up), hours are working hours, costs whole euros, months
    `2027-01`, and values points of the plan. Whole numbers are Int64, others Float64, flags boolean and texts string; NA is nothing known
    or not applicable, an empty text is a text nobody typed. What each column means: `figures.column` in the words file.

    * `scores`: the total, the parts, the axes and the domains (1 + 2 + 2 + 22 rows); `score` is NA while too little is known.
    * `items`: every item in framework order (94 rows); `level` and `gap` are NA while an item has no level.
    * `gaps`: what stands below the target, most pressing first. `unknown`: what is to be found out, in order, with what is estimated.
    * `actions`: each action the plan speaks of once; `place` is five, year, later, blocked or rest.
    * `decisions`: what the board decided about actions. `agreed`: what the group settled about items and whole domains (then `item` is NA).
    * `answers`: a row a person and item; of whoever did not let the others see them all but `item` and `released` is NA, and of whoever
      answered alone only who it was. `evidence`: a row a piece, of the same people. `opinions`: the second opinion, beside the board's sides.
    """
    return {
        name: pd.DataFrame({
            column: pd.array([row[number] for row in table.rows], dtype=_dtype(KIND_OF[column])) for number, column in enumerate(table.columns)
        })
        for name, table in rows(found).items()
    }


def _dtype(kind: str) -> Any:
    return "Int64" if kind in WHOLE else "Float64" if kind in NUMBERS else "boolean" if kind == "flag" else "string"
