"""What an hour of chargeable work is taken to cost when it is held against a spending limit. At
what it is billed the client's plan says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tenants.spending import CURRENCY
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Terms:
    """In major units of `currency`, net."""

    hourly_rate: Decimal
    currency: str


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Terms | None:
    """None where nobody has set them: then no work is held against a limit."""
    row = await db.row(
        "SELECT hourly_rate, currency FROM chargeable_terms WHERE tenant_id = $1", tenant
    )
    return Terms(**row) if row else None


@write("contract.write", STAFF, WORKER)
async def agree(act: Act, terms: Terms) -> Terms:
    """From now on. Raises Malformed."""
    if not terms.hourly_rate.is_finite() or not 0 < terms.hourly_rate <= 100_000:
        raise Malformed("hourly_rate: above 0.", field="hourly_rate")
    if not CURRENCY.fullmatch(terms.currency):
        raise Malformed("currency: three letters, such as EUR.", field="currency")
    said = {"hourly_rate": terms.hourly_rate, "currency": terms.currency}
    who = {"set_by": act.principal.person_id, "set_at": act.now}
    await db.put("chargeable_terms", {"tenant_id": act.tenant_id}, said | who)
    return terms


@write("contract.write", STAFF, WORKER)
async def to_default(act: Act) -> None:
    """From now on no work is held against a limit."""
    await db.execute("DELETE FROM chargeable_terms WHERE tenant_id = $1", act.tenant_id)
