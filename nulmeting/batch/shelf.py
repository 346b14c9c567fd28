"""Shelf: how files come to stand in the folder of a round: all of them whole, with a record of what they were made of.

They are made in a hidden folder beside it and moved when they are all there. While they are moved the record does not know them, so
that a run that is killed there makes them again. What others put in the folder is never touched.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from nulmeting.batch.job import Job
from nulmeting.errors import BoardError

FORMAT = 1
"""Version of the record."""

_RECORD = ".gemaakt.json"
# Whoever is killed lets go at once; somebody else's run makes one board in seconds.
_PATIENCE = 60.0


def is_done(job: Job) -> bool:
    """Whether every part of a job stands there, made of just this."""
    known = _known(job.folder)
    return all(
        (part := known.get(name)) is not None and part["inputs"] == inputs
        and all(_size(job.folder / file) == size for file, size in part["files"].items())
        for name, inputs in job.inputs
    )


@contextmanager
def at_work(job: Job) -> Iterator[Path]:
    """A hidden folder to make files in, for one at a time; what an earlier one left behind there is taken away.

    BoardError when somebody else keeps at this round.
    """
    beside = job.folder.parent
    # What is weak at a board is for nobody else on this machine, as its answers are.
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(str(beside / f".{job.round}.lock"), timeout=_PATIENCE):
            for left in beside.glob(f".{job.round}.nieuw-*"):
                shutil.rmtree(left, ignore_errors=True)
            made = Path(tempfile.mkdtemp(prefix=f".{job.round}.nieuw-", dir=beside))
            try:
                yield made
            finally:
                shutil.rmtree(made, ignore_errors=True)
    except Timeout:
        raise BoardError("batch-busy", board=job.board, round=job.round) from None


def put(job: Job, made: Path, parts: Mapping[str, tuple[str, ...]], then: Callable[[], None]) -> None:
    """Move the files of every part from the hidden folder to their place, and write down what they were made of.

    `then` is called when they stand there and before they count as done.
    """
    folder, inputs = job.folder, dict(job.inputs)
    folder.mkdir(exist_ok=True)
    known = _known(folder)
    before = {name: known.pop(name, {"inputs": "", "files": {}}) for name in parts}
    _write(folder, known)
    for names in parts.values():
        for name in names:
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            _sync(made / name)
            (made / name).replace(target)
    for part, names in parts.items():
        # A Word file of older answers beside a new PDF would mislead.
        for name in before[part]["files"].keys() - set(names):
            (folder / name).unlink(missing_ok=True)
        known[part] = {"inputs": inputs[part], "files": {name: _size(folder / name) for name in sorted(names)}}
    then()
    _write(folder, known)


def _known(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        return dict(record["parts"]) if record["format"] == FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError):
        # Not there, or of another version: then everything is made again.
        return {}


def _write(folder: Path, parts: Mapping[str, Any]) -> None:
    write_whole(folder / _RECORD, {"format": FORMAT, "parts": parts})


def write_whole(path: Path, record: Any) -> None:
    """A record as JSON, beside its place first, so that a half one never stands there."""
    handle, name = tempfile.mkstemp(prefix=".tmp-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            json.dump(record, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
