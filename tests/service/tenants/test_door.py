"""The door: one thing by one exact key, and no more of it than is needed."""

from __future__ import annotations

import asyncpg
import pytest

from tenants import door, people
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import World
from underpin.kernel import db, ids, secret_token, verb
from underpin.kernel.database.scope import Door, Work
from underpin.kernel.principal import Audience


async def _columns(sql: str, *args: object) -> list[dict[str, object]]:
    async with db.open(Door()):
        return [dict(row) for row in await db.rows(sql, *args)]


async def test_a_session_gives_who_and_where_and_no_secret(world: World) -> None:
    digest = secret_token.digest(world.acme.admin.cookie)
    (row,) = await _columns("SELECT * FROM door_session($1)", digest)
    assert row == {
        "session_id": world.acme.admin.principal.session_id,
        "audience": "member",
        "person_id": world.acme.admin.id,
        "roles": ["client_admin"],
        "name": "Admin of Acme",
        "tier": None,
        "locale": "en",
        "time_zone": "UTC",
        "tenant_ids": [world.acme.id],
        "tenant_keys": [world.acme.key],
    }


async def test_staff_are_given_the_tenants_assigned_at_this_moment(world: World) -> None:
    person = await deeds.recruit(world, world.acme, world.caro)
    assert set(person.principal.tenants) == {world.acme.key, world.caro.key}
    admin = world.admin.principal
    await verb.perform(people.unassign, admin, person.id, world.acme.id)
    found = await person.again()
    assert found is not None
    assert dict(found.tenants) == {world.caro.key: world.caro.id}
    await verb.perform(people.assign, admin, person.id, world.bolt.id)
    found = await person.again()
    assert found is not None
    assert set(found.tenants) == {world.bolt.key, world.caro.key}


@pytest.mark.parametrize(
    ("sql", "args"),
    [
        ("SELECT * FROM door_session($1)", (b"",)),
        ("SELECT * FROM door_session($1)", (None,)),
        ("SELECT * FROM door_api_token($1)", (b"\0" * 32,)),
        ("SELECT * FROM door_link($1)", (b"\0" * 32,)),
        ("SELECT * FROM door_member($1, $2)", ("%", "%@%")),
        ("SELECT * FROM door_member($1, $2)", ("", "")),
        ("SELECT * FROM door_staff($1)", ("%",)),
        ("SELECT * FROM door_staff($1)", ("",)),
    ],
)
async def test_what_is_not_exact_finds_nothing(
    world: World, sql: str, args: tuple[object, ...]
) -> None:
    assert await _columns(sql, *args) == []


async def test_an_address_finds_an_id_and_nothing_else(world: World) -> None:
    member = world.acme.requester
    found = await _columns("SELECT * FROM door_member($1, $2)", world.acme.slug, member.email)
    assert found == [{"tenant_id": world.acme.id, "person_id": member.id}]
    assert await _columns("SELECT * FROM door_member($1, $2)", world.bolt.slug, member.email) == []
    found = await _columns("SELECT * FROM door_staff($1)", world.agent.email)
    assert found == [{"staff_id": world.agent.id}]


async def test_a_suspended_company_lets_nobody_in(world: World, database: Database) -> None:
    from tests.world import build

    other = await build()
    async with db.open(Work(other.acme.id)):
        await db.execute("UPDATE tenant SET state = 'suspended'")
    assert await other.acme.admin.again() is None
    found = await _columns(
        "SELECT * FROM door_member($1, $2)", other.acme.slug, other.acme.admin.email
    )
    assert found == []
    assert await other.bolt.admin.again() is not None


async def _vendor_link(world: World, lives: str = "1 day") -> tuple[str, object]:
    issued, case = secret_token.issue("vendor", world.acme.id), ids.new()
    async with db.open(Work(world.acme.id)):
        await db.execute(
            "SELECT issue_link($1, $2, 'vendor', 'vendor', $3, $4, $5::text::interval)",
            *(ids.new(), issued.digest, world.acme.id, case, lives),
        )
    return issued.plain, case


async def test_a_vendors_link_opens_one_case_as_often_as_it_is_pressed(world: World) -> None:
    plain, case = await _vendor_link(world)
    for _ in range(2):
        found = await door.by_vendor_link(plain)
        assert found is not None
        assert (found.audience, found.case_id) == (Audience.VENDOR, case)
        assert dict(found.tenants) == {world.acme.key: world.acme.id}
        assert found.capabilities == {"case.read", "case.answer"}
    assert await door.by_session(plain) is None
    assert await door.by_api_token(plain) is None
    assert await door.by_vendor_link(world.agent.cookie) is None


async def test_a_vendors_link_ends(world: World) -> None:
    late, _ = await _vendor_link(world, "-1 second")
    assert await door.by_vendor_link(late) is None
    plain, case = await _vendor_link(world)
    async with db.open(Work(world.bolt.id)):
        await db.execute("SELECT revoke_links('vendor', $1)", case)
    assert await door.by_vendor_link(plain) is not None, "a neighbour revokes nothing"
    async with db.open(Work(world.acme.id)):
        await db.execute("SELECT revoke_links('vendor', $1)", case)
    assert await door.by_vendor_link(plain) is None


async def test_a_clients_scope_issues_no_link_of_another(world: World) -> None:
    issued = secret_token.issue("vendor", world.bolt.id)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Work(world.acme.id)):
            await db.execute(
                "SELECT issue_link($1, $2, 'vendor', 'vendor', $3, $1, '1 day')",
                *(ids.new(), issued.digest, world.bolt.id),
            )
    assert await door.by_vendor_link(issued.plain) is None
