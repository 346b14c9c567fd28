"""Board: the whole document, for the board itself."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.charts import charts
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Bullets, Card, Facts, Heading, Paragraph, Table
from nulmeting.report.parts import as_figure, tables
from nulmeting.views import plan, results


def whole(found: Reading) -> Iterator[Block]:
    """Everything the results and the plan say: in short, the five things, the year, the charts, and every gap as a table."""
    outcome, words = found.outcome, found.words
    result, the_plan = results.view(outcome, words), plan.view(outcome, words, found.holidays)
    yield Heading(words("report.brief"))
    yield from (Paragraph(sentence, tone="lead") for sentence in result["summary"])
    yield Paragraph(the_plan["first"])
    if result["beside"]:
        yield Bullets(tuple(result["beside"]))
    kind = result["type"]
    if kind["name"]:
        yield Paragraph(kind["about"], lead=f"{kind['name'][:1].upper()}{kind['name'][1:]}.")
        yield Paragraph(kind["needs"])
    yield Heading(words("report.five"), own_page=True)
    yield Paragraph(the_plan["together"] or the_plan["none"])
    yield from (Paragraph(line, tone="quiet") for line in (*the_plan["relaxed"], the_plan["fewer"], the_plan["not_optimal"]) if line)
    for thing in the_plan["things"]:
        facts = [(words(f"report.thing.{name}"), thing[name]) for name in ("person", "time", "leaves", "gmr", "help") if thing[name]]
        yield Card(f"{thing['number']}. {thing['title']}", (Paragraph(thing["first_step"], lead=words("report.tomorrow")), Facts(tuple(facts)),
                                                            Bullets(tuple(thing["why"]))))
    if the_plan["decided"]:
        yield Heading(words("report.decided"), 2)
        yield Bullets(tuple(f"{entry['title']} {entry['text']}" for entry in the_plan["decided"]))
    yield from _year(found, the_plan["roadmap"])
    yield Heading(words("result.title"), own_page=True)
    yield from (figure for drawn in charts(outcome, words) if (figure := as_figure(drawn)))
    yield Heading(words("report.tables"), own_page=True)
    yield from tables(found, ("parts", "domains", "gaps", "find-out"))
    yield Heading(words("report.method"), own_page=True)
    for reason in result["reasons"].values():
        yield Paragraph(reason["text"], lead=f"{reason['title'].rstrip('.?')}.")


def _year(found: Reading, roadmap: dict[str, object]) -> Iterator[Block]:
    """The rest of the year, month by month, and what no action covers."""
    words = found.words
    rows = [
        (month["month"], action["title"], action["facts"])
        for month in roadmap["list"] for action in month["actions"]    # type: ignore[attr-defined]
    ]
    yield Heading(words("report.year"), own_page=True)
    if roadmap["finding"]:
        yield Paragraph(str(roadmap["finding"]))
    if rows:
        yield Table(words("report.year"), tuple(words(f"report.head.{name}") for name in ("month", "action", "who")), tuple(rows), (2, 6, 3))
    yield from (Paragraph(str(roadmap[name]), tone="quiet") for name in ("later", "uncovered") if roadmap[name])
