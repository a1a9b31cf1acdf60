"""What the pages about a client's usage need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.prepaid import blocks
from billing.prepaid.blocks import Drawn, Holding
from billing.terms import client_terms
from billing.terms.client_terms import Terms
from tenants import own_company
from tenants.company import Company
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Agreed:
    company: Company
    terms: Terms
    blocks: Sequence[Holding]
    now: datetime


@read("terms.read", MEMBER)
async def agreed(act: Act) -> Agreed:
    """`blocks` are empty for who may not read invoices."""
    company = (await own_company.own(act)).company
    may = act.principal.may("invoice.read")
    held = await blocks.of_tenant(act, company.id) if may else ()
    return Agreed(company, await client_terms.of_client(act, company.id), held, act.now)


@dataclass(frozen=True, slots=True)
class Draws:
    block: Holding
    drawn: Sequence[Drawn]
    now: datetime


@read("invoice.read", MEMBER)
async def draws(act: Act, block_id: UUID, before: UUID | None = None) -> Draws:
    """Raises NotFound."""
    tenant = act.principal.own_tenant
    held = await blocks.of_tenant(act, tenant)
    found = next((each for each in held if each.id == block_id), None)
    if found is None:
        raise NotFound
    return Draws(found, await blocks.draws_of(act, tenant, block_id, before), act.now)
