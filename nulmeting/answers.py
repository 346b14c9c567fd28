"""Answers: what people said about one board in one round, frozen; and how the answers of several people become one.

Individual answers are never changed by what the group decides: the effective sides are computed from both (model §3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar, Union

from nulmeting.errors import BoardError
from nulmeting.framework import FILLED_BY, FIND_OUT, SAID, SIDES, Carry, Checklist, Framework, Item, Point

UNKNOWN = "unknown"
"""A side of which somebody said *weet ik niet*; blank (nothing said) is None. Neither is ever a number."""

NOT_APPLICABLE = SAID[-1]
"""Of a point of a checklist: it is not about this board."""

V = TypeVar("V", "Answer", "GroupDecision", "Opinion")

_Said = Union["Answer", "Scan", "GroupDecision", "Decision", "Opinion"]

Given = int | str | None
"""A side as a person gave it: a level, `UNKNOWN`, or None while blank."""

LONGEST_TEXT = 5000
"""Longest text a person can leave in one field, in characters."""

JUDGED = (*SIDES, "not_applicable", "outsourced", "schools")
"""What a person judges at an item: changing one of these is judging again, so the answer is no longer last round's."""

MOST_EVIDENCE = 20
"""Most pieces of evidence at one item."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something one can lay on the table: title, where it is, and its date as the board writes it."""

    title: str
    place: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person said about one item; `asked` is the role they hand it on to, `carried` last round's answer not judged again."""

    paper: Given = None
    practice: Given = None
    not_applicable: bool = False
    reason: str = ""
    outsourced: bool = False
    supplier: str = ""
    schools: str | None = None
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    discuss: bool = False
    asked: str = ""
    carried: bool = False

    @property
    def answered(self) -> bool:
        """Whether this person said anything that counts: a side, *weet ik niet*, or n.v.t."""
        return self.not_applicable or self.paper is not None or self.practice is not None


@dataclass(frozen=True, slots=True)
class Scan:
    """What one person said about a whole domain in the snelscan."""

    paper: Given = None
    practice: Given = None


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person who answers: role of the framework, name if they gave one, and whether they let others see their answers (vrijgeven)."""

    id: str
    role: str
    name: str = ""
    consents: bool = False
    answers: Mapping[str, Answer] = field(default_factory=dict)
    scan: Mapping[str, Scan] = field(default_factory=dict)
    obstacles: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupDecision:
    """What the board settled on together for an item, or (n.v.t. only) for a whole domain; `carried` as for an answer."""

    paper: Given = None
    practice: Given = None
    confirmed: int | None = None
    comment: str = ""
    not_applicable: bool = False
    reason: str = ""
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """A consultant's second opinion about one item: own sides, what they found and which evidence they saw; it never counts in a score."""

    paper: Given = None
    practice: Given = None
    finding: str = ""
    seen: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the board decided about an action: `planned` (function, date), `declined` (reason), `done` (date), or `wanted`: it wants this
    one among the five, in the place of the action `instead_of`. A wanted one that is then planned keeps that place.
    """

    status: str
    function: str = ""
    date: str = ""
    reason: str = ""
    instead_of: str = ""


DECISIONS = ("planned", "declined", "done", "wanted")


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """What was said of one point of a checklist: one of `SAID`, None while blank, with a note if somebody left one."""

    value: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A checklist as filled in: the board's one, or that of one school or team."""

    points: Mapping[str, PointAnswer] = field(default_factory=dict)
    situations: tuple[str, ...] = ()

    def value(self, point: str) -> str | None:
        """What was said of a point; None while blank."""
        return self.points.get(point, PointAnswer()).value


THE_BOARD = "board"
"""Under this name stands the form of a checklist that the board fills in together."""

FORM = re.compile(r"[a-z0-9]{8}")
"""What the form of a school is called: a code that says nothing of who filled it in."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is fixed for a round: edition, name shown, first month of the plan (`2027-01`), schools, hours a month, functions by role.

    `previous` is the round of this board whose answers it began with, if any; `region` the one whose school holidays count (None: the
    board did not say).
    """

    edition: str
    name: str
    start_month: str
    schools: int = 1
    capacity: int | None = None
    functions: Mapping[str, str] = field(default_factory=dict)
    example: bool = False
    previous: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement of one board: everything that was answered and decided, in ids."""

    board: str
    id: str
    settings: Settings
    respondents: tuple[Respondent, ...] = ()
    group: Mapping[str, GroupDecision] = field(default_factory=dict)
    group_domains: Mapping[str, GroupDecision] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    checklists: Mapping[str, Mapping[str, Form]] = field(default_factory=dict)

    def form(self, checklist: str, name: str) -> Form:
        """A checklist as filled in by the board (`THE_BOARD`) or under a code; an empty one where nobody said anything yet."""
        return self.checklists.get(checklist, {}).get(name, Form())

    def person(self, role: str) -> str:
        """Who does what a role does: the function the board mapped it to, else the role itself."""
        return self.settings.functions.get(role) or role

    def next_id(self, role: str) -> str:
        """What the next person with a role is called in the logs: the role with the first number that is free."""
        taken = {person.id for person in self.respondents}
        return next(name for number in range(1, len(taken) + 2) if (name := f"{role}-{number}") not in taken)

    @property
    def swaps(self) -> dict[str, str]:
        """What the board swapped among the five things: the action it wants -> the one whose place it takes."""
        return {action: decision.instead_of for action, decision in self.decisions.items() if decision.instead_of}


# ---- one change at a time -------------------------------------------------------------------------------------------------


def changed_answer(framework: Framework, item_id: str, answer: Answer, change: Mapping[str, Any]) -> Answer:
    """The answer after a person's change, or a BoardError that says what cannot be so; the old answer is untouched.

    `change` holds only the fields that change. N.v.t. needs a reason and an item that can be n.v.t. (model §1). A new judgement ends
    `carried`; so does saying that the old one still holds, which is the change `carried` = false.
    """
    item = _known(framework.items, item_id)
    new = replace(answer, **{name: _field(framework, item, name, value) for name, value in change.items()})
    if "carried" not in change and any(name in JUDGED for name in change):
        new = replace(new, carried=False)
    if new.not_applicable and not item.not_applicable:
        raise BoardError("not-applicable-impossible", item=item_id)
    if new.not_applicable and not new.reason.strip():
        raise BoardError("not-applicable-reason", item=item_id)
    if new.outsourced and not item.outsourceable:
        raise BoardError("outsourced-impossible", item=item_id)
    return new


def changed_scan(framework: Framework, domain: str, scan: Scan, change: Mapping[str, Any]) -> Scan:
    """The snelscan answer of a domain after a change; BoardError for an unknown domain, side or level."""
    _known(framework.domain, domain)
    for name in change:
        if name not in SIDES:
            raise BoardError("unknown-field", field=_shown(name))
    return replace(scan, **{name: _given(framework, domain, value) for name, value in change.items()})


def changed_obstacle(framework: Framework, question: str, change: Mapping[str, Any]) -> int | None:
    """The answer to an obstacle question (1–5) after a change, None when taken back."""
    known = {question: True for obstacle in framework.choices.obstacles for question in obstacle.questions}
    _known(known, question)
    for name in change:
        if name != "level":
            raise BoardError("unknown-field", field=_shown(name))
    value = change.get("level")
    if value is not None and (type(value) is not int or value not in framework.choices.obstacle_levels):
        raise BoardError("level", item=question, value=_shown(value), top=framework.choices.obstacle_levels[-1])
    return value


def changed_person(framework: Framework, person: Respondent, change: Mapping[str, Any]) -> Respondent:
    """The respondent after a change of role, name or consent to be shown apart."""
    for name, value in change.items():
        if name == "role":
            _known(framework.role, value)
        elif name == "name":
            change = {**change, "name": _text(name, value)}
        elif name == "consents":
            _flag(name, value)
        else:
            raise BoardError("unknown-field", field=_shown(name))
    return replace(person, **change)


def changed_group(framework: Framework, item_id: str, decision: GroupDecision, change: Mapping[str, Any]) -> GroupDecision:
    """The group's decision about an item (or about n.v.t. of a whole domain) after a change."""
    whole_domain = item_id in framework.domain
    if not whole_domain:
        _known(framework.items, item_id)
    new = replace(decision, carried=False)
    for name, value in change.items():
        if name in (*SIDES, "confirmed") and whole_domain:
            raise BoardError("unknown-field", field=_shown(name))
        if name in SIDES:
            new = _with(new, name, _given(framework, item_id, value))
        elif name == "confirmed":
            if value is not None and _given(framework, item_id, value) == UNKNOWN:
                raise BoardError("level", item=item_id, value=_shown(value), top=framework.top)
            new = replace(new, confirmed=value)
        elif name in ("not_applicable", "carried"):
            new = _with(new, name, _flag(name, value))
        elif name in ("comment", "reason"):
            new = _with(new, name, _text(name, value))
        else:
            raise BoardError("unknown-field", field=_shown(name))
    if new.not_applicable and not new.reason.strip():
        raise BoardError("not-applicable-reason", item=item_id)
    if new.not_applicable and not whole_domain and not framework.items[item_id].not_applicable:
        raise BoardError("not-applicable-impossible", item=item_id)
    return new


def changed_opinion(framework: Framework, item_id: str, opinion: Opinion, change: Mapping[str, Any]) -> Opinion:
    """A consultant's opinion about an item after a change; BoardError for an unknown item, field or level."""
    _known(framework.items, item_id)
    new = opinion
    for name, value in change.items():
        if name in SIDES:
            new = _with(new, name, _given(framework, item_id, value))
        elif name in ("finding", "seen", "by"):
            new = _with(new, name, _text(name, value))
        else:
            raise BoardError("unknown-field", field=_shown(name))
    return new


def changed_decision(framework: Framework, action: str, change: Mapping[str, Any]) -> Decision | None:
    """The board's decision about an action; None when it is taken back. *Niet gepland* needs a reason (model §7).

    A wanted action names the one it takes the place of: another of the catalogue, or one that finds out about an item.
    """
    _known(framework.actions, action)
    status = change.get("status")
    if status is None:
        return None
    if status not in DECISIONS:
        raise BoardError("unknown-decision", value=_shown(status))
    texts = {name: _text(name, value) for name, value in change.items() if name != "status"}
    for name in texts:
        if name not in ("function", "date", "reason", "instead_of"):
            raise BoardError("unknown-field", field=_shown(name))
    if status == "declined" and not texts.get("reason", "").strip():
        raise BoardError("declined-reason", action=action)
    other = texts.get("instead_of", "")
    if other:
        _known(framework.items if other.startswith(FIND_OUT) else framework.actions, other.removeprefix(FIND_OUT))
    if bool(other) > (status in ("wanted", "planned")) or (status == "wanted" and not other) or other == action:
        raise BoardError("wanted-instead", action=action)
    return Decision(status, **texts)


def form_of(framework: Framework, checklist: str, who: str) -> str:
    """Under which name stands what `who` fills in; BoardError when a checklist for schools is filled in without a code."""
    if framework.checklists[checklist].filled_by == FILLED_BY[0]:
        return THE_BOARD
    if not isinstance(who, str) or not FORM.fullmatch(who):
        raise BoardError("form-code", value=_shown(who))
    return who


def changed_form(framework: Framework, checklist_id: str, form: Form, on: str, id_: str, change: Mapping[str, Any]) -> Form:
    """A filled-in checklist after a change of a point (`value`, `note`) or of a situation (`recognised`).

    BoardError for what the checklist does not ask, and for n.v.t. of a point that everybody has.
    """
    checklist: Checklist = _known(framework.checklists, checklist_id)
    if on == "situation":
        _known({situation.id: situation for situation in checklist.situations}, id_)
        for name in change:
            if name != "recognised":
                raise BoardError("unknown-field", field=_shown(name))
        kept = {*form.situations} - {id_} | ({id_} if _flag("recognised", change.get("recognised", False)) else set())
        return replace(form, situations=tuple(situation.id for situation in checklist.situations if situation.id in kept))
    if on != "point":
        raise BoardError("unknown-field", field=_shown(on))
    point: Point = _known(checklist.points, id_)
    new = form.points.get(id_, PointAnswer())
    for name, value in change.items():
        if name == "value":
            if value is not None and (not isinstance(value, str) or value not in SAID):
                raise BoardError("point-answer", item=id_, value=_shown(value))
            if value == NOT_APPLICABLE and not point.not_applicable:
                raise BoardError("not-applicable-impossible", item=id_)
            new = replace(new, value=value)
        elif name == "note":
            new = replace(new, note=_text(name, value))
        else:
            raise BoardError("unknown-field", field=_shown(name))
    points = {name: answer for name, answer in form.points.items() if name != id_}
    return replace(form, points=points if new == PointAnswer() else {**points, id_: new})


def _with(value: V, name: str, part: Any) -> V:
    """A frozen value with one part replaced, by name."""
    return replace(value, **{name: part})


def _field(framework: Framework, item: Item, name: str, value: Any) -> Any:
    if name in SIDES:
        return _given(framework, item.id, value)
    if name in ("not_applicable", "outsourced", "discuss", "carried"):
        return _flag(name, value)
    if name in ("reason", "supplier", "note"):
        return _text(name, value)
    if name == "schools":
        options = framework.choices.coverage.options
        if value is not None and value not in options:
            raise BoardError("schools", value=_shown(value), options=options)
        return value
    if name == "evidence":
        return _evidence(value)
    if name == "asked":
        return value if value == "" else _known(framework.role, value).id
    raise BoardError("unknown-field", field=_shown(name))


def _given(framework: Framework, item: str, value: Any) -> Given:
    # bool is an int in Python; a level never is one.
    if value is None or value == UNKNOWN:
        return UNKNOWN if value else None
    if type(value) is int and value in framework.levels:
        return value
    raise BoardError("level", item=item, value=_shown(value), top=framework.top)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BoardError("not-yes-or-no", field=name, value=_shown(value))
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BoardError("not-text", field=name)
    if len(value) > LONGEST_TEXT:
        raise BoardError("too-long", field=name, length=len(value), most=LONGEST_TEXT)
    # Control characters and lone surrogates break files and documents later on; nobody types them on purpose.
    return "".join(sign for sign in value if (sign >= " " or sign in "\n\t") and not "\ud800" <= sign <= "\udfff" and sign != "\x7f")


def _evidence(value: Any) -> tuple[Evidence, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > MOST_EVIDENCE:
        raise BoardError("evidence", most=MOST_EVIDENCE)
    pieces = []
    for piece in value:
        if not isinstance(piece, Mapping) or set(piece) - {"title", "place", "date"}:
            raise BoardError("evidence", most=MOST_EVIDENCE)
        texts = {name: _text(name, text) for name, text in piece.items()}
        if not texts.get("title", "").strip():
            raise BoardError("evidence-title")
        pieces.append(Evidence(**texts))
    return tuple(pieces)


def _known(known: Mapping[str, Any], value: str) -> Any:
    if not isinstance(value, str) or value not in known:
        raise BoardError("unknown-id", value=_shown(value))
    return known[value]


def _shown(value: Any) -> str:
    """A stranger's value, short enough for a sentence."""
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


# ---- several people become one --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One effective side of an item: its level if there is one, where it comes from, and the lowest and highest it may be.

    `source`: given, estimated (taken from the snelscan), unknown, or blank.
    """

    value: int | None
    source: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ItemSides:
    """The effective sides of one item for one board (model §3): what everything downstream counts with."""

    item: str
    paper: Side
    practice: Side
    not_applicable: bool = False
    open: bool = False
    outsourced: bool = False
    confirmed: int | None = None
    evidenced: bool = False
    reduced: bool = False

    def side(self, name: str) -> Side:
        """The side called `paper` or `practice`."""
        return self.paper if name == "paper" else self.practice

    def with_side(self, name: str, side: Side) -> ItemSides:
        """The same item with one side replaced."""
        return replace(self, paper=side) if name == "paper" else replace(self, practice=side)


def combined(framework: Framework, round_: Round) -> dict[str, ItemSides]:
    """The effective sides of every item, in framework order.

    Lowest level given counts until the group decides; unknown only if nobody gave a level; n.v.t. only if everybody who answered says
    so or the group decides it; a blank side takes the snelscan's side of its domain as an estimate (model §1, §3).
    """
    scans = {
        domain.id: _Together(framework, (person.scan.get(domain.id, Scan()) for person in round_.respondents))
        for domain in framework.domains
    }
    dropped = {domain for domain, decision in round_.group_domains.items() if decision.not_applicable}
    return {item.id: _item(framework, round_, item, scans[item.domain], item.domain in dropped) for item in framework.items.values()}


class _Together:
    """Both sides of several answers taken together: value, lowest, highest, and whether people differ."""

    def __init__(self, framework: Framework, answers: Iterable[Answer | Scan]) -> None:
        answers = list(answers)
        self.given: dict[str, Given] = {}
        self.low: dict[str, int] = {}
        self.high: dict[str, int] = {}
        self.differ: dict[str, bool] = {}
        for name in SIDES:
            said = [getattr(answer, name) for answer in answers]
            said = [value for value in said if value is not None]
            levels = [value for value in said if value != UNKNOWN]
            self.given[name] = min(levels) if levels else UNKNOWN if said else None
            self.low[name] = min(levels, default=framework.levels[0])
            self.high[name] = max(levels, default=framework.top)
            self.differ[name] = len(set(said)) > 1


def _item(framework: Framework, round_: Round, item: Item, scan: _Together, domain_dropped: bool) -> ItemSides:
    answers = [person.answers[item.id] for person in round_.respondents if item.id in person.answers]
    said = [answer for answer in answers if answer.answered]
    group = round_.group.get(item.id, GroupDecision())
    if group.carried and any(not answer.carried for answer in said):
        # What the group settled on last round holds until somebody judges again; then it is for the group of this round.
        group = GroupDecision()
    all_drop = bool(said) and all(answer.not_applicable for answer in said)
    decided = group.not_applicable or group.confirmed is not None
    counted = [covered(framework, answer) for answer in said if not answer.not_applicable]
    together = _Together(framework, counted)
    sides = {name: _side(framework, name, together, scan, group) for name in SIDES}
    confirmed = None if group.not_applicable else group.confirmed
    if confirmed is not None:
        sides = _confirm(framework, item, sides, confirmed)
    some_drop = any(answer.not_applicable for answer in said) and not all_drop
    settled = {name: decided or getattr(group, name) is not None for name in SIDES}
    return ItemSides(
        item=item.id,
        paper=sides["paper"],
        practice=sides["practice"],
        not_applicable=domain_dropped or group.not_applicable or (all_drop and not _counts(group)),
        open=any(together.differ[name] and not settled[name] for name in SIDES) or (some_drop and not all(settled.values())),
        outsourced=any(answer.outsourced for answer in said),
        confirmed=confirmed,
        evidenced=any(answer.evidence for answer in answers),
        reduced=any(counts != answer for counts, answer in zip(counted, (a for a in said if not a.not_applicable), strict=True)),
    )


def _counts(group: GroupDecision) -> bool:
    return group.confirmed is not None or group.paper is not None or group.practice is not None


def covered(framework: Framework, answer: Answer) -> Answer:
    """The answer as it counts: a level that asks for all schools is lowered when it holds for some of them (own choice)."""
    rule = framework.choices.coverage
    value = getattr(answer, rule.side)
    if answer.schools is None or answer.schools in rule.complete or not isinstance(value, int) or value < rule.from_level:
        return answer
    return _with(answer, rule.side, rule.counts_as)


def _side(framework: Framework, name: str, together: _Together, scan: _Together, group: GroupDecision) -> Side:
    bottom, top = framework.levels[0], framework.top
    decided = getattr(group, name)
    value = together.given[name] if decided is None else decided
    if isinstance(value, int):
        low, high = (value, value) if decided is not None else (together.low[name], together.high[name])
        return Side(value, "given", low, high)
    if value == UNKNOWN:
        return Side(None, "unknown", bottom, top)
    guess = scan.given[name]
    if isinstance(guess, int):
        margin = framework.choices.scores.estimate_margin
        return Side(guess, "estimated", max(bottom, guess - margin), min(top, guess + margin))
    return Side(None, "blank", bottom, top)


def _confirm(framework: Framework, item: Item, sides: dict[str, Side], level: int) -> dict[str, Side]:
    """Both sides after the group confirmed `level`: clamped towards it so that the table gives it (model §3)."""
    values = {name: level if side.source != "given" or side.value is None else side.value for name, side in sides.items()}
    now = framework.level(item.kind, values["paper"], values["practice"])
    if now != level:
        clamp = min if level < now else max
        values = {name: clamp(value, level) for name, value in values.items()}
        # A table of another edition may need more than the clamp; k with k gives k in every table that `check` lets pass.
        if framework.level(item.kind, values["paper"], values["practice"]) != level:
            values = dict.fromkeys(values, level)
    return {name: Side(value, "given", value, value) for name, value in values.items()}


# ---- the next round begins with these ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copied:
    """What a next round begins with: last round's answers as far as they go along, and what became of those that do not.

    `round` holds respondents and group decisions only; checklists, like decisions, stay with the round they belong to. `carry` says what
    becomes of each item of the edition before, by its id there. `refused` are items whose earlier answer cannot be given any more;
    `left` are domains and obstacle questions that are gone.
    """

    round: Round
    carry: Mapping[str, Carry]
    refused: tuple[str, ...]
    left: tuple[str, ...]


def copied(before: Framework, framework: Framework, round_: Round) -> Copied:
    """Last round's answers for a next round under `framework`, each marked `carried` (model §8).

    Evidence and notes go along. What is asked anew each round does not: decisions, consent, and what was marked to discuss; an answer
    to a reworded item is marked to discuss instead. BoardError when the edition does not say how answers of `before` go along.
    """
    carry = framework.carries(before)
    if carry is None:
        raise BoardError("carry-none", edition=framework.edition, before=before.edition)
    refused: set[str] = set()
    left: set[str] = set()
    people = tuple(_copied_person(framework, person, carry, refused, left) for person in round_.respondents)
    group: dict[str, GroupDecision] = {}
    for name, decision in round_.group.items():
        to = carry[name].to
        if to is not None and carry[name].how == "same":
            try:
                group[to] = changed_group(framework, to, GroupDecision(), {**said_of(decision, GroupDecision()), "carried": True})
            except BoardError:
                refused.add(to)
    dropped = {name: replace(decision, carried=True) for name, decision in round_.group_domains.items() if name in framework.domain}
    left.update(name for name in round_.group_domains if name not in framework.domain)
    new = Round(round_.board, round_.id, round_.settings, people, group, dropped)
    return Copied(new, carry, tuple(item for item in framework.items if item in refused), tuple(sorted(left)))


def _copied_person(
    framework: Framework, person: Respondent, carry: Mapping[str, Carry], refused: set[str], left: set[str]
) -> Respondent:
    if person.role not in framework.role:
        raise BoardError("carry-role", role=person.role)
    answers: dict[str, Answer] = {}
    for name, answer in person.answers.items():
        to = carry[name].to
        if to is None:
            continue
        said = said_of(replace(answer, discuss=carry[name].how == "reworded", carried=answer.answered), Answer())
        try:
            answers[to] = changed_answer(framework, to, Answer(), said)
        except BoardError:
            # An item that may no longer be n.v.t. or outsourced, or another scale: asked again, and said in the report.
            refused.add(to)
    questions = {question for obstacle in framework.choices.obstacles for question in obstacle.questions}
    left.update(name for name in person.scan if name not in framework.domain)
    left.update(name for name in person.obstacles if name not in questions)
    return Respondent(
        person.id, person.role, person.name,
        answers=answers,
        scan={name: scan for name, scan in person.scan.items() if name in framework.domain},
        obstacles={name: level for name, level in person.obstacles.items() if name in questions},
    )


def said_of(value: _Said, blank: _Said) -> dict[str, Any]:
    """The fields of an answer that differ from a blank one, as a change in a log holds them."""
    return {name: part for name, part in asdict(value).items() if getattr(value, name) != getattr(blank, name)}
