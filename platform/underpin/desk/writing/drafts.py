"""Drafts: what somebody was writing on a ticket, kept until it is sent, whatever became of their
session. A draft is nobody's record: it is seen by its author alone and leaves no entry in the
audit trail, which would otherwise keep one for every few words typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from underpin.desk.tickets import messages, talking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience, Principal
from underpin.kernel.verb import outer, read

KINDS = (messages.PUBLIC, messages.INTERNAL)


@dataclass(frozen=True, slots=True)
class Draft:
    """`visibility`: of a public message or of an internal note."""

    visibility: str
    body: str
    saved_at: datetime


COLUMNS = ", ".join(Draft.__slots__)
SAVE = f"""
INSERT INTO draft (tenant_id, ticket_id, owner_kind, owner_id, visibility, body, saved_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, ticket_id, owner_id, visibility) DO UPDATE
SET body = excluded.body, saved_at = excluded.saved_at
RETURNING {COLUMNS}
"""
ERASE = """
DELETE FROM draft WHERE tenant_id = $1 AND ticket_id = $2 AND owner_id = $3 AND visibility = $4
"""


@outer("ticket.reply", STAFF, MEMBER)
async def save(
    principal: Principal, tenant: int, number: int, visibility: str, body: str
) -> Draft | None:
    """The last word counts; None for an empty one, which erases. Raises NotFound, Malformed."""
    if len(body) > talking.LONGEST:
        raise Malformed(f"body: at most {talking.LONGEST} characters.", field="body")
    async with db.open(_scope(principal, tenant)):
        act = await _act(principal, tenant)
        ticket = await _of(act, number, visibility)
        if not body.strip():
            await db.execute(ERASE, tenant, ticket.id, act.person_id, visibility)
            return None
        words = (str(act.audience), act.person_id, visibility, body, act.now)
        row = await db.row(SAVE, tenant, ticket.id, *words)
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Draft(**row)


@outer("ticket.reply", STAFF, MEMBER)
async def discard(principal: Principal, tenant: int, number: int, visibility: str) -> None:
    """What is not there is no error. Raises NotFound, Malformed."""
    async with db.open(_scope(principal, tenant)):
        act = await _act(principal, tenant)
        ticket = await _of(act, number, visibility)
        await db.execute(ERASE, tenant, ticket.id, act.person_id, visibility)


@read("ticket.reply", STAFF, MEMBER)
async def own(act: Act, tenant: int, number: int) -> list[Draft]:
    """The asker's drafts on a ticket. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM draft WHERE tenant_id = $1 AND ticket_id = $2 AND owner_id = $3 "
        "ORDER BY visibility",
        *(tenant, ticket.id, act.person_id),
    )
    return [Draft(**row) for row in rows]


def _scope(principal: Principal, tenant: int) -> Work:
    """Raises NotFound for a client the asker does not serve or belong to."""
    found = verb.scope_of(talking.reply, principal, tenant)
    assert isinstance(found, Work)  # noqa: S101 - of a verb that changes something
    return found


async def _act(principal: Principal, tenant: int) -> Act:
    return Act(principal, tenant, await db.now(), "api", "desk.writing.drafts")


async def _of(act: Act, number: int, visibility: str) -> Ticket:
    if visibility not in KINDS:
        raise Malformed(f"visibility: one of {', '.join(KINDS)}.", field="visibility")
    if act.audience is Audience.MEMBER and visibility != messages.PUBLIC:
        raise NotFound
    return await tickets.held(act, number)
