"""A client's contracts with what belongs to them, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.agreements import agreement, agreements
from contracts.agreements.versions import Version
from contracts.calendars import calendars
from contracts.calendars.calendars import CalendarVersion
from contracts.coherence import coherence_desk
from contracts.coherence.coherence_warning import Warned
from contracts.signed import contract, default_agreement
from contracts.signed.contract import Contract
from contracts.templates import template, template_proposal
from contracts.templates.template import Template
from contracts.templates.template_proposal_rows import Proposal
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.desk.contract_changes import waiting
from underpin.desk.contract_changes.contract_change import AskedBefore
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PROPOSED = 10


@dataclass(frozen=True, slots=True)
class Signed:
    contract: Contract
    versions: Sequence[Version]


@dataclass(frozen=True, slots=True)
class Contracts:
    """`hours` to count on, what templates `proposed`, and `wishes`, which the client asked for and
    nobody has handed over yet, are for who writes contracts; `offered` counted out of contract."""

    company: Company
    signed: Sequence[Signed]
    names: Mapping[UUID, str]
    templates: Sequence[Template]
    wishes: Sequence[AskedBefore]
    warned: Sequence[Warned]
    hours: Sequence[CalendarVersion]
    proposed: Sequence[Proposal]
    offered: Sequence[Version]
    today: date
    now: datetime


@read("contract.read", STAFF)
async def contracts(act: Act, slug: str) -> Contracts:
    """Raises NotFound for a client the asker is not assigned to."""
    client = await accounts.named(act, slug)
    every = await contract.of_tenant(act, client.id)
    versions = await agreement.by_contract(act, client.id)
    writes = act.principal.may("contract.write")
    return Contracts(
        company=client,
        signed=[Signed(each, versions.get(each.id, ())) for each in every],
        names=await names(act, client.id),
        templates=[each for each in await template.of_provider(act) if each.current],
        wishes=await waiting.of_tenant(act, client.id) if writes else (),
        warned=await coherence_desk.warnings(act, client.id, limit=PROPOSED, standing=True),
        hours=await calendars.of_tenant(act, client.id) if writes else (),
        proposed=await _proposed(act, client.id) if writes else (),
        offered=await default_agreement.offered(act, client.id),
        today=act.now.astimezone(ZoneInfo(client.time_zone)).date(),
        now=act.now,
    )


async def _proposed(act: Act, tenant: int) -> Sequence[Proposal]:
    found: list[Proposal] = await template_proposal.of_tenant(act, tenant, limit=PROPOSED)
    return found


@read("contract.read", STAFF)
async def names(act: Act, tenant: int) -> dict[UUID, str]:
    """Of a client's SLAs."""
    return {each.id: each.name for each in await agreements.of_tenant(act, tenant)}
