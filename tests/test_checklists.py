"""Checklists: an answer changes the plan and the questions it should, and nothing else; and a new one needs no program."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nulmeting import files
from nulmeting.answers import THE_BOARD, Answer, Decision, Form, PointAnswer, Respondent, Round, Scan, Settings, changed_form, form_of
from nulmeting.checklists import POINT, doubts, filled, steps
from nulmeting.errors import BoardError, DataError
from nulmeting.files import Home, Place, Writer
from nulmeting.framework import SAID, Framework
from nulmeting.outcome import Outcome, assessed, of_checklist
from nulmeting.plan import _Planner, planned_of
from nulmeting.reading import read
from nulmeting.report import VARIANTS, Card, Table, alone, as_html, document
from nulmeting.sector import measured
from nulmeting.views import checklists as views
from nulmeting.views import plan as plan_view
from nulmeting.words import Words
from tests.test_page import Page, is_a_sentence
from widgets import meeting, questionnaire, show
from widgets.session import Session

PHONE, DAILY = "telefonie", "privacy-praktijk"


def round_of(framework: Framework, checklist: str = PHONE, answers: Mapping[str, str] | None = None, forms: int = 1, **items: Answer) -> Round:
    """A board that said this of the points of one checklist, in so many forms, and of items (underscores for hyphens)."""
    form = Form({point: PointAnswer(value) for point, value in (answers or {}).items()})
    names = [THE_BOARD] if framework.checklists[checklist].filled_by == "board" else [f"school00{number}" for number in range(forms)]
    person = Respondent("ibp-1", "ibp", answers={name.replace("_", "-"): answer for name, answer in items.items()})
    return Round("proef", "1", Settings(framework.edition, "Proef", "2027-01"), (person,) if items else (),
                 checklists={checklist: dict.fromkeys(names, form)} if answers else {})


def everything_else(outcome: Outcome) -> dict[str, Any]:
    """What no checklist may change."""
    return {
        "sides": outcome.sides, "items": outcome.scores.items, "total": outcome.scores.total, "axes": outcome.scores.axes,
        "position": outcome.position, "gaps": outcome.gaps, "contradictions": outcome.contradictions,
        "uncovered": outcome.plan.roadmap.uncovered,
    }


# ---- what an answer changes, and nothing else -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "share"), [
    ("no", Fraction(1)), ("partly", Fraction(1, 2)), ("unknown", Fraction(1, 2)), ("yes", Fraction(0)), (None, Fraction(0)),
])
def test_a_point_opens_as_much_as_its_answer_leaves(framework: Framework, value: str | None, share: Fraction) -> None:
    round_ = round_of(framework, answers={"bij-vertrek": value} if value else {})
    weight = framework.checklists[PHONE].points["bij-vertrek"].weight
    assert steps(framework, round_) == ({(POINT + PHONE, "bij-vertrek", 0): weight * share} if share else {})
    # In the plan half of it counts, as of the weight of an item.
    assert of_checklist(assessed(framework, round_), PHONE).value == weight * share / 2


def test_n_v_t_opens_nothing(framework: Framework) -> None:
    assert steps(framework, round_of(framework, DAILY, {"overstap": SAID[-1]}, forms=9)) == {}


@pytest.mark.parametrize(("board", "checklist", "point"), [("demo-half", PHONE, "bij-vertrek"), ("demo-starter", DAILY, "wachtwoorden")])
def test_an_answer_changes_the_plan_and_the_questions_it_should_and_nothing_else(
    home: Home, framework: Framework, board: str, checklist: str, point: str
) -> None:
    round_ = files.read_round(files.find_round(home, board), framework).round
    other = DAILY if checklist == PHONE else PHONE
    said = {name: assessed(framework, replace(round_, checklists=round_of(framework, checklist, {point: name}, forms=6).checklists))
            for name in ("yes", "no")}
    before = assessed(framework, round_)
    # All well is as if nobody had asked.
    assert (said["yes"].plan, said["yes"].doubts) == (before.plan, before.doubts)
    for outcome in said.values():
        assert everything_else(outcome) == everything_else(before)
        assert outcome.checklists[other] == before.checklists[other]
    known = framework.checklists[checklist].points[point]
    assert {thing.option.id for thing in of_checklist(said["no"], checklist).tomorrow} <= set(known.actions)
    was, now = _brings(before), _brings(said["no"])
    assert all(now[action] - was[action] >= known.weight / 2 for action in known.actions)
    # Every other action brings what it brought.
    assert all(now[action] == was[action] for action in framework.actions if action not in known.actions)
    # Questions are raised at items it is linked to, and only there.
    assert set(said["no"].doubts) <= {link.item for link in known.links}


def _brings(outcome: Outcome) -> dict[str, Fraction]:
    """What every action would bring alone, as the plan reckons it."""
    planner = _Planner(outcome.framework, outcome.round, outcome.scores, outcome.position, outcome.gaps)
    return {action: planner._points(planner.by_id[action], {}) if action in planner.by_id else Fraction(0) for action in outcome.framework.actions}


def test_an_action_of_a_checklist_is_there_once_a_point_asks_for_it(framework: Framework) -> None:
    own = framework.checklists[PHONE].own
    starter = Answer(paper=1, practice=1)
    # Its lifts alone do not bring it in: the board that never opened the list sees the catalogue's actions.
    items = {name.replace("-", "_"): starter for name in framework.items}
    without = assessed(framework, round_of(framework, **items))
    listed = {entry.action for entry in without.plan.roadmap.entries} | set(without.plan.roadmap.later)
    assert not set(own) & measured(framework, without.round).actions
    assert not set(own) & (listed | {thing.option.id for thing in without.plan.tomorrow} | set(without.plan.others))
    asked = assessed(framework, round_of(framework, answers=dict.fromkeys(framework.checklists[PHONE].points, "no"), **items))
    planned = {entry.action for entry in asked.plan.roadmap.entries} | {thing.option.id for thing in asked.plan.tomorrow}
    assert len(set(own) & planned) >= 3    # some bring nothing that others did not bring already


def test_the_telephony_list_has_its_own_five_things(framework: Framework) -> None:
    """15 questions in 5 groups, 4 themes, 7 places, 4 moves, 5 situations; alone, all no, it gives exactly its own five."""
    known = framework.checklists[PHONE]
    counts = [len(part) for part in (known.points, known.groups, known.themes, known.spots, known.moves, known.situations, known.own)]
    assert counts == [15, 5, 4, 7, 4, 5, 5]
    round_ = round_of(framework, answers=dict.fromkeys(known.points, "no"))
    plan = of_checklist(assessed(framework, round_), PHONE)
    assert {thing.option.id for thing in plan.tomorrow} == set(known.own)
    assert plan.optimal and not plan.relaxed and plan.hours <= framework.choices.plan.hours_together
    # A board that does nothing else meets them in its whole plan too.
    assert set(known.own) & {thing.option.id for thing in assessed(framework, round_).plan.tomorrow}


@settings(max_examples=25)
@given(data=st.data())
def test_a_better_answer_never_adds_to_the_plan_of_a_checklist(framework: Framework, data: st.DataObject) -> None:
    points = list(framework.checklists[PHONE].points)
    answers = data.draw(st.dictionaries(st.sampled_from(points), st.sampled_from(["yes", "partly", "no", "unknown"])))
    point = data.draw(st.sampled_from(points))
    empty = assessed(framework, round_of(framework))
    values = [
        planned_of(framework, round_of(framework, answers={**answers, point: said}), empty.scores, empty.position, PHONE).value
        for said in ("no", "partly", "yes")
    ]
    assert values == sorted(values, reverse=True)


def test_all_well_leaves_nothing_to_do(framework: Framework) -> None:
    for name, known in framework.checklists.items():
        outcome = assessed(framework, round_of(framework, name, dict.fromkeys(known.points, "yes"), forms=5))
        assert of_checklist(outcome, name).tomorrow == () and not outcome.doubts


def test_what_was_done_or_declined_leaves_the_five_of_a_checklist_too(framework: Framework) -> None:
    round_ = round_of(framework, answers=dict.fromkeys(framework.checklists[PHONE].points, "no"))
    first, second = (thing.option.id for thing in of_checklist(assessed(framework, round_), PHONE).tomorrow[:2])
    after = replace(round_, decisions={first: Decision("done"), second: Decision("declined", reason="nu niet")})
    assert not {first, second} & {thing.option.id for thing in of_checklist(assessed(framework, after), PHONE).tomorrow}


def test_a_point_that_no_action_is_left_for_is_no_level_that_is_not_reached(framework: Framework, words: Words) -> None:
    round_ = round_of(framework, answers={"bij-vertrek": "no"})
    actions = framework.checklists[PHONE].points["bij-vertrek"].actions
    declined = replace(round_, decisions={action: Decision("declined", reason="nu niet") for action in actions})
    outcome = assessed(framework, declined)
    assert outcome.plan.roadmap.uncovered == () and plan_view.view(outcome, words)["roadmap"]["uncovered"] == ""


# ---- questions beside an item -----------------------------------------------------------------------------------------------------------

HIGH, LOW = Answer(paper=3, practice=3), Answer(paper=2, practice=2)


@pytest.mark.parametrize(("answers", "item", "asks"), [
    ({"overeenkomst": "no"}, HIGH, True),
    ({"overeenkomst": "partly"}, HIGH, False),       # one half is not enough (data)
    ({"overeenkomst": "unknown"}, HIGH, False),      # not knowing contradicts nobody
    ({"overeenkomst": "yes"}, HIGH, False),
    ({"overeenkomst": "no"}, LOW, False),
    ({"overeenkomst": "no"}, Answer(paper=3, practice=2), False),    # the point is about practice
    ({"overeenkomst": "no"}, Answer(paper="unknown", practice=3), True),
    ({"overeenkomst": "no"}, Answer(), False),
])
def test_a_high_answer_is_questioned_by_points_that_say_no(framework: Framework, answers: dict[str, str], item: Answer, asks: bool) -> None:
    outcome = assessed(framework, round_of(framework, answers=answers, v_verwerkersovereenkomsten=item))
    assert ("v-verwerkersovereenkomsten" in outcome.doubts) is asks


def test_two_halves_are_enough(framework: Framework) -> None:
    answers = {"bij-uitval": "partly", "tweede-weg": "partly"}
    outcome = assessed(framework, round_of(framework, answers=answers, v_doorwerken_zonder_systemen=HIGH))
    [found] = outcome.doubts["v-doorwerken-zonder-systemen"]
    assert found.points == ("bij-uitval", "tweede-weg") and found.checklist == PHONE


def test_an_estimate_is_nobodys_answer(framework: Framework) -> None:
    person = Respondent("ibp-1", "ibp", scan={"privacy-5": Scan(4, 4)})
    round_ = replace(round_of(framework, answers={"overeenkomst": "no"}), respondents=(person,))
    assert assessed(framework, round_).doubts == {}


def test_the_question_stands_beside_the_item_in_the_meeting_and_in_the_report(home: Home, framework: Framework, words: Words) -> None:
    session = Session(files.find_round(home, "demo-denker"), framework, words)
    session.join("ibp-1")
    [item, *_] = session.levels.doubts
    state = questionnaire.item_state(session, framework.items[item])
    asked = [text for text in state["asks"] if words(f"checklist.{PHONE}.title") in text]
    assert len(asked) == 1 and is_a_sentence(asked[0], words) is False    # it is a question
    assert asked[0].endswith("?")
    session.release(True)
    assert asked[0] in meeting.view(session, f"all:{item}")["asks"]
    shown = as_html(document(read(home, "demo-denker"), VARIANTS[0]))
    assert words(f"item.{item}.title") in shown and "Hoe past dat bij elkaar?" in shown


def test_the_plan_names_the_checklist_as_the_reason(home: Home, framework: Framework, words: Words) -> None:
    outcome = assessed(framework, files.read_round(files.find_round(home, "demo-koploper"), framework).round)
    reasons = [reason for thing in plan_view.view(outcome, words)["things"] for reason in thing["why"]]
    assert any(words(f"checklist.{DAILY}.title") in reason for reason in reasons)


# ---- schools together, and nobody apart -----------------------------------------------------------------------------------------------


def test_schools_are_put_together_from_five_forms_on(framework: Framework, words: Words) -> None:
    known = framework.checklists[DAILY]
    few, enough = (assessed(framework, round_of(framework, DAILY, dict.fromkeys(known.points, "no"), forms=count)) for count in (4, 5))
    assert few.checklists[DAILY].hidden and set(few.checklists[DAILY].said.values()) == {None}
    assert of_checklist(few, DAILY).tomorrow == () and not few.doubts
    assert views.together(words, known, few.checklists[DAILY])["rows"] == []
    assert not any(isinstance(block, Table | Card) for block in alone(few, words, DAILY).blocks)
    assert not enough.checklists[DAILY].hidden and set(enough.checklists[DAILY].said.values()) == {"no"}
    assert len(of_checklist(enough, DAILY).tomorrow) == 5
    assert len(views.together(words, known, enough.checklists[DAILY])["rows"]) == len(known.points)


def test_a_point_that_few_answered_is_not_told(framework: Framework) -> None:
    forms = {f"school00{number}": Form({"wachtwoorden": PointAnswer("yes"), **({"geen-stick": PointAnswer("no")} if number < 4 else {})})
             for number in range(8)}
    fill = filled(framework, replace(round_of(framework), checklists={DAILY: forms}))[DAILY]
    assert (fill.said["wachtwoorden"], fill.said["geen-stick"]) == ("yes", None)


@pytest.mark.parametrize(("no", "of", "said"), [(0, 8, "yes"), (1, 8, "yes"), (2, 8, "partly"), (5, 8, "partly"), (6, 8, "no"), (8, 8, "no")])
def test_schools_say_it_in_three_words_and_never_in_a_number(framework: Framework, no: int, of: int, said: str) -> None:
    forms = {f"school00{number}": Form({"wachtwoorden": PointAnswer("no" if number < no else "yes")}) for number in range(of)}
    round_ = replace(round_of(framework), checklists={DAILY: forms})
    assert filled(framework, round_)[DAILY].said["wachtwoorden"] == said


def test_what_a_school_wrote_is_in_no_document(home: Home, framework: Framework, words: Words) -> None:
    round_ = round_of(framework, DAILY, {"wachtwoorden": "no"}, forms=6)
    noted = {name: Form({"wachtwoorden": PointAnswer("no", "GEHEIM")}) for name in round_.checklists[DAILY]}
    shown = as_html(alone(assessed(framework, replace(round_, checklists={DAILY: noted})), words, DAILY))
    assert "GEHEIM" not in shown and "school001" not in shown


# ---- on disk ----------------------------------------------------------------------------------------------------------------------------


def test_a_filled_in_checklist_is_a_log_of_its_own(place: Place, framework: Framework) -> None:
    log = Writer(place, f"checklists/{PHONE}", framework)
    log.append("ibp-1", "point", "bij-vertrek", {"value": "no"})
    log.append("bestuur-1", "point", "bij-vertrek", {"value": "partly", "note": "Bijna."})
    log.append("ibp-1", "situation", "deuren", {"recognised": True})
    Writer(place, f"checklists/{DAILY}", framework).append("abcd2345", "point", "overstap", {"value": SAID[-1]})
    round_ = files.read_round(place, framework).round
    assert round_.form(PHONE, THE_BOARD) == Form({"bij-vertrek": PointAnswer("partly", "Bijna.")}, ("deuren",))
    assert round_.checklists[DAILY] == {"abcd2345": Form({"overstap": PointAnswer(SAID[-1])})}
    log.append("ibp-1", "point", "bij-vertrek", {"value": None, "note": ""})
    log.append("ibp-1", "situation", "deuren", {"recognised": False})
    assert files.read_round(place, framework).round.form(PHONE, THE_BOARD) == Form()
    assert len(log.path.read_text(encoding="utf-8").splitlines()) == 6


def test_the_log_of_a_list_that_is_gone_stays_as_it_is(place: Place, framework: Framework, words: Words) -> None:
    path = place.folder / "checklists" / "oud.jsonl"
    path.parent.mkdir()
    path.write_text('{"edition":"x"}\n', encoding="utf-8")
    opened = files.read_round(place, framework)
    assert [notice.message for notice in opened.notices] == ["checklist-gone"] and opened.round.checklists == {}
    assert is_a_sentence(words.error(opened.notices[0]), words) and path.read_text(encoding="utf-8") == '{"edition":"x"}\n'


def test_a_list_that_was_taken_away_takes_its_decisions_along_and_not_the_round(place: Place, framework: Framework) -> None:
    Writer(place, f"checklists/{PHONE}", framework).append("ibp-1", "point", "bij-vertrek", {"value": "no"})
    own, other = framework.checklists[PHONE].own[0], "ib04-drie-namen"
    log = Writer(place, "decisions", framework)
    log.append("ibp-1", "decision", own, {"status": "planned", "function": "", "date": ""})
    log.append("ibp-1", "decision", other, {"status": "done", "date": "2027-01-01"})
    log.append("ibp-1", "decision", "ib01-jaarplanning", {"status": "wanted", "instead_of": own})
    without = replace(framework, checklists={DAILY: framework.checklists[DAILY]},
                      actions={name: action for name, action in framework.actions.items() if name not in framework.checklists[PHONE].own})
    opened = files.read_round(place, without)
    assert set(opened.round.decisions) == {other} and [notice.message for notice in opened.notices] == ["checklist-gone"]


def test_a_point_that_was_taken_out_is_set_aside_and_said(place: Place, framework: Framework, words: Words) -> None:
    log = Writer(place, f"checklists/{PHONE}", framework)
    log.append("ibp-1", "point", "bij-vertrek", {"value": "no"})
    log.append("ibp-1", "point", "fax", {"value": "no"})
    opened = files.read_round(place, framework)
    assert opened.round.form(PHONE, THE_BOARD) == Form({"bij-vertrek": PointAnswer("no")})
    assert [notice.message for notice in opened.notices] == ["set-aside"] and "fax" in words.error(opened.notices[0])


def test_checklists_stay_with_the_round_they_belong_to(place: Place, framework: Framework) -> None:
    Writer(place, f"checklists/{PHONE}", framework).append("ibp-1", "point", "bij-vertrek", {"value": "no"})
    made = files.copy_round(place, "2", framework)
    assert files.read_round(made.place, framework).round.checklists == {}


@pytest.mark.parametrize(("is_", "on", "id_", "change"), [
    ("point-answer", "point", "bij-vertrek", {"value": "misschien"}), ("point-answer", "point", "bij-vertrek", {"value": ["no"]}),
    ("point-answer", "point", "bij-vertrek", {"value": 1}), ("not-applicable-impossible", "point", "bij-vertrek", {"value": SAID[-1]}),
    ("unknown-id", "point", "bij-aankomst", {"value": "no"}), ("unknown-id", "situation", "regen", {"recognised": True}),
    ("unknown-field", "point", "bij-vertrek", {"waarde": "no"}), ("unknown-field", "situation", "deuren", {"value": "no"}),
    ("not-yes-or-no", "situation", "deuren", {"recognised": "ja"}), ("not-text", "point", "bij-vertrek", {"note": 3}),
    ("too-long", "point", "bij-vertrek", {"note": "x" * 5001}), ("unknown-field", "item", "bij-vertrek", {"value": "no"}),
])
def test_what_cannot_be_said_of_a_point(framework: Framework, words: Words, is_: str, on: str, id_: str, change: dict[str, Any]) -> None:
    with pytest.raises(BoardError) as caught:
        changed_form(framework, PHONE, Form(), on, id_, change)
    assert caught.value.message == is_ and is_a_sentence(words.error(caught.value), words)


@pytest.mark.parametrize("code", ["", "kort", "ABCD2345", "abcd-234", "abcd23456", None, "../../et"])
def test_what_is_no_code(framework: Framework, words: Words, code: Any) -> None:
    with pytest.raises(BoardError) as caught:
        form_of(framework, DAILY, code)
    assert caught.value.message == "form-code" and is_a_sentence(words.error(caught.value), words)
    assert form_of(framework, PHONE, code) == THE_BOARD


# ---- on the page ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(own_home: Home, framework: Framework, words: Words) -> Page:
    """A page about the telephony list alone, on which somebody began."""
    page = Page(own_home, framework, words, checklist=PHONE)
    assert page.page["title"] == words(f"checklist.{PHONE}.title")
    assert page.hear({"do": "begin", "n": 1, "name": "De Proef", "schools": 3, "role": "bestuur", "person": ""})["to"] == "done"
    return page


def test_a_page_about_one_checklist_opens_it_keeps_each_answer_and_follows_it(page: Page, framework: Framework, own_home: Home) -> None:
    assert (page.page["view"], page.page["section"], page.page["board"]["alone"]) == ("checklist", PHONE, True)
    assert page.page["said"]["five"] == []
    said = page.hear({"do": "answer", "n": 2, "on": "point", "id": "bij-vertrek", "at": f"{PHONE}:{THE_BOARD}", "set": {"value": "no"}})
    assert said["to"] == "saved"
    assert {thing["id"] for thing in said["checklist"]["five"]} <= {*framework.checklists[PHONE].points["bij-vertrek"].actions}
    page.hear({"do": "answer", "n": 3, "on": "situation", "id": "oud-collega", "at": PHONE, "set": {"recognised": True}})
    said = page.hear({"do": "answer", "n": 4, "on": "point", "id": "wie-beheert", "at": PHONE, "set": {"value": "yes"}})
    # What was recognised and what was answered do not go together: it asks.
    assert len(said["checklist"]["asks"]) == 1
    assert [theme["plays"] for theme in said["checklist"]["themes"]] == [False, True, False, False]
    round_ = files.read_round(files.find_round(own_home, "de-proef"), framework).round
    assert round_.form(PHONE, THE_BOARD).value("bij-vertrek") == "no"
    # The same kernel gone, the page comes back where it was.
    place = page.page["here"]
    again = Page(own_home, framework, page._words, checklist=PHONE)
    assert again.hear({"do": "resume", "n": 1, **place})["to"] == "done"
    assert again.page["groups"][1]["points"][1]["value"] == "no"


def test_the_page_makes_a_report_of_one_checklist(page: Page) -> None:
    from base64 import b64decode

    said = page.hear({"do": "checklist-report", "n": 2, "id": PHONE})
    assert said["to"] == "pages" and said["name"].endswith(".pdf") and b64decode(said["content"]).startswith(b"%PDF")


def test_a_school_fills_in_under_a_code_that_alone_leads_back(own_home: Home, framework: Framework, words: Words) -> None:
    page = Page(own_home, framework, words)
    page.hear({"do": "begin", "n": 1, "name": "De Proef", "schools": 9, "role": "schoolleiding", "person": "Een Naam"})
    page.hear({"do": "go", "n": 2, "view": "checklist", "section": DAILY})
    assert page.page["form"] == "" and page.page["schools"]
    page.hear({"do": "form", "n": 3, "id": DAILY})
    code = page.page["form"]
    assert len(code) == 8 and page.page["section"] == f"{DAILY}:{code}"
    said = page.hear({"do": "answer", "n": 4, "on": "point", "id": "wachtwoorden", "at": f"{DAILY}:{code}", "set": {"value": "no"}})
    assert said["to"] == "saved" and said["checklist"]["together"]["rows"] == [] and said["checklist"]["five"] == []
    log = (own_home.boards / "de-proef").glob("*/checklists/*.jsonl").__next__().read_text(encoding="utf-8")
    line = json.loads(log.splitlines()[-1])
    assert "Een Naam" not in log and "schoolleiding" not in log and line["who"] == code
    # Nor the minute, which would tell who it was.
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", line["at"])
    # Somebody else: nothing of it is shown, but with the code.
    page.hear({"do": "go", "n": 5, "view": "checklist", "section": DAILY})
    assert all(point["value"] is None for group in page.page["groups"] for point in group["points"])
    assert page.hear({"do": "form", "n": 6, "id": DAILY, "code": "zzzz9999"})["text"] == words("error.form-unknown", value="zzzz9999")
    page.hear({"do": "form", "n": 7, "id": DAILY, "code": f" {code.upper()[:4]} {code[4:]}"})
    assert page.page["form"] == code and page.page["groups"][0]["points"][1]["value"] == "no"


def test_a_school_that_is_sent_to_its_list_is_nobody_in_the_round(place: Place, own_home: Home, framework: Framework, words: Words) -> None:
    page = Page(own_home, framework, words, Session(place, framework, words), checklist=DAILY)
    assert (page.page["view"], page.page["fills"], page.page["board"]["alone"]) == ("checklist", True, True)
    page.hear({"do": "form", "n": 1, "id": DAILY})
    code, here = page.page["form"], page.page["here"]
    answer = {"do": "answer", "on": "point", "id": "wachtwoorden", "at": f"{DAILY}:{code}", "set": {"value": "no"}}
    assert page.hear({**answer, "n": 2})["to"] == "saved"
    round_ = files.read_round(place, framework).round
    assert round_.respondents == () and round_.form(DAILY, code).value("wachtwoorden") == "no"
    # It says nothing of what the board fills in itself, and comes back with its code after a break.
    assert page.hear({**answer, "n": 3, "id": "bij-vertrek", "at": PHONE})["to"] == "problem"
    assert page.hear({"do": "answer", "n": 4, "on": "item", "id": "go-01", "set": {"paper": 3}})["to"] == "problem"
    again = Page(own_home, framework, words, Session(place, framework, words), checklist=DAILY)
    again.hear({"do": "resume", "n": 1, **here})
    assert again.page["form"] == code and again.page["groups"][0]["points"][1]["value"] == "no"


JUNK: dict[str, dict[str, Any]] = {
    "no checklist": {"do": "answer", "on": "point", "id": "bij-vertrek", "set": {"value": "no"}},
    "unknown checklist": {"do": "answer", "on": "point", "id": "bij-vertrek", "at": "niets", "set": {"value": "no"}},
    "a way out": {"do": "answer", "on": "point", "id": "bij-vertrek", "at": "../../x", "set": {"value": "no"}},
    "at is a list": {"do": "answer", "on": "point", "id": "bij-vertrek", "at": [PHONE], "set": {"value": "no"}},
    "no code": {"do": "answer", "on": "point", "id": "wachtwoorden", "at": DAILY, "set": {"value": "no"}},
    "a code with slashes": {"do": "answer", "on": "point", "id": "wachtwoorden", "at": f"{DAILY}:../../ab", "set": {"value": "no"}},
    "half a sign": {"do": "answer", "on": "point", "id": "\ud800", "at": PHONE, "set": {"value": "no"}},
    "an answer that is none": {"do": "answer", "on": "point", "id": "bij-vertrek", "at": PHONE, "set": {"value": {"a": 1}}},
    "a form of nothing": {"do": "form", "id": "niets"},
    "a form by a dict": {"do": "form", "id": DAILY, "code": {}},
    "a report of nothing": {"do": "checklist-report", "id": "niets"},
    "a view of nothing": {"do": "go", "view": "checklist", "section": "niets"},
}


@pytest.mark.parametrize("message", JUNK.values(), ids=JUNK)
def test_what_a_stranger_sends_is_answered_in_a_sentence(page: Page, own_home: Home, message: dict[str, Any]) -> None:
    said = page.hear({"n": 9, **message})
    assert said["to"] == "problem" and is_a_sentence(said["text"], page._words)
    assert not list(own_home.boards.rglob("checklists/*.jsonl"))


def test_an_adviser_reads_and_fills_in_nothing(page: Page) -> None:
    page.hear({"do": "advise", "n": 2, "name": "Bureau"})
    assert page.page["view"] == "checklist" and page.page["fills"] is False
    assert page.hear({"do": "answer", "n": 3, "on": "point", "id": "bij-vertrek", "at": PHONE, "set": {"value": "no"}})["to"] == "problem"


def test_the_notebook_alone_gives_its_own_document(
    monkeypatch: pytest.MonkeyPatch, home: Home, framework: Framework, words: Words
) -> None:
    monkeypatch.setenv("NULMETING_HOME", str(home.folder))
    for name in ("JPY_SESSION_NAME", "SERVER_SOFTWARE", "VOILA_PREHEAT"):
        monkeypatch.delenv(name, raising=False)
    made = show.show([], board="demo-denker", checklist=PHONE)
    assert made.document.title == words(f"checklist.{PHONE}.title")
    listed = show.show([], checklist=PHONE)._repr_html_()
    assert words(f"checklist.{PHONE}.point.bij-vertrek.question") in listed
    with pytest.raises(SystemExit) as caught:
        show.show([], checklist="niets")
    assert str(caught.value) == words("error.checklist-none", value="niets", known=list(framework.checklists))


# ---- a third one, by data only ----------------------------------------------------------------------------------------------------------

THIRD = {
    "checklist.yaml": """
editions: [normenkader-ibp-fo-2024-06]
filled_by: board
minutes: 3
groups: [sleutels]
points:
  - id: lijst-klopt
    group: sleutels
    links: [{item: v-bezoekers-en-sleutels, side: none}]
    actions: [ib12-sleutellijst, sleutels-tellen]
    weight: 2
    when: jaarlijks
    not_applicable: no
    law: none
  - id: reserve
    group: sleutels
    links: [{item: v-bezoekers-en-sleutels, side: practice}]
    actions: []
    weight: 1
    when: none
    not_applicable: yes
    law: none
situations: []
themes: []
spots: []
moves: []
actions:
  - id: sleutels-tellen
    domain: ib-12
    kind: controleren
    lifts: []
    first_hours: 0.25
    hours: 1
    owner: facilitair
    start: morgen
    cost: 0
    needs: []
    gmr: geen
    adopts: no
    duty: none
    source: [eigen]
    help: []
""",
    "text/nl.yaml": """
title: Sleutels
about: Twee vragen over sleutels.
intro: Loop langs het sleutelkastje.
group: {sleutels: Sleutels}
point:
  lijst-klopt: {question: Klopt de lijst met sleutels?, help: Tel ze.}
  reserve: {question: Is er een reserve?, help: Kijk in de kluis., not_applicable: Alles gaat met een pas., no_action: Een reserve laat u bijmaken.}
actions:
  sleutels-tellen: {title: Tel de sleutels., first_step: Pak het kastje., leaves: Een getal met een datum.}
""",
}


def test_a_third_checklist_needs_no_program(own_home: Home, words: Words) -> None:
    for name, text in THIRD.items():
        path: Path = own_home.checklists / "sleutels" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    framework = files.read_framework(own_home, files.editions(own_home)[-1])
    known = files.read_words(own_home, "nl", framework)
    page = Page(own_home, framework, known)
    page.hear({"do": "begin", "n": 1, "name": "De Proef", "schools": 3, "role": "bestuur", "person": ""})
    page.hear({"do": "go", "n": 2, "view": "checklists"})
    titles = [entry["title"] for entry in page.page["entries"]]
    assert titles == [known(f"checklist.{name}.title") for name in framework.checklists] and "Sleutels" in titles
    page.hear({"do": "go", "n": 3, "view": "checklist", "section": "sleutels"})
    assert [point["title"] for point in page.page["groups"][0]["points"]] == ["Klopt de lijst met sleutels?", "Is er een reserve?"]
    for number, point in enumerate(("lijst-klopt", "reserve"), start=4):
        said = page.hear({"do": "answer", "n": number, "on": "point", "id": point, "at": "sleutels", "set": {"value": "no"}})
    assert {"sleutels-tellen"} <= {thing["id"] for thing in said["checklist"]["five"]}
    assert said["checklist"]["no_action"] == ["Een reserve laat u bijmaken."]
    assert [step[1] for step in steps(framework, page._session.round)] == ["lijst-klopt"]    # what nothing helps with waits for nothing
    page.hear({"do": "answer", "n": 6, "on": "item", "id": "v-bezoekers-en-sleutels", "set": {"paper": 3, "practice": 3}})
    found = read(own_home, "de-proef")
    assert found.outcome.doubts["v-bezoekers-en-sleutels"][0].points == ("lijst-klopt", "reserve")
    shown = as_html(document(found, VARIANTS[0]))
    assert "Tel de sleutels." in shown and "Klopt de lijst met sleutels?" in shown and "Telefonie en communicatie" not in shown
    assert "sleutels-tellen" in {entry.action for entry in found.outcome.plan.roadmap.entries} & set(found.outcome.plan.others)
    # And its mistakes are found as those of any other.
    path = own_home.checklists / "sleutels" / "checklist.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("v-bezoekers-en-sleutels, side: none", "v-sleutels, side: none"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        files.read_framework(own_home, framework.edition)
    assert words.error(caught.value) == "checklists/sleutels/checklist.yaml, bij lijst-klopt: 'v-sleutels' bestaat niet. Controleer de spelling."


def test_every_question_helps_to_something_that_can_begin_tomorrow(framework: Framework) -> None:
    for known in framework.checklists.values():
        for point in known.points.values():
            assert any(framework.startable(framework.actions[action]) for action in point.actions), point.id
            assert point.law is None or point.law.status in framework.checklist_rules.legal


def test_where_law_is_involved_the_fg_is_named(framework: Framework, words: Words) -> None:
    for name, known in framework.checklists.items():
        for point in known.points.values():
            if point.law:
                assert "uw FG" in words(f"checklist.{name}.point.{point.id}.law"), point.id


def test_doubts_look_at_the_table_they_are_given(home: Home, framework: Framework) -> None:
    outcome = assessed(framework, files.read_round(files.find_round(home, "demo-denker"), framework).round)
    assert doubts(framework, replace(outcome.round, checklists={}), outcome.sides, outcome.scores) == {}
