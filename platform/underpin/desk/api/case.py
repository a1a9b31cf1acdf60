"""The JSON API over vendor cases: what is said to a vendor and by it, what leaves, how it did."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.api import addressing
from underpin.desk.cases import (
    by_hand,
    case_answering,
    open_cases,
    scorecard,
    sharing_rule,
    vendor_link,
)
from underpin.desk.cases.by_hand import Heard, Sheet
from underpin.desk.cases.case import Case
from underpin.desk.cases.open_cases import Open
from underpin.desk.cases.scorecard import Scorecard
from underpin.desk.cases.sharing_rule import Rule
from underpin.desk.cases.vendor_link import VendorLink
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

SHARING = f"{CLIENT}/services/{{service_id:uuid}}/sharing"
CASE = "/tickets/{name:str}/cases/{case_id:uuid}"


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """What the vendor reads."""

    text: str


class Record(msgspec.Struct, forbid_unknown_fields=True):
    """`word`: acknowledge, update, question, fixed or refuse; `at` now unless it was earlier,
    and `reason` why it is written down more than five minutes later."""

    word: str
    author: str
    text: str
    at: Moment | None = None
    reference: str | None = None
    reason: str = ""


class Parts(msgspec.Struct, forbid_unknown_fields=True):
    """What leaves with a case of the service: client, site, service, requester, reached_at,
    opening, conversation."""

    parts: list[str]


@post(f"{CASE}/messages", **route.of(case_answering.tell, "desk"))
async def tell(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID], data: JSONBody[Said]
) -> Case:
    tenant, number = addressing.ticket(request, name)
    words = (number, case_id, data.text)
    return await route.perform(request, case_answering.tell, *words, tenant=tenant)


@put(f"{CASE}/confirmation", **route.of(case_answering.confirm_fix, "desk"))
async def confirm(request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]) -> Case:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, case_answering.confirm_fix, number, case_id, tenant=tenant)


@put(f"{CASE}/rejection", **route.of(case_answering.reject_fix, "desk"))
async def reject(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID], data: JSONBody[Said]
) -> Case:
    tenant, number = addressing.ticket(request, name)
    words = (number, case_id, data.text)
    return await route.perform(request, case_answering.reject_fix, *words, tenant=tenant)


@post(f"{CASE}/records", **route.of(by_hand.record, "desk"))
async def record(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID], data: JSONBody[Record]
) -> Case:
    """What a person at the vendor told us by telephone."""
    tenant, number = addressing.ticket(request, name)
    heard = Heard(**msgspec.structs.asdict(data))
    return await route.perform(request, by_hand.record, number, case_id, heard, tenant=tenant)


@get(f"{CASE}/sheet", **route.of(by_hand.sheet, "desk"))
async def sheet(request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]) -> Sheet:
    """What staff need at the telephone."""
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, by_hand.sheet, tenant, number, case_id, tenant=tenant)


@post(f"{CASE}/links", **route.of(vendor_link.issue, "desk"))
async def new_link(request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]) -> VendorLink:
    """Shown once; every link before it ends."""
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, vendor_link.issue, number, case_id, tenant=tenant)


@delete(f"{CASE}/links", **route.of(vendor_link.revoke, "desk"))
async def no_links(request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, vendor_link.revoke, number, case_id, tenant=tenant)


@get(SHARING, **route.of(sharing_rule.of_service, "desk"))
async def read_rule(request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID]) -> Rule:
    found: Rule = await asking.read(request, sharing_rule.of_service, key, service_id)
    return found


@put(SHARING, **route.of(sharing_rule.agree, "desk"))
async def agree_rule(
    request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID], data: JSONBody[Parts]
) -> Rule:
    made: Rule = await asking.change(request, sharing_rule.agree, key, service_id, data.parts)
    return made


@get("/vendors/{vendor_id:uuid}/scorecard", **route.of(scorecard.of_vendor, "desk"))
async def card(
    request: AnyRequest,
    vendor_id: FromPath[UUID],
    since: FromQuery[datetime],
    until: FromQuery[datetime],
) -> Scorecard:
    return await route.perform(request, scorecard.of_vendor, vendor_id, since, until)


@get("/vendors/{vendor_id:uuid}/cases", **route.of(open_cases.of_vendor, "desk"))
async def lying_with(request: AnyRequest, vendor_id: FromPath[UUID]) -> list[Open]:
    """What lies with the vendor, the longest open first."""
    return await route.perform(request, open_cases.of_vendor, vendor_id)


ROUTER = Router(
    "/",
    route_handlers=[
        lying_with,
        tell,
        confirm,
        reject,
        record,
        sheet,
        new_link,
        no_links,
        read_rule,
        agree_rule,
        card,
    ],
    tags=["desk"],
)
