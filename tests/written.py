"""A round put on disk change by change, as people at a screen would."""

from __future__ import annotations

from dataclasses import asdict, fields

from nulmeting.answers import Answer, Round
from nulmeting.files import Home, Place, Writer, create_round
from nulmeting.framework import Framework


def written(home: Home, framework: Framework, round_: Round) -> Place:
    """Every answer and decision of `round_`, appended to the logs of a new round in `home`."""
    place = create_round(home, round_.board, round_.id, round_.settings)
    for person in round_.respondents:
        log = Writer(place, f"answers/{person.id}", framework, {"role": person.role})
        log.append(person.id, "person", person.id, {"name": person.name, "consents": person.consents})
        for item, answer in person.answers.items():
            log.append(person.id, "item", item, changed(answer))
        for domain, scan in person.scan.items():
            log.append(person.id, "scan", domain, asdict(scan))
        for question, level in person.obstacles.items():
            log.append(person.id, "obstacle", question, {"level": level})
    group = Writer(place, "group", framework)
    for item, decision in round_.group.items():
        group.append("chair", "item", item, asdict(decision))
    for domain, decision in round_.group_domains.items():
        group.append("chair", "domain", domain, {"not_applicable": decision.not_applicable, "reason": decision.reason})
    decisions = Writer(place, "decisions", framework)
    for action, decision in round_.decisions.items():
        decisions.append("chair", "action", action, asdict(decision))
    for checklist, forms in round_.checklists.items():
        log = Writer(place, f"checklists/{checklist}", framework)
        for name, form in forms.items():
            for point, said in form.points.items():
                log.append(name, "point", point, asdict(said))
            for situation in form.situations:
                log.append(name, "situation", situation, {"recognised": True})
    return place


def changed(answer: Answer) -> dict:
    """The fields of an answer that are not as they are when nothing was said; n.v.t. and its reason together."""
    new = asdict(answer)
    blank = Answer()
    return {field.name: new[field.name] for field in fields(Answer) if getattr(answer, field.name) != getattr(blank, field.name)}
