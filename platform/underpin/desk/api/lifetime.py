"""The JSON API over how a ticket ends: silence, thanks, words that need no answer, the terms."""

from __future__ import annotations

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing, ticket
from underpin.desk.api.ticket import TicketView
from underpin.desk.lifetime import afterword, silence, solved, terms
from underpin.desk.lifetime.terms import Terms
from underpin.desk.tickets import talking
from underpin.desk.tickets.messages import Message
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

TICKET = "/tickets/{name:str}"


class Reminder(msgspec.Struct, forbid_unknown_fields=True):
    body: str
    until: Moment


class Agreed(msgspec.Struct, forbid_unknown_fields=True):
    """As `lifetime.terms` explains them."""

    close_after_days: int
    reopens_within_days: int
    look_within_minutes: int
    reminders: int


@put(f"{TICKET}/solved", **route.of(solved.say, "portal"))
async def say_solved(request: AnyRequest, name: FromPath[str]) -> TicketView:
    """Whoever reported it says so; what is left for staff to end stays open, with their word."""
    tenant, number = addressing.ticket(request, name)
    words = {"tenant": tenant, "version": route.expected_version(request)}
    found = await route.perform(request, solved.say, number, **words)
    return ticket.view(request, found)


@put(f"{TICKET}/no-reply-needed", **route.of(talking.no_reply_needed, "desk"))
async def no_reply(request: AnyRequest, name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    words = {"tenant": tenant, "version": version}
    found = await route.perform(request, talking.no_reply_needed, number, **words)
    return ticket.view(request, found)


@put(f"{TICKET}/thanks", **route.of(afterword.thanks, "desk"))
async def thanks(request: AnyRequest, name: FromPath[str]) -> TicketView:
    """What the client wrote after the end was thanks; to reopen is `DELETE .../closure`."""
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    found = await route.perform(request, afterword.thanks, number, tenant=tenant, version=version)
    return ticket.view(request, found)


@post(f"{TICKET}/reminders", **route.of(silence.remind, "desk"))
async def remind(request: AnyRequest, name: FromPath[str], data: JSONBody[Reminder]) -> Message:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    words = (number, data.body, data.until)
    return await route.perform(request, silence.remind, *words, tenant=tenant, version=version)


@put(f"{TICKET}/silence", **route.of(silence.close, "desk"))
async def close(request: AnyRequest, name: FromPath[str]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    found = await route.perform(request, silence.close, number, tenant=tenant, version=version)
    return ticket.view(request, found)


@get(f"{CLIENT}/ticket-terms", **route.of(terms.of_client, "desk"))
async def read_terms(request: AnyRequest, key: FromPath[str]) -> Terms:
    found: Terms = await asking.read(request, terms.of_client, key)
    return found


@put(f"{CLIENT}/ticket-terms", **route.of(terms.agree, "desk"))
async def agree_terms(request: AnyRequest, key: FromPath[str], data: JSONBody[Agreed]) -> Terms:
    agreed = Terms(**msgspec.structs.asdict(data))
    made: Terms = await asking.change(request, terms.agree, key, agreed)
    return made


@delete(f"{CLIENT}/ticket-terms", status_code=200, **route.of(terms.to_default, "desk"))
async def to_default(request: AnyRequest, key: FromPath[str]) -> Terms:
    made: Terms = await asking.change(request, terms.to_default, key)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        say_solved,
        no_reply,
        thanks,
        remind,
        close,
        read_terms,
        agree_terms,
        to_default,
    ],
    tags=["desk"],
)
