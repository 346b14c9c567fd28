"""Meeting: the board together. Who takes part, where answers differ, and what the group decides; made to be shown on a beamer.

Nothing that a person did not let the others see (vrijgeven) is in these values: they go to the browser as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from nulmeting import meeting, questions
from nulmeting.answers import UNKNOWN, Answer, GroupDecision, Opinion, Respondent, Round, Scan, combined
from nulmeting.checklists import doubts
from nulmeting.framework import SIDES, Framework, Item
from nulmeting.meeting import Entry
from nulmeting.scoring import Scores, contradictions, domain_spread, perception_gap, scored
from nulmeting.sentences import domain_title
from nulmeting.views.doubts import doubt
from nulmeting.words import Words
from widgets import questionnaire
from widgets.session import Session

LOBBY, CLOSING = "", "closing"
DIFFERENCES, SHORT, ALL = "differences", "short", "all"
"""The three ways to go through a meeting: what differs or is to be discussed, only what is open of that, or everything."""

NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class _Table:
    """What lies on the table now: the answers people let the others see, and what follows from them."""

    framework: Framework
    whole: Round

    @cached_property
    def round(self) -> Round:
        return meeting.on_the_table(self.whole)

    @cached_property
    def sides(self) -> Mapping[str, Any]:
        return combined(self.framework, self.round)

    @cached_property
    def scores(self) -> Scores:
        return scored(self.framework, self.sides)

    def unconfirmed_level(self, item: str) -> int | None:
        """The level that follows from answers and decision, were no level confirmed; None where there is none or some are kept back."""
        group = self.round.group.get(item)
        if meeting.is_uncertain(self.framework, self.whole, item):
            return None
        if group is None or group.confirmed is None:
            return self.scores.items[item].level
        without = replace(self.round, group={**self.round.group, item: replace(group, confirmed=None)})
        return scored(self.framework, combined(self.framework, without)).items[item].level


def view(session: Session, section: str) -> dict[str, Any]:
    """The view in which a group meets: the lobby, one item of a way through (`way:item`), or the closing screen of the short way."""
    table = _Table(session.framework, session.round)
    entries = meeting.agenda(session.framework, session.round, session.domains)
    way, _, item = section.partition(":")
    page = {"view": "together", "section": section, "words": session.words.below("together")}
    if section == CLOSING:
        return {**page, **_closing(session, entries)}
    asked = _asked(session, way, entries)
    if way == SHORT and not asked and not item:
        return {**page, "section": CLOSING, **_closing(session, entries)}
    if way in (DIFFERENCES, SHORT, ALL) and (item in session.framework.items or (asked and not item)):
        # Who comes back to a meeting goes on where nothing was decided yet.
        item = item or next((other for other in asked if not meeting.is_decided(session.round, other)), asked[0])
        return {**page, "section": f"{way}:{item}", **_item(session, table, entries, way, asked, item)}
    return {**page, "section": LOBBY, **_lobby(session, entries)}


def kept(session: Session, item: str) -> dict[str, Any]:
    """What changes on the page once the group's decision about an item is kept."""
    table = _Table(session.framework, session.round)
    opinion = _opinion(session, table, session.framework.items[item])
    return {"id": item, "state": _state(session, table, item), "opinion": opinion["lines"] if opinion else []}


def _asked(session: Session, way: str, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    if way == ALL:
        return tuple(item for domain in session.domains for item in session.framework.domain[domain].items)
    return tuple(entry.item for entry in entries if way == DIFFERENCES or not entry.decided)


def _role(round_: Round, words: Words, person: Respondent) -> str:
    """A person's role as it stands at an answer: never the name, numbered where several have it."""
    alike = [other.id for other in round_.respondents if other.role == person.role]
    role = words(f"role.{person.role}")
    return words("who.numbered", role=role, number=alike.index(person.id) + 1) if len(alike) > 1 else role


# ---- the lobby ----------------------------------------------------------------------------------------------------------------


def _lobby(session: Session, entries: tuple[Entry, ...]) -> dict[str, Any]:
    words, framework, round_, me = session.words, session.framework, session.round, session.person
    answered = [person for person in round_.respondents if _said_anything(person)]
    differing = [entry for entry in entries if entry.differs or entry.spread]
    unsettled = [entry for entry in entries if not entry.decided]
    alone = words("together.alone" if answered else "together.nobody") if len(answered) < 2 else ""
    return {
        "title": words("together.title"),
        "people": [_person(session, person) for person in round_.respondents],
        "me": {"released": me.consents, "answered": _said_anything(me)} if session.person_id else None,
        "adviser": session.adviser is not None,
        "alone": alone,
        "counts": [
            words("together.differ", count=len(differing)),
            words("together.discuss-count", count=sum(1 for entry in entries if entry.discuss)),
            words("together.decided-count", count=sum(1 for entry in entries if entry.decided)),
            words("together.takes", time=words.hours(Fraction(questions.minutes(framework, items=len(unsettled)), 60))) if unsettled else "",
        ],
        "not_released": words("together.not-released") if any(not person.consents for person in answered) and len(answered) > 1 else "",
        "differences": len(entries),
        "start_name": words("together.start" if differing else "together.start-discuss"),
        "short": len(unsettled),
        "short_name": words("together.start-short", minutes=int(framework.choices.pace.meeting)),
        "seen": _seen(session),
        "domains": [_domain(session, domain) for domain in session.domains],
    }


def _said_anything(person: Respondent) -> bool:
    return any(answer.answered for answer in person.answers.values()) or any(questions.is_scanned(scan) for scan in person.scan.values())


def _person(session: Session, person: Respondent) -> dict[str, Any]:
    words = session.words
    asked = [item for item in questions.asked_of(session.framework, session.round, person)
             if session.framework.items[item].domain in session.domains]
    done = sum(1 for item in asked if questions.is_answered(person.answers.get(item, Answer())))
    scanned = sum(1 for domain in session.domains if questions.is_scanned(person.scan.get(domain, Scan())))
    return {
        "who": words("who.person", name=person.name, role=words(f"role.{person.role}")) if person.name
        else _role(session.round, words, person),
        "done": words("together.done", done=done, all=len(asked)) if asked else words("together.none-asked"),
        "scan": words("together.done", done=scanned, all=len(session.domains)),
        "released": words("together.released" if person.consents else "together.kept-back"),
    }


def _domain(session: Session, domain: str) -> dict[str, Any]:
    decision = session.round.group_domains.get(domain, GroupDecision())
    return {
        "id": domain,
        "name": domain_title(session.framework, session.words, domain),
        "decision": {"not_applicable": decision.not_applicable, "reason": decision.reason},
        "items": [{"id": item, "title": session.words(f"item.{item}.title"), "decided": meeting.is_decided(session.round, item)}
                  for item in session.framework.domain[domain].items],
    }


def _seen(session: Session) -> dict[str, Any]:
    """Where board and practice see it differently, per domain: the finding in a sentence, and a table; or why there is none yet."""
    words, framework, round_ = session.words, session.framework, session.round
    gaps = {domain: gap for domain, gap in perception_gap(framework, round_).items() if domain in session.domains}
    spreads = {domain: mean for domain, mean in domain_spread(framework, meeting.on_the_table(round_)).items() if domain in session.domains}
    if gaps:
        # Told per direction, because that is what a board can talk about.
        higher = sum(1 for gap in gaps.values() if gap > 0 and not _is_nothing(gap))
        lower = sum(1 for gap in gaps.values() if gap < 0 and not _is_nothing(gap))
        most = max(gaps, key=lambda domain: abs(gaps[domain]))
        name = domain_title(session.framework, session.words, most)
        finding = [words("together.seen-most", domain=name, seen=_seen_text(words, gaps[most]))
                   if not _is_nothing(gaps[most]) else words("together.seen-nowhere")]
        counts = [words("together.seen-count", count=len(gaps))]
        counts += [words(f"together.seen-count-{way}", count=count) for way, count in (("higher", higher), ("lower", lower)) if count]
    else:
        counts = []
        board = sum(1 for person in round_.respondents if framework.role[person.role].board and _said_anything(person))
        others = sum(1 for person in round_.respondents if not framework.role[person.role].board and _said_anything(person))
        finding = [
            words("together.seen-little", people=framework.choices.group.people_a_side, board=board, others=others),
            words("together.seen-help-board" if not board else "together.seen-help-others" if not others else "together.seen-help"),
        ]
    return {
        "finding": finding,
        "counts": counts,
        "table": {
            "title": words("together.seen-title"),
            "head": [words("together.head-domain"), words("together.head-gap"), words("together.head-spread")],
            "rows": [
                [domain_title(session.framework, session.words, domain),
                 _seen_text(words, gaps[domain]) if domain in gaps else words("together.too-little"),
                 _apart_text(words, spreads[domain]) if domain in spreads else words("together.too-little")]
                for domain in sorted((domain for domain in session.domains if domain in gaps or domain in spreads),
                                     key=lambda domain: (-abs(gaps.get(domain, Fraction(0))), -spreads.get(domain, Fraction(0))))
            ],
        },
    }


def _is_nothing(mean: Fraction) -> bool:
    """Whether a difference rounds to nothing at one decimal, and is none to talk about."""
    return abs(mean) * 20 < 1


def _apart_text(words: Words, mean: Fraction) -> str:
    return words("together.alike") if _is_nothing(mean) else words("together.apart", mean=words.number(mean))


def _seen_text(words: Words, gap: Fraction) -> str:
    if _is_nothing(gap):
        return words("together.seen-same")
    return words("together.seen-higher" if gap > 0 else "together.seen-lower", mean=words.number(abs(gap)))


# ---- one item -----------------------------------------------------------------------------------------------------------------


def _item(session: Session, table: _Table, entries: tuple[Entry, ...], way: str, asked: tuple[str, ...], id_: str) -> dict[str, Any]:
    words, framework = session.words, session.framework
    item = framework.items[id_]
    start = f"item.{id_}."
    entry = next((entry for entry in entries if entry.item == id_), Entry(id_, None, False, False, meeting.is_decided(session.round, id_)))
    answer_set = "outsourced" if table.sides[id_].outsourced else "own"
    place = asked.index(id_) if id_ in asked else 0
    held = meeting.kept_back(session.round, id_)
    return {
        "title": words(start + "title"),
        "id": id_,
        "way": way,
        "place": words("together.place", place=place + 1, all=len(asked)) if id_ in asked else "",
        "domain": domain_title(session.framework, session.words, item.domain),
        "mark": questionnaire.item_mark(session, item),
        "why": words(start + "why"),
        "before": _beside(asked, id_, entries, -1),
        "next": _beside(asked, id_, entries, 1),
        "left": words("together.left", count=len(asked)),
        "minutes": int(framework.choices.pace.meeting),
        "sides": [_scale(session, table, item, side) for side in SIDES],
        "hidden": "" if not held else words("together.hidden-one") if held == 1 else words("together.hidden", count=held),
        "asks": [
            *(words(f"coherence.{rule}") for rule in contradictions(framework, table.sides).get(id_, ())),
            *(doubt(words, found) for found in doubts(framework, table.round, table.sides, table.scores).get(id_, ())),
        ],
        "discuss": _discuss(session, table, entry),
        "notes": _notes(session, table, item),
        "cards": questionnaire.cards(session, answer_set),
        "levels": questionnaire.levels(session, answer_set),
        "level_names": [words("questions.level", level=level, name=words(f"level.{level}")) for level in framework.levels],
        "can_be_not_applicable": item.not_applicable,
        "not_applicable_text": words(start + "not_applicable") if start + "not_applicable" in words else "",
        "group": asdict(session.round.group.get(id_, GroupDecision())),
        "decides": session.adviser is None,
        "opinion": _opinion(session, table, item),
        "state": _state(session, table, id_),
        "list": [] if way == SHORT else [
            {"id": other, "title": words(f"item.{other}.title"), "decided": meeting.is_decided(session.round, other)} for other in asked
        ],
    }


def _beside(asked: tuple[str, ...], item: str, entries: tuple[Entry, ...], step: int) -> str:
    """The item before or after this one; in the short way the one at hand may just have left the list, the order is that of the whole."""
    order = asked if item in asked else tuple(entry.item for entry in entries)
    if item not in order:
        return ""
    later = order[order.index(item) + 1 :] if step > 0 else tuple(reversed(order[: order.index(item)]))
    return next((other for other in later if other in asked), "")


def _scale(session: Session, table: _Table, item: Item, side: str) -> dict[str, Any]:
    """One side with the answers on the table: anonymous dots, and who gave them for after the talk; and both in words."""
    words = session.words
    places = [*session.framework.levels, UNKNOWN, *([NOT_APPLICABLE] if item.not_applicable else [])]
    given: dict[Any, list[str]] = {place: [] for place in places}
    for person in table.round.respondents:
        answer = person.answers.get(item.id, Answer())
        place = NOT_APPLICABLE if answer.not_applicable else getattr(answer, side)
        if place is not None:
            given.setdefault(place, []).append(_role(session.round, words, person))
    name = words(f"questions.side-{side}")

    def text(of: str) -> str:
        filled = [(_place_name(words, place), roles) for place, roles in given.items() if roles]
        if not filled:
            return words("together.scale-empty", side=name)
        return words("together.scale", side=name, answers=[
            words(f"together.scale-{of}", place=place, count=len(roles), roles=roles) for place, roles in filled
        ])

    return {
        "side": side,
        "name": name,
        "question": words(f"item.{item.id}.{side}"),
        "places": [{"name": str(place) if isinstance(place, int) else _place_name(words, place), "roles": roles} for place, roles in given.items()],
        "text": text("count"),
        "text_roles": text("roles"),
    }


def _place_name(words: Words, place: Any) -> str:
    return words("together.level", level=place) if isinstance(place, int) else words(f"together.{place}")


def _discuss(session: Session, table: _Table, entry: Entry) -> dict[str, Any]:
    """Whether somebody wants to discuss it, and who of those that let the others see their answers."""
    if not entry.discuss:
        return {"text": "", "roles": ""}
    words = session.words
    roles = [_role(session.round, words, person) for person in table.round.respondents
             if person.answers.get(entry.item, Answer()).discuss]
    return {"text": words("together.discuss"), "roles": words("together.discuss-roles", roles=roles) if roles else ""}


def _notes(session: Session, table: _Table, item: Item) -> list[dict[str, Any]]:
    words, notes = session.words, []
    for person in table.round.respondents:
        answer = person.answers.get(item.id, Answer())
        lines = [
            words("together.note-reason", text=answer.reason) if answer.not_applicable else "",
            words("together.note-supplier", text=answer.supplier) if answer.outsourced and answer.supplier else "",
            words("together.note-schools", text=words(f"coverage.{answer.schools}")) if answer.schools else "",
            answer.note,
            *(words("together.note-evidence", text=", ".join(part for part in (piece.title, piece.place, piece.date) if part))
              for piece in answer.evidence),
        ]
        said = [line for line in lines if line.strip()]
        if said:
            notes.append({"role": _role(session.round, words, person), "lines": said})
    return notes


def _opinion(session: Session, table: _Table, item: Item) -> dict[str, Any] | None:
    """The consultant's second opinion, to read or (for the consultant) to fill in; None where there is nothing of either."""
    words, framework = session.words, session.framework
    opinion = session.round.opinions.get(item.id)
    if opinion is None and session.adviser is None:
        return None
    opinion = opinion or Opinion()
    by = opinion.by or (session.adviser or "")
    editing = session.adviser is not None
    # Who fills it in sees the sides as they stand in the form.
    lines = [] if editing else [
        words("together.opinion-side", side=words(f"questions.side-{side}"),
              text=words("together.unknown") if value == UNKNOWN else
              words("together.at-level", level=value, text=words(f"answer.own.{side}.{value}")))
        for side in SIDES if (value := getattr(opinion, side)) is not None
    ]
    if isinstance(opinion.paper, int) and isinstance(opinion.practice, int):
        theirs = framework.level(item.kind, opinion.paper, opinion.practice)
        ours = _level(session, table, item.id)
        lines.append(words("together.opinion-level", level=theirs, name=words(f"level.{theirs}")))
        if ours is not None:
            lines.append(words("together.opinion-same") if ours == theirs else words("together.opinion-differs", theirs=theirs, ours=ours))
    return {
        **asdict(opinion),
        "title": words("together.opinion-of", name=by) if by else words("together.opinion-title"),
        "edit": editing,
        "lines": lines,
    }


def _level(session: Session, table: _Table, item: str) -> int | None:
    """The level to name beside another one: none while answers that are not on the table take part in it."""
    decision = session.round.group.get(item, GroupDecision())
    if decision.confirmed is None and meeting.is_uncertain(session.framework, session.round, item):
        return None
    return table.scores.items[item].level


def _state(session: Session, table: _Table, item: str) -> dict[str, Any]:
    """What the group's decision and the answers on the table come to now, in words; `computed` is the level without a confirmed one."""
    words, score, sides = session.words, table.scores.items[item], table.sides[item]
    decided = meeting.is_decided(session.round, item)
    uncertain = meeting.is_uncertain(session.framework, session.round, item)
    silent = uncertain and sides.confirmed is None and not sides.not_applicable
    if silent:
        level, why = words("together.level-uncertain"), words("together.level-uncertain-why")
    elif score.level is None:
        level, why = words(f"questions.state.{score.state}"), ""
    else:
        level = words("questions.level", level=score.level, name=words(f"level.{score.level}"))
        why = words("together.why", paper=sides.paper.value, practice=sides.practice.value)
    marks = []
    if sides.confirmed is not None:
        marks.append(words("together.mark-confirmed", level=sides.confirmed))
    if score.state == "estimated":
        marks.append(words("questions.estimated"))
    if sides.reduced and not decided:
        marks.append(words("questions.reduced"))
    if sides.open:
        marks.append(words("together.mark-open"))
    group = session.round.group.get(item, GroupDecision())
    said = decided or group != GroupDecision()
    return {
        "intro": "" if silent else words("together.now"), "level": level, "why": why, "marks": marks, "decided": decided, "said": said,
        "decision": words("together.is-decided" if decided else "together.not-decided"),
        "computed": table.unconfirmed_level(item), "uncertain": uncertain,
    }


# ---- the end of the short way ---------------------------------------------------------------------------------------------------


def _closing(session: Session, entries: tuple[Entry, ...]) -> dict[str, Any]:
    left = [entry.item for entry in entries if not entry.decided]
    return {
        "title": session.words("together.closing"),
        "left": left,
        "left_text": session.words("together.closing-left", count=len(left)) if left else session.words("together.closing-nothing-left"),
        "titles": [session.words(f"item.{item}.title") for item in left],
    }
