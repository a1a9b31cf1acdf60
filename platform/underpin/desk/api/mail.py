"""The JSON API over mail: triage, what waits for a person, what came with a message."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import MediaType, Response, Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.announcements import stopping
from underpin.desk.api import addressing
from underpin.desk.mail.arriving import reading_back, waiting
from underpin.desk.mail.leaving import undoing, watching
from underpin.desk.mail.triage import deciding, triage_inbox
from underpin.kernel import verb
from underpin.kernel.errors import NotFound
from underpin.kernel.web import asking, route, uploaded
from underpin.kernel.web.route import AnyRequest

MAIL = f"{asking.CLIENT}/mail/{{mail_id:uuid}}"
TICKET = "/tickets/{name:str}"


class Client(msgspec.Struct, forbid_unknown_fields=True):
    """`client` is a client's key (ACME)."""

    client: str


class Placed(msgspec.Struct, forbid_unknown_fields=True):
    """`address` is the client's person's; `ticket` (ACME-7) one of theirs that goes on."""

    client: str
    address: str
    ticket: str | None = None


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class Person(msgspec.Struct, forbid_unknown_fields=True):
    """The client's person by their address."""

    address: str


class Author(msgspec.Struct, forbid_unknown_fields=True):
    """As whose words the mail counts; its author's when it is left out."""

    address: str | None = None


class Joined(msgspec.Struct, forbid_unknown_fields=True):
    """The client's ticket (ACME-7), and as whose words; its author's when that is left out."""

    ticket: str
    address: str | None = None


class Opened(msgspec.Struct):
    number: str


class Withdrawn(msgspec.Struct):
    """How many mails were taken back."""

    mails: int


@get("/triage", **route.of(triage_inbox.waiting, "desk"))
async def triage(
    request: AnyRequest, *, after: FromQuery[UUID | None] = None
) -> list[triage_inbox.Waiting]:
    return await route.perform(request, triage_inbox.waiting, after)


@get("/triage/{mail_id:uuid}", **route.of(triage_inbox.one, "desk"))
async def triage_one(request: AnyRequest, mail_id: FromPath[UUID]) -> triage_inbox.Text:
    return await route.perform(request, triage_inbox.one, mail_id)


@put("/triage/{mail_id:uuid}/client", **route.of(deciding.assign, "desk"))
async def triage_assign(
    request: AnyRequest, mail_id: FromPath[UUID], data: JSONBody[Client]
) -> None:
    tenant = route.tenant_of(request, data.client)
    await verb.begin(deciding.assign, route.principal_of(request), mail_id, tenant)


@put("/triage/{mail_id:uuid}/placing", **route.of(deciding.place, "desk"))
async def triage_place(
    request: AnyRequest, mail_id: FromPath[UUID], data: JSONBody[Placed]
) -> Opened:
    tenant, who = route.tenant_of(request, data.client), route.principal_of(request)
    number = _of_client(request, data.ticket, tenant) if data.ticket else None
    made = await verb.begin(deciding.place, who, mail_id, tenant, data.address, number)
    return Opened(f"{data.client.upper()}-{made}")


@put("/triage/{mail_id:uuid}/discarding", **route.of(deciding.discard, "desk"))
async def triage_discard(
    request: AnyRequest, mail_id: FromPath[UUID], data: JSONBody[Reason]
) -> None:
    await route.perform(request, deciding.discard, mail_id, data.reason)


@get("/mail/waiting", **route.of(waiting.everywhere, "desk"))
async def waits(
    request: AnyRequest, *, after: FromQuery[UUID | None] = None
) -> list[waiting.Waiting]:
    return await route.perform(request, waiting.everywhere, after)


@get(MAIL, **route.of(waiting.one, "desk"))
async def waits_one(
    request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID]
) -> waiting.Words:
    found: waiting.Words = await asking.read(request, waiting.one, key, mail_id)
    return found


@put(f"{MAIL}/acceptance", **route.of(waiting.accept, "desk"))
async def accept(
    request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID], data: JSONBody[Author]
) -> None:
    await asking.change(request, waiting.accept, key, mail_id, data.address)


@put(f"{MAIL}/requester", **route.of(waiting.open_for, "desk"))
async def open_for(
    request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID], data: JSONBody[Person]
) -> Opened:
    number = await asking.change(request, waiting.open_for, key, mail_id, data.address)
    return Opened(f"{key.upper()}-{number}")


@put(f"{MAIL}/ticket", **route.of(waiting.join, "desk"))
async def join(
    request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID], data: JSONBody[Joined]
) -> None:
    number = _of_client(request, data.ticket, route.tenant_of(request, key))
    await asking.change(request, waiting.join, key, mail_id, number, data.address)


@put(f"{MAIL}/refusal", **route.of(waiting.refuse, "desk"))
async def refuse(
    request: AnyRequest, key: FromPath[str], mail_id: FromPath[UUID], data: JSONBody[Reason]
) -> None:
    await asking.change(request, waiting.refuse, key, mail_id, data.reason)


@get(f"{TICKET}/mail", **route.of(waiting.of_ticket, "desk"))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> waiting.OfTicket:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, waiting.of_ticket, tenant, number, tenant=tenant)


@delete(f"{TICKET}/messages/{{message_id:uuid}}/mail", status_code=200,
        **route.of(undoing.withdraw, "desk"))  # fmt: skip
async def withdraw(
    request: AnyRequest, name: FromPath[str], message_id: FromPath[UUID]
) -> Withdrawn:
    tenant, number = addressing.ticket(request, name)
    words = (number, message_id)
    return Withdrawn(await route.perform(request, undoing.withdraw, *words, tenant=tenant))


@get(f"{TICKET}/attachments", **route.of(reading_back.attachments))
async def attachments(request: AnyRequest, name: FromPath[str]) -> list[reading_back.Attached]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, reading_back.attachments, tenant, number, tenant=tenant)


@get(f"{TICKET}/messages/{{message_id:uuid}}/whole", **route.of(reading_back.whole))
async def whole(
    request: AnyRequest, name: FromPath[str], message_id: FromPath[UUID]
) -> reading_back.Whole:
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number, message_id)
    return await route.perform(request, reading_back.whole, *words, tenant=tenant)


@get(
    "/files/{token:str}",
    **route.open_to_all("a signed address that ends after minutes", "content"),
    media_type=MediaType.TEXT,
)
async def download(token: FromPath[str]) -> Response[bytes]:
    """On the origin of uploaded content, which has no session: as an attachment, never shown."""
    found = await reading_back.download(token)
    return uploaded.kept(found.name, found.content)


@post(
    "/mail/leaving/{token:str}",
    status_code=204,
    **route.open_to_all("a mail program ends its reader's watching (RFC 8058)", "portal"),
)
async def leave(token: FromPath[str]) -> None:
    """Whoever has the mail has the token; it ends the watching of one ticket by one person."""
    await watching.leave_by(token)


@post(
    "/mail/announcements/{token:str}",
    status_code=204,
    **route.open_to_all("a mail program ends its reader's announcements (RFC 8058)", "portal"),
)
async def stop_announcements(token: FromPath[str]) -> None:
    """Whoever has the mail has the token; it ends the announcements that one person is mailed."""
    await stopping.say_by_link(token, wanted=False)


def _of_client(request: AnyRequest, name: str, tenant: int) -> int:
    """The number of this client's ticket. Raises NotFound."""
    whose, number = addressing.ticket(request, name)
    if whose != tenant:
        raise NotFound
    return number


ROUTER = Router(
    "/",
    route_handlers=[
        *(triage, triage_one, triage_assign, triage_place, triage_discard),
        *(waits, waits_one, accept, open_for, join, refuse),
        *(of_ticket, withdraw, attachments, whole, leave, stop_announcements),
    ],
    tags=["mail"],
)
