"""The way a board goes: the snelscan to five things, portions, one domain in every way, a question handed on, questions on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from nulmeting import files, questions
from nulmeting.answers import Answer, Respondent, Round, Settings
from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.outcome import assessed
from nulmeting.sentences import title
from nulmeting.words import Words
from tests.browser import walking
from tests.browser.serving import Server
from tests.written import written

PHONE = {"width": 360, "height": 740}


def answer_snelscan(page: Page, words: Words, level: int) -> None:
    """All of it, as a person does: two answers, next question, until the last."""
    boxes = page.locator("details.item")
    for place in range(boxes.count()):
        box = boxes.nth(place)
        expect(box).to_have_attribute("open", "")
        for question in range(2):
            walking.choose(box.locator("fieldset").nth(question), level + (place + question) % 2)
        box.get_by_role("button", name=words("questions.next-question")).click()


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_a_snelscan_leads_to_a_result_and_five_things(
    size: dict[str, int] | None, server: Server, page: Page, words: Words, framework: Framework
) -> None:
    if size:
        page.set_viewport_size(size)
    walking.start(page, server.url())
    walking.begin(page, words, f"Bestuur dat snel gaat {size and size['width']}", role="bestuur", schools=4)
    expect(page.locator("[data-meter=scan]")).to_contain_text(words("questions.time-left", minutes=20))
    answer_snelscan(page, words, 1)
    expect(page.locator(".finished")).to_be_visible()
    expect(page.get_by_role("heading", name=words("questions.scan-end"))).to_be_focused()
    page.locator(".ending").get_by_role("button", name=words("questions.to-results")).click()
    page.wait_for_selector("[data-view=results]")
    said = page.locator(".summary").inner_text()
    assert re.search(r"tussen \d,\d en \d,\d", said), "a result as a range"
    walking.tab(page, "plan")
    expect(page.locator(".thing")).to_have_count(framework.choices.plan.things)
    walking.tab(page, "deepen")
    # A portion of about ten minutes of the questions of one's own role.
    per_portion = int(framework.choices.pace.portion / framework.choices.pace.item)
    expect(page.locator("details.item")).to_have_count(per_portion)
    mine = questions.asked_of(framework, (round_ := files.read_round(
        files.find_round(Home(server.home), f"bestuur-dat-snel-gaat-{'360' if size else 'none'}"), framework).round), round_.respondents[0])
    shown = [box.get_attribute("data-id") for box in page.locator("details.item").all()]
    assert set(shown) <= set(mine) and len(mine) > per_portion


def test_a_card_sets_both_sides_and_the_scales_follow(server: Server, page: Page, words: Words, framework: Framework) -> None:
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur dat kaarten kiest")
    walking.section(page, "ib-02")
    item = framework.domain["ib-02"].items[0]
    box = walking.item(page, item)
    board = files.find_round(Home(server.home), "bestuur-dat-kaarten-kiest")

    def kept() -> tuple[object, object]:
        walking.saved(page, words)
        answer = files.read_round(board, framework).round.respondents[0].answers[item]
        return answer.paper, answer.practice

    for card in framework.choices.cards:
        box.get_by_label(words(f"card.own.{card.id}"), exact=True).check()
        level = framework.level(framework.items[item].kind, card.paper, card.practice)
        expect(box.locator(".outcome strong")).to_have_text(words("questions.level", level=level, name=words(f"level.{level}")))
        assert kept() == (card.paper, card.practice)
    box.locator("fieldset.cards").get_by_label(words("questions.unknown"), exact=True).check()
    expect(box.locator(".outcome strong")).to_have_text(words("questions.state.unknown"))
    assert kept() == ("unknown", "unknown")
    scales = walking.fine(box, words)
    for side in (0, 1):
        walking.choose(scales.nth(side), 2)
    # No card says this: none is marked.
    expect(box.locator(".outcome strong")).to_have_text(words("questions.level", level=2, name=words("level.2")))
    expect(box.locator("fieldset.cards input:checked")).to_have_count(0)
    assert kept() == (2, 2)


def test_what_was_typed_once_is_picked(server: Server, page: Page, words: Words, framework: Framework) -> None:
    domain = max(framework.domains, key=lambda domain: sum(framework.items[item].outsourceable for item in domain.items))
    first, second = [item for item in domain.items if framework.items[item].outsourceable][:2]
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur met een leverancier", role="it")
    walking.section(page, domain.id)
    box = walking.item(page, first)
    outsourced = walking.extra(box, words, "outsourced-title")
    outsourced.get_by_label(words("questions.outsourced")).check()
    outsourced.get_by_label(words("questions.supplier")).fill("Wolkenbouw")
    evidence = walking.extra(box, words, "evidence")
    evidence.get_by_role("button", name=words("questions.evidence-add")).click()
    evidence.locator("[data-part=title]").fill("Contract 2026")
    evidence.locator("[data-part=place]").fill("map Inkoop")
    walking.saved(page, words)
    outsourced.get_by_role("button", name=words("questions.same-supplier")).click()
    walking.saved(page, words)
    place = files.find_round(Home(server.home), "bestuur-met-een-leverancier")
    answers = files.read_round(place, framework).round.respondents[0].answers
    assert {answers[item].supplier for item in domain.items if framework.items[item].outsourceable} == {"Wolkenbouw"}
    box = walking.item(page, second)
    again = walking.extra(box, words, "evidence")
    again.get_by_label(words("questions.evidence-again")).select_option(label="Contract 2026, map Inkoop")
    walking.saved(page, words)
    answers = files.read_round(place, framework).round.respondents[0].answers
    assert answers[second].evidence == answers[first].evidence
    # The supplier typed at the first is offered at the second.
    assert "Wolkenbouw" in box.locator("datalist option").evaluate_all("(options) => options.map((option) => option.value)")


def test_a_question_is_handed_on_by_link_and_on_paper(server: Server, page: Page, words: Words, framework: Framework) -> None:
    item = next(item for item in framework.items.values() if "bestuur" in item.roles and "it" not in item.roles)
    walking.start(page, server.url())
    walking.begin(page, words, "Bestuur dat het vraagt", role="bestuur")
    walking.section(page, item.domain)
    box = walking.item(page, item.id)
    ask = walking.extra(box, words, "ask")
    ask.get_by_label(words("questions.ask-role")).select_option("it")
    expect(box.locator(".outcome")).to_contain_text(words("questions.asked-mark", role=words("role.it")))
    link = ask.get_by_label(words("questions.ask-link"), exact=True).input_value()
    assert "token" not in link
    ask.get_by_role("button", name=words("questions.ask-sheet")).click()
    page.wait_for_selector("[data-view=sheet]")
    expect(page.locator(".question")).to_have_count(1)
    for side in ("paper", "practice"):
        expect(page.locator(".question")).to_contain_text(words(f"item.{item.id}.{side}"))
    page.get_by_role("button", name=words("sheet.back")).click()
    expect(page.locator(f"details.item[data-id='{item.id}']")).to_have_attribute("open", "")

    # The other opens the link, says who they are, and stands at exactly this question.
    page.goto(link)
    page.wait_for_selector("[data-view=who]")
    expect(page.locator(".view")).to_contain_text(words(f"item.{item.id}.title"))
    page.get_by_label(words("who.role")).select_option("it")
    page.get_by_role("button", name=words("who.go"), exact=True).click()
    expect(page.locator(f"details.item[data-id='{item.id}']")).to_have_attribute("open", "")
    walking.section(page, "handed")
    expect(page.locator("details.item")).to_have_count(1)
    page.locator("fieldset.cards input").first.check()
    walking.saved(page, words)
    # What nobody holds is listed; with two roles that is still most of it.
    walking.section(page, "unheld")
    round_ = files.read_round(files.find_round(Home(server.home), "bestuur-dat-het-vraagt"), framework).round
    expect(page.locator("details.item")).to_have_count(len(questions.unheld(framework, round_)))


def test_the_questions_print_as_a_paper_to_fill_in(server: Server, page: Page, words: Words, framework: Framework) -> None:
    walking.start(page, server.url())
    walking.open_board(page, "demo-half")
    walking.join(page)
    walking.section(page, "snelscan")
    page.get_by_role("button", name=words("questions.to-sheet")).click()
    page.wait_for_selector("[data-view=sheet]")
    expect(page.locator(".question")).to_have_count(len(framework.domains))
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible() and not page.get_by_role("button").first.is_visible()
    # Every answer can be ticked, also the one that says one does not know.
    expect(page.locator(".question").first.locator(".boxes li")).to_have_count(2 * (framework.top + 1))


def test_an_answer_that_rises_moves_score_type_gaps_and_plan_together(
    server: Server, page: Page, words: Words, framework: Framework
) -> None:
    """A board just below the border of a type: the answers of one domain higher, and everything the page says follows."""
    domains = framework.domains
    high = {item for domain in domains[::2] for item in domain.items}
    sides = {item: Answer(paper=2, practice=3 if item in high else 2) for item in framework.items}
    lowered = domains[0].items
    assert set(lowered) <= high
    sides.update(dict.fromkeys(lowered, Answer(paper=1, practice=1)))
    person = Respondent("ibp-1", "ibp", answers=sides)
    board = Round("net-onder-de-grens", "1", Settings(framework.edition, "Net onder de grens", "2027-01"), (person,))
    written(Home(server.home), framework, board)

    def said() -> dict[str, Any]:
        walking.tab(page, "results")
        kind = page.locator(".kind .type").text_content()
        gaps = page.locator("[data-chart=gaps] tbody th").evaluate_all("(cells) => cells.map((cell) => cell.textContent)")
        total = page.locator("[data-number=total] .figure").text_content()
        walking.tab(page, "plan")
        return {"type": kind, "gaps": gaps, "total": total, "plan": page.locator(".thing h3").all_text_contents()}

    def told() -> dict[str, Any]:
        outcome = assessed(framework, files.read_round(files.find_round(Home(server.home), "net-onder-de-grens"), framework).round)
        return {
            "type": words(f"type.{outcome.position.id}.name"), "total": words.number(outcome.scores.total.score),
            "gaps": len(outcome.gaps.gaps),
            "plan": [f"{number}. {title(words, thing.option.id)}" for number, thing in enumerate(outcome.plan.tomorrow, start=1)],
        }

    def agree(shown: dict[str, Any]) -> None:
        assert {**shown, "gaps": len(shown["gaps"]), "type": shown["type"].lower()} == {**(now := told()), "type": now["type"].lower()}

    walking.start(page, server.url())
    walking.open_board(page, "net-onder-de-grens")
    walking.join(page)
    agree(before := said())
    walking.section(page, domains[0].id)
    for item in lowered:
        box = walking.item(page, item)
        for side in (0, 1):
            walking.choose(walking.fine(box, words).nth(side), framework.top)
        walking.saved(page, words)
    agree(after := said())
    assert before["type"] != after["type"] and before["total"] != after["total"] and before["plan"] != after["plan"]
    assert len(after["gaps"]) == len(before["gaps"]) - len(lowered)


def test_one_begins_and_answers_by_keyboard_alone(server: Server, page: Page, words: Words, framework: Framework) -> None:
    walking.start(page, server.url())
    page.get_by_label(words("start.board-name")).focus()
    page.keyboard.type("Bestuur met toetsen")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(words("role.bestuur"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-view=functions]")
    expect(page.locator(".view h1")).to_be_focused()

    def tab_to(text: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent").strip() == text:
                return
        raise AssertionError(f"the Tab key never comes by {text!r}")

    tab_to(words("functions.go"))
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-view=questions]")
    expect(page.locator(".view h1")).to_be_focused()
    box = page.locator("details.item").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("Space")    # practice: the first answer
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")    # "antwoord wissen"
    page.keyboard.press("Tab")    # on paper
    page.keyboard.press("Space")
    walking.saved(page, words)
    tab_to(words("questions.next-question"))
    page.keyboard.press("Enter")
    expect(page.locator("details.item").nth(1)).to_have_attribute("open", "")
    expect(page.locator("details.item").nth(1).locator("> summary")).to_be_focused()
    expect(box.locator("> summary .level")).to_have_text(words("questions.scan-state", practice=2, paper=1))
