"""Start: what this is, what happens with the answers, by when, and the boards one can open or begin."""

from __future__ import annotations

from datetime import date
from typing import Any

from nulmeting import files
from nulmeting.answers import Respondent
from nulmeting.errors import NulmetingError
from nulmeting.files import Home
from nulmeting.framework import Framework
from nulmeting.views.counts import counts
from nulmeting.words import Words
from widgets.session import Session


def view(home: Home, framework: Framework, words: Words, problem: str = "", checklist: str = "") -> dict[str, Any]:
    """Everything the start view shows. Boards whose files cannot be read are listed too, with the reason.

    With a `checklist` it says what that one is, and leaves out what only a whole measurement needs.
    """
    known = [_round(home, words, board, round_) for board in files.boards(home) for round_ in files.rounds(home, board)]
    about = f"checklist.{checklist}."
    return {
        "view": "start",
        "title": words(about + "title") if checklist else words("start.title"),
        "lead": words(about + "about") if checklist else words("start.what"),
        "intro": words(about + "intro") if checklist else "",
        "new": words("checklists.begin" if checklist else "start.new"),
        "problem": problem,
        "examples": [entry for entry in known if entry["example"]],
        "own": [entry for entry in known if not entry["example"]],
        "roles": _roles(framework, words),
        "deadlines": [
            {"text": words(f"deadline.{deadline.id}"), "checked": words("start.checked", month=words.month(deadline.checked))}
            for deadline in framework.deadlines
        ],
        "counts": counts(framework, words),
        "words": words.below("start"),
    }


def _roles(framework: Framework, words: Words) -> list[dict[str, str]]:
    return [{"id": role.id, "name": words(f"role.{role.id}")} for role in framework.choices.roles if not role.external]


def functions(session: Session, *, first: bool) -> dict[str, Any]:
    """Which function does what each role does: asked once at the start, so that the plan can spread the work over people."""
    words, settings = session.words, session.round.settings
    known = sorted({name for name in settings.functions.values() if name}, key=str.casefold)
    return {
        "view": "functions",
        "title": words("functions.title"),
        "first": first,
        "people": [
            {"id": role.id, "name": words(f"role.{role.id}"), "function": settings.functions.get(role.id, "")}
            for role in session.framework.choices.roles if not role.external
        ],
        "known": known,
        "words": words.below("functions"),
    }


def _round(home: Home, words: Words, board: str, round_: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"board": board, "round": round_, "name": board, "example": False, "about": "", "problem": ""}
    try:
        settings = files.read_settings(files.find_round(home, board, round_))
    except NulmetingError as error:
        return {**entry, "problem": words.error(error)}
    if not settings.example and round_ == files.rounds(home, board)[-1]:
        entry["again"] = words("start.again", round=files.next_round(home, board, date.today()))
    about = f"example.{board}"
    return {**entry, "name": settings.name, "example": settings.example, "about": words(about) if about in words else ""}


def who(session: Session, item: str = "") -> dict[str, Any]:
    """The question who is at the keyboard, when a round is opened in which people answered before, or nobody did.

    `item` is the question that somebody was sent to by a link.
    """
    words = session.words
    return {
        "view": "who",
        "title": words("who.title", name=session.round.settings.name),
        "people": [{"id": person.id, "name": person_name(session, person)} for person in session.round.respondents],
        "roles": _roles(session.framework, words),
        "target": words(f"item.{item}.title") if item else "",
        "words": words.below("who"),
    }


def person_name(session: Session, person: Respondent) -> str:
    """How a person is called on their own page: name and role; without a name the role, numbered where several gave none."""
    words = session.words
    role = words(f"role.{person.role}")
    if person.name:
        return words("who.person", name=person.name, role=role)
    alike = [other.id for other in session.round.respondents if other.role == person.role and not other.name]
    return words("who.numbered", role=role, number=alike.index(person.id) + 1) if len(alike) > 1 else role
