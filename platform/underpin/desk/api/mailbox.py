"""The JSON API over the mailboxes that are read."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.mail.fetching import mailbox, trying
from underpin.desk.mail.fetching.mailbox import Mailbox, NewMailbox
from underpin.kernel import verb
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

ONE = "/mailboxes/{mailbox_id:uuid}"


class Secret(msgspec.Struct, forbid_unknown_fields=True):
    """Written, never read: a password, or what an OAuth token is asked for with."""

    password: str | None = None
    client_secret: str | None = None
    refresh_token: str | None = None


class Add(msgspec.Struct, forbid_unknown_fields=True):
    """`client` is the client's key; without one the mailbox is the provider's own."""

    address: str
    kind: str
    imap_host: str
    username: str
    secret: Secret
    client: str | None = None
    imap_port: int = 993
    smtp_host: str | None = None
    smtp_port: int | None = None
    security: str = "tls"
    token_url: str | None = None
    oauth_client: str | None = None
    oauth_scope: str | None = None
    authserv_id: str | None = None
    folder: str = "INBOX"
    done_folder: str | None = None
    every_seconds: int = 60


class State(msgspec.Struct, forbid_unknown_fields=True):
    state: str


def _secret(given: Secret) -> mailbox.Secret:
    return mailbox.Secret(**msgspec.structs.asdict(given))


@get("/mailboxes", **route.of(mailbox.every, "desk"))
async def every(request: AnyRequest) -> list[Mailbox]:
    return await route.perform(request, mailbox.every)


@post("/mailboxes", **route.of(mailbox.add, "desk"))
async def add(request: AnyRequest, data: JSONBody[Add]) -> Mailbox:
    fields = msgspec.structs.asdict(data)
    client = fields.pop("client")
    fields["secret"] = _secret(data.secret)
    fields["client_id"] = client and route.tenant_of(request, client)
    return await route.perform(request, mailbox.add, NewMailbox(**fields))


@put(f"{ONE}/secret", **route.of(mailbox.give_secret, "desk"))
async def give_secret(
    request: AnyRequest, mailbox_id: FromPath[UUID], data: JSONBody[Secret]
) -> None:
    await route.perform(request, mailbox.give_secret, mailbox_id, _secret(data))


@put(f"{ONE}/state", **route.of(mailbox.switch, "desk"))
async def switch(request: AnyRequest, mailbox_id: FromPath[UUID], data: JSONBody[State]) -> None:
    await route.perform(request, mailbox.switch, mailbox_id, data.state)


@delete(ONE, **route.of(mailbox.remove, "desk"))
async def remove(request: AnyRequest, mailbox_id: FromPath[UUID]) -> None:
    await route.perform(request, mailbox.remove, mailbox_id)


@post(f"{ONE}/trial", status_code=200, **route.of(trying.look, "desk"))
async def look(request: AnyRequest, mailbox_id: FromPath[UUID]) -> Mailbox:
    """Logs in and opens the folder; what went wrong stands in `last_error`."""
    return await verb.begin(trying.look, route.principal_of(request), mailbox_id)


ROUTER = Router("/", route_handlers=[look, every, add, give_secret, switch, remove], tags=["mail"])
