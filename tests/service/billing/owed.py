"""Clients that owe something, and the days that pass."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from billing.invoicing import drafting, finalising
from billing.invoicing.invoices import Invoice
from billing.payments import payment
from billing.receivables import receivable
from billing.receivables.receivable import Receivable
from tenants import standing
from tests.world import Client, Human, World
from underpin import wiring
from underpin.kernel import db, mail_channel, pulse, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.outgoing import Outgoing

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
GROSS = Decimal("1168.50")


async def issued(billed: World, client: Client, month: date = OCTOBER) -> Invoice:
    """A month of Silver without usage: 950.00 net, 1168.50 gross, due on 2 January."""
    draft = await done(billed.finance, client, drafting.draft, month)
    made: Invoice = await done(
        billed.finance, client, finalising.finalise, month, draft.inputs_hash
    )
    return made


async def done(by: Human, client: Client, wanted: Any, *words: Any, **more: Any) -> Any:
    return await verb.perform(wanted, by.principal, *words, tenant=client.id, **more)


async def pay(billed: World, client: Client, invoice: Invoice, amount: str) -> None:
    words = (invoice.number, Decimal(amount), date(2026, 12, 10))
    await done(billed.finance, client, payment.record, *words)


async def stands(by: Human, client: Client, invoice: Invoice) -> Receivable:
    found: Receivable = await done(by, client, receivable.of_invoice, client.id, invoice.number)
    return found


async def overdue_since(billed: World, client: Client) -> date | None:
    found = await done(billed.agent, client, standing.of_tenant, client.id)
    since: date | None = found.overdue_since
    return since


async def passes(client: Client, until: datetime) -> None:
    """The client's time moves on, and what is due by then happens."""
    wiring.wire_alarms()
    async with db.open(Work(client.id)):
        await db.execute("UPDATE tenant SET simulated_now = $2 WHERE id = $1", client.id, until)
    while await pulse.drain(client.id):
        pass


async def mails(client: Client) -> list[OutgoingMail]:
    """What was queued to people of the client, the oldest first."""
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT tenant_id, id, channel, identity, subject_id, payload, simulated "
            "FROM outgoing WHERE tenant_id = $1 AND channel = 'mail' ORDER BY id",
            client.id,
        )
    found = []
    for row in rows:
        fields = dict(row)
        fields["payload"] = msgspec.json.decode(fields["payload"])
        assert fields["simulated"], "nothing of a simulated client leaves for good"
        found.append(mail_channel.opened(Outgoing(**fields)))
    return found
