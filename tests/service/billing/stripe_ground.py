"""How the stories of card money are told: a client collected through a simulated Stripe, whose
events reach the inbox, and a worker that runs until nothing is left to do."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from billing.invoicing import drafting, finalising
from billing.invoicing.invoices import Invoice
from billing.payments import collecting, payment
from billing.payments.following import followed
from billing.payments.following import hearing as looks
from billing.payments.gateway import account
from billing.payments.inbox import signature, storing
from billing.payments.pushing import push, running, steps
from tests.service.billing import ground, inbox_ground
from tests.service.billing.stripe.seam import Watched
from tests.world import Client, Human, World
from underpin import wiring
from underpin.demo.stripe_simulator import delivery
from underpin.demo.stripe_simulator.in_process import InProcess
from underpin.demo.stripe_simulator.simulator import Simulator
from underpin.demo.stripe_simulator.state import Card, Obj
from underpin.kernel import db, ids, mail_channel, outgoing, pulse, relay, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.mail_compose import OutgoingMail
from underpin.kernel.principal import worker

OCTOBER = date(2026, 10, 1)
SECRET = inbox_ground.SECRETS[0]


@dataclass
class Stripe:
    """One simulated account, and the worker that speaks to it."""

    simulator: Simulator
    seam: Watched
    told: int = 0

    async def work(self, client: Client, *, looking: bool = True) -> None:
        """Until nothing is due for this client; without `looking` what our own pushes came to is
        left to Stripe to tell."""
        outgoing.CHANNELS[looks.CHANNEL] = looks.look if looking else _blind
        while await relay.drain(client.id) + await outgoing.drain(client.id):
            continue

    async def tell(
        self,
        *,
        seed: int | None = None,
        copies: int = 1,
        kinds: str = "",
        again: bool = False,
        take: bool = True,
    ) -> None:
        """What happened since the last time (or ever, `again`) reaches the inbox, and the worker
        takes it, unless it is not to."""
        events_, self.told = self.simulator.events, 0 if again else self.told
        fresh = [each for each in events_[self.told :] if kinds in each["type"]]
        self.told = len(events_)

        await delivery.deliver(fresh, accept, SECRET, 0, seed=seed, copies=copies)
        if take:
            await inbox_ground.take()

    async def invoice(self, invoice: Invoice) -> Obj:
        """As Stripe has it."""
        found = [
            each for each in self.simulator.state.all("invoice") if each["number"] == invoice.number
        ]
        (only,) = found
        return only

    async def intent(self, invoice: Invoice) -> Obj:
        """What pays it."""
        at_stripe = (await self.invoice(invoice))["id"]
        found = [
            each["payment"]["payment_intent"]
            for each in self.simulator.state.all("invoice_payment")
            if each["invoice"] == at_stripe
        ]
        return self.simulator.state.one("payment_intent", found[0])

    async def charge(self, invoice: Invoice) -> str:
        """The charge that paid it."""
        intent = await self.intent(invoice)
        found: str = intent["latest_charge"]
        return found


async def accept(body: bytes, _: str = "") -> int:
    """Signed now, whenever it was that it happened."""
    await storing.accept([SECRET], signature.sign(SECRET, body, datetime.now(UTC)), body)
    return 200


async def _blind(_: outgoing.Outgoing) -> None:
    """Whatever was asked for is not looked at."""


@asynccontextmanager
async def stripe() -> AsyncIterator[Stripe]:
    """The account of this process, wired as the worker wires it."""
    wiring.wire()
    wiring.wire_alarms()
    followed.register()
    simulator = Simulator(lambda: int(time.time()), name=ids.new().hex[-8:])
    seam = Watched(InProcess(simulator))
    outgoing.CHANNELS[push.CHANNEL] = running.send
    outgoing.CHANNELS[looks.CHANNEL] = looks.look
    with account.used(account.of(simulator.key, seam, simulated=True)):
        yield Stripe(simulator, seam)
    await seam.close_async()


async def by_card(stripe: Stripe, client: Client, card: Card | None) -> str:
    """The client is collected by card and saved this one on Stripe's page, or none; Stripe's
    customer."""
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "test", "test")
        made = await steps.customer(act)
        await db.update("collecting", {"tenant_id": client.id}, {"method": "stripe"})
    await running.run(client.id, made)
    customer: str = stripe.simulator.state.all("customer")[0]["id"]
    if card is not None:
        await save(stripe, client, customer, card)
    return customer


async def save(stripe: Stripe, client: Client, customer: str, card: Card) -> None:
    """On Checkout's page; Stripe tells of it."""
    session = await account.client().v1.checkout.sessions.create_async(
        {
            "mode": "setup",
            "customer": customer,
            "currency": "eur",
            "success_url": "https://portal.example/saved",
        }
    )
    stripe.simulator.save_card(session.id, card)
    await stripe.tell()
    await stripe.work(client)


async def issue(world: World, client: Client, month: date = OCTOBER) -> Invoice:
    """An invoice of that month, final."""
    at = datetime(month.year, month.month, 7, 12, tzinfo=UTC)
    await ground.minutes(client, 90, at)
    finance = world.finance.principal
    draft = await verb.perform(drafting.draft, finance, month, tenant=client.id)
    made: Invoice = await verb.perform(
        finalising.finalise, finance, month, draft.inputs_hash, tenant=client.id
    )
    return made


async def transfer(world: World, client: Client, invoice: Invoice) -> None:
    """The client pays by bank after all."""
    words = (invoice.number, invoice.gross, date(2026, 12, 4))
    await verb.perform(payment.record, world.finance.principal, *words, tenant=client.id)


async def later(stripe: Stripe, client: Client, **span: int) -> None:
    """The client's clock moves on; what falls due is done."""
    async with db.open(Work(client.id)):
        await db.execute(
            "UPDATE tenant SET simulated_now = simulated_now + $2 WHERE id = $1",
            *(client.id, timedelta(**span)),
        )
    while await pulse.drain(client.id):
        continue
    await stripe.work(client)


async def payments(client: Client) -> list[tuple[str, str]]:
    """Amount and Stripe's name of each that was booked."""
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT round(amount, 2)::text AS amount, external_id FROM payment "
            'WHERE tenant_id = $1 ORDER BY external_id COLLATE "C"',
            client.id,
        )
    return [(row["amount"], row["external_id"]) for row in rows]


async def worlds() -> AsyncIterator[World]:
    """A world for each story, whose ACME has lived through nothing: one is built for three."""
    while True:
        built = await ground.build()
        for client in built.clients:
            yield dataclasses.replace(built, acme=client)


async def collected(client: Client) -> collecting.Kept:
    """How the client is collected now."""
    async with db.open(Work(client.id)):
        return await collecting.of(client.id)


async def mails(client: Client, person: Human) -> list[OutgoingMail]:
    """What this person is mailed about the client's cards, in that order."""
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT tenant_id, id, channel, identity, subject_id, payload, simulated "
            "FROM outgoing WHERE tenant_id = $1 AND channel = 'mail' ORDER BY created_at, id",
            client.id,
        )
    read = [mail_channel.opened(outgoing._read(row)) for row in rows]
    return [mail for mail in read if person.email in {to.address for to in mail.to}]


async def dunning(client: Client, invoice: UUID) -> db.Row | None:
    async with db.open(Work(client.id)):
        return await db.row(
            "SELECT state, tries, declined FROM card_dunning WHERE tenant_id = $1 "
            "AND invoice_id = $2",
            *(client.id, invoice),
        )
