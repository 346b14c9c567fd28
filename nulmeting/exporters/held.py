"""Held: the document that a notebook holds in one of its outputs, and how an exporter hands it on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nulmeting import files
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.files import Home
from nulmeting.report import MIME, Document, from_json


def held(notebook: Any) -> Document:
    """The first document in the outputs of an executed notebook; BoardError when there is none, or one of another version."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if MIME in output.get("data", {}):
                try:
                    return from_json(output["data"][MIME])
                except (ValueError, AttributeError):
                    raise BoardError("document-version") from None
    raise BoardError("document-missing")


# Signs for machines, halves of signs and what Unicode says is none: XML and PDF/UA refuse some, and no page shows one.
_NO_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def writable(value: Any) -> Any:
    """The values of `as_json` with line ends as one sign, and the sign for an unknown sign where there is one that no page can show."""
    match value:
        case str():
            return _NO_SIGN.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
        case dict():
            return {key: writable(part) for key, part in value.items()}
        case list() | tuple():
            return [writable(part) for part in value]
        case _:
            return value


def handed_on(notebook: Any, make: Callable[[Document], bytes]) -> bytes:
    """The file that `make` makes of the document in a notebook.

    SystemExit with a sentence for a mistake: nbconvert would print a trace of anything else.
    """
    try:
        return make(held(notebook))
    except NulmetingError as error:
        raise SystemExit(files.read_words(Home.here(), files.LANGUAGE).error(error)) from None
