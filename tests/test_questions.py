"""Who is asked what, in which order, and how long it takes: over made-up frameworks, and for the roles of the real one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from nulmeting import questions
from nulmeting.answers import UNKNOWN, Answer, Respondent, Round, Settings
from nulmeting.framework import Framework
from nulmeting.outcome import assessed
from tests.generated import cases


@given(cases())
def test_answering_an_item_narrows_the_total_by_what_was_promised(case: tuple[Framework, Round]) -> None:
    framework, round_ = case
    before = assessed(framework, round_).scores
    promised = questions.narrowing(framework, before)
    for item, most in promised.items():
        assert 0 <= most <= before.total.high - before.total.low
        if before.items[item].state != "blank" or any(item in person.answers for person in round_.respondents):
            continue
        somebody = Respondent("a-new", framework.choices.roles[0].id, answers={item: Answer(framework.target, framework.target)})
        group = {name: decision for name, decision in round_.group.items() if name != item}
        after = assessed(framework, replace(round_, respondents=(*round_.respondents, somebody), group=group)).scores
        assert (before.total.high - before.total.low) - (after.total.high - after.total.low) == most


@given(cases())
def test_a_portion_is_the_most_telling_of_what_is_left(case: tuple[Framework, Round]) -> None:
    framework, round_ = case
    scores = assessed(framework, round_).scores
    telling = questions.narrowing(framework, scores)
    for person in round_.respondents:
        asked = questions.asked_of(framework, round_, person)
        found = questions.portion(framework, scores, person, asked)
        left = [item for item in asked if not questions.is_answered(answer := person.answers.get(item, Answer())) or answer.carried]
        assert set(found) <= set(left) and len(found) == len(set(found))
        assert bool(found) == bool(left)
        pace = framework.choices.pace
        assert questions.minutes(framework, items=len(found)) <= max(pace.portion, pace.item)
        others = [telling.get(item, Fraction(0)) for item in set(left) - set(found)]
        assert all(telling.get(item, Fraction(0)) >= worth for item in found for worth in others)


def test_every_item_is_asked_of_somebody_when_all_roles_answer(framework: Framework) -> None:
    everybody = tuple(Respondent(f"{role.id}-1", role.id) for role in framework.choices.roles)
    round_ = Round("b", "1", Settings(framework.edition, "B", "2027-01"), everybody)
    asked = {item for person in everybody for item in questions.asked_of(framework, round_, person)}
    assert asked == set(framework.items)
    assert questions.unheld(framework, round_) == ()
    board = next(person for person in everybody if framework.role[person.role].board)
    assert 15 <= len(questions.asked_of(framework, round_, board)) <= 25


def round_of(framework: Framework, *people: Respondent) -> Round:
    return Round("b", "1", Settings(framework.edition, "B", "2027-01"), people)


def test_a_question_that_is_handed_on_moves_to_the_other_role(framework: Framework) -> None:
    item = next(item for item in framework.items.values() if "bestuur" in item.roles and "it" not in item.roles)
    board, it = Respondent("bestuur-1", "bestuur", answers={item.id: Answer(asked="it")}), Respondent("it-1", "it")
    round_ = round_of(framework, board, it)
    assert item.id not in questions.asked_of(framework, round_, board)
    assert item.id in questions.asked_of(framework, round_, it)
    assert questions.handed_to(round_, it) == (item.id,)
    # Nobody is handed their own question.
    assert questions.handed_to(round_, board) == ()


@pytest.mark.parametrize(("answer", "held"), [
    (Answer(), False), (Answer(paper=1), True), (Answer(paper=UNKNOWN, practice=UNKNOWN), True), (Answer(asked="it"), False),
    (Answer(asked="bestuur"), True), (Answer(note="alleen een notitie"), False),
])
def test_what_nobody_holds_is_listed_until_somebody_does(framework: Framework, answer: Answer, held: bool) -> None:
    item = next(item for item in framework.items.values() if "bestuur" not in item.roles and "it" not in item.roles)
    round_ = round_of(framework, Respondent("bestuur-1", "bestuur", answers={item.id: answer}))
    assert (item.id not in questions.unheld(framework, round_)) == held


def test_the_snelscan_takes_about_twenty_minutes(framework: Framework) -> None:
    assert 15 <= questions.minutes(framework, scans=len(framework.domains)) <= 25
