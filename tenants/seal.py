"""The audit trail's chain: each entry's hash covers the one before, so that a changed, dropped
or reordered entry shows to anyone who holds the last hash and the count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from tenants import audit
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import read

START = b"\0" * 32
SETTLES = timedelta(seconds=10)


class Entry(msgspec.Struct, frozen=True):
    """What the chain covers of an entry: ids, times and the detail's salted hash."""

    id: UUID
    happened_at: datetime
    recorded_at: datetime
    actor_kind: str
    actor_id: UUID | None
    source: str
    verb: str
    subject: str
    detail_hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """What goes out to the client: how many entries are sealed, and the last hash."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`broken_at` is the first position whose hash does not follow, None when all do.

    `details_erased` counts details no longer there; `details_altered` those that do not match.
    `head_lost` says that a head which went out earlier is no longer on the chain: what was cut
    off at its end, or rewritten as a whole, shows in no other way.
    """

    head: Head
    broken_at: int | None
    details_erased: int
    details_altered: int
    head_lost: bool = False

    @property
    def intact(self) -> bool:
        return self.broken_at is None and self.details_altered == 0 and not self.head_lost


def chain(previous: bytes, entry: Entry) -> bytes:
    """The hash that seals `entry` after `previous`."""
    return hashlib.sha256(previous + msgspec.json.encode(entry)).digest()


ENTRIES = """
SELECT a.id, a.happened_at, a.recorded_at, a.actor_kind, a.actor_id, a.source, a.verb, a.subject,
       a.detail_hash
FROM audit a
WHERE a.tenant_id = $1 AND a.recorded_at < transaction_timestamp() - $3::interval
  AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.tenant_id = $1 AND s.audit_id = a.id)
ORDER BY a.recorded_at, a.id LIMIT $2
"""


async def seal(act: Act, limit: int = 1000, settles: timedelta = SETTLES) -> int:
    """Seal what has settled, in order, one sealer at a time; returns how many.

    An entry settles ten seconds after it was recorded: no verb's transaction lasts that long, so
    none can commit an earlier entry behind a sealed one.
    """
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('underpin-seal'), $1)", act.tenant_id)
    last = await db.row(
        "SELECT position, hash FROM audit_seal WHERE tenant_id = $1 ORDER BY position DESC LIMIT 1",
        act.tenant_id,
    )
    position, previous = (last["position"], last["hash"]) if last else (0, START)
    rows = []
    for row in await db.rows(ENTRIES, act.tenant_id, limit, settles):
        position, previous = position + 1, chain(previous, Entry(**row))
        rows.append((act.tenant_id, position, row["id"], previous, act.now))
    await db.many("INSERT INTO audit_seal VALUES ($1, $2, $3, $4, $5)", rows)
    return len(rows)


SEALED = """
SELECT s.position, s.hash AS sealed, d.salt, d.detail, a.id, a.happened_at, a.recorded_at,
       a.actor_kind, a.actor_id, a.source, a.verb, a.subject, a.detail_hash
FROM audit_seal s
LEFT JOIN audit a ON a.tenant_id = s.tenant_id AND a.id = s.audit_id
LEFT JOIN audit_detail d ON d.tenant_id = s.tenant_id AND d.audit_id = s.audit_id
WHERE s.tenant_id = $1 ORDER BY s.position
"""


@read("audit.read", STAFF, WORKER)
async def verify(act: Act, known: Head | None = None) -> Verdict:
    """Recompute the whole chain of the act's tenant. `known` is a head that went out earlier."""
    tenant = act.tenant if act.tenant is not None else act.principal.own_tenant
    return judge(await db.rows(SEALED, tenant), known)


def judge(rows: Sequence[db.Row], known: Head | None = None) -> Verdict:
    """The verdict over sealed rows in their order."""
    broken = _first_break(rows)
    kept = [row for row in rows if row["detail"] is not None]
    altered = sum(not _detail_matches(row) for row in kept)
    head = Head(len(rows), rows[-1]["sealed"].hex() if rows else START.hex())
    lost = known is not None and not _holds(rows, known)
    return Verdict(head, broken, len(rows) - len(kept), altered, lost)


def _holds(rows: Sequence[db.Row], known: Head) -> bool:
    if known.count == 0:
        return known.hash == START.hex()
    return known.count <= len(rows) and rows[known.count - 1]["sealed"].hex() == known.hash


def _first_break(rows: Iterable[db.Row]) -> int | None:
    previous = START
    for expected, row in enumerate(rows, 1):
        if row["id"] is None:
            return expected
        entry = Entry(**{name: row[name] for name in Entry.__struct_fields__})
        previous = chain(previous, entry)
        if row["position"] != expected or row["sealed"] != previous:
            return expected
    return None


def _detail_matches(row: db.Row) -> bool:
    if row["detail_hash"] is None:
        return False
    said = msgspec.json.decode(row["detail"])
    canonical = msgspec.json.encode(said, order="sorted").decode()
    return bool(audit.detail_hash(row["salt"], canonical) == row["detail_hash"])
