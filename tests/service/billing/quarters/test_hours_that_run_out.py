"""March to May: Acme works off prepaid hours; it hears at 80 and at 100 per cent, no technician is
ever refused, and what no hours cover is charged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from billing.invoicing import drafting, finalising
from billing.invoicing.invoices import Invoice
from billing.prepaid import blocks, selling
from billing.prepaid.selling import NewBlock
from tests import world
from tests.conftest import Database
from tests.service.desk import ground
from tests.world import World
from underpin.desk.tickets import raising, time_entry
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

FIVE_HOURS = NewBlock(
    name="Five hours",
    unit="minute",
    size=Decimal(300),
    price=Decimal(400),
    currency="EUR",
    starts=date(2026, 3, 1),
    expires=date(2026, 5, 1),
)


class Story:
    def __init__(self, house: World) -> None:
        self.house, self.client = house, house.acme

    async def works(self, minutes: int, at: datetime) -> None:
        """A ticket, the time on it, and a lead who posts it; nobody asks whether it is covered."""
        await ground.pass_time(self.client, at)
        asked = NewTicket("It is slow", service_id=ground.service(self.client))  # type: ignore[arg-type]
        who, about = self.client.requester.principal, {"tenant": self.client.id}
        ticket = await verb.perform(raising.raise_ticket, who, asked)
        words = (ticket.number, minutes)
        entry = await verb.perform(
            time_entry.log, self.house.l2.principal, *words, coverage="chargeable", **about
        )
        await verb.perform(time_entry.post, self.house.lead.principal, entry, **about)
        await ground.settle(self.client)

    async def left(self) -> list[Decimal]:
        found = await verb.perform(blocks.of_tenant, self.client.finance.principal, self.client.id)
        return [each.remaining for each in found]

    async def heard(self) -> list[str]:
        async with db.open(Work(self.client.id)):
            rows = await db.rows(
                "SELECT body ->> 'percent' AS percent FROM event WHERE tenant_id = $1 "
                "AND kind = 'block.used' ORDER BY recorded_at, position",
                self.client.id,
            )
        return [row["percent"] for row in rows]

    async def mailed(self) -> int:
        await ground.settle(self.client)
        async with db.open(Work(self.client.id)):
            found: int = await db.value(
                "SELECT count(*) FROM outgoing o JOIN block b ON b.tenant_id = o.tenant_id "
                "AND b.id = o.subject_id WHERE o.tenant_id = $1 AND o.channel = 'mail'",
                self.client.id,
            )
        return found

    async def invoice(self, month: date, now: datetime) -> Invoice:
        await ground.pass_time(self.client, now)
        finance, about = self.house.finance.principal, {"tenant": self.client.id}
        draft = await verb.perform(drafting.draft, finance, month, **about)
        words = (month, draft.inputs_hash)
        made: Invoice = await verb.perform(finalising.finalise, finance, *words, **about)
        return made

    async def charged(self, month: date, now: datetime) -> dict[str, Decimal]:
        made = await self.invoice(month, now)
        return {line.description: line.net for line in made.lines}


@pytest.fixture
async def story(scopes: Database) -> Story:
    house = await world.build("Europe/Berlin")
    await ground.under_contract(house.acme)
    return Story(house)


async def test_hours_run_out_in_the_middle_of_a_month(story: Story) -> None:
    finance, about = story.house.finance.principal, {"tenant": story.client.id}
    block = await verb.perform(selling.sell, finance, FIVE_HOURS, **about)

    monday = ground.MONDAY
    await story.works(200, monday)
    assert (await story.left(), await story.heard()) == ([100], [])
    await story.works(60, monday + timedelta(days=7))
    assert (await story.left(), await story.heard()) == ([40], ["80"])
    assert await story.mailed() == 1, "to the client's finance person"
    await story.works(90, monday + timedelta(days=14))
    assert (await story.left(), await story.heard()) == ([0], ["80", "100"])
    assert await story.charged(date(2026, 3, 1), datetime(2026, 4, 1, 9, tzinfo=UTC)) == {
        "Service desk": Decimal("950.00"),
        "Technicians' time": Decimal("79.17"),
        "Five hours": Decimal("400.00"),
    }, "fifty minutes that no hours cover; the hours themselves with tax, once"

    await verb.perform(selling.top_up, finance, block, date(2026, 4, 1), **about)
    await story.works(120, datetime(2026, 4, 8, 9, tzinfo=UTC))
    assert await story.left() == [0, 180]
    assert await story.charged(date(2026, 4, 1), datetime(2026, 5, 1, 9, tzinfo=UTC)) == {
        "Service desk": Decimal("950.00"),
        "Technicians' time": Decimal("0.00"),
        "Five hours": Decimal("400.00"),
    }, "what was covered is shown and not charged"

    await story.works(240, datetime(2026, 5, 11, 9, tzinfo=UTC))
    assert (await story.left(), await story.heard()) == ([0, 0], ["80", "100", "80", "100"])
    may = await story.charged(date(2026, 5, 1), datetime(2026, 6, 1, 9, tzinfo=UTC))
    assert may["Technicians' time"] == Decimal("95.00"), "an hour beyond"
    words = (story.client.id, block)
    draws = await verb.perform(blocks.draws_of, story.client.finance.principal, *words)
    assert [each.quantity for each in draws] == [40, 60, 200]
