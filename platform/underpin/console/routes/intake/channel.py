"""One channel: its settings, changed, and the secrets that are good; a monitoring source's secret
that leaked, ended at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.connections import CHANNEL, SOURCE
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.intake import gathered
from underpin.console.routes.shaping import connections
from underpin.console.views.intake import ChannelPage
from underpin.desk.alerts import sources
from underpin.desk.channels import channels
from underpin.desk.channels.channel import Channel
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]


@get(CHANNEL, **route.of(gathered.channel, "desk"))
async def show(
    request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]
) -> Response[Any]:
    return await _drawn(request, key, channel_id)


async def _drawn(
    request: AnyRequest,
    key: str,
    channel_id: UUID,
    typed: Mapping[str, str] | None = None,
    wrong: Problem | None = None,
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    found = await route.perform(request, gathered.channel, tenant, channel_id, tenant=tenant)
    kept: Channel = found.detail.channel
    view = ChannelPage(
        *(frame.shell(request, area=AREA), key.upper(), kept.id, kept.name, kept.kind),
        *(kept.version, kept.paused_at is not None),
        tuple((str(each.id), each.name) for each in found.services),
        _values(kept) | dict(typed or {}),
        connections.secret_rows(found.detail.secrets),
        route.principal_of(request).may("intake.write"),
        wrong.detail if wrong else "",
    )
    return answering.page(request, "intake/channel", view, wrong.status if wrong else 200)


def _values(kept: Channel) -> dict[str, str]:
    settings = {name: str(kept.settings.get(name, "")) for name in connections.PLAIN}
    return settings | {"name": kept.name, "service": str(kept.service_id or "")}


@post(CHANNEL, **route.of(channels.change, "desk"))
async def change(
    request: AnyRequest, key: FromPath[str], channel_id: FromPath[UUID]
) -> Response[Any]:
    form, tenant = await forms.of(request), route.tenant_of(request, key)
    about = (tenant, channel_id)
    found = await route.perform(request, channels.detail, *about, tenant=tenant)
    try:
        said = replace(
            connections.channel({**form, "kind": found.channel.kind}),
            settings=found.channel.settings | _settings(form),
        )
        words = {"version": forms.version(form)}
        await asking.change(request, channels.change, key, channel_id, said, **words)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, key, channel_id, form, wrong)
    return answering.Going(f"/clients/{key}/connections/channels/{channel_id}")


def _settings(form: Mapping[str, str]) -> dict[str, str]:
    return {name: form[name].strip() for name in connections.PLAIN if form.get(name, "").strip()}


@post(f"{SOURCE}/secrets/{{hook_secret_id:uuid}}/revocation", **route.of(sources.revoke, "desk"))
async def revoke(
    request: AnyRequest,
    key: FromPath[str],
    alert_source_id: FromPath[UUID],
    hook_secret_id: FromPath[UUID],
) -> Response[Any]:
    await asking.change(request, sources.revoke, key, alert_source_id, hook_secret_id)
    return answering.Going(f"/clients/{key}/connections/sources/{alert_source_id}")


HANDLERS = [show, change, revoke]
