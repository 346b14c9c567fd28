"""Holidays: the weeks without school, by region, and a school day for what is planned. Frozen values from `assessments/holidays.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

HOWS = ("set", "advised")
"""Whether the minister sets a holiday for every school, or advises a week that schools may move."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """One school holiday of one school year. `days` holds per region the first and last day (`2026-10-10/2026-10-18`).

    `seen` tells whether the dates stood on the source when we checked; without that they are provisional.
    """

    id: str
    year: str
    how: str
    seen: bool
    checked: str
    days: Mapping[str, str]

    def span(self, region: str) -> tuple[date, date]:
        """First and last day of this holiday in a region."""
        first, _, last = self.days[region].partition("/")
        return date.fromisoformat(first), date.fromisoformat(last)


@dataclass(frozen=True, slots=True)
class Holidays:
    """All holidays we know of, with the regions and where the dates come from."""

    regions: tuple[str, ...] = ()
    source: str = ""
    holidays: tuple[Holiday, ...] = ()

    def counted(self, region: str | None) -> tuple[str, ...]:
        """The regions whose holidays count for a board: its own, or all while it did not say."""
        return (region,) if region in self.regions and region else self.regions

    def within(self, month: str, region: str | None) -> tuple[tuple[Holiday, str, date, date], ...]:
        """The holidays that lie (partly) in a month (`2027-01`), per region that counts, with first and last day; in order of time."""
        found = [
            (holiday, place, *span) for holiday in self.holidays for place in self.counted(region)
            if f"{(span := holiday.span(place))[0]:%Y-%m}" <= month <= f"{span[1]:%Y-%m}"
        ]
        return tuple(sorted(found, key=lambda entry: (entry[2], self.regions.index(entry[1]))))

    def school_day(self, day: date, region: str | None) -> date:
        """The first day from `day` on that is no weekend and no holiday in any region that counts."""
        spans = [holiday.span(place) for holiday in self.holidays for place in self.counted(region)]
        while day.weekday() >= _SATURDAY or any(first <= day <= last for first, last in spans):
            day += timedelta(days=1)
        return day
