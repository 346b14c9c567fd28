"""PDF: stub."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from nulmeting.exporters.held import held


class PDFExporter(Exporter):
    """stub."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> tuple[Any, dict[str, Any]]:
        """stub."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        held(nb)
        raise NotImplementedError
