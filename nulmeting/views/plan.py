"""Plan: the five things to do tomorrow with why, what the board decides about them, the rest of the year, and what it would bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from nulmeting.answers import Decision
from nulmeting.checklists import POINT
from nulmeting.holidays import Holiday, Holidays
from nulmeting.outcome import Outcome, Projection, advised, asked_of, closed, planned_actions, sampling, what_if
from nulmeting.plan import Stability, Swap, Thing
from nulmeting.sentences import day as day_text
from nulmeting.sentences import first_sentence, person, title
from nulmeting.suppliers import Supplier
from nulmeting.views.checklists import why as why_point
from nulmeting.views.limits import limits
from nulmeting.views.results import beside
from nulmeting.words import Words

# One of the five is proposed for tomorrow, the next a week later, and so on.
_WEEK = timedelta(days=7)

_NO_HOLIDAYS = Holidays()


def view(outcome: Outcome, words: Words, holidays: Holidays = _NO_HOLIDAYS, today: date | None = None) -> dict[str, Any]:
    """Everything the plan view shows of an outcome. `holidays` and `today` only choose the days it proposes."""
    plan = outcome.plan
    allowed = limits(outcome.framework, words)
    days = _Days(outcome, holidays, today or date.today())
    return {
        "view": "plan",
        "title": words("plan.title"),
        "first": first_sentence(outcome, words),
        "things": [_thing(outcome, words, number, thing, days) for number, thing in enumerate(plan.tomorrow, start=1)],
        "together": words("plan.together", first=words.hours(plan.first_hours), whole=words.hours(plan.hours)) if plan.tomorrow else "",
        "fewer": _fewer(outcome, words),
        "none": words("plan.none" if outcome.scores.meets_target else "plan.none-tomorrow"),
        "relaxed": [
            *(words(f"plan.relaxed.{rule}", **allowed) for rule in plan.relaxed),
            *(words("plan.wished", title=words(f"action.{action}.title")) for action in plan.wished),
        ],
        "not_optimal": "" if plan.optimal else words("plan.not-optimal"),
        "ask_holds": not sampling(outcome).done,
        "not_chosen": [
            words("plan.not-chosen", title=title(words, entry.option.id), why=words(
                f"plan.why-not.{entry.why}", other=title(words, entry.better) if entry.better else "", **allowed
            ))
            for entry in plan.not_chosen
        ],
        "swaps": [{"id": action, "name": _offer(outcome, words, action)} for action in plan.others],
        "decided": [_decided(outcome, words, action, decision) for action, decision in outcome.round.decisions.items()],
        "calendar": words("plan.calendar") if planned_actions(outcome) else "",
        "undated": _undated(outcome, words),
        "projection": _projection(outcome, words),
        "roadmap": _roadmap(outcome, words, holidays, days),
        "advice": _advice(outcome, words),
        "letters": [_supplier(outcome, words, supplier) for supplier in asked_of(outcome)],
        "capacity": int(plan.roadmap.capacity),
        "regions": [["", words("plan.region-none")], *([region, words(f"region.{region}")] for region in holidays.regions)],
        "region": outcome.round.settings.region or "",
        "people": [
            {"id": role.id, "name": words(f"role.{role.id}"), "function": outcome.round.settings.functions.get(role.id, "")}
            for role in outcome.framework.choices.roles if not role.external
        ],
        "words": words.below("plan"),
    }


def _fewer(outcome: Outcome, words: Words) -> str:
    """Why there are fewer than five things, where that is so."""
    plan = outcome.plan
    if not 0 < len(plan.tomorrow) < outcome.framework.choices.plan.things:
        return ""
    full = any(entry.why in ("hours", "first_hours") for entry in plan.not_chosen)
    return words("plan.fewer.hours" if full else "plan.fewer.none", hours=words.hours(outcome.framework.choices.plan.hours_together))


def holds(judged: Mapping[str, Stability], words: Words) -> dict[str, str]:
    """Per action of the five a sentence on whether it stays one whatever the unknown answers turn out to be."""
    return {
        action: words("plan.holds") if stability.robust
        else words("plan.depends", items=[words(f"item.{item}.title") for item in stability.depends_on])
        for action, stability in judged.items()
    }


def _who(outcome: Outcome, words: Words, action: str) -> str:
    return person(outcome, words, outcome.framework.actions[action].owner)


class _Days:
    """The days that are proposed for what the board plans: school days, from tomorrow or from the start of the plan."""

    def __init__(self, outcome: Outcome, holidays: Holidays, today: date) -> None:
        self.holidays, self.region = holidays, outcome.round.settings.region
        self.first = max(date.fromisoformat(outcome.round.settings.start_month + "-01"), today + timedelta(days=1))

    def of_thing(self, number: int) -> str:
        """For the `number`-th of the five."""
        return self.holidays.school_day(self.first + (number - 1) * _WEEK, self.region).isoformat()

    def of_month(self, month: str) -> str:
        """For what begins in a month."""
        return self.holidays.school_day(max(date.fromisoformat(month + "-01"), self.first), self.region).isoformat()


# ---- the five ------------------------------------------------------------------------------------------------------------------


def _thing(outcome: Outcome, words: Words, number: int, thing: Thing, days: _Days) -> dict[str, Any]:
    option = thing.option
    framework = outcome.framework
    why = []
    for id_ in option.items:
        item = framework.items[id_]
        score = outcome.scores.items[id_]
        marks = []
        if id_ in outcome.gaps.law_now:
            marks.append(words("result.law-now"))
        if item.attention:
            marks.append(words("questions.attention", point=words(f"attention.{item.attention}")))
        level = (
            words("plan.level", level=score.level, name=words(f"level.{score.level}"), target=framework.target)
            if score.level is not None else words(f"questions.state.{score.state}")
        )
        why.append(words("plan.why", item=words(f"item.{id_}.title"), level=level) + (f" ({beside(words, marks)})" if marks else ""))
    why += [why_point(framework, words, step, outcome.checklists[step[0].removeprefix(POINT)], named=True) for step in option.points]
    swaps = outcome.round.swaps
    card: dict[str, Any] = {
        "id": option.id,
        "number": number,
        "title": title(words, option.id),
        "person": person(outcome, words, option.owner),
        "domain": words(f"domain.{option.domain}"),
        "time": words("plan.time", first=words.hours(option.first_hours), whole=words.hours(option.hours))
        if option.first_hours < option.hours else words("plan.time-at-once", whole=words.hours(option.hours)),
        "points": words("plan.points", points=words.number(thing.value)),
        "why": why,
        "decision": None,
        "swapped": words("plan.swapped", title=title(words, swaps[option.id])) if option.id in swaps else "",
        "date": days.of_thing(number),
        "section": option.domain, "item": option.finds_out,
    }
    if option.finds_out:
        item = framework.items[option.finds_out]
        others = [words(f"role.{role}") for role in item.carried_out_by if role != option.owner]
        question = words(f"item.{item.id}.practice")
        return {
            **card,
            "first_step": words("plan.find-out.first", who=others[0], question=question) if others
            else words("plan.find-out.first-alone", question=question),
            "leaves": words("plan.find-out.leaves", evidence=words.lines(f"item.{item.id}.evidence")[0]),
            "gmr": "", "question": "", "help": "", "source": "", "finds_out": True,
        }
    action = framework.actions[option.id]
    start = f"action.{option.id}."
    decision = outcome.round.decisions.get(option.id)
    return {
        **card,
        "first_step": words(start + "first_step"),
        "leaves": words(start + "leaves"),
        "gmr": f"{words('gmr.' + action.gmr)}: {words(start + 'gmr')}" if start + "gmr" in words else words("gmr." + action.gmr),
        "question": words(start + "supplier_question") if start + "supplier_question" in words else "",
        "help": words.listed([words(f"help.{help_}") for help_ in action.help]),
        "source": words.listed([words(f"source.{source}") for source in action.source]),
        "decision": _decided(outcome, words, option.id, decision) if decision else None,
        "finds_out": False,
    }


def _offer(outcome: Outcome, words: Words, action: str) -> str:
    """An action one can swap for, in one line of a list."""
    return words("plan.offer", title=words(f"action.{action}.title").rstrip("."), who=_who(outcome, words, action),
                 hours=words.hours(outcome.framework.actions[action].hours))


def swap_lines(outcome: Outcome, words: Words, wanted: str, instead_of: str, swap: Swap) -> dict[str, Any]:
    """What a swap changes, in plain lines, before the board decides; `possible` is false when the wanted one cannot be there at all."""
    allowed, before, after = limits(outcome.framework, words), outcome.plan, swap.plan
    if wanted in after.wished:
        return {"possible": False, "lines": [words("plan.swap.impossible"), *_breaks(words, swap.breaks, allowed)]}
    lines = [words("plan.swap.points", now=words.number(before.value), then=words.number(after.value))]
    lines.append(words("plan.swap.hours", now=words.hours(before.hours), then=words.hours(after.hours)) if swap.hours
                 else words("plan.swap.same-hours", now=words.hours(before.hours)))
    lines += _breaks(words, [rule for rule in swap.breaks if rule in after.relaxed], allowed)
    more_goes = [title(words, action) for action in swap.goes if action != instead_of]
    more_comes = [title(words, action) for action in swap.comes if action != wanted]
    if more_goes or more_comes:
        reasons = _breaks(words, [rule for rule in swap.breaks if rule not in after.relaxed], allowed, "avoided")
        lines += reasons or [words("plan.swap.better")]
        lines += [words("plan.swap.also-goes", title=name) for name in more_goes]
        lines += [words("plan.swap.also-comes", title=name) for name in more_comes]
    else:
        lines.append(words("plan.swap.rest-stays"))
    return {"possible": True, "lines": lines}


def _breaks(words: Words, rules: Iterable[str], allowed: Mapping[str, Any], how: str = "breaks") -> list[str]:
    return [words(f"plan.swap.{how}.{rule}", **allowed) for rule in rules]


def _decided(outcome: Outcome, words: Words, action: str, decision: Decision) -> dict[str, str]:
    return {
        "id": action,
        "title": words(f"action.{action}.title"),
        "status": decision.status,
        "function": decision.function,
        "date": decision.date,
        "reason": decision.reason,
        "instead_of": decision.instead_of,
        "text": words(f"plan.decided.{decision.status}", function=decision.function or _who(outcome, words, action),
                      date=day_text(words, decision.date), reason=decision.reason,
                      other=title(words, decision.instead_of).rstrip(".") if decision.instead_of else ""),
    }


def _undated(outcome: Outcome, words: Words) -> str:
    """What is planned without a day, and so not in the calendar."""
    without = [action for action in planned_actions(outcome) if day_text(words, (day := outcome.round.decisions[action].date)) in (
        day, words("plan.no-date"))]
    return words("plan.undated", titles=[words(f"action.{action}.title").rstrip(".") for action in without]) if without else ""


# ---- what it brings ------------------------------------------------------------------------------------------------------------


def _projection(outcome: Outcome, words: Words) -> dict[str, Any] | None:
    """What the planned actions would bring, done whole; while nothing is planned, what the five would bring."""
    actions = planned_actions(outcome)
    about = "planned" if actions else "five"
    actions = actions or tuple(thing.option.id for thing in outcome.plan.tomorrow if not thing.option.finds_out)
    now = outcome.scores.total.score
    if not actions or now is None:
        return None
    after: Projection = what_if(outcome, actions)
    ends = closed(outcome, after)
    then = after.scores.total.score
    # A small step shows in the second decimal only.
    digits = 1 if words.number(now) != words.number(then) else 2
    lines = [words(f"plan.projection.{about}", now=words.number(now, digits), then=words.number(then, digits))]
    kind = after.position.id
    if kind is not None and kind != outcome.position.id:
        lines.append(words("plan.projection.type", type=words(f"type.{kind}.name")))
    elif kind is not None:
        lines.append(words("plan.projection.same-type", type=words(f"type.{kind}.name")))
    left = len(after.gaps.gaps)
    lines.append(words("plan.projection.gaps", left=left, now=len(outcome.gaps.gaps)) if ends
                 else words("plan.projection.no-gaps", now=len(outcome.gaps.gaps)))
    return {
        "lines": lines, "closes": words("plan.projection.closes", count=len(ends)) if ends else "",
        "items": [words(f"item.{item}.title") for item in ends],
    }


# ---- the rest of the year ------------------------------------------------------------------------------------------------------


def _roadmap(outcome: Outcome, words: Words, holidays: Holidays, days: _Days) -> dict[str, Any]:
    """The year as a chart (who is at what, by month) and as a list, with the school holidays beside it."""
    plan, roadmap, rules = outcome.plan, outcome.plan.roadmap, outcome.framework.choices.plan
    start = outcome.round.settings.start_month
    months = [_later_month(start, offset) for offset in range(rules.months)]
    last = months[-1]
    five_until = _later_month(start, max(0, -(-plan.hours // roadmap.capacity) - 1)) if plan.tomorrow else start
    bars = [(thing.option.id, person(outcome, words, thing.option.owner), start, five_until) for thing in plan.tomorrow]
    bars += [(entry.action, _who(outcome, words, entry.action), entry.month, entry.until) for entry in roadmap.entries]
    lanes: dict[str, list[dict[str, Any]]] = {}
    for number, (_, who, first, until) in enumerate(bars, start=1):
        lanes.setdefault(who, []).append({
            "number": number, "from": months.index(first), "to": months.index(min(until, last)), "five": number <= len(plan.tomorrow),
        })
    numbers = {action: number for number, (action, *_) in enumerate(bars, start=1)}
    busiest = max(lanes, key=lambda who: len(lanes[who]), default="")
    hours = plan.hours + sum((outcome.framework.actions[entry.action].hours for entry in roadmap.entries), start=0 * plan.hours)
    return {
        "finding": words("plan.roadmap-finding", count=len(bars), hours=words.hours(hours), first=words.month(start), last=words.month(last),
                         who=busiest, most=len(lanes[busiest])) if bars else "",
        "months": [
            {"short": words(f"short-month.{month[5:]}"), "name": words.month(month), "holidays": bool(holidays.within(month, days.region))}
            for month in months
        ],
        "lanes": [{"who": who, "bars": lane} for who, lane in lanes.items()],
        "list": [
            {
                "month": words.month(month),
                "holidays": [
                    *([words("plan.roadmap-begin")] if month == start and plan.tomorrow else []),
                    *_holidays(words, holidays, month, days.region),
                ],
                "actions": [
                    _entry(outcome, words, numbers[entry.action], entry.action, days.of_month(entry.month))
                    for entry in roadmap.entries if entry.month == month
                ],
            }
            for month in months
        ],
        "later": words("plan.later", count=len(roadmap.later)) if roadmap.later else "",
        "blocked": [
            words("plan.blocked", title=words(f"action.{action}.title"), needs=words(f"action.{cause}.title"))
            for action, cause in plan.blocked.items()
        ],
        "uncovered": words("plan.uncovered", items=list(dict.fromkeys(words(f"item.{item}.title") for item, _, _ in roadmap.uncovered)))
        if roadmap.uncovered else "",
        "note": words("plan.holidays-note", source=holidays.source) if holidays.holidays else "",
    }


def _entry(outcome: Outcome, words: Words, number: int, action: str, day: str) -> dict[str, Any]:
    decision = outcome.round.decisions.get(action)
    who = _who(outcome, words, action)
    return {
        "id": action, "number": number, "title": words(f"action.{action}.title"), "person": who, "date": day,
        "facts": words("plan.entry", who=who, hours=words.hours(outcome.framework.actions[action].hours)),
        "decision": _decided(outcome, words, action, decision) if decision else None,
    }


def _later_month(start: str, offset: int) -> str:
    months = int(start[:4]) * 12 + int(start[5:]) - 1 + offset
    return f"{months // 12}-{months % 12 + 1:02d}"


def _holidays(words: Words, holidays: Holidays, month: str, region: str | None) -> list[str]:
    """The holidays of a month, one line each; regions with the same days stand together."""
    lines = []
    for (_, _), group in groupby(_by_holiday(holidays.within(month, region)), key=lambda entry: (entry[0].id, entry[0].year)):
        entries = list(group)
        holiday = entries[0][0]
        spans: dict[tuple[date, date], list[str]] = {}
        for _, place, first, last in entries:
            spans.setdefault((first, last), []).append(words(f"region.{place}"))
        told = [
            words("plan.holiday-days" if len(places) == len(holidays.counted(region)) else "plan.holiday-days-where",
                  first=_short_day(words, first), last=_short_day(words, last), regions=places)
            for (first, last), places in spans.items()
        ]
        marks = [words(f"plan.holiday-{mark}") for mark, there in (("advised", holiday.how == "advised"), ("provisional", not holiday.seen)) if there]
        name = words(f"holiday.{holiday.id}")
        lines.append(words("plan.holiday", name=name[:1].upper() + name[1:], days=told, marks=f" ({beside(words, marks)})" if marks else ""))
    return lines


def _by_holiday(entries: Sequence[tuple[Holiday, str, date, date]]) -> list[tuple[Holiday, str, date, date]]:
    order = list(dict.fromkeys((entry[0].id, entry[0].year) for entry in entries))
    return sorted(entries, key=lambda entry: order.index((entry[0].id, entry[0].year)))


def _short_day(words: Words, day: date) -> str:
    return words("format.day", day=day.day, month=words(f"month.{day:%m}"))


# ---- what one needs, and what to ask -------------------------------------------------------------------------------------------


def _advice(outcome: Outcome, words: Words) -> dict[str, Any]:
    kind = outcome.position.id
    about = {advice.id: advice for advice in outcome.framework.advice}
    return {
        "lead": words("plan.advice-lead", type=words(f"type.{kind}.name"), needs=words(f"type.{kind}.needs")) if kind
        else words("plan.advice-no-type"),
        "items": [
            {
                "title": words(f"advice.{name}.title"), "how": words(f"advice.{name}.how"), "asks": words(f"advice.{name}.asks"),
                "help": words.listed([words(f"help.{help_}") for help_ in about[name].help]),
            }
            for name in advised(outcome)
        ],
    }


def _supplier(outcome: Outcome, words: Words, supplier: Supplier) -> dict[str, Any]:
    """What a supplier does for the board and a letter with questions, ready to send; no letter where there is nothing to ask."""
    ready = dict(supplier.questions)
    questions = []
    for item in supplier.open:
        name = words(f"item.{item}.title")
        if item in ready:
            questions.append(words("plan.letter.ready", item=name, question=words(f"action.{ready[item]}.supplier_question")))
        else:
            questions.append(words("plan.letter.question", item=name, evidence=words.lines(f"item.{item}.evidence")[0]))
    letter = "\n\n".join([
        words("plan.letter.greeting"), words("plan.letter.opening"),
        "\n".join(f"{number}. {question}" for number, question in enumerate(questions, start=1)),
        words("plan.letter.end", board=outcome.round.settings.name),
    ])
    return {
        "name": supplier.name or words("plan.supplier-unnamed"),
        "about": words("plan.supplier-about", items=[words(f"item.{item}.title") for item in supplier.items]),
        "summary": words("plan.supplier", name=supplier.name or words("plan.supplier-unnamed"), count=len(supplier.items),
                         open=len(supplier.open)),
        "letter": letter if questions else "",
        "questions": questions,
        "hints": [words(f"item.{item}.outsourced") for item in supplier.open],
    }

