"""Columns: which tables the figures of a round are, which columns each has, and what kind of value stands in a column.

A column of one name means the same in every table; what it means, its unit and what an empty cell says stand in the words
(`figures.column`). A code has a column with the same in words beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nulmeting.words import Words

KIND_OF = {
    # Codes and ids: `id` links one table with another.
    **dict.fromkeys(("item", "action"), "id"),
    **dict.fromkeys((
        "board", "round", "figure", "figure_kind", "part", "domain", "item_kind", "attention", "paper_source", "practice_source", "state",
        "place", "action_kind", "owner", "gmr", "start", "why_not", "status", "person", "role", "schools", "asked", "table", "column",
    ), "code"),
    # Words of ours, or of the publisher.
    **dict.fromkeys((
        "figure_title", "item_title", "action_title", "domain_title", "better_title", "instead_of_title", "meaning",
    ), "title"),
    **dict.fromkeys((
        "figure_kind_title", "part_title", "official_code", "whose", "attention_title", "paper_source_title", "practice_source_title",
        "state_title", "place_title", "action_kind_title", "gmr_title", "start_title", "why_not_title", "status_title", "role_title",
        "schools_title", "asked_title", "table_title", "column_title", "kind_title", "own_choice",
    ), "text"),
    **dict.fromkeys(("month", "until"), "month"),
    # What a person typed.
    **dict.fromkeys(("who", "function", "date", "supplier", "piece", "piece_place", "piece_date", "by"), "short"),
    **dict.fromkeys(("reason", "comment", "note", "finding", "seen"), "long"),
    # Numbers.
    **dict.fromkeys(("score", "low", "high"), "mean"),
    **dict.fromkeys(("paper", "practice", "level", "level_low", "level_high", "confirmed", "board_paper", "board_practice"), "level"),
    **dict.fromkeys((
        "spread", "gap", "paper_gap", "practice_gap", "largest_gap", "paper_difference", "practice_difference",
    ), "steps"),
    **dict.fromkeys(("answered", "estimated", "applicable", "order", "next", "importance", "questions_raised", "pieces"), "count"),
    **dict.fromkeys(("weight", "weight_and_gap", "value"), "number"),
    **dict.fromkeys(("first_hours", "hours"), "hours"),
    "cost": "euro",
    **dict.fromkeys((
        "shown", "law", "law_now", "not_applicable", "open", "outsourced", "evidenced", "reduced", "paper_unsure", "practice_unsure",
        "can_start_tomorrow", "released", "paper_unknown", "practice_unknown", "discuss", "carried",
    ), "flag"),
}
"""What kind of value stands in a column, by its name."""

NUMBERS = ("mean", "number", "hours")
"""Kinds that are numbers with a fraction; `WHOLE` are those without."""

WHOLE = ("level", "steps", "count", "euro")

OWN = frozenset({
    "level", "level_low", "level_high", "low", "high", "shown", "estimated", "paper", "practice", "importance", "weight", "weight_and_gap",
    "law_now", "order", "value", "first_hours", "hours", "cost", "place", "place_title", "next", "month", "until", "can_start_tomorrow",
    "why_not", "why_not_title", "item_kind", "largest_gap", "questions_raised", "reduced",
})
"""Columns that rest on a choice of ours and not on what the publisher says."""

_OF_ITEM = ("item", "item_title", "domain", "domain_title")

TABLES: Mapping[str, tuple[str, ...]] = {
    name: ("board", "round", *columns) for name, columns in {
        "scores": ("figure", "figure_kind", "figure_kind_title", "figure_title", "score", "low", "high", "answered", "estimated",
                   "applicable", "shown"),
        "items": (*_OF_ITEM, "part", "part_title", "official_code", "whose", "item_kind", "importance", "attention", "attention_title", "law",
                  "paper", "paper_source", "paper_source_title", "practice", "practice_source", "practice_source_title", "level",
                  "level_low", "level_high", "state", "state_title", "confirmed", "open", "spread", "weight", "gap", "outsourced",
                  "evidenced", "reduced", "questions_raised"),
        "gaps": ("order", *_OF_ITEM, "level", "gap", "weight", "weight_and_gap", "law_now", "paper_gap", "practice_gap", "state",
                 "state_title"),
        "unknown": ("order", *_OF_ITEM, "state", "state_title", "paper_unsure", "practice_unsure", "largest_gap", "weight", "law_now"),
        "actions": ("place", "place_title", "order", "next", "action", "action_title", "domain", "domain_title", "action_kind",
                    "action_kind_title", "owner", "who", "can_start_tomorrow", "start", "start_title", "month", "until", "first_hours",
                    "hours", "cost", "gmr", "gmr_title", "value", "why_not", "why_not_title", "better_title"),
        "decisions": ("action", "action_title", "status", "status_title", "function", "date", "reason", "instead_of_title"),
        "agreed": (*_OF_ITEM, "paper", "paper_unknown", "practice", "practice_unknown", "confirmed", "not_applicable", "reason", "comment",
                   "carried"),
        "answers": (*_OF_ITEM, "person", "role", "role_title", "released", "paper", "paper_unknown", "practice", "practice_unknown",
                    "not_applicable", "reason", "outsourced", "supplier", "schools", "schools_title", "note", "pieces", "discuss", "asked",
                    "asked_title", "carried"),
        "evidence": (*_OF_ITEM, "person", "role", "role_title", "order", "piece", "piece_place", "piece_date"),
        "opinions": (*_OF_ITEM, "by", "paper", "paper_unknown", "practice", "practice_unknown", "board_paper", "board_practice",
                     "paper_difference", "practice_difference", "finding", "seen"),
    }.items()
}
"""The columns of each table, in order; `board` and `round` are in all of them, so that those of many boards can be put together."""

COLUMNS = "columns"
"""The table that says what every column means."""

DICTIONARY = ("table", "table_title", "column", "column_title", "kind_title", "meaning", "own_choice")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values below their columns: text, int, float, bool, or None where there is nothing."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def dictionary(words: Words) -> Table:
    """What every column of every table means: a row a column, with its kind (and unit) and whether it rests on a choice of ours."""
    rows = [
        (name, words(f"figures.table.{name}.name"), column, words(f"figures.column.{column}.name"),
         words(f"figures.kind.{KIND_OF[column]}"), words(f"figures.column.{column}.about"),
         words("figures.ours") if column in OWN else "")
        for name, columns in TABLES.items() for column in columns
    ]
    return Table(COLUMNS, DICTIONARY, rows)
