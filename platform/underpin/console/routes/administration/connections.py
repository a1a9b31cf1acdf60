"""A client's connections: channels, webhooks that leave, monitoring sources, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration import gathered_intake
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.shaping import connections as shaping
from underpin.desk.alerts import sources
from underpin.desk.channels import channels, greeting
from underpin.desk.hooks import keeping
from underpin.kernel import verb
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ALL: Final = "/administration/connections"
OF: Final = "/clients/{key:str}/connections"
CHANNEL: Final = f"{OF}/channels/{{channel_id:uuid}}"
SOURCE: Final = f"{OF}/sources/{{alert_source_id:uuid}}"


@get(ALL, **route.of(gathered_intake.connections, "desk"))
async def show(request: AnyRequest, client: FromQuery[str] = "") -> Response[Any]:
    return await page(request, client)


async def page(
    request: AnyRequest,
    key: str,
    typed: Mapping[str, str] | None = None,
    wrong: Problem | None = None,
    **more: Any,
) -> Response[Any]:
    """The page of one client; `more` fills the view."""
    tenant = route.tenant_of(request, key) if key else None
    found = await route.perform(request, gathered_intake.connections, tenant, tenant=tenant)
    who, shell = route.principal_of(request), frame.shell(request, area=AREA)
    problem = wrong.detail if wrong else ""
    view = shaping.page(shell, found, who, key.upper(), typed or {}, problem=problem, **more)
    status = wrong.status if wrong else 200
    return answering.page(request, "administration/connections", view, status)


def at(key: str) -> str:
    return f"{ALL}?client={key.upper()}"


async def done(
    request: AnyRequest, key: str, wanted: Any, *words: Any, **more: Any
) -> Response[Any]:
    """The verb in the client's scope, and the page again: with what was typed if it refused."""
    tenant = route.tenant_of(request, key)
    try:
        await route.perform(request, wanted, *words, tenant=tenant, **more)
    except (Malformed, Conflict) as wrong:
        return await page(request, key, await forms.of(request), wrong)
    return answering.Going(at(key))


@post(f"{OF}/channels", **route.of(channels.add, "desk"))
async def add_channel(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    key_given = {"signing_key": form.get("signing_key", "")}
    try:
        said = shaping.channel(form)
        made = await route.perform(request, channels.add, said, tenant=tenant, **key_given)
    except (Malformed, Conflict) as wrong:
        return await page(request, key, form, wrong)
    return await page(request, key, once=shaping.secrets(made.channel.name, made.secret))


@post(f"{CHANNEL}/test", **route.of(greeting.greet, "desk"))
async def test_channel(
    request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]
) -> Response[Any]:
    tenant, asker = route.tenant_of(request, key), route.principal_of(request)
    said = await verb.begin(greeting.greet, asker, tenant, channel_id)
    return await page(request, key, tested=str(channel_id), said=said)


@post(f"{CHANNEL}/pause", **route.of(channels.pause, "desk"))
async def pause_channel(
    request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, key, channels.pause, channel_id, paused=True)


@post(f"{CHANNEL}/resumption", **route.of(channels.pause, "desk"))
async def resume_channel(
    request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, key, channels.pause, channel_id, paused=False)


@post(f"{CHANNEL}/secret", **route.of(channels.rotate, "desk"))
async def renew_channel(
    request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    given = {"signing_key": form.get("signing_key", "")}
    made = await route.perform(request, channels.rotate, channel_id, tenant=tenant, **given)
    return await page(request, key, once=shaping.secrets("", made))


@post(f"{OF}/sources", **route.of(sources.add, "desk"))
async def add_source(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        said = shaping.source(form)
        made = await route.perform(request, sources.add, said, tenant=tenant)
    except (Malformed, Conflict) as wrong:
        return await page(request, key, form, wrong)
    return await page(request, key, once=shaping.secrets(made.source.name, made.secret))


@post(f"{SOURCE}/pause", **route.of(sources.pause, "desk"))
async def pause_source(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, key, sources.pause, alert_source_id, paused=True)


@post(f"{SOURCE}/resumption", **route.of(sources.pause, "desk"))
async def resume_source(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, key, sources.pause, alert_source_id, paused=False)


@post(f"{SOURCE}/secret", **route.of(sources.rotate, "desk"))
async def renew_source(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    made = await route.perform(request, sources.rotate, alert_source_id, tenant=tenant)
    return await page(request, key, once=shaping.secrets("", made))


@get(SOURCE, **route.of(sources.detail, "desk"))
async def source(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> Response[Any]:
    return await _source(request, key, alert_source_id, {})


@post(f"{SOURCE}/trial", **route.of(sources.trial, "desk"))
async def trial(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> Response[Any]:
    return await _source(request, key, alert_source_id, await forms.of(request))


async def _source(
    request: AnyRequest, key: str, source_id: UUID, form: Mapping[str, str]
) -> Response[Any]:
    tenant, wrong, tried = route.tenant_of(request, key), None, None
    found = await route.perform(request, sources.detail, tenant, source_id, tenant=tenant)
    try:
        if "sample" in form:
            words = (tenant, source_id, form["sample"])
            own = shaping.mapping(form)
            tried = await route.perform(request, sources.trial, *words, tenant=tenant, own=own)
    except Malformed as problem:
        wrong = problem
    shell, said = frame.shell(request, area=AREA), wrong.detail if wrong else ""
    view = shaping.source_page(shell, key.upper(), found.source, form, tried=tried, problem=said)
    may = route.principal_of(request).may("intake.write")
    view = replace(view, secrets=shaping.secret_rows(found.secrets), may=may)
    return answering.page(request, "administration/source", view, wrong.status if wrong else 200)


@post(f"{OF}/deliveries/{{hook_delivery_id:uuid}}/retry", **route.of(keeping.again, "desk"))
async def again(
    request: AnyRequest, key: FromPath[str], hook_delivery_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, key, keeping.again, hook_delivery_id)


HANDLERS = [
    *(show, add_channel, test_channel, pause_channel, resume_channel, renew_channel),
    *(add_source, pause_source, resume_source, renew_source, source, trial, again),
]
