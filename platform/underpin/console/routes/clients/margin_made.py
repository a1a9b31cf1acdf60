"""What a client's margin was made of, as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args
from urllib.parse import quote, urlencode
from uuid import UUID

from billing.margins.behind_margin import Document, Entry
from billing.margins.margin_of_client import Left
from underpin.console.routes.clients.gathering import Made
from underpin.console.views.clients import (
    MadeDocument,
    MadeEntry,
    MadeLeft,
    MadePage,
    MadeTier,
    MarginPart,
)
from underpin.console.views.shell import Shell


def page(shell: Shell, found: Made) -> MadePage:
    margin, days = found.behind.margin, {"first": found.first, "last": found.last}
    return MadePage(
        shell,
        found.company.name,
        f"/reports/margin?{urlencode(days)}",
        margin.currency,
        found.first,
        found.last,
        margin.left,
        tuple(_document(each, found) for each in found.behind.documents),
        tuple(MadeTier(each.tier, each.minutes, each.cost) for each in margin.work),
        _entries(found.behind.work, found),
        _entries(found.behind.vendors, found),
        tuple(_left(each) for each in margin.unconverted),
    )


def _left(of: Left) -> MadeLeft:
    return MadeLeft(_part(of.what), of.currency, of.amount)


def _document(of: Document, found: Made) -> MadeDocument:
    """A note stands on the page of the invoice that it takes off."""
    under = of.invoice or (of.number if of.what == "invoice" else "")
    path = f"/clients/{found.company.slug}/invoices/{quote(under)}" if under else ""
    return MadeDocument(_part(of.what), of.number or "", of.invoice, path, of.currency, of.amount)


def _part(what: str) -> MarginPart:
    """Raises KeyError for what no margin is made of."""
    return {each: each for each in get_args(MarginPart)}[what]  # type: ignore[no-any-return]


def _entries(entries: Sequence[Entry], found: Made) -> tuple[MadeEntry, ...]:
    return tuple(_entry(each, found) for each in entries)


def _entry(of: Entry, found: Made) -> MadeEntry:
    """Without a name for a ticket that the reader may not see."""
    named = found.tickets.get(UUID(of.ticket)) if of.ticket else None
    number = f"{found.company.key}-{named.number}" if named else ""
    subject = named.subject if named else ""
    return MadeEntry(
        number, subject, of.tier, of.currency or found.behind.margin.currency, of.quantity
    )
