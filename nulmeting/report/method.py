"""Method: what is not known yet, and how everything came about: who says what, which choices are ours, and where facts come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nulmeting.charts import item_name
from nulmeting.framework import Item
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Bullets, Facts, Heading, Paragraph, Table
from nulmeting.sentences import day, person
from nulmeting.views.counts import counts
from nulmeting.views.results import reasons

# What of a plan rests on choices of ours, beside what the results tell of theirs.
_OF_THE_PLAN = ("five", "kinds", "obstacles")


def unknown(found: Reading) -> Iterator[Block]:
    """What has no level yet, with whom to ask; nothing where everything has one."""
    words, outcome = found.words, found.outcome
    entries = [entry for entry in outcome.gaps.find_out if entry.state != "estimated"]
    estimated = len(outcome.gaps.find_out) - len(entries)
    if not outcome.gaps.find_out:
        return
    yield Heading(words("report.unknown.title"))
    if entries:
        head = tuple(words(f"report.unknown.{name}") for name in ("item", "state", "ask", "marks"))
        rows = tuple(
            (item_name(found.framework, words, entry.item), words(f"questions.state.{entry.state}"),
             _whom(found, found.framework.items[entry.item]), words("result.law-now") if entry.law_now else "")
            for entry in entries
        )
        yield Table(words("result.table.find-out"), head, rows, (5, 2.4, 3.2, 2.2), words("result.table.find-out-note"))
    if estimated:
        yield Paragraph(words("report.unknown.estimated", count=estimated))


def _whom(found: Reading, item: Item) -> str:
    return ", ".join(dict.fromkeys(person(found.outcome, found.words, role) for role in item.carried_out_by))


def method(found: Reading) -> Iterator[Block]:
    """How the numbers and the plan came about, with every choice of ours named as such, and the sources."""
    words, framework = found.words, found.framework
    yield Heading(words("report.method"), own_page=True)
    yield Paragraph(" ".join(words(f"start.{name}") for name in ("not-audit", "not-official", "not-count")))
    yield Paragraph(words("report.changed", day=day(words, found.changed[:10])) if found.changed else words("report.unchanged"))
    if found.notices:
        yield Bullets(tuple(words.error(notice) for notice in found.notices))
    status = Counter(item.official.status for item in framework.items.values() if item.official)
    seen = [words("report.authority.seen", status=words(f"status.{name}"), count=count) for name, count in status.items()]
    yield Heading(words("report.authority.title"), 2)
    yield Facts((
        (words("report.authority.publisher"), words("report.authority.publisher-text", edition=words("edition"), counts=counts(framework, words),
                                                    seen=seen)),
        (words("report.authority.choices"), words("report.authority.choices-text")),
        (words("report.authority.catalogue"), words("report.authority.catalogue-text", count=len(framework.actions) - len(framework.own_actions))),
    ))
    yield Heading(words("report.rules"), 2)
    for reason in reasons(words).values():
        yield Paragraph(reason["text"], lead=f"{reason['title'].rstrip('.?')}.")
    for name in _OF_THE_PLAN:
        yield Paragraph(words(f"reasons.{name}"), lead=f"{words(f'report.reason.{name}')}.")
    yield Heading(words("report.sources"), 2)
    yield Bullets(tuple(words(f"source.{source}") for source in framework.sources))
