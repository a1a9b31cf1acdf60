"""A client's stream of steps: each lived once, by whoever comes to it, never before its time."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.chaos import invented_log
from tests.conftest import Database
from underpin import wiring
from underpin.desk.replay import clients, life, log, step, stream
from underpin.desk.replay.checkpoint import OtherReplay
from underpin.desk.replay.clients import Client
from underpin.desk.replay.life import Life, Shift, WorkerMissing
from underpin.desk.replay.step import Source
from underpin.kernel import db, ids, pulse
from underpin.kernel.database.scope import Provider, Work

SOURCE = Source.SERVICENOW
_ordinals = itertools.count(960)

TOLD = """
SELECT t.reference, t.number, e.position, e.kind, e.happened_at
FROM event e JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.subject_id
WHERE e.tenant_id = $1 ORDER BY t.number, e.position
"""


@pytest.fixture
async def steps(tmp_path: Path) -> stream.Steps:
    """What happens to three tickets of one client."""
    written = invented_log.write(tmp_path / "log.csv", incidents=invented_log.INCIDENTS[:3])
    return stream.ordered(log.load(written, SOURCE).cases)


@pytest.fixture
async def client(scopes: Database, steps: stream.Steps) -> Client:
    return await _opened(steps)


@pytest.fixture
async def another(scopes: Database, steps: stream.Steps) -> Client:
    return await _opened(steps)


async def _opened(steps: stream.Steps) -> Client:
    """A client on no contract, so that nothing falls due."""
    ordinal = next(_ordinals)
    name = f"Replayed {ordinal}"
    starts = steps[0].at - timedelta(seconds=1)
    tenant = await clients.open_client(SOURCE, name, ordinal, starts, name)
    resolvers = {each.resolver for each in steps if isinstance(each, step.Assign)}
    groups = {each.group for each in steps if isinstance(each, step.HandOff)}
    callers = {each.requester for each in steps if isinstance(each, step.Raise)}
    await clients.open_staff(SOURCE, [tenant], filter(None, resolvers))
    await clients.open_teams(SOURCE, filter(None, groups))
    await clients.open_people(SOURCE, tenant, filter(None, callers))
    key = clients.key_of(SOURCE, ordinal)
    return Client(
        tenant, key, clients.slug_of(SOURCE, name), name, clients.agents(SOURCE, key, tenant)
    )


async def _told(client: Client) -> list[tuple[Any, ...]]:
    async with db.open(Work(client.tenant)):
        return [tuple(row) for row in await db.rows(TOLD, client.tenant)]


async def _standing(client: Client) -> tuple[int, datetime]:
    """How many steps are lived, and the client's time."""
    async with db.open(Work(client.tenant)):
        done = await db.value(
            "SELECT done FROM replay_checkpoint WHERE tenant_id = $1", client.tenant
        )
        return done or 0, await db.now()


@pytest.fixture
async def alarms(client: Client, another: Client) -> AsyncIterator[None]:
    """Whatever falls due fires: other stories of this database may have agreed OLAs."""
    wiring.wire_alarms()

    async def beat() -> None:
        while True:
            for each in (client, another):
                await pulse.drain(each.tenant)
            await asyncio.sleep(0.005)

    beating = asyncio.create_task(beat())
    yield
    beating.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await beating


@pytest.mark.usefixtures("alarms")
async def test_of_two_at_once_each_step_is_lived_by_one(
    client: Client, another: Client, steps: stream.Steps
) -> None:
    await Life(SOURCE, client, None).live(steps)
    await asyncio.gather(*(Life(SOURCE, another, None).live(steps) for _ in range(2)))
    assert await _told(another) == await _told(client)
    assert await _standing(another) == (len(steps), steps[-1].at)


@pytest.mark.usefixtures("alarms")
async def test_it_goes_on_where_it_stopped(
    client: Client, another: Client, steps: stream.Steps
) -> None:
    await Life(SOURCE, client, None).live(steps)
    half = Shift(until=steps[len(steps) // 2].at)
    first = await Life(SOURCE, another, None, half).live(steps)
    assert 0 < first < len(steps)
    assert await Life(SOURCE, another, None).live(steps) == len(steps) - first
    assert await Life(SOURCE, another, None).live(steps) == 0
    assert await _told(another) == await _told(client)


class Talking(Life):
    """Says something with each step, and dies once before it has said it."""

    def __init__(self, client: Client, said: list[step.Step], dies_at: step.Step | None) -> None:
        super().__init__(SOURCE, client, None)
        self._said, self._dies_at = said, dies_at

    async def _accompany(self, told: step.Step) -> None:
        if told == self._dies_at:
            raise ConnectionAbortedError
        self._said.append(told)


@pytest.mark.usefixtures("alarms")
async def test_what_goes_with_a_step_is_said_though_it_was_cut_off(
    client: Client, steps: stream.Steps
) -> None:
    said: list[step.Step] = []
    with pytest.raises(ConnectionAbortedError):
        await Talking(client, said, dies_at=steps[4]).live(steps)
    await Talking(client, said, dies_at=None).live(steps)
    assert said == list(steps)


@pytest.mark.usefixtures("alarms")
async def test_another_part_of_the_log_is_not_mixed_in(client: Client, steps: stream.Steps) -> None:
    await Life(SOURCE, client, None, part="60:5").live(steps[:5])
    before = await _told(client), await _standing(client)
    with pytest.raises(OtherReplay, match="lives servicenow:60:5, not servicenow:all:12"):
        await Life(SOURCE, client, None, part="all:12").live(steps)
    assert (await _told(client), await _standing(client)) == before


@pytest.fixture
async def nothing_agreed(scopes: Database) -> AsyncIterator[None]:
    """No OLA is in force yet, whatever other stories of this database agreed."""
    moved = "UPDATE provider_agreement_version SET effective_from = effective_from {} '200 years'"
    async with db.open(Provider()):
        await db.execute(moved.format("+ interval"))
    yield
    async with db.open(Provider()):
        await db.execute(moved.format("- interval"))


@pytest.mark.usefixtures("nothing_agreed")
async def test_nothing_is_lived_while_something_before_it_is_due(
    client: Client, steps: stream.Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "STALLED", timedelta(milliseconds=50))
    middle = steps[len(steps) // 2].at
    async with _due(client, middle - timedelta(microseconds=1)):
        with pytest.raises(WorkerMissing):
            await Life(SOURCE, client, None).live(steps)
        assert await _standing(client) == (sum(each.at < middle for each in steps), middle)
        assert max(row[4] for row in await _told(client)) < middle


@pytest.mark.usefixtures("alarms")
async def test_what_is_due_at_the_very_instant_waits_for_the_step(
    client: Client, steps: stream.Steps
) -> None:
    async with _due(client, steps[-1].at):
        await Life(SOURCE, client, None).live(steps)
        assert (await _standing(client))[0] == len(steps)


@asynccontextmanager
async def _due(client: Client, at: datetime) -> AsyncIterator[None]:
    """Something stands to fall due that no worker will see to."""
    async with db.open(Work(client.tenant)):
        await db.execute(
            "INSERT INTO timer (tenant_id, id, kind, key, subject_id, lane, fires_at, due_at, "
            "attempts, simulated) VALUES ($1, $2, 'test', 'test', $2, 'bulk', $3, $3, 0, true)",
            client.tenant,
            ids.new(),
            at,
        )
    yield
    async with db.open(Work(client.tenant)):
        await db.execute("DELETE FROM timer WHERE tenant_id = $1", client.tenant)
