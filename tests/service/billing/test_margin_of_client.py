"""What a client left over a month: everything counts once, and what nobody said is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from billing.invoicing import credit_note, debit_note
from billing.invoicing.crediting import Part
from billing.margins import behind_margin, margin_of_client, recovered, tier_cost
from billing.margins.tier_cost import TierCost
from billing.metered import cut
from billing.parties import exchange_rates
from billing.receivables import write_off
from tests.service.billing import ground
from tests.service.billing.owed import OCTOBER, done, issued, pay
from tests.service.billing.test_debit_note import confirmed
from tests.world import Client, World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed

AT = datetime(2026, 10, 7, 12, tzinfo=UTC)


async def used(client: Client, meter: str, quantity: str, dimensions: str) -> None:
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO usage_event (tenant_id, id, source, event_id, meter, quantity, "
            "dimensions, happened_at, stored_at, cut) VALUES ($1, $2, 'test', $3, $4, $5, "
            "$6::text::jsonb, $7, $7, $8)",
            *(client.id, ids.new(), str(ids.new()), meter, Decimal(quantity), dimensions, AT),
            await cut.current(client.id),
        )


async def owed_by_a_vendor(client: Client, holder: str = "msp", state: str = "granted") -> UUID:
    """For October, under whatever UC there is."""
    made = ids.new()
    async with db.open(Work(client.id)):
        period = await db.value(
            "SELECT id FROM compliance_period WHERE tenant_id = $1 AND month = 10", client.id
        )
        vendor = await db.value("SELECT id FROM vendor ORDER BY id LIMIT 1")
        version = await db.value(
            "SELECT v.id FROM provider_agreement_version v JOIN provider_agreement a "
            "ON a.id = v.agreement_id WHERE a.kind = 'UC' ORDER BY v.id LIMIT 1"
        )
        await db.execute(
            "INSERT INTO recovery (tenant_id, id, period_id, vendor_id, version_id, holder, "
            "counted, missed, detail, state, due_at, filed_at, decided_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, 1, 1, '{}', $7, $8, $8, $8)",
            *(client.id, made, period, vendor, version, holder, state, ground.TODAY),
        )
    return made


async def margin(billed: World, client: Client, **more: Any) -> margin_of_client.ClientMargin:
    words = (client.id, OCTOBER, OCTOBER)
    found: margin_of_client.ClientMargin = await done(
        billed.finance, client, margin_of_client.of_client, *words, **more
    )
    return found


async def test_a_months_margin_has_everything_in_it_once(billed: World) -> None:
    acme, by = billed.acme, billed.finance.principal
    for tier, cost in ((1, "30"), (2, "50")):
        said = TierCost(tier, "EUR", Decimal(cost), date(2026, 1, 1))
        await verb.perform(tier_cost.say, by, said)
    await used(acme, "worked_minutes", "90", '{"tier": "L1"}')
    await used(acme, "worked_minutes", "20", '{"tier": "L2"}')
    await used(acme, "vendor_cost", "100.00", '{"vendor": "x", "currency": "EUR"}')
    invoice = await issued(billed, acme)
    part = (Part(1, Decimal("50.00")),)
    note = await done(billed.finance, acme, credit_note.propose, invoice.number, "Sorry", part)
    await done(billed.admin, acme, credit_note.issue, invoice.number, note.id)
    penalty = await done(billed.finance, acme, debit_note.propose, await confirmed(acme))
    await done(billed.admin, acme, debit_note.issue, penalty.id)
    paid_back = await owed_by_a_vendor(acme)
    await done(billed.finance, acme, recovered.record, paid_back, "EUR", Decimal("40.00"))
    await pay(billed, acme, invoice, "1000.00")
    gone = await done(billed.finance, acme, write_off.propose, invoice.number, "Insolvent")
    await done(billed.admin, acme, write_off.approve, gone.id)
    found = await margin(billed, acme)
    assert (found.revenue, found.credits) == (invoice.net, Decimal("50.00"))
    assert (found.penalties, found.recoveries) == (Decimal("95.00"), Decimal("40.00"))
    assert [(each.tier, each.cost) for each in found.work] == [
        ("L1", Decimal("45.00")),
        ("L2", Decimal("16.67")),
    ]
    assert found.vendors == Decimal("100.00") and found.written_off > 0
    spent = sum((Decimal("50.00"), Decimal("95.00"), Decimal("61.67"), Decimal("100.00")))
    assert found.left == found.revenue + Decimal("40.00") - spent - found.written_off
    words = (behind_margin.of_client, acme.id, OCTOBER, OCTOBER)
    behind = await done(billed.finance, acme, *words)
    for what in ("credits", "written_off", "penalties", "recoveries"):
        own = [each.amount for each in behind.documents if each.what == what]
        assert own and sum(own) == getattr(found, what), what
    assert sum(each.amount for each in behind.documents if each.what == "invoice") == found.revenue
    assert {(each.tier, each.quantity) for each in behind.work} == {("L1", 90), ("L2", 20)}
    assert [each.quantity for each in behind.vendors] == [found.vendors]


async def test_what_nobody_priced_or_converts_is_named_and_counts_nothing(billed: World) -> None:
    acme = billed.acme
    await used(acme, "worked_minutes", "60", '{"tier": "L3"}')
    await used(acme, "vendor_cost", "10.00", '{"vendor": "x", "currency": "CHF"}')
    found = await margin(billed, acme)
    assert (found.unpriced, found.left) == (["L3"], 0)
    assert [(each.what, each.currency) for each in found.unconverted] == [("vendors", "CHF")]
    words = ("CHF", "EUR", date(2026, 10, 1), Decimal("1.10"))
    await verb.perform(
        exchange_rates.state, billed.finance.principal, *words, published_by="a bank"
    )
    again = await margin(billed, acme)
    assert (again.vendors, again.unconverted) == (Decimal("11.00"), [])


async def test_margin_is_no_agents_nor_a_clients(billed: World) -> None:
    acme = billed.acme
    for nobody in (billed.agent, billed.lead, acme.admin, acme.finance):
        with pytest.raises(Forbidden):
            await done(nobody, acme, margin_of_client.of_client, acme.id, OCTOBER, OCTOBER)
        with pytest.raises(Forbidden):
            await done(nobody, acme, behind_margin.of_client, acme.id, OCTOBER, OCTOBER)
    with pytest.raises(Malformed):
        await done(
            billed.finance, acme, margin_of_client.of_client, acme.id, OCTOBER, date(2026, 9, 30)
        )


async def test_only_what_was_granted_to_us_brings_money(billed: World) -> None:
    acme = billed.acme
    await confirmed(acme)
    theirs = await owed_by_a_vendor(acme, holder="client")
    with pytest.raises(recovered.NotOurs):
        await done(billed.finance, acme, recovered.record, theirs, "EUR", Decimal(40))
    assert (await margin(billed, acme)).recoveries == 0
