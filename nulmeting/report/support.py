"""Support: what helps this board and where to get it, what holds it back, and what to ask its suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nulmeting.reading import Reading
from nulmeting.report.answers import Said
from nulmeting.report.blocks import Block, Bullets, Facts, Heading, Paragraph, Table
from nulmeting.sentences import capital


def support(found: Reading, advice: Mapping[str, Any]) -> Iterator[Block]:
    """The advice of the plan, after what the board itself finds hard."""
    words = found.words
    yield Heading(words("plan.advice-title"), own_page=True)
    yield Paragraph(advice["lead"])
    yield from _obstacles(found)
    for entry in advice["items"]:
        yield Paragraph(entry["how"], lead=entry["title"])
        pairs = ((words("plan.advice-asks"), entry["asks"]), (words("plan.advice-where"), entry["help"]))
        yield Facts(tuple((term.rstrip(":"), capital(text)) for term, text in pairs if text))


def _obstacles(found: Reading) -> Iterator[Block]:
    """The six short questions with the answers that may stand on paper."""
    words, said = found.words, Said(found)
    rows = []
    for obstacle in found.framework.choices.obstacles:
        for question in obstacle.questions:
            given = [(one, one.obstacles[question]) for one in said.people if question in one.obstacles]
            texts = [words(f"obstacle.answer.{level}") for _, level in given]
            if len(said.answering) > 1:
                texts = [words("report.answers.by", who=said.who(one), text=text) for (one, _), text in zip(given, texts, strict=True)]
            if texts:
                rows.append((words(f"obstacle.{obstacle.id}.questions.{question}"), words(f"obstacle.{obstacle.id}.name"), "\n".join(texts)))
    if rows:
        head = tuple(words(f"report.support.{name}") for name in ("question", "about", "answer"))
        yield Table(words("questions.section.obstacles"), head, tuple(rows), (5, 2, 3.4))


def letters(found: Reading, suppliers: list[dict[str, Any]]) -> Iterator[Block]:
    """Per supplier what it does for the board, and a letter to copy with what there is to ask."""
    words = found.words
    if not suppliers:
        return
    yield Heading(words("plan.suppliers-title"))
    yield Paragraph(words("plan.suppliers-lead"))
    for supplier in suppliers:
        if not supplier["questions"]:
            yield Paragraph(f"{supplier['about']} {words('plan.supplier-fine')}", lead=f"{supplier['name']}.")
            continue
        yield Heading(words("plan.supplier-letter", name=supplier["name"]), 2)
        yield Paragraph(supplier["about"], tone="quiet")
        yield Paragraph(words("plan.letter.greeting"))
        yield Paragraph(words("plan.letter.opening"))
        yield Bullets(tuple(supplier["questions"]), numbered=True)
        yield Paragraph(words("plan.letter.end", board=found.outcome.round.settings.name))
        if supplier["hints"]:
            yield Paragraph(f"{words('plan.supplier-hints')}:", tone="quiet")
            yield Bullets(tuple(dict.fromkeys(supplier["hints"])))
