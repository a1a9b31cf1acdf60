"""Sessions of remote support: opened from a ticket, onto an asset or onto a number that somebody
read out; begun and ended by name, and offered as a time entry, which nobody posts unasked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.assets import assets
from underpin.desk.assets.assets import View
from underpin.desk.remote import address, numbers, tools
from underpin.desk.remote.numbers import Number
from underpin.desk.remote.tools import Tool
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets import time_entry
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

LONGEST: Final = timedelta(hours=24)


class Ended(Conflict):
    code = "session-ended"
    title = "This session was ended already"


class Logged(Conflict):
    code = "session-logged"
    title = "The time of this session was written down already"


@dataclass(frozen=True, slots=True)
class Link:
    """How a tool is called for an asset of the ticket, or without one for its requester, `person`;
    `address` is empty where the asset does not say what the tool calls it."""

    tool_id: UUID
    tool: str
    asset_id: UUID | None
    asset: str
    target: str
    address: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """`address` opens it. `minutes` are offered as a time entry once it has ended; None while it
    goes on, and once they were written down."""

    id: UUID
    tool: str
    target: str
    asset_id: UUID | None
    staff: str
    started_at: datetime
    ended_at: datetime | None
    minutes: int | None
    address: str = ""


@read("ticket.work", STAFF)
async def links(act: Act, tenant: int, number: int) -> list[Link]:
    """For its requester, each tool that knows them; for each asset of the ticket, each tool.
    Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    every = await tools.usable(act)
    rows = await db.rows(
        f"{assets.HEAD[STAFF]} AND a.id IN (SELECT l.asset_id FROM asset_ticket l "
        "WHERE l.tenant_id = $1 AND l.ticket_id = $2) ORDER BY a.name, a.id LIMIT 20",
        *(tenant, ticket.id),
    )
    found = [assets.of(row) for row in rows]
    known = await numbers.of_person(tenant, ticket.requester_id, every)
    patterns = {tool.id: tool for tool in every}
    return [
        *(_to_person(patterns[each.tool_id], each, str(number)) for each in known),
        *(_link(tool, each, str(number)) for each in found for tool in every),
    ]


def _to_person(tool: Tool, to: Number, number: str) -> Link:
    where = _address(tool, to.target, None, number)
    return Link(tool.id, tool.name, None, "", to.target, where, to.person)


def _link(tool: Tool, of: View, number: str) -> Link:
    target = of.attributes.get(tool.attribute, "")
    where = _address(tool, target, of, number) if target else ""
    return Link(tool.id, tool.name, of.id, of.name, target, where)


def _address(tool: Tool, target: str, of: View | None, number: str) -> str:
    said = {"id": target, "ticket": number}
    if of is not None:
        said |= {"name": of.name, "serial": of.serial, "external_id": of.external_id}
    return address.filled(tool.pattern, said)


START: Final = """
INSERT INTO remote_session (tenant_id, id, ticket_id, asset_id, tool_id, tool, target, staff_id,
                            started_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


@write("ticket.work", STAFF)
async def start(
    act: Act,
    number: int,
    tool_id: UUID,
    *,
    asset_id: UUID | None = None,
    target: str = "",
    keep: bool = False,
) -> Session:
    """Onto an asset that is linked to the ticket, onto what its requester's machine is known by, or
    onto what a person reads out, which is kept for the asset, else for the requester, where that is
    wanted. It stands on the ticket from now. Raises NotFound, Malformed."""
    ticket, tool = await tickets.held(act, number), await tools.for_use(act, tool_id)
    of = None if asset_id is None else await _asset(act, ticket.id, asset_id)
    known = target.strip() or await _known(act, ticket, tool, of)
    if not 1 <= len(known) <= 100 or not known.isprintable():
        raise Malformed("target: what the tool calls this machine.", field="target")
    if keep:
        await numbers.keep(act, ticket, tool, known, asset_id)
    made = ids.new()
    what = (ticket.id, asset_id, tool.id, tool.name, known, act.person_id, act.now)
    await db.execute(START, act.tenant_id, made, *what)
    await events.emit(act, events.New("remote.started", ticket.id, {"tool": tool.name}))
    where = _address(tool, known, of, str(number))
    by = act.principal.name
    return Session(made, tool.name, known, asset_id, by, act.now, None, None, where)


async def _known(act: Act, ticket: Ticket, tool: Tool, of: View | None) -> str:
    if of is not None:
        return of.attributes.get(tool.attribute, "")
    kept = await numbers.of_person(act.tenant_id, ticket.requester_id, [tool])
    return kept[0].target if kept else ""


async def _asset(act: Act, ticket_id: UUID, asset_id: UUID) -> View:
    row = await db.row(
        f"{assets.HEAD[STAFF]} AND a.id = $2 AND EXISTS (SELECT FROM asset_ticket l "
        "WHERE l.tenant_id = $1 AND l.asset_id = a.id AND l.ticket_id = $3)",
        *(act.tenant_id, asset_id, ticket_id),
    )
    if row is None:
        raise NotFound
    return assets.of(row)


@write("ticket.work", STAFF)
async def end(act: Act, number: int, session_id: UUID) -> Session:
    """Whoever ends it, it was theirs who began it. Raises NotFound, Ended."""
    ticket = await tickets.held(act, number)
    row = await _of_ticket(act, ticket.id, session_id)
    if row["ended_at"] is not None:
        raise Ended
    ended = min(act.now, row["started_at"] + LONGEST)
    await db.execute(
        "UPDATE remote_session SET ended_at = $3 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, session_id, ended),
    )
    body = {"tool": row["tool"], "minutes": _minutes(row["started_at"], ended)}
    await events.emit(act, events.New("remote.ended", ticket.id, body))
    return _session(await _of_ticket(act, ticket.id, session_id))


@write("time.log", STAFF)
async def log(
    act: Act, number: int, session_id: UUID, minutes: int | None = None, text: str = ""
) -> UUID:
    """Write its time down as one's own time entry, once; a lead still posts it (PRACTICE 32).
    Returns the entry's id. Raises NotFound, Logged, Malformed."""
    ticket = await tickets.held(act, number)
    row = await _of_ticket(act, ticket.id, session_id)
    if row["staff_id"] != act.person_id or row["ended_at"] is None:
        raise Malformed("session: one of your own, after its end.", field="session_id")
    if row["time_entry_id"] is not None:
        raise Logged
    worked = minutes or _minutes(row["started_at"], row["ended_at"])
    said = text.strip() or f"{row['tool']}"
    entry: UUID = await time_entry.log(
        act, number, worked, text=said, worked_at=row["started_at"], work_type="remote"
    )
    await db.execute(
        "UPDATE remote_session SET time_entry_id = $3 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, session_id, entry),
    )
    return entry


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> list[Session]:
    """The newest first. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    newest = f"{READ} ORDER BY r.started_at DESC, r.id DESC LIMIT 50"
    rows = await db.rows(newest, tenant, ticket.id)
    return [_session(row) for row in rows]


READ: Final = """
SELECT r.*, s.name AS staff FROM remote_session r JOIN staff s ON s.id = r.staff_id
WHERE r.tenant_id = $1 AND r.ticket_id = $2
"""


async def _of_ticket(act: Act, ticket_id: UUID, session_id: UUID) -> db.Row:
    row = await db.row(f"{READ} AND r.id = $3", act.tenant_id, ticket_id, session_id)
    if row is None:
        raise NotFound
    return row


def _session(row: db.Row) -> Session:
    offered = row["ended_at"] is not None and row["time_entry_id"] is None
    minutes = _minutes(row["started_at"], row["ended_at"]) if offered else None
    what = (row["id"], row["tool"], row["target"], row["asset_id"], row["staff"])
    return Session(*what, row["started_at"], row["ended_at"], minutes)


def _minutes(since: datetime, until: datetime) -> int:
    """Begun minutes, one at least."""
    return max(1, -(-(until - since) // timedelta(minutes=1)))
