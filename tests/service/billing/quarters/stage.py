"""A quarter of one client, with a clock that the story moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from billing.invoicing import drafting, finalising
from billing.invoicing.invoices import Invoice
from billing.pricing.price_list import NewTerm
from billing.terms import client_terms
from billing.terms.plans import Version
from tests.service.billing import ground
from tests.service.billing.test_terms import listed
from tests.world import Client, Human, World
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work


def noon(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@dataclass
class Quarter:
    """`house` are all people, `client` the one the story is of."""

    house: World
    client: Client

    async def do(self, who: Human, wanted: Any, *words: Any, **more: Any) -> Any:
        return await verb.perform(wanted, who.principal, *words, tenant=self.client.id, **more)

    async def it_is(self, now: datetime) -> None:
        async with db.open(Work(self.client.id)):
            await db.execute(
                "UPDATE tenant SET simulated_now = $2 WHERE id = $1", self.client.id, now
            )

    async def begins(self, on: date, *prices: dict[str, Any]) -> Version:
        """The client's first plan, published and agreed."""
        async with db.open(Work(self.client.id)):
            await db.execute("DELETE FROM subscription WHERE tenant_id = $1", self.client.id)
        plan = await listed(self.house, *prices)
        said = NewTerm(percent=Decimal(19))
        await self.do(self.house.admin, client_terms.begin, plan.id, on, said)
        return plan

    async def worked(self, minutes: int, at: datetime) -> None:
        await ground.minutes(self.client, minutes, at)

    async def drafted(self, day: date) -> Invoice:
        made: Invoice = await self.do(self.house.finance, drafting.draft, day)
        return made

    async def issued(self, day: date) -> Invoice:
        draft = await self.drafted(day)
        words = (day, draft.inputs_hash)
        made: Invoice = await self.do(self.house.finance, finalising.finalise, *words)
        return made


def said(invoice: Invoice) -> list[tuple[str, int, str]]:
    """Each line by its name, the month of what it charges, and its net."""
    return [
        (each.description, each.period_start.month if each.period_start else 0, str(each.net))
        for each in invoice.lines
    ]
