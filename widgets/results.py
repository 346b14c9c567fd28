"""Results: score, type, gaps and what is still unknown, in plain sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from nulmeting.framework import SIDES
from nulmeting.outcome import Outcome
from nulmeting.scoring import Mean
from nulmeting.sentences import between, summary
from nulmeting.words import Words
from widgets.start import counts

# A long table shows so many rows; the rest is one click away.
_FIRST = 10
_ALL = 1000


def view(outcome: Outcome, words: Words) -> dict[str, Any]:
    """Everything the results view shows of an outcome: sentences and tables, no numbers that are not explained."""
    return {
        "view": "results",
        "title": words("result.title"),
        "summary": summary(outcome, words),
        "tables": [
            {**table, "first": first, "more": words("result.more", count=len(table["rows"]) - first)}
            for table, first in (
                (_axes(outcome, words), _ALL), (_domains(outcome, words), _ALL), (_gaps(outcome, words), _FIRST),
                (_find_out(outcome, words), _FIRST),
            )
            if table["rows"]
        ],
        "beside": _beside(outcome, words),
        "reasons": [{"title": words(f"result.reason.{name}"), "text": words(f"reasons.{name}")}
                    for name in ("official", "sides", "tables", "lowest", "coverage", "shown", "estimated", "cut", "weight")],
        "counts": counts(outcome.framework, words),
        "fixed": words("result.fixed"),
        "type": _type(outcome, words),
        "empty": not any(person.answers or person.scan for person in outcome.round.respondents),
        "words": words.below("result"),
    }


def _type(outcome: Outcome, words: Words) -> dict[str, Any]:
    position = outcome.position
    if position.id is None:
        return {"name": "", "about": "", "needs": "", "near": "", "flips": []}
    near = [words(f"type.{kind}.name") for kind in position.near]
    flips = [
        words("result.flip", axis=words(f"axis.{side}"), count=count)
        for side, count in position.flips.items() if count is not None
    ]
    return {
        "name": words(f"type.{position.id}.name"),
        "about": words(f"type.{position.id}.about"),
        "needs": words("result.needs", text=words(f"type.{position.id}.needs")),
        "near": words("result.near", types=near) if near else "",
        "flips": flips,
    }


def _row(name: str, mean: Mean, words: Words) -> list[str]:
    sure = mean.low == mean.high
    return [
        name,
        words.number(mean.figure) if mean.figure is not None else words("result.too-little"),
        "" if mean.low is None else words("result.sure") if sure else between(mean, words),
        words("result.answered", answered=mean.answered, applicable=mean.applicable, estimated=mean.estimated)
        if mean.estimated else words("result.answered-only", answered=mean.answered, applicable=mean.applicable),
    ]


def _axes(outcome: Outcome, words: Words) -> dict[str, Any]:
    scores = outcome.scores
    return {
        "id": "parts",
        "title": words("result.table.parts"),
        "note": words("result.table.parts-note"),
        "head": [words(f"result.head.{name}") for name in ("what", "level", "between", "known")],
        "rows": [
            _row(words("result.all"), scores.total, words),
            *(_row(words(f"part.{part}"), mean, words) for part, mean in scores.parts.items()),
            *(_row(words("result.axis", name=words(f"axis.{side}")), scores.axes[side], words) for side in SIDES),
        ],
    }


def _domains(outcome: Outcome, words: Words) -> dict[str, Any]:
    framework = outcome.framework
    return {
        "id": "domains",
        "title": words("result.table.domains"),
        "note": words("result.table.domains-note", target=framework.target),
        "head": [words(f"result.head.{name}") for name in ("domain", "level", "between", "known")],
        "rows": [
            _row(
                words("result.domain" if domain.official_name else "result.own-domain", part=words(f"part.{domain.part}"), number=domain.number,
                      name=words(f"domain.{domain.id}")),
                outcome.scores.domains[domain.id], words,
            )
            for domain in framework.domains
        ],
    }


def beside(words: Words, marks: Sequence[str]) -> str:
    """Marks that stand beside something: apart, because they are no list of things of a kind."""
    return reduce(lambda first, second: words("format.beside", first=first, second=second), marks) if marks else ""


def _item_name(outcome: Outcome, words: Words, item: str) -> str:
    official = outcome.framework.items[item].official
    title = words(f"item.{item}.title")
    return f"{official.code} {title}" if official else words("counts.own-title", title=title)


def _gaps(outcome: Outcome, words: Words) -> dict[str, Any]:
    rows = []
    for gap in outcome.gaps.gaps:
        score = outcome.scores.items[gap.item]
        item = outcome.framework.items[gap.item]
        marks = []
        if gap.law_now:
            marks.append(words("result.law-now"))
        if item.attention:
            marks.append(words(f"attention.{item.attention}"))
        if score.state == "estimated":
            marks.append(words("result.estimated"))
        rows.append([
            _item_name(outcome, words, gap.item),
            words(f"domain.{item.domain}"),
            words("questions.level", level=score.level, name=words(f"level.{score.level}")),
            beside(words, marks),
        ])
    return {
        "id": "gaps", "title": words("result.table.gaps"), "note": words("result.table.gaps-note"),
        "head": [words(f"result.head.{name}") for name in ("item", "domain", "now", "marks")], "rows": rows,
    }


def _find_out(outcome: Outcome, words: Words) -> dict[str, Any]:
    rows = [
        [
            _item_name(outcome, words, entry.item),
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


def _beside(outcome: Outcome, words: Words) -> list[str]:
    """What stands beside the total: counts that a mean would hide, and the sector's figure with its caveat."""
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
    reference = outcome.framework.reference
    if reference and (mean := scores.item_means.get(reference.part)) is not None and scores.parts[reference.part].shown:
        lines.append(words("result.beside.reference", part=words(f"part.{reference.part}"), mean=words.number(mean),
                           text=words("reference")))
    return lines
