"""The JSON API over the nightly comparison with Stripe's book."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.payments.reconciling import differences, runs
from billing.payments.reconciling.differences import Kept, State
from billing.payments.reconciling.runs import Shown
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest


class Explanation(msgspec.Struct, forbid_unknown_fields=True):
    explanation: str


@get("/reconciliations", **route.of(runs.listed, "desk"))
async def reports(request: AnyRequest, before: FromQuery[UUID | None] = None) -> list[Shown]:
    found: list[Shown] = await route.perform(request, runs.listed, before)
    return found


@get("/payment-differences", **route.of(differences.listed, "desk"))
async def listed(
    request: AnyRequest,
    which: FromQuery[State] = "open",
    before: FromQuery[UUID | None] = None,
) -> list[Kept]:
    found: list[Kept] = await route.perform(request, differences.listed, which, before)
    return found


@put(
    "/clients/{key:str}/payment-differences/{difference_id:uuid}/explanation",
    **route.of(differences.explain, "desk"),
)
async def explain(
    request: AnyRequest,
    key: FromPath[str],
    difference_id: FromPath[UUID],
    data: JSONBody[Explanation],
) -> Kept:
    words = (difference_id, data.explanation)
    made: Kept = await asking.change(request, differences.explain, key, *words)
    return made


ROUTER = Router("/", route_handlers=[reports, listed, explain], tags=["reconciliation"])
