"""Stripe's book: what was made there in a window of time, and single objects. The network only.

Lists are by when an object was made; what changes later without a new object (an open invoice) is
asked for by its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stripe import StripeClient

from billing.payments.following import looking, picture
from billing.payments.reconciling.difference import DONE, OPEN, SETTLED, Item, Key

MOST = 20_000
"""Objects of one kind in one window."""
INVOICE_STATES = {"open": OPEN, "paid": SETTLED, "void": SETTLED, "uncollectible": SETTLED}


@dataclass(frozen=True, slots=True)
class Found:
    """`customer` is "" where Stripe names none."""

    key: Key
    customer: str
    item: Item


async def within(client: StripeClient, since: datetime, until: datetime) -> list[Found]:
    """Everything that was made from `since` and before `until`. Raises looking.TooLong."""
    asked: Any = {
        "created": {"gte": int(since.timestamp()), "lt": int(until.timestamp())},
        "limit": 100,
    }
    behind: Any = {**asked, "expand": ["data.charge"]}
    v1 = client.v1
    invoices = await looking.every(v1.invoices.list_async(asked), MOST)
    charges = await looking.every(v1.charges.list_async(asked), MOST)
    refunds = await looking.every(v1.refunds.list_async(behind), MOST)
    disputes = await looking.every(v1.disputes.list_async(behind), MOST)
    return [
        *_some(_invoice(each) for each in invoices),
        *_some(_charge(each) for each in charges),
        *_some(_refund(each) for each in refunds),
        *(_dispute(each) for each in disputes),
    ]


async def one(client: StripeClient, key: Key) -> Found | None:
    """As it is now; None for what is not there, or moved no money."""
    try:
        found: Found | None = await _ONE[key.kind](client, key.id)
    except looking.Gone:
        return None
    return found


async def _one_invoice(client: StripeClient, name: str) -> Found | None:
    return _invoice(await looking.got(client.v1.invoices.retrieve_async(name)))


async def _one_payment(client: StripeClient, name: str) -> Found | None:
    found = await looking.got(client.v1.payment_intents.retrieve_async(name))
    if found.status != "succeeded":
        return None
    item = Item(found.amount_received, found.currency.upper(), DONE)
    return Found(Key("payment", name), looking.named_id(found.customer), item)


async def _one_refund(client: StripeClient, name: str) -> Found | None:
    asked: Any = {"expand": ["charge"]}
    return _refund(await looking.got(client.v1.refunds.retrieve_async(name, asked)))


async def _one_dispute(client: StripeClient, name: str) -> Found | None:
    asked: Any = {"expand": ["charge"]}
    return _dispute(await looking.got(client.v1.disputes.retrieve_async(name, asked)))


_ONE: dict[str, Any] = {
    "invoice": _one_invoice,
    "payment": _one_payment,
    "refund": _one_refund,
    "dispute": _one_dispute,
}


def _some(found: Iterator[Found | None]) -> Iterator[Found]:
    return (each for each in found if each is not None)


def _invoice(found: Any) -> Found | None:
    """A draft is nothing yet."""
    state = INVOICE_STATES.get(found.status)
    if state is None:
        return None
    item = Item(found.total, found.currency.upper(), state, found.number or "")
    return Found(Key("invoice", found.id), looking.named_id(found.customer), item)


def _charge(found: Any) -> Found | None:
    """By its payment intent, as we book it; one without is known by itself."""
    if found.status != "succeeded" or not found.captured:
        return None
    key = Key("payment", looking.named_id(found.payment_intent) or found.id)
    item = Item(found.amount_captured, found.currency.upper(), DONE)
    return Found(key, looking.named_id(found.customer), item)


def _refund(found: Any) -> Found | None:
    if found.status != picture.GIVEN_BACK:
        return None
    item = Item(found.amount, found.currency.upper(), DONE)
    return Found(Key("refund", found.id), _customer(found.charge), item)


def _dispute(found: Any) -> Found:
    item = Item(found.amount, found.currency.upper(), found.status)
    return Found(Key("dispute", found.id), _customer(found.charge), item)


def _customer(charge: Any) -> str:
    """Of a charge that was given whole."""
    return "" if charge is None or isinstance(charge, str) else looking.named_id(charge.customer)
