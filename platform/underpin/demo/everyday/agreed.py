"""What is agreed for everybody and with one client: who approves what, how mails are worded, the
next version of an SLA that waits for the client's consent, an export, and seats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from billing.metered import seats
from contracts.agreements import agreement
from contracts.agreements.agreed import Target
from tenants.handing_over import asking
from underpin.demo import companies, log_contracts, members
from underpin.demo.demo_life import SOURCE
from underpin.desk.approvals import policies
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.policy import Rule
from underpin.desk.consents import asking as consents
from underpin.desk.wordings import saying
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

LEADS: Final = Wanted("provider", roles=("service_lead",), name="Change advisory board")
BUYERS: Final = Wanted("client", roles=("approver",), name="Purchasing")
BOARD: Final = Wanted("client", roles=("client_admin",), name="Management")
CHANGES: Final = (
    Rule((LEADS,), "low"),
    Rule((LEADS, BUYERS), "medium"),
    Rule((LEADS, BOARD), "high"),
)
SPENDING: Final = (
    Rule((BUYERS,)),
    Rule((BUYERS, BOARD), from_amount=Decimal(2500), currency="EUR"),
)
THANKS: Final = {
    "acknowledgement_subject": "We have it",
    "acknowledgement": "Thank you for writing. {number} is with the first line now; whoever takes "
    "it answers you here. Answer this mail to add to it.",
    "resolution": "{number} is solved as far as we can see. If it is not, answer within a week.",
}
PATIENTS: Final = {
    "acknowledgement": "Thank you. {number} is with us, around the clock. If patients are waiting "
    "because of it, please call the duty number as well.",
}
ACTIVE: Final = (
    "SELECT id FROM person WHERE tenant_id = $1 AND state = 'active' ORDER BY id LIMIT 12"
)


async def agree(tenants: Mapping[str, int], now: datetime) -> None:
    """Once."""
    olivia, marta = (
        companies.OLIVIA.principal(dict(tenants)),
        companies.MARTA.principal(dict(tenants)),
    )
    lead = companies.LENA.principal(dict(tenants))
    await verb.perform(policies.say, olivia, "change", CHANGES, source="demo")
    await verb.perform(
        policies.agree, marta, "chargeable", SPENDING, tenant=tenants["CARO"], source="demo"
    )
    await verb.perform(saying.say, olivia, "en", THANKS, source="demo")
    await verb.perform(saying.agree, lead, "en", PATIENTS, tenant=tenants["CARO"], source="demo")
    await _consent(tenants)
    await _own(tenants, now)


async def _consent(tenants: Mapping[str, int]) -> None:
    """Caro is asked to accept the next version; a second person approved it."""
    caro = tenants["CARO"]
    marta, olivia = (
        companies.MARTA.principal({"CARO": caro}),
        companies.OLIVIA.principal({"CARO": caro}),
    )
    sla = log_contracts.ids_of(SOURCE, caro).sla
    draft = await verb.perform(agreement.amend, marta, sla, tenant=caro, source="demo")
    targets = tuple(map(_sooner, draft.content.targets))
    words = (draft.id, replace(draft.content, targets=targets))
    percent = {"commitment_percent": draft.commitment_percent}
    await verb.perform(agreement.rewrite, marta, *words, tenant=caro, source="demo", **percent)
    await verb.perform(agreement.approve, olivia, draft.id, tenant=caro, source="demo")
    await verb.perform(consents.ask, marta, draft.id, tenant=caro, source="demo")


def _sooner(target: Target) -> Target:
    """An urgent incident is answered in two thirds of the time."""
    urgent = target.about[:2] == ("first_response", "incident") and target.priority in ("P1", "P2")
    return replace(target, allowed_us=target.allowed_us * 2 // 3) if urgent else target


async def _own(tenants: Mapping[str, int], now: datetime) -> None:
    """What administrators did themselves: an export of everything, and who has a seat."""
    for key in ("ACME", "CARO"):
        anna = members.admin(tenants, key)
        people = await _active(tenants[key])
        await verb.perform(asking.ask, anna, source="demo")
        await verb.perform(seats.confirm, anna, now.date(), people, source="demo")


async def _active(tenant: int) -> list[UUID]:
    async with db.open(Work(tenant)):
        found = await db.rows(ACTIVE, tenant)
    return [row["id"] for row in found]
