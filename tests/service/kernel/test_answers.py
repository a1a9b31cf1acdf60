"""What a transaction was told it does not ask again, where it cannot have changed it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.conftest import Database
from underpin.kernel import db
from underpin.kernel.database.scope import Door, Staff, Work

CORK, DELFT = 907, 908
TOLD = "SELECT id, name FROM tenant WHERE id = ANY ($1::int[]) ORDER BY id"


@pytest.fixture(autouse=True)
async def two_tenants(scopes: Database) -> None:
    for tenant in (CORK, DELFT):
        await renamed(tenant, "before")


async def renamed(tenant: int, name: str) -> None:
    async with db.open(Work(tenant)):
        await db.execute(
            "INSERT INTO tenant VALUES ($1, $2, $3, $4, 'active', 'UTC', 'en', 'EUR', NULL, $5) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            *(tenant, f"told{tenant}", f"TOLD{tenant}", name, datetime(2026, 1, 1, tzinfo=UTC)),
        )


async def names(tenant: int) -> list[str]:
    return [row["name"] for row in await db.rows(TOLD, [tenant])]


async def test_a_reading_transaction_asks_once_and_the_next_one_anew() -> None:
    async with db.open(Staff((CORK, DELFT))):
        (kept,) = await db.rows(TOLD, [CORK])
        (again,) = mine = await db.rows(TOLD, [CORK])
        assert again is kept, "asked once"
        mine.clear()
        assert await names(CORK) == ["before"], "each caller has a list of their own"
        (other,) = await db.rows(TOLD, [DELFT])
        assert other["id"] == DELFT, "other words are another question"
    await renamed(CORK, "after")
    async with db.open(Staff((CORK, DELFT))):
        assert await names(CORK) == ["after"]
    async with db.open(Staff((DELFT,))):
        assert await names(CORK) == [], "nor does it reach who may not see it"


async def test_what_may_have_changed_is_asked_again() -> None:
    async with db.open(Work(CORK)):
        assert await names(CORK) == ["before"]
        await db.execute("UPDATE tenant SET name = 'during' WHERE id = $1", CORK)
        assert await names(CORK) == ["during"]


async def test_one_statement_alone_needs_a_scope_without_settings() -> None:
    row = await db.alone(Door(), "SELECT 1 AS one")
    assert row is not None
    assert row["one"] == 1
    with pytest.raises(TypeError):
        await db.alone(Work(CORK), "SELECT name FROM tenant")
