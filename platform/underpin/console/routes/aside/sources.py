"""Monitoring sources: how they stand, what was heard last, and trying how a sample is read."""

from __future__ import annotations

from collections.abc import Mapping as Object
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.views import sources as views
from underpin.console.views.sources import SourcePage
from underpin.desk.alerts import recent
from underpin.desk.alerts import sources as kept
from underpin.desk.alerts.mapping import FIELDS, Mapping
from underpin.desk.alerts.recent import Alert, Standing
from underpin.desk.alerts.sources import Detail, Trial
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
SOURCES = "/alert-sources"
ONE = f"{SOURCES}/{{key:str}}/{{alert_source_id:uuid}}"
IN_FORM = ("each", *FIELDS)


@dataclass(frozen=True, slots=True)
class One:
    detail: Detail
    alerts: list[Alert]
    now: datetime


@read("intake.read", STAFF)
async def one(act: Act, tenant: int, source_id: UUID) -> One:
    """Raises NotFound."""
    detail = await kept.detail(act, tenant, source_id)
    return One(detail, await recent.of_source(act, tenant, source_id), act.now)


@get(SOURCES, **route.of(recent.everywhere, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, recent.everywhere)
    shell = frame.shell(request, area="set_aside")
    view = views.SourcesPage(shell, tuple(map(_row, found)))
    return answering.page(request, "aside/sources", view)


@get(ONE, **route.of(one, "desk"))
async def show(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> Response[Any]:
    return answering.page(request, "aside/source", await _view(request, key, alert_source_id))


@post(f"{ONE}/trial", status_code=200, **route.of(kept.trial, "desk"))
async def trial(
    request: AnyRequest, key: FromPath[str], alert_source_id: FromPath[UUID]
) -> Response[Any]:
    """Nothing is kept of it."""
    form = await forms.of(request)
    view = replace(
        await _view(request, key, alert_source_id),
        sample=form.get("sample", ""),
        fields=tuple((name, form.get(name, "")) for name in IN_FORM),
    )
    try:
        own = _mapping(form)
        words = (alert_source_id, forms.field(form, "sample"))
        found = await asking.read(request, kept.trial, key, *words, own=own)
    except Malformed as wrong:
        return answering.page(request, "aside/source", replace(view, problem=wrong.detail), 422)
    return answering.page(request, "aside/source", replace(view, trial=_trial(found)))


def _mapping(form: Object[str, str]) -> Mapping | None:
    """None where nothing of one was typed: then the source's own reader is tried."""
    said = {name: form.get(name, "").strip() for name in IN_FORM}
    return Mapping(**said) if any(said.values()) else None  # type: ignore[arg-type]


async def _view(request: AnyRequest, key: str, source_id: UUID) -> SourcePage:
    found: One = await asking.read(request, one, key, source_id)
    source = found.detail.source
    return SourcePage(
        frame.shell(request, area="set_aside", now=found.now),
        f"{SOURCES}/{key.upper()}/{source.id}",
        key.upper(),
        source.name,
        source.kind,
        source.paused_at is not None,
        tuple(_alert(each, key.upper()) for each in found.alerts),
        tuple((name, str(getattr(source.mapping, name, "") or "")) for name in IN_FORM),
    )


def _row(each: Standing) -> views.SourceRow:
    return views.SourceRow(
        f"{SOURCES}/{each.key}/{each.id}",
        each.client,
        each.name,
        each.kind,
        each.paused,
        each.heard_at,
        each.firing,
        each.storms,
        each.flapping,
        each.set_aside,
    )


def _alert(each: Alert, key: str) -> views.AlertRow:
    return views.AlertRow(
        each.title,
        each.severity,
        each.firing,
        each.storm,
        each.flapping,
        "" if each.ticket is None else f"{key}-{each.ticket}",
        each.held_until,
        each.last_heard_at,
    )


def _trial(found: Trial) -> views.Trial:
    alerts = tuple(
        views.ReadAlert(each.title, each.firing, each.severity, each.group, each.text)
        for each in found.alerts
    )
    return views.Trial(found.reader, alerts, found.neither, tuple(found.refused))


HANDLERS = [listed, show, trial]
