"""The JSON API over outages, maintenance and the availability they come to."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from contracts.compliance.outages import availability_reading, maintenance, outage
from contracts.compliance.outages.availability_reading import Reading
from contracts.compliance.outages.maintenance import Maintenance
from contracts.compliance.outages.outage_rows import Outage
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

SERVICE = f"{CLIENT}/services/{{service_id:uuid}}"
OUTAGE = f"{CLIENT}/outages/{{outage_id:uuid}}"
Limit = Annotated[int, QueryParameter(ge=1, le=outage.LONGEST_PAGE)]


class NewOutage(msgspec.Struct, forbid_unknown_fields=True):
    """`vendor_id`: whose it was, if a vendor's; clients are not shown it."""

    starts_at: Moment
    ends_at: Moment | None = None
    note: str = ""
    vendor_id: UUID | None = None


class Ended(msgspec.Struct, forbid_unknown_fields=True):
    ends_at: Moment


class Withdrawn(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class NewMaintenance(msgspec.Struct, forbid_unknown_fields=True):
    starts_at: Moment
    ends_at: Moment
    note: str = ""


@get(f"{SERVICE}/outages", **route.of(outage.of_service))
async def outages(
    request: AnyRequest,
    key: FromPath[str],
    service_id: FromPath[UUID],
    before: FromQuery[UUID | None] = None,
    limit: Limit = outage.PAGE,
) -> list[Outage]:
    """The newest first; `before` is the last of the page before."""
    words = (service_id, before, limit)
    found: list[Outage] = await asking.read(request, outage.of_service, key, *words)
    return found


@post(f"{SERVICE}/outages", **route.of(outage.draft, "desk"))
async def draft(
    request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID], data: JSONBody[NewOutage]
) -> Outage:
    words = (service_id, data.starts_at, data.ends_at)
    more = {"note": data.note, "vendor_id": data.vendor_id}
    made: Outage = await asking.change(request, outage.draft, key, *words, **more)
    return made


@put(f"{OUTAGE}/confirmation", **route.of(outage.confirm, "desk"))
async def confirm(request: AnyRequest, key: FromPath[str], outage_id: FromPath[UUID]) -> Outage:
    made: Outage = await asking.change(request, outage.confirm, key, outage_id)
    return made


@put(f"{OUTAGE}/end", **route.of(outage.end, "desk"))
async def end(
    request: AnyRequest, key: FromPath[str], outage_id: FromPath[UUID], data: JSONBody[Ended]
) -> Outage:
    made: Outage = await asking.change(request, outage.end, key, outage_id, data.ends_at)
    return made


@put(f"{OUTAGE}/withdrawal", **route.of(outage.withdraw, "desk"))
async def withdraw(
    request: AnyRequest, key: FromPath[str], outage_id: FromPath[UUID], data: JSONBody[Withdrawn]
) -> Outage:
    made: Outage = await asking.change(request, outage.withdraw, key, outage_id, data.reason)
    return made


@get(f"{SERVICE}/maintenance", **route.of(maintenance.of_service))
async def announced(
    request: AnyRequest,
    key: FromPath[str],
    service_id: FromPath[UUID],
    before: FromQuery[UUID | None] = None,
    limit: Limit = maintenance.PAGE,
) -> list[Maintenance]:
    """The newest first; `before` is the last of the page before."""
    words = (service_id, before, limit)
    found: list[Maintenance] = await asking.read(request, maintenance.of_service, key, *words)
    return found


@post(f"{SERVICE}/maintenance", **route.of(maintenance.announce, "desk"))
async def announce(
    request: AnyRequest,
    key: FromPath[str],
    service_id: FromPath[UUID],
    data: JSONBody[NewMaintenance],
) -> Maintenance:
    words = (service_id, data.starts_at, data.ends_at)
    made: Maintenance = await asking.change(
        request, maintenance.announce, key, *words, note=data.note
    )
    return made


@put(
    f"{CLIENT}/maintenance/{{maintenance_id:uuid}}/withdrawal",
    **route.of(maintenance.withdraw, "desk"),
)
async def call_off(
    request: AnyRequest, key: FromPath[str], maintenance_id: FromPath[UUID]
) -> Maintenance:
    made: Maintenance = await asking.change(request, maintenance.withdraw, key, maintenance_id)
    return made


@get(f"{SERVICE}/availability", **route.of(availability_reading.of_service))
async def availability(
    request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID], on: FromQuery[date]
) -> Reading:
    """The month, quarter or year of a day, as the SLA has it."""
    found: Reading = await asking.read(
        request, availability_reading.of_service, key, service_id, on
    )
    return found


@get(f"{SERVICE}/vendor-availability", **route.of(availability_reading.of_vendors, "desk"))
async def vendor_availability(
    request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID], on: FromQuery[date]
) -> list[Reading]:
    """The same of each vendor behind it, as its UC has it."""
    found: list[Reading] = await asking.read(
        request, availability_reading.of_vendors, key, service_id, on
    )
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        *(outages, draft, confirm, end, withdraw),
        *(announced, announce, call_off, availability, vendor_availability),
    ],
    tags=["availability"],
)
