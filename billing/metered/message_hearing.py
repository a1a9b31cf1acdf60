"""Messages through channels become usage of the meter `channel_messages`, by channel and way."""

from __future__ import annotations

from typing import Final

from billing.amounts import exact
from billing.metered import ledger, ledger_keeping, meter, metering
from billing.metered.ledger import UsageEvent
from billing.prepaid import drawing
from contracts import facts
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event


async def handle(act: Act, event: Event) -> None:
    """Once for each message and way, however often it is told."""
    said = event.body
    counted = UsageEvent(
        tenant_id=event.tenant_id,
        source=metering.SOURCE,
        event_id=f"{said['message_id']}:{said['channel']}:{said['way']}",
        meter=meter.CHANNEL_MESSAGES.key,
        quantity=exact.ONE,
        happened_at=said["at"],
        dimensions=ledger.dimensions(channel=said["channel"], way=said["way"]),
    )
    await drawing.follow(act, await ledger_keeping.store(act, [counted]))


CONSUMER: Final = Consumer("message_ledger", "bulk", (facts.ChannelMessage.kind,), handle)
