"""Questionnaire: the snelscan, the six obstacle questions and the items of a domain, each in every way the model can be answered."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nulmeting.answers import Answer, GroupDecision, Scan
from nulmeting.framework import SIDES, Item
from widgets.session import Session

SCAN = "snelscan"
OBSTACLES = "obstacles"


def view(session: Session, section: str) -> dict[str, Any]:
    """The questions view with one section open: the snelscan, the obstacle questions or one domain."""
    words, framework = session.words, session.framework
    sections = [SCAN, OBSTACLES, *session.domains]
    if section not in sections:
        section = SCAN
    place = sections.index(section)
    page = {
        "view": "questions",
        "title": _section_name(session, section),
        "section": section,
        "sections": progress(session),
        "next": {"id": sections[place + 1], "name": _section_name(session, sections[place + 1])} if place + 1 < len(sections) else None,
        "words": words.below("questions"),
        "levels": _levels(session, "own"),
        "levels_outsourced": _levels(session, "outsourced"),
        "level_names": [words(f"level.{level}") for level in framework.levels],
        "coverage": [{"id": option, "name": words(f"coverage.{option}")} for option in framework.choices.coverage.options],
        "schools": session.round.settings.schools,
    }
    if section == SCAN:
        return {**page, "scans": [_scan(session, domain) for domain in session.domains]}
    if section == OBSTACLES:
        return {**page, "obstacles": _obstacles(session)}
    domain = framework.domain[section]
    decision = session.round.group_domains.get(section, GroupDecision())
    return {
        **page,
        "about": words(f"domain.{section}.about"),
        "name_is_ours": not domain.official_name,
        "domain_decision": asdict(decision),
        "items": [item_view(session, framework.items[item]) for item in domain.items],
    }


def progress(session: Session) -> list[dict[str, Any]]:
    """Per section its name and how many questions this person has answered, out of how many."""
    framework, person = session.framework, session.person
    questions = [question for obstacle in framework.choices.obstacles for question in obstacle.questions]
    sections = [
        (SCAN, "", sum(1 for domain in session.domains if _scanned(person.scan.get(domain, Scan()))), len(session.domains)),
        (OBSTACLES, "", len(person.obstacles), len(questions)),
    ]
    for domain in session.domains:
        of = framework.domain[domain].items
        done = sum(1 for item in of if _answered(person.answers.get(item, Answer())))
        sections.append((domain, framework.domain[domain].part, done, len(of)))
    return [
        {"id": id_, "part": session.words(f"part.{part}") if part else "", "name": _section_name(session, id_), "done": done, "all": count}
        for id_, part, done, count in sections
    ]


def item_view(session: Session, item: Item) -> dict[str, Any]:
    """One item: its sentences, this person's answer, and what the answers of everybody make of it."""
    words = session.words
    start = f"item.{item.id}."
    answer = session.person.answers.get(item.id, Answer())
    optional = {part: words(start + part) for part in ("outsourced", "not_applicable", "law") if start + part in words}
    return {
        "id": item.id,
        "title": words(start + "title"),
        "mark": _mark(session, item),
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
        "answer": asdict(answer),
        "group": asdict(session.round.group.get(item.id, GroupDecision())),
        "several": len(session.round.respondents) > 1,
        "state": item_state(session, item),
    }


def item_state(session: Session, item: Item) -> dict[str, Any]:
    """What stands beside an item once answered: its level with official name, why, and the questions it raises."""
    words, levels = session.words, session.levels
    score, sides = levels.scores.items[item.id], levels.sides[item.id]
    marks = []
    if score.level is None:
        level = words(f"questions.state.{score.state}")
        why = ""
    else:
        level = words("questions.level", level=score.level, name=words(f"level.{score.level}"))
        why = words("questions.why-level", paper=sides.paper.value, practice=sides.practice.value, level=score.level)
        if score.state == "estimated":
            marks.append(words("questions.estimated"))
        if score.level >= session.framework.choices.scores.evidence_from and score.state == "answered" and not score.evidenced:
            marks.append(words("questions.no-evidence"))
    if sides.confirmed is not None:
        marks.append(words("questions.confirmed-mark", level=sides.confirmed))
    if sides.reduced:
        marks.append(words("questions.reduced"))
    if sides.open:
        marks.append(words("questions.open"))
    if session.person.answers.get(item.id, Answer()).carried:
        marks.append(words("questions.carried"))
    marks.extend(words(f"coherence.{rule}") for rule in levels.contradictions.get(item.id, ()))
    answered = _answered(session.person.answers.get(item.id, Answer()))
    return {"answered": answered, "level": level, "why": why, "marks": marks}


def _mark(session: Session, item: Item) -> str:
    if item.official is None:
        return session.words("counts.own")
    return session.words("counts.norm", code=item.official.code, status=session.words(f"status.{item.official.status}"))


def _section_name(session: Session, section: str) -> str:
    if section in (SCAN, OBSTACLES):
        return session.words(f"questions.section.{section}")
    domain = session.framework.domain[section]
    return session.words("questions.domain-name", number=domain.number, name=session.words(f"domain.{section}"))


def _levels(session: Session, answer_set: str) -> dict[str, list[str]]:
    return {
        side: [session.words(f"answer.{answer_set}.{side}.{level}") for level in session.framework.levels] for side in SIDES
    }


def _scan(session: Session, domain: str) -> dict[str, Any]:
    words = session.words
    answer = session.person.scan.get(domain, Scan())
    return {
        "id": domain,
        "part": words(f"part.{session.framework.domain[domain].part}"),
        "title": _section_name(session, domain),
        "about": words(f"domain.{domain}.about"),
        # Practice first: it is what people know without looking anything up.
        "sides": {side: words(f"domain.{domain}.{side}") for side in reversed(SIDES)},
        "answer": asdict(answer),
        "answered": _scanned(answer),
    }


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


def _answered(answer: Answer) -> bool:
    return answer.not_applicable or (answer.paper is not None and answer.practice is not None)


def _scanned(scan: Scan) -> bool:
    return scan.paper is not None and scan.practice is not None
