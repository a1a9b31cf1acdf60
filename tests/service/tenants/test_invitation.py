"""Invitation and reset links: good once, for a while, and for their own person."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pyotp
import pytest

from tenants import invitation, people, sign_in
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import PASSWORD, World, accept, fresh_code, warm
from underpin.kernel import ids, secret_token, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import Audience

OTHER = "another horse, another battery"


async def _invited(world: World, purpose: str = "invitation", person: UUID | None = None) -> str:
    admin, tenant = world.admin.principal, world.acme.id
    if person is None:
        email = f"{ids.new()}@acme.example"
        person = (await verb.perform(people.add_member, admin, "New", email, tenant=tenant)).id
    token: str = await verb.perform(invitation.invite_member, admin, person, purpose, tenant=tenant)
    return token


async def test_a_link_works_once(world: World) -> None:
    token = await _invited(world)
    assert await invitation.look(token) is Audience.MEMBER
    assert await invitation.look(token) is Audience.MEMBER, "looking uses nothing up"
    await accept(token)
    for again in (invitation.look(token), accept(token, OTHER)):
        with pytest.raises(invitation.LinkSpent):
            await again


async def test_a_link_pressed_twice_at_once_works_once(world: World) -> None:
    token = await _invited(world)
    await warm(*[Work(world.acme.id)] * 4)
    tried = await asyncio.gather(
        *(accept(token, f"{PASSWORD} {n}") for n in range(4)), return_exceptions=True
    )
    assert sorted(type(got).__name__ for got in tried) == ["Accepted"] + ["LinkSpent"] * 3


async def test_a_link_runs_out(world: World, database: Database) -> None:
    token = await _invited(world)
    async with deeds.superuser(database) as admin:
        await admin.execute(
            "UPDATE link SET expires_at = now() - interval '1 second' WHERE token_hash = $1",
            secret_token.digest(token),
        )
    with pytest.raises(invitation.LinkSpent):
        await accept(token)


async def test_a_new_link_revokes_the_earlier_ones(world: World) -> None:
    member = await deeds.newcomer(world, world.acme)
    first = await _invited(world, "reset", member.id)
    second = await _invited(world, "reset", member.id)
    with pytest.raises(invitation.LinkSpent):
        await accept(first)
    await accept(second)


async def test_a_reset_ends_every_session_and_the_old_password(world: World) -> None:
    member = await deeds.newcomer(world, world.acme)
    await accept(await _invited(world, "reset", member.id), OTHER)
    assert await member.again() is None
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.member(world.acme.slug, member.email, PASSWORD)
    assert await sign_in.member(world.acme.slug, member.email, OTHER)


async def test_a_short_password_uses_no_link_up(world: World) -> None:
    token = await _invited(world)
    for password in ("", "elevenchars", "x" * 2000):
        with pytest.raises(Malformed):
            await accept(token, password)
    await accept(token)


async def test_what_is_no_link_of_ours_is_spent(world: World) -> None:
    for token in ("", "upn_link_0_x", secret_token.issue("link").plain, world.agent.cookie):
        with pytest.raises(invitation.LinkSpent):
            await accept(token)


async def test_nobody_invites_for_another_company(world: World, database: Database) -> None:
    """Not even by an id they know: the other's links stay good too."""
    victim = await deeds.newcomer(world, world.bolt)
    token = await verb.perform(
        invitation.invite_member,
        world.bolt.admin.principal,
        victim.id,
        "reset",
    )
    with pytest.raises(NotFound):
        await verb.perform(invitation.invite_member, world.acme.admin.principal, victim.id, "reset")
    assert await invitation.look(token) is Audience.MEMBER
    count = await deeds.told(
        database,
        "SELECT count(*) FROM link WHERE object_id = $1 AND tenant_id = $2",
        *(victim.id, world.acme.id),
    )
    assert count == 0


async def test_who_is_gone_is_not_invited_and_their_links_are_dead(world: World) -> None:
    member, person = await deeds.newcomer(world, world.acme), await deeds.recruit(world)
    admin = world.admin.principal
    member_link = await _invited(world, "reset", member.id)
    staff_link = await verb.perform(invitation.invite_staff, admin, person.id, "reset")
    await verb.perform(people.deactivate_member, admin, member.id, tenant=world.acme.id)
    await verb.perform(people.deactivate_staff, admin, person.id)
    for link in (member_link, staff_link):
        with pytest.raises(invitation.LinkSpent):
            await accept(link)
    with pytest.raises(NotFound):
        await _invited(world, "reset", member.id)
    with pytest.raises(NotFound):
        await verb.perform(invitation.invite_staff, admin, person.id)


async def test_requesters_invite_nobody(world: World) -> None:
    with pytest.raises(Forbidden):
        await verb.perform(
            invitation.invite_member, world.acme.requester.principal, world.acme.colleague.id
        )


async def test_the_second_factor_is_shown_until_it_was_used(world: World) -> None:
    admin = world.admin.principal
    email = f"{ids.new()}@provider.example"
    person = await verb.perform(people.add_staff, admin, "Late", email, ("agent",), 1)
    shown = [
        (await accept(await verb.perform(invitation.invite_staff, admin, person.id))).totp_secret
        for _ in range(2)
    ]
    assert None not in shown
    assert shown[0] != shown[1], "a page that was lost is shown anew"
    half = await sign_in.staff_password(email, PASSWORD)
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.staff_code(half.proof, pyotp.TOTP(shown[0] or "").now())
    assert await sign_in.staff_code(half.proof, pyotp.TOTP(shown[1] or "").now())


async def test_a_reset_keeps_the_second_factor(world: World) -> None:
    person = await deeds.recruit(world)
    token = await verb.perform(invitation.invite_staff, world.admin.principal, person.id, "reset")
    assert await invitation.look(token) is Audience.STAFF
    assert (await accept(token, OTHER)).totp_secret is None
    assert await person.again() is None
    half = await sign_in.staff_password(person.email, OTHER)
    assert await sign_in.staff_code(half.proof, fresh_code(person))
