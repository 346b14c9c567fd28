"""The plan in a real browser: a swap shown before it is made, the calendar as a file, a letter to copy, and work that holds nobody up."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from nulmeting.words import Words
from tests.browser import walking
from tests.browser.serving import Server


def plan_of(server: Server, page: Page, board: str) -> Locator:
    """The plan of an example, and its cards."""
    walking.start(page, server.url())
    walking.open_board(page, board)
    walking.join(page)
    walking.tab(page, "plan")
    return page.locator(".thing")


def test_a_swap_is_shown_before_it_is_made_and_can_be_taken_back(server: Server, page: Page, words: Words) -> None:
    things = plan_of(server, page, "demo-denker")
    before = things.evaluate_all("(cards) => cards.map((card) => card.dataset.id)")
    card = things.nth(4)
    card.get_by_text(words("plan.swap-title"), exact=True).click()
    wished = card.get_by_label(words("plan.swap-which"))
    card.get_by_role("button", name=words("plan.swap-ask")).click()
    expect(wished).to_be_focused()    # nothing was chosen yet
    wished.select_option(index=3)
    wanted = wished.input_value()
    card.get_by_role("button", name=words("plan.swap-ask")).click()
    expect(card.locator(".swap")).to_contain_text("punten")
    assert things.evaluate_all("(cards) => cards.map((card) => card.dataset.id)") == before
    card.get_by_role("button", name=words("plan.swap-do")).click()
    expect(page.locator(f".thing[data-id='{wanted}']")).to_be_visible()
    expect(page.locator(f".thing[data-id='{before[4]}']")).to_have_count(0)
    # Planned, it keeps its place.
    card = page.locator(f".thing[data-id='{wanted}']")
    card.get_by_text(words("plan.decide"), exact=True).click()
    proposed = date.fromisoformat(card.get_by_label(words("plan.date")).input_value())
    assert proposed.weekday() < 5 and proposed > date.today()
    card.get_by_role("button", name=words("plan.keep-decision")).click()
    expect(page.locator(f".thing[data-id='{wanted}'] .decided")).to_be_visible()
    page.locator(".decisions li", has_text=words(f"action.{wanted}.title")).get_by_role("button").click()
    expect(page.locator(f".thing[data-id='{before[4]}']")).to_be_visible()
    assert things.evaluate_all("(cards) => cards.map((card) => card.dataset.id)") == before


def test_the_calendar_is_a_file_that_can_be_opened(server: Server, page: Page, words: Words, tmp_path: Path, console_errors: list[str]) -> None:
    plan_of(server, page, "demo-denker")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words("plan.calendar")).click()
    assert waiting.value.suggested_filename == words("calendar.file", board="demo-denker", round="1")
    path = tmp_path / "plan.ics"
    waiting.value.save_as(path)
    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == 2
    assert b"\r\n" in path.read_bytes()
    assert console_errors == []


@pytest.mark.parametrize("allowed", [True, False])
def test_a_letter_can_be_copied_or_is_selected(allowed: bool, server: Server, page: Page, words: Words) -> None:
    if allowed:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    plan_of(server, page, "demo-half")
    page.get_by_text(words("plan.suppliers-title"), exact=True).click()
    box = page.locator("details:has(> summary h2)", has_text=words("plan.suppliers-title")).locator("details").first
    box.locator("summary").first.click()
    letter = box.locator("textarea").input_value()
    assert letter.startswith(words("plan.letter.greeting"))
    box.get_by_role("button", name=words("plan.copy")).click()
    expect(box.get_by_role("status")).to_have_text(words("plan.copied" if allowed else "plan.copy-failed"))
    if allowed:
        assert page.evaluate("navigator.clipboard.readText()") == letter
    else:
        assert page.evaluate("document.getSelection().toString()") == letter or page.evaluate(
            "(() => { const box = document.activeElement; return box.value.slice(box.selectionStart, box.selectionEnd); })()") == letter


def test_whether_it_holds_comes_by_itself_and_holds_up_no_answer(server: Server, page: Page, words: Words) -> None:
    things = plan_of(server, page, "demo-half")
    things.first.get_by_text(words("plan.more"), exact=True).click()
    line = things.first.locator(".robust")
    expect(line).to_have_text(words("plan.holds-asking"))
    page.wait_for_timeout(1600)    # the samples have begun
    began = time.monotonic()
    walking.section(page, "ib-02")
    box = walking.item(page, page.locator("details.item").first.get_attribute("data-id") or "")
    walking.choose(walking.fine(box, words).first, 2)
    expect(page.locator("[role=status].status")).not_to_be_empty()
    assert time.monotonic() - began < 3
    walking.tab(page, "plan")
    for card in things.all():
        expect(card.locator(".robust")).not_to_have_text(words("plan.holds-asking"), timeout=20_000)
    starts = {words("plan.holds"), words("plan.depends").split("{")[0]}
    assert all(any(text.startswith(start) for start in starts) for text in things.locator(".robust").all_text_contents())


def test_the_region_is_kept_and_changes_the_holidays(server: Server, page: Page, words: Words) -> None:
    plan_of(server, page, "demo-groep")
    autumn = page.locator(".year-list details", has_text=words("month.10")).first
    autumn.locator("summary").first.click()
    expect(autumn).to_contain_text(words("region.zuid"))
    page.get_by_text(words("plan.settings"), exact=True).click()
    page.get_by_label(words("plan.region")).select_option("noord")
    page.get_by_role("button", name=words("plan.settings-keep"), exact=True).click()
    autumn.locator("summary").first.click()
    expect(autumn).to_contain_text("16 oktober")
    expect(autumn).not_to_contain_text(words("region.zuid"))
    expect(page.get_by_label(words("plan.region"))).to_have_value("noord")
