"""Over time: what there is to say of two rounds, and the answers of the last one that still wait to be looked at."""

from __future__ import annotations

from typing import Any

from nulmeting.answers import UNKNOWN, Answer, Given
from nulmeting.sentences import domain_title
from nulmeting.views import overtime
from nulmeting.words import Words
from widgets.session import Session


def view(session: Session, open_domain: str = "") -> dict[str, Any]:
    """Everything the comparison shows; `open_domain` is the domain whose waiting answers are unfolded. Needs a previous round."""
    comparison, words = session.comparison, session.words
    assert comparison is not None
    return {
        **overtime.view(comparison, words, session.words_before),
        "view": "overtime",
        "waiting": _waiting(session, open_domain),
        "others": _others(session),
        "words": {**words.below("overtime"), "as-table": words("result.as-table")},
    }


def _waiting(session: Session, open_domain: str) -> list[dict[str, Any]]:
    """Per domain this person's answers that were taken over and not looked at again."""
    words, answers = session.words, session.person.answers
    found = []
    for domain in session.framework.domains:
        items = [
            {"id": item, "title": words(f"item.{item}.title"), "answer": _answer(words, answers[item])}
            for item in domain.items if answers.get(item, Answer()).carried
        ]
        if items:
            name = words("overtime.waiting-domain", name=domain_title(session.framework, words, domain.id), count=len(items))
            found.append({"id": domain.id, "name": name, "items": items, "open": domain.id == open_domain})
    return found


def _others(session: Session) -> str:
    """At how many items somebody else still has an answer to look at."""
    count = len({
        item for person in session.round.respondents if person.id != session.person_id
        for item, answer in person.answers.items() if answer.carried
    })
    return session.words("overtime.waiting-others", count=count) if count else ""


def _answer(words: Words, answer: Answer) -> str:
    def side(value: Given) -> str:
        if isinstance(value, int):
            return str(value)
        return words("questions.state.unknown" if value == UNKNOWN else "questions.state.blank").lower()

    if answer.not_applicable:
        return words("questions.state.not_applicable")
    return words("overtime.answer", paper=side(answer.paper), practice=side(answer.practice))
