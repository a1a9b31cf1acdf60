"""What all batches of a run come to."""

from __future__ import annotations

from decimal import Decimal

from contracts import what_if_tally
from contracts.what_if_question import Result, TierMinutes
from contracts.what_if_step import Progress


async def of(tenant: int, tickets: int, progress: Progress) -> Result:
    return Result(
        tickets=tickets,
        changed=progress.changed,
        missed=progress.missed,
        saved=progress.saved,
        figures=what_if_tally.figures(progress.today, progress.draft),
        worked=tuple(TierMinutes(tier, Decimal(much)) for tier, much in progress.worked),
    )
