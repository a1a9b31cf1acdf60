"""How long 10,000 tickets take to be lived again under a draft, in the worker's own batches.

Held against reading the same tickets' events once, in one statement, and decoding them: what any
answer about them would have to do at least. Prints one line of JSON for a
draft that changes one priority, and one for a draft that changes all.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

import asyncpg

from benchmarks import ground
from contracts import facts, instant
from contracts.agreements import agreement_rows, version_store
from contracts.agreements.agreed import Content
from contracts.clocks import lived, ticket_clocks
from contracts.clocks.clock_rows import Held, id_of
from contracts.clocks.clock_terms import Terms
from contracts.clocks.lived import Lived
from contracts.clocks.pins import Pins
from contracts.what_if import (
    history,
    profile_arrivals,
    profile_lives,
    what_if_inputs,
    what_if_rows,
    what_if_run,
)
from contracts.what_if.profile import Arrival, Path, Profile, TierWork
from contracts.what_if.profile_lives import Staffing
from contracts.what_if.what_if import Life
from contracts.what_if.what_if_question import Question, Run, Window
from tests.service.contracts import world
from tests.service.contracts.world import berlin, known
from underpin import wiring
from underpin.kernel import db, ids, pulse
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import STAFF, Principal, worker

TENANT: Final = 5001
TICKETS: Final = 10_000
AT_ONCE: Final = 250
YEAR: Final = Window(date(2025, 1, 6), date(2026, 1, 5))
PATHS: Final = (
    Path(Decimal("0.7"), 30, (TierWork(1, 60),)),
    Path(Decimal("0.2"), 45, (TierWork(1, 60), TierWork(2, 240)), client_minutes=600),
    Path(Decimal("0.1"), 90, (TierWork(1, 60), TierWork(2, 240), TierWork(3, 480))),
)
PROFILE: Final = Profile(
    100,
    YEAR.since,
    52,
    tuple(
        Arrival("incident", priority, Decimal(share) * TICKETS / 5200, PATHS)
        for priority, share in (("P1", "0.05"), ("P2", "0.15"), ("P3", "0.5"), ("P4", "0.3"))
    ),
)

EVENTS: Final = """
INSERT INTO event (tenant_id, id, subject_id, position, kind, happened_at, recorded_at, actor_kind,
                   source, body)
SELECT $1, u.id, u.subject_id, u.position, u.kind, u.at, u.at, 'staff', 'api', u.body::jsonb
FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::timestamptz[], $7::text[])
     AS u(id, subject_id, position, kind, at, body)
"""

ROWS: Final = """
INSERT INTO ticket (tenant_id, id, number, type, subject, impact, urgency, priority, state, live,
                    tier, requester_id, channel, confidential, raised_at, touched_at, next_due,
                    breached, version)
SELECT $1, u.id, u.number, 'incident', 'Help', 'low', 'low', 'P3', 'resolved', false, 1, $2,
       'portal', false, u.at, u.at, 'infinity', false, 1
FROM unnest($3::uuid[], $4::int[], $5::timestamptz[]) AS u(id, number, at)
"""


async def run() -> None:
    async with ground.laid() as laid:
        wiring.wire_alarms()
        await world.set_up(TENANT)
        owner = await laid.connect(laid.owner)
        events = await _load(owner)
        await owner.execute("DELETE FROM timer")
        await owner.execute("VACUUM (ANALYZE) event, clock, standing, timer")
        bare = await _bare()
        for number, priorities in enumerate((("P1",), world.PRIORITIES), 2):
            taken, answered = await _asked(number, priorities)
            assert answered.result is not None, answered.problem
            found = {
                "tickets": answered.result.tickets,
                "events": events,
                "halved": priorities,
                "turned": answered.result.missed + answered.result.saved,
                "lived_again_s": round(taken, 2),
                "read_and_decoded_once_s": round(bare, 2),
                "lived_again_to_read": round(taken / bare, 1),
            }
            print(json.dumps(found), flush=True)
        await owner.close()


async def _load(owner: asyncpg.Connection) -> int:
    """A year of tickets with their clocks as the product would have left them; how many events."""
    async with world.acting(TENANT, berlin("2026-06-01T00:00")):
        content = (await version_store.of_tenant(TENANT, [known(TENANT, "slav")]))[_version()]
        terms = await what_if_inputs.terms(TENANT, _version(), content)
    hours = terms.promises[next(iter(terms.promises))].calendar
    staffing = Staffing({}, hours)
    planned = profile_arrivals.planned(PROFILE, "Europe/Berlin")
    lives = [profile_lives.life(TENANT, each, staffing) for each in planned]
    for start in range(0, len(lives), AT_ONCE):
        await _keep(owner, terms, lives[start : start + AT_ONCE], start)
    return sum(len(life.told) for life in lives)


def _version() -> UUID:
    return known(TENANT, "slav")


async def _keep(
    owner: asyncpg.Connection, terms: Terms, lives: Sequence[Life], before: int
) -> None:
    rows = [
        (life.ticket_id, before + number, instant.at(life.raised_at))
        for number, life in enumerate(lives, 1)
    ]
    asked = known(TENANT, "ada")
    await owner.execute(ROWS, TENANT, asked, *map(list, zip(*rows, strict=True)))
    events = [row for life in lives for row in _events(life)]
    await owner.execute(EVENTS, TENANT, *map(list, zip(*events, strict=True)))
    async with db.open(Work(TENANT)):
        act = Act(worker(TENANT), TENANT, await db.now(), "benchmark", "benchmark")
        await lived.write(act, *(_lived(life, terms) for life in lives))


def _events(life: Life) -> Iterator[tuple[object, ...]]:
    for position, fact in enumerate(life.told, 1):
        yield (
            *(ids.new(), life.ticket_id, position, history.PREFIX + fact.kind),
            *(instant.at(fact.at), json.dumps(fact.to_json())),
        )


def _lived(life: Life, terms: Terms) -> Lived:
    ledger = ticket_clocks.refold(life.told, lambda _: terms).ledger
    ledger = ticket_clocks.advance(ledger, instant.of(berlin("2026-06-01T00:00")))
    raised = life.told[0]
    assert isinstance(raised, facts.Raised)
    clocks = [
        Held(id_of(life.ticket_id, key), life.ticket_id, key, each, raised.type, raised.priority)
        for key, each in ledger.clocks.items()
    ]
    pins = Pins(sla=_version(), raised_under=_version())
    return Lived(life.ticket_id, ledger.standing, pins, 1, None, clocks, ())


async def _bare() -> float:
    """Seconds to read all their events at once and make facts of them."""
    began = time.perf_counter()
    async with db.open(Work(TENANT)):
        rows = await db.rows(
            "SELECT subject_id, kind, body FROM event WHERE tenant_id = $1 "
            "ORDER BY subject_id, position",
            TENANT,
        )
    told = [facts.from_json(row["kind"][7:], json.loads(row["body"])) for row in rows]
    assert len(told) > TICKETS
    return time.perf_counter() - began


async def _asked(number: int, priorities: Sequence[str]) -> tuple[float, Run]:
    """Seconds from the question to its answer, by this process's own pulse; the draft allows half
    the time at these priorities."""
    manager = Principal(STAFF, ids.new(), frozenset({"contract.write"}), {"T": TENANT})
    began = time.perf_counter()
    async with db.open(Work(TENANT)):
        act = Act(manager, TENANT, await db.now(), "api", "what_if_run.ask")
        content = await _halved(priorities)
        draft = await agreement_rows.insert(act, known(TENANT, "sla"), number, content, None)
        run = await what_if_run.ask(act, draft.id, Question(history=YEAR))
    while await pulse.drain(TENANT):
        pass
    async with db.open(Work(TENANT)):
        return time.perf_counter() - began, await what_if_rows.one(TENANT, run.id)


async def _halved(priorities: Sequence[str]) -> Content:
    given = (await version_store.of_tenant(TENANT, [_version()]))[_version()]
    targets = (
        replace(each, allowed_us=each.allowed_us // (2 if each.priority in priorities else 1))
        for each in given.targets
    )
    return replace(given, targets=tuple(targets))


if __name__ == "__main__":
    asyncio.run(run())
