"""A client's name, colour and logo, chosen by staff and looked at before the client sees them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery

from tenants import accent, branding
from tenants.branding import Branding
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.own import brand
from underpin.console.routes.requests import given
from underpin.console.routes.settings.showing import AREA, AnyRequest
from underpin.console.views.settings import BrandingPage
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.web import route

AT = "/clients/{key:str}/branding"
LARGEST_FORM = 10 * branding.LARGEST_LOGO


@get(AT, **route.of(branding.of_client, "desk"))
async def show(request: AnyRequest, key: FromPath[str], tried: FromQuery[str] = "") -> Any:
    """With another colour `tried` in the preview, which nobody else sees."""
    return await _page(request, key, accent_colour=tried.strip().lower() or None)


@post(AT, **route.of(branding.choose, "desk"))
async def choose(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    name, colour = form.get("name", "").strip(), form.get("accent", "").strip()
    try:
        await route.perform(request, branding.choose, name or None, colour or None, tenant=tenant)
    except Malformed as wrong:
        typed, why = colour.lower(), wrong.detail
        return await _page(
            request, key, accent_colour=typed, name=name, problem=why, status=wrong.status
        )
    return _kept(key, tenant)


@post(f"{AT}/default", **route.of(branding.choose, "desk"))
async def default(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, branding.choose, None, None, tenant=tenant)
    return _kept(key, tenant)


@post(f"{AT}/logo", request_max_body_size=LARGEST_FORM, **route.of(branding.choose_logo, "desk"))
async def logo(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Without a file the logo is taken away."""
    tenant, file = route.tenant_of(request, key), (await request.form()).get("image")
    image = await file.read() if isinstance(file, UploadFile) and file.filename else None
    try:
        await given.perform(request, branding.choose_logo, image, tenant=tenant)
    except Malformed as wrong:
        return await _page(request, key, problem=wrong.detail, status=422)
    return _kept(key, tenant)


@get(f"{AT}/preview.css", **route.of(branding.of_client, "desk"))
async def css(request: AnyRequest, key: FromPath[str], accent_colour: FromQuery[str] = "") -> Any:
    """The colours around the preview alone. Raises NotFound for one that cannot be read."""
    route.tenant_of(request, key)
    if not _is_readable(accent_colour):
        raise NotFound
    text = brand.css_of(accent_colour, within=".brand-preview")
    return Response(text.encode(), media_type="text/css", headers=brand.KEPT)


@get(f"{AT}/logo", **route.of(branding.of_client, "desk"))
async def shown_logo(request: AnyRequest, key: FromPath[str]) -> Response[bytes]:
    kept = await branding.logo(route.tenant_of(request, key))
    if kept is None:
        raise NotFound
    return Response(kept[0], media_type=kept[1], headers=brand.KEPT)


async def _page(
    request: AnyRequest,
    key: str,
    *,
    accent_colour: str | None = None,
    name: str | None = None,
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    found = await route.perform(request, branding.of_client, tenant, tenant=tenant)
    found = found if name is None else replace(found, name=name or found.name, chosen=name)
    found = found if accent_colour is None else replace(found, accent=accent_colour)
    return answering.page(request, "settings/branding", _view(request, key, found, problem), status)


def _view(request: AnyRequest, key: str, found: Branding, problem: str) -> BrandingPage:
    base = f"/clients/{key.upper()}/branding"
    colour = found.accent or ""
    known = bool(accent.COLOUR.fullmatch(colour))
    fits = known and accent.is_readable(colour)
    return BrandingPage(
        shell=frame.shell(request, area=AREA),
        key=key.upper(),
        may=route.principal_of(request).may("tenant.create"),
        name=found.name,
        chosen=found.chosen or "",
        accent=colour,
        contrast=accent.contrast(colour) if known else "",
        nearest="" if fits or not known else accent.readable(colour),
        css=f"{base}/preview.css?accent_colour=%23{colour[1:]}" if fits else "",
        logo=f"{base}/logo?v={found.logo}" if found.logo else "",
        problem=problem,
    )


def _is_readable(colour: str) -> bool:
    return bool(accent.COLOUR.fullmatch(colour)) and accent.is_readable(colour)


def _kept(key: str, tenant: int) -> Response[Any]:
    brand.forget(tenant)
    return answering.Going(f"/clients/{key}/branding")


HANDLERS = [show, choose, default, logo, css, shown_logo]
