"""Which assets a ticket is about: linked by hand, or because an alert's labels name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

NAMING: Final = frozenset(
    {
        *("host", "hostname", "host_name", "instance", "device", "node", "server", "computer"),
        *("asset", "asset_id", "nodename", "fqdn", "serial"),
    }
)
"""Labels that name a thing."""
MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Linked:
    id: UUID
    name: str
    kind: str
    serial: str
    state: str
    owner: str
    vendor: str
    warranty_until: date | None


@dataclass(frozen=True, slots=True)
class About:
    """A ticket in which an asset was."""

    ticket: str
    subject: str
    state: str


LINK: Final = """
INSERT INTO asset_ticket (tenant_id, asset_id, ticket_id, linked_by, linked_at)
SELECT $1, a.id, $3, $4, $5 FROM asset a WHERE a.tenant_id = $1 AND a.id = ANY ($2::uuid[])
ON CONFLICT DO NOTHING RETURNING asset_id
"""


@write("ticket.work", STAFF)
async def link(act: Act, number: int, asset_id: UUID) -> None:
    """Twice is once. Raises NotFound."""
    ticket = await _held(act, number, asset_id)
    await _link(act, ticket, [asset_id])


@write("ticket.work", STAFF)
async def unlink(act: Act, number: int, asset_id: UUID) -> None:
    """What is not linked is no error. Raises NotFound."""
    ticket = await _held(act, number, asset_id)
    gone = await db.execute(
        "DELETE FROM asset_ticket WHERE tenant_id = $1 AND ticket_id = $2 AND asset_id = $3",
        *(act.tenant_id, ticket.id, asset_id),
    )
    if gone:
        body = {"asset_id": str(asset_id)}
        await events.emit(act, events.New("asset.unlinked", ticket.id, body))


async def _held(act: Act, number: int, asset_id: UUID) -> Ticket:
    """The ticket, locked, where both are this client's."""
    ticket = await tickets.held(act, number)
    known = await db.value(
        "SELECT true FROM asset WHERE tenant_id = $1 AND id = $2", act.tenant_id, asset_id
    )
    if not known:
        raise NotFound
    return ticket


async def _link(act: Act, ticket: Ticket, asset_ids: Sequence[UUID]) -> None:
    by = act.principal.person_id
    words = (act.tenant_id, list(asset_ids), ticket.id, by, act.now)
    rows = await db.rows(LINK, *words)
    told = [events.New("asset.linked", ticket.id, {"asset_id": str(r["asset_id"])}) for r in rows]
    if told:
        await events.emit(act, *told)


OF_TICKET: Final = """
SELECT a.id, a.name, a.kind, a.serial, a.state, coalesce(p.name, '') AS owner,
       a.vendor, a.warranty_until
FROM asset_ticket l JOIN asset a ON a.tenant_id = l.tenant_id AND a.id = l.asset_id
LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.owner_id
WHERE l.tenant_id = $1 AND l.ticket_id = $2 ORDER BY a.name, a.id
"""


@read("asset.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Linked]:
    """By name; of a member's, those they may see. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    return [Linked(**row) for row in await db.rows(OF_TICKET, tenant, ticket.id)]


@read("asset.read", STAFF)
async def tickets_of(act: Act, tenant: int, asset_id: UUID) -> list[About]:
    """The newest first, of those the asker may see."""
    rows = await db.rows(
        "SELECT n.key || '-' || t.number AS ticket, t.subject, t.state FROM asset_ticket l "
        "JOIN ticket t ON t.tenant_id = l.tenant_id AND t.id = l.ticket_id "
        "JOIN tenant n ON n.id = l.tenant_id WHERE l.tenant_id = $1 AND l.asset_id = $2 "
        f"AND {staff_sees('t', '$3')} ORDER BY t.raised_at DESC, t.id DESC LIMIT 50",
        *(tenant, asset_id, act.person_id),
    )
    return [About(**row) for row in rows]


NAMED: Final = """
SELECT id FROM asset WHERE tenant_id = $1 AND state <> 'retired'
  AND (lower(name) = ANY ($2::text[]) OR lower(serial) = ANY ($2::text[])
       OR lower(external_id) = ANY ($2::text[])) ORDER BY id LIMIT $3
"""


async def by_labels(act: Act, ticket: Ticket, labels: Iterable[tuple[str, str]]) -> None:
    """Within what an alert raised: the assets that its labels name, a few at most."""
    named = sorted({_name(value) for label, value in labels if label.lower() in NAMING and value})
    if not named:
        return
    rows = await db.rows(NAMED, act.tenant_id, named, MOST)
    await _link(act, ticket, [row["id"] for row in rows])


def _name(value: str) -> str:
    """Without the port on which it was looked at."""
    host, colon, port = value.strip().lower().rpartition(":")
    return host if colon and port.isdigit() else value.strip().lower()
