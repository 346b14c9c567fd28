"""The main job, end to end: a new board answers, everything is killed, and on coming back all of it is there and adds up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from nulmeting import files
from nulmeting.answers import Answer, Evidence, GroupDecision, Scan
from nulmeting.files import Home
from nulmeting.framework import SIDES, Framework
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.serving import Server

# Few items, and between them every way to answer; the items are looked up by what the data says they can be.
DOMAINS = ("ib-08", "ib-13")
REASON = "Wij laten niets bouwen, alles komt kant-en-klaar van de leverancier."
NASTY = "<script>document.title = 'mis'</script> \"aanhaling\" 'en' & 🎒 \\ {name} " + "lang " * 40


def assess(home: Path, board: str) -> dict[str, Any]:
    """What the program says of a board, in the same home as the page."""
    done = subprocess.run(
        [sys.executable, "-m", "nulmeting", "assess", board, "--json"],
        env={**os.environ, "NULMETING_HOME": str(home)}, capture_output=True, text=True, check=True,
    )
    record: dict[str, Any] = json.loads(done.stdout)
    return record


def scan_answer(place: int) -> int | str:
    """Every answer a side of the snelscan can have, in turn."""
    return (1, 2, 3, "unknown", 4, 5)[place % 6]


def fill_snelscan(page: Page, framework: Framework) -> dict[str, Scan]:
    expected = {}
    cards = page.locator("section[data-id]")
    for place, domain in enumerate(framework.domains):
        practice, paper = scan_answer(place), scan_answer(place + 2)
        # Practice is asked first.
        for question, value in enumerate((practice, paper)):
            walking.choose(cards.nth(place).locator("fieldset").nth(question), value)
        expected[domain.id] = Scan(paper=paper, practice=practice)
    return expected


def fill_items(page: Page, framework: Framework, words: Words) -> dict[str, Answer]:
    """All items of two domains, in every way the model knows."""
    expected: dict[str, Answer] = {}
    dropped = next(item for item in framework.domain[DOMAINS[0]].items if framework.items[item].not_applicable)
    outsourced = next(item for item in framework.domain[DOMAINS[1]].items if framework.items[item].outsourceable)
    for name in DOMAINS:
        walking.section(page, name)
        for place, item in enumerate(framework.domain[name].items):
            box = walking.item(page, item)
            if item == dropped:
                box.get_by_label(words("questions.not-applicable")).first.check()
                box.get_by_label(words("questions.reason")).first.fill(REASON)
                expected[item] = Answer(not_applicable=True, reason=REASON)
                continue
            answer = Answer(paper=1 + place, practice="unknown" if place == 1 else 4)
            if item == outsourced:
                box.get_by_label(words("questions.outsourced")).check()
                box.get_by_label(words("questions.supplier")).fill("Wolkenbouw & Zn.")
                answer = replace(answer, outsourced=True, supplier="Wolkenbouw & Zn.")
            for question, side in enumerate(SIDES):
                walking.choose(box.locator("fieldset").nth(question), getattr(answer, side))
            coverage = framework.choices.coverage.options[place]
            walking.choose(box.get_by_role("group", name=words("questions.coverage")), coverage)
            box.get_by_label(words("questions.note")).fill(NASTY)
            box.get_by_role("button", name=words("questions.evidence-add")).click()
            for part, text in (("title", "Beleid <b>2026</b>"), ("place", "Sharepoint, map 3"), ("date", "maart 2026")):
                box.locator(f"[data-part={part}]").fill(text)
            box.get_by_label(words("questions.discuss")).check()
            expected[item] = replace(
                answer, schools=coverage, note=NASTY, discuss=True, evidence=(Evidence("Beleid <b>2026</b>", "Sharepoint, map 3", "maart 2026"),)
            )
    return expected


def decide_together(page: Page, framework: Framework, words: Words) -> dict[str, GroupDecision]:
    item = framework.domain[DOMAINS[1]].items[-1]
    box = walking.item(page, item)
    box.get_by_text(words("questions.group"), exact=True).click()
    box.get_by_label(words("questions.side-paper"), exact=True).select_option("3")
    box.get_by_label(words("questions.side-practice"), exact=True).select_option("unknown")
    box.get_by_label(words("questions.confirmed")).select_option("2")
    box.get_by_label(words("questions.comment")).fill("Samen besproken.")
    return {item: GroupDecision(paper=3, practice="unknown", confirmed=2, comment="Samen besproken.")}


def forms(page: Page) -> dict[str, list[Any]]:
    """What is filled in, section by section."""
    found = {}
    for name in ("snelscan", "obstacles", *DOMAINS):
        walking.section(page, name)
        found[name] = walking.form(page)
    return found


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[Any]:
    """The first few controls that are not as they were; so few because telling long lists apart takes pytest minutes."""
    pairs = [(name, *pair) for name in before for pair in zip_longest(before[name], after[name])]
    return [pair for pair in pairs if pair[1] != pair[2]][:5]


def compare(page: Page, words: Words, record: dict[str, Any]) -> None:
    """The page says what the program says: total, type, gaps in order, the five in order."""
    walking.tab(page, "results")
    expect(page.locator(".lead").first).to_contain_text(words.number(record["total"]["score"]))
    kind = words(f"type.{record['type']['id']}.name") if record["type"]["id"] else words("result.type.none")
    expect(page.locator(".summary")).to_contain_text(kind)
    shown = [text.strip() for text in page.locator("[data-table=gaps] tbody th").all_text_contents()]
    wished = [words(f"item.{item}.title") for item in record["gaps"]]
    assert len(shown) == len(wished) == record["below_target"] + sum(
        1 for norm in record["norms"] if norm["state"] == "estimated" and norm["gap"]
    )
    assert all(title in text for title, text in zip(wished, shown, strict=True))
    walking.tab(page, "plan")
    titles = page.locator(".thing h3").all_text_contents()
    assert len(titles) == len(record["plan"]["tomorrow"])
    for number, (title, thing) in enumerate(zip(titles, record["plan"]["tomorrow"], strict=True), start=1):
        assert title == f"{number}. {action_title(words, thing['action'])}"


def action_title(words: Words, action: str) -> str:
    from nulmeting.sentences import title

    return title(words, action)


def new_context(browser: Browser) -> Page:
    page = browser.new_context(locale="nl-NL").new_page()
    page.set_default_timeout(30_000)
    return page


def test_a_new_board_answers_and_finds_everything_back(
    own_server: Server, browser: Browser, home: Home, framework: Framework, words: Words
) -> None:
    page = new_context(browser)
    walking.start(page, own_server.url())
    walking.begin(page, words, "Stichting De Proef", schools=3)
    scans = fill_snelscan(page, framework)
    walking.section(page, "obstacles")
    for place, question in enumerate(page.locator("fieldset").all()):
        walking.choose(question, 1 + place % 5)
    answers = fill_items(page, framework, words)
    group = decide_together(page, framework, words)
    walking.saved(page, words)
    before = forms(page)

    # The power goes: nothing gets a chance to tidy up.
    for kernel in own_server.kernels():
        os.kill(kernel.pid, signal.SIGKILL)
    page.context.close()
    assert own_server.process
    own_server.process.kill()
    own_server.process.wait()

    board = "stichting-de-proef"
    there = files.read_round(files.find_round(Home(own_server.home), board), framework)
    person = there.round.respondents[0]
    assert there.notices == ()
    assert person.scan == scans
    assert person.answers == answers
    assert there.round.group == group
    assert there.round.settings.schools == 3 and there.round.id == str(date.today().year)
    assert list(person.obstacles.values()) == [1, 2, 3, 4, 5, 1]

    own_server.start()
    page = new_context(browser)
    walking.start(page, own_server.url())
    walking.open_board(page, board)
    walking.join(page)
    assert changed(before, forms(page)) == []
    compare(page, words, assess(own_server.home, board))
    decide_about_the_plan(page, words, own_server.home, board)
    page.context.close()


def decide_about_the_plan(page: Page, words: Words, home: Path, board: str) -> None:
    """Planned stays and is said; declined needs a reason and goes, as does what is done; hours and functions count at once."""
    things = page.locator(".thing:has(fieldset)")

    def first_undecided() -> str:
        # Asked again each time: what is declined or done may bring others among the five.
        return things.filter(has_not=page.locator(".decided")).first.get_attribute("data-id") or ""

    def decide(action: str, status: str) -> Any:
        thing = page.locator(f"[data-id='{action}']")
        if not thing.get_by_label(words("plan.planned"), exact=True).is_visible():
            thing.get_by_text(words("plan.decide"), exact=True).click()
        thing.get_by_label(words(f"plan.{status}"), exact=True).check()
        return thing

    planned = first_undecided()
    thing = decide(planned, "planned")
    thing.get_by_label(words("plan.function")).fill("directeur <i>De Eik</i>")
    thing.get_by_label(words("plan.date")).fill("2027-02-01")
    thing.get_by_role("button", name=words("plan.keep-decision")).click()
    expect(page.locator(f"[data-id='{planned}'] .decided")).to_have_text(
        words("plan.decided.planned", function="directeur <i>De Eik</i>", date="1 februari 2027")
    )

    declined = first_undecided()
    thing = decide(declined, "declined")
    thing.get_by_role("button", name=words("plan.keep-decision")).click()
    expect(page.get_by_role("alert")).to_have_text(words("error.declined-reason"))
    thing.get_by_label(words("plan.reason")).fill("Te vroeg voor ons.")
    thing.get_by_role("button", name=words("plan.keep-decision")).click()
    expect(page.locator(f".thing[data-id='{declined}']")).to_have_count(0)
    expect(page.get_by_role("alert")).to_be_empty()

    done = first_undecided()
    thing = decide(done, "done")
    thing.get_by_label(words("plan.done-date")).fill("2026-10-05")
    thing.get_by_role("button", name=words("plan.keep-decision")).click()
    expect(page.locator(f".thing[data-id='{done}']")).to_have_count(0)
    expect(page.get_by_text(words("plan.decided.declined", reason="Te vroeg voor ons."))).to_be_visible()
    expect(page.get_by_text(words("plan.decided.done", date="5 oktober 2026"))).to_be_visible()
    walking.saved(page, words)
    compare(page, words, assess(home, board))

    first = page.locator(".lead").text_content()
    page.get_by_text(words("plan.settings"), exact=True).click()
    page.get_by_label(words("plan.capacity")).fill("160")
    page.get_by_label(words("role.bestuur"), exact=True).fill("de directeur-bestuurder")
    page.get_by_role("button", name=words("plan.settings-keep"), exact=True).click()
    expect(page.locator(".lead")).to_contain_text("160")
    assert page.locator(".lead").text_content() != first
    expect(page.locator(".thing", has_text="de directeur-bestuurder").first).to_be_visible()
    record = assess(home, board)
    assert "de directeur-bestuurder" in {thing["person"] for thing in record["plan"]["tomorrow"]}
    compare(page, words, record)

    page.get_by_role("button", name=words("plan.take-back")).first.click()
    expect(page.locator(f"[data-id='{planned}'] .decided")).to_have_count(0)
    walking.saved(page, words)
    assert planned not in files.read_round(files.find_round(Home(home), board), files.read_framework(Home(home), record["edition"])).round.decisions


def test_a_dead_kernel_is_said_and_nothing_is_called_saved(server: Server, page: Page, words: Words) -> None:
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur van de stroomstoring")
    walking.choose(page.locator("fieldset").first, 3)
    walking.saved(page, words)
    for kernel in server.kernels():
        os.kill(kernel.pid, signal.SIGKILL)
    walking.choose(page.locator("fieldset").first, 4)
    expect(page.locator(".status")).to_have_text(words("page.saving"))
    expect(page.get_by_role("alert")).to_contain_text(words("connection.kernel"), timeout=8_000)
    expect(page.get_by_role("alert")).to_contain_text(words("connection.not-safe"))
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator(".status")).to_be_empty()


def test_a_dead_kernel_is_said_when_nothing_was_answered(server: Server, page: Page, words: Words) -> None:
    walking.start(page, server.url())
    walking.open_board(page, "demo-half")
    walking.join(page)
    for kernel in server.kernels():
        os.kill(kernel.pid, signal.SIGKILL)
    page.locator("[data-tab=plan]").click()
    expect(page.get_by_role("alert")).to_contain_text(words("connection.kernel"), timeout=8_000)


def test_what_is_typed_is_not_called_saved_before_it_is(server: Server, page: Page, words: Words) -> None:
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur dat typt")
    walking.choose(page.locator("fieldset").first, 3)
    walking.saved(page, words)
    walking.section(page, DOMAINS[0])
    box = walking.item(page, page.locator("details.item").first.get_attribute("data-id") or "")
    box.get_by_label(words("questions.discuss")).check()
    walking.saved(page, words)
    box.get_by_label(words("questions.note")).press_sequentially("a")
    expect(page.locator("[role=status].status")).to_be_empty()
    walking.saved(page, words)
    box.get_by_role("button", name=words("questions.evidence-add")).click()
    box.locator("[data-part=place]").fill("Ergens")
    expect(box.get_by_text(words("questions.evidence-untitled"))).to_be_visible()
    expect(page.locator("[role=status].status")).to_be_empty()


def test_an_answer_takes_not_applicable_away(server: Server, page: Page, words: Words, framework: Framework) -> None:
    item = next(item for item in framework.items.values() if item.not_applicable)
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur dat zich bedenkt")
    walking.section(page, item.domain)
    box = walking.item(page, item.id)
    mark = box.get_by_label(words("questions.not-applicable")).first
    mark.check()
    expect(box.get_by_text(words("questions.reason-missing")).first).to_be_visible()
    box.get_by_label(words("questions.reason")).first.fill(REASON)
    expect(box.locator(".outcome")).to_have_text(words("questions.state.not_applicable"))
    walking.choose(box.locator("fieldset").first, 2)
    expect(mark).not_to_be_checked()
    expect(box.locator(".outcome")).to_have_text(words("questions.state.blank"))
    # The whole domain, decided together, is seen at its items at once.
    page.get_by_text(words("questions.domain-decision")).click()
    whole = page.locator("details", has_text=words("questions.domain-decision")).last
    whole.get_by_label(words("questions.not-applicable")).check()
    whole.get_by_label(words("questions.reason")).fill(REASON)
    expect(box.locator(".outcome")).to_have_text(words("questions.state.not_applicable"))
