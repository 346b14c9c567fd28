"""Checklists in a real browser: the telephony list as an app of its own, by keyboard, and the school scan under a code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nulmeting import files
from nulmeting.files import NOTEBOOK, Home
from nulmeting.framework import Framework
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.conftest import a_copy
from tests.browser.serving import Server, plain_voila
from tests.browser.test_views import look

PHONE, DAILY = "telefonie", "privacy-praktijk"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[tuple[str, Home]]:
    """The telephony list's own notebook, served by plain Voilà over a copy of the data."""
    a_copy(tmp_path)
    with plain_voila(tmp_path, NOTEBOOK.with_name(f"{PHONE}.ipynb")) as (address, _):
        yield address, Home(tmp_path)


def test_a_board_does_only_the_telephony_list_by_keyboard(
    app: tuple[str, Home], page: Page, framework: Framework, words: Words, console_errors: list[str]
) -> None:
    address, home = app
    known = framework.checklists[PHONE]
    page.goto(address)
    page.wait_for_selector("[data-view=start]", timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text(words(f"checklist.{PHONE}.title"))
    page.get_by_label(words("start.board-name")).focus()
    page.keyboard.type("Bestuur dat alleen belt")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(words("role.bestuur"))
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("[data-view=checklist]")
    expect(page.locator(".view h1")).to_be_focused()
    assert page.locator("nav [data-tab]").count() == 0
    look(page, console_errors)
    page.evaluate("document.querySelectorAll('.view details').forEach((box) => { box.open = false; }); document.querySelector('h1').focus()")
    page.keyboard.press("Tab")    # straight to what it says
    page.keyboard.press("Tab")
    page.keyboard.press("Space")    # the first situation
    walking.saved(page, words)
    for _ in range(5):
        page.keyboard.press("Tab")    # the other situations, and on to the first question
    for point in known.points:
        box = page.locator(f".point[data-id='{point}']")
        expect(box.locator("input[type=radio]").first).to_be_focused()
        page.keyboard.press("Space")    # yes
        page.keyboard.press("ArrowDown")    # partly
        page.keyboard.press("ArrowDown")    # no
        expect(box.locator("input[value=no]")).to_be_checked()
        # Past "wis", the note and the law to the next question.
        for _ in range(2 + (known.points[point].law is not None)):
            page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    walking.saved(page, words)
    things = page.locator(".says .thing")
    expect(things).to_have_count(5)
    assert set(things.evaluate_all("(cards) => cards.map((card) => card.dataset.id)")) == set(known.own)
    look(page, console_errors, arrived=False)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words("checklists.report")).click()
    assert waiting.value.suggested_filename.endswith(".pdf")
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    # All of it is on disk, and there again after loading anew.
    round_ = files.read_round(files.find_round(home, "bestuur-dat-alleen-belt"), framework).round
    form = round_.form(PHONE, "board")
    assert [form.value(point) for point in known.points] == ["no"] * len(known.points) and len(form.situations) == 1
    page.reload()
    page.wait_for_selector("[data-view=checklist]", timeout=60_000)
    expect(page.locator(".says .thing")).to_have_count(5)


def test_the_lists_stand_in_the_workbook(server: Server, page: Page, words: Words, console_errors: list[str]) -> None:
    walking.start(page, server.url())
    walking.open_board(page, "demo-koploper")
    walking.join(page)
    walking.tab(page, "checklists")
    look(page, console_errors)
    for name in (PHONE, DAILY):
        page.locator(f".lists [data-id='{name}'] button").click()
        page.wait_for_selector("[data-view=checklist]")
        look(page, console_errors)
        if name == DAILY:
            expect(page.locator(".says table tbody tr")).to_have_count(17)
            page.get_by_role("button", name=words("checklists.new-form")).click()
            page.wait_for_selector(".code")
            page.locator(".point input[value=partly]").first.check()
            expect(page.locator("[role=status].status")).to_contain_text("verwerkt om")
            look(page, console_errors, arrived=False)
        page.get_by_role("button", name=words("checklists.to-list")).click()
        page.wait_for_selector("[data-view=checklists]")
