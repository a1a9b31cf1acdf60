"""A card that is declined is tried again by schedule, and the client hears of it; nobody is dunned
for what is questioned or disputed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from billing.invoicing.invoices import Invoice
from billing.payments.dunning import schedule, terms
from billing.payments.gateway import account
from billing.receivables import dunning as reminders
from billing.receivables import question, receivable
from tests.conftest import Database
from tests.service.billing import stripe_ground as ground
from tests.service.billing.stripe_ground import Card, Stripe
from tests.world import World
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed


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


async def _declined(world: World, stripe: Stripe, card: Card) -> Invoice:
    """An invoice whose card was declined once, and Stripe told of it."""
    await ground.by_card(stripe, world.acme, card)
    invoice = await ground.issue(world, world.acme)
    await stripe.work(world.acme)
    await stripe.tell(seed=1, copies=2)
    return invoice


async def _standing(world: World, invoice: Invoice) -> tuple[str, int]:
    row = await ground.dunning(world.acme, invoice.id)
    assert row is not None
    return row["state"], row["tries"]


async def test_a_failed_card_is_paid_on_the_third_try(billed: World, stripe: Stripe) -> None:
    invoice = await _declined(billed, stripe, Card(declines=2))
    assert await _standing(billed, invoice) == ("trying", 1)
    await ground.later(stripe, billed.acme, days=2)
    assert await _standing(billed, invoice) == ("trying", 1)
    await ground.later(stripe, billed.acme, days=2)
    assert await _standing(billed, invoice) == ("trying", 2)
    assert await ground.payments(billed.acme) == []
    await ground.later(stripe, billed.acme, days=6)
    assert await _standing(billed, invoice) == ("paid", 2)
    await stripe.tell(seed=9, again=True)
    ((amount, _),) = await ground.payments(billed.acme)
    assert amount == str(invoice.gross)
    await ground.later(stripe, billed.acme, days=30)
    assert len(await ground.payments(billed.acme)) == 1
    assert await _told(billed, invoice) == ["card.declined", "card.declined"]
    mails = await ground.mails(billed.acme, billed.acme.finance)
    assert [mail.subject for mail in mails] == [
        f"Your card was declined: invoice {invoice.number}"
    ] * 2
    page = (await stripe.invoice(invoice))["hosted_invoice_url"]
    assert page in mails[0].text
    assert "visa, ends in 4242" in mails[0].text
    assert "6 December 2026" in mails[0].text


async def test_after_the_last_try_finance_is_told_and_nothing_is_tried_any_more(
    billed: World, stripe: Stripe
) -> None:
    invoice = await _declined(billed, stripe, Card(declines=-1))
    for _ in range(4):
        await ground.later(stripe, billed.acme, days=8)
    assert await _standing(billed, invoice) == ("given_up", 1 + len(schedule.USUAL))
    tries = await _tries(billed, invoice)
    await ground.later(stripe, billed.acme, days=60)
    await stripe.tell(seed=3, again=True)
    assert await _tries(billed, invoice) == tries == 4
    assert await _told(billed, invoice) == ["card.declined"] * 4 + ["card.given_up"]
    told = await ground.mails(billed.acme, billed.acme.finance)
    assert told[3].subject.startswith("Your card was declined for the last time")
    assert len(told) == 4
    (finance,) = await ground.mails(billed.acme, billed.finance)
    assert finance.subject == f"[{billed.acme.key}] Card given up: invoice {invoice.number}"
    assert await ground.mails(billed.acme, billed.agent) == []
    assert await _stands(billed, invoice) == "overdue"


async def test_a_card_that_was_stolen_is_not_tried_again(billed: World, stripe: Stripe) -> None:
    invoice = await _declined(billed, stripe, Card(declines=-1, decline_code="stolen_card"))
    assert await _standing(billed, invoice) == ("given_up", 1)
    await ground.later(stripe, billed.acme, days=60)
    assert await _tries(billed, invoice) == 1


@pytest.mark.parametrize("declined", ["insufficient_funds", "stolen_card"])
async def test_another_card_is_tried_at_once(billed: World, stripe: Stripe, declined: str) -> None:
    invoice = await _declined(billed, stripe, Card(declines=-1, decline_code=declined))
    customer = (await ground.collected(billed.acme)).customer
    assert customer is not None
    await ground.save(stripe, billed.acme, customer, Card(last4="1111"))
    assert await _standing(billed, invoice) == ("paid", 1)
    await ground.later(stripe, billed.acme, days=30)
    assert await _tries(billed, invoice) == 2


async def test_without_a_card_nothing_is_tried(billed: World, stripe: Stripe) -> None:
    invoice = await _declined(billed, stripe, Card(declines=-1))
    saved = (await ground.collected(billed.acme)).payment_method
    assert saved is not None
    await account.client().v1.payment_methods.detach_async(saved)
    await stripe.tell()
    await ground.later(stripe, billed.acme, days=4)
    assert await _standing(billed, invoice) == ("given_up", 1)
    assert await _tries(billed, invoice) == 1


async def test_what_was_paid_another_way_is_not_tried(billed: World, stripe: Stripe) -> None:
    invoice = await _declined(billed, stripe, Card(declines=1))
    await ground.transfer(billed, billed.acme, invoice)
    await ground.later(stripe, billed.acme, days=9)
    assert await _standing(billed, invoice) == ("paid", 1)
    assert await _tries(billed, invoice) == 1


async def test_a_questioned_line_stops_it_until_it_is_answered(
    billed: World, stripe: Stripe
) -> None:
    invoice = await _declined(billed, stripe, Card(declines=1))
    words = {"tenant": billed.acme.id}
    asked = await verb.perform(
        question.ask, billed.acme.finance.principal, invoice.number, 1, "What is this?"
    )
    await stripe.work(billed.acme)
    assert await _standing(billed, invoice) == ("stopped", 1)
    await ground.later(stripe, billed.acme, days=9)
    assert await _standing(billed, invoice) == ("stopped", 1)
    assert await ground.payments(billed.acme) == []
    answered = (invoice.number, asked.id, "It is what was ordered.")
    await verb.perform(question.explain, billed.finance.principal, *answered, **words)
    await stripe.work(billed.acme)
    await ground.later(stripe, billed.acme, minutes=1)
    assert await _standing(billed, invoice) == ("paid", 1)


async def test_nothing_is_dunned_while_a_payment_is_disputed_and_finance_is_told(
    billed: World, stripe: Stripe
) -> None:
    await ground.by_card(stripe, billed.acme, Card())
    invoice = await ground.issue(billed, billed.acme)
    await stripe.work(billed.acme)
    dispute = stripe.simulator.dispute(await stripe.charge(invoice))
    await stripe.tell()
    await stripe.work(billed.acme)
    (told,) = await ground.mails(billed.acme, billed.finance)
    assert told.subject == (
        f"[{billed.acme.key}] Payment disputed (needs response): invoice {invoice.number}"
    )
    assert "EUR" not in told.text
    async with db.open(Work(billed.acme.id)):
        pending = await reminders.pending(billed.acme.id, invoice.id)
    assert pending is not None
    assert pending.dunned == 0
    stripe.simulator.decide(dispute["id"], won=False)
    await stripe.tell()
    async with db.open(Work(billed.acme.id)):
        pending = await reminders.pending(billed.acme.id, invoice.id)
    assert pending is not None
    assert pending.dunned == invoice.gross


async def _stands(world: World, invoice: Invoice) -> str:
    """As the client reads it, in its own time."""
    words = (world.acme.id, invoice.number)
    found = await verb.perform(receivable.of_invoice, world.acme.finance.principal, *words)
    state: str = found.state
    return state


async def _tries(world: World, invoice: Invoice) -> int:
    async with db.open(Work(world.acme.id)):
        found: int = await db.value(
            "SELECT count(*) FROM stripe_push WHERE tenant_id = $1 AND kind = 'charge' "
            "AND document_id = $2",
            *(world.acme.id, invoice.id),
        )
    return found


async def _told(world: World, invoice: Invoice) -> list[str]:
    async with db.open(Work(world.acme.id)):
        rows = await db.rows(
            "SELECT kind FROM event WHERE tenant_id = $1 AND kind LIKE 'card.%' "
            "AND body ->> 'invoice_id' = $2 ORDER BY position",
            *(world.acme.id, str(invoice.id)),
        )
    return [row["kind"] for row in rows]


async def test_the_provider_sets_how_often_a_card_is_tried(billed: World, stripe: Stripe) -> None:
    finance = billed.finance.principal
    assert (await verb.perform(terms.of_cards, finance)).days == list(schedule.USUAL)
    for wrong in ([0], [61], [1] * 11):
        with pytest.raises(Malformed):
            await verb.perform(terms.set_days, finance, wrong)
    with pytest.raises(Forbidden):
        await verb.perform(terms.set_days, billed.agent.principal, [1])
    assert (await verb.perform(terms.of_cards, finance)).days == list(schedule.USUAL)
    await verb.perform(terms.set_days, finance, [])
    try:
        invoice = await _declined(billed, stripe, Card(declines=-1))
        assert await _standing(billed, invoice) == ("given_up", 1)
    finally:
        async with db.open(Provider()):
            await db.execute("DELETE FROM card_schedule")
