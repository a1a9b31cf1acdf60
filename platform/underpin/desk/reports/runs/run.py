"""A report that somebody has counted by the worker: asked for, followed, read, and gone in a day.

It stands under whoever asked, and is nobody else's. Who lost a client meanwhile reads nothing that
was counted with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec

from underpin.desk.reports import address, catalogue
from underpin.desk.reports.address import Query
from underpin.desk.reports.reporting import Column, Report
from underpin.desk.reports.runs import written
from underpin.desk.reports.runs.written import Text
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import provide, read

State = Literal["waiting", "running", "done", "failed"]
KEPT_FOR: Final = timedelta(days=1)
AT_ONCE: Final = 3


class Enough(Conflict):
    code = "reports-waiting"
    title = "Several of your reports are being counted: wait until one is done"


@dataclass(frozen=True, slots=True)
class Run:
    """`reached` of `clients` are counted; `problem` says why it failed."""

    id: UUID
    report: str
    query: str
    state: State
    clients: int
    reached: int
    asked_at: datetime
    problem: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """`report` is None until it is done."""

    run: Run
    report: Report | None
    now: datetime


COLUMNS: Final = "id, report, query, state, clients, reached, asked_at, problem"
ASK: Final = """
INSERT INTO report_run (id, owner_id, report, query, state, clients, reached, asked_at)
VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6)
"""
BUSY: Final = """
SELECT count(*) >= $2 FROM report_run WHERE owner_id = $1 AND state IN ('waiting', 'running')
"""


@provide("report.read")
async def ask(act: Act, name: str, query: Query) -> UUID:
    """Have it counted. Raises as `reporting.of`, save that nothing is too much yet; Enough."""
    wanted = address.of_name(name, query, act.principal, act.now)
    if await db.value(BUSY, act.person_id, AT_ONCE):
        raise Enough
    made = ids.new()
    clients = len(wanted.tenants or act.principal.tenant_ids)
    words = (name, address.write(query), clients, act.now)
    await db.execute(ASK, made, act.person_id, *words)
    return made


@read("report.read", STAFF)
async def mine(act: Act) -> list[Run]:
    """One's own of the last day, newest first."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM report_run WHERE owner_id = $1 AND asked_at > $2 ORDER BY id DESC",
        *(act.person_id, act.now - KEPT_FOR),
    )
    return [Run(**row) for row in rows]


@read("report.read", STAFF)
async def one(act: Act, run_id: UUID) -> Counted:
    """One's own. Raises NotFound, also once the asker lost a client it was counted with."""
    row = await db.row(
        f"SELECT {COLUMNS}, body FROM report_run WHERE id = $1 AND owner_id = $2 AND asked_at > $3",
        *(run_id, act.person_id, act.now - KEPT_FOR),
    )
    if row is None:
        raise NotFound
    run = Run(**{name: row[name] for name in Run.__slots__})
    report = None if row["body"] is None else _report(run, row["body"], act.principal)
    return Counted(run, report, act.now)


def _report(run: Run, body: str, who: Principal) -> Report:
    text = msgspec.json.decode(body, type=Text)
    if not set(text.tenants) <= set(who.tenant_ids):
        raise NotFound
    wanted = address.of_name(run.report, address.read(run.query), who, run.asked_at)
    return Report(
        catalogue.REPORTS[run.report],
        wanted,
        tuple(Column(each.name, each.kind) for each in text.columns),
        tuple(map(written.read, text.rows)),
        text.people,
        run.asked_at,
    )


async def forget(now: datetime) -> int:
    """Within a provider's transaction: what is older than a day."""
    return await db.execute("DELETE FROM report_run WHERE asked_at <= $1", now - KEPT_FOR)
