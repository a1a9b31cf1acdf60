"""A case as its vendor reads it: what was shared, what was said, and the times agreed for it.

The vendor's own scope is asked first, and shows the one case or nothing. What stands beside it,
the client's ticket number and the provider's agreement, no vendor's scope may read; it is looked
up for that case alone, and only what the vendor was told already goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts.clocks import clock_reading
from contracts.clocks.clock_view import ClockView
from underpin.desk.cases import case_talk
from underpin.desk.cases.case import Case
from underpin.desk.cases.case_talk import CaseView
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Vendor, Work
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import VENDOR, Principal
from underpin.kernel.verb import outer


@dataclass(frozen=True, slots=True)
class VendorCase:
    """`name` is how the case is called between us (ACME-7/1)."""

    view: CaseView
    name: str
    vendor: str
    priority: str
    service: str
    clocks: Sequence[ClockView]


BESIDE = """
SELECT n.key || '-' || t.number AS ticket, t.priority, v.name AS vendor,
       CASE WHEN 'service' = ANY (coalesce(r.parts, ARRAY[]::text[])) THEN coalesce(s.name, '')
            ELSE '' END AS service
FROM ticket t JOIN tenant n ON n.id = t.tenant_id
JOIN vendor v ON v.id = $3
LEFT JOIN service s ON s.tenant_id = t.tenant_id AND s.id = t.service_id
LEFT JOIN sharing_rule r ON r.tenant_id = t.tenant_id AND r.service_id = t.service_id
WHERE t.tenant_id = $1 AND t.id = $2
"""


@outer("case.read", VENDOR)
async def shown(principal: Principal) -> VendorCase:
    """The one case the link opens. Raises NotFound."""
    tenant, case_id = principal.own_tenant, principal.case_id
    if case_id is None:
        raise NotFound
    async with db.open(Vendor(tenant, case_id)):
        view: CaseView = await case_talk.own_case(await _act(principal, tenant))
    async with db.open(Work(tenant)):
        return await _beside(await _act(principal, tenant), view)


async def _act(principal: Principal, tenant: int) -> Act:
    return Act(principal, tenant, await db.now(), "page", "desk.vendor_reading.shown")


async def _beside(act: Act, view: CaseView) -> VendorCase:
    case = view.case
    row = await db.row(BESIDE, case.tenant_id, case.ticket_id, case.vendor_id)
    if row is None:
        raise NotFound
    clocks = await clock_reading.of_ticket(act, case.tenant_id, case.ticket_id)
    return VendorCase(
        view,
        f"{row['ticket']}/{case.number}",
        row["vendor"],
        row["priority"],
        row["service"],
        _own(clocks, case),
    )


def _own(clocks: Sequence[ClockView], case: Case) -> list[ClockView]:
    """The UC's clocks of this case, and no other promise."""
    return [each for each in clocks if each.kind == "UC" and _is(each.holder, case.id)]


def _is(holder: str, case_id: UUID) -> bool:
    return holder == str(case_id)
