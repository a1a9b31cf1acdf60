"""What a what-if's pages need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.margins import margin_of_run
from billing.margins.margin_of_run import MarginOfRun
from contracts.agreements import agreement, agreements, provider_agreement
from contracts.agreements.provider_agreement import Behind
from contracts.agreements.versions import Version
from contracts.signed import vendor
from contracts.signed.vendor import Vendor
from contracts.what_if import what_if_run
from contracts.what_if.what_if_question import Run
from contracts.what_if.what_if_run import ChangedPage
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.desk.tickets import naming
from underpin.desk.tickets.naming import Named
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asking:
    """A version, what was asked of it, and the UC drafts that could be tried with it."""

    company: Company
    agreement: str
    version: Version
    runs: Sequence[Run]
    behind: Sequence[Behind]
    vendors: Sequence[Vendor]
    now: datetime


@read("contract.write", STAFF)
async def asking(act: Act, slug: str, version_id: UUID) -> Asking:
    """Raises NotFound."""
    client = await accounts.named(act, slug)
    version = await agreement.one(act, client.id, version_id)
    return Asking(
        client,
        await _name(act, client.id, version),
        version,
        await what_if_run.of_version(act, client.id, version_id),
        [each for each in await provider_agreement.of_provider(act) if each.kind == "UC"],
        await vendor.every(act),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """A run, a page of the tickets that turn, and the margin for who may see it; `no_margin` says
    why there is none."""

    company: Company
    agreement: str
    version: Version
    run: Run
    changed: ChangedPage
    tickets: Mapping[UUID, Named]
    vendors: Mapping[UUID, str]
    margin: MarginOfRun | None
    no_margin: str
    now: datetime


@read("contract.write", STAFF)
async def answer(act: Act, slug: str, run_id: UUID, after: int = 0) -> Answer:
    """Raises NotFound."""
    client = await accounts.named(act, slug)
    run = await what_if_run.of_run(act, client.id, run_id)
    version = await agreement.one(act, client.id, run.version_id)
    changed = await what_if_run.changed(act, client.id, run_id, after, PAGE)
    margin, why = await _margin(act, client.id, run)
    return Answer(
        client,
        await _name(act, client.id, version),
        version,
        run,
        changed,
        await naming.of(act, client.id, [each.ticket_id for each in changed.tickets]),
        {each.id: each.name for each in await vendor.every(act)},
        margin,
        why,
        act.now,
    )


async def _margin(act: Act, tenant: int, run: Run) -> tuple[MarginOfRun | None, str]:
    if run.result is None or not act.principal.may("cost.read"):
        return None, ""
    try:
        return await margin_of_run.of_run(act, tenant, run.id), ""
    except Conflict as unknown:
        return None, unknown.detail


async def _name(act: Act, tenant: int, version: Version) -> str:
    own = await agreements.of_tenant(act, tenant)
    return next((each.name for each in own if each.id == version.agreement_id), "")
