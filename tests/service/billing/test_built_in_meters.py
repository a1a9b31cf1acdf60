"""Every meter that is built in, on one invoice of October, each amount by pencil (PRACTICE 32 to
34)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from billing.amounts import exchange
from billing.invoicing import invoices
from billing.metered import ledger_keeping, meter, metering, usage
from billing.metered.metering import Stored
from billing.metered.usage import Entry
from billing.parties import exchange_rates
from contracts import facts, instant
from tests.service.billing.quarters.stage import Quarter
from tests.service.billing.test_terms import fee
from tests.world import World
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

OCTOBER = date(2026, 10, 1)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def price(key: str, kind: str, metered: str = "", **said: Any) -> dict[str, Any]:
    numbers = {
        name: said.pop(name) for name in ("unit", "per", "markup", "size", "fee") if name in said
    }
    named = {**fee("0"), "key": key, "name": key, "meter": metered or key}
    return {**named, "model": {"kind": kind, **numbers}, **said}


class Told:
    """What the desk told of one client."""

    def __init__(self, story: Quarter) -> None:
        self.story = story

    def fact(self, kind: type[facts.Fact], when: datetime, ticket: Any, **said: Any) -> Stored:
        words = {"ticket_id": ticket, "tenant_id": self.story.client.id, "at": instant.of(when)}
        return Stored(ids.new(), kind(**words, **said))

    async def hear(self, *course: Stored) -> None:
        client = self.story.client
        used = [
            each
            for place, stored in enumerate(course)
            for each in metering.usage(stored, course[:place])
        ]
        async with db.open(Work(client.id)):
            act = Act(worker(client.id), client.id, await db.now(), "test", "hear")
            await ledger_keeping.store(act, used)

    async def ticket(
        self, type_: str, tier: int = 1, *after: tuple[str, int], **raised: Any
    ) -> None:
        """Raised, moved and resolved; then judged, where something was said after."""
        ticket = ids.new()
        said = {"type": type_, "priority": "P3", "actor": "client", **raised}
        course = [self.fact(facts.Raised, at(5), ticket, **said)]
        if tier > 1:
            course.append(self.fact(facts.TierMoved, at(6), ticket, old=1, new=tier))
        course.append(self.fact(facts.Resolved, at(7), ticket))
        course += [self.fact(facts.Judged, at(day), ticket, verdict=v) for v, day in after]
        await self.hear(*course)

    async def minutes(self, minutes: int, day: int, ticket: Any = None, **said: Any) -> None:
        words = {"tier": 2, "work_type": "remote", "coverage": "chargeable", **said}
        posted = {"entry_id": ids.new(), "minutes": minutes, "worked_minutes": minutes, **words}
        await self.hear(self.fact(facts.TimePosted, at(day), ticket or ids.new(), **posted))

    async def cost(self, amount: str, currency: str = "EUR") -> None:
        booked = {"cost_id": ids.new(), "vendor": ids.new(), "currency": currency}
        words = {"amount": Decimal(amount), **booked}
        await self.hear(self.fact(facts.VendorCostBooked, at(8), ids.new(), **words))

    async def counted(self, key: str, *told: tuple[int, str], **of: str) -> None:
        entries = [
            Entry(f"{key} {day} {of}", key, Decimal(count), at(day), of) for day, count in told
        ]
        await self.story.do(self.story.house.finance, usage.report, "counted", entries)


@pytest.fixture
async def told(billed: World) -> Told:
    return Told(Quarter(billed, billed.acme))


async def charged(told: Told) -> dict[str, tuple[Decimal, Decimal]]:
    made = await told.story.drafted(OCTOBER)
    return {line.description: (line.quantity, line.net) for line in made.lines}


async def test_tickets_by_tier_and_type_of_people_once(told: Told) -> None:
    """33: raised by a person, once; no duplicate, spam, alert or our own fault."""
    of_tier = [{"dimension": "tier", "values": ["L2"]}]
    of_type = [{"dimension": "type", "values": ["request"]}]
    await told.story.begins(
        OCTOBER,
        price("all", "per_unit", "tickets", unit="10"),
        price("second line", "per_unit", "tickets", unit="25", filters=of_tier),
        price("requests", "per_unit", "tickets", unit="1", filters=of_type),
    )
    await told.ticket("incident")
    await told.ticket("request", 2)
    await told.ticket("incident", 1, ("own_fault", 20))
    await told.ticket("incident", 1, ("spam", 9), ("genuine", 25))
    await told.ticket("incident", channel="alert")
    await told.ticket("incident", unprompted=True)
    assert await charged(told) == {
        "all": (3, Decimal(30)),
        "second line": (1, Decimal(25)),
        "requests": (1, Decimal(1)),
    }


async def test_minutes_weighted_then_rounded_then_at_least_a_visits_worth(told: Told) -> None:
    """32 and 34: by tier and work type, only what is chargeable, each entry in begun quarters."""
    weights = [{"dimension": "hours", "value": "after", "factor": "1.5"}]
    quarters = {"step": "15", "weights": weights}
    visit = {**quarters, "visits": ["on_site"], "visit_minimum": "60"}
    remote = [{"dimension": "work_type", "values": ["remote"]}]
    on_site = [{"dimension": "work_type", "values": ["on_site"]}]
    hourly = {"unit": "120", "per": "60"}
    await told.story.begins(
        OCTOBER,
        price("remote", "per_unit", "staff_minutes", **hourly, time=quarters, filters=remote),
        price("on site", "per_unit", "staff_minutes", **hourly, time=visit, filters=on_site),
        price("worked", "per_unit", "worked_minutes", unit="0.01"),
    )
    await told.minutes(22, 5)
    await told.minutes(22, 5, hours="after")
    await told.minutes(7, 6, coverage="included")
    await told.minutes(7, 6, coverage="no_charge")
    there = ids.new()
    await told.minutes(10, 9, there, work_type="on_site")
    await told.minutes(12, 9, there, work_type="on_site")
    assert await charged(told) == {
        "remote": (30 + 45, Decimal(150)),
        "on site": (60, Decimal(120)),
        "worked": (80, Decimal("0.80")),
    }, "22 to 30; 33 to 45; one visit of 22 is an hour"


async def test_what_a_vendor_costs_is_passed_on_with_its_mark_up(told: Told) -> None:
    await told.story.begins(OCTOBER, price("vendors", "pass_through", "vendor_cost", markup="12.5"))
    await told.cost("199.99")
    await told.cost("0.03")
    assert await charged(told) == {"vendors": (Decimal("200.02"), Decimal("225.02"))}


async def test_what_we_paid_ourselves_is_not_the_clients_to_read(told: Told) -> None:
    house, client = told.story.house, told.story.client
    await told.story.begins(OCTOBER, price("vendors", "pass_through", "vendor_cost", markup="12.5"))
    await told.cost("199.99")
    await told.story.it_is(datetime(2026, 11, 3, 12, tzinfo=UTC))
    number = (await told.story.issued(OCTOBER)).number
    seen = {}
    for who in (house.finance, client.finance):
        words = (invoices.by_number, who.principal, client.id, number)
        (line,) = (await verb.perform(*words, tenant=client.id)).lines
        seen[who.audience] = (line.quantity, line.unit, line.net)
    assert seen == {
        "staff": (Decimal("199.99"), "money", Decimal("224.99")),
        "member": (Decimal(1), "", Decimal("224.99")),
    }


async def test_a_cost_in_another_currency_is_converted_at_the_stated_rate_of_its_day(
    told: Told,
) -> None:
    house = told.story.house
    await told.story.begins(OCTOBER, price("vendors", "pass_through", "vendor_cost", markup="12.5"))
    await told.cost("10000", "ISK")
    await told.cost("10")
    with pytest.raises(exchange.NoRate):
        await told.story.drafted(OCTOBER)
    for day, value in ((date(2026, 9, 30), "0.0070"), (date(2026, 10, 9), "0.0090")):
        words = ("ISK", "EUR", day, Decimal(value))
        await verb.perform(
            exchange_rates.state, house.finance.principal, *words, published_by="ECB"
        )
    assert await charged(told) == {"vendors": (Decimal(80), Decimal(90))}


async def test_what_is_there_and_what_is_sent(told: Told) -> None:
    """33: a seat is on the confirmed list on the stated day; storage by the days it was there."""
    await told.story.begins(
        OCTOBER,
        price("seats", "per_unit", unit="8"),
        price("assets", "package", fee="50", size="25"),
        price("storage", "per_unit", unit="0.31"),
        price("channel_messages", "per_unit", unit="0.05"),
    )
    await told.counted("seats", (1, "20"), (20, "23"), site="kiel")
    await told.counted("seats", (4, "2"), site="bonn")
    await told.counted("assets", (2, "30"), (3, "26"))
    await told.counted("storage", (1, "100"), (11, "410"))
    await told.counted("channel_messages", (4, "100"), (9, "21"))
    assert await charged(told) == {
        "seats": (25, Decimal(200)),
        "assets": (26, Decimal(100)),
        "storage": (310, Decimal("96.10")),
        "channel_messages": (121, Decimal("6.05")),
    }, "ten days of 100 and twenty-one of 410 are 310 on average"


def test_no_built_in_meter_is_left_out() -> None:
    here = {
        *("tickets", "staff_minutes", "worked_minutes", "vendor_cost"),
        *("seats", "assets", "storage", "channel_messages"),
    }
    assert {each.key for each in meter.BUILT_IN} == here
