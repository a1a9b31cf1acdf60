"""The alerts a ticket is about, for those who work it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.alerts.told import Told
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class OfTicket:
    """`link` is the tool's own, to be shown as text."""

    id: UUID
    title: str
    severity: str
    firing: bool
    text: str
    labels: dict[str, str]
    link: str
    started_at: datetime | None
    first_heard_at: datetime
    last_heard_at: datetime


@read("ticket.read", STAFF)
async def of_ticket(
    act: Act, tenant: int, number: int, after: UUID | None = None
) -> list[OfTicket]:
    """A hundred at a time in the order in which they were first heard; `after` is the last one
    seen. Those of tickets that went into it are its own. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        "SELECT a.id, a.title, a.severity, a.firing, a.told, a.first_heard_at, a.last_heard_at "
        "FROM alert_matter m JOIN alert a ON a.tenant_id = m.tenant_id AND a.matter_id = m.id "
        "WHERE m.tenant_id = $1 AND m.ticket_id IN (SELECT t.id FROM ticket t WHERE "
        "t.tenant_id = $1 AND (t.id = $2 OR t.merged_into = $2)) "
        "AND ($3::uuid IS NULL OR a.id > $3) "
        "ORDER BY a.id LIMIT $4",
        *(tenant, ticket.id, after, PAGE),
    )
    return [_of(row) for row in rows]


def _of(row: db.Row) -> OfTicket:
    told = msgspec.json.decode(row["told"], type=Told)
    same = {name: row[name] for name in row.keys() if name != "told"}  # noqa: SIM118 - a record
    return OfTicket(
        **same,
        text=told.text,
        labels=dict(told.labels),
        link=told.link,
        started_at=told.started_at,
    )
