"""Counts: how many items there are, and whose. Apart, because the first view needs it and nothing else that stands here."""

from __future__ import annotations

from nulmeting.framework import Framework
from nulmeting.words import Words


def counts(framework: Framework, words: Words) -> str:
    """How many items are the publisher's and how many are ours: every count on screen and paper reads like this."""
    official = sum(1 for item in framework.items.values() if item.official)
    return words("counts.items", official=official, own=len(framework.items) - official, domains=len(framework.domains))
