"""The JSON API over an SLA's versions: from draft to active."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from contracts.agreements import agreement
from contracts.agreements.agreed import Content
from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version
from contracts.coherence.keeping import Line
from contracts.coherence.promised import Risk
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

VERSION = "/clients/{key:str}/versions/{version_id:uuid}"


class NewAgreement(msgspec.Struct, forbid_unknown_fields=True):
    """An SLA of a contract, or of one of its services; the commitment in percent."""

    name: str
    content: Content
    service_id: UUID | None = None
    commitment_percent: Decimal | None = None


class Rewritten(msgspec.Struct, forbid_unknown_fields=True):
    content: Content
    commitment_percent: Decimal | None = None


class Activation(msgspec.Struct, forbid_unknown_fields=True):
    """`risk` only where a promise is not kept and somebody accepts that. `open_tickets`: those
    go on under it too, from then on, instead of new ones alone."""

    effective_from: Moment
    risk: Risk | None = None
    open_tickets: bool = False


class Document(msgspec.Struct, forbid_unknown_fields=True):
    """The SHA-256 of the signed document, in hex."""

    sha256: str


@get(f"{CLIENT}/contracts/{{contract_id:uuid}}/versions", **route.of(agreement.of_contract))
async def versions(
    request: AnyRequest, key: FromPath[str], contract_id: FromPath[UUID]
) -> list[Version]:
    found: list[Version] = await asking.read(request, agreement.of_contract, key, contract_id)
    return found


@post(f"{CLIENT}/contracts/{{contract_id:uuid}}/agreements", **route.of(agreement.draft, "desk"))
async def draft(
    request: AnyRequest,
    key: FromPath[str],
    contract_id: FromPath[UUID],
    data: JSONBody[NewAgreement],
) -> Version:
    more = {"service_id": data.service_id, "commitment_percent": data.commitment_percent}
    words = (contract_id, data.name, data.content)
    made: Version = await asking.change(request, agreement.draft, key, *words, **more)
    return made


@post(f"{CLIENT}/agreements/{{agreement_id:uuid}}/versions", **route.of(agreement.amend, "desk"))
async def amend(request: AnyRequest, key: FromPath[str], agreement_id: FromPath[UUID]) -> Version:
    made: Version = await asking.change(request, agreement.amend, key, agreement_id)
    return made


@put(f"{VERSION}/content", **route.of(agreement.rewrite, "desk"))
async def rewrite(
    request: AnyRequest,
    key: FromPath[str],
    version_id: FromPath[UUID],
    data: JSONBody[Rewritten],
) -> Version:
    seen = route.expected_version(request)
    more = {"commitment_percent": data.commitment_percent, "seen": seen}
    made: Version = await asking.change(
        request, agreement.rewrite, key, version_id, data.content, **more
    )
    return made


@get(f"{VERSION}/changes", **route.of(agreement.changes))
async def changes(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]
) -> list[Difference]:
    found: list[Difference] = await asking.read(request, agreement.changes, key, version_id)
    return found


@get(f"{VERSION}/verdicts", **route.of(agreement.verdicts, "desk"))
async def verdicts(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]
) -> list[Line]:
    found: list[Line] = await asking.read(request, agreement.verdicts, key, version_id)
    return found


@post(f"{VERSION}/verdicts", **route.of(agreement.check, "desk"))
async def check(request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]) -> list[Line]:
    found: list[Line] = await asking.change(request, agreement.check, key, version_id)
    return found


@put(f"{VERSION}/approval", **route.of(agreement.approve, "desk"))
async def approve(request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]) -> Version:
    more = {"seen": route.expected_version(request)}
    made: Version = await asking.change(request, agreement.approve, key, version_id, **more)
    return made


@delete(f"{VERSION}/approval", status_code=200, **route.of(agreement.send_back, "desk"))
async def send_back(request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]) -> Version:
    made: Version = await asking.change(request, agreement.send_back, key, version_id)
    return made


@put(f"{VERSION}/acceptance", **route.of(agreement.accept, "portal"))
async def accept(request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]) -> Version:
    made: Version = await asking.change(request, agreement.accept, key, version_id)
    return made


@put(f"{VERSION}/document", **route.of(agreement.attach_document, "desk"))
async def document(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID], data: JSONBody[Document]
) -> Version:
    made: Version = await asking.change(
        request, agreement.attach_document, key, version_id, data.sha256
    )
    return made


@put(f"{VERSION}/activation", **route.of(agreement.activate, "desk"))
async def activate(
    request: AnyRequest,
    key: FromPath[str],
    version_id: FromPath[UUID],
    data: JSONBody[Activation],
) -> Version:
    words = (version_id, data.effective_from)
    more = {"risk": data.risk, "open_tickets": data.open_tickets}
    made: Version = await asking.change(request, agreement.activate, key, *words, **more)
    return made


ROUTER = Router(
    "/",
    route_handlers=[
        *(versions, draft, amend, rewrite, changes),
        *(verdicts, check, approve, send_back, accept, document, activate),
    ],
    tags=["agreements"],
)
