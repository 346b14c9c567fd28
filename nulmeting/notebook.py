"""Notebook: what a notebook on paper calls. It names a board and gets a document, as HTML to look at and as blocks to set on pages.

A mistake ends the notebook with its sentence, so that papermill and nbconvert do not go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nulmeting import files
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.files import Home

# What IPython, Voilà (os) and a thin notebook put there themselves.
_OURS = frozenset({"In", "Out", "exit", "quit", "open", "get_ipython", "os", "show", "report", "sector"})


def refuse_undeclared(names: Iterable[str], parameters: Mapping[str, str]) -> None:
    """BoardError for a name in a notebook (`dir()`) that is none of its `parameters`: papermill itself only warns."""
    for name in names:
        if not name.startswith("_") and name not in _OURS and name not in parameters:
            raise undeclared(name, parameters)


def undeclared(name: str, parameters: Mapping[str, str]) -> BoardError:
    """What to say of a parameter that nobody declared."""
    return BoardError("parameter", name=name[:40], known=list(parameters))


class Shown:
    """A document as the output of a notebook: HTML for whoever looks, blocks for the exporters."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from nulmeting.report import MIME, as_html, as_json

        return {"text/html": as_html(self.document), "text/plain": self.document.title, MIME: as_json(self.document)}


def report(
    names: Iterable[str], *, board: str = "", round: str = "", language: str = files.LANGUAGE, variant: str = "bestuur"
) -> Shown:
    """The document of a round for one of `report.VARIANTS`; `names` is what `dir()` gives in the notebook.

    Without a board that of the first example: the notebook shows itself. SystemExit with a sentence for a mistake.
    """
    home = Home.here()
    try:
        return Shown(_report(home, {"board": board, "round": round, "language": language, "variant": variant}, names))
    except NulmetingError as error:
        raise SystemExit(files.read_words(home, files.LANGUAGE).error(error)) from None


def sector(names: Iterable[str], *, folder: str = "", board: str = "", language: str = files.LANGUAGE) -> Shown:
    """Many boards together: those in a folder of boards, of this workbook unless given; with `board` the copy of that board.

    Without a folder and with too few boards in this workbook there is nothing to show. SystemExit with a sentence for a mistake.
    """
    home = Home.here()
    try:
        return Shown(_sector(home, {"folder": folder, "board": board, "language": language}, names))
    except NulmetingError as error:
        raise SystemExit(files.read_words(home, files.LANGUAGE).error(error)) from None


def _sector(home: Home, parameters: Mapping[str, str], names: Iterable[str]) -> Any:
    from nulmeting.gathering import gathered
    from nulmeting.report import sector_document

    refuse_undeclared(names, parameters)
    elsewhere = Path(parameters["folder"]).resolve() if parameters["folder"] else None
    found = gathered(Home(home.folder, elsewhere), parameters["board"] or None)
    return sector_document(found, files.read_words(home, parameters["language"], found.framework))


def _report(home: Home, parameters: Mapping[str, str], names: Iterable[str]) -> Any:
    # Loaded where a document is made: the page of the workbook uses this module too, and nobody waits for charts to begin answering.
    from nulmeting.reading import read
    from nulmeting.report import VARIANTS, document

    refuse_undeclared(names, parameters)
    if parameters["variant"] not in VARIANTS:
        raise BoardError("variant", value=parameters["variant"][:40], known=VARIANTS)
    found = read(home, parameters["board"] or files.boards(home)[0], parameters["round"] or None, parameters["language"])
    return document(found, parameters["variant"])
