"""Looks at Stripe's invoice, applied in every order, doubled and belated, leave the same rows; and
a worker killed at any call leaves nothing half done."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.invoicing.invoices import Invoice
from billing.payments.following import applying, followed
from billing.payments.following.picture import Dispute, Paid, Picture, Refund
from billing.payments.gateway import account
from tests.conftest import Database
from tests.service.billing import inbox_ground
from tests.service.billing import stripe_ground as ground
from tests.service.billing.stripe.seam import Killed
from tests.service.billing.stripe_ground import Card, Stripe
from tests.world import World
from underpin.kernel import db
from underpin.kernel.database.scope import Provider, Work

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stripe(scopes: Database) -> AsyncIterator[Stripe]:
    async with ground.stripe() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def billed(scopes: Database) -> World:
    return await ground.ground.build()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def invoice(billed: World, stripe: Stripe) -> Invoice:
    """ACME's, at Stripe, and not paid."""
    await ground.by_card(stripe, billed.acme, Card(declines=-1))
    made = await ground.issue(billed, billed.acme)
    await stripe.work(billed.acme, looking=False)
    return made


def _history(name: str) -> list[Picture]:
    """An invoice's life at Stripe: paid, partly given back (which fails in the end), disputed, and
    the dispute lost."""
    paid = (Paid("pi_1", 5_000, NOW),)
    refunds = [
        (Refund("re_1", "pi_1", 700, status, NOW),) for status in ("pending", "succeeded", "failed")
    ]
    disputes = [
        (Dispute("du_1", "pi_1", 4_300, status, "fraudulent", NOW, NOW + timedelta(days=7)),)
        for status in ("needs_response", "under_review", "lost")
    ]
    lives: list[tuple[Any, Any, Any]] = [
        ((), (), ()),
        (paid, (), ()),
        *((paid, each, ()) for each in refunds),
        *((paid, refunds[-1], each) for each in disputes),
    ]
    return [
        Picture(NOW + timedelta(minutes=place), name, "cus", "", "open", "EUR", 1, 1, "", *life)
        for place, life in enumerate(lives)
    ]


HISTORY = len(_history(""))


async def _rows(tenant: int) -> list[Any]:
    """What stands in the books, without what every look of its own writes."""
    payments = await db.rows(
        "SELECT external_id, amount, received_on, reverses IS NOT NULL AS back FROM payment "
        "WHERE tenant_id = $1 ORDER BY external_id",
        tenant,
    )
    disputes = await db.rows(
        "SELECT external_id, amount, status, is_over FROM payment_dispute WHERE tenant_id = $1",
        tenant,
    )
    return [[tuple(row) for row in found] for found in (payments, disputes)]


class _Undo(Exception):
    """So that the next example finds the books as they were."""


async def _after(tenant: int, looks: Sequence[Picture]) -> list[Any]:
    found: list[Any] = []
    with contextlib.suppress(_Undo):
        async with db.open(Work(tenant)):
            act = await followed.act_in(tenant)
            for look in looks:
                await applying.apply(act, look)
            found = await _rows(tenant)
            raise _Undo
    return found


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(order=st.lists(st.integers(0, HISTORY - 1), max_size=12))
async def test_the_last_look_decides_whatever_came_before_or_after(
    billed: World, stripe: Stripe, invoice: Invoice, order: list[int]
) -> None:
    looks = _history((await stripe.invoice(invoice))["id"])
    place = len(order) // 2
    told = [looks[each] for each in order]
    shuffled = [*told[:place], looks[-1], *told[place:]]
    found = await _after(billed.acme.id, shuffled)
    money = {name: amount for name, amount, *_ in found[0]}
    assert sum(money.values()) == 50 - 43
    assert found[1] == [("du_1", 43, "lost", True)]
    assert {name for name in money if not name.startswith("re_1")} == {"pi_1", "du_1"}
    assert sum(amount for name, amount in money.items() if name.startswith("re_1")) == 0


async def test_killed_at_any_call_the_books_are_whole_in_the_end(
    billed: World, stripe: Stripe
) -> None:
    bolt = billed.bolt
    await ground.by_card(stripe, bolt, Card())
    made = await ground.issue(billed, bolt)
    await stripe.work(bolt, looking=False)
    intent = (await stripe.intent(made))["id"]
    await account.client().v1.refunds.create_async({"payment_intent": intent, "amount": 500})
    await stripe.tell(seed=1, take=False)
    kills, before = 0, -1
    while kills != before:
        before = kills
        stripe.seam.dies_at = len(stripe.seam.moments) + 2 * kills + 1
        try:
            await inbox_ground.take()
        except* Killed:
            kills += 1
        await _again()
    stripe.seam.dies_at = None
    assert kills > 5
    booked = await ground.payments(bolt)
    assert sorted(amount for amount, _ in booked) == ["-5.00", str(made.gross)]
    async with db.open(Provider()):
        left = await db.value(
            "SELECT count(*) FROM provider_event WHERE state = 'stored' AND object_id = ANY ($1)",
            [each["data"]["object"]["id"] for each in stripe.simulator.events],
        )
    assert left == 0


async def _again() -> None:
    """The leases of the killed worker run out."""
    async with db.open(Provider()):
        await db.execute(
            "UPDATE provider_event SET due_at = transaction_timestamp(), attempts = 0 "
            "WHERE state = 'stored'"
        )
