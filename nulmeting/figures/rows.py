"""Rows: the figures of a round, one row one thing and one column one kind of value, numbers as they are computed.

Answers that were not handed on (vrijgeven) keep their row, so that counts agree, but nothing of them stands in it (`meeting.on_paper`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from nulmeting.answers import UNKNOWN, Answer, GroupDecision, ItemSides, Opinion, Respondent
from nulmeting.figures.columns import TABLES, Table
from nulmeting.framework import SIDES, Framework
from nulmeting.meeting import on_paper, on_the_table
from nulmeting.outcome import Outcome
from nulmeting.plan import Option
from nulmeting.reading import Reading
from nulmeting.scoring import Mean, spread
from nulmeting.sentences import person, title
from nulmeting.words import Words

Row = dict[str, Any]

FIVE, YEAR, LATER, BLOCKED, REST = "five", "year", "later", "blocked", "rest"
"""Where an action stands: among the five, in the year, after it, waiting for one that was declined, or only among the next best."""

# What no file holds and nobody types on purpose; names in `round.json` did not go through the door that takes it out of answers.
_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def rows(found: Reading) -> dict[str, Table]:
    """Every table of a round by its name, in the order of `TABLES`; a table with nothing in it has no rows."""
    outcome, words = found.outcome, found.words
    whose = {"board": outcome.round.board, "round": outcome.round.id}
    return {name: Table(name, columns, [_values({**whose, **row}, columns) for row in _OF[name](outcome, words)])
            for name, columns in TABLES.items()}


def clean(text: str) -> str:
    """A text without signs that no file can hold."""
    return _BROKEN.sub("", text) if _BROKEN.search(text) else text


def _values(row: Row, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(clean(value) if isinstance(value := row[column], str) else value for column in columns)


# ---- where the board stands ----------------------------------------------------------------------------------------------------


def _scores(outcome: Outcome, words: Words) -> Iterator[Row]:
    framework, scores = outcome.framework, outcome.scores

    def row(figure: str, kind: str, name: str, mean: Mean) -> Row:
        return {
            "figure": figure, "figure_kind": kind, "figure_kind_title": words(f"figures.value.figure.{kind}"), "figure_title": name,
            **{part: None if (value := getattr(mean, part)) is None else float(value) for part in ("score", "low", "high")},
            "answered": mean.answered, "estimated": mean.estimated, "applicable": mean.applicable, "shown": mean.shown,
        }

    yield row("total", "total", words("result.all"), scores.total)
    for part, mean in scores.parts.items():
        yield row(part, "part", words(f"part.{part}"), mean)
    for side in SIDES:
        yield row(side, "axis", words("result.axis", name=words(f"axis.{side}")), scores.axes[side])
    for domain, mean in scores.domains.items():
        yield row(domain, "domain", _domain(framework, words, domain)["domain_title"], mean)


def _items(outcome: Outcome, words: Words) -> Iterator[Row]:
    framework = outcome.framework
    spreads = spread(framework, on_the_table(outcome.round))
    for item in framework.items.values():
        score, sides = outcome.scores.items[item.id], outcome.sides[item.id]
        gone, part, official = sides.not_applicable, framework.domain[item.domain].part, item.official
        yield {
            **_item(framework, words, item.id), "part": part, "part_title": words(f"part.{part}"),
            "official_code": official.code if official else None,
            "whose": words(f"status.{official.status}") if official else words("counts.own"),
            "item_kind": item.kind, "importance": item.importance, "attention": item.attention,
            "attention_title": words(f"attention.{item.attention}") if item.attention else None, "law": framework.is_duty(item),
            **{key: value for side in SIDES for key, value in (
                (side, None if gone else sides.side(side).value),
                (f"{side}_source", None if gone else sides.side(side).source),
                (f"{side}_source_title", None if gone else words(f"figures.value.source.{sides.side(side).source}")),
            )},
            "level": score.level, "level_low": None if gone else score.low, "level_high": None if gone else score.high,
            **_state(words, score.state), "confirmed": sides.confirmed, "open": sides.open, "spread": spreads.get(item.id),
            "weight": float(framework.weight(item)), "gap": score.gap, "outsourced": sides.outsourced, "evidenced": score.evidenced,
            "reduced": sides.reduced, "questions_raised": len(outcome.contradictions.get(item.id, ())) + len(outcome.doubts.get(item.id, ())),
        }


def _gaps(outcome: Outcome, words: Words) -> Iterator[Row]:
    for order, gap in enumerate(outcome.gaps.gaps, start=1):
        score = outcome.scores.items[gap.item]
        yield {
            "order": order, **_item(outcome.framework, words, gap.item), "level": score.level, "gap": gap.gap, "weight": float(gap.weight),
            "weight_and_gap": float(gap.weight * gap.gap), "law_now": gap.law_now,
            **{f"{side}_gap": score.side_gaps.get(side, 0) for side in SIDES}, **_state(words, score.state),
        }


def _unknown(outcome: Outcome, words: Words) -> Iterator[Row]:
    for order, entry in enumerate(outcome.gaps.find_out, start=1):
        yield {
            "order": order, **_item(outcome.framework, words, entry.item), **_state(words, entry.state),
            **{f"{side}_unsure": side in entry.sides for side in SIDES}, "largest_gap": entry.largest, "weight": float(entry.weight),
            "law_now": entry.law_now,
        }


# ---- what to do ----------------------------------------------------------------------------------------------------------------


def _actions(outcome: Outcome, words: Words) -> Iterator[Row]:
    """Every action the plan speaks of, once: the five, the year, what is later or waits; `next` is its place among the next best."""
    plan = outcome.plan
    next_ = {entry.option.id: (number, entry) for number, entry in enumerate(plan.not_chosen, start=1)}
    start = outcome.round.settings.start_month
    placed: dict[str, Row] = {}
    for thing in plan.tomorrow:
        placed[thing.option.id] = {**_option(outcome, words, thing.option), "place": FIVE, "month": start, "value": float(thing.value)}
    for entry in plan.roadmap.entries:
        placed[entry.action] = {**_catalogued(outcome, words, entry.action), "place": YEAR, "month": entry.month, "until": entry.until,
                                "value": float(entry.value)}
    for place, actions in ((LATER, plan.roadmap.later), (BLOCKED, plan.blocked)):
        for action in actions:
            placed.setdefault(action, {**_catalogued(outcome, words, action), "place": place})
    for action, (_, chance) in next_.items():
        placed.setdefault(action, {**_option(outcome, words, chance.option), "place": REST})
    counted: dict[str, int] = {}
    for action, row in placed.items():
        counted[row["place"]] = counted.get(row["place"], 0) + 1
        number, known = next_.get(action, (None, None))
        why = known.why if known else "blocked" if row["place"] == BLOCKED else None
        better = known.better if known else plan.blocked.get(action)
        yield {
            "month": None, "until": None, "value": None, **row, "place_title": words(f"figures.value.place.{row['place']}"),
            "order": counted[row["place"]], "next": number, "why_not": why,
            "why_not_title": words(f"figures.value.why-not.{why}") if why else None, "better_title": title(words, better) if better else None,
        }


def _option(outcome: Outcome, words: Words, option: Option) -> Row:
    return _catalogued(outcome, words, option.id) if option.finds_out is None else _action(
        outcome, words, option.id, option.domain, option.kind, option.owner, option.start, True, option.first_hours, option.hours, 0, None)


def _catalogued(outcome: Outcome, words: Words, id_: str) -> Row:
    framework = outcome.framework
    action = framework.actions[id_]
    return _action(outcome, words, id_, action.domain, action.kind, action.owner, action.start, framework.startable(action),
                   action.first_hours, action.hours, action.cost, action.gmr)


def _action(outcome: Outcome, words: Words, id_: str, domain: str, kind: str, owner: str, start: str, tomorrow: bool, first: Any, hours: Any,
            cost: int, gmr: str | None) -> Row:
    return {
        "action": id_, "action_title": title(words, id_), **_domain(outcome.framework, words, domain), "action_kind": kind,
        "action_kind_title": words(f"kind.{kind}"), "owner": owner, "who": person(outcome, words, owner), "can_start_tomorrow": tomorrow,
        "start": start, "start_title": words(f"start.{start}"), "first_hours": float(first), "hours": float(hours), "cost": cost,
        "gmr": gmr, "gmr_title": words(f"gmr.{gmr}") if gmr else None,
    }


def _decisions(outcome: Outcome, words: Words) -> Iterator[Row]:
    for action, decision in outcome.round.decisions.items():
        yield {
            "action": action, "action_title": title(words, action), "status": decision.status,
            "status_title": words(f"figures.value.decision.{decision.status}"), "function": decision.function, "date": decision.date,
            "reason": decision.reason, "instead_of_title": title(words, decision.instead_of) if decision.instead_of else None,
        }


# ---- what people said ----------------------------------------------------------------------------------------------------------


def _agreed(outcome: Outcome, words: Words) -> Iterator[Row]:
    framework, round_ = outcome.framework, outcome.round
    said = [*((name, _item(framework, words, name), round_.group[name]) for name in framework.items if name in round_.group),
            *((name, {"item": None, "item_title": None, **_domain(framework, words, name)}, round_.group_domains[name])
              for name in framework.domain if name in round_.group_domains)]
    for _, about, decision in said:
        if decision != GroupDecision():
            yield {
                **about, **_given(decision), "confirmed": decision.confirmed, "not_applicable": decision.not_applicable,
                "reason": decision.reason, "comment": decision.comment, "carried": decision.carried,
            }


def _said(outcome: Outcome, item: str) -> Iterable[tuple[Respondent, Answer, bool]]:
    """Who answered an item, what, and whether that may be seen; those who may not be seen come last, so that their place says nothing."""
    shown = {one.id for one in on_paper(outcome.round).respondents}
    said = [(one, answer, one.id in shown) for one in outcome.round.respondents if (answer := one.answers.get(item, Answer())) != Answer()]
    return sorted(said, key=lambda entry: not entry[2])


def _answers(outcome: Outcome, words: Words) -> Iterator[Row]:
    for item in outcome.framework.items:
        for one, answer, seen in _said(outcome, item):
            row = {
                **_who(words, one), **_given(answer), "not_applicable": answer.not_applicable, "reason": answer.reason,
                "outsourced": answer.outsourced, "supplier": answer.supplier, "schools": answer.schools,
                "schools_title": words(f"coverage.{answer.schools}") if answer.schools else None, "note": answer.note,
                "pieces": len(answer.evidence), "discuss": answer.discuss, "asked": answer.asked or None,
                "asked_title": words(f"role.{answer.asked}") if answer.asked else None, "carried": answer.carried,
            }
            yield {**_item(outcome.framework, words, item), **(row if seen else dict.fromkeys(row)), "released": one.consents}


def _evidence(outcome: Outcome, words: Words) -> Iterator[Row]:
    for item in outcome.framework.items:
        for one, answer, seen in _said(outcome, item):
            for order, piece in enumerate(answer.evidence if seen else (), start=1):
                yield {
                    **_item(outcome.framework, words, item), **_who(words, one), "order": order, "piece": piece.title,
                    "piece_place": piece.place, "piece_date": piece.date,
                }


def _opinions(outcome: Outcome, words: Words) -> Iterator[Row]:
    framework, opinions = outcome.framework, outcome.round.opinions
    for item in framework.items:
        opinion = opinions.get(item, Opinion())
        if opinion == Opinion():
            continue
        given, board = _given(opinion), _board(outcome.sides[item])
        yield {
            **_item(framework, words, item), "by": opinion.by, **given, **{f"board_{side}": board[side] for side in SIDES},
            **{f"{side}_difference": None if board[side] is None or given[side] is None else given[side] - board[side] for side in SIDES},
            "finding": opinion.finding, "seen": opinion.seen,
        }


# ---- parts that more tables have ----------------------------------------------------------------------------------------------


def _item(framework: Framework, words: Words, item: str) -> Row:
    return {"item": item, "item_title": words(f"item.{item}.title"), **_domain(framework, words, framework.items[item].domain)}


def _domain(framework: Framework, words: Words, domain: str) -> Row:
    return {"domain": domain,
            "domain_title": words("questions.domain-name", number=framework.domain[domain].number, name=words(f"domain.{domain}"))}


def _state(words: Words, state: str) -> Row:
    return {"state": state, "state_title": words(f"questions.state.{state}")}


def _who(words: Words, one: Respondent) -> Row:
    """Who said it: only of people who let the others see that."""
    if not one.consents:
        return {"person": None, "role": None, "role_title": None}
    return {"person": one.id, "role": one.role, "role_title": words(f"role.{one.role}")}


def _given(said: Answer | GroupDecision | Opinion) -> Row:
    """Both sides as somebody gave them; *weet ik niet* is no level."""
    given = {side: getattr(said, side) for side in SIDES}
    return {**{side: None if value == UNKNOWN else value for side, value in given.items()},
            **{f"{side}_unknown": value == UNKNOWN for side, value in given.items()}}


def _board(sides: ItemSides) -> Row:
    return {side: None if sides.not_applicable else sides.side(side).value for side in SIDES}


_OF: Mapping[str, Callable[[Outcome, Words], Iterator[Row]]] = {
    "scores": _scores, "items": _items, "gaps": _gaps, "unknown": _unknown, "actions": _actions, "decisions": _decisions, "agreed": _agreed,
    "answers": _answers, "evidence": _evidence, "opinions": _opinions,
}
