"""Whom of a client one asked to accept a version, and when; what was taken back (PRACTICE 26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict


class Withdrawn(Conflict):
    code = "consent-withdrawn"
    title = "This is not asked of you any more: your account manager will send it again"


@dataclass(frozen=True, slots=True)
class Admin:
    """Who may accept for a client."""

    person_id: UUID
    name: str
    email: str
    locale: str


ADMINS: Final = """
SELECT p.id AS person_id, p.name, p.email, p.locale FROM person p
JOIN member_role r ON r.tenant_id = p.tenant_id AND r.person_id = p.id AND r.role = 'client_admin'
WHERE p.tenant_id = $1 AND p.state = 'active' ORDER BY p.name, p.id
"""


async def admins(tenant: int) -> list[Admin]:
    """The client's admins, by name."""
    return [Admin(**row) for row in await db.rows(ADMINS, tenant)]


async def record(act: Act, version_id: UUID, asked: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    """`asked`: each request's id, the person, and the id under which their mail leaves."""
    await db.many(
        "INSERT INTO consent_request (tenant_id, id, version_id, person_id, outgoing_id, asked_by, "
        "asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (act.tenant_id, request, version_id, person, outgoing, act.person_id, act.now)
            for request, person, outgoing in asked
        ],
    )


REVOKE: Final = """
UPDATE consent_request SET revoked_by = $3, revoked_at = $4
WHERE tenant_id = $1 AND version_id = $2 AND revoked_at IS NULL RETURNING outgoing_id
"""


async def revoke(act: Act, version_id: UUID) -> list[UUID]:
    """All that stand; returns the ids under which their mails leave."""
    rows = await db.rows(REVOKE, act.tenant_id, version_id, act.person_id, act.now)
    return [row["outgoing_id"] for row in rows]


WITHDRAWN: Final = """
SELECT version_id FROM consent_request WHERE tenant_id = $1 AND version_id = ANY ($2::uuid[])
GROUP BY version_id HAVING bool_and(revoked_at IS NOT NULL)
"""


async def withdrawn(tenant: int, version_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these that were asked for, and of which every request was taken back."""
    rows = await db.rows(WITHDRAWN, tenant, list(version_ids)) if version_ids else ()
    return {row["version_id"] for row in rows}


async def check(tenant: int, version_id: UUID) -> None:
    """Raises Withdrawn."""
    if await withdrawn(tenant, [version_id]):
        raise Withdrawn


@dataclass(frozen=True, slots=True)
class Asked:
    """One mail to one of the client's admins. `sent_at` None: it has not left, `failing` while it
    is tried again or set aside."""

    id: UUID
    person_id: UUID
    name: str
    asked_at: datetime
    sent_at: datetime | None
    failing: bool
    revoked_at: datetime | None


OF_VERSION: Final = """
SELECT c.id, c.person_id, p.name, c.asked_at, o.sent_at, c.revoked_at,
       o.sent_at IS NULL AND o.last_error IS NOT NULL AS failing
FROM consent_request c JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
LEFT JOIN outgoing o ON o.tenant_id = c.tenant_id AND o.id = c.outgoing_id
WHERE c.tenant_id = $1 AND c.version_id = $2 ORDER BY c.asked_at DESC, p.name, c.id
"""


async def of_version(tenant: int, version_id: UUID) -> list[Asked]:
    """The newest first."""
    return [Asked(**row) for row in await db.rows(OF_VERSION, tenant, version_id)]
