"""The workbook in the browser: one notebook through Voilà, on this machine only, for whoever holds the token.

Settings that JSON can hold stand in `deploy/voila/voila.json` (each with its reason in the README beside it) and count for plain
`voila` too, as do the two classes named there: `CleanKernels` and `BoundedConnection`. `serve` adds what needs a running program.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import queue
import secrets
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

import tornado.web
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from traitlets.config import Config
from voila.app import Voila
from voila.request_info_handler import RequestInfoSocketHandler
from voila.tornado import kernel_websocket_handler
from voila.tornado.handler import TornadoVoilaHandler

_ADDRESS = "127.0.0.1"

# Seconds after a visitor took the warm kernel before the next one is made: their page is open by then, also on a slow laptop.
_REFILL = 12

# A widget message has four parts and a few buffers; the count comes from the sender and decides how long we loop.
_MOST_PARTS = 64

# What a kernel may know of the server's environment: enough to run Python anywhere, never a password or key.
_KERNEL_MAY_KNOW = frozenset([
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH",
    "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "USERPROFILE", "HOMEDRIVE", "HOMEPATH",
    "PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "VIRTUAL_ENV", "CONDA_PREFIX",
    "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_PATH", "IPYTHONDIR", "MPLCONFIGDIR", "MPLBACKEND",
    "NULMETING_HOME", "QUERY_STRING", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SERVER_SOFTWARE",
    "VOILA_PREHEAT", "VOILA_KERNEL_ID", "VOILA_BASE_URL", "VOILA_SERVER_URL", "VOILA_APP_IP", "VOILA_APP_PORT",
])


def serve(
    home: Path, notebook: Path, *, port: int, open_browser: bool, warm: bool = True, token: str | None = None,
    announce: Callable[[str], None],
) -> None:
    """Serve `notebook` with the data in `home` until the person stops it.

    With `warm` one kernel is kept ready, so that the page opens sooner; it costs memory while nobody looks. The notebook must then wait
    for its visitor (`warm.wait_for_visitor`). `announce` is called once, as soon as the page can be opened, with the address to open: it
    holds the token.
    """
    token = token or secrets.token_urlsafe(24)
    _log_to_terminal(token)
    with tempfile.TemporaryDirectory(prefix="nulmeting-", ignore_cleanup_errors=True) as scratch:
        # Nothing of a person's own Jupyter is read or changed: no start-up files run in our kernels, no history or signatures stay behind.
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            os.environ[name] = str(Path(scratch, name.lower()))
        os.environ["NULMETING_HOME"] = str(home.resolve())
        app = _Workbook(log=logging.getLogger(__name__), connection_dir_root=scratch, announce=announce)
        app.given = Config(
            Voila={"notebook_path": str(notebook.resolve()), "port": port, "open_browser": open_browser, "token": token},
            VoilaConfiguration={"preheat_kernel": warm, "default_pool_size": 1},
            VoilaKernelManager={"fill_delay": _REFILL},
        )
        app.initialize([])
        app.start()


class CleanKernels(AsyncMappingKernelManager):
    """Starts kernels with the few variables they need: by itself a kernel inherits everything the server knows, secrets too."""

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]    # the class above declares it for both kinds
        kwargs["env"] = _clean(kwargs.get("env") or os.environ)
        kernel_id: str = await super().start_kernel(**kwargs)
        return kernel_id


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    # Names are compared in upper case because Windows writes them as it likes.
    known = {name: value for name, value in environment.items() if name.upper() in _KERNEL_MAY_KNOW or name.startswith("LC_")}
    if "QUERY_STRING" in known:
        known["QUERY_STRING"] = _without_token(known["QUERY_STRING"])
    return known


def _without_token(query: str) -> str:
    return urlencode([(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "token"])


class PromptClient(AsyncKernelClient):
    """Knows that a kernel is ready when it says so; the class above listens a fifth of a second longer for what may still come.

    What does come is about a question of its own, and whoever listens to a cell passes it over.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for a new kernel; RuntimeError when it died, or said nothing within `timeout` seconds."""
        until = time.monotonic() + (timeout or float("inf"))
        while not await self._replied(self.kernel_info()):
            if not await self.is_alive() or time.monotonic() > until:
                raise RuntimeError("the kernel did not start")

    async def _replied(self, asked: str) -> bool:
        """Whether both channels are open: the answer came on the one, and on the other that it was the last word."""
        with suppress(queue.Empty):
            while (await self.get_shell_msg(timeout=1))["parent_header"].get("msg_id") != asked:
                pass
            while True:
                said = await self.get_iopub_msg(timeout=1)
                if said["parent_header"].get("msg_id") == asked and said["content"].get("execution_state") == "idle":
                    return True
        return False


class BoundedConnection(ZMQChannelsWebsocketConnection):
    """Reads only websocket messages of a believable number of parts: otherwise eight bytes could keep the whole server busy."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        if isinstance(incoming_msg, bytes) and self._parts(incoming_msg) > _MOST_PARTS:
            self.websocket_handler.close(1009)
            return
        super().handle_incoming_message(incoming_msg)

    def _parts(self, message: bytes) -> int:
        if self.subprotocol:
            return int.from_bytes(message[:8], "little")
        return int.from_bytes(message[:4], "big")    # the older way of packing, which a visitor may ask for


_read_header = kernel_websocket_handler.read_header_from_binary_message


def _read_bounded_header(message: bytes) -> dict[str, Any] | None:
    """The header of an outgoing message; none when its count is not believable, as with the older way of packing."""
    if int.from_bytes(message[:8], "little") > _MOST_PARTS:
        return None
    header: dict[str, Any] | None = _read_header(message)
    return header


# Voilà has no setting for this one; it looks the function up by this name at every message.
kernel_websocket_handler.read_header_from_binary_message = _read_bounded_header


class _Page(TornadoVoilaHandler):  # type: ignore[misc]
    """The one page: no files beside it, and no token left in the address bar, the history or the kernel."""

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        if path:
            raise tornado.web.HTTPError(404)
        if self.get_query_argument("token", None) is not None:
            # By now the cookie is set, so that a reload works without the token.
            query = _without_token(self.request.query)
            self.redirect(self.request.path + (f"?{query}" if query else ""))
            return
        await super().get(path=path)

    def should_use_rendered_notebook(self, *args: Any) -> bool:
        """Whether a warm kernel is there for this visitor; else they get one of their own, as without."""
        return bool(super().should_use_rendered_notebook(*args)) and _Waiting.here(self.kernel_manager, self.notebook_path)


class _Waiting(RequestInfoSocketHandler):  # type: ignore[misc]
    """Where a warm kernel waits for its visitor: only a kernel of ours, once, so that nobody can send one away or hear what is asked."""

    _came: ClassVar[set[str]] = set()

    async def prepare(self) -> None:
        kernel = self.path_kwargs["kernel_id"]
        if kernel in self._came or kernel not in self.settings["kernel_manager"]:
            raise tornado.web.HTTPError(404)
        self._came.add(kernel)

    @classmethod
    def here(cls, kernels: Any, notebook: str) -> bool:
        """Whether the first kernel of the pool can be given away; one that failed is ended and replaced.

        Voilà counts those that are still to be started too, and a visitor would wait for them longer than for one of their own.
        """
        first = kernels._pools[notebook][0]
        if not first.done():
            return False
        made = None if first.exception() else first.result()
        kernel = made["kernel_id"] if made else ""
        # At its end without a visitor, or come and gone: it failed.
        if made and not made["task"].done() and (kernel in cls._waiters or kernel not in cls._came):
            return True
        kernels._pools[notebook].pop(0)
        if kernel in kernels:
            IOLoop.current().spawn_callback(kernels.shutdown_kernel, kernel)
        kernels.fill_if_needed(notebook_name=notebook)
        return False


class _Workbook(Voila):  # type: ignore[misc]
    """Voilà with our settings and nobody else's, that announces itself in one line."""

    given: Config
    port: Any

    def __init__(self, *, announce: Callable[[str], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._announce = announce

    def load_config_file(self, *_args: Any, **_kwargs: Any) -> None:
        """Ours alone: a `voila.json` in the current folder or in a person's own Jupyter folder would weaken it unseen."""
        installed = Path(sys.prefix, "etc", "jupyter", "voila.json")
        self.update_config(Config(json.loads(installed.read_text(encoding="utf-8"))))
        self.update_config(self.given)

    def init_settings(self) -> dict[str, Any]:
        # Before the first kernel starts: a warm one must know on which port it is to wait.
        self._sockets = _bind(self.port)
        self.port = self._sockets[0].getsockname()[1]
        settings: dict[str, Any] = super().init_settings()
        # So that the pages "not for you" and "not found" are our own too.
        settings["jinja2_env"] = settings["voila_jinja2_env"]
        return settings

    def init_handlers(self) -> list[tuple[Any, ...]]:
        ours = {TornadoVoilaHandler: _Page, RequestInfoSocketHandler: _Waiting}
        return [(rule[0], ours.get(rule[1], rule[1]), *rule[2:]) for rule in super().init_handlers()]

    def listen(self) -> None:
        """Listen on the wished port or else on a free one; say where; go on until stopped."""
        HTTPServer(self.app).add_sockets(self._sockets)
        address = f"http://{_ADDRESS}:{self.port}{self.base_url}?{urlencode({'token': self.token})}"
        self._announce(address)
        if self.open_browser:
            # Apart, because some browsers only come back when they are closed.
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
        self.ioloop = IOLoop.current()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass    # Ctrl-C is how a person stops it
        finally:
            self.stop()


def _bind(wished: int) -> list[socket.socket]:
    try:
        return bind_sockets(wished, _ADDRESS)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, getattr(errno, "WSAEACCES", errno.EACCES)):
            raise
        return bind_sockets(0, _ADDRESS)


def _log_to_terminal(token: str) -> None:
    """Only what went wrong reaches the terminal, and never the token: a failed request is logged with its whole address."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Masked(token))
    # A missing picture or a closed tab is nothing to look at; a failure of the server is.
    logging.basicConfig(handlers=[handler], level=logging.ERROR, force=True)


class _Masked(logging.Formatter):
    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(name)s %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace(self._token, "…")
