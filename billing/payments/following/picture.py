"""All that Stripe says of one invoice: what was paid on it, given back and disputed. Whatever
moved, this whole is read, so that neither order nor number of events makes a difference. Values
only.

Amounts are in Stripe's minor units, above zero. `payment` is a payment intent's id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Of refunds: https://docs.stripe.com/api/refunds/object, `status`; of disputes likewise.
GIVEN_BACK = "succeeded"
NEVER_GIVEN = frozenset({"failed", "canceled"})
LOST = "lost"
OVER = frozenset({"won", LOST, "warning_closed", "prevented"})
"""Of a dispute: nothing more will come of it. All other states are open, inquiries too."""
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Paid:
    payment: str
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Refund:
    """`status`: pending, requires_action, succeeded, failed, canceled."""

    id: str
    payment: str
    amount: int
    status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dispute:
    """`respond_by`: until when evidence is taken; None where none is asked for."""

    id: str
    payment: str
    amount: int
    status: str
    reason: str
    at: datetime
    respond_by: datetime | None

    @property
    def is_over(self) -> bool:
        return self.status in OVER


@dataclass(frozen=True, slots=True)
class Picture:
    """`asked_at`: before it was read, by our clock. `status`: draft, open, paid, uncollectible,
    void. `paid` holds what Stripe collected, not what was marked as paid by another way.
    `declined`: why the last try of a card failed, ""."""

    asked_at: datetime
    invoice: str
    customer: str
    number: str
    status: str
    currency: str
    total: int
    due: int
    declined: str
    paid: tuple[Paid, ...]
    refunds: tuple[Refund, ...]
    disputes: tuple[Dispute, ...]

    @property
    def collected(self) -> int:
        """What stays collected: paid, less what was given back, less disputes lost."""
        back = sum(each.amount for each in self.refunds if each.status == GIVEN_BACK)
        lost = sum(each.amount for each in self.disputes if each.status == LOST)
        return sum(each.amount for each in self.paid) - back - lost
