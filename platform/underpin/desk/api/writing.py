"""The JSON API over a message while it is written: files, drafts, who else is there, limits."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.writing import drafts, limits, presence, staging
from underpin.desk.writing.drafts import Draft
from underpin.desk.writing.limits import Limits, Storage
from underpin.desk.writing.staging import Staged
from underpin.kernel import files, verb
from underpin.kernel.presence import Present
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT
from underpin.kernel.web.route import AnyRequest

TICKET = "/tickets/{name:str}"
LARGEST_BODY: Final = files.LARGEST + 64 * 1024
AT_ONCE: Final = 4
gate = asyncio.Semaphore(AT_ONCE)


class Form(msgspec.Struct):
    """multipart/form-data with one part `file`; what comes in waits on disk."""

    file: UploadFile


class Text(msgspec.Struct, forbid_unknown_fields=True):
    body: str


class Doing(msgspec.Struct, forbid_unknown_fields=True):
    """`looking` or `typing`."""

    doing: str


class Agreed(msgspec.Struct, forbid_unknown_fields=True):
    """As `writing.limits` explains them."""

    largest_megabytes: int
    most_per_message: int
    quota_megabytes: int
    mail_megabytes: int = 10
    endings: str = ""


Multipart = Annotated[Form, Body(media_type=RequestEncodingType.MULTI_PART)]


async def staged(request: AnyRequest, tenant: int, number: int | None, given: UploadFile) -> Staged:
    """Take a file off the disk and keep it; only so many are in memory at once. A repetition is
    the same file, so that no key is needed to ask twice."""
    async with gate:
        words = (number, given.filename, await given.read())
        who, way = route.principal_of(request), route.source_of(request)
        return await verb.perform(staging.stage, who, *words, tenant=tenant, source=way)


@post(f"{TICKET}/uploads", request_max_body_size=LARGEST_BODY, **route.of(staging.stage))
async def upload(request: AnyRequest, name: FromPath[str], data: Multipart) -> Staged:
    tenant, number = addressing.ticket(request, name)
    return await staged(request, tenant, number, data.file)


@post(f"{CLIENT}/uploads", request_max_body_size=LARGEST_BODY, **route.of(staging.stage))
async def upload_for_new(request: AnyRequest, key: FromPath[str], data: Multipart) -> Staged:
    """For a ticket yet to be raised."""
    return await staged(request, route.tenant_of(request, key), None, data.file)


@get(f"{TICKET}/uploads", **route.of(staging.own))
async def uploads(request: AnyRequest, name: FromPath[str]) -> list[Staged]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, staging.own, tenant, number, tenant=tenant)


@get(f"{CLIENT}/uploads", **route.of(staging.own))
async def uploads_for_new(request: AnyRequest, key: FromPath[str]) -> list[Staged]:
    found: list[Staged] = await asking.read(request, staging.own, key)
    return found


@delete(f"{CLIENT}/uploads/{{upload_id:uuid}}", **route.of(staging.drop))
async def drop(request: AnyRequest, key: FromPath[str], upload_id: FromPath[UUID]) -> None:
    await asking.change(request, staging.drop, key, upload_id)


@get(f"{TICKET}/drafts", **route.of(drafts.own))
async def own_drafts(request: AnyRequest, name: FromPath[str]) -> list[Draft]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, drafts.own, tenant, number, tenant=tenant)


@put(f"{TICKET}/drafts/{{visibility:str}}", **route.of(drafts.save))
async def save_draft(
    request: AnyRequest, name: FromPath[str], visibility: FromPath[str], data: JSONBody[Text]
) -> Draft | None:
    words = (*addressing.ticket(request, name), visibility, data.body)
    return await verb.begin(drafts.save, route.principal_of(request), *words)


@delete(f"{TICKET}/drafts/{{visibility:str}}", **route.of(drafts.discard))
async def discard_draft(
    request: AnyRequest, name: FromPath[str], visibility: FromPath[str]
) -> None:
    words = (*addressing.ticket(request, name), visibility)
    await verb.begin(drafts.discard, route.principal_of(request), *words)


@put(f"{TICKET}/presence", **route.of(presence.beat, "desk"))
async def be_present(
    request: AnyRequest, name: FromPath[str], data: JSONBody[Doing]
) -> list[Present]:
    """The others who are there; said again within half a minute to stay."""
    words = (*addressing.ticket(request, name), data.doing)
    return await verb.begin(presence.beat, route.principal_of(request), *words)


@delete(f"{TICKET}/presence", **route.of(presence.leave, "desk"))
async def leave(request: AnyRequest, name: FromPath[str]) -> None:
    words = addressing.ticket(request, name)
    await verb.begin(presence.leave, route.principal_of(request), *words)


@get(f"{CLIENT}/upload-limits", **route.of(limits.of_client))
async def read_limits(request: AnyRequest, key: FromPath[str]) -> Limits:
    found: Limits = await asking.read(request, limits.of_client, key)
    return found


@put(f"{CLIENT}/upload-limits", **route.of(limits.agree, "desk"))
async def agree_limits(request: AnyRequest, key: FromPath[str], data: JSONBody[Agreed]) -> Limits:
    agreed = Limits(**msgspec.structs.asdict(data))
    made: Limits = await asking.change(request, limits.agree, key, agreed)
    return made


@delete(f"{CLIENT}/upload-limits", status_code=200, **route.of(limits.to_default, "desk"))
async def limits_to_default(request: AnyRequest, key: FromPath[str]) -> Limits:
    made: Limits = await asking.change(request, limits.to_default, key)
    return made


@get(f"{CLIENT}/storage", **route.of(limits.storage, "desk"))
async def storage(request: AnyRequest, key: FromPath[str]) -> Storage:
    found: Storage = await asking.read(request, limits.storage, key)
    return found


HANDLERS: list[Any] = [
    *(upload, upload_for_new, uploads, uploads_for_new, drop),
    *(own_drafts, save_draft, discard_draft, be_present, leave),
    *(read_limits, agree_limits, limits_to_default, storage),
]
ROUTER = Router("/", route_handlers=HANDLERS, tags=["desk"])
