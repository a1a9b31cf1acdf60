"""A person looked at a draft: what a run over all clients issues is what was looked at."""

from __future__ import annotations

from datetime import date

from billing.invoicing import drafting
from billing.invoicing.invoices import Invoice
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


@write("invoice.finalise", STAFF)
async def review(act: Act, day: date, seen: str, currency: str | None = None) -> Invoice:
    """The draft of the period that holds the day is right as it is: `seen` is its `inputs_hash`. A
    draft made anew of something else is to be reviewed again. Raises NotFound, AlreadyFinal,
    StaleVersion."""
    found: Invoice = await drafting.drafted(act, act.tenant_id, day, currency)
    if found.state == "final":
        raise drafting.AlreadyFinal
    changed = await db.execute(
        "UPDATE invoice SET reviewed_by = $3, reviewed_at = $4, reviewed_hash = $5 "
        "WHERE tenant_id = $1 AND id = $2 AND state = 'draft' AND inputs_hash = $5",
        *(act.tenant_id, found.id, act.person_id, act.now, seen),
    )
    if not changed:
        raise StaleVersion("This draft was made anew since: look at it again.")
    return found


async def reviewed(tenant: int, day: date, currency: str | None) -> str:
    """The hash that was reviewed of the draft of that period. Raises NotFound."""
    found: str | None = await db.value(
        "SELECT reviewed_hash FROM invoice WHERE tenant_id = $1 AND subscription_id IS NOT NULL "
        "AND period_start <= $2 AND period_end > $2 AND reviewed_hash = inputs_hash "
        "AND ($3::text IS NULL OR currency = $3)",
        *(tenant, day, currency),
    )
    if found is None:
        raise NotFound("Nobody has reviewed this draft as it is: review it first.")
    return found
