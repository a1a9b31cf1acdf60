"""Verbs in their transactions: who may, in which scope, with which answer kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from tests.service.kernel import ground
from tests.world import SETTINGS, warm
from underpin.kernel import db, ids, installation, verb
from underpin.kernel.act import Act
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.database.scope import Member, Provider, Staff, Vendor, Work
from underpin.kernel.database.transaction import TransactionLost
from underpin.kernel.errors import Conflict, Forbidden, NotFound
from underpin.kernel.idempotency import Key
from underpin.kernel.principal import MEMBER, STAFF, VENDOR, WORKER, Audience, Principal, worker

pytestmark = pytest.mark.usefixtures("scopes")
CAN = frozenset({"note.write", "note.read"})


@dataclass(frozen=True, slots=True)
class Note:
    id: UUID
    text: str
    at: datetime


@verb.write("note.write", STAFF, MEMBER, VENDOR, WORKER)
async def write_note(act: Act, text: str) -> Note:
    note = Note(ids.new(), text, act.now)
    await db.execute(
        "INSERT INTO site (tenant_id, id, name, time_zone) VALUES ($1, $2, $3, 'UTC')",
        *(act.tenant_id, note.id, text),
    )
    return note


@verb.write("note.write", STAFF, MEMBER)
async def write_badly(act: Act, text: str) -> None:
    await write_note(act, text)
    raise Conflict("after all not")


@verb.read("note.read", STAFF, MEMBER, VENDOR, WORKER)
async def where(act: Act) -> str:
    scope = ENGINE.current.scope
    return f"{scope!r} in {act.tenant}"


@verb.read("note.read", STAFF)
async def write_in_a_read(act: Act) -> None:
    await db.execute("UPDATE tenant SET name = 'changed'")


@verb.provide("note.write")
async def found_team(act: Act, name: str) -> UUID:
    team = ids.new()
    await db.execute("INSERT INTO team (id, name) VALUES ($1, $2)", team, name)
    return team


@pytest.fixture(autouse=True)
def started() -> Iterator[None]:
    installation.use(SETTINGS)
    yield
    for name in [name for name in verb.REGISTRY if name.startswith(__name__)]:
        assert verb.REGISTRY[name].capability in CAN


@pytest.fixture
async def agent() -> Principal:
    """A staff person of two clients, and of a third they were never assigned to."""
    one, two = await ground.tenant(), await ground.tenant()
    person = ids.new()
    async with db.open(Provider()):
        await db.execute(
            "INSERT INTO staff VALUES ($1, 'Ada', $2, 1, 'active', 'en', 'UTC', $3)",
            *(person, f"{person}@x.example", datetime(2026, 1, 1, tzinfo=UTC)),
        )
        for tenant in (one, two):
            await db.execute("INSERT INTO assignment VALUES ($1, $2)", person, tenant)
    return Principal(STAFF, person, CAN, {"ONE": one, "TWO": two})


def of(principal: Principal, which: int = 0) -> int:
    return principal.tenant_ids[which]


async def _notes(tenant: int) -> list[str]:
    return [row["name"] for row in await ground.rows(tenant, "SELECT name FROM site ORDER BY id")]


async def _unassign(person: UUID | None, tenant: int) -> None:
    async with db.open(Provider()):
        await db.execute(
            "DELETE FROM assignment WHERE staff_id = $1 AND tenant_id = $2", person, tenant
        )


async def test_each_audience_reads_in_its_own_scope(agent: Principal) -> None:
    one, two = agent.tenant_ids
    person, case = ids.new(), ids.new()
    member = Principal(MEMBER, person, CAN, {"ONE": one})
    vendor = Principal(VENDOR, None, CAN, {"ONE": one}, case_id=case)
    assert await verb.perform(where, agent) == f"{Staff((one, two))!r} in None"
    assert await verb.perform(where, agent, tenant=two) == f"{Staff((two,))!r} in {two}"
    assert await verb.perform(where, member) == f"{Member(one, person)!r} in {one}"
    assert await verb.perform(where, vendor) == f"{Vendor(one, case)!r} in {one}"
    assert await verb.perform(where, worker(one)) == f"{Work(one)!r} in {one}"


async def test_what_is_written_stands_when_perform_returns(agent: Principal) -> None:
    note = await verb.perform(write_note, agent, "hello", tenant=of(agent))
    assert await _notes(of(agent)) == ["hello"]
    assert note.text == "hello"


async def test_a_verb_that_fails_leaves_nothing(agent: Principal) -> None:
    with pytest.raises(Conflict):
        await verb.perform(write_badly, agent, "half", tenant=of(agent))
    assert await _notes(of(agent)) == []


async def test_without_the_capability_nothing_happens(agent: Principal) -> None:
    powerless = Principal(STAFF, agent.person_id, frozenset({"note.read"}), agent.tenants)
    with pytest.raises(Forbidden, match=r"note\.write"):
        await verb.perform(write_note, powerless, "no", tenant=of(agent))
    assert await _notes(of(agent)) == []


async def test_a_verb_is_offered_to_its_audiences_only(agent: Principal) -> None:
    vendor = Principal(VENDOR, None, CAN, dict(agent.tenants), case_id=ids.new())
    with pytest.raises(Forbidden):
        await verb.perform(write_badly, vendor, "no")
    member = Principal(MEMBER, ids.new(), CAN, {"ONE": of(agent)})
    with pytest.raises(Forbidden):
        await verb.perform(found_team, member, "no")
    assert await _notes(of(agent)) == []


async def test_a_tenant_one_was_not_given_does_not_exist(agent: Principal) -> None:
    stranger = await ground.tenant()
    for wanted in (write_note, where):
        with pytest.raises(NotFound):
            await verb.perform(
                wanted, agent, *(["x"] if wanted is write_note else []), tenant=stranger
            )
    assert await _notes(stranger) == []


async def test_who_was_unassigned_after_the_door_writes_nothing(agent: Principal) -> None:
    await _unassign(agent.person_id, of(agent))
    with pytest.raises(NotFound):
        await verb.perform(write_note, agent, "too late", tenant=of(agent))
    assert await _notes(of(agent)) == []
    assert await verb.perform(write_note, agent, "still mine", tenant=of(agent, 1))


async def test_an_idempotency_key_is_no_way_around_the_assignment(agent: Principal) -> None:
    once = Key.of("POST /notes", "k1", b"{}")
    await verb.perform(write_note, agent, "once", tenant=of(agent), once=once)
    await _unassign(agent.person_id, of(agent))
    with pytest.raises(NotFound):
        await verb.perform(write_note, agent, "once", tenant=of(agent), once=once)


async def test_reading_writes_nothing(agent: Principal) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await verb.perform(write_in_a_read, agent)
    assert await ground.value(of(agent), "SELECT name FROM tenant") != "changed"


async def test_a_refused_commit_is_the_verbs_failure(agent: Principal) -> None:
    async def poison(*_: object) -> None:
        with pytest.raises(asyncpg.DivisionByZeroError):
            await db.execute("SELECT 1 / 0")

    verb.record_with(poison)
    try:
        with pytest.raises(TransactionLost):
            await verb.perform(write_note, agent, "lost", tenant=of(agent))
    finally:
        verb._recorders.remove(poison)
    assert await _notes(of(agent)) == []


async def test_the_prelude_sets_the_time_of_its_own_transaction(agent: Principal) -> None:
    moment = datetime(2016, 3, 1, 12, tzinfo=UTC)

    async def simulate() -> None:
        await db.execute("UPDATE tenant SET simulated_now = $1", moment)

    note = await verb.perform(
        write_note, worker(of(agent)), "then", prelude=simulate, source="replay"
    )
    assert note.at == moment


async def test_recorders_hear_of_changes_and_of_what_they_made(agent: Principal) -> None:
    heard: list[tuple[str, object, object]] = []

    async def listen(
        act: Act, wanted: object, args: tuple[object, ...], _: Mapping[str, object], made: object
    ) -> None:
        heard.append((act.verb, args, made))

    verb.record_with(listen)
    verb.record_with(listen)
    try:
        note = await verb.perform(write_note, agent, "heard", tenant=of(agent))
        await verb.perform(where, agent)
    finally:
        verb._recorders.remove(listen)
    assert heard == [(write_note.name, ("heard",), note)]


class TestOnce:
    """`Idempotency-Key`."""

    async def test_a_repeat_gives_the_first_answer_and_no_second_effect(
        self, agent: Principal
    ) -> None:
        once = Key.of("POST /notes", "k1", b'{"text":"a"}')
        first = await verb.perform(write_note, agent, "a", tenant=of(agent), once=once)
        again = await verb.perform(write_note, agent, "a", tenant=of(agent), once=once)
        assert again == first
        assert await _notes(of(agent)) == ["a"]

    async def test_another_body_under_the_same_key_is_a_conflict(self, agent: Principal) -> None:
        once, other = (Key.of("POST /notes", "k1", body) for body in (b"a", b"b"))
        await verb.perform(write_note, agent, "a", tenant=of(agent), once=once)
        with pytest.raises(Conflict, match="another body"):
            await verb.perform(write_note, agent, "b", tenant=of(agent), once=other)
        assert await _notes(of(agent)) == ["a"]

    async def test_a_key_is_ones_own_route_and_tenant(self, agent: Principal) -> None:
        one, other = Key.of("POST /notes", "k", b""), Key.of("POST /other", "k", b"")
        second = Principal(MEMBER, ids.new(), CAN, {"ONE": of(agent)})
        await verb.perform(write_note, agent, "a", tenant=of(agent), once=one)
        await verb.perform(write_note, agent, "b", tenant=of(agent), once=other)
        await verb.perform(write_note, agent, "c", tenant=of(agent, 1), once=one)
        await verb.perform(write_note, second, "d", once=one)
        assert await _notes(of(agent)) == ["a", "b", "d"]
        assert await _notes(of(agent, 1)) == ["c"]

    async def test_repeats_at_once_have_one_effect(self, agent: Principal) -> None:
        once = Key.of("POST /notes", "k1", b"")
        await warm(*[Work(of(agent))] * 5)
        answers = await asyncio.gather(
            *(verb.perform(write_note, agent, "a", tenant=of(agent), once=once) for _ in range(5))
        )
        assert len({answer.id for answer in answers}) == 1
        assert await _notes(of(agent)) == ["a"]

    async def test_a_failure_leaves_the_key_free(self, agent: Principal) -> None:
        once = Key.of("POST /notes", "k1", b"")
        with pytest.raises(Conflict, match="after all not"):
            await verb.perform(write_badly, agent, "a", tenant=of(agent), once=once)
        await verb.perform(write_note, agent, "b", tenant=of(agent), once=once)
        assert await _notes(of(agent)) == ["b"]

    async def test_the_provider_has_keys_too(self, agent: Principal) -> None:
        once, name = Key.of("POST /teams", "k1", b""), f"team {ids.new()}"
        first = await verb.perform(found_team, agent, name, once=once)
        assert await verb.perform(found_team, agent, name, once=once) == first
        with pytest.raises(Conflict):
            await verb.perform(found_team, agent, name, once=Key.of("POST /teams", "k1", b"other"))

    async def test_a_vendor_has_keys_by_its_case(self, agent: Principal) -> None:
        once = Key.of("POST /vendor", "k1", b"")
        for case in (ids.new(), ids.new()):
            vendor = Principal(VENDOR, None, CAN, {"ONE": of(agent)}, case_id=case)
            first = await verb.perform(write_note, vendor, str(case), once=once)
            assert await verb.perform(write_note, vendor, str(case), once=once) == first
        assert len(await _notes(of(agent))) == 2

    async def test_what_was_answered_is_stored_sealed(self, agent: Principal) -> None:
        once = Key.of("POST /notes", "k1", b"")
        await verb.perform(write_note, agent, "a secret link", tenant=of(agent), once=once)
        (row,) = await ground.rows(of(agent), "SELECT answer FROM kept_answer")
        assert b"secret" not in row["answer"]


async def test_audiences_are_what_a_principal_says(agent: Principal) -> None:
    assert agent.audience is Audience.STAFF
