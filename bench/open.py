"""How long it takes from opening the link until the first question can be answered, in a browser that was never here."""

from __future__ import annotations

import time
from http.client import HTTPConnection

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from bench import ours
from bench.pages import Page


def open_tab(browser: Browser) -> Tab:
    """A tab of a browser without anything in its cache."""
    tab = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    tab.set_default_timeout(60_000)
    return tab


def to_question(tab: Tab, page: Page, board: str = ours.BOARD) -> float:
    """Open the link and go to the first question; seconds."""
    # Voilà's own widgets wait for a frame, and a tab behind another one gets none.
    tab.bring_to_front()
    begin = time.perf_counter()
    tab.goto(page.url(board), wait_until="commit")
    if page.name.startswith("ours"):
        ours.to_first_question(tab)
    else:
        tab.wait_for_selector(page.question)
    return time.perf_counter() - begin


def leave(tab: Tab, page: Page) -> None:
    """Close the tab and end its kernel, which would otherwise be there for the next measurement."""
    config = tab.locator("#jupyter-config-data")
    kernel = tab.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId") if config.count() else ""
    tab.context.close()
    if kernel:
        connection = HTTPConnection("127.0.0.1", page.port, timeout=30)
        connection.request("DELETE", f"/api/kernels/{kernel}", headers={"Authorization": f"token {page.token}"})
        assert connection.getresponse().status == 204
        connection.close()


def opened(browser: Browser, page: Page, kernels: int = 0) -> float:
    """One opening, once everything is quiet and `kernels` wait; seconds."""
    page.settle(kernels)
    tab = open_tab(browser)
    seconds = to_question(tab, page)
    leave(tab, page)
    return seconds
