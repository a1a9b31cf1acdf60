"""The JSON API over margin: what a client left, what a draft would leave, and what both cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Response, Router, get, put
from litestar.params import FromPath, FromQuery, JSONBody

from billing.margins import (
    behind_margin,
    kept_margin,
    margin_of_client,
    margin_of_run,
    recovered,
    tier_cost,
)
from billing.margins.behind_margin import Behind
from billing.margins.kept_margin import KeptMargin
from billing.margins.margin_of_client import ClientMargin
from billing.margins.margin_of_run import MarginOfRun
from billing.margins.recovered import Recovered
from billing.margins.tier_cost import TierCost
from underpin.kernel import csv_rows, security_headers
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest


class Amount(msgspec.Struct, forbid_unknown_fields=True):
    currency: str
    amount: Decimal


@get("/clients/{key:str}/what-if/{run_id:uuid}/margin", **route.of(margin_of_run.of_run, "desk"))
async def margin(request: AnyRequest, key: FromPath[str], run_id: FromPath[UUID]) -> MarginOfRun:
    found: MarginOfRun = await asking.read(request, margin_of_run.of_run, key, run_id)
    return found


@get(f"{CLIENT}/margin", **route.of(margin_of_client.of_client, "desk"))
async def of_client(
    request: AnyRequest,
    key: FromPath[str],
    first: FromQuery[date],
    last: FromQuery[date],
    currency: FromQuery[str | None] = None,
) -> ClientMargin:
    words = (key, first, last, currency)
    found: ClientMargin = await asking.read(request, margin_of_client.of_client, *words)
    return found


@get("/tier-costs/{currency:str}", **route.of(tier_cost.said, "desk"))
async def costs(request: AnyRequest, currency: FromPath[str]) -> list[TierCost]:
    found: list[TierCost] = await route.perform(request, tier_cost.said, currency)
    return found


@put("/tier-costs", **route.of(tier_cost.say, "desk"))
async def say(request: AnyRequest, data: JSONBody[TierCost]) -> TierCost:
    made: TierCost = await route.perform(request, tier_cost.say, data)
    return made


@put(
    f"{CLIENT}/recoveries/{{recovery_id:uuid}}/money",
    **route.of(recovered.record, "desk"),
)
async def recover(
    request: AnyRequest, key: FromPath[str], recovery_id: FromPath[UUID], data: JSONBody[Amount]
) -> Recovered:
    words = (recovery_id, data.currency, data.amount)
    made: Recovered = await asking.change(request, recovered.record, key, *words)
    return made


@get("/margins", **route.of(kept_margin.of_clients, "desk"))
async def kept(
    request: AnyRequest, first: FromQuery[date], last: FromQuery[date]
) -> list[KeptMargin]:
    """Of all the asker's clients, as last reckoned."""
    found: list[KeptMargin] = await route.perform(request, kept_margin.of_clients, first, last)
    return found


@get("/margins/table", **route.of(kept_margin.of_clients, "desk"))
async def kept_table(
    request: AnyRequest, first: FromQuery[date], last: FromQuery[date]
) -> Response[bytes]:
    """The same as CSV, clients by their keys."""
    found = await route.perform(request, kept_margin.of_clients, first, last)
    keys = {tenant: key for key, tenant in route.principal_of(request).tenants.items()}
    head = ["client", "currency", *kept_margin.AMOUNTS]
    rows = [
        [keys[each.tenant_id], each.currency, *(f"{getattr(each, name):f}" for name in head[2:])]
        for each in found
    ]
    headers = security_headers.private_file("margins.csv")
    return Response(csv_rows.encode([head, *rows]), media_type="text/csv", headers=headers)


@get(f"{CLIENT}/margin/behind", **route.of(behind_margin.of_client, "desk"))
async def behind(
    request: AnyRequest, key: FromPath[str], first: FromQuery[date], last: FromQuery[date]
) -> Behind:
    """What its sums are made of: lines, time, cases."""
    found: Behind = await asking.read(request, behind_margin.of_client, key, first, last)
    return found


ROUTER = Router(
    "/",
    route_handlers=[behind, margin, of_client, costs, say, recover, kept, kept_table],
    tags=["margin"],
)
