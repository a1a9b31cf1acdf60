"""The work on a ticket, and what comes again, as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from underpin.console.routes.requests.reading import Beside, Coming, Every, Work
from underpin.console.views import requests
from underpin.console.views.shell import Shell
from underpin.desk.checklists.tasks import Task
from underpin.desk.tickets import states
from underpin.desk.visits.appointment import Appointment
from underpin.desk.visits.sites import Site


def page(
    shell: Shell, found: Work, name: str, clashing: requests.Clashing | None = None
) -> requests.WorkPage:
    ticket, places = found.ticket, {each.id: each.position for each in found.tasks}
    watching = {each.person_id for each in found.watchers}
    sites = {each.id: each for each in found.sites}
    return requests.WorkPage(
        shell,
        name,
        ticket.subject,
        ticket.version,
        ticket.state in states.DONE,
        tasks=tuple(_task(each, places, shell) for each in found.tasks),
        templates=tuple((t.key, t.name) for t in found.templates if t.active),
        visits=tuple(visit(each, sites, shell) for each in found.visits),
        technicians=tuple((str(each.id), each.name) for each in found.colleagues),
        sites=tuple((str(each.id), each.name) for each in found.sites),
        watchers=tuple((str(each.person_id), each.name) for each in found.watchers),
        copied=tuple((str(each.person_id), each.name) for each in found.copied),
        people=tuple(
            (str(each.id), each.name)
            for each in found.people
            if each.id not in watching and each.state in ("active", "invited")
        ),
        asked_name=found.asked.name if found.asked else "",
        asked=tuple(requests.Line(e.label, e.value) for e in found.asked.lines)
        if found.asked
        else (),
        wanted=ticket.wanted_at,
        places=tuple(place(each) for each in found.sites),
        clashing=clashing,
    )


def place(site: Site) -> requests.SiteRow:
    said = site.details
    about = (said.contact, said.phone, said.hours, said.directions)
    return requests.SiteRow(str(site.id), site.name, site.address or "", *about)


def beside(shell: Shell, found: Beside, asker: UUID | None) -> requests.Beside:
    sites = {each.id: each for each in found.sites}
    return requests.Beside(
        tuple(
            requests.FileLink(each.name, _size(each.size), each.url or "", each.withheld or "")
            for each in found.files
            if not each.inline
        ),
        tuple((str(each.id), each.name) for each in found.staged),
        tuple(visit(each, sites, shell) for each in found.visits),
        sum(1 for each in found.tasks if each.state != "open"),
        len(found.tasks),
        found.ticket.wanted_at,
        any(each.person_id == asker for each in found.watchers),
        found.ticket.requester_id == asker,
    )


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{-(-size // 1000)} kB"


def _task(task: Task, places: Mapping[UUID, int], shell: Shell) -> requests.TaskRow:
    due = task.due_at
    return requests.TaskRow(
        str(task.id),
        task.position,
        task.title,
        task.detail,
        task.mandatory,
        task.state,
        task.ready,
        tuple(places[each] for each in task.after if each in places),
        task.holder,
        f"L{task.tier}" if task.tier else "",
        due,
        due is not None and task.state == "open" and due < shell.now,
        task.decided_by_name,
        task.decided_at,
        task.reason,
        task.version,
    )


def visit(found: Appointment, sites: Mapping[UUID, Site], shell: Shell) -> requests.Visit:
    site = sites.get(found.site_id) if found.site_id else None
    place = f"{site.name}, {site.address}" if site and site.address else site.name if site else ""
    return requests.Visit(
        str(found.id),
        found.starts_at,
        found.ends_at,
        found.technician_name,
        place or found.place,
        found.state,
        found.client_answer,
        found.note,
        found.reason,
        found.version,
        found.starts_at <= shell.now,
    )


def recurring(
    shell: Shell, found: Every, client: str, *, may_change: bool
) -> requests.RecurringPage:
    chosen = found.chosen
    services = [
        each for contract in (chosen.contracts if chosen else ()) for each in contract.services
    ]
    return requests.RecurringPage(
        shell,
        tuple(_coming(each) for each in found.rows),
        tuple((each.key, each.name) for each in found.companies),
        may_change,
        client if chosen else "",
        _choices((p.id, p.name) for p in (chosen.people if chosen else ()) if p.state == "active"),
        _choices((each.id, each.name) for each in services),
        _choices(_latest(found)),
        tuple((t.key, t.name) for t in found.templates if t.active),
        shell.now.astimezone(ZoneInfo(shell.reader.zone)).date(),
    )


def _latest(found: Every) -> Sequence[tuple[object, str]]:
    versions = found.chosen.calendars if found.chosen else ()
    return list({each.calendar_id: (each.calendar_id, each.name) for each in versions}.values())


def _choices(pairs: object) -> tuple[requests.Pair, ...]:
    return tuple((str(value), label) for value, label in pairs)  # type: ignore[attr-defined]


def _coming(found: Coming) -> requests.RecurringRow:
    one = found.recurring
    return requests.RecurringRow(
        str(one.id),
        found.client.key,
        found.client.name,
        one.name,
        one.said.subject,
        one.rule,
        one.time_zone,
        one.state,
        one.next_at,
        tuple(each.at for each in found.coming) if one.state != "ended" else (),
        one.version,
    )
