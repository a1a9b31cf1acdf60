"""What the desk does around tickets, for previews and tests: mail that waits, what was set aside,
monitoring sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.unit.console import sample_talk
from underpin.console import views
from underpin.console.pages import View
from underpin.console.views import calls, keeping, outside, sources, team
from underpin.console.views.clock import Countdown
from underpin.console.views.incoming import IncomingMail, IncomingRow, TriagePage, Typed

Frame = Callable[..., views.Shell]
NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
ID = "0192f0c1-0000-7000-8000-000000000001"
TABS = (("/triage", "triage", True), ("/waiting-mail", "held", False))
MAIL = IncomingMail(
    base=f"/triage/{ID}",
    subject="Fwd: the scanner in hall 3",
    sender="j.mazur@newsite.example",
    sender_name="Jan Mazur",
    recipients="help@desk.example",
    why="No client is known by it",
    received=NOW - timedelta(minutes=48),
    text="Hello,\n\nwho do I talk to about the scanner in hall 3?\n\nJan",
    attachments=("scanner.jpg", "serial number.pdf"),
    source="",
    address="j.mazur@newsite.example",
)
ROWS = (
    IncomingRow(
        *(f"/triage?open={ID}", MAIL.sender, MAIL.subject, MAIL.why, MAIL.received, True),
    ),
    IncomingRow("/triage?open=x", "", "", "It names no author", NOW - timedelta(hours=3), False),
)


def pages(staff: Frame) -> dict[str, tuple[str, View]]:
    return {
        **_incoming(staff),
        **_aside(staff),
        **_outside(staff),
        **_team(staff),
        **_keeping(staff),
        **_calls(staff),
    }


def _incoming(staff: Frame) -> dict[str, tuple[str, View]]:
    clients = (("ACME", "Acme Logistics"), ("HELI", "Helios Clinics"))
    triage = TriagePage(staff("incoming"), True, ROWS, MAIL, clients, TABS, may_decide=True)
    held = replace(MAIL, base="/waiting-mail/ACME/1", client="ACME", ticket="ACME-1042")
    rows = (replace(ROWS[0], client="ACME", ticket="ACME-1042"), replace(ROWS[1], client="HELI"))
    said = replace(triage, triage=False, clients=(), rows=rows)
    unread = replace(held, source="\x00 raw", ticket="", proven="by their domain")
    return {
        "triage": ("incoming/mail", triage),
        "triage_refused": (
            "incoming/mail",
            replace(triage, typed=Typed("email: one @.", "HELI", "x")),
        ),
        "incoming_none": ("incoming/mail", replace(said, rows=(), mail=None)),
        "incoming_held": ("incoming/mail", replace(said, mail=replace(held, on_ticket=True))),
        "incoming_whose": ("incoming/mail", replace(said, mail=unread)),
        "incoming_gone": ("incoming/mail", replace(said, mail=None)),
    }


def _aside(staff: Frame) -> dict[str, tuple[str, View]]:
    item = views.SetAsideItem(
        *("ACME.1", "deliveries", "webhook: alert", "Acme Logistics", "ACME-1042", 3),
        *("fingerprint: nothing stands at /host", NOW - timedelta(hours=2)),
        kind="alert",
        says="An alert came in and could not be read",
        path="/set-aside/deliveries/ACME.1",
    )
    lanes = views.SetAsidePage(
        staff("set_aside"),
        (item,),
        kinds=(("mail", "Mails"), ("alert", "Alerts")),
        clients=(("ACME", "Acme Logistics"),),
        kind="alert",
        may_see_sources=True,
    )
    one = views.LookedAsidePage(
        *(staff("set_aside"), item, "What it says.", '{"host": "<b>db</b>"}', ("log.txt",), True),
        problem="reason: why, in 1 to 300 characters.",
    )
    row = sources.SourceRow(
        *("/alert-sources/ACME/1", "Acme Logistics", "Zabbix", "zabbix", True, NOW, 12, 1, 1, 2),
    )
    heard = NOW - timedelta(minutes=3)
    alert = sources.AlertRow("Disk full", "critical", True, True, True, "ACME-7", heard, heard)
    over = replace(alert, firing=False, storm=False, flapping=False, ticket="", held_until=None)
    fields = (("each", "/alerts"), ("fingerprint", "{/host}"), ("title", "{/host}: {/check}"))
    read = sources.ReadAlert("db: Disk full", True, "critical", "db", "98 % of /var")
    source = sources.SourcePage(
        *(staff("set_aside"), "/alert-sources/ACME/1", "ACME", "Zabbix", "zabbix", True),
        (alert, over),
        fields,
        '{"alerts": []}',
        sources.Trial("mapped", (read, replace(read, firing=False)), 1, ("/host: nothing there",)),
    )
    return {
        "set_aside_filtered": ("set_aside", lanes),
        "aside_one": ("aside/one", one),
        "alert_sources": ("aside/sources", sources.SourcesPage(staff("set_aside"), (row,))),
        "alert_sources_none": ("aside/sources", sources.SourcesPage(staff("set_aside"), ())),
        "alert_source": ("aside/source", source),
        "alert_source_refused": (
            "aside/source",
            replace(source, trial=None, alerts=(), problem="title: say something."),
        ),
    }


def _outside(staff: Frame) -> dict[str, tuple[str, View]]:
    steps = (
        views.Escalation(1, "Resolution at 50 %: move to L2", "done", NOW),
        views.Escalation(2, "Resolution at 80 %: open a case with the vendor", "asked", NOW, ID),
    )
    contacts = (
        outside.Contact("Iris Holm", "iris@bluewave.example", "+45 70 10 20 30", True),
        outside.Contact("Duty manager", "duty@bluewave.example", "", False),
    )
    desk = outside.VendorDesk(
        *("+45 70 10 20 00", "NW-4711", "0042", "Gold: parts within four hours, day and night."),
        *("noc@bluewave.example", True, contacts),
    )
    said = (
        outside.Said("1", True, "Underpin", "Switch stack in hall 3 is silent.", NOW),
        outside.Said("2", False, "Iris Holm", "Which port?", NOW, "question"),
        outside.Said("3", False, "Iris Holm", "Replaced the uplink.", NOW, "fixed"),
    )
    case = outside.CaseBlock(
        *(ID, "ACME-1042/1", "Bluewave Networks", "fixed", "BW-55121", NOW, sample_talk.UC_CLOCKS),
        *(said, desk, (outside.Reminder("fix", NOW + timedelta(hours=1)),)),
        is_open=False,
        fixed=True,
        may_call_off=False,
    )
    fresh = replace(case, state="sent", said=(), fixed=False, is_open=True, may_call_off=True)
    offer = outside.Offer(
        *("Bluewave Networks", "mail", Decimal("120.00"), "EUR", "Switch stack is silent"),
        "Site: Hall 3\n\nNothing passes VLAN 40 since noon.",
    )
    page = outside.OutsidePage(
        *(staff("list"), "ACME-1042", "Switch stack is silent", "Acme Logistics", "L3", steps),
        *((), (case,), None, "standing", True),
    )
    typed = outside.Record(ID, "fixed", "", "All good.", "", "BW-1", "", "author: who said so.")
    return {
        "outside": ("outside/ticket", page),
        "outside_fresh": ("outside/ticket", replace(page, cases=(fresh,), typed=typed)),
        "outside_offer": ("outside/ticket", replace(page, cases=(), steps=(), offer=offer)),
        "outside_none": ("outside/ticket", replace(page, cases=(), why_not="vendor")),
    }


def _team(staff: Frame) -> dict[str, tuple[str, View]]:
    due = Countdown("risk", metric="resolution", due=NOW + timedelta(hours=1), zone="Europe/Warsaw")
    ticket = team.BoardTicket(
        *("ACME-1042", "Warehouse scanners cannot reach the order system", "Acme Logistics"),
        *("P1", "L2", "open", "Ada Nowak", due, 3),
    )
    free = replace(ticket, number="HELI-311", assignee="", client="Helios Clinics", priority="P3")
    loads = (
        team.LoadRow("Ada Nowak", "L1", "/list?assignee=1", 12, 3, 1, 2, 4, 95, None, True),
        team.LoadRow("Ben Ortiz", "L2", "/list?assignee=2", 5, 1, 0, 0, 1, 0, NOW, False),
    )
    tiers = (
        team.Unassigned("L1", "/list?tier=1&assignee=none", (free,), more=True),
        team.Unassigned("L2", "/list?tier=2&assignee=none", (), more=False),
    )
    people = (("1", "Ada Nowak (L1)"),)
    board = team.TeamPage(staff("team"), loads, (ticket,), True, tiers, people, may_assign=True)
    shifts = (
        team.ShiftRow(NOW, NOW + timedelta(days=2), ("Ada Nowak", "Ben Ortiz")),
        team.ShiftRow(NOW + timedelta(days=2), NOW + timedelta(days=3), ()),
    )
    rota = team.RotaBlock(
        *("Second line", "L2", "Europe/Warsaw", ("Ada Nowak", "Ben Ortiz"), shifts[1].starts),
        *((), shifts),
    )
    page = team.CallingRow(
        *(f"/on-call/ACME/{ID}", "Acme Logistics", "ACME-1042", "Scanners are down", "P1"),
        *("escalation", NOW, ("Ada Nowak",), True),
    )
    gap = team.GapRow("Acme Logistics", NOW, NOW + timedelta(hours=8))
    on_call = team.OnCallPage(staff("on_call"), (rota,), (page,), (gap,), may_call=True)
    entry = team.TimeRow(
        *(f"/time/ACME/{ID}", ID, "ACME-1042", "Scanners are down", "Acme Logistics", "Ada Nowak"),
        *(95, 60, "remote", "chargeable", "Replaced the access point.", NOW, "", False),
    )
    refused = replace(entry, id="2", refused="Which hall?", own=True)
    coverages = ("included", "chargeable", "no_charge")
    back = team.FollowUpRow("ACME-7", "New laptop", "Acme Logistics", NOW + timedelta(days=1))
    day = team.MyDayPage(
        *(staff("my_day"), date(2026, 11, 22), (ticket,), True, (back,), (refused,), 95, coverages),
    )
    posting = team.PostingPage(staff("time"), (entry, refused), coverages, "/time?after=1", "/time")
    quiet = replace(on_call, rotas=(), calling=(), gaps=(), problem="ticket: one of yours.")
    empty = replace(day, tickets=(), more=False, follow_ups=(), entries=())
    return {
        "team": ("team/board", board),
        "team_none": ("team/board", replace(board, loads=(), due=(), unassigned=())),
        "on_call": ("team/on_call", on_call),
        "on_call_quiet": ("team/on_call", quiet),
        "my_day": ("team/my_day", day),
        "my_day_empty": ("team/my_day", empty),
        "posting": ("team/posting", posting),
        "posting_none": ("team/posting", replace(posting, entries=(), problem="They are away.")),
    }


def _keeping(staff: Frame) -> dict[str, tuple[str, View]]:
    row = keeping.PendingRow("/compliance/ACME", "Acme Logistics", 1, 1, 2, 0)
    metric = keeping.MetricRow("resolution", 61, 3, 1, 1, "95.31", "97", False)
    none = keeping.MetricRow("next_reply", 0, 0, 0, 0, "", "", None)
    miss = keeping.MissRow(
        *(ID, "ACME-1042", "Scanners are down", "resolution", "P1", "breached", "", NOW, True),
    )
    asked = keeping.Contested(
        *("1", "ACME-1042", "resolution", "missed", "Nobody came before noon.", "open", NOW, ""),
        open=True,
    )
    out = keeping.Contested(
        *("2", "ACME-7", "resolution", "Caused on your side", "The hall was locked.", "proposed"),
        *(NOW, "", True),
    )
    done = replace(out, id="3", state="refused", open=False, answer="It was open.")
    hour = timedelta(hours=1)
    outage = keeping.OutageRow("1", "Warehouse network", NOW, None, "draft", "Switch stack.")
    over = replace(outage, id="2", ends=NOW + hour, state="confirmed")
    window = keeping.WindowRow(
        "1", "Warehouse network", NOW + hour, NOW + 2 * hour, "Patches", False
    )
    page = keeping.KeepingPage(
        shell=staff("keeping"),
        path="/compliance/ACME",
        key="ACME",
        client="Acme Logistics",
        month=date(2026, 10, 1),
        previous="/compliance/ACME?month=2026-09",
        next="/compliance/ACME?month=2026-11",
        state="provisional",
        until=NOW,
        totals=(metric, none),
        misses=(miss,),
        objections=(asked, replace(asked, id="4", state="upheld", open=False, answer="Right.")),
        exclusions=(out, done, replace(out, id="5", own=True)),
        outages=(outage, over),
        windows=(window, replace(window, id="2", withdrawn=True)),
        credits=(keeping.DueRow(date(2026, 9, 1), "5", "confirmed", ""),),
        services=(("1", "Warehouse network"),),
        reasons=("client_caused",),
        availability=(("Warehouse network", "99.91", "99.5"),),
        obstacle="",
        may_decide=True,
        may_exclude=True,
        may_freeze=True,
        may_outage=True,
    )
    empty = replace(page, totals=(), misses=(), objections=(), exclusions=(), outages=())
    quiet = replace(empty, windows=(), credits=(), services=(), availability=(), state="running")
    return {
        "pending": ("keeping/pending", keeping.PendingPage(staff("keeping"), (row,))),
        "pending_none": ("keeping/pending", keeping.PendingPage(staff("keeping"), ())),
        "keeping": ("keeping/month", page),
        "keeping_empty": ("keeping/month", replace(quiet, obstacle="running", problem="No.")),
    }


def _calls(staff: Frame) -> dict[str, tuple[str, View]]:
    row = calls.CallRow(
        *("/calls?client=ACME#write-down", f"/calls/ACME/{ID}", "Acme Logistics", "Jan Mazur"),
        *("+48221234567", True, False, True, NOW, 4),
        rings=True,
    )
    missed = replace(row, person="", number="", missed=True, mine=False, minutes=0)
    clients = (("ACME", "Acme Logistics"),)
    people = (("1", "Jan Mazur (jan@acme.example)"),)
    spoken = calls.Spoken(client="ACME", person="1", number="48221234567", words="It hums.")
    page = calls.CallsPage(staff("calls"), (row, missed), clients, people, (), spoken, "words: say")
    found = (("/calls?client=ACME&person=1", "Jan Mazur"),)
    empty = replace(page, rows=(), people=(), callers=found, spoken=calls.Spoken(), problem="")
    return {"calls": ("calls/log", page), "calls_none": ("calls/log", empty)}
