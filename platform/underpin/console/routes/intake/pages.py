"""A client's telephone lines, the accounts that write in its channels, and addresses that refused
our mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from underpin.console.routes import answering, frame
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.intake import gathered
from underpin.console.routes.intake.gathered import Intake
from underpin.console.views import intake as views
from underpin.console.views.administration_intake import Secrets
from underpin.console.views.shell import Shell
from underpin.desk.hooks import proof
from underpin.kernel.errors import Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/clients/{key:str}/intake"
NOTHING: Mapping[str, str] = {}


@get(HERE, **route.of(gathered.of_client, "desk"))
async def show(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await drawn(request, key)


async def drawn(
    request: AnyRequest,
    key: str,
    *,
    once: Secrets | None = None,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    tenant, who = route.tenant_of(request, key), route.principal_of(request)
    found = await route.perform(request, gathered.of_client, tenant, tenant=tenant)
    more = {"once": once, "typed": typed, "problem": wrong.detail if wrong else ""}
    view = _view(frame.shell(request, area=AREA), key.upper(), found, who.may, **more)
    return answering.page(request, "intake/all", view, wrong.status if wrong else 200)


def _view(shell: Shell, key: str, found: Intake, may: Any, **more: Any) -> views.IntakePage:
    refused = None
    if found.refused is not None:
        refused = tuple(
            views.RefusedRow(e.id, e.address, e.reason or e.status, e.since) for e in found.refused
        )
    return views.IntakePage(
        shell,
        key,
        tuple(views.LineRow(e.id, e.name, e.proof, e.paused_at is not None) for e in found.lines),
        _accounts(found),
        tuple((f"person:{each.id}", each.name) for each in found.people),
        tuple((f"staff:{each.id}", each.name) for each in found.colleagues),
        proof.PROOFS,
        refused,
        may("intake.write"),
        **more,
    )


def _accounts(found: Intake) -> tuple[views.AccountRow, ...]:
    """Those that nobody is linked to stand first."""
    names: dict[UUID | None, str] = {each.id: each.name for each in found.people}
    names |= {each.id: each.name for each in found.colleagues}
    rooms = {each.id: each.name for each in found.channels}
    rows = [
        views.AccountRow(
            *(each.id, rooms.get(each.channel_id, ""), each.account, each.name),
            *(names.get(each.person_id or each.staff_id, ""), each.first_heard_at),
        )
        for each in found.accounts
    ]
    return tuple(sorted(rows, key=lambda row: bool(row.who)))


HANDLERS = [show]
