"""The JSON API over exports of a client's data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Stream

from tenants.handing_over import archive, asking, leaving
from tenants.handing_over.asking import Exports
from underpin.kernel import security_headers, verb
from underpin.kernel.web import asking as web
from underpin.kernel.web import route
from underpin.kernel.web.asking import CLIENT, AnyRequest

AT = f"{CLIENT}/exports"


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """`person_id`: the administrator for whom staff ask; a member asks for themselves."""

    person_id: UUID | None = None


class Asked(msgspec.Struct):
    id: UUID


@get(AT, **route.of(asking.latest))
async def shown(request: AnyRequest, key: FromPath[str]) -> Exports:
    found: Exports = await web.read(request, asking.latest, key)
    return found


@post(AT, **route.of(asking.ask))
async def ask(request: AnyRequest, key: FromPath[str], data: JSONBody[Wanted]) -> Asked:
    return Asked(await web.change(request, asking.ask, key, data.person_id))


@post(f"{AT}/{{company_export_id:uuid}}/archive", **route.of(asking.take, "portal"))
async def take(
    request: AnyRequest, key: FromPath[str], company_export_id: FromPath[UUID]
) -> Stream:
    return await sent(request, route.tenant_of(request, key), company_export_id)


async def sent(request: AnyRequest, tenant: int, export_id: UUID) -> Stream:
    """The archive, a piece at a time. Asked twice it is sent twice, and told twice in the trail."""
    asker: Any = route.principal_of(request)
    source = route.source_of(request)
    entries = await verb.perform(asking.take, asker, export_id, tenant=tenant, source=source)
    key = next(iter(asker.tenants))
    headers = {
        "Content-Disposition": security_headers.attachment(f"{key}-export.zip"),
        "Content-Length": str(archive.length(entries)),
        "Cache-Control": "private, no-store",
    }
    content = leaving.stream(tenant, export_id, entries)
    return Stream(content, media_type="application/zip", headers=headers, status_code=200)


HANDLERS = [shown, ask, take]
