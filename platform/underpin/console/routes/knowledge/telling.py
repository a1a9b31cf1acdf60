"""The desk tells clients: the form for one, several or all of them, what stands now, and taking it
back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console import locale, views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.knowledge.writing import named
from underpin.console.routes.shaping.knowing import told
from underpin.desk.announcements import announcing, broadcasting, reading
from underpin.desk.announcements.announcing import New
from underpin.desk.announcements.wording import Words
from underpin.kernel import verb
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@get("/told", **route.of(reading.recent, "desk"))
async def show(request: AnyRequest, client: FromQuery[str] = "") -> Response[Any]:
    return await _drawn(request, client)


@post("/told", **route.of(broadcasting.broadcast, "desk"))
async def tell(request: AnyRequest) -> Response[Any]:
    form, asker = await forms.of(request), route.principal_of(request)
    client = form.get("client", "")
    try:
        new = _new(form, asker.time_zone)
        wanted = [client] if client else None
        made = await verb.begin(broadcasting.broadcast, asker, new, wanted, _repeated(form))
        if not made.told:
            raise Malformed("service_name: none of these clients has such a service.")
    except Malformed as wrong:
        return await _drawn(request, client, form, wrong.detail)
    return answering.Going("/told")


@post("/told/{key:str}/{announcement_id:uuid}/withdrawal", **route.of(announcing.withdraw, "desk"))
async def withdraw(
    request: AnyRequest, key: FromPath[str], announcement_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, announcing.withdraw, announcement_id, tenant=tenant)
    return answering.Going("/told")


def _repeated(form: Mapping[str, str]) -> UUID | None:
    """A form sent twice tells once: its own key is what it is told under."""
    try:
        return UUID(form.get("idempotency_key", ""))
    except ValueError:
        return None


def _new(form: Mapping[str, str], zone: str) -> New:
    texts = {
        str(code): Words(form.get(f"title_{code}", ""), form.get(f"body_{code}", ""))
        for code in locale.LANGUAGES
        if form.get(f"title_{code}", "").strip()
    }
    return New(
        kind=form.get("kind", "notice"),
        severity=form.get("severity", "info"),
        language=next(iter(texts), "en"),
        texts=texts,
        service_name=form.get("service_name", "").strip() or None,
        published_to=_moment(form, "published_to", zone),
        starts_at=_moment(form, "starts_at", zone),
        ends_at=_moment(form, "ends_at", zone),
    )


def _moment(form: Mapping[str, str], name: str, zone: str) -> datetime | None:
    """A wall clock's time of the reader's zone. Raises Malformed."""
    given = form.get(name, "").strip()
    if not given:
        return None
    try:
        return datetime.fromisoformat(given).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except ValueError as wrong:
        raise Malformed(f"{name}: write a time like 2026-12-05T20:00.", field=name) from wrong


async def _drawn(
    request: AnyRequest, client: str, typed: Mapping[str, str] | None = None, problem: str = ""
) -> Response[Any]:
    shell = frame.shell(request, area="told")
    tenants = route.principal_of(request).tenants
    if client and client.upper() not in tenants:
        route.tenant_of(request, client)
    only = tenants.get(client.upper()) if client else None
    found = await route.perform(request, reading.recent, only)
    rows = tuple(
        (each.key, told.row(each.announcement, shell.reader.language, shell.now)) for each in found
    )
    may = route.principal_of(request).may("announcement.write")
    words = (rows, await named(request), may, dict(typed or {}), client, problem)
    return answering.page(request, "told", views.ToldPage(shell, *words), 422 if problem else 200)


HANDLERS = [show, tell, withdraw]
