"""Final invoices to collect, whatever their currency, and what became of them at Stripe."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import stripe

from billing.payments import collecting, setting_up
from billing.payments.pushing import documents, running
from billing.payments.pushing.calls import Early
from tests.service.billing.stripe.seam import Place
from tests.world import Client, World
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker

SILVER = ("950.00", "142.50")
_months = itertools.count(1)


@dataclass(frozen=True)
class Issued:
    """A final invoice of a client."""

    client: Client
    id: UUID
    number: str
    gross: Decimal
    currency: str


@dataclass(frozen=True)
class Found:
    """What Stripe holds for a client, however often it was pushed."""

    customers: int
    invoices: list[stripe.Invoice]

    @property
    def only(self) -> stripe.Invoice:
        (only,) = self.invoices
        return only


async def set_time(client: Client, place: Place) -> None:
    async with db.open(Work(client.id)):
        await db.execute(
            "UPDATE tenant SET simulated_now = $2 WHERE id = $1", client.id, place.clock.now
        )


async def collected(house: World, client: Client, place: Place) -> None:
    """From now on the client is collected through Stripe."""
    await set_time(client, place)
    await verb.perform(collecting.collect_by, house.finance.principal, "stripe", tenant=client.id)


async def issue(
    client: Client,
    nets: Sequence[str] = SILVER,
    *,
    tax: str = "251.28",
    currency: str = "EUR",
    prepaid: str = "0",
) -> Issued:
    """An invoice as finalising leaves it, without the month behind it."""
    net, number = sum(map(Decimal, nets), Decimal(0)), f"T{secrets.token_hex(4).upper()}-2026-0001"
    made = Issued(client, ids.new(), number, net + Decimal(tax), currency)
    start = date(2000, 1, 1) + timedelta(days=next(_months))
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO invoice (tenant_id, id, subscription_id, period_start, period_end, state, "
            "currency, net, tax, gross, inputs_hash, stored_before, drafted_at, prepaid) "
            "SELECT $1, $2, s.id, $3, $4, 'draft', $5, $6, $7, $8, '', scope_now(), scope_now(), "
            "$9 FROM subscription s WHERE s.tenant_id = $1 LIMIT 1",
            *(client.id, made.id, start, start + timedelta(days=1), currency, net, Decimal(tax)),
            *(made.gross, Decimal(prepaid)),
        )
        await _lines(made, nets, tax, net)
        await db.execute(
            "UPDATE invoice SET state = 'final', number = $3, issued_on = $4, due_on = $4, "
            "finalised_at = scope_now() WHERE tenant_id = $1 AND id = $2",
            *(client.id, made.id, number, date(2026, 12, 3)),
        )
    return made


async def _lines(made: Issued, nets: Sequence[str], tax: str, net: Decimal) -> None:
    await db.many(
        "INSERT INTO invoice_line (tenant_id, invoice_id, ordinal, description, unit, quantity, "
        "net, tax_rate, body) VALUES ($1, $2, $3, $4, '', 1, $5, 23, '{}')",
        [
            (made.client.id, made.id, place, f"Line {place}", Decimal(each))
            for place, each in enumerate(nets, 1)
        ],
    )
    await db.execute(
        "INSERT INTO invoice_tax VALUES ($1, $2, 'S', 23, $3, $4, '', '')",
        *(made.client.id, made.id, net, Decimal(tax)),
    )


async def far_along(client: Client, place: Place) -> None:
    """A series that is somewhere by now: a number that Stripe has seen is not taken again."""
    async with db.open(Work(client.id)):
        await db.execute(
            "INSERT INTO invoice_series VALUES ($1, 'invoice', $2, $3)",
            *(client.id, place.clock.now.year, 100_000 + secrets.randbelow(900_000)),
        )


async def begin(issued: Issued) -> UUID | None:
    async with db.open(Work(issued.client.id)):
        act = Act(worker(issued.client.id), issued.client.id, await db.now(), "job", "test")
        return await documents.push_invoice(act, issued.id)


async def go_on(client: Client) -> None:
    """The worker takes up whatever waits, as often as it takes; what is too early, later."""
    for _ in range(6):
        for each in await pushes(client, "waiting"):
            with suppress(Early):
                await running.run(client.id, each["id"])
    assert not await pushes(client, "waiting")


async def pushes(client: Client, state: str | None = None) -> list[db.Row]:
    async with db.open(Work(client.id)):
        return await db.rows(
            "SELECT id, kind, state, goal, found, outcome, trouble, stripe_id, number "
            "FROM stripe_push WHERE tenant_id = $1 AND ($2::text IS NULL OR state = $2) "
            "AND (kind <> 'customer' OR $2 IS NULL) ORDER BY begun_at, id",
            *(client.id, state),
        )


async def save_card(house: World, client: Client, place: Place, card: str) -> None:
    """One of Stripe's test cards, as if it had been given on Checkout's page."""
    customer = await customer_of(house, client)
    method = await place.client.v1.payment_methods.attach_async(card, {"customer": customer})
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "job", "test")
        await collecting.card_saved(act, method.id, "visa, ends in 4242")


async def customer_of(house: World, client: Client) -> str:
    await verb.begin(setting_up.page, house.finance.principal, client.id)
    async with db.open(Work(client.id)):
        found = (await collecting.of(client.id)).customer
    assert found is not None
    return found


async def at_stripe(client: Client, place: Place) -> Found:
    """Read back through the SDK: every customer that bears the client's key, and theirs."""
    api = place.client.v1
    customers = {
        each.id
        async for each in (await api.customers.list_async({"limit": 100})).auto_paging_iter()
        if _key(each) == client.key
    }
    found = (await api.invoices.list_async({"limit": 100})).auto_paging_iter()
    return Found(len(customers), [each async for each in found if each.customer in customers])


def _key(customer: stripe.Customer) -> str | None:
    marks: dict[str, str] = customer.metadata.to_dict() if customer.metadata else {}
    return marks.get("underpin_client")


async def forget(client: Client) -> None:
    """As if nothing had been pushed for the client; what is at Stripe stays there."""
    async with db.open(Work(client.id)):
        for table in ("payment_page", "stripe_step", "stripe_push", "outgoing"):
            await db.execute(f"DELETE FROM {table} WHERE tenant_id = $1", client.id)
        await db.execute(
            "UPDATE collecting SET customer = NULL, payment_method = NULL, id = $2 "
            "WHERE tenant_id = $1",
            *(client.id, ids.new()),
        )
