"""Pages from templates: one Jinja environment, strict about what is missing, escaping all.

`render(name, view)` gives a whole page, `fragment(name, view)` the part of it that htmx
asks for with the header `X-Fragment: name`. Both take only the view that the template is
written for.
"""

import functools
import pathlib
import types
import typing
from collections.abc import Mapping

import jinja2
from jinja2.runtime import Context

from underpin.console import (
    assets,
    drawing,
    filters,
    locale,
    navigation,
    sprite,
    timeline,
    translating,
    views,
    words,
)
from underpin.console.views import (
    approval_policies,
    banking,
    behind,
    beside_months,
    calendars,
    calls,
    client_money,
    clients,
    collected,
    contracting,
    contracts,
    credited,
    handed_over,
    handling,
    hands,
    incoming,
    intake,
    invoicing,
    keeping,
    kept,
    knowledge,
    mail_wordings,
    money_settings,
    one_invoice,
    outside,
    own_people,
    own_tickets,
    paying,
    personal,
    pricing,
    provided,
    raising,
    rates,
    reach,
    record,
    reports,
    requests,
    service_reports,
    settings,
    sources,
    team,
    templates,
    usage,
    vendors,
    what_if,
)
from underpin.console.views.shell import Shell
from underpin.console.views.vendor import EndedLinkPage

FOLDER = pathlib.Path(__file__).with_name("templates")


class View(typing.Protocol):
    """Anything with a shell around it."""

    @property
    def shell(self) -> Shell: ...


TEMPLATES: Mapping[str, type] = types.MappingProxyType(
    {
        "sign_in_staff": views.StaffSignInPage,
        "sign_in_code": views.CodePage,
        "sign_in_member": views.MemberSignInPage,
        "forgotten": views.ForgottenPage,
        "set_password": views.SetPasswordPage,
        "second_factor": views.SecondFactorPage,
        "list": views.ListPage,
        "search": views.SearchPage,
        "palette": views.PalettePage,
        "bell": views.BellPage,
        "raising/new": raising.NewTicketPage,
        "personal/settings": personal.OwnSettingsPage,
        "personal/calendar": personal.CalendarPage,
        "ticket": views.TicketPage,
        "ticket_kind": views.TicketKindPage,
        "handling/who": handling.HandlingPage,
        "handling/whole": handling.WholeMessagePage,
        "problems": views.ProblemsPage,
        "problem_detail": views.ProblemDetailPage,
        "majors": views.MajorsPage,
        "major": views.MajorPage,
        "sorting": views.SortingPage,
        "set_aside": views.SetAsidePage,
        "incoming/mail": incoming.TriagePage,
        "outside/ticket": outside.OutsidePage,
        "team/board": team.TeamPage,
        "calls/log": calls.CallsPage,
        "keeping/pending": keeping.PendingPage,
        "keeping/month": keeping.KeepingPage,
        "team/on_call": team.OnCallPage,
        "team/my_day": team.MyDayPage,
        "team/posting": team.PostingPage,
        "aside/one": views.LookedAsidePage,
        "aside/sources": sources.SourcesPage,
        "aside/source": sources.SourcePage,
        "portal_home": views.PortalHomePage,
        "own/kept": kept.KeptPage,
        "own/decided": kept.DecidedPage,
        "own/decided_clock": kept.DecidedClockPage,
        "own/credits": kept.CreditsPage,
        "own/availability": kept.AvailabilityPage,
        "own/evidence": kept.EvidencePage,
        "own/usage": usage.OwnUsagePage,
        "own/draws": usage.DrawsPage,
        "own/people": own_people.OwnPeoplePage,
        "own/person": own_people.OwnPersonPage,
        "own/seats": own_people.SeatsPage,
        "own/contracts": own_people.OwnContractsPage,
        "own/audit": own_people.AuditPage,
        "handed_over/own": handed_over.ExportsPage,
        "handed_over/desk": handed_over.ExportsPage,
        "own/tickets": own_tickets.OwnTicketsPage,
        "portal_ticket": views.PortalTicketPage,
        "portal_invoices": views.PortalInvoicesPage,
        "portal_invoice": views.PortalInvoicePage,
        "clients/all": clients.ClientsPage,
        "clients/one": clients.ClientPage,
        "clients/margins": clients.MarginPage,
        "clients/margin_made": clients.MadePage,
        "contract": views.ContractPage,
        "contracting/editor": contracting.EditorPage,
        "contracting/record/contract": record.RecordPage,
        "contracting/record/escalation": record.EscalationPage,
        "contracting/record/choice": record.ChoicePage,
        "keeping/beside": beside_months.BesidePage,
        "contracting/reach": reach.ReachPage,
        "contracting/what_if": what_if.WhatIfPage,
        "contracting/what_if_run": what_if.RunPage,
        "contracting/contracts": contracts.ContractsPage,
        "contracting/behind": behind.BehindPage,
        "contracting/calendars": calendars.CalendarsPage,
        "contracting/calendar": calendars.CalendarPage,
        "contracting/templates": templates.TemplatesPage,
        "contracting/proposals": templates.ProposalsPage,
        "contracting/reminders": templates.RemindersPage,
        "invoice": views.InvoicePage,
        "client_invoices": views.ClientInvoicesPage,
        "one_invoice/payments": one_invoice.PaymentsPage,
        "one_invoice/corrections": one_invoice.CorrectionsPage,
        "one_invoice/entries": one_invoice.EntriesPage,
        "paying/agreed": paying.PayingPage,
        "paying/balance": paying.BalancePage,
        "paying/apart": paying.ApartPage,
        "banking/accounts": banking.AccountsPage,
        "banking/account": banking.AccountPage,
        "banking/entry": banking.EntryPage,
        "collected/events": collected.EventsPage,
        "collected/event": collected.EventPage,
        "collected/pushes": collected.PushesPage,
        "collected/differences": collected.DifferencesPage,
        "receivables": views.ReceivablesPage,
        "bank_entries": views.BankEntriesPage,
        "approvals": views.ApprovalsPage,
        "approval": views.ApprovalPage,
        "ticket_plan": views.TicketPlanPage,
        "changes": views.ChangesPage,
        "assets": views.AssetsPage,
        "asset": views.AssetPage,
        "asset_sheets": views.AssetImportPage,
        "ticket_assets": views.TicketAssetsPage,
        "trainings": views.TrainingsPage,
        "macros": views.MacrosPage,
        "macro": views.MacroPage,
        "macro_picker": views.MacroPickerPage,
        "rules": views.RulesPage,
        "rule": views.RulePage,
        "rule_runs": views.RuleRunsPage,
        "portal_wish": views.WishPage,
        "consent": views.ConsentPage,
        "reports/index": reports.ReportsPage,
        "reports/report": reports.ReportPage,
        "reports/behind": reports.BehindPage,
        "reports/expected": reports.ExpectedPage,
        "reports/run": reports.ReportRunPage,
        "service_reports/all": service_reports.ServiceReportsPage,
        "service_reports/one": service_reports.ServiceReportPage,
        "invoicing/runs": invoicing.RunsPage,
        "invoicing/run": invoicing.RunPage,
        "money_settings/meters": money_settings.MetersPage,
        "money_settings/house": money_settings.MoneySettingsPage,
        "money_settings/rates": rates.RatesPage,
        "credits/waiting": credited.CreditsPage,
        "client_money/terms": client_money.ClientTermsPage,
        "client_money/usage": client_money.ClientUsagePage,
        "client_money/block": client_money.BlockPage,
        "pricing/plans": pricing.PlansPage,
        "pricing/plan": pricing.PlanPage,
        "pricing/price": pricing.PricePage,
        "pricing/difference": pricing.DifferencePage,
        "pricing/simulator": pricing.SimulatorPage,
        "vendor": views.VendorPage,
        "vendors/all": vendors.VendorsPage,
        "vendors/one": vendors.OurVendorPage,
        "vendor_ended": EndedLinkPage,
        "requests/catalogue": requests.CataloguePage,
        "requests/form": requests.RequestFormPage,
        "requests/work": requests.WorkPage,
        "requests/recurring": requests.RecurringPage,
        "requests/administration": requests.CatalogueAdminPage,
        "requests/definition": requests.DefinitionPage,
        "requests/of_client": requests.ClientCataloguePage,
        "requests/sites": requests.SitesPage,
        "page_call": views.PageCallPage,
        "knowledge": views.KnowledgePage,
        "suggestions": views.SuggestionsPage,
        "ticket_alike": views.TicketAlikePage,
        "ticket_articles": views.TicketArticlesPage,
        "article": views.ArticlePage,
        "articles": views.ArticlesPage,
        "knowing/figures": knowledge.ReadingPage,
        "knowing/feedback": knowledge.FeedbackPage,
        "knowing/chats": knowledge.ChatMonthPage,
        "article_edit": views.ArticleEditPage,
        "told": views.ToldPage,
        "told_amend": views.AmendmentPage,
        "satisfaction": views.SatisfactionPage,
        "announcements": views.AnnouncementsPage,
        "survey": views.SurveyPage,
        "announcement_mails": views.StoppingPage,
        "chat": views.ChatPage,
        "chats": views.ChatPanelPage,
        "agent_chat": views.AgentChatPage,
        "connectors/all": views.ConnectorsPage,
        "connectors/one": views.ConnectorPage,
        "connectors/issues": views.IssuesPage,
        "connectors/calling": views.CallingPage,
        "provided/remote_tools": provided.RemoteToolsPage,
        "provided/change_templates": provided.ChangeTemplatesPage,
        "provided/gateways": provided.GatewaysPage,
        "provided/quiet": provided.QuietPage,
        "settings/desks": settings.DesksPage,
        "settings/desk": settings.DeskSettingsPage,
        "hands/ways": hands.HandsPage,
        "settings/branding": settings.BrandingPage,
        "settings/approval_policies": approval_policies.ApprovalPoliciesPage,
        "worded/mails": mail_wordings.MailWordingsPage,
        "administration/index": views.AdministrationPage,
        "administration/companies": views.CompaniesPage,
        "administration/new_company": views.NewCompanyPage,
        "administration/onboarding": views.OnboardingPage,
        "administration/members": views.MembersPage,
        "administration/tokens": views.TokensPage,
        "administration/mailboxes": views.MailboxesPage,
        "administration/connections": views.ConnectionsPage,
        "administration/webhook": views.WebhookPage,
        "intake/all": intake.IntakePage,
        "intake/channel": intake.ChannelPage,
        "intake/hook": intake.HookPage,
        "intake/numbers": intake.NumbersPage,
        "administration/source": views.SourcePage,
        "administration/trail": views.TrailPage,
        "administration/staff": views.StaffPage,
        "administration/colleague": views.ColleaguePage,
        "administration/teams": views.TeamsPage,
        "administration/rota": views.RotaPage,
        "problem": views.ProblemPage,
        "conflict": views.ConflictPage,
        "session_expired": views.SessionExpiredPage,
    }
)
FRAGMENTS: Mapping[str, type] = types.MappingProxyType(
    {
        "list": views.ListPage,
        "bell": views.BellPage,
        "peek": views.ListPage,
        "palette": views.PalettePage,
        "ticket_head": views.TicketPage,
        "ticket_timeline": views.TicketPage,
        "ticket_side": views.TicketPage,
        "portal_tickets": views.PortalHomePage,
        "portal_compliance": views.PortalHomePage,
        "portal_payment": views.PortalInvoicePage,
        "portal_timeline": views.PortalTicketPage,
        "portal_side": views.PortalTicketPage,
        "set_aside": views.SetAsidePage,
        "team_board": team.TeamPage,
        "calls_open": calls.CallsPage,
        "ringing": calls.CallsPage,
        "chat_talk": views.ChatPage,
        "chat_queue": views.ChatPanelPage,
        "agent_chat_talk": views.AgentChatPage,
        "macro_picker": views.MacroPickerPage,
        "article_picker": views.TicketArticlesPage,
        "ticket_alike": views.TicketAlikePage,
        "report_run": reports.ReportRunPage,
        "invoice_run": invoicing.RunPage,
        "picture": contracting.EditorPage,
        "problem": views.ProblemPage,
    }
)


def render(name: str, view: View) -> str:
    """The page, with the view it is written for; another view is a TypeError."""
    return _render(f"{name}.html", TEMPLATES[name], view)


def fragment(name: str, view: View) -> str:
    """The part of a page that changes by itself; KeyError for a name that is no fragment."""
    return _render(f"fragments/{name}.html", FRAGMENTS[name], view)


def has_fragment(name: str, view: View) -> bool:
    """Whether this view's page has a fragment of this name; the header may say anything."""
    return FRAGMENTS.get(name) is type(view)


def _render(path: str, expected: type, view: View) -> str:
    if type(view) is not expected:
        raise TypeError(f"{path} is written for {expected.__name__}, not {type(view).__name__}")
    shell = view.shell
    return environment().get_template(path).render(view=view, shell=shell, reader=shell.reader)


@functools.cache
def environment() -> jinja2.Environment:
    """The environment, made once: templates do not change while the process lives."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=_in_words,
    )
    translating.install(made)
    made.filters.update(filters.FILTERS)
    made.globals.update(
        asset=assets.url,
        languages=locale.NAMES,
        fold=timeline.fold,
        direction=filters.direction,
        units=filters.units,
        drawn=sprite.known,
        drawing=drawing.of,
        mirrored=sprite.MIRRORED,
        areas={"staff": navigation.STAFF, "member": navigation.MEMBER},
        groups=navigation.groups,
    )
    made.tests["message"] = lambda entry: isinstance(entry, views.Message)
    made.tests["fold"] = lambda entry: isinstance(entry, views.Fold)
    return made


@jinja2.pass_context
def _in_words(context: Context, value: object) -> object:
    """Wherever a name or words were erased, that is said in the reader's language."""
    if type(value) is str and value in words.ERASED:
        return words.said(value, filters.language(context))
    return value
