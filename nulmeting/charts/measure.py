"""Measure: how wide and high a text will be, reckoned without the font, and the text in lines that fit."""

from __future__ import annotations

from collections.abc import Sequence

from nulmeting.charts.marks import LEADING, TEXT

# How wide the signs of our font are, in heights of the text, a little on the safe side; what is not here counts as wide.
_WIDTHS = {
    sign: width for width, signs in (
        (0.22, "'.,:;"), (0.27, "ij|· "), (0.30, "l!()ï"), (0.37, 'ftr-"'), (0.42, "I1/"), (0.47, "yz"), (0.52, "acekosuvxéëáè?J7–"),
        (0.57, "bdghnpqóöüEFLTY23"), (0.62, "BPRSVZ45689+"), (0.68, "ACDGHKNUXw0"), (0.74, "OQ&"), (0.86, "mMW"),
    ) for sign in signs
}
_WIDEST = 1.1
# The heavier faces are wider.
_HEAVY = 1.1


def wide(text: str, size: float, weight: int = 400) -> float:
    """How wide a text will be at most, in pixels, reckoned without the font; what fits by this fits on the sheet."""
    return size * (_HEAVY if weight > 400 else 1.0) * sum(_WIDTHS.get(sign, _WIDEST) for sign in text)


def wrapped(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """The text in lines that fit; a word that alone is too long is broken rather than cut off, if need be into single signs."""
    lines = [""]
    for word in text.split():
        while True:
            longer = f"{lines[-1]} {word}".strip()
            if wide(longer, size, weight) <= width:
                lines[-1] = longer
                break
            if lines[-1]:
                lines.append("")
                continue
            fits = next((length for length in range(len(word) - 1, 1, -1) if wide(word[:length], size, weight) <= width), 1)
            lines[-1], word = word[:fits], word[fits:]
            if not word:
                break
            lines.append("")
    return lines


def tall(lines: Sequence[str], size: float = TEXT) -> float:
    """How high lines of text are together, in pixels."""
    return len(lines) * size * LEADING
