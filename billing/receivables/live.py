"""Open pages about invoices are told that one of them moved: which is not said, because not all who
listen may know."""

from __future__ import annotations

from typing import Final

from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.realtime import Notice, tell

MOVED: Final = Notice("list", "invoices")
KINDS: Final = ("invoice.", "credit_note.issued", "payment.recorded", "stripe.pushed")


async def hear(act: Act, event: Event) -> None:
    tell(act.tenant_id, (STAFF, MEMBER), MOVED)


CONSUMER: Final = Consumer("invoices_live", "alarm", KINDS, hear)
