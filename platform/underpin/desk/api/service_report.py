"""The JSON API over monthly service reports: what was told, as JSON and PDF, and who is mailed."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec
from litestar import Response, Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.service_reports import making, reading, recipients
from underpin.desk.service_reports.printed import printing
from underpin.desk.service_reports.reading import Kept, Listed
from underpin.desk.service_reports.recipients import Recipient, State
from underpin.desk.service_reports.told import Report
from underpin.kernel import security_headers
from underpin.kernel.printing import press
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

REPORTS = f"{CLIENT}/service-reports"
MONTH = f"{REPORTS}/{{year:int}}/{{month:int}}"
Locale = Literal["en", "pl", "zh", "ar"]


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """`told`: with which reports the person is mailed, none for never."""

    told: list[State]


@get(REPORTS, **route.of(reading.of_client))
async def listed(
    request: AnyRequest,
    key: FromPath[str],
    before_year: FromQuery[int | None] = None,
    before_month: FromQuery[int] = 1,
) -> list[Listed]:
    before = None if before_year is None else (before_year, before_month)
    found: list[Listed] = await asking.read(request, reading.of_client, key, before)
    return found


@get(MONTH, **route.of(reading.of_month))
async def one(
    request: AnyRequest, key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> Report:
    found: Kept = await asking.read(request, reading.of_month, key, year, month)
    return found.report


@get(f"{MONTH}/pdf", **route.of(reading.of_month))
async def pdf(
    request: AnyRequest,
    key: FromPath[str],
    year: FromPath[int],
    month: FromPath[int],
    language: FromQuery[Locale | None] = None,
) -> Response[bytes]:
    found: Kept = await asking.read(request, reading.of_month, key, year, month)
    body = await press.beside(printing.pdf, found.report, language or found.report.locale)
    headers = security_headers.private_file(f"{key}-{year}-{month:02}.pdf")
    return Response(body, media_type="application/pdf", headers=headers)


@put(MONTH, **route.of(making.make, "desk"))
async def make(
    request: AnyRequest, key: FromPath[str], year: FromPath[int], month: FromPath[int]
) -> UUID:
    """Anew, while it is provisional."""
    made: UUID = await asking.change(request, making.make, key, year, month)
    return made


@get(f"{REPORTS}/recipients", **route.of(recipients.of_client))
async def mailed(request: AnyRequest, key: FromPath[str]) -> list[Recipient]:
    found: list[Recipient] = await asking.read(request, recipients.of_client, key)
    return found


@put(f"{REPORTS}/recipients/{{person_id:uuid}}", status_code=204, **route.of(recipients.choose))
async def choose(
    request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID], data: JSONBody[Chosen]
) -> None:
    await asking.change(request, recipients.choose, key, person_id, data.told)


ROUTER = Router("/", route_handlers=[listed, one, pdf, make, mailed, choose], tags=["desk"])
