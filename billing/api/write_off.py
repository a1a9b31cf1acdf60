"""The JSON API over what is given up of an invoice."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.api.invoice import NUMBERED
from billing.receivables import write_off
from billing.receivables.write_off import WriteOff
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

ONE = f"{CLIENT}/write-offs/{{write_off_id:uuid}}"


class NewWriteOff(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@get(f"{CLIENT}/write-offs", **route.of(write_off.of_tenant, "desk"))
async def listed(
    request: AnyRequest, key: FromPath[str], before: FromQuery[UUID | None] = None
) -> list[WriteOff]:
    found: list[WriteOff] = await asking.read(request, write_off.of_tenant, key, before)
    return found


@post(f"{NUMBERED}/write-off", **route.of(write_off.propose, "desk"))
async def propose(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], data: JSONBody[NewWriteOff]
) -> WriteOff:
    made: WriteOff = await asking.change(request, write_off.propose, key, number, data.reason)
    return made


@put(f"{ONE}/approval", **route.of(write_off.approve, "desk"))
async def approve(
    request: AnyRequest, key: FromPath[str], write_off_id: FromPath[UUID]
) -> WriteOff:
    made: WriteOff = await asking.change(request, write_off.approve, key, write_off_id)
    return made


@put(f"{ONE}/refusal", **route.of(write_off.refuse, "desk"))
async def refuse(request: AnyRequest, key: FromPath[str], write_off_id: FromPath[UUID]) -> WriteOff:
    made: WriteOff = await asking.change(request, write_off.refuse, key, write_off_id)
    return made


@get(f"{NUMBERED}/write-off", **route.of(write_off.of_invoice, "desk"))
async def of_invoice(
    request: AnyRequest, key: FromPath[str], number: FromPath[str]
) -> list[WriteOff]:
    found: list[WriteOff] = await asking.read(request, write_off.of_invoice, key, number)
    return found


ROUTER = Router(
    "/", route_handlers=[of_invoice, listed, propose, approve, refuse], tags=["receivables"]
)
