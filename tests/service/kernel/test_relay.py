"""The relay: each event to each consumer, in order per ticket, once, whatever fails on the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from tests.conftest import Database
from tests.service.kernel import ground
from tests.world import warm
from underpin.kernel import db, due, events, ids, relay, timers
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.events import Consumer, Event

pytestmark = pytest.mark.usefixtures("scopes")


class Ear:
    """A consumer that notes what it heard, arms a timer for each, and fails when told to."""

    def __init__(self, name: str = "ear", lane: str = "bulk") -> None:
        self.name, self.lane = name, lane
        self.heard: list[tuple[UUID, str]] = []
        self.failing: set[tuple[UUID, str]] = set()
        self.pause = 0.0
        self.first = asyncio.Event()
        self.consumer = Consumer(name, lane, ("test.",), self._hear)

    async def _hear(self, act: Act, event: Event) -> None:
        what = (event.subject_id, event.kind.removeprefix("test."))
        later = act.now + timedelta(days=100)
        key = f"{self.name}{event.id}"
        await timers.arm(act, timers.Timer("heard", key, event.subject_id, later))
        await asyncio.sleep(self.pause)
        self.heard.append(what)
        self.first.set()
        if what in self.failing:
            raise RuntimeError("not today")

    def of(self, subject: UUID) -> str:
        return "".join(kind for about, kind in self.heard if about == subject)


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    made = Ear()
    monkeypatch.setitem(events.CONSUMERS, made.name, made.consumer)
    return made


async def _emit(tenant: int, kinds: str, subject: UUID | None = None) -> UUID:
    return await ground.emit(tenant, *(f"test.{kind}" for kind in kinds), subject=subject)


async def _waiting(tenant: int, subject: UUID) -> list[tuple[int, int, bool]]:
    """Of each delivery of a subject: position, attempts, whether it is set aside."""
    found = await ground.rows(
        tenant,
        "SELECT position, attempts, parked_at IS NOT NULL AS parked FROM delivery "
        "WHERE subject_id = $1 ORDER BY position",
        subject,
    )
    return [(row["position"], row["attempts"], row["parked"]) for row in found]


async def _due(tenant: int, position: int, ago: timedelta) -> None:
    async with ground.working(tenant) as act:
        await db.execute(
            "UPDATE delivery SET due_at = transaction_timestamp() - $1::interval "
            "WHERE tenant_id = $2 AND position = $3",
            *(ago, act.tenant_id, position),
        )


async def test_order_holds_per_subject_for_each_consumer(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Ear("other", "alarm")
    monkeypatch.setitem(events.CONSUMERS, other.name, other.consumer)
    tenant = await ground.tenant()
    one = await _emit(tenant, "ab")
    two = await _emit(tenant, "xy")
    await _emit(tenant, "cd", one)
    await _emit(tenant, "z", two)

    assert await relay.drain(tenant) == 14
    for listener in (ear, other):
        assert listener.of(one) == "abcd"
        assert listener.of(two) == "xyz"
    assert await relay.drain(tenant) == 0


async def test_alarms_go_before_bulk(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    async def hear(name: str) -> None:
        order.append(name)

    for name, lane in (("slow", "bulk"), ("page", "alarm"), ("mailer", "mail")):
        consumer = Consumer(name, lane, ("test.",), lambda *_, name=name: hear(name))
        monkeypatch.setitem(events.CONSUMERS, name, consumer)
    tenant = await ground.tenant()
    await _emit(tenant, "a")
    await relay.drain(tenant)
    assert order == ["page", "mailer", "slow"]


async def test_a_flood_in_one_lane_leaves_the_others_their_share(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Ear("pages", "alarm")
    tenant = await ground.tenant()
    monkeypatch.setitem(events.CONSUMERS, pages.name, pages.consumer)
    for _ in range(9):
        await _emit(tenant, "abcdefghijklmnopqrst")
    assert await relay.drain(tenant) == relay.LANES["alarm"] + relay.LANES["bulk"]
    assert len(pages.heard) == relay.LANES["alarm"]
    assert len(ear.heard) == relay.LANES["bulk"]
    while await relay.drain(tenant):
        pass
    assert len(pages.heard) == len(ear.heard) == 180


async def test_a_failure_stops_its_own_line_alone_and_pauses(ear: Ear) -> None:
    tenant = await ground.tenant()
    bad, good = await _emit(tenant, "abc"), await _emit(tenant, "abc")
    ear.failing.add((bad, "b"))
    async with ground.working(tenant):  # so often that it pauses for half a minute
        await db.execute("UPDATE delivery SET attempts = 5 WHERE position = 2")

    assert await relay.drain(tenant) == 4
    assert ear.of(bad) == "ab"
    assert ear.of(good) == "abc"
    assert await _waiting(tenant, bad) == [(2, 6, False), (3, 0, False)]
    assert await ground.value(tenant, "SELECT last_error FROM delivery WHERE position = 2") == (
        "RuntimeError: not today"
    )
    assert await relay.drain(tenant) == 0, "it is not tried again before its time"
    assert ear.of(bad) == "ab"


async def test_a_line_keeps_its_order_when_its_head_is_due_last(ear: Ear) -> None:
    """A retried head has a later due time than those behind it."""
    tenant = await ground.tenant()
    subject = await _emit(tenant, "abcd")
    for position, ago in ((1, 1), (2, 50), (3, 70), (4, 60)):
        await _due(tenant, position, timedelta(seconds=ago))
    while await relay.drain(tenant):
        pass
    assert ear.of(subject) == "abcd"


async def test_what_keeps_failing_is_parked_and_only_its_line_waits(ear: Ear) -> None:
    tenant = await ground.tenant()
    bad = await _emit(tenant, "ab")
    ear.failing.add((bad, "a"))
    for _ in range(relay.ATTEMPTS):
        assert await relay.drain(tenant) == 0
        await _due(tenant, 1, timedelta(seconds=1))
    assert await _waiting(tenant, bad) == [(1, relay.ATTEMPTS, True), (2, 0, False)]

    good = await _emit(tenant, "ab")
    assert await relay.drain(tenant) == 2
    assert ear.of(good) == "ab"
    assert ear.of(bad) == "a" * relay.ATTEMPTS

    ear.failing.clear()
    ear.heard.clear()
    async with ground.working(tenant):
        await db.execute("UPDATE delivery SET parked_at = NULL, attempts = 0")
    assert await relay.drain(tenant) == 2
    assert ear.of(bad) == "ab"


@pytest.mark.parametrize(("lane", "pages"), [("alarm", 1), ("mail", 0), ("bulk", 0)])
async def test_only_an_alarm_that_is_parked_pages(
    lane: str, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear, tenant = Ear("crier", lane), await ground.tenant()
    monkeypatch.setitem(events.CONSUMERS, ear.name, ear.consumer)
    subject = await _emit(tenant, "a")
    ear.failing.add((subject, "a"))
    for _ in range(relay.ATTEMPTS):
        await relay.drain(tenant)
        await _due(tenant, 1, timedelta(seconds=1))
    found = await ground.rows(tenant, "SELECT body FROM event WHERE kind = 'set_aside.alarm'")
    assert len(found) == pages
    assert all(str(subject) in row["body"] and "crier: test.a" in row["body"] for row in found)


async def test_the_handlers_rows_and_the_deliverys_end_commit_together(ear: Ear) -> None:
    tenant = await ground.tenant()
    subject = await _emit(tenant, "ab")
    ear.failing.add((subject, "b"))
    await relay.drain(tenant)
    assert len(await ground.rows(tenant, "SELECT 1 FROM timer")) == 1, "only a's row stands"
    assert [position for position, *_ in await _waiting(tenant, subject)] == [2]


async def test_a_relay_that_dies_in_its_batch_leaves_all_of_it(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await ground.tenant()
    subject = await _emit(tenant, "ab")
    ear.pause = 0.05
    dying = asyncio.create_task(relay.drain(tenant))
    await ear.first.wait()
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    assert await _waiting(tenant, subject) == [(1, 0, False), (2, 0, False)]
    assert await ground.rows(tenant, "SELECT 1 FROM timer") == []

    ear.heard.clear()
    assert await relay.drain(tenant) == 2
    assert ear.of(subject) == "ab"


async def test_two_relays_at_once_never_reorder_or_double(ear: Ear) -> None:
    tenant = await ground.tenant()
    subjects = [await _emit(tenant, "abcde") for _ in range(4)]
    ear.pause = 0.001

    async def one() -> int:
        return sum([await relay.drain(tenant) for _ in range(5)])

    await warm(*[Work(tenant)] * 3)
    assert sum(await asyncio.gather(one(), one(), one())) == 20
    assert [ear.of(subject) for subject in subjects] == ["abcde"] * 4


async def test_an_event_and_its_deliveries_are_one_transaction(ear: Ear) -> None:
    tenant = await ground.tenant()

    async def fails() -> None:
        async with ground.working(tenant) as act:
            await events.emit(act, events.New("test.a", ids.new()))
            raise RuntimeError("the verb fails after all")

    with pytest.raises(RuntimeError):
        await fails()
    assert await ground.rows(tenant, "SELECT 1 FROM event") == []
    assert await ground.rows(tenant, "SELECT 1 FROM delivery") == []

    await _emit(tenant, "a")
    assert len(await ground.rows(tenant, "SELECT 1 FROM event")) == 1
    assert len(await ground.rows(tenant, "SELECT 1 FROM delivery")) == 1


async def test_nothing_is_lost_when_a_later_id_commits_earlier(ear: Ear) -> None:
    tenant = await ground.tenant()
    early, late = ids.new(), ids.new()
    written, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with ground.working(tenant) as act:
            await events.emit(act, events.New("test.a", early))
            written.set()
            await go_on.wait()

    slowly = asyncio.create_task(slow())
    await written.wait()
    await _emit(tenant, "a", late)
    assert await relay.drain(tenant) == 1
    assert [about for about, _ in ear.heard] == [late]
    go_on.set()
    await slowly
    assert await relay.drain(tenant) == 1
    assert [about for about, _ in ear.heard] == [late, early]


async def test_a_consumer_nobody_knows_is_seen_and_stops_nobody(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(events.CONSUMERS, "gone", Ear("gone").consumer)
    tenant = await ground.tenant()
    subject = await _emit(tenant, "a")
    monkeypatch.delitem(events.CONSUMERS, "gone")
    assert await relay.drain(tenant) == 1
    assert ear.of(subject) == "a"
    found = await ground.rows(tenant, "SELECT consumer, attempts, last_error FROM delivery")
    assert found == [{"consumer": "gone", "attempts": 1, "last_error": "KeyError: 'gone'"}]


async def test_a_tenants_trouble_is_not_the_others(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await ground.tenant(), await ground.tenant()
    await _emit(bad, "a")
    subject = await _emit(good, "a")
    real = relay.drain

    async def drain(tenant: int) -> int:
        if tenant == bad:
            raise RuntimeError("its commit fails")
        return await real(tenant)

    monkeypatch.setattr(relay, "drain", drain)
    await relay.round()
    assert ear.of(subject) == "a"
    monkeypatch.undo()


async def test_one_tenants_backlog_hides_nobody(database: Database) -> None:
    crowded, quiet = await ground.tenant(), await ground.tenant()
    async with ground.administered(database) as admin:
        await admin.execute(
            "INSERT INTO timer SELECT $1, uuidv7(), 'none', n::text, uuidv7(), 'alarm', t, t, 0, "
            "false FROM generate_series(1, 21000) n, (SELECT timestamptz '2026-01-01') AS at(t)",
            crowded,
        )
    async with ground.working(quiet) as act:
        await timers.arm(act, timers.Timer("none", "one", ids.new(), act.now - timedelta(1)))
    found = await due.tenants(due.REAL_TIMERS)
    assert {crowded, quiet} <= set(found)
    assert found.index(crowded) < found.index(quiet), "who waits longest comes first"
    async with ground.administered(database) as admin:
        await admin.execute("DELETE FROM timer WHERE kind = 'none'")
