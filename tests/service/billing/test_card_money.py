"""What was paid, given back and disputed at Stripe becomes ours once, in whatever order we hear."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Sequence
from datetime import date
from decimal import Decimal

import msgspec
import pytest
import pytest_asyncio

from billing.invoicing import invoices
from billing.invoicing.invoices import Invoice
from billing.payments.disputed import disputes
from billing.payments.gateway import account
from billing.payments.inbox import inbox, taking
from tests.conftest import Database
from tests.service.billing import inbox_ground
from tests.service.billing import stripe_ground as ground
from tests.service.billing.stripe_ground import Card, Stripe
from tests.world import World
from underpin.demo.stripe_simulator.refusal import Refusal
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def worlds(scopes: Database) -> AsyncIterator[AsyncIterator[World]]:
    yield ground.worlds()


@pytest_asyncio.fixture(loop_scope="session")
async def billed(worlds: AsyncIterator[World]) -> World:
    return await anext(worlds)


@pytest_asyncio.fixture(loop_scope="session")
async def stripe(billed: World) -> AsyncIterator[Stripe]:
    async with ground.stripe() as made:
        yield made


async def _paid(world: World, stripe: Stripe, month: date = OCTOBER) -> Invoice:
    """An invoice of ACME's that its saved card paid at Stripe; we have not heard of it."""
    invoice = await ground.issue(world, world.acme, month)
    await stripe.work(world.acme, looking=False)
    return invoice


async def _owed(world: World, invoice: Invoice) -> Decimal:
    words = (world.acme.id, invoice.number)
    found: Invoice = await verb.perform(
        invoices.by_number, world.finance.principal, *words, tenant=world.acme.id
    )
    return found.gross - found.credited - found.paid


async def test_a_saved_card_pays_and_it_is_booked_once(billed: World, stripe: Stripe) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await _paid(billed, stripe)
    assert await ground.payments(billed.acme) == []
    for seed in (1, 2):
        await stripe.tell(seed=seed, copies=3)
    (one,) = await ground.payments(billed.acme)
    assert one == (str(invoice.gross), (await stripe.intent(invoice))["id"])
    assert await _owed(billed, invoice) == 0


async def test_who_saved_no_card_pays_on_stripes_page(billed: World, stripe: Stripe) -> None:
    await ground.by_card(stripe, billed.acme, None)
    invoice = await ground.issue(billed, billed.acme)
    await stripe.work(billed.acme)
    at_stripe = (await stripe.invoice(invoice))["id"]
    with contextlib.suppress(Refusal):
        stripe.simulator.pay_page(at_stripe, Card(declines=1))
    await stripe.tell()
    assert await ground.dunning(billed.acme, invoice.id) is None, "they saw it themselves"
    stripe.simulator.pay_page(at_stripe, Card())
    await stripe.tell(seed=1, copies=2)
    assert await _owed(billed, invoice) == 0
    assert len(await ground.payments(billed.acme)) == 1


async def test_what_our_own_charge_did_is_seen_without_any_event(
    billed: World, stripe: Stripe
) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await ground.issue(billed, billed.acme)
    await stripe.work(billed.acme)
    assert await _owed(billed, invoice) == 0
    await stripe.tell(seed=3)
    assert len(await ground.payments(billed.acme)) == 1


async def test_what_was_given_back_is_owed_again(billed: World, stripe: Stripe) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await _paid(billed, stripe)
    intent = (await stripe.intent(invoice))["id"]
    client = account.client().v1
    for amount in (1_000, 250):
        await client.refunds.create_async({"payment_intent": intent, "amount": amount})
    await stripe.tell(seed=5, copies=2)
    booked = await ground.payments(billed.acme)
    assert sorted(amount for amount, _ in booked) == ["-10.00", "-2.50", str(invoice.gross)]
    assert await _owed(billed, invoice) == Decimal("12.50")


async def test_a_refund_that_fails_after_all_is_no_refund(billed: World, stripe: Stripe) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await _paid(billed, stripe)
    intent = (await stripe.intent(invoice))["id"]
    refund = await account.client().v1.refunds.create_async(
        {"payment_intent": intent, "amount": 1_000}
    )
    await stripe.tell()
    assert await _owed(billed, invoice) == Decimal("10.00")
    at_stripe = stripe.simulator.state.one("refund", refund.id)
    at_stripe["status"] = "failed"
    for _ in range(2):
        stripe.simulator.state.happened("refund.failed", at_stripe)
        await stripe.tell(kinds="refund.failed")
    assert await _owed(billed, invoice) == 0
    assert len(await ground.payments(billed.acme)) == 3


async def _disputed(world: World, invoice: Invoice) -> list[disputes.Dispute]:
    words = (world.acme.id, invoice.number)
    found: list[disputes.Dispute] = await verb.perform(
        disputes.of_invoice, world.acme.finance.principal, *words
    )
    return found


@pytest.mark.parametrize("won", [True, False])
async def test_a_dispute_stands_on_the_invoice_and_takes_the_money_only_when_lost(
    billed: World, stripe: Stripe, won: bool
) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await _paid(billed, stripe)
    dispute = stripe.simulator.dispute(await stripe.charge(invoice))
    await stripe.tell(seed=2)
    (open_,) = await _disputed(billed, invoice)
    assert (open_.amount, open_.status, open_.is_over) == (invoice.gross, "needs_response", False)
    assert await _owed(billed, invoice) == 0
    stripe.simulator.decide(dispute["id"], won=won)
    await stripe.tell(seed=4, copies=2)
    (closed,) = await _disputed(billed, invoice)
    assert (closed.status, closed.is_over) == ("won" if won else "lost", True)
    assert await _owed(billed, invoice) == (0 if won else invoice.gross)
    listed = await verb.perform(
        disputes.listed, billed.finance.principal, billed.acme.id, tenant=billed.acme.id
    )
    assert [each.id for each in listed] == [closed.id]


async def _moves(stripe: Stripe, invoice: Invoice) -> AsyncIterator[None]:
    """A payment's life at Stripe, move by move."""
    client = account.client().v1
    intent = (await stripe.intent(invoice))["id"]
    yield
    await client.refunds.create_async({"payment_intent": intent, "amount": 700})
    yield
    dispute = stripe.simulator.dispute(await stripe.charge(invoice))
    yield
    stripe.simulator.decide(dispute["id"], won=False)
    yield


async def _told(
    world: World, stripe: Stripe, month: date, seed: int | None, after: Sequence[int]
) -> list[tuple[str, str]]:
    """What is booked in the end when Stripe tells of the moves after these, shuffled by `seed`, and
    of everything again at the end."""
    before = await ground.payments(world.acme)
    invoice = await _paid(world, stripe, month)
    moves = 0
    async for _ in _moves(stripe, invoice):
        if moves in after:
            await stripe.tell(seed=seed, copies=2)
        moves += 1
    await stripe.tell(seed=seed, again=True)
    booked = [each for each in await ground.payments(world.acme) if each not in before]
    return sorted((amount, name[:2]) for amount, name in booked)


async def test_whatever_order_we_hear_it_in_the_books_are_the_same(
    billed: World, stripe: Stripe
) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    orders: list[tuple[date, int | None, Sequence[int]]] = [
        (SEPTEMBER, 11, ()),
        (OCTOBER, None, (0, 1, 2, 3)),
        (NOVEMBER, 77, (1, 3)),
    ]
    found = [await _told(billed, stripe, *order) for order in orders]
    gross = [next(amount for amount, name in each if name == "pi") for each in found]
    assert [{name: amount for amount, name in each} for each in found] == [
        {"pi": each, "re": "-7.00", "du": f"-{Decimal(each) - 7}"} for each in gross
    ]


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(30))
async def test_in_many_more_orders_the_books_are_the_same(
    billed: World, stripe: Stripe, seed: int
) -> None:
    chance = random.Random(seed)
    await ground.by_card(stripe, billed.acme, Card())
    after = [move for move in range(4) if chance.random() < 0.5]
    found = await _told(billed, stripe, OCTOBER, seed, after)
    assert [name for _, name in found] == ["du", "re", "pi"]
    assert sum(Decimal(amount) for amount, _ in found) == 0


async def test_killed_after_it_was_applied_it_is_applied_no_second_time(
    billed: World, stripe: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    await _paid(billed, stripe)

    async def killed(*_: object) -> int:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched, contextlib.suppress(asyncio.CancelledError):
        patched.setattr(taking, "_decide", killed)
        await stripe.tell(kinds="invoice.paid")
    assert len(await ground.payments(billed.acme)) == 1
    async with db.open(Provider()):
        left = await db.execute(
            "UPDATE provider_event SET due_at = transaction_timestamp() WHERE state = 'stored'"
        )
    assert left > 0
    await inbox_ground.take()
    assert len(await ground.payments(billed.acme)) == 1


async def test_what_was_marked_as_paid_elsewhere_is_no_money_of_stripes(
    billed: World, stripe: Stripe
) -> None:
    await ground.by_card(stripe, billed.acme, Card(declines=-1))
    invoice = await _paid(billed, stripe)
    await stripe.tell()
    at_stripe = (await stripe.invoice(invoice))["id"]
    await account.client().v1.invoices.pay_async(at_stripe, {"paid_out_of_band": True})
    await stripe.tell(seed=1, copies=2)
    assert await ground.payments(billed.acme) == []
    assert await _owed(billed, invoice) == invoice.gross
    row = await ground.dunning(billed.acme, invoice.id)
    assert row is not None
    assert row["state"] == "stopped"


async def test_a_thin_event_is_followed_like_any_other(billed: World, stripe: Stripe) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await _paid(billed, stripe)
    at_stripe = (await stripe.invoice(invoice))["id"]
    related = {"id": at_stripe, "type": "invoice", "url": f"/v1/invoices/{at_stripe}"}
    thin = {"id": f"evt_{at_stripe}", "object": "v2.core.event", "type": "v1.invoice.paid"}
    await ground.accept(msgspec.json.encode(thin | {"related_object": related}))
    await inbox_ground.take()
    assert len(await ground.payments(billed.acme)) == 1


async def test_of_two_cards_the_newer_is_kept_however_late_we_hear_of_the_older(
    billed: World, stripe: Stripe
) -> None:
    customer = await ground.by_card(stripe, billed.acme, Card(last4="1111"))
    await ground.save(stripe, billed.acme, customer, Card(last4="2222"))
    for seed in (1, 2, 3):
        for each in stripe.simulator.events:
            if each["type"] == "setup_intent.succeeded":
                stripe.simulator.state.happened("setup_intent.succeeded", each["data"]["object"])
        await stripe.tell(seed=seed)
        assert (await ground.collected(billed.acme)).card == "visa, ends in 2222"


async def test_a_draft_that_was_deleted_is_nobodys_business(billed: World, stripe: Stripe) -> None:
    customer = await ground.by_card(stripe, billed.acme, Card())
    client = account.client().v1
    draft = await client.invoices.create_async({"customer": customer, "currency": "eur"})
    await client.invoices.delete_async(draft.id)
    about = {"id": draft.id, "object": "invoice"}
    gone = inbox_ground.event("invoice.deleted", about)
    paid = inbox_ground.event("invoice.paid", about)
    for each in (gone, paid):
        await ground.accept(each)
    await inbox_ground.take()
    (deleted,), (strange,) = [await inbox_ground.kept(inbox_ground.name(e)) for e in (gone, paid)]
    assert (deleted["state"], strange["state"]) == ("ignored", "set_aside")


async def test_two_workers_that_look_at_once_book_it_once(billed: World, stripe: Stripe) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await _paid(billed, stripe)
    await stripe.tell(seed=1, copies=2, take=False)
    await asyncio.gather(*(taking.round() for _ in range(3)))
    await inbox_ground.take()
    ((amount, _),) = await ground.payments(billed.acme)
    assert amount == str(invoice.gross)


async def test_an_invoice_with_more_refunds_than_a_page_is_read_whole(
    billed: World, stripe: Stripe
) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await _paid(billed, stripe)
    intent = (await stripe.intent(invoice))["id"]
    for _ in range(101):
        await account.client().v1.refunds.create_async({"payment_intent": intent, "amount": 1})
    await stripe.tell(kinds="invoice.paid")
    assert await _owed(billed, invoice) == Decimal("1.01")


async def test_money_of_somebody_unknown_is_set_aside_until_we_know_them(
    billed: World, stripe: Stripe
) -> None:
    client = account.client().v1
    customer = await client.customers.create_async({"name": "Nobody of ours"})
    invoice = await client.invoices.create_async({"customer": customer.id, "currency": "eur"})
    await client.invoices.finalize_invoice_async(invoice.id)
    await stripe.tell(kinds="invoice.finalized")
    aside = await _aside(billed, invoice.id)
    assert aside.reason == f"No client of ours is {customer.id} at Stripe."
    await verb.perform(inbox.retry, billed.finance.principal, aside.id)
    await inbox_ground.take()
    assert (await _aside(billed, invoice.id)).reason == aside.reason


async def _aside(world: World, object_id: str) -> inbox.Told:
    found = await verb.perform(inbox.listed, world.finance.principal, "set_aside")
    (only,) = [each for each in found if each.object_id == object_id]
    told: inbox.Told = only
    return told


async def test_a_customer_deleted_at_stripe_pays_by_transfer_from_then_on(
    billed: World, stripe: Stripe
) -> None:
    customer = await ground.by_card(stripe, billed.acme, Card())
    assert (await ground.collected(billed.acme)).card == "visa, ends in 4242"
    await account.client().v1.customers.delete_async(customer)
    await stripe.tell(seed=1, copies=2)
    kept = await ground.collected(billed.acme)
    assert (kept.method, kept.customer, kept.card) == ("bank_transfer", None, "")
    await stripe.work(billed.acme)
    (told,) = await ground.mails(billed.acme, billed.finance)
    assert told.subject == f"[{billed.acme.key}] Deleted at Stripe: pays by transfer from now on"


async def test_a_card_taken_off_is_not_charged_again(billed: World, stripe: Stripe) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    saved = (await ground.collected(billed.acme)).payment_method
    assert saved is not None
    await account.client().v1.payment_methods.detach_async(saved)
    await stripe.tell(seed=1, copies=2)
    assert (await ground.collected(billed.acme)).payment_method is None
