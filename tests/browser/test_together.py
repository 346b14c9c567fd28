"""The board together: three people, what they let go, dots before roles, what they decide, and the short way; seen, read and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from nulmeting import files
from nulmeting.answers import Answer, Evidence, GroupDecision, Respondent, Round, Settings
from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.serving import Server
from tests.browser.test_views import PHONE, WIDE, look
from tests.written import written

DOMAIN = "ib-11"
SECRET = "dit is alleen van mij"
BEAMER = 1920
# Pixels: what one can read from the back of a room.
READABLE = 24
# Longer than two taps of one finger are apart.
TAP = 600


def a_board(server: Server, framework: Framework, name: str, *, released: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """Three people who differ about three items: by two levels, by one, and about whether one knows; `it` alone kept a note."""
    items = framework.domain[DOMAIN].items[:3]
    said = {
        "bestuur": (Answer(3, 3), Answer(3, 3), Answer("unknown", "unknown")),
        "ibp": (Answer(2, 2), Answer(2, 2), Answer(2, 2, note="We zijn ermee begonnen.", discuss=True)),
        "it": tuple(Answer(5, 5, note=SECRET, evidence=(Evidence(SECRET),)) for _ in items),
    }
    respondents = tuple(Respondent(f"{role}-1", role, consents=role in released, answers=dict(zip(items, answers, strict=True)))
                        for role, answers in said.items())
    round_ = Round(name, "1", Settings(framework.edition, name, "2027-01", schools=3), respondents=respondents)
    written(Home(server.home), framework, round_)
    return name, items


def on_disk(server: Server, framework: Framework, board: str) -> Round:
    return files.read_round(files.find_round(Home(server.home), board), framework).round


def enter(page: Page, server: Server, board: str, person: str) -> None:
    walking.start(page, server.url())
    walking.open_board(page, board)
    page.locator(f"[data-person='{person}']").click()
    page.wait_for_selector(".nulmeting .tabs")
    walking.tab(page, "together")


def let_go(page: Page, words: Words) -> None:
    page.get_by_role("button", name=words("together.release"), exact=True).click()
    expect(page.get_by_text(words("together.mine-on"))).to_be_visible()


def begin(page: Page, way: str = "differences") -> None:
    page.locator(f"[data-start={way}]").click()
    page.wait_for_selector(".talk")


def dots(page: Page) -> list[list[int]]:
    """Per side how many dots stand at each place."""
    found: list[list[int]] = page.evaluate("""[...document.querySelectorAll('.scale')].map((scale) =>
        [...scale.querySelectorAll('.place')].map((place) => place.querySelectorAll('.dot').length))""")
    return found


def level(page: Page) -> str:
    return page.locator(".decision .state .level").inner_text()


def level_name(words: Words, number: int) -> str:
    return words("questions.level", level=number, name=words(f"level.{number}"))


def test_three_people_let_go_see_and_decide(server: Server, page: Page, words: Words, framework: Framework, console_errors: list[str]) -> None:
    board, items = a_board(server, framework, "samen-besluiten")
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))

    enter(page, server, board, "bestuur-1")
    expect(page.get_by_text(words("together.not-released"))).to_be_visible()
    let_go(page, words)
    # Nobody else let anything go: the answers of the board alone differ from nothing.
    expect(page.locator("[data-start=short]")).to_have_count(1)   # what ibp wants to discuss
    enter(page, server, board, "ibp-1")
    let_go(page, words)
    heard.clear()
    # Leaving the page of the first person, the browser may still have asked for its kernel.
    console_errors.clear()
    begin(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text(words(f"item.{items[0]}.title"))
    expect(page.locator(".where")).to_contain_text(words("together.place", place=1, all=3))

    # Dots first: two of them a side, whose is not said; the third answer is only counted.
    assert [sum(side) for side in dots(page)] == [2, 2]
    assert [side[1:3] for side in dots(page)] == [[1, 1], [1, 1]]
    expect(page.get_by_text(words("together.hidden-one"))).to_be_visible()
    view = page.locator(".view")
    assert words("role.bestuur") not in view.inner_text() and words("role.ibp") not in view.inner_text()
    described = page.get_by_role("img").first
    assert words("role.ibp") not in (described.get_attribute("aria-label") or "")
    page.locator("[data-roles]").click()
    assert words("role.bestuur") in view.inner_text() and words("role.ibp") in view.inner_text()
    assert words("role.ibp") in (described.get_attribute("aria-label") or "")
    assert words("role.it") not in view.inner_text()
    page.locator("[data-roles]").click()
    assert words("role.ibp") not in view.inner_text()

    # A card sets both sides, and what follows is said at once.
    expect(page.locator(".decision .state")).to_contain_text(words("together.level-uncertain"))
    page.get_by_label(words("card.own.vast")).check()
    expect(page.locator(".decision .level")).to_have_text(level_name(words, 3))
    # Another level than what follows waits for the reason why.
    page.get_by_text(words("together.confirm"), exact=True).click()
    page.get_by_label(words("together.confirmed"), exact=True).select_option("2")
    expect(page.get_by_text(words("together.comment-missing"))).to_be_visible()
    assert level(page) == level_name(words, 3)
    page.get_by_label(words("together.comment"), exact=True).fill("Op één school nog niet <b>gezien</b>.")
    expect(page.locator(".decision .level")).to_have_text(level_name(words, 2))
    expect(page.get_by_text(words("together.comment-missing"))).to_be_hidden()
    walking.saved(page, words)
    assert on_disk(server, framework, board).group == {items[0]: GroupDecision(3, 3, 2, "Op één school nog niet <b>gezien</b>.")}
    # Finer: one side apart; it replaces the confirmed level, and no card fits any more.
    page.get_by_text(words("together.finer"), exact=True).click()
    page.get_by_role("group", name=words("together.practice"), exact=True).locator("input[value='4']").check()
    expect(page.locator(".decision .level")).to_have_text(level_name(words, 3))
    assert page.locator(".decision .deck :checked").count() == 0
    walking.saved(page, words)
    decision = on_disk(server, framework, board).group[items[0]]
    assert (decision.paper, decision.practice, decision.confirmed) == (3, 4, None)

    # The results follow, and everybody's own answers are as they were.
    walking.tab(page, "results")
    page.wait_for_selector("[data-view=results]")
    assert words(f"item.{items[0]}.title") not in page.locator("[data-table=gaps]").inner_text()
    assert on_disk(server, framework, board).respondents[0].answers[items[0]] == Answer(3, 3)
    walking.tab(page, "together")
    begin(page)
    # It goes on where nothing was decided yet; back to the first to take it back.
    expect(page.get_by_role("heading", level=1)).to_have_text(words(f"item.{items[1]}.title"))
    page.locator("[data-before]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words(f"item.{items[0]}.title"))
    page.locator("[data-take-back]").click()
    expect(page.locator(".decision .decided")).to_have_text(words("together.not-decided"))
    walking.saved(page, words)
    assert on_disk(server, framework, board).group[items[0]] == GroupDecision()

    # Of the third person nothing but the count ever came, on no item.
    for _ in items[1:]:
        page.locator("[data-next]").click()
        page.wait_for_timeout(300)
        assert SECRET not in page.content()
    expect(page.get_by_text(words("together.discuss"))).to_be_visible()
    assert heard and not [frame for frame in heard if SECRET in frame]
    assert console_errors == []


def test_a_second_opinion_stands_beside(server: Server, page: Page, words: Words, framework: Framework, console_errors: list[str]) -> None:
    board, items = a_board(server, framework, "samen-advies", released=("bestuur", "ibp", "it"))
    place = files.find_round(Home(server.home), board)
    files.Writer(place, "opinions", framework).append("adviser", "opinion", items[0], {
        "paper": 1, "practice": 1, "finding": "Nergens <i>gezien</i>.", "seen": "Map 3", "by": "An van Buiten"})
    enter(page, server, board, "it-1")
    begin(page)
    opinion = page.locator(".opinion")
    expect(opinion.get_by_role("heading")).to_have_text(words("together.opinion-of", name="An van Buiten"))
    expect(opinion).to_contain_text("Nergens <i>gezien</i>.")
    # Without a decision the lowest counts, and that is what the opinion is held against.
    expect(opinion).to_contain_text(words("together.opinion-differs", theirs=1, ours=2))
    assert opinion.locator("input, textarea").count() == 0
    assert not on_disk(server, framework, board).group
    look(page, console_errors)


def test_letting_go_can_be_taken_back(server: Server, page: Page, words: Words, framework: Framework) -> None:
    board, _ = a_board(server, framework, "samen-terug", released=("bestuur", "ibp"))
    enter(page, server, board, "ibp-1")
    page.get_by_role("button", name=words("together.release-back")).click()
    expect(page.get_by_role("button", name=words("together.release"), exact=True)).to_be_focused()
    assert [person.consents for person in on_disk(server, framework, board).respondents] == [True, False, False]
    # What others do meanwhile comes along when one asks for it.
    begin(page)
    assert [sum(side) for side in dots(page)] == [1, 1]


def test_the_short_way(server: Server, page: Page, words: Words, framework: Framework, console_errors: list[str]) -> None:
    board, _ = a_board(server, framework, "samen-kort", released=("bestuur", "ibp", "it"))
    enter(page, server, board, "bestuur-1")
    begin(page, "short")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text(words("together.clock", minutes=15))).to_be_visible()
    first = page.get_by_role("heading", level=1).inner_text()
    page.wait_for_timeout(TAP)
    # A double click is one vote.
    page.locator("[data-card=doen]").dblclick()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    page.wait_for_timeout(TAP)
    assert len(on_disk(server, framework, board).group) == 1
    second = page.get_by_role("heading", level=1).inner_text()
    page.locator("[data-skip]").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(second)
    page.wait_for_timeout(TAP)
    page.locator("[data-card=unknown]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("together.closing"))
    expect(page.locator(".closing .lead")).to_have_text(
        f"{words('together.closing-decided', count=2)} {words('together.closing-left', count=1)}"
    )
    sides = {(decision.paper, decision.practice) for decision in on_disk(server, framework, board).group.values()}
    assert sides == {(1, 3), ("unknown", "unknown")}
    page.get_by_role("button", name=words("together.to-results")).click()
    page.wait_for_selector("[data-view=results]")
    assert console_errors == []


def test_the_clock_never_stops_anything(server: Server, page: Page, words: Words, framework: Framework) -> None:
    board, _ = a_board(server, framework, "samen-lang", released=("bestuur", "ibp", "it"))
    page.clock.install()
    enter(page, server, board, "bestuur-1")
    begin(page, "short")
    page.clock.fast_forward("14:30")
    expect(page.get_by_text(words("together.clock-one"))).to_be_visible()
    page.clock.fast_forward("10:00")
    expect(page.get_by_text(words("together.clock-over"))).to_be_visible()
    first = page.get_by_role("heading", level=1).inner_text()
    page.locator("[data-card=vast]").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)


def test_one_person_alone_is_told_how_to_go_on(server: Server, page: Page, words: Words, console_errors: list[str]) -> None:
    walking.start(page, server.url())
    walking.open_board(page, "demo-half")
    page.locator("[data-person]").first.click()
    page.wait_for_selector(".nulmeting .tabs")
    walking.tab(page, "together")
    expect(page.get_by_text(words("together.alone"))).to_be_visible()
    expect(page.get_by_text(words("together.invite"))).to_be_visible()
    look(page, console_errors, arrived=False)


def test_a_domain_can_be_dropped_together(server: Server, page: Page, words: Words, framework: Framework) -> None:
    board, _ = a_board(server, framework, "samen-weg", released=("bestuur", "ibp"))
    enter(page, server, board, "bestuur-1")
    box = page.locator("details.domain[data-id=ib-08]")
    box.locator("summary").click()
    box.get_by_label(words("together.domain-drop")).check()
    expect(box.get_by_text(words("together.drop-missing"))).to_be_visible()
    box.get_by_label(words("together.drop-reason")).fill("Wij bouwen niets zelf.")
    walking.saved(page, words)
    assert on_disk(server, framework, board).group_domains["ib-08"].not_applicable
    expect(box.locator("summary")).to_contain_text(words("together.domain-dropped"))


# ---- sound and readable ---------------------------------------------------------------------------------------------------------


def small_text(page: Page) -> Any:
    """Text in the view that is smaller than can be read from the back of a room."""
    return page.evaluate("""(least) => [...document.querySelectorAll('.view *')]
        .filter((part) => part.matches('input:not([type=radio], [type=checkbox]), textarea, select')
            || [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
        .filter((part) => part.checkVisibility() && parseFloat(getComputedStyle(part).fontSize) < least)
        .map((part) => `${part.tagName}.${part.className}: ${part.textContent.slice(0, 40)}`)""", READABLE)


def readable(page: Page, widths: tuple[int, ...]) -> None:
    page.evaluate("document.querySelectorAll('.view details').forEach((box) => { box.open = true; })")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert small_text(page) == []
    page.set_viewport_size({"width": WIDE, "height": 800})


def test_every_state_is_sound_and_readable(server: Server, page: Page, words: Words, console_errors: list[str]) -> None:
    walking.start(page, server.url())
    walking.open_board(page, "demo-groep")
    page.locator("[data-person]").first.click()
    page.wait_for_selector(".nulmeting .tabs")
    walking.tab(page, "together")
    look(page, console_errors)
    readable(page, (WIDE, BEAMER))
    begin(page)
    look(page, console_errors)
    readable(page, (WIDE, BEAMER, PHONE))
    page.locator("[data-roles]").click()
    page.locator(".decision .ready input").nth(1).check()
    page.get_by_label(words("together.confirmed"), exact=True).select_option("5")
    expect(page.get_by_text(words("together.comment-missing"))).to_be_visible()
    look(page, console_errors, arrived=False)
    readable(page, (WIDE, BEAMER, PHONE))
    page.get_by_role("button", name=words("together.to-lobby")).click()
    page.wait_for_selector(".lobby")
    begin(page, "short")
    look(page, console_errors)
    readable(page, (WIDE, BEAMER, PHONE))
    page.get_by_role("button", name=words("together.stop")).click()
    page.wait_for_selector(".closing")
    look(page, console_errors)
    readable(page, (WIDE, BEAMER, PHONE))


# ---- by keyboard alone ----------------------------------------------------------------------------------------------------------


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("""(() => {
        const part = document.activeElement;
        const ringed = part.matches('.ready input') ? part.nextElementSibling : part;
        const style = getComputedStyle(ringed);
        return { text: part.textContent.trim(), value: part.value ?? '', tag: part.tagName, name: part.name ?? '',
            ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
    })()""")
    return found


def tab_to(page: Page, text: str, most: int = 60) -> None:
    """Tab until what has this text has the focus; everything on the way shows that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        now = focused(page)
        assert now["ring"], now
        if now["text"] == text:
            return
    raise AssertionError(f"{text!r} cannot be reached")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_one_item_by_keyboard_alone(width: int, server: Server, page: Page, words: Words, framework: Framework) -> None:
    board, _ = a_board(server, framework, f"samen-toetsen-{width}", released=("bestuur", "ibp", "it"))
    page.set_viewport_size({"width": width, "height": 800})
    enter(page, server, board, "ibp-1")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, words("together.start"))
    page.keyboard.press("Enter")
    page.wait_for_selector(".talk")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, words("together.roles-show"))
    page.keyboard.press("Enter")
    assert focused(page)["text"] == words("together.roles-hide")
    tab_to(page, words("together.notes"))
    page.keyboard.press("Enter")
    tab_to(page, words("together.why-important"))
    page.keyboard.press("Tab")
    assert focused(page)["ring"]
    cards = focused(page)["name"]
    # Space takes the first card, arrows walk through the cards and stay among them.
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        assert focused(page)["name"] == cards and focused(page)["ring"]
    expect(page.locator(".decision .level")).to_have_text(level_name(words, 3))
    tab_to(page, words("together.finer"))
    tab_to(page, words("together.confirm"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_text(words("together.comment-missing"))).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("Al gemeten.")
    expect(page.locator(".decision .level")).to_have_text(level_name(words, 4))
    tab_to(page, words("together.next"))
    title = page.get_by_role("heading", level=1).inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    kept = next(decision for decision in on_disk(server, framework, board).group.values())
    assert kept == GroupDecision(3, 3, 4, "Al gemeten.")
