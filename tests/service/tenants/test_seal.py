"""The seal: entries in order, once, and any change to them found by who holds the head."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from tenants import people, seal, sealing
from tenants.seal import Head, Verdict
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import World, build
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound
from underpin.kernel.principal import worker

AT_ONCE = timedelta(0)


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    """A trail nobody else writes to."""
    return await build()


@asynccontextmanager
async def _acting(tenant: int) -> AsyncIterator[Act]:
    async with db.open(Work(tenant)):
        yield Act(worker(tenant), tenant, await db.now(), "test", "test")


async def _sealed(tenant: int, limit: int = 1000) -> int:
    async with _acting(tenant) as act:
        return await seal.seal(act, limit, AT_ONCE)


async def _verdict(tenant: int, known: Head | None = None) -> Verdict:
    async with _acting(tenant) as act:
        found: Verdict = await seal.verify(act, known)
        return found


async def _entered(world: World, tenant: int, times: int = 3) -> None:
    for _ in range(times):
        email = f"{ids.new()}@acme.example"
        await verb.perform(people.add_member, world.admin.principal, "P", email, tenant=tenant)


async def _entries(tenant: int) -> list[UUID]:
    async with db.open(Work(tenant)):
        return [row["id"] for row in await db.rows("SELECT id FROM audit ORDER BY recorded_at, id")]


async def test_entries_are_sealed_in_order_each_once(world: World) -> None:
    tenant = world.acme.id
    await _entered(world, tenant)
    count = len(await _entries(tenant))
    assert await _sealed(tenant, limit=2) == 2
    assert await _sealed(tenant) == count - 2
    assert await _sealed(tenant) == 0
    async with db.open(Work(tenant)):
        order = [r["audit_id"] for r in await db.rows("SELECT * FROM audit_seal ORDER BY position")]
    assert order == await _entries(tenant)
    verdict = await _verdict(tenant)
    assert verdict.intact
    assert verdict.head.count == count


async def test_a_chain_goes_on_where_it_stood(world: World) -> None:
    tenant = world.acme.id
    await _sealed(tenant)
    before = (await _verdict(tenant)).head
    await _entered(world, tenant, 2)
    assert await _sealed(tenant) == 2
    after = await _verdict(tenant, known=before)
    assert after.intact
    assert after.head.count == before.count + 2
    assert after.head.hash != before.hash


async def test_what_has_not_settled_waits(world: World, database: Database) -> None:
    tenant = world.caro.id
    await _sealed(tenant)
    await _entered(world, tenant, 2)
    assert await sealing.seal_tenant(tenant) == 0
    async with deeds.superuser(database) as admin:
        await admin.execute(
            "UPDATE audit SET recorded_at = recorded_at - interval '11 seconds' "
            "WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
            *(tenant, (await _entries(tenant))[-2:]),
        )
    await sealing.seal_all()
    verdict = await _verdict(tenant)
    assert verdict.head.count == len(await _entries(tenant))
    assert verdict.intact


async def test_two_sealers_at_once_seal_each_entry_once(world: World) -> None:
    tenant = world.bolt.id
    await _entered(world, tenant, 4)
    count = len(await _entries(tenant))
    done, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> int:
        async with _acting(tenant) as act:
            sealed = await seal.seal(act, 1000, AT_ONCE)
            done.set()
            await go_on.wait()
            return sealed

    first = asyncio.create_task(slow())
    await done.wait()
    others = [asyncio.create_task(_sealed(tenant)) for _ in range(2)]
    finished, _ = await asyncio.wait(others, timeout=0.2)
    assert not finished, "one sealer at a time"
    go_on.set()
    assert [await sealer for sealer in (first, *others)] == [count, 0, 0]
    verdict = await _verdict(tenant)
    assert verdict.intact
    assert verdict.head.count == count


async def test_an_empty_trail_is_intact(world: World) -> None:
    assert seal.judge([]) == Verdict(Head(0, seal.START.hex()), None, 0, 0)
    assert seal.judge([], Head(0, seal.START.hex())).intact
    assert not seal.judge([], Head(1, "ab")).intact


@asynccontextmanager
async def _tampering(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Somebody with the server's own powers, past every foreign key; undone at the end."""
    async with deeds.superuser(database) as admin:
        await admin.execute("SET session_replication_role = replica")
        yield admin


async def _whole(world: World, tenant: int) -> Head:
    await _entered(world, tenant, 3)
    await _sealed(tenant)
    verdict = await _verdict(tenant)
    assert verdict.intact
    return verdict.head


@pytest.fixture(scope="module")
async def spare(scopes: Database) -> list[World]:
    """Worlds whose trails are spoilt one by one."""
    return [await build() for _ in range(3)]


@pytest.fixture
async def victim(spare: list[World], request: pytest.FixtureRequest) -> tuple[World, int]:
    """A trail of its own for each way of tampering."""
    number = _WAYS.index(request.node.callspec.id)
    found = spare[number // 3]
    return found, found.clients[number % 3].id


WAYS = {
    "verb changed": ("UPDATE audit SET verb = 'x' WHERE tenant_id = $1 AND id = $2", "broken"),
    "actor changed": (
        "UPDATE audit SET actor_id = NULL WHERE tenant_id = $1 AND id = $2",
        "broken",
    ),
    "time changed": (
        "UPDATE audit SET happened_at = happened_at + interval '1 microsecond' "
        "WHERE tenant_id = $1 AND id = $2",
        "broken",
    ),
    "entry dropped": ("DELETE FROM audit WHERE tenant_id = $1 AND id = $2", "broken"),
    "seal dropped": ("DELETE FROM audit_seal WHERE tenant_id = $1 AND audit_id = $2", "broken"),
    "reordered": (
        "UPDATE audit_seal SET position = CASE WHEN audit_id = $2 THEN position + 1001 "
        "ELSE position END WHERE tenant_id = $1",
        "broken",
    ),
    "detail altered": (
        'UPDATE audit_detail SET detail = \'{"name": "other"}\' '
        "WHERE tenant_id = $1 AND audit_id = $2",
        "altered",
    ),
    "salt altered": (
        "UPDATE audit_detail SET salt = '\\x00' WHERE tenant_id = $1 AND audit_id = $2",
        "altered",
    ),
}
_WAYS = list(WAYS)


@pytest.mark.parametrize("way", _WAYS, ids=_WAYS)
async def test_whatever_was_changed_is_found(
    victim: tuple[World, int], database: Database, way: str
) -> None:
    sql, expected = WAYS[way]
    world, tenant = victim
    await _whole(world, tenant)
    entries = await _entries(tenant)
    position = len(entries) // 2
    async with _tampering(database) as admin:
        await admin.execute(sql, tenant, entries[position])
    verdict = await _verdict(tenant)
    assert not verdict.intact
    if expected == "broken":
        assert verdict.broken_at == position + 1
    else:
        assert (verdict.broken_at, verdict.details_altered) == (None, 1)


async def test_swapped_entries_are_found(world: World, database: Database) -> None:
    tenant = world.acme.id
    await _whole(world, tenant)
    swap = (
        "UPDATE audit_seal SET position = CASE position WHEN 2 THEN 3 WHEN 3 THEN 2 END "
        "WHERE tenant_id = $1 AND position IN (2, 3)"
    )
    async with _tampering(database) as admin:
        await admin.execute("ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_pkey")
        await admin.execute(swap, tenant)
        assert (await _verdict(tenant)).broken_at == 2
        await admin.execute(swap, tenant)
        await admin.execute("ALTER TABLE audit_seal ADD PRIMARY KEY (tenant_id, position)")
    assert (await _verdict(tenant)).intact


async def test_what_was_cut_off_the_end_shows_to_who_holds_the_head(
    spare: list[World], database: Database
) -> None:
    world = spare[2]
    tenant = world.caro.id
    head = await _whole(world, tenant)
    async with _tampering(database) as admin:
        await admin.execute(
            "DELETE FROM audit_seal WHERE tenant_id = $1 AND position > $2", tenant, head.count - 1
        )
    assert (await _verdict(tenant)).intact, "the rest is a chain of its own"
    verdict = await _verdict(tenant, known=head)
    assert verdict.head_lost
    assert not verdict.intact


async def test_the_last_entry_dropped_beside_its_seal_is_found(
    world: World, database: Database
) -> None:
    tenant = world.bolt.id
    head = await _whole(world, tenant)
    last = (await _entries(tenant))[-1]
    async with _tampering(database) as admin:
        kept = await admin.fetchrow("SELECT * FROM audit WHERE id = $1", last)
        await admin.execute("DELETE FROM audit WHERE id = $1", last)
        assert (await _verdict(tenant)).broken_at == head.count
        columns = ", ".join(f"${n}" for n in range(1, len(kept) + 1))
        await admin.execute(f"INSERT INTO audit VALUES ({columns})", *kept.values())
    assert (await _verdict(tenant, known=head)).intact


async def test_a_detail_is_erased_and_the_chain_holds(world: World) -> None:
    tenant = world.acme.id
    await _sealed(tenant)
    before = await _verdict(tenant)
    first, *_ = await _entries(tenant)
    async with db.open(Work(tenant)):
        assert await db.execute("DELETE FROM audit_detail WHERE audit_id = $1", first) == 1
    after = await _verdict(tenant, known=before.head)
    assert after.intact
    assert after.head == before.head
    assert after.details_erased == before.details_erased + 1


async def test_who_may_verify(world: World) -> None:
    for person in (world.admin, world.auditor):
        found = await verb.perform(seal.verify, person.principal, tenant=world.acme.id)
        assert isinstance(found, Verdict)
    for person in (world.agent, world.acme.admin):
        with pytest.raises(Forbidden):
            await verb.perform(seal.verify, person.principal, tenant=world.acme.id)
    with pytest.raises(NotFound):
        await verb.perform(seal.verify, world.auditor.principal, tenant=world.caro.id)
