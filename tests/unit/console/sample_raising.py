"""The form by which staff take down a ticket, as the samples show it."""

from __future__ import annotations

from collections.abc import Callable

from underpin.console import views
from underpin.console.pages import View
from underpin.console.views.beside import Raised
from underpin.console.views.kinds import Hit
from underpin.console.views.raising import NewTicketPage

CLIENTS = (("ACME", "Acme Logistics"), ("HELI", "Helios Clinics"))
Frame = Callable[..., views.Shell]


def pages(staff: Frame) -> dict[str, tuple[str, View]]:
    """Each preview's name with its template and view."""
    raised = Raised(("incident", "question"), (("0192", "Hardware / Printers"),), ())
    alike = (Hit("ACME-7", "Acme Logistics", "Nothing prints in hall 3", "open"),)
    asked = NewTicketPage(
        *(staff("list"), CLIENTS, "ACME"),
        people=(("Anna Kowalczyk <anna@acme.example>", "Anna Kowalczyk"),),
        services=(("0193", "Workplace"),),
        raised=raised,
        alike=alike,
        typed={"subject": "Nothing prints", "text": "Since this morning."},
        staged=(("0194", "picture.png"),),
        problem="requester: several people have this name; give their address.",
    )
    return {
        "new_ticket": ("raising/new", asked),
        "new_ticket_whose": ("raising/new", NewTicketPage(staff("list"), CLIENTS)),
    }
