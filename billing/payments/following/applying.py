"""What Stripe says of an invoice becomes ours: each payment, refund and lost dispute is booked once
under Stripe's name for it, and a dispute stands on the invoice. In one transaction of the client's,
under the invoice's lock."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.payments import payment
from billing.payments.disputed import disputes
from billing.payments.dunning import following as dunning
from billing.payments.following import picture
from billing.payments.following.picture import Dispute, Picture, Refund
from billing.payments.gateway import minor_units
from contracts.calendars import zone
from underpin.kernel import db
from underpin.kernel.act import Act

METHOD: Final = "stripe"

OURS = """
SELECT i.id, i.number, i.currency, t.time_zone
FROM stripe_push p
JOIN invoice i ON i.tenant_id = p.tenant_id AND i.id = p.document_id
JOIN tenant t ON t.id = p.tenant_id
WHERE p.tenant_id = $1 AND p.kind = 'invoice' AND p.stripe_id = $2
FOR UPDATE OF i
"""
# Two may look at once: who asked first and comes last knows nothing newer. What moved after the
# other had asked is told by an event of its own.
NEWER = """
INSERT INTO stripe_look AS l (tenant_id, id, asked_at) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, id) DO UPDATE SET asked_at = excluded.asked_at
WHERE l.asked_at <= excluded.asked_at RETURNING id
"""
BOOKED = """
SELECT id FROM payment WHERE tenant_id = $1 AND method = 'stripe' AND external_id = $2
"""


class NotOurs(Exception):
    """An invoice at Stripe that none of ours became."""


class Ledger:
    """One invoice of ours, locked, and how Stripe's amounts and instants read in it."""

    def __init__(self, act: Act, row: db.Row) -> None:
        self.act, self.number = act, row["number"]
        self.invoice: UUID = row["id"]
        self._currency: str = row["currency"]
        self._zone: ZoneInfo = zone.named(row["time_zone"])

    async def book(
        self, units: int, at: datetime, name: str, *, reverses: UUID | None = None
    ) -> None:
        """`units` below zero for what went back. What is booked already stays as it is."""
        await payment.book(
            self.act,
            self.invoice,
            self.amount(units),
            self.day(at),
            method=METHOD,
            reference=self.number,
            external_id=name,
            reverses=reverses,
        )

    async def booked(self, name: str) -> UUID | None:
        found: UUID | None = await db.value(BOOKED, self.act.tenant_id, name)
        return found

    def amount(self, units: int) -> Decimal:
        return minor_units.money(units, self._currency).amount

    def day(self, at: datetime) -> date:
        """Where the client is."""
        return at.astimezone(self._zone).date()


async def apply(act: Act, seen: Picture) -> UUID:
    """Our invoice. Applied again it changes nothing, nor does what was read before something
    applied already. Raises NotOurs."""
    row = await db.row(OURS, act.tenant_id, seen.invoice)
    if row is None or row["currency"] != seen.currency:
        raise NotOurs(f"{seen.invoice} ({seen.number or 'no number'}) is no invoice of ours.")
    ledger = Ledger(act, row)
    if await db.value(NEWER, act.tenant_id, ledger.invoice, seen.asked_at):
        await _book(ledger, seen)
    return ledger.invoice


async def _book(ledger: Ledger, seen: Picture) -> None:
    for paid in seen.paid:
        await ledger.book(paid.amount, paid.at, paid.payment)
    for refund in seen.refunds:
        await _refund(ledger, refund)
    for dispute in seen.disputes:
        await _dispute(ledger, dispute)
    await dunning.follow(ledger.act, ledger.invoice, seen)


async def _refund(ledger: Ledger, refund: Refund) -> None:
    """Money given back that came back after all (the card is gone) is booked back as well."""
    if refund.status == picture.GIVEN_BACK:
        await ledger.book(-refund.amount, refund.at, refund.id)
    elif refund.status in picture.NEVER_GIVEN:
        await _undo(ledger, refund.id, refund.amount)


async def _dispute(ledger: Ledger, dispute: Dispute) -> None:
    """Lost, the money is gone; won after all (an appeal), it is back."""
    await disputes.keep(ledger.act, ledger.invoice, dispute, ledger.amount(dispute.amount))
    if dispute.status == picture.LOST:
        await ledger.book(-dispute.amount, dispute.at, dispute.id)
    elif dispute.is_over:
        await _undo(ledger, dispute.id, dispute.amount)


async def _undo(ledger: Ledger, name: str, units: int) -> None:
    """What was booked under this name is taken back; what never was needs nothing."""
    made = await ledger.booked(name)
    if made is not None:
        await ledger.book(units, ledger.act.now, f"{name}:back", reverses=made)
