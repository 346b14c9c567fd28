"""Cluster: the same boards on machines that somebody runs a dask scheduler for; they share the folders of the workbook.

A board is one task, made in a process of its own beside the worker. A task may come by twice when a worker is lost; what stands there
already is not made again. A board's own mistakes are results, so that only what was lost is tried anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing import current_process
from typing import Any

from nulmeting.batch import inputs
from nulmeting.batch.child import prepared
from nulmeting.batch.here import alone
from nulmeting.batch.job import Job, Result, in_one_line
from nulmeting.errors import BoardError

# How often a board is tried anew that a worker was lost with.
_RETRIES = 5
_PATIENCE = 20


def connected(address: str) -> Any:
    """Whoever makes boards on the scheduler of an address, as `run` wants it. BoardError without the library or the scheduler."""
    try:
        from distributed import Client
    except ImportError:
        raise BoardError("batch-no-cluster") from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        raise BoardError("batch-address", address=address[:100]) from None
    # That a worker was lost is no news to a person: its boards are made elsewhere.
    logging.getLogger("distributed.client").setLevel(logging.ERROR)
    return partial(_away, client)


def _away(client: Any, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
    from distributed import as_completed

    program = inputs.program()
    futures = {client.submit(on_worker, job, program, pure=False, retries=_RETRIES): job for job in jobs}
    try:
        for future in as_completed(futures, loop=client.loop):
            job = futures[future]
            if future.status == "finished":
                yield job, future.result()
            else:
                yield job, Result("failed", cause=in_one_line(job.wish.home, BoardError("batch-lost", why=type(future.exception()).__name__)))
    finally:
        client.cancel(list(futures))


def on_worker(job: Job, program: str) -> Result:
    """One board on a worker, which has to have the same program and folders; its workers must be allowed children."""
    if not job.wish.home.frameworks.is_dir():
        raise BoardError("home", folder=str(job.wish.home.folder))
    prepared()
    for message in ("batch-daemon",) * current_process().daemon + ("batch-other-program",) * (program != inputs.program()):
        return Result("failed", cause=in_one_line(job.wish.home, BoardError(message)))
    return alone(job)
