"""What is at Stripe and nobody's we know: set aside in the inbox, where it is looked into again
once the client is known."""

from __future__ import annotations

import msgspec

from billing.payments.inbox import storing
from billing.payments.inbox.envelope import Notice
from billing.payments.reconciling.there import Found

TYPE = "reconciliation.stranger"
OBJECTS = {"payment": "payment_intent"}


async def set_aside(found: Found) -> None:
    """Once for each thing."""
    kind = OBJECTS.get(found.key.kind, found.key.kind)
    notice = Notice(f"{TYPE}:{found.key.id}", TYPE, "", kind, found.key.id)
    said = {"found": found.item.said, "name": found.item.name, "customer": found.customer}
    reason = f"Found at Stripe by night: no client of ours is {found.customer or 'nobody'} there."
    await storing.store(notice, msgspec.json.encode(said), reason)
