"""A ticket's handling as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from underpin.console.routes.handling.gathered import Handling
from underpin.console.routes.shaping.own import tickets as own_tickets
from underpin.console.views.desk import Choice
from underpin.console.views.handling import (
    AlertRow,
    CalledRow,
    ConfidantRow,
    HandlingPage,
    SentMail,
    WaitingMail,
)
from underpin.console.views.shell import Shell
from underpin.desk.alerts.reading_alerts import OfTicket
from underpin.desk.mail.arriving.waiting import Sent, Waiting
from underpin.desk.on_call.pages import Page
from underpin.desk.tickets import states
from underpin.desk.tickets.confidants import Confidant

Names = Mapping[UUID, str]


def page(shell: Shell, found: Handling, typed: Mapping[str, str], problem: str) -> HandlingPage:
    ticket, names = found.detail.ticket, found.detail.names
    people = {each.id: each.name for each in found.colleagues}
    named = {each.staff_id for each in found.confidants}
    team = found.holding.team_id
    return HandlingPage(
        shell=shell,
        number=f"{names.key}-{ticket.number}",
        subject=ticket.subject,
        client=names.client,
        version=ticket.version,
        is_done=ticket.state in states.DONE,
        is_confidential=ticket.confidential,
        holder=names.assignee or "",
        team=next((each.name for each in found.teams if each.id == team), ""),
        verdict=found.holding.verdict,
        requester=names.requester,
        service=str(ticket.service_id or ""),
        services=own_tickets.services(found.contracts),
        confidants=tuple(_confidant(each, people) for each in found.confidants),
        colleagues=tuple(Choice(str(k), v) for k, v in people.items() if k not in named),
        teams=tuple(Choice(str(each.id), each.name) for each in found.teams),
        waiting=tuple(_waiting(each) for each in found.mail.waiting),
        sent=tuple(_sent(each) for each in found.mail.sent),
        alerts=tuple(_alert(each) for each in found.alerts),
        called=tuple(_called(each, people) for each in found.called),
        typed=typed,
        problem=problem,
    )


def _confidant(each: Confidant, people: Names) -> ConfidantRow:
    by = people.get(each.named_by, "") if each.named_by else ""
    return ConfidantRow(str(each.staff_id), each.name, by, each.named_at)


def _waiting(each: Waiting) -> WaitingMail:
    sender = each.sender_name or each.sender or ""
    return WaitingMail(f"/waiting-mail?open={each.id}", sender, each.subject, each.received_at)


def _sent(each: Sent) -> SentMail:
    went = "left" if each.left_at else "waiting"
    state = "bounced" if each.bounced_at else "withdrawn" if each.withdrawn_at else went
    why = each.bounce_reason or each.bounce_status or ""
    return SentMail(each.kind, each.address, each.made_at, state, why)


def _alert(each: OfTicket) -> AlertRow:
    return AlertRow(
        *(each.title, each.severity, each.firing, each.text, tuple(sorted(each.labels.items()))),
        *(each.link, each.first_heard_at, each.last_heard_at),
    )


def _called(each: Page, people: Names) -> CalledRow:
    """Who has left the client since is not named."""
    called = tuple(people[one] for one in dict.fromkeys(each.called) if one in people)
    by = people.get(each.accepted_by, "") if each.accepted_by else ""
    return CalledRow(each.raised_at, each.state, called, by)
