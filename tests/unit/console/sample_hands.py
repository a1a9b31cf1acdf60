"""Who gets a client's tickets, its catalogue, sites and chats of a month; one's own calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from underpin.console.pages import View
from underpin.console.routes.hands import shaping
from underpin.console.views import hands, knowledge, personal, requests
from underpin.console.views.shell import Shell

RULE = {"type": "incident", "priority": "P1", "service": "1", "tier": "2", "holder": "team:3"}
SERVICES = (("1", "Network <of> hall 3"),)
HOLDERS = (("staff:2", "Ada Berg"), ("team:3", "Field team"))
SKILLS = (("4", "Firewalls"), ("5", "Fibre"))


def pages(staff: Callable[[str], Shell]) -> dict[str, tuple[str, View]]:
    frame, clients = staff("desks"), (("ACME", "Acme Logistics"),)
    rules = (RULE, dict.fromkeys(shaping.FIELDS, ""))
    asked = (hands.ServiceSkills("1", "Network", frozenset({"4"})),)
    ways = (frame, "ACME", "rule", "5", True, rules, SERVICES, HOLDERS)
    row = requests.ItemRow("laptop", "New laptop", "Devices", "900 EUR", 3, "", False, 2, True)
    site = requests.SiteRow("2", "Hall 3", "Dock <1>", "Olga", "+48 22 1234567", "7 to 15", "")
    month = date(2026, 11, 1)
    return {
        "hands": ("hands/ways", hands.HandsPage(*ways, SKILLS, asked, True, "rules: x.")),
        "hands_read": ("hands/ways", hands.HandsPage(*ways, SKILLS, asked, False)),
        "hands_none": (
            "hands/ways",
            hands.HandsPage(frame, "ACME", "by_hand", "", False, (), (), (), (), (), True),
        ),
        "own_catalogue": (
            "requests/of_client",
            requests.ClientCataloguePage(frame, "ACME", (row,)),
        ),
        "own_catalogue_none": (
            "requests/of_client",
            requests.ClientCataloguePage(frame, "ACME", ()),
        ),
        "sites": (
            "requests/sites",
            requests.SitesPage(frame, "ACME", (site,), True, ("UTC",), "UTC", "Hall 3", "name: x."),
        ),
        "sites_none": ("requests/sites", requests.SitesPage(frame, "ACME", (), False)),
        "chat_month": (
            "knowing/chats",
            knowledge.ChatMonthPage(staff("chats"), clients, "ACME", month, 31, 12, 9, 2, 4),
        ),
        "chat_month_none": (
            "knowing/chats",
            knowledge.ChatMonthPage(staff("chats"), (), "", month),
        ),
        "own_calendar": (
            "personal/calendar",
            personal.CalendarPage(frame, "https://desk.example/calendar/x.ics"),
        ),
        "own_calendar_ended": ("personal/calendar", personal.CalendarPage(frame, ended=True)),
    }
