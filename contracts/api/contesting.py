"""The JSON API over what is contested: the client's objections, and what is left out."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from contracts.compliance.apart import exclusion, objection
from contracts.compliance.apart.exclusion import Exclusion
from contracts.compliance.apart.objection import Objection, Wants
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

MONTH = f"{CLIENT}/compliance/{{year:int}}/{{month:int}}"
OBJECTION = f"{CLIENT}/objections/{{objection_id:uuid}}"
EXCLUSION = f"{CLIENT}/exclusions/{{exclusion_id:uuid}}"


class NewObjection(msgspec.Struct, forbid_unknown_fields=True):
    """`wants`: that the clock counts as missed, or that it counts at all."""

    clock_id: UUID
    wants: Wants
    words: str


class NewExclusion(msgspec.Struct, forbid_unknown_fields=True):
    """`reason` as the SLA version lists it."""

    clock_id: UUID
    reason: str
    explanation: str
    maintenance_id: UUID | None = None


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    """What the client reads."""

    answer: str


@get(f"{MONTH}/objections", **route.of(objection.of_month))
async def objections(
    request: AnyRequest,
    key: FromPath[str],
    year: FromPath[int],
    month: FromPath[int],
    after: FromQuery[UUID | None] = None,
) -> list[Objection]:
    words = (key, year, month)
    found: list[Objection] = await asking.read(request, objection.of_month, *words, after=after)
    return found


@post(f"{CLIENT}/objections", **route.of(objection.object_to, "portal"))
async def object_to(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewObjection]
) -> Objection:
    route.tenant_of(request, key)
    words = (data.clock_id, data.wants, data.words)
    made: Objection = await verb.begin(objection.object_to, route.principal_of(request), *words)
    return made


@put(f"{OBJECTION}/upholding", **route.of(objection.uphold, "desk"))
async def uphold(
    request: AnyRequest, key: FromPath[str], objection_id: FromPath[UUID], data: JSONBody[Answer]
) -> Objection:
    words = (objection_id, data.answer)
    made: Objection = await asking.change(request, objection.uphold, key, *words)
    return made


@put(f"{OBJECTION}/rejection", **route.of(objection.reject, "desk"))
async def reject(
    request: AnyRequest, key: FromPath[str], objection_id: FromPath[UUID], data: JSONBody[Answer]
) -> Objection:
    words = (objection_id, data.answer)
    made: Objection = await asking.change(request, objection.reject, key, *words)
    return made


@get(f"{MONTH}/exclusions", **route.of(exclusion.of_month))
async def exclusions(
    request: AnyRequest,
    key: FromPath[str],
    year: FromPath[int],
    month: FromPath[int],
    after: FromQuery[UUID | None] = None,
) -> list[Exclusion]:
    words = (key, year, month)
    found: list[Exclusion] = await asking.read(request, exclusion.of_month, *words, after=after)
    return found


@post(f"{CLIENT}/exclusions", **route.of(exclusion.propose, "desk"))
async def propose(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewExclusion]
) -> Exclusion:
    words = (data.clock_id, data.reason, data.explanation)
    more = {"maintenance_id": data.maintenance_id}
    made: Exclusion = await asking.change(request, exclusion.propose, key, *words, **more)
    return made


@put(f"{EXCLUSION}/confirmation", **route.of(exclusion.confirm, "desk"))
async def confirm(
    request: AnyRequest, key: FromPath[str], exclusion_id: FromPath[UUID]
) -> Exclusion:
    made: Exclusion = await asking.change(request, exclusion.confirm, key, exclusion_id)
    return made


@put(f"{EXCLUSION}/refusal", **route.of(exclusion.refuse, "desk"))
async def refuse(
    request: AnyRequest, key: FromPath[str], exclusion_id: FromPath[UUID], data: JSONBody[Answer]
) -> Exclusion:
    words = (exclusion_id, data.answer)
    made: Exclusion = await asking.change(request, exclusion.refuse, key, *words)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        *(objections, object_to, uphold, reject),
        *(exclusions, propose, confirm, refuse),
    ],
    tags=["compliance"],
)
