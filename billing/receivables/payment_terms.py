"""What was agreed with a client about paying: its term, days of grace, its own reminders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec

from billing.amounts import check
from billing.receivables import dunning, reminder_plan
from billing.receivables.reminder_plan import Level
from billing.receivables.term_of_payment import Term
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

Days = Annotated[int, msgspec.Meta(ge=0, le=365)]


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`grace_days` after a month's end late entries still join its invoice. `reminders`:
    this client's own; None: the provider's; none at all: ()."""

    payment_days: Days = 30
    end_of_month: bool = False
    grace_days: Annotated[int, msgspec.Meta(ge=0, le=60)] = 0
    reminders: tuple[Level, ...] | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """Without terms of its own a client has those of its subscription."""

    term: Term | None
    grace_days: int = 0


@write("invoice.finalise", STAFF)
async def agree(act: Act, terms: Terms) -> Terms:
    """For the invoices to come; reminders also for those that are open. Raises Invalid."""
    if terms.payment_days > 365 or terms.grace_days > 60:
        raise check.Invalid("payment_days", "it is too long", "give at most 365, of grace 60")
    reminders = terms.reminders and reminder_plan.checked(terms.reminders)
    written = None if reminders is None else msgspec.json.encode(reminders).decode()
    await db.execute(
        "INSERT INTO billing_terms (tenant_id, payment_days, end_of_month, grace_days, "
        "reminders, set_by, set_at) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7) "
        "ON CONFLICT (tenant_id) DO UPDATE SET payment_days = $2, end_of_month = $3, "
        "grace_days = $4, reminders = $5::text::jsonb, set_by = $6, set_at = $7",
        *(act.tenant_id, terms.payment_days, terms.end_of_month, terms.grace_days),
        *(written, act.person_id, act.now),
    )
    await dunning.rearm_open(act)
    return terms


@read("invoice.read", STAFF)
async def stated(act: Act, tenant: int) -> Terms | None:
    """None where nothing was agreed beyond the subscription."""
    row = await _row(tenant)
    if row is None:
        return None
    said = {name: row[name] for name in ("payment_days", "end_of_month", "grace_days")}
    levels = row["reminders"]
    own = None if levels is None else msgspec.json.decode(levels, type=tuple[Level, ...])
    return Terms(**said, reminders=own)


async def agreed(tenant: int) -> Agreed:
    row = await _row(tenant)
    if row is None:
        return Agreed(None)
    term = Term(row["payment_days"], row["end_of_month"])
    return Agreed(term, row["grace_days"])


async def _row(tenant: int) -> db.Row | None:
    return await db.row(
        "SELECT payment_days, end_of_month, grace_days, reminders "
        "FROM billing_terms WHERE tenant_id = $1",
        tenant,
    )
