"""Gathering: the last round of every board in a folder, read and measured for the sector; a board that cannot be read stops no other."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain

from nulmeting import files
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.sector import Measure, Sector, Standing, measured, standing, told

_IN_ONE_PROCESS = 150
"""Up to so many boards a second process would not be done sooner: it has to begin first."""

_PARTS = 4
"""So many parts for every process: the last one to be done is waited for, and each part reads its editions."""


@dataclass(frozen=True, slots=True)
class Found:
    """One board: the edition of its last round, whether it is a made-up example, and its measure; or why it cannot be read, in a
    sentence (in which its name stands)."""

    board: str
    edition: str = ""
    example: bool = False
    measure: Measure | None = None
    why: str = ""


@dataclass(frozen=True)
class Gathered:
    """The boards of a folder as far as they can be told of: those of one edition, with what was left out beside it.

    `others` counts the boards whose last round is of another edition, by edition; `examples` how many of those told of are made up;
    `broken` are the boards that could not be read, for who can mend them: their names belong in no document.
    """

    framework: Framework
    sector: Sector
    others: Mapping[str, int]
    examples: int
    broken: tuple[Found, ...]
    name: str = ""
    own: Standing | None = None


def gathered(home: Home, board: str | None = None, workers: int | None = None) -> Gathered:
    """The last rounds of all boards in `home.boards` of the edition that most of them used, the latest of these if several.

    `board` adds where that one stands. BoardError when there are no boards or too few, or when that board is not there, cannot be read
    or has another edition. `workers`: processes, as many as this machine has cores unless given.
    """
    if not files.boards(home):
        raise BoardError("sector-none", folder=str(home.boards))
    if board is not None:
        files.find_round(home, board)
    found = _all(home, files.board_folders(home), workers or os.cpu_count() or 1)
    used = Counter(each.edition for each in found if each.measure)
    broken = tuple(each for each in found if each.measure is None)
    if not used:
        raise BoardError("sector-unread", count=len(broken))
    edition = max(sorted(used), key=lambda name: (used[name], name))
    told_of = [each for each in found if each.edition == edition and each.measure]
    framework = files.read_framework(home, edition)
    if len(told_of) < framework.choices.sector.cell:
        raise BoardError("sector-small", count=len(told_of), cell=framework.choices.sector.cell)
    sector = told(framework, [each.measure for each in told_of if each.measure])
    others = {name: count for name, count in sorted(used.items()) if name != edition}
    examples = sum(each.example for each in told_of)
    if board is None:
        return Gathered(framework, sector, others, examples, broken)
    own = next((each for each in found if each.board == board), None)
    if own is None or own.measure is None:
        raise BoardError("sector-own-unread", board=board)
    if own.edition != edition:
        raise BoardError("sector-own-edition", board=board, edition=edition)
    name = files.read_settings(files.find_round(home, board)).name
    return Gathered(framework, sector, others, examples, broken, name, standing(sector, own.measure))


def _all(home: Home, boards: Sequence[str], workers: int) -> list[Found]:
    if workers < 2 or len(boards) <= _IN_ONE_PROCESS:
        return _some(home, boards)
    # A server from which processes are made, where there is one: a notebook's kernel has threads, which a plain fork does not survive.
    ways = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
    size = -(-len(boards) // (workers * _PARTS))
    parts = [boards[begin : begin + size] for begin in range(0, len(boards), size)]
    # What is read has no circles in it: looking for them would take a quarter of the time.
    with ProcessPoolExecutor(workers, mp_context=context, initializer=gc.disable) as pool:
        return list(chain.from_iterable(pool.map(_some, [home] * len(parts), parts)))


def _some(home: Home, boards: Sequence[str]) -> list[Found]:
    # Every edition is read once for all of these.
    frameworks: dict[str, Framework] = {}
    return [_one(home, board, frameworks) for board in boards]


def _one(home: Home, board: str, frameworks: dict[str, Framework]) -> Found:
    try:
        place = files.find_round(home, board)
        settings = files.read_settings(place)
        edition = settings.edition
        if edition not in frameworks:
            frameworks[edition] = files.read_framework(home, edition)
        opened = files.read_round(place, frameworks[edition])
        return Found(board, edition, settings.example, measured(frameworks[edition], opened.round))
    except NulmetingError as error:
        return Found(board, why=files.read_words(home, files.LANGUAGE).error(error))
