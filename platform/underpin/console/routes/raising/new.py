"""The form by which staff take down a ticket for a client, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, post

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.kinds import own_fields
from underpin.console.routes.raising import gathered
from underpin.console.routes.requests import given
from underpin.console.routes.shaping.kinds import ticket_kinds
from underpin.console.routes.shaping.own import tickets as own_tickets
from underpin.console.views.raising import NewTicketPage
from underpin.desk.api.writing import LARGEST_BODY
from underpin.desk.tickets import for_client
from underpin.desk.tickets.for_client import Requester
from underpin.desk.tickets.raising import TYPES, NewTicket
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/tickets/new"
MOST: Final = 3 * LARGEST_BODY
PHONE, OURS = "phone", "desk"
"""They asked us; or we noticed it ourselves."""
NAMED: Final = tuple(each for each in TYPES if each != "problem")
Form = Mapping[str, str]


@get(HERE, **route.of(gathered.clients, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    typed = {name: value[:4000] for name, value in request.query_params.items()}
    return await _drawn(request, typed, {})


@post(HERE, request_max_body_size=MOST, **route.of(for_client.raise_for, "desk"))
async def take_down(request: AnyRequest) -> Response[Any]:
    form, fields = await forms.of(request), await own_fields.given(request)
    key = forms.field(form, "client")
    tenant = route.tenant_of(request, key)
    attach = await forms.identities(request, "attach")
    try:
        waiting = (await given.of(request, tenant, None)).get("file", "").split()
        words = (_asked(form, fields, (*attach, *map(UUID, waiting))), _who(form))
        made = await given.perform(request, for_client.raise_for, *words, tenant=tenant)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, form, fields, wrong)
    return answering.Going(f"/tickets/{key.upper()}-{made.number}")


def _who(form: Form) -> Requester:
    return Requester(form.get("requester", ""), form.get("new_name", ""), form.get("new_email", ""))


def _asked(form: Form, fields: Mapping[str, Any], attach: tuple[Any, ...]) -> NewTicket:
    return NewTicket(
        subject=forms.field(form, "subject"),
        body=forms.field(form, "text"),
        type=form.get("type", "incident"),
        impact=form.get("impact", "medium"),
        urgency=form.get("urgency", "medium"),
        service_id=forms.identity(form, "service") if form.get("service") else None,
        category_id=forms.identity(form, "category") if form.get("category") else None,
        channel=OURS if form.get("came") == OURS else PHONE,
        confidential=form.get("confidential") == "yes",
        attach=attach,
        fields=fields,
    )


async def _drawn(
    request: AnyRequest, typed: Form, fields: Mapping[str, Any], wrong: Problem | None = None
) -> Response[Any]:
    """With what was typed, for the client that was chosen, or the only one there is."""
    clients = await route.perform(request, gathered.clients)
    pairs = tuple((each.key, each.name) for each in clients)
    key = typed.get("client", "").upper() or (pairs[0][0] if len(pairs) == 1 else "")
    shell = frame.shell(request, area="list")
    if not key:
        return answering.page(request, "raising/new", NewTicketPage(shell, pairs))
    tenant = route.tenant_of(request, key)
    words = (f"{typed.get('subject', '')}\n{typed.get('text', '')}", typed.get("requester", ""))
    found = await route.perform(request, gathered.of_client, tenant, *words, tenant=tenant)
    view = NewTicketPage(
        *(shell, pairs, key),
        people=tuple((f"{each.name} <{each.email}>", each.name) for each in found.people),
        services=tuple((each.value, each.label) for each in own_tickets.services(found.contracts)),
        raised=ticket_kinds.raised(found.asked, typed, fields, NAMED),
        alike=tuple(ticket_kinds.hit(each) for each in found.alike),
        typed=typed,
        staged=tuple((str(each.id), each.name) for each in found.staged),
        problem=wrong.detail if wrong else "",
    )
    return answering.page(request, "raising/new", view, wrong.status if wrong else 200)


HANDLERS = [show, take_down]
