"""Make: a round's documents from its notebook, in this very process: executed, then set as HTML, PDF and Word; its figures; what all is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from nulmeting.batch import engine, inputs, shelf
from nulmeting.batch.job import Job, Result, in_one_line
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.exporters import PageExporter, PDFExporter, WordExporter
from nulmeting.figures import CSV, EXCEL, explain
from nulmeting.figures import contents as figures
from nulmeting.files.rounds import not_written
from nulmeting.notebook import undeclared
from nulmeting.reading import Reading, read


def made(job: Job) -> Result:
    """Make what a job asks for, unless it stands there already; whatever goes wrong with this board is its result."""
    begun = time.perf_counter()
    try:
        state = _compared(job) if job.reference else _made(job)
    except (Exception, SystemExit) as error:    # the edge of one board: the others go on, whatever this is
        return Result("failed", time.perf_counter() - begun, _cause(job, error))
    return Result(state, time.perf_counter() - begun)


def _made(job: Job) -> Any:
    with shelf.at_work(job) as folder:
        # Looked at under the lock: somebody else may have been first.
        if shelf.is_done(job):
            return "already"
        shelf.put(job, folder, {part: tuple(_part(job, part, folder)) for part, _ in job.inputs}, lambda: explain(_found(job), job.folder))
    return "made"


def _part(job: Job, part: str, folder: Path) -> Iterable[str]:
    """Make the files of one part in a folder; their names."""
    contents = figures(_found(job), kinds=(EXCEL, CSV)) if part == inputs.FIGURES else _document(job, part)
    for name, content in contents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return contents


def _found(job: Job) -> Reading:
    """The round, as the notebook read it in this very process."""
    return read(job.wish.home, job.board, job.round)


def _document(job: Job, variant: str) -> dict[str, bytes]:
    """The files of the document for one reader, by their name."""
    notebook = executed(job, variant)
    contents: dict[str, bytes] = {
        "ipynb": nbformat.writes(notebook).encode() + b"\n",
        "html": PageExporter().from_notebook_node(notebook)[0],
        "pdf": PDFExporter().from_notebook_node(notebook)[0],
    }
    if job.wish.word:
        contents["docx"] = WordExporter(template=job.wish.template, logo=job.wish.logo).from_notebook_node(notebook)[0]
    return {f"{document_name(variant)}.{ending}": content for ending, content in contents.items()}


def document_name(variant: str) -> str:
    """What the files of a document are called, without what comes behind the point."""
    return f"verslag-{variant}"


def executed(job: Job, variant: str, engine_name: str | None = engine.NAME) -> Any:
    """The notebook of a round after papermill ran it, without times, places of files and chance: the same twice.

    Parameters go in as text, as with `papermill -r`. BoardError for one that the notebook does not declare; PapermillExecutionError
    when a cell fails.
    """
    parameters = {"board": job.board, "round": job.round, "variant": variant}
    for name in parameters.keys() - (known := declared(job.wish.notebook)).keys():
        raise undeclared(name, known)
    notebook = papermill.execute_notebook(
        str(job.wish.notebook), None, parameters=parameters, engine_name=engine_name, progress_bar=False, request_save_on_cell_execute=False
    )
    return _plain(notebook)


@cache
def declared(notebook: Path) -> dict[str, str]:
    """The parameters a notebook declares, with what stands there for them."""
    return {name: about["default"] for name, about in papermill.inspect_notebook(str(notebook)).items()}


def _plain(notebook: Any) -> Any:
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.id = f"injected-parameters-{number}"
    notebook.metadata.papermill = {"parameters": notebook.metadata.papermill["parameters"]}
    # A kernel says of itself which Python it is; that is no matter of the document.
    notebook.metadata.language_info = {"name": "python"}
    return notebook


def _compared(job: Job) -> Any:
    """Execute with papermill's own engine, in a kernel, and set the cells beside what was made; BoardError for a difference."""
    # What a kernel says to the terminal it thinks it has is nothing for who waits for a list.
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), sys.__stderr__.fileno())    # type: ignore[union-attr]
    for variant in job.wish.variants:
        ours = nbformat.read(job.folder / f"{document_name(variant)}.ipynb", as_version=4)
        if executed(job, variant, None) != ours:
            raise BoardError("batch-differs", file=f"{document_name(variant)}.ipynb")
    return "made"


def _cause(job: Job, error: BaseException) -> str:
    # A notebook and an exporter of ours end with a sentence; anything else in a cell is a mistake in the notebook itself.
    if isinstance(error, SystemExit):
        return " ".join(str(error).split("\n"))
    if isinstance(error, PapermillExecutionError):
        if error.ename == "SystemExit":
            return " ".join(str(error.evalue).split("\n"))
        error = BoardError("batch-cell", cell=error.exec_count, why=f"{error.ename}: {error.evalue}"[:300])
    if isinstance(error, OSError) and job.wish.out in Path(str(error.filename)).parents:
        error = not_written(str(job.folder), error)
    if not isinstance(error, NulmetingError):
        error = BoardError("batch-unexpected", why=f"{type(error).__name__}: {error}"[:300])
    return in_one_line(job.wish.home, error)
