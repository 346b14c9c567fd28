"""Checklists: which there are and how far each is, one to fill in, and what its answers say, for the page and the report alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nulmeting.answers import Form, PointAnswer, Round
from nulmeting.checklists import Doubt, Filled, filled
from nulmeting.framework import FILLED_BY, SAID, Checklist, Framework, Point
from nulmeting.plan import Plan, Step, Thing
from nulmeting.views.limits import limits
from nulmeting.words import Words

_YES, _PARTLY, _NO = SAID[:3]


def entries(framework: Framework, round_: Round, words: Words) -> list[dict[str, Any]]:
    """Every checklist of the edition with how far it is, in order of its title."""
    found = [
        {"id": name, "title": words(f"checklist.{name}.title"), "about": words(f"checklist.{name}.about"),
         "minutes": words("checklists.minutes", count=framework.checklists[name].minutes),
         "progress": progress(framework, words, fill), "begun": fill.begun}
        for name, fill in filled(framework, round_).items()
    ]
    return sorted(found, key=lambda entry: str(entry["title"]))


def by_schools(checklist: Checklist) -> bool:
    """Whether each school or team fills it in apart, under a code."""
    return checklist.filled_by != FILLED_BY[0]


def progress(framework: Framework, words: Words, fill: Filled) -> str:
    """How far a checklist is: points answered, or forms that schools filled in and how many are needed to put them together."""
    checklist, rules = framework.checklists[fill.checklist], framework.checklist_rules
    assert rules is not None
    if not by_schools(checklist):
        return words("questions.progress", done=fill.answered, all=len(checklist.points))
    if not fill.forms:
        return words("checklists.no-forms")
    return words("checklists.forms-hidden" if fill.hidden else "checklists.forms", count=fill.forms, fewest=rules.fewest)


def asked(framework: Framework, words: Words, checklist: Checklist, form: Form) -> dict[str, Any]:
    """The situations and the points of a checklist in their groups, each with what a form says of it."""
    start = f"checklist.{checklist.id}."
    return {
        "title": words(start + "title"),
        "intro": words(start + "intro"),
        "situations": [
            {"id": situation.id, "text": words(f"{start}situation.{situation.id}"), "recognised": situation.id in form.situations}
            for situation in checklist.situations
        ],
        "groups": [
            {"id": group, "title": words(f"{start}group.{group}"), "points": [
                _point(words, start, point, form.points.get(point.id, PointAnswer()))
                for point in checklist.points.values() if point.group == group
            ]}
            for group in checklist.groups
        ],
    }


def _point(words: Words, start: str, point: Point, answer: PointAnswer) -> dict[str, Any]:
    key = f"{start}point.{point.id}."
    return {
        "id": point.id, "title": words(key + "question"), "help": words(key + "help"),
        "when": words(f"checklists.when.{point.when}") if point.when else "",
        "law_title": words("checklists.law-title", kind=words(f"checklists.legal.{point.law.status}"), source=point.law.source)
        if point.law else "",
        "law": words("checklists.law", text=words(key + "law"), checked=words.month(point.law.checked)) if point.law else "",
        "no_action": words(key + "no_action") if key + "no_action" in words else "",
        "options": [
            [value, words(f"checklists.said.{value}")] for value in SAID if value != SAID[-1] or point.not_applicable
        ],
        "not_applicable": words(key + "not_applicable") if point.not_applicable else "",
        "value": answer.value, "note": answer.note,
    }


def said(words: Words, checklist: Checklist, fill: Filled, point: str) -> str:
    """What was said of a point, in a few words; of schools together nearly everywhere, partly or hardly anywhere."""
    value = fill.said[point]
    if value is None:
        return words("checklists.too-few" if by_schools(checklist) and fill.begun else "questions.state.blank")
    return words(f"checklists.{'together' if by_schools(checklist) else 'said'}.{value}")


def together(words: Words, checklist: Checklist, fill: Filled) -> dict[str, Any]:
    """What schools say together as a table, from enough forms on; without rows before."""
    start = f"checklist.{checklist.id}."
    return {
        "title": words("checklists.together-title"),
        "head": [words("checklists.head-point"), words("checklists.head-said")],
        "rows": [] if fill.hidden or not fill.begun else [
            [words(f"{start}point.{point}.question"), said(words, checklist, fill, point)] for point in checklist.points
        ],
    }


def outcome_of(
    framework: Framework, round_: Round, words: Words, checklist: Checklist, fill: Filled, doubts: Mapping[str, tuple[Doubt, ...]], plan: Plan
) -> dict[str, Any]:
    """What the answers to a checklist say: which themes play, what to look at again, and its own five things."""
    rules = framework.checklist_rules
    assert rules is not None
    start = f"checklist.{checklist.id}."
    seen = {point for situation in checklist.situations if situation.id in fill.situations for point in situation.points}
    asks = [
        words("checklists.recognised-yes", situation=words(f"{start}situation.{situation.id}"),
              points=[words("checklists.quoted", text=words(f"{start}point.{point}.question")) for point in points])
        for situation in checklist.situations if situation.id in fill.situations
        and (points := [point for point in situation.points if fill.said[point] == _YES])
    ]
    # What the same points question is asked once.
    questioned: dict[tuple[str, ...], list[str]] = {}
    for item, all_ in doubts.items():
        for found in all_:
            if found.checklist == checklist.id:
                questioned.setdefault(found.points, []).append(words("checklists.quoted", text=words(f"item.{item}.title")))
    asks += [
        words("checklists.at-item" if len(items) == 1 else "checklists.at-items", items=items, from_level=rules.high_from,
              points=[words("checklists.quoted", text=words(f"{start}point.{point}.question")) for point in points])
        for points, items in questioned.items()
    ]
    return {
        "progress": progress(framework, words, fill),
        "themes": [
            {
                "title": words(f"{start}theme.{theme.id}.title"), "risks": list(words.lines(f"{start}theme.{theme.id}.risks")),
                "state": words(f"checklists.theme.{_state(theme.points, fill, seen)}"), "plays": _state(theme.points, fill, seen) == "plays",
            }
            for theme in checklist.themes
        ],
        "asks": asks,
        "five": [_thing(framework, round_, words, number, thing, fill) for number, thing in enumerate(plan.tomorrow, start=1)],
        "five_lead": _five_lead(words, checklist, fill, plan),
        "relaxed": [
            *([words("checklists.five-fewer")] if 0 < len(plan.tomorrow) < framework.choices.plan.things else []),
            *(words(f"plan.relaxed.{rule}", **limits(framework, words)) for rule in plan.relaxed),
        ],
        "no_action": [
            words(f"{start}point.{point.id}.no_action") for point in checklist.points.values()
            if not point.actions and fill.said[point.id] in (_NO, _PARTLY) and f"{start}point.{point.id}.no_action" in words
        ],
    }


def _state(points: tuple[str, ...], fill: Filled, seen: set[str]) -> str:
    """Whether a theme plays: something in it was recognised or is not so; in order when all of it is answered and nothing is lacking."""
    if any(point in seen or fill.said[point] in (_NO, _PARTLY) for point in points):
        return "plays"
    return "open" if any(fill.said[point] in (None, SAID[3]) for point in points) else "fine"


def _five_lead(words: Words, checklist: Checklist, fill: Filled, plan: Plan) -> str:
    if plan.tomorrow:
        return words("checklists.five-lead", first=words.hours(plan.first_hours), whole=words.hours(plan.hours))
    if fill.hidden:
        return words("checklists.five-hidden")
    return words("checklists.five-fine" if fill.answered == len(checklist.points) else "checklists.five-none")


def _thing(framework: Framework, round_: Round, words: Words, number: int, thing: Thing, fill: Filled) -> dict[str, Any]:
    option, start = thing.option, f"action.{thing.option.id}."
    return {
        "id": option.id, "number": number, "title": words(start + "title"), "first_step": words(start + "first_step"),
        "person": round_.settings.functions.get(option.owner) or words(f"role.{option.owner}"),
        "time": words("plan.time", first=words.hours(option.first_hours), whole=words.hours(option.hours))
        if option.first_hours < option.hours else words("plan.time-at-once", whole=words.hours(option.hours)),
        "leaves": words(start + "leaves"),
        "question": words(start + "supplier_question") if start + "supplier_question" in words else "",
        "why": [why(framework, words, step, fill) for step in option.points],
    }


def why(framework: Framework, words: Words, step: Step, fill: Filled, *, named: bool = False) -> str:
    """Why an action is there: the point it helps with and what was said of it, with the name of the checklist where that is not plain."""
    text = words(f"checklist.{fill.checklist}.point.{step[1]}.question")
    value = said(words, framework.checklists[fill.checklist], fill, step[1]).lower()
    if named:
        return words("plan.why-point", checklist=words(f"checklist.{fill.checklist}.title"), point=text, said=value)
    return words("checklists.why", point=text, said=value)


def reading(framework: Framework, words: Words, checklist: Checklist) -> dict[str, Any]:
    """What there is to read beside the points, whatever was answered: where it touches the framework, and the moves to make."""
    start = f"checklist.{checklist.id}."
    return {
        "spots": [
            {"title": words(f"{start}spot.{spot.id}.title"), "how": words(f"{start}spot.{spot.id}.how"),
             "items": [words(f"item.{item}.title") for item in spot.items]}
            for spot in checklist.spots
        ],
        "moves": [
            {"title": words(f"{start}move.{move.id}.title"), "steps": list(words.lines(f"{start}move.{move.id}.steps")),
             "themes": words("checklists.move-themes", themes=[
                 words("checklists.quoted", text=words(f"{start}theme.{theme}.title")) for theme in move.themes])
             if move.themes else ""}
            for move in checklist.moves
        ],
    }
