"""What the tests count: usage on a day, in Berlin."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from billing.metered.ledger import Dated, UsageEvent, dimensions
from contracts import instant
from contracts.calendars import zone

BERLIN = zone.named("Europe/Berlin")


def usage(
    event_id: str,
    quantity: str = "1",
    *,
    day: str = "2026-10-01",
    at: str = "12:00",
    meter: str = "staff_minutes",
    **values: str,
) -> UsageEvent:
    """On a local day and time in Berlin."""
    moment = datetime.combine(date.fromisoformat(day), time.fromisoformat(at), BERLIN)
    return UsageEvent(
        tenant_id=7,
        source="desk",
        event_id=event_id,
        meter=meter,
        quantity=Decimal(quantity),
        happened_at=instant.of(moment.astimezone(UTC)),
        dimensions=dimensions(**values),
    )


def dated(*events: UsageEvent) -> list[Dated]:
    return [
        Dated(instant.at(event.happened_at).astimezone(BERLIN).date(), event) for event in events
    ]
