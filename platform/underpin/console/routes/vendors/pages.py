"""Vendors: all of them, and one with its UCs, its score, what lies with it and what it owes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
    return await listed(request, {})


async def listed(
    request: AnyRequest, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[Any]:
    found = await route.perform(request, gathering.every)
    shell = frame.shell(request, area="vendors", now=found.now)
    view = replace(shaping.every(shell, found), typed=typed, problem=problem)
    return answering.page(request, "vendors/all", view, status)


@get("/vendors/{vendor_id:uuid}", **route.of(gathering.one, "desk"))
async def one(request: AnyRequest, vendor_id: FromPath[UUID]) -> Response[Any]:
    return await shown(request, vendor_id, {})


async def shown(
    request: AnyRequest,
    vendor_id: UUID,
    typed: Mapping[str, str],
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    found = await route.perform(request, gathering.one, vendor_id)
    shell = frame.shell(request, area="vendors", now=found.now)
    view = shaping.one(shell, found)
    more = replace(view, typed={**view.typed, **typed}, problem=problem)
    return answering.page(request, "vendors/one", more, status)


HANDLERS = [every, one]
