"""How much a client keeps with us, as it is measured, becomes the level of the storage meter, in
gigabytes of 10^9 bytes."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from billing.metered import ledger, ledger_keeping, meter
from billing.metered.ledger import UsageEvent
from contracts import instant
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

MEASURED: Final = "storage.measured"
BYTES_OF_A_GIGABYTE: Final = 10**9
AS_KEPT: Final = Decimal("0.000001")
"""To the kilobyte: the ledger keeps six places."""


async def hear(act: Act, event: Event) -> None:
    """Once, however often it is heard."""
    level = UsageEvent(
        tenant_id=event.tenant_id,
        source="desk",
        event_id=str(event.id),
        meter=meter.STORAGE.key,
        quantity=_gigabytes(event.body["bytes"]),
        happened_at=instant.of(event.happened_at),
        dimensions=ledger.dimensions(),
    )
    await ledger_keeping.store(act, [level])


def _gigabytes(size: int) -> Decimal:
    return (Decimal(size) / BYTES_OF_A_GIGABYTE).quantize(AS_KEPT, ROUND_HALF_UP)


CONSUMER = Consumer("storage", "bulk", (MEASURED,), hear)
