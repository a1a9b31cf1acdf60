"""A frozen month is checked against its own evidence, and its evidence handed out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.compliance.frozen import (
    compliance_evidence,
    compliance_month,
    compliance_period,
    evidence,
)
from contracts.compliance.frozen.compliance_period import Period
from contracts.compliance.outages import availability_correction, availability_evidence
from contracts.compliance.outages.availability_evidence import Kept
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PAGE = 100


@dataclass(frozen=True, slots=True)
class Evidence:
    """`body` is canonical JSON, `sha256` its digest in hex. `position` in the period's chain."""

    position: int
    clock_id: UUID
    ticket_id: UUID
    metric: str
    outcome: str
    why: str
    decided_at: datetime
    body: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Verified:
    """`altered`: positions whose text, digest and columns do not agree. `is_whole`: the asker sees
    every piece, so the chain could be followed; `holds` is None where it could not."""

    counted: int
    seen: int
    altered: tuple[int, ...]
    is_whole: bool
    holds: bool | None
    hash: str


KEPT = """
SELECT * FROM compliance_evidence WHERE tenant_id = $1 AND period_id = $2 AND position > $3
ORDER BY position LIMIT 500
"""


@read("compliance.read", STAFF, MEMBER)
async def verify(act: Act, tenant: int, year: int, month: int) -> Verified:
    """Recomputes every digest and the chain over them. Raises Malformed, NotFound for a month that
    is not frozen."""
    period = await _frozen(act, tenant, year, month)
    digests: list[bytes] = []
    altered: list[int] = []
    async for row in _kept(tenant, period.id):
        digests.append(evidence.digest(row["body"]))
        if not compliance_evidence.agrees(row):
            altered.append(row["position"])
    for kept in await availability_evidence.of_period(tenant, period.id):
        digests.append(evidence.digest(kept.body))
        if not availability_evidence.agrees(kept):
            altered.append(kept.position)
    is_whole = len(digests) == period.counted
    holds = _follows(tenant, period, digests) and not altered if is_whole else None
    return Verified(
        period.counted or 0, len(digests), tuple(altered), is_whole, holds, period.hash or ""
    )


@read("compliance.read", STAFF, MEMBER)
async def pieces(act: Act, tenant: int, year: int, month: int, *, after: int = 0) -> list[Evidence]:
    """In the chain's order, a hundred at a time, of the tickets the asker may see. Raises as
    `verify`."""
    period = await _frozen(act, tenant, year, month)
    rows = await db.rows(
        "SELECT position, clock_id, ticket_id, metric, outcome, why, decided_at, body, "
        "encode(sha256, 'hex') AS sha256 FROM compliance_evidence "
        "WHERE tenant_id = $1 AND period_id = $2 AND position > $3 ORDER BY position LIMIT $4",
        *(tenant, period.id, after, PAGE),
    )
    return [Evidence(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class Availability:
    """What was frozen, and what turned out differently since."""

    kept: tuple[Kept, ...]
    corrections: tuple[availability_correction.Correction, ...]


@read("compliance.read", STAFF, MEMBER)
async def availability(act: Act, tenant: int, year: int, month: int) -> Availability:
    """Of each service whose promised period ended with that month. Raises as `verify`."""
    period = await _frozen(act, tenant, year, month)
    return Availability(
        tuple(await availability_evidence.of_period(tenant, period.id)),
        tuple(await availability_correction.of_period(tenant, period.id)),
    )


async def _kept(tenant: int, period_id: UUID) -> AsyncIterator[db.Row]:
    last = 0
    while rows := await db.rows(KEPT, tenant, period_id, last):
        for row in rows:
            yield row
        last = rows[-1]["position"]


async def _frozen(act: Act, tenant: int, year: int, month: int) -> Period:
    compliance_month.check(year, month)
    act.only_own(tenant)
    row = await db.row(
        f"SELECT {compliance_period.COLUMNS} FROM compliance_period p WHERE p.tenant_id = $1 "
        "AND p.year = $2 AND p.month = $3 AND p.state = 'frozen'",
        *(tenant, year, month),
    )
    if row is None:
        raise NotFound
    return Period(**row)


def _follows(tenant: int, period: Period, digests: list[bytes]) -> bool:
    if period.frozen_at is None:
        return False
    head = evidence.Head(
        tenant=tenant,
        year=period.year,
        month=period.month,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        frozen_at=period.frozen_at,
        counted=len(digests),
        previous=period.previous_hash,
    )
    return evidence.chained(head, digests).hex() == period.hash
