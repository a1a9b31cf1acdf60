"""A month's invoices for every client, started by a person and worked off by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from billing.invoicing import windows
from billing.invoicing.bulk.client_run import Mode, Outcome
from tenants import audit
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, provide, read

PAGE: Final = 100


class Going(Conflict):
    code = "invoice-run-going"
    title = "A run over this month is under way: wait until it is done"


@dataclass(frozen=True, slots=True)
class InvoiceRun:
    """Of `clients` (None until it began) so many are drafted, issued, passed over because nothing
    was to be done, or failed. Finished, all of them are one of these."""

    id: UUID
    month: date
    mode: str
    clients: int | None
    drafted: int
    issued: int
    passed_over: int
    failed: int
    started_by: UUID
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfClient:
    client: str
    outcome: str
    said: str
    done_at: datetime


COLUMNS: Final = ", ".join(InvoiceRun.__dataclass_fields__)


@provide("invoice.run")
async def start(act: Act, month: date, mode: Mode) -> InvoiceRun:
    """Every client's billing periods that end in the month. Raises Going."""
    first = windows.month(month).start
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('underpin-invoice-run'))")
    if await db.value(
        "SELECT EXISTS (SELECT FROM invoice_run WHERE finished_at IS NULL AND month = $1)", first
    ):
        raise Going
    made = ids.new()
    await db.execute(
        "INSERT INTO invoice_run (id, month, mode, started_by, started_at) "
        "VALUES ($1, $2, $3, $4, $5)",
        *(made, first, mode, act.person_id, act.now),
    )
    return await one(made)


@read("invoice.run", STAFF)
async def listed(act: Act, before: UUID | None = None) -> list[InvoiceRun]:
    """Newest first, a hundred at a time."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM invoice_run WHERE $1::uuid IS NULL OR id < $1 "
        f"ORDER BY id DESC LIMIT {PAGE}",
        before,
    )
    return [InvoiceRun(**row) for row in rows]


@read("invoice.run", STAFF)
async def shown(act: Act, run_id: UUID) -> InvoiceRun:
    """Raises NotFound."""
    return await one(run_id)


@read("invoice.run", STAFF)
async def of_clients(
    act: Act, run_id: UUID, outcome: Outcome | None = None, after: str = ""
) -> list[OfClient]:
    """What became of the asker's clients, by key, a hundred at a time. Raises NotFound."""
    await one(run_id)
    rows = await db.rows(
        "SELECT t.key AS client, c.outcome, c.said, c.done_at FROM invoice_run_client c "
        "JOIN tenant t ON t.id = c.tenant_id WHERE c.tenant_id = ANY ($1::int[]) "
        "AND c.run_id = $2 AND ($3::text IS NULL OR c.outcome = $3) AND t.key > $4 "
        f"ORDER BY t.key LIMIT {PAGE}",
        *(list(act.principal.tenant_ids), run_id, outcome, after),
    )
    return [OfClient(**row) for row in rows]


@outer("invoice.run", STAFF)
async def retry(principal: Principal, run_id: UUID) -> InvoiceRun:
    """What failed of the asker's clients is tried again. Raises NotFound."""
    async with db.open(Provider()):
        await one(run_id)
    for tenant in principal.tenant_ids:
        async with db.open(Work(tenant)):
            if await db.execute(FORGET, tenant, run_id):
                await db.execute("UPDATE invoice_run SET failed = failed - 1 WHERE id = $1", run_id)
    async with db.open(Provider()):
        act = Act(principal, None, await db.now(), "api", "billing.invoicing.bulk.retry")
        await db.execute(
            "UPDATE invoice_run SET finished_at = NULL, reached = 0 WHERE id = $1", run_id
        )
        await audit.note(act, act.verb, {"run_id": run_id}, str(run_id))
        return await one(run_id)


FORGET: Final = """
DELETE FROM invoice_run_client WHERE tenant_id = $1 AND run_id = $2 AND outcome = 'failed'
"""


async def one(run_id: UUID) -> InvoiceRun:
    """Raises NotFound."""
    row = await db.row(f"SELECT {COLUMNS} FROM invoice_run WHERE id = $1", run_id)
    if row is None:
        raise NotFound
    return InvoiceRun(**row)
