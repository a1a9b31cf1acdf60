"""What is charged within a period has an invoice of its own, and the period's is undisturbed; a
draft waits for its days of grace, and for who reviews it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from billing.amounts.money import MixedCurrencies
from billing.invoicing import drafting, extras, finalising, invoices, operation, review
from billing.prepaid import selling
from billing.prepaid.selling import NewBlock
from billing.receivables import payment_terms
from billing.receivables.payment_terms import Terms
from tests.service.billing import ground
from tests.service.billing.owed import NOVEMBER, OCTOBER, done, issued
from tests.world import Client, World
from underpin.kernel.errors import Forbidden, Malformed, NotFound, StaleVersion

DECEMBER = date(2026, 12, 1)


async def delivered(
    billed: World, client: Client, price: str = "500.00", currency: str = "EUR"
) -> UUID:
    found: UUID = await done(
        billed.finance, client, extras.add, "A switch", Decimal(2), Decimal(price),
        currency=currency, on_day=DECEMBER,
    )  # fmt: skip
    return found


async def waiting(billed: World, client: Client) -> list[str]:
    found = await done(billed.finance, client, extras.of_tenant, client.id)
    return [each.name for each in found]


async def test_a_block_sold_now_is_invoiced_now_and_not_with_the_month(billed: World) -> None:
    acme = billed.acme
    block = NewBlock(
        name="Ten hours", unit="minute", size=Decimal(600), price=Decimal(900), currency="EUR",
        starts=DECEMBER,
    )  # fmt: skip
    await done(billed.finance, acme, selling.sell, block)
    (line,) = await done(billed.finance, acme, extras.of_tenant, acme.id)
    before = await done(billed.finance, acme, drafting.draft, DECEMBER)
    drafted = await done(billed.finance, acme, operation.draft, [line.id])
    assert (drafted.net, drafted.tax) == (Decimal("900.00"), Decimal("207.00"))
    after = await done(billed.finance, acme, drafting.draft, DECEMBER)
    assert before.net - after.net == Decimal("900.00")
    words = (drafted.id, drafted.inputs_hash)
    made = await done(billed.finance, acme, operation.finalise, *words)
    assert (made.number, made.issued_on) == (f"{acme.key}-2026-0001", date(2026, 12, 3))
    assert made.lines == drafted.lines and made.due_on == date(2027, 1, 2)
    assert (await issued(billed, acme)).number == f"{acme.key}-2026-0002"
    again = await done(billed.finance, acme, drafting.draft, DECEMBER)
    assert again.inputs_hash == after.inputs_hash, "the month's draft is as it was"
    with pytest.raises(drafting.AlreadyFinal):
        await done(billed.finance, acme, operation.discard, drafted.id)


async def test_a_line_is_on_one_invoice_and_a_discarded_draft_lets_it_go(billed: World) -> None:
    acme = billed.acme
    line = await delivered(billed, acme)
    drafted = await done(billed.finance, acme, operation.draft, [line])
    assert await waiting(billed, acme) == []
    with pytest.raises(NotFound):
        await done(billed.finance, acme, operation.draft, [line])
    with pytest.raises(NotFound):
        await done(billed.finance, acme, extras.remove, line)
    await done(billed.finance, acme, operation.discard, drafted.id)
    assert await waiting(billed, acme) == ["A switch"]
    with pytest.raises(NotFound):
        await done(billed.finance, acme, operation.finalise, drafted.id, drafted.inputs_hash)
    assert await ground.numbers(acme) == []


async def test_another_currency_has_an_invoice_of_its_own(billed: World) -> None:
    acme = billed.acme
    euros, dollars = await delivered(billed, acme), await delivered(billed, acme, "99.99", "USD")
    with pytest.raises(MixedCurrencies):
        await done(billed.finance, acme, operation.draft, [euros, dollars])
    drafted = await done(billed.finance, acme, operation.draft, [dollars])
    assert (drafted.currency, drafted.net, drafted.tax) == (
        "USD",
        Decimal("199.98"),
        Decimal("46.00"),
    )
    with pytest.raises(StaleVersion):
        await done(billed.finance, acme, operation.finalise, drafted.id, "something else")
    made = await done(billed.finance, acme, operation.finalise, drafted.id, drafted.inputs_hash)
    assert made.gross == Decimal("245.98")
    assert await waiting(billed, acme) == ["A switch"]


async def test_what_is_no_operation_of_this_client_is_refused(billed: World) -> None:
    acme, bolt = billed.acme, billed.bolt
    theirs, month = await delivered(billed, bolt), await issued(billed, acme)
    for nothing in ([], [theirs, theirs]):
        with pytest.raises(Malformed):
            await done(billed.finance, acme, operation.draft, nothing)
    with pytest.raises(NotFound):
        await done(billed.finance, acme, operation.draft, [theirs])
    with pytest.raises(NotFound):
        await done(billed.finance, acme, operation.discard, month.id)
    with pytest.raises(Forbidden):
        await done(acme.finance, acme, operation.draft, [theirs])
    assert await waiting(billed, bolt) == ["A switch"]


async def test_the_list_goes_on_through_several_of_one_day(billed: World) -> None:
    acme = billed.acme
    for _ in range(3):
        await done(billed.finance, acme, operation.draft, [await delivered(billed, acme)])
    words = (acme.id,)
    whole = await done(billed.finance, acme, invoices.of_tenant, *words)
    rest = await done(
        billed.finance, acme, invoices.of_tenant, *words, whole[0].period_start, whole[0].id
    )
    assert [each.id for each in rest] == [each.id for each in whole[1:]] and len(whole) == 3


async def test_late_entries_join_while_grace_lasts(billed: World) -> None:
    acme = billed.acme
    await done(billed.finance, acme, payment_terms.agree, Terms(grace_days=5))
    draft = await done(billed.finance, acme, drafting.draft, NOVEMBER)
    with pytest.raises(finalising.InGrace):
        await done(billed.finance, acme, finalising.finalise, NOVEMBER, draft.inputs_hash)
    await ground.minutes(acme, 60, datetime(2026, 11, 30, 12, tzinfo=UTC))
    joined = await done(billed.finance, acme, drafting.draft, NOVEMBER)
    assert joined.net - draft.net == Decimal("95.00")
    assert (await issued(billed, acme, OCTOBER)).number == f"{acme.key}-2026-0001"


async def test_a_review_is_of_the_draft_as_it_was_seen(billed: World) -> None:
    acme = billed.acme
    draft = await done(billed.finance, acme, drafting.draft, OCTOBER)
    await done(billed.finance, acme, review.review, OCTOBER, draft.inputs_hash)
    await ground.minutes(acme, 60, datetime(2026, 10, 30, 12, tzinfo=UTC))
    again = await done(billed.finance, acme, drafting.draft, OCTOBER)
    assert again.inputs_hash != draft.inputs_hash
    with pytest.raises(StaleVersion):
        await done(billed.finance, acme, review.review, OCTOBER, draft.inputs_hash)
    with pytest.raises(Forbidden):
        await done(billed.manager, acme, review.review, OCTOBER, again.inputs_hash)
