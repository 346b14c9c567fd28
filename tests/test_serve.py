"""Every setting of the served page at work: a real server as a process of its own, real requests, real websockets."""

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import websocket
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config
from voila.configuration import VoilaConfiguration

from nulmeting.serve import BoundedConnection, CleanKernels, PromptClient, _read_bounded_header

ROOT = Path(__file__).parent.parent
SETTINGS = ROOT / "deploy" / "voila" / "voila.json"
SECRET = "a-secret-of-the-parent"

START = """
import sys
from pathlib import Path
from nulmeting.serve import serve
home, port = Path(sys.argv[1]), int(sys.argv[2])
serve(home, home / "page.ipynb", port=port, open_browser=False, warm=False, announce=lambda address: print(address, flush=True))
"""

CELL = """
import json, os, pathlib
pathlib.Path(os.environ["NULMETING_HOME"], "environment.json").write_text(json.dumps({**os.environ, "pid": str(os.getpid())}))
"""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


class Server:
    """A served stand-in notebook that writes down what its kernel knows."""

    def __init__(self, home: Path, port: int = 0, *, start: str = START, cell: str = CELL) -> None:
        self.home = home
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell), nbformat.v4.new_code_cell("'een uitkomst'")])
        nbformat.write(notebook, home / "page.ipynb")
        (home / "picture.png").write_bytes(b"not for everyone")
        (home / "voila.json").write_text('{"VoilaConfiguration": {"file_allowlist": [".*"]}, "Voila": {"ip": "0.0.0.0"}}')
        (home / "person").mkdir()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))},
            "HOME": str(home / "person"), "SOME_PASSWORD": SECRET, "JUPYTER_TOKEN": SECRET, "AWS_SECRET_ACCESS_KEY": SECRET,
        }
        self.log = home / "log.txt"
        with self.log.open("w") as log:
            # Started in the folder of the notebook, where a voila.json of somebody else lies.
            command = [sys.executable, "-c", start, str(home), str(port)]
            self.process = subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.port = urlsplit(self.address).port or 0
        self.token = parse_qs(urlsplit(self.address).query)["token"][0]
        answer = self.get(f"/?token={self.token}")
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def get(self, path: str, *, cookie: str = "", host: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": cookie} if cookie else {}
        connection.request("GET", path, headers={**headers, **({"Host": host} if host else {})})
        answer = connection.getresponse()
        result = Answer(answer.status, answer.headers, answer.read().decode("utf-8", errors="replace"))
        connection.close()
        return result

    def open(self, path: str = "/") -> tuple[Answer, str]:
        """The page as its owner sees it, and the id of its kernel."""
        answer = self.get(path, cookie=self.cookie)
        kernel = re.search(r'"kernelId": "([^"]+)"', answer.text)
        return answer, kernel[1] if kernel else ""

    def connect(self, kernel: str, *, cookie: str | None = None, older: bool = False) -> websocket.WebSocket:
        return websocket.create_connection(
            f"ws://127.0.0.1:{self.port}/api/kernels/{kernel}/channels?session_id=test", timeout=20, cookie=cookie or self.cookie,
            origin=f"http://127.0.0.1:{self.port}", subprotocols=None if older else ["v1.kernel.websocket.jupyter.org"],
        )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("home"))
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture(scope="module")
def page(server: Server) -> tuple[Answer, str]:
    return server.open("/?board=demo")


def message(kind: str, content: dict[str, object]) -> bytes:
    """A request to the kernel as a page packs it."""
    header = {"msg_id": kind, "msg_type": kind, "session": "test", "username": "", "version": "5.3", "date": "2026-11-01T00:00:00Z"}
    parts = [b"shell", *(json.dumps(part).encode() for part in (header, {}, {}, content))]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return b"".join(number.to_bytes(8, "little") for number in (len(offsets), *offsets)) + b"".join(parts)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 5
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.1)


def test_the_address_is_all_it_says(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    assert len(server.token) >= 32
    assert server.log.read_text() == ""


def test_without_the_token_nothing_opens(server: Server) -> None:
    for path in ("/", "/?token=wrong", "/?board=demo"):
        answer = server.get(path)
        assert (answer.status, urlsplit(answer.headers["Location"]).path) == (302, "/login")
    login = server.get("/login")
    assert "kernelId" not in login.text
    assert "Jupyter" not in login.text
    assert '<html lang="nl">' in login.text


def test_with_the_token_the_page_opens_and_the_token_leaves_the_address(server: Server, page: tuple[Answer, str]) -> None:
    first = server.get(f"/?board=demo&token={server.token}")
    assert (first.status, first.headers["Location"]) == (302, "/?board=demo")
    assert page[0].status == 200
    assert page[1]
    assert server.token not in page[0].text


def test_the_cookie_stays_with_this_site(server: Server) -> None:
    cookie = server.get(f"/?token={server.token}").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_name_of_somebody_else_is_refused(server: Server) -> None:
    assert server.get("/", cookie=server.cookie, host="elsewhere.example").status == 403


def test_it_listens_on_one_address_only(server: Server) -> None:
    """Also with another voila.json in the folder it was started in."""
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", server.port), timeout=2)


@pytest.mark.parametrize("wish", ["template=lab&theme=dark", "voila-template=reveal&voila-theme=dark", "template=reveal"])
def test_a_link_cannot_choose_another_template_or_theme(server: Server, wish: str) -> None:
    answer, kernel = server.open(f"/?{wish}")
    assert kernel
    assert "nulmeting/static/nulmeting.css" in answer.text
    assert "theme-light" in answer.text
    assert "theme-dark" not in answer.text


@pytest.mark.parametrize("path", [
    "/voila/files/page.ipynb", "/voila/files/picture.png", "/voila/files/environment.json", "/page.ipynb", "/picture.png",
    "/voila/static/../../picture.png", "/voila/static//etc/hostname", "/voila/templates/nulmeting/static/../conf.json", "/tree", "/lab",
    "/api/contents", "/api/sessions", "/api/terminals", "/files/page.ipynb", "/voila/tree",
])
def test_no_file_is_served(server: Server, path: str) -> None:
    answer = server.get(path, cookie=server.cookie)
    assert answer.status in (403, 404, 500)
    assert "not for everyone" not in answer.text
    assert "een uitkomst" not in answer.text


def test_headers_keep_the_page_to_itself(page: tuple[Answer, str]) -> None:
    headers = page[0].headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == policy["form-action"] == "'self'"
    assert not re.search(r"https?:|\*", headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_page_names_no_other_host_and_speaks_dutch(page: tuple[Answer, str]) -> None:
    text = page[0].text
    assert not re.search(r"""["'(=]\s*(https?:)?//[a-z0-9.-]+\.[a-z]{2,}""", text)
    assert '<html lang="nl">' in text
    assert 'name="viewport"' in text
    assert 'class="skip"' in text
    assert "een uitkomst" in text
    assert "NULMETING_HOME" not in text, "the cells themselves are not shown"


def test_only_the_needed_extensions_join_in(page: tuple[Answer, str]) -> None:
    names = re.search(r'"federated_extensions": (\[.*?\])', page[0].text)
    assert names is not None
    assert {extension["name"] for extension in json.loads(names[1])} <= {
        "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"
    }


def test_a_kernel_knows_its_home_and_no_secret(server: Server) -> None:
    server.open(f"/?board=demo&token={server.token}")    # redirected
    server.open("/?board=demo&note=token")
    known = json.loads((server.home / "environment.json").read_text())
    assert known["NULMETING_HOME"] == str(server.home.resolve())
    assert known["QUERY_STRING"] == "board=demo&note=token"
    assert SECRET not in known.values()
    assert not any(server.token in value for value in known.values())
    assert "VOILA_REQUEST_URL" not in known


def test_a_person_s_own_jupyter_is_neither_read_nor_changed(server: Server, page: tuple[Answer, str]) -> None:
    written = [str(path.relative_to(server.home / "person")) for path in (server.home / "person").rglob("*")]
    assert not [path for path in written if "jupyter" in path or "ipython" in path]


def test_server_and_kernel_talk_encrypted(server: Server, page: tuple[Answer, str]) -> None:
    known = json.loads((server.home / "environment.json").read_text())
    connections = [json.loads(path.read_text()) for path in Path(known["JUPYTER_RUNTIME_DIR"]).parent.rglob("kernel-*.json")]
    assert connections
    assert all("curve_publickey" in connection for connection in connections)


def test_a_visitor_cannot_run_code(server: Server, page: tuple[Answer, str]) -> None:
    trace = server.home / "ran.txt"
    connection = server.connect(page[1])
    connection.send_binary(message("execute_request", {"code": f"open({str(trace)!r}, 'w').close()", "silent": False}))
    connection.send_binary(message("kernel_info_request", {}))
    seen = b""
    while b"kernel_info_reply" not in seen:
        seen = connection.recv()
    connection.close()
    time.sleep(0.5)
    assert not trace.exists()


def test_a_stranger_cannot_reach_a_kernel(server: Server, page: tuple[Answer, str]) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException):
        server.connect(page[1], cookie="none=none")
    assert server.get(f"/api/kernels/{page[1]}").status == 403


@pytest.mark.parametrize("older", [False, True])
def test_a_message_of_absurdly_many_parts_is_refused(server: Server, page: tuple[Answer, str], older: bool) -> None:
    connection = server.connect(page[1], older=older)
    connection.send_binary((struct.pack("!I", 2**30) if older else (2**60).to_bytes(8, "little")) + b"\0" * 64)
    with pytest.raises(websocket.WebSocketConnectionClosedException):
        for _ in range(50):
            if connection.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE:
                raise websocket.WebSocketConnectionClosedException
    before = time.monotonic()
    assert server.get("/login").status == 200
    assert time.monotonic() - before < 2


def test_an_outgoing_header_of_absurdly_many_parts_is_not_read() -> None:
    before = time.monotonic()
    assert _read_bounded_header(struct.pack("!II", 2, 12) + b"{}") is None
    assert time.monotonic() - before < 1
    header = _read_bounded_header(message("status", {}))
    assert header is not None
    assert header["msg_type"] == "status"


def test_a_message_of_many_megabytes_is_refused(server: Server, page: tuple[Answer, str]) -> None:
    connection = server.connect(page[1])
    with pytest.raises((websocket.WebSocketConnectionClosedException, OSError)):
        connection.send_binary(message("comm_info_request", {"filler": "x" * 5_000_000}))
        for _ in range(50):
            if connection.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE:
                raise websocket.WebSocketConnectionClosedException
    assert server.get("/login").status == 200


def test_the_log_tells_what_failed_without_the_token(server: Server) -> None:
    assert server.get(f"/voila/templates/nonsense?token={server.token}").status == 500
    log = server.log.read_text()
    assert "/voila/templates/nonsense" in log
    assert server.token not in log
    assert "token=…" in log


def test_idle_kernels_end_unless_somebody_has_them_open() -> None:
    kernels = CleanKernels(config=Config(json.loads(SETTINGS.read_text())))
    assert (kernels.cull_idle_timeout, kernels.cull_interval, kernels.cull_connected) == (900, 60, False)


def test_plain_voila_takes_the_same_settings() -> None:
    settings = Config(json.loads(SETTINGS.read_text()))
    configuration = VoilaConfiguration(config=settings)
    assert configuration.multi_kernel_manager_class is CleanKernels
    assert configuration.file_allowlist == []
    assert not configuration.show_tracebacks
    assert settings.Voila.kernel_websocket_connection_class == f"{BoundedConnection.__module__}.{BoundedConnection.__name__}"
    assert settings.Voila.auto_token


def test_a_kernel_is_ready_when_it_says_so_and_one_that_died_never() -> None:
    async def tried() -> None:
        manager = AsyncKernelManager(config=Config(json.loads(SETTINGS.read_text())))
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            assert isinstance(client, PromptClient)
            await client.wait_for_ready(timeout=60)
            reply = await client.execute_interactive("1 / 0", store_history=False, output_hook=lambda _: None, timeout=60)
            assert reply["content"]["ename"] == "ZeroDivisionError"
            await manager.shutdown_kernel(now=True)
            with pytest.raises(RuntimeError):
                await client.wait_for_ready(timeout=60)
        finally:
            client.stop_channels()

    asyncio.run(tried())


def test_every_setting_has_its_reason() -> None:
    def names(node: dict[str, object]) -> Iterator[str]:
        for name, value in node.items():
            if isinstance(value, dict) and name != "cookie_options":
                yield from names(value)
            else:
                yield name

    reasons = (SETTINGS.parent / "README.md").read_text(encoding="utf-8")
    assert not [name for name in names(json.loads(SETTINGS.read_text())) if f"| `{name}` |" not in reasons]


def test_another_port_when_the_wished_one_is_taken_and_nothing_left_behind(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wished = taken.getsockname()[1]
        server = Server(tmp_path, port=wished)
        try:
            assert server.port != wished
            assert server.open()[1]
        finally:
            code = server.stop()
    assert code == 0
    known = json.loads((tmp_path / "environment.json").read_text())
    assert not Path(known["JUPYTER_RUNTIME_DIR"]).parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(known["pid"]), 0)
