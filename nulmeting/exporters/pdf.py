"""PDF: a document on A4 pages, tagged for screen readers (PDF/UA-1), with our fonts; the same document gives the same bytes."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters import Exporter

from nulmeting.errors import BoardError
from nulmeting.exporters.held import handed_on, writable
from nulmeting.report import Document, as_json

_HERE = Path(__file__).parent
_FONTS = _HERE.parent / "fonts"


def as_pdf(document: Document) -> bytes:
    """The pages of a document as PDF/UA-1: bookmarks, contents, alternative texts, repeated table heads; no date in it, nothing fetched.

    Every text arrives as data (`report.typ`), so nothing a person typed is markup.
    BoardError when it cannot be set, such as a chart without words.
    """
    given = json.dumps(writable(as_json(document)), ensure_ascii=False)
    try:
        return bytes(_compiler().compile(format="pdf", pdf_standards="ua-1", sys_inputs={"document": given}, timestamp=0))
    except typst.TypstError as error:
        raise BoardError("document-set", cause=str(error).splitlines()[0]) from error


@cache
def fonts() -> Any:
    """The fonts of every paper, read once a process.

    Signs that our font lacks come from two fonts that matplotlib brings: DejaVu Sans for other scripts, and a box with the kind of sign
    for all the rest. What this machine has besides is left out: the same document looks the same everywhere.
    """
    found = find_spec("matplotlib")
    assert found is not None and found.origin is not None
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False,
                       font_paths=[str(_FONTS), str(Path(found.origin).parent / "mpl-data" / "fonts" / "ttf")])


@cache
def _compiler() -> Any:
    return typst.Compiler(input=str(_HERE / "report.typ"), root=str(_HERE), font_paths=fonts())


class PDFExporter(Exporter):
    """`jupyter nbconvert --to nulmeting-pdf`: the document in an executed notebook as PDF."""

    export_from_notebook = "Nulmeting (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> tuple[Any, dict[str, Any]]:
        """The file as bytes; SystemExit with a sentence when the notebook holds no document, or one that cannot be set."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        return handed_on(nb, as_pdf), resources
