"""How many assets a client has becomes usage of the meter `assets`, from when the desk counted
them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from billing.metered import ledger_keeping, meter, metering
from billing.metered.ledger import UsageEvent
from billing.prepaid import drawing
from contracts import facts
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event


async def handle(act: Act, event: Event) -> None:
    """Once for each count."""
    counted = UsageEvent(
        tenant_id=event.tenant_id,
        source=metering.SOURCE,
        event_id=f"{event.id}:assets",
        meter=meter.ASSETS.key,
        quantity=Decimal(event.body["number"]),
        happened_at=event.body["at"],
    )
    await drawing.follow(act, await ledger_keeping.store(act, [counted]))


CONSUMER: Final = Consumer("asset_ledger", "bulk", (facts.AssetsCounted.kind,), handle)
