"""Credits arise from a frozen month, lapse unclaimed, and go to a provider admin unconfirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from contracts.compliance.entitlements import entitlement_due, entitlement_rows
from contracts.compliance.entitlements.entitlement_due import Earned
from contracts.compliance.entitlements.entitlement_rows import KIND
from contracts.compliance.frozen.compliance_period import Period
from underpin.kernel import db, events, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

AT_LEAST: Final = timedelta(days=5)

INSERT: Final = """
INSERT INTO entitlement (tenant_id, id, period_id, version_id, percent, basis, nature, detail,
                         state, author_id, due_at, claim_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""


async def arise(act: Act, period: Period) -> None:
    """What a month just frozen earns, in the freeze's transaction."""
    for earned in await entitlement_due.of_period(act, period):
        await _arise(act, period, earned)


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("entitlement"), _fire)


async def _arise(act: Act, period: Period, earned: Earned) -> None:
    new, days = ids.new(), earned.schedule.on_claim_days
    claim_by = None if days is None else _claim_by(act, period, days)
    await db.execute(
        INSERT,
        *(act.tenant_id, new, period.id, earned.version_id, earned.due.percent),
        *(earned.due.basis, earned.due.nature, earned.detail),
        *("provisional" if claim_by is None else "claimable", act.principal.person_id),
        *(act.now, claim_by),
    )
    if claim_by is None:
        await entitlement_rows.await_confirmation(act, new)
    else:
        await timers.arm(act, Timer(KIND, str(new), new, claim_by))
    await events.emit(act, events.New("entitlement.due", new))


def _claim_by(act: Act, period: Period, days: int) -> datetime:
    """Within so many days of the period's end; a late freeze leaves some days all the same."""
    return max(period.ends_at + timedelta(days=days), act.now + AT_LEAST)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """Claimed too late, or left too long."""
    for timer in batch:
        found = await entitlement_rows.one(act, timer.subject_id)
        if found.state == "claimable":
            await entitlement_rows.change(act, found.id, state="lapsed")
        elif found.state == "provisional":
            await entitlement_rows.change(act, found.id, escalated_at=act.now)
