"""Session: one person at one round. Answers come in, are on disk when this says so, and the outcome goes out.

An example round takes changes too, but only in memory: the page says so, and the example stays as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from nulmeting import answers as said
from nulmeting import files
from nulmeting.answers import Answer, GroupDecision, ItemSides, Respondent, Round, Scan, Settings
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.files import Home, Place, Writer
from nulmeting.framework import Framework
from nulmeting.holidays import Holidays
from nulmeting.outcome import Outcome, assessed, sampling
from nulmeting.plan import Sampling
from nulmeting.scoring import Scores, contradictions, scored
from nulmeting.words import Words


@dataclass(frozen=True, slots=True)
class Levels:
    """What stands beside an item once answered. Apart from the outcome, whose plan costs too much for every click."""

    sides: Mapping[str, ItemSides]
    scores: Scores
    contradictions: Mapping[str, tuple[str, ...]]


class Session:
    """An open round and the person at the keyboard; `round` is frozen and replaced at every change."""

    def __init__(self, place: Place, framework: Framework, words: Words, domains: tuple[str, ...] = ()) -> None:
        """Open the round at `place`; `domains` limits which domains are asked (empty: all). Raises as `files.read_round`."""
        self.place, self.framework, self.words = place, framework, words
        self.domains = domains or tuple(domain.id for domain in framework.domains)
        opened = files.read_round(place, framework)
        self.round: Round = opened.round
        self.notices: tuple[NulmetingError, ...] = opened.notices
        self.person_id: str | None = None
        self._outcome: Outcome | None = None
        self._levels: Levels | None = None
        self._sampling: Sampling | None = None

    @property
    def example(self) -> bool:
        """Whether this is one of the shipped examples, in which nothing is kept."""
        return self.round.settings.example

    @property
    def person(self) -> Respondent:
        """Whose answers are shown and changed; nobody yet gives an empty respondent."""
        for person in self.round.respondents:
            if person.id == self.person_id:
                return person
        return Respondent("", next(iter(self.framework.role)))

    @property
    def outcome(self) -> Outcome:
        """Everything known about this round, computed when first asked for after a change."""
        if self._outcome is None:
            self._outcome = assessed(self.framework, self.round)
        return self._outcome

    @cached_property
    def holidays(self) -> Holidays:
        """The school holidays, read when the plan first asks for them."""
        return files.read_holidays(self.place.home)

    @property
    def sampling(self) -> Sampling:
        """The samples that tell whether the five hold, taken in slices; begun anew after a change."""
        if self._sampling is None:
            self._sampling = sampling(self.outcome)
        return self._sampling

    @property
    def levels(self) -> Levels:
        """Sides and levels of every item, computed when first asked for after a change."""
        if self._levels is None:
            sides = said.combined(self.framework, self.round)
            self._levels = Levels(sides, scored(self.framework, sides), contradictions(self.framework, sides))
        return self._levels

    # -- who answers

    def join(self, person: str) -> None:
        """Go on as a person who answered before; BoardError when there is no such person in this round."""
        if all(person != known.id for known in self.round.respondents):
            raise BoardError("unknown-id", value=str(person)[:40])
        self.person_id = person

    def enter(self, person: Respondent) -> None:
        """Begin answering as a new person: `person` has a role of the framework and, if they wish, a name."""
        # Read again: somebody with the same role may have begun in another tab since this one was opened.
        now = self.round if self.example else files.read_round(self.place, self.framework).round
        taken = {person.id for person in now.respondents}
        number = next(number for number in range(1, len(taken) + 2) if f"{person.role}-{number}" not in taken)
        new = replace(person, id=f"{person.role}-{number}")
        if not self.example:
            log = Writer(self.place, f"answers/{new.id}", self.framework, {"role": new.role})
            log.append(new.id, "person", new.id, {"role": new.role, "name": new.name})
        self.person_id = new.id
        self._set(replace(now, respondents=tuple(sorted((*now.respondents, new), key=lambda person: person.id))))

    # -- what is answered

    def answer(self, item: str, change: Mapping[str, Any]) -> Answer:
        """Change this person's answer to an item. On return it is on disk; on BoardError nothing has changed anywhere."""
        new = said.changed_answer(self.framework, item, self.person.answers.get(item, Answer()), change)
        self._personal("item", item, change, answers={**self.person.answers, item: new})
        return new

    def scan(self, domain: str, change: Mapping[str, Any]) -> Scan:
        """Change this person's snelscan answer to a domain; as `answer`."""
        new = said.changed_scan(self.framework, domain, self.person.scan.get(domain, Scan()), change)
        self._personal("scan", domain, change, scan={**self.person.scan, domain: new})
        return new

    def obstacle(self, question: str, change: Mapping[str, Any]) -> int | None:
        """Change this person's answer to an obstacle question; as `answer`."""
        level = said.changed_obstacle(self.framework, question, change)
        kept = {key: value for key, value in self.person.obstacles.items() if key != question}
        self._personal("obstacle", question, change, obstacles=kept if level is None else {**kept, question: level})
        return level

    def settle(self, what: str, change: Mapping[str, Any]) -> GroupDecision:
        """Change the group's decision about an item, or about n.v.t. of a whole domain; as `answer`."""
        whole_domain = what in self.framework.domain
        kept = self.round.group_domains if whole_domain else self.round.group
        new = said.changed_group(self.framework, what, kept.get(what, GroupDecision()), change)
        self._write("group", "group", what, change)
        kept = {**kept, what: new}
        self._set(replace(self.round, group_domains=kept) if whole_domain else replace(self.round, group=kept))
        return new

    def decide(self, action: str, change: Mapping[str, Any]) -> None:
        """Change what the board decided about an action; as `answer`."""
        new = said.changed_decision(self.framework, action, change)
        self._write("decisions", "decision", action, change)
        kept = {key: value for key, value in self.round.decisions.items() if key != action}
        self._set(replace(self.round, decisions=kept if new is None else {**kept, action: new}))

    def settings(self, change: Mapping[str, Any]) -> None:
        """Change the hours a month, the region or the functions by role; BoardError when a value cannot be so."""
        settings = self.round.settings
        for field, value in change.items():
            if field == "capacity" and (value is None or (type(value) is int and 1 <= value <= 1000)):
                settings = replace(settings, capacity=value)
            elif field == "region" and (value is None or (isinstance(value, str) and value in self.holidays.regions)):
                settings = replace(settings, region=value)
            elif field == "functions" and isinstance(value, Mapping) and all(
                role in self.framework.role and isinstance(name, str) and len(name) <= 100 for role, name in value.items()
            ):
                named = {**settings.functions, **{role: _plain(name) for role, name in value.items()}}
                settings = replace(settings, functions={role: name for role, name in named.items() if name})
            else:
                raise BoardError("settings-capacity" if field == "capacity" else "settings", field=str(field)[:40], value=str(value)[:40])
        if not self.example:
            files.write_settings(self.place, settings)
        self._set(replace(self.round, settings=settings))

    # -- keeping it

    def _personal(self, on: str, id_: str, change: Mapping[str, Any], **fields: Any) -> None:
        self._write(f"answers/{self.person.id}", on, id_, change)
        new = replace(self.person, **fields)
        self._set(replace(self.round, respondents=tuple(
            new if person.id == new.id else person for person in self.round.respondents
        )))

    def _write(self, log: str, on: str, id_: str, change: Mapping[str, Any]) -> None:
        if self.person_id is None:
            raise BoardError("message")
        if self.example:
            return
        head = {"role": self.person.role} if log.startswith("answers/") else None
        Writer(self.place, log, self.framework, head).append(self.person_id, on, id_, change)

    def _set(self, round_: Round) -> None:
        self.round, self._outcome, self._levels, self._sampling = round_, None, None, None


def _plain(text: str) -> str:
    """A name without line ends, control signs and half signs, which break files and documents later on."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def clock() -> str:
    """The time the page shows behind "opgeslagen": hours and minutes of this machine."""
    return datetime.now().strftime("%H:%M")


def begin(home: Home, name: object, schools: object, today: date | None = None) -> Place:
    """A new measurement for the board a person typed the name of; the round is named after the year. BoardError when it exists.

    The name becomes a safe folder name ("Stichting De Linde" → stichting-de-linde).
    """
    today = today or date.today()
    if not isinstance(name, str) or not _plain(name) or len(name) > 200:
        raise BoardError("new-name")
    if type(schools) is not int or not 1 <= schools <= 200:
        raise BoardError("new-schools")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    board = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")
    if not board:
        raise BoardError("new-name")
    edition = files.editions(home)[-1]
    return files.create_round(
        home, board, str(today.year), Settings(edition, _plain(name), files.next_month(today), schools)
    )
