"""Preload: what a process loads and reads once before boards are forked from it. Imported for that alone; starts no thread.

A mistake in the data is not said here: every board says it for itself.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from nulmeting import files
from nulmeting.batch.job import NOTEBOOK
from nulmeting.batch.make import declared
from nulmeting.errors import NulmetingError
from nulmeting.files import Home
from nulmeting.reading import edition_read

for _name in ("nulmeting.charts.draw", "nulmeting.compare", "nulmeting.figures", "nulmeting.report", "matplotlib.backends.backend_svg", "typst"):
    import_module(_name)
declared(NOTEBOOK)
with suppress(NulmetingError):
    for _edition in files.editions(Home.here()):
        edition_read(Home.here(), _edition)
