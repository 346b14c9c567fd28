"""Outputs: where what is made for a round goes, a file put in its place whole, and a file that somebody hands in."""

from __future__ import annotations

from pathlib import Path

from nulmeting.errors import BoardError
from nulmeting.files.home import checked_name
from nulmeting.files.rounds import Place, not_written, write_whole


def outputs(place: Place) -> Path:
    """The folder for everything that is made of a round; it need not be there yet."""
    return place.home.folder / "outputs" / checked_name(place.board, "board") / checked_name(place.round, "round")


def write_file(path: Path, data: bytes) -> None:
    """Put a file in its place, its folder too; BoardError when the disk refuses, and then what stood there is as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise not_written(path.name, error) from None


def read_file(path: Path, most: int) -> bytes:
    """A file somebody names, at most so many bytes; BoardError when it is not there or larger."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError:
        raise BoardError("file-unreadable", file=path.name) from None
    if len(data) > most:
        raise BoardError("file-large", file=path.name)
    return data
