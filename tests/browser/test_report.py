"""The report as a web page: opened from a folder, in a real browser."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from nulmeting.notebook import report
from nulmeting.report import Document, Heading, as_page
from tests.documents import everything


def opened(page: Page, document: Document, folder: Path) -> None:
    (folder / "verslag.html").write_text(as_page(document), encoding="utf-8")
    page.goto((folder / "verslag.html").as_uri())


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("made", ["every block", "a board"])
def test_the_page_is_sound_and_as_wide_as_the_screen(page: Page, tmp_path: Path, console_errors: list[str], width: int, made: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, everything() if made == "every block" else report([], board="demo-tweede").document, tmp_path)
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert console_errors == []


def test_every_chapter_can_be_reached_from_the_head_of_the_page(page: Page, tmp_path: Path) -> None:
    document = report([], board="demo-tweede").document
    opened(page, document, tmp_path)
    chapters = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert page.locator("nav a").all_inner_texts() == chapters
    page.locator("nav a").last.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name=chapters[-1], exact=True).last
    assert -1 < heading.bounding_box()["y"] < 200    # type: ignore[index]
