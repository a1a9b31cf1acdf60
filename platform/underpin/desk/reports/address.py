"""What a report is asked with, as its address holds it: the same for a page, the API, a CSV and a
kept report. Days are the reader's, both within. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from underpin.desk.queues import address
from underpin.desk.queues.address import Kind, Priority
from underpin.desk.reports import asked, catalogue
from underpin.desk.reports.asked import Asked
from underpin.desk.reports.catalogue import Definition
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import Principal

MONTHS: Final = 3
"""How far back a report reaches where nothing is said: this month and those before it."""
BESIDE: Final = ("column", "group")
"""What may stand in the address besides."""


class Query(
    msgspec.Struct,
    forbid_unknown_fields=True,
    omit_defaults=True,
    frozen=True,
    rename={"from_": "from"},
):
    """`client`: keys, several. Empty words are none."""

    from_: date | None = None
    to: date | None = None
    by: str | None = None
    client: tuple[str, ...] = ()
    service: UUID | None = None
    priority: Priority | None = None
    type: Kind | None = None
    tier: Annotated[int, Meta(ge=1, le=4)] | None = None
    agent: UUID | None = None
    vendor: UUID | None = None
    team: UUID | None = None


def read(query: address.Query) -> Query:
    """Raises Malformed naming what cannot be read."""
    return address.converted(
        query, Query, "The report's address", several=("client",), beside=BESIDE
    )


def write(query: Query) -> str:
    """The address of it, the same for the same query."""
    return urlencode(sorted(msgspec.to_builtins(query).items()), doseq=True)


def days(query: Query, today: date) -> tuple[date, date]:
    """The first and the last day, both within."""
    last = query.to or today
    month = last.year * 12 + last.month - MONTHS
    return query.from_ or date(month // 12, month % 12 + 1, 1), last


def wanted(query: Query, definition: Definition, who: Principal, now: datetime) -> Asked:
    """For this person: their clients, their days. Raises NotFound, Malformed."""
    zone = ZoneInfo(who.time_zone)
    first, last = days(query, now.astimezone(zone).date())
    if query.by is not None and query.by not in definition.groups:
        raise Malformed(f"by: one of {', '.join(definition.groups)}.", field="by")
    return Asked(
        since=datetime.combine(first, time(), zone),
        until=datetime.combine(last + timedelta(days=1), time(), zone),
        by=query.by or definition.groups[0],
        tenants=tuple(address.client(key, who) for key in query.client),
        service_id=query.service,
        priority=query.priority,
        type=query.type,
        tier=query.tier,
        agent_id=query.agent,
        vendor_id=query.vendor,
        team_id=query.team,
    )


def of_name(name: str, query: Query, who: Principal, now: datetime) -> Asked:
    """What of which report. Raises NotFound, Malformed."""
    return asked.checked(wanted(query, catalogue.of(name, who), who, now))
