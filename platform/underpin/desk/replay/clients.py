"""The client companies, people and teams that a log speaks of, opened before it is lived.

Everything has an id derived from the log's own names, so that opening twice opens once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants import company, role
from tenants.company import NewCompany
from underpin.desk.replay import step
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Provider, System, Work
from underpin.kernel.principal import Audience, Principal

WHOLE = frozenset(role.STAFF["provider_admin"])
UNKNOWN_CALLER = "Unknown caller"


class OneSlugForTwo(ValueError):
    """Two clients of a log whose names come to the same slug; their steps must not be mixed."""


@dataclass(frozen=True, slots=True)
class Client:
    """A simulated tenant; `staff` are the principals that act in it, by tier."""

    tenant: int
    key: str
    slug: str
    name: str
    staff: Mapping[int, Principal]


def derived(source: str, kind: str, *names: str) -> UUID:
    """The id of a person, team or tenant's thing of a log."""
    return ids.derive(step.NAMESPACE, source, kind, *names)


def slug_of(source: str, tenant_key: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", f"{source}-{tenant_key}".lower()).strip("-")
    return plain[:60]


def slugs_of(source: str, tenant_keys: Iterable[str]) -> list[str]:
    """Raises OneSlugForTwo for names that differ only in what no slug can hold."""
    named: dict[str, str] = {}
    for key in tenant_keys:
        other = named.setdefault(slug_of(source, key), key)
        if other != key:
            raise OneSlugForTwo(f"{other!r} and {key!r} would be one client: rename one of them.")
    return list(named)


def key_of(source: str, ordinal: int) -> str:
    return f"{source[:2].upper()}{ordinal:03d}"


async def open_client(
    source: str, tenant_key: str, ordinal: int, starts: datetime, name: str
) -> int:
    """The tenant's id; a standing one is left as it is."""
    slug = slug_of(source, tenant_key)
    found = (await standing()).get(slug)
    if found is not None:
        return found
    opener = Principal(Audience.WORKER, None, frozenset(), name="Underpin")
    new = NewCompany(slug, key_of(source, ordinal), name, simulated_now=starts)
    made = await verb.begin(company.open_company, opener, new, assign=False)
    return int(made.id)


async def standing() -> dict[str, int]:
    """Every client there is, by slug."""
    async with db.open(System()):
        numbers = [row["id"] for row in await db.rows("SELECT id FROM tenant ORDER BY id")]
    return {await _slug(number): number for number in numbers}


async def _slug(tenant: int) -> str:
    async with db.open(Work(tenant)):
        found: str = await db.value("SELECT slug FROM tenant WHERE id = $1", tenant)
    return found


STAFF = """
INSERT INTO staff (id, name, email, tier, state, locale, time_zone, created_at)
SELECT u.id, u.name, u.id || '@staff.example', u.tier, 'active', 'en', 'UTC', $4
FROM unnest($1::uuid[], $2::text[], $3::int[]) AS u(id, name, tier)
ON CONFLICT (id) DO NOTHING
"""


async def open_staff(source: str, tenants: Sequence[int], resolvers: Iterable[str]) -> None:
    """The log's resolvers and one desk agent per tier, assigned to every tenant of the log."""
    named = sorted(set(resolvers))
    people: list[tuple[UUID, str, int | None]] = [
        (derived(source, "resolver", name), name, None) for name in named
    ]
    people += [(derived(source, "agent", f"L{tier}"), f"Desk L{tier}", tier) for tier in (1, 2, 3)]
    columns = [list(column) for column in zip(*people, strict=True)]
    async with db.open(Provider()):
        await db.execute(STAFF, *columns, await db.now())
        await db.execute(
            "INSERT INTO assignment (staff_id, tenant_id) SELECT s, t "
            "FROM unnest($1::uuid[]) s CROSS JOIN unnest($2::int[]) t ON CONFLICT DO NOTHING",
            columns[0],
            list(tenants),
        )


async def open_teams(source: str, groups: Iterable[str]) -> None:
    named = sorted(set(groups))
    async with db.open(Provider()):
        await db.execute(
            "INSERT INTO team (id, name) SELECT * FROM unnest($1::uuid[], $2::text[]) "
            "ON CONFLICT DO NOTHING",
            [derived(source, "team", name) for name in named],
            [f"{name} ({source})" for name in named],
        )


async def open_people(source: str, tenant: int, callers: Iterable[str]) -> None:
    """The callers of one tenant; each has an account there only."""
    named = sorted({*callers, UNKNOWN_CALLER})
    made = [derived(source, "caller", str(tenant), name) for name in named]
    async with db.open(Work(tenant)):
        await db.execute(
            "INSERT INTO person (tenant_id, id, name, email, state, locale, time_zone, created_at) "
            "SELECT $1, u.id, u.name, u.id || '@client.example', 'active', 'en', 'UTC', $4 "
            "FROM unnest($2::uuid[], $3::text[]) AS u(id, name) ON CONFLICT DO NOTHING",
            tenant,
            made,
            named,
            await db.now(),
        )


def agents(source: str, key: str, tenant: int) -> dict[int, Principal]:
    """Who acts in a tenant, by tier: staff with every capability the desk's verbs ask for."""
    return {
        tier: Principal(
            Audience.STAFF,
            derived(source, "agent", f"L{tier}"),
            WHOLE,
            {key: tenant},
            name=f"Desk L{tier}",
            tier=tier,
        )
        for tier in (1, 2, 3)
    }
