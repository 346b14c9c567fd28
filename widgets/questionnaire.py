"""Questionnaire: the snelscan, the six obstacle questions, and the items in portions, by domain or by what is still to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from nulmeting import questions
from nulmeting.answers import UNKNOWN, Opinion, Scan
from nulmeting.framework import SIDES, Item
from nulmeting.questions import is_answered, is_scanned
from nulmeting.views.doubts import doubt
from nulmeting.words import Words
from widgets.session import Session

SCAN = "snelscan"
OBSTACLES = "obstacles"
PORTION = "portion"

FILTERS: dict[str, Callable[[Session], Iterable[str]]] = {
    "mine": lambda session: questions.asked_of(session.framework, session.round, session.person),
    "handed": lambda session: questions.handed_to(session.round, session.person),
    "blank": lambda session: (item for item in session.framework.items if not is_answered(session.answer_to(item))),
    "unknown": lambda session: (
        item for item, answer in session.person.answers.items() if UNKNOWN in (answer.paper, answer.practice) and not answer.not_applicable
    ),
    "discuss": lambda session: (item for item, answer in session.person.answers.items() if answer.discuss),
    "unproven": lambda session: (item for item in session.framework.items if _unproven(session, item)),
    "carried": lambda session: (item for item, answer in session.person.answers.items() if answer.carried),
    "unheld": lambda session: questions.unheld(session.framework, session.round),
}
"""The lists of items one can ask for, by id: those of one's role, handed on to it, not answered, ..., and those nobody holds."""


def view(session: Session, section: str, open_: str = "", *, again: bool = False) -> dict[str, Any]:
    """The questions view with one section open: the snelscan, the obstacle questions, a portion, a list or one domain.

    `open_` is the item or domain that stands open at first; without it the first that is not answered does. `again` shows the list that
    was shown before, though what was answered since would not be in it now.
    """
    words, framework = session.words, session.framework
    if section not in (SCAN, OBSTACLES, PORTION, *FILTERS, *session.domains):
        section = SCAN
    page = {
        "view": "questions",
        "title": section_name(session, section),
        "section": section,
        "tab": "scan" if section in (SCAN, OBSTACLES) else "deepen",
        "progress": progress(session),
        "words": words.below("questions"),
        "levels": levels(session, "own"),
        "levels_outsourced": levels(session, "outsourced"),
    }
    if section == SCAN:
        scans = [_scan(session, domain) for domain in session.domains]
        to_do = (scan["id"] for scan in scans if not scan["state"]["answered"])
        return {**page, "scans": scans, "open": open_ or next(to_do, "")}
    if section == OBSTACLES:
        return {**page, "obstacles": _obstacles(session)}
    items = session.listed[1] if again and session.listed[0] == section else items_of(session, section)
    session.listed = (section, items)
    to_do = (item for item in items if not is_answered(session.answer_to(item)) or session.answer_to(item).carried)
    return {
        **page,
        "lead": words(f"domain.{section}.about") if section in framework.domain else words(f"questions.lead.{_lead(session, section)}"),
        "name_is_ours": section in framework.domain and not framework.domain[section].official_name,
        "items": [item_view(session, framework.items[item]) for item in items],
        "open": open_ if open_ in items else next(to_do, ""),
        "next": _next(session, section),
        "cards": {kind: cards(session, kind) for kind in ("own", "outsourced")},
        "coverage": [{"id": option, "name": words(f"coverage.{option}")} for option in framework.choices.coverage.options],
        "schools": session.round.settings.schools,
        "suppliers": suppliers(session),
        "evidence": evidence(session),
        "roles": [
            {"id": role.id, "name": words(f"role.{role.id}")} for role in framework.choices.roles if role.id != session.person.role
        ],
        "address": {"board": session.round.board, "round": session.round.id},
    }


def items_of(session: Session, section: str) -> tuple[str, ...]:
    """The items of a section, in the order in which they are asked."""
    framework, person = session.framework, session.person
    if section in FILTERS:
        listed = _listed(session, section)
        return questions.in_order(framework, session.levels.scores, listed) if section in ("mine", "handed") else listed
    if section == PORTION:
        mine, asked = _listed(session, "mine"), _asked(session)
        scores = session.levels.scores
        # Who is through their own goes on with what nobody has answered yet.
        nobody = [item for item in asked if scores.items[item].state in ("blank", "estimated")]
        return questions.portion(framework, scores, person, mine) or questions.portion(framework, scores, person, nobody)
    return framework.domain[section].items


def progress(session: Session) -> dict[str, Any]:
    """How far this person and the board are: per section how many questions are answered, and how long the rest takes."""
    framework, person, words = session.framework, session.person, session.words
    obstacles = [question for obstacle in framework.choices.obstacles for question in obstacle.questions]
    scanned = sum(1 for domain in session.domains if is_scanned(session.scan_of(domain)))
    asked, mine = _asked(session), _listed(session, "mine")
    done = sum(1 for item in mine if is_answered(session.answer_to(item)))
    known = sum(1 for item in asked if session.levels.scores.items[item].state in ("answered", "not_applicable"))

    def part(id_: str, done: int, all_: int, minutes: Any = 0) -> dict[str, Any]:
        left = words("questions.time-left", minutes=max(1, round(minutes))) if minutes and done < all_ else ""
        return {"id": id_, "name": section_name(session, id_), "done": done, "all": all_, "left": left}

    return {
        "scan": part(SCAN, scanned, len(session.domains), questions.minutes(framework, scans=len(session.domains) - scanned)),
        "obstacles": part(OBSTACLES, len(person.obstacles), len(obstacles),
                          questions.minutes(framework, obstacles=len(obstacles) - len(person.obstacles))),
        "mine": part("mine", done, len(mine), questions.minutes(framework, items=len(mine) - done)),
        "board": {"done": known, "all": len(asked)},
        "lists": [
            {"id": name, "name": section_name(session, name), "count": len(_listed(session, name))}
            for name in FILTERS if name != "mine" and (name != "carried" or session.previous)
        ],
        "domains": [
            {
                **part(domain, sum(1 for item in framework.domain[domain].items if is_answered(session.answer_to(item))),
                       len(framework.domain[domain].items)),
                "part": words(f"part.{framework.domain[domain].part}"),
            }
            for domain in session.domains
        ],
    }


def suppliers(session: Session) -> list[str]:
    """Every supplier somebody named in this round, so that nobody types one twice."""
    named = {answer.supplier.strip() for person in session.round.respondents for answer in person.answers.values()}
    return sorted(named - {""}, key=str.casefold)


def evidence(session: Session) -> list[dict[str, str]]:
    """Every piece of evidence this person named before, so that it can be picked at another item."""
    found = dict.fromkeys(piece for answer in session.person.answers.values() for piece in answer.evidence)
    return [asdict(piece) for piece in found]


def item_view(session: Session, item: Item) -> dict[str, Any]:
    """One item: its sentences, this person's answer, and what the answers of everybody make of it."""
    words = session.words
    start = f"item.{item.id}."
    optional = {part: words(start + part) for part in ("outsourced", "not_applicable", "law") if start + part in words}
    return {
        "id": item.id,
        "domain": item.domain,
        "title": words(start + "title"),
        "mark": item_mark(session, item),
        "law_source": words("questions.law-source", source=item.law.source, checked=words.month(item.law.checked)) if item.law else "",
        "attention": words("questions.attention", point=words(f"attention.{item.attention}")) if item.attention else "",
        "importance": words("questions.importance", text=words(f"importance.{item.importance}")),
        "why": words(start + "why"),
        "sides": {side: words(start + side) for side in SIDES},
        "three": list(words.lines(start + "three")),
        "evidence_examples": list(words.lines(start + "evidence")),
        "who": words(
            "questions.who", carried=[words(f"role.{role}") for role in item.carried_out_by], decided=words(f"role.{item.decided_by}")
        ),
        "can_be_outsourced": item.outsourceable,
        "can_be_not_applicable": item.not_applicable,
        **{f"{part}_text": text for part, text in optional.items()},
        "answer": asdict(session.answer_to(item.id)),
        "opinion": opinion(session, item.id),
        "state": item_state(session, item),
    }


def opinion(session: Session, item: str) -> str:
    """The consultant's second opinion about an item in one line, to stand beside the board's answer; empty without one."""
    found = session.round.opinions.get(item)
    if found is None:
        return ""
    words = session.words
    by = found.by or words("questions.adviser")
    return words("questions.opinion", by=by, finding=found.finding, **_both(words, found, "questions.unknown")).strip()


def _both(words: Words, given: Opinion | Scan, unknown: str) -> dict[str, Any]:
    """What is given for each side, for in a sentence: a level, `unknown` in words, or nothing."""
    return {side: words(unknown) if (value := getattr(given, side)) == UNKNOWN else value or words("format.none") for side in SIDES}


def item_state(session: Session, item: Item) -> dict[str, Any]:
    """What stands beside an item once answered: its level with official name, why, and the questions it raises.

    From one's own answers and the group's decisions: what the others said is for the meeting, when they let it go.
    """
    words, own = session.words, session.own
    score, sides = own.scores.items[item.id], own.sides[item.id]
    answer = session.answer_to(item.id)
    marks = []
    if score.level is None:
        level = words(f"questions.state.{score.state}")
        why = ""
    else:
        level = words("questions.level-estimated" if score.state == "estimated" else "questions.level", level=score.level,
                      name=words(f"level.{score.level}"))
        why = words("questions.why-level", paper=sides.paper.value, practice=sides.practice.value, level=score.level)
        if score.state == "estimated":
            marks.append(words("questions.estimated"))
        if _unproven(session, item.id):
            marks.append(words("questions.no-evidence"))
    if sides.confirmed is not None:
        marks.append(words("questions.confirmed-mark", level=sides.confirmed))
    elif item.id in session.round.group:
        marks.append(words("questions.group-mark"))
    if sides.reduced:
        marks.append(words("questions.reduced"))
    if answer.asked:
        marks.append(words("questions.asked-mark", role=words(f"role.{answer.asked}")))
    if answer.carried:
        marks.append(words("questions.carried"))
    asks = [words(f"coherence.{rule}") for rule in own.contradictions.get(item.id, ())]
    asks += [doubt(words, found) for found in own.doubts.get(item.id, ())]
    return {"answered": is_answered(answer), "level": level, "why": why, "marks": marks, "asks": asks}


def item_mark(session: Session, item: Item) -> str:
    """Whether an item is a confirmed norm of the publisher or a question of ours: it stands beside every title."""
    if item.official is None:
        return session.words("counts.own")
    return session.words("counts.norm", code=item.official.code, status=session.words(f"status.{item.official.status}"))


def _asked(session: Session) -> tuple[str, ...]:
    return tuple(item for item in session.framework.items if session.framework.items[item].domain in session.domains)


def _listed(session: Session, name: str) -> tuple[str, ...]:
    """The items of a list, in framework order."""
    wanted = set(FILTERS[name](session))
    return tuple(item for item in _asked(session) if item in wanted)


def _unproven(session: Session, item: str) -> bool:
    score = session.own.scores.items[item]
    from_level = session.framework.choices.scores.evidence_from
    return score.state == "answered" and score.level is not None and score.level >= from_level and not session.levels.sides[item].evidenced


def _lead(session: Session, section: str) -> str:
    """What is said above a list: who is through their own questions goes on with those of nobody."""
    through = all(is_answered(session.answer_to(item)) for item in _listed(session, "mine"))
    return "rest" if section == PORTION and through else section


def _next(session: Session, section: str) -> dict[str, str] | None:
    """What comes after a section: another portion, or the next domain."""
    if section in session.domains:
        place = session.domains.index(section) + 1
        following = session.domains[place] if place < len(session.domains) else None
    else:
        following = PORTION
    return {"id": following, "name": section_name(session, following)} if following else None


def section_name(session: Session, section: str) -> str:
    """What a section is called on screen and on paper."""
    if section not in session.framework.domain:
        return session.words(f"questions.section.{section}")
    domain = session.framework.domain[section]
    return session.words("questions.domain-name", number=domain.number, name=session.words(f"domain.{section}"))


def cards(session: Session, answer_set: str) -> list[dict[str, Any]]:
    """The ready cards that set both sides of an item in one tap; `answer_set` says whose work it is: `own` or `outsourced`."""
    return [
        {"id": card.id, "text": session.words(f"card.{answer_set}.{card.id}"), "paper": card.paper, "practice": card.practice}
        for card in session.framework.choices.cards
    ]


def levels(session: Session, answer_set: str) -> dict[str, list[str]]:
    """What each level means, from the lowest, per side; `answer_set` as `cards`."""
    return {
        side: [session.words(f"answer.{answer_set}.{side}.{level}") for level in session.framework.levels] for side in SIDES
    }


def _scan(session: Session, domain: str) -> dict[str, Any]:
    words = session.words
    return {
        "id": domain,
        "part": words(f"part.{session.framework.domain[domain].part}"),
        "title": section_name(session, domain),
        "about": words(f"domain.{domain}.about"),
        # Practice first: it is what people know without looking anything up.
        "sides": {side: words(f"domain.{domain}.{side}") for side in reversed(SIDES)},
        "answer": asdict(session.scan_of(domain)),
        "state": scan_state(session, domain),
    }


def scan_state(session: Session, domain: str) -> dict[str, Any]:
    """What a person said about a domain in the snelscan, as the state of an item: in a few words beside its name."""
    words, answer = session.words, session.scan_of(domain)
    state = {"answered": is_scanned(answer), "level": words("questions.state.blank"), "why": "", "marks": [], "asks": []}
    if answer == Scan():
        return state
    return {**state, "level": words("questions.scan-state", **_both(words, answer, "questions.unknown-short"))}


def _obstacles(session: Session) -> list[dict[str, Any]]:
    words, choices = session.words, session.framework.choices
    return [
        {
            "id": obstacle.id,
            "name": words(f"obstacle.{obstacle.id}.name"),
            "questions": [
                {"id": question, "text": words(f"obstacle.{obstacle.id}.questions.{question}"),
                 "level": session.person.obstacles.get(question)}
                for question in obstacle.questions
            ],
            "levels": [words(f"obstacle.answer.{level}") for level in choices.obstacle_levels],
        }
        for obstacle in choices.obstacles
    ]
