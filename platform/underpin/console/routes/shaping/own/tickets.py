"""A client's own list of tickets; pure."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from uuid import UUID

from contracts.signed.contract import Contract
from underpin.console import views
from underpin.console.routes.own.tickets_gathered import Listed
from underpin.console.routes.shaping import listing, portal
from underpin.console.views.own_tickets import OwnFilters, OwnTicketsPage
from underpin.console.views.shell import Shell
from underpin.desk.queues.own_list import STANDING, WHOSE, Own, Standing, Wanted, Whose
from underpin.desk.search.finding import Found

PRIORITIES = ("P1", "P2", "P3", "P4")
LONGEST = 200


def filters(query: Mapping[str, str]) -> OwnFilters:
    """What is no word of ours in an address narrows nothing."""
    whose, standing = query.get("whose", ""), query.get("standing", "")
    priority = query.get("priority", "")
    return OwnFilters(
        whose if whose in WHOSE else "mine",
        standing if standing in STANDING else "live",
        _id(query.get("service", "")),
        priority if priority in PRIORITIES else "",
        query.get("q", "").strip()[:LONGEST],
    )


def _id(said: str) -> str:
    try:
        return str(UUID(said))
    except ValueError:
        return ""


def wanted(said: OwnFilters) -> Wanted:
    return Wanted(
        typing.cast(Whose, said.whose),
        typing.cast(Standing, said.standing),
        UUID(said.service) if said.service else None,
        said.priority or None,
    )


def page(shell: Shell, found: Listed, said: OwnFilters, *, later: bool) -> OwnTicketsPage:
    return OwnTicketsPage(
        shell,
        said,
        rows(found.belonging.company.key, found.own, shell),
        found.belonging.reach,
        services(found.contracts),
        said.path(after=found.own.after) if found.own.after else "",
        said.path() if later else "",
    )


def rows(key: str, own: Own, shell: Shell) -> tuple[views.PortalTicketRow, ...]:
    return tuple(
        portal.row(key, each, shell, own.requesters.get(each.requester_id, ""))
        for each in own.tickets
    )


def services(contracts: Sequence[Contract]) -> tuple[views.Choice, ...]:
    """What the company buys, to say what a ticket is about."""
    return tuple(
        views.Choice(str(each.id), each.name)
        for contract in contracts
        for each in contract.services
    )


def searched(shell: Shell, found: Found, said: OwnFilters) -> OwnTicketsPage:
    return OwnTicketsPage(
        shell,
        said,
        (),
        next_path=said.path(after=found.after) if found.after else "",
        found=tuple(map(listing.hit, found.hits)),
        complete=found.complete,
    )
