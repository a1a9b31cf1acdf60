"""A contract with all that was agreed beside its SLAs, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.agreements import provider_agreement
from contracts.agreements.provider_agreement import Behind
from contracts.signed import amendment, contract
from contracts.signed.amendment import Amendment
from contracts.signed.contract import Contract, Covering
from contracts.templates import template_use
from contracts.templates.template_use import Use
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.desk.cases import sharing_rule
from underpin.desk.tickets import reading
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE = 20


@dataclass(frozen=True, slots=True)
class Recorded:
    """`shared`: which parts of tickets leave with cases, by service; `uses`: which templates its
    SLAs came from, for who writes contracts; `more`: there are older amendments."""

    company: Company
    contract: Contract
    coverage: Sequence[Covering]
    shared: Mapping[UUID, Sequence[str]]
    ucs: Sequence[Behind]
    uses: Sequence[Use]
    amendments: Sequence[Amendment]
    more: bool
    names: Mapping[UUID, str]
    today: date
    now: datetime


async def one(act: Act, slug: str, contract_id: UUID) -> tuple[Company, Contract]:
    """Raises NotFound."""
    client = await accounts.named(act, slug)
    every = await contract.of_tenant(act, client.id)
    found = next((each for each in every if each.id == contract_id), None)
    if found is None:
        raise NotFound
    return client, found


@read("contract.read", STAFF)
async def recorded(act: Act, slug: str, contract_id: UUID, before: int | None = None) -> Recorded:
    """With the newest amendments, or those before a version. Raises NotFound."""
    client, found = await one(act, slug, contract_id)
    writes = act.principal.may("contract.write")
    amended = await amendment.of_contract(act, client.id, contract_id, before, PAGE + 1)
    behind = await provider_agreement.of_provider(act) if writes else []
    return Recorded(
        company=client,
        contract=found,
        coverage=await contract.coverage(act, client.id),
        shared={
            each.id: (await sharing_rule.of_service(act, client.id, each.id)).parts
            for each in found.services
        },
        ucs=[each for each in behind if each.kind == "UC"],
        uses=await template_use.of_contract(act, client.id, contract_id) if writes else (),
        amendments=amended[:PAGE],
        more=len(amended) > PAGE,
        names={each.id: each.name for each in await reading.all_colleagues(act)},
        today=act.now.astimezone(ZoneInfo(client.time_zone)).date(),
        now=act.now,
    )
