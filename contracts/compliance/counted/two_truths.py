"""The two truths about vendors' time, for each resolution missed in a month: the contract's figure
is the headline, and the other stands beside it, never instead (PRACTICE 31). Staff only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.clocks import share_reading
from contracts.compliance.counted import compliance
from contracts.compliance.counted.compliance import Miss
from contracts.metric import RESOLUTION
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Truths:
    """`used_us` as the contract counts vendors' time, `other_us` the other way: left out where the
    contract counts it, counted where it leaves it out. Working time in microseconds, by now or up
    to the end; None where the ticket's facts no longer show a resolution."""

    ticket_id: UUID
    clock_id: UUID
    priority: str
    breached_at: datetime
    allowed_us: int
    used_us: int | None
    other_us: int | None
    missed_otherwise: bool | None


@read("compliance.read", STAFF)
async def of_month(
    act: Act, tenant: int, year: int, month: int, *, after: UUID | None = None
) -> list[Truths]:
    """In the order in which they were missed, 25 at a time; `after` is the clock of the last one
    seen. Raises Malformed, NotFound."""
    missed = await compliance.misses(act, tenant, year, month, after=after, metric=RESOLUTION)
    return [await _truths(act, tenant, each) for each in missed[:PAGE]]


async def _truths(act: Act, tenant: int, miss: Miss) -> Truths:
    whose = await share_reading.of_ticket(act, tenant, miss.ticket_id)
    other = whose.other_us if whose else None
    return Truths(
        ticket_id=miss.ticket_id,
        clock_id=miss.clock_id,
        priority=miss.priority,
        breached_at=miss.breached_at,
        allowed_us=miss.allowed_us,
        used_us=whose.contract_us if whose else None,
        other_us=other,
        missed_otherwise=None if other is None else other > miss.allowed_us,
    )
