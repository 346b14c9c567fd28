"""Advice: what a board needs and where to get it, by its type, led by what stands in its way (model §5, §1)."""

from __future__ import annotations

from nulmeting.answers import Round
from nulmeting.framework import Advice, Framework, Obstacle
from nulmeting.typology import Position


def low_obstacles(framework: Framework, round_: Round) -> tuple[Obstacle, ...]:
    """The obstacles that the board itself finds hard: its answers (1–5) average at or below the bound in the data."""
    found = []
    for obstacle in framework.choices.obstacles:
        said = [
            person.obstacles[question] for person in round_.respondents for question in obstacle.questions if question in person.obstacles
        ]
        if said and sum(said) <= framework.choices.plan.obstacle_from * len(said):
            found.append(obstacle)
    return tuple(found)


def advised(framework: Framework, round_: Round, position: Position) -> tuple[Advice, ...]:
    """The advice for this board: that of its type, with what helps against its obstacles first and added where the type lacks it.

    While the type cannot be said, what is for every type. Ties keep the order of the data.
    """
    hard = {obstacle.id for obstacle in low_obstacles(framework, round_)}
    everybody = {kind.id for kind in framework.choices.types.list}

    def fits(advice: Advice) -> bool:
        return position.id in advice.types if position.id else everybody <= set(advice.types)

    found = [advice for advice in framework.advice if fits(advice) or hard & set(advice.obstacles)]
    return tuple(sorted(found, key=lambda advice: not hard & set(advice.obstacles)))
