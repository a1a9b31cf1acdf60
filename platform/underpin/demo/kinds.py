"""What kinds of tickets there are to look at: categories, fields of one's own, a problem with its
incidents, and an outage of two clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from underpin.demo import companies, log_contracts
from underpin.demo.demo_life import SOURCE
from underpin.desk.fields import definitions
from underpin.desk.fields.field import New
from underpin.desk.major import incident, joining, updates
from underpin.desk.major.updates import Texts
from underpin.desk.problems import making, problem
from underpin.desk.replay.clients import derived
from underpin.desk.sorting import categories
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import verb
from underpin.kernel.principal import worker

TREE = {
    "Network": ("VPN", "Wireless", "Line to the provider"),
    "Workplace": ("Computer", "Printer", "Telephone"),
    "Applications": ("Mail", "Files", "Accounting"),
}
HALL = New("Hall or floor", "text")
DEVICE = New("Affected device", "choice", ("Computer", "Printer", "Scanner", "Telephone"))
JAMS = (
    "Label printer at dock 4 jams on every second label",
    "Label printer at dock 7 jams since the update",
    "Labels jam in the printer at the returns desk",
)
OUTAGE = Texts(
    "The line of our carrier is cut. Technicians are on site; we tell you more within the hour.",
    {
        "pl": "Łącze naszego operatora jest przerwane. Technicy są na miejscu; odezwiemy się w "
        "ciągu godziny."
    },
)


async def tell(tenants: Mapping[str, int]) -> None:
    """Once, after the clients' weeks have been lived; `tenants` by key."""
    lead = companies.LENA.principal(dict(tenants))
    vpn = await _sort(lead)
    acme, bolt = tenants["ACME"], tenants["BOLT"]
    jams = [await _raised("acme", acme, said, category_id=vpn["Printer"]) for said in JAMS]
    made = await verb.perform(
        making.make,
        lead,
        "Label printers jam since the last driver",
        [each.number for each in jams],
        tenant=acme,
        source="demo",
    )
    found = (made.number, "The driver of October feeds labels twice.", "Install the one before.")
    await verb.perform(problem.describe, lead, *found, tenant=acme, source="demo")
    advice = (made.number, "Put the driver back to version 4.2, then link the ticket here.")
    await verb.perform(problem.know, lead, *advice, tenant=acme, source="demo")
    line = vpn["Line to the provider"]
    first = await _raised("acme", acme, "No internet in the whole building", category_id=line)
    second = await _raised("bolt", bolt, "Brak internetu w odlewni", category_id=line)
    major = await verb.begin(
        incident.declare, lead, "Carrier's line cut", acme, first.number, source="demo"
    )
    await verb.perform(joining.join, lead, second.number, major.id, tenant=bolt, source="demo")
    said = await verb.perform(updates.prepare, lead, major.id, OUTAGE, source="demo")
    await verb.begin(updates.approve, lead, said.id, "demo")


async def _sort(lead: Any) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for name, below in TREE.items():
        found[name] = await verb.perform(categories.add, lead, name, source="demo")
        for each in below:
            parent = found[name]
            found[each] = await verb.perform(categories.add, lead, each, parent, source="demo")
    for new in (HALL, DEVICE):
        await verb.perform(definitions.define, lead, new, source="demo")
    return found


async def _raised(slug: str, tenant: int, subject: str, **more: Any) -> Ticket:
    new = NewTicket(
        subject,
        companies.BODY,
        impact="medium",
        service_id=log_contracts.ids_of(SOURCE, tenant).service,
        requester_id=derived("demo", "admin", slug),
        ticket_id=derived("demo", "kinds", slug, subject),
        **more,
    )
    ticket: Ticket = await verb.perform(raising.raise_ticket, worker(tenant), new, source="demo")
    return ticket
