"""A block that expires: what was agreed of its remainder goes on, by a timer at the client's
midnight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from billing.prepaid import block, blocks
from billing.prepaid.block import Block
from contracts.calendars import zone
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND = "block_expiry"


async def arm(act: Act, held: Block) -> None:
    """Where something may be left over on the day it expires."""
    if held.expires is not None:
        at = datetime.combine(held.expires, time(), zone.named(await _zone(act)))
        await timers.arm(act, Timer(KIND, str(held.id), held.id, at, "bulk"))


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("block"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        await _roll_over(act, timer.subject_id)


async def _roll_over(act: Act, block_id: UUID) -> None:
    """The new block lasts as long as the old one did."""
    found = await blocks.kept(act.tenant_id, block_id)
    old = found.block
    if old.expires is None:
        return
    ends = old.expires + (old.expires - old.starts)
    rolled = block.rolled_over(old, found.roll_over, old.expires, ends)
    if rolled is not None:
        await blocks.insert(act, rolled, found.name, rolled_from=old.id)


async def _zone(act: Act) -> str:
    name: str = await db.value("SELECT time_zone FROM tenant WHERE id = $1", act.tenant_id)
    return name
