"""Calendar versions ready to count with: read once in a process, because they never change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import msgspec

from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.kept import Kept
from underpin.kernel import db

_OF_TENANTS: Final[Kept[tuple[int, UUID], Calendar]] = Kept(2000)
_OF_PROVIDER: Final[Kept[UUID, Calendar]] = Kept(500)


async def of_tenant(tenant: int, version_ids: Iterable[UUID]) -> dict[UUID, Calendar]:
    """A client's calendars by version id; ids that are none are left out."""

    async def load(keys: list[tuple[int, UUID]]) -> dict[tuple[int, UUID], Calendar]:
        rows = await db.rows(
            "SELECT id, definition FROM calendar_version "
            "WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
            tenant,
            [version_id for _, version_id in keys],
        )
        return {(tenant, row["id"]): _compiled(row) for row in rows}

    found = await _OF_TENANTS.among(((tenant, each) for each in version_ids), load)
    return {version_id: each for (_, version_id), each in found.items()}


async def of_provider(version_ids: Iterable[UUID]) -> dict[UUID, Calendar]:
    """The provider's own. Ask for ids read in this scope only: nothing kept is refused again."""

    async def load(keys: list[UUID]) -> dict[UUID, Calendar]:
        rows = await db.rows(
            "SELECT id, definition FROM provider_calendar_version WHERE id = ANY ($1::uuid[])",
            keys,
        )
        return {row["id"]: _compiled(row) for row in rows}

    return await _OF_PROVIDER.among(version_ids, load)


def _compiled(row: db.Row) -> Calendar:
    stored = msgspec.json.decode(row["definition"])
    return calendar.compile(calendar_definition.from_json(stored))
