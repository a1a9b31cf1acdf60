"""The JSON API over a version's acceptance asked for by mail."""

from __future__ import annotations

from uuid import UUID

from litestar import Router, delete, get, post
from litestar.params import FromPath

from contracts.agreements.consent import Asked
from underpin.desk.consents import asking as consents
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

REQUESTS = f"{CLIENT}/versions/{{version_id:uuid}}/consent-requests"


@get(REQUESTS, **route.of(consents.of_version, "desk"))
async def listed(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]
) -> list[Asked]:
    found: list[Asked] = await asking.read(request, consents.of_version, key, version_id)
    return found


@post(REQUESTS, **route.of(consents.ask, "desk"))
async def ask(request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]) -> list[Asked]:
    made: list[Asked] = await asking.change(request, consents.ask, key, version_id)
    return made


@delete(REQUESTS, status_code=200, **route.of(consents.revoke, "desk"))
async def revoke(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]
) -> list[Asked]:
    made: list[Asked] = await asking.change(request, consents.revoke, key, version_id)
    return made


ROUTER = Router("/", route_handlers=[listed, ask, revoke], tags=["agreements"])
