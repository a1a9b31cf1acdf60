"""Which of a client's agreements governs a ticket raised at some instant, and why the others do
not: asked in the address, changing nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, get
from litestar.params import FromPath

from contracts.agreements import clause
from contracts.signed import choosing, contract
from contracts.signed.choosing import Considered
from contracts.signed.contract import Service
from tenants.company import Company
from underpin.console.routes import accounts, answering, forms, frame
from underpin.console.views import record as shown
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
USUAL = "incident"


@dataclass(frozen=True, slots=True)
class Choice:
    company: Company
    services: Sequence[Service]
    considered: Sequence[Considered]
    problem: str
    now: datetime


@read("contract.read", STAFF)
async def gather(act: Act, slug: str, asked: Mapping[str, str]) -> Choice:
    """`problem` where what was asked cannot be meant. Raises NotFound."""
    client = await accounts.named(act, slug)
    every = await contract.of_tenant(act, client.id)
    services = [service for each in every for service in each.services]
    try:
        words = (asked.get("type") or USUAL, _service(asked), _at(asked, client))
        found = await choosing.candidates(act, client.id, *words)
    except Malformed as wrong:
        return Choice(client, services, (), wrong.detail, act.now)
    return Choice(client, services, found, "", act.now)


def _service(asked: Mapping[str, str]) -> UUID | None:
    return forms.identity(asked, "service") if asked.get("service") else None


def _at(asked: Mapping[str, str], client: Company) -> datetime | None:
    """Noon of the day, where the client is."""
    if not asked.get("day"):
        return None
    return datetime.combine(forms.day(asked, "day"), time(12), ZoneInfo(client.time_zone))


@get("/clients/{slug:str}/agreement-choice", **route.of(gather, "desk"))
async def choice(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    names = ("type", "service", "day")
    asked = {name: request.query_params.get(name, "") for name in names}
    found = await route.perform(request, gather, slug, asked)
    view = shown.ChoicePage(
        shell=frame.shell(request, area="clients", now=found.now),
        client=found.company.name,
        path=f"/clients/{slug}/agreement-choice",
        contracts_path=f"/clients/{slug}/contracts",
        typed={**asked, "type": asked["type"] or USUAL},
        types=clause.TYPES,
        services=tuple((str(each.id), each.name) for each in found.services),
        rows=tuple(_row(each, f"/clients/{slug}", found) for each in found.considered),
        problem=found.problem,
    )
    return answering.page(request, "contracting/record/choice", view, 422 if found.problem else 200)


def _row(each: Considered, base: str, found: Choice) -> shown.ConsideredRow:
    own = each.contract_id is not None and each.version_id is not None
    names = {service.id: service.name for service in found.services}
    return shown.ConsideredRow(
        why=each.reason,
        contract=each.contract or "",
        agreement=each.agreement or "",
        service=names.get(each.service_id, "") if each.service_id else "",
        number=each.number,
        path=f"{base}/contract?version={each.version_id}" if own else "",
        speaks=each.speaks,
    )


HANDLERS = [choice]
