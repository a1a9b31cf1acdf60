"""A booking that the bank took back: what was assigned of the original is undone."""

from __future__ import annotations

from uuid import UUID

from billing.payments.matching import allocation, bank_entry
from billing.payments.matching.bank_entry import BankEntry
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Staff
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import provide, read

# The credit that it takes back: of the same amount, by the payer's own name for it or its account.
ORIGINALS = """
SELECT id FROM bank_entry
WHERE account_id = $1 AND amount = -$2::numeric AND currency = $3 AND booked_on <= $4
  AND state IN ('open', 'settled', 'not_ours', 'refund_due')
  AND (($5 <> '' AND end_to_end = $5) OR ($5 = '' AND $6 <> '' AND iban = $6))
ORDER BY id LIMIT 2
"""
PARTS = """
SELECT tenant_id, id, amount FROM bank_allocation
WHERE tenant_id = ANY ($1::int[]) AND entry_id = $2 AND undone_at IS NULL ORDER BY tenant_id, id
"""


# What a person may say it takes back, where neither name nor account tells: the same amount.
ALIKE = f"""
SELECT {bank_entry.COLUMNS} FROM bank_entry
WHERE account_id = $1 AND amount = -$2::numeric AND currency = $3 AND booked_on <= $4
  AND state IN ('open', 'not_ours', 'refund_due') AND allocated = 0
ORDER BY booked_on DESC, id LIMIT 20
"""


@read("bank.read", STAFF)
async def candidates(act: Act, entry_id: UUID) -> list[BankEntry]:
    """What an entry that the bank booked out might take back, the newest first, up to twenty; none
    for money that came in. Raises NotFound."""
    of = await bank_entry.one(entry_id)
    if of.amount > 0 or of.state != "open":
        return []
    rows = await db.rows(ALIKE, of.account_id, of.amount, of.currency, of.booked_on)
    return [bank_entry.read_row(row) for row in rows]


async def undo_original(principal: Principal, entry: BankEntry) -> str | None:
    """None when the one original was undone, else why not. Raises Conflict where part of it was
    used since."""
    async with db.open(Staff(principal.tenant_ids)):
        rows = await db.rows(
            ORIGINALS,
            *(entry.account_id, entry.amount, entry.currency, entry.booked_on),
            *(entry.end_to_end, entry.iban),
        )
        if len(rows) != 1:
            return "takes back one of several" if rows else "takes back nothing that is known"
        original = await bank_entry.one(rows[0]["id"])
        parts = await db.rows(PARTS, list(principal.tenant_ids), original.id)
    if sum(part["amount"] for part in parts) != original.allocated:
        return "takes back what was assigned to a client that is not yours"
    for part in parts:
        await verb.perform(allocation.undo, principal, part["id"], tenant=part["tenant_id"])
    await verb.perform(take_back, principal, entry.id, original.id)
    return None


@provide("bank.match")
async def take_back(act: Act, entry_id: UUID, original_id: UUID) -> None:
    """Both are done with: the one reversed, the other has reversed it. Raises WrongState."""
    await bank_entry.held(entry_id, ("open",))
    await bank_entry.mark(act, original_id, ("open", "not_ours", "refund_due"), "reversed")
    await db.update(
        "bank_entry",
        {"id": entry_id},
        {"state": "settled", "why": "", "resolved_by": act.person_id, "resolved_at": act.now},
    )
