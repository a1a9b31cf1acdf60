"""What a client's own tickets say: when they come, and how far they go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from contracts.agreements import agreement
from contracts.coherence import coherence_history
from contracts.coherence.coherence_past import Past
from contracts.subject import Pinned
from tests.conftest import Database
from tests.service.contracts import world
from tests.service.contracts.test_agreement import Client, acme
from tests.service.contracts.world import Tickets, known
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work

__all__ = ["acme"]
NOON = datetime(2026, 1, 5, 11, 30, tzinfo=UTC)
MONDAY_NOON = 12

CLOCK = """
INSERT INTO clock (tenant_id, id, ticket_id, kind, metric, holder, number, ticket_type, priority,
    version_id, calendar_version_id, allowed_us, pausing_states, warn_percents, state, epoch,
    elapsed_us, started_at, decided_at, caused_by_change, same_silence, history, memory, told)
VALUES ($1, $2, $3, $4, $5, $6, 1, 'incident', 'P3', $7, $8, 0, '{}', '{}', $9, 0, 0, $10, $11,
        false, false, 1, '{}', '{}')
"""


async def lived(client: Client, at: datetime, *held_by: str, state: str = "stopped") -> UUID:
    """The clocks that a ticket left behind."""
    ticket, uc = ids.new(), known("ucv")
    sla, office = known(client.tenant, "slav"), known(client.tenant, "cv", "office")
    async with db.open(Work(client.tenant)):
        await Tickets(client.tenant)._insert(ticket, "P3", None, Pinned(None, None, None, None), at)
        about = (client.tenant, ids.new(), ticket)
        ended = (state, at, at + timedelta(hours=2))
        await db.execute(CLOCK, *about, "SLA", "resolution", "", sla, office, *ended)
        for holder in held_by:
            kind, name, version = ("OLA", "hold", known("olav", 1))
            if not holder.startswith("L"):
                kind, name, version = ("UC", "fix", uc)
            about = (client.tenant, ids.new(), ticket)
            await db.execute(CLOCK, *about, kind, name, holder, version, office, *ended)
    return ticket


async def past(client: Client, at: datetime = NOON + timedelta(days=30)) -> Past:
    async with db.open(Work(client.tenant)):
        return await coherence_history.read(client.tenant, "Europe/Berlin", at)


async def test_few_tickets_say_nothing(acme: Client) -> None:
    for _ in range(5):
        await lived(acme, NOON, "L1")
    found = await past(acme)
    assert (found.arrivals, dict(found.taken)) == (None, {})


async def test_tickets_say_when_they_come_and_how_far_they_go(
    acme: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coherence_history, "FEWEST", 8)
    for _ in range(5):
        await lived(acme, NOON, "L1")
    for _ in range(3):
        await lived(acme, NOON + timedelta(hours=1), "L1", "L2", "L3")
    await lived(acme, NOON, "L1", "L2", "case")
    await lived(acme, NOON, "L1", "L2", state="running")
    found = await past(acme)
    assert dict(found.taken["P3"]) == {"L1": 5, "L3": 3, "Fabrikam": 1}
    assert found.arrivals is not None
    weights = found.arrivals.weights
    assert (weights[MONDAY_NOON], weights[MONDAY_NOON + 1]) == (Fraction(6), Fraction(3))
    assert sum(weights) == 9
    long_after = await past(acme, NOON + timedelta(days=400))
    assert (long_after.arrivals, dict(long_after.taken)) == (None, {})


async def test_the_past_weighs_a_check(acme: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coherence_history, "FEWEST", 20)
    for _ in range(19):
        await lived(acme, NOON, "L1")
    await lived(acme, NOON, "L1", "L2", "L3")
    async with world.acting(acme.tenant, NOON + timedelta(days=20)):
        pass
    version = await acme.drafted(acme.content(5))
    (line,) = await acme.ask(acme.anna, agreement.check, version.id)
    expected = line.shown.expected
    assert (expected.frequency, expected.coming) == ("history", "history")
    ways = {way.path: way.weight for way in expected.ways}
    assert ways == {"L1": "19/20", "L1 > L2": "0", "L1 > L2 > L3": "1/20"}


async def test_another_clients_tickets_say_nothing(
    acme: Client, scopes: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coherence_history, "FEWEST", 1)
    await lived(acme, NOON, "L1")
    async with db.open(Work(acme.tenant)):
        other = await coherence_history.read(acme.tenant + 1, "UTC", NOON + timedelta(days=9))
    assert (other.arrivals, dict(other.taken)) == (None, {})
