"""How far a client has lived its part of a log: a step, the client's time and the checkpoint move
in one transaction, so that each step is lived once, by whoever comes to it first."""

from __future__ import annotations

from datetime import datetime

from underpin.kernel import db
from underpin.kernel.database.scope import Work


class OtherReplay(RuntimeError):
    """This client lives another part of a log already; what it lived cannot be mixed with this."""


class NotYet(Exception):
    """Something falls due before this step."""


class LivedAlready(Exception):
    """This step stands: another replay, or a killed one's last commit, was first."""


TAKE = """
WITH moved AS (
    UPDATE tenant SET simulated_now = $2 WHERE id = $1
), checkpoint AS (
    INSERT INTO replay_checkpoint (tenant_id, source, done) VALUES ($1, $3, $4)
    ON CONFLICT (tenant_id, source) DO UPDATE SET done = excluded.done
    WHERE replay_checkpoint.done = excluded.done - 1 RETURNING 1
)
SELECT EXISTS (SELECT FROM checkpoint) AS ours, EXISTS (
    SELECT FROM timer WHERE tenant_id = $1 AND parked_at IS NULL AND due_at < $2) AS waits
"""

ADVANCE = """
WITH moved AS (UPDATE tenant SET simulated_now = $2 WHERE id = $1 AND simulated_now < $2)
SELECT EXISTS (SELECT FROM timer WHERE tenant_id = $1 AND parked_at IS NULL AND due_at < $2)
"""


async def done(tenant: int, slug: str, part: str) -> int:
    """How many steps of this part are lived. Raises OtherReplay."""
    async with db.open(Work(tenant)):
        kept = await db.row(
            "SELECT source, done FROM replay_checkpoint WHERE tenant_id = $1", tenant
        )
    if kept is not None and kept["source"] != part:
        raise OtherReplay(f"{slug} lives {kept['source']}, not {part}.")
    return kept["done"] if kept else 0


async def take(tenant: int, part: str, ordinal: int, at: datetime) -> None:
    """Within the step's transaction: the client's time becomes the step's.

    Raises LivedAlready, NotYet: then nothing of the step may happen.
    """
    row = await db.row(TAKE, tenant, at, part, ordinal)
    if row is None or not row["ours"]:
        raise LivedAlready
    if row["waits"]:
        raise NotYet
    db.set_now(at)


async def advance(tenant: int, at: datetime) -> bool:
    """Move the client's time to just `at`; whether something falls due before it."""
    async with db.open(Work(tenant)):
        found: bool = await db.value(ADVANCE, tenant, at)
    return found
