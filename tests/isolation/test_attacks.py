"""The ways past row security that are known, tried one by one in every scope (the notes on row
security that this house was built to): through functions, settings left over, arrays, keys."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from tests.conftest import PREFIX, Database
from underpin.kernel import db, ids
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.database.scope import (
    ROLES,
    Door,
    Member,
    Provider,
    Scope,
    Staff,
    System,
    Vendor,
    Work,
)

OURS, THEIRS = 911, 912
OPENED = datetime(2026, 1, 1, tzinfo=UTC)
PERSON, VICTIM, CASE = ids.new(), ids.new(), ids.new()
SCOPES: tuple[Scope, ...] = (
    Door(),
    Member(OURS, PERSON),
    Vendor(OURS, CASE),
    Staff((OURS,)),
    Work(OURS),
    Provider(),
    System(),
)
TENANTS = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity ORDER BY 1"


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def two_tenants(scopes: Database) -> None:
    """Each with a person; theirs is signed in."""
    for tenant, person in ((OURS, PERSON), (THEIRS, VICTIM)):
        async with db.open(Work(tenant)):
            await db.execute(
                "INSERT INTO tenant VALUES ($1, $2, $3, 'X', 'active', 'UTC', 'en', 'EUR', NULL, "
                "$4) ON CONFLICT DO NOTHING",
                *(tenant, f"attack-{tenant}", f"ATT{tenant}", OPENED),
            )
            await db.execute(
                "INSERT INTO person (tenant_id, id, name, email, state, locale, time_zone, "
                "created_at) VALUES ($1, $2, 'P', $3, 'active', 'en', 'UTC', $4)",
                *(tenant, person, f"{person}@x.example", OPENED),
            )
            await db.execute(
                "SELECT open_session($1, $2, 'member', $3, $4, 3600, '1 day')",
                *(ids.new(), f"token-{person}".encode(), tenant, person),
            )


async def _kept(database: Database, table: str, column: str, person: UUID) -> int:
    connection = await asyncpg.connect(database.admin)
    try:
        found: int = await connection.fetchval(
            f"SELECT count(*) FROM {table} WHERE {column} = $1", person
        )
    finally:
        await connection.close()
    return found


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.role)
async def test_a_function_that_sees_more_is_closed_to_whom_it_is_not_for(
    database: Database, scope: Scope
) -> None:
    """Called with arguments that would find something: the privilege alone refuses it."""
    connection = await asyncpg.connect(database.admin)
    functions = await connection.fetch(
        "SELECT p.oid::regprocedure::text AS name, pronargs, "
        "has_function_privilege($1, p.oid, 'EXECUTE') AS open FROM pg_proc p "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace",
        f"{PREFIX}_{scope.role}",
    )
    await connection.close()
    closed = [row for row in functions if not row["open"]]
    assert closed, "no scope may call them all"
    for row in closed:
        name, nulls = row["name"].split("(")[0], ", ".join(["NULL"] * row["pronargs"])
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.open(scope):
                await db.rows(f"SELECT * FROM {name}({nulls})")


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT open_session(gen_random_uuid(), '\\x01', 'member', {0}, '{1}', 3600, '1 day')",
        "SELECT open_session(gen_random_uuid(), '\\x02', 'staff', NULL, '{1}', 3600, '1 day')",
        "SELECT issue_api_token(gen_random_uuid(), '\\x03', 'member', {0}, '{1}', 'x', '{{}}', "
        "'1 day')",
        "SELECT issue_link(gen_random_uuid(), '\\x04', 'reset', 'member', {0}, '{1}', '1 day')",
        "SELECT issue_link(gen_random_uuid(), '\\x05', 'reset', 'staff', NULL, '{1}', '1 day')",
    ],
)
async def test_no_credential_is_made_for_another_tenant_or_for_staff(
    database: Database, attack: str
) -> None:
    before = [
        await _kept(database, table, column, VICTIM)
        for table, column in (("session", "person_id"), ("link", "object_id"))
    ]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Work(OURS)):
            await db.rows(attack.format(THEIRS, VICTIM))
    after = [
        await _kept(database, table, column, VICTIM)
        for table, column in (("session", "person_id"), ("link", "object_id"))
    ]
    assert after == before


async def test_nobody_is_signed_out_from_another_tenant(database: Database) -> None:
    async with db.open(Work(OURS)):
        await db.rows("SELECT end_sessions_of('member', $1)", VICTIM)
        await db.rows("SELECT revoke_links('reset', $1)", VICTIM)
        await db.rows("SELECT forget_ended('0 days', 1000)")
    assert await _kept(database, "session", "person_id", VICTIM) == 1


@pytest.mark.parametrize("scope", [Work(OURS), Staff((OURS,)), Member(OURS, PERSON)])
async def test_a_missing_scope_raises_on_every_table(database: Database, scope: Scope) -> None:
    """After one scoped transaction a setting reads back as '': silence would look like success."""
    async with db.open(scope):
        await db.value("SELECT 1")
    role = f"{PREFIX}_{scope.role}"
    async with ENGINE.pool_of(scope).acquire() as connection:
        for (table,) in await connection.fetch(TENANTS):
            if not await connection.fetchval(
                "SELECT has_table_privilege($1, $2, 'SELECT')", role, table
            ):
                continue
            with pytest.raises(asyncpg.PostgresError):
                await connection.fetch(f"SELECT count(*) FROM {table}")


async def test_no_tenants_is_nothing_and_no_array_raises() -> None:
    async with db.open(Staff(())):
        assert await db.rows("SELECT id FROM tenant") == []
    for wrong in ("", "911", "{911,}", "{911} OR true", "911,912"):
        async with ENGINE.pool_of(Staff(())).acquire() as connection:
            with pytest.raises(asyncpg.DataError):
                await connection.execute(
                    f"BEGIN; SET LOCAL underpin.tenants = '{wrong}'; "
                    "DO $$ BEGIN PERFORM id FROM tenant; END $$"
                )
            await connection.execute("ROLLBACK")


async def test_each_scope_sees_its_own_tenants_rows_in_every_table(database: Database) -> None:
    """Tried on whatever tables there are, with whatever the other tests left in them."""
    connection = await asyncpg.connect(database.admin)
    tables = [row["relname"] for row in await connection.fetch(TENANTS)]
    await connection.close()
    for scope in (Work(OURS), Staff((OURS,)), Member(OURS, PERSON), Vendor(OURS, CASE)):
        role = f"{PREFIX}_{scope.role}"
        for table in tables:
            key = "id" if table == "tenant" else "tenant_id"
            async with db.open(scope):
                if await db.value(
                    "SELECT has_column_privilege($1, $2, $3, 'SELECT')", role, table, key
                ):
                    others = await db.value(
                        f"SELECT count(*) FROM {table} WHERE {key} IS DISTINCT FROM $1", OURS
                    )
                    assert others == 0, f"{scope.role} reads others' {table}"


async def test_a_row_cannot_point_across_tenants() -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with db.open(Work(OURS)):
            await db.execute(
                "INSERT INTO member_role (tenant_id, person_id, role) VALUES ($1, $2, 'requester')",
                OURS,
                VICTIM,
            )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Work(OURS)):
            await db.execute(
                "INSERT INTO member_role (tenant_id, person_id, role) VALUES ($1, $2, 'requester')",
                THEIRS,
                VICTIM,
            )


async def test_no_foreign_key_between_tenants_tables_lets_the_tenant_differ(
    database: Database,
) -> None:
    """Each carries the tenant on both sides, at the same place."""
    connection = await asyncpg.connect(database.admin)
    crossing = await connection.fetch(
        "SELECT f.conname FROM pg_constraint f "
        "JOIN pg_class c ON c.oid = f.conrelid AND c.relrowsecurity "
        "JOIN pg_class t ON t.oid = f.confrelid AND t.relrowsecurity "
        "WHERE f.contype = 'f' AND NOT EXISTS (SELECT FROM unnest(f.conkey, f.confkey) k(own, far) "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.own "
        "JOIN pg_attribute b ON b.attrelid = t.oid AND b.attnum = k.far "
        "WHERE a.attname = 'tenant_id' "
        "AND b.attname = CASE WHEN t.relname = 'tenant' THEN 'id' ELSE 'tenant_id' END)"
    )
    await connection.close()
    assert [row["conname"] for row in crossing] == []


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.role)
@pytest.mark.parametrize(
    "attack",
    [
        "SELECT set_config('underpin.tenant', '912', true)",
        "SELECT set_config('role', 'underpin_work', true)",
        f'SET ROLE "{PREFIX}_owner"',
        f'SET ROLE "{PREFIX}_work"',
        "CREATE VIEW mine AS SELECT 1",
        "CREATE MATERIALIZED VIEW mine AS SELECT 1",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "ALTER POLICY work ON person USING (true)",
        "DROP POLICY work ON person",
        "TRUNCATE person",
        "CREATE TEMP TABLE mine (id int)",
    ],
)
async def test_no_statement_widens_a_scope(attack: str, scope: Scope) -> None:
    if attack.endswith(f'"{PREFIX}_{scope.role}"'):
        return  # who one is already
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(scope):
            await db.rows(attack)


def test_every_scope_is_attacked() -> None:
    assert {scope.role for scope in SCOPES} == set(ROLES)
