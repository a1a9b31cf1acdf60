"""A client says at the portal what shall be otherwise in their contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post

from billing.terms import offers
from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping.own import offered
from underpin.desk.contract_changes import contract_change
from underpin.desk.contract_changes.contract_change import ContractChange, Wish
from underpin.kernel import verb
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/contract-changes/new", **route.of(contract_change.asked_before, "portal"))
async def form(request: AnyRequest) -> Response[Any]:
    """What the address says is filled in already."""
    said = {name: request.query_params.get(name, "") for name in ("matter", "subject")}
    return await drawn(request, {name: text for name, text in said.items() if text})


async def drawn(
    request: AnyRequest, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[Any]:
    tenant = route.principal_of(request).own_tenant
    key = next(iter(route.principal_of(request).tenants))
    found = await route.perform(request, contract_change.asked_before, tenant, tenant=tenant)
    before = tuple(
        views.WishRow(f"{key}-{each.number}", each.subject, each.change.state) for each in found
    )
    shell = frame.shell(request, area="home")
    view = views.WishPage(shell, before, typed, problem, await _offered(request, shell))
    return answering.page(request, "portal_wish", view, status)


async def _offered(request: AnyRequest, shell: views.Shell) -> tuple[views.OfferedPlan, ...]:
    """For who keeps the client's money alone."""
    asker = route.principal_of(request)
    if not asker.may("terms.read"):
        return ()
    return offered.plans(await verb.begin(offers.of_client, asker), shell)


@post("/contract-changes", **route.of(contract_change.ask, "portal"))
async def ask(request: AnyRequest) -> Response[Any]:
    said = await forms.of(request)
    key = next(iter(route.principal_of(request).tenants))
    tenant = route.tenant_of(request, key)
    try:
        wish = Wish(
            forms.field(said, "subject"),
            forms.field(said, "wish"),
            forms.field(said, "matter"),  # type: ignore[arg-type]  # checked by the verb
        )
        made: ContractChange = await route.perform(
            request, contract_change.ask, wish, tenant=tenant
        )
    except Malformed as wrong:
        return await drawn(request, said, wrong.detail, wrong.status)
    found = await route.perform(request, contract_change.asked_before, tenant, tenant=tenant)
    number = next(each.number for each in found if each.change.ticket_id == made.ticket_id)
    return answering.Going(f"/tickets/{key}-{number}")


HANDLERS = [form, ask]
