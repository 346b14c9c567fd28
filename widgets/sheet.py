"""Sheet: questions on paper, to print and fill in with a pen: one item, a portion, a domain, a role's items, or the snelscan."""

from __future__ import annotations

from typing import Any

from nulmeting.framework import SIDES, Item
from widgets import questionnaire
from widgets.session import Session


def view(session: Session, of: str) -> dict[str, Any]:
    """The questions `of` a section of the questionnaire, or of one item, each with all its answers to tick."""
    words, framework = session.words, session.framework
    if of in framework.items:
        items: tuple[str, ...] = (of,)
        title = words(f"item.{of}.title")
    else:
        of = of if of in (questionnaire.SCAN, questionnaire.PORTION, *questionnaire.FILTERS, *framework.domain) else questionnaire.SCAN
        items = () if of == questionnaire.SCAN else questionnaire.items_of(session, of)
        title = questionnaire.section_name(session, of)
    scan = of == questionnaire.SCAN
    return {
        "view": "sheet",
        "section": of,
        "title": words("sheet.title", what=title),
        "lead": words("sheet.lead-scan" if scan else "sheet.lead"),
        "for": words("sheet.for", board=session.round.settings.name, round=session.round.id),
        "back": {"section": framework.items[of].domain if of in framework.items else of, "item": of if of in framework.items else ""},
        "questions": [_domain(session, domain) for domain in session.domains] if scan else [_item(session, framework.items[item]) for item in items],
        "words": words.below("sheet"),
    }


def _domain(session: Session, domain: str) -> dict[str, Any]:
    words = session.words
    return {
        "title": questionnaire.section_name(session, domain), "mark": words(f"part.{session.framework.domain[domain].part}"),
        "why": words(f"domain.{domain}.about"), "more": False, "not_applicable": False,
        "sides": [_side(session, side, words(f"domain.{domain}.{side}"), "own") for side in reversed(SIDES)],
    }


def _item(session: Session, item: Item) -> dict[str, Any]:
    words = session.words
    answer_set = "outsourced" if session.answer_to(item.id).outsourced else "own"
    return {
        "title": words(f"item.{item.id}.title"), "mark": questionnaire.item_mark(session, item),
        "why": words(f"item.{item.id}.why"), "more": True, "not_applicable": item.not_applicable,
        "sides": [_side(session, side, words(f"item.{item.id}.{side}"), answer_set) for side in SIDES],
    }


def _side(session: Session, side: str, question: str, answer_set: str) -> dict[str, Any]:
    words = session.words
    return {
        "name": words(f"questions.side-{side}"), "question": question,
        "answers": [
            *(words("sheet.answer", level=level, text=words(f"answer.{answer_set}.{side}.{level}")) for level in session.framework.levels),
            words("questions.unknown"),
        ],
    }
