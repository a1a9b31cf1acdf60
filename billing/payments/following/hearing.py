"""After a push of ours did something at Stripe, what came of it is read like anything else that
moved there: a consumer of the outbox asks for the look, a channel of what leaves takes it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from billing.payments.following import followed
from billing.payments.inbox.taking import Ignored, SetAside, Subject
from billing.payments.pushing import steps
from underpin.kernel import outgoing
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.outgoing import NeverTaken, Outgoing

CHANNEL = "stripe_look"
ABOUT = {"charge": "invoice", "void": "invoice", "settle": "invoice", "refund": "refund"}
"""Kind of a push -> the object whose Stripe id it ends with."""


async def handle(act: Act, event: Event) -> None:
    about = ABOUT.get(event.body["kind"])
    if about is None or not event.body["stripe_id"]:
        return
    payload = {"object_type": about, "object_id": event.body["stripe_id"]}
    subject = UUID(event.body["document_id"])
    await outgoing.queue(act, CHANNEL, str(event.id), subject, payload, hold=timedelta(0))


async def look(leaving: Outgoing) -> None:
    """The channel. Raises NeverTaken where a person must look."""
    subject = Subject("", leaving.payload["object_type"], leaving.payload["object_id"])
    try:
        await followed.look(subject)
    except Ignored:
        return
    except SetAside as problem:
        raise NeverTaken(str(problem)) from problem


CONSUMER = Consumer("stripe_look", "bulk", (steps.PUSHED,), handle)
