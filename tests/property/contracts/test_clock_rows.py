"""Whatever a ticket lives through, its clocks' rows, their events and their timers agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contracts import facts, instant
from contracts.agreements.agreed import Content
from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_codec, clock_history, told
from contracts.clocks.clock_state import Clock
from contracts.clocks.told import Told
from contracts.signed import setting_up
from tests.conftest import Database
from tests.service.contracts import replayed, world
from tests.service.contracts.world import Tickets, berlin
from underpin.kernel import db

tenants = world.TENANTS
START = berlin("2026-01-09T10:00")
EARLIER = instant.of(berlin("2026-01-09T09:10"))
STRICTER, LOOSER = (str(world.known("property", name)) for name in ("stricter", "looser"))

WORDS: tuple[tuple[type[facts.Fact], dict[str, object]], ...] = (
    (facts.PublicReply, {}),
    (facts.ClientMessage, {}),
    (facts.NoReplyNeeded, {}),
    (facts.StateChanged, {"old": "open", "new": "waiting_client"}),
    (facts.StateChanged, {"old": "open", "new": "open"}),
    (facts.StateChanged, {"old": "open", "new": "waiting_vendor"}),
    (facts.TierMoved, {"old": 1, "new": 2}),
    (facts.TierMoved, {"old": 2, "new": 1}),
    (facts.Assigned, {"assignee": UUID(int=9), "tier": 1}),
    (facts.Reprioritised, {"old": "P3", "new": "P1", "cause": "new_facts"}),
    (facts.Reprioritised, {"old": "P1", "new": "P3", "cause": "fall_agreed"}),
    (facts.Reprioritised, {"old": "P3", "new": "P2", "cause": "our_mistake"}),
    (facts.TypeChanged, {"old": "incident", "new": "problem", "cause": "our_mistake"}),
    (facts.TypeChanged, {"old": "problem", "new": "incident", "cause": "new_facts"}),
    (facts.TypeChanged, {"old": "problem", "new": "incident", "cause": "our_mistake"}),
    (facts.TermsChanged, {"side": "sla", "version": STRICTER}),
    (facts.TermsChanged, {"side": "sla", "version": LOOSER}),
    (facts.TermsChanged, {"side": "ola", "version": str(world.known("olav", 1))}),
    (facts.Resolved, {}),
    (facts.Closed, {}),
    (facts.Reopened, {}),
    (facts.Absorbed, {"merged": UUID(int=3), "raised_at": EARLIER}),
    (facts.Merged, {"into": UUID(int=4)}),
    (facts.CaseOpened, {"case_id": UUID(int=5), "vendor": world.known("vendor")}),
    (facts.CaseQuestioned, {"case_id": UUID(int=5), "vendor": world.known("vendor")}),
    (facts.CaseAnswered, {"case_id": UUID(int=5), "vendor": world.known("vendor")}),
    (facts.CaseFixed, {"case_id": UUID(int=5), "vendor": world.known("vendor")}),
    (facts.CaseRejected, {"case_id": UUID(int=5), "vendor": world.known("vendor")}),
)


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[int, int, int, bool]]:
    """Words with the minutes since the last, how many minutes late they are heard, and whether
    the worker has been at work just before."""
    length = draw(st.integers(1, 12))
    return [
        (
            draw(st.integers(0, len(WORDS) - 1)),
            draw(st.sampled_from((0, 1, 30, 60, 120, 300, 1440))),
            draw(st.sampled_from((0, 0, 0, 45, 600))),
            draw(st.booleans()),
        )
        for _ in range(length)
    ]


# Promised nothing for an hour, and then, as it should have been, from the beginning.
OWED_AFTER_ALL = [(each, 60, 0, True) for each in (12, 14)]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=lives(), priority=st.sampled_from(("P1", "P3")))
@example(life=OWED_AFTER_ALL, priority="P1")
async def test_a_clock_is_the_same_from_its_row_and_from_its_events(
    scopes: Database, life: list[tuple[int, int, int, bool]], priority: str
) -> None:
    tickets = Tickets(next(tenants))
    await world.set_up(tickets.tenant, _with_other_versions(tickets.tenant))
    ticket = await tickets.raise_ticket(START, priority)
    end = await _live(tickets, ticket, life)
    await _agree(tickets, ticket)
    await tickets.live_until(end + timedelta(days=30))
    await _agree(tickets, ticket)
    await _nothing_left_to_tell(tickets, ticket)
    await replayed.same_rows(tickets, ticket)


def _with_other_versions(tenant: int) -> setting_up.Client:
    """Two more versions that open tickets may be switched to, on either calendar."""
    given = world.client(tenant)
    (gold,) = given.agreements
    others = (
        replace(
            gold,
            agreement_id=world.known(tenant, version),
            version_id=UUID(version),
            name=version,
            service_id=world.known(tenant, "printing"),
            content=Content(
                world.known(tenant, "cv", hours),
                tuple(
                    replace(each, allowed_us=each.allowed_us * share // 4, calendar_version_id=None)
                    for each in gold.content.targets
                ),
            ),
        )
        for version, hours, share in ((STRICTER, "always", 2), (LOOSER, "office", 7))
    )
    return replace(given, agreements=(gold, *others))


async def _live(tickets: Tickets, ticket: UUID, life: list[tuple[int, int, int, bool]]) -> datetime:
    now = at = START
    for word, minutes, late, at_work in life:
        now += timedelta(minutes=minutes)
        if at_work:
            await tickets.live_until(now)
        at = max(START, now - timedelta(minutes=late))
        kind, said = WORDS[word]
        await tickets.hear(ticket, at, kind, late=now, **said)
    return now


async def _agree(tickets: Tickets, ticket: UUID) -> None:
    """Row, memory and the fold of the events say the same; one timer stands per armed clock."""
    rows = await tickets.clocks(ticket)
    async with world.acting(tickets.tenant):
        kept = await clock_history.read(tickets.tenant, [row["id"] for row in rows.values()])
        calendars = await compiled.of_tenant(tickets.tenant, clock_history.versions(kept.values()))
        calendars |= await compiled.of_provider(clock_history.versions(kept.values()))
        timers = await db.rows("SELECT key, fires_at FROM timer WHERE subject_id = $1", ticket)
    armed = {str(row["id"]): row["next_at"] for row in rows.values() if row["next_at"]}
    assert {timer["key"]: timer["fires_at"] for timer in timers} == armed
    for row in rows.values():
        if row["id"] not in kept:
            assert row["state"] == "released"
            continue
        from_row = _clock(row, calendars)
        history = clock_history.told(kept[row["id"]], calendars)
        assert history is not None
        assert clock_history.refolded(history, from_row) == from_row
        assert row["state"] == from_row.state


def _clock(row: db.Row, calendars: dict[UUID, Calendar]) -> Clock:
    memory = msgspec.json.decode(row["memory"])
    return clock_codec.from_json(memory, calendars[row["calendar_version_id"]])


async def _nothing_left_to_tell(tickets: Tickets, ticket: UUID) -> None:
    """Breaches told and not withdrawn are exactly those that stand; a clock merged away counts for
    nothing, and what was told of it is not taken back."""
    rows = await tickets.clocks(ticket)
    merged = {key for key, row in rows.items() if row["state"] == "merged"}
    said = {
        (fact.metric, fact.holder, fact.number, fact.at)
        for fact in tickets.recorded
        if isinstance(fact, facts.BreachRecorded)
        and (fact.metric, fact.holder, fact.number) not in merged
    }
    withdrawn = {
        (fact.metric, fact.holder, fact.number, fact.breached_at)
        for fact in tickets.recorded
        if isinstance(fact, facts.BreachWithdrawn)
    }
    standing = {
        (*key, miss["at"])
        for key, row in rows.items()
        for miss in msgspec.json.decode(row["memory"])["misses"]
        if miss["withdrawn_at"] is None and key not in merged
    }
    assert standing <= said
    assert said - withdrawn <= standing
    for row in rows.values():
        told_here = msgspec.json.decode(row["told"], type=list[Told])
        assert len(told_here) == len(set(told_here))


def test_told_names_a_warning_without_its_instant() -> None:
    assert told._named(Told(1, 75, 1, 1, 10, "c")) == told._named(Told(2, 75, 1, 1, 10, "c"))
    assert told._named(Told(1, None, 0, 1, 10, "c")) != told._named(Told(2, None, 0, 1, 10, "c"))
