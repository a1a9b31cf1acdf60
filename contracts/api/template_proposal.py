"""The JSON API over what a template's amendment proposes to the SLAs made from it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version
from contracts.templates import template_proposal
from contracts.templates.template_proposal import LONGEST_PAGE, PAGE
from contracts.templates.template_proposal_rows import Proposal
from underpin.kernel.errors import Malformed
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

PROPOSAL = f"{CLIENT}/template-proposals/{{proposal_id:uuid}}"


class Declined(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@get("/template-proposals", **route.of(template_proposal.waiting, "desk"))
async def proposals(
    request: AnyRequest,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LONGEST_PAGE)] = PAGE,
) -> list[Proposal]:
    """`after`: `proposed_at,id` of the last one of the page before."""
    found: list[Proposal] = await route.perform(
        request, template_proposal.waiting, _place(after), limit
    )
    return found


@get(f"{CLIENT}/template-proposals", **route.of(template_proposal.of_tenant, "desk"))
async def proposed(
    request: AnyRequest,
    key: FromPath[str],
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LONGEST_PAGE)] = PAGE,
) -> list[Proposal]:
    """All that was ever proposed to a client, the newest first."""
    words = (_place(after), limit)
    found: list[Proposal] = await asking.read(request, template_proposal.of_tenant, key, *words)
    return found


@get(f"{PROPOSAL}/changes", **route.of(template_proposal.changes, "desk"))
async def changes(
    request: AnyRequest, key: FromPath[str], proposal_id: FromPath[UUID]
) -> list[Difference]:
    found: list[Difference] = await asking.read(
        request, template_proposal.changes, key, proposal_id
    )
    return found


@post(f"{PROPOSAL}/draft", **route.of(template_proposal.draft, "desk"))
async def draft(request: AnyRequest, key: FromPath[str], proposal_id: FromPath[UUID]) -> Version:
    made: Version = await asking.change(request, template_proposal.draft, key, proposal_id)
    return made


@put(f"{PROPOSAL}/refusal", **route.of(template_proposal.decline, "desk"))
async def decline(
    request: AnyRequest, key: FromPath[str], proposal_id: FromPath[UUID], data: JSONBody[Declined]
) -> Proposal:
    words = (proposal_id, data.reason)
    done: Proposal = await asking.change(request, template_proposal.decline, key, *words)
    return done


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    if after is None:
        return None
    try:
        at, last = after.split(",")
        place = datetime.fromisoformat(at), UUID(last)
    except ValueError as wrong:
        raise Malformed("after: the last one's proposed_at,id.", field="after") from wrong
    if place[0].tzinfo is None:
        raise Malformed("after: the last one's proposed_at,id.", field="after")
    return place


class Proposed(msgspec.Struct):
    """How many contracts were proposed a newer version of their template."""

    new: int


@post(f"{CLIENT}/template-proposals", **route.of(template_proposal.propose, "desk"))
async def propose(request: AnyRequest, key: FromPath[str]) -> Proposed:
    return Proposed(await asking.change(request, template_proposal.propose, key))


ROUTER = Router(
    "/", route_handlers=[propose, proposals, proposed, changes, draft, decline], tags=["templates"]
)
