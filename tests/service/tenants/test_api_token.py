"""API tokens: a person's own, with less than the person may do."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from tenants import api_token, door, people
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import Human, World
from underpin.kernel import secret_token, verb
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import Principal

DAY = timedelta(days=1)


async def _issued(
    person: Human, *capabilities: str, lives: timedelta = DAY, client: int | None = None
) -> tuple[UUID, str]:
    found: tuple[UUID, str] = await verb.begin(
        api_token.issue, person.principal, "test", capabilities, lives, client=client
    )
    return found


async def _found(plain: str) -> Principal:
    found = await door.by_api_token(plain)
    assert found is not None
    return found


async def test_a_token_may_less_than_its_owner(world: World) -> None:
    _, plain = await _issued(world.acme.admin, "ticket.read", "person.write")
    found = await _found(plain)
    assert found.capabilities == {"ticket.read", "person.write"}
    assert (found.person_id, dict(found.tenants)) == (
        world.acme.admin.id,
        {world.acme.key: world.acme.id},
    )
    with pytest.raises(Forbidden):
        await verb.begin(api_token.issue, found, "child", ["ticket.read"], DAY)


async def test_a_token_holds_nothing_its_owner_lacks(world: World, database: Database) -> None:
    sql = "SELECT count(*) FROM api_token WHERE person_id = $1"
    requester = await deeds.newcomer(world, world.acme)
    for wrong in (["person.write"], ["ticket.read", "staff.write"], ["self.token"]):
        with pytest.raises(Malformed):
            await _issued(requester, *wrong)
    for lives in (timedelta(0), -DAY, timedelta(days=367)):
        with pytest.raises(Malformed):
            await _issued(requester, "ticket.read", lives=lives)
    with pytest.raises(Malformed):
        await verb.begin(api_token.issue, requester.principal, " ", ["ticket.read"], DAY)
    assert await deeds.told(database, sql, requester.id) == 0


async def test_a_token_loses_what_its_owner_loses(world: World, database: Database) -> None:
    person = await deeds.recruit(world, world.acme, job="service_lead")
    _, plain = await _issued(person, "ticket.read", "time.post")
    async with deeds.superuser(database) as admin:
        await admin.execute("UPDATE staff_role SET role = 'agent' WHERE staff_id = $1", person.id)
    assert (await _found(plain)).capabilities == {"ticket.read"}
    await verb.perform(people.unassign, world.admin.principal, person.id, world.acme.id)
    assert (await _found(plain)).tenant_ids == ()
    await verb.perform(people.deactivate_staff, world.admin.principal, person.id)
    assert await door.by_api_token(plain) is None


async def test_a_token_can_be_held_to_one_client(world: World) -> None:
    _, plain = await _issued(world.agent, "ticket.read", client=world.bolt.id)
    assert dict((await _found(plain)).tenants) == {world.bolt.key: world.bolt.id}
    with pytest.raises(NotFound):
        await _issued(world.agent, "ticket.read", client=world.caro.id)
    with pytest.raises(NotFound):
        await _issued(world.acme.admin, "ticket.read", client=world.bolt.id)


async def test_a_token_runs_out(world: World, database: Database) -> None:
    token, plain = await _issued(world.agent, "ticket.read")
    async with deeds.superuser(database) as admin:
        await admin.execute(
            "UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1", token
        )
    assert await door.by_api_token(plain) is None


async def test_a_revoked_token_is_good_for_nothing(world: World) -> None:
    token, plain = await _issued(world.acme.requester, "ticket.read")
    for stranger in (world.acme.colleague, world.bolt.requester, world.agent):
        with pytest.raises(NotFound):
            await verb.begin(api_token.revoke, stranger.principal, token)
    assert await door.by_api_token(plain) is not None
    await verb.begin(api_token.revoke, world.acme.requester.principal, token)
    assert await door.by_api_token(plain) is None
    with pytest.raises(NotFound):
        await verb.begin(api_token.revoke, world.acme.requester.principal, token)


async def test_its_last_use_is_known_to_the_minute(world: World, database: Database) -> None:
    token, plain = await _issued(world.agent, "ticket.read")
    sql = "SELECT used_at FROM api_token WHERE id = $1"
    assert await deeds.told(database, sql, token) is None
    await _found(plain)
    first = await deeds.told(database, sql, token)
    assert first is not None
    await _found(plain)
    assert await deeds.told(database, sql, token) == first
    async with deeds.superuser(database) as admin:
        await admin.execute(
            "UPDATE api_token SET used_at = used_at - interval '61 seconds' WHERE id = $1", token
        )
    await _found(plain)
    assert await deeds.told(database, sql, token) >= first


async def test_a_token_is_no_session_and_is_stored_as_a_digest(
    world: World, database: Database
) -> None:
    token, plain = await _issued(world.agent, "ticket.read")
    assert await door.by_session(plain) is None
    assert await door.by_api_token(world.agent.cookie) is None
    text = await deeds.told(database, "SELECT k::text FROM api_token k WHERE id = $1", token)
    assert plain not in text
    assert secret_token.digest(plain).hex() in text
