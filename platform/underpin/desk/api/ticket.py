"""The JSON API over tickets."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from contracts.clocks.clock_view import ClockView
from contracts.subject import Standing
from underpin.desk.api import addressing
from underpin.desk.cases import case
from underpin.desk.cases.case import Case
from underpin.desk.hands import assigning
from underpin.desk.queues import taking, the_list
from underpin.desk.tickets import finishing, raising, reading, talking, time_entry, working
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import verb
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import Audience
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import Moment
from underpin.kernel.web.route import AnyRequest


class TicketView(msgspec.Struct, omit_defaults=True):
    """A ticket as the API shows it; what only staff may know is absent for members. `standing`:
    whether a contract covers it and an agreement is in force."""

    number: str
    subject: str
    type: str
    impact: str
    urgency: str
    priority: str
    state: str
    raised_at: datetime
    next_due: datetime | None
    next_metric: str | None
    breached: bool
    version: int
    standing: Standing
    wanted_at: datetime | None = None
    tier: int | None = None
    assignee_id: UUID | None = None
    messages: list[Message] | None = None
    cases: list[Case] | None = None


class Ask(msgspec.Struct, forbid_unknown_fields=True):
    """POST /tickets: `tenant` is the client's key, for staff only; `about` names the ticket that a
    complaint is about; `fields` by their ids."""

    subject: str
    body: str = ""
    type: str = "incident"
    impact: str = "medium"
    urgency: str = "medium"
    tenant: str | None = None
    requester_id: UUID | None = None
    service_id: UUID | None = None
    confidential: bool = False
    attach: list[UUID] = []
    about: str | None = None
    category_id: UUID | None = None
    fields: dict[str, Any] = {}


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """`attach`: ids of files that wait for this message."""

    body: str
    wait: bool = False
    attach: list[UUID] = []


class Assignment(msgspec.Struct, forbid_unknown_fields=True):
    assignee_id: UUID | None
    note: str = ""


class State(msgspec.Struct, forbid_unknown_fields=True):
    state: str


class Tier(msgspec.Struct, forbid_unknown_fields=True):
    tier: int
    reason: str | None = None


class Priority(msgspec.Struct, forbid_unknown_fields=True):
    impact: str
    urgency: str
    reason: str
    corrects: bool = False
    agreed: bool = False


class Resolution(msgspec.Struct, forbid_unknown_fields=True):
    resolution: str = "resolved"
    body: str = ""


class Time(msgspec.Struct, forbid_unknown_fields=True):
    worked_minutes: int
    billable_minutes: int | None = None
    work_type: str = "remote"
    coverage: str = "included"
    text: str = ""
    worked_at: Moment | None = None


def view(request: AnyRequest, ticket: Ticket, **more: Any) -> TicketView:
    """Shape a ticket for who asks."""
    principal = route.principal_of(request)
    key = next(key for key, tenant in principal.tenants.items() if tenant == ticket.tenant_id)
    staff = principal.audience is Audience.STAFF
    same = ("subject", "type", "impact", "urgency", "priority", "state", "raised_at", "breached")
    return TicketView(
        number=f"{key}-{ticket.number}",
        next_due=ticket.next_due,
        next_metric=ticket.next_metric,
        wanted_at=ticket.wanted_at,
        version=ticket.version,
        standing=ticket.pinned.standing,
        tier=ticket.tier if staff else None,
        assignee_id=ticket.assignee_id if staff else None,
        **{name: getattr(ticket, name) for name in same},
        **more,
    )


@post("/tickets", **route.of(raising.raise_ticket))
async def raise_ticket(request: Request[Any, Any, Any], data: JSONBody[Ask]) -> TicketView:
    principal = route.principal_of(request)
    member = principal.audience is Audience.MEMBER
    tenant = principal.own_tenant if member else route.tenant_of(request, data.tenant or "")
    fields = msgspec.structs.asdict(data) | {"attach": tuple(data.attach)}
    del fields["tenant"]
    fields["about"] = _about(request, tenant, data.about)
    new = NewTicket(**fields, channel="api" if member else "desk")
    return view(request, await route.perform(request, raising.raise_ticket, new, tenant=tenant))


def _about(request: AnyRequest, tenant: int, name: str | None) -> int | None:
    """Raises Malformed for a ticket of another client, NotFound for one that cannot be seen."""
    if name is None:
        return None
    theirs, number = addressing.ticket(request, name)
    if theirs != tenant:
        raise Malformed("about: a ticket of the same client.", field="about")
    return number


@get("/tickets", **route.of(the_list.of_tenant, "portal"))
async def own_tickets(request: Request[Any, Any, Any]) -> list[TicketView]:
    found = await asking.own(request, the_list.of_tenant)
    return [view(request, ticket) for ticket in found]


@get("/tickets/{name:str}", **route.of(reading.one))
async def read_ticket(request: Request[Any, Any, Any], name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    detail = await route.perform(request, reading.one, tenant, number, tenant=tenant)
    staff = route.principal_of(request).audience is Audience.STAFF
    cases = [each.case for each in detail.cases] if staff else None
    return view(request, detail.ticket, messages=detail.messages, cases=cases)


@get("/tickets/{name:str}/clocks", **route.of(reading.clocks))
async def clocks(request: Request[Any, Any, Any], name: FromPath[str]) -> list[ClockView]:
    tenant, number = addressing.ticket(request, name)
    found: list[ClockView] = await route.perform(
        request, reading.clocks, tenant, number, tenant=tenant
    )
    return found


@post("/tickets/{name:str}/replies", **route.of(talking.reply))
async def reply(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[Words]
) -> Message:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(
        request,
        talking.reply,
        number,
        data.body,
        tenant=tenant,
        then_wait=data.wait and route.principal_of(request).audience is Audience.STAFF,
        attach=data.attach,
        version=route.expected_version(request),
    )


@post("/tickets/{name:str}/notes", **route.of(talking.note, "desk"))
async def note(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[Words]
) -> Message:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(
        request, talking.note, number, data.body, tenant=tenant, attach=data.attach
    )


@post("/tickets/{name:str}/claim", **route.of(working.take, "desk"))
async def claim(request: Request[Any, Any, Any], name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    return view(request, await route.perform(request, working.take, number, tenant=tenant))


@post("/next", **route.of(taking.take_next, "desk"))
async def take_next(request: AnyRequest) -> TicketView:
    who, key = route.principal_of(request), await route.once(request)
    taken = await verb.begin(taking.take_next, who, "api", key=key)
    return view(request, taken)


@put("/tickets/{name:str}/assignment", **route.of(assigning.assign, "desk"))
async def assign_by_ways(request: AnyRequest, name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    return view(request, await route.perform(request, assigning.assign, number, tenant=tenant))


@put("/tickets/{name:str}/assignee", **route.of(working.assign, "desk"))
async def assign(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[Assignment]
) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    words = (number, data.assignee_id)
    ticket = await route.perform(
        request, working.assign, *words, tenant=tenant, version=version, note=data.note
    )
    return view(request, ticket)


@put("/tickets/{name:str}/state", **route.of(working.change_state, "desk"))
async def state(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[State]
) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    ticket = await route.perform(
        request, working.change_state, number, data.state, tenant=tenant, version=version
    )
    return view(request, ticket)


@put("/tickets/{name:str}/tier", **route.of(working.move_tier, "desk"))
async def tier(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[Tier]
) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    ticket = await route.perform(
        request,
        working.move_tier,
        number,
        data.tier,
        tenant=tenant,
        version=version,
        reason=data.reason,
    )
    return view(request, ticket)


@put("/tickets/{name:str}/priority", **route.of(working.reprioritise, "desk"))
async def priority(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[Priority]
) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    ticket = await route.perform(
        request,
        working.reprioritise,
        number,
        data.impact,
        data.urgency,
        tenant=tenant,
        corrects=data.corrects,
        agreed=data.agreed,
        reason=data.reason,
        version=route.expected_version(request),
    )
    return view(request, ticket)


@post("/tickets/{name:str}/resolution", **route.of(finishing.resolve, "desk"))
async def resolve(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[Resolution]
) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    ticket = await route.perform(
        request,
        finishing.resolve,
        number,
        data.resolution,
        tenant=tenant,
        body=data.body,
        version=route.expected_version(request),
    )
    return view(request, ticket)


@post("/tickets/{name:str}/closure", **route.of(finishing.close, "desk"))
async def close(request: Request[Any, Any, Any], name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    return view(request, await route.perform(request, finishing.close, number, tenant=tenant))


@delete("/tickets/{name:str}/closure", status_code=200, **route.of(finishing.reopen))
async def reopen(request: Request[Any, Any, Any], name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    return view(request, await route.perform(request, finishing.reopen, number, tenant=tenant))


@post("/tickets/{name:str}/case", **route.of(case.open_vendor_case, "desk"))
async def open_case(request: Request[Any, Any, Any], name: FromPath[str]) -> Case:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, case.open_vendor_case, number, tenant=tenant)


@post("/tickets/{name:str}/time", **route.of(time_entry.log, "desk"))
async def log_time(
    request: Request[Any, Any, Any], name: FromPath[str], data: JSONBody[Time]
) -> UUID:
    tenant, number = addressing.ticket(request, name)
    fields = msgspec.structs.asdict(data)
    return await route.perform(request, time_entry.log, number, tenant=tenant, **fields)


@post("/clients/{key:str}/time/{entry_id:uuid}/posting", **route.of(time_entry.post, "desk"))
async def post_time(
    request: Request[Any, Any, Any], key: FromPath[str], entry_id: FromPath[UUID]
) -> None:
    tenant = route.tenant_of(request, key)
    await route.perform(request, time_entry.post, entry_id, tenant=tenant)


ROUTER = Router(
    "/",
    route_handlers=[
        *(
            raise_ticket,
            own_tickets,
            read_ticket,
            clocks,
            reply,
            note,
            claim,
            assign,
            assign_by_ways,
            take_next,
            state,
        ),
        *(tier, priority, resolve, close, reopen, open_case, log_time, post_time),
    ],
    tags=["desk"],
)
