"""Choose: which boards a run is about, from folders, lists, patterns and names as a person gives them."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from nulmeting import files
from nulmeting.errors import BoardError
from nulmeting.files import Home


def chosen(home: Home, wishes: Iterable[str]) -> list[str]:
    """The boards that are meant, each once, in order. BoardError for what means none: then nothing has been made yet.

    A wish is the folder of all boards or of one, a file with a name a line (# begins a remark), a pattern such as `demo-*`, or a name.
    """
    there = files.boards(home)
    found: dict[str, None] = {}
    for wish in wishes:
        names = _meant(home, there, wish)
        if not names:
            raise BoardError("batch-none", value=wish[:200])
        if unknown := [name for name in names if name not in there]:
            raise BoardError("batch-unknown", names=[name[:64] for name in unknown[:10]], count=len(unknown), file=wish[:200])
        found |= dict.fromkeys(names)
    return list(found)


def _meant(home: Home, there: list[str], wish: str) -> list[str]:
    path = Path(wish)
    if wish in there:
        return [wish]
    if any(sign in wish for sign in "*?["):
        # A shell that did not fill in the pattern leaves the folders before it.
        return [name for name in there if fnmatchcase(name, path.name)]
    if path.is_dir():
        folder, boards = path.resolve(), home.boards.resolve()
        if folder == boards:
            return there
        if folder.parent == boards:
            return [folder.name]
        raise BoardError("batch-folder", folder=wish[:200], known=str(home.boards))
    if path.is_file():
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, ValueError):
            raise BoardError("batch-list", file=wish[:200]) from None
        return [name for line in lines if (name := line.partition("#")[0].strip())]
    raise BoardError("no-board", board=wish[:64])
