"""Sessions: their ends, and that none is made, kept or brought back by the visitor."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from tenants import door, people, session, sign_in
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import PASSWORD, Human, World, fresh_code
from underpin.kernel import db, ids, secret_token, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import Audience


async def _aged(database: Database, who: Human, **columns: str) -> None:
    """Move a session's instants back by intervals."""
    async with deeds.superuser(database) as admin:
        for column, interval in columns.items():
            await admin.execute(
                f"UPDATE session SET {column} = {column} - $2::text::interval "
                "WHERE token_hash = $1",
                *(secret_token.digest(who.cookie), interval),
            )


async def _seen_ago(database: Database, who: Human) -> float:
    found: float = await deeds.told(
        database,
        "SELECT extract(epoch FROM clock_timestamp() - seen_at)::float FROM session "
        "WHERE token_hash = $1",
        secret_token.digest(who.cookie),
    )
    return found


async def test_a_session_ends_when_idle(world: World, database: Database) -> None:
    member, agent = await deeds.newcomer(world, world.acme), await deeds.recruit(world)
    await _aged(database, member, seen_at="23 hours 59 minutes")
    await _aged(database, agent, seen_at="1 hour 59 minutes")
    assert await member.again() is not None
    assert await agent.again() is not None
    await _aged(database, member, seen_at="24 hours")
    await _aged(database, agent, seen_at="2 hours")
    assert await member.again() is None
    assert await agent.again() is None


async def test_using_a_session_keeps_it_and_writes_once_a_minute(
    world: World, database: Database
) -> None:
    member = await deeds.newcomer(world, world.acme)
    await _aged(database, member, seen_at="40 seconds")
    assert await member.again() is not None
    assert await _seen_ago(database, member) > 39
    await _aged(database, member, seen_at="30 seconds")
    assert await member.again() is not None
    assert await _seen_ago(database, member) < 10


async def test_a_session_ends_in_any_case(world: World, database: Database) -> None:
    member, agent = await deeds.newcomer(world, world.acme), await deeds.recruit(world)
    await _aged(database, member, ends_at="13 days 23 hours")
    await _aged(database, agent, ends_at="13 hours 59 minutes")
    assert await member.again() is not None
    assert await agent.again() is not None
    await _aged(database, member, ends_at="1 hour 1 second")
    await _aged(database, agent, ends_at="1 minute 1 second")
    assert await member.again() is None
    assert await agent.again() is None


async def test_every_sign_in_has_a_new_id(world: World) -> None:
    person = await deeds.recruit(world)
    half = await sign_in.staff_password(person.email, PASSWORD)
    issued = await sign_in.staff_code(half.proof, fresh_code(person))
    found = await door.by_session(issued.plain)
    assert found is not None
    assert found.session_id != person.principal.session_id
    assert issued.plain != person.cookie
    assert await person.again() is not None, "another device stays signed in"


async def test_only_a_digest_is_stored(world: World, database: Database) -> None:
    text = await deeds.told(database, "SELECT string_agg(s::text, ' ') FROM session s")
    assert world.agent.cookie not in text
    assert secret_token.digest(world.agent.cookie).hex() in text


async def test_signing_out_ends_this_session_alone(world: World) -> None:
    member = await deeds.newcomer(world, world.acme)
    other = await sign_in.member(world.acme.slug, member.email, PASSWORD)
    await session.end(member.cookie)
    assert await member.again() is None
    assert await door.by_session(other.plain) is not None
    await session.end(member.cookie)
    await session.end("never was")


async def test_a_request_in_flight_does_not_bring_a_session_back(
    world: World, database: Database
) -> None:
    member = await deeds.newcomer(world, world.acme)
    await _aged(database, member, seen_at="2 minutes")
    await asyncio.gather(
        *(member.again() for _ in range(4)), session.end(member.cookie), member.again()
    )
    assert await member.again() is None
    assert not await deeds.told(
        database,
        "SELECT EXISTS (SELECT FROM session WHERE token_hash = $1)",
        secret_token.digest(member.cookie),
    )


async def test_a_cookie_the_visitor_chose_is_never_taken_over(world: World) -> None:
    planted = secret_token.issue("session", world.acme.id).plain
    assert await door.by_session(planted) is None
    issued = await sign_in.member(world.acme.slug, world.acme.requester.email, PASSWORD)
    assert issued.plain != planted
    assert await door.by_session(planted) is None


LEFT = "SELECT count(*) FROM session WHERE person_id = $1"


async def test_deactivating_ends_every_session_at_once(world: World, database: Database) -> None:
    member = await deeds.newcomer(world, world.acme)
    other = await sign_in.member(world.acme.slug, member.email, PASSWORD)
    admin = world.acme.admin.principal
    await verb.perform(people.deactivate_member, admin, member.id)
    assert await deeds.told(database, LEFT, member.id) == 0
    assert await member.again() is None
    assert await door.by_session(other.plain) is None
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.member(world.acme.slug, member.email, PASSWORD)


async def test_deactivating_staff_ends_every_session_at_once(
    world: World, database: Database
) -> None:
    person = await deeds.recruit(world, world.acme)
    await verb.perform(people.deactivate_staff, world.admin.principal, person.id)
    assert await deeds.told(database, LEFT, person.id) == 0
    assert await person.again() is None
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.staff_password(person.email, PASSWORD)


async def test_dead_sessions_are_swept_at_the_next_sign_in(
    world: World, database: Database
) -> None:
    member = await deeds.newcomer(world, world.acme)
    await _aged(database, member, ends_at="20 days")
    await sign_in.member(world.acme.slug, member.email, PASSWORD)
    sql = "SELECT count(*) FROM session WHERE person_id = $1"
    assert await deeds.told(database, sql, member.id) == 1


OPEN = "SELECT open_session($1, $2, $3, $4, $5, 60, '1 hour')"


async def test_a_clients_scope_opens_no_session_but_its_own_members(world: World) -> None:
    """One injected call in a client's scope must not make a session of staff or of a neighbour."""
    forged = secret_token.issue("session")
    for audience, tenant, person in (
        (Audience.STAFF, None, world.admin.id),
        (Audience.MEMBER, world.bolt.id, world.bolt.admin.id),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.open(Work(world.acme.id)):
                await db.execute(OPEN, ids.new(), forged.digest, audience, tenant, person)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Provider()):
            await db.execute(
                OPEN, ids.new(), forged.digest, Audience.MEMBER, world.bolt.id, world.bolt.admin.id
            )
    assert await door.by_session(forged.plain) is None


async def test_a_clients_scope_ends_no_session_but_its_own_members(world: World) -> None:
    async with db.open(Work(world.acme.id)):
        await session.end_all(Audience.MEMBER, world.bolt.requester.id)
    assert await world.bolt.requester.again() is not None
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Work(world.acme.id)):
            await session.end_all(Audience.STAFF, world.agent.id)
    assert await world.agent.again() is not None
