"""Held: the document that a notebook holds in one of its outputs."""

from __future__ import annotations

from typing import Any

from nulmeting.errors import BoardError
from nulmeting.report import MIME, Document, from_json


def held(notebook: Any) -> Document:
    """The first document in the outputs of an executed notebook; BoardError when there is none, or one of another version."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if MIME in output.get("data", {}):
                try:
                    return from_json(output["data"][MIME])
                except ValueError:
                    raise BoardError("document-version") from None
    raise BoardError("document-missing")
