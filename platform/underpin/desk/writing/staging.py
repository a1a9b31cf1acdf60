"""Files that wait for the message being written: one person's, for one ticket or for the one they
are about to raise. What is not sent within a day is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.writing import limits
from underpin.kernel import db, files, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import read, write

KIND = "upload"
LIVES = timedelta(days=1)
# What a file may hang on: over a row `f` of `file`.
HELD = (
    "EXISTS (SELECT FROM attachment a WHERE a.tenant_id = f.tenant_id AND a.file_id = f.id) "
    "OR EXISTS (SELECT FROM branding b WHERE b.tenant_id = f.tenant_id AND b.logo_file_id = f.id) "
    "OR EXISTS (SELECT FROM upload u WHERE u.tenant_id = f.tenant_id AND u.file_id = f.id) "
    "OR EXISTS (SELECT FROM client_article_file c WHERE c.tenant_id = f.tenant_id "
    "AND c.file_id = f.id)"
)


@dataclass(frozen=True, slots=True)
class Staged:
    """`media_type` is what it is by its own bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    staged_at: datetime


COLUMNS = ", ".join(Staged.__slots__)
STAGE = f"""
INSERT INTO upload (tenant_id, id, ticket_id, owner_kind, owner_id, file_id, name, media_type,
                    size, staged_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (tenant_id, owner_id, ticket_id, file_id, name) DO UPDATE
SET staged_at = excluded.staged_at
RETURNING {COLUMNS}
"""
OWN = f"""
SELECT {COLUMNS} FROM upload
WHERE tenant_id = $1 AND owner_id = $2 AND ticket_id IS NOT DISTINCT FROM $3 ORDER BY id LIMIT 200
"""


@write("ticket.reply", STAFF, MEMBER)
async def stage(act: Act, number: int | None, name: str, raw: bytes) -> Staged:
    """Keep a file until its message is sent; the same file under the same name is one. `number`
    None: for a ticket yet to be raised. Raises NotFound, Malformed, StorageFull."""
    ticket = None if number is None else await tickets.held(act, number)
    agreed = await limits.of(act.tenant_id)
    media_type = limits.fitting(agreed, name, raw)
    limits.check_room(agreed, await files.used(act.tenant_id), len(raw))
    waiting = await db.rows(OWN, act.tenant_id, act.person_id, ticket and ticket.id)
    if len(waiting) >= agreed.most_per_message:
        raise Malformed(f"file: at most {agreed.most_per_message} in a message.", field="file")
    (kept,) = await files.keep(act, [raw])
    row = await db.row(
        STAGE,
        *(act.tenant_id, ids.new(), ticket and ticket.id, str(act.audience), act.person_id),
        *(kept, plain(name), media_type, len(raw), act.now),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    await timers.arm(act, Timer(KIND, str(row["id"]), row["id"], act.now + LIVES, "bulk"))
    return Staged(**row)


def plain(name: str) -> str:
    """A name without folders and without what cannot be seen."""
    shown = "".join(each for each in name.replace("\\", "/") if each.isprintable())
    return shown.rsplit("/", 1)[-1].strip(" .")[-200:] or "file"


@read("ticket.reply", STAFF, MEMBER)
async def own(act: Act, tenant: int, number: int | None = None) -> list[Staged]:
    """What the asker has waiting there, oldest first. Raises NotFound."""
    if tenant not in act.principal.tenant_ids:
        raise NotFound
    ticket = None if number is None else await tickets.seen(act, tenant, number)
    rows = await db.rows(OWN, tenant, act.person_id, ticket and ticket.id)
    return [Staged(**row) for row in rows]


@write("ticket.reply", STAFF, MEMBER)
async def drop(act: Act, upload_id: UUID) -> None:
    """Take one's own file back before it is sent. Raises NotFound."""
    row = await db.row(
        "DELETE FROM upload WHERE tenant_id = $1 AND id = $2 AND owner_id = $3 RETURNING file_id",
        *(act.tenant_id, upload_id, act.person_id),
    )
    if row is None:
        raise NotFound
    await timers.disarm(act, KIND, [str(upload_id)])
    await files.forget(act.tenant_id, HELD, [row["file_id"]])


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("upload"), _forget)


async def _forget(act: Act, batch: Sequence[Timer]) -> None:
    rows = await db.rows(
        "DELETE FROM upload WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) RETURNING file_id",
        *(act.tenant_id, [timer.subject_id for timer in batch]),
    )
    await files.forget(act.tenant_id, HELD, [row["file_id"] for row in rows])
