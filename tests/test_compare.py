"""Two rounds beside each other: every difference has one explanation, and the numbers add up, over made-up frameworks and rounds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nulmeting.answers import (
    Answer,
    Decision,
    Evidence,
    GroupDecision,
    Respondent,
    Round,
    changed_answer,
    changed_group,
    combined,
    copied,
    said_of,
)
from nulmeting.compare import EXPLANATIONS, FATES, Comparison, ItemChange, compared
from nulmeting.errors import BoardError
from nulmeting.framework import Carry, Framework, Succession
from nulmeting.outcome import assessed
from nulmeting.scoring import scored
from tests import generated


def next_round(framework: Framework, before: Round, under: Framework | None = None) -> Round:
    """The round that begins with the answers of `before`."""
    return replace(copied(framework, under or framework, before).round, id="2")


def judged_again(random: Random, framework: Framework, round_: Round) -> Round:
    """The round after people went through a part of it again, changed some answers, and somebody new came along."""
    people = []
    for person in round_.respondents:
        answers = dict(person.answers)
        for item in framework.items.values():
            if generated.one_in(random, 3):
                change = said_of(generated.answer(random, framework, item), Answer())
                answers[item.id] = changed_answer(framework, item.id, answers.get(item.id, Answer()), change)
            elif item.id in answers and generated.one_in(random, 3):
                answers[item.id] = changed_answer(framework, item.id, answers[item.id], {"carried": False})
        people.append(replace(person, answers=answers))
    if generated.one_in(random, 3):
        people.append(replace(generated.respondent(random, framework, 9), id="person-new"))
    group = dict(round_.group)
    for item in framework.items.values():
        if generated.one_in(random, 8):
            group[item.id] = changed_group(framework, item.id, group.get(item.id, GroupDecision()), {"paper": random.randint(1, framework.top)})
    done = {action: Decision("done", date="2027-01-01") for action in framework.actions if generated.one_in(random, 4)}
    return replace(round_, respondents=tuple(people), group=group, decisions=done)


@st.composite
def two_rounds(draw: st.DrawFn) -> tuple[Framework, Round, Round]:
    """A round, and a next one: begun with it, or answered from nothing."""
    framework, before = draw(generated.cases())
    if draw(st.booleans()):
        return framework, before, replace(draw(generated.rounds(framework)), id="2")
    return framework, before, judged_again(Random(draw(generated.SEEDS)), framework, next_round(framework, before))


def successor(random: Random, framework: Framework) -> Framework:
    """A next edition: items under other ids, reworded, split, dropped and new ones, and sometimes another table."""
    items, carry, moved = dict(framework.items), {}, {}
    for name in framework.items:
        how = random.choice(["stays", "stays", "same", "reworded", "split", "dropped"])
        if how == "stays" or len(items) == 1:
            continue
        old = items.pop(name)
        if how in ("same", "reworded"):
            moved[name] = f"new-{name}"
            items[moved[name]] = replace(old, id=moved[name])
        carry[name] = Carry(name, how, moved.get(name))
    for number in range(random.randint(0, 2)):
        domain = random.choice(framework.domains)
        items[f"extra-{number}"] = generated.item(random, f"extra-{number}", domain.id)
    domains = tuple(
        replace(domain, items=inside) for domain in framework.domains
        if (inside := tuple(item.id for item in items.values() if item.domain == domain.id))
    )
    actions = {
        action.id: replace(action, lifts=lifts) for action in framework.actions.values()
        if (lifts := tuple(replace(lift, item=moved.get(lift.item, lift.item)) for lift in action.lifts
                           if moved.get(lift.item, lift.item) in items)) and any(domain.id == action.domain for domain in domains)
    }
    actions = {name: replace(action, needs=tuple(need for need in action.needs if need in actions)) for name, action in actions.items()}
    choices = framework.choices
    if generated.one_in(random, 3):
        choices = replace(choices, tables={name: generated.table(random, framework.top) for name in choices.tables})
    items = {item: items[item] for domain in domains for item in domain.items}
    return replace(
        framework, edition="made-up-later", items=items, domains=domains, actions=actions, choices=choices,
        parts=tuple(dict.fromkeys(domain.part for domain in domains)), succeeds=Succession("made-up", carry),
    )


# ---- what must hold of any two rounds --------------------------------------------------------------------------------------------


def adds_up(comparison: Comparison) -> None:
    """What must hold whatever was answered."""
    for change in comparison.items:
        assert change.explanation in (*EXPLANATIONS, "same")
        assert not (change.changed and change.explanation == "same"), change
        if not change.changed:
            assert change.explanation in ("same", "carried", "edition"), change
            if change.item and change.was and change.explanation != "edition":
                assert change.before == change.after
        assert (change.how is not None) == (change.explanation in ("edition", "scope")), change
    assert sum(comparison.counts.values()) == len(comparison.differences)
    in_domains = [comparison.counts_of(domain) for domain in comparison.domains]
    for explanation in EXPLANATIONS:
        assert sum(counts.get(explanation, 0) for counts in in_domains) == comparison.counts.get(explanation, 0)
    for trend in (comparison.total, *comparison.domains.values(), *comparison.axes.values()):
        if trend.change is not None:
            assert sum(trend.effects.values(), Fraction(0)) == trend.change
            assert set(trend.effects) <= set(EXPLANATIONS)
    assert comparison.total.then == comparison.before.scores.total.score
    assert comparison.total.now == comparison.after.scores.total.score
    assert [fate.action for fate in comparison.decisions] == list(comparison.before.round.decisions)
    assert {fate.fate for fate in comparison.decisions} <= set(FATES)


@given(two_rounds())
def test_every_difference_has_one_explanation_and_the_numbers_add_up(case: tuple[Framework, Round, Round]) -> None:
    framework, before, after = case
    comparison = compared(assessed(framework, before), assessed(framework, after))
    adds_up(comparison)
    assert [change.item for change in comparison.items] == list(framework.items)
    assert not comparison.carry and not comparison.left
    explained = {change.explanation for change in comparison.items}
    assert "edition" not in explained
    # A domain only has an effect of what happened in it.
    for domain, trend in comparison.domains.items():
        assert set(trend.effects) <= set(comparison.counts_of(domain))


@given(generated.cases())
def test_a_round_begins_exactly_where_the_last_one_ended(case: tuple[Framework, Round]) -> None:
    framework, before = case
    after = next_round(framework, before)
    assert combined(framework, after) == combined(framework, before)
    comparison = compared(assessed(framework, before), assessed(framework, after))
    assert not comparison.differences
    assert not comparison.total.effects
    answered = {
        *(item for person in before.respondents for item, answer in person.answers.items() if answer.answered), *before.group,
        *(item for domain in before.group_domains for item in framework.domain[domain].items),
    }
    assert set(comparison.waiting) == answered


@given(generated.cases(), generated.SEEDS)
def test_a_new_edition_loses_nothing_without_a_word(case: tuple[Framework, Round], seed: int) -> None:
    framework, before = case
    random = Random(seed)
    later = successor(random, framework)
    after = judged_again(random, later, next_round(framework, before, later))
    comparison = compared(assessed(framework, before), assessed(later, after))
    adds_up(comparison)
    # Every item of both editions comes by once.
    assert sorted(change.item for change in comparison.items if change.item) == sorted(later.items)
    assert sorted(change.was for change in comparison.items if change.was) == sorted(framework.items)
    assert later.succeeds is not None
    told = {change.was: change.how for change in comparison.carry}
    for name, carry in later.succeeds.carry.items():
        if carry.how != "same":
            assert told[name] in (carry.how, "refused")
    assert {change.item for change in comparison.carry if change.how == "new"} == set(later.items) - {
        carry.to for carry in later.carries(framework).values()    # type: ignore[union-attr]
    }


@given(generated.cases(), generated.SEEDS)
def test_judging_again_always_ends_carried(case: tuple[Framework, Round], seed: int) -> None:
    framework, before = case
    random = Random(seed)
    for person in next_round(framework, before).respondents:
        for item, answer in person.answers.items():
            assert answer.carried == answer.answered
            level = random.randint(1, framework.top)
            assert not changed_answer(framework, item, answer, {"paper": level}).carried
            assert not changed_answer(framework, item, answer, {"carried": False}).carried
            assert changed_answer(framework, item, answer, {"note": "seen", "discuss": True}).carried == answer.carried


# ---- one difference at a time --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def item(framework: Framework) -> str:
    """An item of the latest edition that may be n.v.t. and outsourced, and that an action lifts in practice."""
    lifters = framework.lifters()
    return next(
        item.id for item in framework.items.values() if item.not_applicable and item.outsourceable and lifters[item.id, "practice"]
    )


def change_of(framework: Framework, item: str, before: Answer, after: Answer, decisions: dict[str, Decision] | None = None) -> ItemChange:
    """What is said of `item` when one person's answer to it goes from one to the other, all else empty."""
    def outcome(id_: str, answer: Answer) -> Round:
        settings = generated.Settings(framework.edition, "Proef", "2027-01")
        person = Respondent("ibp-1", "ibp", answers={item: answer})
        return Round("proef", id_, settings, (person,), decisions=(decisions or {}) if id_ == "1" else {})

    comparison = compared(assessed(framework, outcome("1", before)), assessed(framework, outcome("2", after)))
    adds_up(comparison)
    return next(change for change in comparison.items if change.item == item)


TWO = Answer(2, 2)
PROOF = (Evidence("Verslag"),)
ONE_CHANGE = {
    "improved with evidence": (TWO, Answer(3, 3, evidence=PROOF), "improved", None),
    "higher without anything to show": (TWO, Answer(3, 3), "judged", None),
    "higher with the evidence there already was": (Answer(2, 2, evidence=PROOF), Answer(3, 3, evidence=PROOF), "judged", None),
    "one side higher, level the same, with evidence": (TWO, Answer(2, 3, evidence=PROOF), "improved", None),
    "lower": (TWO, Answer(1, 1), "judged", None),
    "lower with evidence": (TWO, Answer(1, 1, evidence=PROOF), "worsened", None),
    "one up, one down, with evidence": (TWO, Answer(1, 3, evidence=PROOF), "judged", None),
    "now known": (Answer(2, "unknown"), Answer(2, 3, evidence=PROOF), "known", None),
    "no longer known": (TWO, Answer(2, "unknown"), "unknown", None),
    "not applicable now": (TWO, Answer(2, 2, not_applicable=True, reason="nee"), "scope", "not_applicable"),
    "applicable now": (Answer(not_applicable=True, reason="nee"), TWO, "scope", "applicable"),
    "outsourced now": (TWO, Answer(4, 4, outsourced=True, evidence=PROOF), "scope", "outsourced"),
    "no longer outsourced": (Answer(2, 2, outsourced=True), TWO, "scope", "insourced"),
    "carried though the earlier round changed": (TWO, Answer(3, 3, carried=True), "carried", None),
    "carried": (TWO, Answer(2, 2, carried=True), "carried", None),
    "the same": (TWO, TWO, "same", None),
    "the same, with evidence now": (TWO, Answer(2, 2, evidence=PROOF), "same", None),
    "n.v.t. twice with other sides": (
        Answer(1, 1, not_applicable=True, reason="a"), Answer(2, 2, not_applicable=True, reason="b"), "same", None,
    ),
}


@pytest.mark.parametrize(("before", "after", "explanation", "how"), ONE_CHANGE.values(), ids=ONE_CHANGE)
def test_one_change_is_explained(framework: Framework, item: str, before: Answer, after: Answer, explanation: str, how: str | None) -> None:
    change = change_of(framework, item, before, after)
    assert (change.explanation, change.how) == (explanation, how)
    assert change.changed == (explanation not in ("same",) and before != replace(after, carried=False))


def test_an_action_that_was_done_is_something_to_show(framework: Framework, item: str) -> None:
    action = framework.lifters()[item, "practice"][0]
    for status, explanation in (("done", "improved"), ("planned", "judged"), ("declined", "judged")):
        change = change_of(framework, item, TWO, Answer(2, 3), {action: Decision(status, reason="nee")})
        assert change.explanation == explanation
        assert change.actions == ((action,) if status == "done" else ())
    # It explains the side it lifts, not a fall.
    assert change_of(framework, item, TWO, Answer(2, 1), {action: Decision("done")}).explanation == "judged"


def test_what_the_group_settled_on_holds_until_somebody_judges_again(framework: Framework, item: str) -> None:
    person = Respondent("ibp-1", "ibp", answers={item: Answer(2, 2)})
    settings = generated.Settings(framework.edition, "Proef", "2027-01")
    before = Round("proef", "1", settings, (person,), {item: GroupDecision(confirmed=4, comment="samen")})
    after = next_round(framework, before)
    assert combined(framework, after)[item].confirmed == 4
    again = changed_answer(framework, item, after.respondents[0].answers[item], {"carried": False})
    after = replace(after, respondents=(replace(after.respondents[0], answers={item: again}),))
    sides = combined(framework, after)
    assert sides[item].confirmed is None
    assert scored(framework, sides).items[item].level == 2
    settled = changed_group(framework, item, after.group[item], {"confirmed": 3})
    assert combined(framework, replace(after, group={item: settled}))[item].confirmed == 3


@pytest.mark.parametrize(("now", "decision", "again", "fate"), [
    (Answer(3, 3), Decision("planned"), None, "reached"),
    (Answer(1, 2), Decision("planned"), None, "partly"),
    (Answer(1, 1), Decision("planned"), None, "open"),
    (Answer(1, 1), Decision("planned"), Decision("done"), "done"),
    (Answer(1, 1), Decision("planned"), Decision("planned"), "open"),
    (Answer(1, 1), Decision("done"), None, "done"),
    (Answer(3, 3), Decision("declined", reason="nee"), None, "declined"),
    (Answer(not_applicable=True, reason="nee"), Decision("planned"), None, "reached"),
])
def test_what_became_of_a_decision(now: Answer, decision: Decision, again: Decision | None, fate: str) -> None:
    framework = small()
    settings = generated.Settings(framework.edition, "Proef", "2027-01")

    def outcome(answer: Answer, decisions: dict[str, Decision]) -> Round:
        return Round("proef", "1", settings, (Respondent("p", "r-one", answers={"i-1": answer}),), decisions=decisions)

    comparison = compared(
        assessed(framework, outcome(Answer(1, 1), {"a-1": decision})), assessed(framework, outcome(now, {"a-1": again} if again else {})),
    )
    adds_up(comparison)
    assert [found.fate for found in comparison.decisions] == [fate]


def test_an_edition_that_says_nothing_of_another_cannot_be_compared_with_it() -> None:
    framework = small()
    other = replace(framework, edition="elsewhere")
    round_ = Round("proef", "1", generated.Settings(framework.edition, "Proef", "2027-01"))
    with pytest.raises(BoardError) as caught:
        compared(assessed(framework, round_), assessed(other, round_))
    assert caught.value.message == "carry-none"


def small() -> Framework:
    """One domain with one item that one action lifts to the target on both sides."""
    random = Random(1)
    choices = generated.choices(random, 5, 3)
    item_ = replace(generated.item(random, "i-1", "d-1"), not_applicable=True)
    action = replace(
        generated.action(random, 1, [item_], "d-1", 5, []), lifts=(generated.Lift("i-1", "paper", 3), generated.Lift("i-1", "practice", 3)),
        hours=Fraction(8),
    )
    return Framework(
        edition="small", levels=(1, 2, 3, 4, 5), target=3, parts=("part-0",), attention=(), sources=("b-one",), reference=None,
        deadlines=(), domains=(generated.Domain("d-1", "part-0", 1, None, True, ("i-1",)),), items={"i-1": item_},
        actions={"a-1": replace(action, id="a-1")}, choices=choices, published_items={},
    )
