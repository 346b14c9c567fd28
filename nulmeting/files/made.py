"""Made: documents and figures that somebody asked for, in a folder of their choice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nulmeting.files.rounds import not_written, write_whole


def put(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Files by name in a folder, which is made if need be; each whole or not at all, over an older one. BoardError when it cannot be."""
    for name, content in contents.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / name, content)
        except OSError as error:
            raise not_written(str(folder / name), error) from None
