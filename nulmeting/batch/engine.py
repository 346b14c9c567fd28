"""Engine: papermill runs a notebook in this very process, without a kernel; what it leaves behind ends with the process.

A cell's outputs are those a kernel would have sent: what was printed, what was shown, its last value, and the mistake that ended it.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

NAME = "nulmeting"
"""The engine's name for papermill; its own, which starts a kernel, is named None."""


class _Shell(InteractiveShell):
    """IPython as a kernel has it, with the outputs of a cell in a list."""

    outputs: list[Any]

    def _showtraceback(self, kind: Any, error: Any, lines: list[str]) -> None:
        self.outputs.append(new_output("error", ename=str(kind.__name__), evalue=str(error), traceback=lines))

    def init_io(self) -> None:
        """A terminal is none of a notebook's business."""


class _Shown(DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        shell: Any = self.shell
        shell.outputs.append(new_output("display_data", data=data, metadata=metadata or {}))


class _Value(DisplayHook):
    def write_output_prompt(self) -> None:
        """A prompt belongs to a terminal."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        shell: Any = self.shell
        shell.outputs.append(new_output("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=self.prompt_count))

    def finish_displayhook(self) -> None:
        """No line end after a value: nothing was printed."""


class _Printed(io.TextIOBase):
    """Standard output or error of a cell, in order with whatever else it shows."""

    def __init__(self, name: str, outputs: list[Any]) -> None:
        self._name, self._outputs = name, outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        last = self._outputs[-1] if self._outputs else None
        if last is not None and last.output_type == "stream" and last.name == self._name:
            last.text += text
        elif text:
            self._outputs.append(new_output("stream", name=self._name, text=text))
        return len(text)


class InProcess(Engine):    # type: ignore[misc]
    """The cells of a notebook, one after the other, in a shell made for it; the first mistake ends it."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> None:
        """Called by papermill, which raises PapermillExecutionError for a mistake it finds in the outputs."""
        main, shell = sys.modules["__main__"], _shell()
        try:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                failed = cell.cell_type == "code" and not _ran(shell, cell)
                if failed:
                    nb_man.cell_exception(cell, cell_index=index)
                nb_man.cell_complete(cell, cell_index=index)
                if failed:
                    break
        finally:
            sys.modules["__main__"] = main


def _shell() -> _Shell:
    # No history: it would keep a file and a thread.
    quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor", "cache_size": 0}})
    # The one that `display` and everything else of IPython talks to; of an earlier notebook in this process nothing is left.
    _Shell.clear_instance()
    shell = _Shell.instance(config=quiet, displayhook_class=_Value, display_pub_class=_Shown)
    shell.outputs = []
    return shell


def _ran(shell: _Shell, cell: Any) -> bool:
    shell.outputs = cell.outputs = []
    with redirect_stdout(_Printed("stdout", cell.outputs)), redirect_stderr(_Printed("stderr", cell.outputs)):
        result = shell.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    return bool(result.success)


papermill_engines.register(NAME, InProcess)
