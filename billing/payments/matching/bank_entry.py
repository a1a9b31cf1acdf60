"""What came in on the provider's accounts, as rows: listed, and marked by hand as no client's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from billing.invoicing import invoices
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

State = Literal["open", "settled", "not_ours", "refund_due", "refunded", "outgoing", "reversed"]
PAGE = 100


class WrongState(Conflict):
    code = "bank-entry-state"
    title = "This entry is not in the state that allows this"


class OwnRefund(Forbidden):
    code = "own-refund"
    title = "Who marked it as to be refunded does not confirm it: ask somebody else"


@dataclass(frozen=True, slots=True)
class BankEntry:
    """`allocated` of `amount` is assigned to clients. `why`: why no rule could assign it."""

    id: UUID
    account_id: UUID
    booked_on: date
    amount: Decimal
    currency: str
    payer: str
    iban: str
    remittance: str
    reference: str
    end_to_end: str
    is_reversal: bool
    state: str
    allocated: Decimal
    why: str
    resolved_by: UUID | None

    @property
    def left(self) -> Decimal:
        return self.amount - self.allocated


COLUMNS = ", ".join(BankEntry.__dataclass_fields__)


@read("bank.read", STAFF)
async def listed(act: Act, state: State = "open", after: UUID | None = None) -> list[BankEntry]:
    """In the order of their import, a hundred at a time; `after` is the last one seen."""
    return await in_state(state, after)


async def in_state(state: State, after: UUID | None) -> list[BankEntry]:
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM bank_entry WHERE state = $1 AND ($2::uuid IS NULL OR id > $2) "
        f"ORDER BY id LIMIT {PAGE}",
        *(state, after),
    )
    return [read_row(row) for row in rows]


@provide("bank.match")
async def not_ours(act: Act, entry_id: UUID) -> BankEntry:
    """Interest, a wrong account: no client's money. Raises NotFound, WrongState."""
    return await mark(act, entry_id, ("open",), "not_ours")


@provide("bank.match")
async def refund_due(act: Act, entry_id: UUID) -> BankEntry:
    """It goes back to where it came from. Raises NotFound, WrongState."""
    return await mark(act, entry_id, ("open",), "refund_due")


@provide("bank.match")
async def refunded(act: Act, entry_id: UUID) -> BankEntry:
    """It was sent back: said by somebody else than who marked it. Raises NotFound, WrongState,
    OwnRefund."""
    found = await held(entry_id, ("refund_due",))
    if found.resolved_by == act.person_id:
        raise OwnRefund
    return await mark(act, entry_id, ("refund_due",), "refunded")


@provide("bank.match")
async def reopen(act: Act, entry_id: UUID) -> BankEntry:
    """Undo a mark. Raises NotFound, WrongState for what was refunded or is a client's."""
    return await mark(act, entry_id, ("not_ours", "refund_due"), "open")


async def mark(act: Act, entry_id: UUID, among: Collection[str], state: State) -> BankEntry:
    found = await held(entry_id, among)
    if found.allocated:
        raise WrongState("Part of it is assigned to a client: undo that first.")
    await db.update(
        "bank_entry",
        {"id": entry_id},
        {"state": state, "why": "", "resolved_by": act.person_id, "resolved_at": act.now},
    )
    return await one(entry_id)


async def held(entry_id: UUID, among: Collection[str]) -> BankEntry:
    """Locked. Raises NotFound, WrongState."""
    await db.execute("SELECT id FROM bank_entry WHERE id = $1 FOR UPDATE", entry_id)
    found = await one(entry_id)
    if found.state not in among:
        raise WrongState(f"It is {found.state}; it would have to be {' or '.join(among)}.")
    return found


async def one(entry_id: UUID) -> BankEntry:
    """Raises NotFound."""
    row = await db.row(f"SELECT {COLUMNS} FROM bank_entry WHERE id = $1", entry_id)
    if row is None:
        raise NotFound
    return read_row(row)


def read_row(row: db.Row) -> BankEntry:
    return BankEntry(**invoices.in_minor_units(row, "amount", "allocated"))
