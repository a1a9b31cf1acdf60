"""Assets as a ticket shows them."""

from __future__ import annotations

from datetime import date, timedelta

from underpin.console import views
from underpin.desk.assets.linking import Linked

SOON = timedelta(days=30)


def tone(until: date | None, shell: views.Shell) -> str:
    """Of a warranty: bad once it is over, warn where it ends soon."""
    today = shell.now.date()
    if until is None or until > today + SOON:
        return ""
    return "bad" if until < today else "warn"


def of_ticket(
    each: Linked, key: str, shell: views.Shell, ways: tuple[views.RemoteButton, ...] = ()
) -> views.TicketAsset:
    """`key` is its client's; `ways` lead onto it from afar."""
    path, until = f"/clients/{key}/assets/{each.id}", each.warranty_until
    what = (str(each.id), each.name, each.kind, each.serial, each.owner)
    return views.TicketAsset(*what, ways, path, until, tone(until, shell), each.vendor)
