"""The JSON API over channels and the accounts of who speaks in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.channels import account, channels, greeting
from underpin.desk.channels.account import Account
from underpin.desk.channels.channel import Channel, Said
from underpin.desk.channels.channels import Detail, Opened
from underpin.desk.hooks.secret import Issued
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

CHANNELS = f"{CLIENT}/channels"
CHANNEL = f"{CHANNELS}/{{channel_id:uuid}}"
ACCOUNT = f"{CLIENT}/channel-accounts/{{channel_account_id:uuid}}"


class NewChannel(msgspec.Struct, forbid_unknown_fields=True):
    """`settings` and `credential` are those of its kind in docs/channels.md; `signing_key` is the
    one that Slack or Teams made."""

    name: str
    kind: str
    settings: dict[str, Any] = {}
    credential: str = ""
    service_id: UUID | None = None
    signing_key: str = ""


class Changed(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    kind: str
    settings: dict[str, Any] = {}
    credential: str = ""
    service_id: UUID | None = None


class Rotation(msgspec.Struct, forbid_unknown_fields=True):
    """For how many hours the present secret is still good."""

    overlap_hours: int = 24
    signing_key: str = ""


class Person(msgspec.Struct, forbid_unknown_fields=True):
    """A person of the client's, or one of ours."""

    person_id: UUID | None = None
    staff_id: UUID | None = None


@get(CHANNELS, **route.of(channels.listed, "desk"))
async def listed(request: AnyRequest, key: FromPath[str]) -> list[Channel]:
    found: list[Channel] = await asking.read(request, channels.listed, key)
    return found


@post(CHANNELS, **route.of(channels.add, "desk"))
async def add(request: AnyRequest, key: FromPath[str], data: JSONBody[NewChannel]) -> Opened:
    words = {"signing_key": data.signing_key}
    made: Opened = await asking.change(request, channels.add, key, _said(data), **words)
    return made


@get(CHANNEL, **route.of(channels.detail, "desk"))
async def one(request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]) -> Detail:
    found: Detail = await asking.read(request, channels.detail, key, channel_id)
    return found


@put(CHANNEL, **route.of(channels.change, "desk"))
async def change(
    request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID], data: JSONBody[Changed]
) -> Channel:
    words = (channel_id, _said(data))
    version = route.expected_version(request)
    made: Channel = await asking.change(request, channels.change, key, *words, version=version)
    return made


@put(f"{CHANNEL}/pause", **route.of(channels.pause, "desk"))
async def pause(request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]) -> Channel:
    made: Channel = await asking.change(request, channels.pause, key, channel_id, paused=True)
    return made


@delete(f"{CHANNEL}/pause", status_code=200, **route.of(channels.pause, "desk"))
async def go_on(request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]) -> Channel:
    made: Channel = await asking.change(request, channels.pause, key, channel_id, paused=False)
    return made


@post(f"{CHANNEL}/secrets", **route.of(channels.rotate, "desk"))
async def rotate(
    request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID], data: JSONBody[Rotation]
) -> Issued:
    overlap = timedelta(hours=max(-1, min(data.overlap_hours, 10_000)))
    words, more = (channel_id, overlap), {"signing_key": data.signing_key}
    made: Issued = await asking.change(request, channels.rotate, key, *words, **more)
    return made


@get(f"{CLIENT}/channel-accounts", **route.of(account.listed, "desk"))
async def accounts(
    request: AnyRequest,
    key: FromPath[str],
    *,
    unknown: FromQuery[bool] = False,
    before: FromQuery[UUID | None] = None,
) -> list[Account]:
    words = {"unknown": unknown, "before": before}
    found: list[Account] = await asking.read(request, account.listed, key, **words)
    return found


@put(f"{ACCOUNT}/person", **route.of(account.link, "desk"))
async def link(
    request: AnyRequest,
    key: FromPath[str],
    channel_account_id: FromPath[UUID],
    data: JSONBody[Person],
) -> Account:
    said = msgspec.structs.asdict(data)
    made: Account = await asking.change(request, account.link, key, channel_account_id, **said)
    return made


def _said(data: NewChannel | Changed) -> Said:
    return Said(data.name, data.kind, data.settings, data.credential, data.service_id)


class Greeted(msgspec.Struct):
    """Empty where the far side answered as it should, else what it said."""

    problem: str


@post(f"{CHANNEL}/greeting", status_code=200, **route.of(greeting.greet, "desk"))
async def greet(request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]) -> Greeted:
    tenant = route.tenant_of(request, key)
    asker = route.principal_of(request)
    return Greeted(await verb.begin(greeting.greet, asker, tenant, channel_id))


ROUTER = Router(
    "/",
    route_handlers=[greet, listed, add, one, change, pause, go_on, rotate, accounts, link],
    tags=["intake"],
)
