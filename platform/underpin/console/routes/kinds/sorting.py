"""How tickets are sorted: categories, fields of one's own, the matrix of priorities. Of the
provider, or with `client` of one client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.kinds import reading
from underpin.console.routes.shaping.kinds import sorting_page
from underpin.desk.api.field import NewField
from underpin.desk.fields import definitions
from underpin.desk.fields.field import New
from underpin.desk.sorting import categories, matrices
from underpin.desk.sorting.matrix import PLACES
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
SORTING = "/administration/sorting"
CATEGORY = f"{SORTING}/categories/{{category_id:uuid}}"


@get(SORTING, **route.of(reading.sorting, "desk"))
async def show(request: AnyRequest, client: FromQuery[str] = "") -> Response[Any]:
    tenant = route.tenant_of(request, client) if client else None
    found = await route.perform(request, reading.sorting, tenant)
    shell = frame.shell(request, area="sorting", now=found.now)
    return answering.page(request, "sorting", sorting_page.page(shell, found, client.upper()))


@post(f"{SORTING}/categories", **route.of(categories.add, "desk"))
async def add(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    parent = forms.identity(form, "parent") if form.get("parent") else None
    await route.perform(request, categories.add, forms.field(form, "name"), parent)
    return answering.Going(SORTING)


@post(f"{CATEGORY}/name", **route.of(categories.rename, "desk"))
async def rename(request: AnyRequest, category_id: FromPath[UUID]) -> Response[Any]:
    name = forms.field(await forms.of(request), "name")
    await route.perform(request, categories.rename, category_id, name)
    return answering.Going(SORTING)


@post(f"{CATEGORY}/retirement", **route.of(categories.retire, "desk"))
async def retire(request: AnyRequest, category_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, categories.retire, category_id)
    return answering.Going(SORTING)


@post(f"{CATEGORY}/hiding", **route.of(categories.hide, "desk"))
async def hide(request: AnyRequest, category_id: FromPath[UUID]) -> Response[Any]:
    client, tenant = await _client(request)
    await route.perform(request, categories.hide, category_id, tenant=tenant)
    return answering.Going(f"{SORTING}?client={client}")


@post(f"{CATEGORY}/showing", **route.of(categories.show, "desk"))
async def unhide(request: AnyRequest, category_id: FromPath[UUID]) -> Response[Any]:
    client, tenant = await _client(request)
    await route.perform(request, categories.show, category_id, tenant=tenant)
    return answering.Going(f"{SORTING}?client={client}")


async def _client(request: AnyRequest) -> tuple[str, int]:
    key = forms.field(await forms.of(request), "client").upper()
    return key, route.tenant_of(request, key)


@post(f"{SORTING}/fields", **route.of(definitions.define, "desk"))
async def define(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    client = form.get("client", "").upper()
    new = _new(form)
    if not client:
        await route.perform(request, definitions.define, new)
        return answering.Going(SORTING)
    tenant = route.tenant_of(request, client)
    await route.perform(request, definitions.define_for, new, tenant=tenant)
    return answering.Going(f"{SORTING}?client={client}")


def _new(form: Mapping[str, str]) -> New:
    options = [each.strip() for each in form.get("options", "").splitlines() if each.strip()]
    given: dict[str, Any] = {name: form.get(name, "") for name in ("label", "kind", "required")}
    given |= {"audience": form.get("audience", "members"), "options": options}
    given["types"] = [form["type"]] if form.get("type") else []
    try:
        return msgspec.convert(given, NewField).new
    except msgspec.ValidationError as wrong:
        raise Malformed(str(wrong), field="kind") from wrong


@post(f"{SORTING}/fields/{{field_id:uuid}}/retirement", **route.of(definitions.retire, "desk"))
async def retire_field(request: AnyRequest, field_id: FromPath[UUID]) -> Response[Any]:
    client = (await forms.of(request)).get("client", "").upper()
    if not client:
        await route.perform(request, definitions.retire, field_id)
        return answering.Going(SORTING)
    tenant = route.tenant_of(request, client)
    await route.perform(request, definitions.retire_for, field_id, tenant=tenant)
    return answering.Going(f"{SORTING}?client={client}")


@post(f"{SORTING}/priorities", **route.of(matrices.set_provider, "desk"))
async def prioritise(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    client = form.get("client", "").upper()
    cells = [form.get(f"{impact}-{urgency}", "") for impact, urgency in PLACES]
    if not client:
        await route.perform(request, matrices.set_provider, cells)
        return answering.Going(SORTING)
    wanted = None if form.get("again") == "yes" else cells
    tenant = route.tenant_of(request, client)
    await route.perform(request, matrices.set_client, wanted, tenant=tenant)
    return answering.Going(f"{SORTING}?client={client}")


HANDLERS = [
    *(show, add, rename, retire, hide, unhide),
    *(define, retire_field, prioritise),
]
