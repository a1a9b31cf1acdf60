"""The JSON API over announcements and maintenance: what is told, to whom, and who wants mails."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from underpin.desk.announcements import announcing, broadcasting, reading, subscribing
from underpin.desk.announcements.announcement import Announcement
from underpin.desk.announcements.announcing import New
from underpin.desk.announcements.broadcasting import Broadcast
from underpin.desk.announcements.wording import Words
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

TOLD = f"{CLIENT}/announcements"
ONE = f"{TOLD}/{{announcement_id:uuid}}"
BROADCAST = "/announcements/{broadcast_id:uuid}"
WISH = f"{CLIENT}/announcement-subscription"
Severity = Literal["info", "warning", "critical"]
Texts = Annotated[dict[str, Words], Meta(max_length=10)]


class AnnouncementSaid(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """As `announcing.New` explains them."""

    kind: Literal["notice", "disruption", "maintenance"]
    severity: Severity
    language: str
    texts: Texts
    service_id: UUID | None = None
    published_from: Moment | None = None
    published_to: Moment | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


class BroadcastSaid(AnnouncementSaid):
    """`clients` null: all who are mine. `broadcast_id` repeats one that was cut short."""

    clients: Annotated[list[str], Meta(max_length=5_000)] | None = None
    service_name: str | None = None
    broadcast_id: UUID | None = None


class AmendmentSaid(msgspec.Struct, forbid_unknown_fields=True):
    severity: Severity
    texts: Texts
    published_to: Moment | None = None


def _new(said: AnnouncementSaid, service_name: str | None = None) -> New:
    words = {name: getattr(said, name) for name in AnnouncementSaid.__struct_fields__}
    return New(**words, service_name=service_name)


@get(TOLD, **route.of(reading.history))
async def history(
    request: AnyRequest,
    key: FromPath[str],
    *,
    before: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = reading.PAGE,
) -> list[Announcement]:
    found: list[Announcement] = await asking.read(request, reading.history, key, before, limit)
    return found


@get(f"{TOLD}/current", **route.of(reading.current))
async def current(request: AnyRequest, key: FromPath[str]) -> list[Announcement]:
    found: list[Announcement] = await asking.read(request, reading.current, key)
    return found


@post(TOLD, **route.of(announcing.announce, "desk"))
async def announce(
    request: AnyRequest, key: FromPath[str], data: JSONBody[AnnouncementSaid]
) -> Announcement:
    made: Announcement = await asking.change(request, announcing.announce, key, _new(data))
    return made


@get(ONE, **route.of(reading.one))
async def one(
    request: AnyRequest, key: FromPath[str], announcement_id: FromPath[UUID]
) -> Announcement:
    found: Announcement = await asking.read(request, reading.one, key, announcement_id)
    return found


@put(ONE, **route.of(announcing.amend, "desk"))
async def amend(
    request: AnyRequest,
    key: FromPath[str],
    announcement_id: FromPath[UUID],
    data: JSONBody[AmendmentSaid],
) -> Announcement:
    words = (announcement_id, data.severity, data.texts, data.published_to)
    version = route.expected_version(request)
    made: Announcement = await asking.change(
        request, announcing.amend, key, *words, version=version
    )
    return made


@put(f"{ONE}/withdrawal", **route.of(announcing.withdraw, "desk"))
async def withdraw(
    request: AnyRequest, key: FromPath[str], announcement_id: FromPath[UUID]
) -> Announcement:
    made: Announcement = await asking.change(request, announcing.withdraw, key, announcement_id)
    return made


@post("/announcements", **route.of(broadcasting.broadcast, "desk"))
async def broadcast(request: AnyRequest, data: JSONBody[BroadcastSaid]) -> Broadcast:
    """The same to several clients, each its own."""
    asker, new = route.principal_of(request), _new(data, data.service_name)
    words = (new, data.clients, data.broadcast_id)
    return await verb.begin(broadcasting.broadcast, asker, *words)


@get("/announcement-reach", **route.of(broadcasting.reached, "desk"))
async def reach(request: AnyRequest) -> int:
    """How many clients a broadcast to all would tell."""
    return await verb.begin(broadcasting.reached, route.principal_of(request))


@put(BROADCAST, **route.of(broadcasting.amend, "desk"))
async def amend_all(
    request: AnyRequest, broadcast_id: FromPath[UUID], data: JSONBody[AmendmentSaid]
) -> int:
    """At how many clients it now says so."""
    words = (broadcast_id, data.severity, data.texts, data.published_to)
    return await verb.begin(broadcasting.amend, route.principal_of(request), *words)


@put(f"{BROADCAST}/withdrawal", **route.of(broadcasting.withdraw, "desk"))
async def withdraw_all(request: AnyRequest, broadcast_id: FromPath[UUID]) -> int:
    """At how many clients it was withdrawn."""
    return await verb.begin(broadcasting.withdraw, route.principal_of(request), broadcast_id)


@get(WISH, **route.of(subscribing.subscribed, "portal"))
async def subscribed(request: AnyRequest, key: FromPath[str]) -> bool:
    found: bool = await asking.read(request, subscribing.subscribed, key)
    return found


@put(WISH, **route.of(subscribing.subscribe, "portal"))
async def subscribe(request: AnyRequest, key: FromPath[str]) -> bool:
    made: bool = await asking.change(request, subscribing.subscribe, key)
    return made


@delete(WISH, status_code=200, **route.of(subscribing.unsubscribe, "portal"))
async def unsubscribe(request: AnyRequest, key: FromPath[str]) -> bool:
    made: bool = await asking.change(request, subscribing.unsubscribe, key)
    return made


@get("/announcements", **route.of(reading.recent, "desk"))
async def recent(request: AnyRequest) -> list[reading.Told]:
    """The newest at all of one's clients."""
    found: list[reading.Told] = await route.perform(request, reading.recent)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        recent,
        *(history, current, announce, one, amend, withdraw, broadcast),
        *(reach, amend_all, withdraw_all),
        *(subscribed, subscribe, unsubscribe),
    ],
    tags=["announcements"],
)
