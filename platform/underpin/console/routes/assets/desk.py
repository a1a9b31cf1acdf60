"""A client's assets at the desk: the list, one, and sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping import asset_rows
from underpin.desk.assets import assets, importing, linking, sheet
from underpin.desk.assets.asset import CLEARED, Row
from underpin.desk.assets.assets import PAGE, View, Wanted
from underpin.desk.assets.importing import Import, Preview
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
LIST = "/clients/{key:str}/assets"
ONE = f"{LIST}/{{asset_id:uuid}}"
SHEETS = "/clients/{key:str}/asset-sheets"
FIELDS = tuple(each for each in Row.__struct_fields__ if each not in ("external_id", "attributes"))


@get(LIST, **route.of(assets.listed, "desk"))
async def every(
    request: AnyRequest,
    key: FromPath[str],
    *,
    words: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    standing: FromQuery[str] = "",
    after: FromQuery[UUID | None] = None,
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    wanted = Wanted(words, kind, standing, None, after)
    return await listing(request, tenant, f"/clients/{key}/assets", wanted, key)


async def listing(
    request: AnyRequest, tenant: int, path: str, wanted: Wanted, key: str = ""
) -> Response[Any]:
    """The list, at either face."""
    found = await route.perform(request, assets.listed, tenant, wanted, tenant=tenant)
    kinds = await route.perform(request, assets.kinds, tenant, tenant=tenant)
    asked = {"words": wanted.words, "kind": wanted.kind, "standing": wanted.state}
    here = f"{path}?{urlencode(asked)}"
    who = route.principal_of(request)
    shell = frame.shell(request, area="clients" if key else "assets")
    view = views.AssetsPage(
        shell,
        path,
        key,
        key,
        tuple(row(each, shell) for each in found),
        tuple((each, each) for each in kinds),
        wanted.words,
        wanted.kind,
        wanted.state,
        f"{here}&after={found[-1].id}" if len(found) == PAGE else "",
        here if wanted.after else "",
        may_write=bool(key) and who.may("asset.write"),
        may_import=bool(key) and who.may("asset.import"),
    )
    return answering.page(request, "assets", view)


def row(each: View, shell: views.Shell) -> views.AssetRow:
    what = (str(each.id), each.name, each.kind, each.serial, each.owner, each.site, each.state)
    return views.AssetRow(*what, each.warranty_until, asset_rows.tone(each.warranty_until, shell))


@get(f"{LIST}/new", **route.of(assets.kinds, "desk"))
async def new(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    route.tenant_of(request, key)
    return answering.page(request, "asset", _page(request, key, "", views.AssetForm(), 0))


@get(ONE, **route.of(assets.history, "desk"))
async def one(request: AnyRequest, key: FromPath[str], asset_id: FromPath[UUID]) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    found = await route.perform(request, assets.one, tenant, asset_id, tenant=tenant)
    told = await route.perform(request, assets.history, tenant, asset_id, tenant=tenant)
    about = await route.perform(request, linking.tickets_of, tenant, asset_id, tenant=tenant)
    changes = tuple(
        views.AssetChange(each.at, each.by, each.way, tuple(each.changes)) for each in told
    )
    tickets = tuple((each.ticket, each.subject) for each in about)
    more = {"tickets": tickets, "changes": changes}
    page = _page(request, key, str(asset_id), _form(found), found.version, **more)
    return answering.page(request, "asset", page)


@post(LIST, **route.of(assets.keep, "desk"))
async def keep(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        await route.perform(request, assets.keep, _row(form, views.AssetForm()), tenant=tenant)
    except Malformed as problem:
        page = _page(request, key, "", _typed(form), 0, problem=problem.detail)
        return answering.page(request, "asset", page, 422)
    return answering.Going(f"/clients/{key}/assets")


@post(ONE, **route.of(assets.change, "desk"))
async def change(
    request: AnyRequest, key: FromPath[str], asset_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    version = forms.version(form)
    before = await route.perform(request, assets.one, tenant, asset_id, tenant=tenant)
    said = _row(form, _form(before))
    try:
        await route.perform(request, assets.change, asset_id, said, version=version, tenant=tenant)
    except Malformed as problem:
        page = _page(request, key, str(asset_id), _typed(form), version, problem=problem.detail)
        return answering.page(request, "asset", page, 422)
    return answering.Going(f"/clients/{key}/assets/{asset_id}")


@post(f"{ONE}/retirement", **route.of(assets.retire, "desk"))
async def retire(
    request: AnyRequest, key: FromPath[str], asset_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, assets.retire, asset_id, tenant=tenant)
    return answering.Going(f"/clients/{key}/assets")


@get(SHEETS, **route.of(importing.imports, "desk"))
async def sheets(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _sheets(request, key, {})


@post(SHEETS, **route.of(importing.take_in, "desk"))
async def take_in(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Looked at; or taken in, where the form's other button was pressed."""
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    text, source = form.get("sheet", ""), form.get("source", "sheet").strip()
    mapping = _mapping(form)
    try:
        if "take" in form:
            words = (text, source, mapping, form.get("name", ""))
            await route.perform(request, importing.take_in, *words, tenant=tenant)
            return answering.Going(f"/clients/{key}/asset-sheets")
        words_ = (tenant, text, source, mapping)
        look = await route.perform(request, importing.preview, *words_, tenant=tenant)
        return await _sheets(request, key, form, look)
    except Malformed as problem:
        return await _sheets(request, key, form, problem=problem.detail)


def _mapping(form: Mapping[str, str]) -> dict[str, str] | None:
    """None where no columns were chosen yet: they are guessed."""
    found = {
        form[f"column-{place}"]: form.get(f"field-{place}", "")
        for place in range(sheet.MOST_COLUMNS)
        if f"column-{place}" in form
    }
    return found or None


async def _sheets(
    request: AnyRequest,
    key: str,
    form: Mapping[str, str],
    look: Preview | None = None,
    problem: str = "",
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    made = await route.perform(request, importing.imports, tenant, tenant=tenant)
    refused = () if look is None else look.refused
    page = views.AssetImportPage(
        frame.shell(request, area="clients"),
        key,
        key,
        form.get("sheet", ""),
        form.get("source", "sheet"),
        () if look is None else _columns(look),
        (*sheet.FIELDS, sheet.ATTRIBUTE),
        None if look is None else (look.created, look.changed, look.same),
        tuple(views.RefusedRow(each.line, each.column, each.cure) for each in refused[:200]),
        tuple(_made(each) for each in made),
        problem,
    )
    return answering.page(request, "asset_sheets", page, 422 if problem else 200)


def _columns(look: Preview) -> tuple[views.MappedColumn, ...]:
    first = look.sample[0] if look.sample else ()
    cells = (*first, *("",) * len(look.headings))
    return tuple(
        views.MappedColumn(heading, look.mapping.get(heading, ""), cells[place][:60])
        for place, heading in enumerate(look.headings)
    )


def _made(each: Import) -> views.AssetImportRow:
    counts = (each.created, each.changed, each.same, len({one.line for one in each.refused}))
    return views.AssetImportRow(str(each.id), each.file_name, each.made_at, *counts)


def _page(
    request: AnyRequest, key: str, asset_id: str, form: views.AssetForm, version: int, **more: Any
) -> views.AssetPage:
    may = route.principal_of(request).may("asset.write")
    shell = frame.shell(request, area="clients")
    return views.AssetPage(shell, key, key, asset_id, form, version, may_write=may, **more)


def _form(of: View) -> views.AssetForm:
    said = {name: _text(getattr(of, name, "")) for name in FIELDS}
    said["maker"] = said.pop("vendor")
    said["owner"] = of.owner_email
    attributes = "\n".join(f"{name}: {value}" for name, value in of.attributes.items())
    return views.AssetForm(**said, attributes=attributes)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _typed(form: Mapping[str, str]) -> views.AssetForm:
    return views.AssetForm(**{n: form.get(n, "") for n in views.AssetForm.__slots__})


def _row(form: Mapping[str, str], before: views.AssetForm) -> Row:
    """What was emptied in the form is to be emptied."""
    typed = _typed(form)
    said: dict[str, str] = {}
    for name in FIELDS:
        own = "maker" if name == "vendor" else name
        value = str(getattr(typed, own)).strip()
        emptied = not value and getattr(before, own) and name not in ("state", "currency")
        said[name] = CLEARED if emptied else value
    return Row(**said, attributes=_attributes(typed, before))


def _attributes(typed: views.AssetForm, before: views.AssetForm) -> dict[str, str]:
    gone = dict.fromkeys(_pairs(before.attributes), CLEARED)
    return gone | _pairs(typed.attributes)


def _pairs(text: str) -> dict[str, str]:
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in lines if name.strip()}


HANDLERS = [every, new, one, keep, change, retire, sheets, take_in]
