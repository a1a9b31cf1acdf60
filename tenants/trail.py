"""The audit trail as auditors and administrators read it: who did what, with which words, and where
it stands in the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """`position` in the chain, None until the entry is sealed; `actor` empty for the worker and for
    who was erased. `said` is None where the words were erased."""

    id: UUID
    position: int | None
    at: datetime
    actor_kind: str
    actor: str
    source: str
    verb: str
    subject: str
    said: Mapping[str, str] | None


LINES: Final = """
SELECT a.id, k.position, a.happened_at AS at, a.actor_kind, coalesce(f.name, p.name, '') AS actor,
       a.source, a.verb, a.subject, d.detail
FROM audit a
LEFT JOIN audit_seal k ON k.tenant_id = a.tenant_id AND k.audit_id = a.id
LEFT JOIN audit_detail d ON d.tenant_id = a.tenant_id AND d.audit_id = a.id
LEFT JOIN staff f ON f.id = a.actor_id AND a.actor_kind = 'staff'
LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.actor_id AND a.actor_kind = 'member'
WHERE a.tenant_id = $1 AND ($2::uuid IS NULL OR a.id < $2)
ORDER BY a.id DESC LIMIT $3
"""


@read("audit.read", STAFF)
async def page(act: Act, tenant: int, before: UUID | None = None) -> list[Line]:
    """The newest first, fifty at a time; `before` is the last of the page before."""
    return [_line(row) for row in await db.rows(LINES, tenant, before, PAGE)]


def _line(row: db.Row) -> Line:
    told = {name: row[name] for name in Line.__slots__ if name != "said"}
    return Line(**told, said=msgspec.json.decode(row["detail"]) if row["detail"] else None)
