"""Page: a document as one web page that fetches nothing, with the chapters at its head."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from nulmeting.exporters.held import handed_on
from nulmeting.report import as_page


class PageExporter(Exporter):
    """`jupyter nbconvert --to nulmeting-html`: the document in an executed notebook as a page, without the notebook around it."""

    export_from_notebook = "Nulmeting (HTML)"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> tuple[Any, dict[str, Any]]:
        """The file as bytes; SystemExit with a sentence when the notebook holds no document."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        return handed_on(nb, lambda document: as_page(document).encode()), resources
