"""A month is frozen: what each clock came to is kept with its evidence, and what follows is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from contracts.compliance.apart import counted_ticket, exclusion, verdict
from contracts.compliance.counted import counting
from contracts.compliance.entitlements import entitlement_arising
from contracts.compliance.frozen import compliance_evidence, compliance_period, correction, evidence
from contracts.compliance.frozen.compliance_period import FREEZE, NEXT, Period, StillProvisional
from contracts.compliance.outages import availability_evidence
from contracts.compliance.recoveries import recovery
from underpin.kernel import db, events, timers
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import write

FROZEN: Final = "compliance.frozen"
LOOK_AGAIN: Final = timedelta(days=1)
Follow = Callable[[Act, Period], Awaitable[None]]
"""What is due from a month just frozen, in the same transaction."""

BEFORE = """
SELECT (SELECT count(*) FROM objection o WHERE o.tenant_id = $1 AND o.period_id = $2
        AND o.state = 'open') AS objections,
       EXISTS (SELECT FROM compliance_period p WHERE p.tenant_id = $1
               AND p.state = 'provisional' AND p.starts_at < $3) AS earlier,
       (SELECT p.hash FROM compliance_period p WHERE p.tenant_id = $1 AND p.state = 'frozen'
        AND p.starts_at < $3 ORDER BY p.starts_at DESC LIMIT 1) AS previous
"""

CLOSE = """
UPDATE compliance_period SET state = 'frozen', frozen_at = $3, frozen_by = $4, counted = $5,
    previous_hash = $6, hash = $7
WHERE tenant_id = $1 AND id = $2
"""


@write("compliance.freeze", STAFF)
async def freeze(act: Act, year: int, month: int) -> Period:
    """By hand, once the days to object are over and every objection is answered; months in their
    order. Raises Malformed, NotFound, PeriodFrozen, StillProvisional."""
    period = await compliance_period.held(act.tenant_id, year, month)
    if period.state == "frozen":
        raise compliance_period.PeriodFrozen
    if act.now < period.provisional_until:
        raise StillProvisional("The client may object until its provisional days are over.")
    obstacle = await _obstacle(act, period)
    if obstacle:
        raise StillProvisional(obstacle)
    await timers.disarm(act, FREEZE, [str(period.id)])
    return await _freeze(act, period, act.person_id)


def kinds() -> tuple[timers.Kind, ...]:
    """Of a month and what follows from it; to be registered in the worker."""
    return (
        timers.Kind(FREEZE, timers.rows_of("compliance_period"), _fire_freeze),
        timers.Kind(NEXT, timers.rows_of("compliance_period"), _fire_next),
        entitlement_arising.kind(),
        recovery.kind(),
    )


async def _fire_freeze(act: Act, batch: Sequence[Timer]) -> None:
    """What cannot be frozen yet is looked at again a day later."""
    for timer in batch:
        period = await compliance_period.held_by_id(act.tenant_id, timer.subject_id)
        if period.state == "frozen":
            continue
        if await _obstacle(act, period):
            again = act.now + LOOK_AGAIN
            await timers.arm(act, Timer(FREEZE, timer.key, timer.subject_id, again))
        else:
            await _freeze(act, period, None)


async def _fire_next(act: Act, batch: Sequence[Timer]) -> None:
    """A month that ends opens the next, and looks once at all that was frozen before. Vendors'
    deadlines run from its end, whatever the client still objects to."""
    for timer in batch:
        over = await compliance_period.held_by_id(act.tenant_id, timer.subject_id)
        await recovery.arise(act, over)
        await compliance_period.opened(act, timer.fires_at)
    await correction.look(act)


async def _obstacle(act: Act, period: Period) -> str:
    row = await db.row(BEFORE, act.tenant_id, period.id, period.starts_at)
    if row is not None and row["objections"]:
        return f"{row['objections']} objections are open: answer them first."
    return "An earlier month is not frozen yet." if row is not None and row["earlier"] else ""


async def _freeze(act: Act, period: Period, by: UUID | None) -> Period:
    await counted_ticket.settle(act, period.starts_at, period.ends_at)
    await verdict.settle(act, period.starts_at, period.ends_at)
    await exclusion.lapse(act, period.starts_at, period.ends_at)
    said = await db.rows(
        f"{counting.DECIDED} ORDER BY c.decided_at, c.id",
        *(act.tenant_id, period.starts_at, period.ends_at),
    )
    before = await db.row(BEFORE, act.tenant_id, period.id, period.starts_at)
    previous: bytes | None = before["previous"] if before else None
    digests = await compliance_evidence.keep(act.tenant_id, period.id, said, act.now)
    digests += await availability_evidence.keep(act, period, len(digests))
    head = evidence.Head(
        **{name: getattr(period, name) for name in ("year", "month", "starts_at", "ends_at")},
        tenant=act.tenant_id,
        frozen_at=act.now,
        counted=len(digests),
        previous=previous.hex() if previous else None,
    )
    whole = evidence.chained(head, digests)
    words = (act.tenant_id, period.id, act.now, by, len(digests), previous, whole)
    await db.execute(CLOSE, *words)
    return await _closed(act, period.id)


async def _closed(act: Act, period_id: UUID) -> Period:
    """What follows from it, in the same transaction; and it is told."""
    frozen = await compliance_period.held_by_id(act.tenant_id, period_id)
    for follow in FOLLOWING:
        await follow(act, frozen)
    body = {"year": frozen.year, "month": frozen.month}
    await events.emit(act, events.New(FROZEN, frozen.id, body))
    return frozen


FOLLOWING: Final[tuple[Follow, ...]] = (entitlement_arising.arise, recovery.arise)
