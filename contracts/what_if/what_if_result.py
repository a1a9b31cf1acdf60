"""What all batches of a run come to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Final
from uuid import UUID

import msgspec

from contracts import instant, metric
from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from contracts.compliance.outages.availability import Span
from contracts.what_if import what_if_availability, what_if_credit, what_if_tally
from contracts.what_if.what_if_availability import Asked
from contracts.what_if.what_if_behind import Behind
from contracts.what_if.what_if_credit import Due
from contracts.what_if.what_if_question import Recovery, Result, Run, Side, TierMinutes
from contracts.what_if.what_if_rows import Held
from contracts.what_if.what_if_step import Progress
from contracts.what_if.what_if_tally import Tally
from underpin.kernel import db
from underpin.kernel.act import Act

IN_FORCE: Final = """
SELECT n.id, n.effective_from FROM agreement_version v
JOIN agreement_version n ON n.tenant_id = $1 AND n.agreement_id = v.agreement_id
WHERE v.tenant_id = $1 AND v.id = $2 AND n.state IN ('active', 'superseded')
ORDER BY n.effective_from
"""

VENDORS: Final = """
SELECT v.id, a.vendor_id FROM provider_agreement_version v
JOIN provider_agreement a ON a.id = v.agreement_id WHERE v.id = ANY ($1::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """`inputs` is the digest of all that the result was made of, in hex."""

    result: Result
    inputs: str


async def of(act: Act, held: Held, time_zone: str, tickets: int, progress: Progress) -> Answer:
    """The draft's credits by what it said when it was asked about."""
    pinned = _versions(progress.today, metric.SLA)
    asked = _asked(held.run, time_zone)
    in_force = await _in_force(act, held.run, asked)
    ids = pinned | {each for each, _ in in_force}
    contents = dict(await version_store.of_tenant(act.tenant_id, ids))
    draft = {held.run.version_id: held.frozen.sla}
    ups = await _ups(act, in_force, contents, time_zone)
    spans = what_if_availability.periods(held.frozen.sla, asked) if asked else []
    drafts = [(held.run.version_id, span) for span in spans]
    draft_ups = await _ups(act, drafts, draft, time_zone)
    result = Result(
        tickets=tickets,
        changed=progress.changed,
        missed=progress.missed,
        saved=progress.saved,
        figures=what_if_tally.figures(progress.today, progress.draft),
        today=await _side(progress.today + ups, contents),
        draft=await _side(progress.draft + draft_ups, draft, held.frozen.behind),
        worked=tuple(TierMinutes(tier, Decimal(much)) for tier, much in progress.worked),
    )
    seen = msgspec.json.encode((progress.digest, ups, draft_ups))
    return Answer(result, hashlib.sha256(seen).hexdigest())


_Promised = Sequence[tuple[UUID, Span]]
"""Versions, each with a period over which it promised availability."""


async def _ups(
    act: Act, promised: _Promised, contents: Mapping[UUID, Content], time_zone: str
) -> Tally:
    found = [
        await what_if_availability.of(act, version, contents[version], span, time_zone)
        for version, span in promised
    ]
    return sum(found, start=Tally())


async def _in_force(act: Act, run: Run, asked: Asked | None) -> list[tuple[UUID, Span]]:
    """Which version was in force as each period began, by the months of a day each."""
    if asked is None:
        return []
    rows = await db.rows(IN_FORCE, act.tenant_id, run.version_id)
    contents = await version_store.of_tenant(act.tenant_id, [row["id"] for row in rows])
    found = set[tuple[UUID, Span]]()
    for row, following in zip_longest(rows, rows[1:]):
        until = following["effective_from"] if following else None
        for span in what_if_availability.periods(contents[row["id"]], asked):
            starts = instant.at(span.start)
            if row["effective_from"] <= starts and (until is None or starts < until):
                found.add((row["id"], span))
    return sorted(found)


def _asked(run: Run, time_zone: str) -> Asked | None:
    """None of a profile, in which nothing goes down."""
    window = run.question.history
    if window is None:
        return None
    return Asked(window.since, window.until, time_zone, run.as_of)


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
