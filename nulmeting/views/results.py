"""Results: first what one can read out and do, then every chart with its finding, and of every number how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nulmeting import charts
from nulmeting.charts import Chart, beside, domain_name, item_name, known_text, mean_row
from nulmeting.framework import SIDES
from nulmeting.outcome import Outcome
from nulmeting.scoring import Mean, domain_sides
from nulmeting.sentences import person, summary, title
from nulmeting.views.counts import counts
from nulmeting.words import Words

__all__ = ["beside", "beside_total", "item_row", "kind", "reasons", "tables", "view"]

# The story: each heading with its charts.
_STORY = (
    ("stand", ("domains", "radar", "items")), ("kind", ("sides", "types")), ("people", ("people",)), ("first", ("gaps",)), ("sector", ("sector",)),
)
# The rules that are told at the bottom, whatever number one looks at.
_REASONS = (
    "official", "ladder", "sides", "tables", "lowest", "coverage", "domain", "total", "axis", "shown", "between", "estimated", "cut", "weight",
)


def view(outcome: Outcome, words: Words) -> dict[str, Any]:
    """Everything the results view shows of an outcome, drawings apart: those are asked for one by one (`charts.svg`)."""
    drawn = {chart.id: chart_view(chart, words) for chart in charts.charts(outcome, words)}
    return {
        "view": "results",
        "title": words("result.title"),
        "summary": summary(outcome, words),
        "things": [
            {"title": title(words, thing.option.id), "facts": beside(words, (
                person(outcome, words, thing.option.owner), words("result.first-step", time=words.hours(thing.option.first_hours))
            ))}
            for thing in outcome.plan.tomorrow
        ],
        "nothing": words("plan.none" if outcome.scores.meets_target else "plan.none-tomorrow"),
        "story": [
            {"id": name, "title": words(f"result.story.{name}"), "charts": shown}
            for name, ids in _STORY if (shown := [drawn[id_] for id_ in ids if id_ in drawn])
        ],
        "numbers": _numbers(outcome, words),
        "domains": [_domain(outcome, words, domain.id) for domain in outcome.framework.domains if outcome.scores.domains[domain.id].applicable],
        "find_out": _find_out(outcome, words),
        "beside": beside_total(outcome, words),
        "reasons": reasons(words),
        "counts": counts(outcome.framework, words),
        "fixed": words("result.fixed"),
        "type": kind(outcome, words),
        "empty": not any(person.answers or person.scan for person in outcome.round.respondents),
        "words": words.below("result"),
    }


def chart_view(chart: Chart, words: Words) -> dict[str, Any]:
    return {
        "id": chart.id, "title": chart.title, "alt": chart.alt.removeprefix(chart.title).strip(), "notes": chart.notes,
        "table": {"title": words("result.as-table-of", title=chart.title), "head": chart.head, "rows": chart.rows},
        **{name: [drawing.width, drawing.height] if drawing else None for name, drawing in (("wide", chart.wide), ("narrow", chart.narrow))},
    }


def reasons(words: Words) -> dict[str, dict[str, str]]:
    """The rules behind the numbers by name: a title that says whose each is, and its text."""
    return {name: {"title": words(f"result.reason.{name}"), "text": words(f"reasons.{name}")} for name in _REASONS}


def kind(outcome: Outcome, words: Words) -> dict[str, str]:
    """The type of this board: name, what it is like and what it needs most; empty while it cannot be said."""
    position = outcome.position
    if position.id is None:
        return {"name": "", "about": "", "needs": ""}
    return {
        "name": words(f"type.{position.id}.name"),
        "about": words(f"type.{position.id}.about"),
        "needs": words("result.needs", text=words(f"type.{position.id}.needs")),
    }


# ---- how a number came about -----------------------------------------------------------------------------------------------


def _number(
    id_: str, name: str, mean: Mean, words: Words, rules: Iterable[str], head: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """One number with what it lies between, how much is known of it, the answers behind it, and the rules it follows by name."""
    _, figure, between, known = mean_row(name, mean, words)
    return {
        "id": id_, "name": name, "figure": figure, "known": known,
        "between": words("result.between", range=between) if mean.low != mean.high else between,
        "rules": list(rules), "table": {"title": words("result.how-of", name=name), "head": head, "rows": rows},
    }


def _numbers(outcome: Outcome, words: Words) -> list[dict[str, Any]]:
    framework, scores = outcome.framework, outcome.scores
    head = [words(f"result.head.{name}") for name in ("domain", "level", "known")]

    def over(means: Iterable[tuple[str, Mean]]) -> list[list[str]]:
        return [
            [domain_name(framework, words, domain), words.number(mean.score), known_text(mean, words)] for domain, mean in means if mean.applicable
        ]

    rules = ("total", "shown", "between", "ladder")
    found = [_number("total", words("result.all"), scores.total, words, rules, head, over(scores.domains.items()))]
    for part, mean in scores.parts.items():
        rows = over((domain.id, scores.domains[domain.id]) for domain in framework.domains if domain.part == part)
        found.append(_number(part, words(f"part.{part}"), mean, words, rules, head, rows))
    for side in SIDES:
        name = words("result.axis", name=words(f"axis.{side}"))
        rows = over(domain_sides(framework, outcome.sides, side).items())
        found.append(_number(side, name, scores.axes[side], words, ("axis", "sides", "cut", "between"), head, rows))
    return found


def _domain(outcome: Outcome, words: Words, domain: str) -> dict[str, Any]:
    framework, scores = outcome.framework, outcome.scores
    rows, reduced, open_ = [], False, False
    for item in framework.domain[domain].items:
        sides = outcome.sides[item]
        if not sides.not_applicable:
            reduced, open_ = reduced or sides.reduced, open_ or sides.open
        cells, marks = item_row(outcome, words, item)
        rows.append([*cells, beside(words, [words(f"questions.state.{scores.items[item].state}"), *marks])])
    mean = scores.domains[domain]
    rules = ["domain", "tables", "shown", "between", "ladder"]
    rules += [name for name, holds in (("lowest", open_), ("coverage", reduced), ("estimated", mean.estimated)) if holds]
    head = [words("result.head.item"), *(words(f"side.{side}") for side in SIDES), words("result.head.level"), words("result.head.state")]
    return _number(domain, domain_name(framework, words, domain), mean, words, rules, head, rows)


def item_row(outcome: Outcome, words: Words, item: str) -> tuple[list[str], list[str]]:
    """One item as everybody together left it: its name, both sides and its level in words; and what to know of these beside its state."""
    sides = outcome.sides[item]
    marks = []
    if not sides.not_applicable:
        marks += [words("result.confirmed")] if sides.confirmed is not None else [words("result.open")] if sides.open else []
        marks += [words("result.reduced")] if sides.reduced else []
    return [
        item_name(outcome.framework, words, item),
        *("" if sides.not_applicable else _side(sides.side(side).value, sides.side(side).source, words) for side in SIDES),
        words.number(outcome.scores.items[item].level, 0),
    ], marks


def _side(value: int | None, source: str, words: Words) -> str:
    if value is None:
        return words(f"questions.state.{source}")
    return words("result.side-estimated", level=value) if source == "estimated" else str(value)


# ---- tables ----------------------------------------------------------------------------------------------------------------


def tables(outcome: Outcome, words: Words) -> list[dict[str, Any]]:
    """The results as tables alone, as they stand on paper."""
    found = [
        {
            "id": "parts", "title": words("result.table.parts"), "note": words("result.table.parts-note"),
            "head": [words(f"result.head.{name}") for name in ("what", "level", "between", "known")],
            "rows": [
                mean_row(words("result.all"), outcome.scores.total, words),
                *(mean_row(words(f"part.{part}"), mean, words) for part, mean in outcome.scores.parts.items()),
                *(mean_row(words("result.axis", name=words(f"axis.{side}")), outcome.scores.axes[side], words) for side in SIDES),
            ],
        },
        {
            "id": "domains", "title": words("result.table.domains"), "note": words("result.table.domains-note", target=outcome.framework.target),
            "head": [words(f"result.head.{name}") for name in ("domain", "level", "between", "known")],
            "rows": [mean_row(domain_name(outcome.framework, words, domain), mean, words) for domain, mean in outcome.scores.domains.items()],
        },
        {
            "id": "gaps", "title": words("result.table.gaps"), "note": words("result.table.gaps-note"),
            "head": [words(f"result.head.{name}") for name in ("item", "domain", "now", "marks", "weight")], "rows": charts.gap_rows(outcome, words),
        },
    ]
    return [table for table in found if table["rows"]]


def _find_out(outcome: Outcome, words: Words) -> dict[str, Any]:
    rows = [
        [
            item_name(outcome.framework, words, entry.item),
            words(f"domain.{outcome.framework.items[entry.item].domain}"),
            words(f"questions.state.{entry.state}"),
            words("result.law-now") if entry.law_now else "",
        ]
        for entry in outcome.gaps.find_out if entry.state != "estimated"
    ]
    return {
        "id": "find-out", "title": words("result.table.find-out"), "note": words("result.table.find-out-note"),
        "head": [words(f"result.head.{name}") for name in ("item", "domain", "state", "marks")], "rows": rows,
    }


def beside_total(outcome: Outcome, words: Words) -> list[str]:
    """What stands beside the total: counts that a mean would hide."""
    scores = outcome.scores
    lines = []
    for name, count in (
        ("not-applicable", scores.not_applicable),
        ("estimated", sum(mean.estimated for mean in scores.domains.values())),
        ("no-evidence", scores.without_evidence),
        ("open", sum(1 for sides in outcome.sides.values() if sides.open)),
    ):
        if count:
            lines.append(words(f"result.beside.{name}", count=count))
    return lines
