"""Asking: what a reader outside the board can ask it, by the situation the board is in. A few good questions, never all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nulmeting.report.blocks import Block, Heading, Paragraph
from nulmeting.report.shared import Shared
from nulmeting.words import Words

# So many that follow from the situation, and so many in all at least: five good questions fill an evening.
_FROM_THE_SITUATION, _LEAST = 4, 3

_ALWAYS = ("next", "rehearsed", "who")
"""What is good to ask of any board, the first of them always and last."""


def questions(shared: Shared, words: Words, reader: str) -> Iterator[Block]:
    """Three to five questions for a reader (`toezicht` or `gmr`), each with the reason to ask it now.

    A situation is asked about by those readers whose words have a question for it.
    """
    start = f"report.{reader}.ask"
    found = [(name, values) for name, values in situations(shared, words) if f"{start}.{name}.question" in words][:_FROM_THE_SITUATION]
    first, *more = _ALWAYS
    found += [(name, {}) for name in more[: max(0, _LEAST - 1 - len(found))]]
    yield Heading(words(f"{start}.title"))
    yield Paragraph(words(f"{start}.intro"))
    for number, (name, values) in enumerate((*found, (first, {})), start=1):
        question = words(f"{start}.{name}.question", **values)
        yield Paragraph(words(f"{start}.{name}.why", **values), lead=words("report.shared.question", number=number, question=question))


def situations(shared: Shared, words: Words) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is the case with a board that is worth a question, the most telling first, with the numbers that go into it."""
    made, takes = shared.decisions, shared.years
    parts = {part: mean.figure for part, mean in shared.parts.items() if mean.figure is not None}
    known = shared.total.figure is not None
    missing = shared.unknown + shared.blank
    if not shared.known:
        yield ("all-unknown" if shared.unknown else "nothing"), {}
    elif not known:
        yield "no-total", {"count": missing, "applicable": shared.applicable}
    if shared.council:
        yield "council", {"subjects": len(shared.council)}
    if made.proposed and not made.planned + made.done + made.declined:
        yield "undecided", {"count": made.proposed}
    elif made.planned and not made.done and not (shared.before and shared.before.fates.get("done")):
        yield "not-done", {"count": made.planned}
    if shared.estimated and not shared.answered:
        yield "scan-only", {"count": shared.estimated}
    if known and shared.lead >= shared.near:
        yield "paper-ahead", _sides(shared, words)
    if known and shared.lead <= -shared.near:
        yield "practice-ahead", _sides(shared, words)
    if len(parts) > 1:
        low, high = min(parts, key=lambda part: parts[part]), max(parts, key=lambda part: parts[part])
        if parts[high] - parts[low] >= shared.near:
            yield "part-behind", {"low": words(f"part.{low}"), "number": words.number(parts[low]),
                                  "high": words(f"part.{high}"), "other": words.number(parts[high])}
    if shared.before and shared.before.down:
        yield "lower", {"count": len(shared.before.down), "all": shared.before.compared}
    if takes and takes.needed > takes.capacity:
        yield "hours", {"capacity": words.number(takes.capacity, 0), "needed": words.number(takes.needed, 0)}
    if known and missing:
        yield "unknown", {"count": missing}
    if shared.without_evidence:
        yield "no-evidence", {"count": shared.without_evidence}
    if made.declined:
        yield "declined", {"count": made.declined}
    if shared.meets_target:
        yield "meets", {}
    if shared.people is None:
        yield "few-people", {"cell": shared.cell}


def _sides(shared: Shared, words: Words) -> dict[str, Any]:
    return {side: words.number(mean.score) for side, mean in shared.axes.items()}
