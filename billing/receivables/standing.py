"""How an invoice stands on a day: open, partly or wholly paid, overdue, written off, questioned.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from billing.amounts import exact

State = Literal["open", "partly_paid", "paid", "overdue", "written_off", "questioned"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Amounts in major units of one currency. `questioned`: the gross of lines that the client
    asks about."""

    gross: Decimal
    credited: Decimal
    paid: Decimal
    questioned: Decimal
    written_off: bool
    due_on: date

    @property
    def open(self) -> Decimal:
        """Still to be paid; below zero is owed to the client."""
        return exact.arithmetic(lambda: self.gross - self.credited - self.paid)()

    @property
    def dunned(self) -> Decimal:
        """What the client is reminded of: a questioned line has left dunning (PRACTICE 35)."""
        return max(self.open - self.questioned, exact.ZERO)

    def state(self, today: date) -> State:
        """The gravest that is true: what is settled, then overdue, questioned, begun."""
        if self.open <= 0:
            return "written_off" if self.written_off else "paid"
        if self.dunned and today > self.due_on:
            return "overdue"
        if not self.dunned:
            return "questioned"
        return "partly_paid" if self.paid or self.credited else "open"
