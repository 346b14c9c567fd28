"""Held: the document that a notebook holds in one of its outputs, and what every exporter of such a document does."""

from __future__ import annotations

import re
from typing import Any

from nbconvert.exporters import Exporter

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


class DocumentExporter(Exporter):
    """An exporter for nbconvert that hands on the document in a notebook; who makes a file of it says how in `made`."""

    def made(self, document: Document) -> bytes:
        """The file of a document."""
        raise NotImplementedError

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> tuple[Any, dict[str, Any]]:
        """The file as bytes. SystemExit with a sentence for a mistake: nbconvert would print a trace of anything else."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        try:
            return self.made(held(nb)), resources
        except NulmetingError as error:
            raise SystemExit(files.read_words(Home.here(), files.LANGUAGE).error(error)) from None
