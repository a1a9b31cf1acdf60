"""What a what-if's pages need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.margins import margin_of_run
from billing.margins.margin_of_run import MarginOfRun
from billing.terms import plans
from billing.terms.plans import Version as Plan
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
from underpin.console.routes.pricing import gathered as pricing
from underpin.console.routes.pricing.gathered import Tried
from underpin.desk.tickets import naming
from underpin.desk.tickets.naming import Named
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asking:
    """A version, what was asked of it, the UC drafts and, for who may see prices, the plans that
    could be tried with it."""

    company: Company
    agreement: str
    version: Version
    runs: Sequence[Run]
    behind: Sequence[Behind]
    vendors: Sequence[Vendor]
    plans: Sequence[Plan]
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
        await _plans(act),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """A run, a page of the tickets that turn, and the margin for who may see it; `no_margin` says
    why there is none. `priced`: what the usage of its span would have cost on the plan chosen."""

    company: Company
    agreement: str
    version: Version
    run: Run
    changed: ChangedPage
    tickets: Mapping[UUID, Named]
    vendors: Mapping[UUID, str]
    margin: MarginOfRun | None
    no_margin: str
    plans: Sequence[Plan]
    priced: Tried | None
    now: datetime


@read("contract.write", STAFF)
async def answer(
    act: Act, slug: str, run_id: UUID, after: int = 0, plan: tuple[UUID, int] | None = None
) -> Answer:
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
        await _plans(act),
        await _priced(act, client.id, run, plan),
        act.now,
    )


async def _plans(act: Act) -> Sequence[Plan]:
    if not _sees_prices(act):
        return ()
    found: list[Plan] = await plans.every(act)
    return found


def _sees_prices(act: Act) -> bool:
    return act.principal.may("plan.read") and act.principal.may("terms.read")


async def _priced(act: Act, tenant: int, run: Run, plan: tuple[UUID, int] | None) -> Tried | None:
    """None where no plan was chosen, while it runs, and for who may not see prices. Raises
    NotFound."""
    window = run.question.history if run.result else None
    if plan is None or window is None or not _sees_prices(act):
        return None
    version = await plans.one(act, *plan)
    return await pricing.tried_on(act, tenant, version, (window.since, window.until))


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
