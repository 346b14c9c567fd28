"""Domains: the score of every domain on the ladder of levels, what it may turn out to be, and how much is known."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from nulmeting.charts.axis import Axis, target_key
from nulmeting.charts.layout import Chart, made, nothing
from nulmeting.charts.marks import HATCH, PAPER, RANGE, SMALL, SOFT, TEXT
from nulmeting.charts.phrases import domain_name, extremes, mean_row, where
from nulmeting.charts.rows import LABEL, Row, with_rows
from nulmeting.charts.sheet import KeyEntry, Sheet
from nulmeting.framework import Framework
from nulmeting.outcome import Outcome
from nulmeting.scoring import Mean
from nulmeting.words import Words


def domains(outcome: Outcome, words: Words) -> Chart:
    """The score of every domain, and in how many the target is reached."""
    return of_means(outcome.framework, outcome.scores.domains, words)


def of_means(framework: Framework, means: Mapping[str, Mean], words: Words) -> Chart:
    """The same from the means by domain alone, for who may not see more of a board."""
    applicable = {domain: mean for domain, mean in means.items() if mean.applicable}
    shown = {domain: mean.score for domain, mean in applicable.items() if mean.shown and mean.score is not None}
    if not shown:
        return nothing("domains", words("chart.domains.none"))
    reached = sum(1 for score in shown.values() if score >= framework.target)
    title = words("chart.domains.title", where=where(words, reached, len(applicable)), target=framework.target)
    alt = [extremes(shown, words)]
    if unknown := len(applicable) - len(shown):
        alt.append(words("chart.domains.unknown", count=unknown))
    if estimated := sum(1 for mean in applicable.values() if mean.estimated):
        alt.append(words("chart.domains.estimated", count=estimated))

    def draw(sheet: Sheet) -> None:
        axis = Axis(framework, *((8.0, sheet.width - 58) if sheet.narrow else (LABEL + 30, sheet.width - 190)))
        if not sheet.narrow:
            sheet.text(sheet.width - 110, TEXT * 1.2, words("result.head.level"), size=SMALL, anchor="middle", colour=SOFT)
            sheet.text(sheet.width, TEXT * 1.2, words("result.head.known"), size=SMALL, anchor="end", colour=SOFT)
        with_rows(sheet, axis, words, means, lambda row: _domain_row(sheet, axis, row, means[row.domain.id], words))
        keys: list[KeyEntry] = [
            (lambda x, y: sheet.dot(x, y, 6.5), words("chart.domains.key-all")),
            (lambda x, y: sheet.dot(x, y, 6, open=True), words("chart.domains.key-part")),
            (lambda x, y: sheet.line(x - 12, y, x + 12, y, RANGE, 7), words("chart.domains.key-range")),
            target_key(sheet, framework, words),
        ]
        if not sheet.narrow:
            keys.append((lambda x, y: _known_bar(sheet, x - 12, y, 24, Fraction(1, 2), Fraction(1, 2)), words("chart.domains.key-known")))
        sheet.key(keys)

    rows = [mean_row(domain_name(framework, words, domain), mean, words) for domain, mean in means.items()]
    head = [words(f"result.head.{name}") for name in ("domain", "level", "between", "known")]
    return made("domains", title, alt, head, rows, draw, [words("chart.domains.note")])


def _domain_row(sheet: Sheet, axis: Axis, row: Row, mean: Mean, words: Words) -> None:
    number = sheet.width - (0 if sheet.narrow else 110)
    if not mean.applicable:
        sheet.lines(axis.left, row.middle, [words("questions.state.not_applicable")], SMALL, colour=SOFT)
        return
    if mean.low is not None and mean.low != mean.high:
        sheet.line(axis.at(mean.low), row.middle, axis.at(_drawn_high(axis.framework, mean)), row.middle, RANGE, 7)
    if mean.figure is not None:
        sheet.dot(axis.at(mean.figure), row.middle, 6.5 if mean.answered == mean.applicable else 6, open=mean.answered != mean.applicable)
    sheet.lines(number, row.middle, [words.number(mean.figure)], weight=600, anchor="end" if sheet.narrow else "middle")
    if not sheet.narrow:
        _known_bar(sheet, sheet.width - 50, row.middle, 50, Fraction(mean.answered, mean.applicable), Fraction(mean.estimated, mean.applicable))


def _known_bar(sheet: Sheet, x: float, middle: float, width: float, answered: Fraction, estimated: Fraction) -> None:
    """How much is known, as shares of one: answered full, estimated hatched, the rest open."""
    done = width * float(answered)
    sheet.box(x, middle - 5, done, 10, fill=SOFT)
    sheet.box(x + done, middle - 5, width * float(estimated), 10, fill=PAPER, line=SOFT, thick=0.0, hatch=HATCH)
    sheet.box(x, middle - 5, width, 10, line=SOFT)


def _drawn_high(framework: Framework, mean: Mean) -> Fraction:
    """How far up the range is drawn: what is unknown counts no further than the target or the domain's own mean (model §4)."""
    assert mean.high is not None
    missing = mean.applicable - mean.answered - mean.estimated
    cap = max(Fraction(framework.target), mean.score or Fraction(0))
    return mean.high - Fraction(missing, mean.applicable) * (framework.top - cap)
