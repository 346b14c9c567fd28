"""The workbook in a real browser: a server of its own with a copy of the data, and pages that may not talk to anybody else."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import Server, free_port

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# Without these a browser in a container does not start, or looks for its maker's servers.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The workbook as `nulmeting serve` gives it, over a copy of the data that tests may change."""
    home = a_copy(tmp_path_factory.mktemp("home"))
    server = Server(home, [sys.executable, "-m", "nulmeting", "serve", "--no-open", "--port", str(free_port())])
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may kill, with data of its own."""
    server = Server(a_copy(tmp_path), [sys.executable, "-m", "nulmeting", "serve", "--no-open", "--no-warm", "--port", str(free_port())])
    server.start()
    yield server
    server.stop()


def a_copy(folder: Path) -> Path:
    """A home in `folder` with the data of this clone; a real board on this machine is no business of a test."""
    shutil.copytree(ROOT / "assessments", folder / "assessments", ignore=_real_boards)
    (folder / "outputs").mkdir()
    return folder


def _real_boards(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith("demo-")] if Path(folder) == ROOT / "assessments" / "boards" else []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the page complained about so far."""
    return []


@pytest.fixture
def page(browser: Browser, console_errors: list[str]) -> Iterator[Page]:
    """A fresh page of a person who was never here; the test fails when it asks anything of another host."""
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda said: console_errors.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda error: console_errors.append(str(error.error)))
    page = context.new_page()
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.set_default_timeout(30_000)
    yield page
    context.close()
    outside = [url for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1"]
    assert not outside
