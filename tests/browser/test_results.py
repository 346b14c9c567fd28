"""The results in a real browser: sentences at once, drawings after them in the places kept for them, and a change that shows in all of it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from nulmeting import charts, files
from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.outcome import Outcome, assessed
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.serving import Server
from tests.browser.test_views import MISTAKES, NARROW, PHONE, RULES, WIDE, too_wide


def results(page: Page, server: Server, board: str, width: int = WIDE) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    walking.start(page, server.url())
    walking.open_board(page, board)
    walking.join(page)
    walking.tab(page, "results")


def drawn(page: Page) -> None:
    """Waits until every drawing is there."""
    expect(page.locator(".drawing").first).to_be_attached()
    expect(page.locator(".drawing:empty")).to_have_count(0, timeout=60_000)


def outcome_of(home: Home, framework: Framework, board: str) -> Outcome:
    return assessed(framework, files.read_round(files.find_round(home, board), framework).round)


@pytest.mark.parametrize("board", ["demo-groep", "demo-weetniet"])
def test_every_drawing_comes_into_the_place_kept_for_it(
    board: str, server: Server, page: Page, words: Words, home: Home, framework: Framework, console_errors: list[str]
) -> None:
    results(page, server, board)
    kept = page.evaluate("[...document.querySelectorAll('.drawing')].map((place) => place.getBoundingClientRect().height)")
    drawn(page)
    taken = page.evaluate("[...document.querySelectorAll('.drawing')].map((place) => place.getBoundingClientRect().height)")
    assert kept == pytest.approx(taken, abs=1.5)
    made = {chart.id: chart for chart in charts.charts(outcome_of(home, framework, board), words)}
    shown = page.locator("figure.chart")
    assert [place.get_attribute("data-chart") for place in shown.all()] == [
        id_ for id_ in ("domains", "radar", "items", "sides", "types", "people", "gaps", "sector") if id_ in made]
    for id_, chart in made.items():
        figure = page.locator(f"[data-chart={id_}]")
        expect(figure.get_by_role("heading", name=chart.title, exact=True)).to_be_visible()
        if chart.wide:
            expect(figure.get_by_role("img", name=chart.title, exact=True)).to_be_visible()
            expect(figure.locator("figcaption")).to_contain_text(chart.alt.removeprefix(chart.title).strip())
            assert figure.locator("tbody tr").count() == len(chart.rows)
    assert console_errors == []


@pytest.mark.parametrize("board", [name for name in files.boards(Home.clone()) if name.startswith("demo-")])
def test_results_and_plan_of_every_example_are_sound_with_everything_drawn_and_open(
    board: str, server: Server, page: Page, console_errors: list[str]
) -> None:
    results(page, server, board)
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        drawn(page)
        walking.unfold(page)
        # Drawn again for another width: not the wide drawing made small.
        expect(page.locator(f"[data-chart=items] svg[width='{charts.WIDE if width == WIDE else charts.NARROW}']")).to_have_count(1, timeout=60_000)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": NARROW, "height": 800})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW, too_wide(page)
    assert not MISTAKES.findall(page.locator("body").inner_text())
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((part) => part.id)")
    assert len(ids) == len(set(ids))
    walking.tab(page, "plan")
    walking.unfold(page)
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, too_wide(page)
    assert console_errors == []


def test_an_answer_that_changes_shows_in_numbers_and_drawings_within_a_second(
    server: Server, page: Page, words: Words, home: Home, framework: Framework, capsys: pytest.CaptureFixture[str]
) -> None:
    before = outcome_of(home, framework, "demo-starter")
    domain = framework.domains[0]
    item = next(item for item in domain.items if before.scores.items[item].level == framework.levels[0])
    results(page, server, "demo-starter")
    drawn(page)
    total = page.locator("[data-number=total] .figure").text_content()
    figure = page.locator(f"[data-number={domain.id}] .figure").text_content()
    cells = page.locator("[data-chart=items] svg").text_content()
    walking.section(page, domain.id)
    box = walking.item(page, item)
    for question in (0, 1):
        walking.choose(walking.fine(box, words).nth(question), framework.top)
    began = time.perf_counter()
    walking.tab(page, "results")
    words_there = time.perf_counter() - began
    page.locator("[data-chart=domains] svg").wait_for()
    first_there = time.perf_counter() - began
    drawn(page)
    with capsys.disabled():
        print(f"\nAfter a change: results {words_there * 1000:.0f} ms, first chart {first_there * 1000:.0f} ms, "
              f"all charts {(time.perf_counter() - began) * 1000:.0f} ms")
    levels = [framework.top if other == item else before.scores.items[other].level for other in domain.items]
    known = [level for level in levels if level is not None]
    assert page.locator(f"[data-number={domain.id}] .figure").text_content() == words.number(sum(known) / len(known)) != figure
    assert page.locator("[data-number=total] .figure").text_content() != total
    assert page.locator("[data-chart=items] svg").text_content() != cells
    expect(page.locator("[data-chart=items] h3")).to_contain_text(
        words("chart.items.title", count=1 + sum(1 for score in before.scores.items.values() if (score.level or 0) >= framework.target),
              all=sum(1 for score in before.scores.items.values() if score.state != "not_applicable"), target=framework.target))


def test_a_drawing_is_shapes_and_text_and_nothing_else(server: Server, page: Page) -> None:
    results(page, server, "demo-half")
    drawn(page)
    before, title = page.locator("[data-chart=gaps] .drawing").inner_html(), page.title()
    said: list[Any] = []
    page.on("pageerror", lambda error: said.append(error))
    for number, markup in enumerate((
        "<script>document.title = 'mis'</script>", "<foreignObject/>", "<image href='x'/>", "<path onload='document.title = 1'/>", "<a href='x'/>",
    ), start=1):
        page.evaluate("""(markup) => document.querySelector("[data-chart=gaps]").dispatchEvent(new CustomEvent("drawn", { detail: {
            id: "gaps", narrow: false, svg: `<svg xmlns="http://www.w3.org/2000/svg">${markup}</svg>` } }))""", markup)
        page.wait_for_timeout(50)
        assert page.locator("[data-chart=gaps] .drawing").inner_html() == before and page.title() == title
        assert len(said) == number
