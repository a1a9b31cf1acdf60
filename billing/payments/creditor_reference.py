"""The reference a client puts on its transfer: ISO 11649 (RF), made of the invoice's number.

RF, two check digits by ISO 7064 mod 97-10, and the number without its dashes: ACME-2026-0007
gives RF39ACME20260007. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MARK = "RF"
LONGEST = 21
NUMBERED = re.compile(r"([A-Z][A-Z0-9]{1,9})[-/. ]?(\d{4})[-/. ]?(\d{4,7})(?![0-9])")
_RUN = re.compile(r"[A-Z][A-Z0-9]{1,9}\d{8,11}")


def of(number: str) -> str:
    """The reference of an invoice's number."""
    body = number.replace("-", "")
    return f"{MARK}{98 - _remainder(body + MARK + '00'):02}{body}"


def shown(reference: str) -> str:
    """In groups of four, as it is printed."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))


def valid(reference: str) -> bool:
    """Whether the check digits are those of the rest."""
    plain = reference.replace(" ", "").upper()
    if not re.fullmatch(r"RF\d\d[A-Z0-9]{1,21}", plain):
        return False
    return _remainder(plain[4:] + plain[:4]) == 1


def named_in(*texts: str) -> frozenset[str]:
    """Every invoice number that one of the texts may name, by reference or plainly.

    What banks and payers do to a text (case, blanks, dashes) does not matter. A key may end in
    digits, so one run of letters and digits may be read in several ways: all are given, and only
    an invoice that exists makes one of them true.
    """
    return frozenset(number for text in texts for number in _named(text.upper()))


def _named(text: str) -> Iterator[str]:
    for found in NUMBERED.finditer(text):
        yield "-".join(found.groups())
    close = re.sub(r"[^A-Z0-9]", "", text)
    for at in (each.start() for each in re.finditer(MARK, close)):
        for end in range(at + 5, min(at + 4 + LONGEST, len(close)) + 1):
            if valid(close[at:end]):
                yield from _read(close[at + 4 : end])
    for run in re.findall(r"[A-Z0-9]+", text):
        yield from _read(run)


def _read(run: str) -> Iterator[str]:
    """A run such as ACME220260007, in each way in which it may be key, year and place."""
    if not _RUN.fullmatch(run):
        return
    for end in range(2, min(10, len(run) - 8) + 1):
        year, place = run[end : end + 4], run[end + 4 :]
        if year.isdecimal() and place.isdecimal() and len(place) <= 7:
            yield f"{run[:end]}-{year}-{place}"


def _remainder(text: str) -> int:
    return int("".join(str(int(each, 36)) for each in text)) % 97
