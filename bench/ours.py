"""Our own page as the bench walks through it: every selector and message of ours stands here, and nowhere else in this folder."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

BOARD = "demo-half"
"""The example whose link is opened; what is chosen in it is not kept."""

QUESTION = "[data-view=questions] input[type=radio]"
STATUS = "[role=status].status"
SAVED = r"\d\d:\d\d"
"""What only the word that it is on disk contains."""


def to_first_question(page: Page) -> None:
    """From an opened link of a board to a question that can be answered: somebody answered before, or this is the first."""
    page.wait_for_selector("[data-view=who]")
    known = page.locator("[data-person]")
    if known.count():
        known.first.click()
    else:
        page.locator("[data-view=who] select").select_option(index=1)
        page.locator("[data-view=who] button.main").click()
    page.wait_for_selector(QUESTION)


def join(role: str) -> dict[str, Any]:
    """What the page sends when somebody new begins."""
    return {"do": "join", "role": role, "person": ""}


def answer(item: str, level: int) -> dict[str, Any]:
    """What the page sends at a click on a level."""
    return {"do": "answer", "on": "item", "id": item, "set": {"practice": level}}

