"""The client's name, colour and logo around its portal: looked up once a minute, and served."""

from __future__ import annotations

import time
from typing import Any, Final

from litestar import Request, Response, get

from tenants import accent, branding
from tenants.branding import STATE, Branding
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import Audience
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
LIVES_SECONDS: Final = 60.0
CSS: Final = """{within} {{
  --accent: light-dark({text_light}, {text_dark});
  --accent-fill: light-dark({fill}, {fill});
  --accent-fill-over: light-dark({over}, {over});
  --accent-soft: light-dark({soft_light}, {soft_dark});
}}
"""
KEPT: Final = {"cache-control": "private, max-age=86400", "x-content-type-options": "nosniff"}
OWN: Final = "shows the asker's own client, and nothing without one"
_looked: dict[int, tuple[float, Branding]] = {}


async def before(request: AnyRequest) -> None:
    """Before each page of the portal: what stands on top of it."""
    who = request.scope["state"].get("principal")
    if who is not None and who.audience is Audience.MEMBER and request.method in ("GET", "POST"):
        request.scope["state"][STATE] = await _of(who.own_tenant)


async def _of(tenant: int) -> Branding:
    """As it was within the last minute."""
    at = time.monotonic()
    seen = _looked.get(tenant)
    if seen is None or at - seen[0] > LIVES_SECONDS:
        seen = (at, await branding.known(tenant))
        _looked[tenant] = seen
    return seen[1]


def forget(tenant: int) -> None:
    """What was chosen a moment ago shows at once in this process, and within a minute in others."""
    _looked.pop(tenant, None)


@get("/brand.css", **route.open_to_all(OWN, "portal"))
async def css(request: AnyRequest) -> Response[bytes]:
    """The colours over our own; a new choice has a new address."""
    found: Branding | None = request.scope["state"].get(STATE)
    if found is None or found.accent is None:
        raise NotFound
    return Response(css_of(found.accent).encode(), media_type="text/css", headers=KEPT)


def css_of(colour: str, within: str = ":root") -> str:
    """Of a colour that can be read."""
    shades = accent.shades(colour)
    said = {name: getattr(shades, name) for name in shades.__slots__}
    return CSS.format(within=within, **said)


@get("/brand/logo", **route.open_to_all(OWN, "portal"))
async def logo(request: AnyRequest) -> Response[bytes]:
    found: Branding | None = request.scope["state"].get(STATE)
    who = route.principal_of(request)
    kept = await branding.logo(who.own_tenant) if found is not None and found.logo else None
    if kept is None:
        raise NotFound
    return Response(kept[0], media_type=kept[1], headers=KEPT)


HANDLERS = [css, logo]
