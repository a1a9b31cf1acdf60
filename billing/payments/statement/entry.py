"""One booking on a bank account, however the statement wrote it down. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from underpin.kernel import errors

LONG = 2000


class BrokenStatement(errors.Malformed):
    """Nothing of the file is imported. `line` counts from 1."""

    code = "broken-statement"
    title = "This statement cannot be read"

    def __init__(self, line: int, field: str, reason: str, cure: str) -> None:
        super().__init__(f"line {line}, {field}: {reason}; {cure}.", field=field)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`amount` in major units, above zero for what came in. `bank_id` is the bank's own name for
    it, empty where it gives none; `end_to_end` the payer's. `is_reversal`: it takes an earlier one
    back. `line` says where in the file it stands."""

    line: int
    booked_on: date
    valued_on: date | None = None
    amount: Decimal
    currency: str
    payer: str = ""
    iban: str = ""
    text: str = ""
    reference: str = ""
    bank_id: str = ""
    end_to_end: str = ""
    is_reversal: bool = False


def keyed(entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Each with the key under which its account holds it once.

    The bank's own name for it is the key where it gives one; else all that it says, and which of
    several that say the same it is.
    """
    seen = Counter[str]()
    found = []
    for each in entries:
        said = _said(each)
        seen[said] += 1
        found.append((_digest([said, str(seen[said])]), each))
    return found


def _said(of: Entry) -> str:
    parts = [of.booked_on.isoformat(), f"{of.amount.normalize():f}", of.currency]
    if of.bank_id:
        return _digest(["id", of.bank_id, of.end_to_end, *parts])
    return _digest([*parts, of.payer, of.iban, of.text, of.reference, of.end_to_end])


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("".join(f"{len(part)}:{part};" for part in parts).encode()).hexdigest()


def iban(text: str) -> str:
    """Without blanks, in capitals; empty for what is no IBAN (ISO 13616, mod 97-10)."""
    plain = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", plain):
        return ""
    digits = "".join(str(int(each, 36)) for each in plain[4:] + plain[:4])
    return plain if int(digits) % 97 == 1 else ""


def line_of_text(text: str) -> str:
    """On one line, without control characters, and no longer than is kept."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONG]
