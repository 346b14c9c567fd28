"""Prepare: which conversations to have, with whom and about what, and which evidence to collect, before a board settles its answers.

What somebody answered and did not let the others see (vrijgeven) is nowhere in it: where answers differ or are hard to square, and where
evidence is lacking, is told from what lies on the table and from what the group decided alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nulmeting import meeting, questions
from nulmeting.answers import UNKNOWN as NOT_KNOWN
from nulmeting.answers import Answer, Round, combined
from nulmeting.checklists import Doubt, doubts
from nulmeting.framework import SIDES, Framework, Item
from nulmeting.reading import Reading
from nulmeting.report import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from nulmeting.scoring import contradictions, scored
from nulmeting.sentences import capital, person
from nulmeting.views.doubts import doubt
from nulmeting.words import Words

NAME = "voorbereiding"
"""What the files are called."""

BLANK, UNKNOWN, OPEN, ASKS = "blank", "unknown", "open", "asks"
"""Why to talk about an item: nobody answered it, nobody knew, people differ, or the answers raise a question."""


@dataclass(frozen=True, slots=True)
class Question:
    """An item to talk about with a role: the reasons (`BLANK`, `UNKNOWN`, `OPEN`, `ASKS`) and the ids of the coherence rules that ask something."""

    item: str
    role: str
    why: tuple[str, ...]
    asks: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence to collect about an item, from a role: `find` where the item is still to be talked about, `show` where a level of the
    evidence rule or more was given and nobody named any.
    """

    item: str
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class Preparation:
    """What to prepare in a round, in framework order. `people` did not let the others see their answers; `waiting` counts the items of
    which only such answers are there: they are answered, so nobody needs to ask, but nothing can be said of them yet.
    """

    questions: tuple[Question, ...]
    proofs: tuple[Proof, ...]
    people: int
    waiting: int

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles to talk with, those with the most to talk about first."""
        counts: dict[str, int] = {}
        for question in self.questions:
            counts[question.role] = counts.get(question.role, 0) + 1
        return tuple(sorted(counts, key=lambda role: -counts[role]))


def prepared(framework: Framework, round_: Round) -> Preparation:
    """Everything that is blank, unknown, different between people or hard to square, each asked of one role, and the evidence to collect.

    An item is asked of the first role that carries it out and takes part in the round; else of the first that carries it out.
    """
    table = meeting.on_the_table(round_)
    shown, everybody = combined(framework, table), combined(framework, round_)
    scores = scored(framework, shown)
    asks, levels, questioned = contradictions(framework, shown), scores.items, doubts(framework, round_, shown, scores)
    taking_part = {one.role for one in round_.respondents}
    found, proofs, waiting = [], [], 0
    for item in framework.items.values():
        if everybody[item.id].not_applicable:
            continue
        role = next((role for role in item.carried_out_by if role in taking_part), item.carried_out_by[0])
        settled = levels[item.id].state == "answered" or meeting.is_decided(round_, item.id)
        hidden = not settled and meeting.kept_back(round_, item.id) > 0
        waiting += hidden
        why = [] if settled or hidden else [_unsettled(table, item)]
        why += [OPEN] * shown[item.id].open + [ASKS] * (item.id in asks or item.id in questioned)
        if why:
            found.append(Question(item.id, role, tuple(why), asks.get(item.id, ()), questioned.get(item.id, ())))
            proofs.append(Proof(item.id, role, "find"))
        elif (level := levels[item.id].level) is not None and level >= framework.choices.scores.evidence_from and not shown[item.id].evidenced:
            proofs.append(Proof(item.id, role, "show"))
    return Preparation(tuple(found), tuple(proofs), sum(1 for one in round_.respondents if not one.consents), waiting)


def _unsettled(table: Round, item: Item) -> str:
    """Why an item has no certain level: somebody on the table said *weet ik niet*, or a side is still blank."""
    said = [one.answers.get(item.id, Answer()) for one in table.respondents]
    return UNKNOWN if any(NOT_KNOWN in (answer.paper, answer.practice) for answer in said) else BLANK


# ---- as a document, and as rows for a workbook -----------------------------------------------------------------------------------


def guide(found: Reading) -> Document:
    """The conversations and the evidence of a round as a document."""
    outcome, words = found.outcome, found.words
    framework, round_ = outcome.framework, outcome.round
    ready = prepared(framework, round_)
    blocks: list[Block] = [Heading(words("prepare.how.title")), Bullets(words.lines("prepare.how.lines"))]
    if ready.people:
        blocks.append(Paragraph(words("prepare.kept-back", people=ready.people, items=ready.waiting), tone="mark"))
    if not ready.questions:
        blocks.append(Paragraph(words("prepare.no-questions")))
    for role in ready.roles:
        mine = [question for question in ready.questions if question.role == role]
        minutes = questions.minutes(framework, items=len(mine))
        blocks.append(Heading(words("prepare.role", role=capital(person(outcome, words, role))), own_page=True))
        blocks.append(Paragraph(words("prepare.takes", count=len(mine), minutes=max(1, round(minutes))), tone="lead"))
        for question in mine:
            start = f"item.{question.item}."
            blocks.append(Heading(_title(words, framework, question.item), 2))
            blocks.append(Paragraph(" ".join(reasons(words, question)), lead=words("prepare.why")))
            # Practice first: it is what people know without looking anything up.
            asked = [(words(f"side.{side}"), words(start + side)) for side in reversed(SIDES)]
            asked += [(words("prepare.outsourced"), words(start + "outsourced"))] if start + "outsourced" in words else []
            blocks.append(Facts((*asked, (words("prepare.head.answer"), words("prepare.room")))))
    blocks.append(Heading(words("prepare.evidence.title"), own_page=True))
    rows = tuple(
        (_title(words, framework, proof.item), "\n".join(words.lines(f"item.{proof.item}.evidence")),
         capital(person(outcome, words, proof.role)), words(f"prepare.evidence.{proof.why}"))
        for proof in ready.proofs
    )
    head = tuple(words(f"prepare.head.{name}") for name in ("item", "what", "from", "why"))
    blocks.append(Table(words("prepare.evidence.table"), head, rows, (3, 4, 2, 3), words("prepare.evidence.note")) if rows
                  else Paragraph(words("prepare.evidence.none")))
    return Document(
        NAME, words.language, words("prepare.title"), words("prepare.subtitle"), round_.settings.name,
        ((words("report.cover.round"), round_.id), (words("prepare.cover.questions"), str(len(ready.questions))),
         (words("prepare.cover.proofs"), str(len(ready.proofs)))),
        words("prepare.confidential"), words("result.fixed"), words.below("report.page"), tuple(blocks),
    )


def rows(found: Reading) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The same as tidy rows below a head, a table each: `questions` and `evidence`."""
    outcome, words = found.outcome, found.words
    framework = outcome.framework
    ready = prepared(framework, outcome.round)

    def about(item: str) -> tuple[str, ...]:
        domain = framework.domain[framework.items[item].domain]
        return words("questions.domain-name", number=domain.number, name=words(f"domain.{domain.id}")), words(f"item.{item}.title")

    def heads(*names: str) -> tuple[str, ...]:
        return tuple(words(f"prepare.head.{name}") for name in names)

    return {
        "questions": (heads("from", "domain", "item", "why", "paper", "practice", "answer"), *(
            (capital(person(outcome, words, question.role)), *about(question.item), " ".join(reasons(words, question)),
             *(words(f"item.{question.item}.{side}") for side in SIDES), "")
            for role in ready.roles for question in ready.questions if question.role == role
        )),
        "evidence": (heads("from", "domain", "item", "what", "why", "place"), *(
            (capital(person(outcome, words, proof.role)), *about(proof.item), "\n".join(words.lines(f"item.{proof.item}.evidence")),
             words(f"prepare.evidence.{proof.why}"), "")
            for proof in ready.proofs
        )),
    }


def reasons(words: Words, question: Question) -> list[str]:
    """Why to talk about an item, in sentences; a contradiction is the question it raises itself."""
    return [
        *(words(f"prepare.reason.{why}") for why in question.why if why != ASKS), *(words(f"coherence.{rule}") for rule in question.asks),
        *(doubt(words, found) for found in question.doubts),
    ]


def _title(words: Words, framework: Framework, item: str) -> str:
    title = words(f"item.{item}.title")
    official = framework.items[item].official
    return words("prepare.norm", code=official.code, title=title) if official else words("counts.own-title", title=title)
