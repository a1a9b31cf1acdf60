"""Tickets that clients raise on their portals once rules are on: what rules did stands in their
log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from underpin.demo import log_contracts, members
from underpin.demo.demo_life import SOURCE
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import verb

PORTAL: Final = "portal"
"""Not the demo's own source: of that rules hear nothing."""
SAID: Final = (
    ("ACME", "Printer in the customs office prints half a page", "It began after lunch."),
    ("ACME", "Toner for the printer at gate 3", "It says that it is almost empty."),
    ("BOLT", "Drukarka w biurze konstrukcyjnym nie drukuje", "Świeci się czerwona lampka."),
    ("CARO", "Printer on ward 2 is out of toner", "The one beside the nurses' desk."),
)


async def report(tenants: Mapping[str, int]) -> None:
    """Once."""
    for key, subject, body in SAID:
        service = log_contracts.ids_of(SOURCE, tenants[key]).service
        new = NewTicket(subject, body, impact="low", urgency="low", service_id=service)
        await verb.perform(raising.raise_ticket, members.admin(tenants, key), new, source=PORTAL)
