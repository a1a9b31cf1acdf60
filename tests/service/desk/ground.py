"""A client under a real contract, in simulated time: what the desk's stories begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from contracts.signed import setting_up
from tenants.company import NewCompany
from tests.world import Client
from underpin import wiring
from underpin.demo import demo_contracts, demo_templates, log_contracts, price_lists
from underpin.desk.mail import mail_in
from underpin.desk.replay.step import Source
from underpin.kernel import db, mail_channel, outgoing, pulse, relay, smtp_catcher
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.outgoing import Outgoing
from underpin.kernel.principal import worker
from underpin.kernel.smtp_listener import SmtpListener

MAILS = """
SELECT id, identity, subject_id, payload FROM outgoing
WHERE tenant_id = $1 AND channel = 'mail' ORDER BY id
"""
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


async def under_contract(client: Client, now: datetime = MONDAY) -> None:
    """An SLA around the clock (the demo's clinics), OLAs, a vendor with a UC, a plan; the tenant's
    time stands at `now`."""
    wiring.wire()
    wiring.wire_alarms()
    before = now - timedelta(days=30)
    async with db.open(Provider()):
        act = Act(worker(0), None, before, "test", "test")
        own = replace(log_contracts.provider(before), templates=demo_templates.ALL)
        await setting_up.provider_ready_made(act, own)
        await price_lists.publish(act)
    async with db.open(Work(client.id)):
        await set_time(client, now)
        act = Act(worker(client.id), client.id, before, "test", "test")
        company = NewCompany("caro", client.key, client.name)
        await setting_up.ready_made(act, demo_contracts.client(company, client.id, before))
        await price_lists.subscribe(act, date(2026, 1, 1))


async def set_time(client: Client, now: datetime) -> None:
    await db.execute("UPDATE tenant SET simulated_now = $2 WHERE id = $1", client.id, now)
    db.set_now(now)


async def pass_time(client: Client, now: datetime) -> None:
    """Let the tenant's time come to `now`; whatever falls due before it fires, in order."""
    async with db.open(Work(client.id)):
        await set_time(client, now)
    while await pulse.drain(client.id):
        pass


async def settle(client: Client) -> None:
    """Let every consumer hear what happened."""
    while await relay.drain(client.id):
        pass


def service(client: Client) -> object:
    return log_contracts.ids_of(Source.SERVICENOW, client.id).service


@asynccontextmanager
async def post_office(folder: Path) -> AsyncIterator[tuple[int, int]]:
    """A catcher for what leaves and our listener for what comes in, both speaking SMTP on
    loopback; gives their ports."""
    listener = SmtpListener(mail_in.accept, domains=frozenset({"desk.example"}))
    async with smtp_catcher.listener(folder) as catcher, listener:
        yield catcher.port, listener.port


@asynccontextmanager
async def mail_leaves(port: int) -> AsyncIterator[None]:
    """Mails go to the catcher while this is open."""
    relay_url = f"smtp://127.0.0.1:{port}"
    async with Outbound(AddressRule(allow_private=True)) as out:

        async def send(leaving: outgoing.Outgoing) -> None:
            await out.send_mail(mail_channel.relay(relay_url), await mail_channel.whole(leaving))

        before = outgoing.CHANNELS.get(mail_channel.CHANNEL)
        outgoing.CHANNELS[mail_channel.CHANNEL] = send
        try:
            yield
        finally:
            outgoing.CHANNELS.pop(mail_channel.CHANNEL)
            if before is not None:
                outgoing.CHANNELS[mail_channel.CHANNEL] = before


async def hurry(client: Client) -> int:
    """Send what waits its ten seconds now; returns how many left."""
    async with db.open(Work(client.id)):
        await db.execute(
            "UPDATE outgoing SET due_at = transaction_timestamp() - interval '1 second' "
            "WHERE tenant_id = $1 AND sent_at IS NULL",
            client.id,
        )
    return await outgoing.drain(client.id)


async def mails_of(client: Client, address: str) -> list[OutgoingMail]:
    """What is queued for this reader, in its order, whether it left or not."""
    async with db.open(Work(client.id)):
        rows = await db.rows(MAILS, client.id)
    found = [
        mail_channel.opened(
            Outgoing(
                *(client.id, row["id"], "mail", row["identity"], row["subject_id"]),
                msgspec.json.decode(row["payload"]),
                simulated=True,
            )
        )
        for row in rows
    ]
    return [mail for mail in found if address in {each.address for each in mail.to}]
