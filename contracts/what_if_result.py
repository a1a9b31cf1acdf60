"""What all batches of a run come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from contracts import metric, version_store, what_if_credit, what_if_tally
from contracts.agreed import Content
from contracts.what_if_behind import Behind
from contracts.what_if_credit import Due
from contracts.what_if_question import Recovery, Result, Side, TierMinutes
from contracts.what_if_rows import Held
from contracts.what_if_step import Progress
from contracts.what_if_tally import Tally
from underpin.kernel import db

VENDORS: Final = """
SELECT v.id, a.vendor_id FROM provider_agreement_version v
JOIN provider_agreement a ON a.id = v.agreement_id WHERE v.id = ANY ($1::uuid[])
"""


async def of(tenant: int, held: Held, tickets: int, progress: Progress) -> Result:
    """The draft's credits by what it said when it was asked about."""
    pinned = _versions(progress.today, metric.SLA)
    contents = dict(await version_store.of_tenant(tenant, pinned))
    draft = {held.run.version_id: held.frozen.sla}
    return Result(
        tickets=tickets,
        changed=progress.changed,
        missed=progress.missed,
        saved=progress.saved,
        figures=what_if_tally.figures(progress.today, progress.draft),
        today=await _side(progress.today, contents),
        draft=await _side(progress.draft, draft, held.frozen.behind),
        worked=tuple(TierMinutes(tier, Decimal(much)) for tier, much in progress.worked),
    )


async def _side(
    tally: Tally, contents: Mapping[UUID, Content], assumed: Sequence[Behind] = ()
) -> Side:
    owed = [each for version in sorted(contents) for each in _due(tally, version, contents)]
    return Side(tuple(owed), await _recoveries(tally, assumed))


async def _recoveries(tally: Tally, assumed: Sequence[Behind]) -> tuple[Recovery, ...]:
    """What vendors owe to us; a UC that the client holds is the client's (PRACTICE 30)."""
    pinned = _versions(tally, metric.UC) - {each.version_id for each in assumed}
    contents = dict(await version_store.of_provider(pinned))
    vendors = {row["id"]: row["vendor_id"] for row in await db.rows(VENDORS, list(contents))}
    contents |= {each.version_id: each.content for each in assumed}
    vendors |= {each.version_id: each.vendor_id for each in assumed}
    return tuple(
        Recovery(vendors[version], due)
        for version in sorted(contents)
        if contents[version].settings.holder == "msp"
        for due in _due(tally, version, contents)
    )


def _due(tally: Tally, version: UUID, contents: Mapping[UUID, Content]) -> tuple[Due, ...]:
    return what_if_credit.due(tally, str(version), contents[version])


def _versions(tally: Tally, metrics: tuple[str, ...]) -> set[UUID]:
    return {UUID(line.cell.version) for line in tally.lines if line.cell.metric in metrics}
