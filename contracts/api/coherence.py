"""The JSON API over coherence: how a version stands, drafts tried out, warnings, accepted risks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from contracts.agreements.agreed import Content
from contracts.coherence import coherence_desk
from contracts.coherence.coherence_desk import Draft, Found, Overview
from contracts.coherence.coherence_risk import Accepted, Risk
from contracts.coherence.coherence_warning import Warned
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

VERSION = f"{CLIENT}/versions/{{version_id:uuid}}"


class Tried(msgspec.Struct, forbid_unknown_fields=True):
    """Promises that nobody has stored, under a contract of the client."""

    contract_id: UUID
    content: Content
    service_id: UUID | None = None
    commitment_percent: Decimal | None = None
    taken: Mapping[str, Mapping[str, Decimal]] | None = None


@get(f"{VERSION}/coherence", **route.of(coherence_desk.overview, "desk"))
async def overview(request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]) -> Overview:
    found: Overview = await asking.read(request, coherence_desk.overview, key, version_id)
    return found


@post(f"{CLIENT}/coherence", status_code=200, **route.of(coherence_desk.would_hold, "desk"))
async def tried(request: AnyRequest, key: FromPath[str], data: JSONBody[Tried]) -> Found:
    draft = Draft(**{name: getattr(data, name) for name in data.__struct_fields__})
    tenant = route.tenant_of(request, key)
    found: Found = await verb.begin(
        coherence_desk.would_hold, route.principal_of(request), tenant, draft
    )
    return found


@get(f"{CLIENT}/coherence/warnings", **route.of(coherence_desk.warnings, "desk"))
async def warnings(
    request: AnyRequest,
    key: FromPath[str],
    after: FromQuery[UUID | None] = None,
    limit: FromQuery[int] = 50,
    standing: FromQuery[bool] = False,
) -> list[Warned]:
    more = {"after": after, "limit": limit, "standing": standing}
    found: list[Warned] = await asking.read(request, coherence_desk.warnings, key, **more)
    return found


@put(f"{VERSION}/risk", **route.of(coherence_desk.accept_risk, "desk"))
async def risk(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID], data: JSONBody[Risk]
) -> Accepted:
    made: Accepted = await asking.change(request, coherence_desk.accept_risk, key, version_id, data)
    return made


ROUTER = Router("/", route_handlers=[overview, tried, warnings, risk], tags=["coherence"])
