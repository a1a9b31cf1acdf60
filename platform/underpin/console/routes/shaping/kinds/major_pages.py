"""Major incidents, as their pages show them."""

from __future__ import annotations

from urllib.parse import urlencode

from underpin.console import views
from underpin.console.routes.kinds.reading import Majors, OneMajor
from underpin.console.routes.shaping.kinds import ticket_kinds
from underpin.console.views.shell import Shell
from underpin.desk.major.reading import Joined, Said
from underpin.kernel.principal import Principal

OPEN = "open"


def listed(shell: Shell, found: Majors, after: str | None, asker: Principal) -> views.MajorsPage:
    rows = tuple(
        views.MajorRow(
            line.major.id,
            line.major.title,
            line.major.state == OPEN,
            line.major.declared_at,
            line.tickets,
        )
        for line in found.found.lines
    )
    ahead = found.found.after
    return views.MajorsPage(
        shell,
        rows,
        asker.may("major.lead"),
        f"/major-incidents?{urlencode({'after': ahead})}" if ahead else "",
        "/major-incidents" if after else "",
    )


def one(shell: Shell, found: OneMajor, q: str, asker: Principal) -> views.MajorPage:
    whole, major = found.whole, found.whole.major
    joined = {each.name for each in whole.tickets}
    return views.MajorPage(
        shell=shell,
        id=major.id,
        title=major.title,
        open=major.state == OPEN,
        declared=major.declared_at,
        declared_by=whole.declared_by,
        review=major.review,
        tickets=tuple(map(_ticket, whole.tickets)),
        updates=tuple(map(_update, whole.updates)),
        may_lead=asker.may("major.lead"),
        may_work=asker.may("ticket.work"),
        q=q,
        hits=tuple(ticket_kinds.hit(each) for each in found.hits if each.name not in joined),
    )


def _ticket(each: Joined) -> views.MajorTicket:
    return views.MajorTicket(
        each.name,
        each.client,
        each.name.rpartition("-")[0],
        each.subject,
        each.state,
        each.leads,
        each.resolved_at is not None and each.undone_at is None,
        each.undone_at is not None,
    )


def _update(each: Said) -> views.MajorUpdate:
    return views.MajorUpdate(
        each.id,
        each.number,
        each.resolves,
        each.author,
        each.written_at,
        each.approver or "",
        each.approved_at,
        each.texts,
        each.overrides,
        each.told,
    )
