"""What leaves: once queued per identity, held, withdrawn, repeated under the same identity."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.service.kernel import ground
from tests.world import warm
from underpin.kernel import db, ids, outgoing
from underpin.kernel.database.scope import Work
from underpin.kernel.outgoing import Outgoing

pytestmark = pytest.mark.usefixtures("scopes")
NOW = timedelta(0)
SUBJECT = ids.new()


class FarSide:
    """A channel that notes what reached it, and fails when told to."""

    def __init__(self) -> None:
        self.tried: list[str] = []
        self.took: list[Outgoing] = []
        self.failure: Exception | None = None
        self.pause = 0.0
        self.together: asyncio.Barrier | None = None

    async def send(self, leaving: Outgoing) -> None:
        self.tried.append(leaving.identity)
        await asyncio.sleep(self.pause)
        if self.together is not None:
            await self.together.wait()
        if self.failure is not None:
            raise self.failure
        self.took.append(leaving)


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> FarSide:
    made = FarSide()
    monkeypatch.setitem(outgoing.CHANNELS, "post", made.send)
    return made


async def _queue(
    tenant: int, identity: str, *, hold: timedelta = NOW, subject: UUID = SUBJECT
) -> UUID:
    async with ground.working(tenant) as act:
        said = {"said": identity}
        return await outgoing.queue(act, "post", identity, subject, said, hold=hold)


async def _row(tenant: int) -> dict[str, Any]:
    (found,) = await ground.rows(
        tenant,
        "SELECT identity, attempts, sent_at IS NOT NULL AS sent, parked_at IS NOT NULL AS parked, "
        "withdrawn_at IS NOT NULL AS withdrawn, last_error, due_at - transaction_timestamp() AS "
        "due_in FROM outgoing",
    )
    return found


async def _make_due(tenant: int) -> None:
    async with ground.working(tenant):
        await db.execute("UPDATE outgoing SET due_at = transaction_timestamp()")


async def test_an_identity_leaves_once_however_often_it_is_queued(far: FarSide) -> None:
    tenant = await ground.tenant()
    first = await _queue(tenant, "<1@x>")
    assert await _queue(tenant, "<1@x>") == first
    assert await outgoing.drain(tenant) == 1
    assert await _queue(tenant, "<1@x>") == first
    assert await outgoing.drain(tenant) == 0
    assert [(got.identity, got.payload, got.id) for got in far.took] == [
        ("<1@x>", {"said": "<1@x>"}, first)
    ]


async def test_the_same_identity_of_two_tenants_is_two_things(far: FarSide) -> None:
    for tenant in (await ground.tenant(), await ground.tenant()):
        await _queue(tenant, "<1@x>")
        assert await outgoing.drain(tenant) == 1
    assert len(far.took) == 2


async def test_it_is_decided_with_its_verb_or_not_at_all(far: FarSide) -> None:
    tenant = await ground.tenant()

    async def fails() -> None:
        async with ground.working(tenant) as act:
            await outgoing.queue(act, "post", "<1@x>", SUBJECT, {}, hold=NOW)
            raise RuntimeError("the verb fails after all")

    with pytest.raises(RuntimeError):
        await fails()
    assert await outgoing.drain(tenant) == 0
    assert await ground.rows(tenant, "SELECT 1 FROM outgoing") == []


async def test_it_waits_its_hold_and_can_be_taken_back_meanwhile(far: FarSide) -> None:
    tenant = await ground.tenant()
    assert timedelta(seconds=10) == outgoing.HOLD
    hold = timedelta(minutes=10)
    await _queue(tenant, "<1@x>", hold=hold)
    assert hold / 2 < (await _row(tenant))["due_in"] <= hold
    assert await outgoing.drain(tenant) == 0
    async with ground.working(tenant) as act:
        assert await outgoing.withdraw(act, SUBJECT, "post") == 1
        assert await outgoing.withdraw(act, SUBJECT, "post") == 0
    await _make_due(tenant)
    assert await outgoing.drain(tenant) == 0
    assert far.tried == []
    assert (await _row(tenant))["withdrawn"]


async def test_what_was_tried_cannot_be_taken_back(far: FarSide) -> None:
    tenant = await ground.tenant()
    await _queue(tenant, "<1@x>")
    far.failure = RuntimeError("the line broke, who knows when")
    await outgoing.drain(tenant)
    async with ground.working(tenant) as act:
        assert await outgoing.withdraw(act, SUBJECT, "post") == 0
        assert await outgoing.withdraw(act, ids.new(), "post") == 0
    assert not (await _row(tenant))["withdrawn"]


async def test_a_sender_that_fails_tries_again_under_the_same_identity(far: FarSide) -> None:
    tenant = await ground.tenant()
    await _queue(tenant, "<1@x>")
    far.failure = ConnectionResetError("gone")
    assert await outgoing.drain(tenant) == 0
    row = await _row(tenant)
    assert (row["attempts"], row["sent"], row["parked"]) == (1, False, False)
    assert row["last_error"] == "ConnectionResetError: gone"
    assert row["due_in"] > timedelta(seconds=20)
    assert await outgoing.drain(tenant) == 0, "not before its time"

    far.failure = None
    await _make_due(tenant)
    assert await outgoing.drain(tenant) == 1
    assert far.tried == ["<1@x>", "<1@x>"]
    row = await _row(tenant)
    assert (row["sent"], row["last_error"]) == (True, None)


async def test_what_keeps_failing_is_set_aside(far: FarSide) -> None:
    tenant = await ground.tenant()
    await _queue(tenant, "<1@x>")
    far.failure = RuntimeError("never")
    for _ in range(outgoing.ATTEMPTS):
        await outgoing.drain(tenant)
        await _make_due(tenant)
    row = await _row(tenant)
    assert (row["attempts"], row["parked"]) == (outgoing.ATTEMPTS, True)
    far.failure = None
    assert await outgoing.drain(tenant) == 0
    assert set(far.tried) == {"<1@x>"}


async def test_what_is_refused_for_good_is_set_aside_at_once(far: FarSide) -> None:
    tenant = await ground.tenant()
    await _queue(tenant, "<1@x>")
    far.failure = outgoing.NeverTaken("no such mailbox")
    await outgoing.drain(tenant)
    row = await _row(tenant)
    assert (row["attempts"], row["parked"]) == (1, True)
    assert row["last_error"] == "NeverTaken: no such mailbox"


async def test_a_channel_this_process_lacks_is_kept_for_later(far: FarSide) -> None:
    tenant = await ground.tenant()
    async with ground.working(tenant) as act:
        await outgoing.queue(act, "pigeon", "<1@x>", SUBJECT, {}, hold=NOW)
    assert await outgoing.drain(tenant) == 0
    row = await _row(tenant)
    assert (row["sent"], row["last_error"]) == (False, "KeyError: 'pigeon'")


async def test_two_dispatchers_at_once_send_once(far: FarSide) -> None:
    tenant = await ground.tenant()
    for n in range(25):
        await _queue(tenant, f"<{n}@x>")
    far.pause = 0.05

    async def one() -> int:
        return sum([await outgoing.drain(tenant) for _ in range(3)])

    await warm(*[Work(tenant)] * 3)
    assert sum(await asyncio.gather(one(), one(), one())) == 25
    assert sorted(far.tried) == sorted(f"<{n}@x>" for n in range(25))


async def test_a_send_that_hangs_is_given_up_within_its_lease(
    far: FarSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outgoing.PATIENCE_SECONDS < 30, "the shortest lease"
    monkeypatch.setattr(outgoing, "PATIENCE_SECONDS", 0.05)
    tenant = await ground.tenant()
    await _queue(tenant, "<slow@x>")
    far.pause = 600
    async with asyncio.timeout(ground.PATIENCE_SECONDS):
        assert await outgoing.drain(tenant) == 0
    row = await _row(tenant)
    assert (row["attempts"], row["sent"]) == (1, False)
    assert row["last_error"].startswith("TimeoutError")


async def test_a_slow_one_keeps_nobody_waiting_in_its_batch(far: FarSide) -> None:
    tenant = await ground.tenant()
    for n in range(outgoing.BATCH):
        await _queue(tenant, f"<{n}@x>")
    far.together = asyncio.Barrier(outgoing.BATCH)
    async with asyncio.timeout(outgoing.PATIENCE_SECONDS * 2):
        assert await outgoing.drain(tenant) == outgoing.BATCH, "all are under way at once"


async def test_nothing_is_sent_inside_a_transaction(
    far: FarSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await ground.tenant()
    await _queue(tenant, "<1@x>")
    seen: list[int] = []

    async def send(leaving: Outgoing) -> None:
        async with ground.working(tenant):
            seen.append(1)  # would raise AlreadyOpen inside another transaction

    monkeypatch.setitem(outgoing.CHANNELS, "post", send)
    assert await outgoing.drain(tenant) == 1
    assert seen == [1]


async def test_a_round_reaches_every_tenant(far: FarSide) -> None:
    tenants = [await ground.tenant() for _ in range(3)]
    for tenant in tenants:
        await _queue(tenant, "<1@x>")
    assert await outgoing.round() >= 3
    assert {got.tenant_id for got in far.took} >= set(tenants)
