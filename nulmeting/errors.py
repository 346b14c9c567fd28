"""The mistakes we expect: a message id and the values of its sentence; the sentence itself stands in `assessments/words`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


class NulmetingError(Exception):
    """An expected mistake of a person; anything else that is raised is a bug and may crash.

    `message` is the id of a sentence in `assessments/words/<language>.yaml` (below `error.`), `values` fill it in.
    """

    def __init__(self, message: str, /, **values: Any) -> None:
        super().__init__(message, values)
        self.message = message
        self.values: dict[str, Any] = values


class BoardError(NulmetingError):
    """Something a board or consultant asked for cannot be done; shown in one sentence in their language."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a data file: which file, where in it, and the id and values of the sentence that says what is wrong."""

    file: str
    place: str
    message: str
    values: dict[str, Any] = field(default_factory=dict)


class DataError(NulmetingError):
    """Mistakes in data files, all of them at once, for whoever edits these files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("data", count=len(self.problems))
