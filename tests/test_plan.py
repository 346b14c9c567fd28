"""What the plan view says of a board: every number as `assess --json` has it, swaps as they turn out, days, calendar, advice, letters."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from icalendar import Calendar

from nulmeting import files, outcome
from nulmeting.answers import Answer, Decision, Respondent, Round, Settings
from nulmeting.calendar import calendar_file, planned_days
from nulmeting.errors import BoardError
from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.holidays import Holiday, Holidays
from nulmeting.outcome import Outcome, advised, as_record, asked_of, assessed, sampling, stable, swap, what_if
from nulmeting.sentences import person, title
from nulmeting.views import plan
from nulmeting.words import Words
from tests.generated import cases
from tests.test_cli import nulmeting

ROOT = Path(__file__).parent.parent
BOARDS = [path.name for path in sorted((ROOT / "assessments" / "boards").glob("demo-*"))]
NASTY = "directeur\r\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:gekaapt; met, leestekens \\ en 🎒 é"


@cache
def board(name: str) -> Outcome:
    home = Home(ROOT)
    framework = files.read_framework(home, files.editions(home)[-1])
    return assessed(framework, files.read_round(files.find_round(home, name), framework).round)


def decided(before: Outcome, **decisions: Decision) -> Outcome:
    """The same board after it decided more; names with underscores stand for hyphens."""
    more = {name.replace("_", "-"): decision for name, decision in decisions.items()}
    return assessed(before.framework, replace(before.round, decisions={**before.round.decisions, **more}))


@pytest.fixture(scope="module")
def holidays() -> Holidays:
    return files.read_holidays(Home(ROOT))


# ---- numbers -------------------------------------------------------------------------------------------------------------------


def hours(words: Words, value: float) -> str:
    return words.hours(Fraction(value).limit_denominator(1000))


@pytest.mark.parametrize("name", BOARDS)
def test_every_number_is_the_one_assess_gives(name: str, words: Words, holidays: Holidays) -> None:
    shown = board(name)
    view, record = plan.view(shown, words, holidays), as_record(shown, stable(shown, 2))
    the_plan, actions = record["plan"], shown.framework.actions
    assert [thing["id"] for thing in view["things"]] == [thing["action"] for thing in the_plan["tomorrow"]]
    for card, thing in zip(view["things"], the_plan["tomorrow"], strict=True):
        assert card["title"] == title(words, thing["action"])
        assert card["points"] == words("plan.points", points=words.number(Fraction(thing["value"]).limit_denominator(1000)))
        whole = hours(words, thing["hours"])
        assert card["time"] == (words("plan.time", first=hours(words, thing["first_hours"]), whole=whole)
                                if thing["first_hours"] < thing["hours"] else words("plan.time-at-once", whole=whole))
        levels = {norm["id"]: norm["level"] for norm in record["norms"]}
        option = next(t.option for t in shown.plan.tomorrow if t.option.id == thing["action"])
        about, of_lists = card["why"][: len(option.items)], card["why"][len(option.items) :]
        for line, (name, point, _) in zip(of_lists, option.points, strict=True):
            checklist = name.removeprefix("point:")
            assert words(f"checklist.{checklist}.title") in line and words(f"checklist.{checklist}.point.{point}.question") in line
        for line, item in zip(about, option.items, strict=True):
            assert line.startswith(words(f"item.{item}.title"))
            if levels[item] is not None:
                assert words("plan.level", level=levels[item], name=words(f"level.{levels[item]}"), target=shown.framework.target) in line
    if the_plan["tomorrow"]:
        assert view["together"] == words(
            "plan.together", first=hours(words, sum(thing["first_hours"] for thing in the_plan["tomorrow"])),
            whole=hours(words, sum(thing["hours"] for thing in the_plan["tomorrow"])),
        )
        assert sum(thing["value"] for thing in the_plan["tomorrow"]) == pytest.approx(the_plan["value"])
    if not record["meets_target"] and view["first"] != words("plan.first.nothing"):
        assert f"{words.number(Fraction(the_plan['hours_a_month_needed']), 0)} uur per maand" in view["first"]
        assert (f"{the_plan['cost']:,}".replace(",", ".") in view["first"]) == bool(the_plan["cost"])
    if the_plan["reached"] and words.month(the_plan["reached"]) not in view["first"]:
        assert "langer dan" in view["first"]
    projection = the_plan["projection"] or the_plan["projection_of_tomorrow"]
    assert bool(view["projection"]) == bool(projection and record["total"]["score"] is not None)
    if view["projection"] and projection:
        said = " ".join(view["projection"]["lines"])
        then = Fraction(projection["total"]).limit_denominator(10**6)
        assert words.number(then) in said or words.number(then, 2) in said
        assert str(len(record["gaps"])) in said
        assert not projection["closed"] or str(len(projection["gaps"])) in said
        assert view["projection"]["items"] == [words(f"item.{item}.title") for item in projection["closed"]]
        assert (words(f"type.{projection['type']}.name") in said) if projection["type"] else True
    roadmap = view["roadmap"]
    listed = [(entry["id"], entry["facts"], month["month"]) for month in roadmap["list"] for entry in month["actions"]]
    assert listed == [
        (entry["action"], words("plan.entry", who=person(shown, words, actions[entry["action"]].owner), hours=hours(words, entry["hours"])),
         words.month(entry["month"])) for entry in the_plan["roadmap"]
    ]
    count = len(the_plan["tomorrow"]) + len(the_plan["roadmap"])
    assert sum(len(lane["bars"]) for lane in roadmap["lanes"]) == count
    if count:
        all_hours = the_plan["hours"] + sum(entry["hours"] for entry in the_plan["roadmap"])
        assert f" {count} acties" in roadmap["finding"] and hours(words, all_hours) in roadmap["finding"]
    assert roadmap["later"] == (words("plan.later", count=len(the_plan["later"])) if the_plan["later"] else "")
    assert view["capacity"] == the_plan["capacity"]
    assert [offer["id"] for offer in view["swaps"]] == the_plan["others"]
    assert [advice["title"] for advice in view["advice"]["items"]] == [words(f"advice.{name}.title") for name in the_plan["advice"]]
    for letter, supplier in zip(view["letters"], the_plan["outsourced_to"], strict=True):
        assert letter["summary"] == words("plan.supplier", name=supplier["name"] or words("plan.supplier-unnamed"),
                                          count=len(supplier["items"]), open=len(supplier["open"]))


@pytest.mark.parametrize("name", ["demo-half", "demo-weetniet"])
def test_slices_say_what_the_whole_says(name: str) -> None:
    shown = board(name)
    slices = sampling(shown)
    while not slices.done:
        slices.take()
    assert slices.judged() == stable(shown)


# ---- swaps ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["demo-half", "demo-denker", "demo-groep"])
def test_a_swap_turns_out_as_it_was_shown(name: str, words: Words) -> None:
    before = board(name)
    for wanted, thing in zip(before.plan.others[::9], before.plan.tomorrow * 9, strict=False):
        shown = swap(before, wanted, thing.option.id)
        after = decided(before, **{wanted: Decision("wanted", instead_of=thing.option.id)})
        ids = [other.option.id for other in after.plan.tomorrow]
        assert shown.plan == after.plan
        assert (wanted in ids) != (wanted in after.plan.wished)
        assert thing.option.id not in ids
        assert shown.value == after.plan.value - before.plan.value
        said = plan.swap_lines(before, words, wanted, thing.option.id, shown)
        assert said["possible"] == (wanted in ids)
        if said["possible"]:
            assert words("plan.swap.points", now=words.number(before.plan.value), then=words.number(after.plan.value)) in said["lines"]
            assert (words("plan.swap.rest-stays") in said["lines"]) == (len(set(ids) - {other.option.id for other in before.plan.tomorrow}) == 1)
        # Taken back, everything is as it was.
        assert assessed(before.framework, before.round).plan == before.plan


def test_a_swap_keeps_its_place_when_it_is_planned_and_loses_it_when_it_is_done(words: Words) -> None:
    before = board("demo-half")
    away, wanted = before.plan.tomorrow[-1].option.id, before.plan.others[4]
    for decision, stays in ((Decision("wanted", instead_of=away), True), (Decision("planned", "ik", "2027-02-01", instead_of=away), True),
                            (Decision("done", date="2027-02-01"), False)):
        after = decided(before, **{wanted: decision})
        ids = [thing.option.id for thing in after.plan.tomorrow]
        assert (wanted in ids) == stays
        assert not stays or away not in ids
        if stays:
            card = next(card for card in plan.view(after, words)["things"] if card["id"] == wanted)
            assert card["swapped"] == words("plan.swapped", title=title(words, away))


def test_what_cannot_be_swapped_is_refused() -> None:
    before = board("demo-half")
    inside = before.plan.tomorrow[1].option.id
    for wanted, away in ((inside, before.plan.tomorrow[0].option.id), (before.plan.others[0], before.plan.others[1]), ("niets", inside)):
        with pytest.raises(BoardError) as caught:
            swap(before, wanted, away)
        assert caught.value.message == "wanted-instead"


@given(cases())
def test_a_swap_is_the_plan_that_follows(case: tuple[Framework, Round]) -> None:
    before = assessed(*case)
    if not before.plan.others or not before.plan.tomorrow:
        return
    wanted, away = before.plan.others[-1], before.plan.tomorrow[0].option.id
    if wanted in before.round.decisions:
        return
    after = assessed(before.framework, replace(before.round, decisions={
        **before.round.decisions, wanted: Decision("wanted", instead_of=away),
    }))
    assert swap(before, wanted, away).plan == after.plan
    assert away in after.round.swaps or wanted in after.plan.wished or all(thing.option.id != away for thing in after.plan.tomorrow)


# ---- days ----------------------------------------------------------------------------------------------------------------------


def test_every_proposed_day_is_a_school_day(words: Words, holidays: Holidays) -> None:
    shown = board("demo-groep")
    for region in (None, *holidays.regions):
        there = replace(shown, round=replace(shown.round, settings=replace(shown.round.settings, region=region)))
        view = plan.view(there, words, holidays, today=date(2027, 2, 10))
        days = [card["date"] for card in view["things"]] + [
            entry["date"] for month in view["roadmap"]["list"] for entry in month["actions"]
        ]
        assert len(days) > 20
        for day in map(date.fromisoformat, days):
            assert day > date(2027, 2, 10) and day.weekday() < 5
            for holiday in holidays.holidays:
                for place in (region,) if region else holidays.regions:
                    first, last = holiday.span(place)
                    assert not first <= day <= last


def test_a_region_tells_its_own_holidays_and_none_tells_all_three(words: Words, holidays: Holidays) -> None:
    shown = board("demo-groep")

    def lines(region: str | None) -> list[str]:
        there = replace(shown, round=replace(shown.round, settings=replace(shown.round.settings, region=region)))
        return next(month["holidays"] for month in plan.view(there, words, holidays)["roadmap"]["list"] if month["month"] == words.month("2027-10"))

    assert lines("zuid") == ["Herfstvakantie: 23 oktober tot en met 31 oktober (adviesdata, uw school kan afwijken)"]
    assert lines(None) == [
        "Herfstvakantie: 16 oktober tot en met 24 oktober (regio Noord en regio Midden) en 23 oktober tot en met 31 oktober (regio Zuid)"
        " (adviesdata, uw school kan afwijken)"
    ]


def test_holidays_are_whole_weeks_in_both_school_years(holidays: Holidays) -> None:
    assert {holiday.year for holiday in holidays.holidays} == {"2026-2027", "2027-2028"}
    assert len(holidays.holidays) == 10
    for holiday in holidays.holidays:
        for region in holidays.regions:
            first, last = holiday.span(region)
            assert (first.weekday(), last.weekday()) == (5, 6), (holiday, region)
    # Summers never begin in the same week everywhere.
    for holiday in holidays.holidays:
        if (holiday.span("noord")[1] - holiday.span("noord")[0]).days > 30:
            assert len({holiday.span(region) for region in holidays.regions}) == 3


def test_a_holiday_that_spans_two_months_is_in_both() -> None:
    known = Holidays(("n",), "a paper", (Holiday("h", "y", "set", True, "2026-11", {"n": "2026-12-19/2027-01-03"}),))
    assert [len(known.within(month, None)) for month in ("2026-11", "2026-12", "2027-01", "2027-02")] == [0, 1, 1, 0]
    assert known.school_day(date(2026, 12, 18), "n") == date(2026, 12, 18)
    assert known.school_day(date(2026, 12, 19), "elsewhere") == date(2027, 1, 4)


# ---- calendar ------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planner() -> Outcome:
    shown = board("demo-denker")
    first, second = (thing.option.id for thing in shown.plan.tomorrow[:2])
    return decided(shown, **{first: Decision("planned", NASTY, "2027-03-01"), second: Decision("planned", "ik", "ooit")})


def test_a_calendar_holds_what_is_planned_with_a_day(planner: Outcome, words: Words) -> None:
    calendar = Calendar.from_ical(calendar_file(planner, words))
    events = calendar.walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == sorted(planned_days(planner).values())
    assert len(events) == 3 and not calendar.walk("VALARM")
    for event, (action, day) in zip(events, planned_days(planner).items(), strict=True):
        assert str(event["summary"]) == words(f"action.{action}.title")
        assert event.decoded("dtend") == day + timedelta(days=1)
        assert words(f"action.{action}.first_step") in str(event["description"])
    undated = next(action for action, decision in planner.round.decisions.items() if decision.date == "ooit")
    assert plan.view(planner, words)["undated"] == words("plan.undated", titles=[words(f"action.{undated}.title").rstrip(".")])


def test_a_calendar_is_a_file_that_others_take(planner: Outcome, words: Words) -> None:
    data = calendar_file(planner, words)
    assert data == calendar_file(planner, words)
    lines = data.decode("utf-8").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 and "\n" not in line and "\r" not in line for line in lines)
    # What somebody typed is text within the description, never a line of its own.
    assert sum(line == "BEGIN:VEVENT" for line in lines) == 3
    assert not any(line.startswith("SUMMARY:gekaapt") for line in lines)
    assert "gekaapt\\; met\\, leestekens \\\\ en 🎒 é" in data.decode().replace("\r\n ", "")


def test_an_entry_keeps_its_name_when_its_day_changes(planner: Outcome, words: Words) -> None:
    def names(shown: Outcome) -> dict[str, str]:
        return {str(event["summary"]): str(event["uid"]) for event in Calendar.from_ical(calendar_file(shown, words)).walk("VEVENT")}

    action = next(iter(planned_days(planner)))
    moved = decided(planner, **{action: Decision("planned", "iemand anders", "2027-05-11")})
    assert names(moved) == names(planner)
    assert len(set(names(planner).values())) == 3
    other = assessed(planner.framework, replace(planner.round, id="2"))
    assert not set(names(other).values()) & set(names(planner).values())


def test_the_command_prints_the_calendar(home: Home, words: Words) -> None:
    done = nulmeting(home, "calendar", "demo-denker")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.replace("\r\n", "\n") == calendar_file(board("demo-denker"), words).decode().replace("\r\n", "\n")
    assert nulmeting(home, "calendar", "bestaat-niet").returncode == 1


# ---- advice --------------------------------------------------------------------------------------------------------------------


def test_each_type_is_told_something_else(framework: Framework) -> None:
    told = {
        kind.id: {advice.id for advice in framework.advice if kind.id in advice.types} for kind in framework.choices.types.list
    }
    for kind, mine in told.items():
        for other, theirs in told.items():
            assert kind == other or len(mine - theirs) >= 3, (kind, other)


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("name", ["demo-koploper", "demo-denker"])
def test_an_obstacle_brings_what_helps_against_it(name: str, place: int, framework: Framework) -> None:
    shown, obstacle = board(name), framework.choices.obstacles[place]

    def told(level: int) -> tuple[str, ...]:
        people = tuple(replace(who, obstacles=dict.fromkeys(obstacle.questions, level)) for who in shown.round.respondents)
        return advised(assessed(framework, replace(shown.round, respondents=people)))

    helps = {advice.id for advice in framework.advice if obstacle.id in advice.obstacles}
    # At the bound or below it stands in the way; just above it does not.
    assert set(told(2)[: len(helps)]) == helps
    assert not (set(told(3)) - {advice.id for advice in framework.advice if shown.position.id in advice.types})
    assert [advice for advice in told(2) if advice not in helps] == [advice for advice in told(3) if advice not in helps]


def test_without_a_type_there_is_what_helps_everybody(framework: Framework) -> None:
    empty = assessed(framework, Round("b", "1", Settings(framework.edition, "B", "2027-01")))
    assert empty.position.id is None
    assert advised(empty) == tuple(advice.id for advice in framework.advice if len(advice.types) == len(framework.choices.types.list)) != ()


# ---- suppliers -----------------------------------------------------------------------------------------------------------------


def left_to(framework: Framework, *names: tuple[str, int | None]) -> Round:
    """A round in which the outsourceable items go, one each, to these suppliers at this level on both sides."""
    items = [item.id for item in framework.items.values() if item.outsourceable]
    answers = {item: Answer(level, level, outsourced=True, supplier=name) for item, (name, level) in zip(items, names, strict=False)}
    return Round("b", "1", Settings(framework.edition, "Stichting De Linde", "2027-01"), (Respondent("ibp-1", "ibp", answers=answers),))


def test_suppliers_are_grouped_by_name_and_asked_what_is_open(framework: Framework, words: Words) -> None:
    shown = assessed(framework, left_to(framework, ("ICT Boven", 1), ("ict  boven ", 5), ("", 2), ("Ander BV", 4), ("Ict Boven", None)))
    items = [item.id for item in framework.items.values() if item.outsourceable]
    found = asked_of(shown)
    assert [(supplier.name, supplier.items) for supplier in found] == [
        ("ICT Boven", (items[0], items[1], items[4])), ("Ander BV", (items[3],)), ("", (items[2],)),
    ]
    assert found[0].open == (items[0], items[4]) and found[1].open == ()
    letters = plan.view(shown, words)["letters"]
    assert letters[0]["letter"].startswith(words("plan.letter.greeting")) and "Stichting De Linde" in letters[0]["letter"]
    assert "\n1. " in letters[0]["letter"] and "\n3. " not in letters[0]["letter"]
    assert letters[1]["letter"] == "" and letters[2]["name"] == words("plan.supplier-unnamed")
    for _, action in found[0].questions:
        assert words(f"action.{action}.supplier_question") in letters[0]["letter"]


def test_a_question_is_asked_once_and_not_when_its_action_is_done(framework: Framework) -> None:
    round_ = left_to(framework, *[("Alles BV", 1)] * 40)
    [supplier] = asked_of(assessed(framework, round_))
    asked = [action for _, action in supplier.questions]
    assert len(asked) == len(set(asked)) >= 3
    done = replace(round_, decisions={asked[0]: Decision("done", date="2027-01-01")})
    assert asked[0] not in [action for _, action in asked_of(assessed(framework, done))[0].questions]


# ---- what it brings ------------------------------------------------------------------------------------------------------------


def test_what_planned_actions_close_is_named(framework: Framework, words: Words) -> None:
    shown = board("demo-koploper")
    gaps = {gap.item for gap in shown.gaps.gaps}
    actions = [action.id for action in framework.actions.values() if gaps & {lift.item for lift in action.lifts[:1]}][:12]
    after = decided(shown, **{action: Decision("planned", "ik", "2027-02-01") for action in actions})
    projection = plan.view(after, words)["projection"]
    ends = outcome.closed(after, what_if(after, outcome.planned_actions(after)))
    assert ends and projection["items"] == [words(f"item.{item}.title") for item in ends]
    assert projection["closes"] == words("plan.projection.closes", count=len(ends))
    assert re.search(rf"dan {len(after.gaps.gaps) - len(ends)} vragen", " ".join(projection["lines"]))


def all_text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(all_text(inner) for key, inner in value.items() if key != "words")
    return " ".join(map(all_text, value)) if isinstance(value, list) else str(value or "")


@pytest.mark.parametrize("name", BOARDS)
def test_no_place_is_left_open_and_no_word_of_ours_is_shown(name: str, words: Words, holidays: Holidays) -> None:
    text = all_text(plan.view(board(name), words, holidays))
    assert not re.search(r"[{}]|\bNone\b|Fraction", text)
    assert not re.search(r"\b(robuust|marginaal|gate|mediaan|voldoet)\b", text, re.IGNORECASE)


def test_the_first_sentence_says_why_the_target_is_not_reached(words: Words) -> None:
    assert words("plan.first.not-reached").split(":")[1] in plan.view(board("demo-half"), words)["first"]
    # Everything is known here; an action that nothing replaces is declined.
    before = board("demo-denker")
    assert before.plan.roadmap.reached
    for item, side in sorted({step[:2] for thing in before.plan.tomorrow for step in thing.steps}):
        actions = before.framework.lifters()[item, side]
        after = decided(before, **{action: Decision("declined", reason="nee") for action in actions})
        view = plan.view(after, words)
        assert words("plan.first.not-covered").split(":")[1] in view["first"] and "Voor de rest" in view["first"]
        assert words(f"item.{item}.title") in view["roadmap"]["uncovered"]
        break
