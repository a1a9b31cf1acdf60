"""The risk that a promise is not kept, accepted by somebody other than its author until a date
(PRACTICE 27); the account manager is warned when that date has passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from contracts import instant
from contracts.agreements import agreement_rows, versions
from contracts.agreements.versions import Version
from contracts.calendars import zone
from contracts.coherence import coherence_warning
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.timers import Timer

KIND = "accepted_risk"


@dataclass(frozen=True, slots=True)
class Risk:
    """Somebody other than the author accepts that a promise may be missed, through a date."""

    ends_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    ends_on: date
    reason: str
    accepted_by: UUID
    accepted_at: datetime


ACCEPT = """
INSERT INTO accepted_risk (tenant_id, version_id, accepted_by, accepted_at, ends_on, reason)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, version_id) DO UPDATE SET accepted_by = excluded.accepted_by,
    accepted_at = excluded.accepted_at, ends_on = excluded.ends_on, reason = excluded.reason
"""


async def accept(act: Act, version: Version, risk: Risk) -> None:
    """In place of an acceptance before it. Raises OwnWork where the author accepts, Malformed
    without a reason or an end to come."""
    versions.check_not_author(version, act.person_id)
    if not 1 <= len(risk.reason.strip()) <= 2000 or risk.ends_on <= act.now.date():
        raise Malformed(
            "risk: a reason of up to 2000 characters, and an end date to come.", field="risk"
        )
    await db.execute(
        ACCEPT, act.tenant_id, version.id, act.person_id, act.now, risk.ends_on, risk.reason
    )
    await watch(act, version.id, risk.ends_on)
    await coherence_warning.resolve(act, version.id, "risk_ended")


async def watch(act: Act, version_id: UUID, ends_on: date) -> None:
    """Warn when the last day of the acceptance is over where the client is."""
    time_zone = await db.value("SELECT time_zone FROM tenant WHERE id = $1", act.tenant_id)
    over = instant.at(zone.start_of_day(time_zone, ends_on + timedelta(days=1)))
    await timers.arm(act, Timer(KIND, str(version_id), version_id, over.astimezone(UTC)))


async def of_version(tenant: int, version_id: UUID) -> Accepted | None:
    row = await db.row(
        "SELECT ends_on, reason, accepted_by, accepted_at FROM accepted_risk "
        "WHERE tenant_id = $1 AND version_id = $2",
        tenant,
        version_id,
    )
    return None if row is None else Accepted(**row)


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("agreement_version"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """A version that is no longer active owes nothing to come."""
    for timer in batch:
        version = await agreement_rows.one(act.tenant_id, timer.subject_id)
        if version.state == "active":
            await coherence_warning.warn(act, version, [coherence_warning.risk_ended()])
