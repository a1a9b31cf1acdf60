"""The inbox as finance reads it, and what was set aside tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.kernel import db, metrics
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

PAGE = 50
STATES = ("stored", "applied", "ignored", "set_aside")


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `reason`: why nothing came of it, or what went wrong last."""

    id: UUID
    provider: str
    event_id: str
    type: str
    account: str
    object_type: str
    object_id: str
    state: str
    reason: str | None
    attempts: int
    received_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Whole:
    """`body` as it came; None once it was forgotten, and where its bytes are no text."""

    told: Told
    body: str | None


class NotAside(Conflict):
    code = "not-set-aside"
    title = "Only what was set aside is tried again: this was decided on"


COLUMNS = ", ".join(Told.__slots__)
LIST = f"""
SELECT {COLUMNS} FROM provider_event
WHERE state = $1 AND ($2::uuid IS NULL OR (received_at, id) < (
    SELECT l.received_at, l.id FROM provider_event l WHERE l.id = $2))
ORDER BY received_at DESC, id DESC LIMIT {PAGE}
"""
RETRY = """
UPDATE provider_event SET state = 'stored', reason = NULL, attempts = 0, decided_at = NULL,
    due_at = transaction_timestamp()
WHERE id = $1 AND state = 'set_aside'
"""


@read("payment_event.read", STAFF)
async def listed(act: Act, state: str, before: UUID | None = None) -> list[Told]:
    """Up to fifty in this state, the newest first; go on with `before` the last one's id."""
    return [Told(**row) for row in await db.rows(LIST, state, before)]


@read("payment_event.read", STAFF)
async def whole(act: Act, event_id: UUID) -> Whole:
    """Raises NotFound."""
    row = await db.row(f"SELECT {COLUMNS}, body FROM provider_event WHERE id = $1", event_id)
    if row is None:
        raise NotFound
    fields = dict(row)
    body = fields.pop("body")
    return Whole(Told(**fields), _text(body))


async def count() -> None:
    """Set the gauge of what waits for a person."""
    async with db.open(Provider()):
        waiting = await db.value("SELECT count(*) FROM provider_event WHERE state = 'set_aside'")
    metrics.set_aside.labels("payments").set(waiting)


@provide("payment_event.retry")
async def retry(act: Act, event_id: UUID) -> None:
    """Let it be looked into again, as if it had just come. Raises NotFound, NotAside."""
    if not await db.execute(RETRY, event_id):
        known = await db.value("SELECT true FROM provider_event WHERE id = $1", event_id)
        raise NotAside if known else NotFound


def _text(body: bytes | None) -> str | None:
    try:
        return None if body is None else body.decode()
    except UnicodeDecodeError:
        return None
