"""A transaction runs in exactly one scope, and a scope cannot be changed from inside it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from tests.conftest import Database
from underpin.kernel import db, ids
from underpin.kernel.database.engine import ENGINE, NoScope
from underpin.kernel.database.scope import Door, Member, Provider, Staff, System, Work
from underpin.kernel.database.transaction import AlreadyOpen, TransactionLost

ACME, BOLT = 901, 902


@pytest.fixture(scope="module", autouse=True)
async def two_tenants(scopes: Database) -> None:
    for tenant, key in ((ACME, "ACMEX"), (BOLT, "BOLTX")):
        async with db.open(Work(tenant)):
            await db.execute(
                "INSERT INTO tenant VALUES ($1, lower($2), $2, $2, 'active', 'UTC', 'en', 'EUR', "
                "NULL, $3) ON CONFLICT DO NOTHING",
                tenant,
                key,
                datetime(2026, 1, 1, tzinfo=UTC),
            )


async def test_no_scope_is_an_error_not_an_empty_answer() -> None:
    with pytest.raises(NoScope):
        await db.rows("SELECT 1")


async def test_a_work_scope_sees_its_own_tenant_only() -> None:
    async with db.open(Work(ACME)):
        assert [row["id"] for row in await db.rows("SELECT id FROM tenant")] == [ACME]


async def test_a_staff_scope_sees_the_assigned_tenants_and_writes_nothing() -> None:
    async with db.open(Staff((ACME,))):
        found = await db.rows("SELECT id FROM tenant WHERE id = ANY ($1::int[])", [ACME, BOLT])
    assert [row["id"] for row in found] == [ACME]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Staff((ACME,))):
            await db.execute("UPDATE tenant SET name = 'x'")
    async with db.open(Work(ACME)):
        assert await db.value("SELECT name FROM tenant") == "ACMEX"


async def test_a_row_cannot_be_written_for_another_tenant() -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Work(ACME)):
            await db.execute("UPDATE tenant SET id = $1 WHERE id = $2", BOLT, ACME)


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT set_config('underpin.tenant', '902', true)",
        "SELECT set_config('role', 'underpin_owner', true)",
        "SET ROLE underpin_owner",
        "SET ROLE underpin_system",
        "SET SESSION AUTHORIZATION underpin_owner",
        "UPDATE pg_settings SET setting = '902' WHERE name = 'underpin.tenant'",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "ALTER TABLE tenant NO FORCE ROW LEVEL SECURITY",
        "SELECT * FROM session",
        "CREATE TABLE mine (id int)",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY tenant TO PROGRAM 'cat'",
    ],
)
@pytest.mark.parametrize("scope", [Work(ACME), Staff((ACME,)), Member(ACME, ids.new()), Door()])
async def test_the_known_ways_out_of_a_scope_are_closed(attack: str, scope: Work) -> None:
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.FeatureNotSupportedError)):
        async with db.open(scope):
            await db.rows(attack)


async def test_one_injected_statement_cannot_carry_a_second() -> None:
    with pytest.raises(asyncpg.PostgresSyntaxError):
        async with db.open(Work(ACME)):
            await db.rows("SELECT 1; SET LOCAL underpin.tenant = '902'")


async def test_a_scope_does_not_outlive_its_transaction() -> None:
    async with db.open(Work(ACME)):
        await db.value("SELECT 1")
    pool = ENGINE.pool_of(Work(ACME))
    async with pool.acquire() as connection:
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetch("SELECT * FROM tenant")


async def test_a_scope_is_formatted_from_ints_and_uuids_only() -> None:
    with pytest.raises(TypeError):
        Work("1'; DROP TABLE tenant; --").settings()  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Staff((True,)).settings()
    with pytest.raises(TypeError):
        Member(1, "x").settings()  # type: ignore[arg-type]


async def test_scopes_do_not_nest() -> None:
    async with db.open(Work(ACME)):
        with pytest.raises(AlreadyOpen):
            db.open(Work(BOLT))


async def test_a_commit_that_the_server_refuses_is_the_verbs_failure() -> None:
    async def swallows_its_error() -> None:
        async with db.open(Work(ACME)):
            with pytest.raises(asyncpg.DivisionByZeroError):
                await db.execute("SELECT 1 / 0")

    with pytest.raises(TransactionLost):
        await swallows_its_error()
    async with db.open(Work(ACME)):
        assert await db.value("SELECT 1") == 1


async def test_the_system_scope_reads_when_and_where_but_not_what() -> None:
    async with db.open(System()):
        await db.rows("SELECT tenant_id, id, due_at, attempts FROM timer")
    for column in ("key", "subject_id", "*"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.open(System()):
                await db.rows(f"SELECT {column} FROM timer")


async def test_the_provider_scope_has_no_tenant_table() -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Provider()):
            await db.rows("SELECT * FROM person")


async def test_time_is_postgresqls_or_the_simulated_one() -> None:
    moment = datetime(2016, 3, 1, 9, 30, tzinfo=UTC)
    async with db.open(Work(BOLT)):
        await db.execute("UPDATE tenant SET simulated_now = $1 WHERE id = $2", moment, BOLT)
    async with db.open(Work(BOLT)):
        assert await db.now() == moment
    async with db.open(Work(ACME)):
        assert await db.now() > moment


async def _asleep() -> None:
    async with db.open(Work(ACME)):
        await db.value("SELECT pg_sleep(30)")


async def test_a_task_cancelled_twice_gives_its_connection_back() -> None:
    """The second time it is rolling back already; the pool must not run dry of it."""
    pool = ENGINE.pool_of(Work(ACME))
    for _ in range(pool.get_max_size()):
        task = asyncio.create_task(_asleep())
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with asyncio.timeout(30), db.open(Work(ACME)):
        assert await db.value("SELECT 1") == 1
