"""A term that was agreed and has not begun is withdrawn: what held before it goes on."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import msgspec

from billing.receivables import local_day
from billing.terms import client_terms
from billing.terms.client_terms import Invoiced, LaterTerm, Terms
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class Begun(Conflict):
    code = "term-begun"
    title = "This term has begun: change the plan from a later day, or end it"


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why, for the record: the client's people who pay read it."""

    reason: str


# Of the term's currency, all are locked, oldest first, as every change of terms does.
TERM: Final = "SELECT id, currency, starts_on FROM subscription WHERE tenant_id = $1 AND id = $2"
KEEP: Final = """
INSERT INTO withdrawn_term (tenant_id, id, plan_name, plan_number, currency, starts_on, agreed_by,
                            agreed_at, reason, withdrawn_by, withdrawn_at)
SELECT tenant_id, id, plan_name, plan_number, currency, starts_on, agreed_by, agreed_at, $3, $4, $5
FROM subscription WHERE tenant_id = $1 AND id = $2
"""
GOES_ON: Final = """
UPDATE subscription SET ends_on = w.earlier_end
FROM subscription w
WHERE subscription.tenant_id = $1 AND subscription.id = $3 AND w.tenant_id = $1 AND w.id = $2
  AND w.earlier_end IS NOT NULL
"""
REMOVE: Final = "DELETE FROM subscription WHERE tenant_id = $1 AND id = $2"
ISSUED: Final = """
SELECT EXISTS (SELECT FROM invoice WHERE tenant_id = $1 AND subscription_id = $2
               AND state = 'final')
"""
DRAFTS: Final = """
WITH gone AS (SELECT id FROM invoice WHERE tenant_id = $1 AND subscription_id = $2),
     lines AS (DELETE FROM invoice_line USING gone WHERE tenant_id = $1 AND invoice_id = gone.id),
     taxes AS (DELETE FROM invoice_tax USING gone WHERE tenant_id = $1 AND invoice_id = gone.id)
SELECT count(*) FROM gone
"""
NO_DRAFT: Final = "DELETE FROM invoice WHERE tenant_id = $1 AND subscription_id = $2"


@write("terms.write", STAFF)
async def withdraw(act: Act, term_id: UUID, said: Withdrawal) -> Terms:
    """The last term of its currency, before the client's day on which it begins: whoever may begin
    one may. What was invoiced in advance for it comes back on the next invoice. Raises NotFound,
    Begun, LaterTerm, Invoiced, Malformed."""
    reason = said.reason.strip()
    if not 1 <= len(reason) <= 2000:
        raise Malformed("reason: 1 to 2000 characters.", field="reason")
    rows = await _held(act, term_id)
    before = rows[-2]["id"] if len(rows) > 1 else None
    await db.execute(KEEP, act.tenant_id, term_id, reason, act.person_id, act.now)
    if before is None:
        await _undraft(act, term_id)
    else:
        await db.execute(GOES_ON, act.tenant_id, term_id, before)
    await db.execute(REMOVE, act.tenant_id, term_id)
    return await client_terms.shown(act)


async def _held(act: Act, term_id: UUID) -> list[db.Row]:
    """The terms of its currency, locked; it is the last one and lies ahead."""
    found = await db.row(TERM, act.tenant_id, term_id)
    if found is None:
        raise NotFound
    locked = f"{client_terms.HOLDING} FOR UPDATE"
    rows = await db.rows(locked, act.tenant_id, found["currency"])
    if not any(row["id"] == term_id for row in rows):
        raise NotFound
    if found["starts_on"] <= await local_day.today(act, act.tenant_id):
        raise Begun
    if rows[-1]["id"] != term_id:
        raise LaterTerm(f"Withdraw the term of {rows[-1]['starts_on']} first.")
    open_from = await db.value(client_terms.OPEN_FROM, act.tenant_id, found["currency"])
    if open_from is not None and found["starts_on"] < open_from:
        raise Invoiced(f"All before {open_from} is invoiced: change the plan from that day.")
    return rows


async def _undraft(act: Act, term_id: UUID) -> None:
    """The client's only term takes its drafts with it."""
    whose = (act.tenant_id, term_id)
    if await db.value(ISSUED, *whose):
        raise Invoiced("Something is issued under it: end it instead.")
    await db.value(DRAFTS, *whose)
    await db.execute(NO_DRAFT, *whose)
