"""What the pages about approvals and changes need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from tenants import company, people
from tenants.people import Person
from underpin.desk.approvals import asking, reading, request, voices
from underpin.desk.approvals.reading import Mine
from underpin.desk.approvals.request import Asked
from underpin.desk.changes import reading as changes
from underpin.desk.changes import template
from underpin.desk.changes.change import Change
from underpin.desk.changes.reading import Clash, Planned
from underpin.desk.changes.template import Template
from underpin.desk.chargeable import estimate, worked
from underpin.desk.chargeable.estimate import Estimate
from underpin.desk.chargeable.worked import Worked
from underpin.desk.contract_changes import contract_change
from underpin.desk.contract_changes.contract_change import ContractChange
from underpin.desk.tickets import reading as tickets
from underpin.desk.tickets.reading import Colleague, Names
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.verification import by_call_back, verification
from underpin.desk.verification.by_call_back import Approver
from underpin.desk.verification.verification import Verification
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

WEEKS = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Waiting:
    mine: Mine
    now: datetime


@read("approval.decide", STAFF, MEMBER)
async def waiting(act: Act, which: Literal["waiting", "decided"], before: UUID | None) -> Waiting:
    return Waiting(await reading.mine(act, which, before), act.now)


@dataclass(frozen=True, slots=True)
class One:
    """`is_mine`: the asker's voice, or that of whom they stand in for, is still open. `is_seen`:
    they may see its ticket. `zone` is the client's."""

    asked: Asked
    change: Change | None
    estimate: Estimate | None
    contract: ContractChange | None
    is_mine: bool
    is_seen: bool
    zone: str
    now: datetime


@read("approval.decide", STAFF, MEMBER)
async def one(act: Act, tenant: int, request_id: UUID) -> One:
    """Raises NotFound."""
    asked = await reading.one(act, tenant, request_id)
    open_voices = await voices.asked(act, request_id, tenant)
    return One(
        asked,
        await changes.of_request(act, tenant, request_id),
        await estimate.of_request(act, tenant, request_id),
        await contract_change.of_request(act, tenant, request_id),
        any(each.is_open for each in open_voices),
        await _sees(act, tenant, asked.request.ticket_number),
        await request.zone_of(tenant),
        act.now,
    )


async def _sees(act: Act, tenant: int, number: int) -> bool:
    try:
        await changes.of_ticket(act, tenant, number)
    except NotFound:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Plan:
    """All that stands beside a ticket."""

    ticket: Ticket
    names: Names
    change: Change | None
    clashes: Sequence[Clash]
    templates: Sequence[Template]
    approvals: Sequence[Asked]
    estimates: Sequence[Estimate]
    worked: Worked
    callers: Sequence[Verification]
    approvers: Sequence[Approver]
    contract: ContractChange | None
    slug: str
    now: datetime
    members: Sequence[Person] = ()
    colleagues: Sequence[Colleague] = ()


@read("ticket.read", STAFF)
async def plan(act: Act, tenant: int, number: int) -> Plan:
    """`members` and `colleagues` for who may ask them. Raises NotFound."""
    detail = await tickets.one(act, tenant, number)
    asks = act.principal.may(asking.ask.capability)
    change = await changes.of_ticket(act, tenant, number)
    return Plan(
        detail.ticket,
        detail.names,
        change,
        await _clashes(act, tenant, number, change),
        [each for each in await template.every(act) if each.approved_at is not None],
        await reading.of_ticket(act, tenant, number),
        await estimate.of_ticket(act, tenant, number),
        await worked.of_ticket(act, tenant, number),
        await verification.of_ticket(act, tenant, number),
        await by_call_back.approvers(act, tenant, number),
        await contract_change.of_ticket(act, tenant, number),
        await company.slug(act, tenant),
        act.now,
        await people.members(act, tenant) if asks else (),
        await tickets.colleagues(act, tenant) if asks else (),
    )


async def _clashes(act: Act, tenant: int, number: int, change: Change | None) -> Sequence[Clash]:
    if change is None or change.starts_at is None or change.ends_at is None:
        return ()
    found: list[Clash] = await changes.clashes(
        act, tenant, number, change.starts_at, change.ends_at
    )
    return found


@dataclass(frozen=True, slots=True)
class Ahead:
    planned: Sequence[Planned]
    begins: datetime
    now: datetime


@read("ticket.read", STAFF)
async def ahead(act: Act, begins: datetime | None) -> Ahead:
    """Four weeks, from now where nothing is said."""
    start = begins or act.now
    return Ahead(await changes.calendar(act, start, start + WEEKS), start, act.now)
