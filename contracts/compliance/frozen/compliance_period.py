"""Periods: a month is provisional for some days after its end, then frozen.

Whatever falls into a period shares its row's lock, and the freeze takes it alone: a write either
comes before the freeze and is in its evidence, or after it and becomes a correction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from contracts.compliance.frozen import compliance_month
from underpin.kernel import db, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import read, write

FREEZE: Final = "compliance_freeze"
NEXT: Final = "compliance_next"
PROVISIONAL_DAYS: Final = 10
CONFIRMATION_DAYS: Final = 14


class PeriodFrozen(Conflict):
    code = "period-frozen"
    title = "This month is frozen: what turns out differently becomes a correction of it"


class StillProvisional(Conflict):
    code = "period-provisional"
    title = "This month cannot be frozen yet"


@dataclass(frozen=True, slots=True)
class Period:
    """`counted` pieces stand in its evidence; `hash` in hex chains them to the month frozen before
    it. `frozen_by` None: nobody, its time had come."""

    id: UUID
    year: int
    month: int
    starts_at: datetime
    ends_at: datetime
    provisional_until: datetime
    state: str
    frozen_at: datetime | None
    frozen_by: UUID | None
    counted: int | None
    previous_hash: str | None
    hash: str | None


@dataclass(frozen=True, slots=True)
class Terms:
    """`provisional_days` to object in; credits unconfirmed after `confirmation_days` go to a
    provider admin."""

    provisional_days: int = PROVISIONAL_DAYS
    confirmation_days: int = CONFIRMATION_DAYS


COLUMNS: Final = """
p.id, p.year, p.month, p.starts_at, p.ends_at, p.provisional_until, p.state, p.frozen_at,
p.frozen_by, p.counted, encode(p.previous_hash, 'hex') AS previous_hash,
encode(p.hash, 'hex') AS hash
"""

ABOUT = f"""
SELECT t.time_zone, coalesce(m.provisional_days, {PROVISIONAL_DAYS}) AS days,
       EXISTS (SELECT FROM compliance_period p WHERE p.tenant_id = $1 AND p.starts_at <= $2
               AND p.ends_at > $2) AS is_open
FROM tenant t LEFT JOIN compliance_terms m ON m.tenant_id = t.id WHERE t.id = $1
"""

OPEN = """
INSERT INTO compliance_period (tenant_id, id, year, month, starts_at, ends_at, provisional_until,
                               state)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'provisional')
ON CONFLICT (tenant_id, year, month) DO NOTHING
"""


async def opened(act: Act, moment: datetime) -> None:
    """See to it that the month of that moment is kept, and will be frozen.

    A month opened long after its end leaves as many days to object as any other.
    """
    about = await db.row(ABOUT, act.tenant_id, moment)
    if about is None or about["is_open"]:
        return
    year, number = compliance_month.containing(moment, about["time_zone"])
    starts, ends = compliance_month.bounds(year, number, about["time_zone"])
    until = max(ends, act.now) + timedelta(days=about["days"])
    new = ids.new()
    if await db.execute(OPEN, act.tenant_id, new, year, number, starts, ends, until):
        following = [Timer(NEXT, str(new), new, ends)] if ends > act.now else []
        await timers.arm(act, Timer(FREEZE, str(new), new, until), *following)


@read("compliance.read", STAFF, MEMBER)
async def of_tenant(
    act: Act, tenant: int, *, before: tuple[int, int] | None = None
) -> list[Period]:
    """Newest first, two years at a time; `before` asks for those earlier than a year and month.
    Raises NotFound for another tenant than a member's own."""
    act.only_own(tenant)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM compliance_period p WHERE p.tenant_id = $1 "
        "AND ($2::int IS NULL OR (p.year, p.month) < ($2, $3)) "
        "ORDER BY p.year DESC, p.month DESC LIMIT 24",
        *(tenant, *(before or (None, None))),
    )
    return [Period(**row) for row in rows]


@write("contract.write", STAFF)
async def agree_terms(act: Act, provisional_days: int, confirmation_days: int) -> Terms:
    """For months opened from now on. Raises Malformed: the client has 5 days at least."""
    if not (5 <= provisional_days <= 60 and 1 <= confirmation_days <= 90):
        raise Malformed(
            "provisional_days: 5 to 60; confirmation_days: 1 to 90.", field="provisional_days"
        )
    await db.execute(
        "INSERT INTO compliance_terms (tenant_id, provisional_days, confirmation_days) "
        "VALUES ($1, $2, $3) ON CONFLICT (tenant_id) DO UPDATE SET "
        "provisional_days = excluded.provisional_days, "
        "confirmation_days = excluded.confirmation_days",
        *(act.tenant_id, provisional_days, confirmation_days),
    )
    return Terms(provisional_days, confirmation_days)


async def terms(tenant: int) -> Terms:
    row = await db.row(
        "SELECT provisional_days, confirmation_days FROM compliance_terms WHERE tenant_id = $1",
        tenant,
    )
    return Terms(**row) if row else Terms()


async def of_moment(tenant: int, moment: datetime, lock: str = "") -> Period | None:
    """The period into which that moment falls, None where none is kept."""
    return await _found(f"p.starts_at <= $2 AND p.ends_at > $2 {lock}", tenant, moment)


async def held(tenant: int, year: int, month: int) -> Period:
    """Locked against all that would fall into it. Raises Malformed, NotFound."""
    compliance_month.check(year, month)
    found = await _found("p.year = $2 AND p.month = $3 FOR UPDATE", tenant, year, month)
    if found is None:
        raise NotFound
    return found


async def held_by_id(tenant: int, period_id: UUID) -> Period:
    """The same by id. Raises NotFound."""
    found = await _found("p.id = $2 FOR UPDATE", tenant, period_id)
    if found is None:
        raise NotFound
    return found


async def open_to_change(tenant: int, moment: datetime) -> Period:
    """The provisional period of that moment, its freeze kept waiting until this transaction ends.
    Raises NotFound, PeriodFrozen."""
    found = await of_moment(tenant, moment, "FOR SHARE")
    if found is None:
        raise NotFound
    if found.state == "frozen":
        raise PeriodFrozen
    return found


async def _found(condition: str, *words: object) -> Period | None:
    row = await db.row(
        f"SELECT {COLUMNS} FROM compliance_period p WHERE p.tenant_id = $1 AND {condition}", *words
    )
    return Period(**row) if row else None
