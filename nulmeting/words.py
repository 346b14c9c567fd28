"""Words: from an id to the sentence a person reads. A missing key is an error, never a silent fallback."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from nulmeting.errors import DataError, NulmetingError, Problem

Text = str | tuple[str, ...]


class Words:
    """All sentences of one language: those of the interface together with those of one framework edition.

    `texts` maps a key such as `item.go-01.why` to a sentence, or to a tuple of sentences for a list.
    """

    def __init__(self, language: str, texts: Mapping[str, Text]) -> None:
        self.language = language
        self._texts = dict(texts)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The sentence of `key` with `{name}` places filled in; KeyError when the key is missing or is a list."""
        text = self._texts[key]
        if not isinstance(text, str):
            raise KeyError(key)
        return text.format(**{name: self._spoken(value) for name, value in values.items()}) if values else text

    def lines(self, key: str) -> tuple[str, ...]:
        """The sentences of a list key, in order; KeyError when the key is missing."""
        text = self._texts[key]
        return (text,) if isinstance(text, str) else text

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def __iter__(self) -> Iterator[str]:
        """Every key there is, for the check that two languages say the same things."""
        return iter(self._texts)

    def below(self, prefix: str) -> dict[str, str]:
        """The plain sentences whose key starts with `prefix` and a dot, by the rest of their key: what a page needs at once."""
        start = prefix + "."
        return {key[len(start) :]: text for key, text in self._texts.items() if key.startswith(start) and isinstance(text, str)}

    def number(self, value: Fraction | float | int | None, digits: int = 1) -> str:
        """A number as this language writes it (decimal sign from the words file); a dash for no number at all."""
        if value is None:
            return self("format.none")
        # Half a unit rounds away from zero, as people do on paper; round() would go to even.
        scaled = abs(Fraction(value)) * 10**digits
        whole = int(scaled + Fraction(1, 2))
        sign = "-" if value < 0 and whole else ""
        if not digits:
            return f"{sign}{whole}"
        return f"{sign}{whole // 10**digits}{self('format.decimal')}{whole % 10**digits:0{digits}d}"

    def hours(self, value: Fraction) -> str:
        """Working time as people say it: minutes below an hour, else hours with at most one decimal."""
        if value < 1:
            return self("format.minutes", count=int(value * 60))
        text = self.number(value, 0 if Fraction(value).denominator == 1 else 1)
        return self("format.hour" if value == 1 else "format.hours", count=text)

    def month(self, value: str) -> str:
        """A month written `2027-01` as this language says it."""
        year, month = value.split("-")
        return f"{self('month.' + month)} {year}"

    def listed(self, parts: Iterable[str]) -> str:
        """A list in one sentence: `a, b en c`."""
        parts = list(parts)
        if len(parts) < 2:
            return "".join(parts)
        return self("format.and", first=", ".join(parts[:-1]), last=parts[-1])

    def error(self, error: NulmetingError) -> str:
        """What a person reads of an expected mistake: one sentence; for data files one line a problem."""
        if isinstance(error, DataError):
            return "\n".join(self.problem(problem) for problem in error.problems)
        return self("error." + error.message, **error.values)

    def problem(self, problem: Problem) -> str:
        """One line for one mistake in a data file: file, place, what is wrong and how to mend it."""
        what = self("data." + problem.message, **problem.values)
        if not problem.place:
            return self("data.at-file", file=problem.file, what=what)
        return self("data.at", file=problem.file, place=problem.place, what=what)

    def _spoken(self, value: Any) -> Any:
        if isinstance(value, Fraction):
            return self.number(value)
        if isinstance(value, NulmetingError):
            # One mistake that explains another stands inside its sentence, so without a full stop of its own.
            return self.error(value).rstrip(".")
        if isinstance(value, (list, tuple)):
            return self.listed(str(part) for part in value)
        return value
