"""Copies: a next round that begins with the answers of the one before, there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from nulmeting.answers import Answer, Copied, GroupDecision, Respondent, Scan, Settings, copied, said_of
from nulmeting.errors import NulmetingError
from nulmeting.files.editions import read_framework
from nulmeting.files.logs import Change, line, read_round
from nulmeting.files.rounds import FORMAT, Place, create_round, read_settings
from nulmeting.framework import Framework

_Said = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Made:
    """A round that was just made from another: where it is, both frameworks, what went along, and notices about the old files."""

    place: Place
    before: Framework
    copied: Copied
    notices: tuple[NulmetingError, ...]


def copy_round(before: Place, round_: str, framework: Framework, settings: Settings | None = None) -> Made:
    """A next round of the same board under `framework` with the answers of `before`, every one marked `carried`.

    They stand as lines in the logs of the new round, so its history tells how it began; decisions stay with the round they were made
    in. `settings` are those of `before` unless given; edition and previous round are filled in here. BoardError when the round exists,
    when the edition does not say how earlier answers go along, or when the disk refuses: then nothing is there.
    """
    old = read_settings(before)
    framework_before = framework if old.edition == framework.published else read_framework(before.home, old.edition)
    opened = read_round(before, framework_before)
    result = copied(framework_before, framework, opened.round)
    head = {"format": FORMAT, "edition": framework.edition}
    logs = {
        f"answers/{person.id}": _log({**head, "role": person.role}, person.id, _of_person(person)) for person in result.round.respondents
    }
    decided: list[_Said] = [("item", name, said_of(decision, GroupDecision())) for name, decision in result.round.group.items()]
    decided += [("group", name, said_of(decision, GroupDecision())) for name, decision in result.round.group_domains.items()]
    if decided:
        logs["group"] = _log(head, "group", iter(decided))
    new = replace(settings or old, edition=framework.published, previous=before.round)
    place = create_round(before.home, before.board, round_, new, logs)
    return Made(place, framework_before, result, opened.notices)


def _of_person(person: Respondent) -> Iterator[_Said]:
    yield "person", person.id, {"name": person.name, "role": person.role}
    for domain, scan in person.scan.items():
        yield "scan", domain, said_of(scan, Scan())
    for question, level in person.obstacles.items():
        yield "obstacle", question, {"level": level}
    for item, answer in person.answers.items():
        yield "item", item, said_of(answer, Answer())


def _log(head: dict[str, Any], who: str, said: Iterator[_Said]) -> bytes:
    """A whole log: who said it stays who said it, at the time of copying."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = (Change(number, now, who, on, id_, fields) for number, (on, id_, fields) in enumerate(said, start=1))
    return b"".join((line(head), *(line(asdict(change)) for change in changes)))
