"""The audit trail: an entry for each change, none that names a person for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tenants import api_token, company, invitation, people
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Provider, Staff, Work
from underpin.kernel.errors import Conflict, Forbidden
from underpin.kernel.verb import Mode

ENTRIES = (
    "SELECT a.actor_kind, a.actor_id, a.source, a.verb, a.subject, d.detail::text "
    "FROM audit a LEFT JOIN audit_detail d ON d.tenant_id = a.tenant_id AND d.audit_id = a.id "
    "WHERE a.tenant_id = $1 ORDER BY a.id"
)
PROVIDERS = (
    "SELECT a.actor_kind, a.actor_id, a.source, a.verb, a.subject, d.detail::text "
    "FROM provider_audit a LEFT JOIN provider_audit_detail d ON d.audit_id = a.id ORDER BY a.id"
)


class Trail:
    """What was entered since this was made, in a tenant and in the provider's own trail."""

    def __init__(self, tenant: int) -> None:
        self.tenant = tenant
        self.seen = (0, 0)

    async def all(self) -> tuple[list[Any], list[Any]]:
        async with db.open(Work(self.tenant)):
            theirs = [dict(row) for row in await db.rows(ENTRIES, self.tenant)]
        async with db.open(Provider()):
            ours = [dict(row) for row in await db.rows(PROVIDERS)]
        return theirs, ours

    async def new(self) -> tuple[list[Any], list[Any]]:
        theirs, ours = await self.all()
        found = theirs[self.seen[0] :], ours[self.seen[1] :]
        self.seen = (len(theirs), len(ours))
        return found


@pytest.fixture
async def trail(world: World) -> Trail:
    made = Trail(world.acme.id)
    await made.new()
    return made


def _verbs(entries: list[Any]) -> list[str]:
    return [entry["verb"] for entry in entries]


async def test_a_clients_change_is_entered_with_who_and_what(world: World, trail: Trail) -> None:
    by = world.acme.admin
    person = await verb.perform(
        people.add_member, by.principal, "Zoë Q", "zoe@acme.example", ("approver",), source="page"
    )
    theirs, ours = await trail.new()
    assert ours == []
    (entry,) = theirs
    assert entry == {
        "actor_kind": "member",
        "actor_id": by.id,
        "source": "page",
        "verb": "tenants.people.add_member",
        "subject": str(person.id),
        "detail": '{"name": "Zoë Q", "email": "zoe@acme.example"}',
    }


async def test_every_change_of_this_room_is_entered_once(world: World, trail: Trail) -> None:
    admin, tenant = world.admin.principal, world.acme.id
    email = f"{ids.new()}@x.example"
    member = await verb.perform(people.add_member, admin, "M", email, tenant=tenant)
    await verb.perform(invitation.invite_member, admin, member.id, tenant=tenant)
    await verb.perform(company.add_site, admin, f"Site {member.id}", tenant=tenant)
    await verb.perform(people.deactivate_member, admin, member.id, tenant=tenant)
    theirs, _ = await trail.new()
    assert _verbs(theirs) == [
        "tenants.people.add_member",
        "tenants.invitation.invite_member",
        "tenants.company.add_site",
        "tenants.people.deactivate_member",
    ]
    subjects = {entry["subject"] for entry in theirs if "site" not in entry["verb"]}
    assert subjects == {str(member.id)}

    person = await verb.perform(people.add_staff, admin, "S", email, ("agent",), 1)
    await verb.perform(people.assign, admin, person.id, tenant)
    await verb.perform(people.unassign, admin, person.id, tenant)
    await verb.perform(invitation.invite_staff, admin, person.id)
    await verb.perform(people.deactivate_staff, admin, person.id)
    theirs, ours = await trail.new()
    assert theirs == []
    assert _verbs(ours) == [
        "tenants.people.add_staff",
        "tenants.people.assign",
        "tenants.people.unassign",
        "tenants.invitation.invite_staff",
        "tenants.people.deactivate_staff",
    ]
    assert {entry["subject"] for entry in ours} == {str(person.id)}
    assert {entry["actor_id"] for entry in ours} == {world.admin.id}


OUTER = {
    "tenants.company.open_company",
    "tenants.api_token.issue",
    "tenants.api_token.revoke",
}
ONLY_READING = {
    "tenants.own_audit.page",
    "tenants.own_audit.verified",
    "tenants.own_people.of_own",
}
"""What a client's own scope does not show, in a transaction that may not write."""


async def test_verbs_of_several_transactions_enter_themselves(world: World, trail: Trail) -> None:
    rooms = [found for found in verb.REGISTRY.values() if found.name.startswith("tenants.")]
    assert {found.name for found in rooms if found.mode is Mode.OUTER} == OUTER | ONLY_READING

    for person in (world.acme.admin, world.admin):
        token, plain = await verb.begin(
            api_token.issue, person.principal, "t", ["ticket.read"], timedelta(days=1)
        )
        await verb.begin(api_token.revoke, person.principal, token)
        entries = next(found for found in await trail.new() if found)
        assert _verbs(entries) == ["tenants.api_token.issue", "tenants.api_token.revoke"]
        assert {entry["subject"] for entry in entries} == {str(token)}
        assert plain not in str(entries)

    key = f"NEW{world.acme.id}"
    new = company.NewCompany(key.lower(), key, "New")
    opened = await verb.begin(company.open_company, world.admin.principal, new)
    async with db.open(Work(opened.id)):
        entered = [dict(row) for row in await db.rows(ENTRIES, opened.id)]
    assert _verbs(entered) == ["tenants.company.open_company"]
    _, ours = await trail.new()
    assert _verbs(ours) == ["tenants.people.assign"]


async def test_what_is_refused_or_fails_is_not_entered(world: World, trail: Trail) -> None:
    with pytest.raises(Forbidden):
        await verb.perform(
            people.add_member, world.acme.requester.principal, "No", "no@acme.example"
        )
    with pytest.raises(Conflict):
        await verb.perform(
            people.add_member, world.acme.admin.principal, "No", world.acme.requester.email
        )
    assert await trail.new() == ([], [])


async def test_reading_is_not_entered(world: World, trail: Trail) -> None:
    await verb.perform(people.members, world.agent.principal, world.acme.id, tenant=world.acme.id)
    await verb.perform(company.companies, world.agent.principal)
    assert await trail.new() == ([], [])


async def test_no_name_and_no_secret_stands_in_what_stays(
    world: World, trail: Trail, database: Database
) -> None:
    member = await deeds.newcomer(world, world.acme)
    async with deeds.superuser(database) as admin:
        stays = [
            str([value for value in row.values() if not isinstance(value, bytes)])
            for table in ("audit", "provider_audit")
            for row in await admin.fetch(f"SELECT * FROM {table}")
        ]
    for entry in stays:
        assert member.name not in entry
        assert "@" not in entry


async def test_an_entry_is_appended_and_never_changed(world: World, database: Database) -> None:
    for sql in ("UPDATE audit SET verb = 'x'", "DELETE FROM audit", "DELETE FROM audit_seal"):
        with pytest.raises(Exception, match="permission denied"):
            async with db.open(Work(world.acme.id)):
                await db.execute(sql)
    with pytest.raises(Exception, match="permission denied"):
        async with db.open(Staff((world.acme.id,))):
            await db.execute("DELETE FROM audit_detail")


async def test_a_neighbours_trail_is_out_of_sight(world: World) -> None:
    async with db.open(Staff(world.stranger.principal.tenant_ids)):
        tenants = {row["tenant_id"] for row in await db.rows("SELECT tenant_id FROM audit")}
    assert tenants == {world.caro.id}
