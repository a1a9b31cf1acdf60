"""What people do with a version of a client's SLA: approve it, send it back, activate it at the
desk; accept it, as the client's admin, at the portal (PRACTICE 26). The same verbs as the API's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts.agreements import agreement
from contracts.coherence import coherence_desk
from contracts.coherence.promised import Risk
from tenants import company
from tenants.company import Company
from underpin.console.routes import agreeing, answering, forms, frame
from underpin.console.routes.shaping import consent
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BASE = "/clients/{slug:str}/versions/{version_id:uuid}"


async def _client(request: AnyRequest, slug: str) -> Company:
    """The client of this slug, of those the asker is assigned to. Raises NotFound."""
    found: Company = await route.perform(request, company.named, slug)
    return found


async def _done(
    request: AnyRequest,
    client: Company,
    verb: Verb[Any, Any],
    version_id: UUID,
    *words: Any,
    **more: Any,
) -> Response[Any]:
    """Perform a verb of the version, then show it."""
    await route.perform(request, verb, version_id, *words, tenant=client.id, **more)
    return answering.Going(f"/clients/{client.slug}/contract?version={version_id}")


@post(f"{BASE}/approval", **route.of(agreement.approve, "desk"))
async def approval(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    """As it was read, where the form says so."""
    form, client = await forms.of(request), await _client(request, slug)
    seen = forms.version(form) if "version" in form else None
    return await _done(request, client, agreement.approve, version_id, seen=seen)


@post(f"{BASE}/approval/end", **route.of(agreement.send_back, "desk"))
async def sent_back(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    client = await _client(request, slug)
    return await _done(request, client, agreement.send_back, version_id)


@post(f"{BASE}/verdicts", **route.of(agreement.check, "desk"))
async def checked(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    client = await _client(request, slug)
    return await _done(request, client, agreement.check, version_id)


@post(f"{BASE}/activation", **route.of(agreement.activate, "desk"))
async def activation(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    """From the beginning of a day, as it begins where the client is."""
    form, client = await forms.of(request), await _client(request, slug)
    starts = datetime.combine(forms.day(form, "from"), time(), ZoneInfo(client.time_zone))
    more = {"risk": _risk(form), "open_tickets": form.get("open_tickets") == "yes"}
    return await _done(request, client, agreement.activate, version_id, starts, **more)


@post(f"{BASE}/risk", **route.of(coherence_desk.accept_risk, "desk"))
async def risk(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    """Anew, of a version that is active."""
    form, client = await forms.of(request), await _client(request, slug)
    given = Risk(forms.day(form, "risk_until"), forms.field(form, "risk_reason"))
    return await _done(request, client, coherence_desk.accept_risk, version_id, given)


def _risk(form: Mapping[str, str]) -> Risk | None:
    """Only where somebody said until when and why."""
    if not form.get("risk_until", "").strip():
        return None
    return Risk(forms.day(form, "risk_until"), forms.field(form, "risk_reason"))


@get("/consent/{version_id:uuid}", **route.of(agreeing.awaiting, "portal"))
async def asked(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    """What a version would change, for whoever may accept it."""
    found = await route.perform(request, agreeing.awaiting, version_id)
    shell = frame.shell(request, area="home", now=found.now)
    asker = route.principal_of(request)
    return answering.page(request, "consent", consent.page(shell, found, asker))


@post("/consent/{version_id:uuid}", **route.of(agreement.accept, "portal"))
async def accepted(request: AnyRequest, version_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, agreement.accept, version_id)
    return answering.Going(f"/consent/{version_id}")


HANDLERS = [approval, sent_back, checked, activation, risk, asked, accepted]
