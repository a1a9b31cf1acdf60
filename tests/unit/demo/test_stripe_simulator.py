"""The simulated Stripe, spoken to by the real SDK, answers as Stripe's pages say it does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
import stripe

from billing.payments.gateway import account
from underpin.demo.stripe_simulator.in_process import InProcess
from underpin.demo.stripe_simulator.simulator import Simulator
from underpin.demo.stripe_simulator.state import Card
from underpin.demo.stripe_simulator.trouble import Trouble

DAY = 24 * 60 * 60
SECRET = "whsec_tests_only"


@dataclass
class Shop:
    simulator: Simulator
    client: stripe.StripeClient
    now: list[int]

    async def customer(self, **more: Any) -> stripe.Customer:
        return await self.client.v1.customers.create_async({"name": "Acme", **more})  # type: ignore[typeddict-item]

    async def invoice(self, *amounts: int, final: bool = True) -> stripe.Invoice:
        customer = (await self.customer()).id
        words: Any = {"customer": customer, "currency": "eur"}
        made = await self.client.v1.invoices.create_async(words)
        for amount in amounts:
            item: Any = {**words, "invoice": made.id, "amount": amount}
            await self.client.v1.invoice_items.create_async(item)
        if final:
            return await self.client.v1.invoices.finalize_invoice_async(made.id)
        return await self.client.v1.invoices.retrieve_async(made.id)


@pytest_asyncio.fixture
async def shop() -> AsyncIterator[Shop]:
    now = [1_780_000_000]
    simulator = Simulator(lambda: now[0])
    http = InProcess(simulator)
    yield Shop(simulator, account.of(simulator.key, http, simulated=True).client, now)
    await http.close_async()


def test_the_version_of_the_api_is_the_packages_own() -> None:
    assert stripe.api_version == account.API_VERSION


@pytest.mark.parametrize(
    ("given", "param", "code"),
    [
        ({"nme": "Acme"}, "nme", "parameter_unknown"),
        ({"balance": "much"}, "balance", "parameter_invalid_integer"),
        ({"tax_exempt": "perhaps"}, "tax_exempt", None),
        ({"address": {"town": "Graz"}}, "address[town]", "parameter_unknown"),
        ({"metadata": {"k" * 41: "v"}}, "metadata", None),
        ({"preferred_locales": "en"}, "preferred_locales", None),
        ({"tax_id_data": [{"value": "1"}]}, "tax_id_data[0][type]", "parameter_missing"),
    ],
)
async def test_parameters_are_held_to_the_sdks_own_types(
    shop: Shop, given: Any, param: str, code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.customer(**given)
    assert (refused.value.param, refused.value.code) == (param, code)
    assert not shop.simulator.events, "nothing happened"


async def test_a_key_gives_the_same_answer_for_a_day(shop: Shop) -> None:
    words: Any = {"name": "Acme"}
    customers, key = shop.client.v1.customers, {"idempotency_key": "k1"}
    first = await customers.create_async(words, key)  # type: ignore[arg-type]
    shop.now[0] += DAY - 1
    assert (await customers.create_async(words, key)).id == first.id  # type: ignore[arg-type]
    with pytest.raises(stripe.IdempotencyError):
        await customers.create_async({"name": "Bolt"}, key)  # type: ignore[arg-type]
    shop.now[0] += 1
    assert (await customers.create_async(words, key)).id != first.id, "forgotten"  # type: ignore[arg-type]


async def test_a_stored_500_is_replayed_though_it_took_effect(shop: Shop) -> None:
    shop.simulator.troubles.ordered = [Trouble("fault", after=True)]
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            await shop.client.v1.customers.create_async({"name": "A"}, {"idempotency_key": "k"})
    assert len(shop.simulator.state.all("customer")) == 1


async def test_silence_is_a_lost_connection_and_a_limit_is_not_kept(shop: Shop) -> None:
    shop.simulator.troubles.ordered = [Trouble("silence", 2), Trouble("limit")]
    key: Any = {"idempotency_key": "k"}
    with pytest.raises(stripe.APIConnectionError):
        await shop.client.v1.customers.create_async({"name": "A"}, key)
    with pytest.raises(stripe.RateLimitError):
        await shop.client.v1.customers.create_async({"name": "A"}, key)
    assert (await shop.client.v1.customers.create_async({"name": "A"}, key)).name == "A"


async def test_lists_go_on_by_cursor_and_search_lags_behind(shop: Shop) -> None:
    made = [(await shop.customer(metadata={"n": str(place)})).id for place in range(7)]
    page = await shop.client.v1.customers.list_async({"limit": 3})
    assert [each.id async for each in page.auto_paging_iter()] == made[::-1]
    query: Any = {"query": "metadata['n']:'4'"}
    assert not (await shop.client.v1.customers.search_async(query)).data
    shop.now[0] += 60
    found = await shop.client.v1.customers.search_async(query)
    assert [each.id for each in found.data] == [made[4]]


async def test_a_total_is_the_sum_of_its_items(shop: Shop) -> None:
    made = await shop.invoice(1000, 230, -30, final=False)
    assert (made.status, made.total, made.amount_due) == ("draft", 1200, 1200)
    final = await shop.client.v1.invoices.finalize_invoice_async(made.id)
    assert (final.status, final.amount_remaining) == ("open", 1200)
    item: Any = {"customer": final.customer, "currency": "eur", "invoice": final.id, "amount": 1}
    with pytest.raises(stripe.InvalidRequestError):
        await shop.client.v1.invoice_items.create_async(item)
    with pytest.raises(stripe.InvalidRequestError):
        await shop.client.v1.invoices.delete_async(final.id)
    assert (await shop.client.v1.invoices.retrieve_async(final.id)).total == 1200


async def test_a_card_refuses_and_then_pays(shop: Shop) -> None:
    made = await shop.invoice(1000)
    session = await shop.client.v1.checkout.sessions.create_async(
        {"mode": "setup", "customer": str(made.customer), "currency": "eur", "success_url": "x:"}
    )
    saved = shop.simulator.save_card(session.id, Card(declines=2))
    for attempt in (1, 2):
        with pytest.raises(stripe.CardError) as refused:
            await shop.client.v1.invoices.pay_async(made.id, {"payment_method": saved["id"]})
        assert refused.value.code == "card_declined"
        assert (await shop.client.v1.invoices.retrieve_async(made.id)).attempt_count == attempt
    paid = await shop.client.v1.invoices.pay_async(
        made.id, {"payment_method": saved["id"], "expand": ["payments"]}
    )
    assert (paid.status, paid.amount_paid) == ("paid", 1000)
    assert paid.payments is not None
    assert paid.payments.data[0].amount_paid == 1000


async def test_no_more_is_credited_or_given_back_than_there_was(shop: Shop) -> None:
    made = await shop.invoice(1000)
    note: Any = {"invoice": made.id, "amount": 400}
    await shop.client.v1.credit_notes.create_async(note)
    shop.simulator.pay_page(made.id, Card())
    assert (await shop.client.v1.invoices.retrieve_async(made.id)).amount_paid == 600
    for refused in ({"amount": 601, "out_of_band_amount": 601}, {"amount": 100}):
        with pytest.raises(stripe.InvalidRequestError):
            await shop.client.v1.credit_notes.create_async({"invoice": made.id, **refused})  # type: ignore[typeddict-item]
    (charge,) = (await shop.client.v1.charges.list_async()).data
    await shop.client.v1.refunds.create_async({"charge": charge.id, "amount": 500})
    with pytest.raises(stripe.InvalidRequestError):
        await shop.client.v1.refunds.create_async({"charge": charge.id, "amount": 101})
    assert (await shop.client.v1.charges.retrieve_async(charge.id)).amount_refunded == 500


async def test_webhooks_are_signed_doubled_and_out_of_order(shop: Shop) -> None:
    made = await shop.invoice(1000)
    shop.simulator.pay_page(made.id, Card())
    heard: list[dict[str, Any]] = []

    async def hear(body: bytes, signature: str) -> int:
        stripe.WebhookSignature.verify_header(body.decode(), signature, SECRET)  # type: ignore[no-untyped-call]
        heard.append(json.loads(body))
        return 500 if len(heard) == 1 else 200

    await shop.simulator.deliver(hear, SECRET, seed=3, copies=2)
    happened = [each["id"] for each in shop.simulator.events]
    ids = [each["id"] for each in heard]
    assert sorted(set(ids)) == sorted(happened)
    assert len(ids) == 2 * len(happened) + 1, "what was refused comes once more"
    assert ids != sorted(ids)


async def test_a_stranger_with_another_key_is_let_in_nowhere(shop: Shop) -> None:
    http = InProcess(shop.simulator)
    stranger = account.of("sk_test_another", http).client
    with pytest.raises(stripe.AuthenticationError):
        await stranger.v1.customers.list_async()
    await http.close_async()
