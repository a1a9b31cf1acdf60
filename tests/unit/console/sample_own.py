"""What a client reads of their own: tickets, promises, people, as the samples show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from underpin.console import views
from underpin.console.pages import View
from underpin.console.views.own_tickets import OwnFilters, OwnTicketsPage
from underpin.console.views.usage import (
    DrawRow,
    DrawsPage,
    OwnBlock,
    OwnTerm,
    OwnUsagePage,
    SoFarView,
    UsageRow,
)
from underpin.console.views.vendor import EndedLinkPage

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


BLOCK = views.BlockRow("Ten hours", "minute", Decimal(375), Decimal(600), date(2026, 12, 31))


def usage(frame: views.Shell) -> OwnUsagePage:
    def row(label: str, used: int | None, **more: object) -> UsageRow:
        numbers = (Decimal(72), Decimal(60), Decimal(3), Decimal("7.50"), Decimal(96), Decimal(9))
        return UsageRow(label, "ticket", *numbers, steady=False, used=used, **more)  # type: ignore[arg-type]

    rows = (row("Tickets", 100, over=True), row("Minutes of L2", 40), row("Fee", None))
    so_far = SoFarView(
        *(date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 22), "EUR"),
        rows,
        *(Decimal("2857.50"), Decimal(2900)),
    )
    terms = tuple(
        OwnTerm(label, 2, "EUR", date(2026, 1, 1), date(2026, 12, 31), 14, when, ("Fee", "Tickets"))
        for label, when in (("gold", "to_come"), ("silver", "present"), ("bronze", "past"))
    )
    blocks = (OwnBlock(BLOCK, "/usage/blocks/1"),)
    return OwnUsagePage(
        frame, "Acme Logistics", so_far, blocks, terms, sees_invoices=True, may_wish=True
    )


def draws(frame: views.Shell) -> DrawsPage:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    rows = (DrawRow(at, Decimal(60), date(2026, 11, 1)), DrawRow(at, Decimal(-15), None))
    return DrawsPage(frame, BLOCK, rows)


def money(member: Frame) -> dict[str, tuple[str, View]]:
    frame = member("usage")
    none = OwnUsagePage(frame, "Acme Logistics", None, (), (), sees_invoices=False, may_wish=False)
    return {
        "own_usage": ("own/usage", usage(frame)),
        "own_usage_none": ("own/usage", none),
        "own_draws": ("own/draws", draws(frame)),
        "own_draws_none": ("own/draws", DrawsPage(frame, BLOCK, ())),
    }


def mine(member: Frame) -> dict[str, tuple[str, View]]:
    return {
        "vendor_ended": ("vendor_ended", EndedLinkPage(member(), "A long report.")),
    }
