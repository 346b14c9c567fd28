"""Rounds: which boards and rounds there are, `round.json`, and making a new one whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nulmeting.answers import Settings
from nulmeting.errors import BoardError, DataError, Problem
from nulmeting.files.holidays import read_holidays
from nulmeting.files.home import NAME, Home, checked_name

FORMAT = 1
"""Version of the round files this program writes; a newer one is refused, untouched."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one round of one board lives."""

    home: Home
    board: str
    round: str

    @property
    def folder(self) -> Path:
        """The folder of the round; board and round are safe names, so it never lies elsewhere."""
        return self.home.boards / checked_name(self.board, "board") / checked_name(self.round, "round")

    @property
    def file(self) -> str:
        """How messages name this round."""
        return f"boards/{self.board}/{self.round}"


def boards(home: Home) -> list[str]:
    """The boards that have at least one round, by name."""
    if not home.boards.is_dir():
        return []
    return sorted(folder.name for folder in home.boards.iterdir() if NAME.fullmatch(folder.name) and rounds(home, folder.name))


def board_folders(home: Home) -> list[str]:
    """Every folder that stands where boards do, by name: also those that are no board, so that none is passed over without a word."""
    if not home.boards.is_dir():
        return []
    return sorted(folder.name for folder in home.boards.iterdir() if folder.is_dir() and not folder.name.startswith("."))


def rounds(home: Home, board: str) -> list[str]:
    """The rounds of a board, by name; empty for a board that is not there."""
    folder = home.boards / checked_name(board, "board")
    return sorted(path.parent.name for path in folder.glob("*/round.json") if NAME.fullmatch(path.parent.name))


def next_month(today: date) -> str:
    """The month in which a plan that is made today begins: the next one."""
    return f"{today.year + today.month // 12}-{today.month % 12 + 1:02d}"


def find_round(home: Home, board: str, round_: str | None = None) -> Place:
    """The place of a round that exists: the named one, else the last by name. BoardError when board or round is not there."""
    found = rounds(home, board)
    if not found:
        raise BoardError("no-board", board=board)
    if round_ is None:
        return Place(home, board, found[-1])
    checked_name(round_, "round")
    if round_ not in found:
        raise BoardError("no-round", board=board, round=round_, known=found)
    return Place(home, board, round_)


def previous_round(place: Place, settings: Settings) -> Place | None:
    """The round whose answers this one began with; None where there is none, or where it was taken away since."""
    if settings.previous is None or settings.previous not in rounds(place.home, place.board):
        return None
    return Place(place.home, place.board, settings.previous)


def next_round(home: Home, board: str, today: date) -> str:
    """What a next round of a board is called: the year, or the year with a number behind it (2027-2) when that is taken."""
    taken = rounds(home, board)
    names = (str(today.year) if number == 1 else f"{today.year}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def read_settings(place: Place) -> Settings:
    """`round.json` of a round. A newer format is refused untouched; anything torn or foreign is a DataError."""
    file = f"{place.file}/round.json"
    raw = _read_json(place.folder / "round.json", file)
    refuse_format(raw, file)
    values = {key: value for key, value in raw.items() if key != "format"}
    problems = [Problem(file, "", "extra-key", {"key": key}) for key in sorted(set(values) - set(Settings.__slots__))]
    problems += [Problem(file, "", "missing-key", {"key": key}) for key in ("edition", "name", "start_month") if key not in values]
    for key, good in (
        ("edition", lambda value: isinstance(value, str)),
        ("name", lambda value: isinstance(value, str) and 0 < len(value) <= 200),
        ("start_month", lambda value: isinstance(value, str) and re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", value)),
        ("schools", lambda value: type(value) is int and 1 <= value <= 200),
        ("capacity", lambda value: value is None or (type(value) is int and 1 <= value <= 1000)),
        ("example", lambda value: isinstance(value, bool)),
        ("previous", lambda value: value is None or (isinstance(value, str) and NAME.fullmatch(value) and value != place.round)),
        ("region", lambda value: value is None or (isinstance(value, str) and value in read_holidays(place.home).regions)),
        ("functions", lambda value: isinstance(value, dict) and all(isinstance(name, str) for name in value.values())),
    ):
        if key in values and not good(values[key]):
            problems.append(Problem(file, key, f"setting-{key}"))
    if problems:
        raise DataError(problems)
    return Settings(**values)


def write_settings(place: Place, settings: Settings) -> None:
    """Replace `round.json` whole: written beside it, synced, then renamed over it, so that a half file never stands there.

    BoardError when it cannot be written; the old one is then as it was.
    """
    try:
        _write_settings_in(place.folder, settings)
    except OSError as error:
        raise not_written(f"{place.file}/round.json", error) from None


def create_round(
    home: Home, board: str, round_: str, settings: Settings, logs: Mapping[str, bytes] | None = None
) -> Place:
    """A new round on disk; BoardError when it exists already or cannot be written (nothing is touched then).

    Empty, or with the `logs` it begins with: by name (`answers/<respondent>`, `group`), each whole.
    """
    place = Place(home, board, round_)
    folder = place.folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Made whole beside its place, then renamed: a round is there or it is not.
        made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        try:
            for name, log in (logs or {}).items():
                path = made / f"{name}.jsonl"
                path.parent.mkdir(exist_ok=True)
                write_whole(path, log)
            _write_settings_in(made, settings)
            made.chmod(0o700)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        if folder.exists():
            raise BoardError("round-exists", board=board, round=round_) from None
        raise not_written(f"{place.file}/round.json", error) from None
    return place


def not_written(file: str, error: OSError) -> BoardError:
    """What to tell a person of a disk that did not take a file."""
    why = BoardError("disk-other", why=error.strerror or type(error).__name__)
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)):
        why = BoardError("disk-full")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        why = BoardError("disk-rights")
    return BoardError("not-written", file=file, why=why)


def _write_settings_in(folder: Path, settings: Settings) -> None:
    record = {"format": FORMAT, **asdict(settings)}
    write_whole(folder / "round.json", (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place whole: written beside it, synced, then renamed over what stood there. OSError when the disk refuses."""
    handle, name = tempfile.mkstemp(prefix=".tmp-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _read_json(path: Path, file: str) -> dict[str, Any]:
    try:
        raw: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError([Problem(file, "", "file-missing")]) from None
    except (OSError, ValueError, RecursionError):
        raise DataError([Problem(file, "", "torn-file")]) from None
    if not isinstance(raw, dict):
        raise DataError([Problem(file, "", "torn-file")])
    return raw


def refuse_format(raw: Mapping[str, Any], file: str) -> None:
    version = raw.get("format")
    if type(version) is not int or version < 1:
        raise DataError([Problem(file, "format", "foreign-format")])
    if version > FORMAT:
        raise DataError([Problem(file, "format", "newer-format", {"value": version, "known": FORMAT})])
