"""What was set aside, lane by lane."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import Literal

from billing.payments.inbox.inbox import Told
from underpin.console import views
from underpin.desk.aside.set_aside import Item

Lane = Literal["deliveries", "timers", "mails"]


def lane(items: Sequence[Item], lane: str) -> tuple[views.SetAsideItem, ...]:
    return tuple(_item(each) for each in items if each.lane == lane)


def _item(item: Item) -> views.SetAsideItem:
    """Its name carries its client's key, because it is tried again within that client."""
    return views.SetAsideItem(
        id=f"{item.key}.{item.id}",
        lane=typing.cast(Lane, item.lane),
        what=item.what,
        client=item.client,
        ticket="" if item.ticket is None else f"{item.key}-{item.ticket}",
        attempts=item.attempts,
        error=item.error,
        since=item.since,
    )


def payment(told: Told) -> views.SetAsideItem:
    """Of no client we know, or of one that only its object names."""
    return views.SetAsideItem(
        id=str(told.id),
        lane="payments",
        what=f"{told.type} {told.object_id}".strip() or told.event_id,
        client="",
        ticket="",
        attempts=told.attempts,
        error=told.reason or "",
        since=told.received_at,
    )
