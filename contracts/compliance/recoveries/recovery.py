"""Recoveries: what a vendor owes for missing its own targets, claimed by a deadline (PRACTICE 30).

Due, filed, granted, refused or lapsed. The UC names whose they are: ours, or the client's. Staff
only: members see neither vendors nor UCs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from contracts.compliance.frozen.compliance_period import Period
from contracts.compliance.recoveries import recovery_due
from contracts.compliance.recoveries.recovery_due import Owed
from underpin.kernel import db, events, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import read, write

Only = Literal["due", "filed", "granted", "refused", "lapsed"]
KIND: Final = "recovery"
PAGE: Final = 100
REMINDED_BEFORE: Final = (timedelta(days=14), timedelta(days=7), timedelta(days=2))


class WrongState(Conflict):
    code = "recovery-state"
    title = "This recovery is not in the state that allows this"


@dataclass(frozen=True, slots=True)
class Recovery:
    """`missed` of `counted` clocks. `percent` of `basis` is exact, as a fraction, None where the UC
    has no schedule; `holder`: msp or client; `detail` is JSON: how it was counted."""

    id: UUID
    year: int
    month: int
    vendor_id: UUID
    version_id: UUID
    holder: str
    counted: int
    missed: int
    percent: str | None
    basis: str | None
    detail: str
    state: str
    due_at: datetime
    claim_by: datetime | None
    reminded_at: datetime | None
    filed_by: UUID | None
    filed_at: datetime | None
    reference: str | None
    decided_by: UUID | None
    decided_at: datetime | None
    answer: str | None


COLUMNS: Final = ", ".join(
    f"p.{name}" if name in ("year", "month") else f"r.{name}"
    for name in Recovery.__dataclass_fields__
)
SELECT: Final = f"""
SELECT {COLUMNS} FROM recovery r
JOIN compliance_period p ON p.tenant_id = r.tenant_id AND p.id = r.period_id
WHERE r.tenant_id = $1
"""

# Counted anew while nobody has filed it.
KEEP: Final = """
INSERT INTO recovery (tenant_id, id, period_id, vendor_id, version_id, holder, counted, missed,
                      percent, basis, detail, state, due_at, claim_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'due', $12, $13)
ON CONFLICT (tenant_id, period_id, vendor_id, version_id) DO UPDATE
SET counted = excluded.counted, missed = excluded.missed, percent = excluded.percent,
    basis = excluded.basis, detail = excluded.detail
WHERE recovery.state = 'due'
RETURNING id, due_at = $12 AS is_new
"""


async def arise(act: Act, period: Period) -> None:
    """What vendors owe for a month that is over: at its end, and counted anew when it is frozen."""
    for owed in await recovery_due.of_period(act, period):
        await _keep(act, period, owed)


@read("recovery.read", STAFF)
async def of_tenant(
    act: Act, tenant: int, *, only: Only | None = None, before: UUID | None = None
) -> list[Recovery]:
    """Newest first, a hundred at a time; `before` is the last one seen."""
    rows = await db.rows(
        f"{SELECT} AND ($2::text IS NULL OR r.state = $2) AND ($3::uuid IS NULL OR r.id < $3) "
        "ORDER BY r.id DESC LIMIT $4",
        *(tenant, only, before, PAGE),
    )
    return [Recovery(**row) for row in rows]


@write("recovery.claim", STAFF)
async def file(act: Act, recovery_id: UUID, reference: str) -> Recovery:
    """Claimed with the vendor, under that reference. Raises NotFound, WrongState, Malformed."""
    said = _said("reference", reference, 200)
    await _held(act, recovery_id, "due")
    await timers.disarm(act, KIND, [str(recovery_id)])
    columns = {"filed_by": act.person_id, "filed_at": act.now, "reference": said}
    return await _change(act, recovery_id, state="filed", **columns)


@write("recovery.claim", STAFF)
async def grant(act: Act, recovery_id: UUID, answer: str) -> Recovery:
    """The vendor pays. Raises NotFound, WrongState, Malformed."""
    return await _answered(act, recovery_id, "granted", answer)


@write("recovery.claim", STAFF)
async def refuse(act: Act, recovery_id: UUID, answer: str) -> Recovery:
    """The vendor does not pay, for this reason. Raises as `grant`."""
    return await _answered(act, recovery_id, "refused", answer)


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("recovery"), _fire)


async def _keep(act: Act, period: Period, owed: Owed) -> None:
    days = owed.claim_days
    claim_by = None if days is None else period.ends_at + timedelta(days=days)
    row = await db.row(
        KEEP,
        *(act.tenant_id, ids.new(), period.id, owed.vendor_id, owed.version_id, owed.holder),
        *(owed.counted, owed.missed, owed.percent, owed.basis, owed.detail, act.now, claim_by),
    )
    if row is None or not row["is_new"]:
        return
    await events.emit(act, events.New("recovery.due", row["id"]))
    if claim_by is not None:
        await timers.arm(act, _next_timer(row["id"], claim_by, act.now))


def _next_timer(recovery_id: UUID, claim_by: datetime, now: datetime) -> Timer:
    """The next reminder to come, else the deadline."""
    reminders = [claim_by - ahead for ahead in REMINDED_BEFORE]
    at = next((each for each in reminders if each > now), claim_by)
    return Timer(KIND, str(recovery_id), recovery_id, at)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """A reminder, or the deadline that nobody met."""
    for timer in batch:
        found = await _one(act, timer.subject_id)
        if found.state != "due" or found.claim_by is None:
            continue
        if timer.fires_at >= found.claim_by:
            await _change(act, found.id, state="lapsed")
        else:
            await _change(act, found.id, reminded_at=act.now)
            await timers.arm(act, _next_timer(found.id, found.claim_by, act.now))


async def _answered(act: Act, recovery_id: UUID, state: Only, answer: str) -> Recovery:
    said = _said("answer", answer, 2000)
    await _held(act, recovery_id, "filed")
    columns = {"decided_by": act.person_id, "decided_at": act.now, "answer": said}
    return await _change(act, recovery_id, state=state, **columns)


async def _held(act: Act, recovery_id: UUID, state: Only) -> Recovery:
    await db.execute(
        "SELECT id FROM recovery WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, recovery_id),
    )
    found = await _one(act, recovery_id)
    if found.state != state:
        raise WrongState(f"It is {found.state}; it would have to be {state}.")
    return found


async def _one(act: Act, recovery_id: UUID) -> Recovery:
    row = await db.row(f"{SELECT} AND r.id = $2", act.tenant_id, recovery_id)
    if row is None:
        raise NotFound
    return Recovery(**row)


async def _change(act: Act, recovery_id: UUID, **columns: Any) -> Recovery:
    await db.update("recovery", {"tenant_id": act.tenant_id, "id": recovery_id}, columns)
    said = columns.get("state", "reminder")
    await events.emit(act, events.New(f"recovery.{said}", recovery_id))
    return await _one(act, recovery_id)


def _said(name: str, words: str, most: int) -> str:
    said = words.strip()
    if not 1 <= len(said) <= most:
        raise Malformed(f"{name}: 1 to {most} characters.", field=name)
    return said
