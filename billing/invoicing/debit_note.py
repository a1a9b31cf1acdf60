"""A penalty under the SLA, made money: a document of its own outside the tax, because it reduces no
price (PRACTICE 29, 30). Issued, it is the client's: in its balance, for the next invoice or to be
paid back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from billing.amounts.money import Money
from billing.invoicing import invoices, series, service_credit
from billing.papers import pinning
from billing.receivables import balance, local_day
from contracts.compliance.entitlements import entitlement
from contracts.compliance.entitlements.entitlement import Entitlement, JudgedOnIt
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 100


class NoPenalty(Conflict):
    code = "no-penalty"
    title = "This credit is a price reduction: propose a credit note over it"


class Proposed(Conflict):
    code = "debit-note-proposed"
    title = "A debit note for this penalty is proposed or issued already"


class Nothing(Conflict):
    code = "penalty-of-nothing"
    title = "This penalty comes to nothing: what it is a part of was not charged"


class Decided(Conflict):
    code = "debit-note-decided"
    title = "This debit note was decided already"


class OwnProposal(Forbidden):
    code = "own-debit-note"
    title = "Who proposed a debit note does not issue it: ask somebody else"


@dataclass(frozen=True, slots=True)
class DebitNote:
    """`amount` is owed to the client, without tax; `month`: the first day of the month missed.
    A refusal says why."""

    id: UUID
    entitlement_id: UUID
    state: str
    number: str | None
    currency: str
    amount: Decimal
    reason: str
    month: date
    proposed_by: UUID
    proposed_at: datetime
    decided_at: datetime | None
    refusal: str | None
    issued_on: date | None


COLUMNS: Final = ", ".join(DebitNote.__dataclass_fields__)


@read("invoice.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int, before: UUID | None = None) -> list[DebitNote]:
    """Newest first, a hundred at a time; a client sees those that were issued. Raises NotFound for
    another's."""
    act.only_own(tenant)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM debit_note WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2) "
        f"ORDER BY id DESC LIMIT {PAGE}",
        *(tenant, before),
    )
    return [_read(row) for row in rows]


@write("credit.propose", STAFF)
async def propose(act: Act, entitlement_id: UUID) -> DebitNote:
    """Over what was confirmed. Raises NotFound, `entitlement.WrongState` unless confirmed,
    NoPenalty, Proposed, Nothing, NotInvoiced."""
    due = await entitlement.confirmed(act, entitlement_id)
    if due.nature != "penalty":
        raise NoPenalty
    owed = await service_credit.reckoned(act, due)
    if not owed:
        raise Nothing
    made = ids.new()
    written = await db.execute(
        "INSERT INTO debit_note (tenant_id, id, entitlement_id, state, currency, amount, reason, "
        "month, proposed_by, proposed_at) "
        "VALUES ($1, $2, $3, 'proposed', $4, $5, $6, $7, $8, $9) "
        "ON CONFLICT (tenant_id, entitlement_id) WHERE state <> 'refused' DO NOTHING",
        *(act.tenant_id, made, entitlement_id, owed.currency, owed.amount, _reason(due)),
        *(date(due.year, due.month, 1), act.person_id, act.now),
    )
    if not written:
        raise Proposed
    return await _one(act, made)


@write("credit.approve", STAFF)
async def issue(act: Act, debit_note_id: UUID) -> DebitNote:
    """Give it its number, settle the penalty and put it into the client's balance. By somebody
    other than who proposed it, and than who is judged on the client's margin.

    Raises NotFound, Decided, OwnProposal, JudgedOnIt, `entitlement.WrongState`.
    """
    found = await _undecided(act, debit_note_id)
    today = await local_day.today(act, act.tenant_id)
    number = await series.take(act, "debit_note", today)
    await _decide(act, debit_note_id, state="issued", number=number, issued_on=today)
    await entitlement.settle(act, found.entitlement_id, number)
    await pinning.when_known(act, pinning.Of("debit_note", debit_note_id))
    await balance.move(act, Money(found.amount, found.currency), "penalty", debit_note_id)
    body = {"number": number, "amount": str(found.amount), "currency": found.currency}
    await events.emit(act, events.New("debit_note.issued", debit_note_id, body))
    return await _one(act, debit_note_id)


@write("credit.approve", STAFF)
async def refuse(act: Act, debit_note_id: UUID, reason: str) -> DebitNote:
    """The penalty stays confirmed, and may be proposed again. Raises as `issue`, Malformed."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: 1 to 2000 characters.", field="reason")
    await _undecided(act, debit_note_id)
    await _decide(act, debit_note_id, state="refused", refusal=reason.strip())
    return await _one(act, debit_note_id)


async def issued_for(tenant: int, start: date, end: date) -> list[Money]:
    """What penalties for the months from `start`, before `end`, came to, per currency: for the
    margin, where they count like credits."""
    rows = await db.rows(
        "SELECT currency, sum(amount) AS amount FROM debit_note WHERE tenant_id = $1 "
        "AND state = 'issued' AND month >= $2 AND month < $3 GROUP BY currency ORDER BY currency",
        *(tenant, start, end),
    )
    return [Money(row["amount"], row["currency"]) for row in rows]


async def _undecided(act: Act, debit_note_id: UUID) -> DebitNote:
    """Locked, and for this person to decide."""
    await db.execute(
        "SELECT id FROM debit_note WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, debit_note_id),
    )
    found = await _one(act, debit_note_id)
    if found.state != "proposed":
        raise Decided
    if found.proposed_by == act.person_id:
        raise OwnProposal
    if await db.value(entitlement.IS_MANAGER, act.tenant_id, act.person_id):
        raise JudgedOnIt
    return found


async def _decide(act: Act, debit_note_id: UUID, **columns: Any) -> None:
    keys = {"tenant_id": act.tenant_id, "id": debit_note_id}
    decided = {"decided_by": act.person_id, "decided_at": act.now}
    await db.update("debit_note", keys, {**columns, **decided})


async def _one(act: Act, debit_note_id: UUID) -> DebitNote:
    row = await db.row(
        f"SELECT {COLUMNS} FROM debit_note WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, debit_note_id),
    )
    if row is None:
        raise NotFound
    return _read(row)


def _reason(of: Entitlement) -> str:
    return f"Penalty for {of.year}-{of.month:02}: {of.percent} % of the {of.basis}"


def _read(row: db.Row) -> DebitNote:
    return DebitNote(**invoices.in_minor_units(row, "amount"))
