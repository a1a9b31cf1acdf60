"""In which language a vendor is written to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from contracts.signed import vendor
from underpin.console.routes import answering, forms
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@post("/vendors/{vendor_id:uuid}/language", **route.of(vendor.speak, "desk"))
async def speak(request: AnyRequest, vendor_id: FromPath[UUID]) -> Response[Any]:
    locale = (await forms.of(request)).get("locale") or None
    await route.perform(request, vendor.speak, vendor_id, locale)
    return answering.Going(f"/vendors/{vendor_id}")


HANDLERS = [speak]
