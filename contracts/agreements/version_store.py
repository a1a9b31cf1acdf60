"""What agreement versions say, as it is kept; read once where it can no longer change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts.agreements import agreed
from contracts.agreements.agreed import Clauses, Content, Settings, Target
from contracts.kept import Kept
from underpin.kernel import db

TARGETS = """
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
         'metric', t.metric, 'ticket_type', t.ticket_type, 'priority', t.priority,
         'allowed_us', t.allowed_us, 'warn_percents', t.warn_percents,
         'pausing_states', t.pausing_states,
         'calendar_version_id', nullif(t.calendar_version_id, v.calendar_version_id))
         ORDER BY t.metric, t.ticket_type, t.priority), '[]')
     FROM {table} t WHERE {join}) AS targets
"""
OF_TENANT: Final = TARGETS.format(
    table="target", join="t.tenant_id = v.tenant_id AND t.version_id = v.id"
)
OF_PROVIDER: Final = TARGETS.format(table="provider_target", join="t.version_id = v.id")

_OF_TENANTS: Final[Kept[tuple[int, UUID], Content]] = Kept(2000)
_OF_PROVIDER: Final[Kept[UUID, Content]] = Kept(500)


def content(row: db.Row) -> Content:
    """From a row with `calendar_version_id`, `terms` and `targets`. `terms` holds the settings
    and beside them each clause that was written; what is left out is the default."""
    clauses = msgspec.json.decode(row["terms"], type=Clauses)
    return Content(
        calendar_version_id=row["calendar_version_id"],
        targets=tuple(msgspec.json.decode(row["targets"], type=list[Target])),
        settings=msgspec.json.decode(row["terms"], type=Settings),
        **{name: getattr(clauses, name) for name in agreed.CLAUSES},
    )


async def of_tenant(tenant: int, version_ids: Iterable[UUID]) -> dict[UUID, Content]:
    """What SLA versions say that are active or were; ids of others are left out."""

    async def load(keys: list[tuple[int, UUID]]) -> dict[tuple[int, UUID], Content]:
        rows = await db.rows(
            f"SELECT v.id, v.calendar_version_id, v.terms, {OF_TENANT} FROM agreement_version v "
            "WHERE v.tenant_id = $1 AND v.id = ANY ($2::uuid[]) "
            "AND v.state IN ('active', 'superseded')",
            tenant,
            [version_id for _, version_id in keys],
        )
        return {(tenant, row["id"]): content(row) for row in rows}

    found = await _OF_TENANTS.among(((tenant, each) for each in version_ids), load)
    return {version_id: each for (_, version_id), each in found.items()}


async def of_provider(version_ids: Iterable[UUID]) -> dict[UUID, Content]:
    """The same of OLA and UC versions."""

    async def load(keys: list[UUID]) -> dict[UUID, Content]:
        rows = await db.rows(
            f"SELECT v.id, v.calendar_version_id, v.terms, {OF_PROVIDER} "
            "FROM provider_agreement_version v WHERE v.id = ANY ($1::uuid[]) "
            "AND v.state IN ('active', 'superseded')",
            keys,
        )
        return {row["id"]: content(row) for row in rows}

    return await _OF_PROVIDER.among(version_ids, load)


def rows_of(given: Content) -> list[tuple[Any, ...]]:
    """Its targets in the order of the tables' columns, after the version's id."""
    return [
        (
            *(target.metric, target.ticket_type, target.priority, target.allowed_us),
            *(list(target.pauses), sorted(target.warn_percents), given.calendar_of(target)),
        )
        for target in given.targets
    ]


def terms_of(given: Content) -> str:
    """Settings and clauses as `content` reads them."""
    settings = {name: getattr(given.settings, name) for name in agreed.SETTINGS}
    clauses = {name: getattr(given, name) for name in agreed.CLAUSES}
    written = {name: clause for name, clause in clauses.items() if clause}
    return msgspec.json.encode(settings | written).decode()
