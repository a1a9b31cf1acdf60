"""When somebody is in the chat for a client."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import asyncpg

from contracts import instant
from contracts.calendars import compiled
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

IN_FORCE: Final = """
SELECT v.id FROM chat_terms h JOIN calendar_version v ON v.tenant_id = h.tenant_id
  AND v.calendar_id = h.calendar_id AND v.effective_from <= $2
WHERE h.tenant_id = $1 ORDER BY v.number DESC LIMIT 1
"""


async def are_open(act: Act) -> bool:
    """By the calendar in force; a client without one is never refused."""
    version: UUID | None = await db.value(IN_FORCE, act.tenant_id, act.now)
    if version is None:
        return True
    found = await compiled.of_tenant(act.tenant_id, [version])
    return found[version].is_open(instant.of(act.now))


@read("chat.work", STAFF)
async def of_client(act: Act, tenant: int) -> UUID | None:
    """The calendar by which the chat is open; None: always."""
    found: UUID | None = await db.value(
        "SELECT calendar_id FROM chat_terms WHERE tenant_id = $1", tenant
    )
    return found


@write("contract.write", STAFF)
async def keep(act: Act, calendar_id: UUID | None) -> UUID | None:
    """One of the client's calendars, or None for always. Raises Malformed."""
    try:
        await db.put("chat_terms", {"tenant_id": act.tenant_id}, {"calendar_id": calendar_id})
    except asyncpg.ForeignKeyViolationError as unknown:
        raise Malformed("calendar_id: a calendar of this client.", field="calendar_id") from unknown
    return calendar_id
