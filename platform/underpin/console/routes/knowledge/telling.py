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
async def show(
    request: AnyRequest,
    client: FromQuery[str] = "",
    told: FromQuery[int | None] = None,
    without: FromQuery[int] = 0,
) -> Response[Any]:
    return await _drawn(request, client, reached=(told, without))


@post("/told", **route.of(broadcasting.broadcast, "desk"))
async def tell(request: AnyRequest) -> Response[Any]:
    form, asker = await forms.of(request), route.principal_of(request)
    wanted = await forms.each(request, "client") or None
    try:
        new = _new(form, asker.time_zone)
        made = await verb.begin(broadcasting.broadcast, asker, new, wanted, _repeated(form))
        if not made.told:
            raise Malformed("service_name: none of these clients has such a service.")
    except Malformed as wrong:
        return await _drawn(request, "", form, wrong.detail, chosen=tuple(wanted or ()))
    return answering.Going(f"/told?told={len(made.told)}&without={len(made.without)}")


@post("/told/{key:str}/{announcement_id:uuid}/withdrawal", **route.of(announcing.withdraw, "desk"))
async def withdraw(
    request: AnyRequest, key: FromPath[str], announcement_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, announcing.withdraw, announcement_id, tenant=tenant)
    return answering.Going("/told")


@post("/told/broadcasts/{broadcast_id:uuid}/withdrawal", **route.of(broadcasting.withdraw, "desk"))
async def withdraw_all(request: AnyRequest, broadcast_id: FromPath[UUID]) -> Response[Any]:
    await verb.begin(broadcasting.withdraw, route.principal_of(request), broadcast_id)
    return answering.Going("/told")


def _repeated(form: Mapping[str, str]) -> UUID | None:
    """A form sent twice tells once: its own key is what it is told under."""
    try:
        return UUID(form.get("idempotency_key", ""))
    except ValueError:
        return None


def _new(form: Mapping[str, str], zone: str) -> New:
    texts = texts_of(form)
    return New(
        kind=form.get("kind", "notice"),
        severity=form.get("severity", "info"),
        language=next(iter(texts), "en"),
        texts=texts,
        service_name=form.get("service_name", "").strip() or None,
        published_to=moment_of(form, "published_to", zone),
        starts_at=moment_of(form, "starts_at", zone),
        ends_at=moment_of(form, "ends_at", zone),
    )


def texts_of(form: Mapping[str, str]) -> dict[str, Words]:
    return {
        str(code): Words(form.get(f"title_{code}", ""), form.get(f"body_{code}", ""))
        for code in locale.LANGUAGES
        if form.get(f"title_{code}", "").strip()
    }


def moment_of(form: Mapping[str, str], name: str, zone: str) -> datetime | None:
    """A wall clock's time of the reader's zone. Raises Malformed."""
    given = form.get(name, "").strip()
    if not given:
        return None
    try:
        return datetime.fromisoformat(given).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except ValueError as wrong:
        raise Malformed(f"{name}: write a time like 2026-12-05T20:00.", field=name) from wrong


async def _drawn(
    request: AnyRequest,
    client: str,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
    *,
    chosen: tuple[str, ...] = (),
    reached: tuple[int | None, int] = (None, 0),
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
    asker = route.principal_of(request)
    may = asker.may("announcement.write")
    reach = await verb.begin(broadcasting.reached, asker) if may else 0
    words = (rows, await named(request), may, dict(typed or {}), client, problem, reach)
    view = views.ToldPage(shell, *words, *reached, chosen)
    return answering.page(request, "told", view, 422 if problem else 200)


HANDLERS = [show, tell, withdraw, withdraw_all]
