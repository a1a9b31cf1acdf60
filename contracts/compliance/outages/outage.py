"""Outages of a service: drafted when noticed, confirmed by a person, from then on counted
(PRACTICE 20). A confirmed one is ended or withdrawn, never changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from contracts.compliance.outages import availability_correction, outage_rows
from contracts.compliance.outages.outage_rows import Outage
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 50
LONGEST_PAGE: Final = 200


class NotNow(Conflict):
    code = "outage-state"
    title = "The outage is not in the state that allows this"


# Locked, so that none of them is frozen while this is being written.
MONTHS: Final = """
SELECT state FROM compliance_period
WHERE tenant_id = $1 AND starts_at < $3 AND ends_at > $2 FOR SHARE
"""


@write("outage.write", STAFF)
async def draft(
    act: Act,
    service_id: UUID,
    starts_at: datetime,
    ends_at: datetime | None = None,
    *,
    note: str = "",
    vendor_id: UUID | None = None,
) -> Outage:
    """Raises NotFound for no such service or vendor, Malformed for times that cannot be."""
    _check(act, starts_at, ends_at)
    new = ids.new()
    try:
        await db.execute(
            "INSERT INTO outage (tenant_id, id, service_id, starts_at, ends_at, state, note, "
            "drafted_by, drafted_at) VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8)",
            *(act.tenant_id, new, service_id, starts_at, ends_at, note, act.person_id, act.now),
        )
        if vendor_id is not None:
            await db.execute(
                "INSERT INTO outage_vendor (tenant_id, outage_id, vendor_id) VALUES ($1, $2, $3)",
                *(act.tenant_id, new, vendor_id),
            )
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("note: at most 2,000 characters.", field="note") from wrong
    return await outage_rows.one(act, new)


@write("outage.write", STAFF)
async def confirm(act: Act, outage_id: UUID) -> Outage:
    """From now on it counts, and the client sees it. Raises NotFound, NotNow."""
    found = await _held(act, outage_id, "draft")
    await _freeze_waits(act, found.starts_at, found.ends_at or act.now)
    words = {"state": "confirmed", "confirmed_by": act.person_id}
    made = await _change(act, outage_id, "confirmed", **words)
    await _told(act, made, made.starts_at, "An outage was confirmed.")
    return made


@write("outage.write", STAFF)
async def end(act: Act, outage_id: UUID, ends_at: datetime) -> Outage:
    """The service is back. Raises NotFound, NotNow once it has an end, Malformed."""
    found = await _held(act, outage_id, "draft", "confirmed")
    if found.ends_at is not None:
        raise NotNow("It has ended already: withdraw it and draft another with the right end.")
    _check(act, found.starts_at, ends_at)
    await _freeze_waits(act, ends_at, act.now)
    made = await _change(act, outage_id, "ended", ends_at=ends_at)
    if found.state == "confirmed":
        words = (found.service_id, ends_at, act.now, "An outage ended.")
        await availability_correction.look(act, *words)
    return made


@write("outage.write", STAFF)
async def withdraw(act: Act, outage_id: UUID, reason: str) -> Outage:
    """It counts no more; the client reads why. Raises NotFound, NotNow, Malformed."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: say why, in 1 to 2,000 characters.", field="reason")
    found = await _held(act, outage_id, "draft", "confirmed")
    await _freeze_waits(act, found.starts_at, found.ends_at or act.now)
    words = {"withdrawn_by": act.person_id, "withdrawn_for": reason.strip()}
    made = await _change(act, outage_id, "withdrawn", state="withdrawn", **words)
    if found.state == "confirmed":
        await _told(act, made, made.starts_at, made.withdrawn_for or "")
    return made


@read("compliance.read", STAFF, MEMBER)
async def of_service(
    act: Act, tenant: int, service_id: UUID, before: UUID | None = None, limit: int = PAGE
) -> list[Outage]:
    """The newest drafted first; `before` is the last of the page before. Members are shown what
    was ever confirmed. Raises NotFound for another tenant than a member's own."""
    act.only_own(tenant)
    rows = await db.rows(
        f"{outage_rows.select(act)} WHERE o.tenant_id = $1 AND o.service_id = $2 "
        "AND ($3::uuid IS NULL OR o.id < $3) ORDER BY o.id DESC LIMIT $4",
        *(tenant, service_id, before, limit),
    )
    return [Outage(**row) for row in rows]


@read("compliance.read", STAFF, MEMBER)
async def lately(
    act: Act, tenant: int, service_ids: Collection[UUID], limit: int = PAGE
) -> list[Outage]:
    """So many of each of these services, as `of_service`."""
    act.only_own(tenant)
    rows = await db.rows(
        "SELECT f.* FROM unnest($2::uuid[]) WITH ORDINALITY AS s(id, place), LATERAL ("
        f"{outage_rows.select(act)} WHERE o.tenant_id = $1 AND o.service_id = s.id "
        "ORDER BY o.id DESC LIMIT $3) f ORDER BY s.place, f.id DESC",
        *(tenant, list(service_ids), limit),
    )
    return [Outage(**row) for row in rows]


def _check(act: Act, starts_at: datetime, ends_at: datetime | None) -> None:
    if starts_at > act.now:
        raise Malformed("starts_at: an outage is told of once it began.", field="starts_at")
    if ends_at is not None and not starts_at < ends_at <= act.now:
        raise Malformed("ends_at: after its start, and not in the future.", field="ends_at")


async def _freeze_waits(act: Act, start: datetime, end: datetime) -> None:
    """None of those months is frozen before this is written."""
    await db.execute(MONTHS, act.tenant_id, start, end)


async def _told(act: Act, found: Outage, start: datetime, why: str) -> None:
    """Months frozen before are corrected, from there on to its end or now."""
    words = (found.service_id, start, found.ends_at or act.now, why)
    await availability_correction.look(act, *words)


async def _held(act: Act, outage_id: UUID, *allowed: str) -> Outage:
    """Locked for changing."""
    state = await db.value(
        "SELECT state FROM outage WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, outage_id),
    )
    if state is None:
        raise NotFound
    if state not in allowed:
        raise NotNow(f"This outage is {state}; it would have to be {' or '.join(allowed)}.")
    return await outage_rows.one(act, outage_id)


async def _change(act: Act, outage_id: UUID, kind: str, **columns: object) -> Outage:
    if kind in ("confirmed", "withdrawn"):
        columns[f"{kind}_at"] = act.now
    await db.update("outage", {"tenant_id": act.tenant_id, "id": outage_id}, columns)
    await events.emit(act, events.New(f"outage.{kind}", outage_id))
    return await outage_rows.one(act, outage_id)
