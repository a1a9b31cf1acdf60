"""The JSON API over a client's assets."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.api import addressing
from underpin.desk.assets import assets, importing, linking
from underpin.desk.assets.asset import Row
from underpin.desk.assets.assets import Happened, View, Wanted
from underpin.desk.assets.importing import Import, Preview
from underpin.desk.assets.linking import About, Linked
from underpin.desk.assets.storing import Outcome
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

ASSETS = f"{CLIENT}/assets"
ASSET = f"{ASSETS}/{{asset_id:uuid}}"
IMPORTS = f"{CLIENT}/asset-imports"
ON_TICKET = "/tickets/{name:str}/assets"
CSV = "text/csv; charset=utf-8"


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """`source` names the tool; each of `assets` has the tool's own `external_id`."""

    source: str
    assets: list[Row]


class Sheet(msgspec.Struct, forbid_unknown_fields=True):
    """`file` is CSV text; `mapping` is heading -> field, guessed where it is missing."""

    file: str
    source: str = "sheet"
    mapping: dict[str, str] | None = None
    name: str = ""


@get(ASSETS, **route.of(assets.listed))
async def listed(
    request: AnyRequest,
    key: FromPath[str],
    *,
    words: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    standing: FromQuery[str] = "",
    owner_id: FromQuery[UUID | None] = None,
    after: FromQuery[UUID | None] = None,
) -> list[View]:
    """`standing` is a state of docs/assets.md."""
    wanted = Wanted(words, kind, standing, owner_id, after)
    found: list[View] = await asking.read(request, assets.listed, key, wanted)
    return found


@post(ASSETS, **route.of(assets.keep, "desk"))
async def keep(request: AnyRequest, key: FromPath[str], data: JSONBody[Row]) -> dict[str, UUID]:
    return {"id": await asking.change(request, assets.keep, key, data)}


@post(f"{ASSETS}/batches", status_code=200, **route.of(importing.take_batch, "desk"))
async def take_batch(request: AnyRequest, key: FromPath[str], data: JSONBody[Batch]) -> Outcome:
    done: Outcome = await asking.change(
        request, importing.take_batch, key, data.source, data.assets
    )
    return done


@get(f"{CLIENT}/assets.csv", **route.of(importing.exported, "desk"))
async def exported(request: AnyRequest, key: FromPath[str]) -> Response[str]:
    text = await asking.read(request, importing.exported, key)
    return _csv(text, f"assets-{key}")


@get(ASSET, **route.of(assets.one))
async def one(request: AnyRequest, key: FromPath[str], asset_id: FromPath[UUID]) -> View:
    found: View = await asking.read(request, assets.one, key, asset_id)
    return found


@put(ASSET, status_code=204, **route.of(assets.change, "desk"))
async def change(
    request: AnyRequest, key: FromPath[str], asset_id: FromPath[UUID], data: JSONBody[Row]
) -> None:
    version = route.expected_version(request)
    await asking.change(request, assets.change, key, asset_id, data, version=version)


@delete(ASSET, **route.of(assets.retire, "desk"))
async def retire(request: AnyRequest, key: FromPath[str], asset_id: FromPath[UUID]) -> None:
    await asking.change(request, assets.retire, key, asset_id)


@get(f"{ASSET}/history", **route.of(assets.history, "desk"))
async def history(
    request: AnyRequest, key: FromPath[str], asset_id: FromPath[UUID]
) -> Sequence[Happened]:
    found: Sequence[Happened] = await asking.read(request, assets.history, key, asset_id)
    return found


@get(f"{ASSET}/tickets", **route.of(linking.tickets_of, "desk"))
async def tickets_of(
    request: AnyRequest, key: FromPath[str], asset_id: FromPath[UUID]
) -> list[About]:
    found: list[About] = await asking.read(request, linking.tickets_of, key, asset_id)
    return found


@post(f"{IMPORTS}/previews", status_code=200, **route.of(importing.preview, "desk"))
async def preview(request: AnyRequest, key: FromPath[str], data: JSONBody[Sheet]) -> Preview:
    """Changes nothing."""
    words = (data.file, data.source, data.mapping)
    found: Preview = await asking.read(request, importing.preview, key, *words)
    return found


@post(IMPORTS, **route.of(importing.take_in, "desk"))
async def take_in(request: AnyRequest, key: FromPath[str], data: JSONBody[Sheet]) -> Import:
    words = (data.file, data.source, data.mapping, data.name)
    made: Import = await asking.change(request, importing.take_in, key, *words)
    return made


@get(IMPORTS, **route.of(importing.imports, "desk"))
async def imports(request: AnyRequest, key: FromPath[str]) -> Sequence[Import]:
    found: Sequence[Import] = await asking.read(request, importing.imports, key)
    return found


@get(f"{IMPORTS}/{{import_id:uuid}}/refused.csv", **route.of(importing.refused_rows, "desk"))
async def refused_rows(
    request: AnyRequest, key: FromPath[str], import_id: FromPath[UUID]
) -> Response[str]:
    text = await asking.read(request, importing.refused_rows, key, import_id)
    return _csv(text, "refused")


@get(ON_TICKET, **route.of(linking.of_ticket))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> list[Linked]:
    tenant, number = addressing.ticket(request, name)
    words = (tenant, number)
    found: list[Linked] = await route.perform(request, linking.of_ticket, *words, tenant=tenant)
    return found


@put(f"{ON_TICKET}/{{asset_id:uuid}}", status_code=204, **route.of(linking.link, "desk"))
async def link(request: AnyRequest, name: FromPath[str], asset_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, linking.link, number, asset_id, tenant=tenant)


@delete(f"{ON_TICKET}/{{asset_id:uuid}}", **route.of(linking.unlink, "desk"))
async def unlink(request: AnyRequest, name: FromPath[str], asset_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, linking.unlink, number, asset_id, tenant=tenant)


def _csv(text: str, name: str) -> Response[str]:
    shown = {"Content-Disposition": f'attachment; filename="{name.lower()}.csv"'}
    return Response(text, media_type=CSV, headers=shown)


@get(f"{CLIENT}/asset-kinds", **route.of(assets.kinds))
async def kinds(request: AnyRequest, key: FromPath[str]) -> list[str]:
    found: list[str] = await asking.read(request, assets.kinds, key)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        kinds,
        *(listed, keep, take_batch, exported, one, change, retire, history, tickets_of),
        *(preview, take_in, imports, refused_rows, of_ticket, link, unlink),
    ],
    tags=["desk"],
)
