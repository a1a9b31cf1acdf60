"""An estimate of chargeable work: hours at a rate, or a fixed price, put to the client's approvers
(PRACTICE 32)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal
from uuid import UUID

from underpin.desk.approvals import asking
from underpin.desk.approvals.asking import New
from underpin.desk.approvals.request import Request
from underpin.desk.approvals.voting import State
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

CENT: Final = Decimal("0.01")
MOST: Final = 100_000
Basis = Literal["hours", "fixed"]


@dataclass(frozen=True, slots=True)
class Offer:
    """`minutes` at `rate` an hour, or a fixed `amount`; in major units of `currency`, net. `text`
    is what the client reads. With `question`, a public message, the ticket waits for them."""

    currency: str
    text: str
    minutes: int | None = None
    rate: Decimal | None = None
    amount: Decimal | None = None
    deadline: datetime | None = None
    question: str = ""

    @property
    def basis(self) -> Basis:
        return "hours" if self.amount is None else "fixed"

    @property
    def total(self) -> Decimal:
        """Half-up to the cent. Raises Malformed."""
        if self.amount is not None and self.minutes is None and self.rate is None:
            return self.amount
        if self.amount is not None or not self.minutes or not self.rate:
            raise Malformed("amount: either minutes and a rate, or a fixed price.", field="amount")
        if not 0 < self.minutes <= MOST or not self.rate.is_finite() or self.rate <= 0:
            raise Malformed("minutes, rate: above 0.", field="minutes")
        return (self.rate * self.minutes / 60).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Estimate:
    id: UUID
    ticket_id: UUID
    basis: Basis
    minutes: int | None
    rate: Decimal | None
    amount: Decimal
    currency: str
    text: str
    state: State
    request_id: UUID
    made_at: datetime
    po_number: str | None


COLUMNS: Final = ", ".join(f"e.{name}" for name in Estimate.__slots__)
INSERT: Final = f"""
INSERT INTO estimate AS e (tenant_id, id, ticket_id, basis, minutes, rate, amount, currency, text,
                           state, request_id, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $12) RETURNING {COLUMNS}
"""


@write("approval.ask", STAFF)
async def make(act: Act, number: int, offer: Offer, *, version: int | None = None) -> Estimate:
    """Put to the client's approvers whose limit reaches it. Raises Malformed, NotFound,
    StaleVersion, TooFewApprovers."""
    if not 1 <= len(offer.text.strip()) <= 20_000:
        raise Malformed("text: what would be done, for the client.", field="text")
    total = offer.total
    ticket = await tickets.held(act, number, version)
    asked = await asking.on(
        act,
        ticket,
        New(
            "chargeable",
            ticket.subject,
            (),
            offer.text,
            total,
            offer.currency,
            offer.deadline,
            offer.question,
        ),
    )
    row = await db.row(
        INSERT,
        *(act.tenant_id, ids.new(), ticket.id, offer.basis, offer.minutes, offer.rate, total),
        *(offer.currency, offer.text.strip(), asked.request.id, act.principal.person_id, act.now),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Estimate(**row)


ENDED: Final = """
UPDATE estimate SET state = $3, po_number = $4
WHERE tenant_id = $1 AND request_id = $2 AND state = 'waiting'
"""


async def follow(act: Act, ticket: Ticket, asked: Request) -> None:
    """How its request ended; the order number that came with it is the ticket's from now on."""
    await db.execute(ENDED, act.tenant_id, asked.id, asked.state, asked.po_number)
    if asked.state == "approved" and asked.po_number is not None:
        await put_order(act, ticket, asked.po_number)


@write("ticket.work", STAFF)
async def set_order(act: Act, number: int, po_number: str | None) -> None:
    """The client's order number, which stands on what is billed for this ticket from now on; None
    takes it away. Raises Malformed, NotFound."""
    if po_number is not None and not 1 <= len(po_number.strip()) <= 60:
        raise Malformed("po_number: 1 to 60 characters.", field="po_number")
    ticket = await tickets.held(act, number)
    await put_order(act, ticket, po_number.strip() if po_number else None)


async def put_order(act: Act, ticket: Ticket, po_number: str | None) -> None:
    keys = {"tenant_id": act.tenant_id, "id": ticket.id}
    await db.update("ticket", keys, {"po_number": po_number})
    await events.emit(act, events.New("ticket.ordered", ticket.id, {"po_number": po_number}))


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Estimate]:
    """The latest first, of a ticket that the asker may see. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM estimate e WHERE e.tenant_id = $1 AND e.ticket_id = $2 "
        "ORDER BY e.made_at DESC, e.id DESC LIMIT 100",
        *(tenant, ticket.id),
    )
    return [Estimate(**row) for row in rows]


@read("approval.decide", STAFF, MEMBER)
async def of_request(act: Act, tenant: int, request_id: UUID) -> Estimate | None:
    """What is asked to be approved, for who is asked; None for another matter."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM estimate e WHERE e.tenant_id = $1 AND e.request_id = $2",
        *(tenant, request_id),
    )
    return Estimate(**row) if row else None
