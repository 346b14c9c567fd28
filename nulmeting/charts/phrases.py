"""Phrases: how charts and tables name domains, items, levels and means, and tell the highest from the lowest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from nulmeting.framework import Framework
from nulmeting.scoring import Mean
from nulmeting.words import Words

# So many of the highest and the lowest are named in the words beside a chart.
_NAMED = 3


def domain_name(framework: Framework, words: Words, domain: str) -> str:
    """The name of a domain with its part and number; a name of ours says that it is."""
    known = framework.domain[domain]
    return words("result.domain" if known.official_name else "result.own-domain", part=words(f"part.{known.part}"), number=known.number,
                 name=words(f"domain.{domain}"))


def item_name(framework: Framework, words: Words, item: str) -> str:
    """The title of an item with its official code; a title of ours says that it is."""
    official = framework.items[item].official
    title = words(f"item.{item}.title")
    return f"{official.code} {title}" if official else words("counts.own-title", title=title)


def short(words: Words, domain: str) -> str:
    """The name of a domain alone, where its part and number stand beside it."""
    return words(f"domain.{domain}")


def level_name(words: Words, level: int | None) -> str:
    """A level by number and name; empty where there is none."""
    return "" if level is None else words("questions.level", level=level, name=words(f"level.{level}"))


def known_text(mean: Mean, words: Words) -> str:
    """How much is answered and estimated, in words."""
    return words("result.answered" if mean.estimated else "result.answered-only", answered=mean.answered, applicable=mean.applicable,
                 estimated=mean.estimated)


def mean_row(name: str, mean: Mean, words: Words) -> tuple[str, ...]:
    """A mean as a row of a table: name, figure, what it lies between, and how much is known."""
    return (
        name,
        words.number(mean.figure) if mean.figure is not None else words("result.too-little" if mean.applicable else "questions.state.not_applicable"),
        "" if mean.low is None else words("result.sure") if mean.low == mean.high
        else words("format.range", low=words.number(mean.low), high=words.number(mean.high)),
        known_text(mean, words) if mean.applicable else "",
    )


def _named(pairs: Iterable[tuple[str, Fraction]], words: Words) -> str:
    return words.listed(words("chart.named", name=name, number=words.number(value)) for name, value in pairs)


def extremes(means: Mapping[str, Fraction], words: Words) -> str:
    """The highest and the lowest few by name; nothing when there is nothing to tell apart."""
    order = sorted(means, key=lambda domain: -means[domain])
    if len(order) < 2 * _NAMED:
        return ""
    return words(
        "chart.extremes", high=_named(((short(words, domain), means[domain]) for domain in order[:_NAMED]), words),
        low=_named(((short(words, domain), means[domain]) for domain in reversed(order[-_NAMED:])), words),
    )


def where(words: Words, count: int, among: int) -> str:
    """In how many of the domains, as the beginning of a sentence."""
    return words("chart.where-all" if count == among else "chart.where-some" if count else "chart.where-none", count=count, all=among)


def beside(words: Words, marks: Sequence[str]) -> str:
    """Marks that stand beside something: apart, because they are no list of things of a kind."""
    text = ""
    for mark in marks:
        text = words("format.beside", first=text, second=mark) if text else mark
    return text
