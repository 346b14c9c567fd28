"""Doubts: the question that a checklist raises at an item, in a sentence. Apart, because the questions need it and nothing else here."""

from __future__ import annotations

from nulmeting.checklists import Doubt
from nulmeting.words import Words


def doubt(words: Words, found: Doubt) -> str:
    """What a checklist says against a high answer, named by the checklist and its points; it asks."""
    points = [words("checklists.quoted", text=words(f"checklist.{found.checklist}.point.{point}.question")) for point in found.points]
    return words("checklists.doubt-one" if len(points) == 1 else "checklists.doubt", count=len(points),
                 checklist=words(f"checklist.{found.checklist}.title"), points=points)
