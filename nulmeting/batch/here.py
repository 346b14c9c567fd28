"""Here: boards on this machine, a few at a time, each in a process of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing import connection
from typing import Any

from nulmeting.batch.child import METHOD, Child
from nulmeting.batch.job import Job, Result, in_one_line
from nulmeting.errors import BoardError


def here(jobs: Iterable[Job], workers: int, method: str = METHOD) -> Iterator[tuple[Job, Result]]:
    """Every job with what became of it, as they come. Whoever stops listening ends all that are under way."""
    waiting, running = deque(jobs), dict[Any, Child]()
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                child = Child(waiting.popleft(), method)
                running[child.receiver] = child
            ready = connection.wait(list(running), timeout=5)
            for one in ready:
                child = running.pop(one)
                yield child.job, child.result() or _died(child)
                child.end()
            for child in [child for child in running.values() if child.is_late()]:
                del running[child.receiver]
                child.kill()
                yield child.job, Result("failed", cause=in_one_line(child.job.wish.home, BoardError("batch-late")))
    finally:
        for child in running.values():
            child.kill()


def alone(job: Job, method: str = METHOD) -> Result:
    """One job in a process of its own, waited for."""
    return next(result for _, result in here([job], 1, method))


def _died(child: Child) -> Result:
    return Result("failed", cause=in_one_line(child.job.wish.home, BoardError("batch-died", code=child.end())))
