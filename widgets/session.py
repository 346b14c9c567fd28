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
from typing import TYPE_CHECKING, Any

from nulmeting import answers as said
from nulmeting import files
from nulmeting.answers import Answer, GroupDecision, ItemSides, Opinion, Respondent, Round, Scan, Settings
from nulmeting.checklists import Doubt, doubts
from nulmeting.errors import BoardError, NulmetingError
from nulmeting.files import Home, Place, Writer
from nulmeting.framework import FILLED_BY, Framework
from nulmeting.holidays import Holidays
from nulmeting.scoring import Scores, contradictions, scored
from nulmeting.words import Words

if TYPE_CHECKING:
    # What the outcome is made with is loaded when it is first asked for: nobody waits for it to begin answering.
    from nulmeting.compare import Comparison
    from nulmeting.outcome import Outcome
    from nulmeting.plan import Plan, Sampling

ADVISER = "adviser"
"""How the logs name a consultant: nobody's answers, and no role of the framework."""

SCHOOL = "school"
"""Somebody of a school who only fills in a checklist under a code: nobody asks who it is, and no log says so."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What stands beside an item once answered. Apart from the outcome, whose plan costs too much for every click."""

    sides: Mapping[str, ItemSides]
    scores: Scores
    contradictions: Mapping[str, tuple[str, ...]]
    doubts: Mapping[str, tuple[Doubt, ...]]

    @classmethod
    def of(cls, framework: Framework, round_: Round) -> Levels:
        """What follows from the answers and group decisions of a round."""
        sides = said.combined(framework, round_)
        scores = scored(framework, sides)
        return cls(sides, scores, contradictions(framework, sides), doubts(framework, round_, sides, scores))


class Session:
    """An open round and the person at the keyboard; `round` is frozen and replaced at every change.

    `news` says that others wrote something since whoever shows the round last set it to False.
    """

    def __init__(self, place: Place, framework: Framework, words: Words, domains: tuple[str, ...] = ()) -> None:
        """Open the round at `place`; `domains` limits which domains are asked (empty: all). Raises as `files.read_round`."""
        self.place, self.framework, self.words = place, framework, words
        self.domains = domains or tuple(domain.id for domain in framework.domains)
        opened = files.read_round(place, framework)
        self.round: Round = opened.round
        self._read: tuple[NulmetingError, ...] = opened.notices
        self._told: tuple[NulmetingError, ...] = ()
        self.previous = files.previous_round(place, opened.round.settings)
        if self.previous and files.read_settings(self.previous).edition != opened.round.settings.edition:
            self.tell(BoardError("edition-changed", round=self.previous.round))
        self._before: Outcome | None = None
        self._words_before: Words | None = None
        self.person_id: str | None = None
        self.adviser: str | None = None
        self.visiting = False
        self.news = False
        # The items on screen, by the section they belong to: a list one works through must not change under one's hands.
        self.listed: tuple[str, tuple[str, ...]] = ("", ())
        self._stamp = files.stamp(place)
        self._outcome: Outcome | None = None
        self._levels: Levels | None = None
        self._own: Levels | None = None
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

    def answer_to(self, item: str) -> Answer:
        """This person's answer to an item; an empty one where there is none yet."""
        return self.person.answers.get(item, Answer())

    def scan_of(self, domain: str) -> Scan:
        """This person's snelscan answer to a domain; an empty one where there is none yet."""
        return self.person.scan.get(domain, Scan())

    @property
    def outcome(self) -> Outcome:
        """Everything known about this round, computed when first asked for after a change."""
        from nulmeting.outcome import assessed

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
        from nulmeting.outcome import sampling

        if self._sampling is None:
            self._sampling = sampling(self.outcome)
        return self._sampling

    @property
    def levels(self) -> Levels:
        """Sides and levels of every item, computed when first asked for after a change."""
        if self._levels is None:
            self._levels = Levels.of(self.framework, self.round)
        return self._levels

    @property
    def own(self) -> Levels:
        """Levels from this person's answers alone and what the group decided: what they see while everybody still answers alone."""
        if len(self.round.respondents) < 2 or self.person_id is None:
            return self.levels
        if self._own is None:
            self._own = Levels.of(self.framework, replace(self.round, respondents=(self.person,)))
        return self._own

    @property
    def comparison(self) -> Comparison | None:
        """This round beside the one it began with, if any; that one is read once. Raises as `files.read_round`."""
        from nulmeting.compare import compared
        from nulmeting.reading import assessed_under_its_own

        if self.previous is None:
            return None
        if self._before is None:
            self._before = assessed_under_its_own(self.previous, self.framework)
        return compared(self._before, self.outcome)

    @property
    def words_before(self) -> Words:
        """The words of the edition of the round before: titles may have changed since."""
        assert self._before is not None
        if self._before.framework is self.framework:
            return self.words
        if self._words_before is None:
            self._words_before = files.read_words(self.place.home, self.words.language, self._before.framework)
        return self._words_before

    @property
    def notices(self) -> tuple[NulmetingError, ...]:
        """What to tell whoever opened this round: what was set aside in its files, and what it was begun with."""
        return (*self._told, *self._read)

    def tell(self, notice: NulmetingError) -> None:
        """Add a notice for as long as this session lasts."""
        self._told += (notice,)

    # -- who answers

    @property
    def who(self) -> str:
        """Who is at the keyboard, as the logs name them; empty while nobody said so."""
        return self.person_id or (ADVISER if self.adviser is not None else SCHOOL if self.visiting else "")

    def visit(self) -> None:
        """Go on as somebody of a school, who is nobody in this round and fills in under a code."""
        self.visiting, self.person_id, self.adviser = True, None, None

    def advise(self, name: str) -> None:
        """Go on as a consultant, who gives a second opinion and answers nothing for the board; the name may be empty."""
        self.adviser, self.person_id, self.visiting = _plain(name)[:100], None, False

    def release(self, on: bool) -> None:
        """Let the others see this person's answers with their role, or no longer (vrijgeven); as `answer`."""
        self.refresh()
        self._personal("person", self.person.id, {"consents": on}, consents=on)

    @property
    def behind(self) -> bool:
        """Whether others wrote something that `refresh` has yet to take in; costs a look at each log's size and time."""
        return not self.example and files.stamp(self.place) != self._stamp

    def refresh(self) -> bool:
        """Take in what others wrote since; whether there was anything. Raises as `files.read_round`."""
        if not self.behind:
            return False
        before = self.round
        self._stamp = files.stamp(self.place)
        opened = files.read_round(self.place, self.framework)
        self._read = opened.notices
        self._set(opened.round)
        changed = self.round != before
        self.news = self.news or changed
        return changed

    def join(self, person: str) -> None:
        """Go on as a person who answered before; BoardError when there is no such person in this round."""
        if all(person != known.id for known in self.round.respondents):
            raise BoardError("unknown-id", value=person[:40])
        self.person_id, self.adviser, self.visiting, self._own = person, None, False, None

    def enter(self, person: Respondent) -> None:
        """Begin answering as a new person: `person` has a role of the framework and, if they wish, a name."""
        # Read again: somebody with the same role may have begun in another tab since this one was opened.
        now = self.round if self.example else files.read_round(self.place, self.framework).round
        new = replace(person, id=now.next_id(person.role))
        if not self.example:
            log = Writer(self.place, f"answers/{new.id}", self.framework, {"role": new.role})
            log.append(new.id, "person", new.id, {"role": new.role, "name": new.name})
        self.person_id, self.adviser, self.visiting = new.id, None, False
        self._set(replace(now, respondents=tuple(sorted((*now.respondents, new), key=lambda person: person.id))))

    # -- what is answered

    def answer(self, item: str, change: Mapping[str, Any]) -> Answer:
        """Change this person's answer to an item. On return it is on disk; on BoardError nothing has changed anywhere."""
        self.refresh()
        new = said.changed_answer(self.framework, item, self.answer_to(item), change)
        self._personal("item", item, change, answers={**self.person.answers, item: new})
        return new

    def same_supplier(self, domain: str, supplier: str) -> tuple[str, ...]:
        """Mark every item of a domain that can be outsourced and has no supplier yet as outsourced to `supplier`; the items changed."""
        if domain not in self.framework.domain:
            raise BoardError("unknown-id", value=domain[:40])
        if not supplier.strip():
            raise BoardError("supplier-missing")
        changed = []
        for item in self.framework.domain[domain].items:
            answer = self.answer_to(item)
            if self.framework.items[item].outsourceable and not answer.supplier and not answer.not_applicable:
                self.answer(item, {"outsourced": True, "supplier": supplier})
                changed.append(item)
        return tuple(changed)

    def scan(self, domain: str, change: Mapping[str, Any]) -> Scan:
        """Change this person's snelscan answer to a domain; as `answer`."""
        self.refresh()
        new = said.changed_scan(self.framework, domain, self.scan_of(domain), change)
        self._personal("scan", domain, change, scan={**self.person.scan, domain: new})
        return new

    def obstacle(self, question: str, change: Mapping[str, Any]) -> int | None:
        """Change this person's answer to an obstacle question; as `answer`."""
        self.refresh()
        level = said.changed_obstacle(self.framework, question, change)
        kept = {key: value for key, value in self.person.obstacles.items() if key != question}
        self._personal("obstacle", question, change, obstacles=kept if level is None else {**kept, question: level})
        return level

    def settle(self, what: str, change: Mapping[str, Any]) -> GroupDecision:
        """Change the group's decision about an item, or about n.v.t. of a whole domain; as `answer`."""
        self.refresh()
        whole_domain = what in self.framework.domain
        kept = self.round.group_domains if whole_domain else self.round.group
        new = said.changed_group(self.framework, what, kept.get(what, GroupDecision()), change)
        if not whole_domain:
            self._explained(what, new)
        self._write("group", "group", what, change)
        kept = {**kept, what: new}
        self._set(replace(self.round, group_domains=kept) if whole_domain else replace(self.round, group=kept))
        return new

    def _explained(self, item: str, decision: GroupDecision) -> None:
        """A confirmed level that is not the one that follows from the answers needs a comment, else BoardError (model §3)."""
        if decision.confirmed is None or decision.comment.strip():
            return
        unconfirmed = replace(self.round, group={**self.round.group, item: replace(decision, confirmed=None)})
        level = scored(self.framework, said.combined(self.framework, unconfirmed)).items[item].level
        if level is not None and level != decision.confirmed:
            raise BoardError("comment-missing", item=item, level=level)

    def opine(self, item: str, change: Mapping[str, Any]) -> Opinion:
        """Change the consultant's second opinion about an item; as `answer`. It never counts in a score."""
        if self.adviser is None:
            raise BoardError("message")
        self.refresh()
        change = {**change, "by": self.adviser}
        new = said.changed_opinion(self.framework, item, self.round.opinions.get(item, Opinion()), change)
        self._write("opinions", "opinion", item, change)
        self._set(replace(self.round, opinions={**self.round.opinions, item: new}))
        return new

    def put_back(self, text: str) -> int:
        """Bring this person's answers to what a downloaded file says: all of it or nothing; how many changed. Raises as `files.put_back`."""
        self.refresh()
        changes = files.put_back(self.framework, self.person, text)
        for change in changes:
            {"item": self.answer, "scan": self.scan, "obstacle": self.obstacle}[change.on](change.id, change.set)
        return len(changes)

    def decide(self, action: str, change: Mapping[str, Any]) -> None:
        """Change what the board decided about an action; as `answer`."""
        self.refresh()
        new = said.changed_decision(self.framework, action, change)
        self._write("decisions", "decision", action, change)
        kept = {key: value for key, value in self.round.decisions.items() if key != action}
        self._set(replace(self.round, decisions=kept if new is None else {**kept, action: new}))

    def fill(self, checklist: str, form: str, on: str, id_: str, change: Mapping[str, Any]) -> None:
        """Change a point or a situation of a checklist, in the form called `form` (`answers.THE_BOARD`, or a code); as `answer`.

        Of a form under a code the log says the code and the day, and not who was at the keyboard.
        """
        if checklist not in self.framework.checklists or not self.may_fill(checklist):
            raise BoardError("message")
        self.refresh()
        form = said.form_of(self.framework, checklist, form)
        new = said.changed_form(self.framework, checklist, self.round.form(checklist, form), on, id_, change)
        self._write(f"checklists/{checklist}", on, id_, change, "" if form == said.THE_BOARD else form)
        forms = {**self.round.checklists.get(checklist, {}), form: new}
        levels = self.levels
        self._set(replace(self.round, checklists={**self.round.checklists, checklist: forms}))
        # No level changed, only what is asked about them.
        self._levels = replace(levels, doubts=doubts(self.framework, self.round, levels.sides, levels.scores))

    def may_fill(self, checklist: str) -> bool:
        """Whether whoever is at the keyboard may fill in a checklist: not a consultant, and somebody of a school only what is for schools."""
        return self.person_id is not None or (self.visiting and self.framework.checklists[checklist].filled_by != FILLED_BY[0])

    def own_plan(self, checklist: str) -> Plan:
        """The plan of one checklist alone: quick enough to follow every answer."""
        from nulmeting.plan import planned_of
        from nulmeting.typology import positioned

        scores = self.levels.scores
        return planned_of(self.framework, self.round, scores, positioned(self.framework, self.levels.sides, scores), checklist)

    def settings(self, change: Mapping[str, Any]) -> None:
        """Change the hours a month, the region or the functions by role; BoardError when a value cannot be so."""
        self.refresh()
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
            path = self.place.folder / "round.json"
            self._stamp[path] = files.stamp(self.place)[path]
        self._set(replace(self.round, settings=settings))

    # -- keeping it

    def _personal(self, on: str, id_: str, change: Mapping[str, Any], **fields: Any) -> None:
        self._write(f"answers/{self.person.id}", on, id_, change)
        new = replace(self.person, **fields)
        self._set(replace(self.round, respondents=tuple(
            new if person.id == new.id else person for person in self.round.respondents
        )))

    def _write(self, log: str, on: str, id_: str, change: Mapping[str, Any], who: str = "") -> None:
        personal = log.startswith("answers/")
        if not self.who or (personal and self.person_id is None):
            raise BoardError("message")
        if self.example:
            return
        writer = Writer(self.place, log, self.framework, {"role": self.person.role} if personal else None)
        writer.append(who or self.who, on, id_, change, by_day=bool(who))
        # Ours is known already; anything else that was written meanwhile is taken in at the next refresh.
        now = files.stamp(self.place)
        if self._stamp.get(writer.path, (0, 0))[0] == writer.began_at:
            self._stamp[writer.path] = now[writer.path]

    def _set(self, round_: Round) -> None:
        self.round, self._outcome, self._levels, self._own, self._sampling = round_, None, None, None, None


def _plain(text: str) -> str:
    """A name without line ends, control signs and half signs, which break files and documents later on."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def under(home: Home, edition: str, framework: Framework, words: Words) -> tuple[Framework, Words]:
    """An edition with its words: the two at hand where they are of it, else read. A round is shown under the edition it was made with."""
    if edition in (framework.edition, framework.published):
        return framework, words
    other = files.read_framework(home, edition)
    return other, files.read_words(home, words.language, other)


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


def again(home: Home, board: str, round_: str, framework: Framework, today: date | None = None) -> Place:
    """A next round of a board that begins with the answers of its last one, named after the year.

    BoardError for an example, or when `round_` is not the last: an answer must not be taken over from a round that was followed up.
    """
    today = today or date.today()
    before = files.find_round(home, board, round_)
    settings = files.read_settings(before)
    if settings.example:
        raise BoardError("again-example")
    if before.round != files.rounds(home, board)[-1]:
        raise BoardError("again-last")
    settings = replace(settings, start_month=files.next_month(today))
    return files.copy_round(before, files.next_round(home, board, today), framework, settings).place
