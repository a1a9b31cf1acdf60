"""A client's admins asked by mail to accept a version, asked again, or not any more."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from contracts.agreements import agreement
from underpin.console.routes import answering
from underpin.console.routes.contracting import gathered
from underpin.desk.consents import asking
from underpin.kernel.errors import Malformed
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BASE = "/clients/{slug:str}/versions/{version_id:uuid}/consent-requests"


@post(BASE, **route.of(asking.ask, "desk"))
async def asked(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, slug, asking.ask, version_id)


@post(f"{BASE}/end", **route.of(asking.revoke, "desk"))
async def taken_back(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, slug, asking.revoke, version_id)


@post(
    "/clients/{slug:str}/versions/{version_id:uuid}/document",
    **route.of(agreement.attach_document, "desk"),
)
async def signed_on_paper(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    """The consent is the document's fingerprint, worked out here; the file is not kept."""
    client = await route.perform(request, gathered.client, slug)
    await route.perform(request, agreement.one, client.id, version_id)
    given = (await request.form()).get("document")
    if not isinstance(given, UploadFile) or not given.filename:
        raise Malformed("document: choose the signed document.", field="document")
    digest = hashlib.sha256(await given.read()).hexdigest()
    words = (version_id, digest)
    await route.perform(request, agreement.attach_document, *words, tenant=client.id)
    return _back(slug, version_id)


async def _done(
    request: AnyRequest, slug: str, verb: Verb[Any, Any], version_id: UUID
) -> Response[Any]:
    client = await route.perform(request, gathered.client, slug)
    await route.perform(request, verb, version_id, tenant=client.id)
    return _back(slug, version_id)


def _back(slug: str, version_id: UUID) -> Response[Any]:
    return answering.Going(f"/clients/{slug}/contract?version={version_id}")


HANDLERS = [asked, taken_back, signed_on_paper]
