"""Which tickets belong together, on the page of one: links, merging, splitting."""

from __future__ import annotations

from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, ticket_work
from underpin.console.routes.ticket_work import AnyRequest
from underpin.desk.api import addressing
from underpin.desk.links import link, merging, splitting
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route


@post("/tickets/{name:str}/links", **route.of(link.add, "desk"))
async def add(request: AnyRequest, name: FromPath[str]) -> Response[object]:
    form = await forms.of(request)
    words = (
        _of_the_same(request, name, forms.field(form, "other"), "other"),
        forms.field(form, "kind"),
    )
    return await ticket_work.done(request, name, link.add, *words)


@post("/tickets/{name:str}/links/{link_id:uuid}/removal", **route.of(link.remove, "desk"))
async def remove(
    request: AnyRequest, name: FromPath[str], link_id: FromPath[UUID]
) -> Response[object]:
    return await ticket_work.done(request, name, link.remove, link_id)


@post("/tickets/{name:str}/merge", **route.of(merging.merge, "desk"))
async def merge(request: AnyRequest, name: FromPath[str]) -> Response[object]:
    tenant, number = addressing.ticket(request, name)
    form = await forms.of(request)
    into = forms.field(form, "into").upper()
    words = {"inform": form.get("inform") == "yes", "version": forms.version(form)}
    other = _of_the_same(request, name, into, "into")
    await route.perform(request, merging.merge, number, other, tenant=tenant, **words)
    return answering.Going(f"/tickets/{into}")


@post("/tickets/{name:str}/split", **route.of(splitting.split, "desk"))
async def split(request: AnyRequest, name: FromPath[str]) -> Response[object]:
    tenant, number = addressing.ticket(request, name)
    form = await forms.of(request)
    words = (number, forms.identity(form, "message"), forms.field(form, "subject"))
    made = await route.perform(request, splitting.split, *words, tenant=tenant)
    return answering.Going(f"/tickets/{name.rpartition('-')[0]}-{made.number}")


def _of_the_same(request: AnyRequest, name: str, other: str, field: str) -> int:
    """Raises Malformed for a ticket of another client, NotFound for one that cannot be seen."""
    tenant, _ = addressing.ticket(request, name)
    theirs, number = addressing.ticket(request, other.strip().upper())
    if theirs != tenant:
        raise Malformed(f"{field}: a ticket of the same client.", field=field)
    return number


HANDLERS = [add, remove, merge, split]
