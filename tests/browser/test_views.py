"""Every view of boards of every kind: sound for a screen reader, a keyboard and a phone, and free of what no board should read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from nulmeting.framework import Framework
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.serving import Server

# By tag, because axe leaves the rule about the size of what one presses out unless its tag is asked for.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
# What shows that a value or a sentence is missing, or was printed by the wrong hand.
MISTAKES = re.compile(r"\bundefined\b|\bNone\b|\bNaN\b|\bnull\b|[{}]|\[object|Traceback|Fraction\(")
WIDE, PHONE, NARROW = 1280, 375, 360


def look(page: Page, console_errors: list[str], arrived: bool = True) -> None:
    """Everything that must hold of the view on screen, on a desk and on a phone."""
    if arrived:
        assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("main, [role=main]").count() == 1
    walking.unfold(page)
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": NARROW, "height": 800})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW, too_wide(page)
    text = page.locator("body").inner_text()
    assert not MISTAKES.findall(text)
    assert console_errors == []
    page.set_viewport_size({"width": WIDE, "height": 800})


def too_wide(page: Page) -> Any:
    return page.evaluate("""[...document.querySelectorAll('.nulmeting *')]
        .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth && !part.closest('.table'))
        .map((part) => `${part.tagName}.${part.className}: ${part.textContent.slice(0, 60)}`).slice(0, 5)""")


def test_the_start_is_sound(server: Server, page: Page, console_errors: list[str]) -> None:
    walking.start(page, server.url())
    look(page, console_errors, arrived=False)


def test_a_mistake_in_the_address_is_said_and_sound(server: Server, page: Page, console_errors: list[str], words: Words) -> None:
    walking.start(page, server.url(board="bestaat-niet"))
    expect(page.get_by_role("alert")).to_have_text(words("error.no-board", board="bestaat-niet"))
    look(page, console_errors, arrived=False)


def a_new_board(page: Page, words: Words) -> None:
    # As long as it may be, without a single place to break.
    walking.begin(page, words, "Nieuw" * 40, schools=2)


def an_example(name: str) -> Callable[[Page, Words], None]:
    def enter(page: Page, words: Words) -> None:
        walking.open_board(page, name)
        expect(page.locator(".view h1")).to_be_focused()
        walking.join(page)

    return enter


BOARDS = {"new": a_new_board, **{name: an_example(name) for name in ("demo-half", "demo-groep", "demo-opniveau", "demo-weetniet")}}
# A domain that a board has something to show in: long titles, outsourced items, n.v.t.
DOMAIN = {"new": "privacy-1", "demo-half": "ib-13", "demo-groep": "ib-04", "demo-opniveau": "ib-14", "demo-weetniet": "ib-11"}


@pytest.mark.parametrize("board", BOARDS)
def test_every_view_is_sound(board: str, server: Server, page: Page, words: Words, console_errors: list[str]) -> None:
    walking.start(page, server.url())
    BOARDS[board](page, words)
    expect(page.locator(".view h1")).to_be_focused()
    # The snelscan asks the same of every board.
    if board == "demo-half":
        look(page, console_errors)
    walking.section(page, "obstacles")
    look(page, console_errors)
    walking.section(page, DOMAIN[board])
    look(page, console_errors)
    for view in ("results", "plan"):
        walking.tab(page, view)
        look(page, console_errors)


def test_lists_portions_and_papers_are_sound(server: Server, page: Page, words: Words, console_errors: list[str]) -> None:
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur dat rondkijkt", schools=3, role="bestuur", roles=False)
    look(page, console_errors)
    page.get_by_role("button", name=words("functions.go")).click()
    page.wait_for_selector("[data-view=questions]")
    walking.tab(page, "deepen")
    look(page, console_errors)
    # A list with nothing in it, and a long one with what nobody holds.
    for section in ("discuss", "unheld"):
        walking.section(page, section)
        look(page, console_errors)
    page.get_by_role("button", name=words("questions.to-sheet")).click()
    page.wait_for_selector("[data-view=sheet]")
    look(page, console_errors)


@pytest.mark.parametrize("board", ["demo-groep"])
def test_who_answers_is_sound(board: str, server: Server, page: Page, console_errors: list[str]) -> None:
    walking.start(page, server.url())
    walking.open_board(page, board)
    look(page, console_errors)


def test_a_board_at_target_has_an_empty_plan(server: Server, page: Page, words: Words) -> None:
    walking.start(page, server.url())
    BOARDS["demo-opniveau"](page, words)
    walking.tab(page, "plan")
    expect(page.get_by_text(words("plan.none"))).to_be_visible()
    expect(page.locator(".thing")).to_have_count(0)
    expect(page.get_by_role("heading", name=words("plan.five"))).to_have_count(0)


def test_what_a_person_typed_is_text(server: Server, page: Page, words: Words, console_errors: list[str]) -> None:
    nasty = "<script>document.title = 'mis'</script><img src=x onerror=alert(1)> \"dubbel\" 'enkel' & 🎒 {naam}"
    walking.start(page, server.url())
    walking.begin(page, words, nasty)
    expect(page.locator(".board")).to_contain_text(nasty)
    assert page.locator(".nulmeting script, .nulmeting img").count() == 0
    walking.section(page, "ib-02")
    note = page.get_by_label(words("questions.note-label")).first
    walking.extra(page.locator("details.item").first, words, "note")
    note.fill((nasty * 100)[:5000])
    walking.saved(page, words)
    note.fill("x" * 5001)
    expect(page.get_by_role("alert")).to_have_text(words("error.too-long", field=words("field.note"), length=5001, most=5000))
    walking.tab(page, "results")
    walking.section(page, "ib-02")
    expect(note).to_have_value((nasty * 100)[:5000])
    assert "mis" not in page.title().split(" ")
    assert console_errors == []


# ---- by keyboard alone ---------------------------------------------------------------------------------------------------------


def focused(page: Page) -> dict[str, Any]:
    """What has the focus: which control, in which question, and whether one can see that it has."""
    found: dict[str, Any] = page.evaluate("""(() => {
        const part = document.activeElement;
        const style = getComputedStyle(part);
        const box = part.getBoundingClientRect();
        const shown = document.elementFromPoint(box.left + Math.min(box.width / 2, 12), box.top + Math.min(box.height / 2, 12));
        return {
            place: [...document.querySelectorAll('summary, button, input, select, textarea')].indexOf(part),
            question: [...document.querySelectorAll('fieldset')].indexOf(part.closest('fieldset')),
            type: part.type || part.tagName,
            ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            inView: box.top >= 0 && box.bottom <= window.innerHeight,
            covered: !(shown && (part.contains(shown) || shown.contains(part))),
        };
    })()""")
    return found


def reachable(box: Locator) -> set[int]:
    """What the Tab key must come by in an open item: every control that is shown, one a question with radio buttons."""
    found: list[int] = box.evaluate("""(box) => {
        const every = [...document.querySelectorAll('summary, button, input, select, textarea')];
        return [...box.querySelectorAll('summary, button, input, select, textarea')].filter((part) => {
            if (!part.checkVisibility()) return false;
            if (part.type !== 'radio') return true;
            const group = [...box.querySelectorAll(`input[name="${part.name}"]`)];
            const stop = group.find((radio) => radio.checked) || group[0];
            return part === stop;
        }).map((part) => every.indexOf(part));
    }""")
    return set(found)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_an_item_by_keyboard_alone(width: int, server: Server, page: Page, words: Words, framework: Framework) -> None:
    item = next(item for item in framework.items.values() if item.outsourceable and item.not_applicable)
    page.set_viewport_size({"width": width, "height": 700})
    walking.start(page, server.url())
    walking.begin(page, words, f"Bestuur zonder muis {width}", schools=2)
    # Something is saved, so that the line that says so is on screen and might cover what has the focus.
    walking.choose(page.locator("fieldset").first, 3)
    walking.saved(page, words)
    walking.section(page, item.domain)
    box = page.locator(f"details.item[data-id='{item.id}']")
    summary = box.locator("> summary")
    if box.get_attribute("open") is None:
        summary.focus()
        page.keyboard.press("Enter")
    expect(box).to_have_attribute("open", "")
    # What is inside is drawn a moment after it opens.
    expect(box.locator("> .body")).to_be_visible()
    for fold in box.locator("details > summary").all():
        if fold.evaluate("(summary) => !summary.parentElement.open"):
            fold.focus()
            page.keyboard.press("Space")
    answer_by_keyboard(page, box, words)
    walk(page, box, summary)


def answer_by_keyboard(page: Page, box: Locator, words: Words) -> None:
    """Arrows change the answer of their own question and of no other, also past its end."""
    # The cards are the two scales in one: they and the scales show the same answer, so they are tried apart.
    cards = box.locator("fieldset.cards")
    cards.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page)["ring"] and checked(cards) == cards.locator("input").nth(2).get_attribute("value")
    # A card says it all: the scales fold, and are unfolded again.
    box.locator("details.fine > summary").focus()
    page.keyboard.press("Enter")
    questions = box.locator("fieldset:has(input[type=radio]):not(.cards)")
    for place in range(questions.count()):
        questions.nth(place).locator("input").first.focus()
        assert questions.nth(place).evaluate("(question) => question.contains(document.activeElement)")
        before = focused(page)["question"]
        others = [checked(questions.nth(other)) for other in range(questions.count()) if other != place]
        options = questions.nth(place).locator("input").count()
        for _ in range(options + 1):
            page.keyboard.press("ArrowDown")
            now = focused(page)
            assert now["question"] == before and now["ring"]
        assert [checked(questions.nth(other)) for other in range(questions.count()) if other != place] == others
        assert checked(questions.nth(place)) == questions.nth(place).locator("input").nth(1).get_attribute("value")
    walking.saved(page, words)


def checked(question: Locator) -> str:
    value: str = question.evaluate("(question) => question.querySelector('input:checked')?.value ?? ''")
    return value


def walk(page: Page, box: Locator, start: Locator) -> None:
    """Tab through the item: everything comes by, in sight, with a visible ring and under nothing."""
    start.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    met = set()
    wanted = reachable(box)
    while (now := focused(page))["place"] in wanted and now["place"] not in met:
        assert now["ring"], now
        assert now["inView"] or now["type"] in ("textarea", "SUMMARY"), now
        assert not now["covered"], now
        met.add(now["place"])
        page.keyboard.press("Tab")
    assert met == wanted


def test_opening_another_item_keeps_it_in_sight(server: Server, page: Page, words: Words) -> None:
    """One item is open at a time: when the long one above it folds, the one that was chosen must not slip off the screen."""
    walking.start(page, server.url())
    BOARDS["demo-half"](page, words)
    walking.section(page, "ib-11")
    summaries = page.locator("details.item > summary")
    walking.item(page, page.locator("details.item").first.get_attribute("data-id") or "")
    summaries.nth(1).scroll_into_view_if_needed()
    before = summaries.nth(1).bounding_box()
    summaries.nth(1).click()
    expect(page.locator("details.item").nth(1)).to_have_attribute("open", "")
    after = summaries.nth(1).bounding_box()
    assert before and after and abs(before["y"] - after["y"]) < 2
    assert page.locator("details.item[open]").count() == 1


def test_nothing_moves_between_press_and_release(server: Server, page: Page, words: Words) -> None:
    """A field that is left is saved on the press; what that changes on the page must not carry the button away from under the pointer."""
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur dat langzaam klikt")
    walking.section(page, "ib-02")
    box = walking.item(page, page.locator("details.item").first.get_attribute("data-id") or "")
    for question in (0, 1):
        walking.choose(walking.fine(box, words).nth(question), 3)
    expect(box.get_by_text(words("questions.no-evidence"))).to_be_visible()
    walking.extra(box, words, "evidence")
    box.get_by_role("button", name=words("questions.evidence-add")).click()
    box.locator("[data-part=title]").fill("Verslag")
    discuss = box.get_by_label(words("questions.discuss"))
    discuss.scroll_into_view_if_needed()
    spot = discuss.bounding_box()
    assert spot
    page.mouse.move(spot["x"] + 10, spot["y"] + 10)
    page.mouse.down()
    page.wait_for_timeout(400)
    assert discuss.bounding_box() == spot
    page.mouse.up()
    expect(discuss).to_be_checked()
    expect(box.get_by_text(words("questions.no-evidence"))).to_have_count(0)


def test_a_person_with_the_same_role_has_a_name_of_their_own(server: Server, page: Page, words: Words) -> None:
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur van twee")
    page.get_by_role("button", name=words("page.to-start")).click()
    walking.open_board(page, "bestuur-van-twee")
    page.get_by_label(words("who.role")).select_option("ibp")
    page.get_by_role("button", name=words("who.go"), exact=True).click()
    page.wait_for_selector("[data-view=questions]")
    page.get_by_role("button", name=words("page.to-start")).click()
    walking.open_board(page, "bestuur-van-twee")
    names = page.locator("[data-person]").all_text_contents()
    assert len(set(names)) == 2
