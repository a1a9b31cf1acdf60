"""A company's set-up: one step at a time, to be left and taken up at any of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration import gathered
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.shaping import onboarding as shaping
from underpin.desk.onboarding import progress, steps
from underpin.kernel.errors import Conflict, Malformed, NotFound, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/administration/clients/{key:str}"
STEP = f"{ONE}/steps/{{step:str}}"


@get(ONE, **route.of(gathered.onboarding, "desk"))
async def show(request: AnyRequest, key: FromPath[str], step: FromQuery[str] = "") -> Response[Any]:
    return await page(request, key, step)


async def page(
    request: AnyRequest, key: str, step: str, status: int = 200, **more: Any
) -> Response[Any]:
    """The set-up at a step; at the first open one where none is named. `more` fills the view."""
    tenant = route.tenant_of(request, key)
    found = await route.perform(request, gathered.onboarding, tenant, tenant=tenant)
    if step and step not in steps.NAMES:
        raise NotFound
    shell = frame.shell(request, area=AREA, now=found.now)
    view = shaping.page(shell, found, step or steps.following(found.progress.steps), **more)
    return answering.page(request, "administration/onboarding", view, status)


async def again(
    request: AnyRequest, key: str, step: str, typed: Mapping[str, str], wrong: Problem
) -> Response[Any]:
    """The step with what was typed, and why it was not taken."""
    return await page(request, key, step, wrong.status, typed=typed, problem=wrong.detail)


async def taken(
    request: AnyRequest, key: str, step: str, wanted: Any, *words: Any, **more: Any
) -> Response[Any]:
    """The verb in the company's scope, and its step again: with what was typed if it refused."""
    tenant = route.tenant_of(request, key)
    try:
        await route.perform(request, wanted, *words, tenant=tenant, **more)
    except (Malformed, Conflict) as wrong:
        return await again(request, key, step, await forms.of(request), wrong)
    return answering.Going(at(key, step))


def at(key: str, step: str) -> str:
    return f"/administration/clients/{key.upper()}?step={step}"


@post(f"{STEP}/leaving", **route.of(progress.leave, "desk"))
async def leave(request: AnyRequest, key: FromPath[str], step: FromPath[str]) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, progress.leave, step, tenant=tenant)
    return answering.Going(f"/administration/clients/{key.upper()}")


@post(f"{STEP}/return", **route.of(progress.take_up, "desk"))
async def take_up(request: AnyRequest, key: FromPath[str], step: FromPath[str]) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, progress.take_up, step, tenant=tenant)
    return answering.Going(at(key, step))


@post(f"{ONE}/end", **route.of(progress.end, "desk"))
async def end(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    await route.perform(request, progress.end, tenant=route.tenant_of(request, key))
    return answering.Going("/administration/clients")


@post(f"{ONE}/continuation", **route.of(progress.go_on, "desk"))
async def go_on(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    await route.perform(request, progress.go_on, tenant=route.tenant_of(request, key))
    return answering.Going(f"/administration/clients/{key.upper()}")


HANDLERS = [show, leave, take_up, end, go_on]
