"""The JSON API over what kept failing: looked at, tried again alone or all of a kind, given up."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, JSONBody

from underpin.desk.aside import content, giving_up, set_aside
from underpin.desk.aside.content import Looked
from underpin.desk.aside.set_aside import Item
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

ONE = f"{CLIENT}/set-aside/{{lane:str}}/{{aside_id:uuid}}"


class OfKind(msgspec.Struct, forbid_unknown_fields=True):
    kind: str


class Again(msgspec.Struct):
    """How many are tried again."""

    retried: int


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@get("/set-aside", **route.of(set_aside.waiting, "desk"))
async def waiting(request: AnyRequest) -> list[Item]:
    found: list[Item] = await route.perform(request, set_aside.waiting)
    return found


@get(ONE, **route.of(content.look, "desk"))
async def look(
    request: AnyRequest, key: FromPath[str], lane: FromPath[str], aside_id: FromPath[UUID]
) -> Looked:
    found: Looked = await asking.read(request, content.look, key, lane, aside_id)
    return found


@put(f"{ONE}/retry", status_code=204, **route.of(set_aside.retry, "desk"))
async def retry(
    request: AnyRequest, key: FromPath[str], lane: FromPath[str], aside_id: FromPath[UUID]
) -> None:
    await asking.change(request, set_aside.retry, key, lane, aside_id)


@put(f"{ONE}/end", status_code=204, **route.of(giving_up.give_up, "desk"))
async def give_up(
    request: AnyRequest,
    key: FromPath[str],
    lane: FromPath[str],
    aside_id: FromPath[UUID],
    data: JSONBody[Reason],
) -> None:
    await asking.change(request, giving_up.give_up, key, lane, aside_id, data.reason)


@put(f"{CLIENT}/set-aside/retries", **route.of(set_aside.retry_all, "desk"))
async def retry_all(request: AnyRequest, key: FromPath[str], data: JSONBody[OfKind]) -> Again:
    return Again(await asking.change(request, set_aside.retry_all, key, data.kind))


ROUTER = Router("/", route_handlers=[waiting, look, retry, give_up, retry_all], tags=["desk"])
