"""The JSON API over what staff say to a vendor in a case."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.cases import case_answering
from underpin.desk.cases.case import Case
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest

CASE = "/tickets/{name:str}/cases/{case_id:uuid}"


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """What the vendor reads."""

    text: str


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


ROUTER = Router("/", route_handlers=[tell, confirm, reject], tags=["desk"])
