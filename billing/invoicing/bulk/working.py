"""Working off what was started, client by client, each in a transaction of its own.

A client's row is written with its invoices and counted with them, so a worker that is killed is
followed by the next one, which passes over who was served: each client exactly once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from billing.invoicing.bulk import client_run, invoice_run
from billing.invoicing.bulk.invoice_run import InvoiceRun
from underpin.kernel import db, ids, rounds
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

BATCH: Final = 20
LEASE: Final = timedelta(minutes=2)
"""Longer than a batch takes; a worker that died is followed after it."""

LEASED: Final = """
UPDATE invoice_run SET leased_until = $2 WHERE id = (
    SELECT id FROM invoice_run
    WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until < $1)
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, reached
"""


async def work() -> int:
    """One batch of the oldest run that nobody works on; returns how many clients it came past."""
    async with db.open(Provider()):
        now = await db.now()
        found = await db.row(LEASED, now, now + LEASE)
    if found is None:
        return 0
    async with db.open(Provider()):
        run = await invoice_run.one(found["id"])
    tenants = await rounds.clients()
    batch = [each for each in tenants if each > found["reached"]][:BATCH]
    for tenant in batch:
        await serve(tenant, run)
    await _went_on(run.id, tenants, batch)
    return len(batch)


async def serve(tenant: int, run: InvoiceRun) -> None:
    """Once per client and run: of two workers at one client, the second waits and finds it done."""
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, await db.now(), "job", "billing.invoicing.bulk.serve")
        made = ids.derive(run.id, "client", tenant)
        await db.execute("SELECT pg_advisory_xact_lock(hashtext($1))", str(made))
        if await db.value(SERVED, tenant, made):
            return
        done = await client_run.of_month(act, run.month, _mode(run))
        await db.execute(
            "INSERT INTO invoice_run_client (tenant_id, id, run_id, outcome, said, done_at) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            *(tenant, made, run.id, done.outcome, done.said[:2000], act.now),
        )
        await db.execute(
            f"UPDATE invoice_run SET {done.outcome} = {done.outcome} + 1 WHERE id = $1", run.id
        )


SERVED: Final = """
SELECT EXISTS (SELECT FROM invoice_run_client WHERE tenant_id = $1 AND id = $2)
"""


async def _went_on(run_id: UUID, tenants: Sequence[int], batch: Sequence[int]) -> None:
    """How far it is; finished after the last client. The lease ends with the batch."""
    last = not batch or batch[-1] == tenants[-1]
    async with db.open(Provider()):
        await db.execute(
            "UPDATE invoice_run SET leased_until = NULL, clients = $2, "
            "reached = greatest(reached, $3), finished_at = CASE WHEN $4 THEN $5::timestamptz END "
            "WHERE id = $1",
            *(run_id, len(tenants), batch[-1] if batch else 0, last, await db.now()),
        )


def _mode(run: InvoiceRun) -> client_run.Mode:
    modes: dict[str, client_run.Mode] = {
        "draft": "draft",
        "issue": "issue",
        "issue_reviewed": "issue_reviewed",
    }
    return modes[run.mode]
