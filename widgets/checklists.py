"""Checklists on screen: the list of them, and one to fill in by the board together, or by a school under a code."""

from __future__ import annotations

import secrets
import string
from typing import Any

from nulmeting.answers import FORM, THE_BOARD
from nulmeting.checklists import filled
from nulmeting.errors import BoardError
from nulmeting.views import checklists as views
from widgets.session import Session

# Letters and digits that look alike on paper are left out: a code is written down.
_SIGNS = "".join(sign for sign in string.ascii_lowercase + string.digits if sign not in "il1o0")


def overview(session: Session) -> dict[str, Any]:
    """The view with every checklist and how far it is."""
    words = session.words
    return {
        "view": "checklists", "title": words("checklists.title"), "words": words.below("checklists"),
        "entries": views.entries(session.framework, session.round, words),
    }


def view(session: Session, section: str) -> dict[str, Any]:
    """The view of one checklist. `section` is its id, and behind a colon the code of a school's form, if one is open.

    BoardError for a checklist that is not there.
    """
    words, framework = session.words, session.framework
    name, _, code = section.partition(":")
    if name not in framework.checklists:
        raise BoardError("checklist-none", value=name[:40], known=list(framework.checklists))
    checklist, rules = framework.checklists[name], framework.checklist_rules
    assert rules is not None
    schools = views.by_schools(checklist)
    code = code if schools and FORM.fullmatch(code) else ""
    form = session.round.form(name, code if schools else THE_BOARD)
    return {
        "view": "checklist", "section": f"{name}:{code}" if code else name, "tab": "checklists", "id": name,
        "form": code or ("" if schools else THE_BOARD), "schools": schools,
        "fills": session.may_fill(name), "address": {"board": session.round.board, "round": session.round.id, "checklist": name},
        "words": {
            **words.below("plan"), **words.below("checklists"), "forms-what": words("checklists.forms-what", fewest=rules.fewest),
            "your-code": words("checklists.your-code", code=code),
        },
        **views.asked(framework, words, checklist, form),
        "reading": views.reading(framework, words, checklist),
        "said": said(session, name),
    }


def said(session: Session, name: str) -> dict[str, Any]:
    """What the answers to a checklist say now; of schools only what they say together."""
    words, framework = session.words, session.framework
    checklist, fill = framework.checklists[name], filled(framework, session.round)[name]
    found = views.outcome_of(framework, session.round, words, checklist, fill, session.levels.doubts, session.own_plan(name))
    return {**found, "together": views.together(words, checklist, fill) if views.by_schools(checklist) else None}


def new_code(session: Session, name: str) -> str:
    """A code for the form of one school, that nobody has yet and that says nothing of who has it."""
    while (code := "".join(secrets.choice(_SIGNS) for _ in range(8))) in session.round.checklists.get(name, {}):
        pass
    return code


def known_code(session: Session, name: str, code: str) -> str:
    """The code of a form that was begun before, as somebody types it; BoardError when there is none under it."""
    plain = "".join(code.split()).lower()
    if plain not in session.round.checklists.get(name, {}):
        raise BoardError("form-unknown", value=code[:20])
    return plain
