"""What staff see of deliveries, those that wait for a person above all; and having one read
again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from underpin.desk.hooks import inbox
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.database.scope import System, Work
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

PAGE: Final = 50
KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 1_000
COLUMNS: Final = (
    "id, purpose, owner_id, content_type, received_at, state, reason, outcome, handled_at, tries"
)


class NotAside(Conflict):
    code = "not-set-aside"
    title = "Only a delivery that was set aside can be read again"


@dataclass(frozen=True, slots=True)
class Shown:
    """A delivery; `outcome` is what came of it, `body` only of one that is looked at alone."""

    id: UUID
    purpose: str
    owner_id: UUID
    content_type: str
    received_at: datetime
    state: str
    reason: str | None
    outcome: Any
    handled_at: datetime | None
    tries: int
    body: str | None = None


@read("intake.read", STAFF)
async def listed(
    act: Act, tenant: int, only: Literal["set_aside"] | None = None, before: UUID | None = None
) -> list[Shown]:
    """The newest first, fifty at a time; `before` is the last of the page before."""
    aside = "AND state = 'set_aside'" if only else ""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM hook_delivery WHERE tenant_id = $1 {aside} "
        "AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        *(tenant, before, PAGE),
    )
    return [_shown(row) for row in rows]


@read("intake.read", STAFF)
async def one(act: Act, tenant: int, delivery_id: UUID) -> Shown:
    """With all that was sent, as far as it is text. Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS}, body FROM hook_delivery WHERE tenant_id = $1 AND id = $2",
        *(tenant, delivery_id),
    )
    if row is None:
        raise NotFound
    return _shown(row, row["body"].decode("utf-8", "backslashreplace"))


@write("intake.write", STAFF)
async def again(act: Act, delivery_id: UUID) -> None:
    """Read it once more, as after a mapping was mended. Raises NotFound, NotAside."""
    if await read_again(act, delivery_id):
        return
    known = "SELECT true FROM hook_delivery WHERE tenant_id = $1 AND id = $2"
    raise NotAside if await db.value(known, act.tenant_id, delivery_id) else NotFound


async def read_again(act: Act, delivery_id: UUID) -> bool:
    """Have it read again where it is set aside; False where it is not."""
    done = await db.execute(
        "UPDATE hook_delivery SET state = 'waiting', reason = NULL "
        "WHERE tenant_id = $1 AND id = $2 AND state = 'set_aside'",
        *(act.tenant_id, delivery_id),
    )
    if done:
        await events.emit(act, events.New(inbox.RECEIVED, delivery_id))
    return bool(done)


async def again_where(act: Act, owner_id: UUID, name: str, value: str) -> int:
    """Have read again what waits of this owner with this in its outcome; returns how many."""
    rows = await db.rows(
        "UPDATE hook_delivery SET state = 'waiting', reason = NULL WHERE tenant_id = $1 "
        "AND owner_id = $2 AND state = 'set_aside' AND outcome ->> $3 = $4 RETURNING id",
        *(act.tenant_id, owner_id, name, value),
    )
    if rows:
        found = sorted(row["id"] for row in rows)
        await events.emit(act, *(events.New(inbox.RECEIVED, each) for each in found))
    return len(rows)


async def forget() -> int:
    """Empty what was read a month ago and more, in every tenant; returns how many. Its outcome
    stays, and what waits for a person stays whole."""
    async with db.open(System()):
        tenants = [row["id"] for row in await db.rows("SELECT id FROM tenant")]
    return sum([await _forgotten(tenant) for tenant in tenants])


async def _forgotten(tenant: int) -> int:
    async with db.open(Work(tenant)):
        before = await db.now() - KEPT
        return await db.execute(
            "UPDATE hook_delivery SET body = '' WHERE tenant_id = $1 AND id IN (SELECT id FROM "
            "hook_delivery WHERE tenant_id = $1 AND state IN ('applied', 'repeated') "
            "AND handled_at < $2 AND body <> '' ORDER BY handled_at LIMIT $3)",
            *(tenant, before, AT_ONCE),
        )


def _shown(row: db.Row, body: str | None = None) -> Shown:
    fields = {name: row[name] for name in Shown.__slots__ if name not in ("body", "outcome")}
    outcome = None if row["outcome"] is None else msgspec.json.decode(row["outcome"])
    return Shown(**fields, outcome=outcome, body=body)
