"""Copies: a next round that begins with the answers of the one before, there whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from nulmeting.answers import Copied, Settings, copied
from nulmeting.errors import NulmetingError
from nulmeting.files.editions import read_framework
from nulmeting.files.logs import read_round
from nulmeting.files.rounds import Place, create_round, read_settings
from nulmeting.files.whole import logs_of
from nulmeting.framework import Framework


@dataclass(frozen=True, slots=True)
class Made:
    """A round that was just made from another: where it is, both frameworks, what went along, and notices about the old files."""

    place: Place
    before: Framework
    copied: Copied
    notices: tuple[NulmetingError, ...]


def copy_round(before: Place, round_: str, framework: Framework, settings: Settings | None = None) -> Made:
    """A next round of the same board under `framework` with the answers of `before`, every one marked `carried`.

    They stand as lines in the logs of the new round, so its history tells how it began; decisions stay with the round they were made
    in. `settings` are those of `before` unless given; edition and previous round are filled in here. BoardError when the round exists,
    when the edition does not say how earlier answers go along, or when the disk refuses: then nothing is there.
    """
    old = read_settings(before)
    framework_before = framework if old.edition == framework.published else read_framework(before.home, old.edition)
    opened = read_round(before, framework_before)
    result = copied(framework_before, framework, opened.round)
    logs = logs_of(framework, result.round, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    new = replace(settings or old, edition=framework.published, previous=before.round)
    place = create_round(before.home, before.board, round_, new, logs)
    return Made(place, framework_before, result, opened.notices)
