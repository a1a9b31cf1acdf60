"""A number as people write it in their language, as one that programs read. Pure."""

from __future__ import annotations

import re
from typing import Final

SIGNS: Final = str.maketrans({"٫": ".", "．": ".", "，": ",", "−": "-"})
GROUPED: Final = re.compile(r"(?<=\d)[ \u00a0\u202f٬'’](?=\d{3}(?!\d))")
COMMA: Final = re.compile(r"(-?\d+),(\d{1,2}|\d{4,})")
"""Three digits behind it may be thousands: nobody guesses."""


def plain(said: str) -> str:
    """In digits 0 to 9 with a point: `١٢٣٫٥` and `1 200,50` too. What can be meant in two ways, or
    is no number, comes back as it was typed."""
    digits = "".join(str(int(each)) if each.isdecimal() else each for each in said.strip())
    found = GROUPED.sub("", digits.translate(SIGNS))
    return COMMA.sub(r"\1.\2", found) if COMMA.fullmatch(found) else found
