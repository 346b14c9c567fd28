"""The warm kernel of a served page: ready before its visitor, theirs alone, and never a reason to wait or to fail."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import websocket

from nulmeting import files
from nulmeting.files import Home
from tests.test_serve import SECRET, Server

REFILL = 4

# As `nulmeting serve`, but sooner with a new kernel and with ending what is idle: a test cannot wait a quarter of an hour.
START = f"""
import signal, sys
from pathlib import Path
from traitlets.config import Config
from nulmeting import serve as serving
# A shell that starts us in the background has us ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
serving._REFILL = {REFILL}
settings = serving._Workbook.load_config_file
def impatient(app):
    settings(app)
    app.update_config(Config(MappingKernelManager={{"cull_idle_timeout": 1, "cull_interval": 1}}))
serving._Workbook.load_config_file = lambda app, *args, **values: impatient(app)
home, port = Path(sys.argv[1]), int(sys.argv[2])
serving.serve(home, home / "page.ipynb", port=port, open_browser=False, announce=lambda address: print(address, flush=True))
"""

CELL = """
import json, os, pathlib
from nulmeting.warm import is_warm, wait_for_visitor
def note(name, **more):
    path = pathlib.Path(os.environ["NULMETING_HOME"], f"{name}-{os.getpid()}")
    path.write_text(json.dumps({"environment": dict(os.environ), **more}))
    path.rename(path.with_suffix(".json"))
note("started", warm=is_warm())
query = wait_for_visitor() if is_warm() else os.environ["QUERY_STRING"]
note("visited", query=query)
"""


class Warm(Server):
    """A served notebook that writes down what its kernels know, before and after there is a visitor."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, start=START, cell=CELL)

    def waiting(self) -> int:
        """The process of a kernel that is warm and has no visitor yet, once there is one."""
        until = time.monotonic() + 40
        while time.monotonic() < until:
            for path in self.home.glob("started-*.json"):
                pid = int(path.stem.split("-")[1])
                if json.loads(path.read_text())["warm"] and not self.was_visited(pid) and psutil.pid_exists(pid):
                    # It says so just before it begins to wait.
                    time.sleep(0.5)
                    return pid
            time.sleep(0.1)
        raise AssertionError(f"no kernel waits: {self.log.read_text()}")

    def was_visited(self, pid: int) -> bool:
        return (self.home / f"visited-{pid}.json").exists()

    def noted(self, name: str, pid: int) -> dict[str, Any]:
        noted: dict[str, Any] = json.loads((self.home / f"{name}-{pid}.json").read_text())
        return noted

    def visit(self, query: str) -> int:
        """Open the page; the process of the kernel one got."""
        answer, kernel = self.open(f"/?{query}")
        assert answer.status == 200
        assert kernel
        assert "een uitkomst" in answer.text
        found = [path for path in self.home.glob("visited-*.json") if json.loads(path.read_text())["query"] == query]
        assert len(found) == 1, f"{query} was asked of {len(found)} kernels"
        return int(found[0].stem.split("-")[1])

    def wait_here(self, kernel: str) -> websocket.WebSocket:
        return websocket.create_connection(f"ws://127.0.0.1:{self.port}/voila/query/{kernel}", timeout=5)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    server = Warm(tmp_path_factory.mktemp("home"))
    yield server
    server.stop()


def test_a_visitor_gets_the_kernel_that_waits(server: Warm) -> None:
    waiting = server.waiting()
    assert server.visit("board=first&note=een") == waiting


def test_the_next_visitor_does_not_wait_for_a_new_one(server: Warm) -> None:
    """Voilà by itself would let them wait for the pause before the refill, and for all of the start after it."""
    waiting = server.waiting()
    assert server.visit("board=second") == waiting
    own = server.visit("board=third")
    assert not server.noted("started", own)["warm"]


def test_a_warm_kernel_knows_its_own_visitor_and_nobody_else(server: Warm) -> None:
    server.visit(f"board=before-{time.monotonic_ns()}")
    waiting = server.waiting()
    server.get(f"/?board=with-token&token={server.token}", cookie=server.cookie)
    assert server.visit("board=own") == waiting
    known = {**server.noted("started", waiting)["environment"], **server.noted("visited", waiting)["environment"]}
    assert known["NULMETING_HOME"] == str(server.home.resolve())
    assert "VOILA_REQUEST_URL" not in known
    assert "QUERY_STRING" not in known
    for value in known.values():
        assert SECRET not in value
        assert server.token not in value
        assert "before-" not in value


def test_one_that_waits_is_not_ended_for_being_idle(server: Warm) -> None:
    waiting = server.waiting()
    time.sleep(4)
    visited = server.visit("board=late")
    assert visited == waiting
    # One whose page is closed is, so the four seconds were enough.
    until = time.monotonic() + 20
    while psutil.pid_exists(visited) and time.monotonic() < until:
        time.sleep(0.2)
    assert not psutil.pid_exists(visited)


def test_one_that_died_is_replaced_and_nobody_notices(server: Warm) -> None:
    died = server.waiting()
    os.kill(died, signal.SIGKILL)
    time.sleep(0.2)
    assert server.visit("board=after-a-death") != died
    again = server.waiting()
    assert server.visit("board=as-before") == again


def test_nobody_else_can_wait_for_a_visitor(server: Warm) -> None:
    waiting = server.waiting()
    _, other = server.open("/?board=other")    # takes it, and goes on
    assert server.was_visited(waiting)
    server.waiting()
    for kernel in (other, "12345678-1234-1234-1234-123456789012"):
        with pytest.raises(websocket.WebSocketBadStatusException):
            server.wait_here(kernel)
    kept = re.findall(r'"kernelId": "([^"]+)"', server.open("/?board=last")[0].text)
    assert kept


def test_ctrl_c_ends_one_that_waits(tmp_path: Path) -> None:
    server = Warm(tmp_path)
    waiting = server.waiting()
    begin = time.monotonic()
    assert server.stop(signal.SIGINT) == 0
    assert time.monotonic() - begin < 15
    assert not psutil.pid_exists(waiting)
    assert server.log.read_text() == ""


def test_changed_data_has_another_stamp(own_home: Home) -> None:
    before = files.data_stamp(own_home)
    assert files.data_stamp(own_home) == before
    words = own_home.words / f"{files.LANGUAGE}.yaml"
    words.write_text(words.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after = files.data_stamp(own_home)
    assert after != before
    (own_home.frameworks / files.editions(own_home)[-1] / "overlay.yaml").touch()
    assert files.data_stamp(own_home) != after
