"""Versions of OLAs and UCs in the database, in the provider's scope."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from contracts.agreements import version_store, versions
from contracts.agreements.agreed import Content
from contracts.agreements.clause import Kind
from contracts.agreements.versions import COLUMNS, Version
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound

SELECT: Final = f"SELECT {COLUMNS}, {version_store.OF_PROVIDER} FROM provider_agreement_version v"
OF_THE_SAME: Final = """
 WHERE v.agreement_id = (SELECT agreement_id FROM provider_agreement_version WHERE id = $1)
 ORDER BY v.number
"""


async def with_those_before(version_id: UUID) -> list[Version]:
    """The version, last, and every one before it. Raises NotFound."""
    every = [versions.of(row) for row in await db.rows(SELECT + OF_THE_SAME, version_id)]
    if not every:
        raise NotFound
    place = next(place for place, each in enumerate(every) if each.id == version_id)
    return every[: place + 1]


async def held(version_id: UUID) -> tuple[Kind, Version]:
    """With its agreement locked. Raises NotFound."""
    kind = await db.value(
        "SELECT a.kind FROM provider_agreement a JOIN provider_agreement_version v "
        "ON v.agreement_id = a.id WHERE v.id = $1 FOR UPDATE",
        version_id,
    )
    return kind, (await with_those_before(version_id))[-1]


async def rewrite(act: Act, version_id: UUID, content: Content) -> None:
    """Another content, by the person who acts. Raises Malformed for a calendar that is not
    there."""
    await check_calendars(content)
    await db.execute("DELETE FROM provider_target WHERE version_id = $1", version_id)
    await db.execute(
        "UPDATE provider_agreement_version SET author_id = $2, calendar_version_id = $3, "
        "terms = $4::text::jsonb, revision = revision + 1 WHERE id = $1",
        *(version_id, act.person_id, content.calendar_version_id),
        version_store.terms_of(content),
    )
    await db.many(
        "INSERT INTO provider_target (version_id, metric, ticket_type, priority, allowed_us, "
        "pausing_states, warn_percents, calendar_version_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [(version_id, *row) for row in version_store.rows_of(content)],
    )


async def change(version_id: UUID, **columns: Any) -> Version:
    await db.update("provider_agreement_version", {"id": version_id}, columns)
    return (await with_those_before(version_id))[-1]


async def check_calendars(content: Content) -> None:
    """Clauses name calendar versions where no foreign key looks. Raises Malformed."""
    found = await db.value(
        "SELECT array_agg(id) FROM provider_calendar_version WHERE id = ANY ($1::uuid[])",
        list(content.calendars),
    )
    versions.check_calendars(content, found or [])


async def calendar_names() -> dict[UUID, str]:
    """Calendar versions as people call them: "Office v2"."""
    rows = await db.rows(
        "SELECT v.id, c.name, v.number FROM provider_calendar_version v "
        "JOIN provider_calendar c ON c.id = v.calendar_id"
    )
    return {row["id"]: f"{row['name']} v{row['number']}" for row in rows}
