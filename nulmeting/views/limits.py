"""Limits: the numbers that sentences about the rules of the five things name."""

from __future__ import annotations

from typing import Any

from nulmeting.framework import Framework
from nulmeting.words import Words


def limits(framework: Framework, words: Words) -> dict[str, Any]:
    """By the name of a rule what it allows; hours in words."""
    rules = framework.choices.plan
    return {
        "domain": rules.in_one_domain, "person": rules.for_one_person, "find_out": rules.find_out,
        "hours": words.hours(rules.hours_together), "first_hours": words.hours(rules.first_hours_together),
    }
