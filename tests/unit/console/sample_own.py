"""What a client reads of their own: tickets, promises, people, as the samples show them."""

from __future__ import annotations

from collections.abc import Callable

from underpin.console import views
from underpin.console.pages import View
from underpin.console.views.own_tickets import OwnFilters, OwnTicketsPage

Frame = Callable[..., views.Shell]


def portal(member: Frame, rows: tuple[views.PortalTicketRow, ...]) -> dict[str, tuple[str, View]]:
    return {
        "own_tickets": ("own/tickets", tickets(member("tickets"), rows)),
        "own_tickets_none": (
            "own/tickets",
            OwnTicketsPage(member("tickets"), OwnFilters(q="printre"), ()),
        ),
    }


def tickets(frame: views.Shell, rows: tuple[views.PortalTicketRow, ...]) -> OwnTicketsPage:
    return OwnTicketsPage(
        frame,
        OwnFilters(whose="all", standing="any"),
        rows,
        "company",
        (views.Choice("1", "Warehouse network"),),
        "/tickets?whose=all&after=1033",
    )
