"""Suppliers: what a board left to others, grouped by whom, and what there is to ask each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nulmeting.answers import Round
from nulmeting.framework import Framework
from nulmeting.gaps import Gaps
from nulmeting.scoring import Scores


@dataclass(frozen=True, slots=True)
class Supplier:
    """One supplier as the board calls it (empty: nobody filled in a name), what it does, and what of that is worth a question now.

    `open` are the outsourced items below target or without a level, most pressing first; `questions` the actions of the catalogue that
    come with a ready question about one of these, each with the item it is about.
    """

    name: str
    items: tuple[str, ...]
    open: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]


def suppliers(framework: Framework, round_: Round, scores: Scores, gaps: Gaps) -> tuple[Supplier, ...]:
    """Every supplier that somebody named at an outsourced item, most items first; one without a name comes last.

    Names that differ only in capitals or spaces are one. An item that people left to different suppliers stands with each of them.
    """
    called: dict[str, str] = {}
    does: dict[str, set[str]] = {}
    for item in framework.items:
        if scores.items[item].state == "not_applicable":
            continue
        names = {
            " ".join(answer.supplier.split()) for person in round_.respondents
            if (answer := person.answers.get(item)) and answer.outsourced and not answer.not_applicable
        }
        # A name that one person gave stands for whoever left it out.
        for name in sorted(names - {""}) or sorted(names):
            called.setdefault(name.casefold(), name)
            does.setdefault(name.casefold(), set()).add(item)
    pressing = [gap.item for gap in gaps.gaps] + [entry.item for entry in gaps.find_out]
    found = [
        _supplier(framework, round_, called[key], [item for item in framework.items if item in items],
                  [item for item in dict.fromkeys(pressing) if item in items])
        for key, items in does.items()
    ]
    return tuple(sorted(found, key=lambda supplier: (not supplier.name, -len(supplier.items), supplier.name)))


def _supplier(framework: Framework, round_: Round, name: str, items: Sequence[str], open_: Sequence[str]) -> Supplier:
    questions = []
    asked = set()
    for item in open_:
        for action in framework.actions.values():
            decision = round_.decisions.get(action.id)
            if (
                action.kind in framework.choices.question_kinds and action.id not in asked and action.id not in framework.own_actions
                and any(lift.item == item for lift in action.lifts) and (decision is None or decision.status not in ("done", "declined"))
            ):
                asked.add(action.id)
                questions.append((item, action.id))
                break
    return Supplier(name, tuple(items), tuple(open_), tuple(questions))
