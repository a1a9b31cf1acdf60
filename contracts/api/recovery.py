"""The JSON API over what vendors owe: filed, granted, refused. Staff only."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from contracts.compliance import to_decide
from contracts.compliance.recoveries import recovery, recovery_of_vendor
from contracts.compliance.recoveries.recovery import Only, Recovery
from contracts.compliance.recoveries.recovery_of_vendor import Owes
from contracts.compliance.to_decide import Claim
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

ONE = f"{CLIENT}/recoveries/{{recovery_id:uuid}}"


class Filing(msgspec.Struct, forbid_unknown_fields=True):
    """The claim's reference with the vendor."""

    reference: str


class VendorsAnswer(msgspec.Struct, forbid_unknown_fields=True):
    answer: str


@get(f"{CLIENT}/recoveries", **route.of(recovery.of_tenant, "desk"))
async def every(
    request: AnyRequest,
    key: FromPath[str],
    only: FromQuery[Only | None] = None,
    before: FromQuery[UUID | None] = None,
) -> list[Recovery]:
    more = {"only": only, "before": before}
    found: list[Recovery] = await asking.read(request, recovery.of_tenant, key, **more)
    return found


@put(f"{ONE}/filing", **route.of(recovery.file, "desk"))
async def file(
    request: AnyRequest, key: FromPath[str], recovery_id: FromPath[UUID], data: JSONBody[Filing]
) -> Recovery:
    words = (recovery_id, data.reference)
    made: Recovery = await asking.change(request, recovery.file, key, *words)
    return made


@put(f"{ONE}/grant", **route.of(recovery.grant, "desk"))
async def grant(
    request: AnyRequest,
    key: FromPath[str],
    recovery_id: FromPath[UUID],
    data: JSONBody[VendorsAnswer],
) -> Recovery:
    words = (recovery_id, data.answer)
    made: Recovery = await asking.change(request, recovery.grant, key, *words)
    return made


@put(f"{ONE}/refusal", **route.of(recovery.refuse, "desk"))
async def refuse(
    request: AnyRequest,
    key: FromPath[str],
    recovery_id: FromPath[UUID],
    data: JSONBody[VendorsAnswer],
) -> Recovery:
    words = (recovery_id, data.answer)
    made: Recovery = await asking.change(request, recovery.refuse, key, *words)
    return made


@get("/recoveries", **route.of(to_decide.claims, "desk"))
async def claims(request: AnyRequest) -> list[Claim]:
    """Of all one's clients, what waits to be filed or answered."""
    found: list[Claim] = await route.perform(request, to_decide.claims)
    return found


@get("/vendors/{vendor_id:uuid}/recoveries", **route.of(recovery_of_vendor.of_vendor, "desk"))
async def owed_by(request: AnyRequest, vendor_id: FromPath[UUID]) -> list[Owes]:
    found: list[Owes] = await route.perform(request, recovery_of_vendor.of_vendor, vendor_id)
    return found


ROUTER = Router(
    "/", route_handlers=[claims, owed_by, every, file, grant, refuse], tags=["recoveries"]
)
