"""The JSON API over credits due: claimed, confirmed, refused, settled."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from contracts.compliance import to_decide
from contracts.compliance.entitlements import entitlement
from contracts.compliance.entitlements.entitlement import Entitlement, State
from contracts.compliance.to_decide import DueCredit
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

ONE = f"{CLIENT}/credits-due/{{entitlement_id:uuid}}"


class Refusal(msgspec.Struct, forbid_unknown_fields=True):
    """What the client reads."""

    answer: str


class Settlement(msgspec.Struct, forbid_unknown_fields=True):
    """The number of the document that settled it."""

    settled_with: str


@get(f"{CLIENT}/credits-due", **route.of(entitlement.of_tenant))
async def due(
    request: AnyRequest,
    key: FromPath[str],
    only: FromQuery[State | None] = None,
    before: FromQuery[UUID | None] = None,
) -> list[Entitlement]:
    more = {"state": only, "before": before}
    found: list[Entitlement] = await asking.read(request, entitlement.of_tenant, key, **more)
    return found


@put(f"{ONE}/claim", **route.of(entitlement.claim, "portal"))
async def claim(
    request: AnyRequest, key: FromPath[str], entitlement_id: FromPath[UUID]
) -> Entitlement:
    made: Entitlement = await asking.change(request, entitlement.claim, key, entitlement_id)
    return made


@put(f"{ONE}/confirmation", **route.of(entitlement.confirm, "desk"))
async def confirm(
    request: AnyRequest, key: FromPath[str], entitlement_id: FromPath[UUID]
) -> Entitlement:
    made: Entitlement = await asking.change(request, entitlement.confirm, key, entitlement_id)
    return made


@put(f"{ONE}/refusal", **route.of(entitlement.refuse, "desk"))
async def refuse(
    request: AnyRequest,
    key: FromPath[str],
    entitlement_id: FromPath[UUID],
    data: JSONBody[Refusal],
) -> Entitlement:
    words = (entitlement_id, data.answer)
    made: Entitlement = await asking.change(request, entitlement.refuse, key, *words)
    return made


@put(f"{ONE}/settlement", **route.of(entitlement.settle, "desk"))
async def settle(
    request: AnyRequest,
    key: FromPath[str],
    entitlement_id: FromPath[UUID],
    data: JSONBody[Settlement],
) -> Entitlement:
    words = (entitlement_id, data.settled_with)
    made: Entitlement = await asking.change(request, entitlement.settle, key, *words)
    return made


@get("/credits-due", **route.of(to_decide.entitlements, "desk"))
async def waiting(request: AnyRequest) -> list[DueCredit]:
    """Of all one's clients, what waits to be decided or paid."""
    found: list[DueCredit] = await route.perform(request, to_decide.entitlements)
    return found


ROUTER = Router(
    "/", route_handlers=[waiting, due, claim, confirm, refuse, settle], tags=["credits due"]
)
