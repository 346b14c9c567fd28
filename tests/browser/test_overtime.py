"""Two rounds beside each other in a real browser, and beginning a next round with the answers of the last."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from nulmeting import files
from nulmeting.answers import Answer
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.serving import Server
from tests.browser.test_views import look


def open_overtime(page: Page, server: Server) -> None:
    """The example that measured twice, as the person who has answers to look at again."""
    page.goto(server.url(board="demo-tweede"))
    page.wait_for_selector("[data-view=who]")
    page.locator("[data-person=ibp-1]").click()
    page.wait_for_selector("[data-view=questions]")
    walking.tab(page, "overtime")


def test_two_rounds_beside_each_other(server: Server, page: Page, words: Words, console_errors: list[str]) -> None:
    open_overtime(page, server)
    expect(page.locator(".summary p")).to_have_count(3)
    expect(page.locator("[data-table=domains] tbody tr")).to_have_count(22)
    for explanation in ("improved", "judged", "scope", "known"):
        rows = page.locator(f"[data-differences={explanation}] tbody tr").count()
        assert f"({rows})" in page.locator(f"[data-differences={explanation}] h3").inner_text()
    look(page, console_errors)


def test_saying_that_an_answer_still_holds(server: Server, page: Page, words: Words) -> None:
    open_overtime(page, server)
    domain = page.locator(".waiting details").first
    domain.locator("summary").click()
    waits = page.locator("[data-still]").count()
    item = domain.locator("[data-still]").first.get_attribute("data-still")
    domain.locator("[data-still]").first.click()
    expect(page.locator("[data-still]")).to_have_count(waits - 1)
    expect(page.locator(f"[data-still='{item}']")).to_have_count(0)
    # The domain stays open, with the focus on it: the next answer is one key away.
    expect(page.locator(".waiting details[open]")).to_have_count(1)
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    expect(page.locator("[role=status].status")).to_contain_text(re.compile(r"\d\d:\d\d"))


def test_a_next_round_begins_with_the_last(
    server: Server, page: Page, words: Words, framework: Framework, console_errors: list[str]
) -> None:
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur met vervolg", schools=3)
    item = next(iter(framework.items.values()))
    walking.section(page, item.domain)
    box = walking.item(page, item.id)
    for question in (0, 1):
        walking.choose(walking.fine(box, words).nth(question), 2)
    walking.saved(page, words)
    page.get_by_role("button", name=words("page.to-start")).click()
    again = page.locator("[data-again=bestuur-met-vervolg]")
    name = f"{date.today().year}-2"
    expect(again).to_have_text(words("start.again", round=name))
    again.click()
    page.wait_for_selector("[data-view=who]")
    expect(page.get_by_text(words("error.copied", round=str(date.today().year)))).to_be_visible()
    look(page, console_errors)
    walking.join(page)
    walking.section(page, item.domain)
    expect(box).to_contain_text(words("questions.carried"))
    walking.tab(page, "overtime")
    expect(page.get_by_text(words("overtime.unchanged"))).to_be_visible()
    look(page, console_errors)
    page.locator(f"[data-still='{item.id}']").click()
    expect(page.locator("[data-still]")).to_have_count(0)
    walking.saved(page, words)
    place = Place(Home(server.home), "bestuur-met-vervolg", name)
    [person] = files.read_round(place, framework).round.respondents
    assert person.answers[item.id] == Answer(2, 2)
    # Judged again in the questions: the mark goes at once.
    page.get_by_role("button", name=words("page.to-start")).click()
    expect(page.locator("[data-again=bestuur-met-vervolg]")).to_have_count(1)
