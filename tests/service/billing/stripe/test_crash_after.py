"""What follows an invoice at Stripe (a charge, a credit note, money given back), killed between any
two moments and started again: it happens once, also a day later."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
import stripe

from billing.amounts import money
from billing.payments import payment
from billing.payments.pushing import charging, documents, plan, push
from billing.payments.pushing.push import New
from tests.service.billing.stripe import ground
from tests.service.billing.stripe.ground import Issued
from tests.service.billing.stripe.seam import Killed, Place
from tests.world import Client, World
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

pytestmark = pytest.mark.stripe
Begin = Callable[[Act, Issued], Awaitable[object]]


async def _charge(act: Act, made: Issued) -> object:
    return await charging.ask(act, made.id)


async def _credit(act: Act, made: Issued) -> object:
    new = New("credit_note", ids.new(), made.number, 34378, "EUR", made.id)
    return await push.begin(act, new, [plan.credit_note(made.number, 34378, "a visit")])


async def _settle(act: Act, made: Issued) -> object:
    words = (made.id, made.gross, date(2026, 12, 3))
    booked = await payment.book(act, *words, method="bank_transfer")
    assert booked is not None
    return await documents.push_payment(act, booked.id)


FOLLOWING: dict[str, tuple[Begin, tuple[str, int, int]]] = {
    "charge": (_charge, ("paid", 134378, 0)),
    "credit note": (_credit, ("open", 0, 100000)),
    "settled elsewhere": (_settle, ("paid", 134378, 0)),
}


@pytest.mark.parametrize("later", [False, True], ids=["at once", "a day later"])
@pytest.mark.parametrize("what", FOLLOWING)
async def test_what_was_killed_anywhere_happens_once(
    house: World, place: Place, what: str, later: bool
) -> None:
    begin, (status, paid, left) = FOLLOWING[what]
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    moments, dies_at = 1, 0
    while dies_at <= moments:
        made = await ground.issue(client)
        await ground.begin(made)
        await ground.go_on(client)
        if what == "charge":
            await ground.save_card(house, client, place, "pm_card_visa")
        async with db.open(Work(client.id)):
            act = Act(worker(client.id), client.id, await db.now(), "job", "test")
            await begin(act, made)
        await _killed(house, place, dies_at, later=later)
        moments = len(place.seam.moments) if dies_at == 0 else moments
        only = await _of(made, place)
        told = f"killed at {dies_at} of {moments}"
        assert (only.status, only.amount_paid, only.amount_remaining) == (status, paid, left), told
        assert only.attempt_count <= 1, told
        await _take_card_off(client)
        dies_at += 1
    assert moments in (2, 4), "the call, and for a credit note a look before it"


async def _killed(house: World, place: Place, dies_at: int, *, later: bool) -> None:
    place.seam.moments.clear()
    place.seam.dies_at = dies_at or None
    if dies_at:
        with pytest.raises(Killed):
            await ground.go_on(house.acme)
        if later:
            place.tomorrow()
            await ground.set_time(house.acme, place)
    await ground.go_on(house.acme)


async def _take_card_off(client: Client) -> None:
    async with db.open(Work(client.id)):
        await db.execute(
            "UPDATE collecting SET payment_method = NULL WHERE tenant_id = $1", client.id
        )


@pytest.mark.parametrize("later", [False, True], ids=["at once", "a day later"])
async def test_money_goes_back_once(house: World, place: Place, later: bool) -> None:
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    await ground.save_card(house, client, place, "pm_card_visa")
    made = await ground.issue(client)
    await ground.begin(made)
    await ground.go_on(client)
    only = await _of(made, place)
    api = place.client.v1
    paid = await api.invoice_payments.list_async({"invoice": only.id})
    intent = str(paid.data[0].payment.payment_intent)
    booked = await _booked(made, intent)
    for given, dies_at in enumerate((0, 1, 2), 1):
        async with db.open(Work(client.id)):
            await db.execute(
                "INSERT INTO refund (tenant_id, id, payment_id, amount, reason, state, "
                "proposed_by, proposed_at, decided_by, decided_at) "
                "VALUES ($1, $2, $3, 100, 'x', 'approved', $4, scope_now(), $5, scope_now())",
                *(client.id, (refund := ids.new()), booked, ids.new(), ids.new()),
            )
            act = Act(worker(client.id), client.id, await db.now(), "job", "test")
            await documents.push_refund(act, refund, made.id, money.of("100.00", "EUR"))
        await _killed(house, place, dies_at, later=later)
        refunds = await api.refunds.list_async({"payment_intent": intent, "limit": 100})
        assert [each.amount for each in refunds.data] == [10000] * given, f"killed at {dies_at}"


async def _booked(made: Issued, intent: str) -> object:
    async with db.open(Work(made.client.id)):
        act = Act(worker(made.client.id), made.client.id, await db.now(), "job", "test")
        words = (made.id, made.gross, date(2026, 12, 3))
        booked = await payment.book(act, *words, method="stripe", external_id=intent)
    assert booked is not None
    return booked.id


async def _of(made: Issued, place: Place) -> stripe.Invoice:
    found = await ground.at_stripe(made.client, place)
    (only,) = [each for each in found.invoices if each.number == made.number]
    return only
