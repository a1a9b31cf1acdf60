"""Signing in: the same way for everybody, once per code, and never with what was before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher

from tenants import door, invitation, people, sign_in
from tests.conftest import Database
from tests.service.tenants import deeds
from tests.world import PASSWORD, World, accept, fresh_code, warm
from underpin.kernel import db, passwords, secret_token, verb
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.database.scope import Provider, Scope
from underpin.kernel.errors import TooMany
from underpin.kernel.principal import Audience

SESSIONS = "SELECT count(*) FROM session WHERE person_id = $1"


async def test_a_member_signs_in_and_is_who_they_are(world: World) -> None:
    member = world.acme.requester
    issued = await sign_in.member(world.acme.slug, member.email.upper(), PASSWORD)
    found = await door.by_session(issued.plain)
    assert found is not None
    assert (found.person_id, found.audience) == (member.id, Audience.MEMBER)
    assert found.tenant_ids == (world.acme.id,)
    assert issued.plain != member.cookie, "each sign-in has a session of its own"


async def test_a_wrong_password_opens_nothing(world: World, database: Database) -> None:
    member = world.acme.colleague
    before = await deeds.told(database, SESSIONS, member.id)
    for slug, email, password in (
        (world.acme.slug, member.email, "wrong"),
        (world.acme.slug, member.email, ""),
        (world.bolt.slug, member.email, PASSWORD),
        ("no-such-company", member.email, PASSWORD),
        (world.acme.slug, "nobody@x.example", PASSWORD),
    ):
        with pytest.raises(sign_in.SignInFailed):
            await sign_in.member(slug, email, password)
    assert await deeds.told(database, SESSIONS, member.id) == before


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The transactions and hashes on the way, in order."""
    steps: list[str] = []
    opened, verified = db.open, passwords.verify_password

    def open_one(scope: Scope) -> Any:
        steps.append(scope.role)
        return opened(scope)

    async def verify(password: str, stored: str | None) -> bool:
        steps.append("hash")
        return await verified(password, stored)

    monkeypatch.setattr(db, "open", open_one)
    monkeypatch.setattr(passwords, "verify_password", verify)
    return steps


async def test_an_unknown_person_takes_the_way_of_a_wrong_password(
    world: World, walked: list[str]
) -> None:
    ways = []
    for slug, email in (
        (world.acme.slug, world.acme.requester.email),
        (world.acme.slug, "nobody@x.example"),
        ("no-such-company", "nobody@x.example"),
    ):
        walked.clear()
        with pytest.raises(sign_in.SignInFailed) as said:
            await sign_in.member(slug, email, "wrong")
        ways.append((list(walked), str(said.value)))
    assert ways[0][0] == ["door", "work", "hash"]
    assert ways[0] == ways[1] == ways[2]

    ways = []
    for email in (world.agent.email, "nobody@provider.example"):
        walked.clear()
        with pytest.raises(sign_in.SignInFailed) as said:
            await sign_in.staff_password(email, "wrong")
        ways.append((list(walked), str(said.value)))
    assert ways[0][0] == ["door", "provider", "hash"]
    assert ways[0] == ways[1]


async def test_no_password_is_hashed_inside_a_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    verified = passwords.verify_password

    async def verify(password: str, stored: str | None) -> bool:
        seen.append(ENGINE.current_transaction.get() is None)
        return await verified(password, stored)

    monkeypatch.setattr(passwords, "verify_password", verify)
    await sign_in.member(world.acme.slug, world.acme.requester.email, PASSWORD)
    await sign_in.staff_password(world.agent.email, PASSWORD)
    assert seen == [True, True]


async def test_half_way_is_no_way_in(world: World) -> None:
    half = await sign_in.staff_password(world.agent.email, PASSWORD)
    assert await door.by_session(half.proof) is None
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.staff_code(half.proof, "000000")
    for altered in (half.proof[:-2] + "00", "", "zz", half.proof + "00"):
        with pytest.raises(sign_in.SignInFailed):
            await sign_in.staff_code(altered, fresh_code(world.agent))


async def test_a_code_is_good_once(world: World, database: Database) -> None:
    person = await deeds.recruit(world)
    half, code = await sign_in.staff_password(person.email, PASSWORD), fresh_code(person)
    issued = await sign_in.staff_code(half.proof, code)
    assert await door.by_session(issued.plain) is not None
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.staff_code(half.proof, code)
    assert await deeds.told(database, SESSIONS, person.id) == 2


async def test_a_code_given_twice_at_once_is_good_once(world: World, database: Database) -> None:
    person = await deeds.recruit(world)
    half, code = await sign_in.staff_password(person.email, PASSWORD), fresh_code(person)
    await warm(*[Provider()] * 4)
    tried = await asyncio.gather(
        *(sign_in.staff_code(half.proof, code) for _ in range(4)), return_exceptions=True
    )
    assert [type(got).__name__ for got in tried].count("Issued") == 1
    assert [type(got).__name__ for got in tried].count("SignInFailed") == 3
    assert await deeds.told(database, SESSIONS, person.id) == 2


async def test_an_earlier_code_than_the_last_is_no_good(world: World) -> None:
    person = await deeds.recruit(world)
    half = await sign_in.staff_password(person.email, PASSWORD)
    await sign_in.staff_code(half.proof, fresh_code(person))
    totp = pyotp.TOTP(person.totp_secret or "")
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.staff_code(half.proof, totp.now())


async def test_the_half_way_proof_runs_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await deeds.recruit(world)
    monkeypatch.setattr(sign_in, "HALF_WAY", -sign_in.HALF_WAY)
    half = await sign_in.staff_password(person.email, PASSWORD)
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.staff_code(half.proof, fresh_code(person))


async def test_a_changed_password_ends_what_stood_half_way(world: World) -> None:
    person = await deeds.recruit(world)
    half = await sign_in.staff_password(person.email, PASSWORD)
    token = await verb.perform(invitation.invite_staff, world.admin.principal, person.id, "reset")
    await accept(token, "another horse, another battery")
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.staff_code(half.proof, fresh_code(person))
    half = await sign_in.staff_password(person.email, "another horse, another battery")
    assert await sign_in.staff_code(half.proof, fresh_code(person))


async def _changed_meanwhile(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[], Awaitable[object]]
) -> None:
    """Let `change` happen between the password's check and the session."""
    verified = passwords.verify_password

    async def verify(password: str, stored: str | None) -> bool:
        good = await verified(password, stored)
        await change()
        return good

    monkeypatch.setattr(passwords, "verify_password", verify)


async def test_a_password_changed_while_it_is_checked_opens_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    member = await deeds.newcomer(world, world.acme)
    token = await verb.perform(
        invitation.invite_member, world.admin.principal, member.id, "reset", tenant=world.acme.id
    )
    await _changed_meanwhile(monkeypatch, lambda: accept(token, "another horse, another battery"))
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.member(world.acme.slug, member.email, PASSWORD)
    assert await deeds.told(database, SESSIONS, member.id) == 0


async def test_who_is_deactivated_while_signing_in_stays_out(
    world: World, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    member = await deeds.newcomer(world, world.acme)
    await _changed_meanwhile(
        monkeypatch,
        lambda: verb.perform(
            people.deactivate_member, world.admin.principal, member.id, tenant=world.acme.id
        ),
    )
    with pytest.raises(sign_in.SignInFailed):
        await sign_in.member(world.acme.slug, member.email, PASSWORD)
    assert await deeds.told(database, SESSIONS, member.id) == 0


async def test_a_hash_of_another_cost_is_made_anew_when_its_owner_signs_in(
    world: World, database: Database
) -> None:
    member, staff = world.acme.requester, world.agent
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for table, whose, person in (
        ("credential", "person_id", member),
        ("staff_credential", "staff_id", staff),
    ):
        put = f"UPDATE {table} SET password_hash = $2 WHERE {whose} = $1 RETURNING true"
        assert await deeds.told(database, put, person.id, cheap)
    await sign_in.member(world.acme.slug, member.email, PASSWORD)
    await sign_in.staff_password(staff.email, PASSWORD)
    for table, whose, person in (
        ("credential", "person_id", member),
        ("staff_credential", "staff_id", staff),
    ):
        read = f"SELECT password_hash FROM {table} WHERE {whose} = $1"
        kept = await deeds.told(database, read, person.id)
        assert not passwords.needs_rehash(str(kept))
        assert await passwords.verify_password(PASSWORD, str(kept))


async def test_trying_is_limited_and_success_forgives(world: World) -> None:
    member = await deeds.newcomer(world, world.acme)
    for _ in range(9):
        with pytest.raises(sign_in.SignInFailed):
            await sign_in.member(world.acme.slug, member.email, "wrong")
    assert await sign_in.member(world.acme.slug, f" {member.email.upper()} ", PASSWORD)
    for _ in range(10):
        with pytest.raises(sign_in.SignInFailed):
            await sign_in.member(world.acme.slug, member.email.title(), "wrong")
    with pytest.raises(TooMany):
        await sign_in.member(world.acme.slug, member.email, PASSWORD)
    assert await sign_in.member(world.acme.slug, world.acme.approver.email, PASSWORD)


async def test_codes_are_limited_and_passwords_of_staff_forgiven(world: World) -> None:
    person = await deeds.recruit(world)
    for _ in range(12):
        half = await sign_in.staff_password(person.email, PASSWORD)
    for _ in range(10):
        with pytest.raises(sign_in.SignInFailed):
            await sign_in.staff_code(half.proof, "000000")
    with pytest.raises(TooMany):
        await sign_in.staff_code(half.proof, fresh_code(person))


async def test_a_second_factor_is_stored_sealed_and_bound_to_its_person(
    world: World, database: Database
) -> None:
    sql = "SELECT totp_sealed FROM staff_credential WHERE staff_id = $1"
    sealed = await deeds.told(database, sql, world.agent.id)
    assert (world.agent.totp_secret or "").encode() not in sealed
    assert sign_in.open_totp(world.agent.id, sealed) == world.agent.totp_secret
    with pytest.raises(Exception, match="does not open"):
        sign_in.open_totp(world.l2.id, sealed)


async def test_what_is_no_token_of_ours_is_nobody() -> None:
    for plain in ("", "x", "upn_session_0_" + "A" * 43, secret_token.issue("api").plain):
        assert await door.by_session(plain) is None
