"""Exchange: one person's answers as one plain file, to keep or carry, and back again: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from nulmeting import answers as said
from nulmeting.answers import Answer, Respondent, Round, Scan
from nulmeting.errors import BoardError
from nulmeting.files.logs import Said
from nulmeting.files.rounds import FORMAT
from nulmeting.framework import Framework

KIND = "nulmeting-answers"
"""What the file says it is, so that another file is not taken for one."""


def exported(framework: Framework, round_: Round, person: Respondent) -> str:
    """A person's own answers as JSON text; the same answers give the same text."""
    record = {
        "kind": KIND, "format": FORMAT, "edition": framework.edition, "board": round_.board, "round": round_.id, "role": person.role,
        "items": {item: asdict(answer) for item, answer in person.answers.items()},
        "scan": {domain: asdict(scan) for domain, scan in person.scan.items()},
        "obstacles": dict(person.obstacles),
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def put_back(framework: Framework, person: Respondent, text: str) -> tuple[Said, ...]:
    """The changes that bring a person's answers to what an exported file says; what the file does not name stays as it is.

    BoardError when it is another file, of another edition or a newer format, or when one answer in it cannot be: then nothing is taken.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise BoardError("put-back-foreign") from None
    if not isinstance(record, Mapping) or record.get("kind") != KIND:
        raise BoardError("put-back-foreign")
    if type(record.get("format")) is not int or record["format"] > FORMAT:
        raise BoardError("put-back-newer")
    if record.get("edition") != framework.edition:
        raise BoardError("put-back-edition", value=str(record.get("edition"))[:60], known=framework.edition)
    changes: list[Said] = []

    def take(on: str, part: str, now: Callable[[str], Any], made: Callable[[str, Mapping[str, Any]], Any]) -> None:
        entries = record.get(part, {})
        if not isinstance(entries, Mapping):
            raise BoardError("put-back-foreign")
        for id_, fields in entries.items():
            change = fields if isinstance(fields, Mapping) else {"level": fields}
            try:
                new = made(id_, change)
            except BoardError as error:
                raise BoardError("put-back-wrong", item=str(id_)[:60], why=error) from None
            if new != now(id_):
                changes.append(Said(on, id_, dict(change)))

    take("item", "items", lambda item: person.answers.get(item, Answer()),
         lambda item, change: said.changed_answer(framework, item, Answer(), change))
    take("scan", "scan", lambda domain: person.scan.get(domain, Scan()),
         lambda domain, change: said.changed_scan(framework, domain, Scan(), change))
    take("obstacle", "obstacles", person.obstacles.get, lambda question, change: said.changed_obstacle(framework, question, change))
    return tuple(changes)
