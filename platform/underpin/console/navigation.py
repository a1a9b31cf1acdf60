"""Where a person can go: the side bar of the desk and the bar of the portal, one line for each.

An area is shown to whom any one of its capabilities is given. A page says where it belongs by
`frame.shell(request, area="clients")`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from underpin.console.locale import N_
from underpin.kernel.principal import Audience, Principal


@dataclass(frozen=True, slots=True)
class Entry:
    """One area. `label` and `group` are msgids; `any_of` are capabilities."""

    name: str
    path: str
    icon: str
    label: str
    any_of: tuple[str, ...]
    group: str = ""


WORK: Final = N_("Work")
CLIENTS: Final = N_("Clients")
MONEY: Final = N_("Money")
REPORTS: Final = N_("Reports")
ADMINISTRATION: Final = N_("Administration")
COMPANY: Final = N_("Your company")

# In the order of the page; a group stands where its first area does.
STAFF: Final = (
    Entry("list", "/list", "list", N_("The list"), ("ticket.read",), WORK),
    Entry("my_day", "/my-day", "sun", N_("My day"), ("time.log",), WORK),
    Entry("team", "/team", "users-group", N_("Team"), ("ticket.read",), WORK),
    Entry("on_call", "/on-call", "phone-call", N_("On call"), ("rota.read",), WORK),
    Entry("calls", "/calls", "phone", N_("Calls"), ("ticket.work",), WORK),
    Entry("time", "/time", "clock-check", N_("Time to post"), ("time.post",), WORK),
    Entry("approvals", "/approvals", "checkbox", N_("Approvals"), ("approval.decide",), WORK),
    Entry("changes", "/changes", "calendar", N_("Changes"), ("ticket.read",), WORK),
    Entry("chats", "/chats", "messages", N_("Chat"), ("chat.work",), WORK),
    Entry("recurring", "/recurring", "repeat", N_("Recurring tickets"), ("contract.write",), WORK),
    Entry("problems", "/problems", "bug", N_("Problems"), ("ticket.read",), WORK),
    Entry(
        "majors",
        "/major-incidents",
        "alert-triangle",
        N_("Major incidents"),
        ("ticket.read",),
        WORK,
    ),
    Entry(
        "incoming", "/waiting-mail", "mail-question", N_("Incoming mail"), ("ticket.work",), WORK
    ),
    Entry("set_aside", "/set-aside", "inbox", N_("Set aside"), ("set_aside.read",), WORK),
    Entry(
        "clients", "/clients", "building", N_("Clients"), ("contract.read", "invoice.read"), CLIENTS
    ),
    Entry("vendors", "/vendors", "truck", N_("Vendors"), ("contract.read",), CLIENTS),
    Entry("articles", "/articles", "book", N_("Articles"), ("knowledge.write",), WORK),
    Entry(
        "keeping",
        "/compliance",
        "shield-check",
        N_("Compliance"),
        ("compliance.decide", "outage.write"),
        CLIENTS,
    ),
    Entry("templates", "/templates", "template", N_("Templates"), ("contract.write",), CLIENTS),
    Entry("behind", "/agreements", "stack-2", N_("OLAs and UCs"), ("contract.read",), CLIENTS),
    Entry("reminders", "/reminders", "bell-ringing", N_("Reminders"), ("contract.write",), CLIENTS),
    Entry("told", "/told", "speakerphone", N_("Announcements"), ("announcement.write",), CLIENTS),
    Entry(
        "satisfaction",
        "/satisfaction",
        "mood-smile",
        N_("Satisfaction"),
        ("survey.read",),
        REPORTS,
    ),
    Entry(
        "receivables", "/receivables", "file-invoice", N_("Receivables"), ("invoice.read",), MONEY
    ),
    Entry(
        "invoice_runs", "/invoice-runs", "player-play", N_("Invoice runs"), ("invoice.run",), MONEY
    ),
    Entry("credits", "/credits", "receipt-refund", N_("Credits"), ("entitlement.read",), MONEY),
    Entry("plans", "/plans", "tags", N_("Plans and prices"), ("plan.read",), MONEY),
    Entry("meters", "/meters", "gauge", N_("Meters"), ("plan.read",), MONEY),
    Entry(
        "money_settings",
        "/money-settings",
        "receipt-tax",
        N_("Taxes and letterhead"),
        ("party.write", "plan.write"),
        MONEY,
    ),
    Entry(
        "payments",
        "/set-aside/payments",
        "credit-card-off",
        N_("Payments set aside"),
        ("payment_event.read",),
        MONEY,
    ),
    Entry("reports", "/reports", "chart-bar", N_("Reports"), ("report.read",), REPORTS),
    Entry(
        "administration",
        "/administration",
        "settings",
        N_("Administration"),
        ("intake.read",),
        ADMINISTRATION,
    ),
    Entry("audit", "/audit", "shield-check", N_("Audit trail"), ("audit.read",), ADMINISTRATION),
    Entry(
        "connectors",
        "/connectors",
        "plug-connected",
        N_("Connectors"),
        ("connector.read",),
        ADMINISTRATION,
    ),
    Entry("trainings", "/trainings", "certificate", N_("Trainings"), ("rota.write",), WORK),
    Entry("macros", "/macros", "bolt", N_("Macros"), ("ticket.work",), WORK),
    Entry(
        "automation", "/automation", "robot", N_("Automation"), ("automation.read",), ADMINISTRATION
    ),
    Entry(
        "catalogue_admin",
        "/administration/catalogue",
        "list-check",
        N_("Catalogue and tasks"),
        ("catalogue.write",),
        ADMINISTRATION,
    ),
    Entry(
        "remote_tools",
        "/administration/remote-tools",
        "device-desktop",
        N_("Remote-support tools"),
        ("intake.write",),
        ADMINISTRATION,
    ),
    Entry(
        "change_templates",
        "/administration/change-templates",
        "git-branch",
        N_("Change templates"),
        ("change.template",),
        ADMINISTRATION,
    ),
    Entry(
        "gateways",
        "/administration/gateways",
        "device-mobile-message",
        N_("Gateways for pages"),
        ("connector.write",),
        ADMINISTRATION,
    ),
    Entry(
        "desks",
        "/administration/desks",
        "settings",
        N_("Desk settings"),
        ("contract.write", "survey.write"),
        ADMINISTRATION,
    ),
    Entry(
        "sorting",
        "/administration/sorting",
        "category",
        N_("Categories and fields"),
        ("desk.configure",),
        ADMINISTRATION,
    ),
)
# On the portal what has a group stands in a menu of that name, beside what has none.
MEMBER: Final = (
    Entry("home", "/", "home", N_("Overview"), ("ticket.read",)),
    Entry("tickets", "/tickets", "list", N_("Tickets"), ("ticket.read",)),
    Entry("catalogue", "/catalogue", "apps", N_("Catalogue"), ("ticket.raise",)),
    Entry("approvals", "/approvals", "checkbox", N_("Approvals"), ("approval.decide",), COMPANY),
    Entry("knowledge", "/knowledge", "book", N_("Help yourself"), ("knowledge.read",)),
    Entry("chat", "/chat", "messages", N_("Chat"), ("chat.use",)),
    Entry(
        "announced", "/announcements", "speakerphone", N_("News"), ("announcement.read",), COMPANY
    ),
    Entry(
        "kept", "/our-contract", "shield-check", N_("Our contract"), ("compliance.read",), COMPANY
    ),
    Entry("assets", "/assets", "device-laptop", N_("Assets"), ("asset.read",), COMPANY),
    Entry(
        "service_reports",
        "/service-reports",
        "report-analytics",
        N_("Service reports"),
        ("service_report.read",),
        COMPANY,
    ),
    Entry("invoices", "/invoices", "file-invoice", N_("Invoices"), ("invoice.read",), COMPANY),
    Entry("usage", "/usage", "gauge", N_("Usage"), ("terms.read",), COMPANY),
    Entry("company", "/people", "users", N_("People and contracts"), ("person.write",), COMPANY),
)
ENTRIES: Final = (*STAFF, *MEMBER)
_OF: Final[Mapping[Audience, Sequence[Entry]]] = {Audience.STAFF: STAFF, Audience.MEMBER: MEMBER}


def names(who: Principal) -> frozenset[str]:
    """The areas that this person may open."""
    entries = _OF.get(who.audience, ())
    return frozenset(entry.name for entry in entries if any(map(who.may, entry.any_of)))


def groups(entries: Sequence[Entry], open_to: frozenset[str]) -> Iterator[tuple[str, list[Entry]]]:
    """Those that are open, group by group; a group with none is left out."""
    found = [entry for entry in entries if entry.name in open_to]
    for group in dict.fromkeys(entry.group for entry in found):
        yield group, [entry for entry in found if entry.group == group]
