"""The JSON API over what tickets are filed under, and which priority impact and urgency come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing
from underpin.desk.api.ticket import TicketView, view
from underpin.desk.sorting import categories, matrices
from underpin.desk.sorting.categories import Category
from underpin.desk.sorting.matrices import Shown
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

HIDDEN = f"{CLIENT}/hidden-categories/{{category_id:uuid}}"


class NewCategory(msgspec.Struct, forbid_unknown_fields=True):
    """`parent_id`: one of the first level."""

    name: str
    parent_id: UUID | None = None


class Name(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class Filing(msgspec.Struct, forbid_unknown_fields=True):
    category_id: UUID | None


class Cells(msgspec.Struct, forbid_unknown_fields=True):
    """By impact, then urgency, each high, medium, low. None: the provider's again."""

    cells: list[str] | None
    effective_from: Moment | None = None


class MatrixView(msgspec.Struct):
    """`priority` by impact and urgency."""

    priority: Mapping[str, Mapping[str, str]]
    own: bool = False
    since: datetime | None = None
    ahead: datetime | None = None


@get("/categories", **route.of(categories.everything, "desk"))
async def everything(request: AnyRequest) -> list[Category]:
    found: list[Category] = await route.perform(request, categories.everything)
    return found


@get("/own-categories", **route.of(categories.of_client, "portal"))
async def own(request: AnyRequest) -> list[Category]:
    found: list[Category] = await asking.own(request, categories.of_client)
    return found


@get(f"{CLIENT}/categories", **route.of(categories.of_client, "desk"))
async def of_client(request: AnyRequest, key: FromPath[str]) -> list[Category]:
    found: list[Category] = await asking.read(request, categories.of_client, key)
    return found


@post("/categories", **route.of(categories.add, "desk"))
async def add(request: AnyRequest, data: JSONBody[NewCategory]) -> UUID:
    return await route.perform(request, categories.add, data.name, data.parent_id)


@put("/categories/{category_id:uuid}", status_code=204, **route.of(categories.rename, "desk"))
async def rename(request: AnyRequest, category_id: FromPath[UUID], data: JSONBody[Name]) -> None:
    await route.perform(request, categories.rename, category_id, data.name)


@delete("/categories/{category_id:uuid}", **route.of(categories.retire, "desk"))
async def retire(request: AnyRequest, category_id: FromPath[UUID]) -> None:
    await route.perform(request, categories.retire, category_id)


@put(HIDDEN, status_code=204, **route.of(categories.hide, "desk"))
async def hide(request: AnyRequest, key: FromPath[str], category_id: FromPath[UUID]) -> None:
    await asking.change(request, categories.hide, key, category_id)


@delete(HIDDEN, **route.of(categories.show, "desk"))
async def show(request: AnyRequest, key: FromPath[str], category_id: FromPath[UUID]) -> None:
    await asking.change(request, categories.show, key, category_id)


@put("/tickets/{name:str}/category", **route.of(categories.file_under, "desk"))
async def file_under(
    request: AnyRequest, name: FromPath[str], data: JSONBody[Filing]
) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    more = {"tenant": tenant, "version": route.expected_version(request)}
    found = await route.perform(request, categories.file_under, number, data.category_id, **more)
    return view(request, found)


@get("/priority-matrix", **route.of(matrices.of_provider, "desk"))
async def provider_matrix(request: AnyRequest) -> MatrixView:
    return MatrixView((await route.perform(request, matrices.of_provider)).told)


@put("/priority-matrix", status_code=204, **route.of(matrices.set_provider, "desk"))
async def set_provider(request: AnyRequest, data: JSONBody[Cells]) -> None:
    words = (data.cells or [], data.effective_from)
    await route.perform(request, matrices.set_provider, *words)


@get(f"{CLIENT}/priority-matrix", **route.of(matrices.of_client, "desk"))
async def client_matrix(request: AnyRequest, key: FromPath[str]) -> MatrixView:
    found: Shown = await asking.read(request, matrices.of_client, key)
    return MatrixView(found.matrix.told, found.own, found.since, found.ahead)


@put(f"{CLIENT}/priority-matrix", status_code=204, **route.of(matrices.set_client, "desk"))
async def set_client(request: AnyRequest, key: FromPath[str], data: JSONBody[Cells]) -> None:
    await asking.change(request, matrices.set_client, key, data.cells, data.effective_from)


ROUTER = Router(
    "/",
    route_handlers=[
        *(everything, own, of_client, add, rename, retire, hide, show, file_under),
        *(provider_matrix, set_provider, client_matrix, set_client),
    ],
    tags=["desk"],
)
