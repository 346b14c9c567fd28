"""Checklists: a chapter for every deep dive that was begun, and a document of one alone."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.answers import THE_BOARD, Form, PointAnswer
from nulmeting.outcome import Outcome, of_checklist
from nulmeting.report.blocks import Block, Bullets, Card, Document, Facts, Heading, Paragraph, Table
from nulmeting.views import checklists as views
from nulmeting.words import Words


def chapters(outcome: Outcome, words: Words) -> Iterator[Block]:
    """A chapter for every checklist in which somebody answered something."""
    for name, fill in outcome.checklists.items():
        if fill.begun:
            yield Heading(words(f"checklist.{name}.title"), own_page=True)
            yield from _chapter(outcome, words, name, 2)


def alone(outcome: Outcome, words: Words, checklist: str) -> Document:
    """The document of one checklist, for a board that filled in nothing else too; KeyError when there is no such checklist."""
    start, fill = f"checklist.{checklist}.", outcome.checklists[checklist]
    cover = (
        (words("report.cover.round"), outcome.round.id),
        (words("checklists.cover-progress"), views.progress(outcome.framework, words, fill)),
    )
    return Document(
        f"verslag-{checklist}", words.language, words(start + "title"), words(start + "about"), outcome.round.settings.name, cover,
        words("report.bestuur.confidential"), words("checklists.fixed"), words.below("report.page"),
        tuple(_chapter(outcome, words, checklist, 1)), contents=False,
    )


def _chapter(outcome: Outcome, words: Words, name: str, level: int) -> Iterator[Block]:
    """What a checklist says, its five things, and the answers themselves; `level` is that of its headings."""
    framework, fill = outcome.framework, outcome.checklists[name]
    checklist = framework.checklists[name]
    said = views.outcome_of(framework, outcome.round, words, checklist, fill, outcome.doubts, of_checklist(outcome, name))
    yield Paragraph(said["progress"], lead=words("checklists.progress-lead"))
    recognised = [words(f"checklist.{name}.situation.{situation}") for situation in fill.situations]
    if recognised:
        yield Heading(words("checklists.recognised"), level)
        yield Bullets(tuple(recognised))
    if playing := [theme for theme in said["themes"] if theme["plays"]]:
        yield Heading(words("checklists.themes"), level)
        for theme in playing:
            yield Paragraph("", lead=theme["title"])
            yield Bullets(tuple(theme["risks"]))
    if said["asks"]:
        yield Heading(words("checklists.asks"), level)
        yield Bullets(tuple(said["asks"]))
    yield Heading(words("checklists.five"), level)
    yield Paragraph(said["five_lead"])
    for thing in said["five"]:
        facts = [(words(f"report.thing.{part}"), thing[part]) for part in ("person", "time", "leaves") if thing[part]]
        facts += [(words("checklists.to-supplier"), thing["question"])] if thing["question"] else []
        yield Card(f"{thing['number']}. {thing['title']}", (
            Paragraph(thing["first_step"], lead=words("report.tomorrow")), Facts(tuple(facts)), Bullets(tuple(thing["why"]))), level + 1)
    yield from (Paragraph(line, tone="quiet") for line in (*said["relaxed"], *said["no_action"]))
    yield from _answers(outcome, words, name, level)
    yield from _reading(outcome, words, name, level)


def _answers(outcome: Outcome, words: Words, name: str, level: int) -> Iterator[Block]:
    """A table a group; notes only of what the board fills in itself, because a note of a school may say who wrote it."""
    fill = outcome.checklists[name]
    checklist = outcome.framework.checklists[name]
    if fill.hidden:
        return
    schools = views.by_schools(checklist)
    form = Form() if schools else outcome.round.form(name, THE_BOARD)
    notes = any(answer.note.strip() for answer in form.points.values())
    yield Heading(words("checklists.together-title" if schools else "checklists.answers"), level)
    for group in checklist.groups:
        rows = []
        for point in (point.id for point in checklist.points.values() if point.group == group):
            question, said = words(f"checklist.{name}.point.{point}.question"), views.said(words, checklist, fill, point)
            note = form.points.get(point, PointAnswer()).note
            rows.append((question, said, *([note] if notes else [])))
        head = ("head-point", "head-said", "head-note") if notes else ("head-point", "head-said")
        yield Table(words(f"checklist.{name}.group.{group}"), tuple(words(f"checklists.{part}") for part in head), tuple(rows),
                    (5, 2, 3) if notes else (5, 2))


def _reading(outcome: Outcome, words: Words, name: str, level: int) -> Iterator[Block]:
    read = views.reading(outcome.framework, words, outcome.framework.checklists[name])
    if read["moves"]:
        yield Heading(words("checklists.moves"), level)
        for move in read["moves"]:
            yield Paragraph(move["themes"], lead=f"{move['title']}.")
            yield Bullets(tuple(move["steps"]))
    if read["spots"]:
        yield Heading(words("checklists.spots"), level)
        yield Facts(tuple((spot["title"], words("checklists.spot-items", how=spot["how"], items=spot["items"])) for spot in read["spots"]))
