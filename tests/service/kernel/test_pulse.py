"""The pulse: each timer fires once, after its instant, in the transaction of its effect."""

from __future__ import annotations

import asyncio
import contextvars
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.service.kernel import ground
from tests.world import warm
from underpin.kernel import aside, db, due, events, ids, metrics, pulse, timers
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.timers import Timer

pytestmark = pytest.mark.usefixtures("scopes")
MICROSECOND = timedelta(microseconds=1)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
MONDAY = datetime(2016, 2, 29, 9, tzinfo=UTC)


class Bells:
    """A kind whose subjects are sites (they have rows to lock), which notes what it fired."""

    def __init__(self, name: str) -> None:
        self.fired: list[str] = []
        self.acts: list[Act] = []
        self.failing: set[str] = set()
        self.firing, self.go_on = asyncio.Event(), asyncio.Event()
        self.go_on.set()
        self.slow = 0.0
        self.log: list[str] = []
        self.kind = timers.Kind(name, self._lock, self._fire)

    async def _lock(self, act: Act, subjects: Sequence[UUID]) -> set[UUID]:
        self.log.append("lock")
        held = await db.rows(
            "SELECT id FROM site WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) "
            "FOR UPDATE SKIP LOCKED",
            act.tenant_id,
            list(subjects),
        )
        return {row["id"] for row in held}

    async def _fire(self, act: Act, due: Sequence[Timer]) -> None:
        self.log.append("fire")
        self.acts.append(act)
        await events.emit(
            act, *(events.New("bell.rung", t.subject_id, {"key": t.key}) for t in due)
        )
        self.firing.set()
        await asyncio.sleep(self.slow)
        await self.go_on.wait()
        if any(timer.key in self.failing for timer in due):
            raise RuntimeError("a bell is cracked")
        self.fired += [timer.key for timer in due]


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> Bells:
    made = Bells("bell")
    monkeypatch.setitem(timers.KINDS, "bell", made.kind)
    return made


async def _arm(
    tenant: int, *when: tuple[str, datetime], kind: str = "bell", subject: UUID | None = None
) -> None:
    """Timers by key and instant, each of a subject of its own unless one is given."""
    async with ground.working(tenant) as act:
        made = [Timer(kind, key, subject or await _site(act), at) for key, at in when]
        await timers.arm(act, *made)


async def _site(act: Act) -> UUID:
    site = ids.new()
    await db.execute(
        "INSERT INTO site (tenant_id, id, name, time_zone) VALUES ($1, $2, $3, 'UTC')",
        *(act.tenant_id, site, str(site)),
    )
    return site


async def _of(tenant: int, key: str, at: datetime, lane: str = "alarm") -> UUID:
    """One timer; returns its subject."""
    async with ground.working(tenant) as act:
        site = await _site(act)
        await timers.arm(act, Timer("bell", key, site, at, lane))
    return site


async def _until_parked(tenant: int) -> None:
    for _ in range(pulse.ATTEMPTS):
        await _make_due(tenant)
        await pulse.drain(tenant)


async def _paged(tenant: int) -> list[tuple[str, UUID, dict[str, str]]]:
    found = await ground.rows(
        tenant, "SELECT * FROM event WHERE kind LIKE 'set_aside.%' ORDER BY position"
    )
    return [(row["kind"], row["id"], json.loads(row["body"])) for row in found]


def _lateness() -> tuple[float, float]:
    """How many firings of bells were measured, and their seconds."""
    found = {"_count": 0.0, "_sum": 0.0}
    name = "underpin_timer_lateness_seconds"
    for part in found:
        found[part] = metrics.registry.get_sample_value(name + part, {"kind": "bell"}) or 0.0
    return found["_count"], found["_sum"]


def _set_aside(lane: str) -> float:
    found = metrics.registry.get_sample_value("underpin_set_aside", {"lane": lane})
    assert found is not None
    return found


async def _ago(tenant: int, passed: timedelta) -> datetime:
    async with ground.working(tenant) as act:
        return act.now - passed


async def _left(tenant: int) -> list[tuple[str, int, bool]]:
    found = await ground.rows(
        tenant, "SELECT key, attempts, parked_at IS NOT NULL AS parked FROM timer ORDER BY key"
    )
    return [(row["key"], row["attempts"], row["parked"]) for row in found]


async def _rung(tenant: int) -> int:
    found: int = await ground.value(tenant, "SELECT count(*) FROM event WHERE kind = 'bell.rung'")
    return found


async def test_a_timer_fires_after_its_instant_never_at_it(bells: Bells) -> None:
    tenant = await ground.tenant(simulated_now=MONDAY)
    await _arm(tenant, ("before", MONDAY - MICROSECOND), ("at", MONDAY))
    assert await pulse.drain(tenant) == 1
    assert bells.fired == ["before"]
    await _simulate(tenant, MONDAY + MICROSECOND)
    assert await pulse.drain(tenant) == 1
    assert bells.fired == ["before", "at"]
    assert await _left(tenant) == []


async def test_the_effect_and_the_timers_end_commit_together(bells: Bells) -> None:
    tenant = await ground.tenant()
    await _arm(tenant, ("a", await _ago(tenant, HOUR)))
    bells.failing.add("a")
    assert await pulse.drain(tenant) == 0
    assert await _rung(tenant) == 0, "what a failing handler wrote is undone"
    assert await _left(tenant) == [("a", 1, False)]


async def test_a_batch_that_fails_is_tried_one_by_one(bells: Bells) -> None:
    tenant = await ground.tenant()
    due = await _ago(tenant, HOUR)
    await _arm(tenant, *((key, due) for key in "abcde"))
    bells.failing.add("c")
    assert await pulse.drain(tenant) == 4
    assert sorted(bells.fired) == ["a", "b", "d", "e"]
    assert await _left(tenant) == [("c", 1, False)]
    assert await pulse.drain(tenant) == 0, "it waits before it is tried again"
    assert await _rung(tenant) == 4


async def test_what_keeps_failing_is_set_aside_with_its_error(bells: Bells) -> None:
    tenant = await ground.tenant()
    await _arm(tenant, ("a", await _ago(tenant, HOUR)))
    bells.failing.add("a")
    for _ in range(pulse.ATTEMPTS):
        await pulse.drain(tenant)
        await _make_due(tenant)
    assert await _left(tenant) == [("a", pulse.ATTEMPTS, True)]
    assert await ground.value(tenant, "SELECT last_error FROM timer") == (
        "RuntimeError: a bell is cracked"
    )
    bells.failing.clear()
    assert await pulse.drain(tenant) == 0, "what is set aside waits for a person"

    await _arm(tenant, ("a", await _ago(tenant, SECOND)))
    assert await pulse.drain(tenant) == 1, "armed anew it stands again"


async def test_an_alarm_that_is_set_aside_says_so_once_each_time(bells: Bells) -> None:
    tenant = await ground.tenant()
    site = await _of(tenant, "a", await _ago(tenant, HOUR))
    bells.failing.add("a")
    await _until_parked(tenant)
    said = await _paged(tenant)
    assert [(kind, body) for kind, _, body in said] == [
        ("set_aside.alarm", {"what": "bell", "subject_id": str(site)})
    ]
    await pulse.drain(tenant)
    assert await _paged(tenant) == said, "it is set aside once"
    await ground.rows(tenant, "UPDATE timer SET parked_at = NULL, attempts = 0 RETURNING 1")
    await _until_parked(tenant)
    assert len(await _paged(tenant)) == 2, "tried again in vain, it pages again"


async def test_what_is_no_alarm_waits_to_be_found(bells: Bells) -> None:
    tenant = await ground.tenant()
    await _of(tenant, "a", await _ago(tenant, HOUR), lane="bulk")
    bells.failing.add("a")
    await _until_parked(tenant)
    assert await _left(tenant) == [("a", pulse.ATTEMPTS, True)]
    assert await _paged(tenant) == []


async def test_a_timer_whose_subject_vanished_is_set_aside_and_stops_nobody(
    bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A simulated tenant lives its instants in order: it would wait for this one for ever."""
    tenant = await ground.tenant(simulated_now=MONDAY)
    await _arm(tenant, ("gone", MONDAY - HOUR), subject=ids.new())
    await _arm(tenant, ("there", MONDAY - SECOND))
    assert [await pulse.drain(tenant) for _ in range(3)] == [0, 0, 0]
    assert await _left(tenant) == [("gone", 0, False), ("there", 0, False)], "it may come yet"
    monkeypatch.setattr(pulse, "PATIENCE_SECONDS", 0.0)
    assert [await pulse.drain(tenant) for _ in range(2)] == [0, 1]
    assert bells.fired == ["there"]
    assert await _left(tenant) == [("gone", 1, True)]
    assert "SubjectGone" in await ground.value(tenant, "SELECT last_error FROM timer")
    assert len(await _paged(tenant)) == 1


async def test_a_subject_that_comes_back_in_time_is_not_given_up(
    bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await ground.tenant()
    await _of(tenant, "a", await _ago(tenant, HOUR))
    async with db.open(Work(tenant)):
        await db.rows("SELECT FROM site FOR UPDATE")
        apart = asyncio.create_task(pulse.drain(tenant), context=contextvars.Context())
        assert await apart == 0
    monkeypatch.setattr(pulse, "PATIENCE_SECONDS", 0.0)
    assert await pulse.drain(tenant) == 1
    assert tenant not in pulse._unreached


async def test_how_late_an_alarm_acted_is_measured(bells: Bells) -> None:
    tenant, past = await ground.tenant(), await ground.tenant(simulated_now=MONDAY)
    before = _lateness()
    await _arm(tenant, ("a", await _ago(tenant, HOUR)))
    await _arm(past, ("b", MONDAY - HOUR))
    assert [await pulse.drain(each) for each in (tenant, past)] == [1, 1]
    counted, seconds = (after - was for after, was in zip(_lateness(), before, strict=True))
    assert counted == 1, "a simulated tenant's time is not late"
    assert 3600 <= seconds < 3630


async def test_what_is_set_aside_is_counted_by_lane(bells: Bells) -> None:
    await aside.count()
    before = _set_aside("alarm"), _set_aside("mail")
    tenant = await ground.tenant()
    await _of(tenant, "a", await _ago(tenant, HOUR))
    bells.failing.add("a")
    await _until_parked(tenant)
    await aside.count()
    assert (_set_aside("alarm"), _set_aside("mail")) == (before[0] + 1, before[1])
    await ground.rows(tenant, "DELETE FROM timer RETURNING 1")
    await aside.count()
    assert _set_aside("alarm") == before[0]


async def test_two_pulses_at_once_fire_each_exactly_once(bells: Bells) -> None:
    tenant = await ground.tenant()
    due = await _ago(tenant, HOUR)
    await _arm(tenant, *((f"{n:03}", due) for n in range(60)))
    bells.slow = 0.02
    await warm(*[Work(tenant)] * 4)
    assert sum(await asyncio.gather(*(pulse.drain(tenant) for _ in range(4)))) == 60
    assert sorted(bells.fired) == [f"{n:03}" for n in range(60)]
    assert await _rung(tenant) == 60


async def test_a_subject_that_is_being_worked_on_waits_and_stops_nobody(bells: Bells) -> None:
    tenant = await ground.tenant()
    due = await _ago(tenant, HOUR)
    await _arm(tenant, ("free", due))
    async with ground.working(tenant) as act:
        busy = await _site(act)
    await _arm(tenant, ("busy", due), subject=busy)
    holding, done = asyncio.Event(), asyncio.Event()

    async def works() -> None:
        async with ground.working(tenant):
            await db.execute("SELECT 1 FROM site WHERE id = $1 FOR UPDATE", busy)
            holding.set()
            await done.wait()

    worker = asyncio.create_task(works())
    await holding.wait()
    assert await pulse.drain(tenant) == 1
    assert bells.fired == ["free"]
    assert await _left(tenant) == [("busy", 0, False)], "being busy is no failure"
    done.set()
    await worker
    assert await pulse.drain(tenant) == 1
    assert bells.fired == ["free", "busy"]


async def test_subjects_are_locked_before_their_timers_are_taken(bells: Bells) -> None:
    """Whoever holds the ticket may move its timers without waiting for the pulse."""
    tenant = await ground.tenant()
    async with ground.working(tenant) as act:
        site = await _site(act)
    await _arm(tenant, ("a", await _ago(tenant, HOUR)), subject=site)
    holding, go_on = asyncio.Event(), asyncio.Event()

    async def moves_its_timer() -> None:
        async with ground.working(tenant) as act:
            await db.execute("SELECT 1 FROM site WHERE id = $1 FOR UPDATE", site)
            holding.set()
            await go_on.wait()
            await timers.arm(act, Timer("bell", "a", site, act.now + HOUR))

    mover = asyncio.create_task(moves_its_timer())
    await holding.wait()
    beats = asyncio.create_task(pulse.drain(tenant))

    async def reached() -> bool:
        return bells.log == ["lock"]

    await ground.until(reached)
    go_on.set()
    async with asyncio.timeout(ground.PATIENCE_SECONDS):
        await mover
        assert await beats == 0
    assert bells.fired == []
    assert await _left(tenant) == [("a", 0, False)]
    assert bells.log == ["lock"]


async def test_a_timer_its_own_handler_arms_anew_is_kept(
    bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await ground.tenant()

    async def fire(act: Act, due: Sequence[Timer]) -> None:
        await timers.arm(act, *(Timer("bell", t.key, t.subject_id, act.now + HOUR) for t in due))

    monkeypatch.setitem(timers.KINDS, "bell", timers.Kind("bell", bells.kind.lock, fire))
    await _arm(tenant, ("periodic", await _ago(tenant, HOUR)))
    assert await pulse.drain(tenant) == 1
    assert await _left(tenant) == [("periodic", 0, False)]
    assert await pulse.drain(tenant) == 0


async def test_a_timer_armed_anew_while_it_fires_is_not_lost(bells: Bells) -> None:
    tenant = await ground.tenant()
    await _arm(tenant, ("a", await _ago(tenant, HOUR)))
    later = await _ago(tenant, -HOUR)
    bells.go_on.clear()
    firing = asyncio.create_task(pulse.drain(tenant))
    await bells.firing.wait()
    arming = asyncio.create_task(_arm(tenant, ("a", later)))
    await asyncio.wait({arming}, timeout=0.1)
    bells.go_on.set()
    assert await firing == 1
    await arming
    assert await _left(tenant) == [("a", 0, False)]


async def test_a_timer_moved_while_it_fails_keeps_its_new_time(
    bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await ground.tenant()
    await _arm(tenant, ("a", await _ago(tenant, HOUR)))
    tomorrow = await _ago(tenant, -24 * HOUR)
    real = pulse._set_back

    async def moved_first(*words: object) -> None:
        await _arm(tenant, ("a", tomorrow))
        await real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(pulse, "_set_back", moved_first)
    bells.failing.add("a")
    await pulse.drain(tenant)
    assert await _left(tenant) == [("a", 0, False)]
    assert await ground.value(tenant, "SELECT due_at FROM timer") == tomorrow


async def test_a_kind_nobody_handles_is_set_aside_and_stops_nobody(bells: Bells) -> None:
    tenant, other = await ground.tenant(), await ground.tenant()
    due = await _ago(tenant, HOUR)
    await _arm(tenant, ("lost", due), kind="unheard-of")
    await _arm(tenant, ("found", due))
    await _arm(other, ("elsewhere", due))
    await pulse.beat()
    assert set(bells.fired) >= {"found", "elsewhere"}
    for _ in range(pulse.ATTEMPTS):
        await _make_due(tenant)
        await pulse.drain(tenant)
    assert await _left(tenant) == [("lost", pulse.ATTEMPTS, True)]
    said = await ground.value(tenant, "SELECT last_error FROM timer")
    assert "unheard-of" in said


async def test_a_simulated_tenant_lives_its_instants_in_order(bells: Bells) -> None:
    tenant = await ground.tenant(simulated_now=MONDAY)
    at = {key: MONDAY + n * HOUR for n, key in enumerate("abcd", 1)}
    await _arm(tenant, ("d", at["d"]), ("b", at["b"]), ("c", at["c"]), ("a", at["a"]))
    assert await pulse.drain(tenant) == 0, "real time is no business of a simulated tenant"

    await _simulate(tenant, at["c"] + SECOND)
    assert [await pulse.drain(tenant) for _ in range(4)] == [1, 1, 1, 0]
    assert bells.fired == ["a", "b", "c"]
    for act, instant in zip(bells.acts, (at["a"], at["b"], at["c"]), strict=True):
        assert timedelta(0) <= act.now - instant <= MICROSECOND, "each acts at its own instant"
    assert await _left(tenant) == [("d", 0, False)]


async def test_what_a_simulated_alarm_causes_comes_before_the_next(
    bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await ground.tenant(simulated_now=MONDAY + 10 * HOUR)

    async def fire(act: Act, due: Sequence[Timer]) -> None:
        bells.fired += [timer.key for timer in due]
        if due[0].key == "first":
            between = Timer("bell", "between", due[0].subject_id, act.now + HOUR)
            await timers.arm(act, between)

    monkeypatch.setitem(timers.KINDS, "bell", timers.Kind("bell", bells.kind.lock, fire))
    await _arm(tenant, ("first", MONDAY), ("last", MONDAY + 2 * HOUR))
    while await pulse.drain(tenant):
        pass
    assert bells.fired == ["first", "between", "last"]


async def test_a_simulated_alarm_that_fails_is_not_overtaken(bells: Bells) -> None:
    tenant = await ground.tenant(simulated_now=MONDAY + 10 * HOUR)
    await _arm(tenant, ("first", MONDAY), ("last", MONDAY + HOUR))
    bells.failing.add("first")
    for _ in range(pulse.ATTEMPTS):
        assert await pulse.drain(tenant) == 0
    assert bells.fired == []
    assert await _left(tenant) == [("first", pulse.ATTEMPTS, True), ("last", 0, False)]
    assert await pulse.drain(tenant) == 1


async def test_of_two_timers_armed_under_one_key_the_last_is_meant(bells: Bells) -> None:
    tenant = await ground.tenant()
    past, ahead = await _ago(tenant, HOUR), await _ago(tenant, -HOUR)
    await _arm(tenant, ("a", past), ("a", ahead))
    assert await ground.value(tenant, "SELECT fires_at FROM timer") == ahead


async def test_a_disarmed_timer_does_not_fire(bells: Bells) -> None:
    tenant = await ground.tenant()
    due = await _ago(tenant, HOUR)
    await _arm(tenant, ("a", due), ("b", due))
    async with ground.working(tenant) as act:
        await timers.disarm(act, "bell", ["a", "never-was"])
        await timers.disarm(act, "bell", [])
    assert await pulse.drain(tenant) == 1
    assert bells.fired == ["b"]


async def _simulate(tenant: int, moment: datetime) -> None:
    async with ground.working(tenant):
        await db.execute("UPDATE tenant SET simulated_now = $1", moment)


async def _make_due(tenant: int) -> None:
    async with ground.working(tenant):
        await db.execute("UPDATE timer SET due_at = fires_at")


async def test_what_pages_is_fired_before_what_is_due_longer(
    bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In batches of two: the page comes with the first, however late it fell due."""
    tenant, other = await ground.tenant(), await ground.tenant()
    monkeypatch.setattr(pulse, "BATCH", 2)
    for where in (other, tenant):
        async with ground.working(where) as act:
            waiting = [
                Timer("bell", f"{where} {name}", await _site(act), act.now - minutes * SECOND)
                for name, minutes in (("a", 50), ("b", 40), ("c", 30))
            ]
            await timers.arm(act, *waiting)
    async with ground.working(tenant) as act:
        page = Timer("bell", "page", await _site(act), act.now - SECOND, lane="page")
        await timers.arm(act, page)
    await asyncio.sleep(0.01)
    first = await due.tenants(due.PAGES)
    assert tenant in first
    assert other not in first
    assert await pulse.drain(tenant) == 2
    assert set(bells.fired) == {"page", f"{tenant} a"}
    while await pulse.drain(tenant):
        pass
    assert len(bells.fired) == 4
