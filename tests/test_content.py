"""What the issue promises of the content; that each sentence is there and each rule kept is `nulmeting check`'s to say."""

from __future__ import annotations

import re
from collections import Counter

from nulmeting.framework import SIDES, Framework
from nulmeting.words import Words


def test_items_are_the_publishers_and_ours(framework: Framework) -> None:
    parts = Counter(framework.domain[item.domain].part for item in framework.items.values())
    assert parts == {"security": 69, "privacy": 25}
    assert Counter(domain.part for domain in framework.domains) == {"security": 15, "privacy": 7}
    official = Counter(framework.domain[item.domain].part for item in framework.items.values() if item.official)
    assert official == {"security": 30, "privacy": 8}
    assert [domain.id for domain in framework.domains if not domain.official_name] == ["privacy-1", "privacy-3"]


def test_every_side_has_an_action_that_reaches_the_target(framework: Framework) -> None:
    for (item, side), actions in framework.lifters().items():
        assert any(framework.reaches_target(action, item, side) for action in actions), (item, side)
    assert len(framework.lifters()) == 94 * len(SIDES)


def test_there_is_enough_to_do_and_to_begin_tomorrow(framework: Framework) -> None:
    actions = framework.actions.values()
    tomorrow = [action for action in actions if framework.startable(action)]
    assert len(actions) >= 150
    assert len(tomorrow) >= 50
    assert {action.domain for action in tomorrow} == set(framework.domain)
    assert {action.owner for action in tomorrow} == {role.id for role in framework.choices.roles if not role.external}
    per_domain = Counter(action.domain for action in actions)
    assert all(per_domain[domain] >= 6 for domain in ("ib-03", "ib-05", "ib-07", "ib-08", "ib-13")), per_domain


def test_five_attention_points_are_carried_by_at_most_ten_items(framework: Framework) -> None:
    carried = Counter(item.attention for item in framework.items.values() if item.attention)
    assert len(carried) == 5 and carried.total() <= 10


def test_a_board_member_gets_about_twenty_items(framework: Framework) -> None:
    board = {role.id for role in framework.choices.roles if role.board}
    assert 15 <= sum(1 for item in framework.items.values() if board & set(item.roles)) <= 25


def test_a_title_of_our_own_is_nobody_elses(framework: Framework, words: Words) -> None:
    titles = Counter(words(f"item.{item}.title").lower() for item in framework.items)
    actions = Counter(words(f"action.{action}.title").lower() for action in framework.actions)
    assert [title for title, count in (titles + actions).items() if count > 1] == []


def test_our_items_carry_no_official_code(framework: Framework, words: Words) -> None:
    codes = [item.official.code for item in framework.items.values() if item.official]
    assert len(codes) == len(set(codes)) == 38
    # An official code in the id of an item of ours would pass for one.
    assert all(item.official or item.id.startswith("v-") for item in framework.items.values())


# Words of ours, and words that promise what a self-assessment cannot: never on a screen or on paper.
OURS = re.compile(
    r"\b(bounds?|flip[- ]?point|robuust\w*|mediaan|gates?|marginaal|marginale|caps?|greedy|branch|optimum|optimaal|effectieve kant\w*|"
    r"outcome|round|respondent\w*|(?:u|bestuur|school) voldoet|voldoe[tn] aan (?:het normenkader|de normen?))\b", re.IGNORECASE)
# For whoever edits data files or runs the program; a board never reads these.
FOR_MAKERS = ("data.", "cli.", "error.parameter", "error.option", "error.command", "error.home", "error.no-board")


def test_no_word_of_ours_is_said_to_a_board(words: Words) -> None:
    said = {
        key: line for key in words if not key.startswith(FOR_MAKERS) for line in words.lines(key)
        if OURS.search(re.sub(r"\{\w+\}", "", line))
    }
    assert not said


def test_the_test_of_words_finds_one() -> None:
    assert OURS.search("Dit is robuust.") and OURS.search("Uw bestuur voldoet hieraan.") and not OURS.search("Dit staat vast.")
