"""SLA versions in the database. Every function works in the tenant it names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.agreements import agreed, version_store, versions
from contracts.agreements.agreed import Content
from contracts.agreements.versions import COLUMNS, CONSENT, Version
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound

SAID = f"{COLUMNS}, {CONSENT}, {version_store.OF_TENANT}"
SELECT = f"SELECT {SAID} FROM agreement_version v"


async def one(tenant: int, version_id: UUID) -> Version:
    """Raises NotFound."""
    row = await db.row(f"{SELECT} WHERE v.tenant_id = $1 AND v.id = $2", tenant, version_id)
    if row is None:
        raise NotFound
    return versions.of(row)


async def held(act: Act, version_id: UUID) -> Version:
    """Locked for changing. Raises NotFound."""
    locked = await db.value(
        "SELECT id FROM agreement_version WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        act.tenant_id,
        version_id,
    )
    if locked is None:
        raise NotFound
    return await one(act.tenant_id, version_id)


async def of_agreement(tenant: int, agreement_id: UUID, *, lock: bool = False) -> list[Version]:
    """In their order. `lock` keeps others from adding one meanwhile."""
    if lock:
        await db.row(
            "SELECT id FROM agreement WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
            tenant,
            agreement_id,
        )
    rows = await db.rows(
        f"{SELECT} WHERE v.tenant_id = $1 AND v.agreement_id = $2 ORDER BY v.number",
        tenant,
        agreement_id,
    )
    return [versions.of(row) for row in rows]


async def of_contract(tenant: int, contract_id: UUID) -> list[Version]:
    rows = await db.rows(
        f"{SELECT} JOIN agreement a ON a.tenant_id = v.tenant_id AND a.id = v.agreement_id "
        "WHERE v.tenant_id = $1 AND a.contract_id = $2 ORDER BY a.name, a.id, v.number",
        tenant,
        contract_id,
    )
    return [versions.of(row) for row in rows]


async def by_contract(tenant: int) -> dict[UUID, list[Version]]:
    """Those of every contract of a client, as `of_contract` tells one's; a contract without any is
    absent."""
    rows = await db.rows(
        f"SELECT {SAID}, a.contract_id FROM agreement_version v "
        "JOIN agreement a ON a.tenant_id = v.tenant_id AND a.id = v.agreement_id "
        "WHERE v.tenant_id = $1 AND a.contract_id IS NOT NULL ORDER BY a.name, a.id, v.number",
        tenant,
    )
    found: dict[UUID, list[Version]] = {}
    for row in rows:
        found.setdefault(row["contract_id"], []).append(versions.of(row))
    return found


async def insert(
    act: Act, agreement_id: UUID, number: int, content: Content, commitment: Decimal | None
) -> Version:
    """A draft, by the person who acts. Raises Malformed for a calendar that is not there, and for
    credits that contradict the commitment."""
    agreed.check_commitment(content, commitment)
    await _known(act, content)
    version_id = ids.new()
    await db.execute(
        "INSERT INTO agreement_version (tenant_id, id, agreement_id, number, state, author_id, "
        "calendar_version_id, terms, created_at, commitment_percent) "
        "VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7::text::jsonb, $8, $9)",
        *(act.tenant_id, version_id, agreement_id, number, act.person_id),
        *(content.calendar_version_id, version_store.terms_of(content), act.now, commitment),
    )
    await _targets(act, version_id, content)
    return await one(act.tenant_id, version_id)


async def rewrite(
    act: Act, version: Version, content: Content, commitment: Decimal | None
) -> Version:
    """Raises as `insert`."""
    agreed.check_commitment(content, commitment)
    await _known(act, content)
    await db.execute(
        "DELETE FROM target WHERE tenant_id = $1 AND version_id = $2", act.tenant_id, version.id
    )
    await db.execute(
        "UPDATE agreement_version SET author_id = $3, calendar_version_id = $4, "
        "terms = $5::text::jsonb, commitment_percent = $6, revision = revision + 1 "
        "WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, version.id, act.person_id, content.calendar_version_id),
        *(version_store.terms_of(content), commitment),
    )
    await _targets(act, version.id, content)
    return await one(act.tenant_id, version.id)


async def change(act: Act, version_id: UUID, **columns: Any) -> Version:
    await db.update("agreement_version", {"tenant_id": act.tenant_id, "id": version_id}, columns)
    return await one(act.tenant_id, version_id)


async def calendar_names(tenant: int) -> dict[UUID, str]:
    """Calendar versions as people call them: "Office v2"."""
    rows = await db.rows(
        "SELECT v.id, c.name, v.number FROM calendar_version v JOIN calendar c "
        "ON c.tenant_id = v.tenant_id AND c.id = v.calendar_id WHERE v.tenant_id = $1",
        tenant,
    )
    return {row["id"]: f"{row['name']} v{row['number']}" for row in rows}


async def _known(act: Act, content: Content) -> None:
    """Clauses name calendar versions where no foreign key looks."""
    if len(content.calendars) == len({content.calendar_of(each) for each in content.targets}):
        return
    found = await db.value(
        "SELECT array_agg(id) FROM calendar_version WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
        act.tenant_id,
        list(content.calendars),
    )
    versions.check_calendars(content, found or [])


async def _targets(act: Act, version_id: UUID, content: Content) -> None:
    await db.many(
        "INSERT INTO target (tenant_id, version_id, metric, ticket_type, priority, allowed_us, "
        "pausing_states, warn_percents, calendar_version_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [(act.tenant_id, version_id, *row) for row in version_store.rows_of(content)],
    )
