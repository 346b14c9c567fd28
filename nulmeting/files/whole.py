"""Whole: a round that is known whole, as the change logs it would have had, to put on disk at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from nulmeting.answers import Answer, Decision, GroupDecision, Opinion, Respondent, Round, Scan, said_of
from nulmeting.files.logs import Change, line
from nulmeting.files.rounds import FORMAT
from nulmeting.framework import Framework

_Said = tuple[str, str, dict[str, Any]]


def logs_of(framework: Framework, round_: Round, at: str) -> dict[str, bytes]:
    """The logs of a round by name, for `create_round`: whoever said something said it `at` (`2026-11-09T18:46:27Z`).

    Reading them gives the round back, but for what is blank. The same round gives the same bytes.
    """
    head = {"format": FORMAT, "edition": framework.edition}
    logs = {
        f"answers/{person.id}": _log({**head, "role": person.role}, person.id, at, _of_person(person)) for person in round_.respondents
    }
    settled: list[_Said] = [("item", name, said_of(decision, GroupDecision())) for name, decision in round_.group.items()]
    settled += [("group", name, said_of(decision, GroupDecision())) for name, decision in round_.group_domains.items()]
    decided: list[_Said] = [
        ("decision", name, {"status": decision.status, **said_of(decision, Decision(decision.status))})
        for name, decision in round_.decisions.items()
    ]
    judged: list[_Said] = [("opinion", name, said_of(opinion, Opinion())) for name, opinion in round_.opinions.items()]
    for name, said in (("group", settled), ("decisions", decided), ("opinions", judged)):
        if said:
            logs[name] = _log(head, name, at, iter(said))
    return logs


def _of_person(person: Respondent) -> Iterator[_Said]:
    yield "person", person.id, {"name": person.name, "role": person.role, **({"consents": True} if person.consents else {})}
    for domain, scan in person.scan.items():
        yield "scan", domain, said_of(scan, Scan())
    for question, level in person.obstacles.items():
        yield "obstacle", question, {"level": level}
    for item, answer in person.answers.items():
        yield "item", item, said_of(answer, Answer())


def _log(head: dict[str, Any], who: str, at: str, said: Iterator[_Said]) -> bytes:
    """A whole log; who said it stays who said it."""
    changes = (Change(number, at, who, on, id_, fields) for number, (on, id_, fields) in enumerate(said, start=1))
    return b"".join((line(head), *(line(asdict(change)) for change in changes)))
