"""Whether a client's accent colour can be read, and what follows from it for pages (WCAG 2.2,
relative luminance and contrast). Pure; colours are written #rrggbb, shares are of 1.

White text stands on the accent, and the accent stands as text on its own soft tint: both need a
contrast of 4.5. On dark pages, text takes a lighter shade of it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

COLOUR: Final = re.compile("#[0-9a-f]{6}")
WHITE: Final = (255, 255, 255)
DARK: Final = (0x15, 0x18, 0x1E)
"""The surface of dark pages (console/assets/css/tokens.css)."""
READABLE: Final = 4.5
STEPS: Final = 100
SOFT, SOFT_DARK, OVER = 0.08, 0.22, 0.18
RGB = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Shades:
    """`text` and `soft` each for light and for dark pages; `over`: the fill under the pointer."""

    fill: str
    over: str
    text_light: str
    text_dark: str
    soft_light: str
    soft_dark: str


def is_readable(colour: str) -> bool:
    """Whether white can be read on it, and it on its own soft tint."""
    return _least(colour) >= READABLE


def contrast(colour: str) -> str:
    """The smaller of the two, rounded down: what is shown as enough is enough."""
    return f"{math.floor(_least(colour) * 100) / 100:.2f}"


def _least(colour: str) -> float:
    given = _parsed(colour)
    return min(_contrast(given, WHITE), _contrast(given, _mixed(given, WHITE, 1 - SOFT)))


def readable(colour: str) -> str:
    """The nearest darker shade of it that can be read; itself where it can."""
    given = _parsed(colour)
    for step in range(STEPS + 1):
        tried = _written(_mixed(given, (0, 0, 0), step / STEPS))
        if is_readable(tried):
            return tried
    return "#000000"


def shades(colour: str) -> Shades:
    """Of a colour that can be read."""
    given = _parsed(colour)
    soft_dark = _mixed(DARK, given, SOFT_DARK)
    return Shades(
        fill=colour,
        over=_written(_mixed(given, (0, 0, 0), OVER)),
        text_light=colour,
        text_dark=_written(_lightened(given, soft_dark)),
        soft_light=_written(_mixed(given, WHITE, 1 - SOFT)),
        soft_dark=_written(soft_dark),
    )


def _lightened(given: RGB, soft: RGB) -> RGB:
    """Until it can be read on dark pages, and on its tint there."""
    tried = (_mixed(given, WHITE, step / STEPS) for step in range(STEPS))
    fits = (each for each in tried if min(_contrast(each, DARK), _contrast(each, soft)) >= READABLE)
    return next(fits, WHITE)


def _mixed(one: RGB, other: RGB, share: float) -> RGB:
    """`share` of the other in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _contrast(one: RGB, other: RGB) -> float:
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: RGB) -> float:
    red, green, blue = (_linear(each / 255) for each in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _parsed(colour: str) -> RGB:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _written(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
