"""Telephone numbers as digits, and whose they are. Pure.

A number is kept as it is dialled from abroad, without the plus (E.164). What a telephone system
shows may lack the country: it is then known by its end, if only one person's number ends so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

SHORTEST: Final = 3
LONGEST: Final = 15
SHORTEST_END: Final = 7


def digits(said: str) -> str:
    """The digits alone, without what dials out of a country (+, 00); empty for what is no number,
    such as a withheld one."""
    bare = said.strip()
    found = "".join(letter for letter in bare if letter.isascii() and letter.isdigit())
    if not bare.startswith("+") and found.startswith("00"):
        found = found[2:]
    return found if SHORTEST <= len(found) <= LONGEST else ""


def whose(said: str, known: Iterable[tuple[str, UUID]]) -> UUID | None:
    """The one person of whom this is a number: the very same, or one that ends as this does without
    its leading zeros. None where nobody's is, or more than one person's."""
    called, numbers = digits(said), list(known)
    same = {person for number, person in numbers if called and number == called}
    end = called.lstrip("0")
    alike = {
        person for number, person in numbers if len(end) >= SHORTEST_END and number.endswith(end)
    }
    found = same or alike
    return next(iter(found)) if len(found) == 1 else None
