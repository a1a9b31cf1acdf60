"""The JSON API over templates, what is proposed from them, and the default agreement."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from contracts import default_agreement, template, template_proposal, template_use
from contracts.api import asking
from contracts.api.asking import CLIENT, AnyRequest
from contracts.contract import Contract
from contracts.default_agreement import Choice
from contracts.difference import Difference
from contracts.template import Template, TemplateVersion
from contracts.template_body import TemplateBody
from contracts.template_proposal import LONGEST_PAGE, PAGE, Proposal
from contracts.versions import Version
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

VERSION = "/template-versions/{version_id:uuid}"
PROPOSAL = f"{CLIENT}/template-proposals/{{proposal_id:uuid}}"


class NewTemplate(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    body: TemplateBody


class Rewritten(msgspec.Struct, forbid_unknown_fields=True):
    body: TemplateBody


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """null: tickets out of contract have no promise at all."""

    template_id: UUID | None


class SignedFrom(msgspec.Struct, forbid_unknown_fields=True):
    template_id: UUID
    name: str
    starts_on: date


class DraftedFrom(msgspec.Struct, forbid_unknown_fields=True):
    template_id: UUID
    name: str
    service_id: UUID | None = None


class Declined(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


@get("/templates", **route.of(template.of_provider, "desk"))
async def templates(request: AnyRequest) -> list[Template]:
    found: list[Template] = await route.perform(request, template.of_provider)
    return found


@post("/templates", **route.of(template.create, "desk"))
async def create(request: AnyRequest, data: JSONBody[NewTemplate]) -> TemplateVersion:
    made: TemplateVersion = await route.perform(request, template.create, data.name, data.body)
    return made


@get("/templates/{template_id:uuid}/versions", **route.of(template.versions, "desk"))
async def versions(request: AnyRequest, template_id: FromPath[UUID]) -> list[TemplateVersion]:
    found: list[TemplateVersion] = await route.perform(request, template.versions, template_id)
    return found


@post("/templates/{template_id:uuid}/versions", **route.of(template.amend, "desk"))
async def amend(
    request: AnyRequest, template_id: FromPath[UUID], data: JSONBody[Rewritten]
) -> TemplateVersion:
    made: TemplateVersion = await route.perform(request, template.amend, template_id, data.body)
    return made


@put(f"{VERSION}/body", **route.of(template.rewrite, "desk"))
async def rewrite(
    request: AnyRequest, version_id: FromPath[UUID], data: JSONBody[Rewritten]
) -> TemplateVersion:
    made: TemplateVersion = await route.perform(request, template.rewrite, version_id, data.body)
    return made


@put(f"{VERSION}/approval", **route.of(template.approve, "desk"))
async def approve(request: AnyRequest, version_id: FromPath[UUID]) -> TemplateVersion:
    made: TemplateVersion = await route.perform(request, template.approve, version_id)
    return made


@put(f"{VERSION}/publication", **route.of(template.publish, "desk"))
async def publish(request: AnyRequest, version_id: FromPath[UUID]) -> TemplateVersion:
    made: TemplateVersion = await route.perform(request, template.publish, version_id)
    return made


@get("/default-agreement", **route.of(default_agreement.chosen, "desk"))
async def default(request: AnyRequest) -> Choice | None:
    found: Choice | None = await route.perform(request, default_agreement.chosen)
    return found


@put("/default-agreement", **route.of(default_agreement.choose_template, "desk"))
async def choose_default(request: AnyRequest, data: JSONBody[Chosen]) -> Choice:
    made: Choice = await route.perform(request, default_agreement.choose_template, data.template_id)
    return made


@get(f"{CLIENT}/default-agreement", **route.of(default_agreement.offered))
async def offered(request: AnyRequest, key: FromPath[str]) -> list[Version]:
    """What counted for this client out of contract, the newest first."""
    found: list[Version] = await asking.read(request, default_agreement.offered, key)
    return found


@post(f"{CLIENT}/contracts/from-template", **route.of(template_use.sign_from, "desk"))
async def sign_from(
    request: AnyRequest, key: FromPath[str], data: JSONBody[SignedFrom]
) -> Contract:
    words = (data.template_id, data.name, data.starts_on)
    made: Contract = await asking.change(request, template_use.sign_from, key, *words)
    return made


@post(
    f"{CLIENT}/contracts/{{contract_id:uuid}}/agreements/from-template",
    **route.of(template_use.draft_from, "desk"),
)
async def draft_from(
    request: AnyRequest,
    key: FromPath[str],
    contract_id: FromPath[UUID],
    data: JSONBody[DraftedFrom],
) -> Version:
    words = (data.template_id, contract_id, data.name)
    made: Version = await asking.change(
        request, template_use.draft_from, key, *words, service_id=data.service_id
    )
    return made


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


ROUTER = Router(
    "/",
    route_handlers=[
        *(templates, create, versions, amend, rewrite, approve, publish),
        *(default, choose_default, offered, sign_from, draft_from),
        *(proposals, changes, draft, decline),
    ],
    tags=["templates"],
)
