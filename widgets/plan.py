"""Plan: the five things to do tomorrow with why, what the board decides about them, the rest of the year, and what it would bring."""

from __future__ import annotations

from datetime import date
from typing import Any

from nulmeting.answers import Decision
from nulmeting.outcome import Outcome, stable, what_if
from nulmeting.plan import Thing
from nulmeting.sentences import first_sentence, person, title
from nulmeting.words import Words
from widgets.results import beside


def view(outcome: Outcome, words: Words) -> dict[str, Any]:
    """Everything the plan view shows of an outcome."""
    plan, rules = outcome.plan, outcome.framework.choices.plan
    limits = {
        "domain": rules.in_one_domain, "person": rules.for_one_person, "find_out": rules.find_out,
        "hours": words.hours(rules.hours_together), "first_hours": words.hours(rules.first_hours_together),
    }
    return {
        "view": "plan",
        "title": words("plan.title"),
        "first": first_sentence(outcome, words),
        "things": [_thing(outcome, words, number, thing) for number, thing in enumerate(plan.tomorrow, start=1)],
        "together": words(
            "plan.together",
            first=words.hours(sum((thing.option.first_hours for thing in plan.tomorrow), start=plan.roadmap.hours * 0)),
            whole=words.hours(sum((thing.option.hours for thing in plan.tomorrow), start=plan.roadmap.hours * 0)),
        ) if plan.tomorrow else "",
        "fewer": _fewer(outcome, words),
        "none": words("plan.none" if outcome.scores.meets_target else "plan.none-tomorrow"),
        "relaxed": [words(f"plan.relaxed.{rule}", **limits) for rule in plan.relaxed],
        "not_optimal": "" if plan.optimal else words("plan.not-optimal"),
        "not_chosen": [
            words("plan.not-chosen", title=title(words, entry.option.id), why=words(
                f"plan.why-not.{entry.why}", other=title(words, entry.better) if entry.better else "", **limits
            ))
            for entry in plan.not_chosen
        ],
        "roadmap": [
            [words.month(entry.month), words(f"action.{entry.action}.title"), _who(outcome, words, entry.action),
             words.hours(outcome.framework.actions[entry.action].hours)]
            for entry in plan.roadmap.entries
        ],
        "later": words("plan.later", count=len(plan.roadmap.later)) if plan.roadmap.later else "",
        "blocked": [
            words("plan.blocked", title=words(f"action.{action}.title"), needs=words(f"action.{cause}.title"))
            for action, cause in plan.blocked.items()
        ],
        "uncovered": words("plan.uncovered", items=sorted({words(f"item.{item}.title") for item, _, _ in plan.roadmap.uncovered}))
        if plan.roadmap.uncovered else "",
        "decided": [_decided(outcome, words, action, decision) for action, decision in outcome.round.decisions.items()],
        "projection": _projection(outcome, words),
        "capacity": int(plan.roadmap.capacity),
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


def robust(outcome: Outcome, words: Words) -> dict[str, str]:
    """Per action of the five a sentence on whether it holds whatever the unknown answers are. Slow: asked for apart."""
    sentences = {}
    for action, stability in stable(outcome).items():
        if stability.robust:
            sentences[action] = words("plan.holds")
        else:
            sentences[action] = words("plan.depends", items=[words(f"item.{item}.title") for item in stability.depends_on])
    return sentences


def _who(outcome: Outcome, words: Words, action: str) -> str:
    return person(outcome, words, outcome.framework.actions[action].owner)


def _thing(outcome: Outcome, words: Words, number: int, thing: Thing) -> dict[str, Any]:
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
        level = (words("questions.level", level=score.level, name=words(f"level.{score.level}")) if score.level is not None
                 else words(f"questions.state.{score.state}"))
        why.append(words("plan.why", item=words(f"item.{id_}.title"), level=level) + (f" ({beside(words, marks)})" if marks else ""))
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


def _decided(outcome: Outcome, words: Words, action: str, decision: Decision) -> dict[str, str]:
    return {
        "id": action,
        "title": words(f"action.{action}.title"),
        "status": decision.status,
        "text": words(f"plan.decided.{decision.status}", function=decision.function or _who(outcome, words, action),
                      date=_day(words, decision.date), reason=decision.reason),
    }


def _day(words: Words, day: str) -> str:
    """A date as people say it; one that somebody wrote otherwise stays as it is."""
    try:
        read = date.fromisoformat(day)
    except ValueError:
        return day or words("plan.no-date")
    return words("format.day", day=read.day, month=words.month(f"{read:%Y-%m}"))


def _projection(outcome: Outcome, words: Words) -> str:
    """What the planned actions would bring, once they are done whole; empty while nothing is planned."""
    chosen = [action for action, decision in outcome.round.decisions.items() if decision.status == "planned"]
    if not chosen or outcome.scores.total.score is None:
        return ""
    after = what_if(outcome, chosen)
    return words("plan.projection", now=words.number(outcome.scores.total.score),
                 then=words.number(after.scores.total.score), gaps=len(after.gaps.gaps), before=len(outcome.gaps.gaps))
