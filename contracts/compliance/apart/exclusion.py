"""Exclusions: one person proposes with a listed reason, a second one confirms, and the client sees
both at once (PRACTICE 28). Only then does a clock leave the percentage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from contracts.agreements.versions import OwnWork
from contracts.compliance.apart import exclusion_reasons
from contracts.compliance.frozen import compliance_month, compliance_period
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 100


class AlreadyProposed(Conflict):
    code = "exclusion-stands"
    title = "An exclusion of this clock is proposed or confirmed already"


class Decided(Conflict):
    code = "exclusion-decided"
    title = "This exclusion was decided already: look again"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`state`: proposed, confirmed, refused, lapsed (its month was frozen first) or lifted (the
    client's objection was upheld)."""

    id: UUID
    clock_id: UUID
    ticket_id: UUID
    metric: str
    reason: str
    explanation: str
    maintenance_id: UUID | None
    proposed_by: UUID
    proposed_at: datetime
    state: str
    decided_by: UUID | None
    decided_at: datetime | None
    answer: str | None


COLUMNS: Final = (
    "x.id, x.clock_id, x.ticket_id, x.metric, x.reason, x.explanation, x.maintenance_id, "
    "x.proposed_by, x.proposed_at, x.state, x.decided_by, x.decided_at, x.answer"
)

LAPSE = """
UPDATE exclusion x SET state = 'lapsed', decided_at = $4 FROM clock c
WHERE x.tenant_id = $1 AND x.state = 'proposed' AND c.tenant_id = $1 AND c.id = x.clock_id
  AND c.decided_at >= $2 AND c.decided_at < $3
"""

OF_MONTH = f"""
SELECT {COLUMNS} FROM exclusion x JOIN clock c ON c.tenant_id = x.tenant_id AND c.id = x.clock_id
WHERE x.tenant_id = $1 AND ((c.decided_at >= $2 AND c.decided_at < $3)
      OR (c.decided_at IS NULL AND x.proposed_at >= $2 AND x.proposed_at < $3))
  AND ($4::uuid IS NULL OR x.id > $4)
ORDER BY x.id LIMIT $5
"""

OF_CLOCK: Final = (
    f"SELECT {COLUMNS} FROM exclusion x WHERE x.tenant_id = $1 AND x.clock_id = $2 "
    "ORDER BY x.id LIMIT $3"
)


@write("compliance.exclude", STAFF)
async def propose(
    act: Act, clock_id: UUID, reason: str, explanation: str, *, maintenance_id: UUID | None = None
) -> Exclusion:
    """Raises Malformed for a reason that the SLA version does not list, or maintenance that was
    not announced in time; NotFound, PeriodFrozen, AlreadyProposed."""
    said = _said("explanation", explanation)
    clock = await _clock(act, clock_id)
    await exclusion_reasons.check(act, clock, reason, maintenance_id)
    try:
        await db.execute(
            "INSERT INTO exclusion (tenant_id, id, clock_id, ticket_id, metric, reason, "
            "explanation, maintenance_id, proposed_by, proposed_at, state) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed')",
            *(act.tenant_id, (new := ids.new()), clock_id, clock["ticket_id"], clock["metric"]),
            *(reason, said, maintenance_id, act.person_id, act.now),
        )
    except asyncpg.UniqueViolationError as stands:
        raise AlreadyProposed from stands
    return await _one(act, new)


@write("compliance.exclude", STAFF)
async def confirm(act: Act, exclusion_id: UUID) -> Exclusion:
    """By a second person. Raises NotFound, OwnWork, Decided, PeriodFrozen."""
    return await _decide(act, exclusion_id, "confirmed", None)


@write("compliance.exclude", STAFF)
async def refuse(act: Act, exclusion_id: UUID, answer: str) -> Exclusion:
    """By a second person, who says why. Raises as `confirm`, Malformed."""
    return await _decide(act, exclusion_id, "refused", _said("answer", answer))


@read("compliance.read", STAFF, MEMBER)
async def of_month(
    act: Act, tenant: int, year: int, month: int, *, after: UUID | None = None
) -> list[Exclusion]:
    """Of the clocks decided in it that the asker may see, a hundred at a time; `after` is the last
    one seen. Raises Malformed, NotFound."""
    act.only_own(tenant)
    asked = await compliance_month.of(act, tenant, year, month)
    rows = await db.rows(OF_MONTH, tenant, asked.starts, asked.ends, after, PAGE)
    return [Exclusion(**row) for row in rows]


async def of_clock(tenant: int, clock_id: UUID) -> list[Exclusion]:
    """Of one clock, the oldest first."""
    rows = await db.rows(OF_CLOCK, tenant, clock_id, PAGE)
    return [Exclusion(**row) for row in rows]


async def lapse(act: Act, starts: datetime, ends: datetime) -> None:
    """What nobody confirmed before its period is frozen leaves the clock where it counts."""
    await db.execute(LAPSE, act.tenant_id, starts, ends, act.now)


async def lift(act: Act, clock_id: UUID, answer: str) -> None:
    """The client's objection was upheld: the clock counts."""
    await db.execute(
        "UPDATE exclusion SET state = 'lifted', decided_at = $3, answer = $4 "
        "WHERE tenant_id = $1 AND clock_id = $2 AND state IN ('proposed', 'confirmed')",
        *(act.tenant_id, clock_id, act.now, answer),
    )


async def _clock(act: Act, clock_id: UUID) -> db.Row:
    """An SLA clock whose period is provisional. Raises NotFound, PeriodFrozen."""
    clock = await db.row(
        "SELECT ticket_id, metric, version_id, started_at, decided_at FROM clock "
        "WHERE tenant_id = $1 AND id = $2 AND kind = 'SLA' FOR KEY SHARE",
        *(act.tenant_id, clock_id),
    )
    if clock is None:
        raise NotFound
    moment = clock["decided_at"] or act.now
    await compliance_period.opened(act, moment)
    await compliance_period.open_to_change(act.tenant_id, moment)
    return clock


async def _decide(act: Act, exclusion_id: UUID, state: str, answer: str | None) -> Exclusion:
    found = await _one(act, exclusion_id, " FOR UPDATE")
    if found.state != "proposed":
        raise Decided
    if found.proposed_by == act.person_id:
        raise OwnWork
    await _clock(act, found.clock_id)
    await db.execute(
        "UPDATE exclusion SET state = $3, decided_by = $4, decided_at = $5, answer = $6 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, exclusion_id, state, act.person_id, act.now, answer),
    )
    return await _one(act, exclusion_id)


async def _one(act: Act, exclusion_id: UUID, lock: str = "") -> Exclusion:
    row = await db.row(
        f"SELECT {COLUMNS} FROM exclusion x WHERE x.tenant_id = $1 AND x.id = $2{lock}",
        *(act.tenant_id, exclusion_id),
    )
    if row is None:
        raise NotFound
    return Exclusion(**row)


def _said(name: str, words: str) -> str:
    said: Any = words.strip()
    if not 1 <= len(said) <= 2000:
        raise Malformed(f"{name}: 1 to 2000 characters; the client reads them.", field=name)
    return str(said)
