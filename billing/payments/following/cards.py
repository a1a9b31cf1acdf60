"""A client's saved card, as Stripe has it now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import stripe
from stripe import StripeClient

from billing.payments import collecting
from billing.payments.dunning import retrying
from billing.payments.following import looking
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act

CUSTOMER_GONE = "card.customer_gone"


class NothingSaved(Exception):
    """It says of no card that one was saved or taken away."""


@dataclass(frozen=True, slots=True)
class Look:
    """`customer` is "" for a card that belongs to nobody any more. `words`: what people know the
    card by. `is_new`: the client went through saving it. `is_gone`: the customer was deleted."""

    customer: str
    card: str = ""
    words: str = ""
    is_new: bool = False
    is_gone: bool = False


async def setup(client: StripeClient, intent: str) -> Look:
    """The card of the customer's newest setup, whichever setup this is about: told late of an
    older one, we keep the newer. Raises NothingSaved, looking.Gone."""
    found = await looking.got(client.v1.setup_intents.retrieve_async(intent))
    name = looking.named_id(found.customer)
    if found.status != "succeeded" or not name:
        raise NothingSaved(f"The setup is {found.status}: no card was saved for a customer.")
    setups = await looking.every(
        client.v1.setup_intents.list_async({"customer": name, "limit": 100})
    )
    newest = next(each for each in setups if each.status == "succeeded")
    found = await method(client, looking.named_id(newest.payment_method))
    return replace(found, is_new=bool(found.customer))


async def method(client: StripeClient, card: str) -> Look:
    """Raises looking.Gone."""
    found = await looking.got(client.v1.payment_methods.retrieve_async(card))
    return Look(looking.named_id(found.customer), card, _words(found))


async def customer(client: StripeClient, name: str) -> Look:
    """Raises NothingSaved for one that is still there."""
    try:
        found = await looking.got(client.v1.customers.retrieve_async(name))
    except looking.Gone:
        return Look(name, is_gone=True)
    if not getattr(found, "deleted", False):
        raise NothingSaved("Of a customer only its end is followed.")
    return Look(name, is_gone=True)


LOOKS: dict[str, Callable[[StripeClient, str], Awaitable[Look]]] = {
    "setup_intent": setup,
    "payment_method": method,
    "customer": customer,
}


async def apply(act: Act, look: Look) -> None:
    """Applied again it changes nothing."""
    kept = await collecting.of(act.tenant_id)
    if look.is_gone:
        await _customer_gone(act, kept, look.customer)
    elif not look.customer:
        await collecting.card_gone(act, look.card)
    elif kept.customer == look.customer and (look.is_new or kept.payment_method == look.card):
        await _saved(act, kept, look)


async def _saved(act: Act, kept: collecting.Kept, look: Look) -> None:
    if (kept.payment_method, kept.card) == (look.card, look.words):
        return
    await collecting.card_saved(act, look.card, look.words)
    if kept.payment_method != look.card:
        await retrying.sooner(act)


async def _customer_gone(act: Act, kept: collecting.Kept, name: str) -> None:
    """The client pays by bank transfer, until staff set it up anew, with a customer anew."""
    if kept.customer != name:
        return
    await db.execute("DELETE FROM collecting WHERE tenant_id = $1", act.tenant_id)
    await events.emit(act, events.New(CUSTOMER_GONE, ids.derive(kept.id, name), {}))


def _words(found: stripe.PaymentMethod) -> str:
    card = found.card
    return f"{card.brand}, ends in {card.last4}" if card else found.type
