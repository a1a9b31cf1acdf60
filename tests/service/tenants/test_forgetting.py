"""What is kept for a while is forgotten after it, and nothing else is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tenants import forgetting, session
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import Client, World, again
from underpin import worker
from underpin.kernel import db, idempotency, ids
from underpin.kernel.database.scope import Provider, Scope, Work
from underpin.kernel.idempotency import KEPT
from underpin.kernel.principal import Audience

MINUTE = timedelta(minutes=1)


async def _answered(client: Client, *ages: timedelta) -> None:
    """Answers of the client's requester, so old by the client's own time."""
    async with db.open(Work(client.id)):
        now = await db.now()
        await db.many(
            "INSERT INTO kept_answer VALUES ($1, $2, 'POST /x', $3, $4, NULL, $5)",
            [(client.id, client.requester.id, str(ids.new()), b"x", now - age) for age in ages],
        )


async def _kept(client: Client) -> int:
    async with db.open(Work(client.id)):
        found: int = await db.value(
            "SELECT count(*) FROM kept_answer WHERE route = 'POST /x' AND tenant_id = $1",
            client.id,
        )
    return found


async def test_an_answer_is_kept_for_two_days(world: World) -> None:
    await _answered(world.acme, KEPT + MINUTE, KEPT - MINUTE, timedelta(0))
    await _answered(world.bolt, KEPT + MINUTE)
    assert await forgetting.of_tenant(world.acme.id) == 1
    assert (await _kept(world.acme), await _kept(world.bolt)) == (2, 1)
    await forgetting.everywhere()
    assert (await _kept(world.acme), await _kept(world.bolt)) == (2, 0)


async def test_a_simulated_tenants_answers_age_by_its_own_time(
    world: World, database: Database
) -> None:
    then = datetime.fromisoformat("2016-02-29T08:00:00+00:00")
    await deeds.told(
        database, "UPDATE tenant SET simulated_now = $2 WHERE id = $1", world.caro.id, then
    )
    await _answered(world.caro, KEPT + MINUTE, timedelta(0))
    await forgetting.of_tenant(world.caro.id)
    assert await _kept(world.caro) == 1
    await deeds.told(
        database, "UPDATE tenant SET simulated_now = NULL WHERE id = $1", world.caro.id
    )


async def test_a_round_takes_so_many_and_no_more(world: World) -> None:
    await _answered(world.acme, *(KEPT + n * MINUTE for n in range(1, 8)))
    before = await _kept(world.acme)
    assert await forgetting.of_tenant(world.acme.id, most=5) == 5
    assert await _kept(world.acme) == before - 5


async def test_the_providers_answers_too(world: World, database: Database) -> None:
    async with db.open(Provider()):
        now = await db.now()
        await db.many(
            "INSERT INTO provider_answer VALUES ($1, 'POST /y', $2, $3, NULL, $4)",
            [(world.admin.id, str(ids.new()), b"x", now - age) for age in (KEPT * 2, MINUTE)],
        )
    await forgetting.of_provider()
    left = "SELECT count(*) FROM provider_answer WHERE principal_id = $1 AND route = 'POST /y'"
    assert await deeds.told(database, left, world.admin.id) == 1


async def test_sessions_that_ended_and_links_long_run_out_go(
    world: World, database: Database
) -> None:
    person, staff = await deeds.newcomer(world, world.acme), await deeds.recruit(world, world.acme)
    await _opened(Work(world.acme.id), Audience.MEMBER, world.acme.id, person.id)
    await _opened(Provider(), Audience.STAFF, None, staff.id)
    for human in (person, staff):
        await _aged(database, "session", "ends_at", "person_id", human.id, "1 second")
        await _aged(database, "link", "expires_at", "object_id", human.id, "31 days")
    await forgetting.everywhere()
    for human in (person, staff):
        assert await _left(database, human.id) == (0, 0)
    for standing in (world.agent, world.acme.requester):
        assert await again(standing), "who is signed in stays so"


async def test_a_link_that_ran_out_lately_stays(world: World, database: Database) -> None:
    person = await deeds.newcomer(world, world.acme)
    await _aged(database, "link", "expires_at", "object_id", person.id, "29 days")
    await forgetting.everywhere()
    assert await _left(database, person.id) == (1, 1)


async def test_a_scope_forgets_its_own_alone(world: World, database: Database) -> None:
    person, staff = await deeds.newcomer(world, world.bolt), await deeds.recruit(world, world.bolt)
    for human in (person, staff):
        await _aged(database, "session", "ends_at", "person_id", human.id, "1 second")
    await forgetting.of_tenant(world.acme.id)
    assert [await _left(database, human.id) for human in (person, staff)] == [(1, 1), (1, 1)]
    await forgetting.of_tenant(world.bolt.id)
    assert [await _left(database, human.id) for human in (person, staff)] == [(0, 1), (1, 1)]


def test_the_worker_forgets_by_itself() -> None:
    assert worker.forget in [each.coroutine for each in worker.CRON]


async def _opened(scope: Scope, audience: Audience, tenant: int | None, person: object) -> None:
    async with db.open(scope):
        await session.open_for(audience, tenant, person)  # type: ignore[arg-type]


async def _aged(
    database: Database, table: str, column: str, of: str, person: object, ago: str
) -> None:
    await deeds.told(
        database,
        f"UPDATE {table} SET {column} = transaction_timestamp() - $2::text::interval "
        f"WHERE {of} = $1",
        *(person, ago),
    )


async def _left(database: Database, person: object) -> tuple[int, int]:
    sessions = "SELECT count(*)::int FROM session WHERE person_id = $1"
    links = "SELECT count(*)::int FROM link WHERE object_id = $1"
    return (
        await deeds.told(database, sessions, person),
        await deeds.told(database, links, person),
    )


@pytest.mark.parametrize("audience", ["door", "member", "vendor", "staff", "system"])
async def test_no_other_scope_may(world: World, database: Database, audience: str) -> None:
    may = await deeds.told(
        database,
        "SELECT has_function_privilege($1, 'forget_ended(interval, int)', 'EXECUTE')",
        f"underpin_{audience}",
    )
    assert not may
    assert timedelta(hours=48) == idempotency.KEPT, "docs/settings.md says so"
