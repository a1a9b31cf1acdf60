"""By night Stripe's book and ours are held against each other: every difference is listed,
explained by finance, and mended by nobody in silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
import pytest_asyncio

from billing.invoicing.invoices import Invoice
from billing.payments.gateway import account
from billing.payments.reconciling import differences, running, runs, there
from billing.payments.reconciling.differences import Kept
from billing.payments.reconciling.runs import Shown
from tests import served, world
from tests.conftest import Database
from tests.service.billing import stripe_ground as ground
from tests.service.billing.stripe_ground import Card, Stripe
from tests.world import World
from underpin.demo.stripe_simulator.trouble import Trouble
from underpin.kernel import ids, verb
from underpin.kernel.errors import Forbidden, NotFound


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def worlds(scopes: Database) -> AsyncIterator[AsyncIterator[World]]:
    yield ground.worlds()


@pytest_asyncio.fixture(loop_scope="session")
async def billed(
    worlds: AsyncIterator[World], scopes: Database, monkeypatch: pytest.MonkeyPatch
) -> World:
    """Its ACME is the only client there is; no night has been yet, and the next is to come."""
    made = await anext(worlds)

    async def alone() -> list[int]:
        return [made.acme.id]

    monkeypatch.setattr(running, "_tenants", alone)
    monkeypatch.setattr(runs, "LAG", -timedelta(hours=1))
    connection = await asyncpg.connect(scopes.owner)
    await connection.execute("DELETE FROM reconciliation")
    await connection.close()
    return made


@pytest_asyncio.fixture(loop_scope="session")
async def stripe(billed: World) -> AsyncIterator[Stripe]:
    async with ground.stripe() as made:
        await ground.by_card(made, billed.acme, Card())
        yield made


async def _paid(world: World, stripe: Stripe) -> Invoice:
    invoice = await ground.issue(world, world.acme)
    await stripe.work(world.acme)
    await stripe.tell()
    return invoice


async def _report(world: World) -> Shown:
    await running.night()
    found = await verb.perform(runs.listed, world.finance.principal)
    newest: Shown = found[0]
    return newest


async def _listed(world: World, state: differences.State = "open") -> list[Kept]:
    found = await verb.perform(differences.listed, world.finance.principal, state)
    return [each for each in found if each.client == world.acme.key]


async def test_where_the_books_agree_the_report_says_so(billed: World, stripe: Stripe) -> None:
    invoice = await _paid(billed, stripe)
    intent = (await stripe.intent(invoice))["id"]
    await account.client().v1.refunds.create_async({"payment_intent": intent, "amount": 500})
    dispute = stripe.simulator.dispute(await stripe.charge(invoice))
    stripe.simulator.decide(dispute["id"], won=False)
    await stripe.tell()
    found = await _report(billed)
    assert found.agrees
    assert found.says == (
        "No difference: 1 invoices, 1 payments, 1 refunds and 1 disputes compared."
    )
    assert await _listed(billed) == []


async def test_every_difference_is_listed_and_nothing_is_mended(
    billed: World, stripe: Stripe
) -> None:
    invoice = await _paid(billed, stripe)
    state, intent = stripe.simulator.state, await stripe.intent(invoice)
    charge = state.one("charge", await stripe.charge(invoice))
    await account.client().v1.refunds.create_async({"payment_intent": intent["id"], "amount": 500})
    charge["amount_captured"] += 100
    (await stripe.invoice(invoice))["status"] = "open"
    booked = await ground.payments(billed.acme)
    report = await _report(billed)
    assert (report.agrees, report.report.found, report.report.standing) == (False, 3, 3)
    found = {(each.kind, each.what) for each in await _listed(billed)}
    assert found == {("payment", "amount"), ("refund", "missing_here"), ("invoice", "state")}
    assert await ground.payments(billed.acme) == booked


async def test_what_stripe_knows_nothing_of_is_missing_there(billed: World, stripe: Stripe) -> None:
    invoice = await _paid(billed, stripe)
    intent = (await stripe.intent(invoice))["id"]
    for kind, name in (("charge", await stripe.charge(invoice)), ("payment_intent", intent)):
        del stripe.simulator.state.objects[kind][name]
    await _report(billed)
    (only,) = await _listed(billed)
    assert (only.kind, only.external_id, only.what, only.there) == (
        "payment",
        intent,
        "missing_there",
        "",
    )


async def test_a_difference_is_explained_by_finance_and_closed_when_it_is_gone(
    billed: World, stripe: Stripe
) -> None:
    invoice = await _paid(billed, stripe)
    at_stripe = await stripe.invoice(invoice)
    at_stripe["status"] = "open"
    await _report(billed)
    (open_,) = await _listed(billed)
    words = (open_.id, "Stripe was asked; their clock was wrong.")
    with pytest.raises(Forbidden):
        await verb.perform(
            differences.explain, billed.agent.principal, *words, tenant=billed.acme.id
        )
    with pytest.raises(NotFound):
        await verb.perform(
            differences.explain,
            billed.finance.principal,
            *(ids.new(), "x"),
            tenant=billed.acme.id,
        )
    assert (await _listed(billed))[0] == open_
    await verb.perform(differences.explain, billed.finance.principal, *words, tenant=billed.acme.id)
    report = await _report(billed)
    assert (report.report.found, report.report.standing, await _listed(billed)) == (0, 1, [])
    (explained,) = await _listed(billed, "explained")
    assert explained.explanation == words[1]
    at_stripe["status"] = "paid"
    assert (await _report(billed)).agrees
    (closed,) = await _listed(billed, "closed")
    assert (closed.id, closed.explanation) == (open_.id, words[1])
    with pytest.raises(differences.Closed):
        await verb.perform(
            differences.explain, billed.finance.principal, *words, tenant=billed.acme.id
        )


async def test_what_is_explained_is_open_again_once_it_says_something_else(
    billed: World, stripe: Stripe
) -> None:
    invoice = await _paid(billed, stripe)
    at_stripe = await stripe.invoice(invoice)
    at_stripe["total"] += 100
    await _report(billed)
    (open_,) = await _listed(billed)
    await verb.perform(
        differences.explain,
        billed.finance.principal,
        *(open_.id, "A fee."),
        tenant=billed.acme.id,
    )
    at_stripe["total"] += 100
    await _report(billed)
    (again,) = await _listed(billed)
    assert (again.id, again.explanation) == (open_.id, None)


async def test_a_night_that_cannot_ask_stripe_says_so_and_the_next_begins_again(
    billed: World, stripe: Stripe
) -> None:
    await _paid(billed, stripe)
    stripe.simulator.troubles.ordered.append(Trouble("fault", times=9))
    failed = await _report(billed)
    assert (failed.report.state, failed.agrees) == ("failed", None)
    assert failed.says.startswith("Not whole, the next one begins again: ")
    stripe.simulator.troubles.ordered.clear()
    whole = await _report(billed)
    assert (whole.agrees, whole.report.invoices) == (True, 1)
    assert whole.report.since <= failed.report.until


async def test_more_than_a_window_may_hold_is_said_and_not_passed_over(
    billed: World, stripe: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice = await _paid(billed, stripe)
    intent = (await stripe.intent(invoice))["id"]
    for _ in range(3):
        await account.client().v1.refunds.create_async({"payment_intent": intent, "amount": 1})
    monkeypatch.setattr(there, "MOST", 2)
    report = await _report(billed)
    assert report.agrees is None
    assert "More than 2 objects in one list" in report.says
    monkeypatch.setattr(there, "MOST", 3)
    assert (await _report(billed)).report.standing == 3


async def test_a_stranger_at_stripe_is_set_aside(billed: World, stripe: Stripe) -> None:
    client = account.client().v1
    customer = await client.customers.create_async({"name": "Nobody of ours"})
    invoice = await client.invoices.create_async({"customer": customer.id, "currency": "eur"})
    await client.invoices.finalize_invoice_async(invoice.id)
    for _ in range(2):
        report = await _report(billed)
    assert report.report.state == "done"
    (kept,) = await ground.inbox_ground.kept(f"reconciliation.stranger:{invoice.id}")
    assert (kept["state"], kept["object_id"]) == ("set_aside", invoice.id)


async def test_finance_reads_the_reports_and_an_agent_does_not(
    billed: World, stripe: Stripe
) -> None:
    site = served.site()
    await _report(billed)
    async with world.browser(site, billed.finance) as finance:
        (newest, *_) = (await finance.get("/api/v1/reconciliations")).json()
        assert newest["report"]["state"] == "done"
        assert (await finance.get("/api/v1/payment-differences")).status_code == 200
    async with world.browser(site, billed.agent) as agent:
        assert (await agent.get("/api/v1/reconciliations")).status_code == 403
