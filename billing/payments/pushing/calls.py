"""The calls a push is made of: how each is made under its key, and how what it made is found again
by our own id once the key may be forgotten. No rows here; the network only.

Found again by listing, which is exact at once; Stripe's search lags behind by a minute.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import stripe
from stripe import StripeClient

from billing.payments.pushing.push import Push, Step

OURS: Final = "underpin_id"
"""In the metadata of what we make: the id of the step that made it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A step about to be made, with the Stripe ids known by now. `invoice` is Stripe's invoice,
    `payment` the payment intent that a refund gives back from."""

    push: Push
    step: Step
    now: datetime
    customer: str | None = None
    payment_method: str | None = None
    invoice: str | None = None
    payment: str | None = None

    @property
    def invoice_id(self) -> str:
        """Raises Early where it is not at Stripe yet."""
        if self.invoice is None:
            raise Early(f"The invoice of {self.push.number} is not at Stripe yet.")
        return self.invoice

    @property
    def options(self) -> Any:
        return {"idempotency_key": self.step.key}

    def body(self, **more: Any) -> Any:
        """The step's own parameters, marked as ours, and Stripe's ids."""
        ours = {"metadata": {**self.step.body.get("metadata", {}), OURS: str(self.step.id)}}
        return {**self.step.body, **ours, **more}


@dataclass(frozen=True, slots=True)
class Answer:
    """`found`: the total at Stripe; `page`: where it can be paid; `outcome`: how a charge ended."""

    stripe_id: str
    found: int | None = None
    page: str | None = None
    outcome: str = ""


class Early(Exception):
    """What it hangs on is not at Stripe yet: tried again later."""


class Mismatch(Exception):
    """Stripe's invoice is not ours: what is to be collected, and what Stripe would collect."""

    def __init__(self, goal: int, found: int, invoice: str, *, final: bool) -> None:
        super().__init__(f"Ours comes to {goal}, Stripe's to {found} (minor units).")
        self.found, self.invoice, self.final = found, invoice, final


class Call(Protocol):
    async def make(self, client: StripeClient, turn: Turn) -> Answer: ...

    async def find(self, client: StripeClient, turn: Turn) -> Answer | None:
        """What an earlier try made, if it did."""
        ...


Make = Callable[[StripeClient, Turn], Awaitable[Answer]]
Find = Callable[[StripeClient, Turn], Awaitable[Answer | None]]


@dataclass(frozen=True, slots=True)
class Creating:
    """A call that makes an object: found by our id in its metadata."""

    make_it: Make
    list_it: Callable[[StripeClient, Turn], Awaitable[Any]]

    async def make(self, client: StripeClient, turn: Turn) -> Answer:
        return await self.make_it(client, turn)

    async def find(self, client: StripeClient, turn: Turn) -> Answer | None:
        async for each in _all(await self.list_it(client, turn)):
            if marked(each.metadata) == str(turn.step.id):
                return Answer(each.id)
        return None


@dataclass(frozen=True, slots=True)
class Moving:
    """A call that moves an invoice on: whether it did is read off the invoice."""

    make_it: Make
    find_it: Find

    async def make(self, client: StripeClient, turn: Turn) -> Answer:
        return await self.make_it(client, turn)

    async def find(self, client: StripeClient, turn: Turn) -> Answer | None:
        return await self.find_it(client, turn)


def marked(metadata: Any) -> str | None:
    """Our id in an object's metadata, if it is one of ours."""
    found: Mapping[str, str] = metadata.to_dict() if metadata is not None else {}
    return found.get(OURS)


async def _all(page: Any) -> AsyncIterator[Any]:
    async for each in page.auto_paging_iter():
        yield each


async def _customer(client: StripeClient, turn: Turn) -> Answer:
    made = await client.v1.customers.create_async(turn.body(), turn.options)
    return Answer(made.id)


async def _customers(client: StripeClient, turn: Turn) -> Any:
    """All of them: only a first call that was cut off looks here, and what Stripe calls its time
    need not be ours."""
    return await client.v1.customers.list_async({"limit": 100})


async def _draft(client: StripeClient, turn: Turn) -> Answer:
    made = await client.v1.invoices.create_async(turn.body(customer=turn.customer), turn.options)
    return Answer(made.id)


async def _drafts(client: StripeClient, turn: Turn) -> Any:
    return await client.v1.invoices.list_async({"customer": turn.customer or "", "limit": 100})


async def _item(client: StripeClient, turn: Turn) -> Answer:
    body = turn.body(customer=turn.customer, invoice=turn.invoice_id)
    made = await client.v1.invoice_items.create_async(body, turn.options)
    return Answer(made.id)


async def _items(client: StripeClient, turn: Turn) -> Any:
    return await client.v1.invoice_items.list_async({"invoice": turn.invoice_id, "limit": 100})


async def _compare(client: StripeClient, turn: Turn) -> Answer:
    """Nothing changes by it: two totals are held together. Raises Mismatch."""
    found = await client.v1.invoices.retrieve_async(turn.invoice_id)
    same = found.total == turn.push.goal and found.currency == turn.push.currency.lower()
    if not same or found.number != turn.push.number:
        raise Mismatch(turn.push.goal, found.total, found.id, final=found.status != "draft")
    return Answer(found.id, found.total)


async def _finalise(client: StripeClient, turn: Turn) -> Answer:
    body: Any = dict(turn.step.body)
    return _finalised(
        turn, await client.v1.invoices.finalize_invoice_async(turn.invoice_id, body, turn.options)
    )


async def _is_final(client: StripeClient, turn: Turn) -> Answer | None:
    found = await client.v1.invoices.retrieve_async(turn.invoice_id)
    return None if found.status == "draft" else _finalised(turn, found)


def _finalised(turn: Turn, found: stripe.Invoice) -> Answer:
    """A balance that the customer has at Stripe would lower what is collected: that is no total
    of ours either. Raises Mismatch."""
    if found.amount_due != turn.push.goal:
        raise Mismatch(turn.push.goal, found.amount_due, found.id, final=True)
    return Answer(found.id, found.total, found.hosted_invoice_url)


async def _charge(client: StripeClient, turn: Turn) -> Answer:
    """The card's no is an answer: `outcome` says so, and dunning goes on from there."""
    body: Any = {"payment_method": turn.payment_method} if turn.payment_method else {}
    try:
        found = await client.v1.invoices.pay_async(turn.invoice_id, body, turn.options)
    except stripe.CardError as no:
        return Answer(turn.invoice_id, outcome=f"declined: {no.code or 'card_declined'}")
    return _charged(found) or Answer(found.id, outcome="processing")


async def _is_paid(client: StripeClient, turn: Turn) -> Answer | None:
    return _charged(await client.v1.invoices.retrieve_async(turn.invoice_id))


def _charged(found: stripe.Invoice) -> Answer | None:
    if found.status not in ("paid", "void", "uncollectible"):
        return None
    return Answer(found.id, found.amount_paid, outcome=found.status)


async def _settle(client: StripeClient, turn: Turn) -> Answer:
    body: Any = {"paid_out_of_band": True}
    found = await client.v1.invoices.pay_async(turn.invoice_id, body, turn.options)
    return Answer(found.id, found.amount_paid, outcome="paid")


async def _void(client: StripeClient, turn: Turn) -> Answer:
    found = await client.v1.invoices.void_invoice_async(turn.invoice_id, {}, turn.options)
    return Answer(found.id, outcome="void")


async def _is_void(client: StripeClient, turn: Turn) -> Answer | None:
    found = await client.v1.invoices.retrieve_async(turn.invoice_id)
    return Answer(found.id, outcome="void") if found.status == "void" else None


async def _credit_note(client: StripeClient, turn: Turn) -> Answer:
    """What is paid already is credited in our books, not to a balance at Stripe: from there it
    would lower later invoices unasked. Money goes back by a refund. More than is left of Stripe's
    invoice (part of it came another way) cannot be credited there, and need not be."""
    invoice = await client.v1.invoices.retrieve_async(turn.invoice_id)
    credited = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount
    amount = min(turn.push.goal, invoice.total - credited)
    if amount <= 0:
        return Answer(str(turn.step.id), 0, outcome="nothing left to credit")
    over = max(0, amount - invoice.amount_remaining)
    more = {"amount": amount} | ({"out_of_band_amount": over} if over else {})
    body = turn.body(invoice=turn.invoice_id, **more)
    made = await client.v1.credit_notes.create_async(body, turn.options)
    return Answer(made.id, made.total)


async def _credit_notes(client: StripeClient, turn: Turn) -> Any:
    return await client.v1.credit_notes.list_async({"invoice": turn.invoice_id, "limit": 100})


async def _refund(client: StripeClient, turn: Turn) -> Answer:
    body = turn.body(payment_intent=turn.payment)
    made = await client.v1.refunds.create_async(body, turn.options)
    return Answer(made.id, made.amount, outcome=made.status or "")


async def _refunds(client: StripeClient, turn: Turn) -> Any:
    return await client.v1.refunds.list_async({"payment_intent": turn.payment or "", "limit": 100})


async def _nothing(client: StripeClient, turn: Turn) -> Answer | None:
    """A comparison leaves nothing to be found: it is made again."""
    return None


CALLS: Final[Mapping[str, Call]] = {
    "customer": Creating(_customer, _customers),
    "draft": Creating(_draft, _drafts),
    "item": Creating(_item, _items),
    "compare": Moving(_compare, _nothing),
    "finalise": Moving(_finalise, _is_final),
    "charge": Moving(_charge, _is_paid),
    "credit_note": Creating(_credit_note, _credit_notes),
    "refund": Creating(_refund, _refunds),
    "void": Moving(_void, _is_void),
    "settle": Moving(_settle, _is_paid),
}
MAIN: Final = frozenset({"customer", "draft", "credit_note", "refund"})
"""Whose object is what the push was for."""
