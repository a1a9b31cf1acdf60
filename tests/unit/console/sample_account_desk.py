"""What stands around a contract: what-if runs, contracts, OLAs and UCs, calendars, templates,
proposals and reminders."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from contracts.calendars import calendar_ahead, calendar_definition
from tests.unit.console import sample_contracting
from underpin.console.pages import View
from underpin.console.routes.contracting.hours import drawn, written
from underpin.console.routes.contracting.templates import terms
from underpin.console.views import behind, calendars, contracts, pricing, templates, what_if

NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHANGES = sample_contracting.CHANGES
OFFICE = {
    "time_zone": "Europe/Berlin",
    "week": {day: [["08:00", "12:30"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed")},
    "holidays": ["2026-12-25"],
    "overrides": {"12-24": [["08:00", "12:00"]]},
}


def asking(frame, **changes: object) -> what_if.WhatIfPage:  # type: ignore[no-untyped-def]
    given: dict[str, object] = {
        "title": "SLA Gold",
        "number": 4,
        "client": "Acme Logistics",
        "back": "/clients/acme/contract?version=4",
        "path": "/clients/acme/versions/4/what-if",
        "typed": {"since": "2026-08-01", "until": "2026-11-01"},
        "runs": (
            what_if.RunRow(
                *("/clients/acme/what-if/1", NOW - HOUR, date(2026, 8, 1), date(2026, 11, 1)),
                *("running", Fraction(1, 2)),
            ),
        ),
        "drafts": (("7", "UC with Fabrikam v2"),),
        "vendors": (("9", "Fabrikam"),),
        "plans": PLANS,
        "costs": True,
        "currency": "EUR",
    }
    return what_if.WhatIfPage(frame, **{**given, **changes})  # type: ignore[arg-type]


PLANS = (("1:2", "Gold 2 (EUR)"), ("2:1", "Silver 1 (EUR)"))


def run(frame, **changes: object) -> what_if.RunPage:  # type: ignore[no-untyped-def]
    given: dict[str, object] = {
        "title": "SLA Gold",
        "number": 4,
        "client": "Acme Logistics",
        "back": "/clients/acme/versions/4/what-if",
        "path": "/clients/acme/what-if/1",
        "state": "done",
        "done": 116,
        "total": 116,
        "since": date(2026, 8, 1),
        "until": date(2026, 11, 1),
        "changed": 2,
        "missed": 1,
        "saved": 1,
        "figures": (
            what_if.FigureRow(
                *("resolution", "P1", Fraction(9, 10), Fraction(1), (9, 10), (10, 10), "good"),
            ),
            what_if.FigureRow("first_response", "", Fraction(1), None, (4, 4), (0, 0)),
        ),
        "credits": (
            what_if.CreditRow("2026-09", "", "service_fee", Fraction(1, 20), None),
            what_if.CreditRow("2026-10", "Fabrikam", "net_invoice", None, Fraction(1, 10)),
        ),
        "margin": (what_if.MarginRow("What is left", Decimal("1200.50"), Decimal("1300.25")),),
        "currency": "EUR",
        "tickets": (
            what_if.TurnedTicket(
                *("ACME-7", "Scanners are down", "/tickets/ACME-7", NOW - 48 * HOUR),
                (
                    what_if.Turned("resolution", "P1", "saved", "breached", "met"),
                    what_if.Turned("next_reply", "P1", "missed", None, "breached"),
                ),
            ),
        ),
        "next_path": "/clients/acme/what-if/1?after=50",
        "plans": PLANS,
        "plan": "1:2",
        "priced": what_if.Priced(
            pricing.Tried("Gold 2", "/plans/1?version=2", Decimal(4200), Decimal("-120.50")),
            *("EUR", Decimal("4320.50"), Decimal(4300)),
        ),
    }
    return what_if.RunPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def signed(frame, **changes: object) -> contracts.ContractsPage:  # type: ignore[no-untyped-def]
    rows = (
        contracts.AgreementRow("SLA Gold", "/clients/acme/contract?version=4", 3, NOW, 4, "draft"),
    )
    card = contracts.ContractCard(
        name="Managed workplace",
        path="/clients/acme/contract?contract=1",
        in_force=True,
        starts=date(2025, 4, 1),
        ends=date(2027, 3, 31),
        renews=date(2027, 4, 1),
        notice_by=date(2026, 12, 31),
        uplift_on=date(2027, 1, 1),
        uplift=Decimal("2.5"),
        services=("Workplaces", "Network"),
        agreements=rows,
        draft_path="/clients/acme/contracts/1/agreements",
    )
    given: dict[str, object] = {
        "client": "Acme Logistics",
        "path": "/clients/acme/contracts",
        "cards": (card,),
        "templates": (("1", "Gold"), ("2", "Silver")),
        "wishes": (
            contracts.WishedRow(
                *("More seats", "/tickets/ACME-9", "accepted", "limit"),
                "/clients/acme/wishes/9/amendment",
            ),
        ),
        "amendable": (("1", "SLA Gold"), ("2", "SLA Network")),
        "may_write": True,
        "calendars_path": "/clients/acme/calendars",
        "typed": {"starts_on": "2026-12-01"},
    }
    beside: dict[str, object] = {
        "hours": (("1", "Office hours"),),
        "proposed": (contracts.ProposedRow("Gold", 3, "SLA Gold", "declined", NOW),),
        "propose_path": "/clients/acme/template-proposals",
        "warned": (contracts.WarnedRow("broken", "resolution incident P1", NOW, "/clients/acme"),),
        "offered": (contracts.OfferedRow(1, NOW, "/clients/acme/contract?version=9"),),
        "choice_path": "/clients/acme/agreement-choice",
    }
    return contracts.ContractsPage(frame, **{**given, **beside, **changes})  # type: ignore[arg-type]


def stands_behind(frame, **changes: object) -> behind.BehindPage:  # type: ignore[no-untyped-def]
    rows = (behind.AllowedRow(("incident", "problem"), "P1", (None, 2 * HOUR)),)
    waiting = behind.Waiting(
        *(3, "draft", CHANGES, "/agreements/versions/3/edit", "/agreements/versions/3"),
        *(False, date(2026, 11, 23)),
    )
    approved = behind.Waiting(
        2, "approved", (), "", "/agreements/versions/2", own=True, starts=date(2026, 11, 23)
    )
    metrics = ("pickup", "hold")
    given: dict[str, object] = {
        "cards": (
            behind.BehindCard(
                "OLA of L2", "L2", True, 2, NOW, "Office", rows, metrics, "", waiting
            ),
            behind.BehindCard(
                "UC with Fabrikam", "Fabrikam", False, None, None, "", (), metrics, "", approved
            ),
        ),
        "path": "/agreements",
        "calendars": (("1", "Office"),),
        "vendors": (("9", "Fabrikam"),),
    }
    return behind.BehindPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def card() -> calendars.CalendarCard:
    definition = calendar_definition.from_json(OFFICE)
    ahead = calendar_ahead.shown(definition, None, 2, datetime(2026, 12, 15, tzinfo=UTC), 2)
    return calendars.CalendarCard(
        name="Office hours",
        number=2,
        zone="Europe/Berlin",
        path="/clients/acme/calendars/1",
        week=drawn.week(OFFICE, "en"),
        ahead=drawn.ahead(ahead, "en"),
        warnings=("closed_this_week",),
        holidays_of="DE-BE",
    )


def hours(frame) -> calendars.CalendarsPage:  # type: ignore[no-untyped-def]
    return calendars.CalendarsPage(
        frame,
        client="Acme Logistics",
        back="/clients/acme/contracts",
        cards=(card(),),
        path="/clients/acme/calendars",
        typed=written.empty("Europe/Berlin", 2026),
    )


def hour(frame, **changes: object) -> calendars.CalendarPage:  # type: ignore[no-untyped-def]
    given: dict[str, object] = {
        "client": "Acme Logistics",
        "back": "/clients/acme/calendars",
        "shown": card(),
        "typed": {**written.empty("Europe/Berlin", 2026), "overrides": "12-24 08:00-12:00"},
        "path": "/clients/acme/calendars/1/versions",
        "check_path": "/clients/acme/calendars/1/check",
        "amend_path": "/clients/acme/calendars/1/amendments",
    }
    given |= {"refresh_path": "/clients/acme/calendars/1/refresh", "current": True}
    return calendars.CalendarPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def metals(frame, **changes: object) -> templates.TemplatesPage:  # type: ignore[no-untyped-def]
    versions = (
        templates.TemplateVersionRow(3, "draft", None, CHANGES, "/templates/versions/3/edit"),
        templates.TemplateVersionRow(
            2, "approved", None, (), publish_path="/templates/versions/2/publication", own=True
        ),
        templates.TemplateVersionRow(1, "current", NOW, ()),
    )
    promised = (("P1", HOUR / 2, 4 * HOUR), ("P2", None, 8 * HOUR))
    given: dict[str, object] = {
        "cards": (
            templates.TemplateCard("Gold", promised, Decimal(98), "", versions),
            templates.TemplateCard("Bronze", (), None, "/templates/2/versions", versions[:1]),
        ),
        "path": "/templates",
        "like": (("1", "Gold"),),
        "proposed": 2,
    }
    given |= {"default": "1", "default_name": "Bronze", "defaults": (("1", "Bronze"),)}
    return templates.TemplatesPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def proposed(frame, **changes: object) -> templates.ProposalsPage:  # type: ignore[no-untyped-def]
    cards = tuple(
        templates.ProposalCard(
            *(client, "SLA Gold", "Managed workplace", "Gold", 1, 2, NOW - HOUR, CHANGES),
            f"/clients/{client}/template-proposals/1",
        )
        for client in ("ACME", "BOLT")
    )
    given = {"cards": cards, "all_path": "/template-proposals/drafts"}
    return templates.ProposalsPage(frame, **{**given, **changes})  # type: ignore[arg-type]


def reminded(frame, *occasions: str) -> templates.RemindersPage:  # type: ignore[no-untyped-def]
    rows = tuple(
        templates.ReminderRow(
            *("ACME", "Managed workplace", "/clients/acme/contract?contract=1", occasion),
            *(date(2026, 11, 20), "/clients/ACME/reminders/1/completion"),
        )
        for occasion in occasions
    )
    return templates.RemindersPage(frame, rows)


def of_template(frame) -> View:  # type: ignore[no-untyped-def]
    shown = sample_contracting.editor(frame).form
    typed = {**shown.typed, **terms.write(templates_terms())}
    form = sample_contracting.form.of("SLA", typed, sample_contracting.CALENDARS)
    words = {"client": "", "place": "Templates", "terms": True, "picture": None}
    return sample_contracting.editor(frame, form=form, back="/templates", **words)


def templates_terms() -> terms.TemplateTerms:
    return terms.TemplateTerms(term_months=24, uplift_percent=Decimal("2.5"))


def pages(staff) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    frame = staff("clients")
    none: tuple[str, ...] = ()
    return {
        "what_if": ("contracting/what_if", asking(frame)),
        "what_if_first": (
            "contracting/what_if",
            asking(frame, runs=(), drafts=(), costs=False, problem="until: a day after since."),
        ),
        "what_if_run": ("contracting/what_if_run", run(frame)),
        "what_if_running": ("contracting/what_if_run", run(frame, state="running", done=40)),
        "what_if_failed": ("contracting/what_if_run", run(frame, state="failed", problem="No.")),
        "what_if_nothing": (
            "contracting/what_if_run",
            run(frame, figures=(), credits=(), margin=(), tickets=(), no_margin="No fee."),
        ),
        "contracts": ("contracting/contracts", signed(frame)),
        "contracts_none": (
            "contracting/contracts",
            signed(frame, cards=(), wishes=(), problem="name: fill this in."),
        ),
        "behind_all": ("contracting/behind", stands_behind(staff("behind"))),
        "behind_none": ("contracting/behind", stands_behind(staff("behind"), cards=none)),
        "calendars": ("contracting/calendars", hours(frame)),
        "calendar": ("contracting/calendar", hour(frame)),
        "calendar_typed": ("contracting/calendar", hour(frame, draft=True, amend_path="")),
        "templates": ("contracting/templates", metals(staff("templates"))),
        "templates_none": ("contracting/templates", metals(staff("templates"), cards=(), like=())),
        "template_editor": ("contracting/editor", of_template(staff("templates"))),
        "proposals": ("contracting/proposals", proposed(staff("templates"))),
        "proposals_none": ("contracting/proposals", proposed(staff("templates"), cards=())),
        "reminders": (
            "contracting/reminders",
            reminded(staff("reminders"), "renewal", "notice", "uplift", "end"),
        ),
        "reminders_none": ("contracting/reminders", reminded(staff("reminders"))),
    }
