"""Files that people send: kept once in each client, by what they contain.

Who may see a file is decided where it hangs (an attachment of a message); its bytes leave by an
address signed for it, which lives for minutes and works on the content origin alone (DESIGN 3).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from underpin.kernel import db, ids, installation
from underpin.kernel.act import Act

LARGEST = 20 * 1024 * 1024
MOST_PER_MESSAGE = 50
ADDRESS_LIVES = timedelta(minutes=10)
_TAG = 16
_PURPOSE = "file address"
# What a mail client or a browser would run; mail systems refuse the same.
_PROGRAMS = (
    "ade adp apk appx bat chm cmd com cpl dll dmg exe hta ins iso isp jar js jse lib lnk mde msc "
    "msi msix msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll"
)
_RUN = frozenset(_PROGRAMS.split())

# What each client keeps is counted with it, so that nobody has to sum up what they have.
KEEP = """
WITH new AS (
    INSERT INTO file (tenant_id, id, sha256, size, content, stored_at)
    SELECT $1, u.id, u.sha256, length(u.content), u.content, $5
    FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS u(id, sha256, content)
    ON CONFLICT (tenant_id, sha256) DO NOTHING
    RETURNING size
)
INSERT INTO storage (tenant_id, id, bytes, files)
SELECT $1, $6, sum(size), count(*) FROM new HAVING count(*) > 0
ON CONFLICT (tenant_id) DO UPDATE
SET bytes = storage.bytes + excluded.bytes, files = storage.files + excluded.files
"""
# `{held}` says of a row of `file` f whether something still hangs on it.
FORGET = """
WITH gone AS (
    DELETE FROM file f WHERE f.tenant_id = $1 AND ($2::uuid[] IS NULL OR f.id = ANY ($2::uuid[]))
    AND NOT ({held}) RETURNING size
)
UPDATE storage s SET bytes = s.bytes - g.bytes, files = s.files - g.files
FROM (SELECT sum(size) AS bytes, count(*) AS files FROM gone) g
WHERE s.tenant_id = $1 AND g.files > 0 RETURNING g.files
"""


def refusal(name: str, size: int) -> str | None:
    """Why a file of this name and size is not kept: `type`, `size`, or None when it is."""
    if name.rpartition(".")[2].strip(" .").lower() in _RUN:
        return "type"
    return "size" if size > LARGEST else None


async def keep(act: Act, contents: Sequence[bytes]) -> list[UUID]:
    """Their ids, in order; the same content is kept once in a client."""
    if not contents:
        return []
    digests = [hashlib.sha256(each).digest() for each in contents]
    distinct = dict(zip(digests, contents, strict=True))
    made = [ids.new() for _ in distinct]
    given = (list(distinct), list(distinct.values()))
    await db.execute(KEEP, act.tenant_id, made, *given, act.now, ids.new())
    # Held until something hangs on them: nobody may forget them meanwhile.
    rows = await db.rows(
        "SELECT id, sha256 FROM file WHERE tenant_id = $1 AND sha256 = ANY ($2::bytea[]) "
        "FOR KEY SHARE",
        act.tenant_id,
        list(distinct),
    )
    known = {bytes(row["sha256"]): row["id"] for row in rows}
    return [known[digest] for digest in digests]


async def forget(tenant: int, held: str, among: Sequence[UUID] | None = None) -> int:
    """Let go of files (all of a client, or those `among`) on which nothing hangs any more, as the
    room that keeps them says in SQL over a row `f`; returns how many went."""
    sql = FORGET.format(held=held)
    return await db.value(sql, tenant, None if among is None else list(among)) or 0


async def used(tenant: int) -> int:
    """How many bytes a client keeps with us."""
    found: int | None = await db.value("SELECT bytes FROM storage WHERE tenant_id = $1", tenant)
    return found or 0


async def content(tenant: int, file_id: UUID) -> bytes | None:
    """Its bytes, in a work scope; None for an id that is none."""
    found: bytes | None = await db.value(
        "SELECT content FROM file WHERE tenant_id = $1 AND id = $2", tenant, file_id
    )
    return found


class Granted(NamedTuple):
    """What a signed address names: an attachment of a tenant, for a while."""

    tenant_id: int
    object_id: UUID


def token(tenant: int, object_id: UUID, now: datetime) -> str:
    """What stands in the address of one object's bytes, until it ends."""
    ends = int((now + ADDRESS_LIVES).timestamp())
    named = tenant.to_bytes(4, "big") + object_id.bytes + ends.to_bytes(6, "big")
    tag = installation.ring().mac(_PURPOSE, named, size=_TAG)
    return base64.urlsafe_b64encode(named + tag).decode()


def tenant_of(presented: str) -> int | None:
    """The tenant that a token of ours names, whether or not it has ended."""
    opened = _opened(presented)
    return None if opened is None else int.from_bytes(opened[:4], "big")


def granted(presented: str, now: datetime) -> Granted | None:
    """What the token opens now, None when it is not ours, altered, or has ended."""
    named = _opened(presented)
    if named is None or int.from_bytes(named[20:], "big") < now.timestamp():
        return None
    return Granted(int.from_bytes(named[:4], "big"), UUID(bytes=named[4:20]))


def _opened(presented: str) -> bytes | None:
    """What a token names, None when it is not one that this installation signed."""
    try:
        raw = base64.b64decode(presented.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        return None
    named, tag = raw[:-_TAG], raw[-_TAG:]
    if len(named) != 26 or not installation.ring().verify_mac(_PURPOSE, named, tag, size=_TAG):
        return None
    return named
