"""Opening the workbook: what a person sees first, and what when it cannot be opened."""

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.serving import Server

# A notebook of a test, served as the workbook is.
SERVE = """
import sys
from pathlib import Path
from nulmeting.serve import serve
home = Path(sys.argv[1])
serve(home, home / "page.ipynb", port=0, open_browser=False, announce=lambda address: print(address, flush=True))
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Serves a notebook of one cell."""
    started = []

    def serve(cell: str) -> Server:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)], metadata={"title": "Proef"})
        nbformat.write(notebook, tmp_path / "page.ipynb")
        server = Server(tmp_path, [sys.executable, "-c", SERVE, str(tmp_path)])
        server.start()
        started.append(server)
        return server

    yield serve
    for server in started:
        server.stop()


def test_the_workbook_opens(server: Server, page: Page, console_errors: list[str]) -> None:
    page.goto(server.url())
    page.wait_for_selector("[data-view]")
    expect(page.locator("#opening")).to_have_count(0)
    assert "token" not in page.url
    expect(page.locator("main, [role=main]")).to_have_count(1)
    assert page.get_by_role("heading", level=1).count() == 1
    assert console_errors == []


def test_the_loading_page_is_sound(served: Callable[[str], Server], page: Page) -> None:
    """What is seen while a slow notebook runs: one heading, one main part, a status that is spoken."""
    page.goto(served("import time; time.sleep(8)").url(), wait_until="commit")
    expect(page.get_by_role("status")).to_be_visible()
    assert Axe().run(page).violations_count == 0


def test_a_cell_that_fails_gives_a_sentence_and_no_trace(served: Callable[[str], Server], page: Page) -> None:
    page.goto(served("raise ValueError('van binnen')").url())
    expect(page.get_by_role("alert")).to_be_visible()
    assert "van binnen" not in page.content()
    assert "Error" not in page.locator("body").inner_text()
    assert Axe().run(page).violations_count == 0


def test_a_notebook_that_shows_nothing_gives_a_sentence(served: Callable[[str], Server], page: Page) -> None:
    """As when a cell fails and its trace is kept away from the page."""
    page.goto(served("get_ipython().showtraceback = lambda *_, **__: None\nraise ValueError").url())
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_kernel_that_dies_gives_a_sentence(served: Callable[[str], Server], page: Page) -> None:
    """Also just before Jupyter looks for dead kernels (three seconds after they began): it may not begin it again behind the page."""
    cell = """
    import os, time, psutil
    time.sleep(max(0, psutil.Process().create_time() + 2.9 - time.time()))
    os._exit(1)
    """
    page.goto(served(textwrap.dedent(cell)).url(), wait_until="commit")
    expect(page.get_by_role("alert")).to_be_visible(timeout=60_000)


def test_a_notebook_without_a_view_has_a_main_part_and_scrolls_as_a_page(served: Callable[[str], Server], page: Page) -> None:
    cell = "from IPython.display import HTML; HTML('<h1>Verslag</h1>' + '<p>Een regel</p>' * 200)"
    page.goto(served(cell).url())
    expect(page.get_by_role("main").get_by_role("heading")).to_have_text("Verslag")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "main"
    # Of the page itself, not of a frame inside it.
    assert page.evaluate("document.scrollingElement.scrollHeight > 3 * window.innerHeight")
    assert Axe().run(page).violations_count == 0


def test_a_wrong_address_gives_a_sentence(served: Callable[[str], Server], page: Page) -> None:
    address = served("1").address
    page.goto(address.split("?")[0])
    expect(page.get_by_role("heading")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.goto(address)
    page.goto(address.split("?")[0] + "er-is-niets")
    expect(page.get_by_role("link")).to_be_visible()
    assert Axe().run(page).violations_count == 0
