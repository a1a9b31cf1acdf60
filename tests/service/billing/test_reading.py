"""What is read of the ledger as sums comes to what its entries come to, one by one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from billing.metered import ledger, ledger_keeping, meter, reading
from billing.metered.ledger import UsageEvent
from billing.metered.meter import Aggregation, Filter, Meter
from billing.pricing import charge, model, tier
from billing.pricing.charge import Charge, Stage
from billing.pricing.period import Period
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from billing.pricing.subscription import Subscription, Term
from billing.pricing.time_rule import Per, TimeRule, Weight
from contracts import instant
from tests.world import Client, World
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
STEPS = tier.Tiers(
    (
        tier.Tier(Decimal(0), Decimal("100.5"), Decimal(2)),
        tier.Tier(Decimal("100.5"), None, Decimal(1)),
    )
)
OWN = (
    Meter("sites", "site", Aggregation.UNIQUE, "site", reads="channel_messages"),
    Meter("gold", "message", Aggregation.SUM, None, "channel_messages", (Filter("kind", ("x",)),)),
    Meter("peak", "seat", Aggregation.MAX, reads="seats"),
)
WEIGHTED = TimeRule(
    step=Decimal(15), weights=(Weight("hours", "after", Decimal("1.5")),), per=Per.ENTRY
)
BY_TICKET = TimeRule(step=Decimal(15), per=Per.TICKET_AND_DAY)


def price(key: str, metered: str, by: model.Model | None = None, **more: object) -> Price:
    said = {"key": key, "name": key, "currency": "EUR", "meter": metered, **more}
    return Price(model=by or model.PerUnit(Decimal("0.37")), **said)  # type: ignore[arg-type]


PRICES = (
    price("tickets", "tickets", model.Graduated(STEPS), group_by=("tier",), included=Decimal(2)),
    price("minutes", "staff_minutes", time=WEIGHTED, minimum=Decimal(900)),
    price("all", "staff_minutes", filters=(Filter("tier", ("L2",)),)),
    price("worked", "worked_minutes", time=BY_TICKET),
    price("messages", "channel_messages", model.Volume(STEPS), group_by=("kind",)),
    price("sites", "sites"),
    price("gold", "gold"),
    price("seats", "seats"),
    price("peak", "peak"),
    price("storage", "storage"),
    price("vendors", "vendor_cost", model.PassThrough(Decimal(10))),
)


def subscription(client: Client) -> Subscription:
    """Another plan from the eleventh on."""
    plans = [
        PlanVersion(
            key="All",
            number=number,
            currency="EUR",
            prices=PRICES,
            meters=(*meter.BUILT_IN, *OWN),
        )
        for number in (1, 2)
    ]
    starts = (date(2026, 1, 1), date(2026, 10, 11))
    terms = tuple(Term(*each) for each in zip(starts, plans, strict=True))
    return Subscription(id=UUID(int=1), tenant_id=client.id, zone="Europe/Berlin", terms=terms)


def entries(client: Client, chance: random.Random) -> list[UsageEvent]:
    keys = sorted({each.key for each in meter.BUILT_IN})
    made = [_entry(client, chance, chance.choice(keys), place) for place in range(400)]
    undone = chance.sample(made, 30)
    return made + [ledger.reversal(each, f"undo {each.event_id}") for each in undone]


def _entry(client: Client, chance: random.Random, key: str, place: int) -> UsageEvent:
    after = timedelta(minutes=chance.randrange(-20, 45 * 24) * 60 + chance.randrange(60))
    said = {
        "tier": chance.choice(["L1", "L2", ""]),
        "kind": chance.choice(["x", "y"]),
        "site": chance.choice(["kiel", "bonn", ""]),
        "hours": chance.choice(["after", ""]),
        "ticket": f"t{chance.randrange(9)}",
        "currency": "EUR" if key == "vendor_cost" else "",
    }
    return UsageEvent(
        tenant_id=client.id,
        source="test",
        event_id=f"e{place}",
        meter=key,
        quantity=Decimal(chance.randrange(1, 40)) / chance.choice([1, 2, 8]),
        happened_at=instant.of(datetime(2026, 9, 30, tzinfo=UTC) + after),
        dimensions=ledger.dimensions(**said),
    )


@pytest.mark.parametrize("seed", range(3))
async def test_sums_come_to_what_the_entries_come_to(billed: World, seed: int) -> None:
    acme, of = billed.acme, subscription(billed.acme)
    told = entries(acme, random.Random(seed))
    before = [each for each in told if instant.at(each.happened_at) < _midnight(OCTOBER.start)]
    async with db.open(Work(acme.id)):
        act = Act(worker(acme.id), acme.id, await db.now(), "test", "store")
        await ledger_keeping.store(act, told)
        used = await reading.of_periods(of, [OCTOBER])
    assert before
    assert len(used.dated) < len(told)
    assert _charges(of, used.dated) == _charges(of, ledger.dated(told, of.zone_info()))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=2)


def _charges(of: Subscription, dated: tuple[ledger.Dated, ...]) -> list[Charge]:
    return list(charge.charges(of, OCTOBER, Stage.CLOSED, dated))


async def test_the_hash_is_of_what_is_charged_and_of_nothing_else(billed: World) -> None:
    acme, of = billed.acme, subscription(billed.acme)
    told = entries(acme, random.Random(7))
    async with db.open(Work(acme.id)):
        act = Act(worker(acme.id), acme.id, await db.now(), "test", "store")
        await ledger_keeping.store(act, told)
        once = (await reading.of_periods(of, [OCTOBER])).digest
        unread = UsageEvent(
            tenant_id=acme.id,
            source="test",
            event_id="unread",
            meter=f"unread_{ids.new()}",
            quantity=Decimal(1),
            happened_at=instant.start_of(date(2026, 10, 5)),
        )
        await ledger_keeping.store(act, [unread])
        assert (await reading.of_periods(of, [OCTOBER])).digest == once
        back = next(each for each in told if each.reverses is None and each.quantity > 2)
        late = replace(back, event_id="late")
        await ledger_keeping.store(act, [late])
        assert (await reading.of_periods(of, [OCTOBER])).digest != once
