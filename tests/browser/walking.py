"""Walking through the page as a person does: open a board, go to a view, open a section, wait for the word that it is saved."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from nulmeting.words import Words


def start(page: Page, address: str) -> None:
    """The start view, from nothing."""
    page.goto(address)
    page.wait_for_selector("[data-view=start]")


def begin(page: Page, words: Words, name: str, *, schools: int = 1, role: str = "ibp", roles: bool = True) -> None:
    """A new board from the start view; its snelscan is open afterwards, or without `roles` the question who does what."""
    page.get_by_label(words("start.board-name")).fill(name)
    page.get_by_label(words("start.schools")).fill(str(schools))
    page.get_by_label(words("start.role")).select_option(role)
    page.get_by_role("button", name=words("start.begin")).click()
    page.wait_for_selector("[data-view=functions]")
    if not roles:
        return
    page.get_by_role("button", name=words("functions.go")).click()
    page.wait_for_selector("[data-view=questions]")


def open_board(page: Page, board: str) -> None:
    """The last round of a board of the start view; who answers is asked afterwards."""
    page.locator(f"[data-board='{board}']").last.click()
    page.wait_for_selector("[data-view=who]")


def join(page: Page) -> None:
    """Go on as the first person who answered before."""
    page.locator("[data-person]").first.click()
    page.wait_for_selector("[data-view=questions]")


def tab(page: Page, view: str) -> None:
    """The snelscan (`scan`), the questions (`deepen`), results, plan."""
    page.locator(f"[data-tab={view}]").click()
    expect(page.locator(f"[data-tab={view}]")).to_have_attribute("aria-current", "page")
    page.wait_for_selector("[data-view=questions]" if view in ("scan", "deepen") else f"[data-view={view}]")


def section(page: Page, name: str) -> None:
    """The snelscan, the obstacles, a portion, a list or a domain; on a phone the list of them is folded."""
    wanted = "scan" if name in ("snelscan", "obstacles") else "deepen"
    if page.locator(f"[data-tab={wanted}]").get_attribute("aria-current") is None:
        tab(page, wanted)
    if page.locator(f"[data-section='{name}']").get_attribute("aria-current") is not None:
        return    # asked for again it would be drawn anew, at any moment
    size = page.viewport_size
    if size and size["width"] < 960 and not page.locator(".sections li").first.is_visible():
        page.locator(".sections summary").click()
    page.locator(f"[data-section='{name}']").click()
    expect(page.locator(f"[data-section='{name}']")).to_have_attribute("aria-current", "true")


def item(page: Page, name: str) -> Locator:
    """An item of the domain on screen, opened."""
    box = page.locator(f"details.item[data-id='{name}']")
    if box.get_attribute("open") is None:
        box.locator("> summary").click()
    return box


def fine(box: Locator, words: Words) -> Locator:
    """The two scales of an opened item, each side apart: paper first."""
    fold = box.locator("details.fine")
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    return fold.locator("fieldset")


def extra(box: Locator, words: Words, name: str) -> Locator:
    """A part of an opened item that stands folded until it is needed, unfolded."""
    fold = box.locator("details.extra").filter(has=box.page.locator("summary", has_text=re.compile(f"^{re.escape(words(f'questions.{name}'))}$")))
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    return fold


def unfold(page: Page) -> None:
    """Every fold of the view open at once, as no person can have it: what is drawn when it is opened is there then."""
    page.evaluate("document.querySelectorAll('.view details').forEach((box) => { box.removeAttribute('name'); box.open = true; })")
    # Not with wait_for_function: that evaluates text inside the page, which our policy rightly forbids.
    expect(page.locator("details.item:not(:has(> .body))")).to_have_count(0)
    page.evaluate("document.querySelectorAll('.view details').forEach((box) => { box.open = true; })")


def choose(question: Locator, value: object) -> None:
    """One answer of a question with radio buttons."""
    question.locator(f"input[value='{value}']").check()


def saved(page: Page, words: Words) -> None:
    """Waits until the page says that everything is on disk."""
    said = re.escape(words("page.saved", time="0")).replace("0", r"\d\d:\d\d")
    # What others wrote may be said behind it.
    expect(page.locator("[role=status].status")).to_have_text(re.compile(f"^{said}"))


def form(page: Page) -> list[Any]:
    """Everything that is filled in on the section on screen, in order."""
    unfold(page)
    controls: list[Any] = page.evaluate("""
        [...document.querySelectorAll('.reading :is(input, select, textarea)')].map((control) => [
            control.type,
            control.closest('[data-id]')?.dataset.id ?? '',
            ['radio', 'checkbox'].includes(control.type) ? control.checked : control.value])
    """)
    return controls
