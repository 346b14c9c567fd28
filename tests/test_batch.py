"""Many boards in one run: real processes, killed at any moment, on a cluster too; nothing of one board is ever there for the next."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import nbformat
import psutil
import pytest
from docx import Document as word_file

from nulmeting import files
from nulmeting.batch import NOTEBOOK, Run, Wish, chosen, inputs, run, shelf
from nulmeting.batch.cluster import connected, on_worker
from nulmeting.batch.here import here
from nulmeting.batch.job import Job
from nulmeting.errors import BoardError
from nulmeting.figures import README
from nulmeting.files import Home
from tests.browser.conftest import a_copy
from tests.browser.serving import free_port
from tests.conftest import ROOT
from tests.test_cli import in_this_process, nulmeting
from tests.test_word import PICTURE

ENDINGS = ("html", "ipynb", "pdf")
BOARDS = files.boards(Home(ROOT))


@pytest.fixture
def own(tmp_path: Path) -> Home:
    """A home with the demo boards that a test may change."""
    return Home(a_copy(tmp_path))


def wish(home: Home, **more: Any) -> Wish:
    return Wish(home, home.outputs, **{"variants": ("bestuur",), **more})


def names(folder: Path) -> set[str]:
    """What stands in a folder for people to see."""
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def last_manifest(home: Home) -> dict[str, Any]:
    path = max((home.outputs / "reeksen").glob("*/manifest.json"), key=lambda path: path.stat().st_mtime_ns)
    return json.loads(path.read_text(encoding="utf-8"))


def outcome(made: Run) -> tuple[int, int, list[str]]:
    return made.made, made.already, [name for name, _ in made.failures]


def damage(home: Home, board: str) -> None:
    """A log of a board with a line in it that is none."""
    log = next((home.boards / board).rglob("answers/*.jsonl"))
    log.write_text("dit is geen regel\n" + log.read_text(encoding="utf-8"), encoding="utf-8")


# ---- what is made --------------------------------------------------------------------------------------------------------


def test_every_board_gets_its_documents_and_only_what_changed_is_made_again(own: Home) -> None:
    first = run(wish(own), ["demo-half", "demo-tweede"], workers=2)
    assert outcome(first) == (2, 0, [])
    folder = own.outputs / "demo-tweede" / "2"    # the last of its rounds
    assert names(folder.parent) == {"2"} and names(folder) == {README, *(f"verslag-bestuur.{ending}" for ending in ENDINGS)}
    html = (folder / "verslag-bestuur.html").read_text(encoding="utf-8")
    # No code, and nothing from elsewhere.
    assert "nl-report" in html and 'lang="nl"' in html and "from nulmeting" not in html
    assert not re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', html)
    held = nbformat.read(folder / "verslag-bestuur.ipynb", as_version=4)
    assert str(own.folder) not in nbformat.writes(held) and held.metadata.papermill.parameters["board"] == "demo-tweede"

    assert outcome(run(wish(own), ["demo-half", "demo-tweede"], workers=2)) == (0, 2, [])
    (folder / "verslag-bestuur.pdf").unlink()
    assert outcome(run(wish(own), ["demo-half", "demo-tweede"])) == (1, 1, [])
    log = next((own.boards / "demo-half").rglob("answers/*.jsonl"))
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    log.write_text("".join(lines[:-1]), encoding="utf-8")
    assert outcome(run(wish(own), ["demo-half", "demo-tweede"])) == (1, 1, [])
    # Other data for all boards is another document for all boards.
    words = own.words / "nl.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("\nreport:", "\n# other\nreport:"), encoding="utf-8")
    assert outcome(run(wish(own), ["demo-half", "demo-tweede"])) == (2, 0, [])


def test_the_same_bytes_twice_and_as_many_variants_as_asked(own: Home) -> None:
    both = ("bestuur", "gmr")
    for out in ("een", "twee"):
        made = run(Wish(own, own.folder / out, both), ["demo-groep"], workers=1)
        assert outcome(made) == (1, 0, [])
    one, other = (own.folder / out / "demo-groep" / "1" for out in ("een", "twee"))
    assert names(one) == {README, *(f"verslag-{variant}.{ending}" for variant in both for ending in ENDINGS)}
    for name in names(one):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_figures_and_a_consultants_word_file_come_along_when_asked(own: Home) -> None:
    template, logo = own.folder / "huisstijl.docx", own.folder / "logo.png"
    house = word_file()
    house.sections[0].header.paragraphs[0].text = "Ons bureau"
    house.save(str(template))
    logo.write_bytes(PICTURE)
    ask = ("batch", "demo-groep", "--excel", "--word-template", str(template), "--logo", str(logo))
    done = in_this_process(own, *ask)
    assert done.returncode == 0, done.stderr
    folder = own.outputs / "demo-groep" / "1"
    assert names(folder) == {README, "cijfers.xlsx", "csv", "verslag-bestuur.docx", *(f"verslag-bestuur.{ending}" for ending in ENDINGS)}
    made = word_file(str(folder / "verslag-bestuur.docx"))
    assert made.sections[0].header.paragraphs[0].text == "Ons bureau" and len(made.part.package.image_parts._image_parts) > 1
    text = (folder / README).read_text(encoding="utf-8")
    assert all(f"\n{name}: " in text for name in ("cijfers.xlsx", "csv/items.csv", "verslag-bestuur.docx"))
    # Another header is another document; the figures stay as they were.
    assert "1 stonden er al" in in_this_process(own, *ask).stdout
    house.sections[0].header.paragraphs[0].text = "Ons nieuwe bureau"
    house.save(str(template))
    assert "1 gemaakt" in in_this_process(own, *ask).stdout
    assert word_file(str(folder / "verslag-bestuur.docx")).sections[0].header.paragraphs[0].text == "Ons nieuwe bureau"
    # A template that is none is said once, before anything is made.
    template.write_text("geen Word")
    wrong = in_this_process(own, *ask)
    assert wrong.returncode == 1 and wrong.stderr.startswith("'huisstijl.docx' is geen Word-bestand") and wrong.stderr.count("\n") == 1


def test_what_others_put_in_the_folder_stays_and_an_older_word_file_goes(own: Home) -> None:
    [job] = jobs(own, "demo-half")
    job.folder.mkdir(parents=True)
    (job.folder / "eigen.txt").write_text("van mij")

    def put(job: Job, *endings: str) -> None:
        with shelf.at_work(job) as folder:
            for ending in endings:
                (folder / f"a.{ending}").write_text(ending)
            shelf.put(job, folder, {"bestuur": tuple(f"a.{ending}" for ending in endings)}, lambda: None)

    put(job, "pdf", "docx")
    assert shelf.is_done(job) and names(job.folder) == {"a.pdf", "a.docx", "eigen.txt"}
    newer = Job(job.wish, job.board, job.round, (("bestuur", "other"),))
    assert not shelf.is_done(newer)
    put(newer, "pdf")
    assert shelf.is_done(newer) and names(job.folder) == {"a.pdf", "eigen.txt"}


def jobs(home: Home, *boards: str, **more: Any) -> list[Job]:
    """A job a board, for its last round."""
    return [Job(wish(home, **more), board, files.find_round(home, board).round, (("bestuur", "inputs"),)) for board in boards]


def test_a_broken_board_is_named_with_its_cause_and_the_others_are_made(own: Home) -> None:
    damage(own, "demo-half")
    done = in_this_process(own, "batch", str(own.boards), "--workers", "2")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"{len(BOARDS) - 1} gemaakt, 0 stonden er al, 1 mislukt" in done.stdout
    [line] = done.stderr.splitlines()    # no bar where nobody sees it
    assert line.startswith("Mislukt: demo-half/1.") and "beschadigd" in line
    manifest = last_manifest(own)
    assert manifest["state"] == "done" and {name for name, about in manifest["boards"].items() if about["state"] == "failed"} == {"demo-half/1"}
    assert manifest["boards"]["demo-half/1"]["cause"] in line
    assert {"Python", "papermill", "matplotlib"} <= set(manifest["versions"])
    assert not (own.outputs / "demo-half" / "1").exists()


def test_one_board_is_handed_over_for_every_reader(own: Home) -> None:
    done = nulmeting(own, "report", "demo-koploper")
    assert done.returncode == 0, done.stderr
    assert names(own.outputs / "demo-koploper" / "1") == {
        README, *(f"verslag-{variant}.{ending}" for variant in ("bestuur", "toezicht", "gmr", "jaarverslag") for ending in ENDINGS)}
    again = in_this_process(own, "report", "demo-koploper", "--variant", "gmr")
    assert again.returncode == 0 and "nog goed" in again.stdout
    wrong = in_this_process(own, "report", "demo-koploper", "--variant", "ouders")
    assert wrong.returncode == 1 and "'ouders'" in wrong.stderr


def test_where_nothing_can_be_written_one_sentence_says_so(own: Home) -> None:
    (own.folder / "bestand").write_text("geen map")
    (own.outputs / "demo-half").write_text("geen map")
    with pytest.raises(BoardError) as caught:
        run(Wish(own, own.folder / "bestand", ("bestuur",)), ["demo-half"])
    assert caught.value.message == "not-written"
    made = run(wish(own), ["demo-half", "demo-groep"])
    assert outcome(made) == (1, 0, ["demo-half/1"]) and made.failures[0][1].startswith("Er is niets bewaard in ")


def test_boards_are_chosen_by_folder_list_pattern_and_name(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.folder)
    (own.folder / "lijst.txt").write_text("\ufeffdemo-half   # eerst deze\n\n# niet: demo-groep\ndemo-groep\n", encoding="utf-8")
    for given, meant in (
        (["assessments/boards"], BOARDS),
        ([str(own.boards)], BOARDS),
        (["assessments/boards/demo-half", "demo-half"], ["demo-half"]),
        (["lijst.txt"], ["demo-half", "demo-groep"]),
        (["demo-*"], BOARDS),
        (["assessments/boards/demo-s*", "demo-half"], ["demo-snelscan", "demo-starter", "demo-half"]),
    ):
        assert chosen(own, given) == meant
    (own.folder / "fout.txt").write_text("demo-half\ndemo-hafl\n", encoding="utf-8")
    (own.folder / "plaatje.txt").write_bytes(b"\x89PNG\xff\xfe")
    for given, message in (("zomaar-*", "batch-none"), ("zomaar", "no-board"), ("fout.txt", "batch-unknown"), ("plaatje.txt", "batch-list"),
                           ("outputs", "batch-folder")):
        with pytest.raises(BoardError) as caught:
            chosen(own, [given])
        assert caught.value.message == message


# ---- the notebook is run as by papermill ---------------------------------------------------------------------------------


def notebook(path: Path, *cells: str, parameters: str = 'board = ""\nround = ""\nvariant = ""') -> Path:
    """A notebook with a cell of parameters and these cells."""
    made = nbformat.read(NOTEBOOK, as_version=4)
    first, report = made.cells
    first.source = parameters
    made.cells = [first, *(nbformat.v4.new_code_cell(cell) for cell in cells), report]
    report.source = report.source.replace("language=language, ", "")
    for number, cell in enumerate(made.cells):
        cell.id = f"cell-{number}"
    nbformat.write(made, path)
    return path


def test_a_cell_shows_what_it_shows_in_a_kernel(own: Home) -> None:
    mine = notebook(
        own.folder / "mine.ipynb",
        "from IPython.display import HTML as _HTML\nprint('een', end='')\nprint(' twee')\ndisplay(_HTML('<b>drie</b>'))\nprint('vier')\n_a = [5]\n_a",
        "import sys as _sys\nprint('zes', file=_sys.stderr)\n_a;",
    )
    made = run(wish(own, notebook=mine), ["demo-half"], sample=1)
    assert outcome(made) == (1, 0, [])
    cells = nbformat.read(own.outputs / "demo-half" / "1" / "verslag-bestuur.ipynb", as_version=4).cells
    kinds = [(output.output_type, output.get("name")) for output in cells[2].outputs]
    assert kinds == [("stream", "stdout"), ("display_data", None), ("stream", "stdout"), ("execute_result", None)]
    assert [(output.output_type, output.name) for output in cells[3].outputs] == [("stream", "stderr")]


def test_a_sample_that_papermills_own_engine_makes_otherwise_is_a_failure(own: Home) -> None:
    mine = notebook(own.folder / "mine.ipynb", "import sys as _sys\nprint('ipykernel.kernelapp' in _sys.modules)")
    made = run(wish(own, notebook=mine), ["demo-half", "demo-groep"], workers=2, sample=1)
    assert outcome(made) == (2, 0, ["demo-half/1"])
    assert "papermills eigen motor" in made.failures[0][1]
    # What stood there already can be sampled too.
    assert outcome(run(wish(own, notebook=mine), ["demo-half", "demo-groep"], sample=2)) == (0, 2, ["demo-half/1", "demo-groep/1"])


def test_a_parameter_stays_text_and_an_undeclared_one_is_refused(own: Home) -> None:
    shutil.copytree(own.boards / "demo-half", own.boards / "00001")
    assert outcome(run(wish(own), ["00001"])) == (1, 0, [])
    mine = notebook(own.folder / "mine.ipynb", parameters='board = ""\nround = ""')
    [(name, cause)] = run(wish(own, notebook=mine), ["00001"]).failures
    assert name == "00001/1" and "'variant'" in cause


@pytest.mark.parametrize(("cell", "says"), [
    ("1 / 0", "van het notebook is gestopt met een fout: ZeroDivisionError"),
    ("this is no code", "SyntaxError"),
    ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "onverwacht gestopt (code -9)"),
    ("import sys\nsys.exit('Dit kan niet.')", "Dit kan niet."),
])
def test_a_board_that_fails_in_its_own_way_says_so(own: Home, cell: str, says: str) -> None:
    mine = notebook(own.folder / "mine.ipynb", f"if board == 'demo-half':\n    exec({cell!r})")
    made = run(wish(own, notebook=mine), ["demo-half", "demo-groep"])
    assert outcome(made) == (1, 0, ["demo-half/1"])
    assert says in made.failures[0][1] and "\n" not in made.failures[0][1]
    assert not list(own.outputs.glob("*/.*.nieuw-*")) or "code -9" in says


# What a board may leave behind, and how the next one sees it.
TRACES = {
    "environ": ("os.environ['SPOOR'] = board", "'SPOOR' not in os.environ"),
    "cwd": ("os.chdir('/')", "os.getcwd() != '/'"),
    "monkeypatch": ("files.boards = None; json.dumps.__defaults__", "files.boards is not None"),
    "random state": ("random.seed(board)", "random.getstate() != _seeded"),
    "numpy random": ("numpy.random.seed(7)", "numpy.random.random() != numpy.random.RandomState(7).random()"),
    "sys.path": ("sys.path.insert(0, '/spoor')", "'/spoor' not in sys.path"),
    "warnings": ("warnings.filterwarnings('error', 'spoor')", "'spoor' not in repr(warnings.filters)"),
    "module global": ("files.SPOOR = board", "not hasattr(files, 'SPOOR')"),
    "name": ("builtins.SPOOR = board", "not hasattr(builtins, 'SPOOR')"),
    "locale": ("decimal.getcontext().prec = 3", "decimal.getcontext().prec != 3"),
    "rc": ("matplotlib.rcParams['font.size'] = 99", "matplotlib.rcParams['font.size'] != 99"),
}
CELL = "\n".join([
    "import builtins as _1, decimal as _2, json as _3, os as _4, random as _5, sys as _6, warnings as _7, matplotlib as _8, numpy as _9",
    "from nulmeting import files as _files",
    "_ns = dict(board=board, builtins=_1, decimal=_2, json=_3, os=_4, random=_5, sys=_6, warnings=_7, matplotlib=_8, numpy=_9, files=_files)",
    "_was = _5.getstate(); _5.seed('demo-groep'); _ns['_seeded'] = _5.getstate(); _5.setstate(_was)",
    f"_found = [_name for _name, (_, _clean) in {TRACES!r}.items() if not eval(_clean, _ns)]",
    "assert not _found, _found",
    f"_left = [exec(_leave, _ns) for _leave, _ in {TRACES!r}.values()]",
])
# A document can still be made after that.
MEND = "_files.boards = __import__('nulmeting.files.rounds', fromlist=['boards']).boards"


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_nothing_of_one_board_is_there_for_the_next(own: Home, method: str) -> None:
    mine = notebook(own.folder / "mine.ipynb", CELL, MEND)
    boards = BOARDS[:6] if method == "forkserver" else BOARDS[:2]
    for job, result in here(jobs(own, *boards, notebook=mine), 2, method):
        assert result.state == "made", (job.name, result)


def test_the_traces_would_be_seen_if_they_were_there(own: Home) -> None:
    """The same notebook for two boards in one process, as whoever shares a kernel has it: every trace is found."""
    mine = notebook(own.folder / "mine.ipynb", CELL, MEND)
    code = """
import sys, pickle
from nulmeting.batch.make import made
for job in pickle.load(sys.stdin.buffer):
    print(made(job).cause)
"""
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(jobs(own, "demo-groep", "demo-half", notebook=mine)),
                          env={**os.environ, "NULMETING_HOME": str(own.folder)}, capture_output=True, timeout=60)
    first, second = done.stdout.decode().splitlines()[:2]
    assert first == "" or "files.boards" in first, done.stderr
    assert not [name for name in TRACES if name != "monkeypatch" and repr(name) not in second], second


# ---- stopped, killed, gone on with -----------------------------------------------------------------------------------------


def _interruptible() -> None:
    """Whoever starts the tests in the background lets everything below ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Running:
    """`nulmeting batch` over all boards in a session of its own, as at a terminal."""

    def __init__(self, home: Home, *more: str) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nulmeting", "batch", "assessments/boards", "--workers", "2", *more], cwd=home.folder,
            env={**os.environ, "NULMETING_HOME": str(home.folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True, preexec_fn=_interruptible,
        )

    def everybody(self) -> list[psutil.Process]:
        """The run and all that it started."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something is so; the run must still be going on."""
        while not reached():
            try:
                self.process.wait(0.005)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(self.process.communicate())


def records(home: Home) -> dict[Path, int]:
    """Every round that is done, with the time at which that was written."""
    return {path.parent: path.stat().st_mtime_ns for path in home.outputs.glob("*/*/.gemaakt.json") if json.loads(path.read_text())["parts"]}


def whole(folder: Path) -> None:
    """Every file of a round that is done is there to its last byte."""
    assert names(folder) == {README, *(f"verslag-bestuur.{ending}" for ending in ENDINGS)}
    nbformat.validate(nbformat.read(folder / "verslag-bestuur.ipynb", as_version=4))
    assert (folder / "verslag-bestuur.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_killed_at_any_moment_a_rerun_makes_exactly_the_rest(own: Home) -> None:
    moments = Random(5)
    for boards in (1, 6):
        running = Running(own)
        running.until(lambda boards=boards: len(records(own)) >= boards and bool(list(own.outputs.glob("*/.*.nieuw-*"))))
        try:
            running.process.wait(moments.random() / 5)    # any moment in the making of a board
        except subprocess.TimeoutExpired:
            everybody = running.everybody()
            running.process.kill()
        # Who was under way does not go on for nobody.
        assert not psutil.wait_procs(everybody, timeout=10)[1]
        running.process.communicate()
    before = records(own)
    assert 6 <= len(before) < len(BOARDS)
    for folder in before:
        whole(folder)
    done = in_this_process(own, "batch", str(own.boards), "--workers", "2")
    assert f"{len(BOARDS) - len(before)} gemaakt, {len(before)} stonden er al, 0 mislukt" in done.stdout, done
    after = records(own)
    assert len(after) == len(BOARDS) and before.items() <= after.items()
    for folder in after:
        whole(folder)
    assert not list(own.outputs.glob("*/.*.nieuw-*")) and not list(own.outputs.rglob(".tmp-*"))


def test_nobody_goes_on_for_a_run_that_is_gone(own: Home) -> None:
    # A board that would take two minutes, and says that it has begun.
    mine = notebook(own.folder / "mine.ipynb", f"open({str(own.folder)!r} + '/begun-' + board, 'w').close()\n"
                                               "__import__('threading').Event().wait(120)")
    code = ("import pickle, sys\nfrom nulmeting.batch import run\n"
            "if __name__ == '__main__':\n    run(pickle.load(sys.stdin.buffer), ['demo-half', 'demo-groep'], workers=2)")
    running = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
                               env={**os.environ, "NULMETING_HOME": str(own.folder)})
    assert running.stdin
    running.stdin.write(pickle.dumps(wish(own, notebook=mine)))
    running.stdin.close()
    while len(list(own.folder.glob("begun-*"))) < 2:
        assert running.poll() is None
    everybody = psutil.Process(running.pid).children(recursive=True)
    assert len(everybody) >= 3    # the two boards, and who they were forked from
    running.kill()
    running.wait(10)
    assert not psutil.wait_procs(everybody, timeout=10)[1]


def test_ctrl_c_stops_cleanly_and_the_manifest_says_so(own: Home) -> None:
    running = Running(own)
    running.until(lambda: len(records(own)) >= 2)
    everybody = running.everybody()
    os.killpg(running.process.pid, signal.SIGINT)
    out, err = running.process.communicate(timeout=20)
    assert running.process.returncode == 130 and out == "" and len(err.splitlines()) == 1 and err.startswith("Gestopt."), err
    assert not psutil.wait_procs(everybody, timeout=10)[1]
    manifest = last_manifest(own)
    states = [about["state"] for about in manifest["boards"].values()]
    assert manifest["state"] == "stopped" and "made" in states and "waiting" in states
    for folder in records(own):
        whole(folder)


# ---- on a cluster ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def cluster(own: Home) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A scheduler and two workers as somebody else would have started them; its address, and the workers."""
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False", "PYTHONPATH": str(ROOT)}
    dask = [sys.executable, "-m", "dask"]
    address = f"tcp://127.0.0.1:{free_port()}"
    common: Any = {"env": environment, "cwd": own.folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "text": True,
                   "start_new_session": True}
    scheduler = subprocess.Popen([*dask, "scheduler", "--host", address, "--no-dashboard"], **common)
    workers = [subprocess.Popen([*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1",
                                 "--local-directory", str(own.folder / f"dask-{number}")], **common) for number in range(2)]
    try:
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_on_a_cluster_a_lost_worker_loses_no_board(own: Home, cluster: tuple[str, list[subprocess.Popen[str]]]) -> None:
    address, workers = cluster
    damage(own, "demo-half")
    running = Running(own, "--cluster", address)
    running.until(lambda: len(records(own)) >= 2)
    lost = psutil.Process(workers[0].pid)
    everybody = [lost, *lost.children(recursive=True)]
    lost.kill()
    out, err = running.process.communicate(timeout=60)
    assert f"{len(BOARDS) - 1} gemaakt" in out and running.process.returncode == 1, (out, err)
    assert [line for line in err.splitlines() if line.startswith("Mislukt")] == err.splitlines() and "demo-half/1" in err
    found = records(own)
    assert {folder.parent.name for folder in found} == set(BOARDS) - {"demo-half"}
    for folder in found:
        whole(folder)
    assert not psutil.wait_procs(everybody, timeout=10)[1]


def test_without_a_scheduler_or_the_library_one_sentence_says_so(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nulmeting.batch.cluster._PATIENCE", 1)
    with pytest.raises(BoardError) as caught:
        run(wish(own), ["demo-half"], cluster="tcp://127.0.0.1:9")
    assert caught.value.message == "batch-address"
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BoardError) as caught:
        run(wish(own), ["demo-half"], cluster="tcp://127.0.0.1:9")
    assert caught.value.message == "batch-no-cluster"
    assert not own.outputs.joinpath("reeksen").exists()




def test_a_worker_that_is_not_as_it_should_be_says_so(own: Home) -> None:
    job = Job(wish(own), "demo-half", "1", (("bestuur", ""),))
    assert "andere versie van dit programma" in on_worker(job, "another program").cause
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert "DASK_DISTRIBUTED__WORKER__DAEMON=False" in pool.apply(on_worker, (job, inputs.program())).cause


def test_a_board_whose_workers_are_always_lost_is_a_failure(own: Home) -> None:
    from distributed import Client

    # A folder that is no workbook on any worker.
    shutil.copytree(own.words, own.folder / "nergens" / "assessments" / "words")
    nowhere = Job(wish(Home(own.folder / "nergens")), "demo-half", "1", (("bestuur", ""),))
    with Client(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as client:
        [(_, result)] = connected(client.scheduler.address)([nowhere])
    assert result.state == "failed" and "vielen steeds weg" in result.cause


# ---- waiting for somebody else -----------------------------------------------------------------------------------------------


def test_a_round_that_somebody_else_makes_is_waited_for_and_then_refused(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_PATIENCE", 0.1)
    job = Job(wish(own), "demo-half", "1", (("bestuur", ""),))
    with shelf.at_work(job), pytest.raises(BoardError) as caught, shelf.at_work(job):
        pass
    assert caught.value.message == "batch-busy"


def test_a_board_that_hangs_is_given_up(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nulmeting.batch.child.TIMEOUT", 1)
    mine = notebook(own.folder / "mine.ipynb", "import time as _time\n_time.sleep(60)")
    made = run(wish(own, notebook=mine), ["demo-half"])
    assert outcome(made) == (0, 0, ["demo-half/1"]) and "duurde meer dan tien minuten" in made.failures[0][1]


def test_what_nobody_expected_is_told_in_one_sentence_too(own: Home) -> None:
    mine = own.folder / "mine.ipynb"
    mine.write_text("geen notebook", encoding="utf-8")
    [(_, cause)] = run(wish(own, notebook=mine), ["demo-half"]).failures
    assert "Dit is een fout in het programma, niet in uw antwoorden" in cause
