"""Asked: what a board is to decide after reading, on one page: what, who, when, and where the (G)MR has a say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nulmeting.charts import beside
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Bullets, Heading, Paragraph, Table
from nulmeting.sentences import capital, title


def asked(found: Reading, the_plan: Mapping[str, Any]) -> Iterator[Block]:
    """The decisions asked of the board: the five things one by one, then what else only the board can settle."""
    words, framework = found.words, found.framework
    yield Heading(words("report.asked.title"), 2)
    things = the_plan["things"]
    if things:
        yield Paragraph(words("report.asked.about"))
        said = [_say(found, thing) for thing in things]
        head, widths = ["what", "who", "when"], [6.0, 2.4, 2.4]
        rows = [[thing["title"], thing["person"], _when(found, the_plan, thing)] for thing in things]
        if any(said):
            head, widths = [*head, "gmr"], [*widths, 2.6]
            rows = [[*row, text] for row, text in zip(rows, said, strict=True)]
        yield Table(words("report.asked.table"), tuple(words(f"report.asked.{name}") for name in head), tuple(map(tuple, rows)), tuple(widths))
    yield Paragraph(words("report.asked.also" if things else "report.asked.only"))
    lines = []
    if things:
        lines.append(words("report.asked.hours", capacity=the_plan["capacity"]))
    if cost := found.outcome.plan.roadmap.cost:
        lines.append(words("report.asked.cost", cost=f"{cost:,}".replace(",", ".")))
    if count := sum(1 for sides in found.outcome.sides.values() if sides.open):
        lines.append(words("report.asked.open", count=count))
    for gmr in framework.choices.gmr_asked:
        actions = [entry.action for entry in found.outcome.plan.roadmap.entries if framework.actions[entry.action].gmr == gmr]
        if actions:
            lines.append(words("report.asked.gmr-year", how=capital(words(f"gmr.{gmr}")),
                               titles=beside(words, [title(words, action).rstrip(".") for action in actions])))
    yield Bullets((*lines, words("report.asked.share")))


def _say(found: Reading, thing: Mapping[str, Any]) -> str:
    """What the (G)MR has to say in one of the five; empty where nothing is asked of it."""
    action = found.framework.actions.get(thing["id"])
    return thing["gmr"] if action and action.gmr in found.framework.choices.gmr_asked else ""


def _when(found: Reading, the_plan: Mapping[str, Any], thing: Mapping[str, Any]) -> str:
    """When one of the five is done: as the board decided, else in the months that its hours leave room for."""
    if thing["decision"]:
        return str(thing["decision"]["text"])
    roadmap = the_plan["roadmap"]
    bar = next(bar for lane in roadmap["lanes"] for bar in lane["bars"] if bar["number"] == thing["number"])
    first, last = (roadmap["months"][bar[end]]["name"] for end in ("from", "to"))
    return found.words("report.asked.in", month=first) if first == last else found.words("report.asked.between", first=first, last=last)
