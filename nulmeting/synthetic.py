"""Synthetic: made-up boards, always the same ones, to see what the model does with a whole sector and to measure speed."""

from __future__ import annotations

from random import Random

from nulmeting.answers import Answer, Respondent, Round, Settings
from nulmeting.framework import SIDES, Framework


def sector(framework: Framework, boards: int) -> list[Round]:
    """`boards` made-up rounds. Nothing in them comes from a real board.

    Each board has its own habit on each side, anywhere on the scale up to just above the target, and each item lies around it; so the
    four types are all there, and no board is alike on all items.
    """
    return [_board(framework, number) for number in range(boards)]


def _board(framework: Framework, number: int) -> Round:
    random = Random(number)
    reach = framework.target + 1 - framework.levels[0]
    habit = {side: framework.levels[0] + random.random() * reach for side in SIDES}

    def level(side: str) -> int:
        return min(framework.top, max(framework.levels[0], round(random.gauss(habit[side], 0.9))))

    answers = {item: Answer(paper=level("paper"), practice=level("practice")) for item in framework.items}
    person = Respondent("respondent", next(role.id for role in framework.choices.roles if role.board), answers=answers)
    settings = Settings(framework.edition, f"synthetic-{number}", "2027-01", schools=1 + number % 40)
    return Round(f"synthetic-{number}", "1", settings, (person,))
