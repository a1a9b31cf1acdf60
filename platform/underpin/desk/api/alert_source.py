"""The JSON API over monitoring sources, their secrets and what a sample would make."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.alerts import reading, reading_alerts, recent, sources
from underpin.desk.alerts.mapping import Mapping
from underpin.desk.alerts.reading_alerts import OfTicket
from underpin.desk.alerts.recent import Alert, Standing
from underpin.desk.alerts.source import Settings, Source
from underpin.desk.alerts.sources import Detail, Opened, Said, Trial
from underpin.desk.api import addressing
from underpin.desk.hooks.secret import Issued
from underpin.kernel.errors import Malformed
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

SOURCES = f"{CLIENT}/alert-sources"
SOURCE = f"{SOURCES}/{{alert_source_id:uuid}}"


class NewSource(msgspec.Struct, forbid_unknown_fields=True):
    """`settings` are those of docs/alerts.md, only those that are not usual."""

    name: str
    contact_id: UUID
    kind: str = reading.AUTO
    service_id: UUID | None = None
    settings: dict[str, Any] = {}
    mapping: Mapping | None = None
    signing_key: str = ""


class Changed(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    contact_id: UUID
    kind: str = reading.AUTO
    service_id: UUID | None = None
    settings: dict[str, Any] = {}
    mapping: Mapping | None = None


class Rotation(msgspec.Struct, forbid_unknown_fields=True):
    """For how many hours the present secret is still good."""

    overlap_hours: int = 24
    signing_key: str = ""


class Sample(msgspec.Struct, forbid_unknown_fields=True):
    """What the tool would send, as text; `mapping` is one to be tried before it is kept."""

    body: str
    mapping: Mapping | None = None


@get(SOURCES, **route.of(sources.listed, "desk"))
async def listed(request: AnyRequest, key: FromPath[str]) -> list[Source]:
    found: list[Source] = await asking.read(request, sources.listed, key)
    return found


@post(SOURCES, **route.of(sources.add, "desk"))
async def add(request: AnyRequest, key: FromPath[str], data: JSONBody[NewSource]) -> Opened:
    words = {"signing_key": data.signing_key}
    made: Opened = await asking.change(request, sources.add, key, _said(data), **words)
    return made


@get(SOURCE, **route.of(sources.detail, "desk"))
async def one(request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]) -> Detail:
    found: Detail = await asking.read(request, sources.detail, key, alert_source_id)
    return found


@put(SOURCE, **route.of(sources.change, "desk"))
async def change(
    request: AnyRequest,
    key: FromPath[str],
    alert_source_id: FromPath[UUID],
    data: JSONBody[Changed],
) -> Source:
    words = (alert_source_id, _said(data))
    version = route.expected_version(request)
    made: Source = await asking.change(request, sources.change, key, *words, version=version)
    return made


@put(f"{SOURCE}/pause", **route.of(sources.pause, "desk"))
async def pause(request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]) -> Source:
    made: Source = await asking.change(request, sources.pause, key, alert_source_id, paused=True)
    return made


@delete(f"{SOURCE}/pause", status_code=200, **route.of(sources.pause, "desk"))
async def go_on(request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]) -> Source:
    made: Source = await asking.change(request, sources.pause, key, alert_source_id, paused=False)
    return made


@post(f"{SOURCE}/secrets", **route.of(sources.rotate, "desk"))
async def rotate(
    request: AnyRequest,
    key: FromPath[str],
    alert_source_id: FromPath[UUID],
    data: JSONBody[Rotation],
) -> Issued:
    overlap = timedelta(hours=max(-1, min(data.overlap_hours, 10_000)))
    words = (alert_source_id, overlap)
    made: Issued = await asking.change(
        request, sources.rotate, key, *words, signing_key=data.signing_key
    )
    return made


@delete(f"{SOURCE}/secrets/{{hook_secret_id:uuid}}", **route.of(sources.revoke, "desk"))
async def revoke(
    request: AnyRequest,
    key: FromPath[str],
    alert_source_id: FromPath[UUID],
    hook_secret_id: FromPath[UUID],
) -> None:
    await asking.change(request, sources.revoke, key, alert_source_id, hook_secret_id)


@post(f"{SOURCE}/trial", status_code=200, **route.of(sources.trial, "desk"))
async def trial(
    request: AnyRequest,
    key: FromPath[str],
    alert_source_id: FromPath[UUID],
    data: JSONBody[Sample],
) -> Trial:
    found: Trial = await asking.read(
        request, sources.trial, key, alert_source_id, data.body, own=data.mapping
    )
    return found


@get("/tickets/{name:str}/alerts", **route.of(reading_alerts.of_ticket, "desk"))
async def of_ticket(
    request: AnyRequest, name: FromPath[str], after: FromQuery[UUID | None] = None
) -> list[OfTicket]:
    tenant, number = addressing.ticket(request, name)
    verb, words = reading_alerts.of_ticket, (tenant, number, after)
    found: list[OfTicket] = await route.perform(request, verb, *words, tenant=tenant)
    return found


def _said(data: NewSource | Changed) -> Said:
    """Raises Malformed for a setting that is none."""
    try:
        settings = msgspec.convert(data.settings, Settings)
    except msgspec.ValidationError as wrong:
        raise Malformed(f"settings: {wrong}", field="settings") from wrong
    strange = data.settings.keys() - set(Settings.__slots__)
    if strange:
        raise Malformed(f"settings: there is no {min(strange)}.", field="settings")
    return Said(data.name, data.contact_id, data.kind, data.service_id, settings, data.mapping)


@get("/alert-sources", **route.of(recent.everywhere, "desk"))
async def everywhere(request: AnyRequest) -> list[Standing]:
    """Of all one's clients, and what was heard of each lately."""
    return await route.perform(request, recent.everywhere)


@get(f"{SOURCE}/alerts", **route.of(recent.of_source, "desk"))
async def latest(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> list[Alert]:
    found: list[Alert] = await asking.read(request, recent.of_source, key, alert_source_id)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        everywhere,
        latest,
        *(listed, add, one, change, pause, go_on, rotate, revoke, trial, of_ticket),
    ],
    tags=["intake"],
)
