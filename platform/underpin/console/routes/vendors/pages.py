"""Vendors: all of them, and one with its UCs, its score, what lies with it and what it owes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from underpin.console.routes import answering, frame
from underpin.console.routes.vendors import gathering, shaping
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/vendors", **route.of(gathering.every, "desk"))
async def every(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, gathering.every)
    shell = frame.shell(request, area="vendors", now=found.now)
    return answering.page(request, "vendors/all", shaping.every(shell, found))


@get("/vendors/{vendor_id:uuid}", **route.of(gathering.one, "desk"))
async def one(request: AnyRequest, vendor_id: FromPath[UUID]) -> Response[Any]:
    found = await route.perform(request, gathering.one, vendor_id)
    shell = frame.shell(request, area="vendors", now=found.now)
    return answering.page(request, "vendors/one", shaping.one(shell, found))


HANDLERS = [every, one]
