"""The JSON API over a client's branding."""

from __future__ import annotations

import base64
import binascii

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody

from tenants import branding
from tenants.branding import Branding
from underpin.kernel.errors import Malformed
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

AT = f"{CLIENT}/branding"


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """`accent` like #3f53d0; null for ours."""

    name: str | None = None
    accent: str | None = None


class Logo(msgspec.Struct, forbid_unknown_fields=True):
    """`image`: a PNG or JPEG in base64; null takes it away."""

    image: str | None = None


@get(AT, **route.of(branding.of_client))
async def shown(request: AnyRequest, key: FromPath[str]) -> Branding:
    found: Branding = await asking.read(request, branding.of_client, key)
    return found


@put(AT, **route.of(branding.choose, "desk"))
async def choose(request: AnyRequest, key: FromPath[str], data: JSONBody[Chosen]) -> Branding:
    made: Branding = await asking.change(request, branding.choose, key, data.name, data.accent)
    return made


@put(f"{AT}/logo", **route.of(branding.choose_logo, "desk"))
async def choose_logo(request: AnyRequest, key: FromPath[str], data: JSONBody[Logo]) -> Branding:
    made: Branding = await asking.change(request, branding.choose_logo, key, _bytes(data.image))
    return made


def _bytes(image: str | None) -> bytes | None:
    """Raises Malformed."""
    try:
        return None if image is None else base64.b64decode(image, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Malformed("image: base64.", field="image") from wrong


HANDLERS = [shown, choose, choose_logo]
