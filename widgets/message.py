"""Message: what came in from the page. Anybody can send anything, so each part is looked at before something is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nulmeting.errors import BoardError

# Largest message we look at; the longest text a field takes is far below this.
_LONGEST = 100_000

# A person's own answers as a file are longer; no other message may be.
_LONGEST_PUT_BACK = 1_000_000


def checked(content: object) -> Mapping[str, Any]:
    """A message that could come from our form: named parts, and not too many of them. Anything else is a BoardError."""
    if not isinstance(content, Mapping) or not _is_small(content, _LONGEST_PUT_BACK if content.get("do") == "put-back" else _LONGEST):
        raise BoardError("message")
    return content


def number(content: object) -> int:
    """By which number the page knows this message and its reply; 0 where it gave none."""
    given = content.get("n") if isinstance(content, Mapping) else None
    return given if isinstance(given, int) else 0


def text(content: Mapping[str, Any], name: str) -> str:
    """A part that is text; empty where it is absent, BoardError when it is something else."""
    given = content.get(name, "")
    if not isinstance(given, str):
        raise BoardError("message")
    return given


def wish(content: Mapping[str, Any], name: str) -> str:
    """A part that only says where to look: what is no text asks for nothing."""
    given = content.get(name)
    return given if isinstance(given, str) else ""


def yes_or_no(content: Mapping[str, Any], name: str) -> bool:
    """A part that is true or false, else BoardError."""
    given = content.get(name)
    if not isinstance(given, bool):
        raise BoardError("message")
    return given


def change(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an answer is changed to (`set`), field by field; which fields and values are allowed is for `nulmeting.answers` to say."""
    given = content.get("set")
    if not isinstance(given, Mapping):
        raise BoardError("message")
    return given


def _is_small(message: object, most: int) -> bool:
    """Whether a message is no longer than `most` signs and parts, counted without walking further than that into a huge one."""
    left, parts = most, [message]
    while parts and left >= 0:
        part = parts.pop()
        left -= len(part) if isinstance(part, (str, Mapping, list)) else 1
        if left < 0:
            break
        if isinstance(part, Mapping):
            parts.extend((*part.keys(), *part.values()))
        elif isinstance(part, list):
            parts.extend(part)
    return left >= 0
