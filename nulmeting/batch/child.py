"""Child: every board is made in a process of its own, so that nothing of one board is ever there for the next.

On Linux it is forked from a process that has loaded everything heavy and read the data of all boards; elsewhere it starts afresh, slower,
with the same result. When whoever started it is gone, however that came, it ends itself.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from multiprocessing import connection, get_context, parent_process
from typing import Any

from nulmeting.batch.job import Job, Result

METHOD = "forkserver" if sys.platform == "linux" else "spawn"
"""How a process is started here: macOS has forkserver too, but not everything that is loaded there survives a fork."""

# No board takes ten minutes; a notebook that hangs must not hold up the others for ever.
TIMEOUT = 600.0


class Child:
    """One board being made in a process of its own."""

    def __init__(self, job: Job, method: str = METHOD) -> None:
        context = get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload(["nulmeting.batch.preload"])
        self.job = job
        self.receiver, sender = context.Pipe(duplex=False)
        self._begun = time.monotonic()
        # Whoever starts a board also ends it.
        self._process: Any = context.Process(target=_work, args=(job, sender), daemon=True)    # type: ignore[attr-defined]
        self._process.start()
        sender.close()

    def is_late(self) -> bool:
        """Whether it takes so long that something hangs."""
        return time.monotonic() - self._begun > TIMEOUT

    def result(self) -> Result | None:
        """What it said, once `receiver` is ready; None when it ended without a word. It still has to be seen off with `end`."""
        try:
            said: Result | None = self.receiver.recv()
        except (EOFError, OSError):
            return None
        return said

    def end(self) -> int:
        """Wait until it has ended; how it ended, as a process does (below zero: by that signal)."""
        self._process.join(5)
        self.kill()
        return int(self._process.exitcode)

    def kill(self) -> None:
        """End it at once; what it was making is taken away by whoever makes it next."""
        self._process.kill()
        self._process.join()
        self.receiver.close()


def prepared() -> None:
    """Set what a process that makes boards needs before it loads anything: one thread each, and charts without a screen."""
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", RAYON_NUM_THREADS="1", MPLBACKEND="agg")


def _work(job: Job, sender: Any) -> None:
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    # Ctrl-C goes to everybody at a terminal; what becomes of the boards is for whoever started them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["NULMETING_HOME"] = str(job.wish.home.folder)
    # Loaded here where nothing was loaded before.
    from nulmeting.batch.make import made

    sender.send(made(job))
    sender.close()


def _end_with(parent: Any) -> None:
    """Wait until whoever started this process is gone, and go too: nobody waits for its result any more."""
    connection.wait([parent.sentinel])
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
