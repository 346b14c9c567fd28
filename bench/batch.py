"""Documents of many boards, beside the stock way on the very same notebook: everything interleaved, medians, and every goal.

    python -m bench.batch            about six minutes
    python -m bench.batch --quick    about two
    python -m bench.batch --many     besides, 1,300 boards in one run
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.pages import a_home, say
from nulmeting import files
from nulmeting.batch import Wish, run
from nulmeting.cli.sector import write_made_up
from nulmeting.files import Home

MANY = 1300
"""About as many boards as there are in the country."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few boards and one round")
    parser.add_argument("--many", action="store_true", help="1,300 boards too")
    parser.add_argument("--driver", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.driver:
        drive(*options.driver)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        home = a_home(Path(name))
        boards = written(home, MANY if options.many else 50)
        print("\n".join(report(measured(home, boards, options.quick), options.many)))


def written(home: Home, count: int) -> list[str]:
    """So many believable boards on disk, with all that people leave behind: notes, evidence, several people, second rounds."""
    before = set(files.boards(home))
    write_made_up(home, range(1, count + 1), seed=0)
    return [board for board in files.boards(home) if board not in before]


def measured(home: Home, boards: list[str], quick: bool) -> dict[str, list[float]]:
    """Seconds a board of every way, seconds until the first board, and MB at most."""
    few, some = (4, 16) if quick else (8, 50)
    found: dict[str, list[float]] = {}
    for _ in range(1 if quick else 3):
        # They take turns, so that a busy moment hits everybody.
        # Spread over the same boards, because one board has more to say than another.
        found.setdefault("stock", []).append(stock(home, boards[: some : some // few]))
        for workers in (1, 2):
            add(found, f"ours, {workers}", ours(home, boards[:some], workers))
        add(found, "with Word", ours(home, boards[:some], 2, "word"))
    found["memory"] = [ours(home, boards[:some], 2, watched=True)["memory"]]
    if len(boards) >= MANY:
        add(found, "many", ours(home, boards, 2, watched=True))
        found["memory, many"] = [found.pop("many memory")[-1]]
    return found


def add(found: dict[str, list[float]], name: str, ran: dict[str, float]) -> None:
    say(f"{name}: {ran['board']:.3f} s a board")
    found.setdefault(name, []).append(ran["board"])
    found.setdefault("start", []).append(ran["start"])
    if ran["memory"]:
        found.setdefault(f"{name} memory", []).append(ran["memory"])


def stock(home: Home, boards: list[str]) -> float:
    """Seconds a board, but for the first, which only fills the disk's cache."""
    with tempfile.TemporaryDirectory(prefix="stock-") as folder:
        done = subprocess.run([sys.executable, "-m", "bench.stock", folder, *boards], check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, env=environment(home))
    times = [float(entry) for entry in done.stdout.split()][1:]
    mean = statistics.fmean(times)
    say(f"stock: {mean:.2f} s a board")
    return mean


def ours(home: Home, boards: list[str], workers: int, more: str = "", watched: bool = False) -> dict[str, float]:
    """One run in a process of its own: seconds until the first board is there, a board after that, and MB at most if `watched`."""
    names = home.folder / "names.txt"
    names.write_text("\n".join(boards), encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="ours-") as folder:
        process = subprocess.Popen([sys.executable, "-m", "bench.batch", "--driver", folder, str(names), str(workers), more],
                                   stdout=subprocess.PIPE, text=True, env=environment(home))
        peak = [0.0]
        watcher = threading.Thread(target=watch, args=(process, peak))
        if watched:
            watcher.start()
        out, _ = process.communicate()
        if watched:
            watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return {**json.loads(out), "memory": peak[0]}


def environment(home: Home) -> dict[str, str]:
    return {**os.environ, "NULMETING_HOME": str(home.folder), "JUPYTER_PREFER_ENV_PATH": "1"}


def drive(folder: str, names: str, workers: str, more: str) -> None:
    """A run as `nulmeting batch` does it, in this process: the first board apart, with which everything is loaded."""
    home = Home.here()
    first, *rest = Path(names).read_text(encoding="utf-8").split()
    wish = Wish(home, Path(folder), ("bestuur",), word=more == "word")
    begun = time.perf_counter()
    run(wish, [first])
    started = time.perf_counter()
    failures = run(wish, rest, workers=int(workers)).failures
    assert not failures, failures[:3]
    print(json.dumps({"start": started - begun, "board": (time.perf_counter() - started) / len(rest)}))


def watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    """The most memory that all processes of a run have together, as proportional shares, in MB of 2^20 bytes."""
    while process.poll() is None:
        total = 0.0
        try:
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for one in family:
            try:
                total += one.memory_full_info().pss / 2**20
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        peak[0] = max(peak[0], total)
        time.sleep(0.2)


def report(found: dict[str, list[float]], many: bool) -> Iterator[str]:
    """The tables: seconds a board and boards a minute, and every goal with its ratio."""
    board = {name: statistics.median(times) for name, times in found.items() if "memory" not in name and name != "start"}
    yield ""
    yield "| executed notebook, HTML and PDF | seconds a board | boards a minute |"
    yield "|---|---|---|"
    for name, label in (("stock", "stock: papermill, nbconvert HTML and webpdf"), ("ours, 1", "ours, one worker"), ("ours, 2", "ours, two workers"),
                        ("with Word", "ours, two workers, Word too"),
                        ("many", f"ours, two workers, {MANY} boards")):
        if name in board:
            yield f"| {label} | {board[name]:.3f} | {60 / board[name]:.0f} |"
    yield f"| ours, until the first board is there | {statistics.median(found['start']):.1f} | |"
    yield ""
    yield "| goal | measured | goal | |"
    yield "|---|---|---|---|"
    ratio, memory = board["stock"] / board["ours, 2"], max(found["memory"] + found.get("memory, many", []))
    goals = [("stock ÷ ours, two workers", ratio, 10, "×", ratio >= 10),
             ("one worker ÷ two", board["ours, 1"] / board["ours, 2"], 1.8, "×", board["ours, 1"] / board["ours, 2"] >= 1.8),
             ("memory of all processes", memory, 600, "MB", memory <= 600)]
    if many:
        flat = board["many"] / board["ours, 2"]
        goals.append((f"a board of {MANY} ÷ a board of 50", flat, 1.1, "×", flat <= 1.1))
    for goal, value, mark, unit, met in goals:
        yield f"| {goal} | {value:.{0 if unit == 'MB' else 2}f} {unit} | {mark} {unit} | {'met' if met else 'MISSED'} |"


if __name__ == "__main__":
    main()
