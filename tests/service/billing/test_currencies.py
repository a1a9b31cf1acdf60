"""A client on a plan in each of two currencies: two subscriptions, two invoices, nothing charged
twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from billing.invoicing import drafting, extras
from billing.invoicing.bulk import client_run
from billing.pricing import plan as plans
from billing.pricing import price_list
from billing.pricing.price_list import NewTerm
from billing.receivables import ageing
from billing.terms import client_terms
from tests.service.billing import ground
from tests.service.billing.owed import GROSS, OCTOBER, done
from tests.world import Client, World
from underpin.demo import price_lists
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker


async def listed(*prices: str) -> UUID:
    """A plan in dollars with some of Silver's prices."""
    silver = price_lists.SILVER
    kept = tuple(replace(each, currency="USD") for each in silver.prices if each.key in prices)
    assert len(kept) == len(prices)
    version = plans.PlanVersion(
        key=f"Dollars {ids.new()}", number=1, currency="USD", prices=kept, interval=silver.interval
    )
    async with db.open(Provider()):
        act = Act(worker(0), None, await db.now(), "seed", "list")
        made = await price_list.publish(act, version.key, version)
    return made.version_id


async def on_dollars(billed: World, client: Client) -> None:
    words = (await listed("fee"), OCTOBER, NewTerm(percent=Decimal(0)))
    await done(billed.admin, client, client_terms.begin, *words)


async def test_each_currency_has_its_own_invoice_of_the_month(billed: World) -> None:
    acme = billed.acme
    await on_dollars(billed, acme)
    await ground.minutes(acme, 60, ground.TODAY.replace(month=10))
    words = ("A licence", Decimal(1), Decimal(50))
    more = {"currency": "USD", "on_day": date(2026, 10, 9)}
    await done(billed.finance, acme, extras.add, *words, **more)
    euros = await done(billed.finance, acme, drafting.draft, OCTOBER)
    dollars = await done(billed.finance, acme, drafting.draft, OCTOBER, "USD")
    assert (euros.currency, euros.net) == ("EUR", Decimal("1045.00"))
    assert (dollars.currency, dollars.net) == ("USD", Decimal("1000.00"))
    assert len(dollars.lines) == 2
    again = await done(billed.finance, acme, drafting.drafted, acme.id, OCTOBER, "USD")
    assert again == dollars


async def test_a_run_issues_both_and_ageing_keeps_them_apart(billed: World) -> None:
    acme = billed.acme
    await on_dollars(billed, acme)
    async with db.open(Work(acme.id)):
        act = Act(worker(acme.id), acme.id, await db.now(), "job", "test")
        came = await client_run.of_month(act, OCTOBER, "issue")
    assert came.outcome == "issued" and came.said.count("issued") == 0
    assert await ground.numbers(acme) == [f"{acme.key}-2026-0001", f"{acme.key}-2026-0002"]
    found = await done(acme.finance, acme, ageing.of_tenant, acme.id)
    assert [(each.currency, each.total) for each in found] == [
        ("EUR", GROSS),
        ("USD", Decimal("950.00")),
    ]


async def test_what_is_counted_once_is_priced_once(billed: World) -> None:
    acme = billed.acme
    version = await listed("minutes")
    with pytest.raises(client_terms.DoesNotFit, match="priced in EUR already"):
        await done(billed.admin, acme, client_terms.begin, version, OCTOBER, NewTerm())
    async with db.open(Work(acme.id)):
        assert await price_list.currencies(acme.id) == ["EUR"]


async def test_one_ends_and_the_other_goes_on(billed: World) -> None:
    acme = billed.acme
    await on_dollars(billed, acme)
    await done(billed.admin, acme, client_terms.end, date(2026, 11, 1), "USD")
    async with db.open(Work(acme.id)):
        terms = {each.plan: each for each in await price_list.accounts(acme.id)}
    ends = {of.subscription.currency: of.subscription.terms[-1].until for of in terms.values()}
    assert ends == {"EUR": None, "USD": date(2026, 11, 1)}
