"""The client portal. Nothing here is handed anything that is for staff only (PRACTICE 1): tiers,
assignments, vendors and their clocks do not go in, so they cannot come out."""

from __future__ import annotations

import typing
from datetime import timedelta

from contracts.clocks.share_reading import Whose
from underpin.console import views
from underpin.console.routes.approvals import shaping as approvals
from underpin.console.routes.gathering import Ticket
from underpin.console.routes.shaping import chips, clocks, talking
from underpin.console.routes.shaping.kinds import ticket_kinds
from underpin.console.views.desk import State
from underpin.console.views.shell import Shell
from underpin.desk.tickets.states import DONE
from underpin.desk.tickets.ticket import Ticket as Row
from underpin.kernel.principal import Principal

TURNS = {"waiting_client": "you", "waiting_vendor": "vendor", "resolved": "", "closed": ""}
NONE = timedelta(0)


def turn(state: str) -> str:
    """With whom a ticket is: us, you, or a vendor; nobody once it is done."""
    return TURNS.get(state, "us")


def ticket(
    shell: Shell,
    found: Ticket,
    asker: Principal,
    split: Whose | None,
    *,
    draft: str = "",
    problem: str = "",
) -> views.PortalTicketPage:
    row, names = found.detail.ticket, found.detail.names
    return views.PortalTicketPage(
        shell=shell,
        number=f"{names.key}-{row.number}",
        subject=row.subject,
        state=typing.cast(State, row.state),
        priority=row.priority,
        turn=turn(row.state),
        requester=names.requester,
        opened=row.raised_at,
        version=row.version,
        timeline=talking.public(found.detail),
        clocks=clocks.promised(found.clocks, clocks.reason("portal_state", shell.reader.language)),
        share=_share(split),
        service=names.service,
        may_reply=asker.may("ticket.reply") and row.state != "closed",
        may_close=row.requester_id == asker.person_id and row.state not in DONE,
        may_reopen=asker.may("ticket.reopen") and row.state in DONE,
        draft=draft,
        problem=problem,
        glance=approvals.glance(
            found.glance,
            f"{names.key}-{row.number}",
            may_open=asker.may("approval.decide"),
            is_staff=False,
        ),
        kinds=ticket_kinds.card(found.kinds, asker) if found.kinds else None,
        is_confidential=row.confidential,
        may_conceal=row.requester_id == asker.person_id
        and not row.confidential
        and asker.may("ticket.reply"),
    )


def _share(split: Whose | None) -> views.TimeShare:
    if split is None:
        return views.TimeShare(NONE, NONE, NONE)
    took = {part.link: timedelta(microseconds=part.working_us) for part in split.parts}
    return views.TimeShare(*(took.get(link, NONE) for link in ("us", "client", "vendor")))


def row(key: str, ticket: Row, shell: Shell, requester: str = "") -> views.PortalTicketRow:
    """A ticket in a list of the client's; `requester` where they are not the reader themselves."""
    return views.PortalTicketRow(
        number=f"{key}-{ticket.number}",
        subject=ticket.subject,
        state=typing.cast(State, ticket.state),
        priority=ticket.priority,
        turn=turn(ticket.state),
        requester=requester,
        updated=ticket.touched_at,
        due=_due(ticket, shell),
    )


def _due(ticket: Row, shell: Shell) -> views.Countdown:
    """Nothing is due of a ticket that is done; how it went is said on its own page."""
    done = ticket.state in DONE
    return views.Countdown() if done else chips.of(ticket, shell.now, shell.reader.zone)
