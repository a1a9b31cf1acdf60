"""The clocks behind a month's figures, one by one: what each came to, and why (PRACTICE 28).

Of a frozen month they are told from its evidence, as its figures are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.compliance.apart import exclusion, objection
from contracts.compliance.apart.exclusion import Exclusion
from contracts.compliance.apart.objection import Objection
from contracts.compliance.counted import counting
from contracts.compliance.frozen import compliance_month
from contracts.compliance.frozen.compliance_month import Month
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Narrowed:
    """None: whichever."""

    outcome: str | None = None
    metric: str | None = None
    priority: str | None = None
    service_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """`outcome`: met, breached, withdrawn, excluded or apart, the last two for the reason `why`."""

    clock_id: UUID
    ticket_id: UUID
    service_id: UUID | None
    metric: str
    priority: str
    decided_at: datetime
    outcome: str
    why: str
    caused_by_change: bool


@dataclass(frozen=True, slots=True)
class One:
    """`year` and `month` it counts in. `may_object`: its month is provisional still. Exclusions
    and objections are those about this clock, the oldest first."""

    decided: Decided
    year: int
    month: int
    state: str
    provisional_until: datetime | None
    may_object: bool
    exclusions: Sequence[Exclusion]
    objections: Sequence[Objection]


COLUMNS: Final = ", ".join(Decided.__slots__)
# Of a frozen month $2 is its period and $3 is not asked for; the cast says of which type it is.
FROZEN: Final = (
    f"SELECT {COLUMNS} FROM compliance_evidence WHERE tenant_id = $1 AND period_id = $2 "
    "AND $3::uuid IS NULL"
)
NARROWED: Final = f"""
SELECT {COLUMNS} FROM ({{source}}) AS d
WHERE ($4::text IS NULL OR outcome = $4) AND ($5::text IS NULL OR metric = $5)
  AND ($6::text IS NULL OR priority = $6) AND ($7::uuid IS NULL OR service_id = $7)
  AND why <> 'merged'
  AND ($8::uuid IS NULL OR (decided_at, clock_id) > (
      SELECT l.decided_at, l.id FROM clock l WHERE l.tenant_id = $1 AND l.id = $8))
ORDER BY decided_at, clock_id LIMIT $9
"""
SEEN: Final = f"SELECT {COLUMNS} FROM ({counting.SAID} AND c.id = $2) AS d"
KEPT: Final = (
    f"SELECT {COLUMNS} FROM compliance_evidence "
    "WHERE tenant_id = $1 AND period_id = $2 AND clock_id = $3"
)
ZONE: Final = "SELECT time_zone FROM tenant WHERE id = $1"


@read("compliance.read", STAFF, MEMBER)
async def of_month(
    act: Act,
    tenant: int,
    year: int,
    month: int,
    wanted: Narrowed,
    *,
    after: UUID | None = None,
    limit: int = PAGE,
) -> list[Decided]:
    """In the order in which they were decided, of the tickets the asker may see; `after` is the
    clock of the last one seen. Raises Malformed, NotFound."""
    _check(act, tenant)
    asked = await compliance_month.of(act, tenant, year, month)
    frozen = asked.frozen_period
    source = counting.DECIDED if frozen is None else FROZEN
    span = (asked.starts, asked.ends) if frozen is None else (frozen, None)
    narrowing = (wanted.outcome, wanted.metric, wanted.priority, wanted.service_id)
    rows = await db.rows(NARROWED.format(source=source), tenant, *span, *narrowing, after, limit)
    return [Decided(**row) for row in rows]


@read("compliance.read", STAFF, MEMBER)
async def one(act: Act, tenant: int, clock_id: UUID) -> One:
    """Raises NotFound for a clock that the asker may not see, and for one not decided yet."""
    _check(act, tenant)
    row = await db.row(SEEN, tenant, clock_id)
    if row is None or row["decided_at"] is None:
        raise NotFound
    zone = await db.value(ZONE, tenant)
    year, number = compliance_month.containing(row["decided_at"], zone)
    month = await compliance_month.of(act, tenant, year, number)
    return One(
        await _as_kept(tenant, Decided(**row), month),
        *(year, number, month.state, month.provisional_until),
        month.state == "provisional" and act.principal.may("compliance.object"),
        await exclusion.of_clock(tenant, clock_id),
        await objection.of_clock(tenant, clock_id),
    )


async def _as_kept(tenant: int, found: Decided, month: Month) -> Decided:
    if month.frozen_period is None:
        return found
    row = await db.row(KEPT, tenant, month.frozen_period, found.clock_id)
    return Decided(**row) if row else found


def _check(act: Act, tenant: int) -> None:
    act.only_own(tenant)
