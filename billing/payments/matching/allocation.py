"""What of a transfer is whose: payments on invoices, the rest in the client's balance; undoable.

One transaction locks the entry and writes the payments, so that no more is ever assigned of a
transfer than came in, and no more booked on an invoice than it has open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from billing.amounts import money
from billing.amounts.money import Money
from billing.invoicing import invoices
from billing.payments import payment
from billing.payments.matching import bank_entry
from billing.payments.matching.bank_entry import BankEntry
from billing.payments.matching.rule import Part, Rule
from billing.receivables import balance
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


class TooMuch(Conflict):
    code = "allocated-too-much"
    title = "More would be assigned than there is"


@dataclass(frozen=True, slots=True)
class Allocation:
    """`invoice` None: into the client's balance. `rule`: what assigned it."""

    id: UUID
    entry_id: UUID
    invoice: str | None
    amount: Decimal
    currency: str
    rule: str
    made_at: datetime
    undone_at: datetime | None


PARTS = """
SELECT a.id, a.entry_id, i.number AS invoice, a.amount, a.currency, a.rule, a.made_at, a.undone_at
FROM bank_allocation a
LEFT JOIN invoice i ON i.tenant_id = a.tenant_id AND i.id = a.invoice_id
"""
SELECT = f"{PARTS} WHERE a.tenant_id = $1 AND a.entry_id = $2 ORDER BY a.id"
EVERY = """
SELECT t.key AS client, a.id, a.entry_id, i.number AS invoice, a.amount, a.currency, a.rule,
       a.made_at, a.undone_at
FROM bank_allocation a JOIN tenant t ON t.id = a.tenant_id
LEFT JOIN invoice i ON i.tenant_id = a.tenant_id AND i.id = a.invoice_id
WHERE a.tenant_id = ANY ($1::int[]) AND a.entry_id = $2 ORDER BY a.id
"""
OF_INVOICE = f"""
{PARTS} WHERE a.tenant_id = $1 AND a.invoice_id = $2 AND a.undone_at IS NULL ORDER BY a.id
"""


@read("bank.read", STAFF)
async def of_entry(act: Act, tenant: int, entry_id: UUID) -> list[Allocation]:
    """A client's parts of an entry, also those undone."""
    return await _of(tenant, entry_id)


@read("bank.read", STAFF)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Allocation]:
    """The parts of transfers that pay it, without those undone. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    rows = await db.rows(OF_INVOICE, tenant, invoice.id)
    return [Allocation(**invoices.in_minor_units(row, "amount")) for row in rows]


@dataclass(frozen=True, slots=True)
class OfClient:
    """`client` is its key."""

    client: str
    part: Allocation


@read("bank.read", STAFF)
async def parts(act: Act, entry_id: UUID) -> list[OfClient]:
    """Of all the asker's clients, also those undone, in the order in which they were assigned."""
    rows = await db.rows(EVERY, list(act.principal.tenant_ids), entry_id)
    said = [invoices.in_minor_units(row, "amount") for row in rows]
    return [OfClient(row.pop("client"), Allocation(**row)) for row in said]


@write("bank.match", STAFF)
async def assign(
    act: Act, entry_id: UUID, parts: Sequence[Part], *, rule: Rule = "hand"
) -> list[Allocation]:
    """Parts of an open entry for this client. Raises NotFound for an entry or invoice that is not
    there, bank_entry.WrongState, MixedCurrencies, TooMuch, Malformed."""
    entry = await bank_entry.held(entry_id, ("open",))
    if entry.amount < 0:
        raise bank_entry.WrongState("Money that went out pays no invoice.")
    _refuse_nonsense(entry, parts)
    # invoices in one order, the balance last: the order in which everybody locks them
    for part in sorted(parts, key=lambda part: (part.number is None, part.number or "")):
        await _assign(act, entry, part, rule)
    await _count(act, entry, entry.allocated + sum(part.amount for part in parts))
    await _learn(act, entry)
    return await _of(act.tenant_id, entry_id)


@write("bank.match", STAFF)
async def undo(act: Act, allocation_id: UUID) -> list[Allocation]:
    """The entry is open again by that much. Raises NotFound, also for one undone already, and
    balance.NotEnough where the client's balance was used since."""
    row = await db.row(
        "SELECT entry_id, invoice_id, payment_id, amount, currency FROM bank_allocation "
        "WHERE tenant_id = $1 AND id = $2 AND undone_at IS NULL",
        *(act.tenant_id, allocation_id),
    )
    if row is None:
        raise NotFound
    entry = await bank_entry.held(row["entry_id"], ("open", "settled"))
    changed = await db.execute(
        "UPDATE bank_allocation SET undone_by = $3, undone_at = $4 "
        "WHERE tenant_id = $1 AND id = $2 AND undone_at IS NULL",
        *(act.tenant_id, allocation_id, act.principal.person_id, act.now),
    )
    if not changed:
        raise NotFound
    await _take_back(act, allocation_id, entry, row)
    await _count(act, entry, entry.allocated - row["amount"])
    return await _of(act.tenant_id, entry.id)


def _refuse_nonsense(entry: BankEntry, parts: Sequence[Part]) -> None:
    if not parts or len({part.number for part in parts}) < len(parts):
        raise Malformed("parts: at least one, each invoice once.", field="parts")
    for part in parts:
        whole = Money(part.amount, entry.currency)
        if part.amount <= 0 or money.rounded(whole) != whole:
            raise Malformed("amount: above 0, in whole minor units.", field="parts")
    if sum(part.amount for part in parts) > entry.left:
        raise TooMuch(f"Of this transfer {entry.left} {entry.currency} is left.")


async def _assign(act: Act, entry: BankEntry, part: Part, rule: Rule) -> None:
    made, invoice_id, payment_id = ids.new(), None, None
    if part.number is None:
        await balance.move(act, Money(part.amount, entry.currency), "overpaid", made)
    else:
        invoice_id, payment_id = await _pay(act, entry, part.number, part.amount, made)
    await db.execute(
        "INSERT INTO bank_allocation (tenant_id, id, entry_id, invoice_id, payment_id, amount, "
        "currency, rule, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        *(act.tenant_id, made, entry.id, invoice_id, payment_id, part.amount, entry.currency),
        *(rule, act.principal.person_id, act.now),
    )


async def _pay(
    act: Act, entry: BankEntry, number: str, amount: Decimal, made: UUID
) -> tuple[UUID, UUID]:
    invoice = await invoices.held(act, number)
    if invoice.currency != entry.currency:
        raise money.MixedCurrencies(
            f"{number} is in {invoice.currency}, the transfer in {entry.currency}: put it into the "
            "client's balance, or settle the difference with the bank's statement of exchange."
        )
    still = invoice.gross - invoice.credited - invoice.paid
    if amount > still:
        raise TooMuch(f"Of {number} {max(still, Decimal(0))} is open: the rest is balance.")
    reference = entry.reference or entry.end_to_end or entry.remittance
    booked = await payment.book(
        act,
        invoice.id,
        amount,
        entry.booked_on,
        method="bank_transfer",
        reference=reference,
        external_id=str(made),
    )
    assert booked is not None, "its name is new"  # noqa: S101
    return invoice.id, booked.id


async def _take_back(act: Act, allocation_id: UUID, entry: BankEntry, row: db.Row) -> None:
    amount = Money(row["amount"], row["currency"])
    if row["invoice_id"] is None:
        await balance.move(act, -amount, "taken_back", allocation_id)
        return
    await db.execute(
        "SELECT id FROM invoice WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, row["invoice_id"]),
    )
    await payment.book(
        act,
        row["invoice_id"],
        -amount.amount,
        entry.booked_on,
        method="bank_transfer",
        reverses=row["payment_id"],
    )


async def _count(act: Act, entry: BankEntry, allocated: Decimal) -> None:
    state = "settled" if allocated == entry.amount else "open"
    await db.update(
        "bank_entry",
        {"id": entry.id},
        {
            "allocated": allocated,
            "state": state,
            "why": "",
            "resolved_by": act.principal.person_id,
            "resolved_at": act.now,
        },
    )


async def _learn(act: Act, entry: BankEntry) -> None:
    """Who pays for this client, so that a transfer without a reference may be known by it."""
    name = payer_name(entry.payer)
    if entry.iban or name:
        await db.execute(
            "INSERT INTO known_payer (tenant_id, id, iban, name, learned_at) "
            "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            *(act.tenant_id, ids.new(), entry.iban, name, act.now),
        )


def payer_name(said: str) -> str:
    """As it is compared: without case, marks and doubled blanks."""
    return " ".join("".join(c if c.isalnum() else " " for c in said.casefold()).split())[:200]


async def _of(tenant: int, entry_id: UUID) -> list[Allocation]:
    rows = await db.rows(SELECT, tenant, entry_id)
    return [Allocation(**invoices.in_minor_units(row, "amount")) for row in rows]
