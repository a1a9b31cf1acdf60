"""The web pages' routes: thin handlers that perform one verb, shape what it returned and render.

`HANDLERS` are what the application serves; `paint` draws what could not be done.
"""

from __future__ import annotations

from underpin.console.routes import (
    account,
    aside,
    bank,
    banking,
    bell,
    calls,
    chat,
    client_money,
    collected,
    contracting,
    credited,
    entry,
    forgotten,
    handed_over,
    handling,
    hands,
    intake,
    invoicing,
    keeping,
    kinds,
    knowledge,
    links,
    money_settings,
    one_invoice,
    outside,
    page_call,
    paying,
    portal,
    portal_invoices,
    pricing,
    provided,
    receivables,
    set_aside,
    settings,
    start,
    static,
    team,
    ticket,
    ticket_belonging,
    ticket_ending,
    ticket_work,
    trainings,
    vendor,
    version_work,
)
from underpin.console.routes import administration as administering
from underpin.console.routes.approvals import (
    asking_forms,
    caller_forms,
    change_forms,
    plan,
    wish,
    work_forms,
)
from underpin.console.routes.approvals import calendar as change_calendar
from underpin.console.routes.approvals import policies as approval_policies
from underpin.console.routes.approvals import waiting as approvals_waiting
from underpin.console.routes.assets import desk, on_ticket
from underpin.console.routes.assets import portal as portal_assets
from underpin.console.routes.clients import pages as clients
from underpin.console.routes.connectors import calling, issues
from underpin.console.routes.connectors import kept as connectors_kept
from underpin.console.routes.desk_list import handlers as desk_list
from underpin.console.routes.incoming import HANDLERS as INCOMING
from underpin.console.routes.own import brand, company, kept, usage
from underpin.console.routes.own import tickets as own_tickets
from underpin.console.routes.painting import paint
from underpin.console.routes.palette import finding as palette
from underpin.console.routes.personal import calendar as own_calendar
from underpin.console.routes.personal import settings as own_settings
from underpin.console.routes.raising import new as raising_new
from underpin.console.routes.reports import pages as reports
from underpin.console.routes.requests import (
    administration,
    again,
    catalogue,
    of_client,
    places,
    uploads,
    visiting,
    work,
)
from underpin.console.routes.rules import automation, macros
from underpin.console.routes.service_reports import desk as service_reports_desk
from underpin.console.routes.service_reports import portal as service_reports_portal
from underpin.console.routes.vendors import keeping as vendor_keeping
from underpin.console.routes.vendors import pages as vendors
from underpin.console.routes.vendors import speaking as vendor_speaking
from underpin.console.routes.worded import pages as worded
from underpin.console.routes.writing import done as writing
from underpin.console.routes.writing import pictures
from underpin.console.routes.writing import sent as writing_sent

__all__ = ["HANDLERS", "paint"]

HANDLERS = [
    *start.HANDLERS,
    *entry.HANDLERS,
    *forgotten.HANDLERS,
    *links.HANDLERS,
    *page_call.HANDLERS,
    *connectors_kept.HANDLERS,
    *issues.HANDLERS,
    *calling.HANDLERS,
    *desk_list.HANDLERS,
    *palette.HANDLERS,
    *bell.HANDLERS,
    *own_settings.HANDLERS,
    *raising_new.HANDLERS,
    *ticket.HANDLERS,
    *ticket_work.HANDLERS,
    *handling.HANDLERS,
    *writing.HANDLERS,
    *writing_sent.HANDLERS,
    *pictures.HANDLERS,
    *ticket_ending.HANDLERS,
    *ticket_belonging.HANDLERS,
    *approvals_waiting.HANDLERS,
    *approval_policies.HANDLERS,
    *worded.HANDLERS,
    *change_calendar.HANDLERS,
    *plan.HANDLERS,
    *asking_forms.HANDLERS,
    *change_forms.HANDLERS,
    *work_forms.HANDLERS,
    *caller_forms.HANDLERS,
    *wish.HANDLERS,
    *kinds.HANDLERS,
    *portal.HANDLERS,
    *own_tickets.HANDLERS,
    *kept.HANDLERS,
    *usage.HANDLERS,
    *company.HANDLERS,
    *brand.HANDLERS,
    *portal_invoices.HANDLERS,
    *handed_over.HANDLERS,
    *knowledge.HANDLERS,
    *chat.HANDLERS,
    *set_aside.HANDLERS,
    *INCOMING,
    *aside.HANDLERS,
    *outside.HANDLERS,
    *team.HANDLERS,
    *clients.HANDLERS,
    *calls.HANDLERS,
    *keeping.HANDLERS,
    *account.HANDLERS,
    *receivables.HANDLERS,
    *one_invoice.HANDLERS,
    *paying.HANDLERS,
    *collected.HANDLERS,
    *bank.HANDLERS,
    *banking.HANDLERS,
    *pricing.HANDLERS,
    *client_money.HANDLERS,
    *credited.HANDLERS,
    *invoicing.HANDLERS,
    *money_settings.HANDLERS,
    *version_work.HANDLERS,
    *contracting.HANDLERS,
    *vendor.HANDLERS,
    *reports.HANDLERS,
    *desk.HANDLERS,
    *portal_assets.HANDLERS,
    *on_ticket.HANDLERS,
    *trainings.HANDLERS,
    *macros.HANDLERS,
    *automation.HANDLERS,
    *catalogue.HANDLERS,
    *uploads.HANDLERS,
    *work.HANDLERS,
    *visiting.HANDLERS,
    *again.HANDLERS,
    *administration.HANDLERS,
    *of_client.HANDLERS,
    *places.HANDLERS,
    *service_reports_desk.HANDLERS,
    *service_reports_portal.HANDLERS,
    *settings.HANDLERS,
    *provided.HANDLERS,
    *intake.HANDLERS,
    *hands.HANDLERS,
    *own_calendar.HANDLERS,
    *administering.HANDLERS,
    *vendors.HANDLERS,
    *vendor_keeping.HANDLERS,
    *vendor_speaking.HANDLERS,
    *static.HANDLERS,
]
