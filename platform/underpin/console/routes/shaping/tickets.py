"""A ticket as staff see it."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from datetime import timedelta

from underpin.console import views
from underpin.console.routes.approvals import shaping as approvals
from underpin.console.routes.gathering import Ticket
from underpin.console.routes.shaping import asset_rows, case_words, clocks, steps, talking
from underpin.console.routes.shaping.kinds import ticket_kinds
from underpin.console.views.desk import Action, Grade, Priority, State, Tier
from underpin.console.views.shell import Language, Shell
from underpin.desk.links import link
from underpin.desk.links.link import Link
from underpin.desk.tickets import messages
from underpin.desk.tickets.reading import CaseDetail
from underpin.desk.tickets.states import DONE, LIVE
from underpin.desk.tickets.ticket import Ticket as Row
from underpin.desk.writing.staging import Staged
from underpin.kernel.principal import Principal

KINDS = {"service_request": "request", "change_request": "change"}
CASES = {"opened": "sent", "confirmed": "closed"}
OUTSIDE = {"waiting_vendor"}
FOLLOW_UP = timedelta(days=3)


def page(
    shell: Shell, found: Ticket, asker: Principal, *, draft: str = "", problem: str = ""
) -> views.TicketPage:
    row, language = found.detail.ticket, shell.reader.language
    say = clocks.reason("state", language)
    return views.TicketPage(
        shell=shell,
        ticket=_facts(found),
        timeline=talking.whole(
            found.detail, found.colleagues, asker.person_id, found.now, found.unmailed
        ),
        clocks=clocks.promised(found.clocks, say),
        inner_clocks=clocks.of_tiers(found.clocks, say),
        actions=frozenset(actions(row, asker)),
        assignees=_assignees(found),
        next_tier=typing.cast(Tier, f"L{row.tier + 1}") if row.tier < 3 else None,
        escalations=steps.of_ticket(found.steps, language),
        vendor=_vendor(found, shell),
        draft=draft or _draft(found)[0],
        noting=not draft and _draft(found)[1],
        problem=problem,
        confidential=row.confidential,
        tags=tuple(found.at_hand.tags),
        files=tuple(_file(each) for each in found.at_hand.files),
        may_log=asker.may("time.log"),
        follow_up=found.now + FOLLOW_UP,
        links=tuple(_linked(each, found.detail.names.key) for each in found.links),
        overdue=found.overdue,
        glance=approvals.glance(
            found.glance,
            f"{found.detail.names.key}-{row.number}",
            may_open=asker.may("approval.decide"),
            is_staff=True,
        ),
        unheard=found.unheard and "reopen" in actions(row, asker),
        kinds=ticket_kinds.card(found.kinds, asker) if found.kinds else None,
        mails_waiting=found.mails_waiting,
        assets=tuple(
            asset_rows.of_ticket(each, found.detail.names.key, shell) for each in found.assets
        ),
    )


def _draft(found: Ticket) -> tuple[str, bool]:
    """What the asker began to write, and whether it is a note; a reply before a note."""
    begun = {each.visibility: each.body for each in found.at_hand.drafts}
    said = begun.get(messages.PUBLIC, "")
    return (said, False) if said else (begun.get(messages.INTERNAL, ""), messages.INTERNAL in begun)


def _file(each: Staged) -> views.WaitingFile:
    return views.WaitingFile(str(each.id), each.name, each.size)


def _linked(each: Link, key: str) -> views.Linked:
    by_hand = each.kind.removeprefix("of_") in link.BY_HAND
    state = typing.cast(State, each.state)
    id_ = str(each.id) if by_hand else ""
    return views.Linked(each.kind, f"{key}-{each.number}", each.subject, state, id_)


def kind(ticket_type: str) -> str:
    """The type as the pages' words name it."""
    return KINDS.get(ticket_type, ticket_type)


def _facts(found: Ticket) -> views.TicketFacts:
    row, names = found.detail.ticket, found.detail.names
    return views.TicketFacts(
        number=f"{names.key}-{row.number}",
        subject=row.subject,
        client=names.client,
        client_key=names.key,
        kind=kind(row.type),
        state=typing.cast(State, row.state),
        priority=typing.cast(Priority, row.priority),
        tier=typing.cast(Tier, f"L{row.tier}"),
        requester=names.requester,
        requester_mail=names.requester_email,
        assignee=names.assignee or "",
        opened=row.raised_at,
        version=row.version,
        service=names.service,
        site=names.site,
        impact=typing.cast(Grade, row.impact),
        urgency=typing.cast(Grade, row.urgency),
        major=row.major_id is not None,
        out_of_contract=row.agreement_version_id is None,
    )


def actions(row: Row, asker: Principal) -> Sequence[Action]:
    """What this person may do with the ticket in its present state."""
    return [
        action for action, (capability, fits) in WHEN.items() if asker.may(capability) and fits(row)
    ]


Fits = typing.Callable[[Row], bool]
WHEN: dict[Action, tuple[str, Fits]] = {
    "message": ("ticket.reply", lambda row: row.state != "closed"),
    "take": ("ticket.work", lambda row: row.state in LIVE and row.assignee_id is None),
    "assign": ("ticket.work", lambda row: row.state in LIVE),
    "raise_tier": ("ticket.escalate", lambda row: row.state in LIVE and row.tier < 3),
    "reprioritise": ("ticket.work", lambda row: row.state in LIVE),
    "open_case": ("case.work", lambda row: row.state in LIVE - OUTSIDE and bool(row.service_id)),
    "wait": ("ticket.work", lambda row: row.state in {"new", "open", "scheduled"}),
    "resume": ("ticket.work", lambda row: row.state in {"waiting_client", "scheduled"}),
    "resolve": ("ticket.work", lambda row: row.state in LIVE),
    "close": ("ticket.work", lambda row: row.state == "resolved"),
    "reopen": ("ticket.reopen", lambda row: row.state in DONE and row.merged_into is None),
    "no_reply": ("ticket.work", lambda row: row.state in LIVE),
    "remind": ("ticket.work", lambda row: row.state == "waiting_client"),
    "silence": ("ticket.work", lambda row: row.state == "waiting_client"),
    "link": ("ticket.work", lambda _: True),
    "merge": ("ticket.work", lambda row: row.state in LIVE),
    "split": ("ticket.work", lambda _: True),
}


def _assignees(found: Ticket) -> tuple[views.Choice, ...]:
    """Who works in a tier; an auditor or accountant of the client is given no tickets."""
    working = [each for each in found.colleagues if each.tier is not None]
    return tuple(views.Choice(str(each.id), each.name) for each in working)


def _vendor(found: Ticket, shell: Shell) -> views.VendorBlock | None:
    """The latest case, None before there is one."""
    cases = found.detail.cases
    return _case(cases[-1], found, shell) if cases else None


def _case(detail: CaseDetail, found: Ticket, shell: Shell) -> views.VendorBlock:
    case, row, names = detail.case, found.detail.ticket, found.detail.names
    return views.VendorBlock(
        vendor=detail.vendor,
        case=f"{names.key}-{row.number}/{case.number}",
        reference=case.reference or "",
        state=case_state(case.state),
        service=names.service,
        clocks=clocks.of_case(found.clocks, case.id, clocks.reason("state", shell.reader.language)),
        opened=case.opened_at,
        last=_last(detail, shell.reader.language),
    )


def _last(detail: CaseDetail, language: Language) -> str:
    """The vendor's latest words, empty before the first."""
    heard = [each.body for each in detail.messages if each.direction == "in"]
    return case_words.plain(heard[-1], language) if heard else ""


def case_state(state: str) -> str:
    """A case's state as the pages' words name it."""
    return CASES.get(state, state)
