"""Show: what a notebook calls. Its parameters and the query string say which round, and what is asked; who looks decides live or still."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from IPython.core.getipython import get_ipython

from nulmeting import files
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.notebook import refuse_undeclared, undeclared
from nulmeting.warm import is_warm, wait_for_visitor
from nulmeting.words import Words
from widgets.app import App
from widgets.session import Session, under

if TYPE_CHECKING:
    from nulmeting.notebook import Shown
    from widgets.still import Welcome

_LOG = logging.getLogger(__name__)


def show(
    names: Iterable[str], *, board: str = "", round: str = "", language: str = files.LANGUAGE, domains: str = "", item: str = "",
    checklist: str = "",
) -> App | Shown | Welcome:
    """The page for a notebook: live where somebody looks at it (Voilà, JupyterLab); for papermill and nbconvert the report of the round.

    `board` and `round` name a round on disk, `domains` limits the domains asked (ids with commas), `item` is a question to begin with,
    `checklist` makes the page about that one alone; on paper that is its own document.
    In Voilà the query string overrules them; it is a wish, not a right. `names` is what `dir()` gives in the notebook: a parameter that
    nobody declared is refused.
    A warm kernel waits here for its visitor, with everything read that is the same for all of them.
    A live page shows a mistake as a sentence; else the notebook ends with it, so that papermill's exit code is not 0.
    """
    home, live = Home.here(), _is_live()
    if live:
        _quiet(home)
    parameters = {"board": board, "round": round, "language": language, "domains": domains, "item": item, "checklist": checklist}
    query, ahead = _wait(home, language) if is_warm() else (os.environ.get("QUERY_STRING", ""), None)
    try:
        refuse_undeclared(names, parameters)
        if live:
            parameters |= _from_query(query, parameters)
        framework, words = ahead if ahead and parameters["language"] == language else _read(home, parameters["language"])
    except NulmetingError as error:
        if not live:
            raise SystemExit(files.read_words(home, files.LANGUAGE).error(error)) from None
        framework, words = _read(home, files.LANGUAGE)
        return App(home, framework, words, problem=words.error(error))
    try:
        place = _place(home, parameters)
        if place:
            framework, words = under(home, files.read_settings(place).edition, framework, words)
        asked = _domains(framework, parameters["domains"])
        if parameters["item"] and parameters["item"] not in framework.items:
            raise BoardError("unknown-id", value=parameters["item"][:40])
        if parameters["checklist"] and parameters["checklist"] not in framework.checklists:
            raise BoardError("checklist-none", value=parameters["checklist"][:40], known=list(framework.checklists))
        if not live:
            # Loaded only without a browser: nobody waits for a whole report to begin answering.
            from widgets.still import Welcome, still

            only = parameters["checklist"]
            return still(place, words.language, only) if place else Welcome(home, framework, words, only)
        session = Session(place, framework, words, asked) if place else None
    except NulmetingError as error:
        if not live:
            raise SystemExit(words.error(error)) from None
        return App(home, framework, words, problem=words.error(error))
    return App(home, framework, words, session, domains=asked, item=parameters["item"] if session else "", checklist=parameters["checklist"])


def _is_live() -> bool:
    """Whether somebody looks at this kernel's page: Voilà names itself, a Jupyter server names the session; papermill does neither."""
    return is_warm() or os.environ.get("SERVER_SOFTWARE", "").startswith("voila") or bool(os.environ.get("JPY_SESSION_NAME"))


def _quiet(home: Home) -> None:
    """Traces go to a file, never to a board's screen: ipykernel would send those of a failing callback to the browser."""
    log = home.folder / "outputs" / "workbook.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # Opened when there is something to write: a visit without trouble leaves no file.
    handler = logging.FileHandler(log, encoding="utf-8", delay=True)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(asctime)s %(name)s %(message)s", force=True)
    shell = get_ipython()
    if shell is not None:
        shell.showtraceback = lambda *_, **__: _LOG.exception("callback")  # type: ignore[method-assign]


def _wait(home: Home, language: str) -> tuple[str, tuple[Framework, Words] | None]:
    """The query string of the visitor this warm kernel was for, and what was read ahead of them: the same for all of them.

    Nothing was read when it cannot be, because that is for a visitor to see, or when the data was changed while nobody looked.
    """
    # There is time before a visitor comes: what other views need is loaded too.
    for view in ("widgets.meeting", "nulmeting.views.results", "nulmeting.views.plan", "widgets.overtime", "widgets.checklists"):
        import_module(view)
    stamp, ahead = files.data_stamp(home), None
    with suppress(NulmetingError):
        ahead = _read(home, language)
    query = wait_for_visitor()
    return query, ahead if files.data_stamp(home) == stamp else None


def _read(home: Home, language: str) -> tuple[Framework, Words]:
    """The last edition and its words, for a page that somebody waits for on a machine that may hold forty of them."""
    # Nothing of what is read is to be thrown away: a look for that, again and again, takes a seventh of the time.
    gc.disable()
    try:
        framework = files.read_framework(home, files.editions(home)[-1])
        return framework, files.read_words(home, language, framework)
    finally:
        gc.enable()
        # The memory that the files themselves took goes back to the machine, where its C library can do so (Linux).
        with suppress(OSError, AttributeError, TypeError):
            ctypes.CDLL(None).malloc_trim(0)


def _from_query(query: str, parameters: Mapping[str, str]) -> dict[str, str]:
    wished = dict(parse_qsl(query))
    for name in wished:
        if name not in parameters and not name.startswith("voila-"):
            raise undeclared(name, parameters)
    return {name: value for name, value in wished.items() if name in parameters}


def _place(home: Home, parameters: Mapping[str, str]) -> Place | None:
    if not parameters["board"]:
        if parameters["round"]:
            raise BoardError("round-without-board")
        return None
    return files.find_round(home, parameters["board"], parameters["round"] or None)


def _domains(framework: Framework, wish: str) -> tuple[str, ...]:
    wished = [name.strip() for name in wish.split(",") if name.strip()]
    unknown = [name for name in wished if name not in framework.domain]
    if unknown:
        raise BoardError("unknown-domains", value=[name[:20] for name in unknown], known=list(framework.domain))
    return tuple(domain for domain in framework.domain if domain in wished)
