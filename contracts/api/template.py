"""The JSON API over templates, what is made from them, and the default agreement."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from contracts.agreements.versions import Version
from contracts.signed import default_agreement
from contracts.signed.contract import Contract
from contracts.signed.default_agreement import Choice
from contracts.templates import template, template_use
from contracts.templates.template import Template
from contracts.templates.template_body import TemplateBody
from contracts.templates.template_rows import TemplateVersion
from contracts.templates.template_use import Use
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

VERSION = "/template-versions/{version_id:uuid}"


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
    words, more = (version_id, data.body), {"seen": route.expected_version(request)}
    made: TemplateVersion = await route.perform(request, template.rewrite, *words, **more)
    return made


@put(f"{VERSION}/approval", **route.of(template.approve, "desk"))
async def approve(request: AnyRequest, version_id: FromPath[UUID]) -> TemplateVersion:
    more = {"seen": route.expected_version(request)}
    made: TemplateVersion = await route.perform(request, template.approve, version_id, **more)
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


@get(
    f"{CLIENT}/contracts/{{contract_id:uuid}}/template-uses",
    **route.of(template_use.of_contract, "desk"),
)
async def uses(request: AnyRequest, key: FromPath[str], contract_id: FromPath[UUID]) -> list[Use]:
    found: list[Use] = await asking.read(request, template_use.of_contract, key, contract_id)
    return found


@delete(f"{VERSION}/approval", status_code=200, **route.of(template.send_back, "desk"))
async def send_back(request: AnyRequest, version_id: FromPath[UUID]) -> TemplateVersion:
    made: TemplateVersion = await route.perform(request, template.send_back, version_id)
    return made


@post(f"{CLIENT}/contracts/drafts-from-template", **route.of(template_use.begin_from, "desk"))
async def begin_from(
    request: AnyRequest, key: FromPath[str], data: JSONBody[SignedFrom]
) -> Version:
    """The contract, with its SLA as a draft that nobody accepted yet."""
    words = (data.template_id, data.name, data.starts_on)
    made: Version = await asking.change(request, template_use.begin_from, key, *words)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        send_back,
        begin_from,
        *(templates, create, versions, amend, rewrite, approve, publish),
        *(default, choose_default, offered, sign_from, draft_from, uses),
    ],
    tags=["templates"],
)
