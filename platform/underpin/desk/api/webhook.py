"""The JSON API over webhooks that leave."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.channels import webhooks
from underpin.desk.channels.webhooks import Opened, Said, Told, Webhook
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

WEBHOOKS = f"{CLIENT}/webhooks"
WEBHOOK = f"{WEBHOOKS}/{{webhook_id:uuid}}"


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """`kinds` are those of docs/channels.md."""

    name: str
    url: str
    kinds: list[str]
    for_staff: bool = False


@get(WEBHOOKS, **route.of(webhooks.listed, "desk"))
async def listed(request: AnyRequest, key: FromPath[str]) -> list[Webhook]:
    found: list[Webhook] = await asking.read(request, webhooks.listed, key)
    return found


@post(WEBHOOKS, **route.of(webhooks.add, "desk"))
async def add(request: AnyRequest, key: FromPath[str], data: JSONBody[Wanted]) -> Opened:
    made: Opened = await asking.change(request, webhooks.add, key, _said(data))
    return made


@put(WEBHOOK, **route.of(webhooks.change, "desk"))
async def change(
    request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID], data: JSONBody[Wanted]
) -> Webhook:
    words, version = (webhook_id, _said(data)), route.expected_version(request)
    made: Webhook = await asking.change(request, webhooks.change, key, *words, version=version)
    return made


@put(f"{WEBHOOK}/pause", **route.of(webhooks.pause, "desk"))
async def pause(request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]) -> Webhook:
    made: Webhook = await asking.change(request, webhooks.pause, key, webhook_id, paused=True)
    return made


@delete(f"{WEBHOOK}/pause", status_code=200, **route.of(webhooks.pause, "desk"))
async def go_on(request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]) -> Webhook:
    made: Webhook = await asking.change(request, webhooks.pause, key, webhook_id, paused=False)
    return made


@post(f"{WEBHOOK}/key", **route.of(webhooks.rotate, "desk"))
async def rotate(request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]) -> Opened:
    made: Opened = await asking.change(request, webhooks.rotate, key, webhook_id)
    return made


@post(f"{WEBHOOK}/test", **route.of(webhooks.test, "desk"))
async def test(
    request: AnyRequest, key: FromPath[str], webhook_id: FromPath[UUID]
) -> dict[str, UUID]:
    return {"id": await asking.change(request, webhooks.test, key, webhook_id)}


@get(f"{WEBHOOK}/deliveries", **route.of(webhooks.told, "desk"))
async def told(
    request: AnyRequest,
    key: FromPath[str],
    webhook_id: FromPath[UUID],
    before: FromQuery[UUID | None] = None,
) -> list[Told]:
    found: list[Told] = await asking.read(request, webhooks.told, key, webhook_id, before)
    return found


@put(f"{WEBHOOK}/deliveries/{{outgoing_id:uuid}}/retry", **route.of(webhooks.again, "desk"))
async def again(
    request: AnyRequest,
    key: FromPath[str],
    webhook_id: FromPath[UUID],
    outgoing_id: FromPath[UUID],
) -> None:
    await asking.change(request, webhooks.again, key, webhook_id, outgoing_id)


def _said(data: Wanted) -> Said:
    return Said(data.name, data.url, tuple(data.kinds), data.for_staff)


ROUTER = Router(
    "/",
    route_handlers=[listed, add, change, pause, go_on, rotate, test, told, again],
    tags=["intake"],
)
