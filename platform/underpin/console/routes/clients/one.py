"""What one client's page gathers, each part as far as the asker may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from billing.receivables import issued
from billing.receivables.issued import Issued
from billing.terms import client_terms
from billing.terms.client_terms import TermView
from contracts.signed import contract
from contracts.signed.contract import Contract
from tenants import people
from tenants.company import Company
from tenants.people import Person
from underpin.console.routes import accounts
from underpin.console.routes.clients import gathering
from underpin.console.routes.clients.gathering import Glance
from underpin.desk.health import reading as health
from underpin.desk.health.reading import Health
from underpin.desk.queues import the_list
from underpin.desk.queues.the_list import Filter, Row
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Client:
    """None: not the asker's to see."""

    glance: Glance
    days: Sequence[Health]
    tickets: Sequence[Row] | None
    contracts: Sequence[Contract] | None
    plans: Sequence[TermView] | None
    invoices: Sequence[Issued] | None
    people: Sequence[Person] | None
    now: datetime


@read("compliance.read", STAFF)
async def client(act: Act, slug: str) -> Client:
    """Raises NotFound for a client the asker is not assigned to."""
    found = await accounts.named(act, slug)
    (glance,) = (await gathering.every(_of(act, found))).glances
    may = act.principal.may
    return Client(
        glance=glance,
        days=await health.of_client(act, found.id),
        tickets=await _tickets(act, found.id) if may("ticket.read") else None,
        contracts=await contract.of_tenant(act, found.id) if may("contract.read") else None,
        plans=(await client_terms.of_client(act, found.id)).terms if may("terms.read") else None,
        invoices=await issued.of_tenant(act, found.id) if may("invoice.read") else None,
        people=await people.members(act, found.id) if may("person.read") else None,
        now=act.now,
    )


def _of(act: Act, client: Company) -> Act:
    """As if the asker had this client alone."""
    return replace(act, principal=replace(act.principal, tenants={client.key: client.id}))


async def _tickets(act: Act, tenant: int) -> Sequence[Row]:
    page = await the_list.page(act, Filter(tenants=(tenant,)), limit=SHOWN)
    rows: list[Row] = page.rows
    return rows
