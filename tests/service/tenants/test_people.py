"""People of both sides, and what they get to see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tenants import company, people
from tenants.people import AddressTaken
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import Human, World
from underpin.kernel import ids, verb
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import Principal

PEOPLE = "SELECT count(*) FROM person WHERE tenant_id = $1"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"email": "no-at.example"}, Malformed),
        ({"email": "a@b"}, Malformed),
        ({"email": "a@b@c.example"}, Malformed),
        ({"email": "a b@c.example"}, Malformed),
        ({"email": "a\nbcc:x@c.example"}, Malformed),
        ({"email": "a@c\u2028d.example"}, Malformed),
        ({"email": "x" * 250 + "@c.example"}, Malformed),
        ({"name": ""}, Malformed),
        ({"name": "x" * 201}, Malformed),
        ({"roles": ("provider_admin",)}, Malformed),
        ({"reach": "everything"}, Malformed),
        ({"site_id": UUID(int=7)}, Malformed),
    ],
    ids=str,
)
async def test_what_is_not_acceptable_adds_nobody(
    world: World, database: Database, words: dict[str, Any], error: type[Exception]
) -> None:
    before = await deeds.told(database, PEOPLE, world.acme.id)
    said = {"name": "N", "email": f"{ids.new()}@x.example"} | words
    with pytest.raises(error):
        await verb.perform(people.add_member, world.acme.admin.principal, **said)
    assert await deeds.told(database, PEOPLE, world.acme.id) == before


async def test_an_address_is_one_person_within_a_company(world: World) -> None:
    admin = world.acme.admin.principal
    with pytest.raises(AddressTaken):
        await verb.perform(people.add_member, admin, "N", world.acme.requester.email.upper())
    other = world.bolt.admin.principal
    made = await verb.perform(people.add_member, other, "N", world.acme.requester.email)
    assert made.id != world.acme.requester.id


async def test_a_role_given_twice_is_given_once(world: World) -> None:
    made = await verb.perform(
        people.add_member,
        world.acme.admin.principal,
        "Twice",
        f"{ids.new()}@x.example",
        ("requester", "requester"),
    )
    found = await verb.perform(
        people.members, world.agent.principal, world.acme.id, tenant=world.acme.id
    )
    (twice,) = [person for person in found if person.id == made.id]
    assert twice.roles == ("requester",)
    assert twice.state == "invited"


async def test_members_see_themselves_or_their_company_by_grant(world: World) -> None:
    admin = await deeds.newcomer(world, world.acme, roles=("client_admin",), reach="company")
    alone = world.acme.admin
    tenant = world.acme.id
    everybody = await verb.perform(people.members, admin.principal, tenant)
    assert {world.acme.requester.id, world.acme.admin.id} <= {p.id for p in everybody}
    only = await verb.perform(people.members, alone.principal, tenant)
    assert {person.id for person in only} == {alone.id}
    with pytest.raises(Forbidden):
        await verb.perform(people.members, world.acme.requester.principal, tenant)


async def test_a_neighbours_people_do_not_exist(world: World, database: Database) -> None:
    admin = world.acme.admin.principal
    assert await verb.perform(people.members, admin, world.bolt.id) == []
    with pytest.raises(NotFound):
        await verb.perform(people.deactivate_member, admin, world.bolt.requester.id)
    with pytest.raises(NotFound):
        await verb.perform(people.add_member, admin, "N", "n@x.example", tenant=world.bolt.id)
    state = await deeds.told(
        database, "SELECT state FROM person WHERE id = $1", world.bolt.requester.id
    )
    assert state == "active"


async def test_an_unassigned_agent_loses_sight_at_once(world: World) -> None:
    person = await deeds.recruit(world, world.acme, world.bolt)
    admin = world.admin.principal
    await verb.perform(people.unassign, admin, person.id, world.acme.id)
    with pytest.raises(NotFound):
        await verb.perform(company.add_site, _with_write(person), "Hidden", tenant=world.acme.id)
    found = await person.again()
    assert found is not None
    listed = await verb.perform(company.companies, found)
    assert [client.id for client in listed] == [world.bolt.id]
    with pytest.raises(NotFound):
        await verb.perform(people.unassign, admin, person.id, world.acme.id)


def _with_write(person: Human) -> Principal:
    held = person.principal
    return replace(held, capabilities=held.capabilities | {"person.write"})


async def test_assigning_twice_is_assigning_once(world: World) -> None:
    person = await deeds.recruit(world, world.acme)
    await verb.perform(people.assign, world.admin.principal, person.id, world.acme.id)
    found = await person.again()
    assert found is not None
    assert found.tenant_ids == (world.acme.id,)


@pytest.mark.parametrize(
    "words", [{"tier": 4}, {"roles": ("client_admin",)}, {"name": ""}], ids=str
)
async def test_staff_that_are_not_acceptable_are_not_added(
    world: World, database: Database, words: dict[str, Any]
) -> None:
    before = await deeds.told(database, "SELECT count(*) FROM staff")
    said = {"name": "S", "email": f"{ids.new()}@x.example", "roles": ("agent",)} | words
    with pytest.raises(Malformed):
        await verb.perform(people.add_staff, world.admin.principal, **said)
    assert await deeds.told(database, "SELECT count(*) FROM staff") == before


async def test_only_admins_change_staff(world: World, database: Database) -> None:
    before = await deeds.told(database, "SELECT count(*) FROM staff")
    for person in (world.agent, world.lead, world.manager, world.auditor, world.acme.admin):
        with pytest.raises(Forbidden):
            await verb.perform(people.add_staff, person.principal, "S", "s@x.example", ("agent",))
    assert await deeds.told(database, "SELECT count(*) FROM staff") == before
    listed = await verb.perform(people.staff, world.admin.principal)
    agent = next(person for person in listed if person.id == world.agent.id)
    assert (agent.roles, agent.tier, agent.state) == (("agent",), 1, "active")


async def test_long_lists_of_people_go_on_behind_the_last_one(world: World) -> None:
    who = world.admin.principal
    whole = await verb.perform(people.members, who, world.acme.id)
    first = await verb.perform(people.members, who, world.acme.id, None, 2)
    rest = await verb.perform(people.members, who, world.acme.id, first[-1].id)
    assert len(whole) > 2 and [*first, *rest] == whole
    (colleague,) = await verb.perform(people.staff, who, None, 1)
    seen = [colleague.id]
    while page := await verb.perform(people.staff, who, seen[-1]):
        seen += [each.id for each in page]
    assert len(seen) == len(set(seen)) and world.agent.id in seen
