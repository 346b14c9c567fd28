"""Document: what is written for whom. The board reads everything that follows; the others a short text about domains as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.charts import Chart, chart, charts, svg
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Bullets, Card, Document, Facts, Figure, Heading, Paragraph, Table
from nulmeting.sentences import first_sentence, summary
from nulmeting.views import plan, results
from nulmeting.views.counts import counts

BOARD = "bestuur"
"""The one reader who sees items, functions and decisions."""

VARIANTS = (BOARD, "toezicht", "gmr", "jaarverslag")
"""For whom a document can be made: the board itself, its supervisors, the council of staff and parents, and its annual report."""

# What may be shared: the domains as a whole. Items, notes, evidence, suppliers and names are the board's own.
_SHARED_CHARTS = ("domains", "sides", "types")


def document(found: Reading, variant: str) -> Document:
    """The document of a round for one of `VARIANTS` (KeyError for another)."""
    outcome, words = found.outcome, found.words
    blocks = tuple(_whole(found) if variant == BOARD else _short(found))
    cover = (
        (words("report.cover.round"), outcome.round.id), (words("report.cover.edition"), outcome.framework.edition),
        (words("report.cover.items"), counts(outcome.framework, words)),
        *((words(f"report.cover.{name}"), str(count)) for name, count in (
            ("not-applicable", outcome.scores.not_applicable),
            ("estimated", sum(mean.estimated for mean in outcome.scores.domains.values())),
            ("no-evidence", outcome.scores.without_evidence),
        )),
    )
    return Document(
        f"verslag-{variant}", words.language, words("report.title"), words(f"report.{variant}.subtitle"), outcome.round.settings.name,
        cover, words(f"report.{variant}.confidential"), words("report.fixed"), words.below("report.page"), blocks, variant == BOARD,
    )


def _short(found: Reading) -> Iterator[Block]:
    """Where the board stands, domain by domain: what those may read who do not answer for the items."""
    outcome, words = found.outcome, found.words
    yield Heading(words("result.title"))
    yield from (Paragraph(sentence) for sentence in (*summary(outcome, words), first_sentence(outcome, words)))
    for id_ in _SHARED_CHARTS:
        drawn = chart(id_, outcome, words)
        if drawn and (figure := as_figure(drawn)):
            yield figure
    yield from _tables(found, ("parts", "domains"))


def _whole(found: Reading) -> Iterator[Block]:
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
    yield from _tables(found, ("parts", "domains", "gaps", "find-out"))
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


def _tables(found: Reading, ids: tuple[str, ...]) -> Iterator[Block]:
    for table in results.tables(found.outcome, found.words):
        if table["id"] in ids:
            yield Table(table["title"], tuple(table["head"]), tuple(tuple(row) for row in table["rows"]), (4, *(2,) * (len(table["head"]) - 1)),
                        table["note"])


def as_figure(chart: Chart) -> Figure | None:
    """A chart as it stands on paper; None where there is nothing to draw."""
    if chart.wide is None:
        return None
    return Figure(chart.id, chart.title, chart.alt, svg(chart), chart.wide.width, chart.wide.height, chart.notes)
