"""An invoice collected by card: what reaches Stripe, what is charged, credited and given back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.invoicing import drafting, finalising
from billing.payments import collecting, issued, paying_page, payment, refunding, stopping
from billing.payments.gateway import account
from billing.payments.payment import Payment
from billing.payments.pushing import charging, push, reading, running
from billing.payments.pushing.calls import Early
from tests.service.billing import ground as billing_ground
from tests.service.billing.stripe import ground
from tests.service.billing.stripe.ground import Issued
from tests.service.billing.stripe.seam import Killed, Place
from tests.world import Client, World
from underpin.kernel import db, outgoing, relay, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden
from underpin.kernel.events import Event
from underpin.kernel.outgoing import NeverTaken
from underpin.kernel.principal import worker

pytestmark = pytest.mark.stripe
OCTOBER = date(2026, 10, 1)


async def _at_stripe(house: World, client: Client, place: Place, **said: str) -> Issued:
    """An invoice that arrived there, from nothing."""
    await ground.collected(house, client, place)
    await ground.forget(client)
    made = await ground.issue(client, **said)
    await ground.begin(made)
    await ground.go_on(client)
    return made


async def _stripes(made: Issued, place: Place) -> object:
    found = await ground.at_stripe(made.client, place)
    (only,) = [each for each in found.invoices if each.number == made.number]
    return only


async def _kinds(client: Client) -> dict[str, str]:
    return {each["kind"]: each["state"] for each in await ground.pushes(client)}


async def _paid(made: Issued, amount: str, method: str, name: str | None = None) -> Payment:
    """Booked, and told to whoever collects."""
    async with db.open(Work(made.client.id)):
        act = Act(worker(made.client.id), made.client.id, await db.now(), "job", "test")
        words = (made.id, Decimal(amount), date(2026, 12, 3))
        booked = await payment.book(act, *words, method=method, external_id=name)  # type: ignore[arg-type]
        assert booked is not None
        await issued.PROVIDERS["stripe"].paid_another_way(act, booked.id)
    return booked


async def test_an_issued_invoice_reaches_stripe_by_itself(
    house: World, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, finance = house.bolt, house.finance.principal
    await ground.collected(house, client, place)
    await billing_ground.minutes(client, 90, datetime(2026, 10, 7, 12, tzinfo=UTC))
    await ground.far_along(client, place)
    draft = await verb.perform(drafting.draft, finance, OCTOBER, tenant=client.id)
    words = (OCTOBER, draft.inputs_hash)
    made = await verb.perform(finalising.finalise, finance, *words, tenant=client.id)
    monkeypatch.setitem(outgoing.CHANNELS, push.CHANNEL, running.send)
    await _relayed(client)
    await outgoing.drain(client.id)
    (pushed,) = await verb.perform(reading.of_invoice, finance, client.id, made.number)
    assert (pushed.state, pushed.trouble, pushed.steps) == ("done", "", pushed.steps_done)
    assert pushed.goal == pushed.found
    assert pushed.goal.amount == made.gross
    to_pay = await verb.perform(
        paying_page.of_invoice, client.finance.principal, client.id, made.number
    )
    assert (to_pay.method, to_pay.reference) == ("stripe", made.number)
    assert to_pay.page is not None
    assert to_pay.page.startswith("https://")


async def _relayed(client: Client) -> None:
    """What the outbox tells this consumer."""
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "relay", "test")
        rows = await db.rows(
            "SELECT * FROM event WHERE tenant_id = $1 AND kind = ANY ($2::text[])",
            *(client.id, list(issued.CONSUMER.kinds)),
        )
        for row in rows:
            event: Event = relay.events.read(row)
            await issued.handle(act, event)
            await issued.handle(act, event)


async def test_who_may_not_pay_learns_nothing(house: World, place: Place) -> None:
    made = await _at_stripe(house, house.acme, place)
    for person in (house.acme.requester, house.agent):
        with pytest.raises(Forbidden):
            await verb.perform(paying_page.of_invoice, person.principal, house.acme.id, made.number)
    finance = house.acme.finance.principal
    with pytest.raises(Forbidden):
        await verb.perform(reading.of_invoice, finance, house.acme.id, made.number)


async def test_the_saved_card_is_charged_at_once(house: World, place: Place) -> None:
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    await ground.save_card(house, client, place, "pm_card_visa")
    made = await ground.issue(client)
    await ground.begin(made)
    await ground.go_on(client)
    charge = (await ground.pushes(client))[-1]
    assert (charge["kind"], charge["outcome"], charge["found"]) == ("charge", "paid", 134378)
    only = await _stripes(made, place)
    assert (only.status, only.amount_paid) == ("paid", 134378)  # type: ignore[attr-defined]


async def test_a_card_that_refuses_is_an_answer_and_is_asked_again(
    house: World, place: Place
) -> None:
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    await ground.save_card(house, client, place, "pm_card_chargeCustomerFail")
    made = await ground.issue(client)
    await ground.begin(made)
    await ground.go_on(client)
    refused = (await ground.pushes(client))[-1]
    assert (refused["state"], refused["outcome"]) == ("done", "declined: card_declined")
    await ground.save_card(house, client, place, "pm_card_visa")
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "job", "test")
        first, second = [await charging.ask(act, made.id) for _ in range(2)]
        assert first == second, "one that is under way is not doubled"
    await ground.go_on(client)
    outcomes = [each["outcome"] for each in await ground.pushes(client) if each["kind"] == "charge"]
    assert outcomes == ["declined: card_declined", "paid"]


@pytest.mark.parametrize(
    ("currency", "nets", "tax", "prepaid", "total"),
    [
        ("EUR", ("950.00", "-50.00"), "207.00", "100.00", 100700),
        ("JPY", ("95000", "14250"), "10925", "0", 120175),
        ("KWD", ("95.120", "14.250"), "5.460", "0", 114830),
        ("EUR", tuple(["1.01"] * 260), "60.40", "0", 32300),
    ],
    ids=["prepaid money", "no decimals", "three decimals", "more lines than Stripe takes"],
)
async def test_amounts_arrive_to_the_last_digit(
    house: World,
    place: Place,
    currency: str,
    nets: tuple[str, ...],
    tax: str,
    prepaid: str,
    total: int,
) -> None:
    if currency == "KWD" and place.simulator is None:
        pytest.skip("an account takes dinars only where its country does")
    words = {"currency": currency, "tax": tax, "prepaid": prepaid}
    made = await _at_stripe(house, house.acme, place, nets=nets, **words)  # type: ignore[arg-type]
    only = await _stripes(made, place)
    assert (only.total, only.amount_due) == (total, total)  # type: ignore[attr-defined]


async def test_what_stripe_cannot_carry_is_set_aside_unrounded(house: World, place: Place) -> None:
    client = house.acme
    made = await _at_stripe(house, client, place, nets=("1.234",), tax="0", currency="KWD")  # type: ignore[arg-type]
    (found,) = await ground.pushes(client)
    assert found["state"] == "aside"
    assert "1.234 KWD" in found["trouble"]
    assert made.number not in [
        each.number for each in (await ground.at_stripe(client, place)).invoices
    ]


async def test_another_total_is_taken_back_and_set_aside_with_both(
    house: World, place: Place
) -> None:
    """Somebody adds to our draft in Stripe's own pages."""
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    made = await ground.issue(client)
    pushed = await ground.begin(made)
    assert pushed is not None
    customer = await ground.customer_of(house, client)
    place.seam.moments.clear()
    place.seam.dies_at = 2 * 4 + 1  # before the comparison
    with pytest.raises(Killed):
        await ground.go_on(client)
    (draft,) = (await ground.at_stripe(client, place)).invoices[:1]
    await place.client.v1.invoice_items.create_async(
        {"customer": customer, "invoice": draft.id, "amount": 100, "currency": "eur"}
    )
    with pytest.raises(NeverTaken):
        await running.run(client.id, pushed)
    (aside,) = [each for each in await ground.pushes(client) if each["kind"] == "invoice"]
    assert (aside["state"], aside["goal"], aside["found"]) == ("aside", 134378, 134478)
    found = await ground.at_stripe(client, place)
    assert made.number not in [each.number for each in found.invoices], "the draft is gone"
    await running.run(client.id, pushed)
    only = await _stripes(made, place)
    assert (only.total, only.status) == (134378, "open")  # type: ignore[attr-defined]


async def test_less_is_collected_of_what_was_paid_another_way(house: World, place: Place) -> None:
    made = await _at_stripe(house, house.acme, place)
    await _paid(made, "343.78", "bank_transfer")
    await ground.go_on(house.acme)
    only = await _stripes(made, place)
    assert (only.status, only.amount_remaining) == ("open", 100000)  # type: ignore[attr-defined]
    await _paid(made, "1000.00", "bank_transfer")
    await ground.go_on(house.acme)
    only = await _stripes(made, place)
    assert (only.status, only.amount_remaining) == ("paid", 0)  # type: ignore[attr-defined]
    assert await _kinds(house.acme) == {
        "customer": "done",
        "invoice": "done",
        "credit_note": "done",
        "settle": "done",
    }


async def test_what_was_paid_before_it_got_there_is_not_collected_again(
    house: World, place: Place
) -> None:
    """A payment may be heard of before the invoice it is for."""
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    made = await ground.issue(client)
    await _paid(made, "343.78", "bank_transfer")
    assert not await ground.pushes(client), "there is no invoice to lower yet"
    await ground.begin(made)
    await ground.go_on(client)
    only = await _stripes(made, place)
    assert (only.total, only.amount_remaining) == (134378, 100000)  # type: ignore[attr-defined]


async def test_a_card_is_charged_for_no_more_than_is_open(house: World, place: Place) -> None:
    """What was paid another way is taken off before the card is asked, and not after."""
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    await ground.save_card(house, client, place, "pm_card_visa")
    made = await ground.issue(client)
    await _paid(made, "343.78", "bank_transfer")
    pushed = await ground.begin(made)
    assert pushed is not None
    await running.run(client.id, pushed)
    (charge,) = [each for each in await ground.pushes(client) if each["kind"] == "charge"]
    with pytest.raises(Early):
        await running.run(client.id, charge["id"])
    await ground.go_on(client)
    only = await _stripes(made, place)
    assert (only.status, only.amount_paid) == ("paid", 100000)  # type: ignore[attr-defined]


async def test_money_goes_back_by_two_people(house: World, place: Place) -> None:
    client, about = house.acme, {"tenant": house.acme.id}
    await ground.collected(house, client, place)
    await ground.forget(client)
    await ground.save_card(house, client, place, "pm_card_visa")
    made = await ground.issue(client)
    await ground.begin(made)
    await ground.go_on(client)
    only = await _stripes(made, place)
    paid = await place.client.v1.invoice_payments.list_async({"invoice": only.id})  # type: ignore[attr-defined]
    intent = paid.data[0].payment.payment_intent
    booked = await _paid(made, "1343.78", "stripe", str(intent))
    by, other = house.finance.principal, house.admin.principal
    words = (made.number, booked.id)
    with pytest.raises(refunding.TooMuchBack):
        await verb.perform(refunding.propose, by, *words, Decimal("1343.79"), "too much", **about)
    said = (*words, Decimal("343.78"), "the visit that never was")
    proposed = await verb.perform(refunding.propose, by, *said, **about)
    with pytest.raises(refunding.OwnRefund):
        await verb.perform(refunding.approve, by, made.number, proposed.id, **about)
    assert "refund" not in await _kinds(client)
    await verb.perform(refunding.approve, other, made.number, proposed.id, **about)
    await ground.go_on(client)
    refunds = await place.client.v1.refunds.list_async({"payment_intent": str(intent)})
    assert [each.amount for each in refunds.data] == [34378]
    with pytest.raises(refunding.RefundDecided):
        await verb.perform(refunding.approve, other, made.number, proposed.id, **about)


async def test_what_is_not_to_be_collected_any_more_is_voided(house: World, place: Place) -> None:
    client, finance = house.acme, house.finance.principal
    made = await _at_stripe(house, client, place)
    await verb.perform(stopping.stop, finance, made.number, tenant=client.id)
    await ground.go_on(client)
    only = await _stripes(made, place)
    assert only.status == "void"  # type: ignore[attr-defined]
    to_pay = await verb.perform(paying_page.of_invoice, finance, client.id, made.number)
    assert to_pay.page is None


async def test_without_a_key_it_is_said_and_nothing_changes(house: World, place: Place) -> None:
    client, finance = house.caro, house.finance.principal
    with account.used(None):
        with pytest.raises(account.NotSetUp):
            await verb.perform(collecting.collect_by, finance, "stripe", tenant=client.id)
        found = await verb.perform(collecting.of_client, finance, client.id)
    assert (found.method, found.cards_set_up) == ("bank_transfer", False)
    made = await ground.issue(client)
    to_pay = await verb.perform(paying_page.of_invoice, finance, client.id, made.number)
    assert (to_pay.method, to_pay.page) == ("bank_transfer", None)
