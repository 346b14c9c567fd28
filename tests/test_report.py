"""The report: what is in it for whom, and that what the board alone may read is in nobody else's."""

from dataclasses import replace
from html import escape

import pytest

from nulmeting.answers import Decision
from nulmeting.errors import BoardError
from nulmeting.files import Home
from nulmeting.notebook import report
from nulmeting.outcome import assessed
from nulmeting.reading import Reading, read
from nulmeting.report import VARIANTS, as_html, as_json, document, from_json
from nulmeting.report.document import BOARD

CANARY = "kanarie"


@pytest.fixture(scope="module")
def found() -> Reading:
    return read(Home.clone(), "demo-half")


def marked(found: Reading) -> Reading:
    """The same round with a word of its own in every text that a person may type."""
    round_ = found.outcome.round
    people = tuple(replace(
        person, name=CANARY, answers={item: replace(answer, note=CANARY, supplier=CANARY, reason=CANARY)
                                      for item, answer in person.answers.items()}
    ) for person in round_.respondents)
    functions = {role.id: CANARY for role in found.framework.choices.roles}
    action = next(iter(found.framework.actions))
    made = replace(round_, respondents=people, settings=replace(round_.settings, functions=functions),
                   decisions={action: Decision("declined", reason=CANARY)})
    return Reading(found.place, found.words, assessed(found.framework, made), ())


@pytest.mark.parametrize("variant", [variant for variant in VARIANTS if variant != BOARD])
def test_a_short_document_holds_no_item_and_nothing_that_was_typed(found: Reading, variant: str) -> None:
    said = as_html(document(marked(found), variant))
    assert CANARY not in said
    words = found.words
    titles = [words(f"item.{item}.title") for item in found.framework.items] + [words(f"action.{action}.title") for action in found.framework.actions]
    assert not [title for title in titles if f">{title}<" in said or f"“{title}”" in said]


def test_the_board_reads_functions_decisions_and_all_five_things(found: Reading) -> None:
    said = as_html(document(marked(found), BOARD))
    assert CANARY in said
    for thing in found.outcome.plan.tomorrow:
        assert escape(found.words(f"domain.{thing.option.domain}")) in said
    assert all(escape(found.words(f"item.{gap.item}.title")) in said for gap in found.outcome.gaps.gaps)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_page_says_for_whom_it_is_and_what_it_is_worth(found: Reading, variant: str) -> None:
    made = document(found, variant)
    assert made.confidential == found.words(f"report.{variant}.confidential")
    assert made.fixed == found.words("report.fixed")
    assert from_json(as_json(made)) == made
    assert document(found, variant) == made


def test_a_mistake_in_the_name_of_a_board_is_a_sentence() -> None:
    with pytest.raises(BoardError, match="no-board"):
        read(Home.clone(), "bestaat-niet")


def test_a_reader_that_does_not_exist_is_refused_with_the_ones_that_do() -> None:
    with pytest.raises(SystemExit, match=r"Het verslag 'ouders' bestaat niet\. Wel kunt u kiezen: bestuur, toezicht, gmr en jaarverslag"):
        report([], variant="ouders")
