"""Yearly: a passage for the annual report in running text, long and short, to paste and to make one's own."""

from __future__ import annotations

from collections.abc import Iterator

from nulmeting.report.blocks import Block, Heading, Paragraph
from nulmeting.report.shared import Shared
from nulmeting.report.told import ends, kind, total
from nulmeting.words import Words


def for_the_annual_report(shared: Shared, words: Words) -> Iterator[Block]:
    """How to use it, then the two passages; the last sentence of both says what a self-assessment is worth."""
    yield Paragraph(words("report.jaarverslag.how"), tone="quiet")
    yield Heading(words("report.jaarverslag.long"))
    yield from (Paragraph(text) for text in passage(shared, words))
    yield Heading(words("report.jaarverslag.short"))
    yield Paragraph(brief(shared, words))


def passage(shared: Shared, words: Words) -> tuple[str, ...]:
    """The long passage in three paragraphs: what was done, what came out, what the board does with it."""
    return tuple(" ".join(line for line in lines if line) for lines in (
        _done(shared, words), _outcome(shared, words), (*_plans(shared, words), fixed(words))
    ))


def brief(shared: Shared, words: Words) -> str:
    """The same in a few sentences."""
    lines = (words("report.jaarverslag.measured-short", edition=words("edition")), total(shared, words, "we"), *_decided(shared, words), fixed(words))
    return " ".join(lines)


def fixed(words: Words) -> str:
    """The sentence that says what a self-assessment is worth, as part of a text."""
    sentence = words("report.fixed")
    return words("report.jaarverslag.fixed", fixed=sentence[:1].lower() + sentence[1:])


def _done(shared: Shared, words: Words) -> Iterator[str]:
    yield words("report.jaarverslag.measured", round=shared.round, edition=words("edition"))
    yield words("report.jaarverslag.list", official=shared.official, own=shared.own, domains=len(shared.domains))
    if shared.known:
        key = f"known{'-all' if shared.known == shared.applicable else ''}{'-estimated' if shared.estimated else ''}"
        yield words(f"report.jaarverslag.{key}", known=shared.known, estimated=shared.estimated, applicable=shared.applicable)


def _outcome(shared: Shared, words: Words) -> Iterator[str]:
    yield total(shared, words, "we")
    shown = [domain.mean.figure for domain in shared.domains.values() if domain.mean.figure is not None]
    if shown:
        reached = sum(1 for figure in shown if figure >= shared.target)
        key = "reached-none" if not reached else "reached-all" if reached == len(shown) else "reached"
        yield words(f"report.jaarverslag.{key}", count=reached, all=len(shown), target=shared.target)
    if shared.meets_target:
        yield words("result.meets")
    if shared.total.figure is None and shared.known + shared.unknown:
        yield words("report.jaarverslag.not-known")
    for name, domains in zip(("high", "low"), ends(shared), strict=True):
        if domains:
            yield words(f"report.jaarverslag.{name}", **{name: [words(f"domain.{domain}") for domain in domains]})
    yield kind(shared, words, "we")
    if shared.before and shared.before.total is not None and shared.total.figure is not None:
        yield words("report.jaarverslag.before", round=shared.before.round, then=words.number(shared.before.total))


def _plans(shared: Shared, words: Words) -> Iterator[str]:
    yield from _decided(shared, words)
    if shared.known and (missing := shared.unknown + shared.blank):
        yield words("report.jaarverslag.missing-one" if missing == 1 else "report.jaarverslag.missing", count=missing)
    if shared.without_evidence:
        yield words("report.jaarverslag.no-evidence")
    yield words("report.jaarverslag.ask")


def _decided(shared: Shared, words: Words) -> Iterator[str]:
    made = shared.decisions
    for name, count in (("done", made.done), ("planned", made.planned)):
        if count:
            yield words(f"report.jaarverslag.{name}-one" if count == 1 else f"report.jaarverslag.{name}", count=count)
    if not made.done + made.planned and not shared.meets_target:
        yield words("report.jaarverslag.undecided")
