"""A version taken up by open tickets too: asked for, then done in the background, with progress.

Tickets raised from its first instant on are under it anyway. What was used so far is kept, and
nothing is recomputed backwards (CLOCKS: calendar edited, new target already exceeded).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from contracts.agreements.versions import WrongState
from underpin.kernel import db, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import provide, read

TIMER: Final = "activation"
Side = Literal["sla", "ola", "uc"]


@dataclass(frozen=True, slots=True)
class Progress:
    """`state` is waiting (until `switch_at`), running or done; `done` of `total` open tickets go on
    under the version."""

    version_id: UUID
    side: str
    switch_at: datetime
    state: str
    total: int
    done: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class BehindProgress:
    """The same over all clients that the asker sees; `waiting` and `running` count clients."""

    version_id: UUID
    switch_at: datetime
    waiting: int
    running: int
    total: int
    done: int


async def begin(act: Act, side: Side, version_id: UUID, switch_at: datetime) -> None:
    """One client's run of a version, within its activation; asked for twice it is one."""
    run = ids.derive(version_id, "activation", act.tenant_id)
    new = await db.execute(
        "INSERT INTO activation_run (tenant_id, id, side, version_id, switch_at, state, total, "
        "done, created_at) VALUES ($1, $2, $3, $4, $5, 'waiting', 0, 0, $6) ON CONFLICT DO NOTHING",
        *(act.tenant_id, run, side, version_id, switch_at, act.now),
    )
    if new:
        await timers.arm(act, Timer(TIMER, str(run), run, switch_at, "bulk"))


@provide("vendor.write")
async def behind(act: Act, version_id: UUID) -> UUID:
    """Visits and cases under way go on under this active version of an OLA or UC, in every client
    company: from its first instant, or from now where that has passed. Raises NotFound,
    WrongState."""
    row = await db.row(
        "SELECT v.state, v.effective_from, lower(a.kind) AS side FROM provider_agreement_version v "
        "JOIN provider_agreement a ON a.id = v.agreement_id WHERE v.id = $1",
        version_id,
    )
    if row is None:
        raise NotFound
    if row["state"] != "active":
        raise WrongState(f"This version is {row['state']}; activate it first.")
    await db.execute(
        "INSERT INTO provider_activation (version_id, side, switch_at, asked_by, created_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        *(version_id, row["side"], max(row["effective_from"], act.now), act.person_id, act.now),
    )
    return version_id


@read("contract.read", STAFF)
async def of_version(act: Act, tenant: int, version_id: UUID) -> Progress:
    """How far it is with a client's open tickets. Raises NotFound where nobody asked for it."""
    row = await db.row(
        "SELECT version_id, side, switch_at, state, total, done, finished_at FROM activation_run "
        "WHERE tenant_id = $1 AND version_id = $2",
        tenant,
        version_id,
    )
    if row is None:
        raise NotFound
    return Progress(**row)


BEHIND: Final = """
SELECT p.version_id, p.switch_at, count(*) FILTER (WHERE r.state = 'waiting')::int AS waiting,
       count(*) FILTER (WHERE r.state = 'running')::int AS running,
       coalesce(sum(r.total), 0)::int AS total, coalesce(sum(r.done), 0)::int AS done
FROM provider_activation p
LEFT JOIN activation_run r ON r.version_id = p.version_id AND r.tenant_id = ANY ($2::int[])
WHERE p.version_id = $1 GROUP BY p.version_id
"""


@read("contract.read", STAFF)
async def of_behind(act: Act, version_id: UUID) -> BehindProgress:
    """How far it is with the clients that the asker is assigned to. Raises NotFound."""
    row = await db.row(BEHIND, version_id, list(act.principal.tenant_ids))
    if row is None:
        raise NotFound
    return BehindProgress(**row)
