"""Plans as price lists, and a client's terms on them: drafted by one and published by another,
begun, changed and ended in mid-month, negotiated price by price."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from billing.amounts import check
from billing.invoicing import drafting, finalising
from billing.invoicing.invoices import Invoice
from billing.metered import meters, usage
from billing.metered.meter import Aggregation, Filter
from billing.metered.meters import NewMeter
from billing.metered.usage import Entry
from billing.pricing.period import Interval, Period, Unit
from billing.pricing.price_list import NewTerm, NotListed
from billing.terms import client_terms, negotiating, plans, withdrawing
from billing.terms.client_terms import Terms
from billing.terms.negotiating import NewPrice
from billing.terms.plans import Content, Every, Version
from billing.terms.withdrawing import Withdrawal
from tests.service.billing import ground
from tests.world import Client, Human, World
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, NotFound

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def fee(amount: str, **more: Any) -> dict[str, Any]:
    model = {"kind": "flat", "fee": amount}
    return {"key": "fee", "name": "Service desk", "currency": "EUR", "model": model, **more}


def hours(rate: str) -> dict[str, Any]:
    return {
        "key": "minutes",
        "name": "Technicians' time",
        "currency": "EUR",
        "meter": "staff_minutes",
        "model": {"kind": "per_unit", "unit": rate, "per": "60"},
    }


async def listed(house: World, *prices: dict[str, Any], every: Every | None = None) -> Version:
    """A plan of its own, drafted by finance and published by the admin."""
    content = Content(list(prices), every or Every())
    words = (f"Plan {ids.new()}", "EUR", content)
    draft: Version = await verb.perform(plans.begin, house.finance.principal, *words)
    return await _published(house, draft)


async def _published(house: World, draft: Version) -> Version:
    words = (draft.plan_id, draft.number)
    made: Version = await verb.perform(plans.publish, house.admin.principal, *words)
    return made


async def _do(who: Human, wanted: Any, client: Client, *words: Any) -> Any:
    return await verb.perform(wanted, who.principal, *words, tenant=client.id)


async def _free(client: Client) -> None:
    """The client is on no plan yet."""
    async with db.open(Work(client.id)):
        await db.execute("DELETE FROM subscription WHERE tenant_id = $1", client.id)


async def _draft(house: World, client: Client, day: date) -> Invoice:
    made: Invoice = await _do(house.finance, drafting.draft, client, day)
    return made


async def _issue(house: World, client: Client, day: date) -> Invoice:
    draft = await _draft(house, client, day)
    made: Invoice = await _do(house.finance, finalising.finalise, client, day, draft.inputs_hash)
    return made


def nets(invoice: Invoice) -> list[tuple[str, Decimal]]:
    return [(line.description, line.net) for line in invoice.lines]


async def test_a_price_list_is_drafted_by_one_and_published_by_another(billed: World) -> None:
    finance, admin = billed.finance.principal, billed.admin.principal
    words = (f"Care {ids.new()}", "EUR", Content([fee("950"), hours("95")]))
    draft = await verb.perform(plans.begin, finance, *words)
    assert (draft.number, draft.state, draft.author) == (1, "draft", billed.finance.id)
    with pytest.raises(plans.OwnDraft):
        await verb.perform(plans.publish, finance, draft.plan_id, 1)
    assert (await verb.perform(plans.one, finance, draft.plan_id, 1)).state == "draft"
    done = await verb.perform(plans.publish, admin, draft.plan_id, 1)
    assert (done.state, done.published_by) == ("published", billed.admin.id)
    with pytest.raises(plans.PlanExists):
        await verb.perform(plans.begin, finance, *words)
    with pytest.raises(Forbidden):
        await verb.perform(plans.begin, billed.agent.principal, *words)


async def test_what_is_published_is_never_changed_and_the_next_version_says_what_is_new(
    billed: World,
) -> None:
    finance = billed.finance.principal
    first = await listed(billed, fee("950"), hours("95"))
    with pytest.raises(plans.NoDraft):
        await verb.perform(plans.discard, finance, first.plan_id)
    quarter = Content([fee("2900"), hours("99")], Every(3))
    second = await verb.perform(plans.redraft, finance, first.plan_id, quarter)
    again = await verb.perform(plans.redraft, finance, first.plan_id, quarter)
    assert (second.number, again.number) == (2, 2), "one draft at a time"
    told = await verb.perform(plans.compared, finance, first.plan_id, 1, 2)
    assert (told.interval.before, told.interval.after) == ("1 month", "3 month")
    assert [
        (each.key, each.change, [(of.name, of.before, of.after) for of in each.fields])
        for each in told.prices
    ] == [
        ("fee", "changed", [("model.fee", "950", "2900")]),
        ("minutes", "changed", [("model.unit", "95", "99")]),
    ]
    with pytest.raises(asyncpg.RestrictViolationError):
        async with db.open(Provider()):
            await db.execute("UPDATE plan_version SET prices = '[]' WHERE id = $1", first.id)
    assert (await verb.perform(plans.one, finance, first.plan_id, 1)).prices == first.prices


async def test_a_price_that_cannot_be_is_named_and_no_plan_is_made(billed: World) -> None:
    name = f"Wrong {ids.new()}"
    for prices, field in (
        ([fee("950"), {**hours("95"), "meter": "sheep"}], "prices[1].meter"),
        ([fee("950"), fee("1")], "prices[1].key"),
        ([fee("950", currency="USD")], "prices[0].currency"),
        ([{**fee("950"), "model": {"kind": "flat", "fee": 950.5}}], "prices[0].model.fee"),
    ):
        with pytest.raises(check.Invalid) as refused:
            await verb.perform(plans.begin, billed.finance.principal, name, "EUR", Content(prices))
        assert refused.value.field == field
    found = await verb.perform(plans.every, billed.finance.principal)
    assert name not in {each.plan for each in found}


async def test_an_upgrade_in_mid_month_charges_the_days_of_each(billed: World) -> None:
    acme, manager = billed.acme, billed.manager
    await _free(acme)
    small, large = await listed(billed, fee("310")), await listed(billed, fee("620"))
    begun = (small.id, OCTOBER, NewTerm(percent=Decimal(19)))
    await _do(manager, client_terms.begin, acme, *begun)
    with pytest.raises(client_terms.Subscribed):
        await _do(manager, client_terms.begin, acme, large.id, date(2026, 10, 9), NewTerm())
    found: Terms = await _do(manager, client_terms.change, acme, large.id, date(2026, 10, 16))
    assert [(each.plan, each.starts_on) for each in found.terms] == [
        (small.plan, OCTOBER),
        (large.plan, date(2026, 10, 16)),
    ]
    assert (found.terms[1].tax_percent, found.terms[1].agreed_by) == (19, billed.manager.id)
    assert nets(await _issue(billed, acme, OCTOBER)) == [
        ("Service desk", Decimal("150.00")),
        ("Service desk", Decimal("320.00")),
    ]
    with pytest.raises(client_terms.Invoiced):
        await _do(manager, client_terms.change, acme, small.id, date(2026, 10, 20))
    await _do(manager, client_terms.end, acme, date(2026, 11, 16))
    assert nets(await _issue(billed, acme, NOVEMBER)) == [("Service desk", Decimal("310.00"))]
    with pytest.raises(client_terms.NotSubscribed):
        await _do(manager, client_terms.change, acme, small.id, date(2026, 12, 1))
    await _do(manager, client_terms.begin, acme, small.id, date(2026, 12, 17), NewTerm())
    again = await _draft(billed, acme, date(2026, 12, 1))
    assert nets(again) == [("Service desk", Decimal("150.00"))]


async def test_a_quarter_from_the_fifteenth_is_one_invoice(billed: World) -> None:
    acme = billed.acme
    await _free(acme)
    plan = await listed(billed, fee("300"), every=Every(3))
    said = NewTerm(anchor=date(2026, 8, 15))
    found: Terms = await _do(
        billed.manager, client_terms.begin, acme, plan.id, date(2026, 8, 15), said
    )
    assert found.terms[0].interval == Interval(3, Unit.MONTH)
    assert found.terms[0].period == Period(date(2026, 8, 15), date(2026, 11, 15))
    made = await _issue(billed, acme, date(2026, 9, 1))
    assert (made.period_start, made.period_end) == (date(2026, 8, 15), date(2026, 11, 15))
    assert nets(made) == [("Service desk", Decimal("300.00"))]
    monthly = await listed(billed, fee("110"))
    with pytest.raises(client_terms.DoesNotFit, match="2027-02-15"):
        await _do(billed.manager, client_terms.change, acme, monthly.id, date(2026, 12, 1))
    changed: Terms = await _do(
        billed.manager, client_terms.change, acme, monthly.id, date(2027, 2, 15)
    )
    assert changed.terms[1].period == Period(date(2027, 2, 15), date(2027, 3, 15))


@pytest.mark.parametrize(
    ("every", "ends"),
    [
        (Every(1, Unit.WEEK), date(2026, 9, 8)),
        (Every(10, Unit.DAY), date(2026, 9, 11)),
        (Every(1, Unit.YEAR), date(2027, 9, 1)),
    ],
    ids=["weekly", "ten days", "yearly"],
)
async def test_any_interval_tiles_the_days(billed: World, every: Every, ends: date) -> None:
    bolt = billed.bolt
    await _free(bolt)
    plan = await listed(billed, fee("70"), every=every)
    said = NewTerm(anchor=date(2026, 9, 1))
    words = (plan.id, date(2026, 9, 1), said)
    await _do(billed.admin, client_terms.begin, bolt, *words)
    made = await _draft(billed, bolt, date(2026, 9, 1))
    assert (made.period_end, nets(made)) == (ends, [("Service desk", Decimal("70.00"))])


async def test_what_is_negotiated_holds_from_its_day_once_a_second_person_approves(
    billed: World,
) -> None:
    acme, manager, finance = billed.acme, billed.manager, billed.finance
    await _free(acme)
    plan = await listed(billed, fee("310"), hours("120"))
    await _do(manager, client_terms.begin, acme, plan.id, OCTOBER, NewTerm())
    await ground.minutes(acme, 60, datetime(2026, 10, 5, 12, tzinfo=UTC))
    await ground.minutes(acme, 60, datetime(2026, 10, 25, 12, tzinfo=UTC))
    new = NewPrice(hours("90"), date(2026, 10, 16), "Two-year term")
    made: UUID = await _do(manager, negotiating.propose, acme, new)
    with pytest.raises(negotiating.OwnProposal):
        await _do(manager, negotiating.approve, acme, made)
    listed_price = ("Technicians' time", Decimal("240.00"))
    assert listed_price in nets(await _draft(billed, acme, OCTOBER)), "only proposed"
    found: Terms = await _do(finance, negotiating.approve, acme, made)
    (agreed,) = found.negotiated
    assert (agreed.proposed_by, agreed.decided_by) == (manager.id, finance.id)
    assert nets(await _draft(billed, acme, OCTOBER)) == [
        ("Service desk", Decimal("310.00")),
        ("Technicians' time", Decimal("120.00")),
        ("Technicians' time", Decimal("90.00")),
    ], "the fee's days are not cut by what was negotiated about another price"
    with pytest.raises(negotiating.Decided):
        await _do(finance, negotiating.refuse, acme, made)


async def test_what_cannot_be_negotiated_is_refused_and_nothing_is_kept(billed: World) -> None:
    acme, manager = billed.acme, billed.manager
    await _free(acme)
    plan = await listed(billed, fee("310"), hours("120"))
    await _do(manager, client_terms.begin, acme, plan.id, OCTOBER, NewTerm())
    for price, field in (
        ({**fee("300"), "key": "support"}, "price.key"),
        (fee("300", currency="USD"), "prices[0].currency"),
        ({**fee("300"), "discuont": "5"}, "price.discuont"),
    ):
        with pytest.raises(check.Invalid) as refused:
            await _do(manager, negotiating.propose, acme, NewPrice(price, OCTOBER, "why"))
        assert refused.value.field == field
    await _issue(billed, acme, OCTOBER)
    with pytest.raises(client_terms.Invoiced):
        await _do(manager, negotiating.propose, acme, NewPrice(fee("300"), OCTOBER, "why"))
    assert (await _do(manager, client_terms.of_client, acme, acme.id)).negotiated == []


async def test_a_client_reads_its_own_terms_and_what_was_approved(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    words = (acme, NewPrice(fee("900"), date(2026, 12, 1), "A start"))
    plan = await listed(billed, fee("950"))
    await _do(billed.manager, client_terms.change, acme, plan.id, date(2026, 11, 1))
    await _do(billed.manager, negotiating.propose, *words)
    seen: Terms = await verb.perform(client_terms.of_client, acme.finance.principal, acme.id)
    assert [each.plan for each in seen.terms] == ["Silver", plan.plan]
    assert seen.negotiated == [], "a proposal is the staff's"
    with pytest.raises(NotFound):
        await verb.perform(client_terms.of_client, acme.finance.principal, bolt.id)
    with pytest.raises(Forbidden):
        await verb.perform(client_terms.of_client, acme.requester.principal, acme.id)
    with pytest.raises(NotListed):
        await _do(billed.manager, client_terms.change, acme, ids.new(), date(2026, 12, 5))


async def test_a_meter_of_ones_own_is_reported_and_charged(billed: World) -> None:
    acme, key = billed.acme, f"calls_{billed.acme.id}"
    finance = billed.finance.principal
    new = NewMeter(key, "Calls", "call", Aggregation.SUM, filters=[Filter("line", ("gold",))])
    await verb.perform(meters.define, finance, new)
    peak = NewMeter(f"{key}_peak", "Peak", "call", Aggregation.MAX, reads=key)
    await verb.perform(meters.define, finance, peak)
    with pytest.raises(meters.Taken):
        await verb.perform(meters.define, finance, new)
    prices = [
        {**hours("2"), "key": name, "name": name, "meter": name, "model": model}
        for name, model in (
            (key, {"kind": "per_unit", "unit": "2"}),
            (f"{key}_peak", {"kind": "package", "fee": "5", "size": "10"}),
        )
    ]
    await _free(acme)
    plan = await listed(billed, *prices)
    await _do(billed.manager, client_terms.begin, acme, plan.id, date(2026, 9, 1), NewTerm())
    entries = [
        Entry(f"{place}", key, Decimal(count), datetime(2026, month, 3, tzinfo=UTC), {"line": line})
        for place, (month, line, count) in enumerate(
            [(9, "gold", 8), (10, "gold", 5), (10, "iron", 7)]
        )
    ]
    taken = await _do(billed.finance, usage.report, acme, "exchange", entries)
    assert (taken.stored, taken.known) == (3, 0)
    assert nets(await _draft(billed, acme, OCTOBER)) == [
        (key, Decimal("10.00")),
        (f"{key}_peak", Decimal("10.00")),
    ], "five of gold; at most twelve at once, each line a level of its own"


async def test_a_term_is_withdrawn_before_it_begins_and_what_held_goes_on(billed: World) -> None:
    acme, manager, why = billed.acme, billed.manager, Withdrawal("The client stays small")
    await _free(acme)
    small = await listed(billed, fee("310", timing="advance"))
    large = await listed(billed, fee("620", timing="advance"))
    begun: Terms = await _do(manager, client_terms.begin, acme, small.id, NOVEMBER, NewTerm())
    await _do(manager, client_terms.end, acme, date(2027, 2, 1))
    january = date(2027, 1, 1)
    for day in (january, date(2027, 1, 15)):
        changed: Terms = await _do(manager, client_terms.change, acme, large.id, day)
    first, second = changed.terms[1:]
    assert (await _issue(billed, acme, NOVEMBER)).net == 620, "November, and December in advance"
    for term_id, refusal in (
        (begun.terms[0].id, withdrawing.Begun),
        (first.id, client_terms.LaterTerm),
        (ids.new(), NotFound),
    ):
        with pytest.raises(refusal):
            await _do(manager, withdrawing.withdraw, acme, term_id, why)
    with pytest.raises(Forbidden):
        await _do(billed.agent, withdrawing.withdraw, acme, second.id, why)
    assert (await _do(manager, client_terms.of_client, acme, acme.id)).terms == changed.terms
    for term in (second, first):
        left: Terms = await _do(manager, withdrawing.withdraw, acme, term.id, why)
    assert [(each.plan, each.ends_on) for each in left.terms] == [(small.plan, date(2027, 2, 1))]
    assert [(each.starts_on, each.withdrawn_by) for each in left.withdrawn] == [
        (date(2027, 1, 15), manager.id),
        (january, manager.id),
    ]
    seen: Terms = await verb.perform(client_terms.of_client, acme.finance.principal, acme.id)
    assert seen.withdrawn == left.withdrawn
    assert (await _draft(billed, acme, date(2026, 12, 1))).net == 310, "January on the small plan"


async def test_a_clients_only_term_is_withdrawn_with_its_drafts(billed: World) -> None:
    bolt, why = billed.bolt, Withdrawal("Signed with another")
    await _free(bolt)
    plan = await listed(billed, fee("310", timing="advance"))
    january = date(2027, 1, 1)
    begun: Terms = await _do(billed.admin, client_terms.begin, bolt, plan.id, january, NewTerm())
    assert (await _draft(billed, bolt, date(2026, 12, 1))).net == 310
    left: Terms = await _do(billed.admin, withdrawing.withdraw, bolt, begun.terms[0].id, why)
    assert (left.terms, len(left.withdrawn)) == ([], 1)
    with pytest.raises(drafting.NoSubscription):
        await _draft(billed, bolt, date(2026, 12, 1))
    again: Terms = await _do(billed.admin, client_terms.begin, bolt, plan.id, january, NewTerm())
    assert again.terms[0].starts_on == january
