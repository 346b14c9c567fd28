"""Answers: everything that was said, domain by domain: a row an item, and below it the texts of whoever had something to add.

What somebody did not let the others see (vrijgeven) is counted and left out (`meeting.on_paper`); a level in which it takes part stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from nulmeting.answers import UNKNOWN, Answer, Evidence, GroupDecision, ItemSides, Opinion, Respondent, Scan, covered
from nulmeting.charts import beside, domain_name, item_name, known_text
from nulmeting.framework import SIDES
from nulmeting.meeting import on_paper, withheld
from nulmeting.reading import Reading
from nulmeting.report.blocks import Block, Bullets, Facts, Heading, Paragraph, Table
from nulmeting.sentences import between, capital, person
from nulmeting.views.results import item_row

# A name of so many signs still fits in a cell.
_SHORT = 40

_Given = Answer | Scan | GroupDecision | Opinion


def answers(found: Reading) -> Iterator[Block]:
    """The chapter of the answers; nothing for a round in which nobody said anything."""
    said = Said(found)
    if not said.anything:
        return
    words = found.words
    yield Heading(words("report.answers.title"), own_page=True)
    yield Paragraph(words("report.answers.about", target=found.framework.target))
    if count := withheld(found.outcome.round):
        yield Paragraph(words("report.answers.withheld", count=count), tone="mark")
    yield from said.who_answered()
    silent = []
    for domain in found.framework.domain:
        if said.about(domain):
            yield from said.domain(domain)
        else:
            silent.append(domain)
    yield from said.scans()
    # A heading for each would say no more than this.
    for known in (True, False):
        names = tuple(domain_name(found.framework, words, domain) for domain in silent
                      if any(domain in one.scan for one in said.answering) is known)
        if names:
            yield Paragraph(words("report.answers.only-scanned" if known else "report.answers.silent"))
            yield Bullets(names)


@dataclass(frozen=True)
class Said:
    """What people said in a round, as far as it may stand in what is handed over."""

    found: Reading

    @cached_property
    def people(self) -> tuple[Respondent, ...]:
        """Whose own answers may stand on paper."""
        return on_paper(self.found.outcome.round).respondents

    @cached_property
    def answering(self) -> tuple[Respondent, ...]:
        """Everybody who answered anything."""
        return tuple(one for one in self.found.outcome.round.respondents if one.answers or one.scan or one.obstacles)

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell."""
        round_ = self.found.outcome.round
        return bool(self.answering or round_.group or round_.group_domains or round_.opinions)

    def who(self, one: Respondent) -> str:
        """Somebody by function, numbered where several have it; never by name."""
        words, outcome = self.found.words, self.found.outcome
        alike = [other.id for other in outcome.round.respondents if other.role == one.role]
        function = person(outcome, words, one.role)
        return words("who.numbered", role=function, number=alike.index(one.id) + 1) if len(alike) > 1 else function

    def sides(self, said: _Given) -> str:
        """Both sides as somebody gave them, *weet ik niet* in words; a blank side is left out."""
        words = self.found.words
        return ", ".join(
            words(f"report.answers.side-{side}", value=words("report.answers.unknown") if value == UNKNOWN else value)
            for side in SIDES if (value := getattr(said, side)) is not None
        )

    def _both(self, scan: Scan) -> str:
        words = self.found.words
        said = [words("questions.unknown-short") if value == UNKNOWN else value or words("format.none") for value in (scan.paper, scan.practice)]
        return words("report.answers.scan-cell", paper=said[0], practice=said[1])

    # ---- who answered, and who does what

    def who_answered(self) -> Iterator[Block]:
        """Who took part, and the functions as this board calls them."""
        words, round_ = self.found.words, self.found.outcome.round
        yield Heading(words("report.answers.who"), 2)
        if len(round_.respondents) > 1:
            head = tuple(words(f"report.answers.{name}") for name in ("function", "items", "scan", "released"))
            yield Table(words("report.answers.people"), head, tuple(map(self._person, round_.respondents)), (4, 2, 2, 2.4))
        elif round_.respondents:
            yield Paragraph(words("report.answers.alone", who=self._named(round_.respondents[0])))
        if round_.settings.functions:
            pairs = tuple((words(f"role.{role}"), function) for role, function in round_.settings.functions.items() if function.strip())
            yield Table(words("report.answers.functions"), tuple(words(f"report.answers.{name}") for name in ("role", "called")), pairs, (1, 1))

    def _named(self, one: Respondent) -> str:
        shown = one.name.strip() and one in self.people
        return self.found.words("who.person", name=one.name, role=self.who(one)) if shown else self.who(one)

    def _person(self, one: Respondent) -> tuple[str, ...]:
        words, framework = self.found.words, self.found.framework
        items = sum(1 for answer in one.answers.values() if answer.answered)
        return (
            self._named(one), words("together.done", done=items, all=len(framework.items)),
            words("together.done", done=len(one.scan), all=len(framework.domains)),
            words("together.released" if one.consents else "together.kept-back"),
        )

    # ---- one domain

    def about(self, domain: str) -> bool:
        """Whether anybody said anything about a domain or its items, beside the snelscan."""
        round_ = self.found.outcome.round
        opinions = any(item in round_.opinions for item in self.found.framework.domain[domain].items)
        return domain in round_.group_domains or opinions or self._judged(domain)

    def _judged(self, domain: str) -> bool:
        items, group = self.found.framework.domain[domain].items, self.found.outcome.round.group
        return any(item in group or any(item in one.answers for one in self.answering) for item in items)

    def domain(self, domain: str) -> Iterator[Block]:
        """One domain: where it stands in a sentence, its items in a table, and below it what was added to them."""
        words, outcome = self.found.words, self.found.outcome
        items = self.found.framework.domain[domain].items
        stand = self._stand(domain)
        yield Heading(domain_name(self.found.framework, words, domain), 2)
        if group := outcome.round.group_domains.get(domain):
            yield from _facts(self._decided(group))
        if not self._judged(domain):
            # A table of guesses that are all alike says no more than that sentence.
            yield Paragraph(stand)
        else:
            # As its title the sentence stays with the table, whatever page that begins on.
            head = (words("result.head.item"), *(words(f"side.{side}") for side in SIDES), words("result.head.level"), words("result.head.marks"))
            rows = tuple(self._row(item) for item in items)
            yield Table(stand, head, rows, (5, 1.6, 2, 1.5, 3.3))
        for item in items:
            if pairs := self._texts(item):
                yield Heading(item_name(self.found.framework, words, item), 3)
                yield Facts(tuple(pairs))

    def scans(self) -> Iterator[Block]:
        """What people answered about whole domains in the snelscan, beside each other."""
        words, framework = self.found.words, self.found.framework
        people = [one for one in self.people if any(map(self.sides, one.scan.values()))]
        if not people:
            return
        head = (words("result.head.domain"), *(words("report.answers.scan-head", who=capital(self.who(one))) for one in people))
        rows = tuple(
            (domain_name(framework, words, domain), *(self._both(one.scan.get(domain, Scan())) for one in people))
            for domain in framework.domain if any(domain in one.scan for one in people)
        )
        yield Heading(words("report.answers.scan"), 2)
        yield Paragraph(words("report.answers.scan-about"))
        yield Table(words("report.answers.scans"), head, rows, (4, *[6 / len(people)] * len(people)))

    def _stand(self, domain: str) -> str:
        """Where a domain stands, in a sentence or two."""
        words, outcome = self.found.words, self.found.outcome
        mean, scores = outcome.scores.domains[domain], [outcome.scores.items[item] for item in self.found.framework.domain[domain].items]
        below = sum(1 for score in scores if score.gap)
        values = {
            "target": self.found.framework.target, "below": below, "applicable": mean.applicable, "score": words.number(mean.figure),
            "known": words("report.domain.known", known=known_text(mean, words)), "count": mean.answered + mean.estimated,
        }
        if not mean.applicable:
            group = outcome.round.group_domains.get(domain, GroupDecision())
            return words("report.domain.dropped" if group.not_applicable else "report.domain.not-applicable")
        if mean.figure is None:
            return words("report.domain.little" if values["count"] else "report.domain.nothing", **values)
        if not below and mean.answered == mean.applicable:
            return words("report.domain.meets", **values)
        if mean.low == mean.high:
            return words("report.domain.sure", **values)
        return words("report.domain.mean", range=between(mean, words), **values)

    # ---- one item

    def _row(self, item: str) -> tuple[str, ...]:
        words, outcome = self.found.words, self.found.outcome
        cells, marks = item_row(outcome, words, item)
        score, sides = outcome.scores.items[item], outcome.sides[item]
        given = [answer for one in self.people if (answer := one.answers.get(item))]
        if sides.not_applicable:
            marks.insert(0, words(f"questions.state.{score.state}"))
        if short := [answer.supplier for answer in given if self._is_mark(answer.supplier)]:
            marks += [words("together.note-supplier", text=supplier) for supplier in dict.fromkeys(short)]
        elif sides.outsourced and not sides.not_applicable:
            marks.append(words("questions.outsourced-title"))
        marks += [words(f"coverage.{schools}") for schools in dict.fromkeys(
            answer.schools for answer in given if answer.schools in self.found.framework.choices.coverage.complete)]
        if score.state == "answered" and not sides.evidenced and (score.level or 0) >= self.found.framework.choices.scores.evidence_from:
            marks.append(words("questions.section.unproven"))
        if any(answer.carried for answer in given):
            marks.append(words("questions.section.carried"))
        if any(answer.discuss for answer in given):
            marks.append(words("questions.section.discuss"))
        marks += [words("questions.asked-mark", role=words(f"role.{role}")).rstrip(".") for role in dict.fromkeys(
            answer.asked for answer in given if answer.asked)]
        return (*cells, capital(beside(words, [mark[:1].lower() + mark[1:] for mark in marks])))

    def _is_mark(self, supplier: str) -> bool:
        """Whether the name of a supplier fits among the marks of a row: a short one, in a round of one person."""
        return len(self.answering) < 2 and 0 < len(supplier.strip()) <= _SHORT

    def _texts(self, item: str) -> list[tuple[str, str]]:
        """Everything that was added to an item, as terms and texts; empty for most."""
        words, round_ = self.found.words, self.found.outcome.round
        pairs = [
            (words("report.answers.of", what=term, who=self.who(one)) if len(self.answering) > 1 else term, text)
            for one in self.people if (answer := one.answers.get(item)) for term, text in self._added(answer, self.found.outcome.sides[item])
        ]
        if group := round_.group.get(item):
            pairs += self._decided(group)
        if opinion := round_.opinions.get(item):
            pairs += self._opinion(opinion)
        return pairs

    def _added(self, answer: Answer, sides: ItemSides) -> Iterator[tuple[str, str]]:
        words = self.found.words
        if answer.not_applicable or answer.reason.strip():
            yield words("report.answers.not-applicable" if answer.not_applicable else "report.answers.no-longer"), answer.reason
        if not answer.not_applicable and (covered(self.found.framework, answer) != answer or any(
            (value := getattr(answer, side)) is not None and value not in (sides.side(side).value, sides.side(side).source) for side in SIDES
        )):
            yield words("report.answers.answer"), self.sides(answer)
        if answer.schools and answer.schools not in self.found.framework.choices.coverage.complete:
            yield words("report.answers.schools"), words(f"coverage.{answer.schools}")
        if answer.supplier.strip() and not self._is_mark(answer.supplier):
            yield words("report.answers.supplier"), answer.supplier
        if answer.note.strip():
            yield words("questions.note"), answer.note
        if answer.evidence:
            yield words("questions.evidence"), "\n".join(map(self._piece, answer.evidence))

    def _piece(self, piece: Evidence) -> str:
        words = self.found.words
        parts = [words("report.answers.place", text=piece.place) if piece.place.strip() else "",
                 words("report.answers.date", text=piece.date) if piece.date.strip() else ""]
        return beside(words, [piece.title, *filter(None, parts)])

    def _decided(self, group: GroupDecision) -> Iterator[tuple[str, str]]:
        """What the group settled on, about an item or a whole domain."""
        words = self.found.words
        parts = [
            words("questions.state.not_applicable") if group.not_applicable else "", self.sides(group),
            words("report.answers.confirmed", level=group.confirmed) if group.confirmed is not None else "",
            words("questions.section.carried") if group.carried else "",
        ]
        if said := beside(words, list(filter(None, parts))):
            yield words("together.is-decided"), capital(said)
        if group.reason.strip():
            yield words("report.answers.reason"), group.reason
        if group.comment.strip():
            yield words("together.comment"), group.comment

    def _opinion(self, opinion: Opinion) -> Iterator[tuple[str, str]]:
        words = self.found.words
        term = words("together.opinion-of", name=opinion.by) if opinion.by.strip() else words("together.opinion-title")
        yield term, capital(self.sides(opinion)) or words("report.answers.no-sides")
        if opinion.finding.strip():
            yield words("report.answers.finding"), opinion.finding
        if opinion.seen.strip():
            yield words("report.answers.seen"), opinion.seen


def _facts(pairs: Iterable[tuple[str, str]]) -> Iterator[Block]:
    if found := tuple(pairs):
        yield Facts(found)
