"""Counting a report in the background: client by client in the asker's own scope, as they are now.

A run that lost its worker is taken up again from the beginning once its lease is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog

from tenants import staff_acting
from underpin.desk.reports import address, reporting
from underpin.desk.reports.asked import Asked
from underpin.desk.reports.item import About
from underpin.desk.reports.reading import TooMany
from underpin.desk.reports.runs import run, written
from underpin.desk.reports.runs.written import ColumnText, Text
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Staff
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import Principal

MOST: Final = 400_000
"""Things in one report: what fits a worker's memory beside its other work."""
CLIENTS_AT_ONCE: Final = 10
LEASE: Final = timedelta(minutes=15)
log = structlog.get_logger()

DUE: Final = """
SELECT id FROM report_run WHERE state = 'waiting' OR (state = 'running' AND leased_until < $1)
ORDER BY id LIMIT 20
"""
TAKEN: Final = """
UPDATE report_run SET state = 'running', leased_until = $2, reached = 0
WHERE id = $1 AND (state = 'waiting' OR (state = 'running' AND leased_until < $3))
RETURNING owner_id, report, query, asked_at
"""


@dataclass(frozen=True, slots=True)
class _Task:
    id: UUID
    name: str
    who: Principal
    wanted: Asked


async def due() -> list[UUID]:
    """What waits, or lost its worker; the oldest first."""
    async with db.open(Provider()):
        return [row["id"] for row in await db.rows(DUE, await db.now())]


async def count(run_id: UUID) -> bool:
    """Count it, unless another worker does. What cannot be counted says why."""
    async with db.open(Provider()):
        now = await db.now()
        row = await db.row(TAKEN, run_id, now + LEASE, now)
    if row is None:
        return False
    try:
        await _done(run_id, await _counted(run_id, row))
    except (TooMany, NotFound) as refused:
        await _failed(run_id, refused.code)
    except Exception:
        log.exception("reports.run_failed", run=str(run_id))
        await _failed(run_id, "failed")
    return True


async def _counted(run_id: UUID, row: db.Row) -> Text:
    who = await staff_acting.principal(row["owner_id"])
    if who is None or not who.may("report.read"):
        raise NotFound
    query = address.read(row["query"])
    wanted = address.of_name(row["report"], query, who, row["asked_at"])
    task = _Task(run_id, row["report"], who, wanted)
    tenants = sorted(wanted.tenants or who.tenant_ids)
    return await _told(task, await _things(task, tenants), tenants)


async def _things(task: _Task, tenants: Sequence[int]) -> list[About]:
    found: list[About] = []
    for batch in _batches(tenants):
        part = replace(task.wanted, tenants=batch, most=max(0, MOST - len(found)))
        async with db.open(Staff(batch)):
            found += await reporting.things(await _act(task.who), task.name, part)
        async with db.open(Provider()):
            words = (task.id, len(batch), await db.now() + LEASE)
            await db.execute(REACHED, *words)
    return found


REACHED: Final = "UPDATE report_run SET reached = reached + $2, leased_until = $3 WHERE id = $1"


async def _told(task: _Task, things: Sequence[Any], tenants: Sequence[int]) -> Text:
    async with db.open(Staff(tuple(tenants))):
        told = await reporting.told(await _act(task.who), task.name, task.wanted, things)
    return Text(
        tuple(ColumnText(each.name, each.kind) for each in told.columns),
        tuple(map(written.row, told.rows)),
        dict(told.people),
        tuple(tenants),
    )


async def _act(who: Principal) -> Act:
    return Act(who, None, await db.now(), "job", "desk.reports.runs.counting")


def _batches(tenants: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(tenants), CLIENTS_AT_ONCE):
        yield tuple(tenants[start : start + CLIENTS_AT_ONCE])


async def _done(run_id: UUID, text: Text) -> None:
    sql = "UPDATE report_run SET state = 'done', body = $2, leased_until = NULL WHERE id = $1"
    async with db.open(Provider()):
        await db.execute(sql, run_id, msgspec.json.encode(text).decode())


async def _failed(run_id: UUID, problem: str) -> None:
    sql = "UPDATE report_run SET state = 'failed', problem = $2, leased_until = NULL WHERE id = $1"
    async with db.open(Provider()):
        await db.execute(sql, run_id, problem)


async def forget() -> int:
    async with db.open(Provider()):
        return await run.forget(await db.now())
