"""Reading: a round from disk, with everything known about it: its outcome, its words, and what changed since the round before."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nulmeting import files
from nulmeting.compare import Comparison, RecordOverTime, compared, over_time
from nulmeting.errors import NulmetingError
from nulmeting.files import Home, Place
from nulmeting.framework import Framework
from nulmeting.holidays import Holidays
from nulmeting.outcome import Outcome, as_record, assessed, stable
from nulmeting.words import Words


@dataclass(frozen=True)
class Reading:
    """A round that was read under the edition it was made with; what follows from it is computed when first asked for.

    `notices` is what was set aside while reading, `changed` the moment of the last change of its files, empty where there is none.
    """

    place: Place
    words: Words
    outcome: Outcome
    notices: tuple[NulmetingError, ...]
    changed: str = ""

    @property
    def framework(self) -> Framework:
        """The edition of the round, with the overlay of the consultant if there is one."""
        return self.outcome.framework

    @cached_property
    def comparison(self) -> Comparison | None:
        """This round beside the one it began with, if that is still there. Raises as `files.read_round`."""
        return compared_with_previous(self.place, self.outcome)

    @cached_property
    def words_before(self) -> Words:
        """The words of the edition of the round before, which has titles that may be gone now; those of this round where there is none."""
        if self.comparison is None or self.comparison.before.framework.edition == self.framework.edition:
            return self.words
        return files.read_words(self.place.home, self.words.language, self.comparison.before.framework)

    def record(self) -> RecordOverTime:
        """Everything as plain values to build on: what `nulmeting assess --json` prints. Takes seconds where much is unknown."""
        return over_time(as_record(self.outcome, stable(self.outcome)), self.comparison)

    @cached_property
    def holidays(self) -> Holidays:
        """The school holidays the plan is laid around."""
        return files.read_holidays(self.place.home)


def read(home: Home, board: str, round_: str | None = None, language: str = files.LANGUAGE) -> Reading:
    """The named round of a board, or its last. Raises as `files.find_round` and `files.read_round`.

    Asked for again while none of its files was written since, it is the same one: documents for several readers reckon once.
    """
    place = files.find_round(home, board, round_)
    written = frozenset(entry for known in files.rounds(home, board) for entry in files.stamp(Place(home, board, known)).items())
    return _read(place, language, written, files.data_stamp(home))


def edition_read(home: Home, edition: str, language: str = files.LANGUAGE) -> tuple[Framework, Words]:
    """An edition and its words, read once for all boards while the data is as it was. Raises as `files.read_framework` and `read_words`."""
    return _edition(home, edition, language, files.data_stamp(home))


@lru_cache(maxsize=1)
def _read(place: Place, language: str, _written: Hashable, _data: Hashable) -> Reading:
    framework, words = edition_read(place.home, files.read_settings(place).edition, language)
    opened = files.read_round(place, framework)
    return Reading(place, words, assessed(framework, opened.round), opened.notices, opened.changed)


@lru_cache(maxsize=4)
def _edition(home: Home, edition: str, language: str, _data: Hashable) -> tuple[Framework, Words]:
    framework = files.read_framework(home, edition)
    return framework, files.read_words(home, language, framework)


def compared_with_previous(place: Place, outcome: Outcome) -> Comparison | None:
    """A round beside the one it began with, each under its own edition; None where there is none, or not any more."""
    previous = files.previous_round(place, outcome.round.settings)
    return compared(assessed_under_its_own(previous, outcome.framework), outcome) if previous else None


def assessed_under_its_own(place: Place, at_hand: Framework) -> Outcome:
    """What there was to say of an earlier round, under the edition it was made with: the one `at_hand` where it is that one."""
    edition = files.read_settings(place).edition
    framework = at_hand if edition == at_hand.published else edition_read(place.home, edition)[0]
    return assessed(framework, files.read_round(place, framework).round)
