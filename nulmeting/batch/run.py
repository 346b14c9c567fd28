"""Run: many boards, whatever happens to one of them; what is there already is not made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from nulmeting import files
from nulmeting.batch import inputs, shelf
from nulmeting.batch.child import prepared
from nulmeting.batch.here import here
from nulmeting.batch.job import Job, Result, Wish
from nulmeting.batch.manifest import Manifest
from nulmeting.files import Place
from nulmeting.files.rounds import not_written

Team = Callable[[Iterable[Job]], Iterator[tuple[Job, Result]]]
"""Who makes the boards: gives every job back with its result, in whatever order."""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a run: how many boards were made now and how many stood there, what failed and why, and where that is written."""

    made: int
    already: int
    failures: tuple[tuple[str, str], ...]
    manifest: Path


def run(
    wish: Wish, boards: Sequence[str], *, workers: int = 1, cluster: str = "", sample: int = 0, title: str = "", left: str = ""
) -> Run:
    """Make the documents of the last round of every board, here or on a cluster; `sample` of them are checked with papermill's own engine.

    `title` and `left` are what a progress bar says before and behind itself, on standard error when that is a terminal. Ctrl-C ends what
    is under way, writes the manifest and is raised again. BoardError where a run cannot begin.
    """
    prepared()
    common = inputs.shared(wish)
    jobs = [_job(wish, files.find_round(wish.home, board), common) for board in boards]
    team: Team = partial(here, workers=workers)
    if cluster:
        from nulmeting.batch.cluster import connected

        team = connected(cluster)
    try:
        manifest = Manifest(wish, cluster or str(workers), common)
    except OSError as error:
        raise not_written(str(wish.out), error) from None
    results: dict[Job, Result | None] = {job: Result("already") if shelf.is_done(job) else None for job in jobs}
    state = "stopped"
    try:
        manifest.write("running", results)
        _follow(team, results, title, left)
        for job in spread([job for job, result in results.items() if result and result.state != "failed"], sample):
            results[replace(job, reference=True)] = None
        _follow(team, results, title, left)
        state = "done"
    finally:
        manifest.write(state, results)
    found = [result.state for job, result in results.items() if result and not job.reference]
    failures = tuple((job.name, result.cause) for job, result in results.items() if result and result.state == "failed")
    return Run(found.count("made"), found.count("already"), failures, manifest.file)


def one(wish: Wish, place: Place) -> Result:
    """The documents of one round, in this process; nothing is written down of it but what stands beside the documents."""
    prepared()
    # Loaded where a document is made.
    from nulmeting.batch.make import made

    return made(_job(wish, place, inputs.shared(wish)))


def _job(wish: Wish, place: Place, common: str) -> Job:
    try:
        return Job(wish, place.board, place.round, inputs.of_board(wish, place, common))
    except OSError:
        # What cannot be read is said when the board is made; nothing is ever the same as it.
        return Job(wish, place.board, place.round, tuple((variant, "") for variant in wish.variants))


def _follow(team: Team, results: dict[Job, Result | None], title: str, left: str) -> None:
    from tqdm import tqdm

    waiting = [job for job, result in results.items() if result is None]
    tqdm.monitor_interval = 0    # no thread beside this one
    # None: only where somebody can see it.
    with tqdm(total=len(waiting), disable=None if waiting else True, desc=title,
              bar_format="{desc} {n_fmt}/{total_fmt} |{bar}| " + left.replace("{left}", "{remaining}")) as bar:
        for job, result in team(waiting):
            # It was not there when the run began: a worker that was lost with its word had made it.
            results[job] = replace(result, state="made") if result.state == "already" else result
            bar.update()


def spread(jobs: Sequence[Job], count: int) -> Iterator[Job]:
    """So many of the jobs, spread evenly over them: the same ones every time."""
    step = max(1, len(jobs) // count) if count else 1
    return islice(jobs[::step], count)
