"""What rules did and why: the log, and what somebody does about one that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.automation import acting, rule, running
from underpin.desk.automation.running import Occasion
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 50
KEPT: Final = timedelta(days=90)
AT_ONCE: Final = 5000


class NotActing(Conflict):
    code = "rule-not-acting"
    title = "This rule does not act here now: switch it on, or save it anew, then try again"


@dataclass(frozen=True, slots=True)
class Run:
    """`state`: done, failed, or stopped by the loop guard. `cause_id` is the run
    whose effect set it off."""

    id: UUID
    rule_id: UUID
    rule_name: str
    rule_version: int
    ticket: str
    trigger: str
    state: str
    depth: int
    cause_id: UUID | None
    deeds: list[Any]
    error: str | None
    ran_at: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is set aside in this client's desk because it kept failing."""

    rule_id: UUID
    name: str
    since: datetime
    error: str


READ: Final = f"""
SELECT a.id, a.rule_id, a.rule_name, a.rule_version, n.key || '-' || t.number AS ticket, a.trigger,
       a.state, a.depth, a.cause_id, a.deeds, a.error, a.ran_at
FROM automation_run a JOIN ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
JOIN tenant n ON n.id = a.tenant_id
WHERE a.tenant_id = $1 AND ($2::uuid IS NULL OR a.rule_id = $2)
  AND ($3::text IS NULL OR a.state = $3)
  AND ($4::timestamptz IS NULL OR (a.ran_at, a.id) < ($4, $5::uuid))
  AND {staff_sees("t", "$6")}
ORDER BY a.ran_at DESC, a.id DESC LIMIT {PAGE}
"""
AFTER: Final = "SELECT ran_at FROM automation_run WHERE tenant_id = $1 AND id = $2"


@read("automation.read", STAFF)
async def listed(
    act: Act,
    tenant: int,
    rule_id: UUID | None = None,
    state: str | None = None,
    before: UUID | None = None,
) -> list[Run]:
    """The newest first, fifty at a time."""
    at = None if before is None else await db.value(AFTER, tenant, before)
    rows = await db.rows(READ, tenant, rule_id, state, at, before, act.person_id)
    return [Run(**{**row, "deeds": msgspec.json.decode(row["deeds"])}) for row in rows]


@read("automation.read", STAFF)
async def faults(act: Act, tenant: int) -> Sequence[Fault]:
    """Rules that are set aside here."""
    rows = await db.rows(
        "SELECT f.rule_id, r.name, f.since, f.error FROM automation_fault f "
        "JOIN automation_rule r ON r.id = f.rule_id "
        "WHERE f.tenant_id = $1 AND f.resumed_at IS NULL ORDER BY f.since",
        tenant,
    )
    return [Fault(**row) for row in rows]


@write("automation.write", STAFF)
async def resume(act: Act, rule_id: UUID) -> None:
    """It acts again; what it missed meanwhile it does not hear. Raises NotFound."""
    done = await db.execute(
        "UPDATE automation_fault SET resumed_at = $3 WHERE tenant_id = $1 AND rule_id = $2 "
        "AND resumed_at IS NULL",
        *(act.tenant_id, rule_id, act.now),
    )
    if not done:
        raise NotFound


FAILED: Final = """
SELECT * FROM automation_run WHERE tenant_id = $1 AND id = $2 AND state = 'failed'
"""


@write("automation.write", STAFF)
async def again(act: Act, run_id: UUID) -> str:
    """Let a run that failed be tried once more, by the rule as it is now; returns what came of it.
    Raises NotFound, NotActing."""
    row = await db.row(FAILED, act.tenant_id, run_id)
    if row is None:
        raise NotFound
    ticket = await running.fresh(act, row["ticket_id"])
    found = await acting.of(act.tenant_id, rule.TRIGGERS, row["rule_id"])
    if not found:
        raise NotActing
    moment = (ticket.id, act.now)
    words = (row["occasion"], row["trigger"], moment, row["depth"], row["cause_id"])
    return await running.run(act, found[0], ticket, Occasion(*words))


async def forget() -> int:
    """What is older than ninety days, in every client's desk; returns how many rows went."""
    async with db.open(System()):
        tenants = [row["id"] for row in await db.rows("SELECT id FROM tenant ORDER BY id")]
    return sum([await _forgotten(tenant) for tenant in tenants])


async def _forgotten(tenant: int) -> int:
    async with db.open(Work(tenant)):
        before = await db.now() - KEPT
        return await db.execute(
            "DELETE FROM automation_run WHERE tenant_id = $1 AND id IN (SELECT id FROM "
            "automation_run WHERE tenant_id = $1 AND ran_at < $2 ORDER BY ran_at LIMIT $3)",
            *(tenant, before, AT_ONCE),
        )
