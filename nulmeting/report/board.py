"""Board: the whole document, for the board itself: first what it is to decide, then where it stands, then everything that was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nulmeting.charts import Chart, charts
from nulmeting.outcome import sampling
from nulmeting.reading import Reading
from nulmeting.report.answers import answers
from nulmeting.report.asked import asked
from nulmeting.report.blocks import Block, Bullets, Card, Facts, Heading, Paragraph, Table
from nulmeting.report.changes import changes
from nulmeting.report.checklists import chapters
from nulmeting.report.method import method, unknown
from nulmeting.report.parts import as_figure, tables
from nulmeting.report.support import letters, support
from nulmeting.report.talk import talk
from nulmeting.sentences import capital, day, summary
from nulmeting.views import plan, results


def whole(found: Reading) -> Iterator[Block]:
    """Everything there is to say of a round; a chapter stands in it only when this board has something for it."""
    outcome, words = found.outcome, found.words
    the_plan, counts = plan.view(outcome, words, found.holidays), results.beside_total(outcome, words)
    yield Heading(words("report.brief"))
    yield from (Paragraph(sentence, tone="lead") for sentence in summary(outcome, words))
    yield Paragraph(the_plan["first"])
    if counts:
        yield Bullets(tuple(counts))
    yield from asked(found, the_plan)
    yield from _stand(found)
    yield from _five(found, the_plan)
    yield from _year(found, the_plan["roadmap"])
    yield from changes(found)
    yield from support(found, the_plan["advice"])
    yield from letters(found, the_plan["letters"])
    yield from answers(found)
    yield from talk(found)
    yield from chapters(outcome, words)
    yield from unknown(found)
    yield from method(found)


# ---- where the board stands -----------------------------------------------------------------------------------------------------


def _stand(found: Reading) -> Iterator[Block]:
    """Type, scores and gaps: each chart with its finding, and the numbers as tables."""
    words, kind = found.words, results.kind(found.outcome, found.words)
    drawn = {chart.id: chart for chart in charts(found.outcome, words)}
    yield Heading(words("result.type-title"), own_page=True)
    if kind["name"]:
        yield Paragraph(kind["about"], lead=f"{capital(kind['name'])}.")
        yield Paragraph(kind["needs"])
    elif "types" not in drawn:
        yield Paragraph(words("result.type.none"))
    yield from _figures(drawn, "types", "sides")
    yield Heading(words("result.story.stand"), own_page=True)
    yield from tables(found, ("parts", "domains"))
    yield from _figures(drawn, "domains", "radar", "items", "sector")
    if found.outcome.gaps.gaps:
        yield Heading(words("result.story.first"), own_page=True)
        yield from _figures(drawn, "gaps")
        yield from tables(found, ("gaps",))


def _figures(drawn: Mapping[str, Chart], *ids: str) -> Iterator[Block]:
    yield from (figure for id_ in ids if id_ in drawn and (figure := as_figure(drawn[id_])))


# ---- what to do -----------------------------------------------------------------------------------------------------------------


def _five(found: Reading, the_plan: Mapping[str, Any]) -> Iterator[Block]:
    """The five things, whether they stay the five, why others are not among them, what it brings, and what was decided."""
    words = found.words
    yield Heading(words("report.five"), own_page=True)
    yield Paragraph(the_plan["together"] or the_plan["none"])
    yield from (Paragraph(line, tone="quiet") for line in (*the_plan["relaxed"], the_plan["fewer"], the_plan["not_optimal"]) if line)
    for thing in the_plan["things"]:
        facts = [(words(f"report.thing.{name}"), thing[name]) for name in ("person", "time", "leaves", "gmr", "help", "source") if thing[name]]
        marks = [Paragraph(line, tone="quiet") for line in (thing["swapped"], thing["decision"]["text"] if thing["decision"] else "") if line]
        yield Card(f"{thing['number']}. {thing['title']}", (
            Paragraph(thing["first_step"], lead=words("report.tomorrow")), Facts(tuple(facts)), Bullets(tuple(thing["why"])), *marks,
        ))
    if the_plan["things"]:
        yield Paragraph(_holds(found))
    if projection := the_plan["projection"]:
        yield Heading(words("plan.projection-title"), 2)
        yield Paragraph(" ".join(projection["lines"]))
        if projection["closes"]:
            yield Paragraph(f"{projection['closes']}:")
            yield Bullets(tuple(projection["items"]))
    if the_plan["not_chosen"]:
        yield Heading(words("plan.why-not-title"), 2)
        yield Bullets(tuple(the_plan["not_chosen"]))
    yield from _decided(found, the_plan["decided"])


def _holds(found: Reading) -> str:
    """Whether the five stay the five: for certain while nothing is unknown, else what it depends on most.

    The page also draws the unknown answers at random (`outcome.stable`); that takes half a second, which a thousand boards have not.
    """
    words, outcome = found.words, found.outcome
    if sampling(outcome).done:
        return words("report.holds.certain")
    items = [words(f"item.{entry.item}.title") for entry in outcome.gaps.find_out if entry.state != "estimated"]
    return words("report.holds.depends" if len(items) > 3 else "report.holds.depends-few", count=len(items), items=items[:3])


def _decided(found: Reading, decided: list[dict[str, str]]) -> Iterator[Block]:
    """What the board decided about actions, with everything it wrote down."""
    words = found.words
    if not decided:
        return
    rows = tuple(
        (entry["title"], words(f"figures.value.decision.{entry['status']}").capitalize(), entry["function"],
         day(words, entry["date"]) if entry["date"] else "", entry["reason"] or (entry["text"] if entry["instead_of"] else ""))
        for entry in decided
    )
    head = tuple(words(f"report.decision.{name}") for name in ("action", "status", "function", "date", "reason"))
    yield Heading(words("report.decided"), 2)
    yield Table(words("report.decision.table"), head, rows, (4, 2, 2.4, 2.2, 3.4))


def _year(found: Reading, roadmap: Mapping[str, Any]) -> Iterator[Block]:
    """The rest of the year, month by month, what does not fit or cannot be, and what no action covers."""
    words = found.words
    rows = [(month["month"], action["title"], action["facts"]) for month in roadmap["list"] for action in month["actions"]]
    if not rows and not any(roadmap[name] for name in ("finding", "later", "blocked", "uncovered")):
        return
    yield Heading(words("report.year"), own_page=True)
    if roadmap["finding"]:
        yield Paragraph(roadmap["finding"])
    yield from (Paragraph(roadmap[name], tone="quiet") for name in ("later", "uncovered") if roadmap[name])
    if roadmap["blocked"]:
        yield Bullets(tuple(roadmap["blocked"]))
    if rows:
        yield Paragraph(words("report.year-note"), tone="quiet")
        head = tuple(words(f"report.head.{name}") for name in ("month", "action", "who"))
        yield Table(words("report.year-table"), head, tuple(rows), (1.9, 7.2, 3.2))
