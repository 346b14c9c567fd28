"""Job: what is to be made of one board, and what became of it; plain values, so that they can go to another process or machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nulmeting import files
from nulmeting.errors import NulmetingError
from nulmeting.files import Home, Place

NOTEBOOK = files.NOTEBOOK.with_name("report.ipynb")
"""The notebook a document is made with unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to make for every board: for which readers (`report.VARIANTS`), with which notebook and into which folder.

    That is the executed notebook, HTML and PDF, with `word` also Word (in the consultant's `template` and with their `logo`, if named), and
    with `excel` the figures of the round.
    """

    home: Home
    out: Path
    variants: tuple[str, ...]
    word: bool = False
    template: str = ""
    logo: str = ""
    excel: bool = False
    notebook: Path = NOTEBOOK


@dataclass(frozen=True, slots=True)
class Job:
    """One round of one board. `inputs` says per part what it is made of, as a hash: the same hash, the same files.

    With `reference` it is only executed, with papermill's own engine, and set beside what was made before.
    """

    wish: Wish
    board: str
    round: str
    inputs: tuple[tuple[str, str], ...]
    reference: bool = False

    @property
    def place(self) -> Place:
        """Where the answers are."""
        return Place(self.wish.home, self.board, self.round)

    @property
    def folder(self) -> Path:
        """Where the files of the round come to stand; others put theirs there too."""
        return self.wish.out / self.place.board / self.place.round

    @property
    def name(self) -> str:
        """How a list names it."""
        return f"{self.board}/{self.round}"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job: files were `made`, or were there `already`, or it `failed` with a cause in one sentence."""

    state: Literal["made", "already", "failed"]
    seconds: float = 0.0
    cause: str = ""


def in_one_line(home: Home, error: NulmetingError) -> str:
    """What a person reads of what went wrong with a board."""
    return " ".join(files.read_words(home, files.LANGUAGE).error(error).split("\n"))
