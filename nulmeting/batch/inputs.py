"""Inputs: everything that goes into a document as one hash, so that only what would become different is made again."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nulmeting import files
from nulmeting.batch.job import Wish
from nulmeting.files import Place

FIGURES = "cijfers"
"""The part of a round that is no document: its figures."""

_LIBRARIES = ("papermill", "nbconvert", "nbformat", "IPython", "matplotlib", "pandas", "typst", "python-docx", "xlsxwriter")


def versions() -> dict[str, str]:
    """The libraries a document is made with."""
    found = {"Python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def program() -> str:
    """A hash of the program itself: a clone that was brought up to date makes other documents under the same version number."""
    package = Path(files.__file__).parent.parent
    return _hash(_contents(package, sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)))


def shared(wish: Wish) -> str:
    """A hash of what is the same for all boards: data, notebook, program, libraries."""
    return _hash([program(), repr(sorted(versions().items())), *_contents(wish.home.folder, files.data_files(wish.home)),
                  wish.notebook.read_bytes()])


def of_board(wish: Wish, place: Place, common: str) -> tuple[tuple[str, str], ...]:
    """Per part of a round (a variant, or `FIGURES`) the hash of what goes in; `common` is that of `shared`.

    All rounds of the board count, because a document also looks back. OSError when one cannot be read.
    """
    folder = place.folder.parent
    written = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    answers = _hash([common, place.board, place.round, *_contents(folder, written)])
    word = _hash([b"", *(Path(file).read_bytes() for file in (wish.template, wish.logo) if file)]) if wish.word else ""
    parts = [*wish.variants, *([FIGURES] if wish.excel else [])]
    return tuple((part, _hash([answers, part, "" if part == FIGURES else word])) for part in parts)


def _contents(root: Path, paths: Iterable[Path]) -> Iterable[bytes | str]:
    for path in paths:
        yield path.relative_to(root).as_posix()
        yield path.read_bytes()


def _hash(parts: Iterable[bytes | str]) -> str:
    found = sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        # With its length before it, so that no two lists of parts run together into the same bytes.
        found.update(len(raw).to_bytes(8, "big") + raw)
    return found.hexdigest()
