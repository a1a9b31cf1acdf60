"""Whole numbers as people and machines type them."""

from __future__ import annotations


def read(said: str, most: int) -> int | None:
    """A number of at most `most` digits 0 to 9; None for anything else. `int` alone takes signs,
    blanks and the digits of every script, and raises ValueError above 4,300 of them."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= most else None
