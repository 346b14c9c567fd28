"""Calendar: what a board planned as an iCalendar file (RFC 5545) that Outlook, Google and Apple take in.

Made without a clock: the same decisions give the same bytes. The library folds long lines and escapes what people typed, so that no
text can become a line of its own.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from nulmeting.outcome import Outcome, planned_actions
from nulmeting.sentences import person
from nulmeting.words import Words

_MAKER = "-//nulmeting//plan//{language}"


def planned_days(outcome: Outcome) -> dict[str, date]:
    """The planned actions that have a date, with that date, earliest first; a date that cannot be read is no date."""
    found = {}
    for action in planned_actions(outcome):
        try:
            found[action] = date.fromisoformat(outcome.round.decisions[action].date)
        except ValueError:
            continue
    return dict(sorted(found.items(), key=lambda entry: entry[1]))


def calendar_file(outcome: Outcome, words: Words) -> bytes:
    """All planned actions with a date, each as a whole day: what, who, the first step and what it leaves. UTF-8, lines end in CR LF."""
    calendar = Calendar()
    calendar.add("prodid", _MAKER.format(language=words.language.upper()))
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words("calendar.name", board=outcome.round.settings.name))
    for action, day in planned_days(outcome).items():
        calendar.add_component(_event(outcome, words, action, day))
    written: bytes = calendar.to_ical()
    return written


def _event(outcome: Outcome, words: Words, action: str, day: date) -> Event:
    round_, start = outcome.round, f"action.{action}."
    key = hashlib.blake2b("/".join((round_.board, round_.id, action)).encode(), digest_size=16).hexdigest()
    who = round_.decisions[action].function or person(outcome, words, outcome.framework.actions[action].owner)
    event = Event()
    # The same entry at every download, so that a calendar changes the one it has.
    event.add("uid", f"{key}@nulmeting.invalid")
    event.add("dtstamp", datetime.fromisoformat(round_.settings.start_month + "-01").replace(tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", words(start + "title"))
    event.add("description", words("calendar.about", who=who, step=words(start + "first_step"), leaves=words(start + "leaves")))
    # A day with something to do in it is not a day away.
    event.add("transp", "TRANSPARENT")
    return event
