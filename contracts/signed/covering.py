"""Which vendor stands behind a service, and under which underpinning contract (UC)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Vendor:
    """`agreement_id` is the UC; `case_cost` is net, in major units of `currency`, per case."""

    id: UUID
    name: str
    email: str
    connector: str
    currency: str
    case_cost: Decimal
    agreement_id: UUID | None
    locale: str | None = None
    """In which they are written to; None: in the provider's."""


COVERING = """
SELECT v.id, v.name, v.email, v.connector, v.currency, v.case_cost, v.locale,
       c.agreement_id
FROM coverage c JOIN vendor v ON v.id = c.vendor_id
WHERE c.tenant_id = $1 AND c.service_id = $2 ORDER BY v.name, v.id LIMIT 1
"""


async def vendor_for(act: Act, service_id: UUID | None) -> Vendor | None:
    """The vendor of the act's tenant and this service; None where nobody stands behind it."""
    if service_id is None:
        return None
    row = await db.row(COVERING, act.tenant_id, service_id)
    return Vendor(**row) if row else None


async def vendor_by_id(vendor_id: UUID) -> Vendor | None:
    row = await db.row(
        "SELECT id, name, email, connector, currency, case_cost, locale, "
        "NULL::uuid AS agreement_id FROM vendor WHERE id = $1",
        vendor_id,
    )
    return Vendor(**row) if row else None
