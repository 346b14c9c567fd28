"""Talk: what a board may want to talk about: where people differ, what the answers make one ask, and what an adviser thinks."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.answers import Answer
from nulmeting.charts import chart, item_name
from nulmeting.meeting import Entry, agenda, on_the_table
from nulmeting.reading import Reading
from nulmeting.report.answers import Said
from nulmeting.report.blocks import Block, Bullets, Heading, Paragraph, Table
from nulmeting.report.parts import as_figure
from nulmeting.scoring import domain_spread, perception_gap


def talk(found: Reading) -> Iterator[Block]:
    """The chapter of what to talk about; nothing where there is nothing."""
    inside = [*_apart(found), *_questions(found), *_opinions(found)]
    if inside:
        yield Heading(found.words("report.talk.title"))
        yield from inside


def _apart(found: Reading) -> Iterator[Block]:
    """Where people differ, and where board and practice look at it differently."""
    words, said = found.words, Said(found)
    if len(said.answering) < 2:
        return
    entries = [entry for entry in agenda(found.framework, found.outcome.round, found.framework.domain) if entry.differs or entry.discuss]
    # Where everybody says the same there is nothing to draw.
    apart = any(domain_spread(found.framework, on_the_table(found.outcome.round)).values()) or perception_gap(found.framework, found.outcome.round)
    drawn = chart("people", found.outcome, words) if apart else None
    figure = as_figure(drawn) if drawn else None
    if not entries and not figure:
        return
    yield Heading(words("report.talk.apart"), 2)
    yield Paragraph(f"{words('report.talk.about')} {words('reasons.lowest')}")
    if figure:
        yield figure
    if entries:
        head = tuple(words(f"report.talk.{name}") for name in ("item", "answers", "settled"))
        rows = tuple((item_name(found.framework, words, entry.item), _each(said, entry), _settled(found, entry)) for entry in entries)
        yield Table(words("report.talk.differ"), head, rows, (4, 6, 2.4), words("report.talk.differ-note"))


def _each(said: Said, entry: Entry) -> str:
    """What everybody answered whose answer may stand here, a line each."""
    words = said.found.words
    lines = []
    for one in said.people:
        answer = one.answers.get(entry.item, Answer())
        if answer.answered:
            text = words("questions.state.not_applicable").lower() if answer.not_applicable else said.sides(answer)
            lines.append(words("report.answers.by", who=said.who(one), text=text))
    return "\n".join(lines)


def _settled(found: Reading, entry: Entry) -> str:
    mark = "settled-yes" if entry.decided else "settled-not"
    return found.words(f"report.talk.{mark}") if entry.differs or entry.decided else found.words("questions.section.discuss")


def _questions(found: Reading) -> Iterator[Block]:
    """The questions that answers raise, each with the items it is about; they ask, they change nothing."""
    words = found.words
    about: dict[str, list[str]] = {}
    for item, rules in found.outcome.contradictions.items():
        for rule in rules:
            about.setdefault(rule, []).append(item_name(found.framework, words, item))
    if about:
        yield Heading(words("report.talk.questions"), 2)
        yield Paragraph(words("report.talk.questions-about"))
    for rule, items in about.items():
        yield Paragraph(words(f"coherence.{rule}"), tone="mark")
        yield Bullets(tuple(items))


def _opinions(found: Reading) -> Iterator[Block]:
    """The second opinion beside the board's answers; what the adviser found stands with the answers themselves."""
    words, framework, outcome = found.words, found.framework, found.outcome
    rows = []
    for item, known in framework.items.items():
        opinion = outcome.round.opinions.get(item)
        if opinion is None or not (isinstance(opinion.paper, int) and isinstance(opinion.practice, int)):
            continue
        theirs, ours = framework.level(known.kind, opinion.paper, opinion.practice), outcome.scores.items[item].level
        difference = words("report.talk.no-level") if ours is None else words("overtime.equal") if ours == theirs else words(
            "overtime.up" if theirs > ours else "overtime.down", value=abs(theirs - ours))
        rows.append((item_name(framework, words, item), str(theirs), words.number(ours, 0), difference))
    if outcome.round.opinions:
        yield Heading(words("report.talk.opinion"), 2)
        yield Paragraph(words("report.talk.opinion-about"))
    if rows:
        head = tuple(words(f"report.talk.{name}") for name in ("item", "adviser", "board", "difference"))
        yield Table(words("report.talk.beside"), head, tuple(rows), (5, 2, 2, 2))
