"""The JSON API over drafts of OLAs and UCs: the provider's own, shown to its staff alone."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, put
from litestar.params import FromPath, JSONBody

from contracts.agreements import provider_drafting
from contracts.agreements.agreed import Content
from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest

VERSION = "/provider/versions/{version_id:uuid}"


class Rewritten(msgspec.Struct, forbid_unknown_fields=True):
    content: Content


@put(f"{VERSION}/content", **route.of(provider_drafting.rewrite, "desk"))
async def rewrite(
    request: AnyRequest, version_id: FromPath[UUID], data: JSONBody[Rewritten]
) -> Version:
    words = (version_id, data.content)
    more = {"seen": route.expected_version(request)}
    made: Version = await route.perform(request, provider_drafting.rewrite, *words, **more)
    return made


@delete(f"{VERSION}/approval", status_code=200, **route.of(provider_drafting.send_back, "desk"))
async def send_back(request: AnyRequest, version_id: FromPath[UUID]) -> Version:
    made: Version = await route.perform(request, provider_drafting.send_back, version_id)
    return made


@get(f"{VERSION}/changes", **route.of(provider_drafting.changes, "desk"))
async def changes(request: AnyRequest, version_id: FromPath[UUID]) -> list[Difference]:
    found: list[Difference] = await route.perform(request, provider_drafting.changes, version_id)
    return found


ROUTER = Router("/", route_handlers=[rewrite, send_back, changes], tags=["agreements"])
