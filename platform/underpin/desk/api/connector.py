"""The JSON API over connectors, a ticket's issues in bug trackers, and where far sides tell us."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.api import addressing
from underpin.desk.connectors import greeting, hook, keeping, tracking
from underpin.desk.connectors.connector import Auth, Connector, Said, Secret
from underpin.desk.connectors.hook import Ends
from underpin.desk.connectors.keeping import Delivery
from underpin.desk.connectors.link import Link
from underpin.desk.connectors.tracking import Issue, Tracker
from underpin.desk.hooks.secret import Issued
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

CONNECTOR = "/connectors/{connector_id:uuid}"
HOOK = f"{CLIENT}{CONNECTOR}/secrets"
ISSUES = "/tickets/{name:str}/issues"
ISSUE = f"{ISSUES}/{{connector_link_id:uuid}}"


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """`settings` are those of its kind in docs/connectors.md; without `secret` the one there is
    stays."""

    name: str
    kind: str
    url: str
    settings: dict[str, Any] = {}
    auth: Auth = msgspec.field(default_factory=Auth)
    secret: Secret | None = None
    vendor_id: UUID | None = None
    look_minutes: int | None = None


class Rotation(msgspec.Struct, forbid_unknown_fields=True):
    """For how many hours the present secrets are still good; `signing_key` where the far side makes
    it."""

    overlap_hours: int = 24
    signing_key: str = ""


class NewIssue(msgspec.Struct, forbid_unknown_fields=True):
    """`reference`: of one that stands there already; without it one is made."""

    connector_id: UUID
    reference: str = ""
    hears_comments: bool = True


class Hears(msgspec.Struct, forbid_unknown_fields=True):
    hears_comments: bool


class Comment(msgspec.Struct, forbid_unknown_fields=True):
    text: str


@get("/connectors", **route.of(keeping.listed, "desk"))
async def listed(request: AnyRequest) -> list[Connector]:
    found: list[Connector] = await route.perform(request, keeping.listed)
    return found


@post("/connectors", **route.of(keeping.add, "desk"))
async def add(request: AnyRequest, data: JSONBody[Wanted]) -> Connector:
    made: Connector = await route.perform(request, keeping.add, _said(data))
    return made


@get(CONNECTOR, **route.of(keeping.one, "desk"))
async def one(request: AnyRequest, connector_id: FromPath[UUID]) -> Connector:
    found: Connector = await route.perform(request, keeping.one, connector_id)
    return found


@put(CONNECTOR, **route.of(keeping.change, "desk"))
async def change(
    request: AnyRequest, connector_id: FromPath[UUID], data: JSONBody[Wanted]
) -> Connector:
    words, version = (connector_id, _said(data)), route.expected_version(request)
    made: Connector = await route.perform(request, keeping.change, *words, version=version)
    return made


@put(f"{CONNECTOR}/pause", **route.of(keeping.pause, "desk"))
async def pause(request: AnyRequest, connector_id: FromPath[UUID]) -> Connector:
    made: Connector = await route.perform(request, keeping.pause, connector_id, paused=True)
    return made


@delete(f"{CONNECTOR}/pause", status_code=200, **route.of(keeping.pause, "desk"))
async def go_on(request: AnyRequest, connector_id: FromPath[UUID]) -> Connector:
    made: Connector = await route.perform(request, keeping.pause, connector_id, paused=False)
    return made


@post(f"{CONNECTOR}/test", status_code=200, **route.of(greeting.greet, "desk"))
async def test(request: AnyRequest, connector_id: FromPath[UUID]) -> Connector:
    """Speak to it now; `tested` says what came of it."""
    return await verb.begin(greeting.greet, route.principal_of(request), connector_id)


@get(f"{CONNECTOR}/deliveries", **route.of(keeping.deliveries, "desk"))
async def deliveries(
    request: AnyRequest, connector_id: FromPath[UUID], before: FromQuery[UUID | None] = None
) -> list[Delivery]:
    words = (connector_id, before)
    found: list[Delivery] = await route.perform(request, keeping.deliveries, *words)
    return found


@put(
    f"{CLIENT}/connector-deliveries/{{outgoing_id:uuid}}/retry",
    **route.of(keeping.again, "desk"),
)
async def again(request: AnyRequest, key: FromPath[str], outgoing_id: FromPath[UUID]) -> None:
    await asking.change(request, keeping.again, key, outgoing_id)


@get(HOOK, **route.of(hook.standing, "desk"))
async def secrets(request: AnyRequest, key: FromPath[str], connector_id: FromPath[UUID]) -> Ends:
    found: Ends = await asking.read(request, hook.standing, key, connector_id)
    return found


@post(HOOK, **route.of(hook.issue, "desk"))
async def issue(
    request: AnyRequest,
    key: FromPath[str],
    connector_id: FromPath[UUID],
    data: JSONBody[Rotation],
) -> Issued:
    """The address at which this client's matters are told to us, and its key: shown once."""
    more = msgspec.structs.asdict(data)
    made: Issued = await asking.change(request, hook.issue, key, connector_id, **more)
    return made


@delete(f"{HOOK}/{{secret_id:uuid}}", **route.of(hook.revoke, "desk"))
async def revoke(
    request: AnyRequest,
    key: FromPath[str],
    connector_id: FromPath[UUID],
    secret_id: FromPath[UUID],
) -> None:
    await asking.change(request, hook.revoke, key, connector_id, secret_id)


@get("/trackers", **route.of(tracking.trackers, "desk"))
async def trackers(request: AnyRequest) -> list[Tracker]:
    found: list[Tracker] = await route.perform(request, tracking.trackers)
    return found


@get(ISSUES, **route.of(tracking.of_ticket, "desk"))
async def issues(request: AnyRequest, name: FromPath[str]) -> list[Issue]:
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number)
    found: list[Issue] = await route.perform(request, tracking.of_ticket, *words, tenant=tenant)
    return found


@post(ISSUES, **route.of(tracking.make, "desk"))
async def make(request: AnyRequest, name: FromPath[str], data: JSONBody[NewIssue]) -> Link:
    """Made there from this ticket, or linked where it stands there already."""
    tenant, number = addressing.ticket(request, name)
    words: tuple[Any, ...] = (number, data.connector_id)
    more = {"hears_comments": data.hears_comments, "tenant": tenant}
    wanted = tracking.tie if data.reference else tracking.make
    words = (*words, data.reference) if data.reference else words
    made: Link = await route.perform(request, wanted, *words, **more)
    return made


@put(f"{ISSUE}/comments", **route.of(tracking.choose, "desk"))
async def choose(
    request: AnyRequest,
    name: FromPath[str],
    connector_link_id: FromPath[UUID],
    data: JSONBody[Hears],
) -> Link:
    tenant, number = addressing.ticket(request, name)
    words, more = (number, connector_link_id), {"hears_comments": data.hears_comments}
    made: Link = await route.perform(request, tracking.choose, *words, tenant=tenant, **more)
    return made


@post(f"{ISSUE}/comments", **route.of(tracking.comment, "desk"))
async def comment(
    request: AnyRequest,
    name: FromPath[str],
    connector_link_id: FromPath[UUID],
    data: JSONBody[Comment],
) -> None:
    tenant, number = addressing.ticket(request, name)
    words = (number, connector_link_id, data.text)
    await route.perform(request, tracking.comment, *words, tenant=tenant)


@delete(ISSUE, **route.of(tracking.untie, "desk"))
async def untie(
    request: AnyRequest, name: FromPath[str], connector_link_id: FromPath[UUID]
) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, tracking.untie, number, connector_link_id, tenant=tenant)


def _said(data: Wanted) -> Said:
    return Said(**{name: getattr(data, name) for name in data.__struct_fields__})


ROUTER = Router(
    "/",
    route_handlers=[
        *(listed, add, one, change, pause, go_on, test, deliveries, again),
        *(secrets, issue, revoke, trackers, issues, make, choose, comment, untie),
    ],
    tags=["connectors"],
)
