"""Word: stub."""

from __future__ import annotations

from nulmeting.exporters.held import DocumentExporter


class WordExporter(DocumentExporter):
    """stub."""
