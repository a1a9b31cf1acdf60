"""What is done when something of Stripe's moved: whose it is, and what it is now, is read from
Stripe; what follows is applied in that client's scope."""

from __future__ import annotations

from billing.payments.following import applying, cards, looking
from billing.payments.following.picture import Picture
from billing.payments.gateway import account
from billing.payments.inbox import taking
from billing.payments.inbox.taking import Follow, Ignored, SetAside, Subject
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Door, Work
from underpin.kernel.principal import worker


async def look(subject: Subject) -> None:
    """Raises Ignored for what moves nothing of ours, SetAside for what only a person can settle:
    what no further try would change."""
    try:
        await FOLLOWS[subject.object_type](subject)
    except looking.Gone as problem:
        raise taking.Gone(str(problem)) from problem
    except (looking.TooLong, applying.NotOurs) as problem:
        raise SetAside(str(problem)) from problem
    except (looking.NotOfAnInvoice, cards.NothingSaved) as problem:
        raise Ignored(str(problem)) from problem


def register() -> None:
    """Done in the worker."""
    taking.FOLLOWED.update(dict.fromkeys(FOLLOWS, look))


async def invoice(subject: Subject) -> None:
    """The whole invoice that the object belongs to."""
    client = account.client()
    name = await looking.invoice_of(client, subject.object_type, subject.object_id)
    async with db.open(Door()):
        asked_at = await db.now()
    await _apply(await looking.at_invoice(client, name, asked_at))


async def card(subject: Subject) -> None:
    """A card that a client saved, or took away."""
    look = await cards.LOOKS[subject.object_type](account.client(), subject.object_id)
    tenant = await client_of(look.customer or look.card)
    async with db.open(Work(tenant)):
        await cards.apply(await act_in(tenant), look)


async def session(subject: Subject) -> None:
    """Of Checkout: a card was saved, or an invoice paid."""
    client = account.client()
    found = await looking.got(client.v1.checkout.sessions.retrieve_async(subject.object_id))
    if found.mode == "setup":
        intent = looking.named_id(found.setup_intent)
        await card(Subject(subject.account, "setup_intent", intent))
    else:
        await invoice(subject)


async def _apply(seen: Picture) -> None:
    if seen.status == "draft":
        raise Ignored("The invoice is a draft at Stripe: nothing is owed yet.")
    tenant = await client_of(seen.customer)
    async with db.open(Work(tenant)):
        await applying.apply(await act_in(tenant), seen)


async def client_of(reference: str) -> int:
    """The client who is this customer at Stripe, or whose saved card it is. Raises SetAside."""
    async with db.open(Door()):
        found: int | None = await db.value("SELECT door_stripe_client($1)", reference)
    if found is None:
        raise SetAside(f"No client of ours is {reference or 'nobody'} at Stripe.")
    return found


async def act_in(tenant: int) -> Act:
    return Act(worker(tenant), tenant, await db.now(), "stripe", "billing.payments.following")


BY_INVOICE = ("invoice", "invoice_payment", "payment_intent", "charge", "refund", "dispute")
FOLLOWS: dict[str, Follow] = {
    **dict.fromkeys(BY_INVOICE, invoice),
    **dict.fromkeys(cards.LOOKS, card),
    "checkout.session": session,
}
"""By type of object."""
