"""Over time: a round beside the one it began with, with an explanation for every difference and what became of the decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nulmeting import charts
from nulmeting.compare import Comparison, Fate, ItemChange, Trend
from nulmeting.framework import SIDES
from nulmeting.outcome import Outcome
from nulmeting.scoring import Mean
from nulmeting.sentences import READ_FIRST, day, domain_title, edition_report, over_time, person, reasons, title, waiting
from nulmeting.views.results import chart_view
from nulmeting.words import Words

# One decimal, as elsewhere, would hide most of what a year brings.
_DIGITS = 2

# A long table shows so many rows; the rest is one click away.
_FIRST = 8


def view(comparison: Comparison, words: Words, words_before: Words) -> dict[str, Any]:
    """Everything there is to say of two rounds of a board; `words_before` are the words of the edition of the round before."""
    shown = _Shown(comparison, words, words_before)
    return {
        "title": words("overtime.title"),
        "summary": over_time(comparison, words),
        "fixed": words("result.fixed"),
        "waits": waiting(comparison, words),
        "chart": chart_view(charts.rounds(comparison, words), words),
        "tables": [table for table in (shown.scores(), shown.sources(), shown.domains()) if table["rows"] or table["rest"]],
        "differences": [shown.differences(explanation) for explanation in READ_FIRST if explanation in comparison.counts],
        "decisions": shown.decisions(),
        "edition": [{"title": heading, "items": items} for heading, items in edition_report(comparison, words, words_before)],
    }


@dataclass(frozen=True, slots=True)
class _Shown:
    """A comparison in words; titles of what is gone come from the words of the edition before."""

    comparison: Comparison
    words: Words
    words_before: Words

    def head(self, *names: str) -> list[str]:
        """Column heads by name; those of then and now name the round."""
        rounds = {"then": self.comparison.before.round.id, "now": self.comparison.after.round.id}
        return [self.words(f"overtime.{name}", round=rounds[name]) if name in rounds else self.words(f"overtime.{name}") for name in names]

    def table(self, id_: str, head: list[str], rows: list[list[str]], rest: list[list[str]] | None = None) -> dict[str, Any]:
        """A table; `rest` are rows that are one click away."""
        note, more = f"overtime.table.{id_}-note", f"overtime.table.{id_}-more"
        return {
            "id": id_, "title": self.words(f"overtime.table.{id_}"), "note": self.words(note) if note in self.words else "",
            "head": head, "rows": rows, "rest": rest or [], "more": self.words(more, count=len(rest)) if rest else "",
        }

    def scores(self) -> dict[str, Any]:
        words, comparison = self.words, self.comparison
        rows = [self.trend(words("result.all"), comparison.total)]
        rows += [self.trend(words("result.axis", name=words(f"axis.{side}")), comparison.axes[side]) for side in SIDES]
        then, now = self.type(comparison.before), self.type(comparison.after)
        note = words("overtime.type-same", now=now) if then == now else words("overtime.type-other", then=then, now=now)
        return {**self.table("scores", self.head("head.what", "then", "now", "difference"), rows), "note": note}

    def sources(self) -> dict[str, Any]:
        """Where the difference of the total comes from; no rows where there is none to divide."""
        effects, counts = self.comparison.total.effects, self.comparison.counts
        rows = [
            [self.words(f"overtime.explanation.{explanation}"), str(counts.get(explanation, 0)),
             self.difference(effects.get(explanation, Fraction(0)))]
            for explanation in READ_FIRST if explanation in counts or explanation in effects
        ]
        known = self.comparison.total.change is not None
        return self.table("sources", self.head("head.reason", "head.items", "head.effect"), rows if known else [])

    def domains(self) -> dict[str, Any]:
        rows: list[list[str]] = []
        quiet: list[list[str]] = []
        for domain, trend in self.comparison.domains.items():
            counts = self.comparison.counts_of(domain)
            (rows if counts else quiet).append(
                [*self.trend(self.domain(domain), trend), self.words.listed(reasons(counts, self.words))]
            )
        return self.table("domains", self.head("head.domain", "then", "now", "difference", "head.reason"), rows, quiet)

    def trend(self, name: str, trend: Trend) -> list[str]:
        """A mean then and now, each only where enough is known to print it, and the difference where both are."""
        both = trend.before is not None and trend.after is not None and trend.before.shown and trend.after.shown
        change = trend.change if both else None
        return [name, self.mean(trend.before), self.mean(trend.after),
                self.words("overtime.no-difference") if change is None else self.difference(change)]

    def mean(self, mean: Mean | None) -> str:
        if mean is None:
            return self.words("overtime.not-there")
        return self.words("result.too-little") if mean.figure is None else self.words.number(mean.figure, _DIGITS)

    def difference(self, change: Fraction) -> str:
        value = self.words.number(abs(change), _DIGITS)
        if value == self.words.number(0, _DIGITS):
            return self.words("overtime.equal")
        return self.words("overtime.up" if change > 0 else "overtime.down", value=value)

    def type(self, outcome: Outcome) -> str:
        return self.words(f"type.{outcome.position.id}.name") if outcome.position.id else self.words("overtime.no-type")

    def differences(self, explanation: str) -> dict[str, Any]:
        """The items that changed for one reason, with what that reason means."""
        rows = [self.change(change) for change in self.comparison.differences if change.explanation == explanation]
        return {
            "id": explanation, "title": self.words("overtime.group", name=self.words(f"overtime.explanation.{explanation}"), count=len(rows)),
            "note": self.words(f"overtime.about.{explanation}"),
            "head": self.head("head.item", "head.domain", "then", "now", "head.more"),
            "rows": rows[:_FIRST], "rest": rows[_FIRST:], "more": self.words("result.more", count=len(rows) - _FIRST),
        }

    def change(self, change: ItemChange) -> list[str]:
        more = [self.words(f"overtime.how.{change.how}")] if change.how else list(self.moved(change))
        if change.evidence:
            more.append(self.words("overtime.evidence"))
        more += [self.words("overtime.action", title=self.title(action)) for action in change.actions]
        return [self.item(change), self.domain(change.domain), self.level(change.before, change.was), self.level(change.after, change.item),
                "; ".join(more)]

    def moved(self, change: ItemChange) -> Iterator[str]:
        """The sides that are otherwise: a level may stay while one side rises."""
        if change.item is None or change.was is None:
            return
        for side in SIDES:
            then = self.comparison.before.sides[change.was].side(side).value
            now = self.comparison.after.sides[change.item].side(side).value
            if then != now:
                unknown = self.words("overtime.unknown-side")
                yield self.words(f"overtime.moved-{side}", then=unknown if then is None else then, now=unknown if now is None else now)

    def level(self, level: int | None, item: str | None) -> str:
        if item is None:
            return self.words("overtime.not-there")
        return self.words("overtime.none") if level is None else self.words("questions.level", level=level, name=self.words(f"level.{level}"))

    def decisions(self) -> dict[str, Any]:
        """What the board decided last round, and what became of it."""
        rows = [[self.title(fate.action), self.decided(fate), self.became(fate)] for fate in self.comparison.decisions]
        return self.table("decisions", self.head("head.action", "head.decided", "head.became"), rows)

    def decided(self, fate: Fate) -> str:
        decision = fate.decision
        return self.words(
            f"plan.decided.{decision.status}", reason=decision.reason, date=day(self.words, decision.date),
            function=decision.function or person(self.comparison.before, self.words, self.comparison.before.framework.actions[fate.action].owner),
        )

    def became(self, fate: Fate) -> str:
        items = dict.fromkeys(item for item, _ in fate.waits)
        return self.words(f"overtime.fate.{fate.fate}", items=[self.words(f"item.{item}.title") for item in items])

    def title(self, action: str) -> str:
        return title(self.words if f"action.{action}.title" in self.words else self.words_before, action)

    def item(self, change: ItemChange) -> str:
        return self.words(f"item.{change.item}.title") if change.item else self.words_before(f"item.{change.was}.title")

    def domain(self, domain: str) -> str:
        words = self.words if f"domain.{domain}" in self.words else self.words_before
        after = self.comparison.after.framework
        return domain_title(after if domain in after.domain else self.comparison.before.framework, words, domain)
