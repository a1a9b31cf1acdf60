"""Asking far sides that do not tell by themselves: a client's open links at one of them, together.
What is due is claimed under a lease, asked outside any transaction, and applied in one."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from underpin.desk.connectors import applying, speaking
from underpin.desk.connectors.adapter import Told
from underpin.desk.connectors.queueing import OUT
from underpin.desk.connectors.speaking import Known
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.errors import Problem
from underpin.kernel.outbound import Outbound
from underpin.kernel.outgoing import NeverTaken, TryLater
from underpin.kernel.principal import worker

AT_ONCE: Final = 20
LINKS: Final = 500
SECONDS: Final = 120
OVERLAP: Final = timedelta(minutes=10)
log = structlog.get_logger()

DUE: Final = """
SELECT tenant_id, id FROM connector_watch WHERE due_at <= transaction_timestamp()
ORDER BY due_at, tenant_id LIMIT $1
"""
CLAIM: Final = """
UPDATE connector_watch w SET attempts = attempts + 1,
    due_at = transaction_timestamp() + interval '2 minutes' * power(2, least(attempts, 6))
FROM tenant n
WHERE w.tenant_id = $1 AND w.id = $2 AND w.due_at <= transaction_timestamp()
  AND n.id = w.tenant_id AND n.state <> 'closed' AND (n.simulated_now IS NULL OR $3)
RETURNING w.looked_at
"""
OPEN: Final = """
SELECT l.reference FROM connector_link l
LEFT JOIN vendor_case c ON c.tenant_id = l.tenant_id AND c.id = l.case_id
WHERE l.tenant_id = $1 AND l.connector_id = $2 AND l.ended_at IS NULL
  AND (c.id IS NULL OR c.state IN ('opened', 'acknowledged', 'questioned', 'fixed'))
ORDER BY l.seen_at NULLS FIRST, l.id LIMIT $3
"""
ENDED: Final = """
UPDATE connector_watch SET attempts = CASE WHEN $4::text IS NULL THEN 0 ELSE attempts END,
    last_error = $4, looked_at = CASE WHEN $4::text IS NULL THEN $5 ELSE looked_at END,
    due_at = CASE WHEN $4::text IS NULL THEN transaction_timestamp() + $3 * interval '1 minute'
                  ELSE greatest(due_at, transaction_timestamp() + $6) END
WHERE tenant_id = $1 AND id = $2
"""


@dataclass(frozen=True, slots=True)
class Look:
    tenant: int
    who: Known
    references: Sequence[str]
    since: datetime | None


async def round(outbound: Outbound) -> int:  # noqa: A001 - as outgoing.round()
    """Ask where it is time to; returns how many things were new."""
    async with db.open(System()):
        due = await db.rows(DUE, AT_ONCE)
    tries = (_tried(outbound, each["tenant_id"], each["id"]) for each in due)
    return sum(await asyncio.gather(*tries))


async def _tried(outbound: Outbound, tenant: int, connector_id: UUID) -> int:
    """One far side for one client; what goes wrong stands with it and is no other's trouble."""
    look = await _claimed(tenant, connector_id)
    if look is None:
        return 0
    new, said, wait = 0, None, timedelta(0)
    try:
        async with asyncio.timeout(SECONDS):
            new = await _looked(outbound, look)
    except (Problem, NeverTaken, TryLater, TimeoutError) as problem:
        said = f"{type(problem).__name__}: {problem}"[:300]
        wait = problem.wait if isinstance(problem, TryLater) else wait
        log.warning("connector.failed", connector=str(connector_id), error=type(problem).__name__)
    words = (tenant, connector_id, look.who.connector.look_minutes or 60, said, look.who.now, wait)
    async with db.open(Work(tenant)):
        await db.execute(ENDED, *words)
    return new


async def _claimed(tenant: int, connector_id: UUID) -> Look | None:
    """Nothing more to ask after: nobody is."""
    async with db.open(Work(tenant)):
        row = await db.row(CLAIM, tenant, connector_id, installation.settings().demo)
        if row is None:
            return None
        found = [r["reference"] for r in await db.rows(OPEN, tenant, connector_id, LINKS)]
        try:
            who = await speaking.known(connector_id)
        except NeverTaken:
            return None
        if not found or who.connector.look_minutes is None:
            await _forget(tenant, connector_id)
            return None
    since = row["looked_at"] and row["looked_at"] - OVERLAP
    return Look(tenant, who, [each for each in found if each], since)


async def _forget(tenant: int, connector_id: UUID) -> None:
    await db.execute(
        "DELETE FROM connector_watch WHERE tenant_id = $1 AND id = $2", tenant, connector_id
    )


async def _looked(outbound: Outbound, look: Look) -> int:
    side = speaking.side(outbound, look.who)
    told = await look.who.connector.adapter.look(side, look.references, look.since)
    fresh = [each for each in told if _is_fresh(each, look.since)]
    by_matter = itertools.groupby(sorted(fresh, key=_matter), key=_matter)
    return sum([await _applied(look, list(some)) for _, some in by_matter])


def _is_fresh(told: Told, since: datetime | None) -> bool:
    """What was said before the last look was heard then."""
    return since is None or told.at is None or told.at >= since


def _matter(told: Told) -> str:
    return told.reference or told.case


async def _applied(look: Look, told: Sequence[Told]) -> int:
    """All of one matter in one transaction."""
    to, new = look.who.connector, 0
    async with db.open(Work(look.tenant)):
        act = Act(worker(look.tenant), look.tenant, await db.now(), "connector", OUT)
        for each in told:
            found = await applying.find(act, to, each)
            if found is None:
                continue
            done = await applying.apply(act, to, found, each, act.now)
            new += done.new and not done.refused
            if done.refused:
                log.warning("connector.refused", link=str(found.id), word=each.word)
    return new
