"""What the account desk's pages need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.invoicing import drafting, extras, review
from billing.invoicing.extras import Waiting
from billing.invoicing.invoices import Invoice
from billing.receivables import issued
from billing.receivables.issued import Issued
from contracts.agreements import activation, activation_preview, agreement, agreements
from contracts.agreements.activation import Progress
from contracts.agreements.activation_preview import Reach
from contracts.agreements.agreements import Agreement
from contracts.agreements.consent import Asked
from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version
from contracts.calendars import calendars
from contracts.calendars.calendars import CalendarVersion
from contracts.coherence import coherence_desk
from contracts.coherence.coherence_desk import Overview
from contracts.coherence.coherence_line import Line
from contracts.signed import contract
from contracts.signed.contract import Contract
from tenants import company, people
from tenants.company import Company
from tenants.people import Person
from underpin.desk.consents import asking as consents
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Colleague
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

NEWEST = 12


@dataclass(frozen=True, slots=True)
class Signed:
    """A client's contract with all versions of one of its SLAs; `shown` is one of them."""

    company: Company
    contract: Contract
    in_force: bool
    agreement: Agreement | None
    versions: Sequence[Version]
    shown: Version | None
    coherence: Overview | None
    calendars: Sequence[CalendarVersion]
    behind: Sequence[CalendarVersion]
    changes: Sequence[Difference]
    reach: Reach | None
    progress: Progress | None
    asked: Sequence[Asked]
    colleagues: Sequence[Colleague]
    members: Sequence[Person]
    draft: Invoice | None
    issued: Sequence[Issued]
    now: datetime

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.coherence.lines if self.coherence else ()


@read("contract.read", STAFF)
async def signed(
    act: Act, slug: str, version_id: UUID | None = None, contract_id: UUID | None = None
) -> Signed:
    """The contract of that version, or the one named, or the one in force. Raises NotFound for a
    client the asker is not assigned to, and for one without a contract or that version."""
    client = await named(act, slug)
    today = act.now.astimezone(ZoneInfo(client.time_zone)).date()
    current, every = await _asked(act, client.id, today, contract_id, version_id)
    shown = _shown(every, version_id)
    same = [each for each in every if shown and each.agreement_id == shown.agreement_id]
    own = [each for each in await agreements.of_tenant(act, client.id) if shown]
    return Signed(
        company=client,
        contract=current,
        in_force=current.in_force(today),
        agreement=next((each for each in own if shown and each.id == shown.agreement_id), None),
        versions=same,
        shown=shown,
        coherence=await coherence_desk.overview(act, client.id, shown.id) if shown else None,
        calendars=await calendars.of_tenant(act, client.id),
        behind=await calendars.of_provider(act),
        changes=await agreement.changes(act, client.id, shown.id) if shown else (),
        reach=await _reach(act, client.id, shown),
        progress=await _progress(act, client.id, shown),
        asked=await consents.of_version(act, client.id, shown.id) if shown else (),
        colleagues=await reading.colleagues(act, client.id),
        members=await people.members(act, client.id),
        draft=await _draft(act, client.id),
        issued=await _issued(act, client.id),
        now=act.now,
    )


async def _reach(act: Act, tenant: int, shown: Version | None) -> Reach | None:
    """What it would do to open tickets; None for a version that is decided."""
    if shown is None or shown.state not in ("draft", "approved"):
        return None
    found: Reach = await activation_preview.of_version(act, tenant, shown.id)
    return found


async def _progress(act: Act, tenant: int, shown: Version | None) -> Progress | None:
    """How far open tickets are; None where nobody asked them to follow."""
    if shown is None or shown.state != "active":
        return None
    try:
        found: Progress = await activation.of_version(act, tenant, shown.id)
    except NotFound:
        return None
    return found


async def _asked(
    act: Act, tenant: int, today: date, contract_id: UUID | None, version_id: UUID | None
) -> tuple[Contract, Sequence[Version]]:
    """A contract with the versions of its SLAs."""
    signed_ = await contract.of_tenant(act, tenant)
    first = contract.standing(signed_, today)
    wanted = [each for each in signed_ if contract_id is None or each.id == contract_id]
    for each in sorted(wanted, key=lambda each: each != first):
        every = await agreement.of_contract(act, tenant, each.id)
        if version_id is None or any(version.id == version_id for version in every):
            return each, every
    raise NotFound("This client has no contract yet." if not signed_ else "")


def _shown(every: Sequence[Version], version_id: UUID | None) -> Version | None:
    """The version asked for; else what is active, else the newest. Raises NotFound."""
    if version_id is not None:
        found = next((each for each in every if each.id == version_id), None)
        if found is None:
            raise NotFound
        return found
    active = [each for each in every if each.state == "active"]
    return next(iter([*active, *reversed(every)]), None)


async def _issued(act: Act, tenant: int) -> Sequence[Issued]:
    """The newest twelve, for who may read them; all of them have a page of their own."""
    if not act.principal.may("invoice.read"):
        return ()
    found: list[Issued] = await issued.of_tenant(act, tenant)
    return found[:NEWEST]


async def _draft(act: Act, tenant: int) -> Invoice | None:
    """The latest draft, where there is one and the asker may read it."""
    if not act.principal.may("invoice.read"):
        return None
    try:
        found: Invoice = await drafting.drafted(act, tenant)
    except NotFound:
        return None
    return found


@dataclass(frozen=True, slots=True)
class Billed:
    """`reviewed`: somebody looked at the draft as it is; `extras`: lines of their own that no
    invoice carries yet."""

    company: Company
    draft: Invoice
    reviewed: bool
    extras: Sequence[Waiting]
    now: datetime


@read("invoice.read", STAFF)
async def billed(
    act: Act, slug: str, month: date | None = None, currency: str | None = None
) -> Billed:
    """A client's draft of a month, the latest when none is named. Raises NotFound."""
    client = await named(act, slug)
    draft: Invoice = await drafting.drafted(act, client.id, month, currency)
    reviewed = await _reviewed(client.id, draft)
    return Billed(client, draft, reviewed, await extras.of_tenant(act, client.id), act.now)


async def _reviewed(tenant: int, draft: Invoice) -> bool:
    try:
        seen = await review.reviewed(tenant, draft.period_start, draft.currency)
    except NotFound:
        return False
    return seen == draft.inputs_hash


async def named(act: Act, slug: str) -> Company:
    """The client of this slug, of those the asker is assigned to. Raises NotFound."""
    found: Company = await company.named(act, slug)
    return found
