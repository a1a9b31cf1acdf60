"""What billing's stories stand on: clients on a plan, their ledger, and the time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from billing.metered import cut
from contracts.signed import setting_up
from tests import world
from tests.service.contracts import world as agreed
from tests.world import Client, World
from underpin.demo import price_lists
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

TODAY = datetime(2026, 12, 3, 9, tzinfo=UTC)


async def build() -> World:
    """Three clients on the plan Silver since September; it is the third of December."""
    found = await world.build("Europe/Berlin")
    async with db.open(Provider()):
        await price_lists.publish(Act(worker(0), None, await db.now(), "seed", "list"))
    for client in found.clients:
        await _subscribed(client)
    return found


async def _subscribed(client: Client) -> None:
    async with db.open(Work(client.id)):
        await db.execute("UPDATE tenant SET simulated_now = $2 WHERE id = $1", client.id, TODAY)
        act = Act(worker(client.id), client.id, TODAY, "seed", "subscribe")
        await price_lists.subscribe(act, date(2026, 9, 1))


async def minutes(client: Client, count: int, at: datetime) -> None:
    """A technician's time reaches the ledger."""
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, "
            "dimensions, happened_at, stored_at, cut) VALUES ($1, $2, 'test', $3, "
            "'staff_minutes', $4, '{}', $5, $5, $6)",
            *(client.id, ids.new(), str(ids.new()), Decimal(count), at),
            await cut.current(client.id),
        )


async def signed(client: Client) -> UUID:
    """The version of an SLA that governs the client's tickets."""
    async with db.open(Provider()):
        act = Act(worker(0), None, TODAY, "seed", "signed")
        await setting_up.provider_ready_made(act, agreed.PROVIDER)
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, TODAY, "seed", "signed")
        await setting_up.ready_made(act, agreed.client(client.id))
    return agreed.known(client.id, "slav")


async def frozen(client: Client, year: int, month: int) -> UUID:
    """That month's compliance, as it stands for good."""
    period = ids.new()
    starts = datetime(year, month, 1, tzinfo=UTC)
    ends = starts + timedelta(days=31)
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO compliance_period (tenant_id, id, year, month, starts_at, ends_at, "
            "provisional_until, state, frozen_at, counted, hash) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, 'frozen', $7, 0, '')",
            *(client.id, period, year, month, starts, ends, ends + timedelta(days=10)),
        )
    return period


async def numbers(client: Client) -> list[str]:
    """Of what was issued."""
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT number FROM invoice WHERE tenant_id = $1 AND number IS NOT NULL ORDER BY 1",
            client.id,
        )
    return [row["number"] for row in rows]
