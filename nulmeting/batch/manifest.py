"""Manifest: what a run did, in a folder of its own: what went in, with which versions, how long each board took, and what failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from nulmeting.batch import inputs
from nulmeting.batch.job import Job, Result, Wish
from nulmeting.batch.shelf import write_whole

FORMAT = 1
"""Version of the manifest."""

_RUNS = "reeksen"


class Manifest:
    """The manifest of one run, on disk from its first moment; the ids of boards in it are the consultant's own."""

    def __init__(self, wish: Wish, workers: str, shared: str) -> None:
        begun = datetime.now(UTC)
        # No board can have a folder of this name: those have no capitals.
        runs = wish.out / _RUNS
        runs.mkdir(parents=True, exist_ok=True)
        stem, number = begun.strftime("%Y%m%dT%H%M%SZ"), 1
        while True:
            self.file = runs / f"{stem}-{number}" / "manifest.json"
            try:
                self.file.parent.mkdir()
                break
            except FileExistsError:
                number += 1
        self._record: dict[str, Any] = {
            "format": FORMAT, "begun": begun.isoformat(timespec="seconds"), "ended": None, "state": "running", "workers": workers,
            "variants": list(wish.variants), "word": wish.word, "excel": wish.excel, "notebook": wish.notebook.name,
            "inputs": shared, "versions": inputs.versions(), "boards": {},
        }

    def write(self, state: str, results: Mapping[Job, Result | None]) -> None:
        """Write down how it stands: `running`, `stopped` by a person, or `done`. A job without a result is still waiting."""
        ended = None if state == "running" else datetime.now(UTC).isoformat(timespec="seconds")
        self._record |= {"state": state, "ended": ended, "boards": {
            job.name + ("#reference" if job.reference else ""): {
                "inputs": dict(job.inputs), "state": result.state if result else "waiting",
                **({"seconds": round(result.seconds, 3)} if result else {}), **({"cause": result.cause} if result and result.cause else {}),
            } for job, result in results.items()
        }}
        write_whole(self.file, self._record)


